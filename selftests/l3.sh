#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Networks of type l3: each node has a block of addresses, packets are routed
# between them.
# shellcheck disable=SC2046,SC2086,SC2154,SC2317	# words, namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib/pod.sh"

TESTS=(
	across
	on_the_wire
	unseen
	same_node
	same_port
	silenced
	"nobody_there 4" "nobody_there 6"
	"no_block 4" "no_block 6"
	rejected
	trace_4 trace_6
	gateway
	arp
	nd
	taken
	not_routed
	from_tunnel
	leg
	gateway_on_leg
	too_big
	fragmented
	"tcp 10.40.2.11 c" "tcp fd00:40:2::11 c"
	"tcp 10.40.1.12 b" "tcp fd00:40:1::12 b"
	router_mac
	families
	isolated
)

# over SRv6 routed packets have no MACs
VXLAN_ONLY=(router_mac)

GATEWAY_MAC=02:6f:76:6e:65:74

setup()
{
	setup_underlay 2
	setup_nodes 2
	blocks
	pod a 1 11
	pod b 1 12
	pod c 2 11
}

across()
{
	reach "$a" "$c" 10.40.2.11 fd00:40:2::11
	reach "$c" "$a" 10.40.1.11 fd00:40:1::11
	check_match "$(in_ns "$a" ping -n -c 1 10.40.2.11)" "ttl=63" "ping"
	check_match "$(in_ns "$a" ping -n -c 1 fd00:40:2::11)" "ttl=63|hlim=63" "ping"
	log_test "N13: to the node that has the block; TTL and hop limit are one less"
}

# What a's packets look like on the underlay, and at the other end.
on_the_wire()
{
	check_py <<-END
	a, c, w = Dev("$a"), Dev("$c"), Dev("$n2", "eth0")
	for packet, ether in (
	        (ip4("10.40.1.11", "10.40.2.11", 17, udp(5, 9, b"four"), ttl=9, tos=0x20), 0x0800),
	        (ip6("fd00:40:1::11", "fd00:40:2::11", 17, udp(5, 9, b"six"), ttl=9, tos=0x20), 0x86dd)):
	    a.send(eth("$GATEWAY_MAC", "02:00:00:00:01:11", ether, packet))
	    sent = w.expect(lambda f: is_tunnel(f) and (b"four" in f or b"six" in f))
	    outer, inner = Packet(sent), in_tunnel(sent)
	    check_eq((outer.vni, node_number(outer.saddr), node_number(outer.daddr)), (200, 1, 2), "outer")
	    check_eq((inner.ttl, inner.tos), (8, 0x20), "inner")
	    if ENCAP == "vxlan":
	        check_eq((inner.dst, inner.src), ("02:72:c0:00:02:02", "02:72:c0:00:02:01"), "inner")
	    got = Packet(c.expect(lambda f: b"four" in f or b"six" in f))
	    check_eq((got.dst, got.src, got.ttl, got.ip[2:7 if ether != 0x0800 else 8]),
	             ("02:00:00:00:02:11", "$GATEWAY_MAC", 8, packet[2:7 if ether != 0x0800 else 8]), "delivered")
	    if ether == 0x0800:
	        check_eq(csum(got.ip[:20]), 0, "sum of the header")
	END
	log_test "N13: from router MAC to router MAC, by the network's VNI; the gateway's is in no tunnel"
}

# Who listens at a's device has what a sent, whatever became of it.
unseen()
{
	check_py <<-END
	a, c, at = Dev("$a"), Dev("$c"), Dev("$n1", "a")
	sent = eth("$GATEWAY_MAC", "02:00:00:00:01:11", 0x0800,
	           ip4("10.40.1.11", "10.40.2.11", 17, udp(5, 9, b"unseen"), ttl=9))
	a.send(sent)
	c.expect(lambda f: b"unseen" in f)
	at.expect(sent, "what was sent")
	END
	log_test "who listens sees what was sent, not what was made of it"
}

