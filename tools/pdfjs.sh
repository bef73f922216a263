#!/usr/bin/env bash
# Brings pdf.js, the PDF reader of Firefox, into the tools folder as bin/pdfjs-text: a judge of the text layer in tests.
# Nothing is fetched when this version is there already. Nothing of it is linked or shipped.
set -euo pipefail
cd "$(dirname "$0")/.."

# The last release that runs on Debian 12's Node 18.
version=4.8.69
integrity=sha512-IHZsA4T7YElCKNNXtiLgqScw4zPd3pG9do8UrznC757gMd7UPeHSL2qwNNMJo4r79fl8oj1Xx+1nh2YkzdMpLQ==
tools=${SOHOA_TOOLS_DIR:-$HOME/.cache/sohoa/tools}
home=$tools/pdfjs
wanted=$(cat "$0" tests/tools/pdfjs/text.mjs | sha256sum | cut -d' ' -f1)

if [ -x "$tools/bin/pdfjs-text" ] && [ "$(cat "$home/stamp" 2>/dev/null)" = "$wanted" ]; then
    echo "pdf.js $version: có sẵn / already there: $tools/bin/pdfjs-text"
    exit 0
fi

command -v node >/dev/null && command -v npm >/dev/null || tools/apt.sh node

fresh=$tools/pdfjs.new
rm -rf "$fresh"
mkdir -p "$fresh" "$tools/bin"
# The package alone: what it could draw with is optional and not wanted here, so no install scripts are run.
npm pack --silent --pack-destination "$fresh" --cache "$fresh/cache" "pdfjs-dist@$version" >/dev/null
got=sha512-$(openssl dgst -sha512 -binary "$fresh/pdfjs-dist-$version.tgz" | base64 -w 0)
if [ "$got" != "$integrity" ]; then
    echo "pdf.js $version: nội dung tải về không đúng / what was fetched is not what was expected: $got" >&2
    exit 1
fi
tar -xzf "$fresh/pdfjs-dist-$version.tgz" -C "$fresh" package/legacy/build/pdf.mjs \
    package/legacy/build/pdf.worker.mjs package/package.json package/LICENSE
rm -rf "$fresh/cache" "$fresh/pdfjs-dist-$version.tgz" "$home"
cp tests/tools/pdfjs/text.mjs "$fresh/"
mv "$fresh" "$home"

cat >"$tools/bin/pdfjs-text.new" <<'WRAPPER'
#!/bin/sh
home=$(CDPATH= cd -- "$(dirname -- "$0")/../pdfjs" && pwd) || exit 3
exec node --no-warnings "$home/text.mjs" "$home" "$@"
WRAPPER
chmod +x "$tools/bin/pdfjs-text.new"
mv "$tools/bin/pdfjs-text.new" "$tools/bin/pdfjs-text"
printf '%s' "$wanted" >"$home/stamp"
echo "pdf.js $version: đã cài / installed: $tools/bin/pdfjs-text"
