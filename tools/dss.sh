#!/usr/bin/env bash
# Brings EU DSS, a second judge of signatures, from Maven Central into the tools folder as bin/dss.
# Version: tests/tools/dss/pom.xml. Nothing is fetched when that file and the runner were already honoured.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${SOHOA_TOOLS_DIR:-$HOME/.cache/sohoa/tools}
source=tests/tools/dss
home=$tools/dss
wanted=$(cat "$source/pom.xml" "$source/src/Judge.java" "$0" | sha256sum | cut -d' ' -f1)

if [ -x "$tools/bin/dss" ] && [ "$(cat "$home/stamp" 2>/dev/null)" = "$wanted" ]; then
    echo "EU DSS: có sẵn / already there: $tools/bin/dss"
    exit 0
fi

command -v java >/dev/null && command -v mvn >/dev/null || tools/apt.sh java

fresh=$tools/dss.new
rm -rf "$fresh"
mkdir -p "$fresh" "$tools/bin"
# A Maven repository of its own, gone afterwards: only the jars are wanted.
mvn --batch-mode --quiet -Dstyle.color=never --file "$source/pom.xml" -Dmaven.repo.local="$tools/maven-dss" \
    dependency:copy-dependencies -DoutputDirectory="$fresh/lib"
mv "$fresh"/lib/ecj-*.jar "$fresh/ecj.jar"
java -jar "$fresh/ecj.jar" -source 11 -target 11 -nowarn -cp "$(printf '%s:' "$fresh"/lib/*.jar)" \
    -d "$fresh/classes" "$source/src/Judge.java"
rm -rf "$home"
mv "$fresh" "$home"

cat >"$tools/bin/dss.new" <<'WRAPPER'
#!/bin/sh
home=$(CDPATH= cd -- "$(dirname -- "$0")/../dss" && pwd) || exit 3
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=off -cp "$home/classes:$home/lib/*" Judge "$@"
WRAPPER
chmod +x "$tools/bin/dss.new"
mv "$tools/bin/dss.new" "$tools/bin/dss"
printf '%s' "$wanted" >"$home/stamp"
rm -rf "$tools/maven-dss"
echo "EU DSS: đã cài / installed: $tools/bin/dss"
