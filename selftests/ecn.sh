#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Explicit congestion notification through the tunnel: RFC 6040.
# shellcheck disable=SC2046,SC2086,SC2154,SC2317	# words, namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"encap 4" "encap 6"
	"decap 4 4" "decap 4 6" "decap 6 4" "decap 6 6"
	decap_tagged
	dscp_stays
)

# over VXLAN's other family; srv6 has that table for packets, too
VXLAN_ONLY=("encap 4" "decap 4 4" "decap 4 6")

# n1 has network red and endpoint a; n2 is remote r2 with nothing but sockets
setup()
{
	setup_underlay 2
	must ovctl -n "$n1" underlay add u $(underlay_of 1 46)
	must ovctl -n "$n1" remote add r2 $(remote_of 2 46)
	must ovctl -n "$n1" network add red id 100 underlay u
	must ovctl -n "$n1" member add red remote r2
	NS_IPV6=0 endpoint a "$n1" red 11
}

ECN='
NOT_ECT, ECT1, ECT0, CE = range(4)
names = ["Not-ECT", "ECT(1)", "ECT(0)", "CE"]

def inner(family, ecn, serial, dscp=0):
    if family == 4:
        return 0x0800, ip4("10.0.0.12", "10.0.0.11", 17,
                           udp(1, 2, b"%08d" % serial), tos=dscp | ecn)
    return 0x86dd, ip6("fd00:10::12", "fd00:10::11", 17,
                       udp(1, 2, b"%08d" % serial), tos=dscp | ecn)

# RFC 6040, figure 4: what comes out, by inner and outer; None: dropped
TABLE = {
    NOT_ECT: {NOT_ECT: NOT_ECT, ECT0: NOT_ECT, ECT1: NOT_ECT, CE: None},
    ECT0: {NOT_ECT: ECT0, ECT0: ECT0, ECT1: ECT1, CE: CE},
    ECT1: {NOT_ECT: ECT1, ECT0: ECT1, ECT1: ECT1, CE: CE},
    CE: {NOT_ECT: CE, ECT0: CE, ECT1: CE, CE: CE},
}
'

ecn_py()
{
	{
		echo "$ECN"
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

# over one family at a time: the underlay prefers IPv4 when it has both
encap()
{
	[ "$ENCAP" = srv6 ] || must ovctl -n "$n1" remote set r2 \
		vtep "$([ "$1" = 4 ] && echo 192.0.2.2 || echo fd00:2::2)"
	ecn_py <<-END
	a, wire = Dev("$a"), Dev("$wire", "w1")
	for family in 4, 6:
	    for ecn in range(4):
	        proto, ip = inner(family, ecn, 1)
	        frame = eth(port_mac(12), port_mac(11), proto, ip)
	        a.send(frame)
	        p = Packet(wire.expect(lambda f: f[-len(frame):] == frame))
	        check_eq(p.tos & 3, ecn, "outer ECN of inner IPv%d %s" % (family, names[ecn]))
	END
	[ "$ENCAP" = srv6 ] || must ovctl -n "$n1" remote set r2 vtep 192.0.2.2,fd00:2::2
	log_test "RFC6040: encapsulation over IPv$1 copies ECN of IPv4 and IPv6"
}

decap()
{
	ecn_py <<-END
	a, peer = Dev("$a"), Peer("$n2", 2, family=$1)
	wrong, before = [], drops("$n1")
	serial = dropped = 0
	fence = eth(port_mac(11), port_mac(12), 0x88b5, b"fence")
	for i in range(4):
	    for o in range(4):
	        serial += 1
	        peer.tos(o)
	        proto, ip = inner($2, i, serial)
	        peer.send(100, eth(port_mac(11), port_mac(12), proto, ip))
	        peer.tos(0)
	        peer.send(100, fence)
	        got = [Packet(f) for f in a.until(fence)]
	        got = [p for p in got if p.ip and p.payload == b"%08d" % serial]
	        if len(got) > 1:
	            fail("more than one copy")
	        want = TABLE[i][o]
	        dropped += want is None
	        have = got[0].tos & 3 if got else None
	        if have != want:
	            wrong.append("inner %s, outer %s: %s, expected %s" % (names[i], names[o],
	                "nothing" if have is None else names[have],
	                "nothing" if want is None else names[want]))
	        if got and $2 == 4 and csum(got[0].ip[:20]):
	            wrong.append("inner %s, outer %s: bad IPv4 checksum" % (names[i], names[o]))
	now = difference(drops("$n1"), before)
	check_eq(now, {"ecn": dropped}, "drops")
	if wrong:
	    fail("; ".join(wrong))
	END
	log_test "RFC6040: decapsulation table, IPv$2 in IPv$1; CE on Not-ECT is dropped as ecn"
}

decap_tagged()
{
	ecn_py <<-END
	a, peer = Dev("$a"), Peer("$n2", 2)
	peer.tos(CE)
	for family in 4, 6:
	    proto, ip = inner(family, ECT0, 77)
	    peer.send(100, eth(port_mac(11), port_mac(12), 0x8100, vlan(5, proto, ip)))
	    p = Packet(a.expect(lambda f: Packet(f).vid == 5, "a tagged frame"))
	    check_eq(p.tos & 3, CE, "ECN of IPv%d behind a tag" % family)
	END
	log_test "RFC6040: CE reaches a packet behind a VLAN tag"
}

dscp_stays()
{
	ecn_py <<-END
	a, peer = Dev("$a"), Peer("$n2", 2)
	peer.tos(0xb8 | CE)
	for family in 4, 6:
	    proto, ip = inner(family, ECT0, 88, 0x20)
	    peer.send(100, eth(port_mac(11), port_mac(12), proto, ip))
	    p = Packet(a.expect(lambda f: Packet(f).ip and Packet(f).payload == b"00000088"))
	    check_eq(p.tos, 0x20 | CE, "TOS of IPv%d" % family)
	END
	log_test "RFC6040: the inner DSCP stays as it was"
}

tests_run
