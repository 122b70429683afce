# SPDX-License-Identifier: GPL-2.0
"""Requests of the family from uapi/ovnet.yaml: right ones, and ones gone wrong.

Message I of a stream depends on (seed, stream, I) and nothing else. Names, ids,
devices and addresses come from small pools, where those of the same index
belong together: so objects get made, referred to, changed and removed.

A request is a tree of attributes, [type, payload] with bytes or a list for a
payload; a third item is what the length says instead of the truth.
"""
import random
import re
import struct

import nl

POOL = 12           # of each kind of object
ROUND = 40          # messages that are sent at once
READ_ONLY = re.compile(r"read only|only in drop-ntf|only in replies")
INTEGERS = {"u8": "B", "u16": "H", "u32": "I", "u64": "Q"}
DEVICES = [500 + k for k in range(16)]      # to be ports
LEGS = [600 + k for k in range(5)]
# loopback, bridge, vxlan, two that are taken, one above a leg, nobody's
OTHERS = [1, 520, 521, 522, 523, 530, 999999, 0, 0x7fffffff, 0x80000000, 0xffffffff]
V4 = ["192.0.2.%d" % k for k in range(1, 9)]
WORDS4 = [bytes(map(int, a.split("."))) for a in V4]
WORDS6 = [bytes.fromhex("fd00000200000000") + bytes(7) + bytes([k]) for k in range(1, 9)]
STRANGE4 = [bytes(4), b"\xff" * 4, bytes((224, 0, 0, 1)), bytes((127, 0, 0, 1)),
            bytes((198, 51, 100, 7)), bytes((240, 0, 0, 1))]
STRANGE6 = [bytes(16), bytes(15) + b"\1", b"\xff\2" + bytes(13) + b"\1",
            b"\xfe\x80" + bytes(13) + b"\1", bytes(10) + b"\xff\xff\xc0\0\2\1",
            bytes.fromhex("20010db8") + b"\xab" * 12, b"\xff" * 16]

# What a request needs to have a chance, as the docs of the spec say in words:
# by kind and verb, "*" for any other verb. "a|b": one of them.
NEEDS = {
    "underlay": {"new": ("name", "kind", "local4", "port"), "*": ("name",)},
    "network": {"new": ("id", "name", "type"), "*": ("id|name",)},
    "port": {"new": ("ifindex", "network-id|network-name"), "*": ("ifindex",)},
    "remote": {"new": ("name", "kind", "vtep", "id"), "*": ("id|name",)},
    "member": {"*": ("network-id|network-name", "remote-id|remote-name")},
    "fdb": {"flush": ("network-id|network-name",), "del": ("network-id|network-name", "mac"),
            "*": ("network-id|network-name", "mac", "remote-id|remote-name|ifindex")},
    "route": {"del": ("network-id|network-name", "dst4|dst6"),
              "*": ("network-id|network-name", "dst4|dst6",
                    "remote-id|remote-name|ifindex|to-network-id|type|nexthop")},
    "neigh": {"flush": ("network-id|network-name",), "del": ("network-id|network-name", "addr4|addr6"),
              "*": ("network-id|network-name", "addr4|addr6", "mac")},
    "binding": {"*": ("ifindex", "mac")},
    "trace": {"*": ("network-id|network-name", "remote-id|remote-name|ifindex", "frame")},
    "probe": {"get": ("id",), "*": ("remote-id|remote-name",)},
}
# What is said together: one without the other is refused.
PAIRS = {"gateway4": "gateway4-len", "gateway6": "gateway6-len",
         "gateway4-len": "gateway4", "gateway6-len": "gateway6",
         "locator": "locator-len", "locator-len": "locator"}
# Which have an address as their key.
ADDRESSED = ("route", "neigh", "binding")
# how often other attributes are there
OTHERWISE = {"new": 0.12, "set": 0.25, "del": 0.02, "get": 0.02, "flush": 0.1}
PLACES = ("remote-id", "remote-name", "ifindex", "to-network-id", "to-network-name", "type",
          "nexthop")
