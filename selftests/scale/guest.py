#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""guest.py RESULT [DIVISOR [TOPIC]]: many of everything, in the kernel that runs it.

How long it takes, how large it is, that all of it goes again, and that ten
times as many take no more than some ten times as long. Prints a table, and
writes it to RESULT, for scale.sh. For a try: DIVISOR, that much fewer; TOPIC, a
regular expression of the methods' names.
"""
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "lib")]
TOOLS = os.path.join(HERE, "..", "..", "build", "tools")
os.environ["PATH"] = TOOLS + ":" + os.environ["PATH"]

import memory
from devices import Devices
from objects import Objects
from report import Report
from routes import Routes
from rows import Rows
from steps import SPARE, SPARE_SHARE, Steps, Topics
from testbed import NS, RED, WIRE, Node, run
from tools import Tools

DIVISOR = int(sys.argv[2]) if len(sys.argv) > 2 else 1
TOPIC = sys.argv[3] if len(sys.argv) > 3 else ".*"
ROWS, NETWORKS, LEGS, REMOTES, PORTS, FLOOD, BUSY, DOCUMENT = (
    max(n // DIVISOR, 100) for n in (1000000, 100000, 4000, 10000, 1000, 1000,
                           10000,       # networks that are sent a frame
                           100000))     # rows of a document
PATIENCE = 300          # seconds for a namespace to go


class Scale:
    """All topics, in an order in which one finds what the next needs."""

    def __init__(self, report):
        self.report, self.topics = report, Topics(report, TOPIC)
        self.before = memory.used()
        self.node = Node()
        self.objects = Objects(self.node, report)
        self.devices = Devices(self.node, report, self.objects)
        self.rows = Rows(self.node, report)
        self.routes = Routes(self.node, report)
        self.tools = Tools(self.node, report)

    def run(self):
        self.remotes_and_networks()
        topics = self.topics
        topics.once(self.objects.busy_networks, BUSY)
        topics.grow(self.devices.legs, LEGS)
        topics.once(self.devices.dummies, LEGS)
        topics.grow(self.devices.ports, PORTS)
        topics.grow(self.devices.flood, FLOOD)
        self.rows.make_port()
        topics.grow(self.rows.rows, ROWS)
        topics.grow(self.rows.one_message, ROWS)
        topics.grow(self.rows.learned, ROWS)
        self.routes.make_network()
        topics.grow(self.routes.routes, ROWS)
        topics.grow(self.routes.neighbours, ROWS)
        self.routes.remove_network()
        topics.once(self.tools.batch, ROWS)
        topics.once(self.tools.document, DOCUMENT)
        self.rows.remove_port()
        topics.once(self.everything, ROWS + NETWORKS + REMOTES + PORTS)

    def remotes_and_networks(self):
        """What each network costs must not depend on remotes, that stay from
        here. (An underlay's new address is news to each of those.)"""
        topics, objects = self.topics, self.objects
        topics.grow(objects.remotes, REMOTES)
        alone = objects.networks(NETWORKS // 10)
        self.node.bulk.send(objects.remote_requests("remote-new", REMOTES))
        beside = topics.grow(objects.networks, NETWORKS)
        if not beside:
            return
        for what in (what for what, (_, _, each) in alone.times.items() if each):
            self.report.growth(what + " beside %d remotes" % REMOTES,
                               topics.slower(alone, beside, what),
                               alone.times[what], beside.times[what])

    def everything(self, n):
        """All of it at once; then the namespace goes."""
        node, objects, devices, steps = (self.node, self.objects, self.devices,
                                         Steps(n))
        node.bulk.send(objects.network_requests("network-new", NETWORKS,
                                                underlay="u"))
        devices.add_legs(LEGS)
        devices.add_veths(PORTS)
        node.bulk.send(devices.port_requests("port-new", PORTS, **{
            "network-id": RED, "state": "open"}))
        self.rows.port = node.links.indices()["p0"]
        node.bulk.send(self.rows.requests(ROWS))
        full = memory.used() - self.before
        node.close()
        run("ip", "netns", "del", WIRE)
        spare = SPARE + SPARE_SHARE * full.total()
        start = time.monotonic()
        run("ip", "netns", "del", NS)
        left = memory.returns_to(self.before, spare, PATIENCE)
        steps.time("all of that and %d devices at once: removed with the "
                   "namespace" % LEGS, time.monotonic() - start)
        self.report.left("a namespace", left, spare)
        return steps


def main():
    counted = os.environ.get("OVNET_VM_CLOCK") == "instructions"
    report = Report(os.environ.get("OVNET_VM") or os.uname().release, counted)
    run("modprobe", "-a", "ovnet", "pktgen", "veth", "dummy")
    report.begin()
    Scale(report).run()
    report.save(sys.argv[1])
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
