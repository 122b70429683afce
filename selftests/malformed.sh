#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Every wrong packet is dropped under its own name, once, and under no other.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"outer 4" "outer 6"
	"inner 4" "inner 6"
	"reserved_bits 4" "reserved_bits 6"
	"stranger 4" "stranger 6"
	"wrong_vtep 4" "wrong_vtep 6"
	"remote_down 4" "remote_down 6"
	zero_checksum_4
	zero_checksum_6
	bad_checksum
	"storm 4" "storm 6"
	from_port
	from_inside
)

# n1 is under test; n2 is a remote of it, n3 a stranger
setup()
{
	export NS_IPV6=0
	setup_underlay 3
	must ip -n "$n1" addr add 192.0.2.101/24 dev eth0
	must ip -n "$n1" addr add fd00:2::101/64 dev eth0 nodad
	must ovctl -n "$n1" underlay add u vxlan 192.0.2.1,fd00:2::1
	must ovctl -n "$n1" remote add r2 vxlan 192.0.2.2,fd00:2::2
	must ovctl -n "$n1" network add red id 100 underlay u
	must ovctl -n "$n1" member add red remote r2
	endpoint a "$n1" red 11
	must ip -n "$n1" link add leg1 address 02:00:00:00:01:00 type ovnet network red
	no_ipv6 "$n1" leg1
	must ip -n "$n1" link set leg1 up
	# what neighbour discovery has to say is said now
	must in_ns "$n2" ping -q -n -c 1 fd00:2::1
	must in_ns "$n3" ping -q -n -c 1 fd00:2::1
}

BAD='
class Victim:
    """n1, and the counters it had when last looked at."""

    def __init__(self, family, n1, n2, a):
        self.family, self.n1, self.a = family, n1, Dev(a)
        self.addr = "192.0.2.1" if family == 4 else "fd00:2::1"
        self.vtep = self.sender(n2, 2)
        self.before = drops(n1)
        self.serial = 0

    def sender(self, ns, number):
        return Udp(ns, ("192.0.2.%d" if self.family == 4 else "fd00:2::%d") % number)

    # a good packet behind what was sent: nothing else is to come before it
    def fence(self, what):
        self.serial += 1
        frame = eth(port_mac(11), port_mac(12), 0x88b6, b"fence%d" % self.serial)
        self.vtep.send(vxlan(100, frame), self.addr)
        got = self.a.until(frame)
        if got:
            fail("%s: %d frames came through: %s" % (what, len(got), got[0].hex()))

    def drop(self, what, reason, data, sender=None, addr=None):
        (sender or self.vtep).send(data, addr or self.addr)
        try:
            wait_drops(self.n1, self.before, {reason: 1})
        except Failure as e:
            fail("%s: %s" % (what, e))
        self.before[reason] = self.before.get(reason, 0) + 1

    def good(self, what, data, frame):
        self.vtep.send(data, self.addr)
        self.a.expect(frame, what)

    def end(self):
        self.fence("the end")
        check_eq(difference(drops(self.n1), self.before), {}, "more drops")
'

bad_py()
{
	local family=$1

	{
		echo "$BAD"
		echo "v = Victim($family, \"$n1\", \"$n2\", \"$a\")"
		cat
		echo "v.end()"
	} > "$TMP/program"
	check_py < "$TMP/program"
}

outer()
{
	bad_py "$1" <<-END
	good = vxlan(100, eth(port_mac(11), port_mac(12), 0x88b5, bytes(46)))
	for n in range(8):
	    v.drop("%d bytes of VXLAN" % n, "outer_truncated", good[:n])
	v.drop("no flags", "vxlan_flags", b"\0" + good[1:])
	v.drop("all flags but I", "vxlan_flags", b"\xf7" + good[1:])
	v.drop("VNI 101", "unknown_vni", vxlan(101, good[8:]))
	v.drop("VNI 0", "unknown_vni", vxlan(0, good[8:]))
	v.drop("VNI in the wrong place", "unknown_vni", b"\x08\0\0\0\0\0\0\x64" + good[8:])
	v.fence("outer")
	END
	log_test "U14 U22: over IPv$1: truncated, no I flag, unknown VNI"
}

