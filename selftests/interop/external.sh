#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The other end is one vxlan device for all tenants ("external"): where packets
# go is said by routes, or by tc.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"by_route 4" "by_route 6"
	"by_tc 4" "by_tc 6"
	nothing_dropped
)

# Tenant 20F by a route with encap, 21F by tc; F is the underlay's family.
setup()
{
	local f here there encap ttl mtu

	setup_underlay 2 9000
	must ip -n "$n2" -b - <<-END
	link add vx up mtu 8930 type vxlan external dstport 4789
	addr add 10.2.0.2/32 dev vx
	END
	must in_ns "$n2" tc qdisc add dev vx ingress
	for f in 4 6; do
		vtep_address 1 $f here
		vtep_address 2 $f there
		must ovctl -n "$n1" underlay add u$f vxlan "$here"
		must ovctl -n "$n1" remote add r$f vxlan "$there"
		leg "$n1" route$f 20$f u$f 10.2.$f.1/24 r$f
		leg "$n1" tc$f 21$f u$f 10.3.$f.1/24 r$f
		# as much as the leg's
		mtu=$(ip -n "$n1" -j link show dev tc$f | jq '.[0].mtu')
		encap=ip ttl="ttl 64"
		# over IPv6 we demand a checksum, and a route's encap has none by itself
		[ $f = 4 ] || encap=ip6 ttl="hoplimit 64 csum"
		must ip -n "$n2" -b - <<-END
		addr add 10.2.$f.2/32 dev vx
		route add 10.2.$f.1/32 encap $encap id 20$f dst $here $ttl src $there dev vx src 10.2.$f.2
		link add t$f mtu $mtu type veth peer name tc$f mtu $mtu
		link set t$f up
		link set tc$f up
		addr add 10.3.$f.2/24 dev tc$f
		END
		must in_ns "$n2" tc -b - <<-END
		qdisc add dev t$f ingress
		filter add dev t$f ingress matchall action tunnel_key set src_ip $there dst_ip $here id 21$f dst_port 4789 action mirred egress redirect dev vx
		filter add dev vx ingress protocol all flower enc_key_id 21$f action tunnel_key unset action mirred egress redirect dev t$f
		END
	done
}

# talk FAMILY NET TEXT
talk()
{
	reach "$n1" "$n2" "10.$2.$1.2"
	reach "$n2" "$n1" "10.$2.$1.1"
	transfer "$n1" "$n2" "10.$2.$1.2" 2
	transfer "$n2" "$n1" "10.$2.$1.1" 2
	fills "$n1" "10.$2.$1.2" 8930
	fills "$n2" "10.$2.$1.1" 8930
	log_test "D3: vxlan external, $3, over IPv$1: ping, TCP, full frames, fragments"
}

by_route() { talk "$1" 2 "by a route's encap"; }
by_tc() { talk "$1" 3 "by tc"; }

nothing_dropped()
{
	check_eq "$(json "$n1" 'map(select(.reason != "flood_nowhere")) | length' drops)" \
		0 "drop counters"
	log_test "D3: vxlan external: nothing was dropped"
}

tests_run
