# SPDX-License-Identifier: GPL-2.0
"""What faults are injected into: one case an operation, and how to undo it.

A case is what is asked for, once and for all in terms of names; the messages
are made anew each time, for indices change. Everything happens in one
namespace, NODE, with devices d0 ... and e0, and the objects of base().
"""
import socket
import struct

import nl
import rtnl
from pkt import netns
from spec import Client

NODE = "soak-f"
DEVICES = 5
LEG_MAC = "02:00:00:00:0a:01"
ROW = {"network-name": "red", "mac": "02:00:00:00:0e:01"}
MANY = [{"network-name": "red", "mac": "02:00:00:00:0d:%02x" % i, "remote-name": "r2"}
        for i in range(5)]


def enter(name):
    """Be in a namespace until the next call."""
    netns(name).__enter__()


class Recorder:
    """Takes the place of a socket: keeps the message instead of sending it."""

    def __init__(self, sock):
        self.sock = sock
        self.request = None

    def call(self, kind, flags, payload):
        self.request = self.sock.message(kind, flags | nl.NLM_F_REQUEST | nl.NLM_F_ACK, payload)
        return []


class Bed:
    """Sockets in NODE, and what is there."""

    def __init__(self, spec):
        self.spec = spec
        self.client = self.route = None
        self.renew()

    def renew(self):
        """Other sockets: an answer may be missing in the old ones."""
        if self.client:
            self.client.sock.close()
            self.route.close()
        self.client = Client(self.spec)
        self.route = rtnl.Route()

    def close(self):
        """Nothing of it keeps a namespace."""
        self.client.sock.close()
        self.route.close()

    def genl(self, name, *objects, flags=0):
        """A message that is not sent yet, and where it is to be sent."""
        return self.client.sock, self.client.message(name, [resolve(o) for o in objects], flags)

    def rtnl(self, method, *args, **kwargs):
        route = rtnl.Route.__new__(rtnl.Route)
        route.sock = Recorder(self.route.sock)
        getattr(route, method)(*args, **kwargs)
        return self.route.sock, route.sock.request

    def state(self):
        """All that one can see, without numbers that differ each time."""
        links = self.route.links()
        names = {link.index: link.name for link in links}
        return {
            "objects": named(self.client.snapshot(), names),
            "links": sorted(
                (link.name, link.kind, link.mtu, link.flags & 0x301, link.promiscuity,
                 names.get(link.master), link.data,
                 "" if link.name == "ovnet-fabric" else link.address) for link in links),
            "rows": sorted(
                (names.get(struct.unpack_from("=i", bytes.fromhex(head), 4)[0]), head[16:],
                 [pair for pair in pairs if pair[0] != 9])
                for head, pairs in self.route.fdb_show()),
            "sockets": sockets(),
        }


def resolve(obj):
    """Devices by name: {"ifname": "d0"} is its index."""
    obj = dict(obj)
    if "ifname" in obj:
        obj["ifindex"] = socket.if_nametoindex(obj.pop("ifname"))
    return obj


def named(everything, names):
    """Indices replaced by names, wherever they are."""
    for rows in everything.values():
        for row in rows:
            row.pop("ifindex", None)
            if "leg" in row:
                row["leg"] = names.get(row["leg"])
    return {kind: sorted(rows, key=repr) for kind, rows in everything.items()}


def sockets():
    """UDP sockets of the namespace, by port."""
    got = []
    for name in "udp", "udp6":
        with open("/proc/thread-self/net/" + name, encoding="ascii") as file:
            got += ["%s %s" % (name, line.split()[1]) for line in file.read().splitlines()[1:]]
    return sorted(got)


def base(bed):
    """Something of everything: u (used) and u2, red and blue, r2, two legs."""
    def make(*what):
        sock, request = bed.genl(*what)
        sock.talk(request)

    for i in range(DEVICES):
        bed.route.link_add("d%d" % i, rtnl.info("dummy"), address="02:00:00:00:0c:%02x" % i)
    bed.route.link_add("e0", rtnl.info("dummy"), address="02:00:00:00:0c:ee")
    for address in "192.0.2.1/24", "fd00:2::1/64":
        bed.route.addr_add("e0", address)
    make("underlay-new", U)
    make("underlay-new", U2)
    make("network-new", {"name": "red", "id": 100, "underlay": "u"})
    make("remote-new", R2)
    make("remote-new", {"name": "r3", "kind": "vxlan", "vtep": ["192.0.2.3", "fd00:2::3"]})
    make("member-new", {"network-name": "red", "remote-name": "r2"})
    make("fdb-new", {**ROW, "remote-name": "r2"})
    bed.route.link_add("leg", rtnl.ovnet_info(id=100), address=LEG_MAC)
    bed.route.link_set("d1", master=socket.if_nametoindex("leg"))
    for sock, request in blue(bed):
        sock.talk(request)


