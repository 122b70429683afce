# SPDX-License-Identifier: GPL-2.0
"""events.py NODE A B: what is told to those who listen.

One socket listens to every group. After each thing that is done, exactly the
expected events have come, in order, with the expected contents; what is made
or changed shows as a get shows it, what is removed as it was.
NODE has a device eth0 and the ports' devices a and b, whose other ends are
eth0 in A and B, and the devices d0 to d2.
"""
import subprocess
import sys
import time

import nl
from pkt import BROADCAST, TIMEOUT, Dev, check_eq, eth, fail, netns
from serve import serve
from spec import Client, Events

NS, A, B = sys.argv[1:]
MAC_A, MAC_B = "02:00:00:00:00:11", "02:00:00:00:00:12"

with netns(NS):
    client = Client()
    events = client.listen()
spec = client.spec
do = client.do


def ip(*words):
    subprocess.run(["ip", "-n", NS, *words], check=True)


def ifindex(name):
    import socket
    with netns(NS):
        return socket.if_nametoindex(name)


def still(obj):
    """An object without what rises by itself."""
    return {k: v for k, v in obj.items() if k not in Client.RESTLESS}


def get(kind, **key):
    """The object as a get shows it."""
    if "do" in spec.ops[kind + "-get"]:
        return still(do(kind + "-get", key)[0])
    (found,) = [o for o in client.dump(kind + "-get", key)
                if all(o.get(k) == v for k, v in key.items())]
    return still(found)


def is_like(obj, fields):
    """Has the object these fields?  None: it must not have it."""
    return all(obj.get(k) == v for k, v in fields.items())


def came(got, want, ordered=True):
    """Fails unless the events are those: (name, fields) each."""
    lines = ["%s %s" % event for event in got]
    missing = list(want)
    fine = len(got) == len(want)
    if ordered:
        fine &= all(g[0] == w[0] and is_like(g[1], w[1])
                    for g, w in zip(got, want))
    else:
        for g in got:
            match = [w for w in missing if g[0] == w[0] and is_like(g[1], w[1])]
            if match:
                missing.remove(match[0])
        fine &= not missing
    if fine:
        return got
    for line in lines:
        print("came    " + line)
    for event in want:
        print("wanted  %s %s" % event)
    fail("%s came, %s wanted" % ([g[0] for g in got], [w[0] for w in want]))


def heard(*want, **how):
    """These events have come, and no others."""
    return came(events.drain(), list(want), **how)


def wait(*want):
    """These events come, and no others before the last."""
    last = want[-1]
    return came(events.wait(lambda name, obj: name == last[0] and
                            is_like(obj, last[1])), list(want))


def one(op, obj, event, fields, now=None):
    """One operation, one event, which shows the object as a get does."""
    do(op, obj)
    (_, shown), = heard((event, fields))
    if now is not None:
        check_eq(still(shown), now() if callable(now) else now,
                 "%s and get" % event)


# --- configuration ------------------------------------------------------------

U = {"name": "u", "kind": "vxlan", "local4": "192.0.2.1"}
NETWORK = {"name": "red", "id": 100}
R = {"name": "r2", "kind": "vxlan", "vtep": ["192.0.2.2", "fd00:2::2"]}


def underlay():
    """Underlay: created, changed, removed"""
    now = lambda: get("underlay", name="u")
    one("underlay-new", {**U, "df": "unset"}, "underlay-new-ntf",
        {"name": "u", "local4": "192.0.2.1", "df": "unset", "ttl": 64}, now)
    one("underlay-set", {"name": "u", "ttl": 3, "local4": "192.0.2.9"}, "underlay-set-ntf",
        {"name": "u", "local4": "192.0.2.9", "df": "unset", "ttl": 3}, now)
    one("underlay-del", {"name": "u"}, "underlay-del-ntf", {"name": "u", "ttl": 3}, now())


def network():
    """Network: created, changed, removed"""
    now = lambda: get("network", id=100)
    one("network-new", {**NETWORK, "ageing": 9}, "network-new-ntf",
        {"id": 100, "name": "red", "vni": 100, "ageing": 9, "implicit": 0}, now)
    one("network-set", {"name": "red", "learning": 0}, "network-set-ntf",
        {"id": 100, "learning": 0, "ageing": 9}, now)
    one("network-del", {"id": 100}, "network-del-ntf", {"id": 100, "learning": 0}, now())


