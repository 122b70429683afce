# SPDX-License-Identifier: GPL-2.0
"""What the kernel has, to be compared with what it had: links, references, bytes.

Bytes are those of the general caches (kmalloc-*, among them kmalloc-cg-*, which
accounted memory is from), of the caches of sockets, packets, routes and
namespaces, of per-CPU and of vmalloc memory. The stated tolerances are what
processes and the stack itself take more or less of from one look to the next.
"""
import glob
import os
import re
import time

import nl
import rtnl
from pkt import fail

KIB = 1024
# What may be there more than at first. A structure leaked once in a hundred
# operations is more than this after some minutes; one leaked once is kmemleak's.
TOLERANCE = {"accounted slab": 64 * KIB, "slab": 512 * KIB, "network slab": 64 * KIB,
             "percpu": 64 * KIB, "vmalloc": 256 * KIB}
CLASSES = (("accounted slab", re.compile(r"(dma-)?kmalloc-cg-")),
           ("slab", re.compile(r"kmalloc-(?!rcl)")),
           ("network slab", re.compile(
               r"net_namespace|UDP|TCP|RAW|PING|sock|skbuff|ip_dst|ip6_dst|rt6|fib|"
               r"inet_peer|request_sock|tw_sock")))
EXACT = re.compile("ovnet")


def shrink():
    """Nothing free is kept, and nothing that KASAN holds back."""
    for path in glob.glob("/sys/kernel/slab/*/shrink"):
        name = path.split("/")[-2]
        if EXACT.match(name) or any(pattern.match(name) for _, pattern in CLASSES):
            try:
                with open(path, "w", encoding="ascii") as file:
                    file.write("1")
            except OSError:
                pass


def slabs():
    """(objects, bytes) of each cache."""
    got = {}
    with open("/proc/slabinfo", encoding="ascii") as file:
        for line in file.read().splitlines()[2:]:
            name, active, _, size = line.split()[:4]
            got[name] = int(active), int(active) * int(size)
    return got


def meminfo():
    with open("/proc/meminfo", encoding="ascii") as file:
        return {key: int(value.split()[0]) * KIB
                for key, value in (line.split(":") for line in file)}


def links():
    with rtnl.Route() as route:
        return sorted("%s %s" % (link.name, link.kind) for link in route.links())


def module_users():
    with open("/sys/module/ovnet/refcnt", encoding="ascii") as file:
        return int(file.read())


class Ledger:
    """How things are now."""

    def __init__(self, objects):
        shrink()
        self.links = links()
        self.users = module_users()
        self.objects = objects
        self.caches = slabs()
        info = meminfo()
        self.bytes = {"percpu": info["Percpu"], "vmalloc": info["VmallocUsed"]}
        for what, pattern in CLASSES:
            self.bytes[what] = sum(size for name, (_, size) in self.caches.items()
                                   if pattern.match(name))
        self.exact = {name: count for name, (count, _) in self.caches.items()
                      if EXACT.match(name)}

    def worse_than(self, before):
        """What there is more of, or else, than before; "" if nothing."""
        bad = []
        for what in "links", "users", "objects", "exact":
            if getattr(self, what) != getattr(before, what):
                bad.append("%s: %s, were %s" % (what, getattr(self, what),
                                                getattr(before, what)))
        for what, tolerance in TOLERANCE.items():
            more = self.bytes[what] - before.bytes[what]
            if more > tolerance:
                bad.append("%s: %d bytes more, of which %s" % (
                    what, more, self.grown(before)))
        return "; ".join(bad)

    def grown(self, before):
        """The caches that have most more."""
        more = {name: count - before.caches.get(name, (0, 0))[0]
                for name, (count, _) in self.caches.items()}
        most = sorted(more.items(), key=lambda pair: -abs(pair[1]))[:8]
        return " ".join("%s:%+d" % pair for pair in most)

    def difference(self, before):
        return ", ".join("%s %+d" % (what, self.bytes[what] - before.bytes[what])
                         for what in TOLERANCE)


def balance(before, objects):
    """Wait until all is as it was: memory may be on its way back."""
    end = time.monotonic() + nl.TIMEOUT
    while True:
        now = Ledger(objects())
        bad = now.worse_than(before)
        if not bad:
            return now
        if time.monotonic() > end:
            fail(bad)
        time.sleep(0.2)


def log_complaints():
    """Devices and namespaces that wait for a reference."""
    fd = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK)
    bad = []
    try:
        while True:
            try:
                line = os.read(fd, 8192).decode(errors="replace")
            except BlockingIOError:
                break
            except BrokenPipeError:
                continue
            if "unregister_netdevice: waiting" in line:
                bad.append(line.strip())
    finally:
        os.close(fd)
    return bad
