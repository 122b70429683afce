#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Short ways: what is remembered of a flow, of the way to a remote and of the way
# in from one holds no longer than what it came from.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$SELFTESTS/lib/own.sh"

TESTS=(
	"rows on" "rows off"
	"ports on" "ports off"
	"devices on" "devices off"
	"own on" "own off"
	"legs on" "legs off"
	"clamped on" "clamped off"
	"congested on" "congested off"
	"marked on" "marked off"
	"bound on" "bound off"
	"source_moves on" "source_moves off"
	"dhcp on" "dhcp off"
	loop
	neighbour
	route_out
	"in_changes on" "in_changes off"
	address_in
	hooks
	vlan
)
# Over SRv6 the host is not asked; a device is a device; nft 1.0.6 does not set the
# ECN of IPv6.
VXLAN_ONLY=(address_in vlan congested)
[ "$ENCAP" = vxlan ] || TESTS+=(
	"in_locator on" "in_locator off"
	"in_device on" "in_device off"
	"said on" "said off"
)

# red: a, b on n1, c on n2
setup()
{
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2"
	endpoint a "$n1" red 11
	endpoint b "$n1" red 12
	endpoint c "$n2" red 13
	reach "$a" "$b" 10.0.0.12
	reach "$a" "$c" 10.0.0.13
}

# A flow of a's, to a MAC that is wherever a row says; so many that it is
# remembered, when its place is asked for.
FLOW='
MAC = "02:00:00:00:00:77"

class Flow:
    def __init__(self, n1, n2, a, b, c):
        self.n1, self.n2 = n1, n2
        self.a = Dev(a)
        self.places = {"b": (Dev(b), 12), "c": (Dev(c), 13)}
        self.serial = 0

    def send(self, **kw):
        self.serial += 1
        frame = eth(MAC, port_mac(11), 0x0800,
                    ip4("10.0.0.11", "10.0.0.77", 17,
                        udp(1000, 2000, b"%08d" % self.serial), **kw))
        self.a.send(frame)
        return frame

    def comes_to(self, place, what):
        # here, and not there: what was sent behind it has come there
        for _ in range(4):
            frame = self.send()
            for name, (dev, number) in self.places.items():
                if name == place:
                    dev.expect(frame, "%s: the frame" % what)
                    continue
                fence = eth(port_mac(number), port_mac(11), 0x88b5,
                            b"%050d" % self.serial)
                self.a.send(fence)
                if frame in dev.until(fence):
                    fail("%s: %s got the frame" % (what, name))

    def dropped(self, node, reason, what):
        before = self.drops(node, reason)
        for _ in range(4):
            self.send()
        after = self.drops(node, reason)
        check_eq(after - before, 4, "%s: dropped as %s" % (what, reason))

    @staticmethod
    def drops(node, reason):
        return drops(node).get(reason, 0)

def ip(node, *words):
    subprocess.run(["ip", "-n", node, *words], check=True)
'

