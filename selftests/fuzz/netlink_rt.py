# SPDX-License-Identifier: GPL-2.0
"""Requests of rtnetlink that reach the module: links of kind ovnet, masters,
and what the bridge tool sends. Right ones, and ones gone wrong."""
import os
import re
import struct

import nl
from netlink_gen import (DEVICES, LEGS, OTHERS, POOL, ROUND, STRANGE4, STRANGE6, WORDS4, WORDS6,
                         Dice, Family, Mutator, Request, encode, id_of, name_of, wrong_header)

HEADER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "uapi", "linux",
                      "ovnet.h")

NEWLINK, DELLINK, GETLINK, SETLINK = 16, 17, 18, 19
NEWNEIGH, DELNEIGH, GETNEIGH = 28, 29, 30
AF_BRIDGE = 7
REQUEST = nl.NLM_F_REQUEST | nl.NLM_F_ACK
REPLACE, EXCL, CREATE, APPEND, BULK = 0x100, 0x200, 0x400, 0x800, 0x200
ADDRESS, IFNAME, MTU, LINK, MASTER, PROTINFO = 1, 3, 4, 5, 10, 12
LINKINFO, NET_NS_PID, AF_SPEC, NET_NS_FD = 18, 19, 26, 28
INFO_KIND, INFO_DATA = 1, 2
ELSEWHERE = 200     # descriptor of a namespace that legs may be moved to
NESTED = nl.NLA_F_NESTED
NDA = {"dst": 1, "lladdr": 2, "vlan": 5, "port": 6, "vni": 7, "ifindex": 8, "master": 9,
       "src_vni": 11, "nh_id": 13, "flags_ext": 15, "state_mask": 16, "flags_mask": 17}


def u32(value):
    return struct.pack("=I", value & 0xffffffff)


def link_attributes():
    """Number and type of each IFLA_OVNET_* in the uapi header."""
    with open(HEADER, encoding="utf-8") as file:
        header = file.read()
    body = re.search(r"enum \{\s*IFLA_OVNET_UNSPEC,(.*?)/\* private", header, re.S).group(1)
    return [(i, name, words) for i, (name, words) in
            enumerate(re.findall(r"IFLA_OVNET_(\w+),\s*/\*\s*([^*]*)\*/", body), 1)]


class LinkMutator(Mutator):
    """Leaves alone whose process's namespace a link might be moved to."""

    def kind(self, nodes, node):
        super().kind(nodes, node)
        if node[0] & nl.NLA_TYPE_MASK == NET_NS_PID:
            node[0] += 1


