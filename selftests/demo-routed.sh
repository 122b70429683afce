# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Part of demo-guest.sh, read by it: networks that are routed, on nodes 1 and 2.
#
#   VPC shop (VNI 300)          front 10.1.0.0/24       back 10.2.0.0/24
#            node 1             web1 10.1.0.11          db1 10.2.0.11
#            node 2                                     db2 10.2.0.12
#
#   l3 network pods (VNI 400)   node 1: 10.128.1.0/24   node 2: 10.128.2.0/24
#                               pod1 10.128.1.10        pod2 10.128.2.10

on_node() { local n=$1; shift; ovctl -n "$(ns "n$n")" "$@"; }

# host NAME NODE NETWORK ADDRESS GATEWAY: an endpoint that may send from its own
# addresses alone; $MAC is its MAC
host()
{
	local name=$1 n=$2 network=$3 address=$4 gateway=$5

	new_ns "$name"
	ip link add eth0 netns "$(ns "$name")" type veth peer name "$name" netns "$(ns "n$n")"
	ip -n "$(ns "$name")" link set eth0 mtu 1450 up
	ip -n "$(ns "$name")" addr add "$address/24" dev eth0
	ip -n "$(ns "$name")" route add default via "$gateway"
	ip -n "$(ns "n$n")" link set "$name" up
	MAC=$(in_ns "$name" cat /sys/class/net/eth0/address)
	on_node "$n" port add "$name" network "$network" state open
	on_node "$n" binding add "$name" mac "$MAC" ip "$address"
}

# vm NAME NODE SUBNET ADDRESS: both nodes know where its MAC is
vm()
{
	host "$1" "$2" "$3" "$4" "${4%.*}.1"
	on_node "$2" fdb add "$3" "$MAC" dev "$1"
	on_node $((3 - $2)) fdb add "$3" "$MAC" remote "n$2"
	on_node 1 neigh add "$3" "$4" lladdr "$MAC"
	on_node 2 neigh add "$3" "$4" lladdr "$MAC"
}

# pod NAME NODE ADDRESS: its node alone knows
pod()
{
	host "$1" "$2" pods "$3" "${3%.*}.1"
	on_node "$2" route add pods "$3" dev "$1"
	on_node "$2" neigh add pods "$3" lladdr "$MAC"
}

routed_networks()
{
	local n

	for n in 1 2; do
		on_node "$n" -b - <<-END
		network add shop id 300 type l3 underlay wire
		network add front id 301 underlay wire router shop gateway 10.1.0.1/24
		network add back id 302 underlay wire router shop gateway 10.2.0.1/24
		route add shop 10.1.0.0/24 network front
		route add shop 10.2.0.0/24 network back
		network add pods id 400 type l3 underlay wire gateway 10.128.$n.1/24
		route add pods 10.128.$((3 - n)).0/24 remote n$((3 - n))
		END
	done
	vm web1 1 front 10.1.0.11
	vm db1 1 back 10.2.0.11
	vm db2 2 back 10.2.0.12
	pod pod1 1 10.128.1.10
	pod pod2 2 10.128.2.10
}

# traced FROM HOP...: traceroute to the last says who is on the way
traced()
{
	local from=$1 out

	shift
	echo "$from# traceroute -n ${*: -1}"
	out=$(in_ns "$from" traceroute -n -q 1 -w 5 "${@: -1}") || return 1
	tail -n +2 <<< "$out"
	[ "$(awk 'NR > 1 { print $2 }' <<< "$out" | paste -sd' ')" = "$*" ]
}

say "A VPC: two networks with a router; the gateway, then the endpoint"
routed_networks
check "shop: traceroute, front to back on one node" "10.1.0.1, 10.2.0.11" traced web1 10.1.0.1 10.2.0.11
check "shop: traceroute, front to back across nodes" "10.1.0.1, 10.2.0.12" traced web1 10.1.0.1 10.2.0.12
say "An l3 network: each node has a block of addresses"
check "pods: traceroute, node 1 to node 2" "10.128.1.1, 10.128.2.10" traced pod1 10.128.1.1 10.128.2.10
check "pods: shop cannot be reached from there" "0 of 2 replies" silent pod1 10.2.0.12

say "An endpoint forges: web1 sends from an address that is not its own"
ip -n "$(ns web1)" addr add 10.1.0.66/24 dev eth0
check "front: what web1 sends from 10.1.0.66 is dropped" "0 of 2 replies" silent web1 10.1.0.1 -I 10.1.0.66
check "front: the guard did that" "reason spoof_ip" has_drop n1 spoof_ip
echo "node1# ovctl drops show front"
on_node 1 drops show front
