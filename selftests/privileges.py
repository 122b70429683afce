# SPDX-License-Identifier: GPL-2.0
"""privileges.py NODE OTHER: who may do what.

Reading is free within a network namespace. Changing needs CAP_NET_ADMIN in the
user namespace that owns it: who is root of another one may do nothing, whoever
has it further up may do everything. Each operation of the specification is
tried by everybody.

NODE and OTHER belong to the first user namespace; both have a device d0.
"""
import os
import socket
import struct
import subprocess
import sys

import nl
import who
from pkt import check_eq, fail
from serve import serve
from spec import Client, Spec

NODE, OTHER = sys.argv[1:]
SPEC = Spec()
IFLA_ADDRESS, IFLA_IFNAME, IFLA_LINKINFO, IFLA_NET_NS_FD, IFLA_LINK_NETNSID = 1, 3, 18, 28, 37
IFLA_OVNET_ID, IFLA_OVNET_LOCAL, IFLA_OVNET_AGEING = 1, 5, 10
RTM_NEWLINK, RTM_DELLINK = 16, 17
client = None       # of an actor

# What each operation is. Not taken from the flags of the specification: those
# could be as wrong as the kernel.
READ, CHANGE = "read", "change"
OPERATIONS = {
    "node-get": READ,
    "underlay-new": CHANGE, "underlay-set": CHANGE, "underlay-del": CHANGE, "underlay-get": READ,
    "network-new": CHANGE, "network-set": CHANGE, "network-del": CHANGE, "network-get": READ,
    "port-new": CHANGE, "port-set": CHANGE, "port-del": CHANGE, "port-get": READ,
    "remote-new": CHANGE, "remote-set": CHANGE, "remote-del": CHANGE, "remote-get": READ,
    "member-new": CHANGE, "member-set": CHANGE, "member-del": CHANGE, "member-get": READ,
    "fdb-new": CHANGE, "fdb-set": CHANGE, "fdb-del": CHANGE, "fdb-get": READ, "fdb-flush": CHANGE,
    "drops-get": READ,
    "route-new": CHANGE, "route-set": CHANGE, "route-del": CHANGE, "route-get": READ,
    "neigh-new": CHANGE, "neigh-set": CHANGE, "neigh-del": CHANGE, "neigh-get": READ, "neigh-flush": CHANGE,
    "binding-new": CHANGE, "binding-del": CHANGE, "binding-get": READ,
    "trace-get": READ,
    "probe-send": CHANGE, "probe-get": READ,
    "node-set": CHANGE,
}

RED = {"network-name": "red"}
ROW = {**RED, "mac": "02:00:00:00:0e:01"}
MEMBER = {**RED, "remote-name": "r2"}
PORT = {"ifindex": None}    # d0
ROUTE = {"network-name": "vpc", "dst4": "192.0.2.0", "len": 24}
NEIGH = {**RED, "addr4": "192.0.2.9", "mac": "02:00:00:00:0e:01"}
BINDING = {**PORT, "mac": "02:00:00:00:0e:01"}


# In this order each works, and the last leave nothing.
MAKE = [
    ("underlay-new", {"name": "u", "kind": "vxlan", "local4": "192.0.2.1"}),
    ("network-new", {"name": "red", "id": 100, "underlay": "u"}),
    ("network-new", {"name": "vpc", "id": 101, "type": "l3"}),
    ("remote-new", {"name": "r2", "kind": "vxlan", "vtep": ["192.0.2.2"]}),
    ("member-new", MEMBER),
    ("port-new", {**PORT, **RED}),
    ("fdb-new", {**ROW, "remote-name": "r2"}),
    ("route-new", {**ROUTE, "remote-name": "r2"}),
    ("neigh-new", NEIGH),
    ("binding-new", BINDING),
    ("probe-send", {"remote-name": "r2"}),
]
USE = [
    ("underlay-set", {"name": "u", "ttl": 9}),
    ("network-set", {"id": 100, "ageing": 9}),
    ("remote-set", {"name": "r2", "up": 0}),
    ("member-set", {**MEMBER}),
    ("port-set", {**PORT, "state": "open"}),
    ("fdb-set", {**ROW, "ifindex": None}),
    ("route-set", {**ROUTE, "type": "prohibit"}),
    ("neigh-set", NEIGH),
    ("node-set", {"cache": 0}),
]
UNMAKE = [
    ("node-set", {"cache": 1}),
    ("binding-del", BINDING),
    ("neigh-del", {**RED, "addr4": "192.0.2.9"}),
    ("neigh-flush", {**RED}),
    ("route-del", ROUTE),
    ("fdb-del", ROW),
    ("fdb-flush", {**RED}),
    ("port-del", PORT),
    ("member-del", MEMBER),
    ("remote-del", {"name": "r2"}),
    ("network-del", {"id": 101}),
    ("network-del", {"id": 100}),
    ("underlay-del", {"name": "u"}),
]
READS = {"underlay-get": {"name": "u"}, "network-get": {"id": 100}, "remote-get": {"name": "r2"},
         "port-get": PORT, "fdb-get": ROW, "route-get": {"network-name": "vpc", "dst4": "192.0.2.7"},
         "neigh-get": {**RED, "addr4": "192.0.2.9"},
         "trace-get": {**RED, "remote-name": "r2", "frame": bytes(60)},
         "probe-get": {"id": 1}}