def node():
    """The node's settings: changed, of each namespace its own"""
    now = lambda: do("node-get")[0]
    one("node-set", {"underlay-hooks": "off", "cache": 0}, "node-set-ntf",
        {"underlay-hooks": "off", "cache": 0, "peer-delivery": "auto"}, now)
    one("node-set", {"underlay-hooks": "auto", "cache": 1, "peer-delivery": "off"}, "node-set-ntf",
        {"underlay-hooks": "auto", "cache": 1, "peer-delivery": "off"}, now)
    one("node-set", {"peer-delivery": "auto"}, "node-set-ntf", {"peer-delivery": "auto"}, now)


def remote():
    """Remote: created, changed, removed"""
    now = lambda: get("remote", name="r2")
    one("remote-new", R, "remote-new-ntf",
        {"id": 1, "name": "r2", "vtep": R["vtep"], "up": 1, "implicit": 0}, now)
    one("remote-set", {"id": 1, "up": 0, "vtep": ["192.0.2.3"]}, "remote-set-ntf",
        {"name": "r2", "vtep": ["192.0.2.3"], "up": 0}, now)
    one("remote-del", {"name": "r2"}, "remote-del-ntf", {"id": 1, "up": 0}, now())


def member():
    """Member: new, removed, a whole set replaced: only what differs is told"""
    do("network-new", [("id", 100), ("name", "red")])
    for i in range(4):
        do("remote-new", {**R, "name": "r%d" % i, "vtep": ["192.0.2.1%d" % i]})
    events.drain()

    def m(i):
        return {"network-id": 100, "network-name": "red", "remote-id": i + 1, "remote-name": "r%d" % i}

    one("member-new", {"network-id": 100, "remote-id": 1}, "member-new-ntf", m(0), m(0))
    one("member-new", {"network-id": 100, "remote-name": "r1"}, "member-new-ntf", m(1), m(1))
    one("member-del", {"network-name": "red", "remote-id": 1}, "member-del-ntf", m(0), m(0))
    do("member-set", *({"network-id": 100, "remote-name": "r%d" % i} for i in (3, 2, 1)))
    heard(("member-new-ntf", m(3)), ("member-new-ntf", m(2)), ordered=False)
    do("member-set", *({"network-id": 100, "remote-name": "r%d" % i} for i in (0, 2)))
    heard(("member-new-ntf", m(0)), ("member-del-ntf", m(1)), ("member-del-ntf", m(3)), ordered=False)
    do("member-set", {"network-id": 100})
    heard(("member-del-ntf", m(0)), ("member-del-ntf", m(2)), ordered=False)
    do("member-set", {"network-id": 100})
    heard()
    do("network-del", {"id": 100})
    for i in range(4):
        do("remote-del", {"name": "r%d" % i})
    events.drain()


def route():
    """Route: created, replaced, removed, gone with its network"""
    do("network-new", {"id": 300, "name": "vpc", "type": "l3"}, NETWORK)
    events.drain()
    row = {"network-name": "vpc", "dst4": "192.0.2.0", "len": 24}
    now = lambda: client.dump("route-get", row)[0]
    one("route-new", {**row, "type": "prohibit"}, "route-new-ntf", {**row, "type": "prohibit"}, now)
    one("route-set", {**row, "to-network-id": 100}, "route-set-ntf",
        {**row, "type": "network", "to-network-name": "red"}, now)
    one("route-del", row, "route-del-ntf", {**row, "type": "network"})
    do("route-new", {**row, "type": "prohibit"})
    events.drain()
    do("network-del", {"name": "vpc"}, NETWORK)
    heard(("network-del-ntf", {"name": "vpc"}), ("route-del-ntf", row),
          ("network-del-ntf", {"name": "red"}))


