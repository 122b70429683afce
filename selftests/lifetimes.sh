#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# How things come and go: in any order, in use, by force, under traffic.
# shellcheck disable=SC2046,SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

# seeds, each for an order of its own
read -ra orders <<< "${ORDERS-1 2 3}"
TESTS=(
	in_use
	force_network
	force_remote
	"${orders[@]/#/any_order }"
	port_device_deleted
	port_device_moved
	port_device_renamed
	underlay_device_deleted
	namespace_killed
	namespace_ends
	"refuse_port bridge_port" "refuse_port bond_slave"
	"refuse_port macvlan_lower" "refuse_port in_tree_vxlan"
	"refuse_port loopback" "refuse_port leg" "refuse_port fabric"
	"refuse_port vlan_on_leg" "refuse_port underlay_device"
	"refuse_port port" "refuse_port bridge" "refuse_port tunnel"
	rmmod
)

# a socket's; and what is none of a tunnel's business
VXLAN_ONLY=(namespace_ends port_device_renamed)
for t in bridge_port bond_slave macvlan_lower in_tree_vxlan loopback leg fabric \
	vlan_on_leg port bridge tunnel; do
	VXLAN_ONLY+=("refuse_port $t")
done

setup()
{
	need_tun
	setup_underlay 3
	setup_nodes 3
	network red 100 "1 2 3"
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
	endpoint c "$n1" red 13
	must ip -n "$n1" link add leg1 up type ovnet id 100
	must ip -n "$n1" addr add 10.0.0.1/24 dev leg1
}

field() { json "$n1" ".[0].\"$1\"" "${@:2}"; }

in_use()
{
	refused "Network red uses it" ovctl -n "$n1" underlay del u
	refused "Leg leg1 is in it" ovctl -n "$n1" network del red
	must ovctl -n "$n1" network add blue id 200 underlay u
	must ovctl -n "$n1" port del c
	must ovctl -n "$n1" port add c network blue
	refused "Port c is in it" ovctl -n "$n1" network del blue
	must ovctl -n "$n1" port del c
	must ovctl -n "$n1" member add blue remote r2
	refused "Remote r2 is a member" ovctl -n "$n1" network del blue
	refused "[Mm]ember of network (red|blue)" ovctl -n "$n1" remote del r2
	must ovctl -n "$n1" member del blue remote r2
	must ovctl -n "$n1" network del blue
	must ovctl -n "$n1" remote add r9 $(remote_of 9)
	must ovctl -n "$n1" fdb add red 02:00:00:00:0d:01 remote r9
	refused "1 FDB rows point to it" ovctl -n "$n1" remote del r9
	must ovctl -n "$n1" fdb flush remote r9
	must ovctl -n "$n1" remote del r9
	must ovctl -n "$n1" port add c network red state open
	reach "$a" "$c" 10.0.0.13
	log_test "U17: delete what is in use: refused, naming the user; nothing is lost"
}

force_network()
{
	must ip -n "$n1" link add gone up type ovnet id 200 underlay u
	must ovctl -n "$n1" port del c
	must ip -n "$n1" link set dev c master gone
	must ovctl -n "$n1" member add gone remote r2
	must ovctl -n "$n1" fdb add gone 02:00:00:00:0d:02 remote r2
	must ovctl -n "$n1" network del gone force
	refused "does not exist" ip -n "$n1" link show dev gone
	check_eq "$(ip -n "$n1" -j link show dev c | jq -r '.[0].master')" null "master of its port"
	check_eq "$(field members remote show r2) $(field fdb remote show r2)" "1 0" "memberships and rows of r2"
	must ovctl -n "$n1" port add c network red state open
	reach "$a" "$c" 10.0.0.13
	log_test "U17: network del force takes ports, legs, members and rows with it"
}

force_remote()
{
	must ovctl -n "$n1" fdb add red 02:00:00:00:0d:03 remote r3
	must ovctl -n "$n1" remote del r3 force
	check_eq "$(json "$n1" 'map(."remote-name") | join(" ")' member show red)" r2 "members"
	check_eq "$(json "$n1" length fdb show red mac 02:00:00:00:0d:03)" 0 "rows"
	must ovctl -n "$n1" remote add r3 $(remote_of 3)
	must ovctl -n "$n1" member add red remote r3
	log_test "U17: remote del force takes memberships and rows with it"
}

