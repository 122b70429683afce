# SPDX-License-Identifier: GPL-2.0
"""What it takes to say things to the kernel: rows, networks, devices, dumps.

Each way is a tool and a file of commands, as a user's agent has it at best, or a
tool run for each command, as scripts do. What is measured is all of the tool's
process, the kernel's part and its own.
"""
import os
import statistics
import subprocess
import tempfile
import time

import memory
from figures import COUNTED, ROUNDS
from nodes import MANY, VTEP1, WIRE, batch, mac_after, portions, remote, run

NS = "control"
# Where time passes, a device and a process take much of it.
DEVICES, PROCESSES = (1000, 100) if COUNTED else (100, 10)
WEIGHED = 5             # times, rows: a worker's stack is two bytes of each
GROUP = "group 7"       # of devices: they go together, which one waits for once
NOBODY = "00:00:00:00:00:00"
SETUP_OVNET = """
underlay add u vxlan %s
network add red id 1 underlay u fdb-max 1000000
network add vpc id 2 type l3 underlay u
remote add r vxlan %s
""" % (VTEP1[WIRE], remote(0))
SETUP_IP = """
link set lo up
link add br0 type bridge stp_state 0 mcast_snooping 0
link add vx0 type vxlan id 1 local %s dstport 4790 nolearning
link set vx0 up master br0
link set br0 up
""" % VTEP1[WIRE]


class Way:
    """A system's: TOOL, the commands that make a number of things and undo it.

    UNDO: a command for each, or one for all of them. SHOW: the words of the
    command that shows them. ALONE: to make them, the tool is run for each.
    """

    def __init__(self, system, tool, make, undo, show=None, alone=False):
        self.system, self.tool = system, tool
        self.make_one, self.undo_one = make, undo
        self.show_words, self.alone = show, alone

    @staticmethod
    def lines(form, n):
        return form if isinstance(form, str) else \
            "".join(form(i) + "\n" for i in range(n))

    def commands(self, text, place):
        """Words behind the tool's and the namespace's; files are in PLACE."""
        if self.alone:
            yield from (line.split() for line in text.splitlines())
            return
        for i, portion in enumerate(portions(text)):
            name = os.path.join(place, str(i))
            with open(name, "w", encoding="ascii") as file:
                file.write(portion)
            yield ["-b", name]

    def make(self, n):
        """Nanoseconds each. What writes the files is not the tool's."""
        with tempfile.TemporaryDirectory() as place:
            commands = list(self.commands(self.lines(self.make_one, n), place))
            start = time.monotonic()
            for words in commands:
                run(self.tool, "-n", NS, *words)
            return (time.monotonic() - start) * 1e9 / n

    def show(self, n):
        start = time.monotonic()
        run(self.tool, "-n", NS, *self.show_words, stdout=subprocess.DEVNULL)
        return (time.monotonic() - start) * 1e9 / n

    def undo(self, n):
        batch(self.tool, NS, self.lines(self.undo_one, n))

    def weigh(self, n, times=1):
        """Bytes each, the median of so many TIMES; they are there then."""
        bytes_each = []
        for left in reversed(range(times)):
            before = memory.used()
            self.make(n)
            bytes_each.append((memory.used() - before).total() / n)
            if left:
                self.undo(n)
        return statistics.median(bytes_each)


class Control:
    """A case: WAYS to make N of something; ours is the first."""

    def __init__(self, name, n, *ways):
        self.name, self.n, self.ways = name, n, ways
        self.rounds = [[] for _ in ways]
        self.bytes = []

    def measure(self):
        times = WEIGHED if self.n > DEVICES else 1
        for way in self.ways:
            self.bytes.append(way.weigh(self.n, times))
            way.undo(self.n)
        for _ in range(ROUNDS):
            for way, rounds in zip(self.ways, self.rounds):
                rounds.append(way.make(self.n))
                way.undo(self.n)

    def rows(self):
        for way, rounds, size in zip(self.ways, self.rounds, self.bytes):
            yield {"case": self.name, "system": way.system,
                   "rounds": [round(ns, 1) for ns in rounds], "floor": 0,
                   "bytes": round(size)}


class Shown(Control):
    """What is measured is how they are shown, once they are there."""

    def measure(self):
        self.bytes = [way.weigh(self.n) for way in self.ways]
        for _ in range(ROUNDS):
            for way, rounds in zip(self.ways, self.rounds):
                rounds.append(way.show(self.n))
        for way in self.ways:
            way.undo(self.n)


def setup():
    run("ip", "netns", "add", NS)
    run("ip", "-n", NS, "-b", "-", input=SETUP_IP)
    run("ovctl", "-n", NS, "-b", "-", input=SETUP_OVNET)


def _vtep(i):
    return "10.9.%d.%d" % (i // 250, i % 250 + 1)


def _vxlan(i):
    return "link add v%d %s type vxlan id %d local %s dstport 4790 nolearning" % (
        i, GROUP, i + 100, VTEP1[WIRE])


def _fdb(show=False, alone=False):
    return (Way("ovnet", "ovctl",
                lambda i: "fdb add red %s remote r" % mac_after(MANY, i),
                "fdb flush red",
                ("fdb", "show") if show else None, alone),
            Way("bridge+vxlan", "bridge",
                lambda i: "fdb add %s dev vx0 dst %s self" % (
                    mac_after(MANY, i), remote(0)),
                lambda i: "fdb del %s dev vx0 dst %s self" % (
                    mac_after(MANY, i), remote(0)),
                ("fdb", "show", "dev", "vx0") if show else None, alone))


def _addr(i):
    return "10.0.%d.%d" % (i // 256, i % 256)


def _neigh(i):
    return "neigh add %s lladdr %s dev br0" % (_addr(i), mac_after(MANY, i))


CONTROL = [
    Control("an FDB row, by a batch file", 10000, *_fdb()),
    Control("a route, by a batch file", 10000,
            Way("ovnet", "ovctl",
                lambda i: "route add vpc %s/32 remote r" % _addr(i),
                lambda i: "route del vpc %s/32" % _addr(i)),
            Way("ip", "ip",
                lambda i: "route add %s/32 dev br0" % _addr(i),
                lambda i: "route del %s/32 dev br0" % _addr(i))),
    Control("a neighbour, by a batch file", 10000,
            Way("ovnet", "ovctl",
                lambda i: "neigh add red %s lladdr %s" % (_addr(i),
                                                          mac_after(MANY, i)),
                "neigh flush red"),
            Way("ip", "ip", _neigh,
                lambda i: "neigh del %s dev br0" % _addr(i))),
    Control("an FDB row, one by one", PROCESSES, *_fdb(alone=True)),
    Shown("an FDB row, dumped, of 100000", 100000, *_fdb(show=True)),
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
            Way("bridge+vxlan", "ip", _vxlan, "link del " + GROUP)),
    Control("a network with a device of the node's", DEVICES,
            Way("ovnet", "ip",
                lambda i: "link add leg%d %s type ovnet id %d" % (i, GROUP, i + 100),
                "link del " + GROUP),
            Way("bridge+vxlan", "ip",
                lambda i: _vxlan(i) + "\nlink add b{0} {1} type bridge\n"
                          "link set v{0} master b{0}".format(i, GROUP),
                "link del " + GROUP)),
]
