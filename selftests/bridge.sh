#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The standard tools on legs and ports: bridge fdb, bridge link, bridge
# monitor, ethtool, tc, ip -s, tcpdump.
# shellcheck disable=SC2046,SC2086,SC2154,SC2317	# words, namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	fdb_add
	fdb_port
	fdb_extern
	fdb_dynamic
	fdb_exists
	fdb_replace
	fdb_append
	fdb_member
	fdb_delete
	fdb_of_ports
	fdb_of_fabric
	fdb_of_remote
	fdb_large
	fdb_flush
	fdb_flush_some
	fdb_refused
	fdb_moved_leg
	fdb_monitor
	implicit_ages
	implicit_goes_with_network
	implicit_routed
	implicit_loses_to_leg
	traffic
	link_show
	link_set
	link_refused
	link_monitor
	ethtool_stats
	ethtool_features
	ip_stats
	tc_leg
	tc_port
	promiscuous
)

# "dst ADDRESS" is that of a VTEP
VXLAN_ONLY=(fdb_add fdb_port fdb_extern fdb_dynamic fdb_exists fdb_replace fdb_append
	fdb_member fdb_delete fdb_large fdb_flush fdb_flush_some fdb_refused
	fdb_moved_leg fdb_monitor implicit_ages implicit_goes_with_network
	implicit_routed implicit_loses_to_leg traffic)

M1=02:00:00:00:01:01
M2=02:00:00:00:01:02

# n1 has leg red with port a, port b on the fabric device in blue; n2 is
# another node, which n1 does not know.
setup()
{
	setup_underlay 2
	setup_nodes 1
	must ip -n "$n1" link add red up type ovnet id 100 underlay u
	must ovctl -n "$n1" network add blue id 200 underlay u
	NS_IPV6=0 endpoint b "$n1" blue 12
	setup_ns a
	must ip link add name a netns "$n1" type veth peer name eth0 netns "$a"
	must ip -n "$a" -b - <<-END
	link set eth0 address 02:00:00:00:00:11 up
	addr add 10.0.0.11/24 dev eth0
	END
	must ip -n "$n1" link set dev a up master red
}

fdb() { bridge -n "$n1" fdb "$@"; }
rows() { fdb show dev "${1-red}" | sed 's/ *$//' | LC_ALL=C sort; }
rows_of() { fdb show dev red | sed 's/ *$//' | grep -i "^$1"; }
remotes() { json "$n1" '[.[].name] | join(" ")' remote show; }
remotes_are() { [ "$(remotes)" = "$1" ]; }
# what is left of a test
# M1 is behind n2
m1_is_far()
{
	must ovctl -n "$n1" remote add far $(remote_of 2)
	must ovctl -n "$n1" fdb add red $M1 remote far
	defer must ovctl -n "$n1" remote del far force
}
clean() { must fdb flush dev red; must ovctl -n "$n1" member set red remote none; }

fdb_add()
{
	must fdb add $M1 dev red dst 192.0.2.2
	defer clean
	check_eq "$(rows_of $M1)" "$M1 dst 192.0.2.2 self static" "bridge fdb show"
	check_eq "$(remotes)" 192.0.2.2 "remotes"
	check_eq "$(json "$n1" '.[0].implicit' remote show)" true "implicit"
	check_eq "$(json "$n1" '.[] | select(.mac == "'$M1'") | ."remote-name" + " " + .state' fdb show red)" \
		"192.0.2.2 static" "ovctl fdb show"
	must fdb add $M2 dev red dst fd00:2::2
	check_eq "$(rows_of $M2)" "$M2 dst fd00:2::2 self static" "IPv6"
	check_eq "$(remotes)" "192.0.2.2 fd00:2::2" "remotes"
	log_test "bridge fdb add dst ADDRESS makes an implicit remote, named after it"
}

fdb_port()
{
	must fdb add $M1 dev red dst 192.0.2.2 port 8472
	defer clean
	check_eq "$(rows_of $M1)" "$M1 dst 192.0.2.2 port 8472 self static" "bridge fdb show"
	check_eq "$(json "$n1" '.[0].port' remote show)" 8472 "port"
	log_test "bridge fdb add port PORT: the implicit remote has it"
}

