# SPDX-License-Identifier: GPL-2.0
"""wrong.py NODE EMPTY: the tables of wrong.sh, and what runs them.

A row is what is sent and how it must be refused: the error, the sentence, the
attribute that it points at, as spec.py names it ("-" before it: it is missing;
"~": it may point at the whole object, or, where that has no nest, at nothing).
After each row everything is as it was, and no event was sent.
"""
import os
import re
import socket
import struct
import subprocess
import sys

import nl
from pkt import Failure, check_eq, fail, netns
from serve import serve
from spec import Client

NS, EMPTY = sys.argv[1:]    # namespaces; in EMPTY is a device d0
LONG = "abcdefghijklmnopqrstuvwxyz-32byte"      # 33 bytes
IFLA_IFNAME, IFLA_MASTER, IFLA_LINKINFO, IFLA_MTU, IFLA_ADDRESS = 3, 10, 18, 4, 1
RTM_NEWLINK, RTM_GETLINK = 16, 18

P9 = {"network-name": "vpc", "dst4": "192.0.2.0", "len": 24}
HOP = {"remote-name": "r2"}
A9, A9MAC = {"network-name": "red", "addr4": "192.0.2.9"}, "02:00:00:00:0e:09"

def ifindex(name):
    with netns(NS):
        return socket.if_nametoindex(name)


with netns(NS):
    client = Client()
    links = nl.Socket(nl.NETLINK_ROUTE)
DEV = {name: ifindex(name) for name in
       ("lo", "eth0", "a", "b", "c", "d", "e", "br", "vx")}
DEV["leg"] = 500    # whenever it is made
NOBODY = 9999999    # no device has this index
family = client.family.id
spec = client.spec


# --- what there is ------------------------------------------------------------

def setup():
    """In every kind of object something that a row can run into.

    Ports a (of red) and b, q0 to q4 (of blue); c, d, e, p1 to p4 are none.
    """
    do = client.do
    subprocess.run(["ip", "-n", NS, "link", "add", "dev", "leg", "index", str(DEV["leg"]),
                    "address", "02:00:00:00:00:77", "type", "ovnet", "id", "100", "network", "red"],
                   check=True)
    do("underlay-new", {"name": "u", "kind": "vxlan", "local4": "192.0.2.1"})
    do("underlay-new", {"name": "v", "kind": "vxlan", "local4": "192.0.2.1", "port": 4790})
    do("underlay-new", {"name": "s", "kind": "srv6", "locator": "fd00:11::", "locator-len": 64})
    for name, vtep in ("r2", ["192.0.2.2", "fd00:2::2"]), ("r3", ["192.0.2.3"]), ("far", ["192.0.2.4"]):
        do("remote-new", {"name": name, "kind": "vxlan", "vtep": vtep})
    do("remote-new", {"name": "q2", "kind": "srv6", "locator": "fd00:21::", "locator-len": 64})
    do("network-set", {"name": "red", "underlay": "u"})
    do("network-new", {"name": "blue", "id": 300})
    do("network-new", {"name": "grey", "id": 301})
    do("network-new", {"name": "vpc", "id": 302, "type": "l3"},
       {"name": "sub", "id": 303, "router": "vpc"}, {"name": "leaked", "id": 304, "type": "l3", "srv6-underlay": "s"})
    do("route-new", {**P9, "dst4": "198.51.101.0", "to-network-name": "leaked"})
    do("route-new", {**P9, "dst4": "198.51.100.0", "remote-name": "r2"},
       *({**P9, "dst4": "203.0.%d.0" % (113 - i), "remote-name": "r2"} for i in range(5)))
    do("member-new", {"network-name": "red", "remote-name": "r2"})
    do("member-new", {"network-name": "grey", "remote-name": "r2"})
    do("port-new", {"ifindex": DEV["a"], "network-name": "red"})
    do("port-new", {"ifindex": DEV["b"], "network-name": "blue"})
    do("neigh-new", {**A9, "addr4": "192.0.2.1", "mac": "02:00:00:00:0e:01", "seq": 7},
       *({**A9, "addr4": "203.0.113.%d" % i, "mac": "02:00:00:00:0e:01"} for i in range(5)))
    do("binding-new", {"ifindex": DEV["a"], "mac": "02:00:00:00:0e:01"})
    do("fdb-set", {"network-name": "red", "mac": "02:00:00:00:0e:01", "remote-name": "far", "seq": 7})
    for i in range(5):
        do("remote-new", {"name": "s%d" % i, "kind": "vxlan", "vtep": ["198.51.100.%d" % (i + 1)]})
        do("network-new", {"id": 400 + i, "underlay": "u"})
        do("member-new", {"network-id": 400 + i, "remote-name": "r2"})
        do("port-new", {"ifindex": ifindex("q%d" % i), "network-name": "blue", "state": "open"})
        do("fdb-new", {"network-name": "red", "mac": "02:00:00:00:0e:1%d" % i, "ifindex": DEV["a"]})


def unmake():
    """Remove all of it, and what a row has left."""
    for obj in client.dump("network-get"):
        client.do("network-del", {"id": obj["id"], "force": True})
    for obj in client.dump("remote-get"):
        client.do("remote-del", {"id": obj["id"], "force": True})
    for obj in client.dump("underlay-get"):
        client.do("underlay-del", {"name": obj["name"]})


# --- nothing is left behind ---------------------------------------------------

def devices(sock=links):
    """Every device: name, flags, master."""
    request = struct.pack("=BxHiII", 0, 0, 0, 0, 0)
    names, masters, got = {0: ""}, {}, []
    for m in sock.call(RTM_GETLINK, nl.NLM_F_DUMP, request):
        index, flags = struct.unpack_from("=iI", m.data, 4)
        parts = nl.attrs_dict(m.data[16:])
        names[index] = nl.text(parts[IFLA_IFNAME])
        masters[index] = nl.number(parts.get(IFLA_MASTER, b""))
        got.append((names[index], flags, index))
    return sorted((name, flags, names[masters[index]])
                  for name, flags, index in got)


def everything():
    return client.snapshot(), devices()


setup()
with netns(NS):
    events = client.listen()
BEFORE = everything()


def untouched():
    """Fails if anything is not as it was at the start, or an event came."""
    came = [name for name, _ in events.drain()]
    now = everything()
    if now != BEFORE:
        unmake()
        setup()
        events.drain()
        check_eq(everything(), BEFORE, "what was made again")
        for kind, was in BEFORE[0].items():
            for got, old in zip(now[0][kind], was):
                check_eq(got, old, "something has changed")
            check_eq(now[0][kind], was, "left behind, %s" % kind)
        check_eq(now[1], BEFORE[1], "left behind, devices")
    if came:
        fail("events of what was refused: %s" % came)


class Report:
    """Goes through all rows before it fails: one run shows all that is wrong."""

    def __init__(self):
        self.bad = []

    def row(self, what, got, want):
        """One row: how it was refused and how it should have been."""
        attribute = want[-1] or ""
        if attribute.startswith("~"):
            exact = attribute[1:]
            nest = exact.split("/")[0] if "/" in exact else None
            want = *want[:-1], got[-1] if got[-1] in (nest, exact) else exact
        if got != want:
            self.bad.append(what)
            print("%s" % what)
            print("   got    %s" % (got,))
            print("   wanted %s" % (want,))
        try:
            untouched()
        except Failure as e:
            self.bad.append(what)
            print("%s: %s" % (what, e))

    def end(self, n):
        print("%d rows" % n)
        if self.bad:
            fail("%d of %d rows, the first: %s" %
                 (len(set(self.bad)), n, self.bad[0]))


def how(request):
    """(error, sentence, attribute) with which a request is refused."""
    try:
        client.send(request)
    except nl.Refused as refused:
        return refused.name, refused.sentence, client.about(refused)
    return "done",


# --- one object ---------------------------------------------------------------

RANGE = "ERANGE", "integer out of range"
LENGTH = "EINVAL", "invalid attribute length"
BYTES = "ERANGE", "binary attribute size out of range"
INVALID = "EINVAL", "Attribute failed policy validation"
UNKNOWN = "EINVAL", "Unknown attribute type"
READ_ONLY = "EINVAL", "Unsupported attribute"

VXLAN = {"kind": "vxlan"}
U2 = {"name": "u2", "kind": "vxlan", "local4": "192.0.2.77"}
S2 = {"name": "s2", "kind": "srv6", "locator": "fd00:12::", "locator-len": 64}
N2 = {"name": "red2", "id": 101}
R9 = {"name": "r9", "kind": "vxlan", "vtep": ["192.0.2.9"]}
Q9 = {"name": "q9", "kind": "srv6", "locator": "fd00:29::", "locator-len": 64}
F9 = {"network-name": "red", "mac": "02:00:00:00:0e:09"}
T9 = {"network-name": "red", "ifindex": DEV["a"], "frame": bytes(60)}
MEMBER = {"network-name": "red", "remote-name": "r3"}

NAME = "EINVAL", "A name has letters, digits and .-_:@+ and is not a number"

