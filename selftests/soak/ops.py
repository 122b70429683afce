# SPDX-License-Identifier: GPL-2.0
"""What churn does: one function a kind of operation.

Each draws all that it needs from the random numbers first and returns what is
then to be done, so that one seed gives one sequence, whatever the kernel says.
Names come from small pools, so that what is drawn is there half of the time.
What is done returns nothing, or raises Refused or OSError.
"""
import socket
import subprocess

import nl
import rtnl
import world
from pkt import netns
from spec import Client

NETWORKS = range(1, world.VNI_MAX + 1)
REMOTES = ["r%d" % i for i in range(1, 7)]
UNDERLAYS = ["u", "v"]
LEGS = 3
OPS = {}            # function by name
WEIGHTS = {}
FAMILY = None       # of the module that is loaded now; see renew()
SPEC = None


class Node(Client):
    """A client in a node, closed at the end: a socket keeps a namespace."""

    # pylint: disable=super-init-not-called
    def __init__(self, name):
        self.spec, self.family, self.request = SPEC, FAMILY, b""
        self.inside = netns(name)

    def __enter__(self):
        self.inside.__enter__()
        try:
            self.sock = nl.Socket()
        except OSError:
            self.inside.__exit__()
            raise
        return self

    def __exit__(self, *what):
        self.sock.close()
        self.inside.__exit__(*what)


def renew(spec):
    """The module has been loaded anew: its family has another number."""
    global FAMILY, SPEC
    SPEC = spec
    sock = nl.Socket()
    FAMILY = nl.Family(sock, spec.name)
    sock.close()


def op(weight):
    """An operation that is drawn WEIGHT times as often as others."""
    def remember(function):
        name = function.__name__.replace("_", "-")
        OPS[name] = function
        WEIGHTS[name] = weight
        return function
    return remember


def a_node(rng):
    return world.node(rng.randint(1, world.NODES))


def a_mac(rng):
    # those of the ports too, which learning moves
    if rng.random() < 0.5:
        return world.port_mac(rng.randint(1, world.NODES), rng.randrange(world.PORTS))
    return "02:00:00:00:0e:%02x" % rng.randrange(12)


def an_address(rng):
    i = rng.randint(1, 9)
    return rng.choice((world.address4(i), world.address6(i), world.address4(100 + i)))


def a_network(rng):
    number = rng.choice(NETWORKS)
    return {"network-id": number} if rng.random() < 0.8 else \
        {"network-name": "net%d" % number}


def a_remote(rng):
    return {"remote-name": rng.choice(REMOTES)}


def some(rng, one):
    """Mostly one object, sometimes a message of many."""
    count = 1 if rng.random() < 0.7 else rng.randint(2, 8)
    return [one(rng) for _ in range(count)]


def maybe(rng, **values):
    """Some of these settings, each with one of its values."""
    return {key.replace("_", "-"): rng.choice(choices)
            for key, choices in values.items() if rng.random() < 0.4}


def do(where, name, objects):
    def action():
        with Node(where) as client:
            client.do(name, *objects)
    return action


def dump(where, name, objects=()):
    def action():
        with Node(where) as client:
            client.dump(name, *objects)
    return action


# --- the family ---------------------------------------------------------------

def underlay_settings(rng):
    return maybe(rng, ttl=(0, 1, 64), tos=(0, 1, 0xb8), df=("set", "unset", "inherit"),
                 csum=(0, 1), csum6_tx=(0, 1), csum6_rx=(0, 1))


@op(2)
def underlay_new(rng):
    i = rng.randint(1, world.NODES)
    name = rng.choice(UNDERLAYS)
    local = {"local4": world.address4(i if name == "u" else 100 + i)}
    if rng.random() < 0.5:
        local["local6"] = world.address6(i)
    return do(world.node(i), "underlay-new",
              [{"name": name, "kind": "vxlan", **local, **underlay_settings(rng),
                **maybe(rng, port=(4789, 4790))}])


