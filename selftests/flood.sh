#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Broadcast, multicast and unknown unicast: where they go, and where not.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"floods ff:ff:ff:ff:ff:ff broadcast"
	"floods 01:00:5e:00:00:05 multicast"
	"floods 33:33:00:00:00:05 multicast"
	"floods 02:00:00:00:00:77 unknown_unicast"
	known_unicast
	from_tunnel
	not_a_member
	remote_down
	unknown_unicast_off
	flood_rate_port
	flood_rate_network
	blocked_port
	link_local
	nowhere
)

# red: a, b on n1, c on n2, f on n3, all members of each other
setup()
{
	export NS_IPV6=0
	setup_underlay 3
	setup_nodes 3
	network red 100 "1 2 3"
	endpoint a "$n1" red 11
	endpoint b "$n1" red 12
	endpoint c "$n2" red 13
	endpoint f "$n3" red 14
	# let n1 know them
	check_py <<-END
	for ns, number in ("$a", 11), ("$b", 12):
	    Dev(ns).send(eth(BROADCAST, port_mac(number), 0x88b5, b"here I am"))
	END
}

FLOOD='
class Net:
    """The endpoints, and the end of each node on the underlay."""

    def __init__(self, wire, **eps):
        self.eps = {name: Dev(ns) for name, ns in eps.items()}
        self.serial = 0

    # Send a frame, and a broadcast behind it that all of those in "fenced"
    # get; return who got the frame, how often: "bccf".
    def send(self, who, dst, fenced, proto=0x88b5, src=None):
        src = src or port_mac({"a": 11, "b": 12, "c": 13, "f": 14}[who])
        self.serial += 1
        probe = eth(dst, src, proto, b"probe%08d" % self.serial + bytes(40))
        fence = eth(BROADCAST, src, 0x88b6, b"fence%08d" % self.serial + bytes(40))
        self.eps[who].send(probe)
        self.eps[who].send(fence)
        got = ""
        for name in fenced:
            got += name * self.eps[name].until(fence).count(probe)
        for name in set(self.eps) - set(fenced):
            while (frame := self.eps[name].recv(0)) is not None:
                if frame in (probe, fence):
                    got += name
        return "".join(sorted(got))
'

