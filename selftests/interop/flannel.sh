#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The layout of flannel's vxlan backend: id 1, port 8472, no learning and no
# flooding; each node knows the others' MAC, address and prefix.  Over both
# families it has two devices, where we have one leg.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"pods 10.244" "pods fd00:244:"
	"transfers 10.244" "transfers fd00:244:"
	quiet
)

# pod NAME NODE NUMBER: an endpoint of 10.244.NUMBER.0/24, routed by the node
pod()
{
	local name=$1 node=$2 number=$3
	local -n self=$name

	setup_ns "$name"
	must in_ns "$node" sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward
		echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
	must ip link add name "$name" netns "$node" type veth peer name eth0 netns "$self"
	# what it forwards it asks for from a link-local address
	must ip -n "$node" -b - <<-END
	link set dev $name up
	addr add fe80::1/64 dev $name nodad
	addr add 10.244.$number.1/24 dev $name
	addr add fd00:244:$number::1/64 dev $name nodad
	END
	must ip -n "$self" -b - <<-END
	link set eth0 up mtu 1430
	addr add 10.244.$number.2/24 dev eth0
	addr add fd00:244:$number::2/64 dev eth0 nodad
	route add default via 10.244.$number.1
	route add default via fd00:244:$number::1
	END
}

setup()
{
	setup_underlay 2
	pod a "$n1" 1
	pod b "$n2" 2
	# theirs
	must ip -n "$n2" -b - <<-END
	link add flannel.1 up mtu 1450 address 02:00:00:00:02:04 type vxlan id 1 local 192.0.2.2 dev eth0 dstport 8472 nolearning
	addr add 10.244.2.0/32 dev flannel.1
	neigh add 10.244.1.0 lladdr 02:00:00:00:01:01 dev flannel.1 nud permanent
	route add 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink
	link add flannel-v6.1 up mtu 1430 address 02:00:00:00:02:06 type vxlan id 1 local fd00:2::2 dev eth0 dstport 8472 nolearning
	addr add fd00:244:2::/128 dev flannel-v6.1 nodad
	neigh add fd00:244:1:: lladdr 02:00:00:00:01:01 dev flannel-v6.1 nud permanent
	route add fd00:244:1::/64 via fd00:244:1:: dev flannel-v6.1 onlink
	END
	must bridge -n "$n2" fdb append 02:00:00:00:01:01 dev flannel.1 dst 192.0.2.1
	must bridge -n "$n2" fdb append 02:00:00:00:01:01 dev flannel-v6.1 dst fd00:2::1
	# ours, by the same tools
	must ip -n "$n1" -b - <<-END
	link add flannel.1 address 02:00:00:00:01:01 type ovnet id 1 local 192.0.2.1,fd00:2::1 port 8472 nolearning
	link set flannel.1 up
	addr add 10.244.1.0/32 dev flannel.1
	addr add fd00:244:1::/128 dev flannel.1 nodad
	neigh add 10.244.2.0 lladdr 02:00:00:00:02:04 dev flannel.1 nud permanent
	neigh add fd00:244:2:: lladdr 02:00:00:00:02:06 dev flannel.1 nud permanent
	route add 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink
	route add fd00:244:2::/64 via fd00:244:2:: dev flannel.1 onlink
	END
	must bridge -n "$n1" fdb append 02:00:00:00:02:04 dev flannel.1 dst 192.0.2.2
	must bridge -n "$n1" fdb append 02:00:00:00:02:06 dev flannel.1 dst fd00:2::2
}

# of POD PREFIX: the pod's address
of()
{
	case $2 in
	*:) echo "$2$1::2" ;;
	*)  echo "$2.$1.2" ;;
	esac
}

pods()
{
	reach "$a" "$b" "$(of 2 "$1")"
	reach "$b" "$a" "$(of 1 "$1")"
	# the node itself, from its address on the tunnel
	reach "$n1" "$b" "$(of 2 "$1")"
	reach "$n2" "$a" "$(of 1 "$1")"
	log_test "D3: flannel: pods at $1 and nodes, both ways"
}

transfers()
{
	transfer "$a" "$b" "$(of 2 "$1")" 2
	transfer "$b" "$a" "$(of 1 "$1")" 2
	log_test "D3: flannel: TCP between pods at $1, both ways"
}

# Nothing was learned, flooded or dropped, and nobody asked for a MAC.
quiet()
{
	check_eq "$(json "$n1" 'map(select(.state == "learned")) | length' fdb)" 0 "learned rows"
	check_eq "$(json "$n1" 'map(select(.reason != "flood_nowhere")) | length' drops)" \
		0 "drop counters"
	capture "$wire" w1 "$TMP/quiet.pcap" 'udp port 8472'
	reach "$a" "$b" "$(of 2 10.244)"
	capture_stop "$TMP/quiet.pcap" 2 \
		'udp port 8472 and udp[8:4] == 0x08000000 and udp[12:4] == 0x100'
	check_eq "$(capture_count "$TMP/quiet.pcap" 'udp[28:2] == 0x0806')" 0 "ARP in the tunnel"
	log_test "D3: flannel: VNI 1 on port 8472, nothing learned, asked or dropped"
}

tests_run
