# SPDX-License-Identifier: GPL-2.0
"""Networks at random, and frames at random that meet what they have: dry.py.

With ENCAP=srv6 they are in SRv6, in VXLAN or both, and so are the remotes.
"""
import socket
import struct

from pkt import (BROADCAST, DT46, DT2M, DT2U, ENCAP, advertise, arp, csum, eth, icmp6, ip4,
                 ip6, mac, sid, solicit, srh, udp, vlan, vxlan)

GATEWAY = "02:6f:76:6e:65:74"
GATEWAY_LL = "fe80::6f:76ff:fe6e:6574"
OWN_ROUTER = "02:72:c0:00:02:01"
SRV6_ROUTER = "02:72:fd:01:00:05"       # where nothing leaves by VXLAN
WIRE, PEER = "02:00:00:00:ff:01", "02:00:00:00:ff:02"
PORTS = {"u": 4789, "w": 4790}      # of the underlays
# what random frames are dropped for, sooner or later
REASONS = (
    "port_blocked", "src_mac", "own_mac", "spoof_gateway", "spoof_mac",
    "spoof_ip", "spoof_arp", "spoof_nd", "spoof_router", "spoof_tags",
    "link_local", "same_port", "split_horizon", "flood_nowhere", "port_down",
    "leg_down", "too_big", "no_underlay", "no_family", "no_route",
    "remote_down", "inner_truncated", "not_ip", "not_unicast", "not_router",
    "ip_header", "ip_address", "no_block", "route_loop", "unreachable",
    "prohibit", "blackhole", "no_neighbour", "ttl", "for_gateway", "no_answer") + (
        ("no_sid",) if ENCAP == "srv6" else ())


def asks(frame):
    """Is it a question of the node's own, for whom a packet is to be routed to?"""
    if frame[6:12].hex(":") not in (GATEWAY, OWN_ROUTER, SRV6_ROUTER):
        return False
    if frame[12:14] == b"\x08\x06":
        return frame[21:22] == b"\1"
    return frame[12:14] == b"\x86\xdd" and frame[20:22] == b"\x3a\xff" and \
        frame[54:55] == b"\x87"


def outer(frame, ours=False):
    """("wire", source, destination, VNI, ports) of a tunnel packet, else None.

    In SRv6 there are the SID and the next header behind the destination. Of a
    packet in fragments: of the first. Of a question of the node's own only if that
    is OURS.
    """
    proto = struct.unpack("!H", frame[12:14])[0]
    if proto == 0x86dd and ENCAP == "srv6" and frame[20] != 17:
        got = outer_srv6(frame, ours)
        if got or frame[20] != 44:
            return got
    if proto == 0x0800 and frame[23] == 17:
        if struct.unpack("!H", frame[20:22])[0] & 0x1fff:
            return None
        family, addrs, at = socket.AF_INET, frame[26:34], 34
    elif proto == 0x86dd and frame[20] in (17, 44):
        family, addrs, at = socket.AF_INET6, frame[22:54], 54
        if frame[20] == 44:
            if struct.unpack("!H", frame[56:58])[0] & 0xfff8:
                return None
            at += 8
    else:
        return None
    sport, dport = struct.unpack("!HH", frame[at:at + 4])
    if dport not in PORTS.values():
        return None
    half = len(addrs) // 2
    if asks(frame[at + 16:]) and not ours:
        return None
    return ("wire", socket.inet_ntop(family, addrs[:half]),
            socket.inet_ntop(family, addrs[half:]),
            int.from_bytes(frame[at + 12:at + 15], "big"), sport, dport)


def outer_srv6(frame, ours):
    """The same, of an IPv6 packet."""
    upper, at = frame[20], 54
    last = frame[38:54]
    if upper == 43:
        upper, last = frame[at], frame[at + 8:at + 24]
        at += 8 + 8 * frame[at + 1]
    if upper == 44:
        if struct.unpack("!H", frame[at + 2:at + 4])[0] & 0xfff8:
            return None
        upper = frame[at]
        at += 8
    if upper not in (4, 41, 143) or upper == 143 and asks(frame[at:]) and not ours:
        return None
    return ("wire", *(socket.inet_ntop(socket.AF_INET6, addr)
                      for addr in (frame[22:38], frame[38:54], last)), upper)


def chance(rng, percent):
    return rng.randrange(100) < percent


def tcp(sport, dport, data=b""):
    return struct.pack("!HHIIHHHH", sport, dport, 1, 0, 0x5002, 1000, 0, 0) + data