@op(1)
def underlay_srv6(rng):
    """Made or changed; some locators overlap, or are where remotes are."""
    locator = {"locator": "fd00:6%d::" % rng.randrange(8), "locator-len": rng.choice((32, 48, 64))}
    more = maybe(rng, ttl=(0, 64), source=("fd00:2::1", "::"), srh=("off", "full"))
    if rng.random() < 0.5:
        return do(a_node(rng), "underlay-new", [{"name": "s", "kind": "srv6", **locator, **more}])
    return do(a_node(rng), "underlay-set", [{"name": "s", **locator, **more}])


@op(1)
def underlay_set(rng):
    i = rng.randint(1, world.NODES)
    more = underlay_settings(rng)
    if rng.random() < 0.5:
        more["local4"] = world.address4(rng.choice((i, 100 + i)))
    return do(world.node(i), "underlay-set", [{"name": rng.choice(UNDERLAYS), **more}])


@op(1)
def underlay_del(rng):
    return do(a_node(rng), "underlay-del", [{"name": rng.choice((*UNDERLAYS, "s"))}])


def network_settings(rng):
    return maybe(rng, learning=(0, 1), learning_remote=(0, 1), secure=(0, 0, 1),
                 ageing=(0, 1, 300), fdb_max=(3, 100, 65536), flood_rate=(0, 0, 50),
                 suppression=(0, 1, 1), neigh_max=(3, 100, 65536),
                 router=("net1", "net2", "", ""), ra=(0, 0, 1, 2),
                 mss_clamp=(0, 0, 1)) | a_gateway(rng)


def a_gateway(rng):
    """Mostly none said."""
    drawn = rng.random()
    if drawn < 0.1:
        return {"gateway4": "10.0.0.1", "gateway4-len": 24}
    if drawn < 0.2:
        return {"gateway6": "fd00::1", "gateway6-len": 64}
    return {"gateway4": "0.0.0.0", "gateway6": "::"} if drawn < 0.25 else {}


@op(3)
def network_new(rng):
    return do(a_node(rng), "network-new", some(rng, lambda rng: {
        "id": rng.choice(NETWORKS),
        "underlay": rng.choice((*UNDERLAYS, "u", "u", "")), **network_settings(rng),
        **({"type": "l3"} if rng.random() < 0.15 else {})}))


@op(2)
def network_set(rng):
    return do(a_node(rng), "network-set", some(rng, lambda rng: {
        "id": rng.choice(NETWORKS), **network_settings(rng),
        **maybe(rng, underlay=("u", "u", "v", "", "s"), srv6_underlay=("s", ""))}))


@op(2)
def network_del(rng):
    force = {"force": True} if rng.random() < 0.5 else {}
    return do(a_node(rng), "network-del", [{"id": rng.choice(NETWORKS), **force}])


@op(1)
def network_get(rng):
    return do(a_node(rng), "network-get", [{"id": rng.choice(NETWORKS)}])


def port_settings(rng):
    return maybe(rng, state=("open", "open", "blocked"), learning=(0, 1),
                 unknown_unicast=(0, 1, 1), flood_rate=(0, 0, 50))


def on_port(rng, name, more, device=None):
    """An operation on one port, found by its name when it is done."""
    where, device = a_node(rng), device or "p%d" % rng.randrange(world.PORTS)

    def action():
        with Node(where) as client:
            client.do(name, {"ifindex": socket.if_nametoindex(device), **more})
    return action


@op(5)
def port_new(rng):
    return on_port(rng, "port-new", {**a_network(rng), **port_settings(rng)},
                   rng.choice((None, None, None, "eth0", "lo")))


@op(3)
def port_set(rng):
    return on_port(rng, "port-set", port_settings(rng))


@op(3)
def port_del(rng):
    return on_port(rng, "port-del", {})


@op(1)
def port_get(rng):
    return on_port(rng, "port-get", {})


