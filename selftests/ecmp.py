# SPDX-License-Identifier: GPL-2.0
"""ecmp.py NODE POD WIRE: which way packets go that have several.

NODE has the l3 network "blue" and the remotes "r2" to "r4", nodes 2 to 4;
POD is its endpoint with 10.40.1.11. What NODE sends is seen at w1 in WIRE.
"""
import socket
import sys

from pkt import (ENCAP, Dev, Packet, check_eq, drops, eth, fail, ip4, ip6, is_tunnel,
                 netns, node_number, udp, wait_drops)
from serve import serve
from spec import Client

NODE, POD, WIRE = sys.argv[1:]
GATEWAY, MAC = "02:6f:76:6e:65:74", "02:00:00:00:01:11"
SRC = {4: "10.40.1.11", 6: "fd00:40:1::11"}
DST = {4: "10.50.%d.%d", 6: "fd00:50::%x:%x"}
PREFIX = {4: {"dst4": "10.50.0.0", "len": 16}, 6: {"dst6": "fd00:50::", "len": 32}}
FLOWS = 512

with netns(NODE):
    client = Client()
    events = client.listen("route")
pod, wire = Dev(POD), Dev(WIRE, "w1")


def frame(version, dst, proto, payload, **fields):
    make, ether = {4: (ip4, 0x0800), 6: (ip6, 0x86dd)}[version]
    return eth(GATEWAY, MAC, ether, make(SRC[version], dst, proto, payload, **fields))


def flow(i, version=4, data=b"", **fields):
    """A packet of flow I."""
    return frame(version, DST[version] % (0, i % 7 + 1), 17,
                 udp(1024 + i, 53 + i % 3, b"flow %d." % i + data), **fields)


def ways(packets):
    """The remotes that packets are sent to, by number, in their order."""
    got = []
    # no more at a time than a socket holds
    for i in range(0, len(packets), 64):
        for packet in packets[i:i + 64]:
            pod.send(packet)
        pod.send(frame(4, "10.40.2.11", 17, udp(5, 9, b"the fence")))
        for sent in wire.until(lambda f: is_tunnel(f) and b"the fence" in f):
            if is_tunnel(sent):
                got.append(node_number(Packet(sent).daddr))
    check_eq(len(got), len(packets), "packets on the wire")
    return got


def all_ways(version=4, **fields):
    return ways([flow(i, version, **fields) for i in range(FLOWS)])


def route(op, *nexthops, version=4):
    """nexthops: pairs of a remote's number and its weight"""
    client.do("route-" + op, {
        "network-name": "blue", **PREFIX[version],
        "nexthop": [{"remote-name": "r%d" % n, "weight": weight}
                    for n, weight in nexthops]})


def remote(n):
    """What lib.sh's remote_of says."""
    if ENCAP == "vxlan":
        return {"kind": "vxlan", "vtep": socket.inet_aton("192.0.2.%d" % n)}
    return {"kind": "srv6", "locator": "fd00:5:%d::" % n, "locator-len": 48,
            "source": [{"addr": "fd00:2::%d" % n, "len": 128}]}


def begin(*nexthops, version=4):
    """A route without a past."""
    there = {one["name"] for one in client.dump("remote-get")}
    for n in 2, 3, 4:
        if "r%d" % n not in there:
            client.do("remote-new", {"name": "r%d" % n, **remote(n)})
            if n == 2:
                client.do("route-new", {"network-name": "blue", "dst4": "10.40.2.0",
                                        "len": 24, "remote-name": "r2"})
    if client.dump("route-get", PREFIX[version]):
        client.do("route-del", {"network-name": "blue", **PREFIX[version]})
    route("new", *nexthops, version=version)
    events.drain()


def up(number, state):
    client.do("remote-set", {"name": "r%d" % number, "up": state})


def moved(before, after):
    """Where flows came from and went to that are not where they were."""
    return {pair for pair in zip(before, after) if pair[0] != pair[1]}


def weights(version):
    """IPv{0}: each remote gets its part of the flows"""
    begin((2, 2), (3, 1), (4, 1), version=int(version))
    got = all_ways(int(version))
    for n, part in (2, 2), (3, 1), (4, 1):
        want = FLOWS * part // 4
        if not want * 3 // 4 < got.count(n) < want * 4 // 3:
            fail("r%d got %d of %d flows, about %d are its" %
                 (n, got.count(n), FLOWS, want))


