# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154	# namespaces are variables of setup_ns
# Two nodes with a router between them; read by the scripts that are about the way.

# n1 - mid - n2: network redF goes over IPvF, with endpoints aF and bF; over SRv6
# there is red6 alone.
WAY_FAMILIES="4 6"
[ "$ENCAP" = vxlan ] || WAY_FAMILIES=6

way_setup()
{
	local f node

	setup_ns n1 mid n2
	must ip link add eth0 netns "$n1" type veth peer name eth0 netns "$mid"
	must ip link add eth1 netns "$mid" type veth peer name eth0 netns "$n2"
	must ip -n "$n1" -b - <<-END
	addr add 192.0.2.1/24 dev eth0
	addr add fd00:2::1/64 dev eth0 nodad
	link set eth0 up
	route add default via 192.0.2.254
	route add default via fd00:2::fe
	END
	# a router asks for its neighbours by link-local addresses
	must ip -n "$mid" -b - <<-END
	addr add 192.0.2.254/24 dev eth0
	addr add fd00:2::fe/64 dev eth0 nodad
	addr add fe80::1/64 dev eth0 nodad
	addr add 198.51.100.254/24 dev eth1
	addr add fd00:4::fe/64 dev eth1 nodad
	addr add fe80::1/64 dev eth1 nodad
	link set eth0 up
	link set eth1 up
	END
	must ip -n "$n2" -b - <<-END
	addr add 198.51.100.2/24 dev eth0
	addr add fd00:4::2/64 dev eth0 nodad
	link set eth0 up
	route add default via 198.51.100.254
	route add default via fd00:4::fe
	END
	must in_ns "$mid" sh -c 'cd /proc/sys/net; echo 1 > ipv4/ip_forward
		echo 1 > ipv6/conf/all/forwarding
		echo 0 > ipv4/icmp_ratelimit; echo 0 > ipv6/icmp/ratelimit'
	"way_$ENCAP"
	for f in $WAY_FAMILIES; do
		for node in "$n1" "$n2"; do
			must ovctl -n "$node" network add red$f id 10$f underlay u$f
			must ovctl -n "$node" member add red$f remote r
		done
		endpoint a$f "$n1" red$f 11
		endpoint b$f "$n2" red$f 12
	done
}

way_vxlan()
{
	must ovctl -n "$n1" -b - <<-END
	underlay add u4 vxlan 192.0.2.1
	underlay add u6 vxlan fd00:2::1
	remote add r vxlan 198.51.100.2,fd00:4::2
	END
	must ovctl -n "$n2" -b - <<-END
	underlay add u4 vxlan 198.51.100.2
	underlay add u6 vxlan fd00:4::2
	remote add r vxlan 192.0.2.1,fd00:2::1
	END
}

way_srv6()
{
	must ip -n "$mid" -b - <<-END
	route add fd00:5:1::/48 via fd00:2::1
	route add fd00:5:2::/48 via fd00:4::2
	END
	must ovctl -n "$n1" -b - <<-END
	underlay add u6 srv6 fd00:5:1::/48 source fd00:2::1
	remote add r srv6 fd00:5:2::/48 source fd00:4::2/128
	END
	must ovctl -n "$n2" -b - <<-END
	underlay add u6 srv6 fd00:5:2::/48 source fd00:4::2
	remote add r srv6 fd00:5:1::/48 source fd00:2::1/128
	END
}

# far MTU: of the link between mid and n2.
far()
{
	must ip -n "$mid" link set dev eth1 mtu "$1"
	must ip -n "$n2" link set dev eth0 mtu "$1"
}