@op(3)
def rehome(rng):
    """A port from one network to another, as live migration does it."""
    where, device = a_node(rng), "p%d" % rng.randrange(world.PORTS)
    network = a_network(rng)

    def action():
        with Node(where) as client:
            port = {"ifindex": socket.if_nametoindex(device)}
            try:
                client.do("port-del", port)
            except nl.Refused:
                pass
            client.do("port-new", {**port, **network, "state": "open"})
    return action


@op(2)
def remote_new(rng):
    return do(a_node(rng), "remote-new", some(rng, lambda rng: {
        "name": rng.choice(REMOTES), "kind": "vxlan",
        "vtep": [an_address(rng) for _ in range(rng.choice((1, 1, 2, 4)))],
        **maybe(rng, port=(0, 4789, 4790), up=(0, 1, 1),
                router_mac=("02:00:00:00:0e:01", "00:00:00:00:00:00"),
                probe_interval=(0, 1, 3600))}))


@op(2)
def remote_set(rng):
    return do(a_node(rng), "remote-set", [{
        "name": rng.choice(REMOTES),
        **({"vtep": [an_address(rng)]} if rng.random() < 0.6 else {}),
        **maybe(rng, port=(0, 4789), up=(0, 1, 1))}])


def by_srv6(rng):
    """How a remote is reached by it; some of these do not go together."""
    return {"locator": "fd00:6%d::" % rng.randrange(8), "locator-len": rng.choice((0, 48, 64, 64)),
            **maybe(rng, foreign=(0, 1), seg=(["::"], ["fd00:6f::1", "fd00:6f::2"]),
                    source=([{"len": 0}], [{"addr": "fd00:68::1"}, {"addr": "fd00:62::", "len": 32}]))}


@op(1)
def remote_srv6(rng):
    one = {"name": rng.choice(REMOTES), **by_srv6(rng)}
    if rng.random() < 0.5:
        return do(a_node(rng), "remote-new", [{"kind": "srv6", **one}])
    return do(a_node(rng), "remote-set", [{**one, **maybe(rng, vtep=(["0.0.0.0"],))}])


@op(2)
def remote_del(rng):
    force = {"force": True} if rng.random() < 0.5 else {}
    return do(a_node(rng), "remote-del", [{"name": rng.choice(REMOTES), **force}])


@op(1)
def remote_get(rng):
    return do(a_node(rng), "remote-get", [{"name": rng.choice(REMOTES)}])


@op(1)
def underlay_get(rng):
    return do(a_node(rng), "underlay-get", [{"name": rng.choice(UNDERLAYS)}])


def a_member(rng):
    return {**a_network(rng), **a_remote(rng)}


def a_member_with_sids(rng):
    return {**a_member(rng), **(maybe(rng, sid=("fd00:61::e", "::"), sid_flood=("fd00:62::e", "::"))
                                if rng.random() < 0.3 else {})}


@op(3)
def member_new(rng):
    return do(a_node(rng), "member-new", some(rng, a_member_with_sids))


@op(2)
def member_set(rng):
    network = a_network(rng)
    return do(a_node(rng), "member-set",
              some(rng, lambda rng: {**a_member_with_sids(rng), **network}))


@op(2)
def member_del(rng):
    return do(a_node(rng), "member-del", [a_member(rng)])


def row_at_remote(rng):
    return {**a_network(rng), **a_remote(rng), "mac": a_mac(rng),
            **maybe(rng, state=("static", "external"))}


@op(3)
def fdb_new(rng):
    return do(a_node(rng), "fdb-new", some(rng, row_at_remote))


@op(3)
def fdb_set(rng):
    if rng.random() < 0.6:
        return do(a_node(rng), "fdb-set", some(rng, lambda rng: {
            **row_at_remote(rng), **maybe(rng, seq=(1, 5, 9))}))
    return on_port(rng, "fdb-set", {**a_network(rng), "mac": a_mac(rng)})


@op(2)
def fdb_del(rng):
    return do(a_node(rng), "fdb-del", [{**a_network(rng), "mac": a_mac(rng)}])


def a_prefix(rng):
    length = rng.choice((0, 8, 24, 32))
    return {"dst4": "10.0.0.0" if length else "0.0.0.0", "len": length} \
        if rng.random() < 0.5 else \
        {"dst6": "fd00::" if length else "::", "len": 2 * length}


