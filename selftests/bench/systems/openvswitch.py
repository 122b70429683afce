# SPDX-License-Identifier: GPL-2.0
"""Open vSwitch's datapath in the kernel, with flows as its daemon would make."""
from nodes import (FAR_MAC, LOCAL, MACS, NEAR_MAC, VTEP1, VTEPS, WHOLE,
                   WIRE)
from systems import System

# as its daemon makes it; newer kernels know no other way
VXLAN = "link add vx0 type vxlan external dstport 4789\nlink set vx0 up"
MATCH = "recirc_id(0),in_port(%s),%seth(dst=%s),eth_type(0x0800),ipv4(frag=no)"
TUNNEL = "tunnel(tun_id=0x64,src=%s,dst=%s,"
TO, FROM = "ttl=64,tp_dst=4789,flags(csum|key))", "ttl=0/0,flags(+key)),"


class OpenVswitch(System):
    name = "Open vSwitch"
    modules = ("openvswitch", "vxlan")
    # Its module has conntrack look at each IP packet in each namespace, also of
    # those who don't use it: some 900 instructions at each hop.
    alone = True

    def setup(self):
        one, two = self.nodes.one, self.nodes.two
        self.datapath(one, "a1", "b1")
        self.datapath(two, "c1")
        self.flow(one, 1, "", MACS[LOCAL], "2")
        for place in (WIRE, WHOLE):
            self.encap(one, 1, MACS[place], VTEP1[place], VTEPS[place], 3)
        self.decap(two, 2, VTEP1[WHOLE], VTEPS[WHOLE], MACS[WHOLE])

    def connect(self):
        one, two = self.nodes.one, self.nodes.two
        here, there = VTEP1[WHOLE], VTEPS[WHOLE]
        self.encap(one, 1, FAR_MAC, here, there, 3)
        self.decap(two, 2, here, there, FAR_MAC)
        self.encap(two, 1, NEAR_MAC, there, here, 2)
        self.decap(one, 3, there, here, NEAR_MAC)

    def encap(self, ns, port, mac, source, destination, tunnel):
        self.flow(ns, port, "", mac, "set(%s),%d" % (
            TUNNEL % (source, destination) + TO, tunnel))

    def decap(self, ns, tunnel, source, destination, mac):
        """To port 1."""
        self.flow(ns, tunnel, TUNNEL % (source, destination) + FROM, mac, "1")

    def datapath(self, ns, *ports):
        """Port 0 is its own, then PORTS, then the tunnel."""
        dp = "system@" + ns
        self.dpctl(ns, "add-dp", dp)
        self.nodes.ip(ns, VXLAN)
        for port in ports + ("vx0",):
            self.dpctl(ns, "add-if", dp, port)

    def flow(self, ns, port, tunnel, mac, actions):
        self.dpctl(ns, "add-flow", "system@" + ns,
                   MATCH % (port, tunnel, mac), actions)

    def dpctl(self, ns, *words):
        self.nodes.run(ns, "ovs-dpctl", *words)
