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
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# once fuzzes one target. It ends with 2 when its time was over before go's own bookkeeping was done, which go reports as a
# failure although no input failed.
once() {
	if go test -run '^$' -fuzz "^$2\$" -fuzztime "$each" "$1" 2>&1 | tee "$log"; then
		return 0
	fi
	if grep -q 'context deadline exceeded' "$log" && ! grep -q 'Failing input' "$log"; then
		return 2
	fi
	return 1
}

for target in "${targets[@]}"; do
	dir=${target% *}
	name=${target#* }
	for try in 1 2 3; do
		echo "fuzz $dir $name for $each"
		status=0
		once "$dir" "$name" || status=$?
		[ "$status" -eq 2 ] || break
	done
	[ "$status" -eq 0 ] || exit "$status"
done