def a_route(rng):
    return {**a_network(rng), **a_prefix(rng),
            **rng.choice(({**a_remote(rng), "transit": rng.choice((0, 1))},
                          {"nexthop": [{**a_remote(rng), **maybe(rng, sid=("fd00:61::e", "::"))}
                                       for _ in range(rng.choice((1, 2, 3)))]},
                          {"to-network-id": rng.choice(NETWORKS)},
                          {"type": "unreachable"}, {"type": "blackhole"}))}


@op(3)
def route_new(rng):
    return do(a_node(rng), "route-new", some(rng, a_route))


@op(3)
def route_set(rng):
    if rng.random() < 0.6:
        return do(a_node(rng), "route-set", some(rng, a_route))
    return on_port(rng, "route-set", {**a_network(rng), **a_prefix(rng)})


@op(2)
def route_del(rng):
    return do(a_node(rng), "route-del", [{**a_network(rng), **a_prefix(rng)}])


@op(1)
def route_get(rng):
    return dump(a_node(rng), "route-get", [a_network(rng)] if rng.random() < 0.5 else ())


def a_neighbour(rng):
    number = rng.randint(1, 12)
    return {**a_network(rng), **({"addr4": "10.0.0.%d" % number}
                                 if rng.random() < 0.5 else
                                 {"addr6": "fd00::%x" % number})}


def a_resolved(rng):
    return {**a_neighbour(rng), "mac": a_mac(rng), **maybe(rng, seq=(1, 5, 9))}


@op(2)
def neigh_new(rng):
    return do(a_node(rng), "neigh-new", some(rng, a_resolved))


@op(3)
def neigh_set(rng):
    return do(a_node(rng), "neigh-set", some(rng, a_resolved))


@op(2)
def neigh_del(rng):
    return do(a_node(rng), "neigh-del", [a_neighbour(rng)])


@op(1)
def neigh_flush(rng):
    return do(a_node(rng), "neigh-flush", [rng.choice(({}, a_network(rng)))])


@op(1)
def neigh_get(rng):
    return dump(a_node(rng), "neigh-get", [a_network(rng)] if rng.random() < 0.5 else ())


@op(2)
def binding_new(rng):
    return on_port(rng, "binding-new", {"mac": a_mac(rng), **maybe(rng, addr4=("10.0.0.9",))})


@op(3)
def binding_del(rng):
    return on_port(rng, "binding-del", {"mac": a_mac(rng), **maybe(rng, addr4=("10.0.0.9",))})


@op(1)
def binding_get(rng):
    return dump(a_node(rng), "binding-get")


@op(1)
def probe_send(rng):
    return do(a_node(rng), "probe-send", [{
        **a_remote(rng), **maybe(rng, size=(100, 1400, 1501), underlay=("u", "s", "s"))}])


@op(1)
def probe_get(rng):
    return do(a_node(rng), "probe-get", [{"id": rng.randint(1, 300)}])


@op(1)
def fdb_flush(rng):
    what = rng.choice(({}, a_network(rng), a_remote(rng), {"state": "learned"}))
    return do(a_node(rng), "fdb-flush", [what])


@op(1)
def node_get(rng):
    return do(a_node(rng), "node-get", ())


@op(1)
def node_set(rng):
    return do(a_node(rng), "node-set", [maybe(
        rng, underlay_hooks=("auto", "auto", "on", "off"), cache=(1, 1, 0),
        peer_delivery=("auto", "auto", "off"))])


@op(1)
def fdb_get(rng):
    return dump(a_node(rng), "fdb-get", [a_network(rng)] if rng.random() < 0.5 else ())


@op(1)
def member_get(rng):
    return dump(a_node(rng), "member-get")


@op(1)
def drops_get(rng):
    return dump(a_node(rng), "drops-get")


# --- links of kind ovnet ------------------------------------------------------

