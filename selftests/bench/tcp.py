# SPDX-License-Identifier: GPL-2.0
"""TCP from one endpoint to the other, through both nodes: what a megabyte costs.

And how many skbs it is at each hop: large ones, if nothing on the way segments
them, and only those of TCP itself back.
"""
import os
import socket
import time

import pkt
from nodes import FAR, NEAR

MEGABYTES = 16
PORT_NUMBER = 5001
CHUNK = bytes(1 << 20)


class Transfer:
    """A case: from a0 to c0, or back."""

    def __init__(self, name, peers, back=False):
        self.name, self.systems, self.back = name, ("ovnet",) + peers, back
        self.more = {"tcp": True}
        self.rounds, self.skbs = {}, {}

    def ends(self, nodes):
        near, far = (nodes.ends, NEAR), (nodes.far, FAR)
        return (far, near) if self.back else (near, far)

    def hops(self, nodes):
        """Devices that see the data, in order."""
        hops = [(nodes.one, "a1"), (nodes.two, "eth0"), (nodes.far, "c0")]
        return [(nodes.two, "c1"), (nodes.one, "eth0"), (nodes.ends, "a0")] \
            if self.back else hops

    def send(self, system):
        """Seconds."""
        return transfer(*self.ends(system.nodes))

    def measure(self, system):
        nodes = system.nodes
        before = [nodes.received(*hop) for hop in self.hops(nodes)]
        took = self.send(system)
        self.skbs[system.name] = [
            round((nodes.received(*hop) - n) / MEGABYTES, 1)
            for hop, n in zip(self.hops(nodes), before)]
        self.rounds.setdefault(system.name, []).append(took * 1e9 / MEGABYTES)

    def rows(self):
        for name in self.systems:
            yield {"case": self.name, "system": name, "floor": 0,
                   "rounds": [round(ns) for ns in self.rounds[name]],
                   "skbs": self.skbs[name]}


def _receive(listener):
    """All that comes, then a byte back: it is here."""
    conn, _ = listener.accept()
    while conn.recv(1 << 20):
        pass
    conn.send(b".")
    conn.close()


def transfer(source, sink):
    """Seconds; (namespace, address) each."""
    with pkt.netns(sink[0]):
        listener = socket.create_server((sink[1], PORT_NUMBER), reuse_port=True)
    pid = os.fork()
    if not pid:
        _receive(listener)
        os._exit(0)
    listener.close()
    with pkt.netns(source[0]):
        conn = socket.create_connection((sink[1], PORT_NUMBER), pkt.TIMEOUT)
    start = time.monotonic()
    for _ in range(MEGABYTES):
        conn.sendall(CHUNK)
    conn.shutdown(socket.SHUT_WR)
    if conn.recv(1) != b".":
        raise RuntimeError("the other end has gone")
    took = time.monotonic() - start
    conn.close()
    os.waitpid(pid, 0)
    return took


_PEERS = ("bridge+vxlan", "flower+vxlan", "Open vSwitch", "seg6", "bridge",
          "IPv4 forwarding")
TRANSFERS = [
    Transfer("TCP, whole path, a megabyte", _PEERS),
    Transfer("TCP, whole path, back, a megabyte", _PEERS, back=True),
]
