#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# packet.sh: packets from an enemy, by every way in: the underlay's device, the
# tenants' ports, the node's leg. Nothing breaks, what is valid still passes.
#
# COUNT=n packets (20000), of SEED=n (1), from packet FROM=n (0) on, half as many of
# networks that are routed, and of each half as many by SRv6. ONLY=bridged,
# ONLY=routed, ONLY=srv6, ONLY=srv6-routed: COUNT of these alone.
# CHECK=n: ask whether the kernel has complained every so many (1024). A run that
# found something belongs into the file "seeds".
#
#   far -- wire (bridge) -- eth1 \             / port, small, blocked, down: taps
#                                 n1 -- red --- tenant: veth, with a vxlan inside
#   what we write -- eth0 (tap)  /  \           \ leg
#                                    blue, green, bare, lonely
#   of type l3: routed, with its ports routed, bound; vpc, the router of
#   networks sub and other, each with the port of its name; legs in all of them
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/../lib.sh"

TESTS=(
	seeds
	"some 1 bridged"
	"some 2 routed -r"
	"some 2 srv6 -6"
	"some 4 srv6-routed -6 -r"
	reasons
	stages
	unharmed
)

COUNT=${COUNT:-20000}
FUZZ=$SELFTESTS/fuzz
PACKET=$REPO/build/fuzz/packet

# Of the reasons in kmod/drop.h, those that no packet can bring about: without
# a memory failure or a segmentation that fails. One kind alone has fewer.
[ -z "${ONLY-}" ] || : "${REASONS_MIN:=20}"
REASONS_MIN=${REASONS_MIN:-42}

setup()
{
	must make -s -C "$FUZZ"
	need_tun
	must modprobe vxlan
	NS_IPV6=1 setup_ns n1 tenant
	NS_IPV6=0 setup_ns wire far
	export n1 tenant far
	# what is forged is not to change the node's own routes
	must in_ns "$n1" sh -c 'for f in /proc/sys/net/ipv[46]/conf/*/accept_redirects; do
		echo 0 > $f; done'
	setup_wires
	setup_objects
	setup_rows
	setup_routed
	# what listens, listens
	ovctl -n "$n1" monitor drops > /dev/null 2>&1 &
	MONITOR=$!
	echo 1 > /sys/kernel/tracing/events/ovnet/enable
	defer sh -c 'echo 0 > /sys/kernel/tracing/events/ovnet/enable'
	# what could be aggregated waits for more
	must ip netns exec "$n1" sh -c 'for d in eth0 port; do
		echo 2000000 > /sys/class/net/$d/gro_flush_timeout; done'
	OBJECTS=$(objects)
}

# Both underlays, with neighbours that nobody has to ask for.
setup_wires()
{
	must ip -n "$wire" link add br0 up type bridge mcast_snooping 0
	must ip link add eth1 address 02:00:00:00:01:11 netns "$n1" type veth \
		peer name w1 netns "$wire"
	must ip link add eth0 address 02:00:00:00:01:15 netns "$far" type veth \
		peer name w2 netns "$wire"
	must ip -n "$wire" link set w1 master br0 up
	must ip -n "$wire" link set w2 master br0 up
	must ip -n "$far" link set eth0 up
	must ip -n "$n1" -b - <<-END
	tuntap add eth0 mode tap multi_queue vnet_hdr
	link set eth0 address 02:00:00:00:01:01 up
	link set eth1 up
	addr add 192.0.2.1/24 dev eth0
	addr add 192.0.2.101/24 dev eth0
	addr add fd00:2::1/64 dev eth0 nodad
	addr add fd00:2::101/64 dev eth0 nodad
	addr add 198.51.100.1/24 dev eth1
	addr add fd00:3::1/64 dev eth1 nodad
	neigh add 192.0.2.2 lladdr 02:00:00:00:01:02 dev eth0 nud permanent
	neigh add fd00:2::2 lladdr 02:00:00:00:01:02 dev eth0 nud permanent
	neigh add fd00:2::5 lladdr 02:00:00:00:01:02 dev eth0 nud permanent
	route add fd00:a2::/48 via fd00:2::5
	neigh add 198.51.100.5 lladdr 02:00:00:00:01:15 dev eth1 nud permanent
	END
}

# tap NAME [MTU]: a device that the generator will be behind
tap()
{
	must ip -n "$n1" -b - <<-END
	tuntap add $1 mode tap multi_queue vnet_hdr
	link set dev $1 mtu ${2:-1500} up
	END
	# with less than 1280 bytes it has none
	[ "${2:-1500}" -lt 1280 ] || no_ipv6 "$n1" "$1"
}