def neigh():
    """Neighbour: created, replaced, removed, flushed"""
    do("network-new", NETWORK)
    events.drain()
    row = {"network-name": "red", "addr6": "fd00::9"}
    now = lambda: still(client.dump("neigh-get", row)[0])
    one("neigh-new", {**row, "mac": MAC_A}, "neigh-new-ntf", {**row, "mac": MAC_A, "state": "static"}, now)
    one("neigh-set", {**row, "mac": MAC_B}, "neigh-set-ntf", {**row, "mac": MAC_B, "seq": 1}, now)
    one("neigh-del", row, "neigh-del-ntf", {**row, "mac": MAC_B})
    do("neigh-new", {**row, "mac": MAC_A})
    events.drain()
    do("neigh-flush", {"network-id": 100})
    heard(("neigh-del-ntf", row))
    do("network-del", {"id": 100})
    events.drain()


def binding():
    """Binding: created, removed, gone with its port, before it, with its rows"""
    with Bed() as bed:
        row = {"ifindex": ifindex("a"), "mac": MAC_A, "addr4": "192.0.2.9"}
        events.drain()
        where = {"mac": MAC_A, "ifname": "a", "state": "bound"}
        who = {**where, "addr4": "192.0.2.9"}
        gone = ("fdb-del-ntf", where), ("neigh-del-ntf", who)
        binding_gone = "binding-del-ntf", {**row, "ifname": "a"}
        do("binding-new", row)
        heard(("binding-new-ntf", {**row, "ifname": "a"}), ("fdb-new-ntf", where),
              ("neigh-new-ntf", who))
        do("binding-del", row)
        heard(*gone, binding_gone)
        do("binding-new", row)
        events.drain()
        do("port-del", {"ifindex": ifindex("a")})
        heard(binding_gone, ("port-del-ntf", {"ifname": "a"}), *gone)
        do("port-new", {"ifindex": ifindex("a"), "network-id": 100, "state": "open"})
        events.drain()


def port():
    """Port: by netlink, by ip link master, when its device goes"""
    do("network-new", NETWORK)
    ip("link", "add", "dev", "leg", "type", "ovnet", "id", "100")
    ip("link", "add", "dev", "goes", "type", "dummy")
    leg, dev = ifindex("leg"), ifindex("d0")
    events.drain()
    now = lambda: get("port", ifindex=dev)
    fields = {"ifindex": dev, "ifname": "d0", "network-id": 100, "network-name": "red"}
    one("port-new", {"ifindex": dev, "network-id": 100, "flood-rate": 5}, "port-new-ntf",
        {**fields, "state": "blocked", "flood-rate": 5, "leg": None}, now)
    one("port-set", {"ifindex": dev, "state": "open"}, "port-set-ntf",
        {**fields, "state": "open", "flood-rate": 5}, now)
    one("port-del", {"ifindex": dev}, "port-del-ntf", {**fields, "state": "open"}, now())
    ip("link", "set", "dev", "d0", "master", "leg")
    (_, shown), = heard(("port-new-ntf", {**fields, "state": "open", "leg": leg}))
    check_eq(still(shown), now(), "event and get")
    ip("link", "set", "dev", "d0", "nomaster")
    heard(("port-del-ntf", {**fields, "leg": leg}))
    do("port-new", {"ifindex": ifindex("goes"), "network-id": 100})
    heard(("port-new-ntf", {"ifname": "goes"}))
    ip("link", "del", "dev", "goes")
    heard(("port-del-ntf", {"ifname": "goes"}))
    do("network-del", {"id": 100, "force": True})
    events.drain()


def leg():
    """A leg makes and removes its network and underlay, its MAC has a row"""
    mac, other = "02:00:00:00:00:77", "02:00:00:00:00:78"
    ip("link", "add", "dev", "leg", "address", mac, "type", "ovnet", "id", "55",
       "local", "192.0.2.7")
    row = {"network-id": 55, "network-name": "leg", "mac": mac, "state": "local", "ifname": "leg"}
    got = heard(("underlay-new-ntf", {"local4": "192.0.2.7", "implicit": 1}),
                ("network-new-ntf", {"id": 55, "name": "leg", "implicit": 1}),
                ("fdb-new-ntf", row))
    name = got[0][1]["name"]
    check_eq(got[1][1]["underlay"], name, "the network's underlay")
    ip("link", "set", "dev", "leg", "type", "ovnet", "ageing", "77")
    heard(("network-set-ntf", {"id": 55, "ageing": 77}))
    ip("link", "set", "dev", "leg", "address", other)
    heard(("fdb-new-ntf", {**row, "mac": other}), ("fdb-del-ntf", row))
    ip("link", "del", "dev", "leg")
    heard(("fdb-del-ntf", {**row, "mac": other}), ("network-del-ntf", {"id": 55}),
          ("underlay-del-ntf", {"name": name}))


