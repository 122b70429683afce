# SPDX-License-Identifier: GPL-2.0
"""Ours, over SRv6."""
from nodes import PORTS, VTEP1_6, VTEPS_6, WHOLE, WIRE
from systems.ovnet import Ovnet
from systems.ovnet_l3 import OvnetL3

END = "srv6 %s source %s"
LOCATOR1 = "fd00:c1::/48"
LOCATORS = {WIRE: "fd00:c3::/48", WHOLE: "fd00:c4::/48"}


class Srv6:
    """Ends of tunnels are locators, each with a route to it."""

    def ends(self, six=True):
        nodes = self.nodes
        for place, locator in LOCATORS.items():
            nodes.ip(nodes.one, "route add %s via %s dev %s" %
                     (locator, VTEPS_6[place], PORTS[place]))
        nodes.ip(nodes.two, "route add %s via %s dev eth0" %
                 (LOCATOR1, VTEP1_6[WHOLE]))
        return END % (LOCATOR1, VTEP1_6[WHOLE]), {
            place: END % (locator, VTEPS_6[place])
            for place, locator in LOCATORS.items()}


class OvnetSrv6(Srv6, Ovnet):
    """A network of type l2: frames, to End.DT2U."""
    name = "ovnet SRv6"


class OvnetL3Srv6(Srv6, OvnetL3):
    """A network of type l3: packets, to End.DT46."""
    name = "ovnet l3 SRv6"
