#!/usr/bin/env bash
# Runs every fuzz function of the module: scripts/fuzz.sh [TIME_EACH] [TOTAL_SECONDS]
# With a total, each gets an equal part of it, at least two seconds, whatever TIME_EACH says.
set -euo pipefail
cd "$(dirname "$0")/.."
each=${1:-10s}
total=${2:-}

mapfile -t targets < <(grep -rnoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | sed -E 's|/[^/:]+:[0-9]+:func | |' | sort -u)
if [ ${#targets[@]} -eq 0 ]; then
	echo "fuzz.sh: no fuzz functions found" >&2
	exit 1
fi
if [ -n "$total" ]; then
	part=$((total / ${#targets[@]}))
	[ "$part" -ge 2 ] || part=2
	each=${part}s
fi
for target in "${targets[@]}"; do
	dir=${target% *}
	name=${target#* }
	echo "fuzz $dir $name for $each"
	go test -run '^$' -fuzz "^$name\$" -fuzztime "$each" "$dir"
done