devices_of() { ip -n "$1" -j link | jq -r 'map(.ifname) | sort | join(" ")'; }

# Everything there is, and its removal in an order of chance: what is refused
# is tried again.
any_order()
{
	local order devices leg9="local 192.0.2.1 port 4790"

	[ "$ENCAP" = vxlan ] || leg9="underlay u1"
	setup_ns pile
	devices=$(devices_of "$pile")
	must ip -n "$pile" -b - <<-END
	link add u0 type dummy
	addr add 192.0.2.1/24 dev u0
	link set u0 up
	link add p1 type veth peer name q1
	link add p2 type veth peer name q2
	link set p1 up
	link set p2 up
	END
	local o="ovctl -n $pile"
	must $o underlay add u1 $(underlay_of 1)
	must $o network add red id 100 underlay u1
	must ip -n "$pile" link add leg0 up type ovnet id 100
	must ip -n "$pile" link add leg9 up type ovnet id 900 $leg9
	must $o port add p1 network red state open
	must ip -n "$pile" link set p2 master leg9
	must $o remote add r2 $(remote_of 2)
	must $o remote add r3 $(remote_of 3)
	must $o member add red remote r2
	must $o member add leg9 remote r3
	must $o fdb add red 02:00:00:00:0d:04 remote r3
	must $o fdb add red 02:00:00:00:0d:05 dev p1

	order=$(sed "s/NS/$pile/" <<-END | shuf --random-source=<(yes "$1")
	ovctl -n NS underlay del u1
	ovctl -n NS network del red
	ovctl -n NS port del p1
	ovctl -n NS remote del r2
	ovctl -n NS remote del r3
	ovctl -n NS member del red remote r2
	ovctl -n NS member del leg9 remote r3
	ovctl -n NS fdb del red 02:00:00:00:0d:04
	ip -n NS link del leg0
	ip -n NS link del leg9
	ip -n NS link del u0
	ip -n NS link set p2 nomaster
	END
	)
	local i line
	for i in 1 2 3 4; do
		while read -r line; do
			$line > /dev/null 2>&1
		done <<< "$order"
	done
	check_eq "$($o -j node show | jq -c '.[0] | [.underlays, .networks, .ports, .remotes, .fdb]')" \
		"[0,0,0,0,0]" "objects left by: $order"
	# shellcheck disable=SC2086	# words
	check_eq "$(devices_of "$pile")" \
		"$(printf '%s\n' $devices p1 p2 q1 q2 | LC_ALL=C sort | xargs)" "devices left"
	cleanup_ns "$pile"
	log_test "U17: deleted in any order, all of it goes (order $1)"
}

ports() { field ports node show; }
ports_are() { [ "$(ports)" = "$1" ]; }

port_device_deleted()
{
	must ip -n "$n1" link add pd type veth peer name qd
	must ovctl -n "$n1" port add pd network red state open
	must ovctl -n "$n1" fdb add red 02:00:00:00:0d:06 dev pd
	must ip -n "$n1" link del pd
	check_eq "$(ports)" 2 "ports"
	check_eq "$(json "$n1" length fdb show red mac 02:00:00:00:0d:06)" 0 "rows"
	log_test "U17: a port's device is deleted: so are the port and its rows"
}

port_device_moved()
{
	must ip -n "$n1" link set dev c netns "$n2"
	ports_are 1
	check_err $? "still a port: $(ports)"
	check_eq "$(ip -n "$n2" -j link show dev c | jq -r '.[0].master')" null "master"
	must ip -n "$n2" link set dev c netns "$n1"
	must ip -n "$n1" link set dev c up
	must ovctl -n "$n1" port add c network red state open
	reach "$a" "$c" 10.0.0.13
	log_test "U17: a port's device moves to another namespace: released"
}

port_device_renamed()
{
	must ip -n "$n1" link set dev c down
	must ip -n "$n1" link set dev c name renamed
	must ip -n "$n1" link set dev renamed up
	check_eq "$(field network-name port show renamed)" red "its network"
	reach "$a" "$c" 10.0.0.13
	must ip -n "$n1" link set dev renamed down
	must ip -n "$n1" link set dev renamed name c
	must ip -n "$n1" link set dev c up
	log_test "U17: a port's device is renamed and stays a port"
}

