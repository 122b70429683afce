#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Routes with several remotes: what part of the flows each gets, and that a flow
# stays where it is; what looks at packets is in ecmp.py. Transit routes.
# shellcheck disable=SC2046,SC2086,SC2154,SC2317	# words, namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"ask weights 4" "ask weights 6"
	"ask stays 4" "ask stays 6"
	"ask fragments 4" "ask fragments 6"
	"ask down"
	"ask all_down"
	"ask leaves"
	"ask joins"
	"ask beside_one"
	connects
	shown
	saved
	wrong_words
	used
	"transit 4" "transit 6"
	transit_shared
	not_transit
	transit_trace
	transit_loop
	transit_saved
)

# a, on node 1, sends to the prefixes 10.50.0.0/16 and fd00:50::/32, which nodes 2
# to 4 have; b2 and b3 have an address of it.
setup()
{
	local i node

	setup_underlay 4
	setup_nodes 4
	for i in 1 2 3 4; do
		node_of $i
		must ovctl -n "$node" network add blue id 200 type l3 underlay u gateway "10.40.$i.1/24" gateway "fd00:40:$i::1/64"
	done
	pod a 1
	pod b2 2 10.50.0.9
	pod b3 3 10.50.0.9
	must ovctl -n "$n1" route add blue 10.40.2.0/24 remote r2
	must ovctl -n "$n2" route add blue 10.40.1.0/24 remote r1
	must ovctl -n "$n3" route add blue 10.40.1.0/24 remote r1
	for i in 2 3 4; do
		must in_ns "$n1" ping -n -c 1 -w 5 192.0.2.$i
		must in_ns "$n1" ping -n -c 1 -w 5 fd00:2::$i
	done
	tester ecmp.py "$n1" "$a" "$wire"
}

# pod NAME NODE [ADDRESS]: an endpoint with 10.40.NODE.11 and fd00:40:NODE::11
pod()
{
	local name=$1 i=$2 node mac=02:00:00:00:0$2:11 address
	local -n self=$name

	node_of "$i"
	setup_ns "$name"
	must ip link add name "$name" netns "$node" type veth \
		peer name eth0 netns "$self"
	must ip -n "$self" -b - <<-END
	link set eth0 address $mac up
	addr add 10.40.$i.11/24 dev eth0
	addr add fd00:40:$i::11/64 dev eth0 nodad
	route add default via 10.40.$i.1
	route add default via fd00:40:$i::1
	END
	must ip -n "$node" link set dev "$name" up
	must ovctl -n "$node" port add "$name" network blue state open
	for address in "10.40.$i.11" "fd00:40:$i::11" ${3+"$3"}; do
		must ovctl -n "$node" route add blue "$address" dev "$name"
		must ovctl -n "$node" neigh add blue "$address" lladdr "$mac"
	done
	[ -z "${3-}" ] || must ip -n "$self" addr add "$3/32" dev eth0
}

# Wherever a connection goes, it is whole.
connects()
{
	local n out

	must ovctl -n "$n1" route replace blue 10.50.0.0/16 remote r2 remote r3
	listen "$b2"
	listen "$b3"
	for ((n = 0; n < 24; n++)); do
		out=$(busywait 5000 in_ns "$a" nc -n -z -w 2 10.50.0.9 7007)
		check_err $? "connection $n: $out"
	done
	transfer "$a" "$b2" 10.40.2.11 1
	log_test "TCP over a route with two remotes"
}

# routes [OPTION...]: that with several remotes, as text
routes() { ovctl -n "$n1" "$@" route show blue dst 10.50.0.0/16; }

