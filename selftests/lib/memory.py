# SPDX-License-Identifier: GPL-2.0
"""What the kernel has allocated: slabs, vmalloc areas, per-CPU areas.

Read when it has come to rest: what is freed goes after a grace period, and a
slab whose objects are free is kept for a while.
"""
import glob
import os
import time

TIMEOUT = int(os.environ.get("WAIT_TIMEOUT", 20000)) / 1000
REST = 5                # readings that are the same, ...
PAUSE = 0.02            # seconds apart, ...
NOISE = 1 << 16         # or nearly


def cpus():
    """Those that there may be: per-CPU memory is allocated for each."""
    with open("/sys/devices/system/cpu/possible", encoding="ascii") as file:
        text = file.read().strip()
    n = 0
    for part in text.split(","):
        low, _, high = part.partition("-")
        n += int(high or low) - int(low) + 1
    return n


class Memory:
    """Bytes: of the whole machine, and per-CPU ones (all CPUs' together)."""

    def __init__(self, shared, percpu, slabs):
        self.shared, self.percpu = shared, percpu
        self.slabs = slabs      # a part of SHARED, by cache

    def __sub__(self, other):
        return Memory(self.shared - other.shared, self.percpu - other.percpu,
                      {name: size - other.slabs.get(name, 0)
                       for name, size in self.slabs.items()})

    def total(self):
        return self.shared + self.percpu

    def each(self, n, on_cpus):
        """Of one of N objects, on a machine with so many CPUs."""
        return (self.shared + self.percpu * on_cpus / cpus()) / n

    def largest(self, n=3):
        """The caches that there is most in, for a person."""
        most = sorted(self.slabs.items(), key=lambda item: -item[1])[:n]
        return "per CPU %d; %s" % (self.percpu, ", ".join(
            "%s %d" % item for item in most))


def _slabs():
    """Bytes in each cache."""
    page = os.sysconf("SC_PAGE_SIZE")
    sizes = {}
    with open("/proc/slabinfo", encoding="ascii") as file:
        for line in file.readlines()[2:]:
            words = line.split()
            sizes[words[0]] = int(words[5]) * int(words[14]) * page
    return sizes


def _read():
    got = {}
    with open("/proc/meminfo", encoding="ascii") as file:
        for line in file:
            key, value = line.split()[:2]
            got[key] = int(value) << 10
    # What can be reclaimed is of files: of whoever reads them.
    return Memory(got["SUnreclaim:"] + got["VmallocUsed:"], got["Percpu:"],
                  _slabs())


def _give_back():
    """Caches of files, and slabs that nothing is in."""
    with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as file:
        file.write("2")
    for name in glob.glob("/sys/kernel/slab/*/shrink"):
        try:
            with open(name, "w", encoding="ascii") as file:
                file.write("1")
        except OSError:     # a cache that has gone
            pass


def used():
    """What is allocated, once it no longer changes."""
    end = time.monotonic() + TIMEOUT
    last, same = _read(), 0
    while same < REST and time.monotonic() < end:
        time.sleep(PAUSE)
        now = _read()
        same = same + 1 if abs((now - last).total()) <= NOISE else 0
        last = now
    _give_back()
    return _read()


def returns_to(before, spare, timeout=TIMEOUT):
    """Wait until no more than SPARE bytes are left of what came since BEFORE.

    What is left, in the end.
    """
    end = time.monotonic() + timeout
    while True:
        left = used() - before
        if left.total() <= spare or time.monotonic() > end:
            return left