fdb_extern()
{
	must fdb add $M1 dev red dst 192.0.2.2 extern_learn
	defer clean
	check_match "$(rows_of $M1)" "extern_learn" "bridge fdb show"
	check_eq "$(json "$n1" '.[] | select(.mac == "'$M1'") | .state' fdb show red)" external "state"
	log_test "bridge fdb add extern_learn is a row of state external"
}

fdb_dynamic()
{
	must fdb add $M1 dev red dst 192.0.2.2 dynamic
	defer clean
	check_eq "$(rows_of $M1)" "$M1 dst 192.0.2.2 self" "bridge fdb show"
	check_eq "$(json "$n1" '.[] | select(.mac == "'$M1'") | .state' fdb show red)" learned "state"
	log_test "bridge fdb add dynamic is a row of state learned"
}

fdb_exists()
{
	must fdb add $M1 dev red dst 192.0.2.2
	defer clean
	refused "has a static row: replace or delete it" fdb add $M1 dev red dst 192.0.2.3
	check_eq "$(rows_of $M1)" "$M1 dst 192.0.2.2 self static" "the row"
	check_eq "$(remotes)" 192.0.2.2 "remotes: none is left of what was refused"
	log_test "bridge fdb add: a row that is there is refused, nothing is left"
}

fdb_replace()
{
	must fdb add $M1 dev red dst 192.0.2.2
	defer clean
	must fdb replace $M1 dev red dst 192.0.2.3
	check_eq "$(rows_of $M1)" "$M1 dst 192.0.2.3 self static" "the row"
	check_eq "$(remotes)" 192.0.2.3 "remotes: the first has gone"
	log_test "bridge fdb replace moves a row; the remote that lost its last one goes"
}

fdb_append()
{
	must ovctl -n "$n1" remote add r2 vxlan 192.0.2.2
	defer must ovctl -n "$n1" remote del r2
	must fdb append $M1 dev red dst 192.0.2.2
	defer clean
	check_eq "$(remotes)" r2 "remotes: the one with the address is used"
	must fdb append $M1 dev red dst 192.0.2.2
	refused "has a static row" fdb append $M1 dev red dst 192.0.2.3
	log_test "bridge fdb append uses the remote with the address, and may be repeated"
}

fdb_member()
{
	must fdb append 00:00:00:00:00:00 dev red dst 192.0.2.2
	must fdb append 00:00:00:00:00:00 dev red dst 192.0.2.3
	defer clean
	must fdb append 00:00:00:00:00:00 dev red dst 192.0.2.3
	check_eq "$(json "$n1" '[.[]."remote-name"] | join(" ")' member show red)" \
		"192.0.2.2 192.0.2.3" "members"
	check_eq "$(rows_of 00:00:00:00:00:00)" \
		$'00:00:00:00:00:00 dst 192.0.2.2 self permanent\n00:00:00:00:00:00 dst 192.0.2.3 self permanent' "rows"
	refused "is a member of red" fdb add 00:00:00:00:00:00 dev red dst 192.0.2.2
	must fdb del 00:00:00:00:00:00 dev red dst 192.0.2.2
	check_eq "$(remotes)" 192.0.2.3 "remotes"
	must fdb del 00:00:00:00:00:00 dev red dst 192.0.2.3
	check_eq "$(remotes)" "" "remotes"
	refused "No remote has this address" fdb del 00:00:00:00:00:00 dev red dst 192.0.2.3
	log_test "bridge fdb: 00:00:00:00:00:00 is a member; the remote goes with the last"
}

fdb_delete()
{
	must fdb add $M1 dev red dst 192.0.2.2
	must fdb add $M2 dev red dst 192.0.2.2
	defer clean
	refused "No remote has this address" fdb del $M1 dev red dst 192.0.2.9
	must fdb del $M1 dev red
	check_eq "$(remotes)" 192.0.2.2 "remotes"
	must fdb del $M2 dev red dst 192.0.2.2
	check_eq "$(remotes)" "" "remotes"
	refused "has no row for" fdb del $M2 dev red
	refused "is the address of a leg" fdb del "$(ip -n "$n1" -j link show red | jq -r '.[0].address')" dev red
	log_test "bridge fdb del, with and without dst"
}

