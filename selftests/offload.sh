#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Segmentation, aggregation and checksums, through the tunnel and inside it.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib/size.sh"

TESTS=(
	"gso 4" "gso 6"
	"gro 4" "gro 6"
	"checksums 4 on" "checksums 4 off" "checksums 6 on" "checksums 6 off"
	udp
	tagged
	nested
	tap
	tap_checksum
	tap_huge
)

# over VXLAN's other family, and what "df unset" lets it fragment
VXLAN_ONLY=("gso 4" "gro 4" "checksums 4 on" "checksums 4 off" tap_huge)

# red: a on n1, b on n2, MTU 1430 so that both families fit
setup()
{
	need_tun
	setup_underlay 2
	setup_nodes 2 46
	network red 100 "1 2"
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
	ports_mtu 1430
	must in_ns "$n2" ethtool -K eth0 gro on
	# a veth aggregates only what comes from one that would not have sent
	# it whole
	must in_ns "$wire" ethtool -K w2 tso off
}

# over FAMILY: what the nodes send to each other by
over()
{
	local i j node address

	[ "$ENCAP" = vxlan ] || return
	for i in 1 2; do
		node_of $i
		j=$((3 - i))
		vtep_address $j "$1" address
		must ovctl -n "$node" remote set r$j vtep "$address"
	done
}

offload() { must in_ns "$1" ethtool -K "$2" "${@:3}"; }

# whole NS DEV COMMAND...: large packets leave in one piece, outer headers and all;
# frames in SRv6 do not, for no device would know what next header 143 is
whole()
{
	local ns=$1 dev=$2 before size

	shift 2
	before=$(sent "$ns" "$dev")
	"$@"
	size=$(mean_size "$before" "$(sent "$ns" "$dev")")
	case $ENCAP in
	vxlan)	[ "$size" -gt 4000 ] ;;
	srv6)	[ "$size" -le 1514 ] ;;
	esac
	check_err $? "GSO: mean size of a packet is $size bytes"
}

gso()
{
	local before size

	over "$1"
	before=$(sent "$a" eth0)
	whole "$n1" eth0 transfer "$a" "$b" 10.0.0.12 4
	size=$(mean_size "$before" "$(sent "$a" eth0)")
	[ "$size" -gt 4000 ]
	check_err $? "mean size of a packet of the endpoint is $size bytes"
	# and without, for the measure
	offload "$n1" eth0 tso off gso off
	before=$(sent "$n1" eth0)
	transfer "$a" "$b" fd00:10::12 1
	size=$(mean_size "$before" "$(sent "$n1" eth0)")
	[ "$size" -le 1514 ]
	check_err $? "without GSO: mean size of a packet is $size bytes"
	offload "$n1" eth0 tso on gso on
	log_test "U19: over IPv$1: large packets are cut up last, by the device if it can (GSO)"
}

# What comes in small pieces is put together before it reaches the port.
gro()
{
	local before size

	over "$1"
	offload "$n1" eth0 tso off gso off
	before=$(sent "$n2" b)
	transfer "$a" "$b" 10.0.0.12 4
	size=$(mean_size "$before" "$(sent "$n2" b)")
	[ "$size" -gt 2000 ]
	check_err $? "GRO: mean size of a packet is $size bytes"
	offload "$n2" eth0 gro off
	before=$(sent "$n2" b)
	transfer "$a" "$b" fd00:10::12 1
	size=$(mean_size "$before" "$(sent "$n2" b)")
	[ "$size" -le 1444 ]
	check_err $? "without GRO: mean size of a packet is $size bytes"
	offload "$n2" eth0 gro on
	offload "$n1" eth0 tso on gso on
	log_test "U19: over IPv$1: small packets are put together (GRO)"
}

# What a path that corrupts large packets costs: TCP sends them again, small.
retransmits()
{
	local ns

	for ns in "$@"; do
		in_ns "$ns" nstat -asz TcpRetransSegs
	done | awk '$2 ~ /^[0-9]+$/ { n += $2 } END { print n + 0 }'
}

