# SPDX-License-Identifier: GPL-2.0
"""What no system can be cheaper than: to make a packet, and to hand it on."""
from nodes import IPS, LOCAL, MACS, SOURCE
from pktgen import Pktgen
from systems import System


class Generator(System):
    """A packet is made, and dropped by a dummy device."""
    name, places = "generator", (LOCAL,)

    def setup(self):
        self.nodes.ip(self.nodes.ends, "link add gen0 type dummy\n"
                      "link set gen0 up")
        self.generator = Pktgen(self.nodes.ends, "gen0")

    def send(self, place, count, **options):
        return self.generator.send(count, MACS[place], SOURCE, IPS[place],
                                   **options), 0


class Veth(System):
    """One pair of veth devices; who gets the packet drops it."""
    name, places = "veth", (LOCAL,)

    def setup(self):
        pass

    def send(self, place, count, **options):
        sink = self.nodes.one, "a1"
        before = self.nodes.received(*sink)
        took = self.generator.send(count, MACS[place], SOURCE, IPS[place],
                                   **options)
        return took, count - (self.nodes.received(*sink) - before)