# rows that point to a port are shown at the port, below its master
fdb_of_ports()
{
	must ovctl -n "$n1" fdb add red $M1 dev a
	defer must ovctl -n "$n1" fdb del red $M1
	check_eq "$(fdb show | sed 's/ *$//' | grep $M1)" "$M1 dev a master red static" "bridge fdb show"
	check_eq "$(rows red | grep -c $M1)" 0 "rows of the leg"
	log_test "bridge fdb show: rows of ports, with their master"
}

fdb_of_fabric()
{
	must ovctl -n "$n1" fdb add blue $M2 dev b
	defer must ovctl -n "$n1" fdb del blue $M2
	check_match "$(fdb show | sed 's/ *$//' | grep $M2)" "^$M2 dev b master ovnet[^ ]* static$" "bridge fdb show"
	log_test "bridge fdb show: rows of ports without a leg, once"
}

# one without the address of a VTEP, too
fdb_of_remote()
{
	local want="$M1 dst 192.0.2.2 self static"

	[ "$ENCAP" = vxlan ] || want="$M1 self static"
	m1_is_far
	check_eq "$(rows_of $M1)" "$want" "bridge fdb show"
	must fdb del $M1 dev red
	check_eq "$(rows_of $M1)" "" "when it was deleted"
	log_test "bridge fdb show, del: rows of remotes"
}

# more than fits in one message
fdb_large()
{
	local i

	for ((i = 0; i < 500; i++)); do
		printf 'fdb add 02:00:00:01:%02x:%02x dev red dst 192.0.2.2\n' $((i / 256)) $((i % 256))
	done > "$TMP/batch"
	must bridge -n "$n1" -b "$TMP/batch"
	defer clean
	check_eq "$(rows red | grep -c '^02:00:00:01:')" 500 "rows"
	check_eq "$(rows red | grep '^02:00:00:01:' | sort -u | wc -l)" 500 "different rows"
	log_test "bridge fdb show: 500 rows, more than a message holds, each once"
}

fdb_flush()
{
	must fdb add $M1 dev red dst 192.0.2.2
	must fdb add $M2 dev red dst 192.0.2.3 dynamic
	must ovctl -n "$n1" fdb add red 02:00:00:00:01:03 dev a
	defer must ovctl -n "$n1" fdb del red 02:00:00:00:01:03
	must fdb append 00:00:00:00:00:00 dev red dst 192.0.2.2
	must fdb flush dev red
	check_eq "$(rows red | grep -c "dst")" 1 "rows to remotes"
	check_eq "$(remotes)" 192.0.2.2 "remotes: the member stays"
	check_eq "$(fdb show | grep -c 02:00:00:00:01:03)" 1 "rows of ports"
	must ovctl -n "$n1" member set red remote none
	check_eq "$(remotes)" "" "remotes"
	log_test "bridge fdb flush: rows to remotes go, members and rows of ports stay"
}

fdb_flush_some()
{
	must fdb add $M1 dev red dst 192.0.2.2
	must fdb add $M2 dev red dst 192.0.2.2 dynamic
	defer clean
	must fdb flush dev red dynamic
	check_eq "$(rows red | grep -c $M1)$(rows red | grep -c $M2)" 10 "dynamic flushed"
	must fdb add $M2 dev red dst 192.0.2.2 extern_learn
	must fdb flush dev red noextern_learn
	check_eq "$(rows red | grep -c $M1)$(rows red | grep -c $M2)" 01 "all but external flushed"
	log_test "bridge fdb flush by state and flag"
}

fdb_refused()
{
	local before

	before=$(fdb show; ovctl -n "$n1" -j remote show)
	refused "Where is it\? dst ADDRESS" fdb add $M1 dev red
	refused "Multicast goes to members" fdb add 01:00:5e:00:00:01 dev red dst 192.0.2.2
	refused "must be unicast" fdb add $M1 dev red dst 224.0.0.1
	refused "must be unicast" fdb add $M1 dev red dst fe80::1
	refused "nothing else" fdb add $M1 dev red dst 192.0.2.2 vni 7
	refused "nothing else" fdb add $M1 dev red dst 192.0.2.2 via a
	refused "know no VLANs" fdb add $M1 dev red dst 192.0.2.2 vlan 7
	refused "Members are added and deleted" fdb replace 00:00:00:00:00:00 dev red dst 192.0.2.2
	refused "Which member\?" fdb del 00:00:00:00:00:00 dev red
	refused "no VLAN and no bridge port" fdb flush dev red vlan 5
	check_eq "$(fdb show; ovctl -n "$n1" -j remote show)" "$before" "left behind"
	log_test "bridge fdb: what makes no sense is refused, with a sentence, and leaves nothing"
}