# The endpoint's device leaves its checksums to the tunnel, or does not.
checksums()
{
	local tx

	over "$1"
	offload "$a" eth0 tx "$2"
	for tx in on off; do
		offload "$n1" eth0 tx $tx
		transfer "$a" "$b" 10.0.0.12 1
		transfer "$b" "$a" fd00:10::11 1
	done
	offload "$n1" eth0 tx on
	offload "$a" eth0 tx on
	check_eq "$(checksum_errors "$a" "$b" "$n1" "$n2")" 0 "checksum errors"
	log_test "U2: over IPv$1, endpoint's tx $2: checksums hold with the underlay's tx on and off"
}

udp()
{
	over 4
	check_py <<-END
	for n in 1, 100, 1402, 9000, 60000:
	    data = os.urandom(n)
	    udp_transfer("$a", "10.0.0.11", "$b", "10.0.0.12", data)
	    udp_transfer("$b", "fd00:10::12", "$a", "fd00:10::11", data)
	END
	check_eq "$(checksum_errors "$a" "$b" "$n1" "$n2")" 0 "checksum errors"
	log_test "U2: UDP of 1 to 60000 bytes"
}

tagged()
{
	local i ns

	for i in 11 12; do
		ns=$([ $i = 11 ] && echo "$a" || echo "$b")
		must ip -n "$ns" -b - <<-END
		link add link eth0 name eth0.5 mtu 1400 up type vlan id 5
		addr add 10.0.5.$i/24 dev eth0.5
		END
	done
	whole "$n1" eth0 transfer "$a" "$b" 10.0.5.12 4
	# with the tag put in by software, too
	offload "$a" eth0 txvlan off
	offload "$b" eth0 rxvlan off
	transfer "$a" "$b" 10.0.5.12 1
	must ip -n "$a" link del eth0.5
	must ip -n "$b" link del eth0.5
	log_test "U19: VLAN-tagged TCP inside, in large packets"
}

# The tenant runs vxlan: its segments cannot be described with ours around.
nested()
{
	local i ns before

	for i in 11 12; do
		ns=$([ $i = 11 ] && echo "$a" || echo "$b")
		must ip -n "$ns" -b - <<-END
		link add vx0 mtu 1380 type vxlan id 42 local 10.0.0.$i remote 10.0.0.$((23 - i)) dstport 4789 udpcsum
		link set vx0 up
		addr add 10.9.0.$i/24 dev vx0
		END
	done
	before=$(retransmits "$a" "$b")
	transfer "$a" "$b" 10.9.0.12 2
	# whoever has to cut it up now must find it well described
	offload "$n1" eth0 tso off gso off tx off
	transfer "$a" "$b" 10.9.0.12 1
	over 6
	transfer "$a" "$b" 10.9.0.12 1
	offload "$n1" eth0 tso on gso on tx on
	transfer "$b" "$a" 10.9.0.11 2
	over 4
	before=$(($(retransmits "$a" "$b") - before))
	# of some 4,800; a slow machine sends a few twice for impatience
	[ "$before" -lt 200 ]
	check_err $? "$before segments were sent again"
	check_eq "$(drops "$n1" segment)" 0 "drops"
	check_eq "$(checksum_errors "$a" "$b" "$n1" "$n2")" 0 "checksum errors"
	must ip -n "$a" link del vx0
	must ip -n "$b" link del vx0
	log_test "U19: TCP through a tenant's own vxlan"
}

TAP='
def tap(ns, name, flags=0):
    """A tap device in the namespace, a port of red; what a VM has is its fd."""
    import fcntl
    import subprocess
    with netns(ns):
        fd = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(fd, 0x400454ca, struct.pack("16sH22x", name.encode(), 0x1002 | flags))
    no_ipv6 = "echo 1 > /proc/sys/net/ipv6/conf/%s/disable_ipv6" % name
    subprocess.check_call(["nsenter", "--net=/run/netns/" + ns, "sh", "-c", no_ipv6])
    subprocess.check_call(["ip", "-n", ns, "link", "set", "dev", name, "up"])
    ovctl(ns, "port", "add", name, "network", "red", "state", "open")
    return fd

def expect(fd, match, what):
    end = time.monotonic() + TIMEOUT
    while select.select([fd], [], [], max(0, end - time.monotonic()))[0]:
        frame = os.read(fd, 70000)
        if match(frame):
            return frame
    fail("the tap got no " + what)

VM = "02:00:00:00:00:31"
def arp(op, target_mac, target):
    return struct.pack("!HHBBH6s4s6s4s", 1, 0x0800, 6, 4, op, mac(VM),
                       socket.inet_aton("10.0.0.31"), mac(target_mac),
                       socket.inet_aton(target))
