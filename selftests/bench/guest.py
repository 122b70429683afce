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
BUILD = os.path.join(HERE, "..", "..", "build")
sys.path[:0] = [os.path.join(HERE, "..", "lib")]

import control
import resident
from cases import CASES
from control import CONTROL
from figures import (COUNT, COUNTED, OURS, PROFILE, Figures, floors, measure,
                     rows, runs_of)
from nodes import run
from tcp import TRANSFERS
from updates import UPDATES

GENERATOR = os.path.join(BUILD, os.environ["OVNET_VM"], "generator",
                         "ovnet_generator.ko")
BACKLOG = 1 << 20       # packets: none are lost on a veth


def softirqs_first():
    """A backlog is worked off at once, not when the generator's time is over.

    Otherwise it waits, and that is counted, for the last packet of a backlog.
    """
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with open("/proc/%s/comm" % pid, encoding="ascii") as file:
            if file.read().startswith("ksoftirqd/"):
                os.sched_setscheduler(int(pid), os.SCHED_FIFO,
                                      os.sched_param(1))


def tools():
    place = resident.ours(os.path.join(BUILD, "tools"))
    os.environ["PATH"] = place + ":" + os.environ["PATH"]
    os.environ["IP_LIB_DIR"] = place
    if COUNTED:
        resident.keep("ovctl", "bridge", "ip")


def main():
    tools()
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    cases = [case for case in CASES if re.search(pattern, case.name)]
    run("modprobe", "-a", "pktgen", "veth")
    run("insmod", GENERATOR)
    softirqs_first()
    with open("/proc/sys/net/core/netdev_max_backlog", "w",
              encoding="ascii") as file:
        file.write(str(BACKLOG))
    figures = Figures()
    runs = {one.key: one for case in cases
            for one in floors(case) + runs_of(case)}.values()
    # in user-mode Linux TCP would be the price of system calls
    transfers = [case for case in (TRANSFERS if COUNTED else []) + UPDATES
                 if re.search(pattern, case.name)]
    for case in transfers if OURS else ():
        case.systems = case.systems[:1]
    for alone in (False, True):
        measure(figures, runs, transfers, alone)
    if PROFILE:
        figures.save_profile()
    said = [case for case in CONTROL if re.search(pattern, case.name)]
    if said:
        control.setup()
    for case in said:
        case.measure()
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump({"instrument": "instructions" if COUNTED else "ns",
                   "kernel": os.uname().release,
                   "packets": COUNT, "rows": list(rows(cases, figures)) +
                   [row for case in transfers + said for row in case.rows()]},
                  file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
