#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""guest.py MODULE [SIZE...]: what it costs to find the longest of SIZE prefixes.

By ours (kmod/lpm.c) and by the kernel's FIB, which is told the same prefixes, in
a namespace of its own: nanoseconds, or instructions, of a lookup, and bytes of a
prefix. Each destination is below a prefix at random, so that no cache helps.
"""
import os
import socket
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "..", "lib"), os.path.join(HERE, "..")]
import memory
import nl
import pkt
import rtnl
from nodes import run

SIZES = 1, 32, 1000, 100000, 1000000
TOP = "/sys/kernel/debug/ovnet-lpm/"
COUNTED = os.environ.get("OVNET_VM_CLOCK") == "instructions"
ROUNDS = int(os.environ.get("ROUNDS") or (2 if COUNTED else 10))
BATCH = 16384           # bytes
COUNT = 20000 if COUNTED else 1000000
LINE = "%-6s %9s %14s %9s %9s %12s %9s"


def tell(name, text):
    with open(TOP + name, "w", encoding="ascii") as file:
        file.write(text)


def added(make):
    before = memory.used()
    make()
    return (memory.used() - before).total()


def routes(family, index):
    """Requests for the same prefixes."""
    kind = socket.AF_INET if family == "4" else socket.AF_INET6
    with open(TOP + "prefixes", encoding="ascii") as prefixes:
        for prefix in prefixes:
            address, _, length = prefix.strip().partition("/")
            yield rtnl.route(socket.inet_pton(kind, address), int(length), index)


def tell_fib(ns, family):
    run("ip", "netns", "add", ns)
    run("ip", "-n", ns, "link", "add", "out", "type", "dummy")
    run("ip", "-n", ns, "link", "set", "out", "up")
    with pkt.netns(ns):
        sock = nl.Socket(nl.NETLINK_ROUTE)
        index = socket.if_nametoindex("out")
    rtnl.tell_all(sock, rtnl.RTM_NEWROUTE, routes(family, index), BATCH)
    sock.close()


def look(ns, who):
    """Nanoseconds of a lookup; all of them are to find something."""
    with pkt.netns(ns):
        tell("run", "%s %d" % (who, COUNT))
    with open(TOP + "run", encoding="ascii") as file:
        took, found = map(int, file.read().split())
    if found != COUNT:
        raise RuntimeError("%s: %d of %d found" % (who, found, COUNT))
    return took / COUNT


def measure(family, size):
    ns = "fib%s-%d" % (family, size)
    ours_bytes = added(lambda: tell("set", "%s %d" % (family, size)))
    fib_bytes = added(lambda: tell_fib(ns, family))
    took = {who: min(look(ns, who) for _ in range(ROUNDS))
            for who in ("none", "ours", "fib")}
    ours, fib = took["ours"] - took["none"], took["fib"] - took["none"]
    print(LINE % ("IPv" + family, size, "%.0f" % ours, "%.0f" % fib,
                  "%.2f" % (fib / ours), "%.0f" % (ours_bytes / size),
                  "%.0f" % (fib_bytes / size)), flush=True)
    run("ip", "netns", "del", ns)


def main():
    run("insmod", sys.argv[1])
    print("%s, %s a lookup, the least of %d times %d" % (
        os.uname().release, "instructions" if COUNTED else "ns", ROUNDS, COUNT))
    print(LINE % ("", "prefixes", "ours", "fib", "ratio", "ours, bytes",
                  "fib, bytes"))
    for family in "46":
        for size in [int(word) for word in sys.argv[2:]] or SIZES:
            measure(family, size)


if __name__ == "__main__":
    main()
