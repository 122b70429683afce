# SPDX-License-Identifier: GPL-2.0
"""The kernel's bridge, alone and with its vxlan device."""
import socket

import nl
import rtnl
from nodes import (FAR_MAC, LOCAL, MACS, MANY, NEAR_MAC, PORTS, VTEP1,
                   VTEPS, VTEPS_OF, WHOLE, WIRE, mac_after, many, remote)
from systems import CHANGING, System

MAKE = "link add br0 type bridge stp_state 0 mcast_snooping 0\nlink set br0 up\n"

VXLAN = """
link add vx{0} type vxlan id {1} local {2} dstport 4789 nolearning
link set vx{0} up
"""


def join(nodes, ns, *devices):
    nodes.ip(ns, "".join("link set %s master br0\n" % dev for dev in devices))


class Bridge(System):
    """No tunnel: nodes are switches, their wire is a trunk."""
    name = "bridge"
    modules = ("bridge",)

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

    def connect(self):
        for ns, near, far in ((self.nodes.one, "a1", "eth0"),
                              (self.nodes.two, "eth0", "c1")):
            self.nodes.bridge(ns, "fdb add %s dev %s master static\n"
                              "fdb add %s dev %s master static" %
                              (NEAR_MAC, near, FAR_MAC, far))


class BridgeVxlan(System):
    """A bridge, and a vxlan device in it, on each node."""
    name = "bridge+vxlan"
    modules = ("bridge", "vxlan")

    def setup(self, rows=0, networks=0, flood=0, six=False):
        nodes, (vtep1, vteps) = self.nodes, VTEPS_OF[six]
        for ns, local in ((nodes.one, vtep1[WHOLE]), (nodes.two, vteps[WHOLE])):
            nodes.ip(ns, MAKE + VXLAN.format(0, 100, local) + "".join(
                VXLAN.format(i, 100 + i, local) for i in range(1, networks + 1)))
            join(nodes, ns, "vx0")
        join(nodes, nodes.one, "a1")
        join(nodes, nodes.two, "c1")
        if not flood:
            join(nodes, nodes.one, "b1")
            nodes.bridge(nodes.one, "fdb add %s dev b1 master static" %
                         MACS[LOCAL])
        self.rows(nodes.one, (MACS[WIRE], vteps[WIRE]),
                  (MACS[WHOLE], vteps[WHOLE]),
                  *((mac, vteps[WIRE]) for mac in many(rows)))
        nodes.add_remotes(flood)
        nodes.bridge(nodes.one, "".join(
            "fdb append 00:00:00:00:00:00 dev vx0 dst %s self\n" % remote(i)
            for i in range(flood)))
        nodes.bridge(nodes.two,
                     "fdb add %s dev c1 master static" % MACS[WHOLE])

    def rows(self, ns, *where):
        """(MAC, VTEP): the bridge has one each, and so has the vxlan device."""
        self.nodes.bridge(ns, "".join(
            "fdb add {0} dev vx0 master static\nfdb add {0} dev vx0 dst {1} self\n"
            .format(*one) for one in where))

    def connect(self):
        one, two = self.nodes.one, self.nodes.two
        self.nodes.bridge(one, "fdb add %s dev a1 master static" % NEAR_MAC)
        self.nodes.bridge(two, "fdb add %s dev c1 master static" % FAR_MAC)
        self.rows(one, (FAR_MAC, VTEPS[WHOLE]))
        self.rows(two, (NEAR_MAC, VTEP1[WHOLE]))

    def changes(self):
        sock = nl.Socket(nl.NETLINK_ROUTE)
        device = socket.if_nametoindex("vx0")
        return sock.talk, [
            sock.message(kind, flags | nl.NLM_F_REQUEST | nl.NLM_F_ACK,
                         rtnl.row(device, mac_after(MANY, i), VTEPS[WIRE],
                                  rtnl.NUD_PERMANENT | rtnl.NUD_NOARP))
            for i in range(CHANGING)
            for kind, flags in ((rtnl.RTM_NEWNEIGH, rtnl.MAKE),
                                (rtnl.RTM_DELNEIGH, 0))]
