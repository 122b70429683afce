#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Endpoints' own devices: ports with no veth pair.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib/size.sh"
. "$SELFTESTS/lib/own.sh"

TESTS=(
	reaches
	floods
	whole
	checksums
	seen
	counted
	guarded
	marked
	remembered
	mac
	shut
	named
	same_index
	moved
	traced
	answered
	router_inside
	fragments
	mtu
	"gone link" "gone port" "gone namespace" "gone network" "gone node"
	saved
	refusals
	forged
	unload
)

# what a leg's link says, what a router does with IPv4, a socket
VXLAN_ONLY=(fragments forged)

# red: a, b on n1 and c on n2 have devices of their own, v on n1 has a veth
setup()
{
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2"
	own a "$n1" red 11
	own b "$n1" red 12
	own c "$n2" red 13
	endpoint v "$n1" red 14
	must ip -n "$v" link set dev eth0 mtu 1430
}

# bare NAME NODE NETWORK NUMBER [WORD...]: a namespace $NAME with a device eth0 of
# its own, the MAC as endpoint() has it, and WORDs for ip link; the addresses, too
bare()
{
	local name=$1 node=$2 network=$3 number=$4
	local -n self=$name

	shift 4
	setup_ns "$name"
	own_device "$node" "$self" address "02:00:00:00:00:$number" \
		type ovnet port "$network" "$@"
	must ip -n "$self" -b - <<-END
	link set eth0 up
	addr add 10.0.0.$number/24 dev eth0
	addr add fd00:10::$number/64 dev eth0 nodad
	END
}

# own NAME NODE NETWORK NUMBER: with its addresses bound
own() { bare "$@" ip "10.0.0.$4,fd00:10::$4"; }

# known NODE NUMBER: what NODE calls the port to which the MAC is bound
known()
{
	json "$1" "map(select(.mac == \"02:00:00:00:00:$2\"))[0].ifname" binding show
}

# index NODE PORT
index() { json "$1" "map(select(.ifname == \"$2\"))[0].ifindex" port show; }

is_gone() { ! ip -n "$1" link show dev "$2"; }

reaches()
{
	reach "$a" "$b" 10.0.0.12 fd00:10::12
	reach "$a" "$c" 10.0.0.13 fd00:10::13
	reach "$c" "$a" 10.0.0.11 fd00:10::11
	reach "$v" "$a" 10.0.0.11 fd00:10::11
	reach "$b" "$v" 10.0.0.14 fd00:10::14
	check_match "$(ip -n "$a" -d link show eth0)" \
		"ovnet port red id 100 ip 10.0.0.11,fd00:10::11 " "ip -d link"
	check_eq "$(ip -n "$a" -d -j link show eth0 | jq -c '.[0].linkinfo.info_data')" \
		'{"endpoint":true,"network":"red","id":100,"ip":["10.0.0.11","fd00:10::11"]}' "ip -d -j link"
	log_test "own devices reach each other, a veth, and the other node"
}

floods()
{
	check_py <<-END
	devs = {name: Dev(ns) for name, ns in (("a", "$a"), ("b", "$b"), ("c", "$c"), ("v", "$v"))}
	for source, number in (("a", 11), ("c", 13), ("v", 14)):
	    what = b"from " + source.encode()
	    devs[source].send(eth(BROADCAST, port_mac(number), 0x88b5, what))
	    for name, dev in devs.items():
	        if name != source:
	            dev.expect(lambda f: what in f)
	END
	log_test "what is for all comes to each, once from each of them"
}

# received NS: "packets bytes" that its eth0 has got
received()
{
	ip -n "$1" -s -j link show dev eth0 | jq -r '.[0].stats64.rx | "\(.packets) \(.bytes)"'
}

# mean WHAT WANTED BEFORE AFTER: it is at least so large
mean()
{
	local size

	size=$(mean_size "$3" "$4")
	[ "$size" -gt "$2" ]
	check_err $? "$1: mean size of a packet is $size bytes"
}