'

tap_py()
{
	{
		echo "$TAP"
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

tap()
{
	tap_py <<-END
	fd = tap("$n1", "tap0")
	for target, number in ("10.0.0.12", 12), ("10.0.0.11", 11):
	    os.write(fd, eth(BROADCAST, VM, 0x0806, arp(1, "00:00:00:00:00:00", target)))
	    reply = expect(fd, lambda f: f[12:14] == b"\x08\x06" and f[20:22] == b"\0\2", "ARP reply")
	    check_eq(reply[6:12].hex(":"), port_mac(number), "MAC of " + target)
	    body = struct.pack("!BBHHH", 8, 0, 0, 7, number) + os.urandom(1000)
	    body = body[:2] + struct.pack("!H", csum(body)) + body[4:]
	    os.write(fd, eth(port_mac(number), VM, 0x0800, ip4("10.0.0.31", target, 1, body)))
	    # it asks for us first
	    def reply(f):
	        if f[12:14] == b"\x08\x06" and f[20:22] == b"\0\1":
	            os.write(fd, eth(f[6:12].hex(":"), VM, 0x0806, arp(2, f[6:12].hex(":"), target)))
	        return f[12:14] == b"\x08\0" and f[34] == 0 and f[42:] == body[8:]
	    expect(fd, reply, "echo reply from " + target)
	rows = [r for r in ovctl("$n1", "fdb", "show", "red", "dev", "tap0") if r["mac"] == VM]
	check_eq(len(rows), 1, "rows of the VM's MAC")
	END
	log_test "N5: a tap endpoint with raw frames: ARP and ping, same node and cross node"
}

# virtio says "checksum to be computed" instead of computing it.
tap_checksum()
{
	tap_py <<-END
	fd = tap("$n1", "tap0", 0x4000)		# IFF_VNET_HDR
	for v6, target, family in (False, "10.0.0.12", 0x0800), (True, "fd00:10::12", 0x86dd):
	    receiver = Udp("$b", target, 6001)
	    receiver.sock.settimeout(TIMEOUT)
	    data = os.urandom(777)
	    src = "fd00:10::31" if v6 else "10.0.0.31"
	    pack = socket.inet_pton
	    af = socket.AF_INET6 if v6 else socket.AF_INET
	    pseudo = pack(af, src) + pack(af, target) + struct.pack("!HH", 17, 8 + len(data))
	    head = struct.pack("!HHHH", 6000, 6001, 8 + len(data), ~csum(pseudo) & 0xffff)
	    ip = (ip6 if v6 else ip4)(src, target, 17, head + data)
	    vnet = struct.pack("=BBHHHH", 1, 0, 0, 0, 14 + len(ip) - len(head + data), 6)
	    os.write(fd, vnet + eth(port_mac(12), VM, family, ip))
	    try:
	        check_eq(receiver.sock.recv(2000) == data, True, "what arrived")
	    except socket.timeout:
	        fail("nothing arrived at " + target)
	END
	check_eq "$(checksum_errors "$b" "$n1" "$n2")" 0 "checksum errors"
	log_test "U2 N5: a tap's unfinished checksums are finished"
}

# A tap takes more than IP can say of the outer packet: no fragments of it may
# leave, for their offsets would begin again at 0.
tap_huge()
{
	must ovctl -n "$n1" underlay set u df unset
	must ovctl -n "$n1" fdb add red 02:00:00:00:00:12 remote r2
	tap_py <<-END
	fd = tap("$n1", "tap0", 0x4000)		# IFF_VNET_HDR
	before = drops("$n1")
	def send(length):
	    frame = eth(port_mac(12), VM, 0x88b5, bytes(length))
	    # 64 bytes linear, the others in pages
	    os.write(fd, struct.pack("=BBHHHH", 0, 0, 64, 0, 0, 0) + frame)
	send(65535 - 50 + 1)
	wait_drops("$n1", before, {"too_big": 1})
	before = drops("$n1")
	send(65535 - 50)
	send(68000)
	wait_drops("$n1", before, {"too_big": 1})
	END
	must ovctl -n "$n1" fdb del red 02:00:00:00:00:12
	must ovctl -n "$n1" underlay set u df set
	log_test "P47: what is more than 65535 bytes with its headers is too big, not fragmented"
}

tests_run
