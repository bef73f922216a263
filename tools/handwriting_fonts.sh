#!/usr/bin/env bash
# Fetches the free handwriting fonts (SIL Open Font License) that samples/handwriting.py writes with, into the tools
# folder as fonts/. They serve to make test pages; nothing of them is shipped.
set -euo pipefail
cd "$(dirname "$0")/.."

hands="patrick-hand dancing-script shantell-sans sriracha mali charm great-vibes allura
    mynerve pangolin playpen-sans sedgwick-ave"
version=5
fonts=${SOHOA_TOOLS_DIR:-$HOME/.cache/sohoa/tools}/fonts

command -v npm >/dev/null || { echo "Cần npm / needs npm: sudo apt install npm" >&2; exit 3; }
mkdir -p "$fonts"
building=$(mktemp -d)
trap 'rm -rf "$building"' EXIT
for hand in $hands; do
    if [ -s "$fonts/$hand-vietnamese.woff" ] && [ -s "$fonts/$hand-latin.woff" ]; then
        continue
    fi
    archive=$(cd "$building" && npm pack --silent "@fontsource/$hand@$version" | tail -1)
    tar -xzf "$building/$archive" -C "$building"
    for subset in vietnamese latin; do
        cp "$building/package/files/$hand-$subset-400-normal.woff" "$fonts/$hand-$subset.woff"
    done
    rm -rf "$building/package" "${building:?}/$archive"
done
echo "$fonts"
