#!/usr/bin/env bash
# Brings veraPDF, the PDF/A judge, from Maven Central into the tools folder as bin/verapdf.
# Version: tests/tools/verapdf/pom.xml. Nothing is fetched when that file was already honoured.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${SOHOA_TOOLS_DIR:-$HOME/.cache/sohoa/tools}
pom=tests/tools/verapdf/pom.xml
home=$tools/verapdf
wanted=$(cat "$pom" "$0" | sha256sum | cut -d' ' -f1)

if [ -x "$tools/bin/verapdf" ] && [ "$(cat "$home/stamp" 2>/dev/null)" = "$wanted" ]; then
    echo "veraPDF: có sẵn / already there: $tools/bin/verapdf"
    exit 0
fi

command -v java >/dev/null && command -v mvn >/dev/null || tools/apt.sh java

fresh=$tools/verapdf.new
rm -rf "$fresh"
mkdir -p "$fresh" "$tools/bin"
# A Maven repository of its own, gone afterwards: only the jars are wanted.
mvn --batch-mode --quiet -Dstyle.color=never --file "$pom" -Dmaven.repo.local="$tools/maven" \
    dependency:copy-dependencies -DoutputDirectory="$fresh/lib"
rm -rf "$home"
mv "$fresh" "$home"

# One short run per file: the quick compiler and the serial collector spare a third of its processor time.
cat >"$tools/bin/verapdf.new" <<'WRAPPER'
#!/bin/sh
home=$(CDPATH= cd -- "$(dirname -- "$0")/../verapdf" && pwd) || exit 3
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
    -Dapp.home="$home" -cp "$home/lib/*" org.verapdf.apps.GreenfieldCliWrapper "$@"
WRAPPER
chmod +x "$tools/bin/verapdf.new"
mv "$tools/bin/verapdf.new" "$tools/bin/verapdf"
"$tools/bin/verapdf" --version | head -n 1
printf '%s' "$wanted" >"$home/stamp"
rm -rf "$tools/maven"
echo "veraPDF: đã cài / installed: $tools/bin/verapdf"