def a_leg(rng):
    i = rng.randint(1, world.NODES)
    return i, "n%dl%d" % (i, rng.randrange(LEGS))


def where_leg_may_be(rng, i):
    """At home twice as often as elsewhere."""
    home = world.node(i)
    return rng.choice((home, home, world.host(rng.randrange(world.HOSTS))))


def leg_settings(rng):
    return maybe(rng, learning=(0, 1), learning_remote=(0, 1), ageing=(0, 1, 300),
                 fdb_max=(3, 100, 65536), flood_rate=(0, 50))


@op(3)
def link_add(rng):
    i, name = a_leg(rng)
    given = {"id": rng.choice((*NETWORKS, 50 + rng.randrange(4)))}
    kind = rng.random()
    if kind < 0.2:
        given.update(local=world.address4(i), local6=world.address6(i))
    elif kind < 0.4:
        given.update(local=world.address4(100 + i), port=4791)
    elif kind < 0.6:
        given["underlay"] = rng.choice(UNDERLAYS)
    if rng.random() < 0.3:
        given.update(leg_settings(rng))
    given = {key.replace("-", "_"): value for key, value in given.items()}
    address = rng.choice((None, a_mac(rng)))

    def action():
        with world.Place(world.node(i)) as route:
            route.link_add(name, rtnl.ovnet_info(**given), address=address)
    return action


@op(1)
def link_add_elsewhere(rng):
    """A leg made in a host's namespace, of a network of the node."""
    i, name = a_leg(rng)
    number, elsewhere = rng.choice(NETWORKS), world.host(rng.randrange(world.HOSTS))

    def action():
        with open("/run/netns/" + world.node(i), "rb") as there:
            with world.Place(elsewhere) as route:
                world.tolerate(route.nsid, there.fileno(), i)
                route.link_add(name, rtnl.ovnet_info(id=number), link_netnsid=i)
    return action


@op(2)
def link_change(rng):
    i, name = a_leg(rng)
    where, settings = where_leg_may_be(rng, i), leg_settings(rng)
    if rng.random() < 0.3:
        settings["underlay"] = rng.choice(UNDERLAYS)

    def action():
        with world.Place(where) as route:
            route.link_set(name, rtnl.ovnet_info(**settings))
    return action


def on_leg(rng, change):
    i, name = a_leg(rng)
    where = where_leg_may_be(rng, i)

    def action():
        with world.Place(where) as route:
            change(route, name)
    return action


@op(2)
def link_del(rng):
    return on_leg(rng, lambda route, name: route.link_del(name))


@op(2)
def link_set(rng):
    """What any device is told: up, down, address, MTU, promiscuous."""
    given = rng.choice(({"up": False}, {"up": True}, {"up": True}, {"promisc": True},
                        {"promisc": False}, {"mtu": rng.randint(68, 9000)},
                        {"address": a_mac(rng)}))
    return on_leg(rng, lambda route, name: route.link_set(name, **given))


@op(3)
def link_move(rng):
    """A leg to another namespace, or back."""
    i, name = a_leg(rng)
    places = [world.node(i), world.host(rng.randrange(world.HOSTS))]
    rng.shuffle(places)

    def action():
        with open("/run/netns/" + places[1], "rb") as there:
            with world.Place(places[0]) as route:
                route.link_set(name, netns=there.fileno())
                places_up(places[1], name)
    return action


def places_up(where, name):
    """It is down after its journey."""
    with world.Place(where) as route:
        world.tolerate(route.link_set, name, up=True)


@op(4)
def master(rng):
    i, name = a_leg(rng)
    port = "p%d" % rng.randrange(world.PORTS)

    def action():
        with world.Place(world.node(i)) as route:
            route.link_set(port, master=socket.if_nametoindex(name))
    return action


@op(2)
def nomaster(rng):
    where, port = a_node(rng), "p%d" % rng.randrange(world.PORTS)

    def action():
        with world.Place(where) as route:
            route.link_set(port, master=0)
    return action


# --- the bridge tool ----------------------------------------------------------

