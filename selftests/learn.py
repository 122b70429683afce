# SPDX-License-Identifier: GPL-2.0
"""learn.py N1 N2 A B C D: what is learned of neighbours.

A (02:00:00:00:00:11) and B are endpoints on N1, C is on N2, all of network "red",
whose gateway is 10.0.0.1 and fd00:10::1. D is on N1, of the l3 network "vpc".
Their kernels have 10.0.0.11 to .14 and no IPv6.
"""
import socket
import sys
import time

import nl
from pkt import (BROADCAST, Dev, advertise, arp, check_eq, difference, drops, eth,
                 fail, ip4, netns, port_mac, router_mac, solicit, udp, vlan, wait_drops,
                 wait_for)
from serve import serve
from spec import Client

N1, N2, A, B, C, D = sys.argv[1:]
GATEWAY = "02:6f:76:6e:65:74"
GATEWAY_LL = "fe80::6f:76ff:fe6e:6574"
ALL_NODES = "33:33:00:00:00:01"
ME, HER, FAR = port_mac(11), port_mac(12), port_mac(13)

with netns(N1):
    client = Client()
with netns(N2):
    client2 = Client()
a, b, c, d = Dev(A), Dev(B), Dev(C), Dev(D)


def rows(who=client, network="red"):
    """ {"10.0.0.9": row}, of those with addresses that no kernel has """
    got = {}
    for obj in who.dump("neigh-get", {"network-name": network}):
        addr = obj.get("addr4") or obj["addr6"]
        if addr not in ("10.0.0.11", "10.0.0.12", "10.0.0.13", "10.0.0.14"):
            got[addr] = obj
    return got


def short(obj):
    """ "10.0.0.9 02:00:00:00:00:09 learned a" """
    return " ".join([obj.get("addr4") or obj["addr6"], obj["mac"], obj["state"]] +
                    [obj[key] for key in ("ifname", "remote-name") if key in obj])


def texts(**kwargs):
    return sorted(short(obj) for obj in rows(**kwargs).values())


def begin(**settings):
    """No rows, and the network as it was."""
    for who in client, client2:
        who.do("network-set", {"name": "red", "learning": 1,
                               "learning-remote": 0, "ageing": 300,
                               "neigh-max": 65536, **settings})
        who.do("neigh-flush", {})
        who.do("fdb-flush", {"network-name": "red", "state": "learned"})


def listen(group="neigh", who=N1):
    with netns(who):
        return client.listen(group)


def claim(dev, addr, mac, op=1):
    """An announcement, in ARP or ND."""
    if ":" in addr:
        dev.send(eth(ALL_NODES, mac, 0x86dd, advertise(addr, addr, mac)))
    else:
        dev.send(eth(BROADCAST, mac, 0x0806, arp(op, mac, addr, addr)))


def fence(dev=a, who=client):
    """What was sent before by DEV has been learned, or not."""
    fence.n = (getattr(fence, "n", 0) + 1) % 100
    addr = "10.0.9.%d" % fence.n
    claim(dev, addr, port_mac(90))
    wait_for(lambda: addr in rows(who), "the fence")
    who.do("neigh-del", {"network-name": "red", "addr4": addr})


