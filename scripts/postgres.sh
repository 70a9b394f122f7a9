#!/usr/bin/env bash
# A private PostgreSQL for tests, reachable through a socket in its own folder only.
#
#   scripts/postgres.sh find             prints the folder of the newest server programs
#   scripts/postgres.sh start [durable]  makes and starts a cluster, prints its folder
#   scripts/postgres.sh address DIR      prints the address to connect to
#   scripts/postgres.sh stop DIR         stops it and removes the folder
#
# Without "durable" the server does not wait for the disk: a killed server loses nothing all the same,
# only a killed machine would. Benchmarks of durable writes say "durable".
# Root may not run a server, so root hands it to the account postgres, or nobody.
set -euo pipefail

find_programs() {
	local newest
	newest=$(find /usr/lib/postgresql /usr/pgsql-* /opt/homebrew/opt/postgresql* /usr/local/opt/postgresql* \
		-maxdepth 3 -name initdb -path '*bin/initdb' 2>/dev/null | sort -V | tail -n 1 || true)
	[ -n "$newest" ] || newest=$(command -v initdb || true)
	if [ -z "$newest" ]; then
		echo "postgres.sh: no PostgreSQL server programs found" >&2
		return 1
	fi
	dirname "$newest"
}

# as_server runs a command as the account that owns the cluster.
as_server() {
	if [ "$(id -u)" -ne 0 ]; then
		"$@"
		return
	fi
	# The server must not stand in a folder that its account cannot read.
	(cd / && setpriv --reuid="$account" --regid="$(id -g "$account")" --clear-groups "$@")
}

account=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
	account=nobody
	! id postgres >/dev/null 2>&1 || account=postgres
fi

start() {
	local bin dir wait=off
	[ "${1:-}" != durable ] || wait=on
	bin=$(find_programs)
	dir=$(mktemp -d "${TMPDIR:-/tmp}/throughline-pg.XXXXXX")
	chown "$account" "$dir" 2>/dev/null || true
	as_server env LC_ALL=C "$bin/initdb" --pgdata="$dir/data" --username=postgres --auth=trust \
		--encoding=UTF8 --locale=C --no-sync >"$dir.log" 2>&1 || { cat "$dir.log" >&2 && return 1; }
	mv "$dir.log" "$dir/initdb.log"
	cat >>"$dir/data/postgresql.conf" <<-CONF
		listen_addresses = ''
		unix_socket_directories = '$dir'
		max_connections = 200
		fsync = $wait
		full_page_writes = $wait
		log_min_messages = warning
	CONF
	as_server env LC_ALL=C "$bin/pg_ctl" --pgdata="$dir/data" --log="$dir/data/server.log" --wait --silent start >&2 ||
		{ cat "$dir/data/server.log" >&2 && return 1; }
	as_server "$bin/createdb" --host="$dir" --username=postgres throughline
	echo "$dir"
}

stop() {
	local bin
	bin=$(find_programs)
	if [ -f "$1/data/postmaster.pid" ]; then
		as_server "$bin/pg_ctl" --pgdata="$1/data" --mode=immediate --silent stop || true
	fi
	rm -rf "$1"
}

case ${1:-} in
find) find_programs ;;
start) start "${2:-}" ;;
address) echo "postgres://postgres@/throughline?host=$2&sslmode=disable" ;;
stop) stop "$2" ;;
*) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