# Who has the leg in another namespace may not thereby change the network.
fdb_moved_leg()
{
	setup_ns guest
	must ip -n "$n1" link add red2 type ovnet id 100
	must ip -n "$n1" link set red2 netns "$guest"
	must bridge -n "$guest" fdb add $M1 dev red2 dst 192.0.2.2
	defer clean
	check_eq "$(bridge -n "$guest" fdb show dev red2 | grep -c $M1)" 1 "rows"
	out=$(nsenter --net="/run/netns/$guest" unshare -U -r bridge fdb add $M2 dev red2 dst 192.0.2.2 2>&1)
	check_fail $? "not refused in another user namespace"
	must ip -n "$guest" link del red2
	log_test "bridge fdb on a leg that was moved changes its network"
}

fdb_monitor()
{
	local pid

	: > "$TMP/monitor"
	nsenter --net="/run/netns/$n1" stdbuf -oL bridge monitor fdb >> "$TMP/monitor" 2>&1 &
	pid=$!
	defer stop $pid
	wait_until "bridge monitor did not start" monitor_hears
	: > "$TMP/monitor"
	must fdb add $M1 dev red dst 192.0.2.2
	must fdb replace $M1 dev red dst 192.0.2.3
	must fdb append 00:00:00:00:00:00 dev red dst 192.0.2.2
	must ovctl -n "$n1" fdb add red $M2 dev a
	must fdb del 00:00:00:00:00:00 dev red dst 192.0.2.2
	must ovctl -n "$n1" fdb del red $M2
	must fdb del $M1 dev red
	wait_until "no word of the last" grep -q "^Deleted $M1 .*dst 192.0.2.3" "$TMP/monitor"
	check_eq "$(sed 's/ *$//' "$TMP/monitor" | grep -E 'dst|master')" \
"$M1 dev red dst 192.0.2.2 self static
$M1 dev red dst 192.0.2.3 self static
00:00:00:00:00:00 dev red dst 192.0.2.2 self permanent
$M2 dev a master red static
Deleted 00:00:00:00:00:00 dev red dst 192.0.2.2 self permanent
Deleted $M2 dev a master red static
Deleted $M1 dev red dst 192.0.2.3 self static" "events"
	log_test "bridge monitor fdb hears of rows and members, by whatever tool they were made"
}

monitor_hears()
{
	fdb add 02:00:00:00:01:99 dev red dst 192.0.2.2 && fdb del 02:00:00:00:01:99 dev red &&
		grep -q 02:00:00:00:01:99 "$TMP/monitor"
}

implicit_ages()
{
	must ovctl -n "$n1" network set red ageing 1
	must fdb add $M1 dev red dst 192.0.2.2
	must fdb replace $M1 dev red dst 192.0.2.2 dynamic
	wait_until "the remote does not go" remotes_are ""
	check_eq "$(rows red | grep -c $M1)" 0 "rows"
	must ovctl -n "$n1" network set red ageing 300
	log_test "an implicit remote goes when its last row has aged"
}

implicit_goes_with_network()
{
	must ip -n "$n1" link add green type ovnet id 300 underlay u
	must fdb add $M1 dev green dst 192.0.2.2
	must fdb append 00:00:00:00:00:00 dev green dst 192.0.2.3
	check_eq "$(remotes)" "192.0.2.2 192.0.2.3" "remotes"
	must ip -n "$n1" link del green
	check_eq "$(remotes)" "" "remotes"
	log_test "implicit remotes go with the network that referred to them"
}

# A route keeps one, too, and no longer than it is there.
implicit_routed()
{
	must ovctl -n "$n1" network add vpc id 301 type l3 underlay u
	must fdb add $M1 dev red dst 192.0.2.2
	must ovctl -n "$n1" route add vpc 10.9.0.0/16 remote 192.0.2.2
	must fdb del $M1 dev red dst 192.0.2.2
	check_eq "$(remotes)" 192.0.2.2 "remotes"
	must ovctl -n "$n1" route del vpc 10.9.0.0/16
	check_eq "$(remotes)" "" "remotes"
	must ovctl -n "$n1" network del vpc
	log_test "an implicit remote goes with the last route to it"
}