def kinds():
    """N22: neighbours are learned from each way to say who one is"""
    begin()
    events = listen()
    ll, dad = "fe80::2", "fd00:10::23"
    a.send(eth(BROADCAST, port_mac(20), 0x0806, arp(1, port_mac(20), "10.0.0.20", "10.0.0.99")))
    a.send(eth(HER, port_mac(21), 0x0806, arp(2, port_mac(21), "10.0.0.21", "10.0.0.12", HER)))
    claim(a, "10.0.0.22", port_mac(22))
    claim(a, "10.0.0.23", port_mac(23), op=2)
    a.send(eth(BROADCAST, port_mac(24), 0x0806, arp(1, port_mac(24), "0.0.0.0", "10.0.0.24")))
    a.send(eth("33:33:ff:00:00:99", port_mac(20), 0x86dd, solicit(ll, "fd00:10::99", port_mac(20))))
    a.send(eth("33:33:ff:00:00:99", port_mac(21), 0x86dd, solicit("fd00:10::21", "fd00:10::99")))
    claim(a, "fd00:10::22", port_mac(22))
    a.send(eth("33:33:ff:00:00:23", port_mac(23), 0x86dd, solicit("::", dad)))
    want = sorted("%s %s learned a" % (addr, port_mac(n)) for addr, n in (
        ("10.0.0.20", 20), ("10.0.0.21", 21), ("10.0.0.22", 22),
        ("10.0.0.23", 23), ("10.0.0.24", 24), (ll, 20), ("fd00:10::21", 21),
        ("fd00:10::22", 22), (dad, 23)))
    wait_for(lambda: len(rows()) >= len(want), "all of them")
    check_eq(texts(), want, "neighbours")
    check_eq(sorted((name, short(obj)) for name, obj in events.drain()),
             [("neigh-new-ntf", text) for text in want], "events")
    red = [obj for obj in client.dump("network-get") if obj["name"] == "red"][0]
    check_eq((red["neighs"], red["neighs-learned"]), (len(want), len(want)), "counts")


def lies():
    """P56: what is said of others, or hidden, is not believed"""
    begin()
    bound = {"ifindex": port_index("b"), "mac": HER, "addr4": "10.0.0.12"}
    client.do("binding-new", bound)
    before = drops(N1)
    a.send(eth(BROADCAST, ME, 0x0806, arp(1, port_mac(30), "10.0.0.30", "10.0.0.99")))
    a.send(eth(ALL_NODES, ME, 0x86dd, advertise("fd00:10::30", "fd00:10::30", port_mac(30))))
    a.send(eth(BROADCAST, ME, 0x8100, vlan(7, 0x0806, arp(1, ME, "10.0.0.31", "10.0.0.99"))))
    a.send(eth(BROADCAST, ME, 0x0806, arp(1, ME, "224.0.0.9", "10.0.0.99")))
    a.send(eth(BROADCAST, ME, 0x0806, arp(1, ME, "255.255.255.255", "10.0.0.99")))
    a.send(eth(BROADCAST, ME, 0x0806, arp(1, ME, "10.0.0.1", "10.0.0.99")))
    a.send(eth(BROADCAST, ME, 0x0806, arp(2, ME, "0.0.0.0", "10.0.0.32")))
    b.send(eth(BROADCAST, HER, 0x0806, arp(1, HER, "10.0.0.33", "10.0.0.99")))
    wait_drops(N1, before, {"spoof_gateway": 1, "spoof_arp": 1})
    fence()
    client.do("binding-del", bound)
    check_eq(texts(), [], "neighbours")


def port_index(name):
    with netns(N1):
        return socket.if_nametoindex(name)


def not_here():
    """N22: where nothing is to be learned nothing is"""
    begin(learning=0)
    client.do("port-set", {"ifindex": port_index("b"), "learning": 1})
    claim(a, "10.0.0.20", port_mac(20))
    claim(c, "10.0.0.21", port_mac(21))
    fence(b)
    claim(b, "10.0.0.22", port_mac(22))
    fence(b)
    check_eq(texts(), ["10.0.0.22 %s learned b" % port_mac(22)], "neighbours")
    check_eq(texts(who=client2), [], "neighbours of n2")


def moves():
    """N23: the newest claim wins, and is a move"""
    begin()
    claim(a, "10.0.0.20", port_mac(20))
    wait_for(rows, "a row")
    events = listen()
    for dev, addr, mac, want in (
            (b, "10.0.0.20", port_mac(21), "10.0.0.20 %s learned b" % port_mac(21)),
            (a, "10.0.0.20", port_mac(21), "10.0.0.20 %s learned a" % port_mac(21))):
        claim(dev, addr, mac)
        wait_for(lambda text=want: texts() == [text], want)
    check_eq(rows()["10.0.0.20"]["seq"], 2, "seq")
    check_eq([(name, short(obj), obj["seq"]) for name, obj in events.drain()],
             [("neigh-set-ntf", "10.0.0.20 %s learned b" % port_mac(21), 1),
              ("neigh-set-ntf", "10.0.0.20 %s learned a" % port_mac(21), 2)],
             "events")


