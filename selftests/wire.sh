#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What is on the wire, looked at by tshark and by hand.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	dissected
	vni_range
	"sport_of_flows red" "sport_of_flows red6"
	sport_range
	"ttl red" "ttl red6"
	"tos red" "tos red6"
	df
	csum
	flow_label
	any_frame
	untracked
)

# red over IPv4 and red6 over IPv6: a, a6 on n1, b, b6 on n2
setup()
{
	local node i

	setup_underlay 2
	setup_nodes 2 4
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" underlay add u6 vxlan "fd00:2::$i"
		must ovctl -n "$node" remote set "r$((3 - i))" vtep "192.0.2.$((3 - i)),fd00:2::$((3 - i))"
	done
	network red 100 "1 2"
	network red6 600 "1 2"
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" network set red6 underlay u6
	done
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
	endpoint a6 "$n1" red6 11
	endpoint b6 "$n2" red6 12
	# to know where they are before anything is measured
	reach "$a" "$b" 10.0.0.12
	reach "$a6" "$b6" 10.0.0.12
}

# What the Python programs below have in common.  wire sees what n1 sends.
WIRE='
class Sender:
    def __init__(self, network, n1, wire, a):
        self.n1, self.wire, self.a = n1, Dev(wire, "w1"), Dev(a)
        self.serial = 0
        self.under = "u6" if network == "red6" else "u"

    def set(self, *words):
        ovctl(self.n1, "underlay", "set", self.under, *words)

    def frame(self, frame):
        # send it, and see how it looks on the wire
        self.a.send(frame)
        n = len(frame)
        return Packet(self.wire.expect(lambda f: f[-n:] == frame, "the frame"))

    def ip4(self, **kw):
        self.serial += 1
        return self.frame(eth(port_mac(12), port_mac(11), 0x0800,
                              ip4("10.0.0.11", "10.0.0.12", 17,
                                  udp(1000, 2000, b"%08d" % self.serial), **kw)))

    def ip6(self, **kw):
        self.serial += 1
        return self.frame(eth(port_mac(12), port_mac(11), 0x86dd,
                              ip6("fd00:10::11", "fd00:10::12", 17,
                                  udp(1000, 2000, b"%08d" % self.serial), **kw)))

    def other(self):
        self.serial += 1
        return self.frame(eth(port_mac(12), port_mac(11), 0x88b5,
                              b"%050d" % self.serial))
'

# wire_py NETWORK: check_py, with s, a Sender in the network
wire_py()
{
	local from=$a

	[ "$1" != red6 ] || from=$a6
	{
		echo "$WIRE"
		echo "s = Sender(\"$1\", \"$n1\", \"$wire\", \"$from\")"
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

# The only test that needs the devices to compute checksums before capture.
dissected()
{
	local lines line f=$TMP/wire.pcap

	must in_ns "$n1" ethtool -K eth0 tx off
	must in_ns "$n2" ethtool -K eth0 tx off
	must in_ns "$a" ethtool -K eth0 tx off
	must in_ns "$a6" ethtool -K eth0 tx off
	capture "$wire" w1 "$f" udp
	reach "$a" "$b" 10.0.0.12 fd00:10::12
	reach "$a6" "$b6" 10.0.0.12 fd00:10::12
	capture_stop "$f" 20
	must in_ns "$n1" ethtool -K eth0 tx on
	must in_ns "$n2" ethtool -K eth0 tx on

	# all occurrences of a field, the outer one first
	mapfile -t lines < <(tshark -n -r "$f" -T fields -E separator=, \
		-E occurrence=a -E aggregator=+ -o ip.check_checksum:TRUE \
		-o udp.check_checksum:TRUE -o tcp.check_checksum:TRUE \
		-e _ws.malformed -e vxlan.vni -e udp.dstport -e vxlan.flags \
		-e udp.checksum.status -e tcp.checksum.status \
		-e ip.checksum.status -e ip.src -e ipv6.src -e eth.type 2> /dev/null)
	local n4=0 n6=0
	for line in "${lines[@]}"; do
		case $line in
		*,0,*|*,0+*|*+0,*)	check_err 1 "a bad checksum: $line" ;;
		,100,4789,0x0800,1,*,192.0.2.[12]*,*,0x0800+*) n4=$((n4 + 1)) ;;
		,600,4789,0x0800,1,*,fd00:2::[12]*,0x86dd+*) n6=$((n6 + 1)) ;;
		*)	check_err 1 "tshark says: $line" ;;
		esac
	done
	[ "$n4" -ge 10 ] && [ "$n6" -ge 10 ]
	check_err $? "$n4 packets over IPv4, $n6 over IPv6"
	log_test "D3: tshark: port 4789, I flag, VNI, good checksums, IPv4 and IPv6"
}

