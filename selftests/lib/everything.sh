# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154	# namespaces are variables of setup_ns
# One node, $n1, with every kind of object in every kind of state, always the
# same: ids, names, addresses, and how many frames were sent.

setup_everything()
{
	export NS_IPV6=0
	setup_underlay 1
	make_underlays
	make_networks
	make_remotes
	make_ports
	make_rows
	make_routes
	make_traffic
}

make_underlays()
{
	must ovctl -n "$n1" underlay add u vxlan 192.0.2.1,fd00:2::1
	must ovctl -n "$n1" underlay add four vxlan 192.0.2.1 port 4790
	must ovctl -n "$n1" underlay add six vxlan fd00:2::1 port 4791 dev eth0 shared \
		srcport 20000 30000 ttl inherit tos inherit df inherit csum off \
		csum6-tx off csum6-rx off
	must ovctl -n "$n1" underlay add seg srv6 fd00:1::/64 source fd00:2::1 srh full
}

make_networks()
{
	must ovctl -n "$n1" network add red id 100 underlay u
	must ovctl -n "$n1" network add blue id 200 vni 77 underlay u learning off \
		learning-remote on secure on ageing 0 fdb-max 1 flood-rate 1000
	must ovctl -n "$n1" network add alone id 16777215 vni 0
	must ip -n "$n1" link add leg1 address 02:00:00:00:01:01 type ovnet id 100
	must ip -n "$n1" link add made address 02:00:00:00:01:02 type ovnet id 300 \
		local 192.0.2.1 port 5000
}

make_remotes()
{
	must ovctl -n "$n1" remote add r2 vxlan 192.0.2.2
	must ovctl -n "$n1" remote add r3 vxlan 192.0.2.3,fd00:2::3,192.0.2.33,fd00:2::33 \
		port 4800 id 4294967294 state down
	must ovctl -n "$n1" remote add r4 srv6 fd00:4::/48 segs fd00:a::1,fd00:b::1 \
		source fd00:4::/64,fd00:98::1/128
	must ovctl -n "$n1" remote add r5 vxlan 192.0.2.5 srv6 fd00:5::/64
	must ovctl -n "$n1" remote add r6 srv6 none foreign source fd00:6::6/128
	must ovctl -n "$n1" member add red remote r3
	must ovctl -n "$n1" member add blue remote r2
	must ovctl -n "$n1" member add blue remote r3
}

# d is open, in vpc
make_routes()
{
	must ovctl -n "$n1" network add mixed id 402 underlay u,seg
	must ovctl -n "$n1" member add mixed remote r5
	must ovctl -n "$n1" member add mixed remote r6 sid fd00:6::e000 sid-flood fd00:6::e001
	must ovctl -n "$n1" network add vpc id 400 type l3 underlay seg
	endpoint d "$n1" vpc 15
	no_ipv6 "$n1" d
	must ovctl -n "$n1" route add vpc 10.0.1.0/24 remote r2
	must ovctl -n "$n1" route add vpc 10.0.3.0/24 remote r2 weight 256 remote r3 transit
	must ovctl -n "$n1" route add vpc 10.0.2.7 dev d
	must ovctl -n "$n1" route add vpc fd00:10::/64 remote r3
	must ovctl -n "$n1" route add vpc 10.0.0.0/8 unreachable
	must ovctl -n "$n1" route add vpc 0.0.0.0/0 prohibit
	must ovctl -n "$n1" route add vpc ::/0 blackhole
	must ovctl -n "$n1" network add subnet id 401 router vpc suppression off mss-clamp on \
		gateway 10.0.4.1/24 gateway fd00:4::1/64 ra on
	must ovctl -n "$n1" route add vpc 10.0.4.0/24 network subnet
	must ovctl -n "$n1" neigh add subnet 10.0.4.9 lladdr 02:00:00:00:0b:01
	must ovctl -n "$n1" neigh add subnet fd00:4::9 lladdr 02:00:00:00:0b:01 state external seq 7
	must ovctl -n "$n1" binding add d mac 02:00:00:00:00:15
	must ovctl -n "$n1" binding add d mac 02:00:00:00:00:15 ip 10.0.2.7
	must ovctl -n "$n1" binding add d mac 02:00:00:00:00:15 ip fd00:10::7
	must ovctl -n "$n1" remote set r3 router-mac 02:00:00:00:0c:03 probe-interval 3600
}

# a and b are open, in red; c is blocked, in blue; l is a leg's
make_ports()
{
	local dev

	endpoint a "$n1" red 11
	endpoint b "$n1" red 12
	endpoint c "$n1" blue 13
	endpoint l "$n1" red 14
	for dev in a b c l leg1; do
		no_ipv6 "$n1" $dev
	done
	must ovctl -n "$n1" port del l
	must ip -n "$n1" link set dev l master leg1
	must ovctl -n "$n1" port set b learning off unknown-unicast off flood-rate 5
	must ovctl -n "$n1" port set c state blocked
}

make_rows()
{
	must ovctl -n "$n1" fdb add red 02:00:00:00:0a:01 remote r2
	must ovctl -n "$n1" fdb add red 02:00:00:00:0a:02 dev b seq 7
	must ovctl -n "$n1" fdb add blue 02:00:00:00:0a:03 remote r3
}

# From a: 3 frames to b, by which a's address is learned and b's row is used,
# and one to the remote that is down. From c: 2, which are dropped.
make_traffic()
{
	check_py <<-END
	old = drops("$n1")
	a, b, c = Dev("$a"), Dev("$b"), Dev("$c")
	for i in range(3):
	    a.send(eth("02:00:00:00:0a:02", port_mac(11), 0x88b5, bytes(46)))
	    b.expect(lambda frame: frame[12:14] == b"\x88\xb5")
	for i in range(2):
	    c.send(eth(port_mac(99), port_mac(13), 0x88b5, bytes(46)))
	wait_drops("$n1", old, {"port_blocked": 2})
	END
}