def row(rng):
    return rng.choice((a_mac(rng), a_mac(rng), "00:00:00:00:00:00")), an_address(rng)


@op(3)
def bridge_fdb_add(rng):
    what = row(rng)
    return on_leg(rng, lambda route, name: route.fdb_add(name, *what))


@op(3)
def bridge_fdb_append(rng):
    what = row(rng)
    return on_leg(rng, lambda route, name: route.fdb_append(name, *what))


@op(2)
def bridge_fdb_replace(rng):
    what = a_mac(rng), an_address(rng)
    return on_leg(rng, lambda route, name: route.fdb_replace(name, *what))


@op(4)
def bridge_fdb_del(rng):
    mac, address = row(rng)
    if mac != "00:00:00:00:00:00" and rng.random() < 0.7:
        address = None
    return on_leg(rng, lambda route, name: route.fdb_del(name, mac, address))


@op(1)
def bridge_fdb_flush(rng):
    return on_leg(rng, lambda route, name: route.fdb_flush(name))


@op(1)
def bridge_fdb_show(rng):
    return on_leg(rng, lambda route, name: route.fdb_show())


@op(2)
def bridge_link_set(rng):
    where, port = a_node(rng), "p%d" % rng.randrange(world.PORTS)
    settings = rng.choice(({"state": 3}, {"state": 0}, {"learning": 1}, {"flood": 0},
                           {"state": 3, "learning": 0, "flood": 1}))

    def action():
        with world.Place(where) as route:
            route.bridge_set(port, **settings)
    return action


# --- what is below and around -------------------------------------------------

@op(1)
def underlay_flap(rng):
    i = rng.randint(1, world.NODES)
    inside = rng.random() < 0.5

    def action():
        with world.Place(world.node(i) if inside else world.WIRE) as route:
            names = ["eth0"] if inside else [
                link.name for link in route.links()
                if link.name.startswith(world.wire_prefix(i))]
            for up in False, True:
                for name in names:
                    route.link_set(name, up=up)
        with world.Place(world.node(i)) as route:
            world.addresses(i, route)
    return action


@op(1)
def address_del(rng):
    i = rng.randint(1, world.NODES)
    address = rng.choice((world.address4(i) + "/24", world.address4(100 + i) + "/24",
                          world.address6(i) + "/64"))

    def action():
        with world.Place(world.node(i)) as route:
            route.addr_del("eth0", address)
    return action


@op(2)
def address_add(rng):
    i = rng.randint(1, world.NODES)

    def action():
        with world.Place(world.node(i)) as route:
            world.addresses(i, route)
    return action


@op(1)
def underlay_mtu(rng):
    i, mtu = rng.randint(1, world.NODES), rng.choice((1280, 1400, 1500, 1500, 9000))

    def action():
        with world.Place(world.node(i)) as route:
            route.link_set("eth0", mtu=mtu)
    return action


@op(1)
def port_device_gone(rng):
    """A port's device is deleted, and there is another with its name."""
    i, j = rng.randint(1, world.NODES), rng.randrange(world.PORTS)

    def action():
        world.remove_port(i, j)
        world.make_port(i, j)
    return action


@op(1)
def port_device_moved(rng):
    """A port's device leaves for another namespace and comes back."""
    i, j = rng.randint(1, world.NODES), rng.randrange(world.PORTS)

    def action():
        name = "p%d" % j
        with open("/run/netns/" + world.WIRE, "rb") as there, \
                open("/run/netns/" + world.node(i), "rb") as back:
            with world.Place(world.node(i)) as route:
                route.link_set(name, netns=there.fileno())
            with world.Place(world.WIRE) as route:
                route.link_set(name, netns=back.fileno())
            with world.Place(world.node(i)) as route:
                route.link_set(name, up=True)
    return action


@op(0.3)
def node_killed(rng):
    i = rng.randint(1, world.NODES)
    return lambda: world.kill_node(i)


@op(0.15)
def host_killed(rng):
    i = rng.randrange(world.HOSTS)
    return lambda: world.kill_host(i)


