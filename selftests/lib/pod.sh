# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154	# namespaces are variables of setup_ns
# The l3 network "blue" of nodes 1 and 2; read by the scripts that have one.

# blocks: the nodes have 10.40.1.0/24 and 10.40.2.0/24, and fd00:40:1::/64 and
# fd00:40:2::/64; the first address of each is the gateway's.
blocks()
{
	local i j node

	for i in 1 2; do
		node_of $i
		j=$((3 - i))
		must ovctl -n "$node" -b - <<-END
		network add blue id 200 type l3 underlay u gateway 10.40.$i.1/24 gateway fd00:40:$i::1/64
		route add blue 10.40.$i.0/24 unreachable
		route add blue fd00:40:$i::/64 unreachable
		route add blue 10.40.$j.0/24 remote r$j
		route add blue fd00:40:$j::/64 remote r$j
		END
	done
}

# pod NAME NODE NUMBER [NETWORK]: an endpoint with the address of that number in
# the node's block, whose last byte is that of its MAC
pod()
{
	local name=$1 i=$2 number=$3 network=${4:-blue} node mac
	local -n self=$name

	node_of "$i"
	mac=02:00:00:00:0$i:$number
	setup_ns "$name"
	must ip link add name "$name" netns "$node" type veth \
		peer name eth0 netns "$self"
	must ip -n "$self" -b - <<-END
	link set eth0 address $mac up
	addr add 10.40.$i.$number/24 dev eth0
	addr add fd00:40:$i::$number/64 dev eth0 nodad
	addr add fe80::$number/64 dev eth0 nodad
	route add default via 10.40.$i.1
	route add default via fd00:40:$i::1
	END
	must ip -n "$node" link set dev "$name" up
	must ovctl -n "$node" -b - <<-END
	port add $name network $network state open
	route add $network 10.40.$i.$number dev $name
	route add $network fd00:40:$i::$number dev $name
	neigh add $network 10.40.$i.$number lladdr $mac
	neigh add $network fd00:40:$i::$number lladdr $mac
	END
}