# --- what actors do -----------------------------------------------------------

def connect():
    """A client in the namespace that one is in now."""
    global client
    client = Client(SPEC)


def attempt(name, obj, dump=False):
    """One operation: "done", or the error."""
    if obj is not None and obj.get("ifindex", 0) is None:
        obj = {**obj, "ifindex": socket.if_nametoindex("d0")}
    objects = () if obj is None else (obj,)
    try:
        (client.dump if dump else client.do)(name, *objects)
    except nl.Refused as refused:
        # there is no way to the remote, and so no probe
        if name.startswith("probe-") and refused.name != "EPERM":
            return "done"
        return refused.name
    return "done"


def attempt_all(steps):
    return [(name, attempt(name, obj)) for name, obj in steps]


def read_all():
    """Every read, do and dump."""
    return {(name, mode): attempt(name, READS.get(name) if mode == "do" else None, mode == "dump")
            for name, kind in OPERATIONS.items() if kind == READ
            for mode in ("do", "dump") if mode in SPEC.ops[name]}


def snapshot():
    return client.snapshot()


def remove_all():
    for obj in client.dump("network-get"):
        client.do("network-del", {"id": obj["id"], "force": True})
    for obj in client.dump("remote-get"):
        client.do("remote-del", {"id": obj["id"], "force": True})
    for obj in client.dump("underlay-get"):
        client.do("underlay-del", {"name": obj["name"]})


def join_groups():
    """Listen to every group."""
    client.listen()
    return "done"


def route(kind, flags, index, *attributes):
    """One message about links: "done", or the error."""
    sock = nl.Socket(nl.NETLINK_ROUTE)
    try:
        sock.call(kind, nl.NLM_F_ACK | flags,
                  struct.pack("=BxHiII", 0, 0, index, 0, 0) + b"".join(attributes))
    except nl.Refused as refused:
        return refused.name
    finally:
        sock.close()
    return "done"


def link_data(**data):
    ids = {"id": IFLA_OVNET_ID, "local": IFLA_OVNET_LOCAL, "ageing": IFLA_OVNET_AGEING}
    return nl.nest(IFLA_LINKINFO, nl.attr(1, b"ovnet\0"),
                   nl.nest(2, *(nl.attr(ids[k], v) for k, v in data.items())))


def u32(n):
    return struct.pack("=I", n)


def link_add(name, network, *more):
    return route(RTM_NEWLINK, nl.NLM_F_CREATE | nl.NLM_F_EXCL, 0,
                 nl.attr(IFLA_IFNAME, name.encode() + b"\0"), link_data(id=u32(network)), *more)


def link_add_in(name, network, nsid):
    """A leg here of a network of the namespace that is called NSID here."""
    return link_add(name, network, nl.attr(IFLA_LINK_NETNSID, struct.pack("=i", nsid)))


def link_add_local(name, network):
    return route(RTM_NEWLINK, nl.NLM_F_CREATE | nl.NLM_F_EXCL, 0,
                 nl.attr(IFLA_IFNAME, name.encode() + b"\0"),
                 link_data(id=u32(network), local=socket.inet_aton("192.0.2.7")))


def link_change(name, ageing):
    return route(RTM_NEWLINK, 0, socket.if_nametoindex(name), link_data(ageing=u32(ageing)))


def link_move(name, path):
    """Into another namespace."""
    fd = os.open(path, os.O_RDONLY)
    try:
        return route(RTM_NEWLINK, 0, socket.if_nametoindex(name), nl.attr(IFLA_NET_NS_FD, u32(fd)))
    finally:
        os.close(fd)


