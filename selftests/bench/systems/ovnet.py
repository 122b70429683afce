# SPDX-License-Identifier: GPL-2.0
"""Ours."""
from nodes import (FAR_MAC, LOCAL, MACS, MANY, NEAR_MAC, VTEPS_OF, WHOLE, WIRE,
                   mac_after, many, remote, run)
from spec import Client
from systems import CHANGING, System

VNI = 100


class Ovnet(System):
    """An l2 network over VXLAN."""
    name = "ovnet"
    modules = ("ovnet",)

    def setup(self, rows=0, networks=0, flood=0, six=False, settings=None):
        node1, others = self.ends(six)
        one, two = self.nodes.one, self.nodes.two
        self.ovctl(one, """
            underlay add u %s
            network add red id %d underlay u
            remote add wire %s
            remote add node2 %s
            port add a1 network red state open
            fdb add red %s remote wire
            fdb add red %s remote node2
            """ % (node1, VNI, others[WIRE], others[WHOLE], MACS[WIRE],
                   MACS[WHOLE]))
        self.ovctl(two, """
            underlay add u %s
            network add red id %d underlay u
            remote add node1 %s
            port add c1 network red state open
            fdb add red %s dev c1
            """ % (others[WHOLE], VNI, node1, MACS[WHOLE]))
        if flood:
            self.flood(flood)
        else:
            self.ovctl(one, "port add b1 network red state open\n"
                       "fdb add red %s dev b1" % MACS[LOCAL])
        for ns in (one, two):
            if settings:
                self.ovctl(ns, "node set %s\n" % settings)
            self.ovctl(ns, "".join("network add n%d id %d underlay u\n" %
                                   (i, VNI + i) for i in range(1, networks + 1)))
        self.ovctl(one, "network set red fdb-max %d\n" % max(rows + 1000, 1000)
                   + "".join("fdb add red %s remote wire\n" % mac
                             for mac in many(rows)))

    def ends(self, six=False):
        """(node 1's end of a tunnel, those of PLACES), for an underlay and remotes."""
        vtep1, vteps = VTEPS_OF[six]
        return "vxlan " + vtep1[WHOLE], {place: "vxlan " + vtep
                                         for place, vtep in vteps.items()}

    def flood(self, n):
        self.nodes.add_remotes(n)
        self.ovctl(self.nodes.one, "".join(
            "remote add r{0} vxlan {1}\nmember add red remote r{0}\n".format(
                i, remote(i)) for i in range(n)))

    @staticmethod
    def ovctl(ns, commands):
        run("ovctl", "-n", ns, "-b", "-", input=commands)

    def connect(self):
        self.ovctl(self.nodes.one, "fdb add red %s dev a1\n"
                   "fdb add red %s remote node2" % (NEAR_MAC, FAR_MAC))
        self.ovctl(self.nodes.two, "fdb add red %s dev c1\n"
                   "fdb add red %s remote node1" % (FAR_MAC, NEAR_MAC))

    def changes(self):
        client = Client()
        row = {"network-id": VNI}
        return client.send, [
            client.message(op, {**row, "mac": mac_after(MANY, i), **where})
            for i in range(CHANGING)
            for op, where in (("fdb-new", {"remote-id": 1}), ("fdb-del", {}))]
