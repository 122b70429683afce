#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The objects of SRv6: locators, segments, sources and SIDs. No packet is sent.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	underlay
	underlay_refused
	locators_apart
	underlays_of_network
	leg_keeps_both
	mtu
	remote
	remote_refused
	sources_apart
	member
	member_refused
	route_sids
	sids
	round_trip
	drift
)

setup()
{
	NS_IPV6=1 setup_ns n m
	must ip -n "$n" link set lo up
	fill
}

# What is there at the start of each test.
fill()
{
	must ovctl -n "$n" -b - <<-END
	underlay add v vxlan 127.0.0.1
	underlay add s srv6 fd00:1::/64 source fd00:99::1
	network add red id 100 underlay v,s
	network add vpc id 200 type l3 underlay s
	remote add r2 srv6 fd00:2::/64
	remote add r3 vxlan 192.0.2.3 srv6 fd00:3::/48 segs fd00:a::1,fd00:b::1 source fd00:3::/64,fd00:98::1/128
	remote add r4 srv6 none foreign source fd00:4::4/128
	member add red remote r2
	member add red remote r4 sid fd00:4::e100
	END
}

# In the order of their dependence; a test may have left others.
empty()
{
	must ovctl -n "$n" restore exact <<-END
	{"ovnet": {"version": 1}, "underlay": [], "network": [], "remote": [],
	 "member": [], "port": [], "fdb": []}
	END
	fill
}

show() { ovctl -n "$n" "$@"; }

# bad_usage SENTENCE COMMAND...: not even asked
bad_usage()
{
	local out rc

	out=$("${@:2}" 2>&1)
	rc=$?
	check_eq "$rc" 1 "status of ${*:2}"
	[[ $out == *"$1"* ]]
	check_err $? "${*:2}: $out"
}

underlay()
{
	check_eq "$(show underlay show s)" \
		"s srv6 fd00:1::/64 source fd00:99::1 ttl 64 tos 0 srh off networks 2" "text"
	check_eq "$(show -j underlay show s)" \
		'[{"name":"s","kind":"srv6","locator":"fd00:1::","locator-len":64,"source":"fd00:99::1","ttl":64,"tos":0,"srh":"off","networks":2,"implicit":false}]' \
		"JSON"
	must ovctl -n "$n" underlay set s locator fd00:11::/56 source none ttl inherit tos 16 srh full
	check_eq "$(show underlay show s)" \
		"s srv6 fd00:11::/56 ttl inherit tos 16 srh full networks 2" "changed"
	must ovctl -n "$n" underlay set s locator fd00:1::/64 source fd00:99::1 ttl 64 tos 0 srh off
	check_eq "$(show -j underlay show kind srv6 | jq -r '.[].name')" s "of kind srv6"
	check_eq "$(show -j underlay show kind vxlan | jq -r '.[].name')" v "of kind vxlan"
	log_test "S12: an underlay has a locator and a source, which one write changes"
}

underlay_refused()
{
	local before word

	before=$(show underlay)
	for word in "port 4789" "srcport 5000 6000" "df unset" "csum off" shared; do
		# shellcheck disable=SC2086	# words
		refused "an underlay of kind srv6 has not got this" \
			ovctl -n "$n" underlay add t srv6 fd00:7::/64 $word
	done
	refused "an underlay of kind srv6 has not got this" \
		ovctl -n "$n" underlay set s local 127.0.0.2
	for word in "locator fd00:7::/64" "source fd00:7::1" "srh full"; do
		# shellcheck disable=SC2086	# words
		refused "Only an underlay of kind srv6 has this" \
			ovctl -n "$n" underlay set v $word
	done
	refused "out of range" ovctl -n "$n" underlay add t srv6 fd00::/31
	refused "out of range" ovctl -n "$n" underlay add t srv6 fd00:7::/89
	refused "nothing but zeroes behind" ovctl -n "$n" underlay add t srv6 fd00:7::1/64
	refused "nothing but zeroes behind" ovctl -n "$n" underlay set s locator ff02::/64
	refused "must be unicast" ovctl -n "$n" underlay set s source fe80::1
	refused "must be unicast" ovctl -n "$n" underlay set s source ff02::1
	refused "Network red uses it" ovctl -n "$n" underlay del s
	check_eq "$(show underlay)" "$before" "underlays"
	log_test "what belongs to the other kind of underlay is refused, and a bad locator"
}