def blue(bed):
    """A network with all that it can have, one message after the other."""
    yield bed.genl("network-new", {"name": "blue", "id": 200, "underlay": "u"})
    yield bed.genl("member-new", {"network-name": "blue", "remote-name": "r3"})
    yield bed.genl("fdb-new", {"network-name": "blue", "mac": ROW["mac"], "remote-name": "r3"})
    yield bed.rtnl("link_add", "leg2", rtnl.ovnet_info(id=200), address="02:00:00:00:0a:02")
    yield bed.rtnl("link_set", "d2", master=socket.if_nametoindex("leg2"))


U = {"name": "u", "kind": "vxlan", "local4": "192.0.2.1", "local6": "fd00:2::1"}
U2 = {"name": "u2", "kind": "vxlan", "local4": "192.0.2.2", "port": 4790}
R2 = {"name": "r2", "kind": "vxlan", "vtep": ["192.0.2.12"]}
PORT = {"ifname": "d3"}


def NOTHING():      # pylint: disable=invalid-name
    """No messages."""
    return []


def both(*parts):
    """One after the other; each is made when those before it are done."""
    return lambda: (pair for part in parts for pair in part())


def ops_of(case):
    """Which operations of the family a case is about."""
    return case.split(" ")[0], "dump" if case.endswith(" dump") else "do"


def family_cases(bed):
    """name: (message, messages that undo it, messages that prepare for it)."""
    def g(*what, **more):
        return lambda: [bed.genl(*what, **more)]

    def dumped(name, *objects):
        return g(name, *objects, flags=nl.NLM_F_DUMP), NOTHING, NOTHING

    def got(name, *objects):
        return g(name, *objects), NOTHING, NOTHING

    red, member = {"network-name": "red"}, {"network-name": "red", "remote-name": "r3"}
    two = [{"name": "n%d" % i, "id": 300 + i, "underlay": "u2"} for i in range(3)]
    row3 = {**ROW, "mac": "02:00:00:00:0e:03"}
    return {
        "node-get": got("node-get"),
        "node-set": (g("node-set", {"underlay-hooks": "on", "cache": 0}),
                     g("node-set", {"underlay-hooks": "auto", "cache": 1}), NOTHING),
        "underlay-new": (g("underlay-new", {"name": "u3", "kind": "vxlan", "port": 4791,
                                            "local4": "192.0.2.1", "local6": "fd00:2::1"}),
                         g("underlay-del", {"name": "u3"}), NOTHING),
        "underlay-set": (g("underlay-set", {"name": "u2", "local4": "192.0.2.9",
                                            "local6": "fd00:2::9"}),
                         both(g("underlay-del", {"name": "u2"}), g("underlay-new", U2)), NOTHING),
        "underlay-del": (g("underlay-del", {"name": "u2"}), g("underlay-new", U2), NOTHING),
        "underlay-get": got("underlay-get", {"name": "u"}),
        "underlay-get dump": dumped("underlay-get"),
        "network-new": (g("network-new", *two),
                        g("network-del", *({"id": n["id"]} for n in two)), NOTHING),
        "network-set": (g("network-set", {"name": "red", "underlay": "u2", "ageing": 7}),
                        g("network-set", {"name": "red", "underlay": "u", "ageing": 300}), NOTHING),
        "network-del": (g("network-del", {"name": "blue", "force": True}),
                        lambda: blue(bed), NOTHING),
        "network-get": got("network-get", {"id": 100}),
        "network-get dump": dumped("network-get"),
        "port-new": (g("port-new", {**PORT, **red, "state": "open"}, {"ifname": "d4", **red}),
                     g("port-del", PORT, {"ifname": "d4"}), NOTHING),
        "port-set": (g("port-set", {**PORT, "state": "open", "flood-rate": 5}),
                     g("port-del", PORT), g("port-new", {**PORT, **red})),
        "port-del": (g("port-del", PORT), NOTHING, g("port-new", {**PORT, **red})),
        "port-get": got("port-get", {"ifname": "d1"}),
        "port-get dump": dumped("port-get", red),
        "remote-new": (g("remote-new", {"name": "r4", "kind": "vxlan", "vtep": [
            "192.0.2.4", "fd00:2::4", "192.0.2.44", "fd00:2::44"]}, {
                "name": "r5", "kind": "vxlan", "vtep": ["192.0.2.5"]}),
                       g("remote-del", {"name": "r4"}, {"name": "r5"}), NOTHING),
        "remote-set": (g("remote-set", {"name": "r2", "vtep": ["192.0.2.13", "fd00:2::13"],
                                        "port": 4790}),
                       g("remote-set", {"name": "r2", "vtep": R2["vtep"], "port": 0}), NOTHING),
        "remote-del": (g("remote-del", {"name": "r2", "force": True}),
                       both(g("remote-new", R2),
                            g("member-new", {**red, "remote-name": "r2"}),
                            g("fdb-new", {**ROW, "remote-name": "r2"})), NOTHING),
        "remote-get": got("remote-get", {"name": "r2"}),
        "remote-get dump": dumped("remote-get"),
        "member-new": (g("member-new", member), g("member-del", member), NOTHING),
        "member-set": (g("member-set", member),
                       g("member-set", {**red, "remote-name": "r2"}), NOTHING),
        "member-del": (g("member-del", {**red, "remote-name": "r2"}),
                       g("member-new", {**red, "remote-name": "r2"}), NOTHING),
        "member-get dump": dumped("member-get", red),
        "fdb-new": (g("fdb-new", *MANY),
                    g("fdb-del", *({**red, "mac": m["mac"]} for m in MANY)), NOTHING),
        "fdb-set": (g("fdb-set", {**ROW, "ifname": "d1"}, {**row3, "remote-name": "r3"}),
                    both(g("fdb-del", ROW, row3), g("fdb-new", {**ROW, "remote-name": "r2"})),
                    NOTHING),
        "fdb-del": (g("fdb-del", ROW), g("fdb-new", {**ROW, "remote-name": "r2"}), NOTHING),
        "fdb-flush": (g("fdb-flush", {"remote-name": "r2"}),
                      g("fdb-new", {**ROW, "remote-name": "r2"}), NOTHING),
        "fdb-get dump": dumped("fdb-get", red),
        "drops-get dump": dumped("drops-get"),
    }


