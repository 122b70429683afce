#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ovctl trace: it says what would happen, and nothing happens. The tests that need
# many packets are in dry.py, which speaks netlink itself; those of the words and
# of what is printed are here. COUNT=n (10000) and SEED=n are like_reality's.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	steps
	filled_in
	words_refused
	one_row
	json_is_the_same
	"ask leaves_nothing"
	"ask takes_no_tokens"
	"ask in_order"
	"ask bounded"
	"ask like_reality"
)

# what is printed; for SRv6 that is in srv6
VXLAN_ONLY=(steps filled_in words_refused one_row json_is_the_same "ask takes_no_tokens"
	"ask in_order" "ask bounded")

setup()
{
	need_tun
	setup_ns n1
	tester dry.py "$n1"
}

# trace WORDS...: what ovctl prints
trace() { ovctl -n "$n1" trace "$@" 2>&1; }

# shows WORDS...: the trace must print what is on standard input
shows()
{
	check_eq "$(trace "$@")" "$(cat)" "trace $*"
}

# Ports a and b, leg leg, remotes r2 and r3 in red (l2) and blue (l3).
bed()
{
	ask_quietly bed
}

# What the tester makes, without a line of its own.
ask_quietly()
{
	local line

	printf '%s\n' "$*" >&"${TESTER[1]}"
	while IFS= read -r line <&"${TESTER[0]}"; do
		case $line in
		"= ok")	return ;;
		"= "*)	check_err 1 "${line#= }"
			return ;;
		esac
	done 2> /dev/null
	check_err 1 "the tester died"
}

A=02:00:00:00:00:11
B=02:00:00:00:00:12
FAR=02:00:00:00:00:13

steps()
{
	bed
	shows red from t0 src $A dst $B <<-END
	in       network red src $A dst $B dev t0 ethertype 0x88b5 length 60
	guard
	learn    network red $A dev t0
	fdb      network red $B static dev t1
	sent     network red dev t1
	verdict  delivered
	END
	shows red from t0 src $A src 10.0.0.11 dst $FAR dst 10.0.0.13 tcp 443 <<-END
	in       network red src $A dst $FAR dev t0 ethertype 0x0800 length 60
	guard
	learn    network red $A dev t0
	fdb      network red $FAR static remote r2
	encap    underlay u vni 100 src 192.0.2.1 dst 192.0.2.2 sport 50000 port 4789 mtu 1450
	sent     network red remote r2
	verdict  delivered
	END
	shows red from t0 src $A src 10.0.0.11 dst 10.0.0.13 length 1600 <<-END
	in       network red src $A dst $FAR dev t0 ethertype 0x0800 length 1600
	guard
	learn    network red $A dev t0
	fdb      network red $FAR static remote r2
	mtu      ethertype 0x0800 length 1600 mtu 1450
	error    too-big
	sent     answer network red dev t0
	dropped  too_big network red
	verdict  dropped too_big
	END
	shows red from t0 src $A src 10.0.0.11 dst 10.0.0.13 ask <<-END
	in       network red src $A dst ff:ff:ff:ff:ff:ff dev t0 ethertype 0x0806 length 60
	guard
	learn    network red $A dev t0
	neigh    network red 10.0.0.13 lladdr $FAR static
	answer   network red 10.0.0.13 lladdr $FAR
	sent     answer network red dev t0
	verdict  answered
	END
	shows red from t0 src $A dst 01:80:c2:00:00:00 <<-END
	in       network red src $A dst 01:80:c2:00:00:00 dev t0 ethertype 0x88b5 length 60
	passed   dev t0
	verdict  passed
	END
	shows red from t0 src 03:00:00:00:00:01 dst $B <<-END
	in       network red src 03:00:00:00:00:01 dst $B dev t0 ethertype 0x88b5 length 60
	dropped  src_mac network red
	verdict  dropped src_mac
	END
	shows blue from t2 src 02:00:00:00:00:21 src 10.1.0.21 dst 10.2.0.9 udp 53 ttl 1 <<-END
	in       network blue src 02:00:00:00:00:21 dst 02:6f:76:6e:65:74 dev t2 ethertype 0x0800 length 60
	guard
	route    network blue 10.2.0.0/16 remote remote r2
	error    ttl
	sent     answer network blue dev t2
	dropped  ttl network blue
	verdict  dropped ttl
	END
	shows blue from remote r2 src 10.2.0.9 dst 10.1.0.21 <<-END
	in       network blue src 02:72:c0:00:02:02 dst 02:72:c0:00:02:01 remote r2 ethertype 0x0800 length 60
	guard
	route    network blue 10.1.0.21/32 device dev t2
	neigh    network blue 10.1.0.21 lladdr 02:00:00:00:00:21 static
	routed   network blue src 02:6f:76:6e:65:74 dst 02:00:00:00:00:21
	sent     network blue dev t2
	verdict  delivered
	END
	shows red from t0 src $A dst 02:00:00:00:00:77 <<-END
	in       network red src $A dst 02:00:00:00:00:77 dev t0 ethertype 0x88b5 length 60
	guard
	learn    network red $A dev t0
	no-fdb   network red 02:00:00:00:00:77
	flood    network red
	sent     network red dev t1
	encap    underlay u vni 100 src 192.0.2.1 dst 192.0.2.2 sport 50000 port 4789 mtu 1450
	sent     network red remote r2
	encap    underlay u vni 100 src fd00:2::1 dst fd00:2::3 sport 50000 port 4789 mtu 1430
	sent     network red remote r3
	verdict  delivered
	END
	log_test "trace: each table, the row found, and the verdict, a line each"
}

