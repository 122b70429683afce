# SPDX-License-Identifier: GPL-2.0
"""A node, and beside it the wire that its tunnels leave by.

The node has an underlay, IPv6 and on demand IPv4, and the network "red" that
is there all the time. Whatever the address of a remote, its packets go to one
neighbour, so that nobody asks for any.
"""
import re
import subprocess

from bulk import Bulk
from links import Links
from pkt import Dev, eth, ip6, mac, netns, udp, vxlan
from spec import Client

NS, WIRE = "scale", "scale-wire"
RED = 1                         # id
LOCAL4, LOCAL6 = "192.0.2.1", "fd00:2::1"
NODE_MAC, WIRE_MAC = "02:00:00:00:ff:01", "02:00:00:00:ff:02"
BACKLOG = 1 << 20               # packets: none are lost on a veth

QUIET = """
cd /proc/sys/net/ipv6/conf/default
for c in accept_dad accept_ra router_solicitations; do echo 0 > $c; done
echo 1 > addr_gen_mode
"""


def run(*words, **more):
    return subprocess.run(words, check=True, **more)


def remote_address(i):
    return "fd00:3::%x" % i


def _make():
    with open("/proc/sys/net/core/netdev_max_backlog", "w",
              encoding="ascii") as file:
        file.write(str(BACKLOG))
    for ns in (WIRE, NS):
        run("ip", "netns", "add", ns)
        run("ip", "netns", "exec", ns, "sh", "-c", QUIET)
    run("ip", "-n", NS, "-b", "-", text=True, input="""
        link set lo up
        link add eth0 address %s type veth peer name w0 address %s netns %s
        link set eth0 up
        addr add %s/64 dev eth0 nodad
        addr add %s/24 dev eth0
        neigh add fd00:2::2 lladdr %s dev eth0
        route add fd00:3::/48 via fd00:2::2
        """ % (NODE_MAC, WIRE_MAC, WIRE, LOCAL6, LOCAL4, WIRE_MAC))
    run("ip", "-n", WIRE, "link", "set", "w0", "up")


class Node:
    """Sockets of the namespace, and what one asks it."""

    def __init__(self):
        _make()
        with netns(NS):
            self.client = Client()
            self.bulk = Bulk(self.client)
            self.links = Links()
        self.do = self.client.do
        self.do("underlay-new", {"name": "u", "kind": "vxlan",
                                 "local6": LOCAL6, "csum6-rx": 0})
        self.do("network-new", {"id": RED, "name": "red", "underlay": "u",
                                "fdb-max": 1 << 21})

    def count(self, what):
        return self.do("node-get")[0][what]

    def network(self, ident=RED):
        return self.do("network-get", {"id": ident})[0]

    def close(self):
        self.bulk.sock.close()
        self.links.sock.close()


def send_to_networks(vnis, frame):
    """The frame, to each of these networks, from the first remote."""
    dev = Dev(WIRE, "w0", 0)
    for vni in vnis:
        packet = ip6(remote_address(1), LOCAL6, 17,
                     udp(50000, 4789, vxlan(vni, frame)))
        dev.send(eth(NODE_MAC, WIRE_MAC, 0x86dd, packet))


def received(ns, pattern):
    """Packets that devices have got, those whose names match."""
    with netns(ns), open("/proc/thread-self/net/dev", encoding="ascii") as file:
        lines = [line.split(":") for line in file if ":" in line]
    return sum(int(counters.split()[1]) for name, counters in lines
               if re.fullmatch(pattern, name.strip()))