same_node()
{
	stays_off_wire reach "$a" "$b" 10.40.1.12 fd00:40:1::12
	check_match "$(in_ns "$a" ping -n -c 1 10.40.1.12)" "ttl=64" "ping"
	check_match "$(in_ns "$a" ping -n -c 1 fd00:40:1::12)" "ttl=64|hlim=64" "ping"
	check_match "$(in_ns "$a" ping -n -c 1 -t 1 10.40.1.12)" " 1 received" "ping with TTL 1"
	log_test "N14: between endpoints of a node TTL stays as it is, nothing is on the underlay"
}

# pings FROM ADDRESS REGEX: the answer to a ping
# Two endpoints behind one port, as of a VM that has containers.
same_port()
{
	must ovctl -n "$n1" -b - <<-END
	route add blue 10.40.1.13 dev a
	route add blue fd00:40:1::13 dev a
	neigh add blue 10.40.1.13 lladdr 02:00:00:00:01:13
	neigh add blue fd00:40:1::13 lladdr 02:00:00:00:01:13
	END
	check_py <<-END
	a = Dev("$a")
	for packet, ether in (
	        (ip4("10.40.1.11", "10.40.1.13", 17, udp(5, 9, b"four"), ttl=9), 0x0800),
	        (ip6("fd00:40:1::11", "fd00:40:1::13", 17, udp(5, 9, b"six"), ttl=9), 0x86dd)):
	    a.send(eth("$GATEWAY_MAC", "02:00:00:00:01:11", ether, packet))
	    got = Packet(a.expect(lambda f: (b"four" in f or b"six" in f) and f[6:12] == mac("$GATEWAY_MAC")))
	    check_eq((got.dst, got.ttl), ("02:00:00:00:01:13", 9), "routed back")
	END
	must ovctl -n "$n1" -b - <<-END
	neigh del blue 10.40.1.13
	neigh del blue fd00:40:1::13
	route del blue 10.40.1.13
	route del blue fd00:40:1::13
	END
	log_test "between two endpoints behind one port there is the gateway"
}

# One endpoint's errors are not what others are not told.
silenced()
{
	check_py <<-END
	a, b = Dev("$a"), Dev("$b")
	big = eth("$GATEWAY_MAC", "02:00:00:00:01:11", 0x0800,
	          ip4("10.40.1.11", "10.40.2.99", 17, udp(5, 9, bytes(1450))))
	late = eth("$GATEWAY_MAC", "02:00:00:00:01:12", 0x0800,
	           ip4("10.40.1.12", "10.40.2.11", 17, udp(5, 9, b"late"), ttl=1))
	for i in range(300):
	    b.send(late)
	for i in range(5):
	    for i in range(50):
	        b.send(late)
	    a.send(big)
	    a.expect(lambda f: f[23:24] == b"" and f[34:36] == b"", "too big")
	END
	log_test "who causes many ICMP errors leaves others theirs"
}

pings()
{
	check_match "$(in_ns "$1" ping -n -c 1 -w 5 "$2" 2>&1)" "$3" "ping $2"
}

nobody_there()
{
	local to=10.40.2.99 from=10.40.2.1 before

	[ "$1" = 4 ] || { to=fd00:40:2::99 from=fd00:40:2::1; }
	before=$(drops "$n2" unreachable blue)
	pings "$a" $to "From $from:? icmp_seq=1 Destination (Host U|u)nreachable"
	[ "$(drops "$n2" unreachable blue)" -gt "$before" ]
	check_err $? "not counted as unreachable"
	log_test "N13: nobody at an IPv$1 address of the other node's block: that node says so"
}

no_block()
{
	local to=10.99.0.1 from=10.40.1.1 said="Destination Net Unreachable" before

	[ "$1" = 4 ] || { to=fd00:99::1 from=fd00:40:1::1 said="Destination unreachable: No route"; }
	before=$(drops "$n1" no_block blue)
	pings "$a" $to "From $from:? icmp_seq=1 $said"
	[ "$(drops "$n1" no_block blue)" -gt "$before" ]
	check_err $? "not counted as no_block"
	log_test "N13: no block has an IPv$1 address: net unreachable from the gateway"
}

