#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ovctl probe: is the other node there, how far, what fits; and who is answered.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib/way.sh"

TESTS=(
	"answered u4" "answered u6" "answered us"
	json_form
	"path_mtu u4" "path_mtu u6" "path_mtu us"
	sizes
	"silence u4" "silence us"
	"wrong_words" refusals
	"on_the_wire 4" "on_the_wire 6" "on_the_wire s"
	segments
	"strangers 4" "strangers s"
	"rate 4" "rate s"
	"made_up 4" "made_up 6" "made_up s"
	chosen
	shared
	"foreign" foreign_srv6
	"lost_found u4" "lost_found u6" "lost_found us"
	"unwatched"
)

# way_setup, and network reds over SRv6: locators fd00:a1::/48 and fd00:a2::/48
setup()
{
	local node

	way_setup
	must ip -n "$mid" -b - <<-END
	route add fd00:a1::/48 via fd00:2::1
	route add fd00:a2::/48 via fd00:4::2
	END
	must ovctl -n "$n1" -b - <<-END
	underlay add us srv6 fd00:a1::/48 source fd00:2::1
	remote set r srv6 fd00:a2::/48 source fd00:4::2/128
	END
	must ovctl -n "$n2" -b - <<-END
	underlay add us srv6 fd00:a2::/48 source fd00:4::2
	remote set r srv6 fd00:a1::/48 source fd00:2::1/128
	END
	for node in "$n1" "$n2"; do
		must ovctl -n "$node" network add reds id 107 underlay us
		must ovctl -n "$node" member add reds remote r
	done
	endpoint as "$n1" reds 11
	endpoint bs "$n2" reds 12
}

# Tunnels do not get through.
close_way()
{
	must in_ns "$mid" nft -f - <<-END
	table inet closed { chain forward { type filter hook forward priority 0; udp dport 4789 drop; ip6 nexthdr 143 drop; }; }
	END
}

open_way() { must in_ns "$mid" nft delete table inet closed; }

probe() { ovctl -n "$n1" probe r underlay "$@"; }

answered()
{
	local out re to='vxlan 198\.51\.100\.2'

	case $1 in
	u6)	to='vxlan fd00:4::2' ;;
	us)	to='sid fd00:a2:0:ec::' ;;
	esac
	re="^r underlay $1 $to"' sent 3 received 3 rtt-min [0-9]+\.[0-9]{3}ms rtt-avg [0-9.]+ms rtt-max [0-9.]+ms pmtu 1500$'
	out=$(probe "$1" count 3 2>&1)
	check_err $? "it failed: $out"
	check_match "$out" "$re" "output"
	check_eq "$(drops "$n1" probe) $(drops "$n2" probe)" "0 0" "probe drops"
	log_test "U16: probe by $1: answered, round trip, path MTU"
}

json_form()
{
	local out

	out=$(ovctl -n "$n1" -j probe r count 2 underlay u4)
	check_eq "$(jq -c '.[0] | [.remote, ."remote-id", .underlay, .vtep, .sid, .sent, .received, .pmtu]' <<< "$out")" \
		'["r",1,"u4","198.51.100.2",null,2,2,1500]' "JSON"
	check_eq "$(jq '.[0] | ."rtt-min-ns" > 0 and ."rtt-min-ns" <= ."rtt-avg-ns" and ."rtt-avg-ns" <= ."rtt-max-ns"' <<< "$out")" \
		true "times"
	log_test "U16: probe: JSON"
}

# Also where the host has learned of it and would fragment.
path_mtu()
{
	local out

	for mtu in 1400 1289; do
		far $mtu
		for try in first second; do
			out=$(probe "$1" count 1 2>&1)
			check_match "$out" " pmtu $mtu$" "the $try time"
		done
	done
	far 1500
	must ip -n "$n1" route flush cache
	must ip -n "$n1" -6 route flush cache
	log_test "U1: probe by $1 finds how much fits on the way"
}