NOT_TOGETHER = {**{("route", a): tuple(b for b in PLACES if b != a) for a in PLACES},
                ("route", "dst4"): ("dst6",), ("route", "dst6"): ("dst4",),
                ("neigh", "addr4"): ("addr6",), ("neigh", "addr6"): ("addr4",),
                ("binding", "addr4"): ("addr6",), ("binding", "addr6"): ("addr4",),
                ("fdb", "ifindex"): ("remote-id", "remote-name"),
                ("fdb", "remote-id"): ("ifindex",), ("fdb", "remote-name"): ("ifindex",),
                ("trace", "ifindex"): ("remote-id", "remote-name"),
                ("trace", "remote-id"): ("ifindex",), ("trace", "remote-name"): ("ifindex",)}


def name_of(kind, k):
    """Name K of the pool of a kind; some are as long as names may be."""
    return ("%s%d" % (kind[0], k)).ljust(31 if k % 8 == 7 else 0, "x").encode()


def id_of(kind, k):
    return 0xffffff if kind == "network" and k == POOL - 1 else k + 1


class Request:
    """What is sent: its label, header fields and payload."""

    __slots__ = ("label", "kind", "flags", "payload", "length", "seq", "counted")

    def __init__(self, label, kind, flags, payload):
        self.label, self.kind, self.flags, self.payload = label, kind, flags, payload
        self.length = None      # what the header says instead of the truth
        self.counted = True     # it was meant to be carried out

    def bytes(self, seq):
        self.seq = seq
        length = 16 + len(self.payload)
        said = length if self.length is None else self.length
        return struct.pack("=IHHII", said, self.kind, self.flags, seq, 0) + \
            self.payload + bytes(-length % 4)


def encode(nodes):
    out = []
    for node in nodes:
        payload = node[1] if isinstance(node[1], bytes) else encode(node[1])
        size = len(payload) + 4
        said = size if len(node) == 2 else node[2]
        out.append(struct.pack("=HH", said & 0xffff, node[0] & 0xffff) + payload +
                   bytes(-size % 4))
    return b"".join(out)


def walk(nodes):
    """Every node, with the list that it is in."""
    for node in nodes:
        yield nodes, node
        if isinstance(node[1], list):
            yield from walk(node[1])


class Dice:
    """Random choices, fast."""

    def __init__(self):
        self.rng = random.Random()
        self.chance = self.rng.random

    def seed(self, *words):
        n = 0
        for word in words:
            n = n << 40 | word
        self.rng.seed(n)

    def below(self, n):
        return int(self.chance() * n)

    def pick(self, seq):
        return seq[int(self.chance() * len(seq))]

    def bytes(self, n):
        return self.rng.getrandbits(8 * n).to_bytes(n, "little") if n else b""


class Mutator:
    """Makes a tree of attributes, or the bytes of it, wrong."""

    def __init__(self, dice):
        self.dice = dice
        self.ways = [self.length, self.length, self.lie, self.kind, self.flags, self.twice,
                     self.deep, self.string, self.edge, self.drop, self.noise, self.swap]

    def tree(self, nodes):
        for _ in range(1 + self.dice.below(3)):
            all_nodes = list(walk(nodes))
            if not all_nodes:
                return
            self.dice.pick(self.ways)(*self.dice.pick(all_nodes))

    def length(self, _, node):
        d = self.dice
        data = node[1] if isinstance(node[1], bytes) else encode(node[1])
        node[1] = d.pick((b"", data[:-1], data + b"\0", data + d.bytes(d.below(64)),
                          data[:d.below(len(data) + 1)], data * 2, bytes(d.below(300))))

    def lie(self, _, node):
        data = node[1] if isinstance(node[1], bytes) else encode(node[1])
        said = self.dice.pick((0, 1, 3, 4, 5, len(data) + 3, len(data) + 5, len(data) + 8, 0x7fff,
                               0x8000, 0xfffe, 0xffff))
        node[1:] = [data, said]

    def kind(self, _, node):
        d = self.dice
        node[0] = node[0] & nl.NLA_F_NESTED | d.pick((0, 1, d.below(32), 31, 32, 63, 64,
                                                      d.below(0x4000), 0x3fff))

    def flags(self, _, node):
        node[0] ^= self.dice.pick((0x8000, 0x4000, 0xc000))

    def twice(self, nodes, node):
        nodes.insert(self.dice.below(len(nodes) + 1), node[:])

    def deep(self, _, node):
        inner = node[1] if isinstance(node[1], bytes) else encode(node[1])
        kind = node[0] | nl.NLA_F_NESTED
        for _ in range(self.dice.pick((1, 2, 8, 20, 200))):
            inner = encode([[kind, inner]])
        node[1] = inner

    def string(self, _, node):
        d = self.dice
        n = d.pick((0, 1, 30, 31, 32, 33, 64, 255))
        text = d.pick((b"a" * n, bytes(d.below(255) + 1 for _ in range(n)), b"%s%n%x" * 4, b"1" * n,
                       b"a\0" + b"b" * n, b"\n\x1b[2J", "ünï".encode(), b"../..", b" " * n))
        node[1] = text + d.pick((b"", b"\0", b"\0\0"))

    def edge(self, _, node):
        size = len(node[1]) if isinstance(node[1], bytes) and len(node[1]) in (1, 2, 4, 8) else 4
        top = 1 << 8 * size
        value = self.dice.pick((0, 1, 2, top - 1, top - 2, top // 2, top // 2 - 1, 0xff, 0x100,
                                0xffffff, 0x1000000))
        node[1] = (value % top).to_bytes(size, "little")

    def drop(self, nodes, node):
        nodes[:] = [other for other in nodes if other is not node]

    def noise(self, _, node):
        node[1] = self.dice.bytes(self.dice.pick((1, 2, 4, 6, 8, 16, 17, 40, 200)))

    def swap(self, nodes, node):
        other = self.dice.pick(nodes)
        node[1], other[1] = other[1], node[1]

    def bytes(self, data):
        """The same to what has no structure any more."""
        d = self.dice
        data = bytearray(data)
        if not data:
            return d.bytes(d.below(60))
        for _ in range(1 + d.below(4)):
            data[d.below(len(data))] = d.below(256)
        way = d.below(4)
        if way == 0:
            del data[d.below(len(data)):]
        elif way == 1:
            data += d.bytes(d.below(40))
        return bytes(data)