rejected()
{
	local before

	must ovctl -n "$n1" -b - <<-END
	route add blue 10.50.0.0/16 prohibit
	route add blue 10.50.1.0/24 blackhole
	route add blue fd00:50::/32 prohibit
	END
	pings "$a" 10.50.0.1 "From 10.40.1.1 icmp_seq=1 Packet filtered"
	pings "$a" fd00:50::1 "From fd00:40:1::1:? icmp_seq=1 Destination unreachable: Administratively prohibited"
	before=$(drops "$n1" blackhole blue)
	no_reply "$a" 10.50.1.1
	check_eq "$(drops "$n1" blackhole blue)" $((before + 1)) "blackhole"
	must ovctl -n "$n1" -b - <<-END
	route del blue 10.50.0.0/16
	route del blue 10.50.1.0/24
	route del blue fd00:50::/32
	END
	log_test "N13: prohibit and blackhole"
}

trace_4()
{
	check_match "$(in_ns "$a" ping -n -c 1 -t 1 10.40.2.11 2>&1)" \
		"From 10.40.1.1 icmp_seq=1 Time to live exceeded" "TTL 1"
	check_match "$(in_ns "$a" ping -n -c 1 -t 2 10.40.2.11 2>&1)" " 1 received" "TTL 2"
	[ "$(drops "$n1" ttl blue)" -gt 0 ]
	check_err $? "not counted as ttl"
	log_test "traceroute over IPv4: the gateway, then the endpoint"
}

trace_6()
{
	check_match "$(in_ns "$a" ping -n -c 1 -t 1 fd00:40:2::11 2>&1)" \
		"From fd00:40:1::1:? icmp_seq=1 Time exceeded: Hop limit" "hop limit 1"
	check_match "$(in_ns "$a" ping -n -c 1 -t 2 fd00:40:2::11 2>&1)" " 1 received" "hop limit 2"
	log_test "traceroute over IPv6: the gateway, then the endpoint"
}

neigh_of() { ip -n "$1" -j neigh show "$2" | jq -r '.[0].lladdr'; }

gateway()
{
	local i ns
	for i in "1 $a" "2 $c"; do
		read -r i ns <<< "$i"
		must in_ns "$ns" ping -n -c 1 -w 5 "10.40.$i.1"
		must in_ns "$ns" ping -n -c 1 -w 5 "fd00:40:$i::1"
		must in_ns "$ns" ping -n -c 1 -w 5 -s 1400 "10.40.$i.1"
		must in_ns "$ns" ping -n -c 1 -w 5 -s 3000 -M "dont" "10.40.$i.1"
		must in_ns "$ns" ping -n -c 1 -w 5 -s 3000 -M "dont" "fd00:40:$i::1"
		check_eq "$(neigh_of "$ns" "10.40.$i.1")" $GATEWAY_MAC "MAC of the gateway"
		check_eq "$(neigh_of "$ns" "fd00:40:$i::1")" $GATEWAY_MAC "MAC of the gateway"
	done
	stays_off_wire must in_ns "$a" ping -n -c 1 10.40.1.1
	check_py <<-END
	a = Dev("$a")
	for packet, ether, icmp in (
	        (ip4("10.40.1.11", "10.40.1.1", 17, udp(5, 9, b"?")), 0x0800, (1, (3, 3))),
	        (ip6("fd00:40:1::11", "fd00:40:1::1", 17, udp(5, 9, b"?")), 0x86dd, (58, (1, 4)))):
	    a.send(eth("$GATEWAY_MAC", "02:00:00:00:01:11", ether, packet))
	    got = Packet(a.expect(lambda f: f[12:14] == struct.pack("!H", ether) and packet[-9:] in f))
	    check_eq((got.src, got.l4, tuple(got.payload[:2])), ("$GATEWAY_MAC", *icmp), "answer")
	END
	log_test "N16: the gateway has one MAC on every node, and answers pings"
}