def icmp(kind, data):
    head = struct.pack("!BBHHH", kind, 0, 0, 1, 1)
    return head[:2] + struct.pack("!H", csum(head + data)) + head[4:] + data


class Endpoint:
    """Who sends and is sent to: a MAC and an address of each family."""

    def __init__(self, network, number, source):
        self.mac = "02:00:00:%02x:00:%02x" % (network.id, number)
        self.v4 = "10.%d.0.%d" % (network.number, number)
        self.v6 = "fd00:%d::%x" % (network.number, number)
        self.source = source


class Network:
    """What frames are made from."""

    def __init__(self, name, network_id, number, l3):
        self.name, self.id, self.number, self.l3 = name, network_id, number, l3
        self.sources = []       # what a trace can be from
        self.endpoints = []
        self.underlay = self.srv6 = None
        self.leg_mac = "02:00:00:%02x:00:ff" % network_id

    def own_router(self):
        return OWN_ROUTER if self.underlay or not self.srv6 else SRV6_ROUTER

    def add(self, source):
        self.sources.append(source)
        self.endpoints.append(Endpoint(self, 10 + len(self.endpoints), source))
        return self.endpoints[-1]


class Frames:
    """Draws frames: honest ones mostly, with something wrong now and then."""

    networks = ()
    strangers4 = ("10.100.1.1", "10.100.2.1", "10.100.3.1", "10.100.4.1",
                  "10.100.5.1", "203.0.113.9", "127.0.0.1", "0.0.0.0",
                  "224.0.0.5", "255.255.255.255", "240.0.0.1")
    strangers6 = ("fd00:100:1::1", "fd00:100:2::1", "fd00:100:3::1",
                  "2001:db8::9", "::1", "::", "ff02::1", "fe80::77",
                  GATEWAY_LL)

    def frame(self, rng):
        """(network, where from, frame)"""
        network = rng.choice([n for n in self.networks if n.sources])
        source = rng.choice(network.sources)
        here = [e for e in network.endpoints if e.source == source]
        me = rng.choice(here if here and chance(rng, 85)
                        else network.endpoints or [Endpoint(network, 99, None)])
        frame = self.whole(rng, network, source, me)
        if chance(rng, 3):
            frame = frame[:rng.randrange(14, len(frame) + 1)]
        if chance(rng, 2):
            at = rng.randrange(14, len(frame)) if len(frame) > 14 else 13
            frame = frame[:at] + bytes([rng.randrange(256)]) + frame[at + 1:]
        # the core drops what ends within its tag before anybody sees it
        if frame[12:14] in (b"\x81\0", b"\x88\xa8") and len(frame) < 20:
            frame += bytes(20 - len(frame))
        # a device sends what fits it
        if source.get("leg"):
            frame = frame[:1200]
        return network.name, {key: value for key, value in source.items()
                              if key != "leg"}, frame

    def whole(self, rng, network, source, me):
        smac = me.mac
        if chance(rng, 6):
            smac = rng.choice((GATEWAY, "00:00:00:00:00:00", "03:00:00:00:00:01",
                               network.leg_mac, rng.choice(self.macs()),
                               "02:00:00:99:00:%02x" % rng.randrange(4)))
        proto, payload, group = self.packet(rng, network, me, smac)
        dmac = self.destination(rng, network, source, group)
        for _ in range(rng.choice((1, 1, 1, 3)) if chance(rng, 4) else 0):
            payload = vlan(rng.choice((0, 5, 0x2007)), proto, payload)
            proto = 0x8100
        return eth(dmac, smac, proto, payload)

    def macs(self):
        return [e.mac for n in self.networks for e in n.endpoints] or [GATEWAY]

    def destination(self, rng, network, source, group):
        if group and chance(rng, 85):
            return group
        if chance(rng, 4):
            return rng.choice((BROADCAST, "01:00:5e:00:00:05", "33:33:00:00:00:01",
                               "01:80:c2:00:00:0e", OWN_ROUTER, GATEWAY,
                               network.leg_mac))
        if network.l3 and "remote-name" in source:
            return network.own_router()
        if network.l3 or chance(rng, 40):
            return GATEWAY
        if chance(rng, 25):
            return "02:00:00:98:00:%02x" % rng.randrange(4)
        return rng.choice([e.mac for e in network.endpoints] +
                          [network.leg_mac])

    def address(self, rng, network, v6):
        """Whom to send to."""
        if chance(rng, 22):
            return rng.choice(self.strangers6 if v6 else self.strangers4)
        if chance(rng, 12):
            return ("fd00:%d::1" if v6 else "10.%d.0.1") % network.number
        to = network if chance(rng, 50) else rng.choice(self.networks)
        if not to.endpoints or chance(rng, 8):
            return ("fd00:%d::fe" if v6 else "10.%d.0.254") % to.number
        one = rng.choice(to.endpoints)
        return one.v6 if v6 else one.v4

    @staticmethod
    def size(rng):
        if chance(rng, 12):
            return rng.choice((1180, 1232, 1240, 1252, 1260, 1380, 1400, 1402,
                               1408, 1410, 1422, 1430, 1440, 1458, 1472, 1480))
        return rng.randrange(4000) if chance(rng, 3) else rng.randrange(100)

    def packet(self, rng, network, me, smac):
        """(EtherType, payload, MAC of a group that it is for, or None)"""
        draw = rng.randrange(100)
        if draw < 42:
            return self.packet4(rng, network, me)
        if draw < 68:
            return self.packet6(rng, network, me)
        if draw < 80:
            return self.arp(rng, network, me, smac)
        if draw < 94:
            return self.nd(rng, network, me, smac)
        return (rng.choice((0x88b5, 0x0806, 0x0800, 0x86dd)),
                bytes(rng.randrange(60)), None)

    def packet4(self, rng, network, me):
        src = me.v4 if chance(rng, 92) else self.address(rng, network, False)
        dst = self.address(rng, network, False)
        data = bytes(self.size(rng))
        proto, payload = rng.choice((
            (17, udp(5, 9, data)), (17, udp(68, 67, data)), (6, tcp(5, 9, data)),
            (1, icmp(8, data)), (1, icmp(rng.choice((3, 11, 0)), data)),
            (132, data)))
        packet = ip4(src, dst, proto, payload, df=rng.randrange(2),
                     ttl=rng.choice((64, 64, 64, 64, 2, 1, 0, 255)),
                     frag=rng.choice((0x2000, 3)) if chance(rng, 4) else 0)
        if chance(rng, 3):
            packet = bytearray(packet)
            packet[rng.choice((0, 3, 10))] ^= rng.choice((1, 0x10, 0x40))
            packet = bytes(packet)
        return 0x0800, packet, BROADCAST if dst == "255.255.255.255" else \
            "01:00:5e:00:00:05" if dst.startswith("224.") else None

    def packet6(self, rng, network, me):
        src = me.v6 if chance(rng, 92) else self.address(rng, network, True)
        dst = self.address(rng, network, True)
        data = bytes(self.size(rng))
        proto, payload = rng.choice((
            (17, udp(5, 9, data)), (6, tcp(5, 9, data)), (59, data),
            (0, bytes((17, 0, 1, 4, 0, 0, 0, 0)) + udp(5, 9, data)),
            (44, bytes((17, 0, 0, rng.choice((1, 9)), 0, 0, 0, 7)) +
             udp(5, 9, data))))
        packet = ip6(src, dst, proto, payload,
                     ttl=rng.choice((64, 64, 64, 64, 2, 1, 0, 255)))
        if chance(rng, 25):
            kind = rng.choice((128, 128, 128, 1, 3, 133, 131, 143))
            packet = icmp6(src, dst, struct.pack("!BBHI", kind, 0, 0, 1) + data)
        if chance(rng, 3):
            packet = bytearray(packet)
            packet[rng.choice((0, 4, 6))] ^= rng.choice((1, 0x10, 0x40))
            packet = bytes(packet)
        return 0x86dd, packet, "33:33:00:00:00:01" if dst.startswith("ff") else None

    def arp(self, rng, network, me, smac):
        sender = me.v4 if chance(rng, 85) else rng.choice(
            ("0.0.0.0", "10.%d.0.1" % network.number,
             self.address(rng, network, False)))
        sha = smac if chance(rng, 92) else rng.choice(self.macs())
        op = rng.choice((1, 1, 1, 2, 2, 9))
        target = sender if chance(rng, 10) else self.address(rng, network, False)
        return 0x0806, arp(op, sha, sender, target) + bytes(18), \
            BROADCAST if op == 1 and chance(rng, 90) else None

    def nd(self, rng, network, me, smac):
        sender = me.v6 if chance(rng, 85) else rng.choice(
            ("::", "fe80::77", GATEWAY_LL, "fd00:%d::1" % network.number,
             self.address(rng, network, True)))
        lladdr = smac if chance(rng, 88) else \
            rng.choice((None, rng.choice(self.macs())))
        target = self.address(rng, network, True)
        draw = rng.randrange(10)
        if draw < 6:
            packet = solicit(sender, target, lladdr)
        elif draw < 9:
            packet = advertise(sender, sender if chance(rng, 80) else target,
                               lladdr or smac,
                               flags=rng.choice((0x20, 0x60, 0xa0)))
        else:
            packet = icmp6(sender, "ff02::1",
                           struct.pack("!BBHI", rng.choice((134, 137)), 0, 0, 0) +
                           bytes(8))
        if chance(rng, 5):
            packet = packet[:-1] + b"\x55"
        return 0x86dd, packet, "33:33:00:00:00:01" if chance(rng, 70) else None


