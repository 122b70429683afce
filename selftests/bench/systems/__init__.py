# SPDX-License-Identifier: GPL-2.0
"""What is compared: each is a module here, and a class in ALL.

A system has a NAME, PLACES (of nodes.py) that packets reach by it, whether it
is ROUTED (packets are sent to the node's MAC), and sets itself up on Nodes of its
own.
"""
from nodes import GATEWAY, IPS, MACS, SINKS, SOURCE
from pktgen import Pktgen


class System:
    """Set up when made."""

    name, places, routed = "", (), False
    alone = False       # set up when all that is not has been measured

    def __init__(self, nodes):
        self.nodes = nodes
        self.generator = Pktgen(nodes.ends, "a0")
        self.setup()

    def setup(self):
        raise NotImplementedError

    def send(self, place, count, **options):
        """Seconds; and how many had not arrived when the last was sent."""
        sink = self.nodes.ends, SINKS[place]
        before = self.nodes.received(*sink)
        took = self.generator.send(
            count, GATEWAY if self.routed else MACS[place], SOURCE, IPS[place],
            **options)
        return took, count - (self.nodes.received(*sink) - before)