# asks QUESTION ANSWER..: in Python, as a would ask
arp()
{
	stays_off_wire check_py <<-END
	a, me = Dev("$a"), "02:00:00:00:01:11"
	def ask(spa, tpa):
	    a.send(eth(BROADCAST, me, 0x0806, arp(1, me, spa, tpa)))
	def answer(spa, tpa):
	    want = eth(me, "$GATEWAY_MAC", 0x0806, arp(2, "$GATEWAY_MAC", tpa, spa, me))
	    a.expect(want, "the answer for " + tpa)
	# the gateway, one of this node's, nobody in its block, one of the other's
	for tpa in "10.40.1.1", "10.40.1.12", "10.40.1.99", "10.40.2.11":
	    ask("10.40.1.11", tpa)
	    answer("10.40.1.11", tpa)
	# no route; itself; an announcement: none, and then there would be one
	before = drops("$n1")
	ask("10.40.1.11", "10.99.0.1")
	ask("10.40.1.12", "10.40.1.11")
	ask("10.40.1.11", "10.40.1.11")
	ask("10.40.1.11", "10.40.1.1")
	fence = eth(me, "$GATEWAY_MAC", 0x0806, arp(2, "$GATEWAY_MAC", "10.40.1.1", "10.40.1.11", me))
	check_eq(a.until(fence), [], "answers")
	wait_drops("$n1", before, {"no_answer": 3})
	END
	log_test "N16: ARP in an l3 network: everything that has a route is behind the gateway"
}

nd()
{
	stays_off_wire check_py <<-END
	a, me = Dev("$a"), "02:00:00:00:01:11"
	def ask(src, target, dst=None, lladdr=me):
	    a.send(eth("33:33:ff:" + target[-2:].replace(":", "0") + ":00:00", me, 0x86dd, solicit(src, target, lladdr, dst)))
	def answer(src, target, flags):
	    want = eth(me, "$GATEWAY_MAC", 0x86dd, advertise(target, target, "$GATEWAY_MAC", src, flags))
	    a.expect(want, "the answer for " + target)
	for target, flags in (("fd00:40:1::1", 0xe0), ("fe80::6f:76ff:fe6e:6574", 0xe0),
	                      ("fd00:40:1::12", 0x60), ("fd00:40:1::99", 0x60), ("fd00:40:2::11", 0x60)):
	    ask("fd00:40:1::11", target)
	    answer("fd00:40:1::11", target, flags)
	    ask("fe80::11", target)
	    answer("fe80::11", target, flags)
	before = drops("$n1")
	ask("fd00:40:1::11", "fd00:99::1")
	ask("fd00:40:1::12", "fd00:40:1::11")
	# what RFC 4861, 7.1.1 says is invalid
	good = eth("33:33:ff:00:00:01", me, 0x86dd, solicit("fe80::11", "fd00:40:1::1", me))
	hop = bytearray(good); hop[14 + 7] = 254
	sum_ = bytearray(good); sum_[14 + 42] ^= 1
	code = eth("33:33:ff:00:00:01", me, 0x86dd, icmp6("fe80::11", "ff02::1:ff00:1", b"\x87\1\0\0\0\0\0\0" + good[14 + 48:]))
	option = eth("33:33:ff:00:00:01", me, 0x86dd, icmp6("fe80::11", "ff02::1:ff00:1", good[14 + 40:14 + 64] + b"\1\0" + mac(me)))
	short = eth("33:33:ff:00:00:01", me, 0x86dd, icmp6("fe80::11", "ff02::1:ff00:1", good[14 + 40:14 + 60]))
	none = eth("33:33:ff:00:00:01", me, 0x86dd, solicit("::", "fd00:40:1::1", me))
	for bad in hop, sum_, code, option, short, none:
	    a.send(bytes(bad))
	a.send(good)
	fence = eth(me, "$GATEWAY_MAC", 0x86dd, advertise("fd00:40:1::1", "fd00:40:1::1", "$GATEWAY_MAC", "fe80::11", 0xe0))
	check_eq(a.until(fence), [], "answers")
	wait_drops("$n1", before, {"no_answer": 5, "spoof_nd": 3})
	END
	log_test "N40: ND in an l3 network, and what is no ND"
}