inner()
{
	bad_py "$1" <<-END
	to, src = port_mac(11), port_mac(12)
	full4 = eth(to, src, 0x0800, ip4("10.0.0.12", "10.0.0.11", 17, udp(1, 2, bytes(20))))
	full6 = eth(to, src, 0x86dd, ip6("fd00::2", "fd00::1", 17, udp(1, 2, bytes(20))))
	for n in 0, 1, 6, 12, 13:
	    v.drop("%d bytes of Ethernet" % n, "inner_truncated", vxlan(100, full4[:n]))
	for n in 14, 15, 33:
	    v.drop("%d bytes of IPv4" % (n - 14), "inner_truncated", vxlan(100, full4[:n]))
	for n in 14, 34, 53:
	    v.drop("%d bytes of IPv6" % (n - 14), "inner_truncated", vxlan(100, full6[:n]))
	tag = eth(to, src, 0x8100, vlan(5, 0x0800, full4[14:]))
	for n in 14, 17, 18, 37:
	    v.drop("%d bytes of a tag" % (n - 14), "inner_truncated", vxlan(100, tag[:n]))
	for what, s in (("zero", "00:00:00:00:00:00"), ("multicast", "01:00:5e:00:00:01"),
	                ("broadcast", BROADCAST)):
	    v.drop(what + " source", "src_mac", vxlan(100, eth(to, s, 0x88b5, bytes(46))))
	v.drop("own leg as source", "own_mac",
	       vxlan(100, eth(to, "02:00:00:00:01:00", 0x88b5, bytes(46))))
	v.fence("inner")
	# as short as a frame may be
	v.good("Ethernet alone", vxlan(100, eth(to, src, 0x88b5)), eth(to, src, 0x88b5))
	END
	log_test "U14: over IPv$1: truncated frames, wrong source addresses"
}

reserved_bits()
{
	bad_py "$1" <<-END
	frame = eth(port_mac(11), port_mac(12), 0x88b5, b"reserved" + bytes(40))
	v.good("all flags", vxlan(100, frame, flags=0xff), frame)
	v.good("first reserved field", vxlan(100, frame, reserved1=0xffffff), frame)
	v.good("second reserved field", vxlan(100, frame, reserved2=0xff), frame)
	END
	log_test "D3: over IPv$1: reserved bits are ignored"
}

stranger()
{
	bad_py "$1" <<-END
	frame = eth(port_mac(11), port_mac(12), 0x88b5, b"stranger" + bytes(40))
	n3 = v.sender("$n3", 3)
	v.drop("a stranger", "unknown_remote", vxlan(100, frame), n3)
	v.drop("a stranger, unknown VNI", "unknown_vni", vxlan(7, frame), n3)
	v.drop("a stranger, nothing inside", "unknown_remote", vxlan(100), n3)
	v.fence("a stranger")
	END
	log_test "U22: over IPv$1: from an address that no remote has"
}

wrong_vtep()
{
	bad_py "$1" <<-END
	frame = eth(port_mac(11), port_mac(12), 0x88b5, b"wrong" + bytes(40))
	v.drop("the other address", "wrong_vtep", vxlan(100, frame),
	       addr="192.0.2.101" if v.family == 4 else "fd00:2::101")
	v.fence("the other address")
	END
	log_test "U22: over IPv$1: to an address that is not the underlay's"
}

remote_down()
{
	bad_py "$1" <<-END
	frame = eth(port_mac(11), port_mac(12), 0x88b5, b"down" + bytes(40))
	ovctl("$n1", "remote", "set", "r2", "state", "down")
	v.drop("down", "remote_down", vxlan(100, frame))
	ovctl("$n1", "remote", "set", "r2", "state", "up")
	v.fence("down")
	END
	log_test "U22: over IPv$1: from a remote that is down"
}

zero_checksum_4()
{
	bad_py 4 <<-END
	frame = eth(port_mac(11), port_mac(12), 0x88b5, b"zero" + bytes(40))
	v.vtep.checksum(False)
	v.good("no checksum", vxlan(100, frame), frame)
	END
	log_test "U2: over IPv4 a checksum of zero is accepted (RFC 7348, 5)"
}

zero_checksum_6()
{
	bad_py 6 <<-END
	frame = eth(port_mac(11), port_mac(12), 0x88b5, b"zero" + bytes(40))
	def set_csum(word):
	    ovctl("$n1", "underlay", "set", "u", "csum6-rx", word)
	v.vtep.checksum(False)
	v.drop("no checksum", "outer_checksum", vxlan(100, frame))
	set_csum("off")
	v.good("no checksum, csum6-rx off", vxlan(100, frame), frame)
	set_csum("on")
	v.drop("no checksum, csum6-rx on again", "outer_checksum", vxlan(100, frame))
	v.vtep.checksum(True)
	END
	log_test "U2: over IPv6 a checksum of zero is dropped, or accepted with csum6-rx off"
}