# A leg's own address is at the leg, wherever it was before.
implicit_loses_to_leg()
{
	local was

	was=$(ip -n "$n1" -j link show dev red | jq -r '.[0].address')
	must fdb add $M1 dev red dst 192.0.2.9 dynamic
	must ip -n "$n1" link set red address $M1
	check_eq "$(json "$n1" length remote show)" 0 "remotes when a leg has the address"
	must ip -n "$n1" link set red address "$was"
	must fdb add $M1 dev red dst 192.0.2.9 dynamic
	must ip -n "$n1" link add red2 address $M1 type ovnet network red
	check_eq "$(json "$n1" length remote show)" 0 "remotes when a new leg has it"
	must ip -n "$n1" link del red2
	log_test "an implicit remote goes when a leg has the address of its last row, a learned one"
}

# the in-tree vxlan device at the other end, both configured by bridge alone
traffic()
{
	must ip -n "$n2" link add vx type vxlan id 100 local 192.0.2.2 dstport 4789 nolearning
	must ip -n "$n2" link set vx address $M2 up
	must ip -n "$n2" addr add 10.0.0.2/24 dev vx
	must bridge -n "$n2" fdb append 00:00:00:00:00:00 dev vx dst 192.0.2.1
	must fdb append 00:00:00:00:00:00 dev red dst 192.0.2.2
	must fdb add $M2 dev red dst 192.0.2.2
	defer clean
	reach "$a" "$n2" 10.0.0.2
	must ip -n "$n2" link del vx
	log_test "traffic with the in-tree vxlan, both ends configured by bridge fdb"
}

link_show()
{
	check_match "$(bridge -n "$n1" link show dev a)" \
		"a@.* master red state forwarding" "bridge link show"
	check_match "$(bridge -n "$n1" link show dev b)" \
		"b@.* master ovnet[^ ]* state forwarding" "bridge link show of a port without a leg"
	check_eq "$(bridge -n "$n1" -d -j link show dev a | jq -c '.[0] | [.learning, .flood]')" \
		"[true,true]" "flags"
	log_test "bridge link show: ports, master, state, learning, flood"
}

port_is()
{
	json "$n1" ".[] | select(.ifname == \"a\") | \"\\(.state) \\(.learning) \\(.\"unknown-unicast\")\"" port show
}

link_set()
{
	must bridge -n "$n1" link set dev a learning off flood off
	check_eq "$(port_is)" "open false false" "port"
	check_eq "$(bridge -n "$n1" -d -j link show dev a | jq -c '.[0] | [.learning, .flood]')" \
		"[false,false]" "flags"
	must bridge -n "$n1" link set dev a state disabled
	check_eq "$(port_is)" "blocked false false" "port"
	check_match "$(bridge -n "$n1" link show dev a)" "state blocking" "bridge link show"
	must bridge -n "$n1" link set dev a state forwarding learning on flood on
	check_eq "$(port_is)" "open true true" "port"
	log_test "bridge link set: state, learning, flood"
}

link_refused()
{
	refused "nothing else" bridge -n "$n1" link set dev a hairpin on
	refused "nothing else" bridge -n "$n1" link set dev a learning off cost 5
	refused "forwarding, blocking or disabled" bridge -n "$n1" link set dev a state listening
	check_eq "$(port_is)" "open true true" "port"
	log_test "bridge link set: what ports do not have is refused, and nothing changed"
}

link_monitor()
{
	: > "$TMP/monitor"
	nsenter --net="/run/netns/$n1" stdbuf -oL bridge monitor link >> "$TMP/monitor" 2>&1 &
	defer stop $!
	wait_until "bridge monitor did not start" link_monitor_hears
	log_test "bridge monitor link hears when a port changes"
}

link_monitor_hears()
{
	bridge -n "$n1" link set dev a flood off && bridge -n "$n1" link set dev a flood on &&
		grep -q 'a@.*master red state forwarding' "$TMP/monitor"
}

stat_of() { in_ns "$n1" ethtool -S red | sed -n "s/^ *$1: //p"; }

