#!/usr/bin/env bash
# Builds the committed state twice, in two folders and with two build caches, and compares the bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
commit=$(git rev-parse HEAD)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for n in one another-folder; do
	git clone --quiet --no-hardlinks . "$dir/$n/throughline"
	git -C "$dir/$n/throughline" checkout --quiet --detach "$commit"
	GOCACHE=$dir/$n/cache make --no-print-directory -C "$dir/$n/throughline" build
done
a=$dir/one/throughline/bin/throughline
b=$dir/another-folder/throughline/bin/throughline
sha256sum "$a" "$b"
cmp "$a" "$b"
echo "The two builds of ${commit:0:12} are the same, byte for byte."
