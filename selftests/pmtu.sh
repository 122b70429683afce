#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The way between nodes: what fits, as routers on it say, and who is believed.
# shellcheck disable=SC2046,SC2086,SC2154,SC2317	# words, namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib/way.sh"

TESTS=(
	"told 4 4" "told 4 6" "told 6 4" "told 6 6"
	"stream 4 10.0.0.12" "stream 4 fd00:10::12" "stream 6 10.0.0.12"
	"udp_df 4" "udp_df 6"
	"shown 4" "shown 6"
	"forged 4" "forged 6"
	"host_believes 4" "host_believes 6"
	narrow
	"ages 4" "ages 6"
	"forgotten 4" "forgotten 6"
)

# over VXLAN's other family; forged quotes of SRv6 are in srv6
VXLAN_ONLY=("told 4 4" "told 4 6" "stream 4 10.0.0.12" "stream 4 fd00:10::12" "udp_df 4"
	"shown 4" forged "host_believes 4" narrow "ages 4" "forgotten 4")

setup() { way_setup; }

# Nobody knows anything of the way, and it is wide.
fresh()
{
	local ns f all=("$n1" "$n2")

	for f in $WAY_FAMILIES; do
		for ns in a$f b$f; do
			all+=("${!ns}")
		done
	done
	far 1500
	must ovctl -n "$n1" remote set r state up
	for ns in "${all[@]}"; do
		must ip -n "$ns" route flush cache
		must ip -n "$ns" -6 route flush cache
	done
}

learned() { json "$n1" '.[0].pmtu' remote show r; }
has_learned() { [ "$(learned)" = "$1" ]; }
overhead()
{
	case $ENCAP$1 in
	vxlan4)	echo 50 ;;
	vxlan6)	echo 70 ;;
	srv66)	echo 54 ;;
	esac
}

# fits FROM SIZE: an IP packet of this size to endpoint 12 gets through.
fits()
{
	must in_ns "$1" ping -n -c 1 -w 5 -M "do" -s $(($2 - 28)) 10.0.0.12
}

# told UNDERLAY INNER
told()
{
	local -n a=a$1
	local mtu to=10.0.0.12 size=1370

	[ "$2" = 4 ] || { to=fd00:10::12; size=1350; }
	fresh
	mtu=$((1400 - $(overhead "$1")))
	must in_ns "$a" ping -n -c 1 -w 5 -M "do" -s 1300 $to
	far 1400
	# the first that does not fit is lost in the middle; then n1 knows
	said() { in_ns "$a" ping -n -c 1 -W 0.3 -M "do" -s $size $to | grep -E "mtu ?= ?$mtu"; }
	wait_until "the sender is never told" said
	check_eq "$(learned)" 1400 "what n1 knows"
	check_match "$(ip -n "$a" route get $to)" "mtu $mtu" "what the sender knows"
	fits "$a" $mtu
	log_test "U1: IPv$1 underlay: a narrow link in the middle is told to a sender of IPv$2"
}

# stream UNDERLAY ADDRESS
stream()
{
	local -n a=a$1 b=b$1
	local pid before

	fresh
	if [ ! -e "$TMP/blob" ]; then
		head -c 8M /dev/urandom > "$TMP/blob"
		mkfifo "$TMP/go"
	fi
	rm -f "$TMP/got"
	before=$(drops "$n1" too_big red$1)
	nsenter --net="/run/netns/$b" socat -u TCP6-LISTEN:5001,ipv6only=0,reuseaddr \
		"CREATE:$TMP/got" &
	pid=$!
	defer stop $pid
	wait_until "nobody listens" listening "$b" 5001
	# what comes behind the first half waits for the link to be narrow
	{ head -c 4M "$TMP/blob"; read -r _ < "$TMP/go"; tail -c 4M "$TMP/blob"; } |
		nsenter --net="/run/netns/$a" socat -u - "TCP:$(bracket "$2"):5001" &
	defer stop $!
	half() { [ "$(stat -c %s "$TMP/got" 2> /dev/null)" = $((4 << 20)) ]; }
	wait_until "nothing is transferred" half
	far 1400
	echo go > "$TMP/go"
	wait_until "the stream does not go on" ended $pid
	cmp "$TMP/blob" "$TMP/got" >&2
	check_err $? "data lost or corrupt"
	[ "$(drops "$n1" too_big red$1)" -gt "$before" ]
	check_err $? "nothing was too big"
	check_eq "$(learned)" 1400 "what n1 knows"
	log_test "U1: IPv$1 underlay: a link becomes narrow under TCP to $2, which goes on"
}

