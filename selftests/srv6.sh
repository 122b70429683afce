#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# SRv6 between two nodes: what is on the wire, what comes in and what does not.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib/pod.sh"
. "$(dirname "$0")/lib/size.sh"

TESTS=(
	bridged
	routed
	"frames on" "frames auto"
	"packets on" "packets auto"
	"flood on" "flood auto"
	miss
	"label on" "label auto"
	"srh_full l2" "srh_full l3"
	segments
	route_sid
	route_sid_answer
	accepted
	"refused unknown_sid" "refused unknown_vni" "refused unknown_remote"
	"refused remote_down" "refused srh" "refused inner_truncated"
	"refused upper_layer" "refused segments_left"
	hosts
	forged_by_tenant
	ecn
	fragments
	"gso 10.40.2.11" "gso fd00:40:2::11"
	"gro 10.40.2.11" "gro fd00:40:2::11"
	udp
	"too_big 4" "too_big 6"
	"told l2" "told l3" "told srh" "told forged"
	traced
	mtu
	untracked
	mixed
)

GATEWAY_MAC=02:6f:76:6e:65:74
# locators of the nodes are fd00:5:1::/48 and fd00:5:2::/48: locator, function,
# VNI
DT2U=fd00:5:2:d2:0:6400:: DT2M=fd00:5:2:d3:0:6400:: DT46=fd00:5:2:46:0:c800::

# red is an l2 network, with a on n1 and b on n2; blue an l3 network, with c and d
setup()
{
	local i

	setup_underlay 3
	setup_nodes 2
	# ICMPv6 errors are told of, however fast they come
	must in_ns "$n2" sysctl -qw net.ipv6.icmp.ratelimit=0
	network red 100 "1 2" learning-remote on
	blocks
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
	pod c 1 11
	pod d 2 11
	for i in a b; do
		must ip -n "${!i}" link set dev eth0 mtu 1446
	done
	for i in c d; do
		must ip -n "${!i}" link set dev eth0 mtu 1460
	done
	must in_ns "$n2" ethtool -K eth0 gro on
	# a veth aggregates only what comes from one that would not have sent
	# it whole
	must in_ns "$wire" ethtool -K w2 tso off
	# to know where they are before anything is measured
	reach "$a" "$b" 10.0.0.12 fd00:10::12
}

# What the Python programs below have in common: outer headers, read and made.
SRV6='
class Sr(Packet):
    # an SRv6 packet on the wire, as a frame there
    def __init__(self, frame):
        super().__init__(frame)
        self.next, self.inner = self.l4, self.payload
        self.ok = self.proto == 0x86dd and self.l4 in (4, 41, 143)

def is_sr(frame):
    return Sr(frame).ok

def carries(data):
    return lambda frame: is_sr(frame) and data in frame

class Wire:
    # sends to n2 as n1 would, or as somebody else
    def __init__(self, wire, n2):
        self.dev, self.n2 = Dev(wire, "w2"), n2
        self.mac = ovs_mac(n2)

    def send(self, dst, upper, payload, src="fd00:2::1", **kw):
        self.dev.send(eth(self.mac, "02:00:00:00:99:99", 0x86dd, ip6(src, dst, upper, payload, **kw)))

def ovs_mac(ns):
    import subprocess
    return json_of(subprocess.check_output(["ip", "-n", ns, "-j", "link", "show", "dev", "eth0"]))[0]["address"]

def json_of(text):
    import json
    return json.loads(text)
'

