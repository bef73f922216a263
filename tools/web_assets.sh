#!/usr/bin/env bash
# Copies fonts and viewer from npm (desk/web/package-lock.json) into desk/web/static/vendor, which goes into the wheel.
# Needed only after package.json changed: the copies are part of the repository, so that `make demo` needs no npm.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v node >/dev/null && command -v npm >/dev/null || tools/apt.sh node

web=desk/web
vendor=$web/static/vendor
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
cp "$web/package.json" "$web/package-lock.json" "$fresh/"
# No install scripts: what is copied below are plain files.
npm ci --prefix "$fresh" --ignore-scripts --no-audit --no-fund --silent

rm -rf "$vendor"
mkdir -p "$vendor/be-vietnam-pro" "$vendor/openseadragon"
fonts=$fresh/node_modules/@fontsource/be-vietnam-pro
for weight in 400 500 600 700; do
    for letters in vietnamese latin-ext latin; do
        cp "$fonts/files/be-vietnam-pro-$letters-$weight-normal.woff2" "$vendor/be-vietnam-pro/"
    done
done
cp "$fonts/LICENSE" "$vendor/be-vietnam-pro/"
viewer=$fresh/node_modules/openseadragon
cp "$viewer/build/openseadragon/openseadragon.min.js" "$viewer/LICENSE.txt" "$vendor/openseadragon/"
# The source map stays behind: without this line a browser would ask for it.
sed -i '/^\/\/# sourceMappingURL=/d' "$vendor/openseadragon/openseadragon.min.js"
sha256sum "$web/package-lock.json" | cut -d' ' -f1 >"$vendor/lock.sha256"
echo "Đã chép / copied: $vendor"