def tries():
    """N23: who only tries an address takes it from nobody"""
    begin()
    claim(a, "10.0.0.20", port_mac(20))
    claim(a, "fd00:10::20", port_mac(20))
    wait_for(lambda: len(rows()) == 2, "rows")
    want = texts()
    b.send(eth(BROADCAST, port_mac(21), 0x0806, arp(1, port_mac(21), "0.0.0.0", "10.0.0.20")))
    b.send(eth("33:33:ff:00:00:20", port_mac(21), 0x86dd, solicit("::", "fd00:10::20")))
    fence(b)
    check_eq(texts(), want, "neighbours")


def configured():
    """N23: configured neighbours stay, and take over what was learned"""
    begin()
    row = {"network-name": "red", "addr4": "10.0.0.20", "mac": port_mac(20)}
    client.do("neigh-new", row, {**row, "addr4": "10.0.0.21", "state": "external"})
    claim(a, "10.0.0.20", port_mac(29))
    claim(a, "10.0.0.21", port_mac(29))
    claim(a, "10.0.0.22", port_mac(29))
    wait_for(lambda: "10.0.0.22" in rows(), "the third")
    events = listen()
    client.do("neigh-new", {**row, "addr4": "10.0.0.22"})
    want = ["10.0.0.20 %s static" % port_mac(20),
            "10.0.0.21 %s external" % port_mac(20),
            "10.0.0.22 %s static" % port_mac(20)]
    check_eq(texts(), want, "neighbours")
    check_eq([(name, short(obj), obj["seq"]) for name, obj in events.drain()],
             [("neigh-set-ntf", want[2], 1)], "events")
    claim(a, "10.0.0.22", port_mac(29))
    fence()
    check_eq(texts(), want, "neighbours")


def held():
    """N23: one that moves to and fro too fast is held where it is"""
    begin()
    claim(a, "10.0.0.20", port_mac(20))
    wait_for(rows, "a row")
    events = listen()
    for _ in range(10):
        claim(b, "10.0.0.20", port_mac(21))
        claim(a, "10.0.0.20", port_mac(20))
    fence(b)
    fence()
    got = [obj for name, obj in events.drain() if obj["addr4"] == "10.0.0.20"]
    check_eq([obj["seq"] for obj in got], [1, 2, 3, 4, 5], "moves")
    check_eq([obj.get("held-ms", 0) > 20000 for obj in got],
             [False] * 4 + [True], "held")
    row = rows()["10.0.0.20"]
    check_eq((row["seq"], row["mac"], 0 < row["held-ms"] <= 30000),
             (5, port_mac(21), True), "row")


def limited():
    """N23: no more neighbours are learned than are allowed"""
    begin(**{"neigh-max": 4})
    client.do("neigh-flush", {})
    red = lambda: [obj for obj in client.dump("network-get") if obj["name"] == "red"][0]
    before = red()["neighs-refused"]
    events = listen("limit")
    for n in range(20, 30):
        claim(a, "10.0.0.%d" % n, port_mac(n))
    wait_for(lambda: red()["neighs-refused"] >= before + 6, "refusals")
    check_eq(red()["neighs-learned"], 4, "learned")
    check_eq([(obj["kind"], obj["network-name"], obj["value"])
              for _, obj in events.drain()], [("network-neigh", "red", 4)], "events")
    client.do("neigh-new", {"network-name": "red", "addr4": "10.0.0.40", "mac": ME})
    client.do("network-set", {"name": "red", "neigh-max": 65536})
    claim(a, "10.0.0.41", port_mac(41))
    wait_for(lambda: "10.0.0.41" in rows(), "room for another")


