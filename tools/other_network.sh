#!/usr/bin/env bash
# Fetches the second network of second readings from npm into ocr/networks, which goes into the wheel.
# Needed only for another version: the file is part of the repository (docs/decisions/0051-a-second-network.md).
set -euo pipefail
cd "$(dirname "$0")/.."

package=https://registry.npmjs.org/@tesseract.js-data/vie/-/vie-1.0.0.tgz
wanted=112f6fd1d04ab4cb0208cad9cada8de214ae33a1e4db3750ffcda69262aef0a8
network=ocr/networks/vie_best.traineddata

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
curl --fail --silent --show-error --location "$package" --output "$fresh/package.tgz"
tar -xzf "$fresh/package.tgz" -C "$fresh" package/4.0.0_best_int/vie.traineddata.gz
gzip -dc "$fresh/package/4.0.0_best_int/vie.traineddata.gz" >"$fresh/network"
echo "$wanted  $fresh/network" | sha256sum --check --quiet
mv "$fresh/network" "$network"
chmod 644 "$network"
echo "$network"
