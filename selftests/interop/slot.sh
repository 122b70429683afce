#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Another module has the place for next header 143 among IPv6's offloads, where we
# would cut up large frames: ours is loaded all the same, and cuts them up before.
# It takes ovnet out of the kernel and puts it back: for guests.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
ENCAP=srv6
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/../lib/size.sh"

TESTS=(
	said
	"large 10.0.0.12" "large fd00:10::12"
	routed
)

# again COMMAND...: without the module, then with it
again()
{
	must modprobe -r ovnet
	must "$@"
	must modprobe ovnet
}

# red: a on n1, b on n2
setup()
{
	again modprobe frame_slot
	DEFER_SCOPE=global defer again modprobe -r frame_slot
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2"
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
	ports_mtu 1446
}

said()
{
	check_match "$(dmesg | sed "1,/$LOG_MARK/d")" \
		"ovnet: another module cuts up Ethernet in IPv6: large frames are cut up before SRv6" "the log"
	log_test "another module has the slot: ours is loaded, and says so"
}

large()
{
	local before port size

	before=$(sent "$n1" eth0)
	port=$(sent "$a" eth0)
	transfer "$a" "$b" "$1" 4
	size=$(mean_size "$before" "$(sent "$n1" eth0)")
	[ "$size" -le 1514 ]
	check_err $? "mean size of a packet on the wire is $size bytes"
	size=$(mean_size "$port" "$(sent "$a" eth0)")
	[ "$size" -gt 4000 ]
	check_err $? "mean size of a packet of the endpoint is $size bytes"
	check_eq "$(drops "$n1" segment)" 0 "drops"
	log_test "another module has the slot: large frames to $1 are cut up before"
}

# Packets are none of that slot's.
routed()
{
	local before size i node

	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" -b - <<-END
		network add blue id 200 type l3 underlay u gateway fd00:40:$i::1/64
		route add blue fd00:40:$((3 - i))::/64 remote r$((3 - i))
		END
		must ip -n "$node" link add leg$i type ovnet network blue
		must ip -n "$node" -b - <<-END
		addr add fd00:40:$i::9/64 dev leg$i nodad
		link set leg$i up
		route add fd00:40::/32 via fd00:40:$i::1
		END
		must ovctl -n "$node" route add blue fd00:40:$i::9 dev leg$i
	done
	before=$(sent "$n1" eth0)
	transfer "$n1" "$n2" fd00:40:2::9 4
	size=$(mean_size "$before" "$(sent "$n1" eth0)")
	[ "$size" -gt 4000 ]
	check_err $? "mean size of a packet on the wire is $size bytes"
	log_test "another module has the slot: packets leave in one piece, as before"
}

tests_run
