#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ynl.sh: make sure that the kernel's own netlink client for specifications,
# YNL, is in the cache, and print the directory that holds tools/net/ynl and
# Documentation/netlink.  It is the one of Debian's 6.12, for 6.1 had none.
# Fetched at the first call, 150 MB of which 1 MB is kept; after that the
# network is left alone.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$VM/apt.sh"

package=linux-source-6.12
top=$CACHE/ynl
apt=$CACHE/apt-ynl

fetch()
{
	local new=$top.new

	[ ! -e "$top/ready" ] || return 0	# we may have waited
	rm -rf "$top" "$new"
	mkdir -p "$new"
	apt_configure "$apt" "debian-security bookworm-security" \
		"debian bookworm" "debian bookworm-updates"
	say "downloading $package for YNL"
	[ -n "$(apt-cache pkgnames $package)" ] ||
		quietly "$apt/update.log" apt-get update
	(
		cd "$new"
		quietly "$apt/download.log" apt-get download $package
		apt_extract_source $package*.deb . \
			'*/tools/net/ynl' '*/Documentation/netlink'
		rm $package*.deb
	)
	[ -e "$new/tools/net/ynl/lib/ynl.py" ] || die "no YNL in $package"
	touch "$new/ready"
	mv "$new" "$top"
}

if [ ! -e "$top/ready" ]; then
	"$VM/deps.sh" qemu
	with_lock ynl fetch
fi
echo "$top"