# Whole packets from n2's device, with the UDP checksum one off: the host's
# UDP drops them, so that none of our counters rise.
bad_checksum()
{
	local mac1 mac2

	mac1=$(ip -n "$n1" -j link show dev eth0 | jq -r '.[0].address')
	mac2=$(ip -n "$n2" -j link show dev eth0 | jq -r '.[0].address')
	bad_py 4 <<-END
	frame = eth(port_mac(11), port_mac(12), 0x88b5, b"bad" + bytes(40))
	data = vxlan(100, frame)
	def packet(error):
	    head = struct.pack("!HHHH", 5555, 4789, 8 + len(data), 0)
	    pseudo = socket.inet_aton("192.0.2.2") + socket.inet_aton("192.0.2.1") + \
	        struct.pack("!HH", 17, 8 + len(data))
	    check = csum(pseudo + head + data) ^ error
	    return eth("$mac1", "$mac2", 0x0800, ip4("192.0.2.2", "192.0.2.1", 17,
	               struct.pack("!HHHH", 5555, 4789, 8 + len(data), check) + data))
	dev = Dev("$n2")
	dev.send(packet(0))
	v.a.expect(frame, "a correct checksum")
	dev.send(packet(1))
	v.fence("a wrong checksum")
	END
	log_test "U2: a wrong outer checksum: nothing comes through"
}

# Noise of all lengths, from the remote: whatever is wrong with it, it is
# counted; nothing breaks.
storm()
{
	bad_py "$1" <<-END
	import random
	random.seed(1)
	before = sum(drops("$n1").values())
	rx = ovctl("$n1", "remote", "show", "r2")[0]["stats"]["rx-packets"]
	for i in range(1500):
	    body = random.randbytes(random.choice((0, 3, 8, 14, 20, 22, 40, 62, 100, 1000)))
	    if i % 2:
	        proto = random.choice((0x0800, 0x86dd, 0x8100, 0x88a8, 0x0806))
	        body = eth("06:%02x:00:00:00:00" % (i % 256), port_mac(12), proto, body)
	        body = vxlan(100, body[:random.randrange(len(body) + 1)])
	    v.vtep.send(body, v.addr)
	frame = eth(port_mac(11), port_mac(12), 0x88b6, b"end of storm")
	v.vtep.send(vxlan(100, frame), v.addr)
	v.a.until(frame)
	lost = sum(drops("$n1").values()) - before
	rx = ovctl("$n1", "remote", "show", "r2")[0]["stats"]["rx-packets"] - rx
	# accepted frames to unknown addresses reach the port: no drop behind rx,
	# but wrong sources and the leg's own address are both
	if lost + rx < 1501:
	    fail("%d packets accepted, %d dropped, of 1501" % (rx, lost))
	v.before = drops("$n1")
	END
	log_test "U14: over IPv$1: 1500 packets of noise are all accounted for"
}

from_port()
{
	bad_py 4 <<-END
	def drop(what, reason, frame):
	    v.a.send(frame)
	    try:
	        wait_drops(v.n1, v.before, {reason: 1})
	    except Failure as e:
	        fail("%s: %s" % (what, e))
	    v.before[reason] = v.before.get(reason, 0) + 1
	to, src = port_mac(12), port_mac(11)
	drop("zero source", "src_mac", eth(to, "00:00:00:00:00:00", 0x88b5, bytes(46)))
	drop("multicast source", "src_mac", eth(to, "01:00:5e:00:00:01", 0x88b5, bytes(46)))
	drop("own leg as source", "own_mac", eth(to, "02:00:00:00:01:00", 0x88b5, bytes(46)))
	drop("truncated IPv4", "inner_truncated", eth(to, src, 0x0800, bytes(10)))
	drop("truncated IPv6", "inner_truncated", eth(to, src, 0x86dd, bytes(30)))
	drop("its own address", "same_port", eth(src, src, 0x88b5, bytes(46)))
	END
	log_test "U14: from a port: wrong source addresses, truncated headers, to itself"
}

# A tenant sends what looks like a tunnel packet of a remote to the node's own
# address, by way of a leg, or of a VLAN on one.
from_inside()
{
	must ip -n "$n1" link add leg1.5 link leg1 up type vlan id 5
	bad_py 4 <<-END
	frame = eth(port_mac(11), port_mac(12), 0x88b5, b"forged" + bytes(40))
	forged = ip4("192.0.2.2", "192.0.2.1", 17, udp(5555, 4789, vxlan(100, frame)))
	leg, src = "02:00:00:00:01:00", port_mac(11)
	for what, packet in (("a leg", eth(leg, src, 0x0800, forged)),
	                     ("a VLAN", eth(leg, src, 0x8100, vlan(5, 0x0800, forged)))):
	    v.a.send(packet)
	    try:
	        wait_drops(v.n1, v.before, {"tunnel_loop": 1})
	    except Failure as e:
	        fail("by %s: %s" % (what, e))
	    v.before["tunnel_loop"] = v.before.get("tunnel_loop", 0) + 1
	v.fence("forged")
	END
	must ip -n "$n1" link del leg1.5
	log_test "U22: a tunnel packet that comes by a leg is a tenant's forgery"
}

tests_run
