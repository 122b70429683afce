# SPDX-License-Identifier: GPL-2.0
"""route.py NODE: routes of l3 networks over netlink.

NODE has an l2 network "plain", remotes "r1" and "r2", and devices "pa" and "pb".
"""
import ipaddress
import socket
import sys

import nl
from pkt import check_eq, netns
from serve import serve
from spec import Client

NS = sys.argv[1]
MANY = 3000                 # more than two messages hold

with netns(NS):
    client = Client()
    reader = Client(client.spec)
    INDEX = {name: socket.if_nametoindex(name) for name in ("pa", "pb")}


def prefix(text):
    """The attributes of "192.0.2.0/24"."""
    address, _, length = text.partition("/")
    version = ipaddress.ip_address(address).version
    return {"dst%d" % version: address,
            **({"len": int(length)} if length else {})}


def route(text, network="blue", **where):
    return {"network-name": network, **prefix(text),
            **{key.replace("_", "-"): value for key, value in where.items()}}


def short(obj):
    """ "blue 192.0.2.0/24 remote r1" """
    where = obj.get("remote-name") or obj.get("ifname") or ""
    return ("%s %s/%d %s %s" % (
        obj["network-name"], obj.get("dst4") or obj["dst6"], obj["len"],
        obj["type"], where)).strip()


def routes(**only):
    return [short(obj) for obj in
            client.dump("route-get", *([only] if only else []))]


def listen():
    with netns(NS):
        return client.listen("route")


def begin():
    """Two l3 networks, the first with two ports, and no route."""
    for obj in client.dump("network-get"):
        if obj["type"] == "l3":
            client.do("network-del", {"id": obj["id"], "force": True})
    client.do("network-new", {"id": 7, "name": "blue", "type": "l3"},
              {"id": 8, "name": "green", "type": "l3"})
    client.do("port-new", *({"ifindex": INDEX[name], "network-name": "blue"}
                            for name in ("pa", "pb")))


def kinds():
    """a route of each kind is there as it was said, in order"""
    begin()
    events = listen()
    client.do("route-new", route("192.0.2.128/25", remote_name="r1"),
              route("fd00:1::/64", remote_name="r2"),
              route("0.0.0.0/0", type="blackhole"),
              route("192.0.2.9", ifindex=INDEX["pa"]),
              route("192.0.2.0/24", type="prohibit"),
              route("::/0", type="unreachable", network="green"))
    want = ["blue 0.0.0.0/0 blackhole", "blue 192.0.2.0/24 prohibit",
            "blue 192.0.2.9/32 device pa", "blue 192.0.2.128/25 remote r1",
            "blue fd00:1::/64 remote r2", "green ::/0 unreachable"]
    check_eq(routes(), want, "routes")
    check_eq(sorted((name, short(obj)) for name, obj in events.drain()),
             sorted(("route-new-ntf", text) for text in want), "events")
    networks = {obj["name"]: obj["routes"] for obj in client.dump("network-get")}
    check_eq(networks, {"plain": 0, "blue": 5, "green": 1}, "routes of networks")
    check_eq(client.do("node-get")[0]["routes"], 6, "routes of the node")


def replaced():
    """route-set makes a route, or replaces the one that is there"""
    begin()
    events = listen()
    client.do("route-set", route("192.0.2.0/24", remote_name="r1"))
    client.do("route-set", route("192.0.2.0/24", ifindex=INDEX["pb"]),
              route("fd00::/64", type="prohibit"))
    check_eq(routes(), ["blue 192.0.2.0/24 device pb", "blue fd00::/64 prohibit"],
             "routes")
    check_eq([(name, short(obj)) for name, obj in events.drain()],
             [("route-new-ntf", "blue 192.0.2.0/24 remote r1"),
              ("route-set-ntf", "blue 192.0.2.0/24 device pb"),
              ("route-new-ntf", "blue fd00::/64 prohibit")], "events")


def whole():
    """a message is done for all of its routes or for none"""
    begin()
    client.do("route-new", route("192.0.2.0/24", remote_name="r1"),
              route("192.0.2.0/25", remote_name="r1"))
    before, events = client.snapshot(), listen()
    good = (route("192.0.2.0/24", type="blackhole"),
            route("10.0.0.0/8", remote_name="r2"),
            route("fd00::/16", ifindex=INDEX["pa"]))
    for op, objs in (
            ("route-set", good + (route("10.0.0.0/8", type="prohibit"),)),
            ("route-set", good + (route("192.0.2.0/24", type="prohibit"),)),
            ("route-set", good + (route("10.0.0.0/8", network="plain"),)),
            ("route-del", (route("192.0.2.0/24"), route("192.0.2.0/25"),
                           route("192.0.2.0/26"))),
            ("route-del", (route("192.0.2.0/24"), route("192.0.2.0/24")))):
        try:
            client.do(op, *objs)
        except nl.Refused:
            check_eq(client.snapshot(), before, "what is there")
        else:
            check_eq("taken", "refused", repr(objs))
    check_eq(events.drain(), [], "events")
    client.do("route-set", *good)
    client.do("route-del", route("192.0.2.0/24"), route("192.0.2.0/25"))
    check_eq(routes(), ["blue 10.0.0.0/8 remote r2", "blue fd00::/16 device pa"],
             "routes")


