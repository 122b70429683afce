#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The other end is Linux's own vxlan device below a bridge.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"reach_all 4" "reach_all 6"
	"tcp 4" "tcp 6"
	"jumbo 4" "jumbo 6"
	"fragments 4" "fragments 6"
	"udp_large 4" "udp_large 6"
	"nothing_dropped"
)

# Networks "red4" and "red6", over an underlay of each family; n2 is foreign.
# $a4 and $a6 are ours, $b4 and $b6 theirs.
setup()
{
	local f

	setup_underlay 2 9000
	for f in 4 6; do
		vtep_address 1 $f here
		vtep_address 2 $f there
		# shellcheck disable=SC2154
		must ovctl -n "$n1" underlay add "u$f" vxlan "$here"
		must ovctl -n "$n1" remote add "r$f" vxlan "$there"
		must ovctl -n "$n1" network add "red$f" id "10$f" underlay "u$f" \
			learning-remote on
		must ovctl -n "$n1" member add "red$f" remote "r$f"
		endpoint "a$f" "$n1" "red$f" 11
		foreign "b$f" "10$f" "$there" "$here" 12
	done
	local mtu=$((9000 - 50)) node dev
	for dev in "$a4 eth0" "$b4 eth0" "$n1 a4" "$n2 b4" "$n2 vx-b4" "$n2 br-b4"; do
		read -r node dev <<< "$dev"
		must ip -n "$node" link set dev "$dev" mtu $mtu
	done
	mtu=$((9000 - 70))
	for dev in "$a6 eth0" "$b6 eth0" "$n1 a6" "$n2 b6" "$n2 vx-b6" "$n2 br-b6"; do
		read -r node dev <<< "$dev"
		must ip -n "$node" link set dev "$dev" mtu $mtu
	done
}

# foreign NAME VNI LOCAL REMOTE NUMBER: an endpoint behind vxlan and bridge
foreign()
{
	local name=$1 vni=$2 local=$3 remote=$4 number=$5
	local -n self=$name

	setup_ns "$name"
	must ip link add name "$name" netns "$n2" type veth \
		peer name eth0 netns "$self"
	must ip -n "$n2" -b - <<-END
	link add vx-$name type vxlan id $vni local $local remote $remote dstport 4789 ttl 64
	link add br-$name up type bridge mcast_snooping 0
	link set dev vx-$name master br-$name up
	link set dev $name master br-$name up
	END
	must ip -n "$self" -b - <<-END
	link set eth0 address 02:00:00:00:00:$number up
	addr add 10.0.0.$number/24 dev eth0
	addr add fd00:10::$number/64 dev eth0 nodad
	END
}

ours() { local name=a$1; echo "${!name}"; }
theirs() { local name=b$1; echo "${!name}"; }

reach_all()
{
	reach "$(ours "$1")" "$(theirs "$1")" 10.0.0.12 fd00:10::12
	reach "$(theirs "$1")" "$(ours "$1")" 10.0.0.11 fd00:10::11
	log_test "D3: in-tree vxlan over IPv$1: reach, both ways"
}

tcp()
{
	transfer "$(ours "$1")" "$(theirs "$1")" 10.0.0.12 4
	transfer "$(theirs "$1")" "$(ours "$1")" fd00:10::11 4
	log_test "D3: in-tree vxlan over IPv$1: 4 MB of TCP, both ways"
}

jumbo()
{
	local size=$((9000 - ($1 == 4 ? 50 : 70) - 28))

	must in_ns "$(ours "$1")" ping -n -c 1 -w 5 -M "do" -s $size 10.0.0.12
	must in_ns "$(theirs "$1")" ping -n -c 1 -w 5 -M "do" -s $size 10.0.0.11
	log_test "D3: in-tree vxlan over IPv$1: frames that fill an MTU of 9000"
}

fragments()
{
	must in_ns "$(ours "$1")" ping -n -c 1 -w 5 -s 30000 10.0.0.12
	must in_ns "$(theirs "$1")" ping -n -c 1 -w 5 -s 30000 10.0.0.11
	must in_ns "$(ours "$1")" ping -n -c 1 -w 5 -s 30000 fd00:10::12
	log_test "D3: in-tree vxlan over IPv$1: IP fragments, both ways"
}

udp_large()
{
	check_py <<-END
	ours, theirs = "$(ours "$1")", "$(theirs "$1")"
	data = os.urandom(20000)
	udp_transfer(ours, "10.0.0.11", theirs, "10.0.0.12", data)
	udp_transfer(theirs, "fd00:10::12", ours, "fd00:10::11", data)
	END
	log_test "D3: in-tree vxlan over IPv$1: 20 kB of UDP, both ways"
}

nothing_dropped()
{
	check_eq "$(json "$n1" 'map(select(.reason != "flood_nowhere")) | length' drops)" \
		0 "drop counters"
	log_test "D3: in-tree vxlan: nothing was dropped"
}

tests_run
