# SPDX-License-Identifier: GPL-2.0
"""The cases: each is a line. See docs/performance.md for what they mean."""
from nodes import LOCAL, PORT, WHOLE, WIRE

HOPS = {LOCAL: 2, WIRE: 2, WHOLE: 3, PORT: 2}   # pairs of veth devices
TUNNELS = ("bridge+vxlan", "flower+vxlan", "Open vSwitch", "seg6")
PLAIN = ("bridge", "IPv4 forwarding")


class Case:
    """Packets from an endpoint to a PLACE of nodes.py, by ours and by PEERS.

    OPTIONS are those of Pktgen.send().
    """

    def __init__(self, name, place, peers, **options):
        self.name, self.place, self.options = name, place, options
        self.systems = ("ovnet",) + peers


def _each(name, place, peers, **options):
    for size in (60, 1400):
        for flows in (1, 1024):
            yield Case("%s, %d B, %d flow%s" % (name, size, flows,
                                                "s" * (flows > 1)),
                       place, peers, size=size, flows=flows, **options)


CASES = [
    *_each("port to underlay", WIRE, TUNNELS + PLAIN),
    *_each("underlay to port", PORT, TUNNELS + PLAIN, private=True),
    *_each("whole path", WHOLE, TUNNELS + PLAIN),
    Case("whole path, private skbs, 60 B, 1 flow", WHOLE, TUNNELS + PLAIN,
         private=True, size=60, flows=1),
    *_each("port to port", LOCAL,
           ("bridge", "bridge+vxlan", "flower+vxlan", "Open vSwitch")),
]
