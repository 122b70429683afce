#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The other end is one vxlan device with a list of VNIs, below one bridge whose
# VLANs are the tenants.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"tenants 4" "tenants 6"
	"transfers 4" "transfers 6"
	filtered
	nothing_dropped
)

# VLANs 1F and 2F are VNIs 31F and 32F; F is the underlay's family.
setup()
{
	local f here there vid

	setup_underlay 2 9000
	must ip -n "$n2" link add br0 up type bridge mcast_snooping 0 vlan_filtering 1 \
		vlan_default_pvid 0
	for f in 4 6; do
		vtep_address 1 $f here
		vtep_address 2 $f there
		must ovctl -n "$n1" underlay add u$f vxlan "$here"
		must ovctl -n "$n1" remote add r$f vxlan "$there"
		must ip -n "$n2" link add vx$f up mtu 8930 type vxlan external vnifilter \
			local "$there" dstport 4789
		must ip -n "$n2" link set vx$f master br0
		must bridge -n "$n2" link set dev vx$f vlan_tunnel on
		for vid in 1$f 2$f; do
			leg "$n1" red$vid 3$vid u$f 10.$vid.0.1/24 r$f
			must bridge -n "$n2" -b - <<-END
			vlan add vid $vid dev vx$f
			vlan add vid $vid dev br0 self
			vlan add dev vx$f vid $vid tunnel_info id 3$vid
			vni add dev vx$f vni 3$vid
			fdb append 00:00:00:00:00:00 dev vx$f dst $here src_vni 3$vid
			END
			must ip -n "$n2" link add v$vid up link br0 type vlan id $vid
			must ip -n "$n2" addr add 10.$vid.0.2/24 dev v$vid
		done
	done
}

tenants()
{
	reach "$n1" "$n2" "10.1$1.0.2" "10.2$1.0.2"
	reach "$n2" "$n1" "10.1$1.0.1" "10.2$1.0.1"
	check_match "$(in_ns "$n1" ip neigh show dev "red1$1")" "10.1$1.0.2 lladdr" "neighbour"
	log_test "D3: vxlan with vnifilter over IPv$1: two tenants on one device, both ways"
}

transfers()
{
	transfer "$n1" "$n2" "10.1$1.0.2" 2
	transfer "$n2" "$n1" "10.1$1.0.1" 2
	fills "$n1" "10.1$1.0.2" 8930
	fills "$n2" "10.1$1.0.1" 8930
	log_test "D3: vxlan with vnifilter over IPv$1: TCP, full frames, fragments"
}

# A VNI taken off the list is heard no more, its neighbour is.
filtered()
{
	must bridge -n "$n2" vni delete dev vx4 vni 314
	no_reply "$n1" 10.14.0.2
	reach "$n1" "$n2" 10.24.0.2
	must bridge -n "$n2" vni add dev vx4 vni 314
	must bridge -n "$n2" fdb append 00:00:00:00:00:00 dev vx4 dst 192.0.2.1 src_vni 314
	reach "$n1" "$n2" 10.14.0.2
	log_test "D3: vxlan with vnifilter: only the tenants on its list"
}

nothing_dropped()
{
	check_eq "$(json "$n1" 'map(select(.reason != "flood_nowhere")) | length' drops)" \
		0 "drop counters"
	log_test "D3: vxlan with vnifilter: nothing was dropped"
}

tests_run
