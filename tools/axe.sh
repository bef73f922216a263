#!/usr/bin/env bash
# Brings axe-core, the judge of accessible pages, into the tools folder as axe/axe.min.js, for the browser tests.
# Nothing is fetched when this version is there already. Nothing of it is linked or shipped.
set -euo pipefail
cd "$(dirname "$0")/.."

version=4.14.1
integrity=sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==
tools=${SOHOA_TOOLS_DIR:-$HOME/.cache/sohoa/tools}
home=$tools/axe

if [ "$(cat "$home/version" 2>/dev/null)" = "$version" ]; then
    echo "axe-core $version: có sẵn / already there: $home/axe.min.js"
    exit 0
fi

command -v node >/dev/null && command -v npm >/dev/null || tools/apt.sh node

fresh=$tools/axe.new
rm -rf "$fresh"
mkdir -p "$fresh"
npm pack --silent --pack-destination "$fresh" --cache "$fresh/cache" "axe-core@$version" >/dev/null
got=sha512-$(openssl dgst -sha512 -binary "$fresh/axe-core-$version.tgz" | base64 -w 0)
if [ "$got" != "$integrity" ]; then
    echo "axe-core $version: nội dung tải về không đúng / what was fetched is not what was expected: $got" >&2
    exit 1
fi
tar -xzf "$fresh/axe-core-$version.tgz" -C "$fresh" package/axe.min.js package/LICENSE
mkdir "$fresh/made"
mv "$fresh/package/axe.min.js" "$fresh/package/LICENSE" "$fresh/made/"
printf '%s' "$version" >"$fresh/made/version"
rm -rf "$home"
mv "$fresh/made" "$home"
rm -rf "$fresh"
echo "axe-core $version: đã cài / installed: $home/axe.min.js"
