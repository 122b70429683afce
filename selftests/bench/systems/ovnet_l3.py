# SPDX-License-Identifier: GPL-2.0
"""Ours, routed."""
from nodes import IPS, LOCAL, MACS, NETS, WHOLE, WIRE
from prefixes import tell_ovnet
from systems.ovnet import Ovnet

GATEWAY = "02:6f:76:6e:65:74"           # everywhere
NETWORK = 200
REMOTES = {WIRE: 1, WHOLE: 2}


class OvnetL3(Ovnet):
    """A network of type l3 over VXLAN."""
    name = "ovnet l3"

    def setup(self, prefixes=0):
        self.routers()
        self.ovctl(self.nodes.one, "port add a1 network routed state open\n" +
                   self.endpoint(LOCAL, "b1"))
        self.ovctl(self.nodes.two, self.endpoint(WHOLE, "c1"))
        if prefixes:
            tell_ovnet(self.nodes.one, NETWORK, REMOTES[WIRE], prefixes)

    def routers(self):
        """Of either kind: a network that routes, and where the others are."""
        node1, others = self.ends()
        self.ovctl(self.nodes.one, """
            underlay add u {0}
            network add routed id {1} type l3 underlay u gateway 10.0.1.254/24
            """.format(node1, NETWORK) + "".join("""
            remote add {0} {2} id {1}
            route add routed {3} remote {0}
            """.format(place, REMOTES[place], end, NETS[place])
                                                 for place, end in others.items()))
        self.ovctl(self.nodes.two, """
            underlay add u %s
            network add routed id %d type l3 underlay u
            remote add node1 %s
            """ % (others[WHOLE], NETWORK, node1))

    @staticmethod
    def endpoint(place, device):
        return """
            port add {0} network routed state open
            route add routed {1} dev {0}
            neigh add routed {1} lladdr {2}
            """.format(device, IPS[place], MACS[place])

    def mac(self, place):
        return GATEWAY


class OvnetVpc(OvnetL3):
    """Networks of type l2, each with one endpoint, and a router."""
    name = "ovnet VPC"

    def setup(self):
        self.routers()
        self.ovctl(self.nodes.one, """
            network add near id 201 underlay u router routed gateway 10.0.1.253/24
            port add a1 network near state open
            """ + self.subnet(LOCAL, "b1", 202))
        self.ovctl(self.nodes.two, self.subnet(WHOLE, "c1", 203))

    @staticmethod
    def subnet(place, device, number):
        ip = IPS[place]
        return """
            network add {0} id {1} underlay u router routed gateway {2}.254/24
            port add {3} network {0} state open
            fdb add {0} {4} dev {3}
            neigh add {0} {5} lladdr {4}
            route add routed {6} network {0}
            """.format("at-" + device, number, ip.rpartition(".")[0], device,
                       MACS[place], ip, NETS[place])
