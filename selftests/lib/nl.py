# SPDX-License-Identifier: GPL-2.0
"""Netlink: messages, attributes, sockets, what the kernel says of a refusal.

Knows of generic netlink what any family needs (families, groups, policies)
and of ovnet nothing; spec.py does. Only the standard library.
"""
import errno
import os
import select
import socket
import struct
import time

NETLINK_ROUTE, NETLINK_GENERIC = 0, 16
NLM_F_REQUEST, NLM_F_MULTI, NLM_F_ACK, NLM_F_DUMP_INTR = 1, 2, 4, 16
NLM_F_ROOT, NLM_F_DUMP = 0x100, 0x300
NLM_F_CREATE, NLM_F_EXCL = 0x400, 0x200
NLM_F_ACK_TLVS = 0x200
NLMSG_ERROR, NLMSG_DONE = 2, 3
NLA_F_NESTED, NLA_TYPE_MASK = 0x8000, 0x3fff
SOL_NETLINK = 270

ERRORS = {**errno.errorcode, errno.EOPNOTSUPP: "EOPNOTSUPP"}

# seconds; only a failure takes as long
TIMEOUT = int(os.environ.get("WAIT_TIMEOUT", 20000)) / 1000


class Refused(Exception):
    """The kernel's answer was an error."""

    def __init__(self, code, tlvs=b""):
        got = {kind: data for kind, data, _ in attrs(tlvs)}
        self.code = code
        self.name = ERRORS.get(code, str(code))
        self.sentence = text(got[1]) if 1 in got else None
        # where in the request the attribute is that was wrong
        self.offset = u32(got[2]) if 2 in got else None
        self.missing = u32(got[5]) if 5 in got else None
        # where the nest is that lacks it; None: the message itself
        self.missing_in = u32(got[6]) if 6 in got else None
        super().__init__("%s: %s" % (self.name, self.sentence))


# --- attributes ---------------------------------------------------------------

def attr(kind, data=b""):
    """One attribute; for a nest, KIND has NLA_F_NESTED in it."""
    return (struct.pack("=HH", 4 + len(data), kind) + data +
            b"\0" * (-len(data) % 4))


def nest(kind, *parts):
    return attr(kind | NLA_F_NESTED, b"".join(parts))


def attrs(data, start=0):
    """(type, data, where) of each; WHERE counts from the start of DATA - START."""
    at = 0
    while at + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, at)
        if length < 4 or at + length > len(data):
            raise ValueError("attribute at %d has length %d" % (at, length))
        yield kind & NLA_TYPE_MASK, data[at + 4:at + length], start + at
        at += length + 3 & ~3


def attrs_dict(data):
    return {kind: value for kind, value, _ in attrs(data)}


def number(data):
    return int.from_bytes(data, "little")


def u32(data):
    return struct.unpack("=I", data)[0]


def text(data):
    # devices may have any bytes for a name
    return data.split(b"\0")[0].decode(errors="surrogateescape")


def path(request, offset, start):
    """Types of the attributes that lead to the one at OFFSET of a request.

    Each with the how-manieth of its type it is; START: where attributes begin.
    None if no attribute is there.
    """
    def search(data, base, nested):
        seen = {}
        for kind, value, where in attrs(data, base):
            index = seen.get(kind, 0)
            seen[kind] = index + 1
            if where == offset:
                return nested + [(kind, index)]
            if where < offset < where + 4 + len(value):
                return search(value, where + 4, nested + [(kind, index)])
        return None

    return search(request[start:], start, [])


# --- sockets ------------------------------------------------------------------

class Message:
    """One that came: type, flags, sequence number, payload."""

    def __init__(self, data):
        self.kind, self.flags, self.seq = struct.unpack_from("=HHI", data, 4)
        self.data = data[16:]


def messages(data):
    at = 0
    while at + 16 <= len(data):
        length = u32(data[at:at + 4])
        yield Message(data[at:at + length])
        at += length + 3 & ~3