def link_del(name):
    return route(RTM_DELLINK, 0, socket.if_nametoindex(name))


def command(*words):
    """A command: its exit status."""
    return subprocess.run(words, check=False, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode


def visit(path):
    """Go to another network namespace, and have a client there."""
    who.enter(path)
    connect()


# --- who there is -------------------------------------------------------------

def at(ns):
    return "/run/netns/" + ns


def root():
    visit(at(NODE))


def cap_net_admin():
    who.enter(at(NODE))
    who.become_nobody([who.CAP_NET_ADMIN])
    connect()


def nobody():
    who.enter(at(NODE))
    who.become_nobody()
    connect()


def guest():
    """Root of a user namespace, in a network namespace that is not its."""
    who.enter(at(NODE))
    who.become_nobody()
    who.unshare_user(net=False)
    connect()


def owner():
    """Root of a user namespace, and of a network namespace."""
    who.become_nobody()
    who.unshare_user(net=True)
    subprocess.run(["ip", "link", "add", "dev", "d0", "type", "dummy"], check=True)
    connect()


def above():
    """One who may go to another's namespace, and is to have less there."""
    who.become_nobody([who.CAP_NET_ADMIN, who.CAP_SYS_ADMIN])


def visit_as(path, name):
    who.enter(path)
    if name == "cap_net_admin":
        who.keep_only([who.CAP_NET_ADMIN])
    connect()


ABOVE = {"root": root, "cap_net_admin": above}
MAY = {"root": root, "cap_net_admin": cap_net_admin, "owner": owner}
MAY_NOT = {"nobody": nobody, "guest": guest}


# --- tests --------------------------------------------------------------------

def complete():
    """Every operation has an expectation, and is tried"""
    ops = {name for name, op in SPEC.ops.items() if "do" in op or "dump" in op}
    check_eq(sorted(ops ^ set(OPERATIONS)), [], "operations without an expectation")
    changes = {name for name, kind in OPERATIONS.items() if kind == CHANGE}
    check_eq(sorted(changes ^ {name for name, _ in MAKE + USE + UNMAKE}), [],
             "operations that are not tried")
    for name, kind in OPERATIONS.items():
        check_eq("admin-perm" in SPEC.ops[name].get("flags", ()), kind == CHANGE,
                 "%s: admin-perm in the specification" % name)


def may(name):
    """{0} may do everything"""
    actor = who.Actor(MAY[name])
    try:
        for steps in MAKE, USE:
            for step, result in actor.ask(attempt_all, steps):
                check_eq(result, "done", step)
        for step, result in actor.ask(read_all).items():
            check_eq(result, "done", "%s %s" % step)
        check_eq(actor.ask(join_groups), "done", "listening")
        for step, result in actor.ask(attempt_all, UNMAKE):
            check_eq(result, "done", step)
        check_eq(actor.ask(link_add_local, "leg", 55), "done", "ip link add type ovnet")
        check_eq(actor.ask(link_change, "leg", 7), "done", "ip link set type ovnet")
        check_eq(actor.ask(link_del, "leg"), "done", "ip link del")
    finally:
        actor.end()


def may_not(name):
    """{0} may read everything and change nothing"""
    admin, actor = who.Actor(root), who.Actor(MAY_NOT[name])
    try:
        for step, result in admin.ask(attempt_all, MAKE):
            check_eq(result, "done", step)
        check_eq(admin.ask(link_add, "leg", 100), "done", "ip link add type ovnet")
        before = admin.ask(snapshot)
        for step, result in actor.ask(read_all).items():
            check_eq(result, "done", "%s %s" % step)
        check_eq(actor.ask(snapshot), before, "what it reads")
        check_eq(actor.ask(join_groups), "done", "listening")
        for steps in MAKE, USE, UNMAKE:
            for step, result in actor.ask(attempt_all, steps):
                check_eq(result, "EPERM", step)
        for what, result in (
                ("ip link add type ovnet", actor.ask(link_add, "leg2", 200)),
                ("ip link set type ovnet", actor.ask(link_change, "leg", 7)),
                ("ip link del", actor.ask(link_del, "leg"))):
            check_eq(result, "EPERM", what)
        check_eq(admin.ask(snapshot), before, "what there is afterwards")
        check_eq(admin.ask(link_del, "leg"), "done", "ip link del")
        for step, result in admin.ask(attempt_all, UNMAKE):
            check_eq(result, "done", step)
    finally:
        admin.end()
        actor.end()


def from_above(name):
    """{0} may do everything in a namespace that another user's root owns"""
    landlord, actor = who.Actor(owner), who.Actor(ABOVE[name])
    try:
        actor.ask(visit_as, landlord.netns(), name)
        for steps in MAKE, USE, UNMAKE:
            for step, result in actor.ask(attempt_all, steps):
                check_eq(result, "done", step)
    finally:
        actor.end()
        landlord.end()


def two_owners():
    """Root of one user namespace may nothing in another's: it cannot even go there"""
    one, two = who.Actor(owner), who.Actor(owner)
    try:
        try:
            one.ask(visit, two.netns())
            fail("it may enter")
        except RuntimeError as error:
            if "PermissionError" not in str(error):
                raise
    finally:
        one.end()
        two.end()


def borrowed_socket():
    """A socket has the rights of whoever has less: its maker or its user"""
    def unprivileged():
        nobody()

    def dropped():
        root()
        who.become_nobody()

    for become in unprivileged, dropped:
        actor = who.Actor(become)
        try:
            check_eq(actor.ask(attempt, "network-new", {"id": 9}), "EPERM", "network-new")
        finally:
            actor.end()


def moved_leg():
    """A leg in somebody else's namespace: its network's settings are not theirs"""
    admin, tenant = who.Actor(root), who.Actor(owner)
    try:
        for step, result in admin.ask(attempt_all, MAKE):
            check_eq(result, "done", step)
        check_eq(admin.ask(link_add, "leg", 100), "done", "ip link add type ovnet")
        check_eq(admin.ask(link_move, "leg", tenant.netns()), "done", "moving it there")
        before = admin.ask(snapshot)
        check_eq(tenant.ask(link_change, "leg", 7), "EPERM", "ip link set type ovnet")
        for what, words in (
                ("bridge fdb add", ["bridge", "fdb", "add", "02:00:00:00:0e:77", "dev", "leg",
                                    "dst", "192.0.2.2"]),
                ("bridge fdb append", ["bridge", "fdb", "append", "00:00:00:00:00:00", "dev", "leg",
                                       "dst", "192.0.2.99"]),
                ("bridge fdb replace", ["bridge", "fdb", "replace", ROW["mac"], "dev", "leg",
                                        "dst", "192.0.2.99"]),
                ("bridge fdb del", ["bridge", "fdb", "del", ROW["mac"], "dev", "leg",
                                    "dst", "192.0.2.2"]),
                ("bridge fdb flush", ["bridge", "fdb", "flush", "dev", "leg"])):
            tenant.ask(command, *words)
            check_eq(admin.ask(snapshot), before, "after %s" % what)
        # nor does it give it ports: those are in the network's namespace
        if not tenant.ask(command, "ip", "link", "set", "dev", "d0", "master", "leg"):
            fail("a port of another namespace")
        check_eq(admin.ask(snapshot), before, "what there is afterwards")
        # to its own namespace, and not into others
        check_eq(tenant.ask(link_move, "leg", at(OTHER)), "EPERM", "moving it elsewhere")
        check_eq(tenant.ask(link_move, "leg", at(NODE)), "EPERM", "moving it back")
        # a device that is in one's namespace one may remove
        check_eq(tenant.ask(link_del, "leg"), "done", "ip link del")
        check_eq([n["legs"] for n in admin.ask(snapshot)["network"]], [0, 0], "legs that are left")
        for step, result in admin.ask(attempt_all, UNMAKE):
            check_eq(result, "done", step)
    finally:
        admin.end()
        tenant.end()


def reach_over():
    """A leg here of a network there needs rights there"""
    admin, tenant = who.Actor(root), who.Actor(owner)
    try:
        check_eq(admin.ask(attempt, "network-new", {"id": 100, "name": "red"}), "done", "network-new")
        # root gives the tenant's namespace a number for the node's, and uses it
        helper = who.Actor(root)
        helper.ask(visit, tenant.netns())
        check_eq(helper.ask(command, "ip", "netns", "set", NODE, "5"), 0, "ip netns set")
        before = admin.ask(snapshot)
        check_eq(tenant.ask(link_add_in, "leg", 100, 5), "EPERM", "a leg of an existing network")
        check_eq(tenant.ask(link_add_in, "leg", 101, 5), "EPERM", "a leg of a new network")
        check_eq(admin.ask(snapshot), before, "what there is afterwards")
        check_eq(helper.ask(link_add_in, "leg", 100, 5), "done", "the same by root")
        check_eq([n["legs"] for n in admin.ask(snapshot)["network"]], [1], "legs")
        check_eq(tenant.ask(link_del, "leg"), "done", "ip link del")
        check_eq(admin.ask(attempt, "network-del", {"id": 100}), "done", "network-del")
        helper.end()
    finally:
        admin.end()
        tenant.end()


def own_underlay():
    """An owner has an underlay with its own port, whatever others have"""
    admin, one, two = who.Actor(root), who.Actor(owner), who.Actor(owner)
    try:
        for actor in admin, one, two:
            for step, result in actor.ask(attempt_all, MAKE):
                check_eq(result, "done", step)
        for actor in admin, one, two:
            check_eq([n["name"] for n in actor.ask(snapshot)["network"]], ["red", "vpc"], "networks")
            for step, result in actor.ask(attempt_all, UNMAKE):
                check_eq(result, "done", step)
    finally:
        for actor in admin, one, two:
            actor.end()


# --- memory -------------------------------------------------------------------

CGROUP = "/sys/fs/cgroup"


def enter_cgroup(path):
    with open(path + "/cgroup.procs", "w", encoding="ascii") as file:
        file.write("%d" % os.getpid())


def paid_owner(path):
    """An owner whose memory counts in a cgroup."""
    def become():
        enter_cgroup(path)
        owner()
    return become


def make_many(kind, n, really):
    """N objects, 100 a message; or only the messages."""
    for start in range(0, n, 100):
        message = client.message(kind + "-new", [MANY[kind][2](start + i) for i in range(1, 101)])
        if really:
            client.send(message)


def address(i):
    return "10.%d.%d.%d" % (i >> 16, i >> 8 & 255, i & 255)


# kind: (bytes that one certainly takes, how many, the i-th)
MANY = {
    "network": (128, 4000, lambda i: {"id": i}),
    "remote": (128, 4000, lambda i: {"name": "r%d" % i, "kind": "vxlan", "vtep": [address(i)]}),
    "fdb": (64, 10000, lambda i: {"network-id": 1, "remote-name": "r1",
                                  "mac": "02:00:00:%02x:%02x:%02x" % (i >> 16, i >> 8 & 255, i & 255)}),
    "neigh": (64, 10000, lambda i: {"network-id": 1, "addr4": address(i), "mac": "02:00:00:00:00:01"}),
    "member": (64, 4000, lambda i: {"network-id": i, "remote-name": "r1"}),
}


def accounts_memory():
    try:
        with open(CGROUP + "/cgroup.controllers", encoding="ascii") as file:
            return "memory" in file.read().split()
    except FileNotFoundError:
        return False


def memory():
    """Memory of objects counts in the cgroup of whoever makes them{note}"""
    if not accounts_memory():
        return
    path = "%s/ovnet-%d" % (CGROUP, os.getpid())
    with open(CGROUP + "/cgroup.subtree_control", "w", encoding="ascii") as file:
        file.write("+memory")
    os.mkdir(path)
    with open(path + "/memory.max", "w", encoding="ascii") as file:
        file.write("%d" % (256 << 20))

    def current():
        with open(path + "/memory.current", encoding="ascii") as file:
            return int(file.read())

    actor = who.Actor(paid_owner(path))
    try:
        for kind in MANY:
            n = MANY[kind][1]
            actor.ask(make_many, kind, n, False)    # what that takes is not meant
            before = current()
            actor.ask(make_many, kind, n, True)
            rise = current() - before
            print("%d of kind %s: %d KiB" % (n, kind, rise >> 10))
            if rise < n * MANY[kind][0]:
                fail("%d of kind %s cost their maker only %d bytes" % (n, kind, rise))
    finally:
        actor.end()
        os.rmdir(path)


memory.__doc__ = memory.__doc__.format(
    note="" if accounts_memory() else ", but this kernel accounts none: not looked at")


def cleaned(test):
    """The test; what one that failed has left is not to fail the next."""
    def run(*args):
        try:
            test(*args)
        except Exception:
            admin = who.Actor(root)
            admin.ask(remove_all)
            admin.end()
            raise
    run.__doc__ = test.__doc__
    return run


serve({f.__name__: cleaned(f) for f in (
    complete, may, may_not, from_above, two_owners, borrowed_socket, moved_leg,
    reach_over, own_underlay, memory)})
