# SPDX-License-Identifier: GPL-2.0
"""Two nodes, their wires and their endpoints: the same for every system.

    endpoints   node 1           node 2   endpoints
      a0 ─────── a1   eth0 ─── eth0   c1 ─────── c0
      b0 ─────── b1   eth1 ─────────────────────── w0

A generator sends by a0. What it sends is for b0 ("local": the same node), for w0
("wire": as far as the underlay) or for c0 ("whole": through both nodes), by the
MAC that it is sent to where nodes switch, by the address where they route. What
node 1 makes of the latter may also be sent, again and again, by its eth0 ("port":
from the underlay to c0). Whoever gets it drops it: it is for another MAC. Each
system has namespaces of its own.

TCP is between a0 and c0, where that is set up: NEAR and FAR.
"""
import random
import subprocess

import pkt

LOCAL, WIRE, WHOLE, PORT = "local", "wire", "whole", "port"
PORTS = {LOCAL: "b1", WIRE: "eth1", WHOLE: "eth0"}      # of node 1, to there
SINKS = {LOCAL: "b0", WIRE: "w0", WHOLE: "c0", PORT: "c0"}
MACS = {LOCAL: "02:00:00:00:01:02", WIRE: "02:00:00:00:01:03",
        WHOLE: "02:00:00:00:01:04"}
MANY = "02:00:01:00:00:00"                      # and those after it: WIRE
EVERYBODY = "ff:ff:ff:ff:ff:ff"
IPS = {LOCAL: "10.0.2.2", WIRE: "10.0.3.2", WHOLE: "10.0.4.2"}
NETS = {place: ip[:-1] + "0/24" for place, ip in IPS.items()}
SOURCE = "10.0.1.1"
NEAR, FAR = "10.0.1.1", "10.0.4.1"
NEAR_MAC, FAR_MAC = "02:00:00:00:01:01", "02:00:00:00:01:05"
MTU = 1430                                      # fits all tunnels
GATEWAY = "02:00:00:00:02:01"                   # a1, where nodes route
FAR_GATEWAY = "02:00:00:00:02:04"               # c1
NODE2_MAC, WIRE_MAC = "02:00:00:00:02:02", "02:00:00:00:02:03"
# VTEPs: node 1's on both its wires, node 2's, that of nobody
VTEP1 = {WIRE: "198.51.100.1", WHOLE: "192.0.2.1"}
VTEPS = {WIRE: "198.51.100.2", WHOLE: "192.0.2.2"}
VTEP1_6 = {WIRE: "fd00:3::1", WHOLE: "fd00:2::1"}
VTEPS_6 = {WIRE: "fd00:3::2", WHOLE: "fd00:2::2"}
VTEPS_OF = {False: (VTEP1, VTEPS), True: (VTEP1_6, VTEPS_6)}     # by IPv6
NEXT_MACS = {WIRE: WIRE_MAC, WHOLE: NODE2_MAC}

PORTION = 20000         # lines of a batch

# Nothing but the packets that are measured.
QUIET = """
cd /proc/sys/net/ipv6/conf
for d in all default; do
	echo 0 > $d/accept_dad; echo 0 > $d/accept_ra
	echo 0 > $d/router_solicitations; echo 1 > $d/addr_gen_mode
	echo 1 > $d/seg6_enabled
done
cd ../../ipv4/conf
for d in all default; do echo 0 > $d/rp_filter; echo 1 > $d/forwarding; done
"""


def run(*words, **more):
    return subprocess.run(words, check=True, text=True, **more)


def portions(commands):
    """For a batch each: bridge keeps 32 KB a command, and hangs at 2 GB in UML."""
    lines = commands.splitlines(keepends=True)
    for i in range(0, len(lines), PORTION):
        yield "".join(lines[i:i + PORTION])


def batch(tool, ns, commands):
    for portion in portions(commands):
        run(tool, "-n", ns, "-b", "-", input=portion)


def mac_after(first, i):
    number = int(first.replace(":", ""), 16) + i
    return ":".join("%02x" % byte for byte in number.to_bytes(6, "big"))


