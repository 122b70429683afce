#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ovctl import: nodes n1 and n2 have bridges and vxlan devices of the kernel's,
# with endpoints behind.  On n1 they are replaced by what is printed, n2 notices
# nothing.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"replaced 4" "replaced 6"
	"rows 4" "rows 6"
	neighbours
	leg
	shared
	at_once
	flannel
	odd_names
	refusals
	notes
)

# bridged NODE FAMILY ID OPTION...: bridge "brID" with the vxlan device "vxID"
bridged()
{
	local node=$1 family=$2 id=$3 here

	shift 3
	vtep_address "${node:1:1}" "$family" here
	must ip -n "$node" link add "vx$id" type vxlan id "$id" local "$here" dstport 4789 "$@"
	must ip -n "$node" link add "br$id" type bridge mcast_snooping 0
	must ip -n "$node" link set "vx$id" master "br$id" up
	must ip -n "$node" link set "br$id" up
}

# host NAME NODE ID NUMBER: an endpoint with 10.ID.0.NUMBER behind bridge brID;
# its other end is called NAME
host()
{
	local name=$1 node=$2 id=$3 number=$4
	local -n self=$name

	setup_ns "$name"
	must ip link add name "$name" netns "$node" type veth peer name eth0 netns "$self"
	must ip -n "$node" link set dev "$name" master "br$id" up
	must ip -n "$self" -b - <<-END
	link set eth0 address 02:00:00:00:$id:0$number mtu 1430 up
	addr add 10.$id.0.$number/24 dev eth0
	END
}

# Network 14 is over IPv4: floods go to the other node, and MACs are learned.
# 16 is over IPv6, nothing is flooded or learned: each knows where the other is.
setup()
{
	setup_underlay 2
	bridged "$n1" 4 14 dev eth0 ttl 9
	bridged "$n2" 4 14 remote 192.0.2.1
	bridged "$n1" 6 16 nolearning udp6zerocsumtx udp6zerocsumrx
	bridged "$n2" 6 16 nolearning udp6zerocsumrx
	must bridge -n "$n1" fdb append 00:00:00:00:00:00 dev vx14 dst 192.0.2.2
	must bridge -n "$n1" fdb add 02:00:00:00:14:02 dev vx14 dst 192.0.2.2 extern_learn
	host a4 "$n1" 14 1
	host b4 "$n2" 14 2
	host a6 "$n1" 16 1
	host b6 "$n2" 16 2
	must bridge -n "$n1" fdb add 02:00:00:00:16:02 dev vx16 dst fd00:2::2
	must bridge -n "$n1" fdb add 02:00:00:00:16:02 dev vx16 master static
	must bridge -n "$n1" fdb add 02:00:00:00:16:01 dev a6 master static
	must bridge -n "$n2" fdb add 02:00:00:00:16:01 dev vx16 dst fd00:2::1
	# whom nothing is flooded to cannot be asked
	must ip -n "$a6" neigh add 10.16.0.2 lladdr 02:00:00:00:16:02 dev eth0
	must ip -n "$b6" neigh add 10.16.0.1 lladdr 02:00:00:00:16:01 dev eth0
	reach_both 4
	reach_both 6
}

reach_both()
{
	local a=a$1 b=b$1

	reach "${!a}" "${!b}" "10.1$1.0.2"
	reach "${!b}" "${!a}" "10.1$1.0.1"
}

# import NODE FILE DEV...: what it prints
import()
{
	local node=$1 file=$2

	shift 2
	ovctl -n "$node" import "$@" > "$file"
	check_err $? "ovctl import $*"
}

# told FILE FROM TO: do on n1 what the lines from FROM to TO tell that begin with "#   "
told()
{
	local line

	while read -r line; do
		eval "must ip -n $n1 ${line#ip }"
	done < <(sed -n "/$2/,/$3/s/^#   \(ip .*\)/\1/p" "$1")
}

# replace FILE: as its first lines say
replace()
{
	told "$1" "^# Printed" "^#   ovctl -b"
	must ovctl -n "$n1" -b "$1"
}