vni_range()
{
	local vni i node

	for vni in 0 16777215; do
		for i in 1 2; do
			node_of $i
			must ovctl -n "$node" network add "v$vni" id 9 vni $vni underlay u
			must ovctl -n "$node" member add "v$vni" remote "r$((3 - i))"
			must ovctl -n "$node" port del "$([ $i = 1 ] && echo a || echo b)"
			must ovctl -n "$node" port add "$([ $i = 1 ] && echo a || echo b)" network "v$vni" state open
		done
		reach "$a" "$b" 10.0.0.12
		wire_py red <<-END
		check_eq(s.ip4().vni, $vni, "VNI")
		END
		for i in 1 2; do
			node_of $i
			must ovctl -n "$node" network del "v$vni" force
			must ovctl -n "$node" port add "$([ $i = 1 ] && echo a || echo b)" network red state open
		done
	done
	reach "$a" "$b" 10.0.0.12
	log_test "D3: the lowest and the highest VNI"
}

sport_of_flows()
{
	wire_py "$1" <<-END
	low, high = map(int, open("/proc/sys/net/ipv4/ip_local_port_range").read().split())
	def flow(i, serial):
	    inner = udp(1000 + i, 53, b"%08d" % serial)
	    if i % 2:
	        f = eth(port_mac(12), port_mac(11), 0x0800,
	                ip4("10.0.0.11", "10.0.0.12", 17, inner))
	    else:
	        f = eth(port_mac(12), port_mac(11), 0x86dd,
	                ip6("fd00:10::11", "fd00:10::12", 17, inner))
	    return s.frame(f)
	ports = set()
	for i in range(64):
	    first, second = flow(i, 2 * i), flow(i, 2 * i + 1)
	    check_eq(second.sport, first.sport, "source port of the same flow")
	    if not low <= first.sport <= high:
	        fail("source port %d is outside of %d-%d" % (first.sport, low, high))
	    ports.add(first.sport)
	if len(ports) < 48:
	    fail("64 flows have only %d source ports" % len(ports))
	END
	log_test "U19: $1: the source port differs between flows, not within one"
}

sport_range()
{
	wire_py red <<-END
	s.set("srcport", "50000", "50003")
	ports = set()
	for i in range(64):
	    p = s.frame(eth(port_mac(12), port_mac(11), 0x0800,
	                    ip4("10.0.0.11", "10.0.0.12", 17, udp(i, 1, b"range%03d" % i))))
	    ports.add(p.sport)
	check_eq(ports <= set(range(50000, 50004)), True, "ports %s within the range" % ports)
	if len(ports) < 3:
	    fail("only %d of 4 ports are used" % len(ports))
	s.set("srcport", "50001", "50001")
	check_eq({s.ip4(ttl=t).sport for t in range(8)}, {50001}, "a range of one port")
	s.set("srcport", "0", "0")
	if s.ip4().sport in range(50000, 50004):
	    fail("the range is still in use")
	END
	log_test "D3: srcport LOW HIGH"
}

ttl()
{
	wire_py "$1" <<-END
	check_eq(s.ip4(ttl=7).ttl, 64, "default TTL")
	s.set("ttl", "17")
	check_eq(s.ip4(ttl=7).ttl, 17, "TTL 17")
	s.set("ttl", "inherit")
	check_eq(s.ip4(ttl=7).ttl, 7, "inherited from IPv4")
	check_eq(s.ip6(ttl=9).ttl, 9, "inherited from IPv6")
	check_eq(s.other().ttl, 64, "nothing to inherit")
	s.set("ttl", "64")
	END
	log_test "D3: $1: ttl: 64, N, inherit"
}

tos()
{
	wire_py "$1" <<-END
	check_eq(s.ip4(tos=0xb8).tos, 0, "default TOS")
	check_eq(s.ip4(tos=0xb9).tos, 1, "default TOS: ECN is copied")
	s.set("tos", "0x48")
	check_eq(s.ip4(tos=0xb8).tos, 0x48, "TOS 0x48")
	check_eq(s.ip6(tos=0xba).tos, 0x4a, "TOS 0x48: ECN is copied")
	check_eq(s.other().tos, 0x48, "TOS 0x48, not IP")
	s.set("tos", "inherit")
	check_eq(s.ip4(tos=0xb8).tos, 0xb8, "inherited from IPv4")
	check_eq(s.ip6(tos=0x22).tos, 0x22, "inherited from IPv6")
	check_eq(s.other().tos, 0, "nothing to inherit")
	s.set("tos", "0")
	END
	log_test "D3: $1: tos: 0, N, inherit"
}

