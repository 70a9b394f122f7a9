#!/usr/bin/env bash
# Makes sure that what the tests lean on is there: scripts/need.sh postgres chromium gcc
# As root on a system with apt-get it installs what is missing. Otherwise it prints the one line that
# installs it, and fails.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

has() {
	case $1 in
	postgres) "$here/postgres.sh" find >/dev/null 2>&1 ;;
	chromium) "$here/chromium.sh" >/dev/null 2>&1 ;;
	gcc) command -v "${CC:-gcc}" >/dev/null 2>&1 ;;
	*) echo "need.sh: unknown need $1; know postgres, chromium, gcc" >&2 && exit 2 ;;
	esac
}

# packages names what holds the need, for a package manager.
packages() {
	case $1/$2 in
	apt-get/postgres) echo postgresql ;;
	apt-get/chromium) echo chromium ;;
	apt-get/gcc) echo gcc libc6-dev ;;
	dnf/postgres) echo postgresql-server ;;
	dnf/chromium) echo chromium ;;
	dnf/gcc) echo gcc ;;
	brew/postgres) echo postgresql@17 ;;
	brew/chromium) echo --cask chromium ;;
	brew/gcc) echo gcc ;;
	esac
}

missing=()
for need in "$@"; do
	has "$need" || missing+=("$need")
done
[ ${#missing[@]} -gt 0 ] || exit 0

manager=
for m in apt-get dnf brew; do
	if command -v "$m" >/dev/null 2>&1; then
		manager=$m
		break
	fi
done
list=()
for need in "${missing[@]}"; do
	read -ra names <<<"$(packages "${manager:-none}" "$need")"
	list+=("${names[@]}")
done

if [ "$manager" != apt-get ] || [ "$(id -u)" -ne 0 ]; then
	echo "The tests need ${missing[*]}, which this system does not have. Install with:" >&2
	case $manager in
	apt-get) echo "  sudo apt-get install -y ${list[*]}" >&2 ;;
	dnf) echo "  sudo dnf install -y ${list[*]}" >&2 ;;
	brew) echo "  brew install ${list[*]}" >&2 ;;
	*) echo "  the package manager of this system" >&2 ;;
	esac
	exit 1
fi

# The tests start their own database cluster; installing the server should not start another.
if [[ " ${missing[*]} " == *" postgres "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
	mkdir -p /etc/postgresql-common
	echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
fi
echo "Installing ${list[*]} for the tests."
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends "${list[@]}" >/dev/null
for need in "${missing[@]}"; do
	if ! has "$need"; then
		echo "need.sh: ${list[*]} are installed, but $need is still not found" >&2
		exit 1
	fi
done
