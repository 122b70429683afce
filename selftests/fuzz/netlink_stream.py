# SPDX-License-Identifier: GPL-2.0
"""A stream of fuzzed requests: sent, answered, counted.

Besides, other sockets leave dumps half read and go on with them later, close
in the middle of them, and join groups that they never read from.
"""
import collections
import select
import socket
import struct

import nl
from netlink_gen import ROUND
from netlink_rt import AF_BRIDGE, GETLINK, GETNEIGH, Messages

READERS = 4
RTNL_GROUPS = (1, 3)        # links, neighbours
ACK_TLVS = 0x200
SO_SNDBUFFORCE, SO_RCVBUFFORCE = 32, 33
CHUNK = 60000               # bytes that are sent at once


class Unanswered(Exception):
    """A request that the kernel has not answered."""


class Sock:
    """A netlink socket with room, and without any of the helpers' patience."""

    def __init__(self, proto, room=1 << 22):
        self.proto = proto
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, proto)
        for force, plain in ((SO_SNDBUFFORCE, socket.SO_SNDBUF),
                             (SO_RCVBUFFORCE, socket.SO_RCVBUF)):
            try:
                self.sock.setsockopt(socket.SOL_SOCKET, force, room)
            except PermissionError:
                self.sock.setsockopt(socket.SOL_SOCKET, plain, room)
        for option in 10, 11, 12:       # CAP_ACK, EXT_ACK, GET_STRICT_CHK
            self.sock.setsockopt(nl.SOL_NETLINK, option, 1)
        self.sock.bind((0, 0))
        self.sock.settimeout(nl.TIMEOUT)

    def send(self, data):
        self.sock.send(data)

    def poll(self):
        """A datagram, if there is one."""
        if not select.select([self.sock], [], [], 0)[0]:
            return None
        try:
            return self.sock.recv(1 << 17)
        except OSError as e:
            return e.errno

    def close(self):
        self.sock.close()