def stays(version):
    """IPv{0}: packets of a flow go one way, whatever else they have"""
    version = int(version)
    begin((2, 1), (3, 1), (4, 1), version=version)
    first = all_ways(version)
    check_eq(all_ways(version, ttl=9, tos=0x48, data=b"x" * 700), first, "other packets")
    if version == 6:
        check_eq(all_ways(6, label=0x12345), first, "another label")
    client.do("network-set", {"name": "blue", "ageing": 7})
    route("set", (2, 1), (3, 1), (4, 1), version=version)
    check_eq(all_ways(version), first, "the same route again")


def fragments(version):
    """IPv{0}: the fragments of a packet go one way"""
    version = int(version)
    begin((2, 1), (3, 1), (4, 1), version=version)
    packets = []
    for i in range(64):
        for offset in 0, 3, 6:
            more = offset < 6
            data = udp(1000 + i, 53, b"first" + bytes(11)) if not offset else b"ABCDEFGH" * 3
            dst = DST[version] % (1, i)
            if version == 4:
                packets.append(frame(4, dst, 17, data, ident=i, frag=offset | more << 13))
            else:
                head = bytes([17, 0]) + (offset << 3 | more).to_bytes(2, "big") + i.to_bytes(4, "big")
                packets.append(frame(6, dst, 44, head + data))
    got = ways(packets)
    check_eq(got[1::3], got[0::3], "the second ones")
    check_eq(got[2::3], got[0::3], "the last ones")
    check_eq(set(got), {2, 3, 4}, "remotes")


def down():
    """A remote goes down: its flows go to the others, and come back; none else moves"""
    begin((2, 2), (3, 1), (4, 1))
    before = all_ways()
    up(3, False)
    lost = all_ways()
    check_eq(moved(before, lost), {(3, 2), (3, 4)}, "moved")
    up(4, False)
    check_eq(moved(lost, all_ways()), {(4, 2)}, "moved from the next")
    up(3, True)
    up(4, True)
    check_eq(all_ways(), before, "when all are up")
    check_eq(events.drain(), [], "events of routes")


def all_down():
    """All remotes are down: remote_down; one that is up gets everything"""
    begin((2, 1), (3, 1))
    up(2, False)
    up(3, False)
    before = drops(NODE)
    for i in range(20):
        pod.send(flow(i))
    wait_drops(NODE, before, {"remote_down": 20})
    up(2, True)
    check_eq(set(all_ways()), {2}, "ways")
    up(3, True)
    check_eq(set(all_ways()), {2, 3}, "ways")


def remotes():
    found = client.dump("route-get", PREFIX[4])
    return [(hop["remote-name"], hop["weight"]) for hop in found[0]["nexthop"]] if found else None


def leaves():
    """A remote is removed: its flows go to the others; with the last the route goes"""
    begin((3, 2), (2, 1), (4, 1))
    before = all_ways()
    client.do("remote-del", {"name": "r3", "force": True})
    after = all_ways()
    check_eq(moved(before, after), {(3, 2), (3, 4)}, "moved")
    check_eq(remotes(), [("r2", 1), ("r4", 1)], "remotes")
    client.do("remote-del", {"name": "r4", "force": True})
    check_eq(set(all_ways()), {2}, "ways")
    check_eq(remotes(), [("r2", 1)], "remotes")
    client.do("remote-del", {"name": "r2", "force": True})
    check_eq(remotes(), None, "remotes")
    check_eq([(name, [hop["remote-name"] for hop in obj["nexthop"]])
              for name, obj in events.drain() if "dst4" in obj and "nexthop" in obj],
             [("route-set-ntf", ["r2", "r4"]), ("route-set-ntf", ["r2"]),
              ("route-del-ntf", ["r2"])], "events")
    begin((2, 1))


def joins():
    """A remote is added, or left out: only flows that must move do"""
    begin((2, 1), (3, 1))
    before = all_ways()
    route("set", (4, 1), (3, 1), (2, 1))
    joined = all_ways()
    check_eq(moved(before, joined), {(2, 4), (3, 4)}, "moved to the new one")
    route("set", (2, 1), (4, 1))
    check_eq(moved(joined, all_ways()), {(3, 2), (3, 4)}, "moved from the one left out")


def beside_one():
    """A second remote beside the only one gets no more than its part"""
    begin((2, 1))
    client.do("route-set", {"network-name": "blue", **PREFIX[4], "remote-name": "r3"})
    check_eq(set(all_ways()), {3}, "one remote")
    route("set", (4, 1), (3, 3))
    got = all_ways()
    check_eq(set(got), {3, 4}, "two remotes")
    if got.count(3) < got.count(4) * 2:
        fail("r3 got %d, r4 %d" % (got.count(3), got.count(4)))


serve({f.__name__: f for f in (weights, stays, fragments, down, all_down, leaves,
                               joins, beside_one)})
