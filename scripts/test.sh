#!/usr/bin/env bash
# Runs every test, with the race detector where more than one goroutine runs. Tests that compare with real data
# outside the module run afresh each time, because the test cache does not see that data change; all others may be
# answered from it. What go vet says is asked by `make vet`, not here again.
set -euo pipefail
cd "$(dirname "$0")/.."
timeout=${TIMEOUT:-20m}
# A process with the race detector waits a second before it exits, in case a goroutine that is still running races
# then. The tests start hundreds of processes, and there a moment is enough.
export GORACE=${GORACE:-atexit_sleep_ms=10}

log=$(mktemp)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -f "$log"' EXIT

# without lists the packages that are in the first list and not in the second.
without() { grep -vxF -f <(printf '%s\n' "${2:-none}") <<<"$1" || true; }

all=$(go list ./...)
outside=$(grep -rl --include='*_test.go' '"throughline/testing/shared"' . | xargs -r -n1 dirname | sed 's|^\.|throughline|' | sort -u)
alone=$(without "$(scripts/alone.sh)" "$outside")
# What takes longest begins first, above all the browser's journeys, which wait much: one more package runs than there are cores.
longest=$(printf 'throughline/%s\n' e2e web storage/sqlite cli overview)
beside=$(printf '%s\n%s' "$longest" "$(without "$all" "$outside"$'\n'"$alone"$'\n'"$longest")")

# raced tests with the race detector, which also looks at every conversion of a pointer. Not so in SQLite, which is a
# translation of C and does nothing else: there it costs half of the time, and says nothing of this program.
raced() { CGO_ENABLED=1 go test -race -gcflags=modernc.org/sqlite/lib=-d=checkptr=0 -vet=off -timeout "$timeout" "$@"; }

if [ -n "$outside" ]; then
	raced -count=1 -v $outside >"$log" 2>&1 &
	reading=$!
fi
status=0
raced -p "$(($(getconf _NPROCESSORS_ONLN) + 1))" $beside || status=$?
CGO_ENABLED=0 go test -vet=off -timeout "$timeout" $alone || status=$?
if [ -n "$outside" ]; then
	if wait "$reading"; then
		grep -E '^(real data:|ok )' "$log"
	else
		status=1
		grep -vE '^(=== |--- PASS|    --- PASS|PASS)' "$log"
	fi
fi
exit "$status"
