# SPDX-License-Identifier: GPL-2.0
"""What no system can be cheaper than: to make a packet, and to hand it on."""
from nodes import LOCAL
from systems import System


class Generator(System):
    """A packet is made, and dropped by a dummy device."""
    name = "generator"
    modules = ("dummy",)

    def setup(self):
        self.nodes.ip(self.nodes.ends, "link add gen0 type dummy\n"
                      "link set gen0 up")
        self.source = self.nodes.ends, "gen0"

    def send(self, place, count, **options):
        took, _ = super().send(place, count, **options)
        return took, 0          # there is no sink


class Veth(System):
    """One pair of veth devices; who gets the packet drops it."""
    name = "veth"

    def setup(self):
        self.sinks = {LOCAL: (self.nodes.one, "a1")}