locators_apart()
{
	refused "overlaps the locator of underlay s" \
		ovctl -n "$n" underlay add t srv6 fd00:1::/48
	refused "overlaps the locator of underlay s" \
		ovctl -n "$n" underlay add t srv6 fd00:1:0:0:8000::/80
	refused "Remote r2 is in this locator" \
		ovctl -n "$n" underlay add t srv6 fd00:2::/32
	refused "Remote r4 is in this locator" \
		ovctl -n "$n" underlay add t srv6 fd00:4::/64
	must ovctl -n "$n" underlay add t srv6 fd00:1:1::/48
	refused "overlaps the locator of underlay t" \
		ovctl -n "$n" underlay set s locator fd00:1::/32
	# its own is no other's, and what it had is free again
	must ovctl -n "$n" underlay set s locator fd00:1::/72
	must ovctl -n "$n" underlay set s locator fd00:5::/64
	must ovctl -n "$n" underlay set t locator fd00:1::/64
	must ovctl -n "$n" underlay del t
	must ovctl -n "$n" underlay set s locator fd00:1::/64
	log_test "S12: locators do not overlap, neither ours nor with those of remotes"
}

underlays_of_network()
{
	check_eq "$(show network show red | grep -o 'underlay [^ ]*')" "underlay v,s" "both"
	check_eq "$(show network show vpc | grep -o 'underlay [^ ]*')" "underlay s" "one"
	check_eq "$(show -j network show vpc | jq -c '.[] | [.underlay, ."srv6-underlay"]')" \
		'["","s"]' "JSON"
	must ovctl -n "$n" underlay add v2 vxlan 127.0.0.1 port 5000
	must ovctl -n "$n" underlay add s2 srv6 fd00:12::/64
	refused "s is of kind srv6, too: one of a kind" \
		ovctl -n "$n" network set red underlay s,s2
	refused "Underlay v is not of kind srv6: give it first" \
		ovctl -n "$n" network set red underlay s,v
	refused "There is no underlay no" ovctl -n "$n" network set red underlay v,no
	check_eq "$(show network show red | grep -o 'underlay [^ ]*')" "underlay v,s" "refused"
	must ovctl -n "$n" network set red underlay v2,s2
	check_eq "$(show network show red | grep -o 'underlay [^ ]*')" "underlay v2,s2" "others"
	check_eq "$(show -j network show underlay s2 | jq -r '.[].name')" red "filter, srv6"
	check_eq "$(show -j network show underlay v2 | jq -r '.[].name')" red "filter, vxlan"
	check_eq "$(show -j network show underlay none)" "[]" "filter, none"
	must ovctl -n "$n" network set red underlay s
	check_eq "$(show network show red | grep -o 'underlay [^ ]*')" "underlay s" "SRv6 alone"
	must ovctl -n "$n" network set red underlay v
	check_eq "$(show network show red | grep -o 'underlay [^ ]*')" "underlay v" "VXLAN alone"
	must ovctl -n "$n" network set red underlay none
	check_eq "$(show network show red | grep -o 'underlay [^ ]*')" "" "none"
	check_eq "$(show -j network show underlay none | jq -r '.[].name')" red "filter, none"
	must ovctl -n "$n" underlay del v
	must ovctl -n "$n" underlay del s2
	must ovctl -n "$n" underlay del v2
	empty
	log_test "a network has one underlay of each kind"
}

# "ip link" knows one underlay.
leg_keeps_both()
{
	must ip -n "$n" link add leg type ovnet id 100 local 127.0.0.1
	check_eq "$(show network show red | grep -o 'underlay [^ ]*')" "underlay v,s" "a leg's local"
	must ip -n "$n" link add leg2 type ovnet id 200
	check_eq "$(ip -n "$n" -d link show leg2 | grep -o 'underlay.*' | cut -d' ' -f1-3)" \
		"underlay s learning" "ip -d link show"
	must ip -n "$n" link del leg
	must ip -n "$n" link del leg2
	log_test "ip link changes no underlay of kind srv6"
}

# check_mtu LEG MTU
check_mtu()
{
	local mtu

	mtu_is() { mtu=$(ip -n "$n" -j link show dev "$1" | jq ".[].mtu"); [ "$mtu" = "$2" ]; }
	wait_until "MTU of $1 is not $2" mtu_is "$1" "$2"
}

