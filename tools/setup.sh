#!/usr/bin/env bash
# usage: tools/setup.sh run|dev
# Makes .venv from uv.lock: `run` holds what the program needs, `dev` also the test and lint tools.
# Needs python3 >= 3.11 on PATH (or PYTHON=...). Done already and nothing changed: no network, no wait.
set -euo pipefail
cd "$(dirname "$0")/.."

mode=$1
stamp=.venv/setup-done
python=.venv/bin/python

# A linked .venv belongs to another folder, and others may be running in it: used as it is, never made anew.
if [ -L .venv ]; then
    exit 0
fi

new_enough() { # true when the interpreter $1 runs and is Python 3.11 or later
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

fingerprint() { # changes with anything that could change what belongs in .venv
    {
        cat uv.lock pyproject.toml tools/uv.txt tools/setup.sh
        pwd
        "$python" -c 'import sys; print(sys.version)'
    } | sha256sum | cut -d' ' -f1
}

groups=(run)
[ "$mode" = dev ] && groups+=(test browser)
tools/apt.sh "${groups[@]}"

# A virtual environment does not survive a move: its scripts name their folder.
moved=false
[ -f "$stamp" ] && [ "$(sed -n 3p "$stamp")" != "$PWD" ] && moved=true

if $moved || ! new_enough "$python"; then
    base=${PYTHON:-python3}
    if ! new_enough "$base"; then
        {
            echo "Cần Python 3.11 trở lên; $base là: $("$base" --version 2>&1 || true)"
            echo "Python 3.11 or later is needed; $base is the above. Debian 12 and Ubuntu 24.04 have it."
            echo "Nếu có bản khác / if another is there: make PYTHON=/usr/bin/python3.12 ..."
        } >&2
        exit 3
    fi
    rm -f "$stamp"
    "$base" -m venv --clear .venv
fi

wanted=$(fingerprint)
done_mode=$(sed -n 1p "$stamp" 2>/dev/null || true)
done_print=$(sed -n 2p "$stamp" 2>/dev/null || true)
if [ "$done_print" = "$wanted" ] && { [ "$done_mode" = "$mode" ] || [ "$done_mode" = dev ]; }; then
    exit 0
fi
# Who has the test tools keeps them: `make demo` after `make test` takes nothing away.
[ "$done_mode" = dev ] && mode=dev

echo "Cài thư viện vào .venv / installing libraries into .venv ($mode)"
"$python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r tools/uv.txt

# Compiled here once, on all cores: otherwise the first start of every command would do it, or each start where
# PYTHONDONTWRITEBYTECODE is set or .venv may not be written to.
export UV_COMPILE_BYTECODE=1
export UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-120}
if [ "$mode" = dev ]; then
    .venv/bin/uv sync --quiet --frozen --extra office --python "$python"
else
    .venv/bin/uv sync --quiet --frozen --no-dev --extra office --python "$python"
fi
printf '%s\n%s\n%s\n' "$mode" "$wanted" "$PWD" >"$stamp"
