#!/usr/bin/env bash
# Lists the packages whose tests run in one goroutine, so that there is nothing the race detector could find: neither
# they nor what they import start another, and none speaks to a network or a database.
set -euo pipefail
cd "$(dirname "$0")/.."

# starting lists the files that start a goroutine.
starting() {
	grep -rlE --include='*.go' '^[[:space:]]*(defer )?go [a-zA-Z_(]|\.Go\(|\.Parallel\(|AfterFunc\(' .
}

# packages turns files into the packages that they are in.
packages() { xargs -r -n1 dirname | sed 's|^\.|throughline|' | sort -u; }

# What tests start matters to their own package, all else to whoever imports it.
tests=$(starting | { grep '_test\.go$' || true; } | packages)
others=$(starting | { grep -v '_test\.go$' || true; } | packages)
go list -test -f '{{if .ForTest}}{{$of := .ForTest}}{{range .Deps}}{{$of}} {{.}}{{"\n"}}{{end}}{{end}}' ./... |
	awk -v tests="$tests" -v others="$others net/http database/sql" '
		BEGIN { split(tests, t); for (i in t) busy[t[i]] = 1; split(others, o); for (i in o) lively[o[i]] = 1 }
		{ known[$1] = 1; if ($1 in busy || $1 in lively || $2 in lively) not[$1] = 1 }
		END { for (p in known) if (!(p in not)) print p }' | sort