underlay_device_deleted()
{
	must ip -n "$n1" link del eth0
	must ip -n "$a" neigh replace 10.0.0.12 lladdr 02:00:00:00:00:12 dev eth0
	blocked "$a" 10.0.0.12 "$n1" no_route
	must ip -n "$a" neigh del 10.0.0.12 dev eth0
	join_wire 1
	must ip -n "$n2" neigh flush dev eth0
	reach "$a" "$b" 10.0.0.12
	log_test "U17: the underlay's device is deleted, and another one made: traffic goes on"
}

# ping_flood: from a to b and to the node's leg, until stopped
ping_flood()
{
	nsenter --net="/run/netns/$a" ping -q -n -i 0.005 10.0.0.12 > /dev/null 2>&1 &
	defer stop $!
	nsenter --net="/run/netns/$a" ping -q -n -i 0.005 10.0.0.1 > /dev/null 2>&1 &
	defer stop $!
	nsenter --net="/run/netns/$b" ping -q -n -i 0.005 10.0.0.11 > /dev/null 2>&1 &
	defer stop $!
}

# A node with legs, ports and rows goes in the middle of it.
namespace_killed()
{
	reach "$a" "$b" 10.0.0.12
	setup_ns n4
	join_wire 4
	must ovctl -n "$n4" underlay add u $(underlay_of 4)
	must ovctl -n "$n4" remote add r1 $(remote_of 1)
	must ovctl -n "$n4" network add red id 100 underlay u
	must ovctl -n "$n4" member add red remote r1
	must ip -n "$n4" link add leg4 up type ovnet id 100
	must ip -n "$n4" addr add 10.0.0.4/24 dev leg4
	must ovctl -n "$n1" remote add r4 $(remote_of 4)
	must ovctl -n "$n1" member add red remote r4
	endpoint d "$n4" red 14
	reach "$a" "$d" 10.0.0.14
	ping_flood
	nsenter --net="/run/netns/$a" ping -q -n -i 0.005 10.0.0.14 > /dev/null 2>&1 &
	defer stop $!
	nsenter --net="/run/netns/$d" ping -q -n -i 0.005 10.0.0.4 > /dev/null 2>&1 &
	local last=$!
	cleanup_ns "$n4"
	reach "$a" "$b" 10.0.0.12
	stop $last
	cleanup_ns "$d"
	must ovctl -n "$n1" remote del r4 force
	log_test "U17: a node's namespace is deleted under traffic, the others go on"
}

# may_be LIMIT: could there be a namespace more, if there may be so many? Those
# that are being removed count until the last byte (as in soak/netspace.py).
may_be()
{
	local usual rc

	usual=$(< /proc/sys/user/max_net_namespaces)
	echo "$1" > /proc/sys/user/max_net_namespaces
	unshare -n true 2> /dev/null
	rc=$?
	echo "$usual" > /proc/sys/user/max_net_namespaces
	return $rc
}

# What a tenant sends by broadcast to our port, to a leg, finds the socket of the
# tunnel, in which UDP keeps the route of its last packet.
namespace_ends()
{
	local limit=1

	setup_ns e
	must ovctl -n "$e" underlay add u vxlan 127.0.0.1
	must ip -n "$e" link add leg0 up address 02:00:00:00:00:e0 type ovnet id 1 underlay u
	must ip -n "$e" addr add 10.0.9.1/24 dev leg0
	must ip -n "$e" link add v type veth peer name w
	must ip -n "$e" link set w up
	must ip -n "$e" link set v up master leg0
	until may_be $limit; do
		limit=$((limit + 1))
	done
	check_py <<-END
	w, leg = Dev("$e", "w"), Dev("$e", "leg0")
	for n in range(10):
	    for to, mac_ in ("255.255.255.255", BROADCAST), ("224.0.0.1", "01:00:5e:00:00:01"):
	        frame = eth(mac_, "02:00:00:00:00:e9", 0x0800,
	                    ip4("10.0.9.9", to, 17, udp(4789, 4789, bytes(20))))
	        w.send(frame)
	        leg.expect(frame)
	END
	cleanup_ns "$e"
	wait_until "the namespace does not go" may_be $((limit - 1))
	log_test "U17: a namespace goes, whatever was sent to its tunnel's port"
}

# What may not be a port: the commands that make it, and the refusal.
declare -A MAKE WANT

