# SPDX-License-Identifier: GPL-2.0
"""What it takes to say things to the kernel: rows, networks, devices, dumps.

Each way is a tool and a file of commands, as a user's agent has it at best, or a
tool run for each command, as scripts do. What is measured is all of the tool's
process, the kernel's part and its own.
"""
import subprocess
import time

import memory
from figures import COUNTED
from nodes import MANY, VTEP1, WIRE, mac_after, remote, run

NS = "control"
# A device that goes waits for all readers, which takes no time where
# instructions are counted.
DEVICES = 1000 if COUNTED else 100
NOBODY = "00:00:00:00:00:00"
SETUP_OVNET = """
underlay add u vxlan %s
network add red id 1 underlay u fdb-max 1000000
remote add r vxlan %s
""" % (VTEP1[WIRE], remote(0))
SETUP_IP = """
link set lo up
link add br0 type bridge stp_state 0 mcast_snooping 0
link add vx0 type vxlan id 1 local %s dstport 4790 nolearning
link set vx0 up master br0
""" % VTEP1[WIRE]


class Way:
    """A system's: TOOL, the commands that make a number of things and undo it.

    SHOW: the words of a command; that is what is measured, once all are there.
    ALONE: the tool is run for each.
    """

    def __init__(self, system, tool, make, undo, show=None, alone=False):
        self.system, self.tool, self.show = system, tool, show
        self.make, self.undo, self.alone = make, undo, alone

    def lines(self, form, n):
        return "".join(form(i) + "\n" for i in range(n))

    def told(self, text):
        start = time.monotonic()
        if self.alone:
            for line in text.splitlines():
                run(self.tool, "-n", NS, *line.split())
        else:
            run(self.tool, "-n", NS, "-b", "-", input=text)
        return time.monotonic() - start

    def measure(self, n):
        """(nanoseconds, bytes) each."""
        make, undo = (self.lines(form, n) for form in (self.make, self.undo))
        before = memory.used()
        took = self.told(make)
        size = (memory.used() - before).total()
        if self.show:
            start = time.monotonic()
            run(self.tool, "-n", NS, *self.show, stdout=subprocess.DEVNULL)
            took = time.monotonic() - start
        self.told(undo)
        return took * 1e9 / n, size / n


class Control:
    """A case: WAYS to make N of something; ours is the first."""

    def __init__(self, name, n, *ways):
        self.name, self.n, self.ways = name, n, ways
        self.rounds = [[] for _ in ways]
        self.bytes = [0 for _ in ways]

    def measure(self):
        for i, way in enumerate(self.ways):
            took, self.bytes[i] = way.measure(self.n)
            self.rounds[i].append(took)

    def rows(self):
        for way, rounds, size in zip(self.ways, self.rounds, self.bytes):
            yield {"case": self.name, "system": way.system,
                   "rounds": [round(ns, 1) for ns in rounds], "floor": 0,
                   "bytes": round(size)}


def setup():
    run("ip", "netns", "add", NS)
    run("ip", "-n", NS, "-b", "-", input=SETUP_IP)
    run("ovctl", "-n", NS, "-b", "-", input=SETUP_OVNET)


def _vtep(i):
    return "10.9.%d.%d" % (i // 250, i % 250 + 1)


def _vxlan(i):
    return "link add v%d type vxlan id %d local %s dstport 4790 nolearning" % (
        i, i + 100, VTEP1[WIRE])


def _fdb(show=False, alone=False):
    return (Way("ovnet", "ovctl",
                lambda i: "fdb add red %s remote r" % mac_after(MANY, i),
                lambda i: "fdb del red %s" % mac_after(MANY, i),
                ("fdb", "show") if show else None, alone),
            Way("bridge+vxlan", "bridge",
                lambda i: "fdb add %s dev vx0 dst %s self" % (
                    mac_after(MANY, i), remote(0)),
                lambda i: "fdb del %s dev vx0 dst %s self" % (
                    mac_after(MANY, i), remote(0)),
                ("fdb", "show", "dev", "vx0") if show else None, alone))


CONTROL = [
    Control("an FDB row, by a batch file", 10000, *_fdb()),
    Control("an FDB row, one by one", 100, *_fdb(alone=True)),
    Control("an FDB row, dumped, of 100000", 100000, *_fdb(show=True)),
    Control("a remote that floods go to", 1000,
            Way("ovnet", "ovctl",
                lambda i: "remote add r%d vxlan %s\nmember add red remote r%d" % (
                    i, _vtep(i), i),
                lambda i: "member del red remote r%d\nremote del r%d" % (i, i)),
            Way("bridge+vxlan", "bridge",
                lambda i: "fdb append %s dev vx0 dst %s self" % (NOBODY, _vtep(i)),
                lambda i: "fdb del %s dev vx0 dst %s self" % (NOBODY, _vtep(i)))),
    Control("a network", DEVICES,
            Way("ovnet", "ovctl",
                lambda i: "network add n%d id %d underlay u" % (i, i + 100),
                lambda i: "network del n%d" % i),
            Way("bridge+vxlan", "ip", _vxlan, lambda i: "link del v%d" % i)),
    Control("a network with a device of the node's", DEVICES,
            Way("ovnet", "ip",
                lambda i: "link add leg%d type ovnet id %d" % (i, i + 100),
                lambda i: "link del leg%d" % i),
            Way("bridge+vxlan", "ip",
                lambda i: _vxlan(i) + "\nlink add b{0} type bridge\n"
                          "link set v{0} master b{0}".format(i),
                lambda i: "link del v%d\nlink del b%d" % (i, i))),
]
