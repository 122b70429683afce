# SPDX-License-Identifier: GPL-2.0
"""Ours."""
from nodes import LOCAL, MACS, PORT, VTEP1, VTEPS, WHOLE, WIRE, run
from systems import System

VNI = 100


class Ovnet(System):
    """An l2 network over VXLAN and IPv4."""
    name, places = "ovnet", (LOCAL, WIRE, WHOLE, PORT)

    def setup(self):
        one, two = self.nodes.one, self.nodes.two
        self.ovctl(one, """
            underlay add u vxlan %s
            network add red id %d underlay u
            remote add wire vxlan %s
            remote add node2 vxlan %s
            port add a1 network red state open
            port add b1 network red state open
            fdb add red %s dev b1
            fdb add red %s remote wire
            fdb add red %s remote node2
            """ % (VTEP1[WHOLE], VNI, VTEPS[WIRE], VTEPS[WHOLE], MACS[LOCAL],
                   MACS[WIRE], MACS[WHOLE]))
        self.ovctl(two, """
            underlay add u vxlan %s
            network add red id %d underlay u
            remote add node1 vxlan %s
            port add c1 network red state open
            fdb add red %s dev c1
            """ % (VTEPS[WHOLE], VNI, VTEP1[WHOLE], MACS[WHOLE]))

    @staticmethod
    def ovctl(ns, commands):
        run("ovctl", "-n", ns, "-b", "-", input=commands)
