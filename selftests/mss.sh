#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# mss-clamp: what TCP announces is lowered to what fits into the tunnel.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	off
	"both_ways 4" "both_ways 6"
	"ipv6_underlay 4" "ipv6_underlay 6"
	narrow_way
	"real 10.0.0.12" "real fd00:10::12"
	"options 4" "options 6"
	"untouched 4" "untouched 6"
	tagged
)

# VXLAN's other family
VXLAN_ONLY=(ipv6_underlay)

# Endpoints have an MTU of 1500.  Only n1 clamps, so that what comes by the
# tunnel is as it was sent.
setup()
{
	setup_underlay 2
	setup_nodes 2 46
	network red 100 "1 2"
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
}

clamp() { must ovctl -n "$n1" network set red mss-clamp "$1"; }

# mss_py FAMILY: check_py that sends SYNs.  syn() has the options that it is
# given; a sends them to b, or b to a; announced() is the MSS that arrived, in
# a segment of which the checksum is right.
mss_py()
{
	{
		cat <<-END
		v6 = "$1" == "6"
		a, b, wire = Dev("$a"), Dev("$b"), Dev("$wire", "w1")
		A, B = ("fd00:10::11", "fd00:10::12") if v6 else ("10.0.0.11", "10.0.0.12")
		HEAD = 60 if v6 else 40
		ports = iter(range(20000, 60000))
		def mss(value):
		    return struct.pack("!BBH", 2, 4, value)
		def segment(src, dst, flags, options, doff=None, payload=b""):
		    size = (20 + len(options)) // 4 if doff is None else doff
		    data = struct.pack("!HHIIBBHHH", next(ports), 7, 1, 0, size << 4, flags, 1000, 0, 0) + options + payload
		    if v6:
		        pseudo = socket.inet_pton(socket.AF_INET6, src) + socket.inet_pton(socket.AF_INET6, dst)
		        pseudo += struct.pack("!II", len(data), 6)
		    else:
		        pseudo = socket.inet_aton(src) + socket.inet_aton(dst) + struct.pack("!HH", 6, len(data))
		    return pseudo, data[:16] + struct.pack("!H", csum(pseudo + data)) + data[18:]
		def packet(src, dst, data, **other):
		    return ip6(src, dst, 6, data) if v6 else ip4(src, dst, 6, data, df=1, **other)
		def syn(options, flags=2, back=False, tag=None, **other):
		    "Send one; the segment that arrives."
		    src, dst, one, two, n, m = (B, A, b, a, 12, 11) if back else (A, B, a, b, 11, 12)
		    pseudo, data = segment(src, dst, flags, options, **other)
		    inside = packet(src, dst, data)
		    proto = 0x86dd if v6 else 0x0800
		    if tag:
		        inside, proto = vlan(tag, proto, inside), 0x8100
		    one.send(eth(port_mac(m), port_mac(n), proto, inside))
		    off = 14 + (4 if tag else 0) + HEAD - 20
		    got = two.expect(lambda f: f[off:off + 4] == data[:4])[off:off + len(data)]
		    if csum(pseudo + got):
		        fail("the checksum is wrong")
		    return data, got
		def announced(options, **how):
		    got = syn(options, **how)[1]
		    return struct.unpack("!H", got[22:24])[0]
		END
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

off()
{
	clamp off
	mss_py 4 <<-END
	check_eq(announced(mss(1460)), 1460, "from a")
	check_eq(announced(mss(1460), back=True), 1460, "from b")
	END
	check_eq "$(json "$n1" '.[0]."mss-clamp"' network show red)" false "JSON"
	log_test "U1: mss-clamp is off by default: an MSS is what was announced"
}

both_ways()
{
	clamp on
	check_match "$(ovctl -n "$n1" network show red)" " mss-clamp on " "show"
	mss_py "$1" <<-END
	for flags, what in (2, "SYN"), (0x12, "SYN-ACK"):
	    for back in False, True:
	        check_eq(announced(mss(9000), flags=flags, back=back), FITS - HEAD, what)
	        check_eq(announced(mss(FITS - HEAD), flags=flags, back=back), FITS - HEAD, what)
	        check_eq(announced(mss(536), flags=flags, back=back), 536, what)
	END
	clamp off
	log_test "U1: mss-clamp: IPv$1: SYN and SYN-ACK, out and in, never higher"
}

ipv6_underlay()
{
	clamp on
	for node in "$n1" "$n2"; do
		must ovctl -n "$node" underlay set u local "$([ "$node" = "$n1" ] && echo fd00:2::1 || echo fd00:2::2)"
	done
	mss_py "$1" <<-END
	check_eq(announced(mss(1460)), 1430 - HEAD, "from a")
	check_eq(announced(mss(1460), back=True), 1430 - HEAD, "from b")
	END
	for node in "$n1" "$n2"; do
		must ovctl -n "$node" underlay set u local "$([ "$node" = "$n1" ] && echo 192.0.2.1,fd00:2::1 || echo 192.0.2.2,fd00:2::2)"
	done
	clamp off
	log_test "U1: mss-clamp: IPv$1 over IPv6: 20 bytes less"
}

# way [WORDS]: of n1's route to n2
way()
{
	case $ENCAP in
	vxlan)	must ip -n "$n1" route change 192.0.2.0/24 dev eth0 src 192.0.2.1 "$@" ;;
	srv6)	must ip -n "$n1" route change fd00:5:2::/48 via fd00:2::2 "$@" ;;
	esac
}

