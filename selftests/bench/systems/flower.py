# SPDX-License-Identifier: GPL-2.0
"""tc: flower finds, tunnel_key and an external vxlan device encapsulate."""
from nodes import LOCAL, MACS, PORT, VTEP1, VTEPS, WHOLE, WIRE, run
from systems import System

DEVICE = """
link add vx0 type vxlan external dstport 4789
link set vx0 up
"""


class Flower(System):
    name, places = "flower+vxlan", (LOCAL, WIRE, WHOLE, PORT)
    modules = ("vxlan", "sch_ingress", "cls_flower", "act_mirred",
               "act_tunnel_key")

    def setup(self):
        one, two = self.nodes.one, self.nodes.two
        self.nodes.ip(one, DEVICE)
        self.nodes.ip(two, DEVICE)
        self.tc(one, "qdisc add dev a1 clsact\n" + self.rule(
            "a1", "dst_mac " + MACS[LOCAL],
            "action mirred egress redirect dev b1") + "".join(
                self.rule("a1", "dst_mac " + MACS[place],
                          "action tunnel_key set src_ip %s dst_ip %s id 100 "
                          "dst_port 4789 csum "
                          "action mirred egress redirect dev vx0" %
                          (VTEP1[place], VTEPS[place]))
                for place in (WIRE, WHOLE)))
        self.tc(two, "qdisc add dev vx0 clsact\n" + self.rule(
            "vx0", "enc_key_id 100 dst_mac " + MACS[WHOLE],
            "action tunnel_key unset action mirred egress redirect dev c1"))

    @staticmethod
    def rule(device, match, actions):
        return "filter add dev %s ingress proto ip flower skip_hw %s %s\n" % (
            device, match, actions)

    @staticmethod
    def tc(ns, commands):
        run("tc", "-n", ns, "-b", "-", input=commands)