mtu()
{
	must ip -n "$n" link add dev d type dummy
	must ip -n "$n" link set dev d mtu 2000 up
	must ip -n "$n" addr add fd00:99::1/128 dev d nodad
	must ip -n "$n" link add l2 type ovnet id 100
	must ip -n "$n" link add l3 type ovnet id 200
	check_mtu l2 1450	# lo says nothing: 1500 over VXLAN
	check_mtu l3 1960
	must ovctl -n "$n" network set red underlay s
	check_mtu l2 1946
	must ovctl -n "$n" underlay set s srh full
	check_mtu l2 1922
	check_mtu l3 1936
	must ip -n "$n" link set dev d mtu 1400
	check_mtu l3 1336
	must ip -n "$n" link del l2
	must ip -n "$n" link del l3
	must ip -n "$n" link del dev d
	empty
	log_test "S27: the MTU of a leg is what SRv6 leaves: 40, 54, and 24 of a full SRH"
}

remote()
{
	check_eq "$(show remote show r2)" \
		"r2 srv6 fd00:2::/64 id 1 state up members 1 fdb 0" "a locator"
	check_eq "$(show remote show r3)" \
		"r3 vxlan 192.0.2.3 srv6 fd00:3::/48 segs fd00:a::1,fd00:b::1 source fd00:3::/64 source fd00:98::1/128 id 2 state up members 0 fdb 0" \
		"both, segments, sources"
	check_eq "$(show remote show r4)" \
		"r4 source fd00:4::4/128 foreign id 3 state up members 1 fdb 0" "foreign"
	check_eq "$(show -j remote show r3 | jq -c '.[] | [.kind, .vtep, .locator, ."locator-len", .seg, .source, .foreign]')" \
		'["vxlan",["192.0.2.3"],"fd00:3::",48,["fd00:a::1","fd00:b::1"],[{"addr":"fd00:3::","len":64},{"addr":"fd00:98::1","len":128}],false]' \
		"JSON"
	check_eq "$(show -j remote show kind srv6 | jq -c 'map(.name)')" '["r2","r3","r4"]' "of kind srv6"
	check_eq "$(show -j remote show kind vxlan | jq -c 'map(.name)')" '["r3"]' "of kind vxlan"
	# a node that migrates
	must ovctl -n "$n" remote add r5 vxlan 192.0.2.5
	must ovctl -n "$n" remote set r5 srv6 fd00:5::/64 segs fd00:c::1
	check_eq "$(show remote show r5 | cut -d' ' -f1-7)" \
		"r5 vxlan 192.0.2.5 srv6 fd00:5::/64 segs fd00:c::1" "and SRv6"
	must ovctl -n "$n" remote set r5 vtep none segs none
	check_eq "$(show remote show r5 | cut -d' ' -f1-5)" "r5 srv6 fd00:5::/64 id 4" "SRv6 alone"
	check_eq "$(show -j remote show r5 | jq -r '.[].kind')" srv6 "kind"
	must ovctl -n "$n" remote set r5 vtep 192.0.2.5
	must ovctl -n "$n" remote set r5 srv6 none
	check_eq "$(show remote show r5 | cut -d' ' -f1-5)" "r5 vxlan 192.0.2.5 id 4" "VXLAN alone"
	must ovctl -n "$n" remote del r5
	log_test "a remote is reached by VXLAN, by SRv6, or by both, and may change"
}

