#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Nodes of different versions on one wire. A kernel has one module, so what n1
# sends with the one is taped, and played to n2 with the other: all of it must get
# where it was to, be answered as often, and nothing be dropped. MODULE=old or new
# says which is loaded; skew.sh runs this three times, so that both are played.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/../lib.sh"

TAPES=$REPO/build/skew
OTHER=$([ "${MODULE:=old}" = old ] && echo new || echo old)

# bridged and routed packets, and probes
KINDS=(red blue probe)
TESTS=(dry_run)
for kind in "${KINDS[@]}"; do
	TESTS+=("taped $kind")
done
for kind in "${KINDS[@]}"; do
	[ ! -e "$TAPES/$OTHER-$ENCAP-$kind.pcap" ] || TESTS+=("played $kind")
done

# What a tunnel packet is, to tcpdump.
case $ENCAP in
vxlan)	TUNNEL="udp dst port 4789" ;;
srv6)	TUNNEL="ip6 and not icmp6 and dst net fd00:5::/32" ;;
esac

# a and d on n1, c and f on n2, in red and blue; every time with the same addresses
setup()
{
	local i

	setup_underlay 2
	for i in 1 2; do
		node_of $i
		must ip -n "$node" link set eth0 address 02:00:00:00:fe:0$i
		# a tape has checksums as they are on a wire
		must in_ns "$node" ethtool -K eth0 tx off
		# not to be found out again while a tape is played
		must ip -n "$node" neigh replace 192.0.2.$((3 - i)) lladdr 02:00:00:00:fe:0$((3 - i)) dev eth0 nud permanent
		must ip -n "$node" neigh replace fd00:2::$((3 - i)) lladdr 02:00:00:00:fe:0$((3 - i)) dev eth0 nud permanent
	done
	setup_nodes 2
	export NS_IPV6=0
	network red 100 "1 2"
	endpoint a "$n1" red 11
	endpoint c "$n2" red 12
	# a asks by ARP, and c does not ask again while something else is taped
	must ip -n "$c" neigh replace 10.0.0.11 lladdr 02:00:00:00:00:11 dev eth0 nud permanent
	routed 1 d
	routed 2 f
}

# routed I NAME: node I's endpoint in blue, which is routed
routed()
{
	local i=$1 name=$2 other=$((3 - $1)) node
	local -n self=$name

	node_of "$i"
	must ovctl -n "$node" network add blue id 200 type l3 underlay u \
		gateway "10.40.$i.1/24"
	must ovctl -n "$node" route add blue "10.40.$other.0/24" remote "r$other"
	setup_ns "$name"
	must ip link add name "$name" netns "$node" type veth peer name eth0 netns "$self"
	must ip -n "$self" -b - <<-END
	link set eth0 address 02:00:00:00:0$i:11 up
	addr add 10.40.$i.11/24 dev eth0
	route add default via 10.40.$i.1
	END
	must ip -n "$node" link set dev "$name" up
	must ovctl -n "$node" -b - <<-END
	port add $name network blue state open
	route add blue 10.40.$i.11 dev $name
	neigh add blue 10.40.$i.11 lladdr 02:00:00:00:0$i:11
	END
}

dry_run()
{
	check_eq "$(< /sys/module/ovnet/version)" "$(< "$TAPES/$MODULE/VERSION")" "the module that is loaded"
	log_test "the $MODULE module is loaded"
}

# say KIND: what is said
say()
{
	case $1 in
	red)	must in_ns "$a" ping -q -n -i 0.2 -c 3 10.0.0.12 ;;
	blue)	must in_ns "$d" ping -q -n -i 0.2 -c 3 10.40.2.11 ;;
	probe)	must ovctl -n "$n1" probe r2 count 3 ;;
	esac
}

# heard KIND: how often it has been, at its end
heard()
{
	case $1 in
	red)	in_ns "$c" nstat -asz IcmpInEchos ;;
	blue)	in_ns "$f" nstat -asz IcmpInEchos ;;
	probe)	echo IcmpInEchos 0 ;;
	esac | awk '/IcmpInEchos/ { print $2 }'
}

n2_drops() { ovctl -n "$n2" drops show; }

taped()
{
	local kind=$1 file=$TAPES/$MODULE-$ENCAP-$1

	rm -f "$file.pcap"
	capture "$wire" w1 "$TMP/sent" -Q in "$TUNNEL"
	capture "$wire" w2 "$TMP/answered" -Q in "$TUNNEL"
	say "$kind"
	wait_until "not all is taped" capture_has "$TMP/sent" 3
	wait_until "too little is answered" capture_has "$TMP/answered" 3
	defers_run test
	cp "$TMP/sent" "$file.pcap"
	log_test "$kind: $(capture_count "$file.pcap") packets of the $MODULE module taped"
}

# Each has one answer; not too fast, for of probes only so many a second have.
played()
{
	local kind=$1 file=$TAPES/$OTHER-$ENCAP-$1 before drops n

	before=$(heard "$kind")
	drops=$(n2_drops)
	n=$(capture_count "$file.pcap")
	capture "$wire" w2 "$TMP/answered" -Q in "$TUNNEL"
	check_py <<-END
	import struct, time
	data = open("$file.pcap", "rb").read()
	at, wire = 24, Dev("$wire", "w2")
	while at < len(data):
	    length, = struct.unpack_from("=I", data, at + 8)
	    wire.send(data[at + 16:at + 16 + length])
	    at += 16 + length
	    time.sleep(0.05)
	END
	wait_until "fewer than $n answers" capture_has "$TMP/answered" "$n"
	[ "$kind" = probe ] || check_eq "$(heard "$kind")" $((before + 3)) "echo requests heard"
	check_eq "$(n2_drops)" "$drops" "drops"
	log_test "$kind: packets of the $OTHER module get to the $MODULE one: $n, $n answers"
}

tests_run
