#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The outer headers, every field of them, for every option of an underlay.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"fields 4" "fields 6"
	"fields 4 shared" "fields 6 shared"
)

# What leaves n1 is as on a wire: nothing is left to a device.
setup()
{
	local f here there

	setup_underlay 2
	must ip -n "$n1" link set eth0 address 02:00:00:00:01:01
	must ip -n "$n2" link set eth0 address 02:00:00:00:02:01
	must in_ns "$n1" ethtool -K eth0 tx off
	for f in 4 6; do
		vtep_address 1 $f here
		vtep_address 2 $f there
		must ovctl -n "$n1" remote add r$f vxlan "$there"
		must ovctl -n "$n1" underlay add u$f vxlan "$here"
		must ovctl -n "$n1" underlay add s$f vxlan "$here" port 4790 shared
		leg "$n1" red$f $((0x100000 + f)) u$f 10.5.$f.1/24 r$f
	done
	# neighbours are known: only what is sent here is on the wire
	must in_ns "$n1" ping -n -c 1 -w 5 192.0.2.2
	must in_ns "$n1" ping -n -c 1 -w 5 fd00:2::2
}

# fields FAMILY [shared]
fields()
{
	local u=u$1 port=4789

	if [ "${2-}" = shared ]; then
		u=s$1 port=4790
		must ovctl -n "$n1" network set "red$1" underlay $u
	fi
	check_py <<-END
	v6, under, port = "$1" == "6", "$u", $port
	leg, wire = Dev("$n1", "red$1"), Dev("$wire", "w1")
	with netns("$n1"):
	    ports = tuple(map(int, open("/proc/sys/net/ipv4/ip_local_port_range").read().split()))
	serial, idents, sports, labels = 0, set(), set(), set()

	def frames(flow):
	    # what is inside: its bytes, DS field, TTL, "don't fragment", or None
	    global serial
	    serial += 1
	    data = b"%08d" % serial + bytes(60)
	    head = (BROADCAST, "02:00:00:00:00:77")
	    body = udp(1000 + flow, 2000, data)
	    for tos in 0, 0xb8 | 2, 0x28 | 3:
	        for df in 0, 1:
	            yield (eth(*head, 0x0800, ip4("10.5.0.1", "10.5.0.2", 17, body, tos=tos, ttl=17, df=df)),
	                   tos, 17, df)
	        yield eth(*head, 0x86dd, ip6("fd00:5::1", "fd00:5::2", 17, body, tos=tos, ttl=18)), tos, 18, 1
	    yield eth(*head, 0x88b5, data), 0, 64, 0
	    yield eth(*head, 0x8100, vlan(7, 0x0800, ip4("10.5.0.1", "10.5.0.2", 17, body, tos=4, ttl=9))), 4, 9, 0

	def check(what, frame, outer, ds, ttl, df, low, high, summed):
	    def eq(got, want, field):
	        check_eq(got, want, "%s: %s" % (what, field))
	    eq(outer[:12], mac("02:00:00:00:02:01") + mac("02:00:00:00:01:01"), "Ethernet addresses")
	    eq(outer[12:14].hex(), "86dd" if v6 else "0800", "EtherType")
	    ip = outer[14:]
	    if v6:
	        first, length, nexthdr, hops = struct.unpack("!IHBB", ip[:8])
	        eq(first >> 28, 6, "version")
	        eq(first >> 20 & 255, ds, "traffic class")
	        labels.add(first & 0xfffff)
	        eq(length, len(ip) - 40, "payload length")
	        eq(nexthdr, 17, "next header")
	        eq(hops, ttl, "hop limit")
	        eq(ip[8:40], socket.inet_pton(socket.AF_INET6, "fd00:2::1") +
	           socket.inet_pton(socket.AF_INET6, "fd00:2::2"), "addresses")
	        l4 = ip[40:]
	        pseudo = ip[8:40] + struct.pack("!II", len(l4), 17)
	    else:
	        first, dsf, total, ident, frag, time_, proto, _ = struct.unpack("!BBHHHBBH", ip[:12])
	        eq(first, 0x45, "version and header length")
	        eq(dsf, ds, "DS field")
	        eq(total, len(ip), "total length")
	        idents.add(ident)
	        eq(frag, 0x4000 if df else 0, "flags and fragment offset")
	        eq(time_, ttl, "TTL")
	        eq(proto, 17, "protocol")
	        eq(csum(ip[:20]), 0, "header checksum")
	        eq(ip[12:20], socket.inet_aton("192.0.2.1") + socket.inet_aton("192.0.2.2"), "addresses")
	        l4 = ip[20:]
	        pseudo = ip[12:20] + struct.pack("!HH", 17, len(l4))
	    sport, dport, length, check = struct.unpack("!HHHH", l4[:8])
	    if not low <= sport <= high:
	        fail("%s: source port %d is not from %d to %d" % (what, sport, low, high))
	    sports.add(sport)
	    eq(dport, port, "destination port")
	    eq(length, len(l4), "UDP length")
	    if summed:
	        if not check or csum(pseudo + l4):
	            fail("%s: UDP checksum %04x" % (what, check))
	    else:
	        eq(check, 0, "UDP checksum")
	    eq(l4[8:16], struct.pack("!II", 0x08000000, (0x100000 + $1) << 8), "VXLAN header")
	    eq(l4[16:], frame, "inner frame")

	def table():
	    low = dict(low=ports[0], high=ports[1])
	    for ttl in "inherit", "1", "255":
	        yield dict(ttl=ttl), low
	    for tos in "inherit", "0", "184":
	        yield dict(tos=tos), low
	    for df in "set", "unset", "inherit":
	        yield dict(df=df), low
	    key = "csum6-tx" if v6 else "csum"
	    for on in "off", "on":
	        yield {key: on}, low
	    yield dict(srcport="30000 30003"), dict(low=30000, high=30003)
	    yield dict(srcport="5 5"), dict(low=5, high=5)
	    yield dict(srcport="0 0"), low

	have = dict(ttl="64", tos="0", df="set")
	for flow, (words, sport) in enumerate(table()):
	    have.update(words)
	    ovctl("$n1", "underlay", "set", under,
	          *[w for k, v in words.items() for w in (k, *v.split())])
	    for frame, ds, ttl, df in frames(flow):
	        leg.send(frame)
	        outer = wire.expect(lambda f: f[-len(frame):] == frame, "a frame with %s" % words)
	        tos = have["tos"]
	        check("%s, inner %s" % (words, frame[12:24].hex()), frame, outer,
	              ds if tos == "inherit" else int(tos) & ~3 | ds & 3,
	              ttl if have["ttl"] == "inherit" else int(have["ttl"]),
	              {"set": 1, "unset": 0, "inherit": df}[have["df"]],
	              summed=have.get("csum6-tx" if v6 else "csum") != "off", **sport)
	    if "ttl" in words or "tos" in words:
	        have.update(ttl="64", tos="0")
	        ovctl("$n1", "underlay", "set", under, "ttl", "64", "tos", "0")
	if len(sports) < 10:
	    fail("few source ports: %s" % sports)
	if v6 and (len(labels) < 10 or 0 in labels):
	    fail("flow labels: %s" % labels)
	if not v6 and len(idents) < 10:
	    fail("few IP ids: %s" % idents)
	END
	log_test "D3: every outer field over IPv$1${2:+, $2}: TTL, DS, DF, checksums, source ports"
}

tests_run