ethtool_stats()
{
	local before tx

	check_match "$(in_ns "$n1" ethtool -i red)" "driver: ovnet" "ethtool -i"
	before=$(stat_of drop_src_mac)
	check_py <<-END
	a = Dev("$a")
	old = drops("$n1")
	for i in range(3):
	    a.send(eth(port_mac(12), "03:00:00:00:00:11", 0x88b5, bytes(50)))
	wait_drops("$n1", old, {"src_mac": 3})
	END
	check_eq "$(($(stat_of drop_src_mac) - before))" 3 "drop_src_mac"
	tx=$(stat_of tunnel_tx_packets)
	m1_is_far
	check_py <<-END
	a, wire = Dev("$a"), Dev("$wire", "w1")
	frame = eth("$M1", port_mac(11), 0x88b5, bytes(50))
	a.send(frame)
	wire.expect(lambda f: f[-len(frame):] == frame)
	END
	check_eq "$(($(stat_of tunnel_tx_packets) - tx))" 1 "tunnel_tx_packets"
	# a newer module has more
	[ -n "${NEWER_MODULE-}" ] || check_eq "$(in_ns "$n1" ethtool -S red | grep -c ' drop_')" \
		"$(grep -c '^| `' "$REPO/docs/drops.md")" "one counter for each reason"
	log_test "ethtool -i, -S: driver, tunnel traffic, drops by reason"
}

ethtool_features()
{
	must in_ns "$n1" ethtool -K red tx off gro off
	check_match "$(in_ns "$n1" ethtool -k red)" "tx-checksum-ip-generic: off" "ethtool -k"
	must in_ns "$n1" ethtool -K red tx on gro on
	check_match "$(in_ns "$n1" ethtool -k red)" "tx-checksum-ip-generic: on" "ethtool -k"
	log_test "ethtool -k, -K"
}

ip_stats()
{
	local before

	must ip -n "$n1" addr add 10.0.0.1/24 dev red
	defer must ip -n "$n1" addr del 10.0.0.1/24 dev red
	before=$(ip -n "$n1" -s -j link show red | jq '.[0].stats64 | .rx.packets, .tx.packets' | paste -sd' ')
	must in_ns "$a" ping -n -c 1 -w 5 10.0.0.1
	check_match "$(ip -n "$n1" -s -j link show red | jq '.[0].stats64 | .rx.packets, .tx.packets' | paste -sd' ')" \
		"^[1-9][0-9]* [1-9][0-9]*$" "packets"
	[ "$(ip -n "$n1" -s -j link show red | jq '.[0].stats64 | .rx.packets, .tx.packets' | paste -sd' ')" != "$before" ]
	check_err $? "the counters did not rise"
	log_test "ip -s link: the node's own traffic"
}

hits() { tc -n "$n1" -s -j filter show dev "$1" "$2" | jq '[.[].options.actions[0].stats.packets // empty] | add // 0'; }

# counts at a hook of a device what one ping from a, and its answer, bring
tc_hook()
{
	local dev=$1 hook=$2

	must tc -n "$n1" filter add dev "$dev" "$hook" protocol ip matchall action ok
	must in_ns "$a" ping -n -c 1 -w 5 10.0.0.1
	check_eq "$(hits "$dev" "$hook")" 1 "packets at $hook of $dev"
}

tc_leg()
{
	must ip -n "$n1" addr add 10.0.0.1/24 dev red
	defer must ip -n "$n1" addr del 10.0.0.1/24 dev red
	must tc -n "$n1" qdisc add dev red clsact
	defer must tc -n "$n1" qdisc del dev red clsact
	tc_hook red ingress
	tc_hook red egress
	log_test "tc: ingress and egress of a leg"
}

tc_port()
{
	must ip -n "$n1" addr add 10.0.0.1/24 dev red
	defer must ip -n "$n1" addr del 10.0.0.1/24 dev red
	must tc -n "$n1" qdisc add dev a clsact
	defer must tc -n "$n1" qdisc del dev a clsact
	tc_hook a ingress
	tc_hook a egress
	log_test "tc: ingress and egress of a port"
}

promiscuous()
{
	m1_is_far
	capture "$n1" red "$TMP/leg.pcap"
	check_py <<-END
	Dev("$a").send(eth("$M1", port_mac(11), 0x88b5, b"from a to a remote"))
	END
	wait_until "tcpdump does not see it" capture_has "$TMP/leg.pcap" 1 \
		ether dst $M1 and ether proto 0x88b5
	log_test "tcpdump on a leg sees what passes between others of its network"
}

tests_run