@op(0.15)
def save_restore(rng):
    """What one node has, saved and restored to it and to another."""
    here, there = world.node(1), world.node(rng.randint(2, world.NODES))

    def action():
        document = ovctl(here, "save")
        for where in here, there:
            try:
                ovctl(where, "restore", document)
            except ChildProcessError:
                if where == here:
                    raise
    return action


def ovctl(where, word, document=None):
    """Its output; one that fails was refused."""
    with netns(where):
        got = subprocess.run(["ovctl", word] + (["/dev/stdin"] if document else []),
                             input=document, capture_output=True, check=False)
    if got.returncode < 0 or got.returncode > 2:
        raise RuntimeError("ovctl %s: status %d" % (word, got.returncode))
    if got.returncode:
        raise ChildProcessError(2, got.stderr.decode())
    return got.stdout


@op(0.8)
def settle(rng):
    """All that it takes for the tenants to reach each other."""
    del rng

    def action():
        for i in range(1, world.TENANTS + 1):
            other = world.TENANTS + 1 - i
            with world.Place(world.node(i)) as route:
                world.addresses(i, route)
            with Node(world.node(i)) as client:
                _connect(client, i, other)
    return action


def _connect(client, i, other):
    def attempt(name, *objects):
        try:
            client.do(name, *objects)
            return True
        except nl.Refused:
            return False

    local = {"name": "u", "local4": world.address4(i), "df": "set", "ttl": 64}
    if not attempt("underlay-new", {**local, "kind": "vxlan"}):
        attempt("underlay-set", local)
    network = {"id": 1, "underlay": "u", "learning": 1, "learning-remote": 1, "secure": 0,
               "flood-rate": 0, "fdb-max": 1000, "ageing": 300}
    if not attempt("network-new", network):
        attempt("network-set", network)
    remote = {"name": "r%d" % other, "vtep": [world.address4(other)], "port": 0, "up": 1}
    if not attempt("remote-new", {**remote, "kind": "vxlan"}):
        # its address may be somebody else's
        attempt("remote-del", {"name": remote["name"], "force": True})
        for row_ in client.dump("remote-get"):
            if remote["vtep"][0] in row_["vtep"]:
                attempt("remote-del", {"name": row_["name"], "force": True})
        attempt("remote-new", {**remote, "kind": "vxlan"})
    attempt("member-new", {"network-id": 1, "remote-name": remote["name"]})
    port = {"ifindex": socket.if_nametoindex("t")}
    settings = {"state": "open", "unknown-unicast": 1, "flood-rate": 0, "learning": 1}
    attempt("port-del", port)
    client.do("port-new", {**port, "network-id": 1, **settings})


@op(1)
def furnish(rng):
    """What a node may have all of, as far as it is not there already."""
    i = rng.randint(1, world.NODES)
    settings = [network_settings(rng) for _ in NETWORKS]
    pairs = [(network, rng.choice(REMOTES)) for network in NETWORKS]

    def action():
        with Node(world.node(i)) as client:
            made = 0
            for name, one in furniture(i, settings, pairs):
                try:
                    client.do(name, one)
                    made += 1
                except nl.Refused:
                    pass
        if not made:
            raise nl.Refused(17)
    return action


def furniture(i, settings, pairs):
    for name, local in ("u", i), ("v", 100 + i):
        yield "underlay-new", {"name": name, "kind": "vxlan", "local4": world.address4(local)}
    for number, more in zip(NETWORKS, settings):
        yield "network-new", {"id": number, "underlay": UNDERLAYS[number % 2], **more}
    for number, name in enumerate(REMOTES, 1):
        yield "remote-new", {"name": name, "kind": "vxlan",
                             "vtep": [world.address4(number), world.address6(number)]}
    for network, remote in pairs:
        yield "member-new", {"network-id": network, "remote-name": remote}


def draw(rng):
    """One kind of operation, and what is to be done."""
    name = rng.choices(list(OPS), list(WEIGHTS.values()))[0]
    return name, OPS[name](rng)