remote_refused()
{
	local before segs=fd00:a::1

	before=$(show remote)
	refused "A remote of kind srv6 needs a locator" ovctl -n "$n" remote add r9 srv6 none
	refused "Only a foreign remote has a source and no locator" \
		ovctl -n "$n" remote add r9 srv6 none source fd00:9::1
	refused "A remote needs an address, a locator" ovctl -n "$n" remote set r2 srv6 none
	refused "Segments lead to a remote with a locator" \
		ovctl -n "$n" remote add r9 vxlan 192.0.2.9 segs fd00:a::1
	refused "Segments lead to a remote with a locator" \
		ovctl -n "$n" remote set r3 srv6 none source none
	refused "of 32 to 88 bits" ovctl -n "$n" remote add r9 srv6 fd00::/31
	refused "out of range" ovctl -n "$n" remote add r9 srv6 fd00::/89
	refused "nothing but zeroes behind" ovctl -n "$n" remote add r9 srv6 fd00:9::9/64
	refused "nothing but zeroes behind" ovctl -n "$n" remote set r2 srv6 fe80::/64
	refused "overlaps our own locator, of s" ovctl -n "$n" remote add r9 srv6 fd00:1::/64
	refused "overlaps our own locator, of s" ovctl -n "$n" remote set r2 srv6 fd00:1::/48
	refused "overlaps our own locator, of s" \
		ovctl -n "$n" remote set r2 source fd00:1::1/128
	refused "overlaps our own locator, of s" ovctl -n "$n" remote set r2 segs fd00:1::1
	refused "A segment is a unicast address" ovctl -n "$n" remote set r2 segs fd00:a::1,ff02::1
	segs=$segs,$segs,$segs,$segs,$segs,$segs,$segs,$segs
	must ovctl -n "$n" remote set r2 segs $segs
	must ovctl -n "$n" remote set r2 segs none
	bad_usage "not 1 to 8 IP addresses" ovctl -n "$n" remote set r2 segs $segs,fd00:a::1
	bad_usage "not 1 to 4 IPv6 prefixes" ovctl -n "$n" remote set r2 \
		source fd00:21::1,fd00:22::1,fd00:23::1,fd00:24::1,fd00:25::1
	refused "The source is given twice" ovctl -n "$n" remote set r2 source fd00:21::1,fd00:21::1
	refused "A source is a unicast prefix" ovctl -n "$n" remote set r2 source ff02::/16
	refused "A source is a unicast prefix" ovctl -n "$n" remote set r2 source fd00::1/64
	refused "answers no probes" ovctl -n "$n" remote add r9 srv6 fd00:9::/64 foreign probe-interval 3
	check_eq "$(show remote)" "$before" "remotes"
	log_test "remotes that make no sense are refused"
}

# A prefix is one remote's; within it another may have a longer one.
sources_apart()
{
	refused "r2 has fd00:2::" ovctl -n "$n" remote add r9 srv6 fd00:2::/64
	refused "r3 has fd00:98::1" ovctl -n "$n" remote set r2 source fd00:98::1
	must ovctl -n "$n" remote add r9 srv6 fd00:2::/48
	must ovctl -n "$n" remote set r9 source fd00:98::/64,fd00:2::1
	must ovctl -n "$n" remote add r8 srv6 fd00:2::/49
	refused "r8 has fd00:2::" ovctl -n "$n" remote set r2 srv6 fd00:2::/49
	must ovctl -n "$n" remote del r8
	must ovctl -n "$n" remote set r2 srv6 fd00:2::/49
	must ovctl -n "$n" remote set r2 srv6 fd00:2::/64
	must ovctl -n "$n" remote del r9
	log_test "U22: a source belongs to one remote"
}

member()
{
	check_eq "$(show member show red)" \
		"red remote r2"$'\n'"red remote r4 sid fd00:4::e100" "text"
	must ovctl -n "$n" member add red remote r3 sid fd00:3:0:1:: sid-flood fd00:3:0:2::
	check_eq "$(show -j member show red | jq -c '.[2] | [.sid, ."sid-flood"]')" \
		'["fd00:3:0:1::","fd00:3:0:2::"]' "JSON"
	# those that stay keep them
	must ovctl -n "$n" member set red remote r4,r3
	check_eq "$(show member show red)" \
		"red remote r4 sid fd00:4::e100"$'\n'"red remote r3 sid fd00:3:0:1:: sid-flood fd00:3:0:2::" \
		"member set"
	must ovctl -n "$n" member del red remote r3
	must ovctl -n "$n" member add red remote r3
	check_eq "$(show member show red | tail -n 1)" "red remote r3" "made again"
	empty
	log_test "a membership may say what its packets are sent to"
}

member_refused()
{
	must ovctl -n "$n" remote add r5 vxlan 192.0.2.5
	refused "r5 has no locator and no source: no SID" \
		ovctl -n "$n" member add red remote r5 sid fd00:5::1
	refused "A SID is a unicast address" ovctl -n "$n" member add vpc remote r2 sid ff02::1
	refused "overlaps our own locator, of s" \
		ovctl -n "$n" member add vpc remote r2 sid fd00:1::1
	refused "overlaps our own locator, of s" \
		ovctl -n "$n" member add vpc remote r2 sid fd00:2::1 sid-flood fd00:1::1
	check_eq "$(show member show vpc)" "" "members"
	refused "r5 has no locator and no source: no SID" \
		ovctl -n "$n" route add vpc 10.60.0.0/16 remote r5 sid fd00:5::1
	refused "A SID is a unicast address" \
		ovctl -n "$n" route add vpc 10.60.0.0/16 remote r2 sid ff02::1
	refused "overlaps our own locator, of s" \
		ovctl -n "$n" route add vpc 10.60.0.0/16 remote r2 sid fd00:1::1
	bad_usage "sid" ovctl -n "$n" route add vpc 10.60.0.0/16 remote r2 sid fd00:3::1 sid fd00:3::2
	check_eq "$(show route show vpc)" "" "routes"
	must ovctl -n "$n" remote del r5
	log_test "SIDs that make no sense are refused"
}