def gone():
    """N23: a place that goes takes with it what was learned there"""
    begin(**{"learning-remote": 1})
    port = {"ifindex": port_index("b"), "network-name": "red", "state": "open"}
    claim(a, "10.0.0.20", port_mac(20))
    claim(b, "10.0.0.21", port_mac(21))
    claim(c, "10.0.0.22", port_mac(22))
    wait_for(lambda: len(rows()) == 3, "rows")
    events = listen()
    client.do("port-del", {"ifindex": port["ifindex"]})
    client.do("port-new", port)
    client.do("remote-set", {"name": "r2"})
    want = ["10.0.0.20 %s learned a" % port_mac(20),
            "10.0.0.22 %s learned r2" % port_mac(22)]
    check_eq(texts(), want, "neighbours")
    remote = client.do("remote-get", {"name": "r2"})[0]
    client.do("remote-del", {"name": "r2", "force": True})
    client.do("remote-new", {key: remote[key] for key in (
        "id", "name", "kind", "vtep", "locator", "locator-len", "source") if key in remote})
    client.do("member-new", {"network-name": "red", "remote-name": "r2"})
    check_eq(texts(), want[:1], "neighbours")
    check_eq([(name, short(obj)) for name, obj in events.drain()
              if obj.get("addr4") in ("10.0.0.21", "10.0.0.22")],
             [("neigh-del-ntf", "10.0.0.21 %s learned b" % port_mac(21)),
              ("neigh-del-ntf", "10.0.0.22 %s learned r2" % port_mac(22))], "events")


def far():
    """N22: from the tunnel it is learned only if that is wanted, and no tries"""
    begin()
    claim(c, "10.0.0.20", port_mac(20))
    fence(c, client2)
    check_eq(texts(), [], "neighbours")
    begin(**{"learning-remote": 1})
    c.send(eth(BROADCAST, port_mac(20), 0x0806, arp(1, port_mac(20), "0.0.0.0", "10.0.0.20")))
    claim(c, "10.0.0.21", port_mac(21))
    wait_for(rows, "a row")
    check_eq(texts(), ["10.0.0.21 %s learned r2" % port_mac(21)], "neighbours")
    check_eq(texts(who=client2), ["10.0.0.20 %s learned c" % port_mac(20),
                                  "10.0.0.21 %s learned c" % port_mac(21)], "of n2")


def routed():
    """N22: in an l3 network an address is where its route says"""
    client.do("neigh-flush", {"network-name": "vpc"})
    client.do("route-set", {"network-name": "vpc", "dst4": "10.0.5.0", "len": 24,
                            "ifindex": port_index("d")},
              {"network-name": "vpc", "dst4": "10.0.6.0", "len": 24,
               "type": "blackhole"})
    claim(d, "10.0.6.9", port_mac(20))
    claim(d, "10.0.7.9", port_mac(20))
    claim(d, "10.0.5.9", port_mac(20))
    wait_for(lambda: rows(network="vpc"), "a row")
    check_eq(texts(network="vpc"), ["10.0.5.9 %s learned d" % port_mac(20)], "neighbours")


def asks4(frame):
    return frame[:14] == eth(port_mac(20), GATEWAY, 0x0806)


def asks6(frame):
    return frame[:14] == eth(port_mac(20), GATEWAY, 0x86dd)


def kept():
    """N23: who is asked before its row ages, and answers, is not forgotten"""
    begin(ageing=2)
    mac = port_mac(20)
    before = drops(N1)
    claim(a, "10.0.0.20", mac)
    claim(a, "fd00:10::20", mac)
    wait_for(lambda: len(rows()) == 2, "rows")
    first = rows()["10.0.0.20"]
    for _ in range(3):
        frame = a.expect(asks4, "a question of the gateway's")
        check_eq(frame[14:42], arp(1, GATEWAY, "10.0.0.1", "10.0.0.20"), "the question")
        a.send(eth(GATEWAY, mac, 0x0806, arp(2, mac, "10.0.0.20", "10.0.0.1", GATEWAY)))
        frame = a.expect(asks6, "a question of the gateway's")
        check_eq(frame[14:86], solicit(GATEWAY_LL, "fd00:10::20", GATEWAY, "fd00:10::20"),
                 "the question")
        a.send(eth(GATEWAY, mac, 0x86dd,
                   advertise("fd00:10::20", "fd00:10::20", mac, GATEWAY_LL, 0x60)))
    fence()
    check_eq(len(rows()), 2, "neighbours")
    check_eq(rows()["10.0.0.20"]["seq"], first["seq"], "seq")
    check_eq(difference(drops(N1), before), {}, "drops")


