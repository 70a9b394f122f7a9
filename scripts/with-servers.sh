#!/usr/bin/env bash
# Runs a command with a private PostgreSQL and a Chromium at hand, installing both where they are missing:
#   scripts/with-servers.sh [durable] COMMAND...
# The command finds them in THROUGHLINE_TEST_POSTGRES and THROUGHLINE_TEST_CHROMIUM.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mode=
if [ "${1:-}" = durable ]; then
	mode=durable
	shift
fi
"$here/need.sh" postgres chromium gcc
chromium=$("$here/chromium.sh")
cluster=$("$here/postgres.sh" start $mode)
trap '"$here/postgres.sh" stop "$cluster"' EXIT
trap 'exit 130' INT TERM
THROUGHLINE_TEST_POSTGRES=$("$here/postgres.sh" address "$cluster") \
	THROUGHLINE_TEST_CHROMIUM=$chromium \
	"$@"