narrow_way()
{
	clamp on
	way mtu 1300
	mss_py 4 <<-END
	check_eq(announced(mss(1460)), FITS - 200 - HEAD, "from a")
	check_eq(announced(mss(1460), back=True), FITS - 200 - HEAD, "from b")
	END
	way
	clamp off
	log_test "U1: mss-clamp: what fits is what the way's MTU says, not the device's"
}

# TCP of a kernel, which leaves the checksum to the device.
real()
{
	local mss=$((FITS - 40))

	[[ $1 != *:* ]] || mss=$((FITS - 60))
	clamp on
	capture "$b" eth0 "$TMP/real.pcap" "tcp port 7007 or (ip6 and tcp)"
	reach "$a" "$b" "$1"
	capture_stop "$TMP/real.pcap" 3
	check_match "$(tcpdump -n -r "$TMP/real.pcap" 2> /dev/null | grep 'Flags \[S\],')" "mss $mss," "SYN of a"
	transfer "$a" "$b" "$1" 1
	capture "$a" eth0 "$TMP/back.pcap" "tcp port 7007 or (ip6 and tcp)"
	reach "$a" "$b" "$1"
	capture_stop "$TMP/back.pcap" 3
	check_match "$(tcpdump -n -r "$TMP/back.pcap" 2> /dev/null | grep 'Flags \[S.\],')" "mss $mss," "SYN-ACK of b"
	clamp off
	log_test "U1: mss-clamp: connections of kernels to $1"
}

# What is there is found wherever it is, and the rest stays.
options()
{
	clamp on
	mss_py "$1" <<-END
	want = FITS - HEAD
	def where(options, at, what):
	    sent, got = syn(options)
	    check_eq(struct.unpack("!H", got[20 + at:22 + at])[0], want, what)
	    check_eq(got[:16] + got[18:20 + at] + got[22 + at:], sent[:16] + sent[18:20 + at] + sent[22 + at:], "the rest, " + what)
	where(mss(1460), 2, "alone")
	where(b"\3\3\7\1" + mss(1460), 6, "behind another")
	where(b"\1" + mss(1460) + b"\1\1\1", 3, "at an odd place")
	where(b"\1\1\1" + mss(0xffff) + b"\0", 5, "at an odd place, the largest")
	where(mss(1460) + b"\1\1\4\2", 2, "in front of others")
	where(bytes([1]) * 36 + mss(1460), 38, "at the end")
	_, got = syn(mss(1460) + mss(1461))
	check_eq(got[20:28], mss(want) + mss(want), "twice")
	_, got = syn(mss(1460), payload=b"early data")
	check_eq(got[20:24], mss(want), "with data")
	END
	clamp off
	log_test "U1: mss-clamp: IPv$1: wherever the option is, and nothing else, the checksum is right"
}

untouched()
{
	clamp on
	mss_py "$1" <<-END
	def stays(options, what, **how):
	    sent, got = syn(options, **how)
	    check_eq(got, sent, what)
	stays(b"", "no options")
	stays(mss(1460), "no SYN", flags=0x10)
	stays(mss(1460), "not an option: data", doff=5)
	stays(b"\0" + mss(1460) + b"\0\0\0", "behind the end of the list")
	stays(b"\2\3\5\xb4", "an MSS of three bytes")
	stays(b"\2\5\5\xb4\1\1\1\1", "an MSS of five bytes")
	stays(b"\x40\0" + mss(1460) + b"\1\1", "behind an option without a length")
	stays(b"\x40\1" + mss(1460) + b"\1\1", "behind an option of one byte")
	stays(b"\x40\xff" + mss(1460) + b"\1\1", "behind an option longer than all")
	stays(b"\1\1\1\2", "a kind at the end")
	stays(b"\1\1\2\4", "cut off")
	stays(b"\1\1\2\4", "cut off, with data", payload=b"\xff\xff\xff\xff")
	stays(b"\1\2\4\5", "cut off in the middle")
	stays(mss(1460), "a header longer than the segment", doff=15)
	stays(mss(1460), "a header shorter than one", doff=1)
	_, data = segment(A, B, 2, mss(1460), payload=bytes(16))
	if v6:
	    body = struct.pack("!BBHI", 6, 0, 1, 77) + data
	    part = ip6(A, B, 44, body)
	else:
	    part = ip4(A, B, 6, data, frag=0x2000, ident=77)
	frame = eth(port_mac(12), port_mac(11), 0x86dd if v6 else 0x0800, part)
	a.send(frame)
	b.expect(frame, "the fragment as it was")
	END
	clamp off
	log_test "U1: mss-clamp: IPv$1: what is no SYN, or no list of options, is left alone"
}

tagged()
{
	clamp on
	mss_py 4 <<-END
	_, got = syn(mss(1460), tag=7)
	check_eq(got[20:24], mss(FITS - 4 - HEAD), "in a VLAN")
	END
	clamp off
	log_test "U1: mss-clamp: in a VLAN: four bytes less"
}

tests_run
