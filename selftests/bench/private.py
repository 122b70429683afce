# SPDX-License-Identifier: GPL-2.0
"""Our own generator: copies of any frame, to which nobody else has a reference.

See generator/ovnet_generator.c.
"""
import socket

import pkt

DIR = "/sys/kernel/debug/ovnet-generator/"


class Private:
    """Frames by a device of a namespace."""

    def __init__(self, ns, device):
        self.ns = ns
        with pkt.netns(ns):
            self.ifindex = socket.if_nametoindex(device)

    def send(self, frame, count, offset=0, steps=1):
        """Seconds; the 32 bits at OFFSET take STEPS values, one after the other."""
        with open(DIR + "frame", "wb", buffering=0) as file:
            file.write(frame)
        with pkt.netns(self.ns), open(DIR + "run", "w", encoding="ascii") as file:
            file.write("%d %d %d %d" % (self.ifindex, count, offset, steps))
        with open(DIR + "run", encoding="ascii") as file:
            return int(file.read()) / 1e9