whole()
{
	local sent received wire

	sent=$(sent "$a" eth0) received=$(received "$b")
	transfer "$a" "$b" 10.0.0.12 4
	mean "sent" 4000 "$sent" "$(sent "$a" eth0)"
	mean "received on the node" 4000 "$received" "$(received "$b")"
	received=$(received "$c") wire=$(sent "$n1" eth0)
	transfer "$a" "$c" fd00:10::13 4
	if [ "$ENCAP" = vxlan ]; then
		mean "in the tunnel" 4000 "$wire" "$(sent "$n1" eth0)"
		mean "received through it" 4000 "$received" "$(received "$c")"
	fi
	log_test "large packets stay whole, on a node and in the tunnel"
}

checksums()
{
	local tx

	for tx in off on; do
		must in_ns "$a" ethtool -K eth0 tx "$tx"
		transfer "$a" "$b" 10.0.0.12 1
		transfer "$b" "$a" fd00:10::11 1
		transfer "$a" "$c" 10.0.0.13 1
		transfer "$c" "$a" fd00:10::11 1
		transfer "$a" "$v" 10.0.0.14 1
	done
	check_eq "$(checksum_errors "$a" "$b" "$c" "$v")" 0 "checksum errors"
	log_test "checksums hold, the device's tx on and off"
}

# tcpdump, tc and generic XDP inside, both ways, on a node and through a tunnel
seen()
{
	must in_ns "$b" tc qdisc add dev eth0 clsact
	must in_ns "$b" tc filter add dev eth0 ingress matchall action gact ok
	must in_ns "$b" tc filter add dev eth0 egress matchall action gact ok
	capture "$b" eth0 "$TMP/seen.pcap" icmp
	reach "$a" "$b" 10.0.0.12
	reach "$c" "$b" 10.0.0.12
	capture_stop "$TMP/seen.pcap" 4 icmp
	check_eq "$(capture_count "$TMP/seen.pcap" icmp)" 4 "packets that tcpdump saw"
	check_match "$(in_ns "$b" tc -s filter show dev eth0 ingress)" "Sent [1-9]" "tc, ingress"
	check_match "$(in_ns "$b" tc -s filter show dev eth0 egress)" "Sent [1-9]" "tc, egress"
	must in_ns "$b" tc filter replace dev eth0 ingress protocol ip pref 1 matchall action drop
	no_reply "$a" 10.0.0.12
	no_reply "$c" 10.0.0.12
	must in_ns "$b" tc qdisc del dev eth0 clsact
	reach "$a" "$b" 10.0.0.12
	check_py <<-END
	from xdp import Xdp
	a, b, c = Dev("$a"), Dev("$b"), Dev("$c")
	with netns("$b"):
	    xdp = Xdp("eth0", "generic", 12, b"\x88\xb6", True)
	for dev, number in ((a, 11), (c, 13)):
	    dev.send(eth(port_mac(12), port_mac(number), 0x88b6, b"for XDP"))
	    dev.send(eth(port_mac(12), port_mac(number), 0x88b5, b"fence%d" % number))
	    fence = b"fence%d" % number
	    check_eq([f for f in b.until(lambda f: fence in f) if b"for XDP" in f], [], "what XDP let through")
	check_eq(xdp.count(), 2, "what XDP saw")
	with netns("$b"):
	    xdp.close()
	END
	log_test "tcpdump, tc and XDP see what its own device sends and gets"
}

# "rx packets, rx bytes, tx packets, tx bytes" of the device, or of its port
of_device()
{
	ip -n "$1" -s -j link show dev eth0 |
		jq -r '.[0].stats64 | [.rx.packets, .rx.bytes, .tx.packets, .tx.bytes] | join(" ")'
}

of_port()
{
	json "$1" '.[0].stats | [."tx-packets", ."tx-bytes", ."rx-packets", ."rx-bytes"] | join(" ")' \
		-s port show "$2"
}