setup_objects()
{
	local dev

	for dev in port blue bare lonely blocked down; do
		tap $dev
	done
	tap small 600
	must ip -n "$n1" link set dev down down
	must ip link add veth netns "$n1" type veth peer name eth0 netns "$tenant"
	no_ipv6 "$n1" veth
	must ip -n "$n1" link set veth up
	must ovctl -n "$n1" -b - <<-END
	underlay add u vxlan 192.0.2.1,fd00:2::1 df inherit csum on
	underlay add u4 vxlan 198.51.100.1 df unset
	underlay add u6 srv6 fd00:a1::/48 source fd00:2::1
	remote add r5 srv6 fd00:a2::/48 source fd00:2::5
	remote add r2 vxlan 192.0.2.2
	remote add r6 vxlan fd00:2::2
	remote add r3 vxlan 192.0.2.3 state down
	remote add nowhere vxlan 203.0.113.9
	remote add loop vxlan 10.0.0.99
	remote add far vxlan 198.51.100.5
	network add red id 100 underlay u,u6 learning-remote on fdb-max 500 ageing 2
	network add blue id 200 underlay u,u6
	network add green id 300 underlay u4
	network add bare id 400
	network add lonely id 500 underlay u
	member add red remote r2
	member add red remote r5
	member add red remote r6
	member add blue remote r2
	member add green remote far
	member add bare remote r2
	port add port network red state open
	port add small network red state open flood-rate 200
	port add veth network red state open
	port add down network red state open
	port add blocked network red
	port add blue network blue state open
	port add bare network bare state open
	port add lonely network lonely state open
	END
	must ip -n "$n1" -b - <<-END
	link add leg address 02:00:00:00:00:14 type ovnet network red
	link add legdown address 02:00:00:00:00:17 type ovnet network red
	link add legblue address 02:00:00:00:02:14 type ovnet network blue
	link add leggreen address 02:00:00:00:03:14 type ovnet network green
	link set leg up
	link set legblue promisc on up
	link set leggreen up
	addr add 10.0.0.20/24 dev leg
	addr add fd00:10::14/64 dev leg nodad
	END
	must ip -n "$tenant" -b - <<-END
	link set eth0 address 02:00:00:00:00:13 up
	addr add 10.0.0.19/24 dev eth0
	addr add fd00:10::13/64 dev eth0 nodad
	neigh add 10.0.0.33 lladdr 02:00:00:00:00:21 dev eth0 nud permanent
	link add vx0 type vxlan id 42 local 10.0.0.19 remote 10.0.0.33 dstport 4789 udpcsum
	link set vx0 up
	END
}

# Where each place of fuzz/packet/world.h is.
setup_rows()
{
	local net

	for net in red blue green bare; do
		echo "fdb add $net 02:00:00:00:00:21 remote r2"
		echo "fdb add $net 02:00:00:00:00:22 remote r6"
		echo "fdb add $net 02:00:00:00:00:23 remote r3"
		echo "fdb add $net 02:00:00:00:00:24 remote nowhere"
		echo "fdb add $net 02:00:00:00:00:25 remote loop"
		echo "fdb add $net 02:00:00:00:00:26 remote far"
		echo "fdb add $net 02:00:00:00:00:27 remote r5"
	done > "$TMP/rows"
	cat >> "$TMP/rows" <<-END
	fdb add red 02:00:00:00:00:11 dev port
	fdb add red 02:00:00:00:00:12 dev small
	fdb add red 02:00:00:00:00:13 dev veth
	fdb add red 02:00:00:00:00:15 dev blocked
	fdb add red 02:00:00:00:00:16 dev down
	fdb add blue 02:00:00:00:00:11 dev blue
	END
	must ovctl -n "$n1" -b "$TMP/rows"
}

# routes NETWORK NUMBER: of "PLACE TARGET" on standard input, in that subnet
routes()
{
	local place where

	while read -r place where; do
		echo "route add $1 10.$2.0.$((16#$place)) $where"
		echo "route add $1 fd00:10:$2::$place $where"
	done
}

# neighbours NETWORK NUMBER PLACE...
neighbours()
{
	local place

	for place in "${@:3}"; do
		echo "neigh add $1 10.$2.0.$((16#$place)) lladdr 02:00:00:00:00:$place"
		echo "neigh add $1 fd00:10:$2::$place lladdr 02:00:00:00:00:$place"
	done
}

