# SPDX-License-Identifier: GPL-2.0
"""neigh.py NODE: neighbours and gateways over netlink.

NODE has an l2 network "red" with id 100.
"""
import sys

import nl
from pkt import check_eq, netns
from serve import serve
from spec import Client

NS = sys.argv[1]

with netns(NS):
    client = Client()


def neigh(address, number=None, network="red", **more):
    row = {"network-name": network,
           "addr6" if ":" in address else "addr4": address}
    if number is not None:
        row["mac"] = "02:00:00:00:00:%02d" % number
    return {**row, **more}


def short(obj):
    """ "red 192.0.2.9 02:00:00:00:00:09 static" """
    return "%s %s %s %s" % (obj["network-name"],
                            obj.get("addr4") or obj["addr6"], obj["mac"],
                            obj["state"])


def neighs(**only):
    return sorted(short(obj) for obj in
                  client.dump("neigh-get", *([only] if only else [])))


def listen():
    with netns(NS):
        return client.listen("neigh")


def begin():
    """A second network, and no neighbour."""
    client.do("neigh-flush", {})
    if any(obj["id"] == 8 for obj in client.dump("network-get")):
        client.do("network-del", {"id": 8, "force": True})
    client.do("network-new", {"id": 8, "name": "green", "type": "l3"})


def refused(error, op, *objs):
    before = client.snapshot()
    try:
        client.do(op, *objs)
    except nl.Refused as e:
        check_eq((e.name, e.sentence), error, op)
    else:
        check_eq("taken", "refused", op)
    check_eq(client.snapshot(), before, "what is there")


def kinds():
    """neighbours of both families, in networks of both types"""
    begin()
    events = listen()
    client.do("neigh-new", neigh("192.0.2.9", 9), neigh("fd00::9", 9),
              neigh("192.0.2.9", 10, "green", state="external"))
    want = ["green 192.0.2.9 02:00:00:00:00:10 external",
            "red 192.0.2.9 02:00:00:00:00:09 static",
            "red fd00::9 02:00:00:00:00:09 static"]
    check_eq(neighs(), want, "neighbours")
    check_eq(sorted((name, short(obj)) for name, obj in events.drain()),
             [("neigh-new-ntf", text) for text in want], "events")
    networks = {obj["name"]: obj["neighs"] for obj in client.dump("network-get")}
    check_eq(networks, {"red": 2, "green": 1}, "neighbours of networks")
    check_eq(client.do("node-get")[0]["neighs"], 3, "neighbours of the node")


def replaced():
    """neigh-set makes a row, or replaces the one that is there"""
    begin()
    events = listen()
    client.do("neigh-set", neigh("192.0.2.9", 9))
    client.do("neigh-set", neigh("192.0.2.9", 10), neigh("fd00::9", 9))
    check_eq(neighs(), ["red 192.0.2.9 02:00:00:00:00:10 static",
                        "red fd00::9 02:00:00:00:00:09 static"], "neighbours")
    check_eq([(name, short(obj)) for name, obj in events.drain()],
             [("neigh-new-ntf", "red 192.0.2.9 02:00:00:00:00:09 static"),
              ("neigh-set-ntf", "red 192.0.2.9 02:00:00:00:00:10 static"),
              ("neigh-new-ntf", "red fd00::9 02:00:00:00:00:09 static")],
             "events")
    refused(("EEXIST", "The address has a row: replace or delete it"),
            "neigh-new", neigh("192.0.2.9", 11))


def whole():
    """a message is done for all of its neighbours or for none"""
    begin()
    client.do("neigh-new", neigh("192.0.2.9", 9), neigh("192.0.2.10", 10))
    events = listen()
    good = (neigh("192.0.2.9", 11), neigh("fd00::9", 9))
    twice = ("EINVAL", "An object is named once in a message")
    for error, op, objs in (
            (twice, "neigh-set", good + (neigh("fd00::9", 10),)),
            (twice, "neigh-set", good + (neigh("192.0.2.9", 11),)),
            (twice, "neigh-del", (neigh("192.0.2.9"), neigh("192.0.2.9"))),
            (("EINVAL", "The address is unicast, of a host"),
             "neigh-set", good + (neigh("224.0.0.9", 9),)),
            (("EINVAL", "The address is unicast, of a host"),
             "neigh-set", good + (neigh("ff02::9", 9),)),
            (("EINVAL", "A neighbour needs a MAC"),
             "neigh-set", good + (neigh("192.0.2.12"),)),
            (("EINVAL", "The MAC of a neighbour is unicast and not zero"),
             "neigh-set", good + ({**neigh("192.0.2.12"),
                                   "mac": "01:00:00:00:00:01"},)),
            (("EINVAL", "Only static and external rows can be configured"),
             "neigh-set", good + (neigh("192.0.2.12", 9, state="learned"),)),
            (("EINVAL", "Which neighbour? Its address is missing"),
             "neigh-set", good + ({"network-name": "red",
                                   "mac": "02:00:00:00:00:01"},)),
            (("EINVAL",
              "One address, of IPv4 or of IPv6"),
             "neigh-set", good + ({**neigh("192.0.2.12", 9),
                                   "addr6": "fd00::1"},)),
            (("ENOENT", "There is no network blue"),
             "neigh-set", good + (neigh("192.0.2.12", 9, "blue"),)),
            (("ENOENT", "Network red has no neighbour with this address"),
             "neigh-del", (neigh("192.0.2.9"), neigh("192.0.2.11")))):
        refused(error, op, *objs)
    check_eq(events.drain(), [], "events")
    client.do("neigh-set", *good)
    client.do("neigh-del", neigh("192.0.2.9"), neigh("192.0.2.10"))
    check_eq(neighs(), ["red fd00::9 02:00:00:00:00:09 static"], "neighbours")