def aged():
    """N23: who does not answer is asked three times, then forgotten"""
    begin(ageing=1)
    events = listen()
    row = {"network-name": "red", "addr4": "10.0.0.40", "mac": ME}
    client.do("neigh-new", row)
    claim(a, "10.0.0.20", port_mac(20))
    # where its MAC is has been forgotten before
    client.do("fdb-flush", {"network-name": "red", "state": "learned"})
    asked = 0
    while True:
        a.expect(asks4, "a question of the gateway's")
        asked += 1
        if asked == 3:
            break
    wait_for(lambda: "10.0.0.20" not in rows(), "the end of the row")
    a.send(eth(port_mac(20), HER, 0x88b5, bytes(46)))
    b.send(eth(ME, HER, 0x88b5, bytes(46)))
    check_eq([frame for frame in a.until(eth(ME, HER, 0x88b5, bytes(46)))
              if asks4(frame)], [], "more questions")
    check_eq([(name, short(obj)) for name, obj in events.drain()
              if obj.get("addr4") == "10.0.0.20"],
             [("neigh-new-ntf", "10.0.0.20 %s learned a" % port_mac(20)),
              ("neigh-del-ntf", "10.0.0.20 %s learned a" % port_mac(20))], "events")
    check_eq(list(rows()), ["10.0.0.40"], "neighbours")


def is_question(addr, sender, spa):
    """For frames: does SENDER, at SPA, ask everybody for ADDR?"""
    return lambda frame: frame[:42] == eth(BROADCAST, sender, 0x0806, arp(1, sender, spa, addr))


def to(addr):
    """A packet of D's that is to be routed."""
    return eth(GATEWAY, port_mac(14), 0x0800, ip4("10.0.5.9", addr, 17, udp(5, 9, b"to")))


def begin_routed(**settings):
    begin(**settings)
    client.do("network-set", {"name": "red", "router": "vpc"})
    client.do("route-set", {"network-name": "vpc", "dst4": "10.0.0.0", "len": 16,
                            "to-network-name": "red"})


def wanted():
    """N22: whoever a packet is routed to is asked for, and found"""
    begin_routed()
    before = drops(N1)
    addr = "10.0.20.20"
    d.send(to(addr))
    for dev in a, b:
        dev.expect(is_question(addr, GATEWAY, "10.0.0.1"), "the gateway's question")
    wait_drops(N1, before, {"no_neighbour": 1})
    mac = port_mac(20)
    b.send(eth(GATEWAY, mac, 0x0806, arp(2, mac, addr, "10.0.0.1", GATEWAY)))
    wait_for(lambda: addr in rows(), "the answer")
    d.send(to(addr))
    b.expect(lambda frame: frame[:14] == eth(mac, GATEWAY, 0x0800) and
             frame.rstrip(b"\0").endswith(b"to"), "the packet")
    check_eq(difference(drops(N1), before), {"no_neighbour": 1}, "drops")


def wanted_far():
    """N22: those on other nodes are asked by the node, not by the gateway"""
    begin_routed(**{"learning-remote": 1})
    before, before2 = drops(N1), drops(N2)
    addr, node, mac = "10.0.20.21", router_mac(1), port_mac(21)
    d.send(to(addr))
    c.expect(is_question(addr, node, "0.0.0.0"), "the node's question")
    c.send(eth(node, mac, 0x0806, arp(2, mac, addr, "0.0.0.0", node)))
    wait_for(lambda: addr in rows(), "the answer")
    check_eq(short(rows()[addr]), "%s %s learned r2" % (addr, mac), "neighbour")
    check_eq(short(rows(client2)[addr]), "%s %s learned c" % (addr, mac), "of n2")
    check_eq(difference(drops(N1), before), {"no_neighbour": 1}, "drops")
    check_eq(difference(drops(N2), before2), {}, "drops of n2")


