#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ovctl doctor: a node that is well, then one fault after the other: it is named,
# and the command that is said with it mends it.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib/way.sh"

TESTS=(
	healthy
	statuses
	other_way
	drop_counters
	underlay_down no_carrier
	no_address
	no_route unreachable route_loop
	rp_filter
	mtu_ipv6 mtu_ports mtu_path
	remote_down many remote_lost remote_unheard
	no_underlay
	port_blocked port_down unbound
	leg_down
	prefix_leg prefix_gateway prefix_locator
	limit
	seg6
	"firewall inet" "firewall ip" firewall_rule firewall_order
	taken_by_vxlan taken_by_program
	checksum
	not_loaded
)

setup()
{
	way_setup
	# what endpoints send fits
	must ip -n "$n1" link set dev eth0 mtu 1600
	must ip -n "$n2" link set dev eth0 mtu 1600
	must ip -n "$mid" link set dev eth0 mtu 1600
	must ip -n "$mid" link set dev eth1 mtu 1600
	reach "$a4" "$b4" 10.0.0.12
	reach "$a6" "$b6" fd00:10::12
}

# findings CHECK [NODE]: in JSON, one a line
findings()
{
	ovctl -n "${2-$n1}" -j doctor | jq -c --arg c "$1" '.[] | select(.check == $c)'
}

# well CHECK [NODE]: it finds nothing
well()
{
	local out

	out=$(findings "$@")
	[ -z "$out" ]
	check_err $? "$1 finds: $out"
}

is_well() { [ -z "$(findings "$@")" ]; }
is_ill() { [ -n "$(findings "$@")" ]; }

# ill CHECK SEVERITY OBJECT WHAT DO [NODE]: it finds that, by regular
# expressions; $MEND is the command
ill()
{
	local out

	out=$(findings "$1" "${6-$n1}" | head -n 1)
	MEND=$(jq -r .do <<< "$out")
	check_match "$(jq -r .severity <<< "$out")" "^$2$" "$1: severity of $out"
	check_match "$(jq -r .object <<< "$out")" "^$3$" "$1: object of $out"
	check_match "$(jq -r .what <<< "$out")" "$4" "$1: what"
	check_match "$MEND" "^$5$" "$1: command"
}

# tried FROM ADDRESS CHECK: a ping, and then the check finds something
tried()
{
	in_ns "$1" ping -n -c 1 -W 0.3 "$2" > /dev/null 2>&1
	is_ill "$3"
}

