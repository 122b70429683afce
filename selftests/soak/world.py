# SPDX-License-Identifier: GPL-2.0
"""The world that is churned: nodes on one wire, hosts and tenants behind them.

  wire      a bridge with a port w1-0, w2-0 ... for each node
  n1 ...    nodes: eth0 on the wire, ports p0 ... to the hosts, t to a tenant
  h0, h1    hosts: the other ends of the ports, n1p0-0 ...; legs are moved here
  t1, t2    tenants of the first two nodes: an address on each, for TCP

Nodes and hosts are killed and made again by anybody at any time: what is gone
is no error.
"""
import errno
import os
import socket

import netspace
import nl
import rtnl
from pkt import netns

NODES, PORTS, HOSTS, TENANTS = 3, 4, 2, 2
VNI_MAX = 6

# What may be in the way at any time: somebody else has removed it, or made it.
# None: socket.if_nametoindex() says no more.
GONE = {None, errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EEXIST, errno.EINVAL,
        errno.ENETDOWN, errno.EBUSY, errno.ENOTUNIQ}


def node(i):
    return "%sn%d" % (netspace.PREFIX, i)


def host(i):
    return "%sh%d" % (netspace.PREFIX, i)


def tenant(i):
    return "%st%d" % (netspace.PREFIX, i)


WIRE = netspace.PREFIX + "wire"
ALL = [WIRE] + [node(i) for i in range(1, NODES + 1)] + \
      [host(i) for i in range(HOSTS)] + [tenant(i) for i in range(1, TENANTS + 1)]


def wire_mac(i):
    return "02:00:00:00:ff:%02x" % i


def port_mac(i, j):
    return "02:00:00:01:%02x:%02x" % (i, j)


def address4(i):
    return "192.0.2.%d" % i


def address6(i):
    return "fd00:2::%d" % i


def sysctl(path, value):
    with open("/proc/sys/net/" + path, "w", encoding="ascii") as file:
        file.write(str(value))


class Place:
    """with Place(NAME) as route: be in a namespace, with rtnetlink there."""

    def __init__(self, name):
        self.inside = netns(name)

    def __enter__(self):
        self.inside.__enter__()
        try:
            self.route = rtnl.Route()
        except OSError:
            self.inside.__exit__()
            raise
        return self.route

    def __exit__(self, *what):
        self.route.close()
        self.inside.__exit__(*what)


def tolerate(function, *args, **kwargs):
    """Do it; false if something else was in the way."""
    try:
        function(*args, **kwargs)
    except nl.Refused as refused:
        if refused.code not in GONE:
            raise
        return False
    except OSError as error:
        if error.errno not in GONE:
            raise
        return False
    return True


def make_wire():
    netspace.make(WIRE)
    with Place(WIRE) as route:
        route.link_add("br0", rtnl.info("bridge"))
        sysctl("ipv6/conf/br0/disable_ipv6", 1)


def veth(place, name, address, peer_place, peer, peer_address=None, master=None):
    """A pair between two namespaces, both ends up; the first NAME may end in %d."""
    with open(netspace.RUN + peer_place, "rb") as there:
        with Place(place) as route:
            route.link_add(name, rtnl.veth_info(
                name=peer, netns=there.fileno(), address=peer_address),
                address=address, master=master and socket.if_nametoindex(master))
    with Place(peer_place) as route:
        route.link_set(peer, up=True)


def addresses(i, route):
    for address in (address4(i) + "/24", address4(100 + i) + "/24",
                    address6(i) + "/64"):
        tolerate(route.addr_add, "eth0", address)


def make_node(i):
    """A node on the wire, with nothing of ours in it.

    Names outside of it are new ones: what an earlier node i had may still be
    on its way out.
    """
    netspace.make(node(i))
    veth(WIRE, wire_prefix(i) + "%d", None, node(i), "eth0", wire_mac(i), master="br0")
    with Place(node(i)) as route:
        route.link_set("lo", up=True)
        addresses(i, route)


def wire_prefix(i):
    return "w%d-" % i


def port_prefix(i, j):
    """Of the host's end of a port."""
    return "n%dp%d-" % (i, j)


def make_port(i, j):
    veth(host(j % HOSTS), port_prefix(i, j) + "%d", port_mac(i, j), node(i), "p%d" % j)


def remove_port(i, j):
    """The device, whether it is in its node or was lost on a journey."""
    with Place(node(i)) as route:
        if tolerate(route.link_del, "p%d" % j):
            return
    with Place(host(j % HOSTS)) as route:
        for link in route.links():
            if link.name.startswith(port_prefix(i, j)):
                tolerate(route.link_del, link.name)


def make_tenant(i):
    """Its device goes with the node, so that there may be an old one."""
    with Place(tenant(i)) as route:
        tolerate(route.link_del, "eth0")
    veth(node(i), "t", None, tenant(i), "eth0", "02:00:00:02:00:%02x" % i)
    with Place(tenant(i)) as route:
        tolerate(route.addr_add, "eth0", "10.0.0.%d/24" % i)
        tolerate(route.addr_add, "eth0", "fd00:10::%d/64" % i)


def make_ports(i):
    for j in range(PORTS):
        tolerate(make_port, i, j)
    if i <= TENANTS:
        tolerate(make_tenant, i)


def make():
    make_wire()
    for i in range(HOSTS):
        netspace.make(host(i))
    for i in range(1, TENANTS + 1):
        netspace.make(tenant(i))
    for i in range(1, NODES + 1):
        make_node(i)
        make_ports(i)


def unmake():
    for name in ALL:
        if netspace.there(name):
            netspace.remove(name)


def kill_node(i):
    """A node goes with all that is in it, and there is a new one."""
    if netspace.there(node(i)):
        netspace.remove(node(i))
    make_node(i)
    make_ports(i)


def kill_host(i):
    """What it had goes in its own time: so the ports are removed by hand."""
    if netspace.there(host(i)):
        netspace.remove(host(i))
    netspace.make(host(i))
    for n in range(1, NODES + 1):
        for j in range(i, PORTS, HOSTS):
            tolerate(remove_port, n, j)
            tolerate(make_port, n, j)


def mend():
    """What could not be made again is."""
    for i in range(HOSTS):
        if not there_and_whole(host(i), "lo"):
            kill_host(i)
    for i in range(1, NODES + 1):
        if not there_and_whole(node(i), "eth0"):
            kill_node(i)


def there_and_whole(name, device):
    if not netspace.there(name):
        return False
    try:
        with Place(name) as route:
            return any(link.name == device for link in route.links())
    except OSError:
        return False