sizes()
{
	local out

	out=$(probe u4 count 1 size 1500)
	check_match "$out" "^r .* sent 1 received 1 .*ms$" "no search for a size that was given"
	refused "route to the remote takes 1500 bytes at most" probe u4 size 1501
	refused "A probe has 52 bytes at least" probe u4 size 51
	refused "A probe has 72 bytes at least" probe u6 size 71
	refused "A probe has 70 bytes at least" probe us size 69
	refused "route to the remote takes 1500 bytes at most" probe us size 1501
	must probe u4 count 1 size 52
	must probe us count 1 size 70
	must probe us count 1 size 1500
	far 1400
	out=$(probe u4 count 1 size 1450 2>&1)
	check_fail $? "1450 bytes got through"
	check_match "$out" "r .* sent 1 received 0" "output"
	far 1500
	must ip -n "$n1" route flush cache
	log_test "U16: probe: sizes"
}

silence()
{
	local out why="is its UDP port open"

	[ "$1" = u4 ] || why="is next header 143 let through"
	close_way
	out=$(probe "$1" count 1 2>&1)
	check_eq $? 2 "exit status"
	check_match "$out" "r .* sent 1 received 0" "output"
	check_match "$out" "no answer: is it up, $why" "output"
	open_way
	must probe "$1" count 1
	log_test "U16: probe by $1: what is closed on the way"
}

wrong_words()
{
	refused 'expected the NAME or ID of a remote' ovctl -n "$n1" probe
	refused '"frob" is not known here, expected count, size or underlay' ovctl -n "$n1" probe r frob
	refused 'count: "0" is not a number from 1 to 1000' ovctl -n "$n1" probe r count 0
	refused 'size: "65536" is not a number from 1 to 65535' ovctl -n "$n1" probe r size 65536
	check_match "$(ovctl probe help)" '^ovctl probe \{ NAME \| ID \}' "help"
	log_test "U16: probe: words"
}

refusals()
{
	refused "There is no remote nobody" ovctl -n "$n1" probe nobody
	refused "There is no underlay u9" probe u9
	must ovctl -n "$n1" remote set r state down
	refused "Remote r is set down: nothing is sent to it" ovctl -n "$n1" probe r
	must ovctl -n "$n1" remote set r state up vtep 198.51.100.2
	refused "The underlay and the remote have no address family in common" probe u6
	must ovctl -n "$n1" remote set r srv6 none source none
	refused "The underlay is SRv6, and the remote has no locator" probe us
	must ovctl -n "$n1" remote set r srv6 fd00:a2::/48 source fd00:4::2/128
	must ovctl -n "$n1" remote set r vtep 198.51.100.2,fd00:4::2
	refused "No underlay has an address family" ovctl -n "$mid" -b - <<-END
	remote add x vxlan 192.0.2.1
	probe x
	END
	refused "The remote has but a locator, and no underlay is SRv6" ovctl -n "$mid" -b - <<-END
	remote add y srv6 fd00:a2::/48
	probe y
	END
	must ovctl -n "$mid" remote del x
	must ovctl -n "$mid" remote del y
	must ip -n "$n1" route del default
	refused "There is no route to the remote's address" probe u4
	must ip -n "$n1" -6 route del default
	refused "There is no route to the remote's address" probe us
	must ip -n "$n1" route add default via fd00:2::fe
	must ip -n "$n1" route add default via 192.0.2.254
	log_test "U16: probe: what is refused, and why"
}

