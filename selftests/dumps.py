# SPDX-License-Identifier: GPL-2.0
"""dumps.py NODE: lists of rows that are read while the table changes.

NODE has a network "red" and a remote "r1".
"""
import sys
import threading
import time

import nl
from pkt import TIMEOUT, check_eq, fail, netns
from serve import serve
from spec import Client

NS = sys.argv[1]
FEW, MANY, PART = 3000, 9000, 600       # FEW: more than two messages hold
ROUTES = 12000
ROUTE = {"network-name": "vpc", "len": 32, "type": "blackhole"}

with netns(NS):
    client = Client()
    reader = Client(client.spec)
    changer = Client(client.spec)


def macs(first, n):
    return ["02:00:" + i.to_bytes(4, "big").hex(":")
            for i in range(first, first + n)]


def add(first, n):
    for start in range(first, first + n, PART):
        client.do("fdb-new", *[
            {"network-name": "red", "mac": mac, "remote-name": "r1"}
            for mac in macs(start, min(PART, first + n - start))])


def flush():
    client.do("fdb-flush", {"network-name": "red"})


def listed(meanwhile):
    """(MACs that come, whether it is marked); MEANWHILE, after the first."""
    reader.sock.sock.send(reader.message("fdb-get", (), nl.NLM_F_DUMP))
    came, marked, first = [], False, True
    while True:
        for m in nl.messages(reader.sock.recv()):
            marked |= bool(m.flags & nl.NLM_F_DUMP_INTR)
            if m.kind in (nl.NLMSG_DONE, nl.NLMSG_ERROR):
                reader.sock.check_end(m)
                return came, marked
            came.append(reader.answer(m)[1]["mac"])
        if first:
            meanwhile()
            first = False


def at_rest():
    """The table grows in the background when rows come fast; lists say so."""
    end = time.monotonic() + TIMEOUT
    while listed(lambda: None)[1] and time.monotonic() < end:
        pass


def undisturbed():
    """a list of many rows has each once, and no mark"""
    flush()
    add(0, FEW)
    at_rest()
    came, marked = listed(lambda: None)
    check_eq(sorted(came), macs(0, FEW), "rows")
    check_eq(marked, False, "marked")


def removed():
    """rows removed while they are listed: the list is marked"""
    flush()
    add(0, FEW)
    at_rest()
    came, marked = listed(lambda: client.do(
        "fdb-del", {"network-name": "red", "mac": macs(0, 1)[0]}))
    check_eq(marked, True, "marked")


def grown():
    """a table that grows while it is listed: no row comes twice without a mark

    It grows in the background, so this is tried until one does come twice.
    """
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        flush()
        add(0, FEW)
        came, marked = listed(lambda: add(FEW, MANY))
        if len(came) == len(set(came)):
            continue
        check_eq(marked, True, "marked, and %d rows came twice" %
                 (len(came) - len(set(came))))
        flush()
        return
    fail("no row came twice")


def routes(n):
    """A network of type l3 with N routes of IPv4."""
    client.do("network-new", {"id": 2, "name": "vpc", "type": "l3"})
    for start in range(0, n, PART):
        client.do("route-new", *[{**ROUTE, "dst4": "10.0.%d.%d" % divmod(i, 256)}
                                 for i in range(start, min(start + PART, n))])


def families():
    """a list of routes has those of IPv6, wherever it pauses

    The first of them is less than the last of IPv4, byte by byte.
    """
    for n in 1023, 1024, 1025:
        routes(n)
        client.do("route-new", {"network-name": "vpc", "dst6": "::", "len": 0,
                                "type": "prohibit"})
        got = client.dump("route-get", {"network-name": "vpc", "type": "prohibit"})
        check_eq([obj["dst6"] for obj in got], ["::"], "of IPv6, behind %d" % n)
        check_eq(len(client.dump("route-get", {"network-name": "vpc"})), n + 1, "routes")
        client.do("network-del", {"name": "vpc", "force": True})


def filtered():
    """a list of routes that few match keeps nobody from changing others

    It fits into one message. That it is marked shows that they changed while
    that was written; this is tried until they do.
    """
    routes(ROUTES)
    done = threading.Event()

    def change():
        while not done.is_set():
            changer.do("route-set", {**ROUTE, "dst4": "192.0.2.1"})

    thread = threading.Thread(target=change)
    thread.start()
    marked, end = False, time.monotonic() + TIMEOUT
    only = {"network-name": "vpc", "type": "prohibit"}
    while not marked and time.monotonic() < end:
        reader.sock.sock.send(reader.message("route-get", only, nl.NLM_F_DUMP))
        (m,) = nl.messages(reader.sock.recv())
        check_eq(m.kind, nl.NLMSG_DONE, "nothing matches")
        marked = bool(m.flags & nl.NLM_F_DUMP_INTR)
    done.set()
    thread.join()
    client.do("network-del", {"name": "vpc", "force": True})
    check_eq(marked, True, "marked")


serve({f.__name__: f for f in (undisturbed, removed, grown, families,
                               filtered)})
