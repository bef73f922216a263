#!/usr/bin/env bash
# Brings the peer of `make bench` into an environment of its own, outside the repository and away from .venv.
# Needs .venv (its uv installs). Done already and nothing changed: no network.
set -euo pipefail
cd "$(dirname "$0")/.."

home=$HOME/.cache/sohoa/bench
wanted=$(cat benchmarks/peers.txt "$0" | sha256sum | cut -d' ' -f1)
tools/apt.sh run bench
[ "$(cat "$home/stamp" 2>/dev/null)" = "$wanted" ] && exit 0

export UV_PYTHON_DOWNLOADS=never
.venv/bin/uv venv --quiet --clear --python .venv/bin/python "$home"
.venv/bin/uv pip install --quiet --python "$home/bin/python" -r benchmarks/peers.txt
"$home/bin/ocrmypdf" --version | sed 's/^/ocrmypdf /'
printf '%s' "$wanted" >"$home/stamp"