setup_routed()
{
	tap routed
	tap bound 1280
	tap sub
	tap other
	must ovctl -n "$n1" -b - <<-END
	network add routed id 600 type l3 underlay u,u6 gateway 10.0.0.1/24 gateway fd00:10::1/64
	network add vpc id 700 type l3 underlay u,u6
	network add sub id 701 underlay u,u6 router vpc gateway 10.0.0.1/24 gateway fd00:10::1/64 learning-remote on fdb-max 500 ageing 2
	network add other id 702 underlay u,u6 router vpc gateway 10.1.0.1/24 gateway fd00:10:1::1/64
	port add routed network routed state open
	port add bound network routed state open
	port add sub network sub state open
	port add other network other state open
	member add sub remote r2
	binding add bound mac 02:00:00:00:00:12 ip 10.0.0.18
	binding add bound mac 02:00:00:00:00:12 ip fd00:10::12
	END
	must ip -n "$n1" -b - <<-END
	link add legrouted address 02:00:00:00:06:14 type ovnet network routed
	link add legsub address 02:00:00:00:07:14 type ovnet network sub
	link set legrouted up
	link set legsub up
	END
	{
		routes routed 0 <<-END
		11 dev routed
		12 dev bound
		14 dev legrouted
		21 remote r2
		22 remote r6
		23 remote r3
		24 remote nowhere
		25 remote loop
		27 remote r5
		31 unreachable
		32 prohibit
		33 blackhole
		34 dev routed
		END
		routes routed 1 <<-END
		13 network vpc
		21 remote r6
		END
		neighbours routed 0 11 12
		routes vpc 0 <<-END
		21 remote r2
		31 unreachable
		32 prohibit
		33 blackhole
		END
		echo "route add vpc 10.0.0.0/24 network sub"
		echo "route add vpc fd00:10::/64 network sub"
		echo "route add vpc 10.1.0.0/24 network other"
		echo "route add vpc fd00:10:1::/64 network other"
		neighbours sub 0 11 21 22 23
		neighbours other 1 11 13
		echo "fdb add sub 02:00:00:00:00:11 dev sub"
		echo "fdb add sub 02:00:00:00:00:21 remote r2"
		echo "fdb add sub 02:00:00:00:00:22 remote r6"
		echo "fdb add other 02:00:00:00:00:13 dev other"
	} > "$TMP/routed"
	must ovctl -n "$n1" -b "$TMP/routed"
}

# All that no packet may make or remove.
objects()
{
	ovctl -n "$n1" -j node show |
		jq -c '.[0] | {underlays, networks, ports, remotes, routes}'
	ovctl -n "$n1" -j fdb show state static | jq length
}

# send SEED FROM COUNT [OPTION...]: the generator; what it says to people goes to them
send()
{
	local rc

	echo "packet fuzzing: seed $1, packets from $2 on, $3 of them" > /dev/kmsg
	"$PACKET" -s "$1" -f "$2" -n "$3" "${@:4}" ${CHECK:+-c "$CHECK"} \
		> "$TMP/now" 2> "$TMP/error"
	rc=$?
	grep '^#' "$TMP/now"
	cat "$TMP/now" >> "$TMP/sent"
	check_err $rc "$(tail -n 1 "$TMP/error")"
}

seeds()
{
	local seed from count kind why options

	while read -r seed from count kind why; do
		case $seed in
		''|'#'*) continue ;;
		esac
		echo "# seed $seed, packets from $from on, $count of them, $kind: $why"
		options=()
		[[ $kind != *routed ]] || options+=(-r)
		[[ $kind != srv6* ]] || options+=(-6)
		send "$seed" "$from" "$count" "${options[@]}" > /dev/null
	done < "$FUZZ/seeds"
	: > "$TMP/sent"
	log_test "U14: the packets that were kept"
}

# some SHARE KIND [OPTION...]: COUNT of that kind if there is nothing else, or
# a part of it
some()
{
	local count=$((COUNT / $1)) kind=$2

	shift 2
	if [ "${ONLY-$kind}" = "$kind" ]; then
		[ -z "${ONLY-}" ] || count=$COUNT
		send "${SEED:-1}" "${FROM:-0}" "$count" "$@"
	else
		count=no
	fi
	log_test "U14: $count packets, $kind, of seed ${SEED:-1}, from ${FROM:-0} on"
}

# stage NAME COUNT: it must not be 0
stage()
{
	echo "# $1: ${2:-0}"
	[ "${2:-0}" -gt 0 ]
	check_err $? "no packet got as far as: $1"
}

reasons()
{
	local who reason count n=0

	while read -r who reason count; do
		[ "$who" = node ] || continue
		echo "# dropped: $reason $count"
		n=$((n + 1))
	done < <(ovctl -n "$n1" drops show)
	[ $n -ge "$REASONS_MIN" ]
	check_err $? "$n reasons for drops, fewer than $REASONS_MIN"
	log_test "U14: packets are dropped for $n reasons"
}

stages()
{
	local what name count

	while read -r what name count; do
		[ "$what" != stage ] || stage "$name" "$count"
	done < "$TMP/sent"
	[[ ${ONLY-} == *routed ]] || stage "leg" "$(ip -n "$n1" -s -j link show dev leg | jq '.[0].stats64.rx.packets')"
	log_test "U14: packets were delivered, encapsulated, flooded, and refused as too big"
}

unharmed()
{
	local learned

	kill -0 "$MONITOR"
	check_err $? "the monitor of drops has ended"
	stop "$MONITOR"		# it keeps the namespace
	check_eq "$(objects)" "$OBJECTS" "objects"
	learned=$(ovctl -n "$n1" -j fdb show red state learned | jq length)
	[ "$learned" -le 500 ]
	check_err $? "$learned rows learned, more than fdb-max"
	log_test "U14: no object came or went, $learned rows are learned"
}

tests_run