# empty: n1 has nothing of ovnet's, and the UDP port is free
empty()
{
	local name

	for name in $(json "$n1" '.[].name' network); do
		must ovctl -n "$n1" network del "$name" force
	done
	for name in $(json "$n1" '.[].name' underlay); do
		must ovctl -n "$n1" underlay del "$name"
	done
	for name in $(json "$n1" '.[].name' remote); do
		must ovctl -n "$n1" remote del "$name"
	done
}

# on_wire FILTER FAMILY: a packet that is like this crosses n1's wire meanwhile
on_wire()
{
	capture "$wire" w1 "$TMP/wire.pcap" "$1"
	reach_both "$2"
	capture_stop "$TMP/wire.pcap" 1
}

# The outer headers are what they were.
replaced()
{
	local f=$TMP/$1.batch a=a$1 b=b$1

	import "$n1" "$f" "vx1$1"
	replace "$f"
	reach_both "$1"
	transfer "${!a}" "${!b}" "10.1$1.0.2" 1
	transfer "${!b}" "${!a}" "10.1$1.0.1" 1
	case $1 in
	4) on_wire 'src host 192.0.2.1 and udp port 4789 and ip[8] == 9 and ip[6] & 0x40 == 0' 4 ;;
	6) on_wire 'src host fd00:2::1 and ip6[6] == 17 and ip6[46:2] == 0' 6 ;;
	esac
	in_ns "$n1" test -e "/sys/class/net/vx1$1"
	check_fail $? "vx1$1 is still there"
	must ip -n "$n1" link del "br1$1"
	log_test "import: IPv$1: bridge and vxlan device are replaced, the other node is as it was"
}

# rows FAMILY: what is configured, of FDB and members
rows()
{
	local got

	got=$(json "$n1" ".[] | select(.\"network-name\" == \"vx1$1\" and .state != \"learned\") |
		[.mac, .state, .\"remote-name\" // .ifname] | join(\" \")" fdb | sort | tr '\n' ';')
	case $1 in
	4) check_eq "$got" "02:00:00:00:14:02 external 192.0.2.2;" "rows"
	   check_eq "$(json "$n1" '.[] | select(."network-name" == "vx14")."remote-name"' member)" \
		192.0.2.2 "members" ;;
	6) check_eq "$got" "02:00:00:00:16:01 static a6;02:00:00:00:16:02 static fd00:2::2;" "rows"
	   check_eq "$(json "$n1" '[.[] | select(."network-name" == "vx16")] | length' member)" \
		0 "members" ;;
	esac
	log_test "import: IPv$1: FDB rows and members"
}

# A bridge that answers for others has a list of them.
neighbours()
{
	local f=$TMP/neigh.batch

	empty
	bridged "$n1" 4 31 nolearning
	must bridge -n "$n1" link set dev vx31 neigh_suppress on
	# a new port may change the bridge's address, which flushes its neighbours
	host e "$n1" 31 1
	must ip -n "$n1" neigh add 10.31.0.2 lladdr 02:00:00:00:31:02 dev br31 nud permanent
	must bridge -n "$n1" fdb add 02:00:00:00:31:02 dev vx31 dst 192.0.2.2
	import "$n1" "$f" vx31
	check_match "$(< "$f")" "network add vx31 id 31 .* suppression on" "settings"
	replace "$f"
	stays_off_wire must in_ns "$e" arping -q -c 1 -w 5 -I eth0 10.31.0.2
	empty
	must ip -n "$n1" link del br31
	cleanup_ns "$e"
	log_test "import: neigh_suppress: what the bridge answered for is answered for"
}

# The bridge's own address: the node is in the network.
leg()
{
	local f=$TMP/leg.batch mac

	bridged "$n1" 4 32 remote 192.0.2.2
	bridged "$n2" 4 32 remote 192.0.2.1
	host e "$n2" 32 2
	must ip -n "$n1" addr add 10.32.0.9/24 dev br32
	must ip -n "$n1" link set br32 address 02:00:00:00:32:09 mtu 1400
	reach "$n1" "$e" 10.32.0.2
	import "$n1" "$f" vx32
	replace "$f"
	must ip -n "$n1" link del br32
	told "$f" "it has addresses" "^network"
	reach "$n1" "$e" 10.32.0.2
	reach "$e" "$n1" 10.32.0.9
	mac=$(ip -n "$n1" -j link show br32 | jq -r '.[0] | "\(.address) \(.mtu)"')
	check_eq "$mac" "02:00:00:00:32:09 1400" "the leg"
	must ip -n "$n1" link del br32
	empty
	must ip -n "$n2" link del vx32
	must ip -n "$n2" link del br32
	cleanup_ns "$e"
	log_test "import: the bridge's own address is a leg's"
}

