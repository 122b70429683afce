# SPDX-License-Identifier: GPL-2.0
"""What was measured: nanoseconds a packet, or instructions, round by round."""
import json
import os
import re

from mark import Mark
from nodes import LOCAL, Nodes
from systems.bridge import Bridge, BridgeVxlan
from systems.floor import Generator, Veth
from systems.flower import Flower
from systems.forward import Forward, Seg6
from systems.irb import Irb
from systems.openvswitch import OpenVswitch
from systems.ovnet import Ovnet
from systems.ovnet_devices import OvnetDevices
from systems.ovnet_l3 import OvnetL3, OvnetVpc
from systems.ovnet_srv6 import OvnetL3Srv6, OvnetSrv6

SYSTEMS = {system.name: system for system in (
    Generator, Veth, Ovnet, OvnetDevices, OvnetL3, OvnetVpc, OvnetSrv6,
    OvnetL3Srv6, Bridge, BridgeVxlan, Flower, OpenVswitch, Forward, Seg6, Irb)}
COUNTED = os.environ.get("OVNET_VM_CLOCK") == "instructions"
ROUNDS = int(os.environ.get("ROUNDS") or (3 if COUNTED else 10))
COUNT = 10000           # packets
LONG = 1000000          # of a round that is about MACs or prefixes
WARM = 1000             # before the first round
LATE = 0.005            # so many may be on their way when the last is sent
STRAY = 20              # packets besides: what IPv6 says when a device comes up
PROFILE = os.environ.get("PROFILE")     # a file
OURS = os.environ.get("OURS")           # leave others out
PEERS = os.environ.get("PEERS")         # or only others than these


class Run:
    """A system, and packets by it to a place."""

    def __init__(self, name, more, place, options):
        self.name, self.more, self.place, self.options = (name, more, place,
                                                          options)
        self.key = (name, tuple(sorted(more.items())), place,
                    tuple(sorted(options.items())))

    def count(self):
        """Enough to see each MAC or prefix, where memory has a price.

        As many with one of them: the minimum of short rounds is of better moments.
        """
        many = "macs" in self.options or "prefixes" in self.options
        return LONG if many and not COUNTED else COUNT


class Figures:
    """Nanoseconds a packet, round by round, by the run's key."""

    def __init__(self):
        self.systems, self.rounds = {}, {}
        self.mark, self.windows = Mark(), []

    def system(self, name, more):
        """Set up when it is first asked for."""
        key = name, tuple(sorted(more.items()))
        if key not in self.systems:
            self.systems[key] = SYSTEMS[name](
                Nodes("s%d" % len(self.systems)), **more)
        return self.systems[key]

    def send(self, one, count):
        return self.system(one.name, one.more).send(one.place, count,
                                                    **one.options)

    def measure(self, one):
        count = one.count()
        took, late = self.send(one, count)
        if not -STRAY <= late <= LATE * count:
            raise RuntimeError("%s: %d of %d packets arrived" %
                               (one.key, count - late, count))
        self.rounds.setdefault(one.key, []).append(took * 1e9 / count)

    def profile(self, one):
        """Again, marked for profile/count.c."""
        self.mark()
        self.send(one, COUNT)
        self.mark()
        self.windows.append([one.name, one.place, one.options, COUNT])

    def save_profile(self):
        """Which was when, and where functions are."""
        with open("/proc/kallsyms", encoding="ascii") as symbols, \
                open(PROFILE, "w", encoding="utf-8") as file:
            json.dump({"windows": self.windows, "symbols": symbols.read()}, file)


def floors(case):
    """Of the generator alone, and of one pair of devices."""
    return [Run(name, {}, LOCAL, case.floor_options())
            for name in ("generator", "veth")]


def runs_of(case):
    return [Run(name, case.more, case.place, case.options)
            for name in case.systems[:1 if OURS else None]
            if name == case.systems[0] or not PEERS or re.search(PEERS, name)]


def rows(cases, figures):
    """What each system took in each case, with what its hops alone take."""
    for case in cases:
        alone = [min(figures.rounds[one.key]) for one in floors(case)]
        for one in runs_of(case):
            floor = case.floor(*alone, SYSTEMS[one.name].fewer)
            yield {"case": case.name, "system": one.name,
                   "rounds": [round(ns, 1) for ns in figures.rounds[one.key]],
                   "floor": round(floor, 1)}


def measure(figures, runs, transfers, alone):
    """Set up what is wanted, and run all in turn, round after round.

    ALONE: only those systems that want to be, or only those that don't.
    """
    runs = [one for one in runs if SYSTEMS[one.name].alone == alone]
    transfers = [(case, name) for case in transfers for name in case.systems
                 if SYSTEMS[name].alone == alone]
    for case, name in transfers:
        case.send(figures.system(name, case.more))
    for one in runs:
        figures.send(one, WARM)
    for _ in range(ROUNDS):
        for one in runs:
            figures.measure(one)
        for case, name in transfers:
            case.measure(figures.system(name, case.more))
    for one in runs if PROFILE else ():
        figures.profile(one)
