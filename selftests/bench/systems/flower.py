# SPDX-License-Identifier: GPL-2.0
"""tc: flower finds, tunnel_key and an external vxlan device encapsulate."""
from nodes import (FAR_MAC, LOCAL, MACS, NEAR_MAC, VTEP1, VTEPS, WHOLE,
                   WIRE, run)
from systems import System

DEVICE = """
link add vx0 type vxlan external dstport 4789
link set vx0 up
"""


class Flower(System):
    name = "flower+vxlan"
    modules = ("vxlan", "sch_ingress", "cls_flower", "act_mirred",
               "act_tunnel_key")

    def setup(self):
        one, two = self.nodes.one, self.nodes.two
        self.nodes.ip(one, DEVICE)
        self.nodes.ip(two, DEVICE)
        self.tc(one, "qdisc add dev a1 clsact\nqdisc add dev vx0 clsact\n" +
                self.rule("a1", "dst_mac " + MACS[LOCAL],
                          "action mirred egress redirect dev b1") +
                "".join(self.encap("a1", MACS[place], VTEP1[place], VTEPS[place])
                        for place in (WIRE, WHOLE)))
        self.tc(two, "qdisc add dev c1 clsact\nqdisc add dev vx0 clsact\n" +
                self.decap(MACS[WHOLE], "c1"))

    def connect(self):
        here, there = VTEP1[WHOLE], VTEPS[WHOLE]
        self.tc(self.nodes.one, self.encap("a1", FAR_MAC, here, there) +
                self.decap(NEAR_MAC, "a1"))
        self.tc(self.nodes.two, self.encap("c1", NEAR_MAC, there, here) +
                self.decap(FAR_MAC, "c1"))

    def encap(self, device, mac, source, destination):
        return self.rule(device, "dst_mac " + mac,
                         "action tunnel_key set src_ip %s dst_ip %s id 100 "
                         "dst_port 4789 csum "
                         "action mirred egress redirect dev vx0" %
                         (source, destination))

    def decap(self, mac, device):
        return self.rule("vx0", "enc_key_id 100 dst_mac " + mac,
                         "action tunnel_key unset "
                         "action mirred egress redirect dev " + device)

    @staticmethod
    def rule(device, match, actions):
        return "filter add dev %s ingress proto ip flower skip_hw %s %s\n" % (
            device, match, actions)

    @staticmethod
    def tc(ns, commands):
        run("tc", "-n", ns, "-b", "-", input=commands)
