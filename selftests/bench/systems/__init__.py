# SPDX-License-Identifier: GPL-2.0
"""What is compared: each is a class in a module here.

A system has a NAME, whether it is ROUTED (packets are sent to the node's MAC), and
sets itself up on Nodes of its own, with more than the least if a case wants that:

    rows        so many MACs are at the remote of WIRE, from MANY on
    prefixes    so many prefixes are, those of prefixes.py
    networks    so many networks besides
    six         the underlay is IPv6, where it may be either
    flood       what is for everybody goes to so many remotes, and to nobody else
    tcp         a0 and c0 reach each other: connect() is called
"""
import pkt
from nodes import (GATEWAY, IPS, MACS, NEAR_MAC, PORT, SINKS, SOURCE, WHOLE,
                   run)
from pktgen import FLOWS_FROM, Pktgen
from private import Private

CHANGING = 100          # rows that come and go
UDP_PORTS = 32          # of 32 bits that end with a UDP source port, in a frame


def frame(mac, source, destination, size):
    """As pktgen makes it."""
    data = bytes(size - 42)
    return pkt.eth(mac, NEAR_MAC, 0x800, pkt.ip4(
        source, destination, 17, pkt.udp(FLOWS_FROM, 9, data), ttl=32))


class System:
    """Set up when made."""

    name, routed = "", False
    modules = ()
    alone = False       # set up when all that is not has been measured
    fewer = 0           # pairs of veth devices than others have

    def __init__(self, nodes, **more):
        self.nodes = nodes
        if self.modules:
            run("modprobe", "-a", *self.modules)
        self.source = nodes.ends, "a0"
        self.sinks = {place: (nodes.far if end == "c0" else nodes.ends, end)
                      for place, end in SINKS.items()}
        tcp = more.pop("tcp", False)
        self.setup(**more)
        if tcp:
            self.connect()
            nodes.connect(self.routed)
        self.pktgen = Pktgen(*self.source)

    def setup(self, **more):
        raise NotImplementedError

    def changes(self):
        """(talk, requests): rows come and go as they are said, one after the other.

        In node 1's namespace. None of them is what packets are sent to.
        """
        raise NotImplementedError

    def connect(self):
        """The way there and back for TCP, where setup() has not made it."""
        raise NotImplementedError

    def send(self, place, count, private=False, copies=1, **options):
        """Seconds; and how many had not arrived when the last was sent.

        PRIVATE: by our own generator, which alone can send to PORT.
        COPIES: so many of each are to arrive, of COUNT altogether.
        """
        act = (self.private if private else self.by_pktgen)(place, **options)
        before = self.received(place)
        took = act(count // copies)
        return took, count - (self.received(place) - before)

    def received(self, place):
        return self.nodes.received(*self.sinks[place])

    def mac(self, place):
        return GATEWAY if self.routed else MACS[place]

    def by_pktgen(self, place, to=None, **options):
        """TO: another MAC than that of PLACE."""
        return lambda count: self.pktgen.send(count, to or self.mac(place),
                                              SOURCE, IPS[place], **options)

    def private(self, place, size=60, flows=1):
        if place == PORT:
            source = self.nodes.one, "eth0"
            data = self.captured(size)
        else:
            source = self.source
            data = frame(self.mac(place), SOURCE, IPS[place], size)
        return lambda count: Private(*source).send(
            data, count, len(data) - size + UDP_PORTS, flows)

    def captured(self, size):
        """What node 2 gets of a frame of that size."""
        wire = pkt.Dev(self.nodes.two, "eth0")
        inner = frame(self.mac(WHOLE), SOURCE, IPS[WHOLE], size)
        Private(*self.source).send(inner, 1)
        data = wire.recv(pkt.TIMEOUT)
        wire.sock.close()
        if data[12:14] == b"\x08\x00" and data[23] == 17 and len(data) > size:
            data = data[:40] + bytes(2) + data[42:]     # a checksum not yet made
        return data