counted()
{
	local port before after

	port=$(known "$n1" 12)
	# nobody is to ask after anybody meanwhile
	must ip -n "$a" neigh flush all
	must ip -n "$b" neigh flush all
	before=$(of_device "$b")
	check_py <<-END
	a, b = Dev("$a"), Dev("$b")
	for _ in range(3):
	    a.send(eth(port_mac(12), port_mac(11), 0x88b5, b"x" * 86))
	b.expect(lambda f: f[12:14] == b"\x88\xb5")
	b.send(eth(port_mac(11), port_mac(12), 0x88b5, b"y" * 186))
	a.expect(lambda f: f[12:14] == b"\x88\xb5" and b"y" in f)
	END
	after=$(of_device "$b")
	check_eq "$(awk '{ print $5 - $1, $6 - $2, $7 - $3, $8 - $4 }' <<< "$before $after")" \
		"3 300 1 200" "what the device counted"
	check_eq "$(of_port "$n1" "$port")" "$after" "what the port counted"
	log_test "what the device sends its port gets, and the other way round"
}

guarded()
{
	check_py <<-END
	a, b = Dev("$a"), Dev("$b")
	me, her = port_mac(11), port_mac(12)
	data = udp(5, 9, b"data")
	for reason, frame in (
	        ("spoof_mac", eth(her, port_mac(99), 0x0800, ip4("10.0.0.11", "10.0.0.12", 17, data))),
	        ("spoof_ip", eth(her, me, 0x0800, ip4("10.0.0.99", "10.0.0.12", 17, data))),
	        ("spoof_arp", eth(BROADCAST, me, 0x0806, arp(1, me, "10.0.0.99", "10.0.0.12"))),
	        ("link_local", eth("01:80:c2:00:00:0e", me, 0x88cc, b"lldp"))):
	    before = drops("$n1")
	    a.send(frame)
	    wait_drops("$n1", before, {reason: 1})
	END
	must ip -n "$a" addr add 10.0.0.99/24 dev eth0
	refused "100% packet loss" in_ns "$a" ping -n -c 1 -W 0.3 -I 10.0.0.99 10.0.0.12
	must ip -n "$a" addr del 10.0.0.99/24 dev eth0
	reach "$a" "$b" 10.0.0.12
	log_test "the guard has what it sends; an address that is not bound is of no use inside"
}

# marks NS DEV: who counts what is marked when it leaves by DEV; marked_packets NS
marks()
{
	must in_ns "$1" nft -f - <<-END
	table netdev marks {
		counter seen { }
		chain c { type filter hook egress device $2 priority 0; meta mark 7 counter name seen; }
	}
	END
}

marked_packets() { in_ns "$1" nft -j list counter netdev marks seen | jq '.nftables[-1].counter.packets'; }

# A mark of a packet is what the namespace it was set in makes of it.
marked()
{
	marks "$a" eth0
	marks "$n1" v
	must in_ns "$a" ping -n -c 3 -i 0.01 -m 7 -w 5 10.0.0.14
	check_eq "$(marked_packets "$a") $(marked_packets "$n1")" "3 0" "packets marked inside, and outside"
	must in_ns "$a" nft delete table netdev marks
	must in_ns "$n1" nft delete table netdev marks
	log_test "what is marked inside is not marked outside"
}

# A flow that goes on, by the next packet: no port, no binding, another device.
remembered()
{
	local me it flow

	own last "$n1" red 15
	me=$(known "$n1" 11) it=$(known "$n1" 15)
	flow="
import subprocess
a, last = Dev('$a'), Dev('$last')
serial = iter(range(10**6))
def send():
    data = b'flow %06d' % next(serial)
    a.send(eth(port_mac(15), port_mac(11), 0x0800,
               ip4('10.0.0.11', '10.0.0.15', 17, udp(1000, 2000, data))))
    return data
lost = []
def arrive():
    for _ in range(4):
        data = send()
        for frame in last.until(lambda f: data in f):
            check_eq([data for data in lost if data in frame], [], 'dropped and yet here')
# what a kernel inside says of its own accord is dropped, too
def dropped(reason):
    before = drops('$n1')
    lost.extend(send() for _ in range(4))
    wait_for(lambda: difference(drops('$n1'), before).get(reason, 0) >= 4, reason)
"
	check_py <<-END
	$flow
	arrive()
	for port in "$me", "$it":
	    ovctl("$n1", "port", "set", port, "state", "blocked")
	    dropped("port_blocked")
	    ovctl("$n1", "port", "set", port, "state", "open")
	    arrive()
	ovctl("$n1", "binding", "del", "$me", "mac", port_mac(11), "ip", "10.0.0.11")
	dropped("spoof_ip")
	ovctl("$n1", "binding", "add", "$me", "mac", port_mac(11), "ip", "10.0.0.11")
	arrive()
	subprocess.run(["ip", "-n", "$last", "link", "set", "eth0", "down"], check=True)
	dropped("port_down")
	END
	for _ in 1 2 3; do
		must ip -n "$last" link del eth0
		own_device "$n1" "$last" address 02:00:00:00:00:15 type ovnet port red ip 10.0.0.15
		must ip -n "$last" link set eth0 up
		check_py <<< "$flow"$'\narrive()'
	done
	cleanup_ns "$last"
	log_test "what is remembered of a flow holds no longer than port, bindings and device"
}