flood_py()
{
	{
		echo "$FLOOD"
		echo "net = Net(\"$wire\", a=\"$a\", b=\"$b\", c=\"$c\", f=\"$f\")"
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

# To every other port and every member once, not back; a packet a member.
floods()
{
	local before dropped

	before=$(wire_packets)
	dropped=$(drops "$n1" split_horizon)
	flood_py <<-END
	check_eq(net.send("a", "$1", "bcf"), "bcf", "got a's")
	check_eq(net.send("c", "$1", "abf"), "abf", "got c's")
	END
	# twice two frames, two members each
	check_eq "$(($(wire_packets) - before))" 8 "packets on the underlay"
	check_eq "$(drops "$n1" split_horizon)" "$dropped" "drops for split_horizon"
	log_test "N17: $2 $1: to all ports and members once, not back, not from tunnel to tunnel"
}

known_unicast()
{
	must ovctl -n "$n1" fdb add red 02:00:00:00:00:14 remote r3
	flood_py <<-END
	check_eq(net.send("a", port_mac(12), "bcf"), "b", "got what is for b")
	check_eq(net.send("a", port_mac(14), "bcf"), "f", "got what is for f")
	END
	must ovctl -n "$n1" fdb del red 02:00:00:00:00:14
	log_test "N20: known unicast goes to its port or remote only"
}

# A MAC that n1 has behind r3, in a frame from n2: not into another tunnel.
from_tunnel()
{
	local before

	must ovctl -n "$n1" fdb add red 02:00:00:00:00:66 remote r3
	must ovctl -n "$n2" fdb add red 02:00:00:00:00:66 remote r1
	before=$(drops "$n1" split_horizon)
	flood_py <<-END
	check_eq(net.send("c", "02:00:00:00:00:66", "abf"), "", "got it")
	END
	check_eq "$(drops "$n1" split_horizon)" $((before + 1)) "drops"
	must ovctl -n "$n1" fdb del red 02:00:00:00:00:66
	must ovctl -n "$n2" fdb del red 02:00:00:00:00:66
	log_test "N17: from tunnel to tunnel is dropped as split_horizon"
}

not_a_member()
{
	must ovctl -n "$n1" member del red remote r3
	flood_py <<-END
	check_eq(net.send("a", BROADCAST, "bc"), "bc", "got a's")
	check_eq(net.send("c", BROADCAST, "abf"), "abf", "got c's")
	END
	must ovctl -n "$n1" member add red remote r3
	log_test "U6: a remote that is not a member gets nothing"
}

remote_down()
{
	must ovctl -n "$n1" remote set r3 state down
	flood_py <<-END
	check_eq(net.send("a", BROADCAST, "bc"), "bc", "got a's")
	END
	must ovctl -n "$n1" remote set r3 state up
	log_test "U6: a remote that is down gets nothing"
}

unknown_unicast_off()
{
	must ovctl -n "$n1" port set b unknown-unicast off
	flood_py <<-END
	check_eq(net.send("a", "02:00:00:00:00:77", "bcf"), "cf", "unknown unicast")
	check_eq(net.send("a", "33:33:00:00:00:05", "bcf"), "bcf", "multicast")
	END
	must ovctl -n "$n1" port set b unknown-unicast on
	log_test "U6: unknown-unicast off: a port gets none, but multicast"
}

# flood_rate_check WHAT: 100 broadcasts of a's, of which few are let through
flood_rate_check()
{
	local dropped limited

	dropped=$(drops "$n1" flood_rate)
	limited=$(json "$n1" '.[0]."flood-limited"' port show a)
	check_py <<-END
	a, b = Dev("$a"), Dev("$b")
	for i in range(100):
	    a.send(eth(BROADCAST, port_mac(11), 0x88b5, b"rate%03d" % i))
	# known unicast is not limited, and behind all of them
	fence = eth(port_mac(12), port_mac(11), 0x88b6, b"fence")
	a.send(fence)
	got = sum(f[14:18] == b"rate" for f in b.until(fence))
	open("$TMP/got", "w").write(str(got))
	END
	dropped=$(($(drops "$n1" flood_rate) - dropped))
	limited=$(($(json "$n1" '.[0]."flood-limited"' port show a) - limited))
	check_eq "$((dropped + $(< "$TMP/got")))" 100 "dropped and received"
	check_eq "$limited" "$dropped" "flood-limited of the port"
	if [ "$1" = limited ]; then
		[ "$dropped" -ge 50 ]
		check_err $? "only $dropped of 100 dropped"
	else
		check_eq "$dropped" 0 "dropped without a limit"
	fi
}

flood_rate_port()
{
	flood_rate_check free
	must ovctl -n "$n1" port set a flood-rate 5
	flood_rate_check limited
	must ovctl -n "$n1" port set a flood-rate 0
	flood_rate_check free
	log_test "U6: flood-rate of a port, counted as flood_rate and by the port"
}

flood_rate_network()
{
	must ovctl -n "$n1" port del a
	must ovctl -n "$n1" port add a network red state open
	must ovctl -n "$n1" network set red flood-rate 5
	flood_rate_check limited
	must ovctl -n "$n1" network set red flood-rate 0
	flood_rate_check free
	log_test "U6: flood-rate of a network holds for each of its ports"
}

blocked_port()
{
	local before

	must ovctl -n "$n1" port set b state blocked
	before=$(drops "$n1" port_blocked)
	flood_py <<-END
	check_eq(net.send("a", BROADCAST, "cf"), "cf", "got a's")
	check_eq(net.send("a", port_mac(12), "cf"), "", "got what is for b")
	net.eps["b"].send(eth(BROADCAST, port_mac(12), 0x88b5, b"from b"))
	check_eq(net.send("a", "01:00:5e:00:00:05", "cf"), "cf", "got a's")
	END
	# for b, and from b
	check_eq "$(drops "$n1" port_blocked)" $((before + 2)) "drops"
	must ovctl -n "$n1" port set b state open
	flood_py <<-END
	check_eq(net.send("a", BROADCAST, "bcf"), "bcf", "got a's")
	END
	log_test "U11: a blocked port neither sends nor gets, counted as port_blocked"
}

link_local()
{
	check_py <<-END
	a, b, c = Dev("$a"), Dev("$b"), Dev("$c")
	stack = Dev("$n1", "a", 0x88cc)
	fence = eth(BROADCAST, port_mac(11), 0x88b6, b"fence")
	frames = [eth("01:80:c2:00:00:%02x" % i, port_mac(11), 0x88cc, b"link-local %d" % i)
	          for i in range(16)]
	for frame in frames:
	    a.send(frame)
	a.send(eth("01:80:c2:00:00:10", port_mac(11), 0x88cc, b"not link-local"))
	a.send(fence)
	for dev in b, c:
	    got = dev.until(fence)
	    if any(f[14:].startswith(b"link-local") for f in got):
	        fail("%s got a link-local frame" % dev.ns)
	    if not any(f[14:].startswith(b"not link-local") for f in got):
	        fail("%s did not get 01:80:c2:00:00:10" % dev.ns)
	for frame in frames:
	    stack.expect(frame, "a link-local frame in the port's own stack")
	END
	log_test "U6: 01:80:c2:00:00:0X goes to the port's own stack and is never forwarded"
}

nowhere()
{
	local before

	must ovctl -n "$n1" network add lonely id 300 underlay u
	must ovctl -n "$n1" port del b
	must ovctl -n "$n1" port add b network lonely state open
	before=$(drops "$n1" flood_nowhere lonely)
	check_py <<-END
	b = Dev("$b")
	b.send(eth(BROADCAST, port_mac(12), 0x88b5, b"anybody?"))
	END
	wait_until "no drop" drops_above "$n1" flood_nowhere "$before"
	check_eq "$(drops "$n1" flood_nowhere lonely)" $((before + 1)) "drops"
	log_test "U14: a flood with nobody to hear it is counted as flood_nowhere"
}

tests_run
