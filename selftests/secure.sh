#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Secure networks: nothing passes a port before it is open and bound.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	window
	master
	unbound
	bound
	last_binding
	switched
)

# a and b are on n1, c is on n2; b and c are bound
setup()
{
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2" secure on
	endpoint a "$n1" red 11
	endpoint b "$n1" red 12
	endpoint c "$n2" red 13
	bind "$n1" b 12
	bind "$n2" c 13
}

# bind NODE PORT NUMBER
bind()
{
	must ovctl -n "$1" -b - <<-END
	binding add $2 mac 02:00:00:00:00:$3 ip 10.0.0.$3
	binding add $2 mac 02:00:00:00:00:$3 ip fd00:10::$3
	END
}

# unbind NODE PORT NUMBER
unbind()
{
	must ovctl -n "$1" -b - <<-END
	binding del $2 mac 02:00:00:00:00:$3 ip 10.0.0.$3
	binding del $2 mac 02:00:00:00:00:$3 ip fd00:10::$3
	END
}

# begin: a is open, and has no bindings
begin()
{
	must ovctl -n "$n1" port del a
	must ovctl -n "$n1" port add a network red state open
	must ovctl -n "$n1" network set red secure on
}

# reaches ADDRESS...: b, or c by its address, though a has just failed to
reaches()
{
	must ip -n "$a" neigh flush dev eth0
	case $1 in
	*13)	reach "$a" "$c" "$@" ;;
	*)	reach "$a" "$b" "$@" ;;
	esac
}

# It sends all the time; what others see begins with what it sends when both are
# there, whichever comes first.
window()
{
	begin
	check_py <<-END
	a, b, c = Dev("$a"), Dev("$b"), Dev("$c")
	bind = "binding add a mac %s".replace("%s", port_mac(11)).split()
	for first, then in ("port set a state open".split(), bind), (bind, "port set a state open".split()):
	    ovctl("$n1", "port", "del", "a")
	    def send(what):
	        a.send(eth(BROADCAST, port_mac(11), 0x88b5, what))
	        b.send(eth(BROADCAST, port_mac(12), 0x88b5, b"back " + what))
	    send(b"no port")
	    ovctl("$n1", "port", "add", "a", "network", "red")
	    send(b"blocked")
	    ovctl("$n1", *first)
	    send(b"one of two")
	    ovctl("$n1", *then)
	    send(b"both")
	    fence = lambda f: f[14:18] == b"both"
	    back = lambda f: f[14:23] == b"back both"
	    check_eq([f for f in b.until(fence) if f[12:14] == b"\x88\xb5"], [], "heard")
	    c.expect(fence)
	    check_eq([f for f in a.until(back) if f[12:14] == b"\x88\xb5"], [], "told")
	END
	log_test "U11: an endpoint is not heard before its port is open and bound, nor told anything"
}

master()
{
	must ip -n "$n1" link add leg type ovnet id 100
	must ip -n "$n1" link set leg up
	must ovctl -n "$n1" port del a
	must ip -n "$n1" link set dev a master leg
	check_eq "$(json "$n1" '.[0].state' port show a)" blocked "state"
	blocked "$a" 10.0.0.12 "$n1" port_blocked
	must ovctl -n "$n1" port set a state open
	blocked "$a" 10.0.0.12 "$n1" unbound
	bind "$n1" a 11
	reaches 10.0.0.12
	must ip -n "$n1" link del leg
	must ovctl -n "$n1" port add a network red state open
	log_test "U11: \"master LEG\" does not open a port of a secure network"
}

# Not even what an endpoint without an address may send.
unbound()
{
	begin
	# it is not to ask of its own accord meanwhile
	must ip -n "$a" neigh flush dev eth0
	check_py <<-END
	a, b, c = Dev("$a"), Dev("$b"), Dev("$c")
	me, her = port_mac(11), port_mac(12)
	before = drops("$n1")
	for frame in (
	        eth(BROADCAST, me, 0x0800, ip4("0.0.0.0", "255.255.255.255", 17, udp(68, 67, b"discover"))),
	        eth(BROADCAST, me, 0x0806, arp(1, me, "0.0.0.0", "10.0.0.11")),
	        eth("33:33:00:00:00:02", me, 0x86dd, icmp6("::", "ff02::2", b"\x85\0\0\0\0\0\0\0")),
	        eth("33:33:ff:00:00:11", me, 0x86dd, solicit("::", "fd00:10::11")),
	        eth(her, me, 0x0800, ip4("10.0.0.11", "10.0.0.12", 17, udp(5, 9, b"data"))),
	        eth(her, me, 0x88b5, b"what")):
	    a.send(frame)
	wait_drops("$n1", before, {"unbound": 6})
	# and to it: one that is known to be there, one that is flooded
	ovctl("$n1", "fdb", "replace", "red", me, "dev", "a")
	before = drops("$n1")
	b.send(eth(me, her, 0x88b5, b"to one"))
	wait_drops("$n1", before, {"unbound": 1})
	b.send(eth(BROADCAST, her, 0x88b5, b"to all"))
	c.expect(lambda f: b"to all" in f)
	wait_drops("$n1", before, {"unbound": 1})	# a flood leaves it out
	ovctl("$n1", "binding", "add", "a", "mac", me)
	fence = eth(BROADCAST, her, 0x88b5, b"fence")
	b.send(fence)
	check_eq([f for f in a.until(fence) if f[12:14] == b"\x88\xb5"], [], "told")
	ovctl("$n1", "fdb", "del", "red", me)
	END
	log_test "P57: nothing passes a port without bindings in a secure network, either way"
}

bound()
{
	begin
	bind "$n1" a 11
	reaches 10.0.0.12 fd00:10::12
	reaches 10.0.0.13 fd00:10::13
	reach "$c" "$a" 10.0.0.11 fd00:10::11
	log_test "P57: in a secure network what is open and bound passes"
}

# It does not fall open.
last_binding()
{
	begin
	bind "$n1" a 11
	reaches 10.0.0.12
	unbind "$n1" a 11
	blocked "$a" 10.0.0.12 "$n1" unbound
	bind "$n1" a 11
	reaches 10.0.0.12
	log_test "P57: without its last binding a port of a secure network is shut, not open"
}

switched()
{
	begin
	blocked "$a" 10.0.0.12 "$n1" unbound
	must ovctl -n "$n1" network set red secure off
	reaches 10.0.0.12
	must ovctl -n "$n1" network set red secure on
	blocked "$a" 10.0.0.12 "$n1" unbound
	reach "$b" "$c" 10.0.0.13
	log_test "U23: secure is switched off and on; bound ports do not notice"
}

tests_run