# flow_py: check_py, with s, a Flow
flow_py()
{
	{
		echo "import json, subprocess"
		echo "$FLOW"
		echo "s = Flow(\"$n1\", \"$n2\", \"$a\", \"$b\", \"$c\")"
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

# cache on|off: on both nodes, and the MAC is at b
cache()
{
	must ovctl -n "$n1" node set cache "$1"
	must ovctl -n "$n2" node set cache "$1"
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 dev b
	must ovctl -n "$n2" fdb replace red 02:00:00:00:00:77 dev c
}

# Configured, moved by its own frames, gone.
rows()
{
	cache "$1"
	flow_py <<-END
	s.comes_to("b", "to begin with")
	for _ in range(3):
	    ovctl("$n1", "fdb", "replace", "red", MAC, "remote", "r2")
	    s.comes_to("c", "moved")
	    ovctl("$n1", "fdb", "replace", "red", MAC, "dev", "b")
	    s.comes_to("b", "moved back")
	ovctl("$n1", "fdb", "del", "red", MAC)
	ovctl("$n1", "fdb", "add", "red", MAC, "remote", "r2")
	s.comes_to("c", "another row")
	ovctl("$n1", "fdb", "del", "red", MAC)
	frame = s.send()
	for name, (dev, _) in s.places.items():
	    dev.expect(frame, "nowhere: the frame")
	END
	log_test "cache $1: a flow goes where its row points, from the next packet on"
}

ports()
{
	cache "$1"
	flow_py <<-END
	s.comes_to("b", "to begin with")
	for name in "b", "a":
	    ovctl("$n1", "port", "set", name, "state", "blocked")
	    s.dropped("$n1", "port_blocked", name + " blocked")
	    ovctl("$n1", "port", "set", name, "state", "open")
	    s.comes_to("b", name + " open")
	ovctl("$n1", "fdb", "replace", "red", MAC, "remote", "r2")
	s.comes_to("c", "at another node")
	ovctl("$n1", "remote", "set", "r2", "state", "down")
	s.dropped("$n1", "remote_down", "the remote down")
	ovctl("$n1", "remote", "set", "r2", "state", "up")
	ovctl("$n2", "remote", "set", "r1", "state", "down")
	s.dropped("$n2", "remote_down", "its sender down")
	ovctl("$n2", "remote", "set", "r1", "state", "up")
	s.comes_to("c", "up")
	END
	log_test "cache $1: a port that is blocked, a remote that is down: the flow ends"
}

# Of a port: down, or with another MTU than before.
devices()
{
	cache "$1"
	flow_py <<-END
	def large():
	    s.serial += 1
	    frame = eth(MAC, port_mac(11), 0x0800,
	                ip4("10.0.0.11", "10.0.0.77", 17,
	                    udp(1000, 2000, b"%0400d" % s.serial)))
	    s.a.send(frame)
	    return frame
	for name, node, port in ("b", "$n1", "b"), ("c", "$n2", "c"):
	    dev = s.places[name][0]
	    if name == "c":
	        ovctl("$n1", "fdb", "replace", "red", MAC, "remote", "r2")
	    s.comes_to(name, "to begin with")
	    ip(node, "link", "set", "dev", port, "down")
	    s.dropped(node, "port_down", name + " down")
	    ip(node, "link", "set", "dev", port, "up")
	    s.comes_to(name, "up")
	    ip(node, "link", "set", "dev", port, "mtu", "300")
	    whole = {large() for _ in range(4)}
	    last = s.send()
	    if whole & set(dev.until(last)):
	        fail("%s: a frame that does not fit" % name)
	    ip(node, "link", "set", "dev", port, "mtu", "1500")
	    dev.expect(large(), name + ": a frame that fits again")
	END
	log_test "cache $1: a port that is down, or small: the flow's next packet is dropped, or cut"
}

# Of an own device that is down nothing is to be received.
own()
{
	local port

	cache "$1"
	setup_ns pod
	own_device "$n1" "$pod" type ovnet port red
	must ip -n "$pod" link set eth0 up
	port=$(json "$n1" 'map(.ifname | select(startswith("eth0@")))[0]' port show)
	must ovctl -n "$n1" port set "$port" state open
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 dev "$port"
	flow_py <<-END
	pod = Dev("$pod", proto=0x0800)
	for _ in range(4):
	    pod.expect(s.send(), "to begin with")
	ip("$pod", "link", "set", "eth0", "down")
	s.dropped("$n1", "port_down", "down")
	ip("$pod", "link", "set", "eth0", "up")
	Dev("$pod").expect(s.send(), "up again")
	END
	must ip -n "$pod" link del eth0
	log_test "cache $1: an endpoint's own device that is down: its flow ends"
}

# One that comes, and listens, in the midst of it.
legs()
{
	cache "$1"
	flow_py <<-END
	for name, node in ("b", "$n1"), ("c", "$n1"), ("c", "$n2"):
	    if name == "c":
	        ovctl("$n1", "fdb", "replace", "red", MAC, "remote", "r2")
	    s.comes_to(name, "to begin with")
	    ip(node, "link", "add", "leg", "up", "type", "ovnet", "network", "red")
	    ip(node, "link", "set", "leg", "promisc", "on")
	    leg = Dev(node, "leg")
	    for _ in range(4):
	        frame = s.send()
	        leg.expect(frame, "what the leg hears")
	        s.places[name][0].expect(frame, "what goes on")
	    ip(node, "link", "del", "leg")
	    s.comes_to(name, "without a leg")
	END
	log_test "cache $1: a leg that comes hears what goes on"
}

clamped()
{
	cache "$1"
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 remote r2
	flow_py <<-END
	import struct
	dev = s.places["c"][0]
	def syn():
	    s.serial += 1
	    tcp = struct.pack(">HHIIBBHHHBBH", 1000, 2000, s.serial, 0, 6 << 4, 2, 9, 0, 0,
	                      2, 4, 9000)
	    frame = eth(MAC, port_mac(11), 0x0800, ip4("10.0.0.11", "10.0.0.77", 6, tcp))
	    s.a.send(frame)
	    return frame[:42]
	def announced():
	    start = syn()
	    got = dev.expect(lambda f: f[:42] == start, "the SYN")
	    return struct.unpack(">H", got[56:58])[0]
	s.comes_to("c", "to begin with")
	for node in "$n1", "$n2":
	    check_eq(announced(), 9000, "as it was")
	    ovctl(node, "network", "set", "red", "mss-clamp", "on")
	    for _ in range(4):
	        if announced() == 9000:
	            fail("not clamped")
	    ovctl(node, "network", "set", "red", "mss-clamp", "off")
	    check_eq(announced(), 9000, "as it was again")
	END
	log_test "cache $1: what a SYN of a flow says is clamped, once that is wanted"
}

# RFC 6040: what the underlay says of it, in the midst of a flow.
congested()
{
	cache "$1"
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 remote r2
	flow_py <<-END
	def nft(text):
	    subprocess.run(["ip", "netns", "exec", "$n1", "nft", "-f", "-"], input=text,
	                   check=True, text=True)
	dev = s.places["c"][0]
	def came(tos):
	    frame = s.send(tos=tos)
	    got = dev.expect(lambda f: f[-8:] == frame[-8:], "the frame")
	    return got[15]
	wire = Dev("$wire", "w1")
	for tos in 0, 1, 2, 3:
	    s.comes_to("c", "to begin with")
	    for _ in range(4):
	        check_eq(came(tos), tos, "as it was")
	        outer = wire.expect(lambda f: f[-8:] == b"%08d" % s.serial, "the packet")
	        check_eq(outer[15] & 3, tos, "the outer header")
	nft("table netdev t { chain c { type filter hook egress device eth0 priority 0;"
	    " ip ecn set ce; }; }")
	for _ in range(4):
	    check_eq(came(2), 3, "congestion")
	s.dropped("$n2", "ecn", "who knows nothing of it")
	nft("delete table netdev t")
	s.comes_to("c", "as it was")
	END
	log_test "cache $1: congestion that a flow meets is told to it"
}

# What the host has marked a tunnel packet with is not for the endpoint.
marked()
{
	cache "$1"
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 remote r2
	must tc -n "$n2" qdisc add dev eth0 clsact
	must tc -n "$n2" filter add dev eth0 ingress matchall action skbedit mark 7
	must in_ns "$c" nft -f - <<-END
	table netdev t {
		counter marked { }
		counter seen { }
		chain c {
			type filter hook ingress device eth0 priority 0;
			udp dport 2000 counter name seen
			udp dport 2000 meta mark 7 counter name marked
		}
	}
	END
	flow_py <<-END
	s.comes_to("c", "marked outside")
	END
	check_match "$(in_ns "$c" nft list counter netdev t seen)" "packets [1-9]" "packets"
	check_match "$(in_ns "$c" nft list counter netdev t marked)" "packets 0 " "marked inside"
	must in_ns "$c" nft delete table netdev t
	must tc -n "$n2" qdisc del dev eth0 clsact
	log_test "cache $1: what the host marks on the way in is not marked in the endpoint"
}

# What the guard has not seen in a flow's first packets.
bound()
{
	cache "$1"
	flow_py <<-END
	s.comes_to("b", "to begin with")
	ovctl("$n1", "binding", "add", "a", "mac", port_mac(11), "ip", "10.0.0.12")
	s.dropped("$n1", "spoof_ip", "another address")
	ovctl("$n1", "binding", "add", "a", "mac", port_mac(11), "ip", "10.0.0.11")
	s.comes_to("b", "its address")
	broken = bytearray(s.send())
	broken[14] = 0x55       # version 5
	before = s.drops("$n1", "spoof_ip")
	for _ in range(4):
	    s.a.send(bytes(broken))
	check_eq(s.drops("$n1", "spoof_ip") - before, 4, "broken headers dropped")
	s.comes_to("b", "its address again")
	END
	must ovctl -n "$n1" port del a
	must ovctl -n "$n1" port add a network red state open
	log_test "cache $1: bindings hold for a flow that goes on, and for each header"
}

# The flow's source is seen elsewhere, and then its next packet comes again.
source_moves()
{
	cache "$1"
	flow_py <<-END
	where = lambda: [r.get("ifname") for r in ovctl("$n1", "fdb", "show", "red")
	                 if r["mac"] == port_mac(55)]
	def frame():
	    return eth(MAC, port_mac(55), 0x0800,
	               ip4("10.0.0.55", "10.0.0.77", 17, udp(1000, 2000, b"moves")))
	b = s.places["b"][0]
	for _ in range(3):
	    for _ in range(4):
	        s.a.send(frame())
	    check_eq(where(), ["a"], "where the source is")
	    b.send(frame())
	    check_eq(where(), ["b"], "where the source is, moved")
	    s.a.send(frame())
	    check_eq(where(), ["a"], "where the source is, moved back")
	# and what is sent there: nowhere, once that is where it comes from
	to = eth(port_mac(55), port_mac(11), 0x0800,
	         ip4("10.0.0.11", "10.0.0.55", 17, udp(1000, 2000, b"there")))
	b.send(frame())
	for _ in range(4):
	    s.a.send(to)
	    b.expect(to, "what is sent to it")
	s.a.send(frame())
	before = s.drops("$n1", "same_port")
	for _ in range(4):
	    s.a.send(to)
	check_eq(s.drops("$n1", "same_port") - before, 4, "dropped as same_port")
	END
	log_test "cache $1: a source that moves is where it was seen last, by each packet"
}

# Who has no address yet may ask for one, and that is all: what passes for its
# ports is not remembered for its addresses.
dhcp()
{
	cache "$1"
	flow_py <<-END
	ovctl("$n1", "binding", "add", "a", "mac", port_mac(11), "ip", "10.0.0.11")
	def frame(sport, dport):
	    return eth(MAC, port_mac(11), 0x0800,
	               ip4("0.0.0.0", "255.255.255.255", 17, udp(sport, dport, b"x" * 20)))
	ask, before, n = frame(68, 67), s.drops("$n1", "spoof_ip"), 0
	for sport in range(0, 20000, 200):
	    for _ in range(3):
	        s.a.send(ask)
	    for i in range(200):
	        s.a.send(frame(sport + i, 9))
	        n += 1
	check_eq(s.drops("$n1", "spoof_ip") - before, n, "dropped")
	END
	must ovctl -n "$n1" port del a
	must ovctl -n "$n1" port add a network red state open
	log_test "cache $1: from 0.0.0.0 passes what asks for an address, and nothing else"
}

# An endpoint that is a node of ours, too, and leads back what it gets: as many
# frames go round as may be flooded, and the stack does not end before that.
loop()
{
	local i

	setup_ns tenant
	for i in 1 2; do
		must ip link add name "l$i" netns "$n1" type veth \
			peer name "e$i" netns "$tenant"
		must ip -n "$n1" link set "l$i" up
		must ip -n "$tenant" link set "e$i" up
		must ovctl -n "$n1" port add "l$i" network red state open
		must ovctl -n "$n1" port set "l$i" flood-rate 200
	done
	must ovctl -n "$tenant" network add round id 5
	must ovctl -n "$tenant" port add e1 network round state open
	must ovctl -n "$tenant" port add e2 network round state open
	flow_py <<-END
	frame = eth(BROADCAST, port_mac(11), 0x88b5, b"round and round" * 4)
	s.a.send(frame)
	s.places["b"][0].expect(frame, "the frame")
	END
	wait_until "frames over the rate" drops_above "$n1" flood_rate 0
	must ovctl -n "$n1" port del l1
	must ovctl -n "$n1" port del l2
	reach "$a" "$b" 10.0.0.12
	log_test "two ports that lead to each other: frames go round, not deeper"
}

# The underlay: what is known of it changes.
neighbour()
{
	local next=192.0.2.2

	[ "$ENCAP" = vxlan ] || next=fd00:2::2
	cache on
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 remote r2
	flow_py <<-END
	wire = Dev("$wire", "w1")
	def outer(want):
	    for _ in range(4):
	        frame = s.send()
	        got = wire.expect(lambda f: f[-len(frame):] == frame, "the packet")
	        check_eq(got[:6].hex(":"), want, "its next hop")
	def ip(node, *words):
	    return subprocess.run(["ip", "-n", node, *words], check=True,
	                          stdout=subprocess.PIPE, text=True).stdout
	own = json.loads(ip("$n2", "-j", "link", "show", "eth0"))[0]["address"]
	s.comes_to("c", "to begin with")
	outer(own)
	ip("$n1", "neigh", "replace", "$next", "lladdr", "02:00:00:00:99:99",
	   "nud", "permanent", "dev", "eth0")
	outer("02:00:00:00:99:99")
	ip("$n1", "neigh", "del", "$next", "dev", "eth0")
	s.comes_to("c", "found again")
	outer(own)
	END
	log_test "a next hop with another address, or none: the next packet knows"
}

route_out()
{
	local to=192.0.2.2/32

	[ "$ENCAP" = vxlan ] || to=fd00:5:2::/48
	cache on
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 remote r2
	flow_py <<-END
	def ip(*words):
	    subprocess.run(["ip", "-n", "$n1", *words], check=True)
	s.comes_to("c", "to begin with")
	ip("route", "add", "unreachable", "$to", "metric", "1")
	s.dropped("$n1", "no_route", "no route")
	ip("route", "del", "unreachable", "$to", "metric", "1")
	s.comes_to("c", "a route again")
	END
	log_test "the underlay's routes change: the next packet knows"
}

# On the other node: whose a source is, and what the number of a network.
in_changes()
{
	local key=vtep own=192.0.2.1 other=192.0.2.77
	local second="vxlan $own"

	if [ "$ENCAP" = srv6 ]; then
		key="source" own=fd00:2::1/128 other=fd00:2::77/128
		second="srv6 fd00:5:9::/48 source $own"
	fi
	cache "$1"
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 remote r2
	flow_py <<-END
	s.comes_to("c", "to begin with")
	ovctl("$n2", "remote", "set", "r1", "$key", "$other")
	s.dropped("$n2", "unknown_remote", "another source")
	ovctl("$n2", *"remote add r9 $second state down".split())
	s.dropped("$n2", "remote_down", "another's source")
	ovctl("$n2", "remote", "set", "r9", "state", "up")
	s.comes_to("c", "the other is up")
	ovctl("$n2", "remote", "del", "r9")
	s.dropped("$n2", "unknown_remote", "the other is gone")
	ovctl("$n2", "remote", "set", "r1", "$key", "$own")
	s.comes_to("c", "its source again")
	ovctl("$n2", "network", "del", "red", "force")
	s.dropped("$n2", "unknown_vni", "no network")
	for line in ("network add red id 101 underlay u", "network add other id 100 underlay u",
	             "port add c network red state open"):
	    ovctl("$n2", *line.split())
	s.dropped("$n2", "flood_nowhere", "another's number")
	for line in ("network del red force", "network del other", "network add red id 100 underlay u",
	             "member add red remote r1", "port add c network red state open",
	             "fdb add red %s dev c" % MAC):
	    ovctl("$n2", *line.split())
	s.comes_to("c", "its network again")
	END
	log_test "cache $1: what comes in is whose its source is now, of who has its number"
}

# Frames that come to n2 without n1, by the wire that W is the other end of.
OUTSIDE='
def outside(w, mac, n):
    frame = eth(port_mac(13), port_mac(11), 0x88b5, b"from outside %06d" % n + b"." * 50)
    w.send(eth(mac, "02:00:00:00:99:99", 0x86dd, ip6("fd00:2::1", sid(2, DT2U, 100), 143, frame)))
    return frame

def address(ns, name):
    return json.loads(subprocess.check_output(["ip", "-n", ns, "-j", "link", "show", name]))[0]["address"]
'

# What is not in the locator any more is the host's.
in_locator()
{
	cache "$1"
	flow_py <<-END
	$OUTSIDE
	w, c, mac = Dev("$wire", "w2"), s.places["c"][0], address("$n2", "eth0")
	for n in range(4):
	    c.expect(outside(w, mac, n), "a frame")
	ovctl("$n2", "underlay", "set", "u", "locator", "fd00:15:2::/48")
	lost = [outside(w, mac, n) for n in range(4, 8)]
	ovctl("$n2", "underlay", "set", "u", "locator", "fd00:5:2::/48")
	frame = outside(w, mac, 8)
	if set(lost) & set(c.until(frame)):
	    fail("taken though it was not for the locator")
	END
	log_test "cache $1: a locator that moves: what is for the old one is left to the host"
}

# Nor is what comes by a device of a VRF.
in_device()
{
	cache "$1"
	must ip link add name x0 netns "$n2" type veth peer name x1 netns "$wire"
	defer ip -n "$n2" link del x0
	must ip -n "$n2" link set x0 up
	must ip -n "$wire" link set x1 up
	must ip -n "$n2" link add name v type vrf table 9
	defer ip -n "$n2" link del v
	must ip -n "$n2" link set v up
	flow_py <<-END
	$OUTSIDE
	def ip(*words):
	    subprocess.run(["ip", "-n", "$n2", *words], check=True)
	w, c, mac = Dev("$wire", "x1"), s.places["c"][0], address("$n2", "x0")
	for n in range(4):
	    c.expect(outside(w, mac, n), "a frame")
	ip("link", "set", "x0", "master", "v")
	lost = [outside(w, mac, n) for n in range(4, 8)]
	ip("link", "set", "x0", "nomaster")
	frame = outside(w, mac, 8)
	if set(lost) & set(c.until(frame)):
	    fail("taken though its device was a VRF's")
	END
	log_test "cache $1: a device that becomes a VRF's: what comes by it is left to the host"
}

# A membership gets a SID of its own, and loses it.
said()
{
	cache "$1"
	must ip -n "$n1" route add fd00:5:8::/48 via fd00:2::2
	defer ip -n "$n1" route del fd00:5:8::/48
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 remote r2
	flow_py <<-END
	wire = Dev("$wire", "w1")
	def outer(want):
	    for _ in range(4):
	        frame = s.send()
	        got = Packet(wire.expect(lambda f: f[-len(frame):] == frame, "the packet"))
	        check_eq(got.daddr, want, "its SID")
	s.comes_to("c", "to begin with")
	outer(sid(2, DT2U, 100))
	def member(*more):
	    ovctl("$n1", "member", "del", "red", "remote", "r2")
	    ovctl("$n1", "member", "add", "red", "remote", "r2", *more)
	member("sid", "fd00:5:8::1")
	outer("fd00:5:8::1")
	member()
	outer(sid(2, DT2U, 100))
	s.comes_to("c", "its own SID again")
	END
	log_test "cache $1: a SID that a membership says: the next packet goes there"
}

# Is it for us? The host says.
address_in()
{
	cache on
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 remote r2
	flow_py <<-END
	def ip(*words):
	    subprocess.run(["ip", "-n", "$n2", *words], check=True)
	wire = Dev("$wire", "w1")
	dev = s.places["c"][0]
	s.comes_to("c", "to begin with")
	ip("addr", "del", "192.0.2.2/24", "dev", "eth0")
	lost = [s.send() for _ in range(4)]
	for frame in lost:
	    wire.expect(lambda f: f[-len(frame):] == frame, "the packet")
	ip("addr", "add", "192.0.2.2/24", "dev", "eth0")
	frame = s.send()
	before = dev.until(frame)
	if set(lost) & set(before):
	    fail("taken in though the address was not the host's")
	s.comes_to("c", "an address again")
	END
	log_test "what comes for an address that is not the host's any more is left to it"
}

# Rules of the host's hold, unless it is said that they are not asked; over SRv6
# those for what comes in always do.
hooks()
{
	local match="udp dport 4789" in='"prerouting", "input"'

	[ "$ENCAP" = vxlan ] || match="ip6 daddr fd00:5:2::/48" in=
	cache on
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 remote r2
	flow_py <<-END
	def nft(node, text):
	    subprocess.run(["ip", "netns", "exec", node, "nft", "-f", "-"], input=text,
	                   check=True, text=True)
	dev = s.places["c"][0]
	def some():
	    return {s.send() for _ in range(4)}
	def hold(node, hook):
	    nft(node, "table inet t { chain c { type filter hook %s priority 0;"
	              " $match counter drop; }; }" % hook)
	s.comes_to("c", "to begin with")
	for node, hooks in (("$n1", ("output", "postrouting")),
	                    ("$n2", ($in))):
	    for hook in hooks:
	        hold(node, hook)
	        frames = some()
	        ovctl(node, "node", "set", "underlay-hooks", "off")
	        s.comes_to("c", hook + ", not asked")
	        ovctl(node, "node", "set", "underlay-hooks", "on")
	        frames |= some()
	        nft(node, "delete table inet t")
	        s.comes_to("c", "hooks on")
	        ovctl(node, "node", "set", "underlay-hooks", "auto")
	        frame = s.send()
	        if frames & set(dev.until(frame)):
	            fail("%s: passed" % hook)
	        s.comes_to("c", "hooks auto")
	END
	log_test "underlay-hooks: the host's rules are asked while it has any; off: never"
}

# A device without a queue above one without a queue: each counts what it sends.
vlan()
{
	local tracing=/sys/kernel/tracing/instances/vlan i node

	must mkdir "$tracing"
	defer rmdir "$tracing"
	for i in 1 2; do
		node_of "$i"
		must ip -n "$node" link add eth0.5 link eth0 up type vlan id 5
		must ip -n "$node" addr del "192.0.2.$i/24" dev eth0
		must ip -n "$node" addr add "192.0.2.$i/24" dev eth0.5
	done
	cache on
	must ovctl -n "$n1" fdb replace red 02:00:00:00:00:77 remote r2
	flow_py <<-END
	wire = Dev("$wire", "w1")
	def sent():
	    return [json.loads(subprocess.check_output(
	        ["ip", "-n", "$n1", "-s", "-j", "link", "show", dev]))[0]["stats64"]["tx"]["packets"]
	        for dev in ("eth0.5", "eth0")]
	s.comes_to("c", "over a VLAN")
	# what is given to a device by way of the core; the long ones are ours
	for name, text in ("filter", "len > 90"), ("enable", "1"):
	    with open("$tracing/events/net/net_dev_queue/" + name, "w") as file:
	        file.write(text)
	before = sent()
	for _ in range(4):
	    frame = s.send()
	    got = wire.expect(lambda f: f[-len(frame):] == frame, "the packet")
	    check_eq(got[12:16].hex(), "81000005", "its tag")
	check_eq([b - a for a, b in zip(before, sent())], [4, 4], "packets by the VLAN, and below it")
	with open("$tracing/trace") as file:
	    trace = file.read()
	check_eq((trace.count("dev=eth0.5 "), trace.count("dev=eth0 ") >= 4), (0, True),
	         "packets that the core gave to the VLAN, and to what is below it")
	END
	log_test "an underlay on a VLAN: tagged, counted by both devices, its driver called at once"
}

tests_run
