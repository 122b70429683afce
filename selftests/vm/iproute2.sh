#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# iproute2.sh [--update]: fetch the newest iproute2 that this Debian's backports
# have into the cache (nothing is installed on the host) and print the directory
# whose bin/ has "ip" and "bridge".  After the first call the network is left
# alone until --update.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$VM/apt.sh"

top=$CACHE/iproute2
apt=$CACHE/apt-backports

fetch()
{
	local dir version

	"$VM/deps.sh" iproute2
	apt_configure "$apt" "debian bookworm-backports"
	say "asking Debian for its newest iproute2"
	quietly "$apt/update.log" apt-get update
	version=$(apt-cache policy iproute2 | sed -n 's/^ *Candidate: //p')
	dir=$top/$version
	if [ ! -e "$dir/ready" ]; then
		apt_unpack "$dir" iproute2
		mkdir "$dir/bin"
		ln -s ../root/bin/ip ../root/sbin/bridge "$dir/bin/"
		touch "$dir/ready"
	fi
	ln -sfn "$version" "$top/current"
}

need_fetch() { [ -e "$top/current/ready" ] || fetch; }

if [ "${1-}" = --update ]; then
	with_lock iproute2 fetch
elif [ ! -e "$top/current/ready" ]; then
	with_lock iproute2 need_fetch
fi
realpath "$top/current"
