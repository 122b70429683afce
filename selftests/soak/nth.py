# SPDX-License-Identifier: GPL-2.0
"""Faults on demand: the N-th allocation of this thread fails.

See Documentation/fault-injection in the kernel's source. In the thread only,
not in what it sets going elsewhere: for that there is "percent".
"""
import os

DEBUGFS = "/sys/kernel/debug/"
FAR = 1000000
PROBABILITY = {}    # files that are open: while all allocations may fail, none can be opened


def put(name, **settings):
    for key, value in settings.items():
        with open("%s%s/%s" % (DEBUGFS, name, key.replace("_", "-")), "w",
                  encoding="ascii") as file:
            file.write(str(value))


def available():
    return os.path.isdir(DEBUGFS + "failslab") and os.path.exists("/proc/thread-self/fail-nth")


def prepare(verbose=0, highmem="Y"):
    """Those that may sleep fail too, silently; pages of processes do not.

    What is said of a fault, if it is to be, is said of each.
    """
    every = {"task_filter": "N", "interval": 1, "times": -1, "space": 0, "verbose": verbose}
    put("failslab", probability=0, ignore_gfp_wait="N", **every)
    put("fail_page_alloc", probability=0, ignore_gfp_wait="N", ignore_gfp_highmem=highmem,
        min_order=0, **every)
    for name in "failslab", "fail_page_alloc":
        with open(DEBUGFS + name + "/verbose_ratelimit_interval_ms", "w", encoding="ascii") as file:
            file.write("0")
        if name not in PROBABILITY:
            PROBABILITY[name] = os.open(DEBUGFS + name + "/probability", os.O_WRONLY)


def percent(slab, page=0):
    """From now on so many of all allocations fail, whoever asks; 0: none."""
    os.write(PROBABILITY["failslab"], b"%d" % slab)
    os.write(PROBABILITY["fail_page_alloc"], b"%d" % page)


class Nth:
    """Fails the N-th allocation of an action; of a thread that lives on."""

    def __init__(self):
        self.fd = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
        self.injected = False
        self.left = 0

    def run(self, n, action, *args):
        """Its result; sets INJECTED, or LEFT if there were fewer than N."""
        os.pwrite(self.fd, b"%d" % n, 0)
        try:
            return action(*args)
        finally:
            self.left = int(os.pread(self.fd, 16, 0))
            os.pwrite(self.fd, b"0", 0)
            self.injected = not self.left

    def count(self, action, *args):
        """How many allocations an action makes; it is done."""
        self.run(FAR, action, *args)
        return FAR - self.left
