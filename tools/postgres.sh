#!/usr/bin/env bash
# Brings PostgreSQL's server programs for the tests, from Debian's packages; what is there already is left alone.
# The tests start a server of their own in a temporary folder; none is set up or started here.
set -euo pipefail
cd "$(dirname "$0")/.."

there() { command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; }

if there; then
    echo "PostgreSQL: có sẵn / already there"
    exit 0
fi
tools/apt.sh postgres
there || { echo "PostgreSQL: không thấy initdb / no initdb found" >&2; exit 3; }
echo "PostgreSQL: đã cài / installed"