shown()
{
	must ovctl -n "$n1" route replace blue 10.50.0.0/16 remote r3 weight 2 remote r2 remote r4 weight 256
	check_eq "$(routes)" "blue 10.50.0.0/16 remote r3 weight 2 remote r2 weight 1 remote r4 weight 256" "route"
	check_eq "$(routes -j | jq -c '.[0].nexthop | map([.["remote-name"], .weight])')" \
		'[["r3",2],["r2",1],["r4",256]]' "JSON"
	check_eq "$(routes -j | jq '[.[0].nexthop[].buckets] | add')" 128 "buckets"
	check_match "$(routes -d)" "remote r2 weight 1 remote-id [0-9]+ buckets 1 " "details"
	check_eq "$(ovctl -n "$n1" route show remote r4 | wc -l)" 1 "routes to r4"
	check_eq "$(ovctl -n "$n1" route show remote r2 type remote | wc -l)" 2 "routes to r2"
	must ovctl -n "$n1" route replace blue 10.50.0.0/16 remote r3 weight 7
	check_eq "$(routes)" "blue 10.50.0.0/16 remote r3 weight 7" "one with a weight"
	must ovctl -n "$n1" route replace blue 10.50.0.0/16 remote r3
	check_eq "$(routes)" "blue 10.50.0.0/16 remote r3" "one without"
	log_test "a route with several remotes is shown as it was said"
}

saved()
{
	must ovctl -n "$n1" route replace blue 10.50.0.0/16 remote r3 weight 2 remote r2
	ovctl -n "$n1" save > "$TMP/saved"
	check_eq "$(ovctl -n "$n1" restore exact "$TMP/saved")" "nothing to do" "nothing has changed"
	for other in "remote r2" "remote r3 weight 2 remote r2 weight 2" "remote r2 remote r3 weight 2" blackhole; do
		# words
		# shellcheck disable=SC2086
		must ovctl -n "$n1" route replace blue 10.50.0.0/16 $other
		check_eq "$(ovctl -n "$n1" restore exact "$TMP/saved")" "added 0 changed 1 removed 0 left-out 0" "$other"
		check_eq "$(routes)" "blue 10.50.0.0/16 remote r3 weight 2 remote r2 weight 1" "$other"
	done
	must ovctl -n "$n1" route del blue 10.50.0.0/16
	check_eq "$(ovctl -n "$n1" restore exact "$TMP/saved")" "added 1 changed 0 removed 0 left-out 0" "removed"
	ovctl -n "$n1" save | cmp - "$TMP/saved"
	check_err $? "saved again it is another"
	log_test "a route with several remotes is saved and restored"
}

wrong_words()
{
	local route="ovctl -n $n1 route replace blue 10.50.0.0/16"

	must ovctl -n "$n1" route replace blue 10.50.0.0/16 remote r3 remote r2
	refused "Remote r2 is given twice: say its weight once" $route remote r2 remote r3 remote r2
	refused "There is no remote nobody" $route remote r2 remote nobody
	refused "is not a number from 1 to 256" $route remote r2 weight 0
	refused "is not a number from 1 to 256" $route remote r2 weight 257
	refused "\"dev\" is too much" $route remote r2 remote r3 dev a
	check_eq "$(routes)" "blue 10.50.0.0/16 remote r3 weight 1 remote r2 weight 1" "what there is"
	log_test "what cannot be is refused, and nothing changes"
}

used()
{
	must ovctl -n "$n1" route replace blue 10.50.0.0/16 remote r3 remote r4
	refused "1 routes point to it: ovctl route del, or force" ovctl -n "$n1" remote del r4
	must ovctl -n "$n1" route del blue 10.50.0.0/16
	must ovctl -n "$n1" remote del r4
	must ovctl -n "$n1" remote add r4 $(remote_of 4)
	log_test "a remote is in use while it is one of several"
}

# hub: nodes 1 and 3 reach each other by node 2
hub()
{
	must ovctl -n "$n1" -b - <<-END
	route replace blue 10.40.3.0/24 remote r2
	route replace blue fd00:40:3::/64 remote r2
	END
	must ovctl -n "$n2" -b - <<-END
	route replace blue 10.40.3.0/24 remote r3 transit
	route replace blue fd00:40:3::/64 remote r3 transit
	route replace blue 10.40.1.0/24 remote r1 transit
	route replace blue fd00:40:1::/64 remote r1 transit
	END
	must ovctl -n "$n3" -b - <<-END
	route replace blue 10.40.1.0/24 remote r2
	route replace blue fd00:40:1::/64 remote r2
	END
}