# One that only tries an address is told if somebody has it.
taken()
{
	check_py <<-END
	a, me = Dev("$a"), "02:00:00:00:01:11"
	def probe4(tpa):
	    a.send(eth(BROADCAST, me, 0x0806, arp(1, me, "0.0.0.0", tpa)))
	def probe6(target):
	    a.send(eth("33:33:ff:00:00:00", me, 0x86dd, solicit("::", target)))
	for free in "10.40.1.99", "10.40.1.11", "10.40.2.11":
	    probe4(free)
	probe4("10.40.1.12")
	taken = eth(me, "$GATEWAY_MAC", 0x0806, arp(2, "$GATEWAY_MAC", "10.40.1.12", "0.0.0.0", me))
	check_eq(a.until(taken), [], "answers to probes for free addresses")
	probe4("10.40.1.1")
	a.expect(eth(me, "$GATEWAY_MAC", 0x0806, arp(2, "$GATEWAY_MAC", "10.40.1.1", "0.0.0.0", me)))
	for free in "fd00:40:1::99", "fd00:40:1::11", "fd00:40:2::11":
	    probe6(free)
	probe6("fd00:40:1::12")
	taken = eth("33:33:00:00:00:01", "$GATEWAY_MAC", 0x86dd, advertise("fd00:40:1::12", "fd00:40:1::12", "$GATEWAY_MAC", "ff02::1", 0x20))
	check_eq(a.until(taken), [], "answers to probes for free addresses")
	END
	log_test "N40: duplicate addresses are detected, by ARP and ND; free ones are free"
}

not_routed()
{
	check_py <<-END
	a, c, me = Dev("$a"), Dev("$c"), "02:00:00:00:01:11"
	good = ip4("10.40.1.11", "10.40.2.11", 17, udp(5, 9, b"bad?"))
	good6 = ip6("fd00:40:1::11", "fd00:40:2::11", 17, udp(5, 9, b"bad?"))
	def to(dst, src="10.40.1.11"):
	    return eth("$GATEWAY_MAC", me, 0x0800, ip4(src, dst, 17, udp(5, 9, b"bad?")))
	def to6(dst, src="fd00:40:1::11"):
	    return eth("$GATEWAY_MAC", me, 0x86dd, ip6(src, dst, 17, udp(5, 9, b"bad?")))
	def broken(packet, ether, at, value):
	    packet = bytearray(packet)
	    packet[at] = value
	    return eth("$GATEWAY_MAC", me, ether, bytes(packet))
	cases = {
	    "not_ip": [eth("$GATEWAY_MAC", me, 0x88b5, b"what"),
	               eth("$GATEWAY_MAC", me, 0x8100, vlan(7, 0x0800, good))],
	    "not_unicast": [eth(BROADCAST, me, 0x0800, good), to("224.0.0.9"), to("255.255.255.255"), to6("ff05::9")],
	    "not_router": [eth("02:00:00:00:02:11", me, 0x0800, good), eth("02:72:c0:00:02:01", me, 0x0800, good)],
	    "ip_header": [broken(good, 0x0800, 0, 0x65), broken(good, 0x0800, 0, 0x44), broken(good, 0x0800, 0, 0x4f),
	                  broken(good, 0x0800, 2, 1), broken(good, 0x0800, 10, good[10] ^ 1),
	                  broken(good6, 0x86dd, 0, 0x40), broken(good6, 0x86dd, 4, 1)],
	    "ip_address": [to("127.0.0.1"), to("0.0.0.0"), to("10.40.2.11", "127.0.0.1"), to("10.40.2.11", "224.0.0.1"),
	                   to("10.40.2.11", "0.0.0.0"), to6("::1"), to6("::"), to6("fd00:40:2::11", "::1"),
	                   to6("fd00:40:2::11", "ff02::1"), to6("fd00:40:2::11", "fe80::11"), to6("fe80::12")],
	}
	for reason, frames in cases.items():
	    before = drops("$n1")
	    for frame in frames:
	        a.send(frame)
	    wait_drops("$n1", before, {reason: len(frames)})
	# so is what is wrong in a flow that has been let through
	for _ in range(3):
	    a.send(eth("$GATEWAY_MAC", me, 0x0800, ip4("10.40.1.11", "10.40.2.11", 17, udp(5, 9, b"fine"))))
	    a.send(eth("$GATEWAY_MAC", me, 0x86dd, ip6("fd00:40:1::11", "fd00:40:2::11", 17, udp(5, 9, b"fine"))))
	def short(length):
	    head = good[:2] + struct.pack("!H", length) + good[4:10] + b"\0\0" + good[12:20]
	    head = head[:10] + struct.pack("!H", csum(head)) + head[12:]
	    return eth("$GATEWAY_MAC", me, 0x0800, head + good[20:])
	frames = cases["ip_header"] + [short(19), short(len(good) + 1)]
	before = drops("$n1")
	for frame in frames:
	    a.send(frame)
	wait_drops("$n1", before, {"ip_header": len(frames)})
	a.send(eth("$GATEWAY_MAC", me, 0x0800, ip4("10.40.1.11", "10.40.2.11", 17, udp(5, 9, b"fence"))))
	got = c.until(lambda f: b"fence" in f)
	check_eq([f for f in got if b"bad?" in f], [], "let through")
	END
	log_test "what no router forwards is dropped, each with its reason"
}