# What the endpoint would know, the tables know.
filled_in()
{
	local out

	bed
	must ovctl -n "$n1" binding add t0 mac $A ip 10.0.0.11
	must ovctl -n "$n1" binding add t0 mac $A ip fd00:10::11
	out=$(trace red from t0 dst 10.0.0.13 udp 53)
	check_match "$out" "^in .* src $A dst $FAR .*verdict +delivered$" "by binding and neighbour"
	out=$(trace red from t0 dst fd00:10::13)
	check_match "$out" "^in .* src $A dst $FAR .* 0x86dd .*verdict +delivered$" "IPv6"
	out=$(trace red from t0 dst fd00:10::13 ask)
	check_match "$out" "^in .* dst 33:33:ff:00:00:13 .*answer .* fd00:10::13 lladdr $FAR" "solicitation"
	out=$(trace red from t0 dst 10.0.0.1)
	check_match "$out" "dst 02:6f:76:6e:65:74 .*gateway +network red 10.0.0.1.*verdict +answered$" "gateway"
	out=$(trace red from t0 dst 10.1.0.21)
	check_match "$out" "dst 02:6f:76:6e:65:74 .*route +network blue 10.1.0.21/32 device dev t2" "by the gateway"
	out=$(trace red from t0 dst 224.0.0.251)
	check_match "$out" "dst 01:00:5e:00:00:fb .*flood " "a group"
	out=$(trace red from t0 src 10.0.0.99 dst 10.0.0.13)
	check_match "$out" "no binding, neighbour or FDB row says|dropped +spoof_ip" "another address"
	out=$(trace red from t0 src $A src 10.0.0.99 dst 10.0.0.13)
	check_match "$out" "verdict +dropped spoof_ip$" "a forged address"
	out=$(trace red from remote r2 src 10.0.0.13 dst 10.0.0.11)
	check_match "$out" "^in .* src $FAR dst $A remote r2 .*" "from a remote, by neighbours"
	out=$(trace red from leg dst 10.0.0.13)
	check_match "$out" "^in .* src 02:00:00:00:00:0a dst $FAR dev leg .*verdict +delivered$" "from a leg"
	must ovctl -n "$n1" binding del t0 mac $A ip 10.0.0.11
	must ovctl -n "$n1" binding del t0 mac $A ip fd00:10::11
	log_test "trace: addresses that are not said come from bindings, neighbours and the gateway"
}

