#!/usr/bin/env bash
# Runs every test with the race detector. Tests that compare with real data outside the module run afresh
# each time, because the test cache does not see that data change; all others may be answered from it.
set -euo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=1
# A process with the race detector waits a second before it exits, in case a goroutine that is still running races
# then; the tests start hundreds of them, and there a moment is enough.
export GORACE=${GORACE:-atexit_sleep_ms=10}
timeout=${TIMEOUT:-20m}

mapfile -t outside < <(grep -rl --include='*_test.go' '"throughline/testing/shared"' . | xargs -r -n1 dirname | sort -u)
mapfile -t all < <(go list -f '{{.Dir}}' ./... | sed "s|^$PWD|.|")
mapfile -t inside < <(printf '%s\n' "${all[@]}" | grep -vxF -f <(printf '%s\n' "${outside[@]:-none}"))

status=0
go test -race -timeout "$timeout" "${inside[@]}" || status=$?
if [ ${#outside[@]} -gt 0 ]; then
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	if go test -race -count=1 -v -timeout "$timeout" "${outside[@]}" >"$log" 2>&1; then
		grep -E '^(real data:|ok )' "$log"
	else
		status=1
		grep -vE '^(=== |--- PASS|    --- PASS|PASS)' "$log"
	fi
fi
exit "$status"