def wanted_port():
    """N22: in an l3 network the port of the route is asked"""
    begin_routed()
    client.do("neigh-flush", {"network-name": "vpc"})
    client.do("route-set", {"network-name": "vpc", "dst4": "10.0.5.0", "len": 24,
                            "ifindex": port_index("d")})
    addr, mac = "10.0.5.20", port_mac(20)
    packet = ip4("10.0.0.11", addr, 17, udp(5, 9, b"to"))
    a.send(eth(GATEWAY, ME, 0x0800, packet))
    d.expect(is_question(addr, GATEWAY, "0.0.0.0"), "the gateway's question")
    d.send(eth(GATEWAY, mac, 0x0806, arp(2, mac, addr, "0.0.0.0", GATEWAY)))
    wait_for(lambda: addr in rows(network="vpc"), "the answer")
    a.send(eth(GATEWAY, ME, 0x0800, packet))
    d.expect(lambda frame: frame[:14] == eth(mac, GATEWAY, 0x0800), "the packet")


def wanted_often():
    """U6: who sends to many that are not there makes few questions"""
    begin_routed()
    asks = lambda frames, net: [f for f in frames
                                if f[:14] == eth(BROADCAST, GATEWAY, 0x0806) and f[40] in net]
    fence_frame = eth(BROADCAST, HER, 0x88b5, bytes(46))
    start = time.monotonic()
    for _ in range(200):
        d.send(to("10.0.30.1"))
    b.send(fence_frame)
    one = len(asks(a.until(fence_frame), (30,)))
    for i in range(250):
        d.send(to("10.0.31.%d" % i))
        d.send(to("10.0.32.%d" % i))
    b.send(fence_frame)
    many = len(asks(a.until(fence_frame), (31, 32)))
    seconds = time.monotonic() - start
    if one > 1 + seconds or many > 100 * (1 + seconds):
        fail("%d and %d questions in %.1f seconds" % (one, many, seconds))
    if not one or not many:
        fail("no questions")


def flooded():
    """U6: who asks for many that nobody has is held to the flood rate"""
    begin()
    client.do("port-set", {"ifindex": port_index("a"), "flood-rate": 5})
    fence_frame = eth(BROADCAST, FAR, 0x88b5, bytes(46))
    before, start = drops(N1), time.monotonic()
    for i in range(100):
        a.send(eth(BROADCAST, ME, 0x0806, arp(1, ME, "10.0.0.11", "10.0.50.%d" % i)))
    c.send(fence_frame)
    n = len([f for f in b.until(fence_frame) if f[:14] == eth(BROADCAST, ME, 0x0806)])
    seconds = time.monotonic() - start
    client.do("port-set", {"ifindex": port_index("a"), "flood-rate": 0})
    if not 0 < n <= 5 * (1 + seconds):
        fail("%d in %.1f seconds" % (n, seconds))
    check_eq(difference(drops(N1), before), {"flood_rate": 100 - n}, "drops")


def binding(name, mac, addr=None):
    obj = {"ifindex": port_index(name), "mac": mac}
    return {**obj, "addr6" if ":" in addr else "addr4": addr} if addr else obj


def begin_bound():
    begin()
    client.do("neigh-flush", {"network-name": "vpc"})
    for obj in client.dump("binding-get"):
        client.do("binding-del", {key: obj[key] for key in obj if key != "ifname"})


def fdb(mac):
    """ "b bound" """
    got = client.dump("fdb-get", {"network-name": "red", "mac": mac})
    return " ".join([got[0].get("ifname") or got[0]["remote-name"],
                     got[0]["state"]]) if got else None