# oam_py FAMILY: check_py that stands in mid and talks to n1 as n2 would, or
# somebody else.
oam_py()
{
	{
		cat <<-END
		v6, srv6 = "$1" != "4", "$1" == "s"
		n1, mid = "$n1", Dev("$mid", "eth0")
		ROUTER, LOCAL, REMOTE = (("fd00:2::fe", "fd00:2::1", "fd00:4::2") if v6 else
		                         ("192.0.2.254", "192.0.2.1", "198.51.100.2"))
		MAC1 = "$(ip -n "$n1" -j link show eth0 | jq -r '.[0].address')"
		MAC2 = "$(ip -n "$mid" -j link show eth0 | jq -r '.[0].address')"
		ECHO1, ECHO2 = "fd00:a1:0:ec::", "fd00:a2:0:ec::"
		# by the locator of each
		HEAD = (bytes.fromhex("0272fd0000a1" "0272fd0000a2" "88b5") if srv6 else
		        bytes.fromhex("016f766e00000000"))
		AT = len(HEAD)
		def message(op, ident, cookie, version=1):
		    return struct.pack("!BBHIQ", version, op, 0, ident, cookie)
		def packet(data, src=REMOTE, sport=40000, dst=None):
		    if srv6:
		        return eth(MAC1, MAC2, 0x86dd, ip6(src, dst or ECHO1, 143, data))
		    data = struct.pack("!HHHH", sport, 4789, 8 + len(data), 0) + data
		    proto, ip = (0x86dd, ip6) if v6 else (0x0800, ip4)
		    if v6:
		        pseudo = socket.inet_pton(socket.AF_INET6, src) + socket.inet_pton(socket.AF_INET6, LOCAL)
		        sum = csum(pseudo + struct.pack("!II", len(data), 17) + data) or 0xffff
		        data = data[:6] + struct.pack("!H", sum) + data[8:]
		    return eth(MAC1, MAC2, proto, ip(src, LOCAL, 17, data))
		def is_probe(frame):
		    p = Packet(frame)
		    if srv6:
		        return p.proto == 0x86dd and p.l4 == 143 and b"\x88\xb5" in p.payload
		    return p.vni is not None and p.payload[:8] == HEAD
		def fence(cookie=99):
		    "A request that is answered."
		    mid.send(packet(HEAD + message(1, 9, cookie)))
		    return mid.until(lambda f: is_probe(f) and Packet(f).payload[AT:] == message(2, 9, cookie))
		END
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

on_the_wire()
{
	oam_py "$1" <<-END
	import subprocess
	for size in 0, 1, 900:
	    mid.send(packet(HEAD + message(1, 7, 0x1122334455667788) + bytes(size)))
	    frame = mid.expect(is_probe)
	    p = Packet(frame)
	    if srv6:
	        check_eq((p.saddr, p.daddr, p.l4, p.ttl), (LOCAL, ECHO2, 143, 64), "the answer's headers")
	        check_eq(p.payload[6:14], HEAD[:6] + HEAD[12:], "the answer's source MAC and ethertype")
	    else:
	        check_eq((p.saddr, p.daddr, p.sport, p.dport), (LOCAL, REMOTE, 40000, 4789), "the answer's headers")
	        check_eq(p.payload[:AT], HEAD, "the answer's VXLAN header")
	    check_eq(p.payload[AT:], message(2, 7, 0x1122334455667788), "the answer, however large the question")
	    if not v6:
	        check_eq(p.df, 1, "DF")
	    elif srv6:
	        continue
	    elif not p.check:
	        fail("no UDP checksum")
	run = subprocess.Popen(["ovctl", "-n", n1, "probe", "r", "count", "1", "size", "600", "underlay", "u$1"],
	                       stdout=subprocess.DEVNULL)
	p = Packet(mid.expect(is_probe))
	check_eq(len(p.ip), 600, "the question's size")
	check_eq((p.saddr, p.daddr, p.payload[AT - 2:AT + 2]),
	         (LOCAL, ECHO2 if srv6 else REMOTE, HEAD[-2:] + b"\1\1"), "the question")
	check_eq(p.payload[AT + 16:], bytes(len(p.payload) - AT - 16), "the rest")
	check_eq(run.wait(), 0, "ovctl")
	END
	log_test "U16: probe over u$1: as on the wire, the answer is as small as can be"
}

# What is asked visits the segments that packets do, and so does the answer.
segments()
{
	must ovctl -n "$n1" remote set r segs fd00:9::1,fd00:9::2
	must ip -n "$n1" link set eth0 mtu 1500
	oam_py s <<-END
	import subprocess
	def srh(f):
	    p = Packet(f)
	    return p.saddr, p.daddr, p.srh[0], p.srh[2], p.left, p.segs
	want = (LOCAL, "fd00:9::1", 143, 4, 2, [ECHO2, "fd00:9::2"])
	mid.send(packet(HEAD + message(1, 7, 7)))
	frame = mid.expect(lambda f: is_probe(f) and Packet(f).segs)
	check_eq(srh(frame), want, "the answer's SRH")
	check_eq(Packet(frame).payload[14:], message(2, 7, 7), "the answer")
	run = subprocess.Popen(["ovctl", "-n", n1, "probe", "r", "count", "1", "size", "110", "underlay", "us"],
	                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
	frame = mid.expect(lambda f: is_probe(f) and Packet(f).segs)
	check_eq((srh(frame), len(Packet(frame).ip)), (want, 110), "the question")
	# from where it has been, with segments left 0
	p = Packet(frame)
	data = p.payload[14:]
	_, _, _, ident, cookie = struct.unpack("!BBHIQ", data[:16])
	back = struct.pack("!BBBBBBH", 143, 4, 4, 0, 1, 0, 0) + socket.inet_pton(socket.AF_INET6, ECHO1) * 2
	mid.send(eth(MAC1, MAC2, 0x86dd, ip6(REMOTE, ECHO1, 43, back + HEAD + message(2, ident, cookie))))
	check_eq(run.wait(), 0, "ovctl")
	END
	refused "A probe has 110 bytes at least" probe us size 109
	must ovctl -n "$n1" remote set r segs none
	log_test "U16: probe over SRv6: with the segments of the remote, there and back"
}

# Only remotes are answered, and nobody by way of a leg.
strangers()
{
	must ip -n "$n1" link add leg4 address 02:00:00:00:00:01 type ovnet network red4
	must ip -n "$n1" link set leg4 up
	oam_py "$1" <<-END
	old = drops(n1)
	mid.send(packet(HEAD + message(1, 1, 1), src=ROUTER))
	mid.send(packet((HEAD + message(1, 1, 1))[:-1]))
	mid.send(packet(HEAD + message(1, 1, 1, version=2)))
	mid.send(packet(HEAD + message(3, 1, 1)))
	inside = packet(HEAD + message(1, 1, 1))
	inside = vxlan(104, mac("02:00:00:00:00:01") + inside[6:])
	want = {"unknown_remote": 1, "outer_truncated": 1, "probe": 2, "tunnel_loop": 1}
	if srv6:
	    mid.send(packet(HEAD[:12] + b"\x88\xb6" + message(1, 1, 1)))
	    mid.send(packet(HEAD[:13]))
	    mid.send(packet(HEAD + message(1, 1, 1), dst="fd00:a1:0:ec:0:6b00::"))
	    mid.send(packet(HEAD + message(1, 1, 1), src="fd00:a2::1"))
	    mid.send(eth(MAC1, MAC2, 0x86dd, ip6(REMOTE, ECHO1, 17, HEAD + message(1, 1, 1))))
	    want = {"unknown_remote": 2, "outer_truncated": 2, "probe": 3, "unknown_sid": 1, "upper_layer": 1, "tunnel_loop": 1}
	    data = struct.pack("!HHHH", 40000, 4789, 8 + len(inside), 0) + inside
	    mid.send(eth(MAC1, MAC2, 0x0800, ip4("198.51.100.2", "192.0.2.1", 17, data)))
	else:
	    mid.send(packet(HEAD[:7] + b"\1" + message(1, 1, 1)))
	    mid.send(packet(b"\1\0\0\0" + bytes(4) + message(1, 1, 1)))
	    want["vxlan_flags"] = 2
	    mid.send(packet(inside))
	if any(is_probe(f) for f in fence()):
	    fail("somebody was answered")
	wait_drops(n1, old, want)
	END
	must ip -n "$n1" link del leg4
	log_test "U22: a probe over u$1 of a stranger, of a tenant, or that is none, is not answered"
}

rate()
{
	oam_py "$1" <<-END
	old, began = drops(n1), time.monotonic()
	for n in range(250):
	    mid.send(packet(HEAD + message(1, n + 1, n)))
	answered, end = 0, time.monotonic() + TIMEOUT
	while True:
	    frame = mid.recv(0)
	    if frame and is_probe(frame):
	        answered += 1
	    missing = difference(drops(n1), old).get("probe", 0) if not frame else 0
	    if answered + missing == 250 or time.monotonic() > end:
	        break
	most = 101 + 100 * (time.monotonic() - began)
	if answered + missing != 250 or not 1 <= answered <= most:  # some were used before
	    fail("%d of 250 were answered, at most %d may be, %d dropped" % (answered, most, missing))
	END
	log_test "U16: probe over u$1: a remote gets a hundred answers a second, not more"
}

# Who does not know the cookie cannot answer.
made_up()
{
	close_way
	oam_py "$1" <<-END
	import subprocess
	old = drops(n1)
	def ask():
	    run = subprocess.Popen(["ovctl", "-n", n1, "-j", "probe", "r", "count", "1", "size", "100", "underlay", "u$1"],
	                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
	    return run, struct.unpack("!BBHIQ", Packet(mid.expect(is_probe)).payload[AT:AT + 16])
	run, (_, _, _, ident, cookie) = ask()
	mid.send(packet(HEAD + message(2, ident, cookie ^ 1)))
	mid.send(packet(HEAD + message(2, ident ^ 1, cookie)))
	mid.send(packet(HEAD + message(2, ident + 256 & 0xffffffff, cookie)))
	mid.send(packet(HEAD + message(2, 0, 0)))
	run.communicate()
	check_eq(run.returncode, 2, "made up answers: ovctl")
	wait_drops(n1, old, {"probe": 4})
	run, (_, _, _, ident, cookie) = ask()
	mid.send(packet(HEAD + message(2, ident, cookie)))
	mid.send(packet(HEAD + message(2, ident, cookie)))
	run.communicate()
	check_eq(run.returncode, 0, "the right answer: ovctl")
	wait_drops(n1, old, {"probe": 5})
	END
	open_way
	log_test "U22: probe over u$1: an answer counts once, and with the right cookie"
}

# As packets go: by SRv6, where a network has such an underlay; or as one says.
chosen()
{
	local by

	by() { ovctl -n "$n1" -j probe r count 1 "$@" | jq -r '.[0] | "\(.underlay) \(.received)"'; }
	check_eq "$(by)" "us 1" "a network goes by SRv6"
	check_eq "$(by underlay u4)" "u4 1" "u4, named"
	check_eq "$(by underlay us)" "us 1" "us, named"
	must ovctl -n "$n1" network set reds underlay none
	check_eq "$(by)" "u4 1" "no network goes by SRv6"
	must ovctl -n "$n1" remote set r vtep none
	check_eq "$(by)" "us 1" "there is but a locator"
	must ovctl -n "$n1" network set reds underlay us
	must ovctl -n "$n1" remote set r vtep 198.51.100.2,fd00:4::2 srv6 none source none
	check_eq "$(by)" "u4 1" "there is no locator"
	must ovctl -n "$n1" remote set r srv6 fd00:a2::/48 source fd00:4::2/128
	log_test "U16: probe: of two kinds the one that packets take, or that is named"
}

shared()
{
	must ip -n "$n2" link add vx up type vxlan id 700 local 198.51.100.2 dstport 4788
	must ovctl -n "$n2" underlay add s vxlan 198.51.100.2 port 4788 shared
	must ovctl -n "$n1" remote set r port 4788
	must ovctl -n "$n2" remote set r port 4789
	must probe u4 count 2
	must ovctl -n "$n1" remote set r port 0
	must ovctl -n "$n2" remote set r port 0
	must ovctl -n "$n2" underlay del s
	must ip -n "$n2" link del vx
	log_test "U17: probe to a shared port"
}

# A vxlan device hands it to nobody.
foreign()
{
	must ip -n "$n2" link add vx up type vxlan id 700 local 198.51.100.2 dstport 4788
	must ovctl -n "$n1" remote set r port 4788
	refused "no answer" probe u4 count 1
	check_eq "$(ip -n "$n2" -j -s link show vx | jq '.[0].stats64.rx.packets')" 0 "packets that the device has received"
	must ovctl -n "$n1" remote set r port 0
	must ip -n "$n2" link del vx
	log_test "U17: probe to a vxlan device: it takes no notice"
}

# What is no node of ours has no such SID, and is not asked.
foreign_srv6()
{
	must ovctl -n "$n1" remote add f srv6 fd00:a3::/48 source fd00:4::3/128 foreign
	refused "A foreign remote answers no probes by SRv6" ovctl -n "$n1" probe f underlay us
	refused "A foreign remote answers no probes by SRv6" ovctl -n "$n1" probe f
	refused "A foreign remote answers no probes by SRv6" ovctl -n "$n1" remote set f probe-interval 1
	refused "A foreign remote answers no probes by SRv6" \
		ovctl -n "$n1" remote add g srv6 fd00:a4::/48 foreign probe-interval 1
	# nor is it answered
	oam_py s <<-END
	old = drops(n1)
	mid.send(packet(HEAD + message(1, 1, 1), src="fd00:4::3"))
	wait_drops(n1, old, {"probe": 1})
	END
	must ovctl -n "$n1" remote del f
	log_test "U16: probe and watch: not of a foreign remote by SRv6"
}

is_lost() { [ "$(json "$n1" '.[0].lost' remote show r)" = "$1" ]; }

# n1 asks once a second.  by U: the remote is reached by that alone.
lost_found()
{
	local -n a=a${1#u}
	local f=${1#u} here=192.0.2.1 there=198.51.100.2 before

	if [ "$f" = 6 ]; then
		here=fd00:2::1
		there=fd00:4::2
	fi
	if [ "$f" = s ]; then
		must ovctl -n "$n1" remote set r vtep none
		must ovctl -n "$n2" remote set r vtep none
	else
		must ovctl -n "$n1" remote set r vtep $there srv6 none source none
		must ovctl -n "$n2" remote set r vtep $here srv6 none source none
	fi
	nsenter --net="/run/netns/$n1" "$(command -v ovctl)" monitor config > "$TMP/events" &
	defer stop $!
	heard() { grep -q "$1" "$TMP/events"; }
	wait_until "the monitor does not start" eval \
		'must ovctl -n "$n1" remote set r state up; heard "remote set. r "'
	must ovctl -n "$n1" remote set r probe-interval 1
	check_match "$(ovctl -n "$n1" remote show r)" " probe-interval 1 " "show"
	close_way
	wait_until "it is not lost" is_lost true
	check_match "$(ovctl -n "$n1" remote show r)" " probe-interval 1 lost " "show"
	wait_until "no event that it is lost" heard "remote set. r .* lost"
	before=$(drops "$n1" flood_nowhere red$f)
	check_py <<-END
	Dev("$a").send(eth(BROADCAST, port_mac(11), 0x88b5, b"flood"))
	END
	wait_until "it is flooded to" drops_above "$n1" flood_nowhere "$before"
	: > "$TMP/events"
	open_way
	wait_until "it is not found" is_lost false
	wait_until "no event that it is found" heard "remote set. r .* probe-interval 1 members"
	must in_ns "$a" ping -n -c 1 -w 5 10.0.0.12
	must ovctl -n "$n1" remote set r probe-interval 0 vtep 198.51.100.2,fd00:4::2 srv6 fd00:a2::/48 source fd00:4::2/128
	must ovctl -n "$n2" remote set r vtep 192.0.2.1,fd00:2::1 srv6 fd00:a1::/48 source fd00:2::1/128
	log_test "U14: over u$f a remote that is watched is lost, and not flooded to, until it answers"
}

unwatched()
{
	must ovctl -n "$n1" remote set r probe-interval 1
	close_way
	wait_until "it is not lost" is_lost true
	must ovctl -n "$n1" remote set r probe-interval 0
	is_lost false
	check_err $? "it is lost, and nobody looks"
	open_way
	refused 'probe-interval: "3601" is not a number from 0 to 3600' \
		ovctl -n "$n1" remote set r probe-interval 3601
	log_test "U14: a remote that is watched no longer is not lost"
}

tests_run
