# SPDX-License-Identifier: GPL-2.0
"""dumps.py NODE: lists of rows that are read while the table changes.

NODE has a network "red" and a remote "r1".
"""
import sys
import time

import nl
from pkt import TIMEOUT, check_eq, fail, netns
from serve import serve
from spec import Client

NS = sys.argv[1]
FEW, MANY, PART = 3000, 9000, 600       # FEW: more than two messages hold

with netns(NS):
    client = Client()
    reader = Client(client.spec)


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


def undisturbed():
    """a list of many rows has each once, and no mark"""
    flush()
    add(0, FEW)
    came, marked = listed(lambda: None)
    check_eq(sorted(came), macs(0, FEW), "rows")
    check_eq(marked, False, "marked")


def removed():
    """rows removed while they are listed: the list is marked"""
    flush()
    add(0, FEW)
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


serve({f.__name__: f for f in (undisturbed, removed, grown)})
