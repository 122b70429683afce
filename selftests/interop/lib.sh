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

# fills FROM ADDRESS SIZE: a ping that must not be fragmented, and one that must
fills()
{
	must in_ns "$1" ping -n -c 1 -w 5 -M "do" -s $(($3 - 28)) "$2"
	must in_ns "$1" ping -n -c 1 -w 5 -s $((3 * $3)) "$2"
}
