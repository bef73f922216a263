#!/usr/bin/env bash
# Fetches the network that `make network` begins with (tessdata_best, weights as whole numbers) from npm.
# Needed only for another version: the file is part of the repository (docs/decisions/0064-a-network-of-our-own.md).
set -euo pipefail
cd "$(dirname "$0")/.."

package=https://registry.npmjs.org/@tesseract.js-data/vie/-/vie-1.0.0.tgz
wanted=112f6fd1d04ab4cb0208cad9cada8de214ae33a1e4db3750ffcda69262aef0a8
network=training/vie_best.traineddata

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
curl --fail --silent --show-error --location "$package" --output "$fresh/package.tgz"
tar -xzf "$fresh/package.tgz" -C "$fresh" package/4.0.0_best_int/vie.traineddata.gz
gzip -dc "$fresh/package/4.0.0_best_int/vie.traineddata.gz" >"$fresh/network"
echo "$wanted  $fresh/network" | sha256sum --check --quiet
mv "$fresh/network" "$network"
chmod 644 "$network"
echo "$network"