words_refused()
{
	local re out

	bed
	while IFS='|' read -r words re; do
		# shellcheck disable=SC2086	# words
		out=$(ovctl -n "$n1" trace $words 2>&1)
		check_eq $? 1 "status of: trace $words: $out"
		check_match "$out" "$re" "trace $words"
	done <<-END
	|expected NETWORK after "trace"
	red|expected "from" and where
	red from|expected a device, or remote
	red from nowhere dst 10.0.0.1|there is no device "nowhere"
	red from t0|"dst" and an address, or "frame", is missing
	red from t0 dst|expected a MAC or an IP address
	red from t0 dst red|"red" is neither a MAC nor an IP address
	red from t0 dst 10.0.0.1 dst 10.0.0.2|the second of its kind
	red from t0 src fd00::1 dst 10.0.0.1|not of one family
	red from t0 src 10.0.0.1 dst $B|src and dst are not of one family
	red from t0 dst $B tcp 5|dst: an IP address is missing
	red from t0 dst 10.0.0.1 tcp 5 udp 6|one of tcp, udp, icmp and ask
	red from t0 dst 10.0.0.1 tcp 70000|not a number from 0 to 65535
	red from t0 src $A src 10.0.0.11 dst 10.0.0.13 length 20|the headers alone are longer than 20 bytes
	red from t0 dst 10.0.0.1 loud|"loud" is not known here, expected src, dst
	red from t0 frame 0123|not 14 to 10240 bytes
	red from t0 frame 0123456789abcdef0123456789axxx|not 14 to 10240 bytes
	blue from t2 dst 10.9.0.1|no binding, neighbour or FDB row says which MAC
	red from t1 dst 10.0.0.13|says which IP address sends it
	red from t1 src $B src 10.0.0.12 dst 10.0.0.77|no neighbour says which MAC address it has
	END
	while IFS='|' read -r words re; do
		# shellcheck disable=SC2086	# words
		out=$(ovctl -n "$n1" trace $words 2>&1)
		check_eq $? 2 "status of: trace $words: $out"
		check_match "$out" "$re" "trace $words"
	done <<-END
	pink from t0 src $A dst $B|There is no such network|no network
	red from t2 src $A dst $B|Port t2 is in network blue
	red from wire src $A dst $B|neither a port nor a leg
	red from remote r9 src $A dst $B|r9|remote
	END
	log_test "trace: words that make no sense, and what the kernel refuses, are refused with a reason"
}

# "get" answers as the packet path would: the longest prefix, the very row.
one_row()
{
	bed
	must ovctl -n "$n1" route add blue 10.2.7.0/24 prohibit
	check_eq "$(ovctl -n "$n1" route get blue 10.2.6.9)" "blue 10.2.0.0/16 remote r2" "the shorter"
	check_eq "$(ovctl -n "$n1" route get blue 10.2.7.9)" "blue 10.2.7.0/24 prohibit" "the longer"
	check_eq "$(ovctl -n "$n1" -j route get blue 10.1.0.21 | jq -r '.[0].ifname')" t2 "a host's"
	refused "No route of network blue covers it" ovctl -n "$n1" route get blue 10.3.0.1
	check_match "$(ovctl -n "$n1" neigh get red fd00:10::13)" "^red fd00:10::13 .*$FAR static" "neighbour"
	refused "Network red has no neighbour" ovctl -n "$n1" neigh get red 10.0.0.99
	check_match "$(ovctl -n "$n1" fdb get red $FAR)" "^$FAR network red remote r2 static" "FDB row"
	refused "Network red has no row for" ovctl -n "$n1" fdb get red 02:00:00:00:00:77
	log_test "get: the row that a packet would find, or that there is none"
}

json_is_the_same()
{
	local got

	bed
	got=$(ovctl -n "$n1" -j trace red from t0 src $A dst $FAR |
		jq -c '.[0] | [."network-name", .ifname, .verdict, [.step[] | .kind]], (.step[3, 4] | [."fdb-state", ."remote-name", .addr4, .vni])')
	check_eq "$got" '["red","t0","delivered",["in","guard","learn","fdb","encap","sent"]]
["static","r2",null,null]
[null,null,"192.0.2.2",100]' "JSON"
	log_test "trace: -j has the same steps, by the names of the specification"
}

tests_run