# A remote, played: n2's address in a namespace of its own.
from_tunnel()
{
	must ovctl -n "$n1" remote add r3 $(remote_of 3)
	must ovctl -n "$n1" route add blue 10.40.3.0/24 remote r3
	check_py <<-END
	w, a = Peer("$n2", 2), Dev("$a")
	def send(dst, packet):
	    w.send(200, eth(dst, "02:72:c0:00:02:02", 0x0800, packet), l3=True)
	def to(address, data, ttl=9):
	    return ip4("10.40.2.11", address, 17, udp(5, 9, data), ttl=ttl)
	if ENCAP == "vxlan":
	    before = drops("$n1")
	    for dst in "02:72:c0:00:02:02", "$GATEWAY_MAC", "02:00:00:00:01:11":
	        send(dst, to("10.40.1.11", b"wrong MAC"))
	    wait_drops("$n1", before, {"not_router": 3})
	before = drops("$n1")
	send("02:72:c0:00:02:01", to("10.40.2.12", b"back"))
	send("02:72:c0:00:02:01", to("10.40.3.12", b"on"))
	wait_drops("$n1", before, {"split_horizon": 2})
	send("02:72:c0:00:02:01", to("10.40.1.11", b"right", 1))
	frames = []
	got = Packet(a.expect(lambda f: frames.append(f) or b"right" in f))
	check_eq([f for f in frames if b"wrong" in f], [], "let through")
	check_eq((got.ttl, got.src), (1, "$GATEWAY_MAC"), "TTL and source")
	END
	log_test "N13: the other end only delivers: for its own router MAC, TTL as it is, no way back"
}

leg()
{
	must ip -n "$n1" link add leg1 address 02:00:00:00:00:01 type ovnet network blue
	must ip -n "$n1" -b - <<-END
	addr add 10.40.1.2/24 dev leg1
	addr add fd00:40:1::2/64 dev leg1 nodad
	link set leg1 up
	route add 10.40.0.0/16 via 10.40.1.1
	route add fd00:40::/32 via fd00:40:1::1
	END
	must ovctl -n "$n1" route add blue 10.40.1.2 dev leg1
	must ovctl -n "$n1" route add blue fd00:40:1::2 dev leg1
	reach "$n1" "$a" 10.40.1.11 fd00:40:1::11
	reach "$n1" "$c" 10.40.2.11 fd00:40:2::11
	reach "$a" "$n1" 10.40.1.2 fd00:40:1::2
	reach "$c" "$n1" 10.40.1.2 fd00:40:1::2
	must ip -n "$n1" link del leg1
	check_eq "$(ovctl -n "$n1" route show blue dst 10.40.1.2)" "" "route to the leg"
	log_test "the node itself, by a leg with an address in its block"
}

