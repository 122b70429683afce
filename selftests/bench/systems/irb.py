# SPDX-License-Identifier: GPL-2.0
"""Symmetric IRB of the kernel's own parts: bridges in a VRF, and a vxlan device.

As EVPN daemons build it: a bridge for each subnet, and one for the VRF's VNI, whose
neighbours are the other nodes' VTEPs at their router MACs.
"""
from nodes import (FAR_GATEWAY, GATEWAY, LOCAL, MACS, NETS, VTEP1, VTEPS, WHOLE,
                   WIRE)
from systems import System
from systems.forward import last_hop

ROUTER1 = "02:00:00:00:03:01"
ROUTERS = {WIRE: "02:00:00:00:03:03", WHOLE: "02:00:00:00:03:02"}
BRIDGE = """
link add {0} address {1} type bridge stp_state 0 mcast_snooping 0
link set {0} master vrf10 up
link set {2} master {0}
"""
VRF = """
link add vrf10 type vrf table 10
link set vrf10 up
link add vx0 type vxlan id 200 local {3} dstport 4789 nolearning
link set vx0 up
""" + BRIDGE


class Irb(System):
    name, routed = "bridge+vxlan+VRF", True
    modules = ("bridge", "vxlan", "vrf")

    def setup(self):
        one, two = self.nodes.one, self.nodes.two
        self.vrf(one, VTEP1[WHOLE], ROUTER1)
        self.subnet(one, "a1", GATEWAY)
        self.nodes.ip(one, "addr add 10.0.1.254/24 dev br-a1")
        self.subnet(one, "b1", GATEWAY, LOCAL)
        for place in (WIRE, WHOLE):
            self.router(one, VTEPS[place], ROUTERS[place], NETS[place])
        self.vrf(two, VTEPS[WHOLE], ROUTERS[WHOLE])
        self.subnet(two, "c1", FAR_GATEWAY, WHOLE)

    def vrf(self, ns, vtep, mac):
        self.nodes.ip(ns, VRF.format("br-vx0", mac, "vx0", vtep))

    def subnet(self, ns, port, mac, place=None):
        """PLACE: where its endpoint is, if anybody sends to it."""
        self.nodes.ip(ns, BRIDGE.format("br-" + port, mac, port))
        if place:
            last_hop(self.nodes, ns, place, "br-" + port)
            self.nodes.bridge(ns, "fdb add %s dev %s master static" %
                              (MACS[place], port))

    def router(self, ns, vtep, mac, prefix):
        """Another node, and what it has."""
        self.nodes.ip(ns, """
            neigh add {0} lladdr {1} dev br-vx0
            route add {2} via {0} dev br-vx0 onlink table 10
            """.format(vtep, mac, prefix))
        self.nodes.bridge(ns, """
            fdb add {0} dev vx0 master static
            fdb add {0} dev vx0 dst {1} self
            """.format(mac, vtep))