def bound():
    """P55: a binding says where its MAC is and who has its address"""
    begin_bound()
    mac = port_mac(20)
    claim(a, "10.0.0.20", mac)
    wait_for(rows, "a row")
    with netns(N1):
        events = client.listen("config", "fdb", "neigh")
    client.do("binding-new", binding("b", mac, "10.0.0.20"),
              binding("b", mac, "fd00:10::20"), binding("b", port_mac(21)))
    want = ["10.0.0.20 %s bound b" % mac, "fd00:10::20 %s bound b" % mac]
    check_eq(texts(), want, "neighbours")
    check_eq((fdb(mac), fdb(port_mac(21))), ("b bound", "b bound"), "rows")
    check_eq([name for name, _ in events.drain()],
             ["binding-new-ntf", "fdb-set-ntf", "neigh-set-ntf", "binding-new-ntf",
              "neigh-new-ntf", "binding-new-ntf", "fdb-new-ntf"], "events")
    # nothing on the wire, and no flush, moves them
    claim(a, "10.0.0.20", mac)
    claim(a, "10.0.0.20", port_mac(29))
    fence()
    client.do("neigh-flush", {})
    client.do("fdb-flush", {"network-name": "red"})
    check_eq((texts(), fdb(mac)), (want, "b bound"), "rows")
    a.send(eth(BROADCAST, ME, 0x0806, arp(1, ME, "10.0.0.11", "10.0.0.20")))
    a.expect(eth(ME, mac, 0x0806, arp(2, mac, "10.0.0.20", "10.0.0.11", ME)))
    events.drain()
    client.do("binding-del", binding("b", mac, "10.0.0.20"))
    check_eq((texts(), fdb(mac)), (want[1:], "b bound"), "one is left")
    client.do("binding-del", binding("b", mac, "fd00:10::20"))
    check_eq((texts(), fdb(mac)), ([], None), "none is left")
    check_eq([name for name, _ in events.drain()],
             ["neigh-del-ntf", "binding-del-ntf", "fdb-del-ntf", "neigh-del-ntf",
              "binding-del-ntf"], "events")
    client.do("binding-new", binding("b", mac, "10.0.0.20"))
    client.do("port-del", {"ifindex": port_index("b")})
    client.do("port-new", {"ifindex": port_index("b"), "network-name": "red",
                           "state": "open"})
    check_eq((texts(), fdb(mac), fdb(port_mac(21))), ([], None, None), "the port went")


def bound_whole():
    """P55: bindings are made with their rows, or not at all"""
    begin_bound()
    claim(a, "10.0.0.20", port_mac(20))
    claim(a, "10.0.0.21", port_mac(21))
    wait_for(lambda: len(rows()) == 2, "rows")
    before = client.snapshot()
    events = listen()
    for objs in ((binding("b", port_mac(20), "10.0.0.20"),
                  binding("b", port_mac(22), "10.0.0.22"),
                  binding("a", port_mac(22), "10.0.0.22"),
                  binding("d", port_mac(14), "10.0.5.14"),
                  binding("b", port_mac(20), "10.0.0.20")),
                 (binding("b", port_mac(21), "10.0.0.21"),
                  binding("b", port_mac(21), "224.0.0.1"))):
        try:
            client.do("binding-new", *objs)
        except nl.Refused:
            continue
        fail("not refused")
    check_eq(client.snapshot(), before, "what is there")
    check_eq(events.drain(), [], "events")
    client.do("binding-new", binding("b", port_mac(22), "10.0.0.22"))
    claim(b, "10.0.0.22", port_mac(22))
    check_eq(short(rows()["10.0.0.22"]), "10.0.0.22 %s bound b" % port_mac(22), "row")