def order(got):
    """Names of the events of configuration: rows are told on their own."""
    return [name for name, _ in got if not name.startswith("fdb-")]


def bridge():
    """The bridge tool makes and removes remotes, members and rows"""
    def fdb(verb, mac, *more):
        subprocess.run(["bridge", "-n", NS, "fdb", verb, mac, "dev", "leg", "dst", "192.0.2.99", *more],
                       check=True)

    do("network-new", NETWORK)
    ip("link", "add", "dev", "leg", "type", "ovnet", "id", "100")
    events.drain()
    fdb("append", "00:00:00:00:00:00")
    got = heard(("remote-new-ntf", {"vtep": ["192.0.2.99"], "implicit": 1}),
                ("member-new-ntf", {"network-id": 100, "network-name": "red"}))
    to = {"remote-id": got[0][1]["id"], "remote-name": got[0][1]["name"]}
    check_eq({k: got[1][1][k] for k in to}, to, "whose membership")
    fdb("add", MAC_A)
    heard(("fdb-new-ntf", {"mac": MAC_A, "network-id": 100, "state": "static", **to}))
    fdb("add", MAC_B, "extern_learn")
    heard(("fdb-new-ntf", {"mac": MAC_B, "network-id": 100, "state": "external", **to}))
    fdb("del", MAC_B)
    heard(("fdb-del-ntf", {"mac": MAC_B, **to}))
    fdb("del", "00:00:00:00:00:00")
    heard(("member-del-ntf", to))
    fdb("del", MAC_A)
    heard(("fdb-del-ntf", {"mac": MAC_A, **to}), ("remote-del-ntf", {"id": to["remote-id"]}))
    do("network-del", {"id": 100, "force": True})
    events.drain()


def force_network():
    """A network goes by force: first its ports and members, then it; and its rows"""
    do("underlay-new", U)
    do("network-new", {**NETWORK, "underlay": "u"})
    do("remote-new", R)
    do("member-new", {"network-id": 100, "remote-name": "r2"})
    do("port-new", {"ifindex": ifindex("d0"), "network-id": 100})
    do("fdb-new", {"network-id": 100, "mac": MAC_A, "ifindex": ifindex("d0")})
    do("fdb-new", {"network-id": 100, "mac": MAC_B, "remote-name": "r2"})
    ip("link", "add", "dev", "leg", "address", "02:00:00:00:00:77", "type", "ovnet", "id", "100")
    events.drain()
    do("network-del", {"id": 100, "force": True})
    got = heard(("port-del-ntf", {"ifname": "d0"}),
                ("fdb-del-ntf", {"mac": MAC_A, "ifname": "d0"}),
                ("fdb-del-ntf", {"mac": "02:00:00:00:00:77", "ifname": "leg"}),
                ("member-del-ntf", {"remote-name": "r2"}),
                ("fdb-del-ntf", {"mac": MAC_B, "remote-name": "r2"}),
                ("network-del-ntf", {"id": 100}), ordered=False)
    check_eq(order(got), ["port-del-ntf", "member-del-ntf", "network-del-ntf"], "order")
    do("remote-del", {"name": "r2"})
    do("underlay-del", {"name": "u"})
    events.drain()


def force_remote():
    """A remote goes by force: first its memberships, then it; and its rows"""
    do("network-new", NETWORK)
    do("remote-new", R)
    do("member-new", {"network-id": 100, "remote-name": "r2"})
    do("fdb-new", {"network-id": 100, "mac": MAC_B, "remote-name": "r2"})
    events.drain()
    do("remote-del", {"name": "r2", "force": True})
    got = heard(("member-del-ntf", {"network-name": "red", "remote-name": "r2"}),
                ("fdb-del-ntf", {"mac": MAC_B, "remote-name": "r2"}),
                ("remote-del-ntf", {"name": "r2"}), ordered=False)
    check_eq(order(got), ["member-del-ntf", "remote-del-ntf"], "order")
    do("network-del", {"id": 100})
    events.drain()