# mend [WORD VALUE]...: run the command, with values for what it cannot know
mend()
{
	while [ $# -gt 0 ]; do
		MEND=${MEND//"$1"/$2}
		shift 2
	done
	must in_ns "$n1" bash -c "$MEND"
}

# What a device that was down has lost.
eth0_again()
{
	must ip -n "$n1" addr replace fd00:2::1/64 dev eth0 nodad
	must ip -n "$n1" route replace default via 192.0.2.254
	must ip -n "$n1" -6 route replace default via fd00:2::fe
	reach "$a6" "$b6" fd00:10::12
}

healthy()
{
	check_match "$(ovctl -n "$n1" doctor 2>&1)" "^ovctl doctor: nothing found \([0-9]+ checks\)$" "text"
	check_eq "$(ovctl -n "$n1" -j doctor 2>&1)" "[]" "JSON"
	log_test "U15: doctor: a node that is well"
}

statuses()
{
	local out

	must ovctl -n "$n1" doctor
	must ovctl -n "$n1" remote set r state down
	out=$(ovctl -n "$n1" doctor 2>&1)
	check_eq $? 3 "status of findings"
	check_match "$out" "^warning: remote r: it is set down: .*"$'\n'"        do: ovctl remote set r state up$" "text"
	must ovctl -n "$n1" remote set r state up
	out=$(ovctl -n "$n1" doctor now 2>&1)
	check_eq $? 1 "status of a word too many"
	check_match "$out" '"now" is too much' "word"
	log_test "U15: doctor: exit statuses, text"
}

underlay_down()
{
	well underlay-down
	must ip -n "$n1" link set dev eth0 down
	ill underlay-down error "underlay u4" "eth0 is down" "ip link set dev eth0 up"
	mend
	eth0_again
	well underlay-down
	log_test "U15: doctor: underlay-down: device down"
}

no_carrier()
{
	must ip -n "$mid" link set dev eth0 down
	wait_until "no finding" is_ill underlay-down
	ill underlay-down error "underlay u4" "eth0 has no carrier" "ip -d link show dev eth0"
	mend
	must ip -n "$mid" link set dev eth0 up
	must ip -n "$mid" addr replace fd00:2::fe/64 dev eth0 nodad
	must ip -n "$mid" addr replace fe80::1/64 dev eth0 nodad
	wait_until "still found" is_well underlay-down
	eth0_again
	log_test "U15: doctor: underlay-down: no carrier"
}

no_address()
{
	well underlay-address
	must ip -n "$n1" addr del 192.0.2.1/24 dev eth0
	ill underlay-address error "underlay u4" "no device has its address 192.0.2.1" \
		"ip addr add 192.0.2.1/LEN dev [A-Za-z0-9]+"
	mend LEN 24 DEV eth0
	eth0_again
	well underlay-address
	log_test "U15: doctor: underlay-address"
}

no_route()
{
	well no-route
	must ip -n "$n1" route del default
	ill no-route error "remote r" "u4 there is no route to 198.51.100.2" \
		"ip route replace 198.51.100.2/32 via GATEWAY dev eth0"
	mend GATEWAY 192.0.2.254
	well no-route
	reach "$a4" "$b4" 10.0.0.12
	must ip -n "$n1" route del 198.51.100.2
	eth0_again
	log_test "U15: doctor: no-route"
}

unreachable()
{
	must ip -n "$n1" -6 route add unreachable fd00:4::2
	ill no-route error "remote r" "u6 there is no route to fd00:4::2" \
		"ip route replace fd00:4::2/128 via GATEWAY dev eth0"
	must ip -n "$n1" -6 route del unreachable fd00:4::2
	mend GATEWAY fd00:2::fe
	well no-route
	must ip -n "$n1" -6 route del fd00:4::2
	log_test "U15: doctor: no-route: one that says no"
}

# An underlay that no network of a remote uses says nothing of the way to it.
other_way()
{
	must ip -n "$n1" link add d0 up type veth peer name d1
	must ip -n "$n1" link set dev d1 up
	must ip -n "$n1" addr add 203.0.113.1/24 dev d0
	must ovctl -n "$n1" underlay add u5 vxlan 203.0.113.1 dev d0 port 4790
	must ovctl -n "$n1" remote add s vxlan 203.0.113.2
	must in_ns "$n1" sysctl -q -w net.ipv4.conf.d0.rp_filter=1
	must ip -n "$n1" -4 route add unreachable default metric 10
	check_eq "$(ovctl -n "$n1" -j doctor)" "[]" "nothing uses u5"
	must ovctl -n "$n1" network add red5 id 105 underlay u5
	must ovctl -n "$n1" member add red5 remote r
	ill rp-filter warning "remote r" "come by d0" ".*"
	must ip -n "$n1" route del unreachable default
	must ovctl -n "$n1" network del red5 force
	must ovctl -n "$n1" remote del s
	must ovctl -n "$n1" underlay del u5
	must ip -n "$n1" link del d0
	log_test "U15: doctor: no-route, rp-filter: underlays that a remote's networks use"
}

route_loop()
{
	well route-loop
	must ip -n "$n1" link add leg up type ovnet id 104
	must ip -n "$n1" route add 198.51.100.2 dev leg
	ill route-loop error "remote r" "198.51.100.2 goes by leg, which is a leg or port of ovnet" \
		"ip route replace 198.51.100.2/32 via GATEWAY dev eth0"
	mend GATEWAY 192.0.2.254
	well route-loop
	must ip -n "$n1" route replace 198.51.100.2 dev a4
	ill route-loop error "remote r" "198.51.100.2 goes by a4" ".*"
	must ip -n "$n1" route del 198.51.100.2
	must ip -n "$n1" link del leg
	well route-loop
	log_test "U15: doctor: route-loop: a leg, a port"
}

# packets of r's that n1 has taken
heard() { ovctl -n "$n1" -j remote show r | jq '.[0].stats."rx-packets" // .[0]."rx-packets"'; }

heard_more()
{
	in_ns "$b4" ping -n -c 1 -W 0.3 10.0.0.11 > /dev/null 2>&1
	[ "$(heard)" -gt "$1" ]
}

rp_filter()
{
	local before

	must in_ns "$n1" sysctl -q -w net.ipv4.conf.eth0.rp_filter=1
	well rp-filter
	must ip -n "$n1" link add d0 up type veth peer name d1
	must ip -n "$n1" link set dev d1 up
	must ip -n "$n1" route add 198.51.100.2 dev d0
	ill rp-filter warning "remote r" "come by eth0, the route back to it leaves by d0" \
		"sysctl -w net.ipv4.conf.eth0.rp_filter=2"
	before=$(heard)
	no_reply "$b4" 10.0.0.11
	check_eq "$(heard)" "$before" "packets that are taken, strict"
	mend
	well rp-filter
	wait_until "nothing is taken either way" heard_more "$before"
	must ip -n "$n1" link del d0
	log_test "U15: doctor: rp-filter"
}

mtu_ipv6()
{
	well underlay-mtu
	must ip -n "$n1" link set dev eth0 mtu 1300
	ill underlay-mtu error "network red4" "eth0 takes 1300 bytes, which leaves 1250" \
		"ip link set dev eth0 mtu 1330"
	mend
	check_eq "$(findings underlay-mtu | grep -c red4)" 0 "red4"
	must ip -n "$n1" link set dev eth0 mtu 1600
	well underlay-mtu
	log_test "U15: doctor: underlay-mtu: no room for IPv6"
}

mtu_ports()
{
	well port-mtu
	must ip -n "$n1" link set dev eth0 mtu 1500
	ill port-mtu warning "network red4" "a4 has MTU 1500, and 1450 fits" \
		"ip link set dev eth0 mtu 1550"
	mend
	check_eq "$(findings port-mtu | grep -c red4)" 0 "red4"
	ill port-mtu warning "network red6" "a6 has MTU 1500, and 1480 fits" \
		"ip link set dev eth0 mtu 1570"
	mend
	well port-mtu
	must ip -n "$n1" link set dev eth0 mtu 1600
	log_test "U15: doctor: port-mtu"
}

# a4's large packets are answered, after which the check finds something
large_ping()
{
	in_ns "$a4" ping -n -c 1 -W 1 -s 1400 -M "do" 10.0.0.12 2>&1
	is_ill path-mtu
}

mtu_path()
{
	well path-mtu
	far 1400
	wait_until "nothing learned" large_ping
	ill path-mtu warning "remote r" "packets of 1400 bytes and eth0 sends up to 1600" \
		"ip link set dev eth0 mtu 1400"
	mend
	well path-mtu
	far 1600
	must ip -n "$n1" link set dev eth0 mtu 1600
	must ovctl -n "$n1" remote set r vtep 198.51.100.2,fd00:4::2
	must in_ns "$a4" ip route flush cache
	well path-mtu
	log_test "U15: doctor: path-mtu"
}

remote_down()
{
	well remote-down
	must ovctl -n "$n1" remote set r state down
	ill remote-down warning "remote r" "set down" "ovctl remote set r state up"
	mend
	well remote-down
	reach "$a4" "$b4" 10.0.0.12
	log_test "U15: doctor: remote-down"
}

many()
{
	local i out

	for i in {1..11}; do
		echo "remote add x$i vxlan 198.51.100.$((i + 100)) state down"
	done > "$TMP/batch"
	must ovctl -n "$n1" -b "$TMP/batch"
	out=$(ovctl -n "$n1" doctor)
	check_eq "$(grep -c '^warning: remote x' <<< "$out")" 8 "findings in text"
	check_eq "$(grep '^and ' <<< "$out")" "and 3 more of that (remote-down), all with -j" "the rest"
	check_eq "$(findings remote-down | wc -l)" 11 "findings in JSON"
	for i in {1..11}; do
		echo "remote del x$i"
	done > "$TMP/batch"
	must ovctl -n "$n1" -b "$TMP/batch"
	well remote-down
	log_test "U15: doctor: many findings"
}

remote_lost()
{
	well remote-silent
	must in_ns "$mid" nft -f - <<-END
	table inet closed { chain forward { type filter hook forward priority 0; udp dport 4789 drop; }; }
	END
	must ovctl -n "$n1" remote set r probe-interval 1
	wait_until "not lost" is_ill remote-silent
	ill remote-silent error "remote r" "three probes unanswered" "ovctl probe r"
	must in_ns "$mid" nft delete table inet closed
	mend
	wait_until "still lost" is_well remote-silent
	must ovctl -n "$n1" remote set r probe-interval 0
	log_test "U15: doctor: remote-silent: lost"
}

remote_unheard()
{
	must ovctl -n "$n1" remote add q vxlan 198.51.100.9
	must ovctl -n "$n1" member add red4 remote q
	well remote-silent
	wait_until "nothing is found" tried "$a4" 10.0.0.77 remote-silent
	ill remote-silent warning "remote q" "packets were sent to it and none has come" "ovctl probe q"
	must ovctl -n "$n1" remote del q force
	well remote-silent
	log_test "U15: doctor: remote-silent: never heard"
}

no_underlay()
{
	well no-underlay
	must ovctl -n "$n1" network set red4 underlay none
	ill no-underlay error "network red4" "no underlay" "ovctl network set red4 underlay u4"
	mend
	well no-underlay
	reach "$a4" "$b4" 10.0.0.12
	log_test "U15: doctor: no-underlay"
}

port_blocked()
{
	well port-state
	must ovctl -n "$n1" port set a4 state blocked
	ill port-state warning "port a4" "blocked" "ovctl port set a4 state open"
	mend
	well port-state
	log_test "U15: doctor: port-state: blocked"
}

port_down()
{
	must ip -n "$n1" link set dev a4 down
	ill port-state error "port a4" "its device is down" "ip link set dev a4 up"
	mend
	well port-state
	log_test "U15: doctor: port-state: down"
}

unbound()
{
	must ovctl -n "$n1" network set red4 secure on
	ill port-state error "port a4" "no bindings" "ovctl binding add a4 mac MAC ip ADDR"
	mend MAC 02:00:00:00:00:11 ADDR 10.0.0.11
	well port-state
	must ovctl -n "$n1" network set red4 secure off
	must ovctl -n "$n1" binding del a4 mac 02:00:00:00:00:11 ip 10.0.0.11
	well port-state
	log_test "U15: doctor: port-state: no bindings"
}

leg_down()
{
	well leg-down
	must ip -n "$n1" link add leg type ovnet id 104
	ill leg-down warning "leg leg" "it is down" "ip link set dev leg up"
	mend
	well leg-down
	must ip -n "$n1" link del leg
	log_test "U15: doctor: leg-down"
}

prefix_leg()
{
	must ip -n "$n1" link add leg up type ovnet id 104
	must ip -n "$n1" addr add 10.0.0.1/24 dev leg
	well prefix
	must ip -n "$n1" addr add 192.0.2.77/28 dev leg
	ill prefix warning "leg leg" "192.0.2.77/28 overlaps with 192.0.2.1/24 of eth0" \
		"ip addr del 192.0.2.77/28 dev leg"
	mend
	well prefix
	must ip -n "$n1" link del leg
	log_test "U15: doctor: prefix: a leg's"
}

prefix_gateway()
{
	must ovctl -n "$n1" network set red4 gateway 192.0.2.200/24
	well prefix
	must ip -n "$n1" link add leg up type ovnet id 104
	ill prefix warning "network red4" "192.0.2.200/24, overlaps with 192.0.2.1/24 of eth0" \
		"ovctl network set red4 gateway ADDR/LEN"
	mend ADDR/LEN 10.0.0.254/24
	well prefix
	must ip -n "$n1" link del leg
	must ovctl -n "$n1" network set red4 gateway none
	log_test "U15: doctor: prefix: a gateway's, if the host has a leg there"
}

prefix_locator()
{
	must ovctl -n "$n1" underlay add us srv6 fd00:5:1::/48 source fd00:5:1::1
	must ip -n "$n1" addr add fd00:5:1::1/128 dev eth0 nodad
	well prefix
	must ip -n "$n1" addr add fd00:5:1:7::1/64 dev eth0 nodad
	ill prefix warning "underlay us" "fd00:5:1:7::1 is in its locator" \
		"ip addr del fd00:5:1:7::1/64 dev eth0"
	mend
	well prefix
	must ip -n "$n1" addr del fd00:5:1::1/128 dev eth0
	must ovctl -n "$n1" underlay del us
	log_test "U15: doctor: prefix: a locator's"
}

limit()
{
	local learned

	reach "$a4" "$b4" 10.0.0.12
	well limit
	learned=$(json "$n1" '.[] | select(.name == "red4") | ."fdb-learned"' network)
	must ovctl -n "$n1" network set red4 fdb-max "$learned"
	ill limit error "network red4" "$learned of at most $learned learned FDB rows" \
		"ovctl network set red4 fdb-max $((2 * learned))"
	mend
	well limit
	must ovctl -n "$n1" network set red4 fdb-max 65536
	log_test "U15: doctor: limit"
}

seg6()
{
	must ovctl -n "$n1" underlay add us srv6 fd00:5:1::/48 source fd00:2::1
	must ip -n "$n1" -6 route add fd00:6::/64 encap seg6local action End dev eth0
	well seg6
	must ip -n "$n1" -6 route add fd00:5:1:7::/64 encap seg6local action End dev eth0
	ill seg6 error "underlay us" "takes fd00:5:1:7::/64 out of its locator" \
		"ip -6 route del fd00:5:1:7::/64"
	mend
	well seg6
	must ip -n "$n1" -6 route del fd00:6::/64
	must ovctl -n "$n1" underlay del us
	log_test "U15: doctor: seg6"
}

# firewall FAMILY: all is dropped that is not accepted
firewall()
{
	well firewall
	must in_ns "$n1" nft -f - <<-END
	table $1 fw { chain in { type filter hook input priority 0; policy drop; tcp dport 22 accept; }; }
	END
	ill firewall warning "underlay u4" "table $1 fw chain in, drops what no rule accepts" \
		"nft insert rule $1 fw in udp dport 4789 accept"
	mend
	well firewall
	must in_ns "$n1" nft delete table "$1" fw
	log_test "U15: doctor: firewall: policy drop, $1"
}

firewall_rule()
{
	must in_ns "$n1" nft -f - <<-END
	table inet fw { chain pre { type filter hook prerouting priority 0;
		udp dport 53 drop; counter; udp dport 4789 counter drop; }; }
	END
	ill firewall error "underlay u4" "table inet fw chain pre, drops what comes to its UDP port 4789" \
		"nft delete rule inet fw pre handle [0-9]+"
	no_reply "$a4" 10.0.0.12
	mend
	well firewall
	reach "$a4" "$b4" 10.0.0.12
	must in_ns "$n1" nft delete table inet fw
	log_test "U15: doctor: firewall: a rule"
}

# What may be accepted is not complained of; what is dropped after that, neither.
firewall_order()
{
	local rules

	for rules in 'udp dport 4789 accept; drop' 'udp dport { 53, 4789 } accept; drop' \
		'jump more; drop' 'accept; udp dport 4789 drop' 'ip saddr 203.0.113.1 udp dport 4789 drop'; do
		must in_ns "$n1" nft -f - <<-END
		table inet fw { chain more { udp dport 4789 accept; }
			chain in { type filter hook input priority 0; $rules; }; }
		END
		well firewall
		must in_ns "$n1" nft delete table inet fw
	done
	must in_ns "$n1" nft -f - <<-END
	table inet fw { chain in { type filter hook input priority 0; tcp dport 22 accept; reject; }; }
	END
	ill firewall warning "underlay u4" "drops what no rule accepts" ".*"
	must ovctl -n "$n1" node set underlay-hooks off
	well firewall
	must ovctl -n "$n1" node set underlay-hooks auto
	must in_ns "$n1" nft delete table inet fw
	log_test "U15: doctor: firewall: the order of rules, and what goes past them"
}

taken_by_vxlan()
{
	setup_ns n3
	well port-taken "$n3"
	must ip -n "$n3" link add vx up type vxlan id 7 local 192.0.2.3 dstport 4789
	ill port-taken warning "" "UDP port 4789 is taken by vxlan device vx" \
		"ovctl underlay add NAME vxlan ADDR shared" "$n3"
	must ovctl -n "$n3" underlay add u vxlan 192.0.2.3 shared
	well port-taken "$n3"
	cleanup_ns "$n3"
	log_test "U15: doctor: port-taken by a vxlan device"
}

taken_by_program()
{
	local pid

	setup_ns n3
	nsenter --net="/run/netns/$n3" socat -u UDP4-RECV:4789 - > /dev/null &
	pid=$!
	defer stop $pid
	wait_until "nobody listens" is_ill port-taken "$n3"
	ill port-taken warning "" "UDP port 4789 is taken by socat \(pid $pid\)" \
		"ovctl underlay add NAME vxlan ADDR port 4790" "$n3"
	must ovctl -n "$n3" underlay add u vxlan 192.0.2.3 port 4790
	well port-taken "$n3"
	stop $pid
	cleanup_ns "$n3"
	log_test "U15: doctor: port-taken by a program"
}

# Counters stay.
checksum()
{
	well checksum
	must ovctl -n "$n2" underlay set u6 csum6-tx off
	wait_until "nothing is found" tried "$a6" fd00:10::12 checksum
	ill checksum warning ".*" "checksum" ".*"
	MEND=$(findings checksum | jq -r 'select(.object == "drops outer_checksum").do')
	check_eq "$MEND" "ovctl underlay set NAME csum6-rx off" "command"
	mend NAME u6
	reach "$a6" "$b6" fd00:10::12
	must ovctl -n "$n2" underlay set u6 csum6-tx on
	log_test "U15: doctor: checksum"
}

drop_counters()
{
	well drops
	must ovctl -n "$n1" remote set r vtep 198.51.100.7
	wait_until "nothing is found" tried "$b4" 10.0.0.11 drops
	ill drops warning "drops unknown_remote" "[0-9]+ packets since the module was loaded came from addresses that no remote has" \
		"ovctl remote add NAME vxlan ADDR"
	mend NAME back ADDR 198.51.100.2
	must ovctl -n "$n1" member add red4 remote back
	reach "$a4" "$b4" 10.0.0.12
	must ovctl -n "$n1" remote del back force
	must ovctl -n "$n1" remote set r vtep 198.51.100.2,fd00:4::2
	reach "$a4" "$b4" 10.0.0.12
	log_test "U15: doctor: drops"
}

not_loaded()
{
	local out

	cleanup_all_ns
	wait_until "the module has users" module_users_are 0
	must rmmod ovnet
	out=$(ovctl -j doctor)
	check_eq $? 3 "exit status"
	check_eq "$(jq -r '.[0] | [.check, .severity, .object, .do] | join(",")' <<< "$out")" \
		"loaded,error,module ovnet,modprobe ovnet" "finding"
	[ ! -d /sys/module/ovnet ]
	check_err $? "the doctor has loaded it"
	must modprobe ovnet
	check_eq "$(ovctl -j doctor)" "[]" "afterwards"
	log_test "U15: doctor: not loaded"
}

tests_run
