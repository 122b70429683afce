# SPDX-License-Identifier: GPL-2.0
"""The kernel's bridge, alone and with its vxlan device."""
from nodes import (LOCAL, MACS, PORT, PORTS, VTEP1, VTEPS, WHOLE, WIRE)
from systems import System

MAKE = "link add br0 type bridge stp_state 0 mcast_snooping 0\nlink set br0 up\n"


def join(nodes, ns, *devices):
    nodes.ip(ns, "".join("link set %s master br0\n" % dev for dev in devices))


class Bridge(System):
    """No tunnel: nodes are switches, their wire is a trunk."""
    name, places = "bridge", (LOCAL, WIRE, WHOLE, PORT)

    def setup(self):
        nodes = self.nodes
        nodes.ip(nodes.one, MAKE)
        nodes.ip(nodes.two, MAKE)
        join(nodes, nodes.one, "a1", "b1", "eth0", "eth1")
        join(nodes, nodes.two, "eth0", "c1")
        nodes.bridge(nodes.one, "".join(
            "fdb add %s dev %s master static\n" % (MACS[place], PORTS[place])
            for place in (LOCAL, WIRE, WHOLE)))
        nodes.bridge(nodes.two,
                     "fdb add %s dev c1 master static" % MACS[WHOLE])


class BridgeVxlan(System):
    """A bridge, and a vxlan device in it, on each node."""
    name, places = "bridge+vxlan", (LOCAL, WIRE, WHOLE, PORT)

    def setup(self):
        nodes = self.nodes
        for ns, local in ((nodes.one, VTEP1[WHOLE]), (nodes.two, VTEPS[WHOLE])):
            nodes.ip(ns, MAKE + """
                link add vx0 type vxlan id 100 local %s dstport 4789 nolearning
                link set vx0 up master br0
                """ % local)
        join(nodes, nodes.one, "a1", "b1")
        join(nodes, nodes.two, "c1")
        nodes.bridge(nodes.one, "fdb add %s dev b1 master static\n" % MACS[LOCAL]
                     + "".join("""
            fdb add {0} dev vx0 master static
            fdb add {0} dev vx0 dst {1} self
            """.format(MACS[place], VTEPS[place]) for place in (WIRE, WHOLE)))
        nodes.bridge(nodes.two,
                     "fdb add %s dev c1 master static" % MACS[WHOLE])