def many():
    """Many objects in a message: an event each, in their order"""
    def names(event, key):
        return [("%s-ntf" % event, {key[0]: value}) for value in key[1]]

    ids = list(range(500, 520))
    do("network-new", *({"id": i} for i in ids))
    heard(*names("network-new", ("id", ids)))
    do("network-set", *({"id": i, "ageing": 5} for i in reversed(ids)))
    heard(*names("network-set", ("id", ids[::-1])))
    do("remote-new", *({**R, "name": "m%d" % i, "vtep": ["198.51.100.%d" % (i - 490)]} for i in ids))
    heard(*names("remote-new", ("name", ["m%d" % i for i in ids])))
    do("fdb-new", *({"network-id": 500, "mac": "02:00:00:00:0e:%02x" % (i - 500), "remote-name": "m500"}
                    for i in ids))
    heard(*names("fdb-new", ("mac", ["02:00:00:00:0e:%02x" % (i - 500) for i in ids])))
    do("fdb-del", *({"network-id": 500, "mac": "02:00:00:00:0e:%02x" % (i - 500)} for i in ids))
    heard(*names("fdb-del", ("mac", ["02:00:00:00:0e:%02x" % (i - 500) for i in ids])))
    do("remote-del", *({"name": "m%d" % i} for i in ids))
    heard(*names("remote-del", ("name", ["m%d" % i for i in ids])))
    do("network-del", *({"id": i} for i in ids))
    heard(*names("network-del", ("id", ids)))


# --- rows ---------------------------------------------------------------------

class Bed:
    """Network red with the open ports a and b, and remote r2; later none."""

    def __enter__(self):
        do("network-new", NETWORK)
        do("remote-new", R)
        for name in "a", "b":
            do("port-new", {"ifindex": ifindex(name), "network-id": 100, "state": "open"})
        self.a, self.b = Dev(A), Dev(B)
        events.drain()
        return self

    def __exit__(self, *unused):
        do("network-del", {"id": 100, "force": True})
        do("remote-del", {"name": "r2", "force": True})
        events.drain()


def say(dev, mac, proto=0x88b5):
    dev.send(eth(BROADCAST, mac, proto, b"hello"))


def rows():
    """Rows that are configured: new, changed, moved, removed"""
    row = {"network-id": 100, "network-name": "red", "mac": MAC_A}
    key = {"network-id": 100, "mac": MAC_A}
    now = lambda: get("fdb", **key)
    with Bed():
        one("fdb-new", {**key, "remote-name": "r2"}, "fdb-new-ntf",
            {**row, "state": "static", "seq": 0, "remote-id": 1, "remote-name": "r2", "ifindex": None}, now)
        one("fdb-set", {**key, "ifindex": ifindex("a")}, "fdb-set-ntf",
            {**row, "state": "static", "seq": 1, "ifname": "a", "remote-id": None}, now)
        one("fdb-set", {**key, "ifindex": ifindex("b"), "state": "external", "seq": 9}, "fdb-set-ntf",
            {**row, "state": "external", "seq": 9, "ifname": "b"}, now)
        one("fdb-del", key, "fdb-del-ntf", {**row, "state": "external", "ifname": "b"}, now())
        one("fdb-set", {**key, "remote-id": 1, "seq": 4}, "fdb-new-ntf",
            {**row, "state": "static", "seq": 4}, now)


def learned():
    """Rows that are learned: new, moved, taken over, aged"""
    row = {"network-id": 100, "network-name": "red", "mac": MAC_A, "state": "learned"}
    with Bed() as bed:
        say(bed.a, MAC_A)
        wait(("fdb-new-ntf", {**row, "seq": 0, "ifname": "a", "ifindex": ifindex("a")}))
        say(bed.a, MAC_A)       # nothing new
        say(bed.b, MAC_A)
        wait(("fdb-set-ntf", {**row, "seq": 1, "ifname": "b"}))
        say(bed.b, MAC_B)
        wait(("fdb-new-ntf", {**row, "mac": MAC_B, "seq": 0, "ifname": "b"}))
        do("fdb-set", {"network-id": 100, "mac": MAC_B, "ifindex": ifindex("b")})
        heard(("fdb-set-ntf", {"mac": MAC_B, "state": "static", "ifname": "b"}))
        do("network-set", {"id": 100, "ageing": 1})
        heard(("network-set-ntf", {"ageing": 1}))
        wait(("fdb-del-ntf", {**row, "seq": 1, "ifname": "b"}))
        heard()


