# SPDX-License-Identifier: GPL-2.0
"""Rows that change, 10,000 times a second, while packets are forwarded.

What a packet costs then has the changes in it, the kernel's part and that of the
program that makes them; on one processor, they take turns.
"""
import os
import signal
import time

import pkt
from figures import COUNTED
from nodes import WHOLE

EACH_MS = 10            # rows changed each millisecond
# enough for some ticks, where who changes them has to wait for one
PACKETS = 50000 if COUNTED else 500000


class Changes:
    """A process that changes rows until it is stopped."""

    def __init__(self, system):
        reader, writer = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(reader)
            self.run(system, writer)
            os._exit(0)
        os.close(writer)
        self.pipe = os.fdopen(reader)
        if self.pipe.readline() != "ready\n":
            raise RuntimeError("no rows are changed")

    @staticmethod
    def run(system, writer):
        stop = []
        signal.signal(signal.SIGTERM, lambda *unused: stop.append(True))
        with pkt.netns(system.nodes.one):
            talk, requests = system.changes()
        os.write(writer, b"ready\n")
        done, start = 0, time.monotonic()
        while not stop:
            # behind: what was missed is made up for
            while done < (time.monotonic() - start) * 1000 * EACH_MS and not stop:
                talk(requests[done % len(requests)])
                done += 1
            time.sleep(0.001)
        if done % 2:    # a row that is there
            talk(requests[done % len(requests)])
        os.write(writer, b"%d\n" % done)

    def stop(self):
        """How many there were."""
        os.kill(self.pid, signal.SIGTERM)
        done = int(self.pipe.readline())
        os.waitpid(self.pid, 0)
        self.pipe.close()
        return done


class Updates:
    """A case: packets over the whole path."""

    def __init__(self, name, peers, **options):
        self.name, self.systems = name, ("ovnet",) + peers
        self.more, self.options = {}, options
        self.rounds, self.lost, self.changed = {}, {}, {}

    def send(self, system):
        return system.send(WHOLE, PACKETS, **self.options)

    def measure(self, system):
        changes = Changes(system)
        took, lost = self.send(system)
        self.changed[system.name] = changes.stop()
        self.lost[system.name] = max(self.lost.get(system.name, 0), lost)
        self.rounds.setdefault(system.name, []).append(took * 1e9 / PACKETS)

    def rows(self):
        for name in self.systems:
            yield {"case": self.name, "system": name, "floor": 0,
                   "rounds": [round(ns, 1) for ns in self.rounds[name]],
                   "lost": self.lost[name], "changed": self.changed[name]}


UPDATES = [
    Updates("10000 changes a second, whole path, 60 B", ("bridge+vxlan",),
            size=60),
]
