# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154	# namespaces are variables of setup_ns
# What the scripts of this folder share, on top of ../lib.sh.  Node n1 is ours,
# n2 is somebody else's.  A tenant's two ends are devices of the nodes
# themselves where that will do: each namespace costs a test half a second.

# shellcheck source=selftests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# leg NODE NAME ID UNDERLAY ADDRESS REMOTE...: our end of a tenant
leg()
{
	local node=$1 name=$2 id=$3 underlay=$4 address=$5 remote

	shift 5
	must ip -n "$node" link add "$name" type ovnet id "$id" network "$name" \
		underlay "$underlay" learning-remote
	for remote in "$@"; do
		must ovctl -n "$node" member add "$name" remote "$remote"
	done
	must ip -n "$node" addr add "$address" dev "$name"
	must ip -n "$node" link set "$name" up
}

# in_tree NODE NAME ID FAMILY ADDRESS: its end of a tenant, a vxlan device
in_tree()
{
	local node=$1 name=$2 id=$3 family=$4 address=$5 here there

	case $node in
	"$n1") vtep_address 1 "$family" here; vtep_address 2 "$family" there ;;
	*)     vtep_address 2 "$family" here; vtep_address 1 "$family" there ;;
	esac
	must ip -n "$node" -b - <<-END
	link add $name up type vxlan id $id local $here remote $there dstport 4789 ttl 64
	addr add $address dev $name
	END
}

# vm NAME NODE SUBNET NUMBER MTU: an endpoint with 10.SUBNET.0.NUMBER and
# fd00:eSUBNET::NUMBER, of which the first is the gateway; its other end, called
# NAME, is up, and whose it is its node must say
vm()
{
	local name=$1 node=$2 s=$3 number=$4 mtu=$5
	local -n self=$name

	setup_ns "$name"
	must ip link add name "$name" netns "$node" type veth \
		peer name eth0 netns "$self"
	must ip -n "$self" -b - <<-END
	link set eth0 address 02:00:00:00:00:$number mtu $mtu up
	addr add 10.$s.0.$number/24 dev eth0
	addr add fd00:e$s::$number/64 dev eth0 nodad
	route add default via 10.$s.0.1
	route add default via fd00:e$s::1
	END
	must ip -n "$node" link set dev "$name" mtu "$mtu" up
}

# fills FROM ADDRESS SIZE: a ping that must not be fragmented, and one that must
fills()
{
	must in_ns "$1" ping -n -c 1 -w 5 -M "do" -s $(($3 - 28)) "$2"
	must in_ns "$1" ping -n -c 1 -w 5 -s $((3 * $3)) "$2"
}
