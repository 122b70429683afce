#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A shared underlay: the UDP port is an in-tree vxlan device's, and ours.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	refused_without
	"both 4" "both 6"
	"gso 4" "gso 6"
	"fragments 4" "fragments 6"
	"checksum 4" "checksum 6"
	"train 4" "train 6"
	"ours_wins 4" "ours_wins 6"
	"filtered 4" "filtered 6"
	"device_goes 4" "device_goes 6"
	"bound dev" "bound vrf"
	migration
	"pmtu 4" "pmtu 6"
	"from_inside 4" "from_inside 6"
)

# For each family F: tenant 10F is ours on n1, leg "redF", 10.1.F.1, and 70F an
# in-tree device's, "vxF", 10.7.F.1; on n2 both are in-tree's.
setup()
{
	local f here there

	setup_underlay 2
	must ip -n "$n1" link set eth0 address 02:00:00:00:01:01
	# a veth aggregates only what comes from one that would not have sent
	# it whole
	must in_ns "$wire" ethtool -K w1 tso off
	for f in 4 6; do
		vtep_address 1 $f here
		vtep_address 2 $f there
		in_tree "$n1" vx$f 70$f $f 10.7.$f.1/24
		in_tree "$n2" vx$f 70$f $f 10.7.$f.2/24
		in_tree "$n2" red$f 10$f $f 10.1.$f.2/24
		must ovctl -n "$n1" underlay add u$f vxlan "$here" shared
		must ovctl -n "$n1" remote add r$f vxlan "$there"
		leg "$n1" red$f 10$f u$f 10.1.$f.1/24 r$f
		must ip -n "$n1" link set red$f address 02:00:00:00:01:0$f
	done
}

# works FAMILY: both tenants, both ways
works()
{
	reach "$n1" "$n2" "10.1.$1.2" "10.7.$1.2"
	reach "$n2" "$n1" "10.1.$1.1" "10.7.$1.1"
}

