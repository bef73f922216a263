#!/usr/bin/env bash
# Makes build/training-venv, in which `make network` trains: the project's own locked libraries, and PyTorch, which neither
# the product nor a test needs. Needs .venv (its uv installs). Done already and nothing changed: no network.
# PyTorch comes with CUDA, 6 GB in all; UV_TORCH_BACKEND=cpu takes the small one where its index can be reached.
set -euo pipefail
cd "$(dirname "$0")/.."

torch=2.15.0
home=build/training-venv
tools/apt.sh run bench training
wanted=$(cat uv.lock "$0" | sha256sum | cut -d' ' -f1)
[ "$(cat "$home/stamp" 2>/dev/null)" = "$wanted" ] && exit 0

export UV_PYTHON_DOWNLOADS=never UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-120}
.venv/bin/uv venv --quiet --clear --python .venv/bin/python "$home"
.venv/bin/uv export --quiet --frozen --no-dev --extra office --no-emit-project --output-file "$home/locked.txt"
.venv/bin/uv pip install --quiet --python "$home/bin/python" -r "$home/locked.txt"
.venv/bin/uv pip install --quiet --python "$home/bin/python" "torch==$torch"
printf '%s' "$wanted" >"$home/stamp"
