#!/usr/bin/env bash
# Prints the path of the browser that the tests drive. THROUGHLINE_TEST_CHROMIUM, where set, is taken as it is.
set -euo pipefail
candidates=(chromium chromium-browser google-chrome-stable google-chrome chrome
	"/Applications/Chromium.app/Contents/MacOS/Chromium"
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
[ -z "${THROUGHLINE_TEST_CHROMIUM:-}" ] || candidates=("$THROUGHLINE_TEST_CHROMIUM")
for c in "${candidates[@]}"; do
	if found=$(command -v "$c" 2>/dev/null); then
		echo "$found"
		exit 0
	fi
done
echo "chromium.sh: no Chromium found" >&2
exit 1