# srv6_py: check_py, with the above
srv6_py()
{
	{
		echo "$SRV6"
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

bridged()
{
	reach "$a" "$b" 10.0.0.12 fd00:10::12
	reach "$b" "$a" 10.0.0.11 fd00:10::11
	log_test "an l2 network: IPv4 and IPv6, ping and TCP"
}

routed()
{
	reach "$c" "$d" 10.40.2.11 fd00:40:2::11
	reach "$d" "$c" 10.40.1.11 fd00:40:1::11
	check_match "$(in_ns "$c" ping -n -c 1 10.40.2.11)" "ttl=63" "ping"
	check_match "$(in_ns "$c" ping -n -c 1 fd00:40:2::11)" "ttl=63|hlim=63" "ping"
	log_test "an l3 network: IPv4 and IPv6, ping and TCP; one hop"
}

# underlay_hooks on|auto: on, every packet takes the long way
underlay_hooks()
{
	must ovctl -n "$n1" node set underlay-hooks "$1"
	defer ovctl -n "$n1" node set underlay-hooks auto
	# so that what can be known of the way is
	reach "$a" "$b" 10.0.0.12
	reach "$c" "$d" 10.40.2.11
}

# From a to b, looked at in between.
frames()
{
	underlay_hooks "$1"
	srv6_py <<-END
	a, b, w = Dev("$a"), Dev("$b"), Dev("$n2", "eth0")
	to, us = port_mac(12), port_mac(11)
	for frame in (
	        eth(to, us, 0x88b5, b"one " + bytes(range(200))),
	        eth(to, us, 0x88b5, b"short" + b"\0" * 41),
	        eth(to, us, 0x8100, vlan(7, 0x88b5, b"two " + b"x" * 99)),
	        eth(to, us, 0x88a8, vlan(9, 0x8100, vlan(7, 0x0800, ip4("10.0.0.11", "10.0.0.12", 17, udp(1, 2, b"three" * 9))))),
	        eth(to, us, 0x0800, ip4("10.0.0.11", "10.0.0.12", 17, udp(1, 2, b"four" * 9), tos=0x28, ttl=3)),
	        eth(to, us, 0x86dd, ip6("fd00:10::11", "fd00:10::12", 17, udp(1, 2, b"five" * 9), ttl=3)),
	        eth(to, us, 60, b"\xaa\xaa\x03" + b"llc" * 19)):
	    a.send(frame)
	    sr = Sr(w.expect(carries(frame), "the frame"))
	    check_eq((sr.next, sr.inner, sr.segs), (143, frame, None), "on the wire")
	    check_eq((sr.saddr, sr.daddr, sr.ttl), ("fd00:2::1", "$DT2U", 64), "outer header")
	    check_eq(sr.label != 0, True, "flow label")
	    b.expect(frame, "the frame")
	END
	log_test "hooks $1: N21: next header 143 and the whole frame, whatever is in it, tags and all"
}

# From c to d, looked at in between.
packets()
{
	underlay_hooks "$1"
	srv6_py <<-END
	c, d, w = Dev("$c"), Dev("$d"), Dev("$n2", "eth0")
	for packet, ether, upper in (
	        (ip4("10.40.1.11", "10.40.2.11", 17, udp(5, 9, b"four"), ttl=9, tos=0x20), 0x0800, 4),
	        (ip6("fd00:40:1::11", "fd00:40:2::11", 17, udp(5, 9, b"six"), ttl=9, tos=0x20), 0x86dd, 41)):
	    c.send(eth("$GATEWAY_MAC", "02:00:00:00:01:11", ether, packet))
	    sr = Sr(w.expect(carries(packet[-20:]), "the packet"))
	    check_eq((sr.next, sr.saddr, sr.daddr, sr.segs), (upper, "fd00:2::1", "$DT46", None), "outer header")
	    check_eq(len(sr.inner), len(packet), "length: nothing but the packet")
	    ttl = 8 if upper == 4 else 7
	    check_eq(sr.inner[ttl], 8, "TTL")
	    if upper == 4:
	        check_eq(csum(sr.inner[:20]), 0, "sum of the header")
	    got = Packet(d.expect(lambda f: packet[-20:] in f))
	    check_eq((got.dst, got.src, got.ttl, got.ip[:len(packet)]),
	             ("02:00:00:00:02:11", "$GATEWAY_MAC", 8, sr.inner), "delivered")
	# what is no IP stays here
	old = drops("$n1")
	c.send(eth("$GATEWAY_MAC", "02:00:00:00:01:11", 0x88b5, b"x" * 50))
	wait_drops("$n1", old, {"not_ip": 1})
	END
	log_test "hooks $1: N15: next header 4 or 41 and the packet alone, its TTL one less"
}

flood()
{
	underlay_hooks "$1"
	srv6_py <<-END
	a, b, w = Dev("$a"), Dev("$b"), Dev("$n2", "eth0")
	for to in BROADCAST, "01:00:5e:00:00:05", port_mac(99):
	    frame = eth(to, port_mac(11), 0x88b5, b"to many " + to.encode() + b"." * 50)
	    a.send(frame)
	    sr = Sr(w.expect(carries(frame)))
	    check_eq((sr.next, sr.daddr, sr.inner), (143, "$DT2M", frame), "on the wire")
	    b.expect(frame)
	    # once, and not back
	    fence = eth(port_mac(12), port_mac(11), 0x88b5, b"fence" * 20)
	    a.send(fence)
	    check_eq([f for f in b.until(fence) if f == frame], [], "more copies")
	    check_eq([f for f in w.until(carries(fence)) if frame in f], [], "more on the wire")
	END
	log_test "hooks $1: what is flooded goes to DT2M, once"
}

# n1 believes that a MAC is behind n2, where nobody knows of it.
miss()
{
	must ovctl -n "$n1" fdb add red 02:00:00:00:00:77 remote r2
	defer ovctl -n "$n1" fdb del red 02:00:00:00:00:77
	srv6_py <<-END
	a, b, w = Dev("$a"), Dev("$b"), Dev("$n2", "eth0")
	frame = eth("02:00:00:00:00:77", port_mac(11), 0x88b5, b"anybody?" * 9)
	a.send(frame)
	check_eq(Sr(w.expect(carries(frame))).daddr, "$DT2U", "SID")
	b.expect(frame)
	fence = eth(port_mac(12), port_mac(11), 0x88b5, b"fence" * 20)
	a.send(fence)
	check_eq([f for f in w.until(carries(fence)) if frame in f], [], "back on the wire")
	END
	log_test "a DT2U miss floods ports and no tunnel"
}

label()
{
	underlay_hooks "$1"
	srv6_py <<-END
	a, c, w = Dev("$a"), Dev("$c"), Dev("$n2", "eth0")
	def of(dev, frame):
	    dev.send(frame)
	    return Sr(w.expect(carries(frame[-12:]))).label
	for dev, dst, src, their in (
	        (a, port_mac(12), port_mac(11), ("10.0.0.11", "10.0.0.12")),
	        (c, "$GATEWAY_MAC", "02:00:00:00:01:11", ("10.40.1.11", "10.40.2.11"))):
	    def flow(sport, n):
	        return eth(dst, src, 0x0800, ip4(*their, 17, udp(sport, 9, b"label %06d" % n)))
	    labels = [of(dev, flow(1000 + i, i)) for i in range(32)]
	    if len(set(labels)) < 28:
	        fail("32 flows have %d labels" % len(set(labels)))
	    check_eq([of(dev, flow(1000 + i, 50 + i)) for i in range(32)], labels, "labels of the same flows")
	END
	log_test "hooks $1: the flow label is the inner flow's"
}

srh_full()
{
	local from=a sid=$DT2U to=$b

	[ "$1" = l2 ] || { from=c sid=$DT46 to=$d; }
	must ovctl -n "$n1" underlay set u srh full
	defer ovctl -n "$n1" underlay set u srh off
	srv6_py <<-END
	dev, to, w = Dev("${!from}"), Dev("$to"), Dev("$n2", "eth0")
	payload = udp(5, 9, b"with an SRH" * 5)
	frame = (eth(port_mac(12), port_mac(11), 0x0800, ip4("10.0.0.11", "10.0.0.12", 17, payload)) if "$1" == "l2" else
	         eth("$GATEWAY_MAC", "02:00:00:00:01:11", 0x0800, ip4("10.40.1.11", "10.40.2.11", 17, payload)))
	dev.send(frame)
	sr = Sr(w.expect(carries(payload)))
	check_eq((sr.daddr, sr.segs, sr.left, sr.last, len(sr.srh), sr.next),
	         ("$sid", ["$sid"], 0, 0, 24, 143 if "$1" == "l2" else 4), "SRH")
	to.expect(lambda f: payload in f)
	END
	log_test "Q24: $1: srh full: an SRH of one segment, segments left 0"
}

# By way of fd00:5:9::1 and fd00:5:9::2: at the end of the list is the SID.
segments()
{
	must ip -n "$n1" route add fd00:5:9::/48 via fd00:2::2
	defer ip -n "$n1" route del fd00:5:9::/48
	must ovctl -n "$n1" remote set r2 segs fd00:5:9::1,fd00:5:9::2
	defer ovctl -n "$n1" remote set r2 segs none
	srv6_py <<-END
	a, w = Dev("$a"), Dev("$n2", "eth0")
	for mode, want in ("off", ["$DT2U", "fd00:5:9::2"]), ("full", ["$DT2U", "fd00:5:9::2", "fd00:5:9::1"]):
	    ovctl("$n1", "underlay", "set", "u", "srh", mode)
	    frame = eth(port_mac(12), port_mac(11), 0x88b5, mode.encode() + b"by way of" * 9)
	    a.send(frame)
	    sr = Sr(w.expect(carries(frame)))
	    check_eq((sr.daddr, sr.segs, sr.left, sr.last, sr.inner),
	             ("fd00:5:9::1", want, 2, len(want) - 1, frame), "srh " + mode)
	ovctl("$n1", "underlay", "set", "u", "srh", "off")
	END
	log_test "a segment list: reduced, and full"
}

# A route says what its packets are sent to, whatever else is known of the remote.
route_sid()
{
	must ip -n "$n1" route add fd00:5:8::/48 via fd00:2::2
	defer ip -n "$n1" route del fd00:5:8::/48
	must ovctl -n "$n1" -b - <<-END
	remote add f srv6 none foreign source fd00:5:8::/48
	route add blue 10.60.0.0/16 remote f sid fd00:5:8::e4
	route add blue fd00:60::/64 remote r2 sid fd00:5:8::e6
	route add blue 10.61.0.0/16 remote f
	route add blue 10.62.0.0/16 remote f sid fd00:5:8::1 remote r2 weight 2 sid fd00:5:8::2
	END
	check_match "$(ovctl -n "$n1" trace blue from c src 10.40.1.11 dst 10.60.0.1 icmp)" \
		"dst fd00:5:8::e4 sid fd00:5:8::e4 next-header 4" "trace"
	srv6_py <<-END
	c, w = Dev("$c"), Dev("$n2", "eth0")
	def send(their, payload):
	    v6 = ":" in their
	    inner = (ip6("fd00:40:1::11", their, 17, payload) if v6 else ip4("10.40.1.11", their, 17, payload))
	    c.send(eth("$GATEWAY_MAC", "02:00:00:00:01:11", 0x86dd if v6 else 0x0800, inner))
	def to(their, payload):
	    send(their, payload)
	    sr = Sr(w.expect(carries(payload)))
	    return sr.daddr, sr.next
	check_eq(to("10.60.0.1", udp(5, 9, b"of the route, v4")), ("fd00:5:8::e4", 4), "a foreign remote")
	check_eq(to("fd00:60::1", udp(5, 9, b"of the route, v6")), ("fd00:5:8::e6", 41), "a remote with a locator")
	check_eq(to("10.40.2.11", udp(5, 9, b"of the locator")), ("$DT46", 4), "another route to it")
	old = drops("$n1")
	send("10.61.0.1", udp(5, 9, b"nowhere"))
	wait_drops("$n1", old, {"no_sid": 1})
	got = {to("10.62.0.1", udp(1000 + i, 9, b"shared out %06d" % i)) for i in range(32)}
	check_eq(got, {("fd00:5:8::1", 4), ("fd00:5:8::2", 4)}, "of several, each its own")
	END
	must ovctl -n "$n1" route replace blue fd00:60::/64 remote r2
	srv6_py <<-END
	c, w = Dev("$c"), Dev("$n2", "eth0")
	c.send(eth("$GATEWAY_MAC", "02:00:00:00:01:11", 0x86dd, ip6("fd00:40:1::11", "fd00:60::1", 17, udp(5, 9, b"no longer"))))
	check_eq(Sr(w.expect(carries(b"no longer"))).daddr, "$DT46", "the SID is gone")
	END
	must ovctl -n "$n1" -b - <<-END
	route del blue fd00:60::/64
	remote del f force
	route del blue 10.62.0.0/16
	END
	log_test "N15: a route's own SID, of one remote and of several"
}

# A packet from n1 does not fit on n2's way to f: n1 is told, by its own SID.
route_sid_answer()
{
	must ip -n "$n2" route add fd00:5:8::/48 via fd00:2::1
	defer ip -n "$n2" route del fd00:5:8::/48
	must ovctl -n "$n2" -b - <<-END
	remote add f srv6 none segs fd00:5:8::5 source fd00:5:8::/48 foreign
	route add blue 10.63.0.0/16 remote f sid fd00:5:8::e4 transit
	END
	srv6_py <<-END
	w, u = Wire("$wire", "$n2"), Dev("$n1", "eth0")
	w.send("$DT46", 4, ip4("10.40.1.11", "10.63.0.1", 17, udp(5, 9, b"large" * 285), df=1))
	sr = Sr(u.expect(carries(b"largelarge")))
	check_eq((sr.daddr, sr.next, sr.inner[9], sr.inner[20:22]), ("fd00:5:1:46:0:c800::", 4, 1, b"\3\4"), "who is told, and what")
	END
	must ovctl -n "$n2" -b - <<-END
	route del blue 10.63.0.0/16
	remote del f force
	END
	log_test "N15: a route's own SID is not that of who is told that it does not fit"
}

# All ways to say the same.
accepted()
{
	srv6_py <<-END
	w, b, d = Wire("$wire", "$n2"), Dev("$b"), Dev("$d")
	def frame(n):
	    return eth(port_mac(12), port_mac(33), 0x88b5, b"frame %06d" % n + b"." * 50)
	def four(n):
	    return ip4("10.40.1.99", "10.40.2.11", 17, udp(5, 9, b"four %06d" % n))
	def six(n):
	    return ip6("fd00:40:1::99", "fd00:40:2::11", 17, udp(5, 9, b"six %06d" % n))
	hmac = b"\5\x26" + b"\0" * 38
	n = 0
	for sid, upper, make, to in (
	        ("$DT2U", 143, frame, b), ("$DT2M", 143, frame, b),
	        ("$DT46", 4, four, d), ("$DT46", 41, six, d),
	        ("fd00:5:2:4:0:c800::", 4, four, d), ("fd00:5:2:6:0:c800::", 41, six, d)):
	    for routing in (None, srh(upper, [sid], 0), srh(upper, [sid, "fd00:5:9::1"], 0),
	                    srh(upper, [sid], 0, hmac), srh(upper, [sid, "fd00:5:9::1"], 0, hmac + b"\4\6" + b"\0" * 6), srh(upper, [sid], 0, b"\4\6" + b"\0" * 6)):
	        n += 1
	        inner = make(n)
	        if routing is None:
	            w.send(sid, upper, inner)
	        else:
	            w.send(sid, 43, routing + inner)
	        to.expect(lambda f: inner[-10:] in f, "packet %d" % n)
	END
	log_test "DT4, DT6, DT46, DT2U and DT2M, without and with an SRH, TLVs and all"
}

# refused REASON: each has its counter; RFC 8986 wants two told to the sender, if
# that is somebody.
refused()
{
	local reason=$1

	[ "$reason" != remote_down ] || must ovctl -n "$n2" remote set r1 state down
	srv6_py <<-END
	w, b = Wire("$wire", "$n2"), Dev("$b")
	reason, known, stranger = "$reason", "fd00:2::1", "fd00:2::77"
	frame = eth(port_mac(12), port_mac(33), 0x88b5, b"never" * 20)
	four = ip4("10.40.1.99", "10.40.2.11", 17, udp(5, 9, b"never"))
	U, M, L3 = "$DT2U", "$DT2M", "$DT46"
	# destination, next header, what follows, source; ICMPv6 (code, pointer)
	cases = {
	    "unknown_sid": [("fd00:5:2:1:0:6400::", 143, frame), ("fd00:5:2:d2:0:6400:1:0", 143, frame),
	                    ("fd00:5:2:d2:0:6400::1", 143, frame), ("fd00:5:2::9", 143, frame),
	                    ("fd00:5:2:46:0:6400::", 4, four), ("fd00:5:2:d2:0:c800::", 143, frame)],
	    "unknown_vni": [("fd00:5:2:d2:0:6500::", 143, frame), ("fd00:5:2:46:ffff:ff00::", 4, four)],
	    "unknown_remote": [(U, 143, frame, stranger), (L3, 4, four, stranger), (U, 4, four, stranger),
	                       (U, 43, srh(143, [U, U], 1) + frame, stranger), (U, 143, frame, "fd00:5:1::")],
	    "remote_down": [(U, 143, frame)],
	    "srh": [(U, 43, srh(143, [U], 0, kind=2) + frame), (U, 43, srh(143, [U], 2) + frame),
	            (U, 43, srh(143, [U], 0, last=1) + frame), (U, 43, srh(143, [U], 0, length=200) + frame),
	            (U, 43, srh(143, [U], 0, b"\5\xff" + b"\0" * 6) + frame), (U, 43, b"\x8f\2\4\0")],
	    "inner_truncated": [(U, 143, frame[:13]), (L3, 4, four[:19]), (L3, 41, b"\x60" + b"\0" * 38),
	                        (U, 143, eth(port_mac(12), port_mac(33), 0x0800, b"\x45"))],
	    "upper_layer": [(U, 4, four, known, (4, 40)), (L3, 143, frame, known, (4, 40)),
	                    ("fd00:5:2:4:0:c800::", 41, b"\x60" + b"\0" * 39, known, (4, 40)),
	                    ("fd00:5:2:6:0:c800::", 4, four, known, (4, 40)), (U, 17, udp(1, 2), known, (4, 40)),
	                    (U, 59, b"", known, (4, 40)), (M, 43, srh(4, [M], 0) + four, known, (4, 64))],
	    "segments_left": [(U, 43, srh(143, [L3, U], 1) + frame, known, (0, 43)),
	                      (L3, 43, srh(4, [U, L3], 1) + four, known, (0, 43))],
	}[reason]
	for case in cases:
	    dst, upper, payload = case[:3]
	    src = case[3] if len(case) > 3 else known
	    old = drops("$n2")
	    w.send(dst, upper, payload, src=src)
	    wait_drops("$n2", old, {reason: 1})
	    def error(f):
	        p = Packet(f)
	        return p.proto == 0x86dd and p.l4 == 58 and p.payload[0] in (1, 3, 4) and p.daddr == src
	    if len(case) > 4:
	        p = Packet(w.dev.expect(error, "an ICMPv6 error"))
	        check_eq((p.payload[0], p.payload[1], struct.unpack("!I", p.payload[4:8])[0]), (4,) + case[4], "ICMPv6")
	        check_eq(p.payload[8:48][24:40], socket.inet_pton(socket.AF_INET6, dst), "what it quotes")
	# nobody else was told
	if len(cases[0]) <= 4:
	    ping = icmp6("fd00:2::77", "fd00:2::2", struct.pack("!BBHHH", 128, 0, 0, 7, 7))
	    sol = eth(w.mac, "02:00:00:00:99:99", 0x86dd, advertise("fd00:2::77", "fd00:2::77", "02:00:00:00:99:99", "fd00:2::2", 0x60))
	    w.dev.send(sol)
	    w.dev.send(eth(w.mac, "02:00:00:00:99:99", 0x86dd, ping))
	    before = w.dev.until(lambda f: Packet(f).proto == 0x86dd and (Packet(f).l4, Packet(f).payload[:1]) in ((58, b"\x81"), (58, b"\x87")))
	    check_eq([f.hex() for f in before if error(f)], [], "ICMPv6 errors")
	END
	[ "$reason" != remote_down ] || must ovctl -n "$n2" remote set r1 state up
	log_test "U22: $reason: counted, not delivered, and told to whom RFC 8986 says"
}

# What is in the locator and the host's own, or outside of it, is the host's.
hosts()
{
	local address

	must ip -n "$n2" addr add fd00:5:2::1/128 dev lo nodad
	defer ip -n "$n2" addr del fd00:5:2::1/128 dev lo
	must ip -n "$n2" addr add fd00:7:2::1/128 dev lo nodad
	defer ip -n "$n2" addr del fd00:7:2::1/128 dev lo
	# who answers from an address of lo asks for neighbours from this one
	must ip -n "$n2" addr add fe80::2/64 dev eth0 nodad
	defer ip -n "$n2" addr del fe80::2/64 dev eth0
	must ip -n "$n1" route add fd00:7:2::/48 via fd00:2::2
	defer ip -n "$n1" route del fd00:7:2::/48
	for address in fd00:2::2 fd00:5:2::1 fd00:7:2::1; do
		must ip -n "$n2" neigh flush dev eth0
		must in_ns "$n1" ping -n -c 1 -w 5 "$address"
	done
	log_test "the host's own addresses, in the locator and outside of it, stay its own"
}

# A tenant who reaches the node by a leg could say that it is a remote.
forged_by_tenant()
{
	must ip -n "$n2" link add leg2 type ovnet id 100
	defer ip -n "$n2" link del leg2
	must ip -n "$n2" link set leg2 up
	srv6_py <<-END
	b, d, w = Dev("$b"), Dev("$d"), Wire("$wire", "$n2")
	# as packets that have been let in
	for n in range(3):
	    w.send("$DT46", 4, ip4("10.40.1.99", "10.40.2.11", 17, udp(5, 9, b"true %d" % n)))
	    d.expect(lambda f: b"true %d" % n in f)
	mac = json_of(__import__("subprocess").check_output(["ip", "-n", "$n2", "-j", "link", "show", "dev", "leg2"]))[0]["address"]
	old = drops("$n2")
	b.send(eth(mac, port_mac(12), 0x86dd, ip6("fd00:2::1", "$DT46", 4, ip4("10.40.1.99", "10.40.2.11", 17, udp(5, 9, b"forged")))))
	wait_drops("$n2", old, {"tunnel_loop": 1})
	END
	log_test "U22: what comes by a leg is nobody's tunnel packet"
}

# RFC 6040: (inner, outer) -> inner afterwards, or None
ecn()
{
	srv6_py <<-END
	w, b, d, c, u = Wire("$wire", "$n2"), Dev("$b"), Dev("$d"), Dev("$c"), Dev("$n2", "eth0")
	table = {(0, 0): 0, (0, 1): 0, (0, 2): 0, (0, 3): None, (1, 0): 1, (1, 1): 1, (1, 2): 1, (1, 3): 3,
	         (2, 0): 2, (2, 1): 1, (2, 2): 2, (2, 3): 3, (3, 0): 3, (3, 1): 3, (3, 2): 3, (3, 3): 3}
	for (inner, outer), want in table.items():
	    tag = b"ecn %d %d" % (inner, outer)
	    for sid, upper, payload, to in (
	            ("$DT46", 4, ip4("10.40.1.99", "10.40.2.11", 17, udp(5, 9, tag), tos=0xb8 | inner), d),
	            ("$DT46", 41, ip6("fd00:40:1::99", "fd00:40:2::11", 17, udp(5, 9, tag), tos=0xb8 | inner), d),
	            ("$DT2U", 143, eth(port_mac(12), port_mac(33), 0x0800, ip4("10.0.0.33", "10.0.0.12", 17, udp(5, 9, tag), tos=0xb8 | inner)), b)):
	        old = drops("$n2")
	        w.send(sid, upper, payload, tos=0x20 | outer)
	        if want is None:
	            wait_drops("$n2", old, {"ecn": 1})
	        else:
	            check_eq(Packet(to.expect(lambda f: tag in f)).tos, 0xb8 | want, "%s: traffic class" % tag)
	# and out: copied, and DSCP as the underlay says
	for inner in range(4):
	    tag = b"out %d" % inner
	    c.send(eth("$GATEWAY_MAC", "02:00:00:00:01:11", 0x0800, ip4("10.40.1.11", "10.40.2.11", 17, udp(5, 9, tag), tos=0xb8 | inner)))
	    check_eq(Sr(u.expect(carries(tag))).tos, inner, "outer traffic class")
	END
	log_test "ECN out and in (RFC 6040), frames and packets"
}

# A way that is narrower than an IPv6 packet has a right to.
fragments()
{
	must ip -n "$n1" route change fd00:5:2::/48 via fd00:2::2 mtu 1280
	defer ip -n "$n1" route change fd00:5:2::/48 via fd00:2::2
	srv6_py <<-END
	a, b, c, d, w = Dev("$a"), Dev("$b"), Dev("$c"), Dev("$d"), Dev("$n2", "eth0")
	for dev, to, dst, src, their in (
	        (a, b, port_mac(12), port_mac(11), ("fd00:10::11", "fd00:10::12")),
	        (c, d, "$GATEWAY_MAC", "02:00:00:00:01:11", ("fd00:40:1::11", "fd00:40:2::11"))):
	    data = bytes(i * 7 % 251 for i in range(1280 - 48))
	    frame = eth(dst, src, 0x86dd, ip6(*their, 17, udp(5, 9, data)))
	    dev.send(frame)
	    w.expect(lambda f: Packet(f).proto == 0x86dd and Packet(f).l4 == 44, "a fragment")
	    to.expect(lambda f: data in f, "the whole")
	END
	log_test "an IPv6 packet of 1280 bytes passes a way of 1280, in fragments"
}

# Of packets; of frames, and of what is nested in them, offload@srv6 tells.  gso
# ADDRESS: whole from the port to the wire, as devices can do IP in IPv6
gso()
{
	local before size

	before=$(sent "$n1" eth0)
	transfer "$c" "$d" "$1" 4
	size=$(mean_size "$before" "$(sent "$n1" eth0)")
	[ "$size" -gt 4000 ]
	check_err $? "mean size of a packet on the wire is $size bytes"
	log_test "U19: to $1: large packets leave in one piece (GSO)"
}

# gro ADDRESS: what comes in small pieces is put together
gro()
{
	local before size

	must in_ns "$n1" ethtool -K eth0 tso off gso off
	before=$(sent "$n2" d)
	transfer "$c" "$d" "$1" 4
	size=$(mean_size "$before" "$(sent "$n2" d)")
	must in_ns "$n1" ethtool -K eth0 tso on gso on
	[ "$size" -gt 2000 ]
	check_err $? "GRO: mean size of a packet is $size bytes"
	log_test "U19: to $1: small packets are put together (GRO)"
}

# Datagrams whose checksums are left to devices, whole and in fragments.
udp()
{
	check_py <<-END
	for args in (("$c", "10.40.1.11", "$d", "10.40.2.11"), ("$c", "fd00:40:1::11", "$d", "fd00:40:2::11")):
	    for n in 1, 1000, 9000:
	        udp_transfer(*args, bytes(i * 7 % 251 for i in range(n)))
	END
	log_test "U19: UDP, its checksums left to devices, and in fragments"
}

# From an endpoint that believes in more than fits.
too_big()
{
	local f=$1

	must ip -n "$a" link set dev eth0 mtu 1500
	must ip -n "$c" link set dev eth0 mtu 1500
	must ip -n "$n1" link set dev a mtu 1500
	must ip -n "$n1" link set dev c mtu 1500
	srv6_py <<-END
	a, c = Dev("$a"), Dev("$c")
	for dev, dst, src, their4, their6, fits in (
	        (a, port_mac(12), port_mac(11), ("10.0.0.11", "10.0.0.12"), ("fd00:10::11", "fd00:10::12"), 1446),
	        (c, "$GATEWAY_MAC", "02:00:00:00:01:11", ("10.40.1.11", "10.40.2.11"), ("fd00:40:1::11", "fd00:40:2::11"), 1460)):
	    old = drops("$n1")
	    if $f == 4:
	        dev.send(eth(dst, src, 0x0800, ip4(*their4, 17, udp(5, 9, b"x" * (fits - 27)), df=1)))
	        p = Packet(dev.expect(lambda f: Packet(f).proto == 0x0800 and Packet(f).l4 == 1 and Packet(f).payload[0] == 3))
	        check_eq((p.payload[1], struct.unpack("!H", p.payload[6:8])[0]), (4, fits), "code and MTU")
	    else:
	        dev.send(eth(dst, src, 0x86dd, ip6(*their6, 17, udp(5, 9, b"x" * (fits - 47)))))
	        p = Packet(dev.expect(lambda f: Packet(f).proto == 0x86dd and Packet(f).l4 == 58 and Packet(f).payload[0] == 2))
	        check_eq(struct.unpack("!I", p.payload[4:8])[0], fits, "MTU")
	    wait_drops("$n1", old, {"too_big": 1})
	END
	must ip -n "$a" link set dev eth0 mtu 1446
	must ip -n "$c" link set dev eth0 mtu 1460
	log_test "U1: IPv$f: what does not fit is told to its sender: 1446 in l2, 1460 in l3"
}

# An error of a router on the way, about a packet of ours; or one made up.
told()
{
	local case=$1

	case $case in
	srh)	must ovctl -n "$n1" underlay set u srh full
		defer ovctl -n "$n1" underlay set u srh off ;;
	esac
	srv6_py <<-END
	a, c, w, wire = Dev("$a"), Dev("$c"), Dev("$n2", "eth0"), Dev("$wire", "w1")
	n1 = ovs_mac("$n1")
	if "$case" == "l3":
	    c.send(eth("$GATEWAY_MAC", "02:00:00:00:01:11", 0x86dd, ip6("fd00:40:1::11", "fd00:40:2::11", 17, udp(5, 9, b"told $case" + b"." * 1300))))
	else:
	    a.send(eth(port_mac(12), port_mac(11), 0x88b5, b"told $case" + b"." * 1380))
	sent = w.expect(carries(b"told $case"))
	def error(mtu, quote):
	    body = struct.pack("!BBHI", 2, 0, 0, mtu) + quote[:1232]
	    wire.send(eth(n1, "02:00:00:00:99:99", 0x86dd, icmp6("fd00:2::99", "fd00:2::1", body)))
	def learned():
	    return ovctl("$n1", "remote", "show", "r2")[0].get("pmtu")
	quote = sent[14:]
	def ping():
	    # behind what was sent before
	    wire.send(eth(n1, "02:00:00:00:99:99", 0x86dd, advertise("fd00:2::99", "fd00:2::99", "02:00:00:00:99:99", "fd00:2::1", 0x60)))
	    wire.send(eth(n1, "02:00:00:00:99:99", 0x86dd, icmp6("fd00:2::99", "fd00:2::1", struct.pack("!BBHHH", 128, 0, 0, 7, 7))))
	    wire.expect(lambda f: Packet(f).proto == 0x86dd and Packet(f).l4 == 58 and Packet(f).payload[0] in (129, 135))
	if "$case" == "forged":
	    for off, bit in ((1, 1), (3, 1), (20, 1), (39, 1), (40, 1), (46, 1), (24, 128)):
	        q = bytearray(quote)
	        q[off] ^= bit
	        if off != 1:
	            error(1300, bytes(q))
	    q = bytearray(quote)
	    q[3] ^= 0x80        # another flow
	    error(1300, bytes(q))
	    error(1279, quote)
	    error(len(quote), quote)
	    error(1300, quote[:50])
	    ping()
	    check_eq(learned(), None, "learned")
	else:
	    error(1380, quote)
	    wait_for(lambda: learned() == 1380, "1380, learned")
	    # and it counts
	    fits = {"l2": 1380 - 54, "l3": 1380 - 40, "srh": 1380 - 78}["$case"]
	    dev, dst, src, their = ((c, "$GATEWAY_MAC", "02:00:00:00:01:11", ("fd00:40:1::11", "fd00:40:2::11")) if "$case" == "l3" else
	                            (a, port_mac(12), port_mac(11), ("fd00:10::11", "fd00:10::12")))
	    dev.send(eth(dst, src, 0x86dd, ip6(*their, 17, udp(5, 9, b"x" * (fits - 47)))))
	    p = Packet(dev.expect(lambda f: Packet(f).proto == 0x86dd and Packet(f).l4 == 58 and Packet(f).payload[0] == 2))
	    check_eq(struct.unpack("!I", p.payload[4:8])[0], fits, "MTU")
	    dev.send(eth(dst, src, 0x86dd, ip6(*their, 17, udp(5, 9, b"fits" + b"x" * (fits - 52)))))
	    w.expect(carries(b"fits"))
	END
	# what was learned is forgotten with the way
	must ovctl -n "$n1" underlay set u ttl 63
	must ovctl -n "$n1" underlay set u ttl 64
	log_test "U1: packet too big from the underlay: $case"
}

traced()
{
	local out

	out=$(ovctl -n "$n1" trace red from a dst 02:00:00:00:00:12)
	check_match "$out" "encap +underlay u vni 100 src fd00:2::1 dst $DT2U sid $DT2U next-header 143 mtu 1446" "known"
	out=$(ovctl -n "$n1" trace red from a dst ff:ff:ff:ff:ff:ff)
	check_match "$out" "sid $DT2M next-header 143" "broadcast"
	out=$(ovctl -n "$n1" trace blue from c src 10.40.1.11 dst 10.40.2.11 icmp)
	check_match "$out" "sid $DT46 next-header 4 mtu 1460" "IPv4"
	out=$(ovctl -n "$n1" trace blue from c src fd00:40:1::11 dst fd00:40:2::11 icmp)
	check_match "$out" "sid $DT46 next-header 41" "IPv6"
	out=$(ovctl -n "$n2" trace red from remote r1 src 02:00:00:00:00:11 dst 02:00:00:00:00:12)
	check_match "$out" "sent.*dev b" "from a remote"
	out=$(ovctl -n "$n2" trace blue from remote r1 src 10.40.1.11 dst 10.40.2.11 icmp)
	check_match "$out" "sent.*dev d" "from a remote, l3"
	log_test "trace: outer source and destination, SID, next header; from a remote"
}

mtu()
{
	local id name want

	for name in "100 1446" "200 1460"; do
		read -r id want <<< "$name"
		must ip -n "$n1" link add "leg$id" type ovnet id "$id"
		defer ip -n "$n1" link del "leg$id"
		check_eq "$(ip -n "$n1" -j link show dev "leg$id" | jq '.[0].mtu')" "$want" "MTU of network $id"
	done
	log_test "the MTU of legs: 54 bytes less in l2 networks, 40 in l3"
}

# Rules of the host see it before connection tracking would.
untracked()
{
	must in_ns "$n1" nft -f - <<-END
	table ip6 host {
		chain out {
			type filter hook output priority 0;
			ip6 daddr fd00:5:2::/48 ct state untracked counter
			ip6 daddr fd00:5:2::/48 ct state != untracked counter drop
		}
	}
	END
	defer in_ns "$n1" nft delete table ip6 host
	must in_ns "$n2" nft -f - <<-END
	table ip6 host {
		chain raw {
			type filter hook prerouting priority raw;
			ip6 nexthdr { 4, 41, 143 } counter
		}
		chain late {
			type filter hook prerouting priority 0;
			ct state new counter
			ip6 daddr fd00:5:2::/48 counter drop
		}
	}
	END
	defer in_ns "$n2" nft delete table ip6 host
	reach "$a" "$b" 10.0.0.12
	reach "$c" "$d" fd00:40:2::11
	[[ $(in_ns "$n2" nft list chain ip6 host raw) =~ packets\ [1-9] ]]
	check_err $? "raw filters of the host do not see it"
	log_test "untracked on the way out; past the host's raw filters on the way in, before the rest"
}

# While an operator migrates: n2 can be reached both ways, n3 by VXLAN alone.
mixed()
{
	must ovctl -n "$n1" -b - <<-END
	underlay add v vxlan 192.0.2.1
	remote set r2 vtep 192.0.2.2
	remote add r3 vxlan 192.0.2.3
	network set red underlay v,u
	member add red remote r3
	END
	must ovctl -n "$n2" -b - <<-END
	underlay add v vxlan 192.0.2.2
	remote set r1 vtep 192.0.2.1
	network set red underlay v,u
	END
	must ovctl -n "$n3" -b - <<-END
	underlay add v vxlan 192.0.2.3
	remote add r1 vxlan 192.0.2.1
	network add red id 100 underlay v learning-remote on
	member add red remote r1
	END
	endpoint e "$n3" red 13
	reach "$a" "$b" 10.0.0.12
	reach "$a" "$e" 10.0.0.13
	srv6_py <<-END
	a, b, e, w2, w3 = Dev("$a"), Dev("$b"), Dev("$e"), Dev("$n2", "eth0"), Dev("$n3", "eth0")
	def spread(tag, by2):
	    frame = eth(BROADCAST, port_mac(11), 0x88b5, tag + b"." * 60)
	    fence = eth(BROADCAST, port_mac(11), 0x88b5, b"fence" * 20)
	    a.send(frame)
	    a.send(fence)
	    for dev in b, e:
	        check_eq(sum(f == frame for f in dev.until(fence)), 1, "copies of %s" % tag)
	    at2 = [f for f in w2.until(lambda f: fence in f) if frame in f]
	    at3 = [f for f in w3.until(lambda f: fence in f) if frame in f]
	    check_eq(([is_sr(f) for f in at2], [is_vxlan(f) for f in at3]), ([by2], [True]), "by SRv6, by VXLAN")
	spread(b"both ways", True)
	ovctl("$n1", "remote", "set", "r2", "srv6", "none", "source", "none")
	spread(b"one way", False)
	END
	log_test "networks with both: SRv6 first, one copy, and VXLAN to who has no locator"
}

tests_run