# operation: (object, error, sentence, attribute)
ROWS = {
    "underlay-new": [
        ({}, "EINVAL", "An underlay needs a name and a kind", "-underlay/name"),
        ({"name": "u2"}, "EINVAL", "An underlay needs a name and a kind", "-underlay/kind"),
        ({"name": "u2", "kind": "vxlan"}, "EINVAL", "An underlay needs a local address", "underlay"),
        ({**U2, "name": "u"}, "EEXIST", "Underlay u exists", "underlay/name"),
        ({**U2, "name": "12"}, *NAME, "underlay/name"),
        ({**U2, "name": "u 2"}, *NAME, "underlay/name"),
        ({**U2, "name": ""}, *NAME, "underlay/name"),
        ({**U2, "name": LONG}, *INVALID, "underlay/name"),
        ({**U2, "kind": 3}, *RANGE, "underlay/kind"),
        ({**U2, "kind": "srv6"}, "EINVAL",
         "SRv6 has no UDP: an underlay of kind srv6 has not got this", "underlay/local4"),
        ({**U2, "srh": 1}, "EINVAL", "Only an underlay of kind srv6 has this", "underlay/srh"),
        ({**S2, "shared": 0}, "EINVAL",
         "SRv6 has no UDP: an underlay of kind srv6 has not got this", "underlay/shared"),
        ({"name": "s2", "kind": "srv6"}, "EINVAL",
         "An underlay of kind srv6 needs a locator, of 32 to 88 bits", "underlay"),
        ({**S2, "locator": "::"}, "EINVAL",
         "An underlay of kind srv6 needs a locator, of 32 to 88 bits", "underlay/locator"),
        ({**S2, "locator-len": 31}, *RANGE, "underlay/locator-len"),
        ({**S2, "locator-len": 89}, *RANGE, "underlay/locator-len"),
        ({**S2, "locator": "fd00:12::1"}, "EINVAL",
         "A locator is a unicast prefix, with nothing but zeroes behind it", "underlay/locator"),
        ({**S2, "locator": "fd00:11::"}, "EEXIST",
         "It overlaps the locator of underlay s", "~underlay/locator"),
        ({**S2, "locator": "fd00:21::"}, "EEXIST", "Remote q2 is in this locator", "~underlay/locator"),
        ({**S2, "source": "fe80::1"}, "EINVAL",
         "The source address must be unicast and not link-local", "underlay/source"),
        ({**S2, "srh": 2}, *RANGE, "underlay/srh"),
        ({**U2, "local4": "192.0.2.1"}, "EEXIST", "Underlay u has this address and port", "~underlay/local4"),
        ({**U2, "local4": "224.0.0.1"}, "EINVAL", "The local address must be unicast", "underlay/local4"),
        ({**U2, "local6": "fe80::1"}, "EINVAL", "The local address must be unicast and not link-local", "underlay/local6"),
        ({**U2, "local6": "ff02::1"}, "EINVAL", "The local address must be unicast and not link-local", "underlay/local6"),
        ({**U2, "port": 0}, *RANGE, "underlay/port"),
        ({**U2, "dev": NOBODY}, "ENODEV", "There is no such device", "underlay/dev"),
        ({**U2, "dev": DEV["a"]}, "EINVAL", "A leg or port of ovnet cannot carry its tunnels", "underlay/dev"),
        ({**U2, "srcport-low": 9, "srcport-high": 8}, "EINVAL",
         "The source ports must be a range from low to high, or 0 0", "underlay/srcport-high"),
        ({**U2, "srcport-low": 9}, "EINVAL",
         "The source ports must be a range from low to high, or 0 0", "underlay/srcport-low"),
        ({**U2, "tos": 2}, "EINVAL", "The two ECN bits of tos are not for setting; 1 inherits", "underlay/tos"),
        ({**U2, "df": 3}, *RANGE, "underlay/df"),
        ({**U2, "csum": 2}, *RANGE, "underlay/csum"),
        ({**U2, "networks": 2}, *READ_ONLY, "underlay/networks"),
        ({**U2, "implicit": 1}, *READ_ONLY, "underlay/implicit"),
        ({**U2, "shared": 2}, *RANGE, "underlay/shared"),
        ({**U2, "local4": "192.0.2.1", "shared": 1}, "EEXIST",
         "Underlay u has this address and port", "~underlay/local4"),
        ({**U2, 99: b"1234"}, *UNKNOWN, "underlay/99"),
    ],
    "underlay-set": [
        ({"ttl": 3}, "EINVAL", "Which underlay? Its name is missing", "underlay"),
        ({"name": "no", "ttl": 3}, "ENOENT", "There is no underlay no", "underlay/name"),
        ({"name": "u", "ttl": 3, "port": 4790}, "EOPNOTSUPP",
         "The port and device of an underlay cannot change: make another one", "underlay/port"),
        ({"name": "u", "ttl": 3, "shared": 1}, "EOPNOTSUPP",
         "Whether an underlay is shared cannot change: make another one", "underlay/shared"),
        ({"name": "u", "ttl": 3, "tos": 3}, "EINVAL",
         "The two ECN bits of tos are not for setting; 1 inherits", "underlay/tos"),
        ({"name": "u", "ttl": 3, "kind": "srv6"}, "EOPNOTSUPP",
         "The kind of an underlay cannot change: make another one", "underlay/kind"),
        ({"name": "u", "ttl": 3, "locator": "fd00:12::", "locator-len": 64}, "EINVAL",
         "Only an underlay of kind srv6 has this", "underlay/locator"),
        ({"name": "s", "ttl": 3, "port": 4789}, "EINVAL",
         "SRv6 has no UDP: an underlay of kind srv6 has not got this", "underlay/port"),
        ({"name": "s", "ttl": 3, "locator": "fd00:21::"}, "EEXIST", "Remote q2 is in this locator", "~underlay/locator"),
        ({"name": "u", "ttl": 3, "local4": "0.0.0.0"}, "EINVAL", "An underlay needs a local address", "~underlay/local4"),
    ],
    "underlay-del": [
        ({"name": "no"}, "ENOENT", "There is no underlay no", "underlay/name"),
        ({"name": "u"}, "EBUSY", "Network red uses it: give that another underlay", "~underlay/name"),
        ({"name": "s"}, "EBUSY", "Network leaked uses it: give that another underlay", "~underlay/name"),
    ],
    "underlay-get": [
        ({}, "EINVAL", "Which underlay? Its name is missing", "~underlay"),
        ({"name": "no"}, "ENOENT", "There is no underlay no", "underlay/name"),
    ],
    "network-new": [
        ({"name": "red2"}, "EINVAL", "A network needs an id, 1 to 16777215", "-network/id"),
        ({**N2, "id": 0}, *RANGE, "network/id"),
        ({**N2, "id": 1 << 24}, *RANGE, "network/id"),
        ({**N2, "id": 100}, "EEXIST", "Network red has id 100", "~network/id"),
        ({**N2, "name": "red"}, "EEXIST", "Network red exists", "~network/name"),
        ({**N2, "name": "77"}, *NAME, "network/name"),
        ({**N2, "name": LONG}, *INVALID, "network/name"),
        ({**N2, "name": b"unterminated"}, *INVALID, "network/name"),
        ({**N2, "type": 3}, *RANGE, "network/type"),
        ({**N2, "vni": 100}, "EEXIST", "Network red has VNI 100", "~network/vni"),
        ({**N2, "vni": 1 << 24}, "ERANGE", "integer out of range", "network/vni"),
        ({**N2, "underlay": "no"}, "ENOENT", "There is no underlay no", "~network/underlay"),
        ({**N2, "learning": 2}, *RANGE, "network/learning"),
        ({**N2, "ageing": b"\1\0"}, *LENGTH, "network/ageing"),
        ({**N2, "fdb": 1}, *READ_ONLY, "network/fdb"),
        ({**N2, "stats": {"rx-packets": 1}}, *READ_ONLY, "network/stats"),
        ({**N2, "implicit": 1}, *READ_ONLY, "network/implicit"),
        ({**N2, 77: b""}, *UNKNOWN, "network/77"),
        ({**N2, "neighs": 1}, *READ_ONLY, "network/neighs"),
        ({**N2, "suppression": 2}, *RANGE, "network/suppression"),
        ({**N2, "ra": 3}, *RANGE, "network/ra"),
        ({**N2, "neigh-max": b"\1\0"}, *LENGTH, "network/neigh-max"),
        ({**N2, "neighs-learned": 1}, *READ_ONLY, "network/neighs-learned"),
        ({**N2, "neighs-refused": 1}, *READ_ONLY, "network/neighs-refused"),
        ({**N2, "mss-clamp": 2}, *RANGE, "network/mss-clamp"),
        ({**N2, "srv6-underlay": "no"}, "ENOENT", "There is no underlay no", "~network/srv6-underlay"),
        ({**N2, "srv6-underlay": "u"}, "EINVAL",
         "Underlay u is not of kind srv6: give it first", "~network/srv6-underlay"),
        ({**N2, "srv6-underlay": LONG}, *INVALID, "network/srv6-underlay"),
        ({**N2, "gateway4-len": 33}, *RANGE, "network/gateway4-len"),
        ({**N2, "gateway4": "192.0.2.0", "gateway4-len": 24}, "EINVAL",
         "192.0.2.0 is the first or last of its /24: no gateway", "~network/gateway4"),
        ({**N2, "router": "no"}, "ENOENT", "There is no network no", "~network/router"),
        ({**N2, "router": "grey"}, "EINVAL",
         "Network grey is of type l2: a router is of type l3", "~network/router"),
        ({**N2, "type": "l3", "router": "vpc"}, "EINVAL",
         "Only a network of type l2 has a router; one of type l3 is one", "~network/router"),
    ],
    "network-set": [
        ({"id": 100, "type": 2}, "EOPNOTSUPP", "The type of red is l2 and cannot change", "~network/type"),
        ({"ageing": 3}, "EINVAL", "Which network? Its name or id is missing", "network"),
        ({"name": "no", "ageing": 3}, "ENOENT", "There is no network no", "network/name"),
        ({"id": 77, "ageing": 3}, "ENOENT", "There is no network with id 77", "network/id"),
        ({"name": "red", "id": 77, "ageing": 3}, "EINVAL", "Network red has id 100, not 77", "network/id"),
        ({"name": "red", "ageing": 3, "vni": 9}, "EOPNOTSUPP",
         "The VNI of red is 100 and cannot change", "~network/vni"),
        ({"name": "red", "ageing": 3, "underlay": "no"}, "ENOENT", "There is no underlay no", "~network/underlay"),
        ({"name": "red", "ageing": 3, "gateway6": "fe80::1", "gateway6-len": 64}, "EINVAL",
         "No gateway can be given fe80::1", "~network/gateway6"),
        ({"name": "red", "ageing": 3, "gateway4-len": 24}, "EINVAL",
         "The length of a gateway's prefix needs its address", "~network/gateway4-len"),
        ({"name": "red", "ageing": 3, "router": "no"}, "ENOENT", "There is no network no", "~network/router"),
        ({"name": "vpc", "router": "vpc"}, "EINVAL",
         "Only a network of type l2 has a router; one of type l3 is one", "~network/router"),
    ],
    "network-del": [
        ({"name": "vpc"}, "EBUSY", "Router of network sub: give that another, or force", "~network/name"),
        ({"name": "leaked"}, "EBUSY", "1 routes point to it: ovctl route del, or force", "~network/name"),
        ({"id": 77}, "ENOENT", "There is no network with id 77", "network/id"),
        ({"name": "red"}, "EBUSY", "Leg leg is in it: ip link del, or force", "~network/name"),
        ({"id": 300}, "EBUSY", "Port b is in it: ovctl port del, or force", "~network/id"),
        ({"name": "grey"}, "EBUSY", "Remote r2 is a member: ovctl member del, or force", "~network/name"),
        ({"name": "red", "force": b"1"}, "ERANGE", "Attribute failed policy validation", "network/force"),
    ],
    "network-get": [
        ({"name": "no"}, "ENOENT", "There is no network no", "network/name"),
    ],
    "port-new": [
        ({"network-name": "red"}, "EINVAL", "Which port? Its device is missing", "-port/ifindex"),
        ({"ifindex": DEV["c"]}, "EINVAL", "Which network? Its name or id is missing", "port"),
        ({"ifindex": DEV["c"], "network-name": "no"}, "ENOENT", "There is no network no", "port/network-name"),
        ({"ifindex": DEV["c"], "network-id": 77}, "ENOENT", "There is no network with id 77", "port/network-id"),
        ({"ifindex": DEV["c"], "network-id": 300, "network-name": "red"}, "EINVAL",
         "Network red has id 100, not 300", "port/network-id"),
        ({"ifindex": 0, "network-name": "red"}, *RANGE, "port/ifindex"),
        ({"ifindex": NOBODY, "network-name": "red"}, "ENODEV", "There is no such device", "port/ifindex"),
        ({"ifindex": DEV["a"], "network-name": "red"}, "EBUSY", "a is a port of network red", "~port/ifindex"),
        ({"ifindex": DEV["lo"], "network-name": "red"}, "EINVAL", "lo is not an Ethernet device", "~port/ifindex"),
        ({"ifindex": DEV["eth0"], "network-name": "red"}, "EBUSY",
         "eth0 carries the tunnels of underlay u", "~port/ifindex"),
        ({"ifindex": DEV["leg"], "network-name": "red"}, "ELOOP",
         "leg is a device of ovnet itself: a loop", "~port/ifindex"),
        ({"ifindex": DEV["br"], "network-name": "red"}, "EINVAL",
         "br is a bridge: it forwards frames itself", "~port/ifindex"),
        ({"ifindex": DEV["vx"], "network-name": "red"}, "EINVAL",
         "vx is a vxlan: it forwards frames itself", "~port/ifindex"),
        ({"ifindex": DEV["e"], "network-name": "red"}, "EBUSY", "e belongs to the bridge br", "~port/ifindex"),
        ({"ifindex": DEV["c"], "network-name": "red", "state": 2}, *RANGE, "port/state"),
        ({"ifindex": DEV["c"], "network-name": "red", "learning": 2}, *RANGE, "port/learning"),
        ({"ifindex": DEV["c"], "network-name": "red", "leg": DEV["leg"]}, *READ_ONLY, "port/leg"),
        ({"ifindex": DEV["c"], "network-name": "red", "ifname": "c"}, *READ_ONLY, "port/ifname"),
    ],
    "port-set": [
        ({"state": "open"}, "EINVAL", "Which port? Its device is missing", "port"),
        ({"ifindex": DEV["c"], "state": "open"}, "ENOENT", "The device is not a port of any network", "port/ifindex"),
        ({"ifindex": DEV["a"], "network-name": "grey", "state": "blocked"}, "EOPNOTSUPP",
         "A port stays in its network: delete it and add it again", "port/network-name"),
    ],
    "port-del": [
        ({}, "EINVAL", "Which port? Its device is missing", "port"),
        ({"ifindex": DEV["c"]}, "ENOENT", "The device is not a port of any network", "port/ifindex"),
    ],
    "port-get": [
        ({"ifindex": NOBODY}, "ENOENT", "The device is not a port of any network", "port/ifindex"),
    ],
    "remote-new": [
        ({}, "EINVAL", "A remote needs a name and a kind", "-remote/name"),
        ({"name": "r9", "kind": "vxlan"}, "EINVAL", "A remote of kind vxlan needs an address", "remote/kind"),
        ({"name": "r9", "vtep": ["192.0.2.9"]}, "EINVAL", "A remote needs a name and a kind", "-remote/kind"),
        ({"name": "r9", "kind": "srv6"}, "EINVAL",
         "A remote of kind srv6 needs a locator or, if it is foreign, a source", "remote/kind"),
        ({**Q9, "locator-len": 89}, *RANGE, "remote/locator-len"),
        ({**Q9, "locator-len": 31}, "EINVAL",
         "A locator is a unicast prefix of 32 to 88 bits, with nothing but zeroes behind", "remote/locator"),
        ({**R9, "locator": "fd00:29::"}, "EINVAL", "A locator needs a length, of 32 to 88 bits", "remote/locator"),
        ({**Q9, "locator": "fd00:29::1"}, "EINVAL",
         "A locator is a unicast prefix of 32 to 88 bits, with nothing but zeroes behind", "remote/locator"),
        ({**Q9, "locator": "fd00:11::"}, "EINVAL", "It overlaps our own locator, of s", "~remote/locator"),
        ({**Q9, "locator": "fd00:21::"}, "EEXIST", "q2 has fd00:21::", "~remote/locator"),
        ({**Q9, "seg": ["fd00:a::%d" % i for i in range(1, 10)]}, "EINVAL",
         "There are at most 8 segments on the way to a remote", "remote/seg[8]"),
        ({**Q9, "seg": ["fd00:a::1", "ff02::1"]}, "EINVAL",
         "A segment is a unicast address and not link-local", "~remote/seg[1]"),
        ({**R9, "seg": ["fd00:a::1"]}, "EINVAL",
         "Segments lead to a remote with a locator or, if it is foreign, a source", "~remote/seg"),
        ({**Q9, "source": [{"addr": "fd00:3%d::1" % i} for i in range(5)]}, "EINVAL",
         "A remote has at most 4 sources", "remote/source[4]"),
        ({**Q9, "source": [{"addr": "fd00:31::1", "len": 64}]}, "EINVAL",
         "A source is a unicast prefix, with nothing but zeroes behind it", "remote/source"),
        ({**Q9, "source": [{"addr": "fd00:31::1"}, {"len": 0}]}, "EINVAL",
         "A source of no bits is given alone, and says that there is none", "remote/source[1]"),
        ({**Q9, "source": [{"addr": "fd00:31::1"}, {"addr": "fd00:31::1", "len": 128}]}, "EINVAL",
         "The source is given twice", "remote/source[1]"),
        ({**Q9, "source": [{"addr": "fd00:31::1", "len": 129}]}, *RANGE, "remote/source/len"),
        ({"name": "r9", "kind": "srv6", "source": [{"addr": "fd00:31::1"}]}, "EINVAL",
         "Only a foreign remote has a source and no locator", "~remote/source"),
        ({**Q9, "foreign": 1, "probe-interval": 1}, "EOPNOTSUPP",
         "A foreign remote answers no probes by SRv6", "~remote/probe-interval"),
        ({**Q9, "foreign": 2}, *RANGE, "remote/foreign"),
        ({**R9, "name": "r2"}, "EEXIST", "Remote r2 exists", "remote/name"),
        ({**R9, "name": "9"}, *NAME, "remote/name"),
        ({**R9, "name": LONG}, *INVALID, "remote/name"),
        ({**R9, "kind": 9}, *RANGE, "remote/kind"),
        ({**R9, "id": 0}, *RANGE, "remote/id"),
        ({**R9, "id": 1}, "EEXIST", "Another remote has id 1", "remote/id"),
        ({**R9, "vtep": ["192.0.2.9", "192.0.2.2"]}, "EEXIST", "Remote r2 has 192.0.2.2", "~remote/vtep[1]"),
        ({**R9, "vtep": ["192.0.2.9", "fd00:2::2"]}, "EEXIST", "r2 has fd00:2::2", "~remote/vtep[1]"),
        ({**R9, "vtep": ["192.0.2.9", "192.0.2.10", "192.0.2.9"]}, "EINVAL",
         "The address is given twice", "remote/vtep[2]"),
        ({**R9, "vtep": ["192.0.2.%d" % i for i in range(9, 14)]}, "EINVAL",
         "A remote has at most 4 addresses", "remote/vtep[4]"),
        ({**R9, "vtep": ["192.0.2.9", "239.0.0.1"]}, "EINVAL",
         "The address of a remote must be unicast and not link-local", "remote/vtep[1]"),
        ({**R9, "vtep": ["fe80::1"]}, "EINVAL",
         "The address of a remote must be unicast and not link-local", "remote/vtep"),
        ({**R9, "vtep": [b"12345"]}, "EINVAL", "An address has 4 or 16 bytes", "remote/vtep"),
        ({**R9, "vtep": [b"123"]}, *BYTES, "remote/vtep"),
        ({**R9, "up": 2}, *RANGE, "remote/up"),
        ({**R9, "members": 1}, *READ_ONLY, "remote/members"),
        ({**R9, "implicit": 1}, *READ_ONLY, "remote/implicit"),
    ],
    "remote-set": [
        ({"up": 0}, "EINVAL", "Which remote? Its name or id is missing", "remote"),
        ({"name": "r2", "probe-interval": 3601}, *RANGE, "remote/probe-interval"),
        ({"name": "r2", "lost": 1}, *READ_ONLY, "remote/lost"),
        ({"name": "no", "up": 0}, "ENOENT", "There is no remote no", "remote/name"),
        ({"id": 77, "up": 0}, "ENOENT", "There is no remote with id 77", "remote/id"),
        ({"name": "r2", "id": 77, "up": 0}, "EINVAL", "Remote r2 has id 1, not 77", "remote/id"),
        ({"name": "r2", "up": 0, "vtep": ["192.0.2.22", "192.0.2.3"]}, "EEXIST",
         "Remote r3 has 192.0.2.3", "~remote/vtep[1]"),
        ({"name": "r3", "up": 0, "vtep": ["0.0.0.0"]}, "EINVAL",
         "A remote needs an address, a locator or, if it is foreign, a source", "~remote/vtep"),
        ({"name": "q2", "up": 0, "locator-len": 0}, "EINVAL",
         "A remote needs an address, a locator or, if it is foreign, a source", "~remote/locator-len"),
        ({"name": "r2", "up": 0, "locator": "fd00:21::", "locator-len": 64}, "EEXIST",
         "q2 has fd00:21::", "~remote/locator"),
        ({"name": "r2", "up": 0, "vtep": ["255.255.255.255"]}, "EINVAL",
         "The address of a remote must be unicast and not link-local", "remote/vtep"),
    ],
    "remote-del": [
        ({"name": "no"}, "ENOENT", "There is no remote no", "remote/name"),
        ({"name": "r2"}, "EBUSY", "Member of network red: ovctl member del, or force", "~remote/name"),
        ({"id": 3}, "EBUSY", "1 FDB rows point to it: ovctl fdb flush, or force", "~remote/id"),
    ],
    "remote-get": [
        ({"id": 77}, "ENOENT", "There is no remote with id 77", "remote/id"),
    ],
    "member-new": [
        ({"remote-name": "r3"}, "EINVAL", "Which network? Its name or id is missing", "member"),
        ({"network-name": "red"}, "EINVAL", "Which remote? Its name or id is missing", "member"),
        ({**MEMBER, "network-name": "no"}, "ENOENT", "There is no network no", "member/network-name"),
        ({**MEMBER, "remote-name": "no"}, "ENOENT", "There is no remote no", "member/remote-name"),
        ({**MEMBER, "remote-id": 1}, "EINVAL", "Remote r3 has id 2, not 1", "member/remote-id"),
        ({"network-id": 100, "remote-id": 1}, "EEXIST", "r2 is a member of red", "~member/remote-id"),
        ({**MEMBER, "remote-name": "r2"}, "EEXIST", "r2 is a member of red", "~member/remote-name"),
        ({**MEMBER, "sid": "fd00:3::1"}, "EINVAL", "r3 has no locator and no source: no SID", "~member/sid"),
        ({**MEMBER, "remote-name": "q2", "sid": "ff02::1"}, "EINVAL",
         "A SID is a unicast address and not link-local", "member/sid"),
        ({**MEMBER, "remote-name": "q2", "sid": "fd00:21::1", "sid-flood": "fd00:11::1"}, "EINVAL",
         "It overlaps our own locator, of s", "member/sid-flood"),
    ],
    "member-del": [
        (MEMBER, "ENOENT", "r3 is no member of red", "~member/remote-name"),
        ({"network-name": "red"}, "EINVAL", "Which remote? Its name or id is missing", "member"),
    ],
    "member-set": [
        ({}, "EINVAL", "Which network? Its name or id is missing", "member"),
        ({"remote-name": "r3"}, "EINVAL", "Which network? Its name or id is missing", "member"),
        ({**MEMBER, "remote-name": "no"}, "ENOENT", "There is no remote no", "member/remote-name"),
        ({**MEMBER, "network-name": "no"}, "ENOENT", "There is no network no", "member/network-name"),
        ({**MEMBER, "remote-name": "r2", "sid": "ff02::1"}, "EINVAL",
         "A SID is a unicast address and not link-local", "member/sid"),
    ],
    "fdb-new": [
        ({**F9}, "EINVAL", "A row needs a device or a remote to point to", "fdb"),
        ({"network-name": "red", "remote-name": "r2"}, "EINVAL", "Which row? Its MAC is missing", "fdb"),
        ({"mac": F9["mac"], "remote-name": "r2"}, "EINVAL", "Which network? Its name or id is missing", "fdb"),
        ({**F9, "remote-name": "no"}, "ENOENT", "There is no remote no", "fdb/remote-name"),
        ({**F9, "remote-name": "r2", "network-name": "no"}, "ENOENT", "There is no network no", "fdb/network-name"),
        ({**F9, "remote-name": "r2", "mac": "01:00:5e:00:00:01"}, "EINVAL",
         "The MAC of a row is unicast and not zero", "fdb/mac"),
        ({**F9, "remote-name": "r2", "mac": "00:00:00:00:00:00"}, "EINVAL",
         "The MAC of a row is unicast and not zero", "fdb/mac"),
        ({**F9, "remote-name": "r2", "mac": b"\2\0\0"}, *BYTES, "fdb/mac"),
        ({**F9, "remote-name": "r2", "mac": b"\2\0\0\0\0\0\0"}, *BYTES, "fdb/mac"),
        ({**F9, "remote-name": "r2", "ifindex": DEV["a"]}, "EINVAL",
         "A row points to one place, not to two", "~fdb/ifindex"),
        ({**F9, "ifindex": DEV["eth0"]}, "ENODEV",
         "The device is neither a port nor a leg of the network", "fdb/ifindex"),
        ({**F9, "ifindex": DEV["b"]}, "EINVAL", "Port b is in network blue", "fdb/ifindex"),
        ({**F9, "remote-name": "r2", "mac": "02:00:00:00:0e:01"}, "EEXIST",
         "02:00:00:00:0e:01 has a static row: replace or delete it", "~fdb/mac"),
        ({**F9, "remote-name": "r2", "mac": "02:00:00:00:00:77"}, "EBUSY",
         "02:00:00:00:00:77 is the address of a leg", "~fdb/mac"),
        ({**F9, "remote-name": "r2", "state": "learned"}, "EINVAL",
         "Only static and external rows can be configured", "fdb/state"),
        ({**F9, "remote-name": "r2", "state": "local"}, "EINVAL",
         "Only static and external rows can be configured", "fdb/state"),
        ({**F9, "remote-name": "r2", "state": 6}, *RANGE, "fdb/state"),
        ({**F9, "remote-name": "r2", "used-ms": 5}, *READ_ONLY, "fdb/used-ms"),
        ({**F9, "remote-name": "r2", "flushed": 5}, *READ_ONLY, "fdb/flushed"),
    ],
    "fdb-set": [
        ({**F9}, "EINVAL", "A row needs a device or a remote to point to", "fdb"),
        ({**F9, "mac": "02:00:00:00:0e:01", "remote-name": "r2", "seq": 6}, "ESTALE",
         "The row of 02:00:00:00:0e:01 is newer: seq 7", "~fdb/seq"),
        ({**F9, "mac": "02:00:00:00:00:77", "remote-name": "r2"}, "EBUSY",
         "02:00:00:00:00:77 is the address of a leg", "~fdb/mac"),
        ({**F9, "ifindex": DEV["leg"], "network-name": "blue"}, "ENODEV",
         "The device is neither a port nor a leg of the network", "fdb/ifindex"),
    ],
    "fdb-del": [
        ({**F9}, "ENOENT", "Network red has no row for 02:00:00:00:0e:09", "~fdb/mac"),
        ({"network-name": "red"}, "EINVAL", "Which row? Its MAC is missing", "fdb"),
        ({**F9, "mac": "02:00:00:00:00:77"}, "EBUSY", "02:00:00:00:00:77 is the address of a leg", "~fdb/mac"),
    ],
    "route-new": [
        ({**P9}, "EINVAL", "A route needs a remote, a device or a network, or is unreachable, prohibit or blackhole", "route"),
        ({"network-name": "vpc", "remote-name": "r2"}, "EINVAL", "A route has one prefix, of IPv4 or of IPv6", "route"),
        ({**P9, "dst6": "::", "remote-name": "r2"}, "EINVAL", "A route has one prefix, of IPv4 or of IPv6", "route"),
        ({"dst4": "192.0.2.0", "remote-name": "r2"}, "EINVAL", "Which network? Its name or id is missing", "route"),
        ({**P9, "network-name": "no", "remote-name": "r2"}, "ENOENT", "There is no network no", "route/network-name"),
        ({**P9, "network-name": "red", "remote-name": "r2"}, "EOPNOTSUPP",
         "Network red is of type l2: it has no routes", "~route/network-name"),
        ({**P9, "len": 16, "remote-name": "r2"}, "EINVAL", "Bits behind the prefix: 192.0.0.0/16?", "route/dst4"),
        ({"network-name": "vpc", "dst6": "fd00::1:0:0:1", "len": 80, "remote-name": "r2"}, "EINVAL",
         "Bits behind the prefix: fd00::1:0:0:0/80?", "route/dst6"),
        ({**P9, "len": 33, "remote-name": "r2"}, "EINVAL", "An IPv4 prefix has at most 32 bits", "route/len"),
        ({**P9, "len": 129, "remote-name": "r2"}, *RANGE, "route/len"),
        ({"network-name": "vpc", "dst6": b"\xfd", "remote-name": "r2"}, *BYTES, "route/dst6"),
        ({**P9, "remote-name": "no"}, "ENOENT", "There is no remote no", "route/remote-name"),
        ({**P9, "ifindex": DEV["a"]}, "EINVAL", "Port a is in network red", "route/ifindex"),
        ({**P9, "ifindex": DEV["eth0"]}, "ENODEV",
         "The device is neither a port nor a leg of the network", "route/ifindex"),
        ({**P9, "remote-name": "r2", "ifindex": DEV["a"]}, "EINVAL",
         "A row points to one place, not to two", "~route/ifindex"),
        ({**P9, "remote-name": "r2", "type": "device"}, "EINVAL",
         "The type is not that of what the route points to", "route/type"),
        ({**P9, "remote-name": "r2", "type": "prohibit"}, "EINVAL",
         "The type is not that of what the route points to", "route/type"),
        ({**P9, "type": "remote"}, "EINVAL", "The type is not that of what the route points to", "route/type"),
        ({**P9, "type": "network"}, "EINVAL", "The type is not that of what the route points to", "route/type"),
        ({**P9, "type": 7}, *RANGE, "route/type"),
        ({**P9, "to-network-name": "no"}, "ENOENT", "There is no network no", "route/to-network-name"),
        ({**P9, "to-network-name": "vpc"}, "ELOOP", "A network has no route to itself", "route"),
        ({**P9, "to-network-name": "red", "remote-name": "r2"}, "EINVAL",
         "A row points to one place, not to two", "~route/remote-name"),
        ({**P9, "type": "prohibit", "transit": 1}, "EINVAL", "Only a route to remotes can be transit", "route/transit"),
        ({**P9, "to-network-name": "red", "transit": 1}, "EINVAL", "Only a route to remotes can be transit",
         "route/transit"),
        ({**P9, "remote-name": "r2", "transit": 2}, *RANGE, "route/transit"),
        ({**P9, "nexthop": [{"weight": 1}]}, "EINVAL", "Which remote? Its name or id is missing", "route/nexthop"),
        ({**P9, "nexthop": [HOP, {"remote-name": "no"}]}, "ENOENT", "There is no remote no",
         "route/nexthop[1]/remote-name"),
        ({**P9, "nexthop": [HOP, {"remote-id": 77}]}, "ENOENT", "There is no remote with id 77",
         "route/nexthop[1]/remote-id"),
        ({**P9, "nexthop": [HOP, {**HOP, "weight": 2}]}, "EINVAL", "Remote r2 is given twice: say its weight once",
         "~route/nexthop[1]"),
        ({**P9, "nexthop": [{**HOP, "weight": 0}]}, *RANGE, "route/nexthop/weight"),
        ({**P9, "nexthop": [{**HOP, "weight": 257}]}, *RANGE, "route/nexthop/weight"),
        ({**P9, "nexthop": [{**HOP, "buckets": 1}]}, *READ_ONLY, "route/nexthop/buckets"),
        ({**P9, "nexthop": [{**HOP, "sid": "fd00:2::1"}]}, "EINVAL", "r2 has no locator and no source: no SID",
         "route/nexthop/sid"),
        ({**P9, "nexthop": [{**HOP, "sid": "ff02::1"}]}, "EINVAL", "A SID is a unicast address and not link-local",
         "route/nexthop/sid"),
        ({**P9, "nexthop": [[("remote-name", "r2"), ("remote-name", "r2")]]}, "EINVAL", "The attribute is there twice",
         "route/nexthop/remote-name[1]"),
        ({**P9, "nexthop": [HOP], "remote-name": "r3"}, "EINVAL",
         "A route with several remotes has all of them as nexthops, and points to nothing else", "route/nexthop"),
        ({**P9, "nexthop": [HOP], "type": "prohibit"}, "EINVAL",
         "The type is not that of what the route points to", "route/type"),
        ({**P9, "nexthop": [{"remote-name": "hop%d" % i} for i in range(17)]}, "EINVAL",
         "A route has at most 16 remotes", "route/nexthop[16]"),
        ({**P9, "type": 0}, *RANGE, "route/type"),
        ({**P9, "dst4": "198.51.100.0", "type": "prohibit"}, "EEXIST", "Network vpc has this route", "route/dst4"),
        ({**P9, "remote-name": "r2", "ifname": "a"}, *READ_ONLY, "route/ifname"),
    ],
    "route-set": [
        ({**P9}, "EINVAL", "A route needs a remote, a device or a network, or is unreachable, prohibit or blackhole", "route"),
        ({**P9, "remote-name": "no"}, "ENOENT", "There is no remote no", "route/remote-name"),
    ],
    "route-del": [
        ({**P9}, "ENOENT", "Network vpc has no such route", "route/dst4"),
        ({"network-name": "vpc"}, "EINVAL", "A route has one prefix, of IPv4 or of IPv6", "route"),
        ({**P9, "network-name": "no"}, "ENOENT", "There is no network no", "route/network-name"),
    ],
    "neigh-new": [
        ({**A9}, "EINVAL", "A neighbour needs a MAC", "neigh"),
        ({"network-name": "red", "mac": A9MAC}, "EINVAL", "Which neighbour? Its address is missing", "neigh"),
        ({**A9, "addr6": "fd00::1", "mac": A9MAC}, "EINVAL", "One address, of IPv4 or of IPv6", "neigh/addr6"),
        ({"addr4": "192.0.2.9", "mac": A9MAC}, "EINVAL", "Which network? Its name or id is missing", "neigh"),
        ({**A9, "network-name": "no", "mac": A9MAC}, "ENOENT", "There is no network no", "neigh/network-name"),
        ({**A9, "addr4": "224.0.0.1", "mac": A9MAC}, "EINVAL", "The address is unicast, of a host", "neigh/addr4"),
        ({"network-name": "red", "addr6": "::", "mac": A9MAC}, "EINVAL",
         "The address is unicast, of a host", "neigh/addr6"),
        ({**A9, "mac": "01:00:00:00:00:01"}, "EINVAL",
         "The MAC of a neighbour is unicast and not zero", "neigh/mac"),
        ({**A9, "mac": b"\2"}, *BYTES, "neigh/mac"),
        ({**A9, "mac": A9MAC, "state": "learned"}, "EINVAL",
         "Only static and external rows can be configured", "neigh/state"),
        ({**A9, "mac": A9MAC, "state": 9}, *RANGE, "neigh/state"),
        ({**A9, "mac": A9MAC, "used-ms": 1}, *READ_ONLY, "neigh/used-ms"),
        ({**A9, "addr4": "192.0.2.1", "mac": A9MAC}, "EEXIST",
         "The address has a row: replace or delete it", "~neigh/addr4"),
    ],
    "neigh-set": [
        ({**A9}, "EINVAL", "A neighbour needs a MAC", "neigh"),
        ({**A9, "addr4": "192.0.2.1", "mac": A9MAC, "seq": 6}, "ESTALE", "The row is newer: seq 7", "~neigh/seq"),
    ],
    "neigh-del": [
        ({**A9}, "ENOENT", "Network red has no neighbour with this address", "~neigh/addr4"),
        ({"network-name": "red"}, "EINVAL", "Which neighbour? Its address is missing", "neigh"),
    ],
    "neigh-flush": [
        ({"network-name": "no"}, "ENOENT", "There is no network no", "neigh/network-name"),
        ({"addr4": "0.0.0.0"}, "EINVAL", "The address is unicast, of a host", "neigh/addr4"),
        ({"mac": "00:00:00:00:00:00"}, "EINVAL", "The MAC of a neighbour is unicast and not zero", "neigh/mac"),
        ({"seq": 1}, "EINVAL", "No rows are looked for by sequence number", "neigh/seq"),
    ],
    "binding-new": [
        ({"ifindex": DEV["a"]}, "EINVAL", "A binding has a MAC, unicast and not zero", "binding"),
        ({"ifindex": DEV["a"], "mac": "01:00:00:00:00:01"}, "EINVAL",
         "A binding has a MAC, unicast and not zero", "binding/mac"),
        ({"mac": A9MAC}, "EINVAL", "Which port? Its device is missing", "binding"),
        ({"ifindex": DEV["c"], "mac": A9MAC}, "ENOENT",
         "The device is not a port of any network", "binding/ifindex"),
        ({"ifindex": DEV["a"], "mac": A9MAC, "addr4": "0.0.0.0"}, "EINVAL",
         "The address is unicast, of a host", "binding/addr4"),
        ({"ifindex": DEV["a"], "mac": A9MAC, "ifname": "a"}, *READ_ONLY, "binding/ifname"),
        ({"ifindex": DEV["a"], "mac": "02:00:00:00:0e:01"}, "EEXIST", "a has this binding", "~binding/mac"),
    ],
    "binding-del": [
        ({"ifindex": DEV["a"], "mac": A9MAC}, "ENOENT", "a has no such binding", "~binding/mac"),
        ({"mac": A9MAC}, "EINVAL", "Which port? Its device is missing", "binding"),
    ],
    "probe-send": [
        ({}, "EINVAL", "Which remote? Its name or id is missing", None),
        ({"remote-name": "no"}, "ENOENT", "There is no remote no", "probe/remote-name"),
        ({"remote-id": 77}, "ENOENT", "There is no remote with id 77", "probe/remote-id"),
        ({"remote-name": "r2", "underlay": "no"}, "ENOENT", "There is no underlay no", "probe/underlay"),
        ({"remote-name": LONG}, *INVALID, "probe/remote-name"),
        ({"remote-name": "r2", "underlay": LONG}, *INVALID, "probe/underlay"),
        ({"remote-name": "r2", "size": 51}, "EINVAL", "A probe has 52 bytes at least", "probe/size"),
        ({"remote-name": "r2", "mtu": 1}, *READ_ONLY, "probe/mtu"),
        ({"remote-name": "r2", "rtt-ns": 1}, *READ_ONLY, "probe/rtt-ns"),
        ({"remote-name": "r2", "vtep": "192.0.2.2"}, *READ_ONLY, "probe/vtep"),
        ({"remote-name": "r2", "sid": "fd00:2::"}, *READ_ONLY, "probe/sid"),
    ],
    "probe-get": [
        ({}, "EINVAL", "Which probe? Its id is missing", "-probe/id"),
        ({"id": 0}, *RANGE, "probe/id"),
        ({"id": 7}, "ENOENT", "There is no such probe, or no longer: 256 are kept", "probe/id"),
    ],
    "node-set": [
        ({"underlay-hooks": 3}, *RANGE, "node/underlay-hooks"),
        ({"cache": 2}, *RANGE, "node/cache"),
        ({"cache": 0, "peer-delivery": 2}, *RANGE, "node/peer-delivery"),
        ({"cache": b"12"}, *LENGTH, "node/cache"),
        ({"cache": 0, "version": "1"}, *READ_ONLY, "node/version"),
        ({"cache": 0, "neighs-max": 1}, *READ_ONLY, "node/neighs-max"),
    ],
    "fdb-flush": [
        ({"network-name": "no"}, "ENOENT", "There is no network no", "fdb/network-name"),
        ({"seq": 1}, "EINVAL", "No rows are looked for by sequence number", "fdb/seq"),
        ({"remote-name": "no"}, "ENOENT", "There is no remote no", "fdb/remote-name"),
        ({"ifindex": DEV["eth0"]}, "ENODEV", "The device is neither a port nor a leg of the network", "fdb/ifindex"),
        ({"network-name": "red", "ifindex": DEV["a"], "remote-name": "r2"}, "EINVAL",
         "A row points to one place, not to two", None),
    ],
    "fdb-get": [
        ({"network-name": "red"}, "EINVAL", "Which row? Its MAC is missing", None),
        ({**F9}, "ENOENT", "Network red has no row for 02:00:00:00:0e:09", None),
        ({**F9, "network-name": "no"}, "ENOENT", "There is no network no", "fdb/network-name"),
    ],
    "route-get": [
        ({"network-name": "vpc"}, "EINVAL", "A route has one prefix, of IPv4 or of IPv6", None),
        ({"network-name": "vpc", "dst4": "192.0.2.9"}, "ENOENT", "No route of network vpc covers it", None),
        ({"network-name": "vpc", "dst6": "fd00::9"}, "ENOENT", "No route of network vpc covers it", None),
        ({**P9}, "EINVAL", "An address takes one route, a prefix many", "route/len"),
        ({"network-name": "red", "dst4": "192.0.2.9"}, "EOPNOTSUPP",
         "Network red is of type l2: it has no routes", None),
    ],
    "neigh-get": [
        ({"network-name": "red"}, "EINVAL", "Which neighbour? Its address is missing", None),
        ({**A9}, "ENOENT", "Network red has no neighbour with this address", None),
    ],
    "trace-get": [
        ({"network-name": "red", "ifindex": DEV["a"]}, "EINVAL", "Which frame? It is missing", None),
        ({"network-name": "red", "frame": bytes(60)}, "EINVAL",
         "Where does the frame come from? A port, a leg or a remote", None),
        ({"ifindex": DEV["a"], "frame": bytes(60)}, "EINVAL", "Which network? Its name or id is missing", None),
        ({**T9, "network-name": "no"}, "ENOENT", "There is no network no", "trace/network-name"),
        ({**T9, "network-id": 300}, "EINVAL", "Network red has id 100, not 300", "trace/network-id"),
        ({**T9, "frame": bytes(13)}, *BYTES, "trace/frame"),
        ({**T9, "frame": bytes(10241)}, *BYTES, "trace/frame"),
        ({**T9, "ifindex": DEV["b"]}, "EINVAL", "Port b is in network blue", "trace/ifindex"),
        ({**T9, "ifindex": DEV["c"]}, "ENODEV",
         "The device is neither a port nor a leg of the network", "trace/ifindex"),
        ({**T9, "remote-name": "r2"}, "EINVAL", "A frame comes from one place, not from two", "trace/ifindex"),
        ({"network-name": "red", "remote-name": "no", "frame": bytes(60)}, "ENOENT",
         "There is no remote no", "trace/remote-name"),
        ({**T9, "verdict": "dropped"}, *READ_ONLY, "trace/verdict"),
        ({**T9, "step": {"kind": "in"}}, *READ_ONLY, "trace/step"),
    ],
}


