# SPDX-License-Identifier: GPL-2.0
"""The cases: each is a line. See docs/performance.md for what they mean."""
from nodes import EVERYBODY, LOCAL, MANY, PORT, WHOLE, WIRE

HOPS = {LOCAL: 2, WIRE: 2, WHOLE: 3, PORT: 2}   # pairs of veth devices
TUNNELS = ("bridge+vxlan", "flower+vxlan", "Open vSwitch", "seg6")
PLAIN = ("bridge", "IPv4 forwarding")
IRB = "bridge+vxlan+VRF"
SENT_TO = 100000        # of many MACs


class Case:
    """Packets from an endpoint to a PLACE of nodes.py, by ours and by PEERS.

    MORE is what System.setup() is given, OPTIONS what System.send() is.
    """

    def __init__(self, name, place, peers, more=None, ours="ovnet", **options):
        self.name, self.place, self.options = name, place, options
        self.systems, self.more = (ours,) + peers, more or {}

    def floor(self, generator, veth, fewer):
        """What it takes to make a packet, and to hand it from device to device.

        FEWER: pairs of devices that a system does without.
        """
        hop, copies = veth - generator, self.options.get("copies", 1)
        if copies > 1:
            return (generator + hop) / copies + hop
        return generator + (HOPS[self.place] - fewer) * hop

    def floor_options(self):
        return {key: value for key, value in self.options.items()
                if key in ("size", "flows", "private", "prefixes")}


def _each(name, place, peers, **options):
    for size in (60, 1400):
        for flows in (1, 1024):
            yield Case("%s, %d B, %d flow%s" % (name, size, flows,
                                                "s" * (flows > 1)),
                       place, peers, size=size, flows=flows, **options)


def _devices(name, place, peers):
    for skbs, how in (("", {}), ("private skbs, ", {"private": True})):
        yield Case("%s, own devices, %s60 B" % (name, skbs), place,
                   ("ovnet",) + peers, size=60, flows=1, ours="ovnet devices",
                   **how)


def _rows(n, peers):
    return Case("%d MAC%s, port to underlay, 60 B" % (n, "s" * (n > 1)), WIRE,
                peers, {"rows": n}, size=60, flows=1, macs=min(n, SENT_TO), to=MANY)


def _routed(name, place, *peers, **options):
    for kind in ("l3", "VPC"):
        yield Case("%s, %s, 60 B" % (kind, name), place, peers, size=60, flows=1,
                   ours="ovnet " + kind, **options)


def _srv6(name, place, **options):
    """Frames, which nobody else in the kernel delivers by MAC, and packets."""
    for kind, peer in (("", "ovnet"), ("l3 ", "seg6")):
        yield Case("%sSRv6, %s, 60 B" % (kind, name), place, (peer,), size=60,
                   flows=1, ours="ovnet %sSRv6" % kind, **options)


def _prefixes(n):
    return Case("%d prefix%s, l3, port to underlay, 60 B" % (n, "es" * (n > 1)),
                WIRE, ("IPv4 forwarding",), {"prefixes": n}, size=60, flows=1,
                ours="ovnet l3", prefixes=n)


def _without(what, settings):
    for private in (False, True):
        yield Case("whole path, %s, %s60 B" % (what, "private skbs, " * private), WHOLE, (),
                   {"settings": settings}, size=60, flows=1, private=private)


def _flood(n):
    return Case("flood to %d, each copy, 60 B" % n, WIRE, ("bridge+vxlan",),
                {"flood": n}, size=60, flows=1, copies=n, to=EVERYBODY)


CASES = [
    *_each("port to underlay", WIRE, TUNNELS + PLAIN),
    *_each("underlay to port", PORT, TUNNELS + PLAIN, private=True),
    *_each("whole path", WHOLE, TUNNELS + PLAIN),
    *_each("port to port", LOCAL,
           ("bridge", "bridge+vxlan", "flower+vxlan", "Open vSwitch")),
    Case("port to port, private skbs, 60 B", LOCAL, ("bridge",), private=True,
         size=60, flows=1),
    Case("whole path, private skbs, 60 B", WHOLE, TUNNELS + PLAIN, private=True,
         size=60, flows=1),
    *_without("flow cache off", "cache off"),
    *_without("underlay-hooks on", "underlay-hooks on"),
    *_devices("whole path", WHOLE, TUNNELS + PLAIN),
    *_devices("port to port", LOCAL, ("bridge", "bridge+vxlan", "Open vSwitch")),
    Case("whole path, IPv6 underlay, 60 B", WHOLE, ("bridge+vxlan",),
         {"six": True}, size=60, flows=1),
    *_routed("port to port", LOCAL, "IPv4 forwarding", IRB),
    *_routed("port to underlay", WIRE, "IPv4 forwarding", "seg6", IRB),
    *_routed("underlay to port", PORT, "IPv4 forwarding", "seg6", IRB,
             private=True),
    *_routed("whole path", WHOLE, "IPv4 forwarding", "seg6"),
    *_routed("whole path, private skbs", WHOLE, "IPv4 forwarding", "seg6",
             private=True),
    *_srv6("port to underlay", WIRE),
    *_srv6("underlay to port", PORT, private=True),
    *_srv6("whole path", WHOLE),
    *_srv6("whole path, private skbs", WHOLE, private=True),
    _prefixes(1), _prefixes(1000), _prefixes(100000), _prefixes(1000000),
    _flood(1), _flood(10), _flood(100),
    *(_rows(n, ("bridge+vxlan",)) for n in (1, 1000, 100000)),
    _rows(1000000, ()),
    Case("1000 networks, underlay to port, 60 B", PORT, ("bridge+vxlan",),
         {"networks": 999}, private=True, size=60, flows=1),
    Case("10000 networks, underlay to port, 60 B", PORT, (), {"networks": 9999},
         private=True, size=60, flows=1),
]