def link_cases(bed):
    """The same, of rtnetlink."""
    def r(method, *args, **kwargs):
        return lambda: [bed.rtnl(method, *(a() if callable(a) else a for a in args),
                                 **{k: v() if callable(v) else v for k, v in kwargs.items()})]

    def index(name):
        return lambda: socket.if_nametoindex(name)

    extra = {"address": "02:00:00:00:0a:03"}
    third = rtnl.ovnet_info(id=300, local="192.0.2.1", port=4795, ageing=5)
    away = "02:00:00:00:0e:07"
    return {
        "link add": (r("link_add", "leg3", rtnl.ovnet_info(id=100, ageing=5), **extra),
                     both(r("link_del", "leg3"), r("link_set", "leg", rtnl.ovnet_info(ageing=300))), NOTHING),
        "link add, all new": (r("link_add", "leg3", third, **extra), r("link_del", "leg3"), NOTHING),
        "link del": (r("link_del", "leg3"), NOTHING, r("link_add", "leg3", third, **extra)),
        "link del with ports": (
            r("link_del", "leg"),
            both(r("link_add", "leg", rtnl.ovnet_info(id=100), address=LEG_MAC),
                 r("link_set", "d1", master=index("leg"))), NOTHING),
        "link set type ovnet": (r("link_set", "leg", rtnl.ovnet_info(underlay="u2", ageing=5)),
                                r("link_set", "leg", rtnl.ovnet_info(underlay="u", ageing=300)),
                                NOTHING),
        "link set address": (r("link_set", "leg", address="02:00:00:00:0a:09"),
                             r("link_set", "leg", address=LEG_MAC), NOTHING),
        "link set down": (r("link_set", "leg", up=False), r("link_set", "leg", up=True), NOTHING),
        "link set up": (r("link_set", "leg", up=True), NOTHING, r("link_set", "leg", up=False)),
        # not to another namespace: the core goes on when device_rename() had no memory, and
        # what is left in sysfs then points to a namespace that will be freed
        "master": (r("link_set", "d3", master=index("leg")), r("link_set", "d3", master=0), NOTHING),
        "nomaster": (r("link_set", "d1", master=0), r("link_set", "d1", master=index("leg")), NOTHING),
        "link dump": (r("links"), NOTHING, NOTHING),
        "bridge fdb add": (r("fdb_add", "leg", away, "192.0.2.77"), r("fdb_del", "leg", away), NOTHING),
        "bridge fdb append": (
            r("fdb_append", "leg", "00:00:00:00:00:00", "192.0.2.78"),
            r("fdb_del", "leg", "00:00:00:00:00:00", "192.0.2.78"), NOTHING),
        "bridge fdb replace": (
            r("fdb_replace", "leg", away, "192.0.2.79"), r("fdb_del", "leg", away),
            r("fdb_add", "leg", away, "192.0.2.77")),
        "bridge fdb del": (r("fdb_del", "leg", away), NOTHING, r("fdb_add", "leg", away, "192.0.2.77")),
        "bridge fdb flush": (
            r("fdb_flush", "leg"), lambda: [bed.genl("fdb-new", {**ROW, "remote-name": "r2"})], NOTHING),
        "bridge fdb show": (r("fdb_show"), NOTHING, NOTHING),
        "bridge link set": (r("bridge_set", "d1", state=0, learning=0),
                            both(r("link_set", "d1", master=0),
                                 r("link_set", "d1", master=index("leg"))), NOTHING),
        "bridge link show": (r("bridge_show"), NOTHING, NOTHING),
    }
