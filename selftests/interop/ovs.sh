#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The other end is Open vSwitch: its vxlan ports, its datapath in the kernel.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	datapath
	"talks 4" "talks 6"
	"tcp 4" "tcp 6"
	"full 4" "full 6"
	nothing_dropped
	ends
)

ovs=$("$SELFTESTS/vm/openvswitch.sh") || die "no Open vSwitch"
export PATH=$ovs/bin:$PATH
export OVS_RUNDIR=$TMP OVS_LOGDIR=$TMP OVS_DBDIR=$TMP OVS_SYSCONFDIR=$TMP

DAEMONS=()

# daemon PROGRAM ARGUMENT...: in n2, until the script ends
daemon()
{
	nsenter --net="/run/netns/$n2" "$@" --log-file="$TMP/$1.log" -vconsole:off &
	DAEMONS+=($!)
	defer stop $!
}

answers() { ovs-appctl -t "$TMP/$1.ctl" version > /dev/null; }

# Bridge brF has a port to n1, VNI 40F, and itself 10.4.F.2.
setup()
{
	local f here there

	setup_underlay 2 9000
	modprobe openvswitch || die "no module openvswitch"
	must ovsdb-tool create "$TMP/conf.db" "$ovs/vswitch.ovsschema"
	daemon ovsdb-server "$TMP/conf.db" --remote="punix:$TMP/db.sock" \
		--unixctl="$TMP/ovsdb-server.ctl"
	wait_until "ovsdb-server does not answer" answers ovsdb-server
	must ovs-vsctl --db="unix:$TMP/db.sock" --no-wait init
	daemon ovs-vswitchd "unix:$TMP/db.sock" --unixctl="$TMP/ovs-vswitchd.ctl"
	wait_until "ovs-vswitchd does not answer" answers ovs-vswitchd
	for f in 4 6; do
		vtep_address 1 $f here
		vtep_address 2 $f there
		must ovctl -n "$n1" underlay add u$f vxlan "$here"
		must ovctl -n "$n1" remote add r$f vxlan "$there"
		leg "$n1" red$f 40$f u$f 10.4.$f.1/24 r$f
		must ovs-vsctl --db="unix:$TMP/db.sock" --timeout=30 \
			add-br br$f -- set interface br$f mtu_request=8930 -- \
			add-port br$f vx$f -- set interface vx$f type=vxlan options:key=40$f \
			"options:remote_ip=\"$here\"" "options:local_ip=\"$there\"" \
			options:csum=true
		must ip -n "$n2" -b - <<-END
		addr add 10.4.$f.2/24 dev br$f
		addr add fd00:4:$f::2/64 dev br$f nodad
		link set br$f up
		END
		must ip -n "$n1" addr add fd00:4:$f::1/64 dev red$f nodad
		must ip -n "$n1" link set red$f mtu 8930
	done
}

datapath()
{
	local out

	out=$(ovs-appctl -t "$TMP/ovs-vswitchd.ctl" dpif/show)
	check_match "$out" "system@ovs-system" "the datapath"
	check_match "$out" "vx4.*vxlan" "the vxlan port"
	check_match "$(ip -n "$n2" -d link show vxlan_sys_4789)" "vxlan.*external" "its device"
	grep -q '^openvswitch ' /proc/modules
	check_err $? "no module openvswitch"
	log_test "D3: Open vSwitch with its datapath in the kernel"
}

talks()
{
	reach "$n1" "$n2" "10.4.$1.2" "fd00:4:$1::2"
	reach "$n2" "$n1" "10.4.$1.1" "fd00:4:$1::1"
	log_test "D3: Open vSwitch over IPv$1: reach, both ways"
}

tcp()
{
	transfer "$n1" "$n2" "10.4.$1.2" 4
	transfer "$n2" "$n1" "fd00:4:$1::1" 4
	log_test "D3: Open vSwitch over IPv$1: 4 MB of TCP, both ways"
}

full()
{
	fills "$n1" "10.4.$1.2" 8930
	fills "$n2" "10.4.$1.1" 8930
	log_test "D3: Open vSwitch over IPv$1: frames that fill an MTU of 9000, IP fragments"
}

nothing_dropped()
{
	check_eq "$(json "$n1" 'map(select(.reason != "flood_nowhere")) | length' drops)" \
		0 "drop counters"
	log_test "D3: Open vSwitch: nothing was dropped"
}

# They would keep the namespace.
ends()
{
	local pid

	for pid in "${DAEMONS[@]}"; do
		stop "$pid"
	done
	log_test "D3: Open vSwitch ends"
}

tests_run