class Family:
    """The generic netlink side."""

    def __init__(self, spec, family_id, dice):
        self.spec, self.id, self.dice = spec, family_id, dice
        self.mutator = Mutator(dice)
        self.highest = max(op["value"] for op in spec.ops.values())
        self.objects = {a["name"]: a for a in spec.sets["ovnet"].values()}
        self.writable = {
            name: [a for a in attrs.values()
                   if not READ_ONLY.search(" ".join(a["doc"].split()))]
            for name, attrs in spec.sets.items()}
        self.ops, weights = [], []
        for op in spec.ops.values():
            for mode in "do", "dump":
                if mode not in op:
                    continue
                kinds = op[mode].get("request", {}).get("attributes", [])
                verb = op["name"].rsplit("-", 1)[1]
                self.ops.append((op["value"], op["name"], verb, mode, kinds[0] if kinds else None))
                weights.append(0.3 if mode == "dump" else
                               {"new": 2, "set": 1.5, "del": 0.7, "flush": 0.3}.get(verb, 1))
        self.wheel, total = [], 0
        for op, weight in zip(self.ops, weights):
            total += weight
            self.wheel += [op] * int(10 * weight)

    # --- values

    def reference(self, kind, a):
        """(kind, "id" or "name") of the object that an attribute means, or None."""
        name = a["name"]
        if name in ("id", "name"):
            return (kind, name) if kind in NEEDS else None
        if name == "router":
            return "network", "name"
        if name.startswith("to-"):
            return "network", name.rsplit("-", 1)[1]
        for other in NEEDS:
            if name in (other + "-id", other + "-name"):
                return other, name.rsplit("-", 1)[1]
        return (name, "name") if name in NEEDS and a["type"] == "string" else None

    def value(self, kind, a, at):
        """The payload of an attribute; AT: index of each kind in this object."""
        d = self.dice
        ref = self.reference(kind, a)
        if ref:
            k = at[ref[0]] if d.chance() < 0.97 else d.below(POOL)
            if ref[1] == "id":
                return struct.pack("=I", id_of(ref[0], k))
            if a["name"] in ("underlay", "router") and d.chance() < 0.2:
                return b"\0"
            return name_of(ref[0], k) + b"\0"
        hint = a.get("display-hint")
        if hint == "ipv4":
            if d.chance() < 0.08:
                return d.pick(STRANGE4)
            return bytes((10, 0, 0, 1 + at[kind] % 200)) if kind in ADDRESSED else WORDS4[at[kind] % 4]
        if hint == "ipv6":
            return self.address(kind, a, at)
        if hint == "mac":
            return bytes((d.pick((0, 1, 3, 0xff)), 0, 0, 0, 0, 0)) if d.chance() < 0.04 else \
                bytes((2, 0, 0, 0, 0, at["mac"] % (3 if kind == "binding" else 256)))
        if a["name"] in ("ifindex", "dev"):
            return struct.pack("=I", self.device(a["name"], at))
        return self.number(kind, a, at)

    def part(self, name, at):
        """The attributes of a nest in an object, about another remote than the last."""
        d = self.dice
        at["remote"] = (at["remote"] + d.pick((0, 1, 1, 1, 1, 1, 1, 1))) % POOL
        named = d.pick(("remote-id", "remote-name"))
        return [[a["value"], self.value(name, a, at)] for a in self.writable[name]
                if a["name"] == named or d.chance() < (0.02 if "remote" in a["name"] else 0.5)]

    def address(self, kind, a, at):
        d = self.dice
        if d.chance() < 0.08:
            return d.pick(STRANGE6)
        if kind in ADDRESSED:
            return WORDS6[0][:15] + bytes([1 + at[kind] % 200])
        if "min-len" not in a.get("checks", {}):
            return WORDS6[at[kind] % 8]
        if d.chance() < 0.05:
            return d.pick(STRANGE4)
        k = at[kind]
        return bytes((192, 0, 2, 20 + k + POOL * d.below(2))) if d.chance() < 0.6 else \
            bytes.fromhex("fd00000200000000") + bytes(6) + bytes((1 + d.below(2), k))

    def device(self, name, at):
        d = self.dice
        if name == "dev" and d.chance() < 0.7:
            return 0
        if d.chance() < 0.12:
            return d.pick(LEGS + OTHERS)
        return DEVICES[at["device"] % len(DEVICES)]

    def frame(self):
        """What a trace is of: from one of few to one of few, then anything."""
        d = self.dice
        macs = [bytes((2, 0, 0, 0, 0, k)) for k in range(8)] + \
            [b"\2ovnet", b"\xff" * 6, b"\x33\x33\0\0\0\1", bytes((2, 0x72, 192, 0, 2, 1))]
        proto, head = d.pick(((b"\x08\0", b"\x45"), (b"\x86\xdd", b"\x60"),
                              (b"\x08\6", b"\0\1\x08\0\6\4\0"), (b"\x81\0", b"\0")))
        return d.pick(macs) + d.pick(macs) + proto + head + d.bytes(d.below(120))

    def number(self, kind, a, at):
        d = self.dice
        if a["type"] == "flag":
            return b""
        if a["name"] == "frame" and d.chance() < 0.9:
            return self.frame()
        if a["type"] not in INTEGERS:
            return d.bytes(d.below(20))
        if "enum" in a and d.chance() < 0.95:
            return struct.pack("=" + INTEGERS[a["type"]],
                               d.pick(list(self.spec.enums[a["enum"]].values())))
        checks = {k: self.spec.consts.get(v, v) for k, v in a.get("checks", {}).items()}
        top = (1 << 8 * struct.calcsize(INTEGERS[a["type"]])) - 1
        low, high = checks.get("min", 0), checks.get("max", top)
        if kind == "underlay" and a["name"] == "port" and d.chance() < 0.9:
            value = 4789 + at[kind] // 2
        elif d.chance() < 0.03:
            value = d.pick((low - 1, high + 1, top, top // 2 + 1)) & top
        else:
            value = d.pick((low, high, min(high, low + 1), min(high, low + d.below(1000)),
                            low + d.below(high - low + 1)))
        return struct.pack("=" + INTEGERS[a["type"]], value)

    # --- objects

    def object(self, kind, verb, at, mode):
        """The attributes of one that has a chance to be granted."""
        d = self.dice
        needs = NEEDS.get(kind, {})
        there = set()
        if mode == "dump":
            if d.chance() < 0.5:
                there = {d.pick(self.writable[kind])["name"]}
        else:
            for need in needs.get(verb, needs.get("*", ())):
                words = need.split("|")
                if d.chance() < 0.98:
                    there.add(d.pick(words))
                    if len(words) > 1 and d.chance() < 0.1:
                        there.add(words[0])
            rate = OTHERWISE.get(verb, 0.1)
            for a in self.writable[kind]:
                if d.chance() < (0.4 if a["type"] == "flag" and verb == "del" else rate) and \
                        not any(x in there for x in NOT_TOGETHER.get((kind, a["name"]), ())):
                    there.add(a["name"])
            there |= {PAIRS[name] for name in there if name in PAIRS and d.chance() < 0.95}
        nodes = []
        for a in self.writable[kind]:
            if a["name"] in there:
                many = d.pick((2, 6, 18)) if a.get("multi-attr") and d.chance() < 0.3 else 1
                for _ in range(1 + d.below(many)):
                    if a["type"] == "nest":
                        nodes.append([a["value"] | nl.NLA_F_NESTED,
                                      self.part(a["nested-attributes"], at)])
                    else:
                        nodes.append([a["value"], self.value(kind, a, at)])
        return nodes

    def many(self, mode):
        d = self.dice
        if mode == "dump" or d.chance() < 0.75:
            return 1
        return 1 + d.below(d.pick((4, 12, POOL))) if d.chance() < 0.98 else 300

    def place(self):
        d = self.dice
        at = {kind: int(d.chance() ** 1.4 * POOL) for kind in self.objects}
        at["mac"], at["device"] = d.below(64), d.below(len(DEVICES))
        return at

    STEPS = {"port": "device", "member": "remote", "fdb": "mac"}

    def request(self):
        """One for an operation of the spec, with its label."""
        d = self.dice
        cmd, name, verb, mode, kind = d.pick(self.wheel)
        nodes = []
        if kind:
            at = self.place()
            step = self.STEPS.get(kind, kind)
            top = {"mac": 250, "device": len(DEVICES)}.get(step, POOL)
            for _ in range(self.many(mode)):
                nodes.append([self.objects[kind]["value"] | nl.NLA_F_NESTED,
                              self.object(kind, verb, at, mode)])
                at[step] = (at[step] + 1) % top
            if mode == "dump" and d.chance() < 0.6:
                nodes = []
        flags = nl.NLM_F_REQUEST | nl.NLM_F_ACK | (nl.NLM_F_DUMP if mode == "dump" else 0)
        return cmd, name + " " + mode, flags, nodes

    def huge(self):
        """More than a namespace may have, in one message."""
        d = self.dice
        if d.chance() < 0.9:
            name, objects = "underlay-new", [[(1, b"h%d\0" % k), (2, b"\1"), (3, WORDS4[0]),
                                              (5, struct.pack("=H", 20000 + k))] for k in range(66)]
        else:
            name, objects = "member-new", [[]] * 4000
        kind = self.objects[name.rsplit("-", 1)[0]]["value"] | nl.NLA_F_NESTED
        nodes = [[kind, [list(part) for part in parts]] for parts in objects]
        return self.spec.ops[name]["value"], name + " do", nl.NLM_F_REQUEST | nl.NLM_F_ACK, nodes

    def message(self):
        d = self.dice
        cmd, label, flags, nodes = self.huge() if d.chance() < 0.00002 else self.request()
        version = 1
        way = d.chance()
        if way < 0.3 and nodes:
            self.mutator.tree(nodes)
        elif way < 0.33 and nodes:
            d.pick(nodes)[0] = d.below(12) | nl.NLA_F_NESTED
        payload = encode(nodes)
        if 0.33 < way < 0.39:
            payload = self.mutator.bytes(payload)
        elif 0.39 < way < 0.40:
            version = d.pick((0, 2, 255))
        request = Request(label, self.id, flags, b"")
        if 0.40 < way < 0.43:
            wrong_header(request, d)
        elif 0.43 < way < 0.44:
            request.label, cmd = "no command", d.pick((0, self.highest + 1, 128, 255))
        reserved = 0xffff if d.chance() < 0.005 else 0
        request.payload = struct.pack("=BBH", cmd, version, reserved) + payload
        return request


def wrong_header(request, d):
    """Flags that have nothing to do with it, or a length that is not so."""
    way = d.below(3)
    if way == 0:
        request.flags = d.below(0x10000) | nl.NLM_F_ACK
    elif way == 1:
        request.flags ^= d.pick((0x100, 0x200, 0x300, 0x400, 0x800, 8, 1))
    else:
        request.length = d.pick((0, 15, 16, 17, 19, 20, 21, 0x7fffffff, 0xffffffff))
    request.counted = False