# route_sids: shown, and saved and restored
route_sids()
{
	local before

	must ovctl -n "$n" -b - <<-END
	route add vpc 10.60.0.0/16 remote r4 sid fd00:4::e4
	route add vpc 10.61.0.0/16 remote r2 weight 3 remote r4 sid fd00:4::e5 weight 2
	route add vpc 10.62.0.0/16 remote r2 sid ::
	END
	before=$(show route show vpc)
	check_eq "$before" "vpc 10.60.0.0/16 remote r4 weight 1 sid fd00:4::e4
vpc 10.61.0.0/16 remote r2 weight 3 remote r4 weight 2 sid fd00:4::e5
vpc 10.62.0.0/16 remote r2 weight 1" "text"
	check_eq "$(show -j route show vpc | jq -c '[.[].nexthop[] | .sid]')" \
		'["fd00:4::e4",null,"fd00:4::e5",null]' "JSON"
	ovctl -n "$n" save > "$TMP/saved"
	must ovctl -n "$n" route replace vpc 10.60.0.0/16 remote r4 sid fd00:4::e6
	must ovctl -n "$n" route replace vpc 10.61.0.0/16 remote r2 weight 3 remote r4 weight 2
	must ovctl -n "$n" restore "$TMP/saved"
	check_eq "$(show route show vpc)" "$before" "restored"
	must ovctl -n "$n" -b - <<-END
	route del vpc 10.60.0.0/16
	route del vpc 10.61.0.0/16
	route del vpc 10.62.0.0/16
	END
	log_test "a route's SIDs: shown, saved, restored"
}

sids()
{
	check_eq "$(show sid)" "echo fd00:1:0:0:ec:: underlay s
red dt2u fd00:1::d2:0:6400:0 underlay s
red dt2m fd00:1::d3:0:6400:0 underlay s
vpc dt4 fd00:1::4:0:c800:0 underlay s
vpc dt6 fd00:1::6:0:c800:0 underlay s
vpc dt46 fd00:1::46:0:c800:0 underlay s" "all"
	check_eq "$(show -j sid | jq -c '.[0]')" \
		'{"function":"echo","sid":"fd00:1:0:0:ec::","underlay":"s"}' "JSON: of no network"
	check_eq "$(show -j sid show 100 | jq -c '.[0]')" \
		'{"network-name":"red","network-id":100,"function":"dt2u","sid":"fd00:1::d2:0:6400:0","underlay":"s"}' \
		"JSON"
	must ovctl -n "$n" underlay set s locator fd00:1:1000::/36
	must ovctl -n "$n" network add far id 300 vni 16777215 underlay s
	check_eq "$(show sid show far)" \
		"far dt2u fd00:1:100d:2fff:fff0:: underlay s
far dt2m fd00:1:100d:3fff:fff0:: underlay s" "a locator of 36 bits, the highest VNI"
	refused "There is no network no" ovctl -n "$n" sid show no
	empty
	log_test "ovctl sid show: our SIDs"
}

round_trip()
{
	ovctl -n "$n" save > "$TMP/want"
	must ovctl -n "$m" restore "$TMP/want"
	check_eq "$(ovctl -n "$m" save)" "$(< "$TMP/want")" "restored"
	check_eq "$(ovctl -n "$m" restore "$TMP/want")" "nothing to do" "again"
	log_test "save and restore"
}

# What a document does not say is none.
drift()
{
	ovctl -n "$n" save > "$TMP/want"
	must ovctl -n "$n" -b - <<-END
	underlay set s locator fd00:61::/64 srh full
	network set vpc underlay v
	remote set r2 vtep 192.0.2.2
	remote set r2 source fd00:62::/64 segs fd00:a::1
	remote set r3 segs none
	remote set r3 vtep none
	member del red remote r4
	member add red remote r4 sid fd00:4::1 sid-flood fd00:4::2
	member del red remote r2
	member add red remote r2 sid fd00:2::1
	END
	check_eq "$(ovctl -n "$n" restore "$TMP/want")" \
		"added 2 changed 4 removed 2 left-out 0" "restore"
	check_eq "$(ovctl -n "$n" save)" "$(< "$TMP/want")" "restored"
	log_test "restore takes back what was changed"
}

tests_run
