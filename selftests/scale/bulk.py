# SPDX-License-Identifier: GPL-2.0
"""Very many objects: requests and dumps without a Python object for each.

A request is made of one object's bytes, repeated, with a number written into
each. What is timed is the kernel: from the system call to its return.
"""
import array
import socket
import struct
import time

import nl

SO_SNDBUFFORCE, SO_RCVBUFFORCE = 32, 33
ROOM = 1 << 27          # for the largest message
FEW = 3                 # objects of a dump that are looked at


def repeat(template, first, n, where, order="big"):
    """N times TEMPLATE, with FIRST, FIRST + 1 ... as 32 bits at WHERE."""
    numbers = array.array("I", range(first, first + n))
    if order == "big":
        numbers.byteswap()
    numbers = numbers.tobytes()
    out = bytearray(template * n)
    for i in range(4):
        out[where + i::len(template)] = numbers[i::4]
    return out


def slices(total, size):
    """(first, n) of each slice."""
    return [(first, min(size, total - first))
            for first in range(0, total, size)]


class Bulk:
    """Requests for many objects, by way of a client of spec.py."""

    def __init__(self, client):
        self.client = client
        self.sock = client.sock.sock
        self.sock.setsockopt(socket.SOL_SOCKET, SO_SNDBUFFORCE, ROOM)

    def message(self, op, payload):
        return self.client.raw(self.client.spec.ops[op]["value"], payload)

    def template(self, op, obj, mark=None):
        """One object's attributes, and where in them the bytes MARK are."""
        data = self.client.spec.encode("ovnet", [(self.client.kind(op), obj)])
        return data, data.index(mark) if mark else 0

    def send(self, requests):
        """Send them all; how long the kernel took."""
        talk = self.client.sock.talk
        start = time.monotonic()
        for request in requests:
            talk(request)
        return time.monotonic() - start

    def dump(self, op, *filters):
        """(how many objects, how long the kernel took, the first few)."""
        client = self.client
        request = client.message(op, filters, nl.NLM_F_DUMP)
        start = time.monotonic()
        self.sock.send(request)     # does the first part of it
        took = time.monotonic() - start
        count, first = 0, []
        while True:
            start = time.monotonic()
            data = self.sock.recv(1 << 18)
            took += time.monotonic() - start
            n, end = count_messages(data)
            if not count:
                first = [client.answer(m)[1] for m in nl.messages(data)
                         if m.kind == client.family.id][:FEW]
            count += n
            if end is not None:
                client.sock.check_end(nl.Message(data[end:]))
                return count, took, first


def count_messages(data):
    """(how many before the last, where that is, if it is there)."""
    read = struct.Struct("=IH").unpack_from
    at = n = 0
    while at < len(data):
        length, kind = read(data, at)
        if kind in (nl.NLMSG_DONE, nl.NLMSG_ERROR):
            return n, at
        n += 1
        at += length + 3 & ~3
    return n, None