def flushed():
    """Rows go with a flush, with their port, with its device"""
    macs = ["02:00:00:00:0e:0%d" % i for i in range(6)]
    with Bed() as bed:
        for mac in macs[:3]:
            say(bed.a, mac)
            wait(("fdb-new-ntf", {"mac": mac, "ifname": "a"}))
        for mac in macs[3:]:
            say(bed.b, mac)
            wait(("fdb-new-ntf", {"mac": mac, "ifname": "b"}))
        do("fdb-flush", {"ifindex": ifindex("a")})
        heard(*(("fdb-del-ntf", {"mac": mac, "ifname": "a"}) for mac in macs[:3]), ordered=False)
        do("port-del", {"ifindex": ifindex("b")})
        heard(("port-del-ntf", {"ifname": "b"}),
              *(("fdb-del-ntf", {"mac": mac, "ifname": "b"}) for mac in macs[3:]), ordered=False)


def limit():
    """A limit is hit: one event, which names it"""
    with Bed() as bed:
        do("network-set", {"id": 100, "fdb-max": 2})
        events.drain()
        for i in range(2):
            say(bed.a, "02:00:00:00:0e:0%d" % i)
            wait(("fdb-new-ntf", {"mac": "02:00:00:00:0e:0%d" % i}))
        for i in range(5):
            say(bed.a, "02:00:00:00:0f:0%d" % i)
        wait(("limit-ntf", {"kind": "network-fdb", "network-id": 100, "network-name": "red", "value": 2}))
        # a second later there is another, and in between none
        do("fdb-del", {"network-id": 100, "mac": "02:00:00:00:0e:00"})
        heard(("fdb-del-ntf", {"mac": "02:00:00:00:0e:00"}))
        say(bed.a, "02:00:00:00:0e:05")
        wait(("fdb-new-ntf", {"mac": "02:00:00:00:0e:05"}))
        start = time.monotonic()
        while time.monotonic() < start + TIMEOUT:
            say(bed.a, "02:00:00:00:0f:09")
            got = events.drain()
            if got:
                came(got, [("limit-ntf", {"kind": "network-fdb", "value": 2})])
                return
        fail("no second event")


def told_of_drops():
    """Without this group one would wait for its events for long."""
    if "drops" not in client.family.groups:
        fail("there is no group for drops")


# --- drops --------------------------------------------------------------------

def drop():
    """A frame is dropped: why, whose, from where, which"""
    told_of_drops()
    with Bed() as bed:
        do("port-set", {"ifindex": ifindex("a"), "state": "blocked"})
        events.drain()
        frame = eth(BROADCAST, MAC_A, 0x88b5, b"x" * 86)
        bed.a.send(frame)
        (_, shown), = wait(("drop-ntf", {
            "network-id": 100, "network-name": "red", "reason": "port_blocked",
            "ifindex": ifindex("a"), "ifname": "a", "dst-mac": BROADCAST, "src-mac": MAC_A,
            "ethertype": 0x88b5, "length": len(frame), "remote-id": None}))
        check_eq(sorted(shown), sorted(
            ["network-id", "network-name", "reason", "ifindex", "ifname", "dst-mac", "src-mac",
             "ethertype", "length"] + ["missed"] * ("missed" in shown) +
            ["count"] * ("count" in shown)), "attributes")


def drops_missed():
    """Many frames are dropped: no more than 100 events a second, the rest is counted"""
    def dropped():
        return sum(d["count"] for d in client.dump("drops-get")
                   if "network-id" not in d and d["reason"] == "port_blocked")

    told_of_drops()
    with Bed() as bed:
        do("port-set", {"ifindex": ifindex("a"), "state": "blocked"})
        events.drain()
        before = dropped()
        start = time.monotonic()
        for _ in range(1000):
            say(bed.a, MAC_A)
        # each second's first event says what the one before has missed
        got, said = [], 0
        while said != dropped() - before or not any(obj.get("missed") for _, obj in got):
            if time.monotonic() > start + TIMEOUT:
                fail("%d frames were dropped, %d reported" % (dropped() - before, said))
            say(bed.a, MAC_A)
            got += events.drain()
            said = len(got) + sum(obj.get("missed", 0) for _, obj in got)
        seconds = time.monotonic() - start
        check_eq({name for name, _ in got}, {"drop-ntf"}, "events")
        if len(got) > 100 * (int(seconds) + 2):
            fail("%d events in %.1f seconds" % (len(got), seconds))