# Of two devices one is replaced: the port is shared, in the other family it is
# not.  Then the other; what is there is used.
shared()
{
	local f=$TMP/shared.batch

	setup_ns n3
	join_wire 3
	bridged "$n3" 4 33 remote 192.0.2.2
	bridged "$n3" 4 34 remote 192.0.2.2
	bridged "$n2" 4 33 remote 192.0.2.3
	bridged "$n2" 4 34 remote 192.0.2.3
	host a33 "$n3" 33 1
	host b33 "$n2" 33 2
	host a34 "$n3" 34 1
	host b34 "$n2" 34 2
	import "$n3" "$f" vx33
	check_match "$(< "$f")" "underlay add wire vxlan 192.0.2.3 shared df unset" "underlay"
	n1=$n3 replace "$f"
	reach "$a33" "$b33" 10.33.0.2
	reach "$a34" "$b34" 10.34.0.2
	import "$n3" "$f" vx34
	check_eq "$(grep -cE '^(underlay|remote) add' "$f")" 0 "what is there is made again"
	check_match "$(< "$f")" "# underlay wire is there" "what is there"
	n1=$n3 replace "$f"
	reach "$a33" "$b33" 10.33.0.2
	reach "$a34" "$b34" 10.34.0.2
	reach "$b34" "$a34" 10.34.0.1
	check_eq "$(json "$n3" 'length' remote)" 1 "remotes"
	cleanup_ns "$a33" "$b33" "$a34" "$b34" "$n3"
	must ip -n "$n2" link del vx33
	must ip -n "$n2" link del br33
	must ip -n "$n2" link del vx34
	must ip -n "$n2" link del br34
	log_test "import: one device after the other: the port is shared, what is there is used"
}

# Both at once: an underlay, its remotes once.
at_once()
{
	local f=$TMP/once.batch

	bridged "$n1" 6 35 nolearning dev eth0
	bridged "$n1" 6 36 nolearning dev eth0
	must bridge -n "$n1" fdb append 00:00:00:00:00:00 dev vx35 dst fd00:2::7
	must bridge -n "$n1" fdb append 00:00:00:00:00:00 dev vx36 dst fd00:2::7
	import "$n1" "$f" vx35 vx36
	check_eq "$(grep -E '^(underlay|remote) add' "$f")" \
		$'underlay add wire vxlan fd00:2::1 dev eth0\nremote add fd00:2::7 vxlan fd00:2::7' "once"
	replace "$f"
	check_eq "$(json "$n1" '.[] | select(.name == "wire").networks' underlay)" 2 "networks"
	empty
	must ip -n "$n1" link del br35
	must ip -n "$n1" link del br36
	log_test "import: several at once: an underlay and each remote once"
}

# flannel_1 NODE NUMBER OTHER: as flannel's vxlan backend makes it
flannel_1()
{
	must ip -n "$1" link add flannel.1 mtu 1450 address "02:00:00:00:01:0$2" \
		type vxlan id 1 local "192.0.2.$2" dev eth0 dstport 8472 nolearning
	must ip -n "$1" link set flannel.1 up
	must ip -n "$1" addr add "10.244.$2.0/32" dev flannel.1
	must bridge -n "$1" fdb append "02:00:00:00:01:0$3" dev flannel.1 dst "192.0.2.$3"
	flannel_routes "$1" "$3"
}

flannel_routes()
{
	must ip -n "$1" neigh add "10.244.$2.0" lladdr "02:00:00:00:01:0$2" dev flannel.1 nud permanent
	must ip -n "$1" route add "10.244.$2.0/24" via "10.244.$2.0" dev flannel.1 onlink
}