df()
{
	wire_py red <<-END
	check_eq((s.ip4().df, s.ip4(df=1).df, s.other().df), (1, 1, 1), "df default: v4, v4 DF, other")
	s.set("df", "unset")
	check_eq((s.ip4(df=1).df, s.ip6().df, s.other().df), (0, 0, 0), "df unset")
	s.set("df", "inherit")
	check_eq((s.ip4(df=1).df, s.ip4().df, s.ip6().df, s.other().df), (1, 0, 1, 0), "df inherit")
	s.set("df", "set")
	check_eq(s.ip4().df, 1, "df set")
	END
	log_test "D3: df: set, unset, inherit"
}

csum()
{
	wire_py red <<-END
	if not s.ip4().check:
	    fail("no checksum by default")
	s.set("csum", "off")
	check_eq(s.ip4().check, 0, "csum off")
	s.set("csum", "on")
	END
	wire_py red6 <<-END
	if not s.ip4().check:
	    fail("no checksum over IPv6 by default")
	s.set("csum6-tx", "off")
	check_eq(s.ip4().check, 0, "csum6-tx off")
	s.set("csum6-tx", "on")
	END
	log_test "U2: csum and csum6-tx: on and off"
}

flow_label()
{
	wire_py red6 <<-END
	def flow(i, serial):
	    return s.frame(eth(port_mac(12), port_mac(11), 0x0800,
	                       ip4("10.0.0.11", "10.0.0.12", 17, udp(i, 1, b"label%03d" % serial))))
	labels = {flow(i, i).label for i in range(16)}
	if len(labels) < 14 or 0 in labels:
	    fail("flow labels %s" % labels)
	check_eq(flow(3, 100).label, flow(3, 101).label, "label of one flow")
	END
	log_test "U19: the IPv6 flow label differs between flows, not within one"
}

any_frame()
{
	check_py <<-END
	a, b = Dev("$a"), Dev("$b")
	for what, frame in (
	        ("EtherType 0x88b5", eth(port_mac(12), port_mac(11), 0x88b5, os.urandom(100))),
	        ("802.3 with length", eth(port_mac(12), port_mac(11), 50, os.urandom(50))),
	        ("a tag", eth(port_mac(12), port_mac(11), 0x8100, vlan(0x6064, 0x88b5, os.urandom(90)))),
	        ("two tags", eth(port_mac(12), port_mac(11), 0x88a8,
	                         vlan(5, 0x8100, vlan(6, 0x0800, ip4("10.0.0.11", "10.0.0.12", 17, udp(1, 2, b"hi")))))),
	        ("all that fits", eth(port_mac(12), port_mac(11), 0x88b5, os.urandom(1450)))):
	    a.send(frame)
	    b.expect(frame, what)
	END
	log_test "N17: tagged and non-IP frames arrive byte for byte"
}

# A host that rewrites the source of all that leaves, as many do.
untracked()
{
	local network

	# by the host's hooks, whatever NODE_SET says
	must ovctl -n "$n1" node set underlay-hooks auto
	must in_ns "$n1" nft -f - <<-END
	table inet host {
		chain out {
			type filter hook output priority 0;
			udp dport 4789 ct state untracked counter
			udp dport 4789 ct state != untracked counter
		}
		chain nat {
			type nat hook postrouting priority 100;
			udp dport 4789 masquerade random
		}
	}
	END
	for network in red red6; do
		wire_py $network <<-END
		first, second = s.ip4(), s.ip4()
		check_eq(first.sport, second.sport, "source port of a flow")
		END
	done
	check_eq "$(in_ns "$n1" nft -j list chain inet host out |
		jq -c '[.. | .counter? // empty | .packets]')" "[4,0]" "untracked and others"
	# what comes in is the host's to track
	check_eq "$(in_ns "$n1" conntrack -L -p udp --dport 4789 2> /dev/null |
		grep -E ' src=(192.0.2.1|fd00:2::1) dst=(192.0.2.2|fd00:2::2) .* src=')" "" "connections"
	must in_ns "$n1" nft delete table inet host
	# shellcheck disable=SC2086	# words
	[ -z "${NODE_SET-}" ] || must ovctl -n "$n1" node set $NODE_SET
	log_test "U19: nothing of the host's tracks or rewrites what is sent"
}

tests_run