# udp_df UNDERLAY: EMSGSIZE, and how much would have fitted.
udp_df()
{
	local -n a=a$1

	fresh
	far 1400
	check_py <<-END
	import errno
	want = 1400 - $(overhead "$1")
	for v6, dst, level, discover, mtu in ((0, "10.0.0.12", 0, 10, 14), (1, "fd00:10::12", 41, 23, 24)):
	    u = Udp("$a", "::" if v6 else "0.0.0.0")
	    u.sock.setsockopt(level, discover, 2)       # always DF
	    u.sock.connect((dst, 9))
	    end = time.monotonic() + TIMEOUT
	    while True:
	        try:
	            u.sock.send(bytes(1380))
	        except OSError as e:
	            if e.errno == errno.EMSGSIZE:
	                break
	            if e.errno != errno.ECONNREFUSED:   # of the other end
	                raise
	        if time.monotonic() > end:
	            fail("never EMSGSIZE to %s" % dst)
	    check_eq(u.sock.getsockopt(level, mtu), want, "MTU to " + dst)
	    u.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)    # of those before
	    u.sock.send(bytes(want - (48 if v6 else 28)))
	END
	log_test "U1: IPv$1 underlay: UDP that may not be fragmented gets EMSGSIZE"
}

shown()
{
	local -n a=a$1
	local out

	fresh
	check_eq "$(learned)" null "before anything is known"
	far 1400
	learn() { in_ns "$a" ping -n -c 1 -W 0.1 -M "do" -s 1372 10.0.0.12; has_learned 1400; }
	wait_until "n1 never knows" learn
	out=$(ovctl -n "$n1" remote show r)
	check_match "$out" " pmtu 1400 expires (5[0-9][0-9]|600)(\.[0-9]+)?s" "text"
	[ "$(json "$n1" '.[0]."pmtu-expires-ms"' remote show r)" -gt 500000 ]
	check_err $? "it does not hold ten minutes"
	log_test "U1: IPv$1 underlay: remote show says what was learned, and for how long"
}

