# SPDX-License-Identifier: GPL-2.0
"""Plain IPv4 forwarding, and seg6 on top of it."""
from nodes import (IPS, LOCAL, MACS, NEAR, NETS, PORTS, VTEP1, VTEP1_6,
                   VTEPS, VTEPS_6, WHOLE, WIRE)
from prefixes import tell_fib
from systems import System

BACK = "fd00:b1::4"             # the segment of node 1
NEIGHBOUR = """
addr add %s.254/24 dev %s
neigh add %s lladdr %s dev %s
"""


def last_hop(nodes, ns, place, device):
    """PLACE's subnet is at DEVICE of a node."""
    ip = IPS[place]
    nodes.ip(ns, NEIGHBOUR % (ip.rpartition(".")[0], device, ip, MACS[place],
                              device))


class Forward(System):
    """No tunnel: nodes are routers."""
    name, routed = "IPv4 forwarding", True

    def setup(self, prefixes=0):
        nodes = self.nodes
        nodes.ip(nodes.one, "addr add 10.0.1.254/24 dev a1")
        last_hop(nodes, nodes.one, LOCAL, "b1")
        tell_fib(nodes.one, PORTS[WIRE], VTEPS[WIRE], prefixes)
        for place in (WIRE, WHOLE):
            nodes.ip(nodes.one, "route add %s via %s dev %s" %
                     (NETS[place], VTEPS[place], PORTS[place]))
        last_hop(nodes, nodes.two, WHOLE, "c1")

    def connect(self):
        self.nodes.ip(self.nodes.two, "route add %s/32 via %s dev eth0" %
                      (NEAR, VTEP1[WHOLE]))


class Seg6(System):
    """encap.red on one node, End.DT4 into a VRF on the other."""
    name, routed = "seg6", True
    modules = ("vrf",)
    SEGMENTS = {WIRE: "fd00:b3::4", WHOLE: "fd00:b4::4"}

    def setup(self):
        nodes = self.nodes
        for ns in (nodes.one, nodes.two):
            nodes.run(ns, "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1")
        nodes.ip(nodes.one, "addr add 10.0.1.254/24 dev a1")
        # else it looks for a source address for each packet
        nodes.ip(nodes.one, "sr tunsrc set " + VTEP1_6[WHOLE])
        for place in (WIRE, WHOLE):
            nodes.ip(nodes.one, """
                route add {0}/128 via {1} dev {2}
                route add {3} encap seg6 mode encap.red segs {0} dev {2}
                """.format(self.SEGMENTS[place], VTEPS_6[place], PORTS[place],
                           NETS[place]))
        nodes.ip(nodes.two, """
            link add vrf10 type vrf table 10
            link set vrf10 up
            link set c1 master vrf10
            """)
        last_hop(nodes, nodes.two, WHOLE, "c1")
        nodes.run(nodes.two, "sysctl", "-qw", "net.vrf.strict_mode=1")
        nodes.ip(nodes.two, "route add %s/128 encap seg6local action End.DT4 "
                 "vrftable 10 dev vrf10" % self.SEGMENTS[WHOLE])

    def connect(self):
        one, two = self.nodes.one, self.nodes.two
        self.nodes.ip(two, """
            sr tunsrc set {0}
            route add {1}/128 via {2} dev eth0
            route add {3}/32 table 10 encap seg6 mode encap.red segs {1} dev eth0
            """.format(VTEPS_6[WHOLE], BACK, VTEP1_6[WHOLE], NEAR))
        self.nodes.ip(one, "route add %s/128 encap seg6local action End.DX4 "
                      "nh4 %s dev a1" % (BACK, NEAR))