def objects(op):
    """{0}: wrong objects are refused, nothing is left of their right halves"""
    report = Report()
    for obj, *want in ROWS[op]:
        report.row("%s %s" % (op, obj), how(client.message(op, obj)), tuple(want))
    report.end(len(ROWS[op]))


# --- many objects -------------------------------------------------------------

def numbered(make):
    return [make(i) for i in range(5)]


# operation: (five that are right, (one that is not, error, sentence, attribute))
MANY = {
    "underlay-new": (numbered(lambda i: {**U2, "name": "m%d" % i, "local4": "192.0.2.%d" % (100 + i)}), [
        ({**U2, "name": "u"}, "EEXIST", "Underlay u exists", "name"),
        ({**U2, "ttl": b"12"}, *LENGTH, "ttl"),
    ]),
    "network-new": (numbered(lambda i: {"id": 500 + i, "underlay": "u"}), [
        ({**N2, "id": 100}, "EEXIST", "Network red has id 100", "~id"),
        ({**N2, "underlay": "no"}, "ENOENT", "There is no underlay no", "~underlay"),
        ({**N2, "learning": 3}, *RANGE, "learning"),
    ]),
    "network-set": (numbered(lambda i: {"id": 400 + i, "ageing": 7, "underlay": ""}), [
        ({"id": 77, "ageing": 7}, "ENOENT", "There is no network with id 77", "id"),
        ({"id": 100, "vni": 5}, "EOPNOTSUPP", "The VNI of red is 100 and cannot change", "~vni"),
    ]),
    "network-del": (numbered(lambda i: {"id": 400 + i, "force": True}), [
        ({"id": 77}, "ENOENT", "There is no network with id 77", "id"),
        ({"id": 100}, "EBUSY", "Leg leg is in it: ip link del, or force", "~id"),
    ]),
    "remote-new": (numbered(lambda i: {**R9, "name": "m%d" % i, "vtep": ["192.0.2.%d" % (100 + i)]}), [
        ({**R9, "vtep": ["192.0.2.2"]}, "EEXIST", "Remote r2 has 192.0.2.2", "~vtep"),
        ({**R9, "name": "r3"}, "EEXIST", "Remote r3 exists", "name"),
    ]),
    "remote-set": (numbered(lambda i: {"name": "s%d" % i, "up": 0, "vtep": ["198.51.100.%d" % (200 + i)]}), [
        ({"name": "no", "up": 0}, "ENOENT", "There is no remote no", "name"),
        ({"name": "r3", "vtep": ["192.0.2.2"]}, "EEXIST", "Remote r2 has 192.0.2.2", "~vtep"),
    ]),
    "remote-del": (numbered(lambda i: {"name": "s%d" % i}), [
        ({"name": "no"}, "ENOENT", "There is no remote no", "name"),
        ({"name": "r2"}, "EBUSY", "Member of network red: ovctl member del, or force", "~name"),
    ]),
    "member-new": (numbered(lambda i: {"network-id": 400 + i, "remote-name": "r3"}), [
        ({**MEMBER, "remote-name": "r2"}, "EEXIST", "r2 is a member of red", "~remote-name"),
        ({**MEMBER, "remote-name": "no"}, "ENOENT", "There is no remote no", "remote-name"),
    ]),
    "member-del": (numbered(lambda i: {"network-id": 400 + i, "remote-name": "r2"}), [
        (MEMBER, "ENOENT", "r3 is no member of red", "~remote-name"),
    ]),
    "member-set": (numbered(lambda i: {"network-id": 400 + i, "remote-name": "r3"}), [
        ({**MEMBER, "network-name": "no"}, "ENOENT", "There is no network no", "network-name"),
        ({**MEMBER, "remote-name": "no"}, "ENOENT", "There is no remote no", "remote-name"),
    ]),
    "port-new": (numbered(lambda i: {"ifindex": DEV["d"] if i == 0 else ifindex("p%d" % i),
                                     "network-id": 400, "state": "open"}), [
        ({"ifindex": DEV["a"], "network-id": 100}, "EBUSY", "a is a port of network red", "~ifindex"),
        ({"ifindex": DEV["c"], "network-id": 77}, "ENOENT", "There is no network with id 77", "network-id"),
    ]),
    "port-set": (numbered(lambda i: {"ifindex": ifindex("q%d" % i), "state": "blocked", "learning": 0}), [
        ({"ifindex": DEV["c"]}, "ENOENT", "The device is not a port of any network", "ifindex"),
    ]),
    "port-del": (numbered(lambda i: {"ifindex": ifindex("q%d" % i)}), [
        ({"ifindex": DEV["c"]}, "ENOENT", "The device is not a port of any network", "ifindex"),
    ]),
    "fdb-new": (numbered(lambda i: {**F9, "mac": "02:00:00:00:0f:%02x" % i, "remote-name": "r2"}), [
        ({**F9, "mac": "02:00:00:00:0e:01", "remote-name": "r2"}, "EEXIST",
         "02:00:00:00:0e:01 has a static row: replace or delete it", "~mac"),
        ({**F9, "remote-name": "no"}, "ENOENT", "There is no remote no", "remote-name"),
    ]),
    "fdb-set": (numbered(lambda i: {**F9, "mac": "02:00:00:00:0e:1%d" % i, "remote-name": "r2", "seq": 50}), [
        ({**F9, "mac": "02:00:00:00:0e:01", "remote-name": "r2", "seq": 6}, "ESTALE",
         "The row of 02:00:00:00:0e:01 is newer: seq 7", "~seq"),
        ({**F9, "mac": "01:00:00:00:0e:01", "remote-name": "r2"}, "EINVAL",
         "The MAC of a row is unicast and not zero", "mac"),
    ]),
    "fdb-del": (numbered(lambda i: {**F9, "mac": "02:00:00:00:0e:1%d" % i}), [
        ({**F9}, "ENOENT", "Network red has no row for 02:00:00:00:0e:09", "~mac"),
    ]),
    "route-new": (numbered(lambda i: {**P9, "dst4": "10.0.%d.0" % i, "remote-name": "r2"}), [
        ({**P9, "dst4": "198.51.100.0", "type": "prohibit"}, "EEXIST", "Network vpc has this route", "dst4"),
        ({**P9, "remote-name": "no"}, "ENOENT", "There is no remote no", "remote-name"),
    ]),
    "route-set": (numbered(lambda i: {**P9, "dst4": "203.0.%d.0" % (113 - i), "type": "prohibit"}), [
        ({**P9, "remote-name": "no"}, "ENOENT", "There is no remote no", "remote-name"),
    ]),
    "route-del": (numbered(lambda i: {**P9, "dst4": "203.0.%d.0" % (113 - i)}), [
        ({**P9}, "ENOENT", "Network vpc has no such route", "dst4"),
    ]),
    "neigh-new": (numbered(lambda i: {**A9, "addr4": "10.0.0.%d" % (i + 1), "mac": A9MAC}), [
        ({**A9, "addr4": "192.0.2.1", "mac": A9MAC}, "EEXIST", "The address has a row: replace or delete it", "~addr4"),
        ({**A9, "addr4": "127.0.0.1", "mac": A9MAC}, "EINVAL", "The address is unicast, of a host", "addr4"),
    ]),
    "neigh-set": (numbered(lambda i: {**A9, "addr4": "203.0.113.%d" % i, "mac": A9MAC}), [
        ({**A9, "addr4": "192.0.2.1", "mac": A9MAC, "seq": 6}, "ESTALE", "The row is newer: seq 7", "~seq"),
    ]),
    "neigh-del": (numbered(lambda i: {**A9, "addr4": "203.0.113.%d" % i}), [
        ({**A9}, "ENOENT", "Network red has no neighbour with this address", "~addr4"),
    ]),
    "binding-new": (numbered(lambda i: {"ifindex": DEV["b"], "mac": A9MAC, "addr4": "10.0.0.%d" % (i + 1)}), [
        ({"ifindex": DEV["a"], "mac": "02:00:00:00:0e:01"}, "EEXIST", "a has this binding", "~mac"),
    ]),
    "binding-del": ([{"ifindex": DEV["a"], "mac": "02:00:00:00:0e:01"}], [
        ({"ifindex": DEV["a"], "mac": A9MAC}, "ENOENT", "a has no such binding", "~mac"),
    ]),
    "underlay-set": ([{"name": "v", "ttl": 7, "local4": "192.0.2.99"}], [
        ({"name": "no", "ttl": 7}, "ENOENT", "There is no underlay no", "name"),
        ({"name": "u", "tos": 7}, "EINVAL",
         "The two ECN bits of tos are not for setting; 1 inherits", "tos"),
    ]),
    "node-set": ([{"cache": 0, "underlay-hooks": "off"}], [
        ({"cache": 2}, *RANGE, "cache"),
    ]),
    "underlay-del": ([{"name": "v"}], [
        ({"name": "u"}, "EBUSY", "Network red uses it: give that another underlay", "~name"),
    ]),
}


