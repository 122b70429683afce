#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""guest.py RESULT [CASES]: what a packet costs, ours and others', in one boot.

Everything is set up, and then run in turn, round after round: what the machine
does besides is the same for all. CASES is a regular expression. Writes what was
measured to RESULT, for report.py.
"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "lib")]
TOOLS = os.path.join(HERE, "..", "..", "build", "tools")
os.environ["PATH"] = TOOLS + ":" + os.environ["PATH"]

from cases import CASES, HOPS
from mark import Mark
from nodes import LOCAL, Nodes, run
from systems.bridge import Bridge, BridgeVxlan
from systems.floor import Generator, Veth
from systems.flower import Flower
from systems.forward import Forward, Seg6
from systems.openvswitch import OpenVswitch
from systems.ovnet import Ovnet

SYSTEMS = (Generator, Veth, Ovnet, Bridge, BridgeVxlan, Flower, OpenVswitch,
           Forward, Seg6)
BY_NAME = {cls.name: cls for cls in SYSTEMS}
MODULES = ("pktgen veth dummy bridge vxlan vrf sch_ingress cls_flower act_mirred "
           "act_tunnel_key ovnet").split()
COUNTED = os.environ.get("OVNET_VM_CLOCK") == "instructions"
ROUNDS = int(os.environ.get("ROUNDS") or (3 if COUNTED else 10))
COUNT = 10000           # packets
PROFILE = os.environ.get("PROFILE")     # a file
WARM = 1000             # before the first round
GENERATOR = os.path.join(HERE, "..", "..", "build", os.environ["OVNET_VM"],
                         "generator", "ovnet_generator.ko")
STRAY = 20              # packets besides: what IPv6 says when a device comes up
LATE = 0.005            # so many may be on their way when the last is sent
BACKLOG = 1 << 20       # packets: none are lost on a veth


class Figures:
    """Nanoseconds a packet, round by round: by system, place and options."""

    def __init__(self):
        self.systems, self.rounds = {}, {}
        self.mark, self.windows = Mark(), []

    def setup(self, name):
        if name not in self.systems:
            self.systems[name] = BY_NAME[name](Nodes("s%d" % len(self.systems)))

    def measure(self, name, place, options, warm=False):
        took, late = self.systems[name].send(place, WARM if warm else COUNT,
                                             **options)
        if warm:
            return
        if not -STRAY <= late <= LATE * COUNT:
            raise RuntimeError("%s, %s, %s: %d of %d packets arrived" %
                               (name, place, options, COUNT - late, COUNT))
        key = name, place, tuple(sorted(options.items()))
        self.rounds.setdefault(key, []).append(took * 1e9 / COUNT)

    def profile(self, name, place, options):
        """Again, marked for profile/count.c."""
        self.mark()
        self.systems[name].send(place, COUNT, **options)
        self.mark()
        self.windows.append([name, place, options, COUNT])

    def save_profile(self):
        """Which was when, and where functions are."""
        with open("/proc/kallsyms", encoding="ascii") as symbols, \
                open(PROFILE, "w", encoding="utf-8") as file:
            json.dump({"windows": self.windows, "symbols": symbols.read()}, file)

    def of(self, name, place, options):
        return self.rounds[name, place, tuple(sorted(options.items()))]


def wanted(cases):
    """(system, place, options) of each case, each once, with their floors."""
    for case in cases:
        for name in ("generator", "veth"):
            yield name, LOCAL, case.options
        for name in case.systems:
            yield name, case.place, case.options


def distinct(runs):
    seen = []
    for one in runs:
        if one not in seen:
            seen.append(one)
    return seen


def rows(cases, figures):
    """What each system took in each case, with what its hops alone take."""
    for case in cases:
        generator, veth = (min(figures.of(name, LOCAL, case.options))
                           for name in ("generator", "veth"))
        floor = generator + HOPS[case.place] * (veth - generator)
        for name in case.systems:
            yield {"case": case.name, "system": name,
                   "rounds": [round(ns, 1) for ns in
                              figures.of(name, case.place, case.options)],
                   "floor": round(floor, 1)}


def measure(figures, runs):
    """Set up what RUNS want, and run them in turn, round after round."""
    for name, _, _ in runs:
        figures.setup(name)
    for one in runs:
        figures.measure(*one, warm=True)
    for _ in range(ROUNDS):
        for one in runs:
            figures.measure(*one)
    for one in runs if PROFILE else ():
        figures.profile(*one)


def softirqs_first():
    """A backlog is worked off at once, not when the generator's time is over.

    Otherwise it waits, and that is counted, for the last packet of a backlog.
    """
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with open("/proc/%s/comm" % pid, encoding="ascii") as file:
            if file.read().startswith("ksoftirqd/"):
                os.sched_setscheduler(int(pid), os.SCHED_FIFO,
                                      os.sched_param(1))


def main():
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    cases = [case for case in CASES if re.search(pattern, case.name)]
    run("modprobe", "-a", *MODULES)
    run("insmod", GENERATOR)
    softirqs_first()
    with open("/proc/sys/net/core/netdev_max_backlog", "w",
              encoding="ascii") as file:
        file.write(str(BACKLOG))
    figures = Figures()
    runs = distinct(wanted(cases))
    for alone in (False, True):
        measure(figures, [one for one in runs if BY_NAME[one[0]].alone == alone])
    if PROFILE:
        figures.save_profile()
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump({"instrument": "instructions" if COUNTED else "ns",
                   "kernel": os.uname().release,
                   "packets": COUNT, "rows": list(rows(cases, figures))},
                  file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
