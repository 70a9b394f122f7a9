#!/bin/sh
# Bundles src/ into dist/. The outputs are committed, so that building the program needs neither this nor Node.
# Usage, from anywhere in the checkout: web/static/build.sh
set -eu
cd "$(dirname "$0")/../.."
esbuild() { go tool -modfile=tools/go.mod esbuild "$@"; }
opts="--bundle --minify --charset=utf8 --log-level=warning --legal-comments=none"
esbuild web/static/src/throughline.css $opts '--external:*.woff2' --outfile=web/static/dist/throughline.css
esbuild web/static/src/boot.js $opts --format=iife --target=es2022 --outfile=web/static/dist/boot.js
esbuild web/static/src/throughline.js $opts --format=iife --target=es2022 --outfile=web/static/dist/throughline.js