# Nobody tells the leg that its address is taken, and it tells nobody else.
gateway_on_leg()
{
	must ip -n "$n1" link add leg1 address 02:00:00:00:00:01 type ovnet network blue
	must in_ns "$n1" sh -c 'echo 1 > /proc/sys/net/ipv6/conf/leg1/accept_dad'
	must ip -n "$n1" -b - <<-END
	link set leg1 up
	addr add 10.40.1.1/24 dev leg1
	addr add fd00:40:1::1/64 dev leg1
	END
	must ovctl -n "$n1" route add blue 10.40.1.1 dev leg1
	must ovctl -n "$n1" route add blue fd00:40:1::1 dev leg1
	settled() { ! ip -n "$n1" -6 addr show dev leg1 | grep -q "tentative"; }
	wait_until "duplicate address detection does not end" settled
	check_eq "$(ip -n "$n1" -6 addr show dev leg1 dadfailed)" "" "addresses that are taken"
	reach "$a" "$n1" 10.40.1.1 fd00:40:1::1
	must ip -n "$n1" link del leg1
	log_test "a leg has the gateway's address: DAD does not find it taken"
}

told_by() { check_match "$(in_ns "$1" ping -n -c 1 -w 5 -M "do" -s "$3" "$2" 2>&1)" "From $4:? icmp_seq=1 (Frag|Packet too big).*mtu ?= ?$5" "ping of $3 bytes to $2"; }

too_big()
{
	told_by "$a" 10.40.2.11 1472 10.40.1.1 $FITS_ROUTED
	told_by "$a" fd00:40:2::11 1452 fd00:40:1::1 $FITS_ROUTED
	must ip -n "$n2" link set dev c mtu 1300
	must ip -n "$a" route flush cache
	told_by "$a" 10.40.2.11 1400 10.40.2.1 1300
	must ip -n "$n2" link set dev c mtu 1500
	must ip -n "$a" route flush cache
	must ip -n "$a" -6 route flush cache
	log_test "P47: \"too big\" comes from the gateway of the node that it is said by"
}

# As a router does; there is nobody else on the way who could.
fragmented()
{
	local size

	must ip -n "$n2" link set dev c mtu 1300
	must ip -n "$c" link set dev eth0 mtu 1300
	must ip -n "$a" route flush cache
	for size in 1272 1273 1280 1400; do
		must in_ns "$a" ping -n -c 1 -w 5 -M dont -s $size 10.40.2.11
	done
	must ip -n "$n2" link set dev c mtu 1500
	must ip -n "$c" link set dev eth0 mtu 1500
	check_eq "$(json "$n2" '[.[] | select(.reason == "no_memory")] | length' drops)" 0 "fragments lost"
	log_test "P47: a packet without DF arrives at a small port in fragments"
}

tcp()
{
	transfer "$a" "${!2}" "$1" 4
	log_test "TCP to $1: 4 MB"
}

router_mac()
{
	must ovctl -n "$n1" remote set r2 router-mac 02:00:00:00:ff:02
	check_match "$(ovctl -n "$n1" remote show r2)" "router-mac 02:00:00:00:ff:02" "remote"
	blocked "$a" 10.40.2.11 "$n2" not_router wire
	must ovctl -n "$n1" remote set r2 router-mac 00:00:00:00:00:00
	reach "$a" "$c" 10.40.2.11
	log_test "a remote's router MAC is as it is set, or worked out from its address"
}

# N7: a network of one family only.
families()
{
	local i node
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" network set blue gateway none
		must ovctl -n "$node" network set blue gateway "10.40.$i.1/24"
	done
	must ip -n "$a" neigh flush all
	reach "$a" "$c" 10.40.2.11
	no_reply "$a" fd00:40:1::1
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" network set blue gateway "fd00:40:$i::1/64"
	done
	reach "$a" "$c" fd00:40:2::11
	check_match "$(ovctl -n "$n1" network show blue)" "gateway 10.40.1.1/24 gateway fd00:40:1::1/64" "network"
	log_test "N7: gateways of either family come and go by themselves"
}

# Another network with the very same addresses.
isolated()
{
	must ovctl -n "$n1" network add green id 201 type l3 underlay u gateway 10.40.1.1/24 gateway fd00:40:1::1/64
	pod x 1 11 green
	must ovctl -n "$n1" route add green 10.40.1.0/24 unreachable
	pings "$x" 10.40.1.12 "Destination Host Unreachable"
	pings "$x" 10.40.2.11 "Destination Net Unreachable"
	must in_ns "$x" ping -n -c 1 -w 5 10.40.1.1
	reach "$a" "$b" 10.40.1.12
	log_test "N1: two l3 networks with the same addresses do not meet"
}

tests_run