class Bed(Frames):
    """Frames for what dry.py has in its bed()."""

    def __init__(self, index, macs):
        red, blue = Network("red", 100, 0, False), Network("blue", 200, 1, True)
        red.underlay = blue.underlay = "u"
        for network, number, one, source in (
                (red, 11, macs[0], {"ifindex": index["t0"]}),
                (red, 12, macs[1], {"ifindex": index["t1"]}),
                (red, 13, macs[2], {"remote-name": "r2"}),
                (blue, 21, "02:00:00:00:00:21", {"ifindex": index["t2"]}),
                (blue, 22, OWN_ROUTER, {"remote-name": "r2"})):
            endpoint = Endpoint(network, number, source)
            endpoint.mac = one
            endpoint.v4 = "10.%d.0.%d" % (network.number, number)
            endpoint.v6 = "fd00:10::%d" % number
            network.endpoints.append(endpoint)
            network.sources.append(source)
        self.networks = (red, blue)


class World(Frames):
    """Networks of all kinds, made at random."""

    REMOTES = {"r2": ["192.0.2.2"], "r3": ["192.0.2.3", "fd00:2::3"],
               "r4": ["fd00:2::4"], "r5": ["192.0.2.5"],
               "r6": ["198.51.100.6"]}
    # the nodes of the locators fd00:5:N::/48; r7 has none
    LOCATORS = {}
    if ENCAP == "srv6":
        REMOTES = {**REMOTES, "r3": [], "r7": []}
        LOCATORS = {"r2": 2, "r3": 3, "r5": 5, "r6": 8}

    def __init__(self, rng, index, client):
        self.rng, self.client = rng, client
        self.names = {number: name for name, number in index.items()}
        self.index = index
        self.networks = [Network("l2-0", 10, 10, False),
                         Network("l2-1", 11, 11, False),
                         Network("l3-0", 12, 12, True),
                         Network("l3-1", 13, 13, True)]
        self.legs = {}
        self.link_lines = []
        self.down = set()
        # a network without ports, now and then: what is flooded goes nowhere
        self.lonely = rng.choice(self.networks) if self.flip(30) else None
        self.make_places()
        for network in self.networks:
            self.make_network(network)
        for name in index:
            self.make_port(name)
        for network in self.networks:
            self.make_rows(network)
        for network in self.networks[2:]:
            self.make_routes(network)

    def flip(self, percent=50):
        return chance(self.rng, percent)

    def make_places(self):
        rng = self.rng
        df = rng.choice(("set", "unset", "inherit"))
        self.client.do(
            "underlay-new",
            {"name": "u", "kind": "vxlan", "local4": "192.0.2.1",
             "local6": "fd00:2::1", "df": df, "csum6-rx": 0,
             "ttl": rng.choice((0, 64)), "tos": rng.choice((0, 1))},
            {"name": "w", "kind": "vxlan", "local4": "192.0.2.1",
             "port": PORTS["w"], "df": df})
        if ENCAP == "srv6":
            self.client.do("underlay-new", {
                "name": "s", "kind": "srv6", "locator": "fd00:5:1::", "locator-len": 48,
                "source": "fd00:2::1", "srh": rng.choice(("off", "full")),
                "ttl": rng.choice((0, 64)), "tos": rng.choice((0, 1))})
        self.client.do("remote-new", *map(self.remote, self.REMOTES))
        self.link_lines.append("link set wire mtu %d" %
                               rng.choice((1500, 1500, 1300)))

    def remote(self, name):
        vteps, node = self.REMOTES[name], self.LOCATORS.get(name)
        one = {"name": name, "kind": "vxlan" if vteps else "srv6", "up": name != "r5"}
        if vteps:
            one["vtep"] = vteps
        if node:
            one.update({"locator": "fd00:5:%d::" % node, "locator-len": 48,
                        "source": [{"addr": "fd00:2::%d" % node, "len": 128}]})
            if self.flip(30):
                one["seg"] = ["fd00:5:4::e", "fd00:5:4::f"][:self.rng.choice((1, 2))]
        elif not vteps:
            one.update({"foreign": 1, "source": [{"addr": "fd00:2::6", "len": 128}]})
        return one

    def by_srv6(self, network, name):
        """As a network's packets go to a remote that they may be from."""
        return network.srv6 and name in self.LOCATORS

    def make_network(self, network):
        rng = self.rng
        network.underlay = rng.choice(("u", "u", "u", "w", None))
        if ENCAP == "srv6":
            network.srv6 = rng.choice(("s", "s", "s", None))
            network.underlay = rng.choice(("u", "w", None, None))
        config = {"id": network.id, "name": network.name,
                  "type": "l3" if network.l3 else "l2"}
        if network.underlay:
            config["underlay"] = network.underlay
        if network.srv6:
            config["srv6-underlay"] = network.srv6
        if network.l3 or self.flip(75):
            config.update({"gateway4": "10.%d.0.1" % network.number,
                           "gateway4-len": 24})
        if network.l3 or self.flip(75):
            config.update({"gateway6": "fd00:%d::1" % network.number,
                           "gateway6-len": 64})
        if not network.l3:
            config.update({"learning": self.flip(70),
                           "learning-remote": self.flip(60),
                           "suppression": self.flip(75),
                           "fdb-max": rng.choice((1000, 1000, 3))})
        self.client.do("network-new", config)
        if self.flip(60):
            flags = (["up"] if self.flip(85) else []) + \
                (["promisc on"] if self.flip(40) else [])
            self.legs["leg%d" % network.id] = (network.id, network.leg_mac,
                                               *flags)
        if not network.underlay and not network.srv6:
            return
        for name, vteps in self.REMOTES.items():
            heard = self.by_srv6(network, name) or vteps and (
                network.underlay == "u" or network.underlay and "." in vteps[0])
            if name != "r6" and heard and self.flip(70):
                network.add({"remote-name": name})
        members = [{"network-name": network.name, "remote-name": name}
                   for name in self.REMOTES if self.flip(40) and not network.l3]
        for one in members:
            if one["remote-name"] == "r7" and self.flip():
                one.update({"sid": "fd00:5:4::d2", **({"sid-flood": "fd00:5:4::d3"}
                                                      if self.flip() else {})})
        if members:
            self.client.do("member-new", *members)

    def make_port(self, name):
        rng = self.rng
        number = self.index[name]
        network = rng.choice([n for n in self.networks if n != self.lonely])
        self.client.do("port-new", {
            "ifindex": number, "network-name": network.name,
            "state": "open" if self.flip(90) else "blocked",
            **({"learning": self.flip()} if self.flip(20) else {}),
            **({"unknown-unicast": 0} if self.flip(15) else {})})
        ends = [Endpoint(network, 10 + len(network.endpoints) + i,
                         {"ifindex": number}) for i in range(rng.choice((1, 2)))]
        network.endpoints += ends
        down = self.flip(8)
        self.link_lines += ["link set %s mtu %d" % (
            name, rng.choice((1500, 1500, 1500, 1300))),
            "link set %s %s" % (name, "down" if down else "up")]
        if not down:
            network.sources.append({"ifindex": number})
        if self.flip(40):
            bound = []
            for one in ends:
                bound += rng.choice((
                    [{}], [{"addr4": one.v4}], [{"addr6": one.v6}],
                    [{"addr4": one.v4}, {"addr6": one.v6}]))
                bound = [{"ifindex": number, "mac": one.mac, **b}
                         if "mac" not in b else b for b in bound]
            self.client.do("binding-new", *bound)

    def make_rows(self, network):
        fdb, neigh = [], []
        for one in network.endpoints:
            row = {"network-name": network.name, "mac": one.mac}
            if not network.l3 and self.flip(60):
                fdb.append({**row, **one.source})
            if self.flip(75):
                neigh.append({**row, "addr4": one.v4})
            if self.flip(75):
                neigh.append({**row, "addr6": one.v6})
        if not network.l3:
            for i, name in enumerate(self.REMOTES):
                fdb.append({"network-name": network.name, "remote-name": name,
                            "mac": "02:00:00:98:00:%02x" % i})
            neigh += [{"network-name": network.name,
                       "addr4": "10.%d.0.254" % network.number,
                       "mac": "02:00:00:98:00:%02x" % self.rng.randrange(6)}]
        if fdb:
            self.client.do("fdb-new", *fdb)
        if neigh:
            self.client.do("neigh-new", *neigh)

    def make_routes(self, network):
        rng = self.rng
        routes = {}

        def add(prefix, **where):
            routes[prefix] = where

        for one in network.endpoints:
            where = dict(one.source)
            if self.flip(90):
                add((one.v4, 32), **where)
            if self.flip(90):
                add((one.v6, 128), **where)
        kinds = [{"type": "unreachable"}, {"type": "prohibit"},
                 {"type": "blackhole"}, {"remote-name": "r2"},
                 {"remote-name": "r4"}, {"remote-name": "r5"},
                 {"remote-name": "r6"}]
        if ENCAP == "srv6":
            kinds += [{"remote-name": "r3"}, {"remote-name": "r7"}]
        for i in range(1, 6):
            add(("10.100.%d.0" % i, 24), **rng.choice(kinds))
        for i in range(1, 4):
            add(("fd00:100:%d::" % i, 64), **rng.choice(kinds))
        other = self.networks[5 - self.networks.index(network)]
        for to in [*self.networks[:2], other]:
            if self.flip(75):
                add(("10.%d.0.0" % to.number, 24), **{"to-network-name": to.name})
                add(("fd00:%d::" % to.number, 64), **{"to-network-name": to.name})
        if self.flip(60):
            add(("203.0.113.0", 24), **{"to-network-name": other.name})
            add(("2001:db8::", 32), **{"to-network-name": other.name})
        self.client.do("route-new", *(
            {"network-name": network.name,
             ("dst6" if ":" in addr else "dst4"): addr, "len": length, **where}
            for (addr, length), where in routes.items()))
        for l2 in self.networks[:2]:
            if self.flip(60):
                self.client.do("network-set", {"id": l2.id,
                                               "router": network.name})

    def links(self):
        """Lines for "ip -b"."""
        return self.link_lines

    def know(self, index):
        """The legs are there, and have these numbers."""
        self.names.update({number: name for name, number in index.items()})
        for name, number in index.items():
            network = next(n for n in self.networks if name == "leg%d" % n.id)
            source = {"ifindex": number, "leg": True}
            one = Endpoint(network, 200, source)
            one.mac = network.leg_mac
            network.endpoints.append(one)
            if "up" in self.legs[name]:
                network.sources.append(source)
            if network.l3:
                self.client.do("route-new", {
                    "network-name": network.name, "dst4": one.v4,
                    "ifindex": number})

    def frame(self, rng):
        """The same; what came in SRv6 without MACs has those that it is given."""
        while True:
            name, source, frame = super().frame(rng)
            network = next(n for n in self.networks if n.name == name)
            remote = source.get("remote-name")
            if not network.l3 or not remote or not self.by_srv6(network, remote):
                return name, source, frame
            if frame[12:14] in (b"\x08\0", b"\x86\xdd"):
                return name, source, mac(network.own_router()) + \
                    self.router_mac(remote) + frame[12:]

    def router_mac(self, remote):
        """Worked out from its first address; of those in LOCATORS."""
        if self.REMOTES[remote]:
            return b"\2r" + socket.inet_aton(self.REMOTES[remote][0])
        return b"\2r" + struct.pack("!HH", 0xfd00 + self.LOCATORS[remote], 5)

    def from_remote(self, network, remote, frame):
        """A frame as the remote would send it."""
        network = next(n for n in self.networks if n.name == network)
        if self.by_srv6(network, remote):
            return self.in_srv6(network, self.LOCATORS[remote], frame)
        port = PORTS[network.underlay]
        vtep = self.REMOTES[remote][0]
        data = udp(50000, port, vxlan(network.id, frame))
        if ":" in vtep:
            return eth(WIRE, PEER, 0x86dd, ip6(vtep, "fd00:2::1", 17, data))
        return eth(WIRE, PEER, 0x0800, ip4(vtep, "192.0.2.1", 17, data))

    def in_srv6(self, network, node, frame):
        upper, function = 143, self.rng.choice((DT2U, DT2M))
        if network.l3:
            upper, function = 4 if frame[12:14] == b"\x08\0" else 41, DT46
            frame = frame[14:]
        to = sid(1, function, network.id)
        if self.flip(30):
            upper, frame = 43, srh(upper, [to], 0) + frame
        return eth(WIRE, PEER, 0x86dd, ip6("fd00:2::%d" % node, to, upper, frame))
