#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The tracepoint ovnet:drop: each dropped frame, with its network and reason.
# shellcheck disable=SC2046,SC2086,SC2154,SC2317	# words, namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	in_network
	without_network
	off
)

TRACING=/sys/kernel/tracing

# n1 has network red with endpoint a; n2 is remote r2 with nothing but sockets
setup()
{
	[ -d $TRACING/events ] || must mount -t tracefs tracefs $TRACING
	must mkdir $TRACING/instances/ovnet
	defer rmdir $TRACING/instances/ovnet
	TRACING=$TRACING/instances/ovnet

	setup_underlay 2
	must ovctl -n "$n1" underlay add u $(underlay_of 1)
	must ovctl -n "$n1" remote add r2 $(remote_of 2)
	must ovctl -n "$n1" network add red id 100 underlay u
	NS_IPV6=0 endpoint a "$n1" red 11
}

# traced COMMAND...: $LINES is what the tracepoint says meanwhile
traced()
{
	: > $TRACING/trace
	must eval "echo 1 > $TRACING/events/ovnet/drop/enable"
	"$@"
	must eval "echo 0 > $TRACING/events/ovnet/drop/enable"
	LINES=$(grep -o ' drop: .*' $TRACING/trace)
}

# a frame whose source address is not unicast
bad_source()
{
	check_py <<-END
	a = Dev("$a")
	before = drops("$n1")
	a.send(eth(port_mac(12), "03:00:00:00:00:11", 0x88b5, bytes(50)))
	wait_drops("$n1", before, {"src_mac": 1})
	END
}

# two tunnel packets for a VNI that nobody has
bad_vni()
{
	check_py <<-END
	peer = Peer("$n2", 2)
	before = drops("$n1")
	for i in range(2):
	    peer.send(101, eth(port_mac(11), port_mac(12), 0x88b5, bytes(46 + i)))
	wait_drops("$n1", before, {"unknown_vni": 2})
	END
}

in_network()
{
	traced bad_source
	check_match "$LINES" '^ drop: network=100 dev=a reason=src_mac protocol=0x88b5 len=64 skbaddr=[^ ]+$' \
		"the trace"
	log_test "tracing: a drop names network, device, reason, protocol and length"
}

without_network()
{
	traced bad_vni
	check_eq "$(grep -c 'network=0 dev=.* reason=unknown_vni ' <<< "$LINES")" 2 "lines: $LINES"
	check_eq "$(wc -l <<< "$LINES")" 2 "all lines"
	log_test "tracing: each drop of a packet that belongs to no network, network 0"
}

off()
{
	: > $TRACING/trace
	bad_source
	check_eq "$(grep -c ' drop: ' $TRACING/trace)" 0 "lines"
	log_test "tracing: nothing when it is off"
}

tests_run