def many(op):
    """{0}: one of many is wrong: none is done, the refusal points into that one"""
    good, wrong = MANY[op]
    kind = client.kind(op)
    report = Report()
    n = 0
    for obj, error, sentence, attribute in wrong:
        for at in sorted({0, len(good) // 2, len(good)}):
            place = kind + ("[%d]" % at if at else "") + "/" + attribute.lstrip("~")
            place = ("~" if attribute.startswith("~") else "") + place
            request = client.message(op, good[:at] + [obj] + good[at:])
            report.row("%s, number %d is %s" % (op, at, obj), how(request),
                       (error, sentence, place))
            n += 1
    report.end(n)


ONCE = "EINVAL", "An object is named once in a message"

# Twice in one message: (operation, object, error, sentence, attribute of the second)
TWICE = [
    ("underlay-new", U2, "EEXIST", "Underlay u2 exists", "underlay[1]/name"),
    ("network-new", N2, "EEXIST", "Network red2 has id 101", "~network[1]/id"),
    ("remote-new", R9, "EEXIST", "Remote r9 exists", "remote[1]/name"),
    ("member-new", MEMBER, "EEXIST", "r3 is a member of red", "~member[1]/remote-name"),
    ("fdb-new", {**F9, "remote-name": "r2"}, "EEXIST",
     "02:00:00:00:0e:09 has a static row: replace or delete it", "~fdb[1]/mac"),
    ("port-new", {"ifindex": DEV["c"], "network-id": 100}, "EBUSY",
     "c is a port of network red", "~port[1]/ifindex"),
    ("underlay-set", {"name": "u", "ttl": 9}, *ONCE, "underlay[1]"),
    ("network-set", {"id": 100, "ageing": 9}, *ONCE, "network[1]"),
    ("remote-set", {"id": 1, "up": 0}, *ONCE, "remote[1]"),
    ("port-set", {"ifindex": DEV["a"], "state": "blocked"}, *ONCE, "port[1]"),
    ("fdb-set", {**F9, "remote-name": "r2"}, *ONCE, "fdb[1]"),
    ("underlay-del", {"name": "v"}, *ONCE, "underlay[1]"),
    ("network-del", {"id": 400, "force": True}, *ONCE, "network[1]"),
    ("remote-del", {"name": "s1"}, *ONCE, "remote[1]"),
    ("port-del", {"ifindex": DEV["a"]}, *ONCE, "port[1]"),
    ("member-del", {"network-id": 400, "remote-name": "r2"}, *ONCE, "member[1]"),
    ("fdb-del", {**F9, "mac": "02:00:00:00:0e:01"}, *ONCE, "fdb[1]"),
    ("member-set", MEMBER, *ONCE, "member[1]"),
    ("route-new", {**P9, "remote-name": "r2"}, *ONCE, "route[1]"),
    ("route-set", {**P9, "remote-name": "r2"}, *ONCE, "route[1]"),
    ("route-del", {**P9, "dst4": "198.51.100.0"}, *ONCE, "route[1]"),
    ("neigh-new", {**A9, "mac": A9MAC}, "EEXIST", "The address has a row: replace or delete it", "~neigh[1]/addr4"),
    ("neigh-set", {**A9, "mac": A9MAC}, *ONCE, "neigh[1]"),
    ("neigh-del", {**A9, "addr4": "192.0.2.1"}, *ONCE, "neigh[1]"),
    ("binding-new", {"ifindex": DEV["a"], "mac": A9MAC}, "EEXIST", "a has this binding", "~binding[1]/mac"),
    ("binding-del", {"ifindex": DEV["a"], "mac": "02:00:00:00:0e:01"}, *ONCE, "binding[1]"),
    ("node-set", {"cache": 0}, *ONCE, "node[1]"),
]


# Two that are right, but not both: (operation, objects, error, ...)
BOTH = [
    ("underlay-new", [U2, {**U2, "name": "u3"}], "EEXIST",
     "Underlay u2 has this address and port", "~underlay[1]/local4"),
    ("network-new", [{"id": 101, "name": "x"}, {"id": 102, "name": "x"}], "EEXIST",
     "Network x exists", "~network[1]/name"),
    ("network-new", [{"id": 101}, {"id": 102, "vni": 101}], "EEXIST",
     "Network net101 has VNI 101", "~network[1]/vni"),
    ("remote-new", [R9, {**R9, "name": "r10"}], "EEXIST", "Remote r9 has 192.0.2.9", "~remote[1]/vtep"),
    ("remote-new", [{**R9, "id": 50}, {**R9, "name": "r10", "vtep": ["192.0.2.10"], "id": 50}], "EEXIST",
     "Another remote has id 50", "remote[1]/id"),
    ("remote-set", [{"name": "r2", "vtep": ["192.0.2.50"]}, {"name": "r3", "vtep": ["192.0.2.50"]}], "EEXIST",
     "Remote r2 has 192.0.2.50", "~remote[1]/vtep"),
    ("port-new", [{"ifindex": DEV["c"], "network-id": 100}, {"ifindex": DEV["c"], "network-id": 300}], "EBUSY",
     "c is a port of network red", "~port[1]/ifindex"),
]


def twice():
    """One message names an object twice: refused, pointing at the second"""
    report = Report()
    for op, obj, *want in TWICE:
        report.row("%s %s twice" % (op, obj),
                   how(client.message(op, [obj, obj])), tuple(want))
    for op, pair, *want in BOTH:
        report.row("%s %s" % (op, pair), how(client.message(op, pair)), tuple(want))
    report.end(len(TWICE) + len(BOTH))


def large():
    """The last of a thousand objects is wrong: nothing is left of the others"""
    report = Report()
    good = [{"id": 1000 + i, "underlay": "u"} for i in range(1000)]
    report.row("a thousand networks", how(client.message("network-new", good + [{**N2, "underlay": "no"}])),
               ("ENOENT", "There is no underlay no", "~network[1000]/underlay"))
    good = [{**F9, "mac": "02:00:00:01:%02x:%02x" % (i >> 8, i & 255), "remote-name": "r2"} for i in range(1000)]
    report.row("a thousand rows", how(client.message("fdb-new", good + [{**F9, "remote-name": "no"}])),
               ("ENOENT", "There is no remote no", "fdb[1000]/remote-name"))
    report.end(2)


def first_port():
    """What a refused message makes for the first port, the fabric device, goes again"""
    with netns(EMPTY):
        other, there = Client(spec), nl.Socket(nl.NETLINK_ROUTE)
        index = socket.if_nametoindex("d0")
    other.do("network-new", {"id": 7})
    before, was = other.snapshot(), devices(there)
    for wrong in ({"ifindex": NOBODY, "network-id": 7}, {"ifindex": index, "network-id": 7},
                  {"ifindex": index, "network-id": 8}):
        try:
            other.do("port-new", {"ifindex": index, "network-id": 7, "state": "open"}, wrong)
            fail("%s is not refused" % wrong)
        except nl.Refused:
            pass
        check_eq(other.snapshot(), before, "left behind")
        check_eq(devices(there), was, "left behind, devices")
    other.do("network-del", {"id": 7})


# --- messages -----------------------------------------------------------------

def op(name):
    return spec.ops[name]["value"]


def top(name):
    return spec.sets["ovnet"][name]["value"]


def length(request, n):
    """The request with another length of its first attribute."""
    return request[:20] + struct.pack("=H", n) + request[22:]


def header(request, cmd=None, version=None, reserved=0, flags=0):
    """The request with other fields in its headers."""
    words = bytearray(request)
    words[16] = request[16] if cmd is None else cmd
    words[17] = request[17] if version is None else version
    words[18:20] = struct.pack("=H", reserved)
    words[6:8] = struct.pack("=H", struct.unpack("=H", request[6:8])[0] | flags)
    return bytes(words)


GOOD = spec.encode("network", N2)
NETWORK = top("network")
DUMP = nl.NLM_F_DUMP


def both(name, a, b):
    return client.raw(op(name), spec.encode("ovnet", [a, b]))


ONE = "This request carries exactly one object"
SOME = "A request carries at least one object"

MESSAGES = [
    # what the header says
    ("no command 0", lambda: client.raw(0, b""), "EOPNOTSUPP", None, None),
    ("no command behind the last",
     lambda: client.raw(max(o["value"] for o in spec.ops.values()) + 1, b""), "EOPNOTSUPP", None, None),
    ("no command 255", lambda: client.raw(255, b""), "EOPNOTSUPP", None, None),
    ("limit-ntf is no command", lambda: client.raw(op("limit-ntf"), b""), "EOPNOTSUPP", None, None),
    ("drop-ntf is no command", lambda: client.raw(op("drop-ntf"), b""), "EOPNOTSUPP", None, None),
    ("no dump of what creates",
     lambda: client.message("network-new", N2, DUMP), "EOPNOTSUPP", None, None),
    ("no dump of what flushes",
     lambda: client.message("fdb-flush", {}, DUMP), "EOPNOTSUPP", None, None),
    ("no dump of the node", lambda: client.message("node-get", (), DUMP), "EOPNOTSUPP", None, None),
    ("one member cannot be read", lambda: client.message("member-get", MEMBER), "EOPNOTSUPP", None, None),
    ("one counter cannot be read", lambda: client.message("drops-get", ()), "EOPNOTSUPP", None, None),
    ("the reserved field",
     lambda: header(client.message("network-new", N2), reserved=1),
     "EINVAL", "genlmsghdr.reserved field is not 0", None),
    ("flags without meaning: CREATE",
     lambda: client.message("network-new", N2, nl.NLM_F_CREATE),
     "EINVAL", "ambiguous or reserved bits set in nlmsg_flags", None),
    ("half of the dump flag",
     lambda: client.message("network-get", {"id": 100}, nl.NLM_F_ROOT),
     "EINVAL", "ambiguous or reserved bits set in nlmsg_flags", None),
    # how many objects
    ("nothing to create", lambda: client.message("network-new", ()), "EINVAL", SOME, None),
    ("nothing to delete", lambda: client.message("remote-del", ()), "EINVAL", SOME, None),
    ("nothing to read", lambda: client.message("network-get", ()), "EINVAL", ONE, None),
    ("two to read", lambda: client.message("network-get", [{"id": 100}, {"id": 300}]), "EINVAL", ONE, None),
    ("two to flush", lambda: client.message("fdb-flush", [{"network-id": 100}, {"network-id": 300}]),
     "EINVAL", ONE, None),
    ("nothing to flush", lambda: client.message("fdb-flush", ()), "EINVAL", ONE, None),
    ("two filters", lambda: client.message("fdb-get", [{"network-id": 100}, {"network-id": 300}], DUMP),
     "EINVAL", "A dump carries at most one filter", "fdb[1]"),
    # of what kind
    ("a remote for network-new",
     lambda: both("network-new", ("network", N2), ("remote", R9)), *UNKNOWN, "remote"),
    ("an underlay for network-new",
     lambda: both("network-new", ("network", N2), ("underlay", U2)), *READ_ONLY, "underlay"),
    ("only an underlay for network-new",
     lambda: client.raw(op("network-new"), spec.encode("ovnet", {"underlay": U2})), *READ_ONLY, "underlay"),
    ("an attribute that nobody knows",
     lambda: client.raw(op("network-new"), nl.nest(NETWORK, GOOD) + nl.attr(500, b"1234")), *UNKNOWN, "500"),
    ("attribute 0",
     lambda: client.raw(op("network-new"), nl.nest(NETWORK, GOOD) + nl.attr(0, b"1234")), *UNKNOWN, "0"),
    ("a node for node-get",
     lambda: client.raw(op("node-get"), spec.encode("ovnet", {"node": {"version": "1"}})), *READ_ONLY, "node"),
    # how it is put together
    ("the nest is not marked as one",
     lambda: client.raw(op("network-new"), nl.attr(NETWORK, GOOD)),
     "EINVAL", "NLA_F_NESTED is missing", "network"),
    ("a string is marked as a nest",
     lambda: client.raw(op("network-new"),
                        nl.nest(NETWORK, GOOD[:0] + nl.attr(2 | nl.NLA_F_NESTED, b"red2\0"))),
     "EINVAL", "NLA_F_NESTED not expected", "network/name"),
    ("the nest ends within an attribute",
     lambda: client.raw(op("network-new"), nl.nest(NETWORK, GOOD[:-3])), "EINVAL", "bytes leftover after parsing attributes", None),
    ("the nest is longer than the message",
     lambda: length(client.message("network-new", N2), 200), "EINVAL", "bytes leftover after parsing attributes", None),
    ("the nest is shorter than its header",
     lambda: length(client.message("network-new", N2), 3), "EINVAL", "bytes leftover after parsing attributes", None),
    ("something behind the attributes",
     lambda: client.raw(op("network-new"), nl.nest(NETWORK, GOOD) + b"\1\2"),
     "EINVAL", "bytes leftover after parsing attributes", None),
    ("an attribute's length is 0",
     lambda: client.raw(op("network-new"), nl.nest(NETWORK, GOOD, struct.pack("=HH", 0, 2))),
     "EINVAL", "bytes leftover after parsing attributes", None),
    ("an id of 2 bytes",
     lambda: client.message("network-new", {"id": b"\1\0", "name": "red2"}), *LENGTH, "network/id"),
    ("an id of 8 bytes",
     lambda: client.message("network-new", {"id": bytes(8), "name": "red2"}), *LENGTH, "network/id"),
    ("a name without its end",
     lambda: client.message("network-new", {"id": 101, "name": b"x" * 31}), *INVALID, "network/name"),
    ("a name of 32 bytes",
     lambda: client.message("network-new", {"id": 101, "name": "x" * 32}), *INVALID, "network/name"),
    ("two ids in one object",
     lambda: client.message("network-new", [[("id", 101), ("id", 102)]]),
     "EINVAL", "The attribute is there twice", "network/id[1]"),
    ("two names in one object",
     lambda: client.message("remote-new", [[*R9.items(), ("name", "r10")]]),
     "EINVAL", "The attribute is there twice", "remote/name[1]"),
    # lists
    ("a list of networks has no filter",
     lambda: client.message("network-get", {"id": 100}, DUMP),
     "EOPNOTSUPP", "This list cannot be filtered by that", "network/id"),
    ("rows of a network that is not there",
     lambda: client.message("fdb-get", {"network-name": "no"}, DUMP),
     "ENOENT", "There is no network no", "fdb/network-name"),
    ("counters of a network that is not there",
     lambda: client.message("drops-get", {"network-id": 77}, DUMP),
     "ENOENT", "There is no network with id 77", "drops/network-id"),
    ("ports of a network that is not there",
     lambda: client.message("port-get", {"network-id": 77}, DUMP),
     "ENOENT", "There is no network with id 77", "port/network-id"),
    ("members of a network that is not there",
     lambda: client.message("member-get", {"network-name": "no"}, DUMP),
     "ENOENT", "There is no network no", "member/network-name"),
]


def messages():
    """Messages that are put together wrongly are refused"""
    report = Report()
    for what, make, *want in MESSAGES:
        request = make()
        got = how(request)
        if struct.unpack("=H", request[6:8])[0] & DUMP == DUMP and \
                len(got) == 3 and got[2] is None:
            want = [*want[:2], None]    # not every kernel says it of a dump
        report.row(what, got, tuple(want))
    report.end(len(MESSAGES))


# --- links --------------------------------------------------------------------

# IFLA_OVNET_*
LINK = {name: i + 1 for i, name in enumerate(
    ("id", "network", "vni", "underlay", "local", "local6", "port", "learning",
     "learning-remote", "ageing", "fdb-max", "flood-rate", "endpoint", "bound"))}
LINK_NAMES = {v: k for k, v in LINK.items()}


def u16(n):
    return struct.pack("=H", n)


def u32(n):
    return struct.pack("=I", n)


def ip4(a):
    return socket.inet_aton(a)


LINKS = [
    ({}, "EINVAL", "Which network? Give its id, 1 to 16777215, or its name", None),
    ({"id": u32(0)}, *RANGE, "id"),
    ({"id": u32(1 << 24)}, *RANGE, "id"),
    ({"id": b"\1"}, "ERANGE", "Attribute failed policy validation", "id"),
    ({"network": b"no\0"}, "ENOENT", "There is no network no", "network"),
    ({"id": u32(77), "network": b"red\0"}, "EINVAL", "Network red has id 100, not 77", "id"),
    ({"id": u32(101), "network": b"12\0"}, *NAME, "network"),
    ({"id": u32(101), "network": LONG.encode() + b"\0"}, *INVALID, "network"),
    ({"id": u32(101), "vni": u32(100)}, "EEXIST", "Network red has VNI 100", "~vni"),
    ({"id": u32(101), "vni": u32(1 << 24)}, "ERANGE", "integer out of range", "vni"),
    ({"id": u32(100), "vni": u32(9)}, "EOPNOTSUPP", "The VNI of red is 100 and cannot change", "~vni"),
    ({"id": u32(101), "underlay": b"no\0"}, "ENOENT", "There is no underlay no", "~underlay"),
    ({"id": u32(101), "underlay": b"u\0", "local": ip4("192.0.2.1")}, "EINVAL",
     "Name an underlay or give a local address, not both", "underlay"),
    ({"id": u32(101), "port": u16(4790)}, "EINVAL", "A port needs a local address", "port"),
    ({"id": u32(101), "port": u16(0), "local": ip4("192.0.2.1")}, *RANGE, "port"),
    ({"id": u32(101), "local": ip4("224.0.0.1")}, "EINVAL", "The local address must be unicast", "local"),
    ({"id": u32(101), "local6": socket.inet_pton(socket.AF_INET6, "fe80::1")}, "EINVAL",
     "The local address must be unicast and not link-local", "local6"),
    ({"id": u32(101), "local6": b"123"}, *BYTES, "local6"),
    # a new underlay, then a network that cannot be
    ({"id": u32(101), "local": ip4("192.0.2.99"), "port": u16(4791), "vni": u32(100)},
     "EEXIST", "Network red has VNI 100", "~vni"),
    ({"id": u32(100), "local": ip4("192.0.2.99"), "port": u16(4791), "vni": u32(7)},
     "EOPNOTSUPP", "The VNI of red is 100 and cannot change", "~vni"),
    ({"id": u32(101), "learning": b"\2"}, *RANGE, "learning"),
    ({"endpoint": b""}, "EINVAL", "Which network? Its name or id is missing", None),
    ({"endpoint": b"", "network": b"no\0"}, "ENOENT", "There is no network no", "network"),
    ({"endpoint": b"", "id": u32(77)}, "ENOENT", "There is no network with id 77", "id"),
    ({"endpoint": b"", "id": u32(100), "ageing": u32(7)}, "EINVAL",
     "An endpoint's own device has a network and addresses: the rest is ovctl's", "ageing"),
    ({"endpoint": b"", "id": u32(100), "bound": nl.attr(1, u32(5))}, "EINVAL",
     "Only addresses can be bound with a device", "bound"),
    ({"endpoint": b"", "id": u32(100), "bound": nl.attr(5, u32(5))}, *BYTES, "bound"),
    ({"id": u32(101), "bound": b""}, "EINVAL",
     "Addresses are bound to a port, and a leg is none", "bound"),
    ({"id": u32(101), 99: b"1234"}, "EINVAL",
     "This module is older than the tools: it does not know this option", "99"),
]


def link_about(request, refused):
    """The attribute of IFLA_INFO_DATA that a refusal points at, or into."""
    if refused.offset is None:
        return None
    types = [kind for kind, _ in nl.path(request, refused.offset, 32) or ()]
    if types[:2] != [IFLA_LINKINFO, 2] or len(types) < 3:
        return "elsewhere: %s" % types
    return LINK_NAMES.get(types[2], str(types[2]))


def link_messages():
    """RTM_NEWLINK for kind ovnet: refused, pointing at the attribute"""
    report = Report()
    for data, *want in LINKS:
        info = nl.attr(1, b"ovnet\0") + nl.nest(
            2, *(nl.attr(LINK.get(k, k), v) for k, v in data.items()))
        request = links.message(
            RTM_NEWLINK,
            nl.NLM_F_REQUEST | nl.NLM_F_ACK | nl.NLM_F_CREATE | nl.NLM_F_EXCL,
            struct.pack("=BxHiII", 0, 0, 0, 0, 0) +
            nl.attr(IFLA_IFNAME, b"leg2\0") + nl.nest(IFLA_LINKINFO, info))
        try:
            links.talk(request)
            got = "done",
        except nl.Refused as refused:
            got = refused.name, refused.sentence, link_about(request, refused)
        report.row("link %s" % data, got, tuple(want))
    report.end(len(LINKS))


# --- commands -----------------------------------------------------------------

# (exit status, command, what it prints on standard error)
COMMANDS = [
    (2, "ip link add leg2 type ovnet", "Error: Which network? Give its id, 1 to 16777215, or its name."),
    (2, "ip link add leg2 type ovnet id 101 underlay no", "Error: There is no underlay no."),
    (2, "ip link add leg2 type ovnet id 101 vni 100", "Error: Network red has VNI 100."),
    (2, "ip link add leg2 type ovnet network no", "Error: There is no network no."),
    (2, "ip link add leg2 type ovnet id 101 port 4790", "Error: A port needs a local address."),
    (2, "ip link add leg2 type ovnet id 101 local 224.0.0.1", "Error: The local address must be unicast."),
    (2, "ip link add leg2 address 01:00:00:00:00:01 type ovnet id 101",
     "Error: The address of a leg or port is a unicast MAC."),
    (2, "ip link add leg2 address 02:00:00:00:00:77 type ovnet id 100",
     "Error: 02:00:00:00:00:77 is the address of a leg."),
    (2, "ip link add leg2 address 02:00:00:00:0e:01 type ovnet id 100",
     "Error: 02:00:00:00:0e:01 has a static row: replace or delete it."),
    (2, "ip link add leg2 address 02:00:00:00:00:77 type ovnet id 100 ageing 7 nolearning",
     "Error: 02:00:00:00:00:77 is the address of a leg."),
    (2, "ip link set leg type ovnet id 101",
     "Error: A leg's network is fixed; addresses: ovctl underlay set."),
    (2, "ip link set leg type ovnet local 192.0.2.9",
     "Error: A leg's network is fixed; addresses: ovctl underlay set."),
    (2, "ip link set leg type ovnet vni 9", "Error: The VNI of red is 100 and cannot change."),
    (2, "ip link set leg type ovnet ageing 5 underlay no", "Error: There is no underlay no."),
    (2, "ip link set eth0 master leg", "Error: eth0 carries the tunnels of underlay u."),
    (2, "ip link set dev br master leg", "Error: br is a bridge: it forwards frames itself."),
    (2, "ovctl network add red2 id 100", "Network red has id 100"),
    (2, "ovctl network add red2 id 101 underlay no", "There is no underlay no"),
    (2, "ovctl underlay add u2 vxlan 192.0.2.1", "Underlay u has this address and port"),
    (2, "ovctl remote add r9 vxlan 192.0.2.9,192.0.2.2", "Remote r2 has 192.0.2.2"),
    (2, "ovctl remote add r9 vxlan 192.0.2.9 id 1", "Another remote has id 1"),
    (2, "ovctl member add red remote r2", "r2 is a member of red"),
    (2, "ovctl port add a network red", "a is a port of network red"),
    (2, "ovctl fdb add red 02:00:00:00:0e:01 remote r2",
     "02:00:00:00:0e:01 has a static row: replace or delete it"),
    (2, "ovctl fdb replace red 02:00:00:00:0e:01 remote r2 seq 6",
     "The row of 02:00:00:00:0e:01 is newer: seq 7"),
]


def commands():
    """Wrong commands of ip and ovctl: exit status, sentence, nothing left"""
    report = Report()
    for status, command, sentence in COMMANDS:
        tool, *words = command.split()
        done = subprocess.run([tool, "-n", NS, *words], check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        said = done.stdout.decode().strip()
        if tool == "ovctl":     # it says before that what was to be done
            said = said.rsplit(": ", sentence.count(": ") + 1)[-1 - sentence.count(": "):]
            said = ": ".join(said)
        report.row(command, (done.returncode, said), (status, sentence))
    report.end(len(COMMANDS))


# --- every command has its rows -----------------------------------------------

def complete():
    """Every command that takes an object has wrong objects, every changing one many"""
    takes = {name for name, o in spec.ops.items()
             if "request" in o.get("do", {})}
    changes = {name for name in takes
               if name.rsplit("-", 1)[1] in ("new", "set", "del")}
    check_eq(sorted(takes - set(ROWS)), [], "commands without rows")
    check_eq(sorted(changes - set(MANY)), [], "commands without rows of many")
    check_eq(sorted(changes - {row[0] for row in TWICE}), [],
             "commands without rows of the same twice")
    rows = (sum(map(len, ROWS.values())) + len(MESSAGES) + len(LINKS) +
            len(COMMANDS))
    print("%d rows" % rows)


serve({f.__name__: f for f in (objects, many, twice, large, first_port, messages, link_messages,
                               commands, complete)})