mac()
{
	local port

	port=$(known "$n1" 11)
	# others are told
	must in_ns "$a" sysctl -qw net.ipv4.conf.eth0.arp_notify=1
	refused "The address is bound" ip -n "$a" link set dev eth0 address 02:00:00:00:00:21
	check_eq "$(ip -n "$a" -j link show dev eth0 | jq -r '.[0].address')" 02:00:00:00:00:11 "address"
	must ovctl -n "$n1" binding add "$port" mac 02:00:00:00:00:21 ip 10.0.0.11
	must ip -n "$a" link set dev eth0 address 02:00:00:00:00:21
	reach "$a" "$b" 10.0.0.12
	must ip -n "$a" link set dev eth0 address 02:00:00:00:00:11
	must ovctl -n "$n1" binding del "$port" mac 02:00:00:00:00:21 ip 10.0.0.11
	refused "The address is bound" ip -n "$a" link set dev eth0 address 02:00:00:00:00:21
	# without bindings it is whoever is inside who decides
	setup_ns free
	own_device "$n1" "$free" type ovnet port red
	check_eq "$(json "$n1" length binding show | head -n 1)" 4 "bindings"
	must ip -n "$free" link set dev eth0 address 02:00:00:00:00:22 up
	cleanup_ns "$free"
	reach "$a" "$b" 10.0.0.12
	log_test "a bound MAC is not changed from inside, but by binding another"
}

shut()
{
	must ovctl -n "$n1" network add safe id 300 underlay u secure on
	setup_ns one two
	own_device "$n1" "$one" address 02:00:00:00:00:31 type ovnet port safe ip 10.0.0.31
	own_device "$n1" "$two" address 02:00:00:00:00:32 type ovnet port 300
	must ip -n "$one" -b - <<< $'link set eth0 up\naddr add 10.0.0.31/24 dev eth0'
	must ip -n "$two" -b - <<< $'link set eth0 up\naddr add 10.0.0.32/24 dev eth0'
	check_eq "$(json "$n1" 'map(.state) | join(" ")' port show network safe)" "blocked blocked" "state"
	blocked "$one" 10.0.0.32 "$n1" port_blocked
	for port in $(json "$n1" '.[].ifname' port show network safe); do
		must ovctl -n "$n1" port set "$port" state open
	done
	must ip -n "$one" neigh flush dev eth0	# it has asked in vain
	reach "$one" "$two" 10.0.0.32
	cleanup_ns "$one" "$two"	# which takes its time
	must ovctl -n "$n1" network del safe force
	log_test "in a secure network it starts shut"
}

# By NAME@NSID, or by its name where the network is.
named()
{
	local port

	port=$(known "$n1" 11)
	check_match "$port" '^eth0@[0-9]+$' "name"
	must ovctl -n "$n1" port set "$port" state blocked flood-rate 5
	check_eq "$(json "$n1" '.[0] | "\(.state) \(."flood-rate") \(.leg)"' port show "$port")" \
		"blocked 5 null" "settings"
	blocked "$a" 10.0.0.12 "$n1" port_blocked
	must ovctl -n "$n1" port set "$port" state open flood-rate 0
	must ovctl -n "$n1" fdb add red 02:00:00:00:00:77 dev "$port"
	check_eq "$(json "$n1" '.[0].ifname' fdb show red mac 02:00:00:00:00:77)" "$port" "row"
	must ovctl -n "$n1" fdb del red 02:00:00:00:00:77
	must ip -n "$n1" link add here type ovnet port red
	check_eq "$(json "$n1" '.[0].ifname' port show here)" here "one that stays"
	must ovctl -n "$n1" port set here state blocked
	must ovctl -n "$n1" binding add here mac 02:00:00:00:00:78
	must ovctl -n "$n1" port del here
	refused "does not exist" ip -n "$n1" link show dev here
	refused 'there is no device "eth0@9999"' ovctl -n "$n1" port show eth0@9999
	reach "$a" "$b" 10.0.0.12
	log_test "ovctl names it by device and namespace"
}