class Stream:
    """One process's share."""

    def __init__(self, spec, family, number):
        self.spec, self.family_id, self.groups = spec, family.id, family.groups
        self.seed, self.number = 0, number
        self.messages = Messages(spec, family.id)
        self.dice = self.messages.dice
        self.socks = [Sock(nl.NETLINK_GENERIC), Sock(nl.NETLINK_ROUTE)]
        self.readers = []
        self.listeners = []
        self.dumps = [op["value"] for op in spec.ops.values() if "dump" in op]
        self.counts, self.sentences = collections.Counter(), collections.Counter()
        self.listen()

    # --- requests

    def run(self, seed, first, last):
        """Rounds FIRST to LAST - 1 of a seed; what was counted in them."""
        self.seed = seed
        self.counts = collections.Counter()
        self.sentences = collections.Counter()
        for r in range(first, last):
            self.round(r)
        return dict(self.counts), dict(self.sentences)

    def round(self, r):
        together, alone = [], []
        route = False
        for i in range(r * ROUND, (r + 1) * ROUND):
            request, route = self.messages.get(self.seed, self.number, i)
            data = request.bytes(i + 1)
            (together if request.length is None else alone).append((request, data))
        self.talk(self.socks[route], together)
        for request, data in alone:
            # what follows it in a datagram is not looked at, or looks strange
            self.send(self.socks[route], data)
            self.counts["a length that is a lie", "sent"] += 1
        self.talk(self.socks[route], [])
        self.mischief(r)

    def send(self, sock, data):
        try:
            sock.send(data)
        except OSError as e:
            self.counts["send", nl.ERRORS.get(e.errno, e.errno)] += 1
            return False
        return True

    def talk(self, sock, requests):
        """Send them, in as few datagrams as that takes."""
        some, size = [], 0
        for request, packed in requests:
            if size + len(packed) > CHUNK and some:
                self.exchange(sock, some)
                some, size = [], 0
            some.append((request, packed))
            size += len(packed)
        self.exchange(sock, some)

    def exchange(self, sock, requests):
        """Send them in one datagram; read until all are answered."""
        waiting = {request.seq: request for request, _ in requests}
        last = struct.pack("=IHHII", 16, 1, nl.NLM_F_REQUEST | nl.NLM_F_ACK, 0xfffffff0, 0)
        if not self.send(sock, b"".join(packed for _, packed in requests) + last):
            waiting = {}
            sock.send(last)
        done = False
        while not done or waiting:
            try:
                data = sock.sock.recv(1 << 17)
            except socket.timeout:
                raise Unanswered("%s: no answer to message %s" % (
                    [w.label for w in waiting.values()], [s - 1 for s in waiting])) from None
            done |= self.answers(data, waiting)
            if done and not all(w.flags & nl.NLM_F_DUMP or not w.counted
                                for w in waiting.values()):
                raise Unanswered("message %s has no answer" % [s - 1 for s in waiting])

    def answers(self, data, waiting):
        """Count what is in a datagram; is the last of a round's answers in it?"""
        at, done = 0, False
        while at + 16 <= len(data):
            length, kind, flags, seq = struct.unpack_from("=IHHI", data, at)
            if kind in (nl.NLMSG_ERROR, nl.NLMSG_DONE):
                code = struct.unpack_from("=i", data, at + 16)[0] if length >= 20 else 0
                if seq == 0xfffffff0:
                    done = True
                elif seq in waiting:
                    tlvs = b""
                    if flags & ACK_TLVS:
                        tlvs = data[at + (36 if kind == nl.NLMSG_ERROR else 20):at + length]
                    self.count(waiting.pop(seq), -code, tlvs)
            elif kind == self.family_id:
                self.counts["objects", "read"] += 1
                if not seq & 7:
                    self.spec.decode("ovnet", data[at + 20:at + length])
            at += length + 3 & ~3
        return done

    def count(self, request, code, tlvs):
        if not request.counted:
            self.counts["a header that is wrong", "sent"] += 1
            return
        self.counts[request.label, nl.ERRORS.get(code, code) if code else "ok"] += 1
        if tlvs:
            length, kind = struct.unpack_from("=HH", tlvs)
            if kind == 1:
                self.sentences[tlvs[4:length - 1].decode(errors="replace")] += 1

    # --- the other sockets

    def mischief(self, r):
        d = self.dice
        d.seed(self.seed, self.number, r, 1)
        way = d.chance()
        if way < 0.10:
            if len(self.readers) >= READERS:
                self.readers.pop(d.below(READERS)).close()
            self.readers.append(self.dump(Sock(d.pick((nl.NETLINK_GENERIC, nl.NETLINK_ROUTE)))))
        elif way < 0.25 and self.readers:
            reader = d.pick(self.readers)
            for _ in range(1 + d.below(2)):
                if reader.poll() is None:
                    self.dump(reader)
        elif way < 0.30:
            self.dump(Sock(nl.NETLINK_GENERIC)).close()
        elif way < 0.31:
            self.listen()

    def dump(self, sock):
        """Begin a dump that nobody reads yet."""
        d = self.dice
        flags = nl.NLM_F_REQUEST | nl.NLM_F_DUMP
        if sock.proto == nl.NETLINK_GENERIC:
            kind, payload = self.family_id, nl.genl(d.pick(self.dumps))
        else:
            kind = d.pick((GETNEIGH, GETLINK))
            payload = struct.pack("=B", AF_BRIDGE) + bytes(11 if kind == GETNEIGH else 15)
        sock.send(struct.pack("=IHHII", 16 + len(payload), kind, flags, 1, 0) + payload)
        self.counts["dumps left half read", "sent"] += 1
        return sock

    def listen(self):
        """Other listeners; those that there were have long been overrun."""
        for old in self.listeners:
            got = old.poll()
            self.counts["listeners", "overrun" if isinstance(got, int) else "in time"] += 1
            old.close()
        self.listeners = [Sock(nl.NETLINK_GENERIC, 1), Sock(nl.NETLINK_ROUTE, 1)]
        for sock, groups in zip(self.listeners, (self.groups.values(), RTNL_GROUPS)):
            for group in groups:
                sock.sock.setsockopt(nl.SOL_NETLINK, 1, group)

    def close(self):
        for sock in self.socks + self.readers + self.listeners:
            sock.close()
