#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Packets over several processors, as the host asks for it: what comes out of a
# tunnel, and what an endpoint receives. Wants two processors.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=("spread underlay n2 eth0 2" "spread endpoint b eth0 1" threaded queues)

# sent WHAT LEAST MOST: flows from a to b, all sent by processor 0, three packets
# of each on the way at most: a queue that is full loses some. In order each, and
# the other one has run for so many of the 1024 packets.
sent()
{
	check_py <<-END
	import os, socket, struct
	from pkt import Udp, check_eq, fail, wait_for
	FLOWS, EACH, AHEAD = 64, 16, 2
	os.sched_setaffinity(0, {0})
	sources = [Udp("$a", "0.0.0.0") for _ in range(FLOWS)]
	sink = Udp("$b", "0.0.0.0", 7777).sock
	sink.setblocking(False)
	sink.setsockopt(socket.SOL_SOCKET, 33, 1 << 20)	# SO_RCVBUFFORCE
	got = [[] for _ in range(FLOWS)]
	def there(rounds):
	    try:
	        while True:
	            flow, i = struct.unpack("!HH", sink.recv(200)[:4])
	            got[flow].append(i)
	    except BlockingIOError:
	        return sum(map(len, got)) >= FLOWS * rounds
	def ran():
	    with open("/proc/net/softnet_stat", encoding="ascii") as file:
	        return [int(line.split()[0], 16) for line in file][1]
	before = ran()
	for i in range(EACH):
	    for flow, source in enumerate(sources):
	        source.send(struct.pack("!HH", flow, i) + bytes(96), "10.0.0.12", 7777)
	    wait_for(lambda: there(i + 1 - AHEAD), "$1: all packets of round %d" % (i - AHEAD))
	wait_for(lambda: there(EACH), "$1: all packets")
	for flow in got:
	    check_eq(flow, list(range(EACH)), "$1: the order in a flow")
	if not $2 <= ran() - before <= $3:
	    fail("$1: the other processor ran for %d packets of 1024" % (ran() - before))
	END
}

# rps NS DEV MASK
rps()
{
	must ip netns exec "${!1}" sh -c "echo $3 > /sys/class/net/$2/queues/rx-0/rps_cpus"
}

# spread WHAT NS DEV PASSES: of a packet, from there on. Half of them, more or less.
spread()
{
	sent "$1, one processor" 0 128
	rps "$2" "$3" 3
	sent "$1, two processors" $((256 * $4)) $((850 * $4))
	rps "$2" "$3" 0
	log_test "RPS at the $1's device: flows over two processors, each in order"
}

threaded()
{
	must in_ns "$n2" ethtool -K eth0 gro on
	must ip netns exec "$n2" sh -c "echo 1 > /sys/class/net/eth0/threaded"
	sent "threaded NAPI" 0 4096
	must ip netns exec "$n2" sh -c "echo 0 > /sys/class/net/eth0/threaded"
	log_test "threaded NAPI at the underlay's device: all arrive, each flow in order"
}

queues()
{
	must in_ns "$n1" ethtool -L eth0 tx 2 rx 2
	sent "two queues to send by" 0 4096
	must in_ns "$n1" ethtool -L eth0 tx 1 rx 1
	log_test "an underlay's device with two queues: all arrive, each flow in order"
}

setup()
{
	[ "$(nproc)" -ge 2 ] || die "one processor"
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2"
	NS_IPV6=0 endpoint a "$n1" red 11
	NS_IPV6=0 endpoint b "$n2" red 12
	reach "$a" "$b" 10.0.0.12
}

tests_run