ifindex_of() { ip -n "$1" -j link show dev "$2" | jq '.[0].ifindex'; }

# Its device may have the ifindex of another port's device: they are counted up.
same_index()
{
	local port ifindex try

	ifindex=$(index "$n1" v)
	setup_ns twin
	for try in {1..50}; do
		[ "$try" = 1 ] || must ip -n "$twin" link del eth0
		own_device "$n1" "$twin" address 02:00:00:00:00:41 type ovnet port red ip 10.0.0.41
		[ "$(ifindex_of "$twin" eth0)" != "$ifindex" ] || break
	done
	must ip -n "$twin" -b - <<< $'link set eth0 up\naddr add 10.0.0.41/24 dev eth0'
	port=$(known "$n1" 41)
	check_eq "$(ifindex_of "$twin" eth0)" "$ifindex" "its ifindex"
	[ "$(index "$n1" "$port")" -ge $((1 << 31)) ]
	check_err $? "number of the port: $(index "$n1" "$port")"
	must ovctl -n "$n1" port set v flood-rate 7
	check_eq "$(json "$n1" '.[0]."flood-rate"' port show "$port") $(json "$n1" '.[0]."flood-rate"' port show v)" \
		"0 7" "settings"
	must ovctl -n "$n1" port set v flood-rate 0
	reach "$twin" "$v" 10.0.0.14
	reach "$v" "$twin" 10.0.0.41
	cleanup_ns "$twin"
	log_test "the ifindex of another namespace means nothing"
}

moved()
{
	local port old

	own mover "$n1" red 42
	port=$(known "$n1" 42) old=$(index "$n1" "$port")
	reach "$b" "$mover" 10.0.0.42
	setup_ns there
	follow config
	must ip -n "$mover" link set dev eth0 netns "$there" name wan0
	must ip -n "$there" -b - <<< $'link set wan0 up\naddr add 10.0.0.42/24 dev wan0'
	told "[port set] eth0@"
	port=$(known "$n1" 42)
	check_match "$port" '^wan0@[0-9]+$' "name"
	check_eq "$(index "$n1" "$port")" "$old" "number"
	reach "$b" "$there" 10.0.0.42
	refused "The address is bound" ip -n "$there" link set dev wan0 address 02:00:00:00:00:43
	must ip -n "$there" link set dev wan0 netns "$n1"
	check_eq "$(known "$n1" 42)" wan0 "name where the network is"
	must ip -n "$n1" link del wan0
	cleanup_ns "$mover" "$there"
	reach "$a" "$b" 10.0.0.12
	log_test "it moves with its port, bindings and all"
}

# follow GROUP: what is told; told TEXT: it was
follow()
{
	nsenter --net="/run/netns/$n1" stdbuf -oL ovctl monitor "$1" > "$TMP/told" 2>&1 &
	MONITOR=$!
	defer stop "$MONITOR"
	wait_until "ovctl monitor did not start" listens_to_ovnet
}

listens_to_ovnet()
{
	must ovctl -n "$n1" network add "fence$((++FENCE))" id $((5000 + FENCE))
	must ovctl -n "$n1" network del "fence$FENCE"
	grep -q fence "$TMP/told"
}

told()
{
	wait_until "not told: $1" grep -qF -- "$1" "$TMP/told"
}

