# SPDX-License-Identifier: GPL-2.0
"""Ours, with endpoints' own devices instead of veth pairs."""
import json

from nodes import LOCAL, MACS, WHOLE, WIRE, run
from systems.ovnet import VNI, Ovnet


class OvnetDevices(Ovnet):
    """An l2 network over VXLAN."""
    name = "ovnet devices"
    fewer = 2

    def setup(self):
        node1, others = self.ends()
        nodes = self.nodes
        self.ovctl(nodes.one, """
            underlay add u %s
            network add red id %d underlay u
            remote add wire %s
            remote add node2 %s
            fdb add red %s remote wire
            fdb add red %s remote node2
            """ % (node1, VNI, others[WIRE], others[WHOLE], MACS[WIRE],
                   MACS[WHOLE]))
        self.ovctl(nodes.two, """
            underlay add u %s
            network add red id %d underlay u
            remote add node1 %s
            """ % (others[WHOLE], VNI, node1))
        self.device(nodes.one, "a1", nodes.ends, "a0")
        near = self.device(nodes.one, "b1", nodes.ends, "b0")
        far = self.device(nodes.two, "c1", nodes.far, "c0")
        self.ovctl(nodes.one, "fdb add red %s dev %s" % (MACS[LOCAL], near))
        self.ovctl(nodes.two, "fdb add red %s dev %s" % (MACS[WHOLE], far))

    def device(self, ns, pair, end, name):
        """One in END, in place of a PAIR; what NS calls it."""
        before = self.ports(ns)
        self.nodes.ip(ns, "link del %s\nlink add %s netns %s type ovnet port red"
                      % (pair, name, end))
        self.nodes.ip(end, "link set %s up" % name)
        return (self.ports(ns) - before).pop()

    @staticmethod
    def ports(ns):
        text = run("ovctl", "-n", ns, "-j", "port", "show",
                   capture_output=True).stdout
        return {port["ifname"] for port in json.loads(text)}
