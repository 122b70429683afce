#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# openvswitch.sh: fetch Debian's Open vSwitch into the cache (nothing of it is
# installed on the host, so none of its services starts) and print the directory
# that has its programs in bin/ and its schema.  After the first call the
# network is left alone.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$VM/apt.sh"

top=$CACHE/openvswitch
apt=$CACHE/apt-openvswitch

fetch()
{
	local f

	"$VM/deps.sh" openvswitch
	apt_configure "$apt" "debian bookworm"
	say "downloading Open vSwitch"
	quietly "$apt/update.log" apt-get update
	apt_unpack "$top" openvswitch-common openvswitch-switch
	mkdir "$top/bin"
	# each is in one of two packages, and in one of several directories: Debian
	# links ovs-vswitchd when the package is configured
	for f in ovsdb-server ovsdb-tool ovs-vswitchd ovs-vsctl ovs-appctl ovs-ofctl ovs-dpctl; do
		ln -s "$(find "$top/root" -name $f -type f -perm /111 | head -n 1)" "$top/bin/$f"
	done
	ln -s "$(find "$top/root" -name vswitch.ovsschema | head -n 1)" "$top/"
	touch "$top/ready"
}

need_fetch() { [ -e "$top/ready" ] || fetch; }

[ -e "$top/ready" ] || with_lock openvswitch need_fetch
echo "$top"