traced()
{
	local port

	port=$(known "$n1" 11)
	check_match "$(ovctl -n "$n1" trace red from "$port" dst 10.0.0.12 tcp 443)" \
		"$(known "$n1" 12)" "trace from it, to another"
	check_match "$(ovctl -n "$n1" trace red from "$port" src 02:00:00:00:00:11 src 10.0.0.99 dst 10.0.0.12 tcp 443)" \
		"spoof_ip" "trace of a forged address"
	check_match "$(ovctl -n "$n1" trace red from "$port" \
		frame "0180c200000e02000000001188cc$(printf '00%.0s' {1..46})")" \
		"link_local" "trace of what never leaves a link"
	log_test "a trace starts and ends at it"
}

# While A sends, with its socket held, B answers: in another run.
answered()
{
	echoed "$a" "$b" 10.0.0.12
	echoed "$a" "$c" 10.0.0.13
	log_test "who answers at once does so behind the sender's back"
}

# One that forwards between two networks, by its own devices.
router_inside()
{
	must ovctl -n "$n1" network add blue id 200 underlay u
	setup_ns router e
	must ip -n "$n1" link add r0 netns "$router" type ovnet port red
	must ip -n "$n1" link add r1 netns "$router" type ovnet port blue
	own_device "$n1" "$e" type ovnet port blue
	must ip -n "$router" -b - <<-END
	link set r0 up
	link set r1 up
	addr add 10.0.0.51/24 dev r0
	addr add 10.9.0.51/24 dev r1
	END
	must in_ns "$router" sysctl -qw net.ipv4.ip_forward=1
	must ip -n "$e" -b - <<-END
	link set eth0 up
	addr add 10.9.0.52/24 dev eth0
	route add 10.0.0.0/24 via 10.9.0.51
	END
	must ip -n "$a" route add 10.9.0.0/24 via 10.0.0.51
	must ip -n "$c" route add 10.9.0.0/24 via 10.0.0.51
	reach "$a" "$e" 10.9.0.52
	reach "$c" "$e" 10.9.0.52
	transfer "$c" "$e" 10.9.0.52 1
	must ip -n "$a" route del 10.9.0.0/24
	must ip -n "$c" route del 10.9.0.0/24
	# and between two that send each other what they get, until its TTL ends
	must ip -n "$router" route add 10.8.0.0/24 via 10.9.0.52
	must ip -n "$e" route add 10.8.0.0/24 via 10.9.0.51
	must in_ns "$e" sysctl -qw net.ipv4.ip_forward=1
	must ip -n "$a" route add 10.8.0.0/24 via 10.0.0.51
	check_match "$(in_ns "$a" ping -n -c 1 -W 5 -t 255 10.8.0.1 2>&1)" "Time to live exceeded" "ping"
	must ip -n "$a" route del 10.8.0.0/24
	cleanup_ns "$router" "$e"
	must ovctl -n "$n1" network del blue force
	reach "$a" "$b" 10.0.0.12
	log_test "routers inside, even those that never come to an end, take one step at a time"
}

fragments()
{
	must ovctl -n "$n1" network add way id 400 type l3 gateway 10.7.0.254/24
	setup_ns near far
	own_device "$n1" "$near" address 02:00:00:00:00:61 type ovnet port way ip 10.7.0.1
	own_device "$n1" "$far" address 02:00:00:00:00:62 mtu 1000 type ovnet port way ip 10.7.0.2
	must ip -n "$near" -b - <<< $'link set eth0 up mtu 1500\naddr add 10.7.0.1/24 dev eth0'
	must ip -n "$far" -b - <<< $'link set eth0 up\naddr add 10.7.0.2/24 dev eth0'
	check_py <<-END
	near, far = Dev("$near"), Dev("$far")
	packet = ip4("10.7.0.1", "10.7.0.2", 17, udp(5, 9, b"d" * 1300))
	near.send(eth("02:6f:76:6e:65:74", port_mac(61), 0x0800, packet))
	parts = [far.expect(lambda f: f[12:14] == b"\x08\x00" and f[23] == 17) for _ in range(2)]
	check_eq(sum(len(f) - 34 for f in parts), 1308, "bytes in fragments")
	check_eq([f[:6] for f in parts], [mac(port_mac(62))] * 2, "where they went")
	END
	cleanup_ns "$near" "$far"
	must ovctl -n "$n1" network del way force
	log_test "what does not fit it comes in fragments"
}

