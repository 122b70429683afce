# SPDX-License-Identifier: GPL-2.0
"""Many prefixes, side by side and of lengths that vary, and how kernels are told.

They fill SPAN, so that an address at random is below one of them, whichever: what
a cache has does not help.
"""
import functools
import ipaddress
import socket
import struct

import nl
import pkt
import rtnl
from spec import Client

FIRST = int(ipaddress.ip_address("10.128.0.0"))
# the logarithms of how many addresses each has, again and again
SIZES = 5, 4, 4, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1
BATCH = 16384           # bytes, or so, of requests sent at once
PART = 4000             # routes of a message


def prefixes(n):
    """(address, length) of each."""
    at = FIRST
    for i in range(n):
        size = SIZES[i % len(SIZES)]
        yield at, 32 - size
        at += 1 << size


@functools.lru_cache
def span(n):
    """The first and the last address."""
    for last, length in prefixes(n):
        pass
    return tuple(str(ipaddress.ip_address(number)) for number in (
        FIRST, last + (1 << 32 - length) - 1))


def tell_fib(ns, device, via, n):
    """The kernel's own: they are all behind VIA."""
    via = ipaddress.ip_address(via).packed
    with pkt.netns(ns):
        sock = nl.Socket(nl.NETLINK_ROUTE)
        index = socket.if_nametoindex(device)
    rtnl.tell_all(sock, rtnl.RTM_NEWROUTE, (
        rtnl.route(struct.pack(">I", address), length, index, via)
        for address, length in prefixes(n)), BATCH)
    sock.close()


def tell_ovnet(ns, network, remote, n):
    """Ours: they are all at REMOTE; both are ids."""
    with pkt.netns(ns):
        client = Client()
    whole = client.spec.encode("ovnet", [("route", {
        "network-id": network, "remote-id": remote, "dst4": "255.255.255.255",
        "len": 0})])
    at = whole.index(b"\xff" * 4)
    # the length is what comes last
    before, between, after = whole[:at], whole[at + 4:-4], bytes(3)
    objects = [b"%b%b%b%c%b" % (before, address.to_bytes(4, "big"), between,
                                length, after)
               for address, length in prefixes(n)]
    op = client.spec.ops["route-new"]["value"]
    for i in range(0, n, PART):
        client.send(client.raw(op, b"".join(objects[i:i + PART])))
    client.sock.close()