def many(n):
    """MACs from MANY on, in no order: rows are in memory as they were added."""
    order = list(range(n))
    random.Random(n).shuffle(order)
    return [mac_after(MANY, i) for i in order]


def remote(i):
    """A VTEP beyond WIRE, of those that floods go to."""
    return "198.51.100.%d" % (i + 10)


class Nodes:
    """Namespaces TAG-1, TAG-2, TAG-e, and TAG-f for c0."""

    def __init__(self, tag):
        self.one, self.two, self.ends, self.far = (tag + "-" + n for n in "12ef")
        for ns in (self.one, self.two, self.ends, self.far):
            run("ip", "netns", "add", ns)
            run("ip", "netns", "exec", ns, "sh", "-c", QUIET)
            run("ip", "-n", ns, "link", "set", "lo", "up")
        self.ip(self.one, """
            link add a1 address %s type veth peer name a0 netns %s
            link add b1 type veth peer name b0 netns %s
            link add eth0 type veth peer name eth0 address %s netns %s
            link add eth1 type veth peer name w0 netns %s
            """ % (GATEWAY, self.ends, self.ends, NODE2_MAC, self.two, self.ends))
        self.ip(self.two, "link add c1 address %s type veth peer name c0 netns %s"
                % (FAR_GATEWAY, self.far))
        for ns, names in ((self.one, "a1 b1 eth0 eth1"), (self.two, "eth0 c1"),
                          (self.ends, "a0 b0 w0"), (self.far, "c0")):
            self.ip(ns, "\n".join("link set %s up" % name
                                  for name in names.split()))
        self.ip(self.one, "\n".join("""
            addr add %s/24 dev {0}
            addr add %s/64 dev {0} nodad
            neigh add %s lladdr {1} dev {0}
            neigh add %s lladdr {1} dev {0}
            """.format(PORTS[place], NEXT_MACS[place]) %
            (VTEP1[place], VTEP1_6[place], VTEPS[place], VTEPS_6[place])
            for place in (WIRE, WHOLE)))
        self.ip(self.two, """
            addr add %s/24 dev eth0
            addr add %s/64 dev eth0 nodad
            """ % (VTEPS[WHOLE], VTEPS_6[WHOLE]))

    def add_remotes(self, n):
        """So many neighbours at the wire; the WIRE_MAC is all of theirs."""
        self.ip(self.one, "".join("neigh add %s lladdr %s dev eth1\n" %
                                  (remote(i), WIRE_MAC) for i in range(n)))

    def connect(self, routed):
        """Addresses for TCP, with nobody to be asked for."""
        for ns, dev, ip, address, other, other_mac in (
                (self.ends, "a0", NEAR, NEAR_MAC, FAR,
                 GATEWAY if routed else FAR_MAC),
                (self.far, "c0", FAR, FAR_MAC, NEAR,
                 FAR_GATEWAY if routed else NEAR_MAC)):
            self.ip(ns, """
                link set {0} address {1} mtu {2}
                addr add {3}/16 dev {0}
                neigh add {4} lladdr {5} dev {0}
                """.format(dev, address, MTU, ip, other, other_mac))
        if routed:
            self.ip(self.one, "neigh add %s lladdr %s dev a1" % (NEAR, NEAR_MAC))
            self.ip(self.two, "neigh add %s lladdr %s dev c1" % (FAR, FAR_MAC))

    @staticmethod
    def ip(ns, commands):
        batch("ip", ns, commands)

    @staticmethod
    def bridge(ns, commands):
        batch("bridge", ns, commands)

    @staticmethod
    def run(ns, *words, **more):
        run("ip", "netns", "exec", ns, *words, **more)

    @staticmethod
    def received(ns, device):
        """Packets that DEVICE has got."""
        with pkt.netns(ns), \
                open("/proc/thread-self/net/dev", encoding="ascii") as file:
            for line in file:
                name, _, counters = line.partition(":")
                if name.strip() == device:
                    return int(counters.split()[1])
        raise KeyError(device)