def bound_configured():
    """P55: what is configured stays, and takes over what bindings made"""
    begin_bound()
    mac = port_mac(20)
    row = {"network-name": "red", "addr4": "10.0.0.20", "mac": port_mac(29)}
    where = {"network-name": "red", "mac": mac, "remote-name": "r2"}
    client.do("neigh-new", row)
    client.do("fdb-new", where)
    client.do("binding-new", binding("b", mac, "10.0.0.20"))
    check_eq((texts(), fdb(mac)),
             (["10.0.0.20 %s static" % port_mac(29)], "r2 static"), "rows")
    client.do("binding-del", binding("b", mac, "10.0.0.20"))
    check_eq((texts(), fdb(mac)),
             (["10.0.0.20 %s static" % port_mac(29)], "r2 static"), "rows")
    client.do("neigh-del", {key: row[key] for key in ("network-name", "addr4")})
    client.do("fdb-del", {key: where[key] for key in ("network-name", "mac")})
    client.do("binding-new", binding("b", mac, "10.0.0.20"))
    client.do("neigh-new", row)
    client.do("fdb-new", where)
    client.do("binding-del", binding("b", mac, "10.0.0.20"))
    check_eq((texts(), fdb(mac)),
             (["10.0.0.20 %s static" % port_mac(29)], "r2 static"), "rows")
    client.do("fdb-del", {key: where[key] for key in ("network-name", "mac")})


def bound_twice():
    """P55: what several ports may have is where it is seen"""
    begin_bound()
    mac, addr = "02:00:00:00:01:07", "10.0.0.20"
    client.do("binding-new", binding("a", mac, addr), binding("b", mac, addr))
    check_eq((texts(), fdb(mac)), (["%s %s learned a" % (addr, mac)], "a learned"), "rows")
    for dev, name in ((b, "b"), (a, "a")):
        claim(dev, addr, mac)
        wait_for(lambda: fdb(mac) == name + " learned", "the move")
        check_eq(texts(), ["%s %s learned %s" % (addr, mac, name)], "neighbours")
    client.do("binding-del", binding("a", mac, addr), binding("b", mac, addr))


def bound_routed():
    """P55: in an l3 network a binding is a route, too"""
    begin_bound()
    routes = lambda addr: [(obj["type"], obj.get("ifname"), obj["bound"])
                           for obj in client.dump("route-get", {"network-name": "vpc"})
                           if addr in (obj.get("dst4"), obj.get("dst6")) and
                           obj["len"] in (32, 128)]
    mine = [("device", "d", 1)]
    objs = binding("d", port_mac(14), "10.0.7.14"), binding("d", port_mac(14), "fd00:7::14")
    client.do("route-set", {"network-name": "vpc", "dst4": "10.0.7.15", "len": 32,
                            "type": "blackhole"})
    client.do("binding-new", *objs, binding("d", port_mac(14), "10.0.7.15"))
    check_eq((routes("10.0.7.14"), routes("fd00:7::14")), (mine, mine), "routes")
    check_eq(routes("10.0.7.15"), [("blackhole", None, 0)], "the other route")
    check_eq(texts(network="vpc"), ["10.0.7.14 %s bound d" % port_mac(14),
                                    "10.0.7.15 %s bound d" % port_mac(14),
                                    "fd00:7::14 %s bound d" % port_mac(14)], "neighbours")
    client.do("network-set", {"name": "red", "router": "vpc"})
    a.send(eth(GATEWAY, ME, 0x0800, ip4("10.0.0.11", "10.0.7.14", 17, udp(5, 9, b"to"))))
    d.expect(lambda frame: frame[:14] == eth(port_mac(14), GATEWAY, 0x0800), "a packet")
    # one of the user's takes it over, and stays
    client.do("route-new", {"network-name": "vpc", "dst6": "fd00:7::14", "len": 128,
                            "type": "unreachable"})
    client.do("binding-del", *objs, binding("d", port_mac(14), "10.0.7.15"))
    check_eq((routes("10.0.7.14"), routes("fd00:7::14"), routes("10.0.7.15")),
             ([], [("unreachable", None, 0)], [("blackhole", None, 0)]), "routes")
    check_eq(texts(network="vpc"), [], "neighbours")
    client.do("route-del", {"network-name": "vpc", "dst6": "fd00:7::14", "len": 128},
              {"network-name": "vpc", "dst4": "10.0.7.15", "len": 32})


serve({f.__name__: f for f in (kinds, lies, not_here, moves, tries, configured, held,
                               limited, gone, far, routed, kept, aged, wanted,
                               wanted_far, wanted_port, wanted_often, flooded, bound,
                               bound_whole, bound_configured, bound_twice, bound_routed)})
