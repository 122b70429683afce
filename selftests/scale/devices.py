# SPDX-License-Identifier: GPL-2.0
"""Networks with a device, ports, and frames that go to a thousand places."""
import socket
import struct
import time

import pkt
from bulk import SO_RCVBUFFORCE, slices
from links import IFLA_OVNET_ID
from nl import attr
from objects import FIRST
from steps import Steps, Weigh, timed
from testbed import NS, RED, WIRE, WIRE_MAC, received, remote_address

GROUP = 7               # of devices that go together
AGAIN = 50              # floods
POLL = 0.0005           # seconds


def port_names(n):
    return [("p%d" % i, "q%d" % i) for i in range(n)]


class Devices:
    """Topics; see steps.py."""

    def __init__(self, node, report, objects):
        self.node, self.report, self.objects = node, report, objects

    # --- legs

    def legs(self, n):
        node, steps = self.node, Steps(n)
        before = node.links.indices()
        with Weigh(steps) as weigh:
            node.bulk.send(self.objects.network_requests(
                "network-new", n, underlay="u"))
            steps.time("networks given a device", timed(lambda: self.add_legs(n)))
            weigh.full("a network with a device")
            self.report.check(node.network(FIRST + n - 1)["legs"], 1, "legs")
            steps.time("  removed with it (force)", node.bulk.send(
                self.objects.network_requests("network-del", n, force=True)))
            self.report.check(node.links.indices(), before,
                              "devices when the legs are gone")
        return steps

    def add_legs(self, n):
        for i in range(n):
            self.node.links.add("ovnet", "leg%d" % i, attr(
                IFLA_OVNET_ID, struct.pack("=I", FIRST + i)))

    def dummies(self, n):
        """The kernel's own least device: what legs are to be held against."""
        steps = Steps(n)
        links = self.node.links
        with Weigh(steps) as weigh:
            steps.time("for comparison, dummy devices made", timed(
                lambda: [links.add("dummy", "dummy%d" % i, group=GROUP)
                         for i in range(n)]))
            weigh.full("a dummy device")
            steps.time("  removed", timed(lambda: links.remove_group(GROUP)))
        return steps

    # --- ports

    def port_requests(self, op, n, **more):
        index = self.node.links.indices()
        objects = [{"ifindex": index[p], **more} for p, _ in port_names(n)]
        return [self.node.client.message(op, objects[first:first + size])
                for first, size in slices(n, 1000)]

    def add_veths(self, n):
        for p, q in port_names(n):
            self.node.links.add_veth(p, q, GROUP)
        self.node.links.up_group(GROUP)

    def ports(self, n):
        node, steps = self.node, Steps(n)
        with Weigh(steps) as weigh:
            self.add_veths(n)
            devices = weigh.full("a pair of veth devices")
            new = self.port_requests("port-new", n, **{"network-id": RED,
                                                       "state": "open"})
            delete = self.port_requests("port-del", n)
            steps.time("ports made of veth devices", node.bulk.send(new))
            weigh.full("a port, without its device", since=devices)
            self.report.check(node.network()["ports"], n, "ports")
            count, took, _ = node.bulk.dump("port-get")
            self.report.check(count, n, "ports dumped")
            steps.time("  dumped", took)
            self._flood_ports(steps, n)
            steps.time("  removed", node.bulk.send(delete))
            self.report.check(node.network()["ports"], 0, "ports")
            node.links.remove_group(GROUP)
        return steps

    def _flood_ports(self, steps, n):
        """One end sends, all others receive."""
        sender = pkt.Dev(NS, "q0", 0)
        frame = pkt.eth(pkt.BROADCAST, "02:00:00:00:00:07", 0x88b5, bytes(46))
        took = self._flood(sender, frame, (NS, "q[0-9]+"), AGAIN * (n - 1))
        steps.time("  frame flooded to the others, each copy", took,
                   AGAIN * (n - 1))

    def _flood(self, sender, frame, where, copies):
        """Seconds until all are there: a softirq may go on in its thread."""
        start, before = time.monotonic(), received(*where)
        for _ in range(AGAIN):
            sender.send(frame)
        while True:
            got, took = received(*where) - before, time.monotonic() - start
            if got >= copies or took > pkt.TIMEOUT:
                break
            time.sleep(POLL)
        self.report.check(got, copies, "copies of flooded frames")
        return took

    # --- flood to remotes

    def flood(self, n):
        """A broadcast of a port's becomes a packet to each member."""
        node, steps = self.node, Steps(n)
        self.add_veths(1)
        node.bulk.send(self.port_requests("port-new", 1, **{
            "network-id": RED, "state": "open"}))
        members = [{"network-id": RED, "remote-id": i} for i in range(1, n + 1)]
        with Weigh(steps) as weigh:
            steps.time("members made", node.bulk.send(
                [node.client.message("member-new", members)]))
            weigh.full("a member")
            sender = pkt.Dev(NS, "q0", 0)
            self._flood_once(sender, n)
            took = self._flood(sender, self._frame(), (WIRE, "w0"), AGAIN * n)
            steps.time("  frame flooded to them, each packet on the wire", took,
                       AGAIN * n)
            steps.time("  all members replaced by one", timed(
                lambda: node.do("member-set", members[0])))
            steps.time("  none left", timed(
                lambda: node.do("member-del", members[0])), n=1)
        node.links.remove_group(GROUP)
        return steps

    @staticmethod
    def _frame():
        return pkt.eth(pkt.BROADCAST, "02:00:00:00:00:07", 0x88b5, b"flood" * 10)

    def _flood_once(self, sender, n):
        """Every packet is looked at: one to each, in VXLAN, the frame whole."""
        wire = pkt.Dev(WIRE, "w0")
        wire.sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 26)
        frame = self._frame()
        sender.send(frame)
        got = []
        while len(got) < n:
            data = wire.recv(pkt.TIMEOUT)
            if data is None:
                break
            packet = pkt.Packet(data)
            if packet.vni == RED and packet.inner == frame and \
                    packet.dst == WIRE_MAC:
                got.append(packet.daddr)
        self.report.check(sorted(got),
                          sorted(remote_address(i) for i in range(1, n + 1)),
                          "receivers of a flooded frame")