def filtered():
    """a list is filtered by network, address, MAC and state"""
    begin()
    client.do("neigh-new", neigh("192.0.2.9", 9), neigh("fd00::9", 9),
              neigh("192.0.2.9", 10, "green", state="external"))
    red4 = "red 192.0.2.9 02:00:00:00:00:09 static"
    red6 = "red fd00::9 02:00:00:00:00:09 static"
    green = "green 192.0.2.9 02:00:00:00:00:10 external"
    for only, want in (({"network-name": "red"}, [red4, red6]),
                       ({"addr4": "192.0.2.9"}, [green, red4]),
                       ({"addr6": "fd00::9"}, [red6]),
                       ({"mac": "02:00:00:00:00:09"}, [red4, red6]),
                       ({"state": "external"}, [green]),
                       ({"state": "learned"}, []),
                       ({"network-id": 8, "mac": "02:00:00:00:00:09"}, [])):
        check_eq(neighs(**only), want, repr(only))


def newer():
    """a sequence number rises with each other MAC, and is not outrun"""
    begin()
    seq = lambda: client.dump("neigh-get")[0]["seq"]
    client.do("neigh-set", neigh("192.0.2.9", 9, seq=7))
    check_eq(seq(), 7, "seq")
    client.do("neigh-set", neigh("192.0.2.9", 9))
    check_eq(seq(), 7, "seq of the same MAC")
    client.do("neigh-set", neigh("192.0.2.9", 10))
    check_eq(seq(), 8, "seq of another MAC")
    refused(("ESTALE", "The row is newer: seq 8"), "neigh-set",
            neigh("192.0.2.9", 11, seq=7))
    client.do("neigh-set", neigh("192.0.2.9", 11, seq=9))
    check_eq(seq(), 9, "seq")


def flushed():
    """neigh-flush removes what matches and says how many"""
    begin()
    client.do("neigh-new", *(neigh("192.0.2.%d" % i, 9) for i in range(1, 101)),
              *(neigh("192.0.2.%d" % i, 10, "green", state="external")
                for i in range(1, 51)))
    events = listen()
    check_eq(client.do("neigh-flush", {"network-name": "red",
                                       "state": "external"})[0]["flushed"], 0,
             "flushed")
    check_eq(client.do("neigh-flush", {"state": "external"})[0]["flushed"], 50,
             "flushed")
    check_eq(len(events.drain()), 50, "events")
    check_eq(client.do("neigh-flush", {})[0]["flushed"], 100, "flushed")
    check_eq(neighs(), [], "neighbours")


def gone():
    """neighbours go with their network"""
    begin()
    client.do("neigh-new", neigh("192.0.2.9", 9),
              neigh("192.0.2.9", 10, "green"))
    events = listen()
    client.do("network-del", {"name": "green"})
    check_eq([(name, short(obj)) for name, obj in events.drain()],
             [("neigh-del-ntf", "green 192.0.2.9 02:00:00:00:00:10 static")],
             "events")
    check_eq(neighs(), ["red 192.0.2.9 02:00:00:00:00:09 static"], "neighbours")
    check_eq(client.do("node-get")[0]["neighs"], 1, "count")


def gateways():
    """a gateway is set, changed, removed a family at a time, or refused"""
    begin()

    def has():
        net = [obj for obj in client.dump("network-get")
               if obj["name"] == "green"][0]
        return tuple(net.get(key) for key in ("gateway4", "gateway4-len",
                                              "gateway6", "gateway6-len"))

    def put(**keys):
        return {"name": "green",
                **{key.replace("_", "-"): v for key, v in keys.items()}}

    check_eq(has(), (None,) * 4, "none")
    client.do("network-set", put(gateway4="192.0.2.1", gateway4_len=24))
    check_eq(has(), ("192.0.2.1", 24, None, None), "IPv4")
    client.do("network-set", put(gateway6="fd00::1", gateway6_len=64))
    check_eq(has(), ("192.0.2.1", 24, "fd00::1", 64), "both")
    for sentence, keys in (
            ("No gateway can have 224.0.0.1",
             {"gateway4": "224.0.0.1", "gateway4_len": 24}),
            ("No gateway can have 127.0.0.1",
             {"gateway4": "127.0.0.1", "gateway4_len": 24}),
            ("The gateway's IPv4 prefix has 1 to 32 bits",
             {"gateway4": "192.0.2.2"}),
            ("192.0.2.0 is the first or last of its /24: no gateway",
             {"gateway4": "192.0.2.0", "gateway4_len": 24}),
            ("192.0.2.255 is the first or last of its /24: no gateway",
             {"gateway4": "192.0.2.255", "gateway4_len": 24}),
            ("No gateway can be given fe80::1",
             {"gateway6": "fe80::1", "gateway6_len": 64}),
            ("No gateway can be given ff02::1",
             {"gateway6": "ff02::1", "gateway6_len": 64}),
            ("The gateway's IPv6 prefix has 1 to 128 bits",
             {"gateway6": "fd00::2", "gateway6_len": 0}),
            ("The length of a gateway's prefix needs its address",
             {"gateway4_len": 25})):
        refused(("EINVAL", sentence), "network-set", put(**keys))
    client.do("network-set", put(gateway4="192.0.2.0", gateway4_len=31))
    client.do("network-set", put(gateway6="::"))
    check_eq(has(), ("192.0.2.0", 31, None, None), "IPv6 removed")
    client.do("network-set", put(gateway4="0.0.0.0"))
    check_eq(has(), (None,) * 4, "removed")


serve({f.__name__: f for f in (kinds, replaced, whole, filtered, newer, flushed,
                               gone, gateways)})
