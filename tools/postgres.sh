#!/usr/bin/env bash
# Makes sure that PostgreSQL's server programs are here: tests start a private cluster in a temporary folder.
set -euo pipefail
cd "$(dirname "$0")/.."

found() { # where initdb is; Debian keeps it off PATH
    command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1
}

[ -n "$(found)" ] || tools/apt.sh postgres
echo "PostgreSQL: $(found)"