class Route:
    """The rtnetlink side."""

    def __init__(self, dice):
        self.dice = dice
        self.mutator = LinkMutator(dice)
        self.attributes = link_attributes()
        wheel = [(self.add_leg, 7), (self.change_leg, 5), (self.del_leg, 1), (self.set_leg, 2),
                 (self.master, 6), (self.move_leg, 1), (self.above, 1), (self.get_leg, 1),
                 (self.fdb_new, 8), (self.fdb_del, 4), (self.fdb_flush, 1), (self.fdb_get, 2),
                 (self.port_set, 6), (self.port_get, 2)]
        self.wheel = [way for way, weight in wheel for _ in range(weight)]

    def message(self):
        d = self.dice
        label, kind, flags, header, nodes = d.pick(self.wheel)()
        way = d.chance()
        if way < 0.3:
            self.mutator.tree(nodes)
        payload = encode(nodes)
        if 0.3 < way < 0.34:
            payload = self.mutator.bytes(payload)
        request = Request(label, kind, flags, header + payload)
        if 0.34 < way < 0.36:
            request.payload = header[:d.below(len(header))]
        elif 0.36 < way < 0.38:
            wrong_header(request, d)
        return request

    # --- links

    def info(self, index=0, family=0, up=None):
        flags, change = (0, 0) if up is None else (up, 1)
        return struct.pack("=BxHiII", family, 0, index if index < 1 << 31 else -1, flags, change)

    def leg(self):
        d = self.dice
        return d.pick(LEGS) if d.chance() < 0.9 else d.pick(DEVICES + OTHERS)

    def data(self, k, rate):
        """IFLA_INFO_DATA: network K of the pool and some of its settings."""
        d = self.dice
        nodes = []
        for kind, name, words in self.attributes:
            if d.chance() > (0.9 if name == "ID" else rate):
                continue
            if name == "ID" or name == "VNI":
                value = u32(id_of("network", k))
            elif name == "NETWORK":
                value = name_of("network", k) + b"\0"
            elif name == "UNDERLAY":
                value = d.pick((name_of("underlay", d.below(POOL)), b"", b"local0")) + b"\0"
            elif name == "LOCAL":
                value = d.pick(WORDS4) if d.chance() < 0.9 else d.pick(STRANGE4)
            elif name == "LOCAL6":
                value = d.pick(WORDS6) if d.chance() < 0.9 else d.pick(STRANGE6)
            elif name == "ENDPOINT":
                value = b""
            elif name == "BOUND":
                value = b"".join(nl.attr(way, d.pick(pool)) for way, pool in
                                 ((4, WORDS4), (5, WORDS6), (4, STRANGE4)) if d.chance() < 0.4)
            elif words.startswith("u16"):
                value = struct.pack("=H", d.pick((0, 4789, 4800, 4801, 65535)))
            elif words.startswith("u8"):
                value = bytes([d.pick((0, 1, 1, 2))])
            else:
                value = u32(d.pick((0, 1, 300, 1000, 0xffffffff)))
            nodes.append([kind, value])
        return nodes

    def link(self, k, rate):
        return [LINKINFO | NESTED, [[INFO_KIND, b"ovnet\0"],
                                    [INFO_DATA | NESTED, self.data(k, rate)]]]

    def add_leg(self):
        d = self.dice
        k = d.below(len(LEGS))
        nodes = [[IFNAME, b"leg%d\0" % k], self.link(d.below(POOL), 0.15)]
        if d.chance() < 0.3:
            nodes.insert(0, [ADDRESS, bytes((2, 0, 0, 0, 0, d.below(64))) if d.chance() < 0.9 else
                             bytes((d.below(4), 0, 0, 0, 0, 0))])
        if d.chance() < 0.1:
            nodes.insert(0, [MTU, u32(d.pick((0, 67, 68, 1500, 65535, 65536)))])
        return "leg add", NEWLINK, REQUEST | CREATE | EXCL, self.info(LEGS[k], 0, d.below(2)), nodes

    def change_leg(self):
        d = self.dice
        return "leg change", NEWLINK, REQUEST, self.info(self.leg()), \
            [self.link(d.below(POOL), 0.25)] if d.chance() < 0.3 else \
            [[LINKINFO | NESTED, [[INFO_KIND, b"ovnet\0"], [INFO_DATA | NESTED, [
                n for n in self.data(0, 0.3) if n[0] > 3 and n[0] not in (5, 6, 7)]]]]]

    def del_leg(self):
        d = self.dice
        return "leg del", DELLINK, REQUEST, self.info(d.pick(LEGS)), []

    def set_leg(self):
        d = self.dice
        nodes = [d.pick(([ADDRESS, bytes((d.pick((2, 2, 2, 0, 1)), 0, 0, 0, 0, d.below(64)))],
                         [MTU, u32(d.pick((0, 68, 1280, 1450, 9000, 65535, 0xffffffff)))]))]
        return "leg set", SETLINK, REQUEST, self.info(d.pick(LEGS), 0, d.below(2)), nodes

    def get_leg(self):
        return "leg get", GETLINK, REQUEST, self.info(self.leg()), []

    def move_leg(self):
        return "leg move", SETLINK, REQUEST, self.info(self.dice.pick(LEGS)), \
            [[NET_NS_FD, u32(ELSEWHERE)]]

    def above(self):
        """A VLAN on top of a leg, which must not become a port."""
        d = self.dice
        if d.chance() < 0.3:
            return "above del", DELLINK, REQUEST, self.info(530), []
        nodes = [[IFNAME, b"above\0"], [LINK, u32(d.pick(LEGS))],
                 [LINKINFO | NESTED, [[INFO_KIND, b"vlan\0"],
                                      [INFO_DATA | NESTED, [[1, b"\7\0"]]]]]]
        return "above add", NEWLINK, REQUEST | CREATE | EXCL, self.info(530), nodes

    def master(self):
        d = self.dice
        port = d.pick(DEVICES) if d.chance() < 0.85 else d.pick(LEGS + OTHERS)
        to = d.pick(LEGS) if d.chance() < 0.7 else d.pick((0, 0, 520, d.pick(DEVICES), 999999))
        return "master", SETLINK, REQUEST, self.info(port), [[MASTER, u32(to)]]

    # --- the bridge tool

    def port_set(self):
        d = self.dice
        info = [[d.pick((1, 8, 9)) if d.chance() < 0.9 else d.below(48),
                 bytes([d.pick((0, 1, 3, 4, 5, 255))])] for _ in range(1 + d.below(3))]
        nodes = [[PROTINFO | NESTED, info]]
        if d.chance() < 0.3:
            nodes.append([AF_SPEC | NESTED, [[0, struct.pack("=H", d.pick((1, 2, 3)))]]])
        index = d.pick(DEVICES) if d.chance() < 0.9 else d.pick(LEGS + OTHERS)
        return "bridge link set", SETLINK, REQUEST, self.info(index, AF_BRIDGE), nodes

    def port_get(self):
        return "bridge link get", GETLINK, REQUEST | nl.NLM_F_DUMP, self.info(0, AF_BRIDGE), []

    def neigh(self, index, state=0, flags=0):
        return struct.pack("=BxHiHBB", AF_BRIDGE, 0, index if index < 1 << 31 else -1, state,
                           flags, 0)

    def row(self):
        d = self.dice
        mac = bytes(6) if d.chance() < 0.3 else \
            bytes((d.pick((2, 2, 2, 2, 1)), 0, 0, 0, 0, d.below(64)))
        nodes = [[NDA["lladdr"], mac]]
        if d.chance() < 0.9:
            # of the pool's remotes, and ones that are made for it
            nodes.append([NDA["dst"], d.pick((bytes((192, 0, 2, 20 + d.below(POOL))),
                                              bytes((198, 51, 100, d.below(8))),
                                              bytes.fromhex("fd00000200000000") + bytes(7) +
                                              bytes([d.below(8)]),
                                              bytes.fromhex("20010db8") + b"\xab" * 11 +
                                              bytes([d.below(8)])))
                          if d.chance() < 0.92 else d.pick(STRANGE4 + STRANGE6 + [b"abc"])])
        if d.chance() < 0.15:
            nodes.append([NDA["port"], struct.pack(">H", d.pick((0, 4789, 65535)))])
        if d.chance() < 0.08:
            name = d.pick(("vlan", "vni", "ifindex", "src_vni", "nh_id", "flags_ext"))
            nodes.append([NDA[name], struct.pack("=H", d.below(8)) if name == "vlan" else
                          u32(d.below(8))])
        return nodes

    def fdb_new(self):
        d = self.dice
        state = d.pick((0x80, 0x40, 0x02, 0x40 | 2)) if d.chance() < 0.95 else d.below(256)
        flags = d.pick((2, 2, 2, 2 | 0x10, 4, 6, 0)) if d.chance() < 0.97 else d.below(256)
        how = CREATE | d.pick((EXCL, EXCL, APPEND, REPLACE, REPLACE))
        return "bridge fdb new", NEWNEIGH, REQUEST | how, \
            self.neigh(self.leg(), state, flags), self.row()

    def fdb_del(self):
        d = self.dice
        return "bridge fdb del", DELNEIGH, REQUEST, \
            self.neigh(self.leg(), 0x80, d.pick((2, 2, 2, 0, 4))), self.row()

    def fdb_flush(self):
        d = self.dice
        nodes = []
        if d.chance() < 0.5:
            nodes.append([NDA["state_mask"], struct.pack("=H", d.pick((0x80, 0x42, 0xffff)))])
        if d.chance() < 0.3:
            nodes.append([NDA["flags_mask"], bytes([d.pick((2, 0x10, 0xff))])])
        if d.chance() < 0.1:
            nodes.append([NDA["vlan"], b"\1\0"])
        return "bridge fdb flush", DELNEIGH, REQUEST | BULK, \
            self.neigh(self.leg(), d.pick((0, 0x80, 0x40)), d.pick((2, 2, 0x12, 4))), nodes

    def fdb_get(self):
        d = self.dice
        nodes = []
        if d.chance() < 0.4:
            nodes.append([NDA["master"], u32(self.leg())])
        if d.chance() < 0.2:
            nodes.append([NDA["ifindex"], u32(d.pick(DEVICES))])
        if d.chance() < 0.15:
            return "bridge fdb get one", GETNEIGH, REQUEST, self.neigh(self.leg(), 0, 2), \
                self.row()[:1]
        return "bridge fdb get", GETNEIGH, REQUEST | nl.NLM_F_DUMP, self.neigh(0), nodes


class Messages:
    """All messages there are: by seed, stream and index."""

    def __init__(self, spec, family_id):
        self.dice = Dice()
        self.makers = Family(spec, family_id, self.dice), Route(self.dice)

    def get(self, seed, stream, i):
        """Message I, and whether it is one of rtnetlink: all of a round are."""
        route = i // ROUND % 5 == 4
        self.dice.seed(seed, stream, i)
        return self.makers[route].message(), route