MAKE[bridge_port]="link add br9 type bridge; link add dev9 type veth peer name peer9; link set dev9 master br9"
WANT[bridge_port]="dev9 belongs to the bridge br9"
MAKE[bond_slave]="link add bond9 type bond; link add dev9 type veth peer name peer9; link set dev9 master bond9"
WANT[bond_slave]="dev9 belongs to the bond bond9"
MAKE[macvlan_lower]="link add dev9 type veth peer name peer9; link add link dev9 name mv9 type macvlan mode bridge; link set mv9 up; link set dev9 up"
WANT[macvlan_lower]="dev9.*another driver.*macvlan"
MAKE[in_tree_vxlan]="link add dev9 type vxlan id 9 local 192.0.2.1 dstport 9999"
WANT[in_tree_vxlan]="dev9 is a vxlan: it forwards frames itself"
MAKE[loopback]=""
WANT[loopback]="lo is not an Ethernet device"
MAKE[leg]="link add dev9 type ovnet id 999"
WANT[leg]="dev9 is a device of ovnet itself: a loop"
MAKE[fabric]=""
WANT[fabric]="ovnet-fabric is a device of ovnet itself: a loop"
MAKE[vlan_on_leg]="link add link leg1 name dev9 type vlan id 5"
WANT[vlan_on_leg]="dev9 is on top of a .*: a loop"
MAKE[underlay_device]=""
WANT[underlay_device]="eth0 carries the tunnels of underlay u"
MAKE[port]=""
WANT[port]="a is a port of network red"
MAKE[bridge]="link add dev9 type bridge"
WANT[bridge]="dev9 is a bridge: it forwards frames itself"
MAKE[tunnel]="tuntap add dev9 mode tun"
WANT[tunnel]="dev9 is not an Ethernet device"

refuse_port()
{
	local dev=dev9 d

	case $1 in
	loopback)        dev=lo ;;
	fabric)          dev=ovnet-fabric ;;
	underlay_device) dev=eth0 ;;
	port)            dev=a ;;
	esac
	must ip -n "$n1" -b - <<< "${MAKE[$1]//; /$'\n'}"
	refused "${WANT[$1]}" ovctl -n "$n1" port add $dev network red
	# "ip" takes a device from its old master first, whoever that is
	case $1 in
	bridge_port|bond_slave|port) ;;
	*) refused "${WANT[$1]}" ip -n "$n1" link set dev $dev master leg1 ;;
	esac
	check_eq "$(ports)" 2 "ports"
	for d in dev9 mv9 br9 bond9; do
		ip -n "$n1" link del dev $d 2> /dev/null
	done
	log_test "U17: refused as a port, naming the owner: $1"
}

# Nobody else's: on a machine where ovnet is in use the module stays.
module_is_ours()
{
	local ns ours

	for ns in $(ip netns list | cut -d ' ' -f 1) ""; do
		ours=n
		[[ " ${NS_LIST[*]} " != *" $ns "* ]] || ours=y
		[ "$ours" = n ] || continue
		[ "$(ovctl ${ns:+-n "$ns"} -j node show | jq '.[0] | .underlays + .networks + .ports + .remotes')" = 0 ] ||
			return 1
	done
}

module_gone() { modprobe -r ovnet; }

rmmod()
{
	if ! module_is_ours; then
		log_test_skip "U17: rmmod under traffic" "ovnet is in use on this machine"
		return
	fi
	ping_flood
	reach "$a" "$b" 10.0.0.12
	wait_until "the module does not unload" module_gone
	[ ! -d /sys/module/ovnet ]
	check_err $? "still loaded"
	check_eq "$(ip -n "$n1" -j link show dev a | jq -r '.[0].master')" null "master of a port"
	refused "does not exist" ip -n "$n1" link show dev leg1
	must modprobe ovnet
	check_eq "$(ports)" 0 "ports in the new module"
	local i node
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" underlay add u $(underlay_of $i)
		must ovctl -n "$node" remote add "r$((3 - i))" $(remote_of $((3 - i)))
	done
	network red 100 "1 2"
	must ovctl -n "$n1" port add a network red state open
	must ovctl -n "$n2" port add b network red state open
	reach "$a" "$b" 10.0.0.12
	log_test "U17: rmmod with everything in use and traffic running, and back again"
}

tests_run