# transit VERSION
transit()
{
	local from=10.40.1.11 to=10.40.3.11

	[ "$1" = 4 ] || { from=fd00:40:1::11; to=fd00:40:3::11; }
	hub
	reach "$a" "$b3" $to
	reach "$b3" "$a" $from
	check_match "$(in_ns "$a" ping -n -c 1 -w 5 $to)" "ttl=62|hlim=62" "TTL"
	transfer "$a" "$b3" $to 4
	log_test "transit: IPv$1 by a node between, TTL is two less"
}

transit_shared()
{
	hub
	must ovctl -n "$n2" route replace blue 10.40.3.0/24 remote r3 weight 2 transit
	reach "$a" "$b3" 10.40.3.11
	must ovctl -n "$n2" route replace blue 10.40.3.0/24 remote r3 weight 2 remote r4
	blocked "$a" 10.40.3.11 "$n2" split_horizon wire
	log_test "transit: by a route with several remotes"
}

not_transit()
{
	hub
	must ovctl -n "$n2" route replace blue 10.40.3.0/24 remote r3
	blocked "$a" 10.40.3.11 "$n2" split_horizon wire
	must ovctl -n "$n1" route add blue 10.40.1.99 remote r2
	must ovctl -n "$n2" route replace blue 10.40.1.0/24 remote r1
	blocked "$a" 10.40.1.99 "$n2" split_horizon wire
	must ovctl -n "$n1" route del blue 10.40.1.99
	log_test "without transit nothing goes from tunnel to tunnel"
}

# told FROM ADDRESS TTL BY REGEX
told() { check_match "$(in_ns "$1" ping -n -c 1 -w 5 -t "$3" "$2" 2>&1)" "From $4:? icmp_seq=1 $5" "ping $2, TTL $3"; }

transit_trace()
{
	hub
	told "$a" 10.40.3.11 1 10.40.1.1 "Time to live exceeded"
	told "$a" 10.40.3.11 2 10.40.2.1 "Time to live exceeded"
	told "$a" fd00:40:3::11 1 fd00:40:1::1 "Time exceeded: Hop limit"
	told "$a" fd00:40:3::11 2 fd00:40:2::1 "Time exceeded: Hop limit"
	check_match "$(in_ns "$a" ping -n -c 1 -w 5 -t 3 10.40.3.11)" " 1 received" "TTL 3"
	log_test "transit: traceroute shows the node between"
}

# Nodes 2 and 3 point to each other; what they say goes back by them.
transit_loop()
{
	local before

	hub
	must ovctl -n "$n3" route replace blue 10.40.1.0/24 remote r2 transit
	must ovctl -n "$n1" route replace blue 10.60.0.0/16 remote r2
	must ovctl -n "$n2" route replace blue 10.60.0.0/16 remote r3 transit
	must ovctl -n "$n3" route replace blue 10.60.0.0/16 remote r2 transit
	before=$(wire_packets)
	told "$a" 10.60.0.1 9 10.40.3.1 "Time to live exceeded"
	# 8 times to and fro, and twice for the answer from node 3
	check_eq $(($(wire_packets) - before)) 10 "packets on the wire"
	told "$a" 10.60.0.1 10 10.40.2.1 "Time to live exceeded"
	must ovctl -n "$n1" route del blue 10.60.0.0/16
	must ovctl -n "$n2" route del blue 10.60.0.0/16
	must ovctl -n "$n3" route del blue 10.60.0.0/16
	log_test "transit: a loop of two nodes ends when the TTL does"
}

transit_saved()
{
	hub
	check_match "$(ovctl -n "$n2" route show blue dst 10.40.3.0/24)" "^blue 10.40.3.0/24 remote r3 transit$" "route"
	check_eq "$(ovctl -n "$n2" route show blue transit | wc -l)" 4 "transit routes"
	ovctl -n "$n2" save > "$TMP/saved"
	must ovctl -n "$n2" route replace blue 10.40.3.0/24 remote r3
	check_eq "$(ovctl -n "$n2" restore exact "$TMP/saved")" "added 0 changed 1 removed 0 left-out 0" "restored"
	check_eq "$(ovctl -n "$n2" restore exact "$TMP/saved")" "nothing to do" "nothing has changed"
	log_test "transit is shown, saved and restored"
}

tests_run