# shared_py FAMILY: check_py that knows the tenants of this family on n1.  wire
# sends to n1 what comes from n2.
shared_py()
{
	{
		cat <<-END
		v6 = "$1" == "6"
		local, remote = ("fd00:2::1", "fd00:2::2") if v6 else ("192.0.2.1", "192.0.2.2")
		import subprocess
		wire, leg, vx = Dev("$wire", "w1"), Dev("$n1", "red$1"), Dev("$n1", "vx$1")
		ours, theirs, n1 = 10$1, 70$1, "$n1"
		ETH0 = "02:00:00:00:01:01"
		def inner(n, size=100):
		    return eth(BROADCAST, "02:00:00:00:00:99", 0x88b5, b"%08d" % n + bytes(size))
		def pseudo(data):
		    if v6:
		        return (socket.inet_pton(socket.AF_INET6, remote) + socket.inet_pton(socket.AF_INET6, local) +
		                struct.pack("!II", len(data), 17))
		    return socket.inet_aton(remote) + socket.inet_aton(local) + struct.pack("!HH", 17, len(data))
		def datagram(data, length=None, check=None):
		    head = struct.pack("!HHH", 50000, 4789, length or 8 + len(data))
		    if check is None:
		        check = csum(pseudo(head + bytes(2) + data) + head + bytes(2) + data) or 0xffff
		    return head + struct.pack("!H", check) + data
		def packet(data):
		    if v6:
		        return eth(ETH0, "02:00:00:00:00:02", 0x86dd, ip6(remote, local, 17, data))
		    return eth(ETH0, "02:00:00:00:00:02", 0x0800, ip4(remote, local, 17, data))
		def fragments(data, ident, size=64):
		    for off in range(0, len(data), size):
		        part, more = data[off:off + size], off + size < len(data)
		        if v6:
		            head = struct.pack("!BBHI", 17, 0, off | more, ident)
		            yield eth(ETH0, "02:00:00:00:00:02", 0x86dd, ip6(remote, local, 44, head + part))
		        else:
		            yield eth(ETH0, "02:00:00:00:00:02", 0x0800,
		                      ip4(remote, local, 17, part, ident=ident, frag=off // 8 | more << 13))
		def flow():
		    "The source port of what we send of inner(0)."
		    leg.send(inner(0, 1400))
		    return Packet(wire.expect(lambda f: is_vxlan(f) and Packet(f).inner == inner(0, 1400))).sport
		def fence(n):
		    frame = inner(n)
		    wire.send(packet(datagram(vxlan(ours, frame))))
		    leg.expect(frame)
		def mtu():
		    return ovctl(n1, "remote", "show", "r$1")[0].get("pmtu")
		def too_big(sport, vni, size, good=True, quoted=200):
		    body = udp(sport, 4789, vxlan(vni, inner(0, 1400)))
		    if v6:
		        quote = ip6(local, remote, 17, body)[:quoted]
		        head = struct.pack("!BBH", 2, 0, 0)
		        rest = struct.pack("!I", size) + quote
		        pseudo = (socket.inet_pton(socket.AF_INET6, "fd00:2::99") +
		                  socket.inet_pton(socket.AF_INET6, local) + struct.pack("!II", 4 + len(rest), 58))
		        sum = csum(pseudo + head + rest) ^ (0 if good else 1)
		        icmp = head[:2] + struct.pack("!H", sum) + rest
		        return eth(ETH0, "02:00:00:00:00:02", 0x86dd, ip6("fd00:2::99", local, 58, icmp))
		    rest = struct.pack("!HH", 0, size) + ip4(local, remote, 17, body, df=1)[:quoted]
		    sum = csum(struct.pack("!BBH", 3, 4, 0) + rest) ^ (0 if good else 1)
		    icmp = struct.pack("!BBH", 3, 4, sum) + rest
		    return eth(ETH0, "02:00:00:00:00:02", 0x0800, ip4("192.0.2.99", local, 1, icmp))
		END
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

refused_without()
{
	refused "4789 is taken by the vxlan device vx4; see shared" \
		ovctl -n "$n1" underlay add mine vxlan 192.0.2.1 dev lo
	must ovctl -n "$n1" underlay add v vxlan 192.0.2.201 shared
	check_match "$(ovctl -n "$n1" underlay show v)" " port 4789 shared " "show"
	check_eq "$(json "$n1" '.[0].shared' underlay show v)" true "JSON"
	refused "Underlay u4 has this address and port" \
		ovctl -n "$n1" underlay add w vxlan 192.0.2.1 shared
	must ovctl -n "$n1" underlay del v
	log_test "U17: a port that a vxlan device has can be shared"
}

both()
{
	works "$1"
	log_test "U17: IPv$1: our tenant and the vxlan device's, both ways"
}

# n2 sends segments, which n1 puts together, by the socket of the vxlan device.
gso()
{
	local f=$TMP/gso.pcap net

	must in_ns "$n2" ethtool -K eth0 tso off gso off tx-udp_tnl-segmentation off \
		tx-udp_tnl-csum-segmentation off
	must in_ns "$n1" ethtool -K eth0 gro on
	for net in 1 7; do
		capture "$n1" eth0 "$f" udp dst port 4789 and greater 3000
		transfer "$n2" "$n1" "10.$net.$1.1" 4
		capture_stop "$f" 1
	done
	must in_ns "$n1" ethtool -K eth0 gro off
	must in_ns "$n2" ethtool -K eth0 tso on gso on tx-udp_tnl-segmentation on \
		tx-udp_tnl-csum-segmentation on
	transfer "$n2" "$n1" "10.1.$1.1" 4
	transfer "$n1" "$n2" "10.1.$1.2" 4
	log_test "U17: IPv$1: TCP, put together by GRO and as sent, both ways"
}

fragments()
{
	shared_py "$1" <<-END
	for vni, dev in (ours, leg), (theirs, vx):
	    for n in range(3):
	        frame = inner(n, 300 + n)
	        parts = list(fragments(datagram(vxlan(vni, frame)), vni * 10 + n))
	        for part in parts[::-1] if n == 2 else parts:
	            wire.send(part)
	        dev.expect(frame, "what came in fragments")
	END
	log_test "U17: IPv$1: outer fragments, in order and not"
}

checksum()
{
	shared_py "$1" <<-END
	for vni, dev in (ours, leg), (theirs, vx):
	    old, mine = drops(n1), dev is leg
	    for wrong in (
	            datagram(vxlan(vni, inner(1)), check=0x1234),
	            datagram(vxlan(vni, inner(2)), length=2000, check=0),
	            datagram(vxlan(vni, inner(3)), length=7, check=0),
	            datagram(vxlan(vni, inner(4)), length=12, check=0)):
	        wire.send(packet(wrong))
	    if v6:
	        wire.send(packet(datagram(vxlan(vni, inner(5)), check=0)))
	    frame = inner(6)
	    wire.send(packet(datagram(vxlan(vni, frame)) + b"padding"))
	    got = [f for f in dev.until(frame) if f[12:14] == b"\x88\xb5"]
	    check_eq(got, [], "what got through to %s" % dev.name)
	    wait_drops(n1, old, {"outer_checksum": 2 if v6 else 1, "outer_truncated": 3} if mine else {})
	    if not v6:
	        frame = inner(7)
	        wire.send(packet(datagram(vxlan(vni, frame), check=0)))
	        dev.expect(frame, "a packet without a checksum")
	# neither ours nor theirs: not our business
	old = drops(n1)
	for data in vxlan(999, inner(8)), vxlan(ours, inner(9), flags=0), b"", vxlan(ours)[:7]:
	    wire.send(packet(datagram(data)))
	frame = inner(10)
	wire.send(packet(datagram(vxlan(ours, frame))))
	leg.expect(frame)
	wait_drops(n1, old, {})
	END
	log_test "U17: IPv$1: wrong lengths and checksums are dropped; what is not ours passes"
}

# UDP_SEGMENT: the datagrams come in one piece, and nobody has to cut them
train()
{
	shared_py "$1" <<-END
	sender = Udp("$n2", remote)
	sender.sock.setsockopt(17, 103, len(vxlan(ours, inner(0))))
	for vni, dev in (ours, leg), (theirs, vx):
	    frames = [inner(20 + n) for n in range(5)]
	    sender.send(b"".join(vxlan(vni, frame) for frame in frames), local)
	    for frame in frames:
	        dev.expect(frame, "a frame of the train")
	END
	log_test "U17: IPv$1: a train of datagrams in one piece"
}

# The VNI is there twice; the network decides whose it is.
ours_wins()
{
	shared_py "$1" <<-END
	def run_in(*words):
	    subprocess.check_call(["ip", "-n", n1, *words])
	run_in("link", "add", "twin", "up", "type", "vxlan", "id", str(ours), "local", local,
	       "remote", remote, "dstport", "4789")
	twin = Dev(n1, "twin")
	def goes_to(n, dev, other):
	    frame = inner(n)
	    wire.send(packet(datagram(vxlan(ours, frame))))
	    dev.expect(frame)
	    got = iter(lambda: other.recv(0), None)
	    if any(f[:len(frame)] == frame for f in got):
	        fail("%s got it" % other.name)
	goes_to(30, leg, twin)
	ovctl(n1, "network", "set", "red$1", "underlay", "none")
	goes_to(31, twin, leg)
	ovctl(n1, "network", "set", "red$1", "underlay", "u$1")
	goes_to(32, leg, twin)
	run_in("link", "del", "twin")
	END
	works "$1"
	log_test "U17: IPv$1: a VNI that both have is ours while the network uses the underlay"
}

# The host's own filters are before us.
filtered()
{
	local family=ip

	[ "$1" = 4 ] || family=ip6
	must in_ns "$n1" nft -f - <<-END
	table $family host {
		chain input {
			type filter hook input priority 0;
			udp dport 4789 counter drop
		}
	}
	END
	no_reply "$n2" "10.1.$1.1"
	check_match "$(in_ns "$n1" nft list chain $family host input)" "packets [1-9]" "the filter's counter"
	must in_ns "$n1" nft delete table $family host
	works "$1"
	log_test "U17: IPv$1: the host's filter is before us"
}

# unreachable FAMILY: what nobody wants on the port is told so
unreachable()
{
	local filter='icmp[0] == 3 and icmp[1] == 3'

	[ "$1" = 4 ] || filter='icmp6 and ip6[40] == 1 and ip6[41] == 4'
	capture "$wire" w1 "$TMP/icmp.pcap" "$filter"
	no_reply "$n2" "10.7.$1.1"
	capture_stop "$TMP/icmp.pcap" 1
}

device_goes()
{
	must ip -n "$n1" link del "vx$1"
	reach "$n1" "$n2" "10.1.$1.2"
	reach "$n2" "$n1" "10.1.$1.1"
	transfer "$n2" "$n1" "10.1.$1.1" 1
	unreachable "$1"
	in_tree "$n1" "vx$1" "70$1" "$1" "10.7.$1.1/24"
	works "$1"
	log_test "U17: IPv$1: the vxlan device goes and comes back"
}

received() { ip -n "$n1" -s -j link show dev "$1" | jq '.[0].stats64.rx.packets'; }

# The underlay again, bound to eth0 or its VRF.
bound()
{
	local words="dev eth0" before

	if [ "$1" = vrf ]; then
		words="vrf blue"
		must ip -n "$n1" link add blue up type vrf table 77
		must ip -n "$n1" link set eth0 master blue
	fi
	must ovctl -n "$n1" network set red4 underlay none
	must ovctl -n "$n1" underlay del u4
	# bound to something else it gets nothing
	must ovctl -n "$n1" underlay add u4 vxlan 192.0.2.1 dev lo shared
	must ovctl -n "$n1" network set red4 underlay u4
	before=$(received red4)
	no_reply "$n2" 10.1.4.1
	check_eq "$(received red4)" "$before" "packets by a device that it is not bound to"
	must ovctl -n "$n1" network set red4 underlay none
	must ovctl -n "$n1" underlay del u4
	# shellcheck disable=SC2086
	must ovctl -n "$n1" underlay add u4 vxlan 192.0.2.1 $words shared
	must ovctl -n "$n1" network set red4 underlay u4
	reach "$n1" "$n2" 10.1.4.2
	reach "$n2" "$n1" 10.1.4.1
	must ovctl -n "$n1" network set red4 underlay none
	must ovctl -n "$n1" underlay del u4
	must ovctl -n "$n1" underlay add u4 vxlan 192.0.2.1 shared
	must ovctl -n "$n1" network set red4 underlay u4
	if [ "$1" = vrf ]; then
		# not bound: what comes by a VRF is that one's
		no_reply "$n2" 10.1.4.1
		must ip -n "$n1" link del blue
		must ip -n "$n1" addr replace fd00:2::1/64 dev eth0 nodad
	fi
	works 4
	log_test "U17: shared and bound to a $1"
}

# An endpoint behind bridge and vxlan device becomes a port of ours while a
# transfer goes on; the other node notices nothing.
migration()
{
	local pid

	setup_ns e
	in_tree "$n2" moving 300 4 10.3.0.2/24
	must ip link add e netns "$n1" type veth peer name eth0 netns "$e"
	must ip -n "$n1" -b - <<-END
	link add moving type vxlan id 300 local 192.0.2.1 remote 192.0.2.2 dstport 4789
	link add br0 up type bridge mcast_snooping 0
	link set moving master br0 up
	link set e master br0 up
	END
	must ip -n "$e" -b - <<-END
	link set eth0 up mtu 1450
	addr add 10.3.0.1/24 dev eth0
	END
	reach "$e" "$n2" 10.3.0.2

	[ -e "$TMP/blob16" ] || head -c 16M /dev/urandom > "$TMP/blob16"
	nsenter --net="/run/netns/$n2" socat -u TCP4-LISTEN:5001,reuseaddr \
		"CREATE:$TMP/moved" &
	pid=$!
	defer stop $pid
	wait_until "nobody listens" listening "$n2" 5001
	# slow enough to be still there
	must in_ns "$e" tc qdisc add dev eth0 root tbf rate 100mbit burst 64k limit 1m
	nsenter --net="/run/netns/$e" socat -u "OPEN:$TMP/blob16" TCP4:10.3.0.2:5001 &
	defer stop $!
	moved_some() { [ "$(stat -c %s "$TMP/moved" 2> /dev/null)" -gt 1000000 ]; }
	wait_until "nothing is transferred" moved_some

	must ovctl -n "$n1" -b - <<-END
	network add moving id 300 underlay u4 learning-remote on
	member add moving remote r4
	END
	must ip -n "$n1" link set e nomaster
	must ovctl -n "$n1" port add e network moving state open
	! ended $pid
	check_err $? "the transfer ended before the move"
	wait_until "the transfer does not end" ended $pid
	cmp "$TMP/blob16" "$TMP/moved" >&2
	check_err $? "data lost or corrupt"
	must ip -n "$n1" link del moving
	reach "$e" "$n2" 10.3.0.2
	works 4
	must ovctl -n "$n1" port del e
	must ovctl -n "$n1" network del moving force
	must ip -n "$n1" link del br0
	must ip -n "$n2" link del moving
	log_test "U17: a VNI is moved from the vxlan device to us under a transfer"
}

# pmtu FAMILY: ICMP about what we sent; about what others sent it is theirs.
pmtu()
{
	shared_py "$1" <<-END
	sport = flow()
	wire.send(too_big(sport, 999, 1400))
	wire.send(too_big(sport ^ 1, ours, 1400))
	wire.send(too_big(sport, ours, 1400, quoted=40))
	wire.send(too_big(sport, ours, 1400, good=False))
	fence(40)
	check_eq(mtu(), None, "the remote's MTU, of which nothing was said")
	wire.send(too_big(sport, ours, 1380))
	fence(41)
	check_eq(mtu(), 1380, "the remote's MTU")
	END
	must ip -n "$n1" "-$1" route flush cache
	must ovctl -n "$n1" remote set "r$1" state up
	log_test "U17: IPv$1: ICMP about what we sent lowers the remote's MTU"
}

# A tenant sends to the node, by way of its leg, what looks like a tunnel packet
# of a remote, and ICMP about what we sent.
from_inside()
{
	shared_py "$1" <<-END
	def by_leg(frame):
	    wire.send(packet(datagram(vxlan(ours, mac("02:00:00:00:01:0$1") + frame[6:]))))
	old = drops(n1)
	by_leg(packet(datagram(vxlan(ours, inner(50)))))
	fence(51)
	wait_drops(n1, old, {"tunnel_loop": 1})
	by_leg(too_big(flow(), ours, 1400))
	fence(52)
	check_eq(mtu(), None, "the remote's MTU")
	END
	log_test "U17: IPv$1: what comes by a leg is a tenant's forgery"
}

tests_run