flannel()
{
	local f=$TMP/flannel.batch

	flannel_1 "$n1" 1 2
	flannel_1 "$n2" 2 1
	reach "$n1" "$n2" 10.244.2.0
	import "$n1" "$f" flannel.1
	check_match "$(< "$f")" "underlay add wire8472 vxlan 192.0.2.1 port 8472 dev eth0 df unset" "underlay"
	replace "$f"
	told "$f" "it has addresses" "^network"
	flannel_routes "$n1" 2
	reach "$n1" "$n2" 10.244.2.0
	reach "$n2" "$n1" 10.244.1.0
	must ip -n "$n1" link del flannel.1
	must ip -n "$n2" link del flannel.1
	empty
	log_test "import: flannel's device, and a leg in its place"
}

odd_names()
{
	local f=$TMP/odd.batch odd="it's#0 \$x"

	odd=${odd// /}
	bridged "$n1" 4 37 remote 192.0.2.2
	must ip -n "$n1" link add name "$odd" type veth peer name odd1
	must ip -n "$n1" link set dev "$odd" master br37 up
	must ip -n "$n1" link set vx37 down
	must ip -n "$n1" link set vx37 name '3"#7'
	import "$n1" "$f" '3"#7'
	replace "$f"
	check_eq "$(json "$n1" '.[] | select(."network-name" == "3__7").ifname' port)" "$odd" "port"
	empty
	must ip -n "$n1" link del br37
	must ip -n "$n1" link del dev "$odd"
	log_test "import: names that a shell and a batch would take for something else"
}

# nothing SENTENCE DEV: nothing is printed, and why is said
nothing()
{
	local out err

	out=$(ovctl -n "$n1" import "$2" 2> "$TMP/err")
	check_eq "$?" 2 "exit status of $2"
	err=$(< "$TMP/err")
	check_eq "$out" "" "output for $2"
	check_match "$err" "^ovctl: import: $2: .*$1" "$2"
}

refusals()
{
	must ip -n "$n1" -b - <<-END
	link add ext type vxlan external dstport 4790
	link add gbp type vxlan id 41 dstport 4790 gbp
	link add gpe type vxlan external dstport 4791 gpe
	link add rem type vxlan id 42 dstport 4792 remcsumtx
	link add plain type dummy
	END
	nothing "\(external\)" ext
	nothing "\(gbp\)" gbp
	nothing "VXLAN-GPE|\(external\)" gpe
	nothing "\(remcsumtx\)" rem
	nothing "it is no vxlan device" plain
	if ip -n "$n1" link add list type vxlan external vnifilter dstport 4793 2> /dev/null; then
		nothing "\(vnifilter\)" list
		must ip -n "$n1" link del list
	fi
	bridged "$n1" 4 43
	must ip -n "$n1" link set br43 type bridge vlan_filtering 1
	nothing "its bridge br43 filters VLANs" vx43
	must ip -n "$n1" link set br43 type bridge vlan_filtering 0
	import "$n1" "$TMP/43" vx43
	for dev in ext gbp gpe rem plain vx43 br43; do
		must ip -n "$n1" link del $dev
	done
	refused "device nowhere: No such device" ovctl -n "$n1" import nowhere
	log_test "import: what cannot be is said, and nothing printed"
}

notes()
{
	local f=$TMP/notes.batch

	must ip -n "$n1" link add vx44 type vxlan id 44 local 192.0.2.1 dev eth0 \
		group 239.1.1.1 dstport 4789 l2miss l3miss rsc
	must bridge -n "$n1" fdb append 02:00:00:00:44:05 dev vx44 dst 192.0.2.5 vni 7
	must bridge -n "$n1" fdb append 02:00:00:00:44:06 dev vx44 dst 192.0.2.6 dynamic
	import "$n1" "$f" vx44
	for words in "it floods by the group 239.1.1.1" "\(l2miss\)" "\(l3miss\)" "\(rsc\)" \
		"not here: 1 \(02:00:00:00:44:05 dst 192.0.2.5\), to another VNI" \
		"not here: 1 \(02:00:00:00:44:06 dst 192.0.2.6\), learned" \
		"not here: 1 \(00:00:00:00:00:00 dst 239.1.1.1\), to an address" \
		"remote add 192.0.2.6 vxlan 192.0.2.6"; do
		check_match "$(< "$f")" "$words" "what is printed"
	done
	check_eq "$(grep -c "192.0.2.5$" "$f")" 0 "remotes of rows that are not here"
	must ip -n "$n1" link del vx44
	log_test "import: what is not the same is said in comments"
}

tests_run