# --- who hears ----------------------------------------------------------------

def elsewhere():
    """Another namespace hears nothing of this one, nor this one of it"""
    with netns(A):
        other = Client(spec)
        others = other.listen()
    do("network-new", NETWORK)
    heard(("network-new-ntf", {"id": 100}))
    check_eq(others.drain(), [], "events elsewhere")
    other.do("network-new", {"id": 100, "name": "theirs"})
    check_eq([obj["name"] for _, obj in others.drain()], ["theirs"], "their events")
    heard()
    other.do("network-del", {"id": 100})
    do("network-del", {"id": 100})
    events.drain()


def separate():
    """Each group has its own events, and no others"""
    told_of_drops()
    with netns(NS):
        single = {g: Events(client, [g]) for g in client.family.groups}
    do("network-new", {"id": 300, "name": "vpc", "type": "l3"})
    with Bed() as bed:
        for g in single.values():
            g.drain()
        do("network-set", {"id": 100, "fdb-max": 1})
        say(bed.a, MAC_A)
        say(bed.a, MAC_B)
        do("port-set", {"ifindex": ifindex("a"), "state": "blocked"})
        do("neigh-new", {"network-id": 100, "addr4": "192.0.2.9", "mac": MAC_B})
        do("route-new", {"network-name": "vpc", "dst4": "192.0.2.0", "len": 24, "type": "prohibit"})
        say(bed.a, MAC_B)
        events.wait(lambda name, obj: name == "drop-ntf")
        names = {g: [name for name, _ in listener.drain()] for g, listener in single.items()}
        check_eq(names, {"config": ["network-set-ntf", "port-set-ntf"], "fdb": ["fdb-new-ntf"],
                         "limit": ["limit-ntf"], "drops": ["drop-ntf"],
                         "route": ["route-new-ntf"], "neigh": ["neigh-new-ntf"]}, "events by group")
    do("network-del", {"name": "vpc"})
    events.drain()


def reading():
    """Reading and what is refused cause no events"""
    do("network-new", NETWORK)
    events.drain()
    for name, op in spec.ops.items():
        if "dump" in op:
            client.dump(name)
    do("node-get")
    do("network-get", {"id": 100})
    do("fdb-flush", {"network-id": 100})
    try:
        do("network-new", NETWORK)
        fail("made twice")
    except nl.Refused:
        pass
    heard()
    do("network-del", {"id": 100})
    events.drain()


# --- the rest -----------------------------------------------------------------

def clean():
    """What a test that failed has left is not to fail the next."""
    for obj in client.dump("network-get"):
        do("network-del", {"id": obj["id"], "force": True})
    for obj in client.dump("remote-get"):
        do("remote-del", {"id": obj["id"], "force": True})
    for obj in client.dump("underlay-get"):
        do("underlay-del", {"name": obj["name"]})
    events.drain()


def cleaned(test):
    """The test, with clean() after a failure."""
    def run(*args):
        try:
            test(*args)
        except Exception:
            clean()
            raise
    run.__doc__ = test.__doc__
    return run


KINDS = set()


def complete():
    """Every event of the specification has been seen here"""
    names = {op["name"] for op in spec.ops.values()
             if "event" in op or "notify" in op}
    check_eq(sorted(names - KINDS), [], "events that were not seen")


def _note(drain):
    def wrapped(self):
        got = drain(self)
        KINDS.update(name for name, _ in got)
        return got
    return wrapped


Events.drain = _note(Events.drain)
_wait = Events.wait


def _wait_note(self, wanted):
    got = _wait(self, wanted)
    KINDS.update(name for name, _ in got)
    return got


Events.wait = _wait_note

serve({f.__name__: cleaned(f) for f in (
    underlay, network, node, remote, member, route, neigh, binding, port, leg, bridge, force_network, force_remote,
    many, rows, learned, flushed, limit, drop, drops_missed, elsewhere,
    separate, reading, complete)})