mtu_is() { [ "$(mtu_of "$1")" = "$2" ]; }
mtu_of() { ip -n "$1" -j link show dev eth0 | jq '.[0].mtu'; }

mtu()
{
	local less=50

	[ "$ENCAP" = vxlan ] || less=54
	check_eq "$(mtu_of "$a")" $((1500 - less)) "MTU"
	must ip -n "$b" link set dev eth0 mtu 1300
	must ip -n "$n1" link set dev eth0 mtu 1450
	wait_until "the MTU does not follow" mtu_is "$a" $((1450 - less))
	check_eq "$(mtu_of "$b")" 1300 "one that was set"
	must ip -n "$n1" link set dev eth0 mtu 1500
	wait_until "the MTU does not follow back" mtu_is "$a" $((1500 - less))
	must ip -n "$b" link set dev eth0 mtu $((1500 - less))
	log_test "its MTU follows the underlay, until it is set"
}

# gone HOW: what goes when
gone()
{
	local port node=$n1 what

	own guest "$n1" red 71
	port=$(known "$n1" 71)
	reach "$b" "$guest" 10.0.0.71
	follow config
	case $1 in
	link)
		must ip -n "$guest" link del eth0 ;;
	port)
		must ovctl -n "$n1" port del "$port"
		check_eq "$(ip -n "$guest" -j link show | jq 'map(select(.ifname == "eth0")) | length')" 0 "the device" ;;
	namespace)
		cleanup_ns "$guest" ;;
	network)
		must ovctl -n "$n1" network add other id 500
		must ip -n "$n1" link add eth1 netns "$guest" type ovnet port other
		refused "Port eth1@[0-9]+ is in it: ovctl port del, or force" ovctl -n "$n1" network del other
		must ovctl -n "$n1" network del other force
		refused "does not exist" ip -n "$guest" link show dev eth1
		must ip -n "$guest" link del eth0 ;;
	node)
		setup_ns short
		must ovctl -n "$short" network add red id 100
		must ip -n "$short" link add eth1 netns "$guest" type ovnet port red
		cleanup_ns "$short"
		wait_until "the device stays behind" is_gone "$guest" eth1
		must ip -n "$guest" link del eth0 ;;
	esac
	wait_until "the port stays behind" no_port "$port"
	told "[port del] $port"
	told "[binding del] $port mac 02:00:00:00:00:71"
	check_eq "$(json "$n1" length fdb show red mac 02:00:00:00:00:71)" 0 "rows"
	check_eq "$(json "$n1" 'map(select(.lladdr == "02:00:00:00:00:71")) | length' neigh show red)" 0 "neighbours"
	[ ! -e "/run/netns/$guest" ] || cleanup_ns "$guest"
	reach "$a" "$b" 10.0.0.12
	case $1 in
	link)	what="deleted inside" ;;
	port)	what="with its port" ;;
	namespace) what="with its namespace" ;;
	network) what="with its network" ;;
	node)	what="with the network's namespace" ;;
	esac
	log_test "it goes $what, and all that points to it"
}

no_port() { ! ovctl -n "$n1" port show | grep -qF "$1 "; }

saved()
{
	must ovctl -n "$n1" fdb add red 02:00:00:00:00:79 dev "$(known "$n1" 11)"
	ovctl -n "$n1" save > "$TMP/saved"
	check_eq "$(jq -r '[.port[].ifname, .binding[].ifname, .fdb[].ifname] | map(select(.)) | join(" ")' "$TMP/saved")" \
		"v" "what is saved"
	must ovctl -n "$n1" restore "$TMP/saved"
	check_eq "$(json "$n1" length port show)" 3 "ports"
	check_eq "$(json "$n1" length binding show)" 4 "bindings"
	check_eq "$(json "$n1" length fdb show red mac 02:00:00:00:00:79)" 1 "rows"
	must ovctl -n "$n1" fdb del red 02:00:00:00:00:79
	reach "$a" "$b" 10.0.0.12
	log_test "save and restore leave it to whoever made it"
}

