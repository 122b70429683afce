# SPDX-License-Identifier: GPL-2.0
"""The module is exchanged under traffic: what is lost, and how long it takes."""
import json
import struct
import sys
import time

import serve
from pkt import check_eq, fail
from stream import Bytes, Stream, Traffic, run

bed = dict(word.split("=", 1) for word in sys.argv[1:])


class Timed(Stream):
    """A stream that knows when it sent what, and goes on while it has no device."""

    def __init__(self, name, source, place, address, port):
        super().__init__(name, source, address, [place], port)
        self.when = []

    def tick(self):
        """Send one, if that is possible."""
        self.when.append(time.monotonic())
        try:
            self.sock.sendto(struct.pack("!Q", self.sent) + bytes(92), self.target)
        except OSError:
            pass
        self.sent += 1

    def gap(self):
        """The longest run of numbers that did not arrive: how many, and seconds
        from the last that did before to the first behind."""
        longest, began = (0, 0.0), 0
        for number in sorted(self.got):
            if number - began > longest[0]:
                longest = number - began, self.when[number] - self.when[max(began - 1, 0)]
            began = number + 1
        return longest


def document(node):
    """What is configured there, as a document."""
    return run(bed["save"], "-n", bed[node], "save")


def keep(node):
    """Write it to a file."""
    name = "%s/%s.json" % (bed["tmp"], node)
    with open(name, "w", encoding="ascii") as file:
        file.write(document(node))
    return name


class Steps:
    """What is done, and how long each took."""

    def __init__(self):
        self.took = []

    def do(self, name, *words):
        """One of them."""
        start = time.monotonic()
        said = run(*words)
        self.took.append("%s %d ms" % (name, (time.monotonic() - start) * 1000))
        return said.strip()

    def __str__(self):
        return ", ".join(self.took)


def exchange(steps):
    """The module goes, with everything, and another one comes."""
    steps.do("rmmod", "rmmod", "ovnet")
    if bed["next"]:
        steps.do("insmod", "insmod", bed["next"])
    else:
        steps.do("modprobe", "modprobe", "ovnet")


def exchanged():
    """U5: ovctl save, rmmod, modprobe, ovctl restore: all flows again, and all is as it was"""
    port, address = 6000, {"a": "10.0.0.11", "e": "10.0.0.12", "n1": "10.0.0.13", "x": "10.0.0.20"}
    title = {"a": "veth", "e": "own device", "n1": "leg", "x": "vxlan"}
    streams, steps = [], Steps()
    for name in "a", "e", "n1":
        for source, place in (name, "x"), ("x", name):
            port += 1
            streams.append(Timed("%s>%s" % (title[source], title[place]), bed[source], bed[place],
                                 address[place], port))
    files, before = {node: keep(node) for node in ("n1", "m")}, {node: document(node) for node in ("n1", "m")}
    with Traffic(*streams, Bytes("tcp", bed["a"], bed["x"], address["x"], 7000)) as t:
        t.flows_on(*streams)
        start = time.monotonic()
        exchange(steps)
        for node, name in files.items():
            check_eq(json.loads(document(node))["network"], [], "%s: what is left in it" % node)
            said = steps.do("restore %s" % node, bed["restore"], "-n", bed[node], "restore", name)
            if not said.endswith("removed 0 left-out 0"):
                fail("restore %s: %s" % (node, said))
        steps.do("links", "bash", bed["links"])
        took = time.monotonic() - start
        t.flows_on(*t.streams)
    for stream in streams:
        check_eq(stream.twice(), 0, "%s: twice" % stream.name)
        print("gap: %s: %d packets, %d ms" % (stream.name, stream.gap()[0], stream.gap()[1] * 1000))
    print("gap: %d ms for all of it: %s" % (took * 1000, steps))
    for node, text in before.items():
        check_eq(document(node), text, "%s: what is saved" % node)


serve.serve({"exchanged": exchanged})