# way_py FAMILY: check_py that knows what is on the way from n1.  A packet of
# ours is sent() and quoted; mid is the router.
way_py()
{
	local -n a=a$1

	{
		cat <<-END
		v6 = "$1" == "6"
		n1, mid, a = "$n1", Dev("$mid", "eth0"), Dev("$a", "eth0")
		ROUTER, LOCAL, REMOTE = (("fd00:2::fe", "fd00:2::1", "fd00:4::2") if v6 else
		                         ("192.0.2.254", "192.0.2.1", "198.51.100.2"))
		IP = 40 if v6 else 20
		UDP, VXLAN, MACS = IP, IP + 8, IP + 16
		def sent(n=0):
		    a.send(eth(port_mac(12), port_mac(11), 0x88b5, b"%08d" % n + bytes(1392)))
		    return mid.expect(lambda f: is_tunnel(f) and Packet(f).inner[12:22] == b"\x88\xb5%08d" % n)
		def from_router(like, message):
		    if v6:
		        packet = icmp6(ROUTER, LOCAL, message)
		    else:
		        message = message[:2] + struct.pack("!H", csum(message)) + message[4:]
		        packet = ip4(ROUTER, LOCAL, 1, message)
		    mid.send(like[6:12] + like[:6] + like[12:14] + packet)
		def too_big(like, quote, mtu):
		    from_router(like, struct.pack("!BBHI", *((2, 0) if v6 else (3, 4)), 0, mtu) + quote)
		def fence(like, n=[0]):
		    n[0] += 1
		    echo = struct.pack("!HHQ", 0x77, n[0], 0)
		    from_router(like, struct.pack("!BBH", 128 if v6 else 8, 0, 0) + echo)
		    mid.expect(lambda f: echo in f and f[6:12] == like[6:12], "a reply")
		def learned():
		    return ovctl(n1, "remote", "show", "r")[0].get("pmtu")
		END
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

forged()
{
	fresh
	way_py "$1" <<-END
	real = sent()
	quote = real[14:14 + 120]
	def other(what, at, bits=1):
	    forgery = bytearray(quote)
	    forgery[at] ^= bits
	    too_big(real, bytes(forgery), 1300)
	    fence(real)
	    check_eq(learned(), None, "the wrong " + what)
	other("source address", 23 if v6 else 15)
	other("destination", 39 if v6 else 19)
	other("source port", UDP + 1)
	other("destination port", UDP + 3)
	other("I flag", VXLAN, 8)
	other("VNI", VXLAN + 6)
	other("inner MAC address", MACS + 5)
	other("inner MAC address", MACS + 11)
	if not v6:
	    forgery = bytearray(quote)
	    forgery[6] &= 0xbf
	    too_big(real, bytes(forgery), 1300)
	    fence(real)
	    check_eq(learned(), None, "a packet that may be fragmented")
	too_big(real, quote[:MACS + 11], 1300)
	too_big(real, quote, len(real) - 14)
	fence(real)
	check_eq(learned(), None, "cut off, or it fits")
	too_big(real, quote, 1300)
	fence(real)
	check_eq(learned(), 1300, "the real one")
	END
	fresh
	log_test "U1: IPv$1 underlay: ICMP about what was not sent is not believed"
}

# All kernels believe that an answer to a ping was too big.  What that makes of
# the host's own route is nothing to the tenants.
host_believes()
{
	local -n a=a$1

	fresh
	way_py "$1" <<-END
	import subprocess
	real = sent()
	echo = struct.pack("!BBHQ", 129 if v6 else 0, 0, 0, 0) + bytes(1400)
	quote = (ip6(LOCAL, REMOTE, 58, echo) if v6 else ip4(LOCAL, REMOTE, 1, echo, df=1))[:120]
	too_big(real, quote, 1300)
	fence(real)
	route = subprocess.check_output(["ip", "-n", n1, "route", "get", REMOTE], text=True)
	if " mtu 1300" not in route:
	    fail("the host does not believe it, this test shows nothing: " + route)
	check_eq(learned(), None, "what n1 knows")
	if not v6 and len(sent(2)) != 14 + 1450:
	    fail("the packet was fragmented")
	END
	fits "$a" $((1500 - $(overhead "$1")))
	fresh
	log_test "U1: IPv$1 underlay: what the host believes of the way does not narrow it"
}

# Less than the host believes in: outer packets are fragmented, nobody is told.
narrow()
{
	fresh
	way_py 4 <<-END
	real = sent()
	too_big(real, real[14:14 + 120], 300)
	fence(real)
	check_eq(learned(), 552, "what n1 knows")
	a.send(eth(port_mac(12), port_mac(11), 0x88b5, b"narrow" + bytes(1394)))
	mid.expect(lambda f: f[12:14] == b"\x08\x00" and f[14 + 6] & 0x20 and len(f) <= 14 + 552, "a first fragment")
	END
	fits "$a4" 1450
	check_eq "$(learned)" 552 "what n1 knows"
	fresh
	log_test "U1: a way said to be narrower than 552 bytes: fragmented, no sender is told"
}

ages()
{
	local -n a=a$1
	local file=ipv4/route/mtu_expires

	[ "$1" = 4 ] || file=ipv6/route/mtu_expires
	fresh
	must in_ns "$n1" sh -c "echo 1 > /proc/sys/net/$file"
	far 1400
	learn() { in_ns "$a" ping -n -c 1 -W 0.1 -M "do" -s 1372 10.0.0.12; has_learned 1400; }
	wait_until "n1 never knows" learn
	far 1500
	wait_until "n1 does not forget" has_learned null
	must ip -n "$a" route flush cache
	fits "$a" $((1500 - $(overhead "$1")))
	must in_ns "$n1" sh -c "echo 600 > /proc/sys/net/$file"
	log_test "U1: IPv$1 underlay: what was learned is forgotten when it is old"
}

forgotten()
{
	local -n a=a$1
	local where="vtep 198.51.100.2,fd00:4::2"

	[ "$ENCAP" = vxlan ] || where="srv6 fd00:5:2::/48"
	fresh
	far 1400
	learn() { in_ns "$a" ping -n -c 1 -W 0.1 -M "do" -s 1372 10.0.0.12; has_learned 1400; }
	wait_until "n1 never knows" learn
	must ovctl -n "$n1" remote set r $where
	check_eq "$(learned)" null "after remote set"
	# what the host believes is another matter, and fragments
	must ip -n "$n1" route flush cache
	must ip -n "$n1" -6 route flush cache
	wait_until "n1 never knows again" learn
	must ovctl -n "$n1" underlay set u$1 tos 0
	check_eq "$(learned)" null "after underlay set"
	fresh
	log_test "U1: IPv$1 underlay: what was learned is forgotten when remote or underlay are set"
}

tests_run