refusals()
{
	local port

	port=$(known "$n1" 11)
	refused "There is no network nix" ip -n "$n1" link add x type ovnet port nix
	refused "There is no network with id 9" ip -n "$n1" link add x type ovnet port 9
	refused "number out of range" ip -n "$n1" link add x type ovnet port 16777216
	refused "the rest is ovctl's" ip -n "$n1" link add x type ovnet port red learning
	refused "a leg is none" ip -n "$n1" link add x type ovnet id 100 ip 10.0.0.1
	refused "unicast" ip -n "$n1" link add x type ovnet port red ip 224.0.0.1
	refused "has this binding" ip -n "$n1" link add x type ovnet port red ip 10.0.0.81,10.0.0.81
	refused "unicast MAC" ip -n "$n1" link add x address 01:00:00:00:00:01 type ovnet port red
	refused "ovctl port set" ip -n "$a" link set dev eth0 type ovnet learning
	check_eq "$(json "$n1" length port show) $(json "$n1" length binding show)" "3 4" "ports and bindings"
	must ip -n "$n1" link add leg up type ovnet id 100
	must ip -n "$n1" link add here up type ovnet port red
	refused "of ovnet itself: a loop" ovctl -n "$n1" port add here network red
	refused "of ovnet itself: a loop" ip -n "$n1" link set dev here master leg
	must ip -n "$n1" link add link here name here.5 type vlan id 5
	refused "on top of a device of ovnet: a loop" ovctl -n "$n1" port add here.5 network red
	refused "cannot carry its tunnels" ovctl -n "$n1" underlay add x vxlan 192.0.2.1 port 4999 dev here
	refused "does not become|is fixed" ip -n "$n1" link set dev leg type ovnet id 100 port 4790 network blue
	must ip -n "$n1" link del here
	must ip -n "$n1" link del leg
	log_test "what it cannot be is refused, and why is said"
}

# What comes by a device of its own is no remote's, nor does a tunnel go that way.
forged()
{
	local loops

	must ip -n "$n1" link add here address 02:00:00:00:00:91 type ovnet port red ip 10.0.0.91
	must ip -n "$n1" -b - <<< $'link set here up\naddr add 10.0.0.91/24 dev here'
	must ovctl -n "$n1" remote add near vxlan 10.0.0.92
	loops=$(drops "$n1" tunnel_loop)
	check_py <<-END
	a = Dev("$a")
	inner = eth(BROADCAST, port_mac(99), 0x88b5, b"forged")
	outer = ip4("192.0.2.2", "192.0.2.1", 17, udp(5000, 4789, vxlan(100, inner)))
	ovctl("$n1", "port", "set", "$(known "$n1" 11)", "state", "open")
	ovctl("$n1", "binding", "add", "$(known "$n1" 11)", "mac", port_mac(11))
	before = drops("$n1")
	a.send(eth("02:00:00:00:00:91", port_mac(11), 0x0800, outer))
	wait_drops("$n1", before, {"tunnel_loop": 1})
	ovctl("$n1", "binding", "del", "$(known "$n1" 11)", "mac", port_mac(11))
	END
	loops=$(drops "$n1" tunnel_loop)
	must ovctl -n "$n1" fdb add red 02:00:00:00:00:93 remote near
	check_py <<-END
	Dev("$a").send(eth(port_mac(93), port_mac(11), 0x88b5, b"round"))
	END
	wait_until "a tunnel by a device of its own is no loop" drops_above "$n1" tunnel_loop "$loops"
	must ovctl -n "$n1" fdb del red 02:00:00:00:00:93
	must ovctl -n "$n1" remote del near
	must ip -n "$n1" link del here
	reach "$a" "$c" 10.0.0.13
	log_test "no tunnel packet comes from inside by it, and none leaves"
}

module_is_ours() { [ "$(lsmod | awk '$1 == "ovnet" { print $3 }')" = 0 ]; }
module_gone() { rmmod ovnet; }

unload()
{
	if ! module_is_ours; then
		log_test_skip "the module is unloaded" "ovnet is in use on this machine"
		return
	fi
	reach "$a" "$b" 10.0.0.12
	wait_until "the module does not unload" module_gone
	refused "does not exist" ip -n "$a" link show dev eth0
	must modprobe ovnet
	check_eq "$(json "$n1" length port show)" 0 "ports in the new module"
	log_test "it goes with the module"
}

tests_run