def filtered():
    """a list is filtered by network, prefix, type and what is pointed to"""
    begin()
    client.do("route-new", route("192.0.2.0/24", remote_name="r1"),
              route("192.0.2.0/24", network="green", remote_name="r2"),
              route("192.0.2.9", ifindex=INDEX["pa"]),
              route("fd00::/64", type="prohibit"),
              route("10.0.0.0/8", remote_name="r2", transit=True),
              route("10.1.0.0/16", network="green",
                    nexthop=[{"remote-name": "r1"}, {"remote-name": "r2"}]))
    for only, want in (
            ({"network-name": "green"}, ["green 10.1.0.0/16 remote",
                                         "green 192.0.2.0/24 remote r2"]),
            (prefix("192.0.2.0/24"), ["blue 192.0.2.0/24 remote r1",
                                      "green 192.0.2.0/24 remote r2"]),
            ({"remote-name": "r1"}, ["blue 192.0.2.0/24 remote r1",
                                     "green 10.1.0.0/16 remote"]),
            ({"transit": True, "type": "remote"}, ["blue 10.0.0.0/8 remote r2"]),
            ({"transit": False, "remote-name": "r2"}, ["green 10.1.0.0/16 remote",
                                                       "green 192.0.2.0/24 remote r2"]),
            ({"ifindex": INDEX["pa"]}, ["blue 192.0.2.9/32 device pa"]),
            ({"type": "prohibit"}, ["blue fd00::/64 prohibit"]),
            ({"network-name": "green", "type": "prohibit"}, [])):
        check_eq(routes(**only), want, repr(only))


def many_routes():
    return [route("10.%d.%d.0/24" % (i // 250, i % 250), remote_name="r1")
            for i in range(MANY)]


def many():
    """a list of many has each once, and is not marked"""
    begin()
    client.do("route-new", *many_routes())
    got = routes()
    check_eq(len(got), MANY, "routes")
    check_eq(got, sorted(got, key=lambda text: ipaddress.ip_network(
        text.split()[1])), "their order")
    check_eq(client.sock.interrupted, False, "marked")


def changing():
    """a list while others come and go: each that stays is there once; marked"""
    begin()
    client.do("route-new", *many_routes())
    reader.sock.sock.send(reader.message("route-get", (), nl.NLM_F_DUMP))
    came, marked, first = [], False, True
    ended = False
    while not ended:
        for m in nl.messages(reader.sock.recv()):
            marked |= bool(m.flags & nl.NLM_F_DUMP_INTR)
            ended = m.kind in (nl.NLMSG_DONE, nl.NLMSG_ERROR)
            if ended:
                reader.sock.check_end(m)
                break
            came.append(short(reader.answer(m)[1]))
        if first:
            last = came[-1].split()[1]
            client.do("route-del", route(last), many_routes()[0])
            client.do("route-new", route("9.0.0.0/8", type="blackhole"))
            first = False
    check_eq(came, ["blue %s/24 remote r1" % obj["dst4"]
                    for obj in many_routes()], "routes")
    check_eq(marked, True, "marked")


def gone():
    """routes go with their network, their port and, by force, their remote"""
    here, there = "blue 192.0.2.9/32 device pa", "blue 192.0.2.0/24 remote r3"
    other, none = "green ::/0 remote r3", "green 10.0.0.0/8 blackhole"
    for op, obj, lost in (("network-del", {"name": "green"}, [none, other]),
                          ("port-del", {"ifindex": INDEX["pa"]}, [here]),
                          ("remote-del", {"name": "r3"}, [there, other])):
        begin()
        client.do("remote-new", {"name": "r3", "kind": "vxlan",
                                 "vtep": socket.inet_aton("192.0.2.3")})
        client.do("route-new", route("192.0.2.9", ifindex=INDEX["pa"]),
                  route("192.0.2.0/24", remote_name="r3"),
                  route("::/0", network="green", remote_name="r3"),
                  route("10.0.0.0/8", network="green", type="blackhole"))
        events = listen()
        client.do(op, {**obj, **({} if op == "port-del" else {"force": True})})
        check_eq(sorted((name, short(row)) for name, row in events.drain()),
                 [("route-del-ntf", text) for text in sorted(lost)], op)
        left = [text for text in (there, here, none, other) if text not in lost]
        check_eq(routes(), left, "routes after " + op)
        check_eq(client.do("node-get")[0]["routes"], len(left), "count")
        if op != "remote-del":
            client.do("remote-del", {"name": "r3", "force": True})


def used():
    """a remote that routes point to is not removed without force"""
    begin()
    client.do("route-new", route("10.0.0.0/8", remote_name="r1"))
    try:
        client.do("remote-del", {"name": "r1"})
    except nl.Refused as error:
        check_eq((error.name, error.sentence),
                 ("EBUSY", "1 routes point to it: ovctl route del, or force"),
                 "refused")
    else:
        check_eq("taken", "refused", "remote-del")


serve({f.__name__: f for f in (kinds, replaced, whole, filtered, many,
                               changing, gone, used)})