class Socket:
    """A netlink socket of the namespace that it is made in."""

    def __init__(self, proto=NETLINK_GENERIC):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, proto)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.sock.setsockopt(SOL_NETLINK, 10, 1)    # NETLINK_CAP_ACK
        self.sock.setsockopt(SOL_NETLINK, 11, 1)    # NETLINK_EXT_ACK
        self.sock.setsockopt(SOL_NETLINK, 12, 1)    # NETLINK_GET_STRICT_CHK
        self.sock.bind((0, 0))
        self.seq = 0
        self.interrupted = False    # the last dump was

    def close(self):
        self.sock.close()

    def join(self, group):
        self.sock.setsockopt(SOL_NETLINK, 1, group)

    def message(self, kind, flags, payload):
        """The bytes of a request."""
        self.seq += 1
        return struct.pack("=IHHII", 16 + len(payload), kind, flags, self.seq,
                           0) + payload

    def call(self, kind, flags, payload):
        """Send a request; the messages that answer it, until the last."""
        return self.talk(self.message(kind, flags | NLM_F_REQUEST | NLM_F_ACK,
                                      payload))

    def talk(self, request):
        """Send these bytes; the answers to it; Refused if it is refused."""
        seq = struct.unpack_from("=I", request, 8)[0]
        self.sock.send(request)
        answers = []
        self.interrupted = False
        while True:
            for m in messages(self.recv()):
                if m.seq != seq:
                    continue
                self.interrupted |= bool(m.flags & NLM_F_DUMP_INTR)
                if m.kind in (NLMSG_ERROR, NLMSG_DONE):
                    self.check_end(m)
                    return answers
                answers.append(m)

    @staticmethod
    def check_end(m):
        """Refused if the last message of an answer says so."""
        code = -struct.unpack_from("=i", m.data)[0] if m.data else 0
        if code <= 0:
            return
        tlvs = m.data[20 if m.kind == NLMSG_ERROR else 4:]
        raise Refused(code, tlvs if m.flags & NLM_F_ACK_TLVS else b"")

    def recv(self, timeout=TIMEOUT):
        """A datagram; None if there is none in time."""
        if not select.select([self.sock], [], [], timeout)[0]:
            if timeout:
                raise TimeoutError("netlink does not answer")
            return None
        return self.sock.recv(1 << 18)


# --- generic netlink ----------------------------------------------------------

CTRL = 0x10
CTRL_CMD_GETFAMILY, CTRL_CMD_GETPOLICY = 3, 10


def genl(cmd, version=1, payload=b""):
    """The header of generic netlink, and what follows."""
    return struct.pack("=BBH", cmd, version, 0) + payload


class Family:
    """A family by name: its number, multicast groups and operations."""

    def __init__(self, sock, name):
        request = genl(CTRL_CMD_GETFAMILY, 2, attr(2, name.encode() + b"\0"))
        answer = sock.call(CTRL, 0, request)[0]
        got = attrs_dict(answer.data[4:])
        self.sock = sock
        self.id, self.version = number(got[1]), number(got[3])
        self.maxattr = number(got[5])
        self.groups = {}
        for _, group, _ in attrs(got.get(7, b"")):
            parts = attrs_dict(group)
            self.groups[text(parts[1])] = u32(parts[2])
        self.ops = {}       # flags by command
        for _, op, _ in attrs(got.get(6, b"")):
            parts = attrs_dict(op)
            self.ops[u32(parts[1])] = u32(parts[2])

    def policy(self):
        """(policies, ops) as the kernel has them.

        policies[index][type] is what it says of an attribute, by the names of
        POLICY; ops[cmd] is {"do": index, "dump": index}.
        """
        request = genl(CTRL_CMD_GETPOLICY, 2,
                       attr(1, struct.pack("=H", self.id)))
        policies, ops = {}, {}
        for answer in self.sock.call(CTRL, NLM_F_DUMP, request):
            got = attrs_dict(answer.data[4:])
            for index, members, _ in attrs(got.get(8, b"")):
                for kind, fields, _ in attrs(members):
                    policies.setdefault(index, {})[kind] = {
                        POLICY.get(k, k): number(v)
                        for k, v, _ in attrs(fields) if k != 11}
            for cmd, fields, _ in attrs(got.get(9, b"")):
                parts = attrs_dict(fields)
                ops[cmd] = {word: u32(parts[k])
                            for k, word in ((1, "do"), (2, "dump"))
                            if k in parts}
        return policies, ops


# NL_POLICY_TYPE_ATTR_*
POLICY = {1: "type", 2: "min", 3: "max", 4: "min", 5: "max", 6: "min-len",
          7: "max-len", 8: "policy", 9: "maxtype", 10: "bitfield32",
          12: "mask"}

# NL_ATTR_TYPE_*
POLICY_TYPES = {1: "flag", 2: "u8", 3: "u16", 4: "u32", 5: "u64", 6: "s8",
                7: "s16", 8: "s32", 9: "s64", 10: "binary", 11: "string",
                12: "nul-string", 13: "nest", 14: "nest-array",
                15: "bitfield32"}


# --- events -------------------------------------------------------------------

class Listener:
    """Messages of multicast groups. Made when the groups are to be heard from.

    The kernel puts an event into our queue before it answers the request that
    caused it, so what is not there by then does not come.
    """

    def __init__(self, *groups):
        self.sock = Socket()
        self.pending = []
        for group in groups:
            self.sock.join(group)

    def drain(self):
        """All messages so far."""
        got, self.pending = self.pending, []
        while True:
            data = self.sock.recv(0)
            if data is None:
                return got
            got += messages(data)

    def wait(self, wanted):
        """All until one satisfies WANTED, with that; those behind it stay."""
        got = []
        end = time.monotonic() + TIMEOUT
        while True:
            for i, m in enumerate(self.pending):
                if wanted(m):
                    got += self.pending[:i + 1]
                    self.pending = self.pending[i + 1:]
                    return got
            got += self.pending
            self.pending = list(messages(
                self.sock.recv(max(0.001, end - time.monotonic()))))
