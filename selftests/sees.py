# SPDX-License-Identifier: GPL-2.0
"""sees.py N1 N2 A B C D: who sees a packet where, and when.

What is expected is the table of docs/packet-path.md, a row for each place and
watcher: one test. A is an endpoint on N1, B one on N2, which also has the leg
"leg"; C is on N1 and D on N2, and their devices are ports themselves. While the watcher is there alone, packets are sent under the settings of
each column; its counter must have risen by as many, or not at all. Then it
drops what it sees.
"""
import ctypes
import functools
import os
import re
import select
import socket
import struct
import subprocess
import sys

from pkt import Udp, check_eq, fail, netns, port_mac, wait_for
from serve import serve
from spec import Client, Spec
from xdp import Xdp

N1, N2, A, B, C, D = sys.argv[1:]
SRV6 = os.environ["ENCAP"] == "srv6"
TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "docs", "packet-path.md")
COUNT, PORT, SIZE = 8, 7777, 400
LEG = "10.0.0.2"

# What the columns of the table mean.
SETTINGS = {
    "everything on": {"underlay-hooks": "on", "cache": 0, "peer-delivery": "off"},
    "default": {"underlay-hooks": "auto", "cache": 1, "peer-delivery": "auto"},
    "underlay-hooks off": {"underlay-hooks": "off", "cache": 1, "peer-delivery": "auto"},
}


def table():
    """{(where, who): [yes or no for each of SETTINGS]} of this encapsulation."""
    with open(TABLE, encoding="utf-8") as file:
        part = file.read().split("\n## What sees a packet, and when\n")[1].split("\n## ")[0]
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")]
                   for line in part.splitlines() if line.startswith("| ")]
    check_eq(head[2:], list(SETTINGS), "columns")
    want = {}
    for where, who, *cells in rows:
        if set(where) == {"-"}:
            continue
        name, _, only = who.partition(" (")
        if only in ("", "SRv6)" if SRV6 else "VXLAN)"):
            want[where, name] = [{"yes": True, "no": False}[cell] for cell in cells]
    return want


# --- packets ------------------------------------------------------------------

class Flow:
    """From a socket to another, through the tunnel."""

    def __init__(self, source, target, address):
        self.source, self.address = Udp(source, "0.0.0.0"), address
        self.target = Udp(target, "0.0.0.0", PORT).sock
        self.target.setblocking(False)

    def send(self):
        """Some; each is like the others."""
        for _ in range(COUNT):
            try:
                self.source.send(bytes(SIZE), self.address, PORT)
            except PermissionError:
                pass    # dropped on the sender's own way out, and it is told

    def arrived(self):
        """How many have, since it was asked last."""
        n = 0
        while select.select([self.target], [], [], 0)[0]:
            self.target.recv(SIZE)
            n += 1
        return n

    def all_arrive(self, what):
        n = [0]

        def enough():
            n[0] += self.arrived()
            return n[0] >= COUNT
        wait_for(enough, "%s: %d packets at the other end" % (what, COUNT))
        check_eq(n[0], COUNT, "%s: packets at the other end" % what)


FLOWS = {"through": Flow(A, B, "10.0.0.12"), "to leg": Flow(A, N2, LEG), "from leg": Flow(N2, A, "10.0.0.11"),
         "own": Flow(C, D, "10.0.0.14")}


class Place:
    """A device and a direction, and which of the packets there are looked for."""

    def __init__(self, ns, dev, way, flow="through", outer=False, v6=False):
        self.ns, self.dev, self.way, self.flow, self.outer, self.v6 = ns, dev, way, FLOWS[flow], outer, v6
        self.srv6 = outer and SRV6
        # an offset and the bytes there; what that is to nft, and to tc
        if self.srv6:
            self.at, self.value = 20, b"\x8f"
            self.nft, self.u32 = "ip6 nexthdr 143", "ipv6 u32 match ip6 protocol 143 0xff"
        else:
            self.port = 4789 if outer else PORT
            self.at, self.value = 56 if v6 else 36, struct.pack("!H", self.port)
            self.nft = "udp dport %d" % self.port
            ip = "ip6" if v6 else "ip"
            self.u32 = "%s u32 match %s protocol 17 0xff match %s dport %d 0xffff" % (
                "ipv6" if v6 else "ip", ip, ip, self.port)

    def matches(self, frame):
        return frame[self.at:self.at + len(self.value)] == self.value

    def run(self, *words, **how):
        with netns(self.ns):
            done = subprocess.run(words, capture_output=True, text=True, check=False, **how)
        if done.returncode:
            fail("%s: %s" % (" ".join(words), done.stderr))
        return done.stdout


def underlay(v6):
    return {"underlay, out": Place(N1, "eth0", "out", outer=True, v6=v6),
            "underlay, in": Place(N2, "eth0", "in", outer=True, v6=v6)}


PLACES = {
    **underlay(SRV6),
    "port, in": Place(N1, "a", "in"),
    "port, out": Place(N2, "b", "out"),
    "peer, out": Place(A, "eth0", "out"),
    "peer, in": Place(B, "eth0", "in"),
    "own device, out": Place(C, "eth0", "out", "own"),
    "own device, in": Place(D, "eth0", "in", "own"),
    "leg, in": Place(N2, "leg", "in", "to leg"),
    "leg, out": Place(N2, "leg", "out", "from leg"),
    "leg, others": Place(N2, "leg", "in"),
}
PLACES6 = underlay(True)


# --- watchers -----------------------------------------------------------------

class Watcher:
    """Counts what it sees at a place; if it can, drops it."""

    counts = True   # it lets pass what it counts
    drops = True    # it can, too
    exact = True    # it counts nothing else

    def __init__(self, place, drop):
        self.place, self.drop, self.base = place, drop, 0
        self.start()

    def start(self):
        """Be there."""

    def total(self):
        raise NotImplementedError

    def stop(self):
        """Be gone."""

    def zero(self):
        self.base = self.total()

    def seen(self):
        """Since then; of a watcher that is not exact, COUNT or 0."""
        n = self.total() - self.base
        return n if self.exact else COUNT * (n >= COUNT)


class Nftables:
    """The nft command of a namespace, without a process for each thing that is said."""
    lib = ctypes.CDLL("libnftables.so.1")
    lib.nft_ctx_new.restype = ctypes.c_void_p
    for get in lib.nft_ctx_get_output_buffer, lib.nft_ctx_get_error_buffer:
        get.restype = ctypes.c_char_p

    def __init__(self, ns):
        self.ns = ns
        with netns(ns):
            self.ctx = ctypes.c_void_p(self.lib.nft_ctx_new(0))
        self.lib.nft_ctx_buffer_output(self.ctx)
        self.lib.nft_ctx_buffer_error(self.ctx)

    def __call__(self, text):
        with netns(self.ns):
            refused = self.lib.nft_run_cmd_from_buffer(self.ctx, text.encode())
        error = self.lib.nft_ctx_get_error_buffer(self.ctx).decode()
        if refused:
            fail("nft: %s: %s" % (text, error))
        return self.lib.nft_ctx_get_output_buffer(self.ctx).decode()


nftables = functools.lru_cache(Nftables)


class Nft(Watcher):
    """A chain of nftables."""

    hook, priority = None, 0

    def start(self):
        p = self.place
        netdev = self.hook in ("ingress", "egress")
        self.family = "netdev" if netdev else "inet"
        self.nft = nftables(p.ns)
        self.nft("""table %s sees {
            counter seen { }
            chain c {
                type filter hook %s %s priority %d;
                %s counter name seen %s
            }
        }""" % (self.family, self.hook, "device %s" % p.dev if netdev else "", self.priority,
                p.nft, "drop" if self.drop else ""))

    def total(self):
        out = self.nft("list counter %s sees seen" % self.family)
        return int(re.search(r"packets (\d+)", out).group(1))

    def stop(self):
        self.nft("delete table %s sees" % self.family)


class Conntrack(Watcher):
    """Connection tracking, which a rule has asked for: whether an entry is made."""

    drops = False

    def start(self):
        nftables(self.place.ns)("""table inet sees {
            chain in { type filter hook prerouting priority 0; ct state established counter; }
            chain out { type filter hook output priority 0; ct state established counter; }
        }""")

    def zero(self):
        self.place.run("conntrack", "-F")

    def seen(self):
        out = self.place.run("conntrack", "-L", "-f", "ipv6" if self.place.v6 else "ipv4")
        mine = ["unknown", "143"] if self.place.srv6 else ["udp", "17"]
        port = "" if self.place.srv6 else " dport=%d " % self.place.port
        return COUNT * any(line.split()[:2] == mine and port in line for line in out.splitlines())

    def stop(self):
        nftables(self.place.ns)("delete table inet sees")


class Xfrm(Watcher):
    """A policy of IPsec that lets nothing pass: only those are counted."""

    counts = False

    def start(self):
        self.policy("add", "action", "block")

    def policy(self, verb, *words):
        p = self.place
        net = "fd00::/16" if p.v6 else "192.0.2.0/24"
        self.place.run("ip", "xfrm", "policy", verb, "dir", p.way, "src", net, "dst", net, *words)

    def total(self):
        with netns(self.place.ns), open("/proc/net/xfrm_stat", encoding="ascii") as file:
            return int(re.search(r"Xfrm%sPolBlock\s+(\d+)" % self.place.way.capitalize(),
                                 file.read()).group(1))

    def stop(self):
        self.policy("del")


class Tc(Watcher):
    """A filter at tc's hook of the direction."""

    def start(self):
        p = self.place
        self.hook = {"in": "ingress", "out": "egress"}[p.way]
        p.run("tc", "qdisc", "add", "dev", p.dev, "clsact")
        p.run("tc", "filter", "add", "dev", p.dev, self.hook, "protocol", *p.u32.split(),
              "action", "drop" if self.drop else "ok")

    def total(self):
        out = self.place.run("tc", "-s", "filter", "show", "dev", self.place.dev, self.hook)
        return int(re.search(r"Sent \d+ bytes (\d+) pkt", out).group(1))

    def stop(self):
        self.place.run("tc", "qdisc", "del", "dev", self.place.dev, "clsact")


class Qdisc(Watcher):
    """A queue of the device, which knows no packet from another."""

    exact = False

    def start(self):
        self.place.run("tc", "qdisc", "replace", "dev", self.place.dev, "root",
                       *("netem loss 100%" if self.drop else "pfifo limit 100").split())

    def total(self):
        out = self.place.run("tc", "-s", "qdisc", "show", "dev", self.place.dev, "root")
        return sum(map(int, re.search(r"(\d+) pkt \(dropped (\d+)", out).groups()))

    def stop(self):
        self.place.run("tc", "qdisc", "del", "dev", self.place.dev, "root")


class Tap(Watcher):
    """A packet socket, as tcpdump has one."""

    drops = False
    proto, everywhere, promiscuous = 3, False, False    # ETH_P_ALL

    def start(self):
        p = self.place
        with netns(p.ns):
            self.index = socket.if_nametoindex(p.dev)
            self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                      socket.htons(self.proto) if self.everywhere else 0)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            if self.promiscuous:
                self.sock.setsockopt(263, 1, struct.pack("=iHH8x", self.index, 1, 0))
            if not self.everywhere:
                self.sock.bind((p.dev, self.proto))
            self.name = p.dev
        self.n = 0

    def total(self):
        while select.select([self.sock], [], [], 0)[0]:
            frame, (name, _, kind, *_) = self.sock.recvfrom(2048)
            out = kind == socket.PACKET_OUTGOING
            self.n += name == self.name and out == (self.place.way == "out") and self.place.matches(frame)
        return self.n

    def stop(self):
        self.sock.close()


class TapEverywhere(Tap):
    """One on all devices: tcpdump -i any."""
    everywhere = True


class TapPromiscuous(Tap):
    """One that makes its device promiscuous, as tcpdump does."""
    promiscuous = True


class TapIp(Tap):
    """One for packets of one protocol: IPv4, or IPv6."""

    def start(self):
        self.proto = 0x86dd if self.place.v6 else 0x0800
        super().start()


class XdpGeneric(Watcher):
    """A program that the stack runs."""
    mode = "generic"

    def start(self):
        with netns(self.place.ns):
            self.xdp = Xdp(self.place.dev, self.mode, self.place.at, self.place.value, self.drop)

    def total(self):
        return self.xdp.count()

    def stop(self):
        with netns(self.place.ns):
            self.xdp.close()


class XdpDriver(XdpGeneric):
    """A program that the device's driver runs."""
    mode = "driver"


class Statistics(Watcher):
    """What "ip -s link" shows of the device."""

    drops = exact = False

    def total(self):
        with netns(self.place.ns), open("/proc/net/dev", encoding="ascii") as file:
            numbers = re.search(r"\b%s:(.*)" % self.place.dev, file.read()).group(1).split()
        return int(numbers[1 if self.place.way == "in" else 9])


class Stack(Watcher):
    """What "nstat" shows of the host's IP stack, where it gives a packet to a protocol, or
    gets one from there: nobody who watches, so nothing goes there for its sake.
    """

    drops = exact = False

    def total(self):
        """Sent packets are told by their bytes."""
        word, size, name = {
            ("in", False): ("InDelivers", 1, "snmp"), ("in", True): ("InDelivers", 1, "snmp6"),
            ("out", False): ("OutOctets", SIZE, "netstat"), ("out", True): ("OutOctets", SIZE, "snmp6"),
        }[self.place.way, self.place.v6]
        with netns(self.place.ns), open("/proc/net/" + name, encoding="ascii") as file:
            text = file.read()
        if self.place.v6:
            return int(re.search(r"Ip6%s\s+(\d+)" % word, text).group(1)) // size
        names, values = re.findall(r"^Ip(?:Ext)?: (.*)", text, re.M)
        return int(values.split()[names.split().index(word)]) // size


class Tracepoint(Watcher):
    """The tracepoint of frames that a device is given to send; nothing goes there for its sake."""

    event, header = "net_dev_queue", 14
    drops = False
    tracing = "/sys/kernel/tracing/instances/sees/"

    def start(self):
        os.mkdir(self.tracing)
        # those of other devices of that name are of another length
        size = self.header + 20 + 8 + SIZE
        if self.place.outer:
            size += 54 if SRV6 else 70 if self.place.v6 else 50
        self.write("filter", '(name == "%s") && (len == %d)' % (self.place.dev, size))
        self.write("enable", "1")

    def write(self, name, text):
        with open(self.tracing + "events/net/%s/%s" % (self.event, name), "w", encoding="ascii") as file:
            file.write(text)

    def total(self):
        with open(self.tracing + "trace", encoding="ascii") as file:
            return sum(self.event + ":" in line for line in file)

    def stop(self):
        self.write("enable", "0")
        os.rmdir(self.tracing)


class TracepointBacklog(Tracepoint):
    """That of packets that a device has received and puts off."""
    event, header = "netif_rx", 0


def nft(hook, priority=0):
    return type("Nft", (Nft,), {"hook": hook, "priority": priority})


WATCHERS = {
    "tcpdump": Tap, "tcpdump -i any": TapEverywhere, "packet socket for IP": TapIp,
    "promiscuous tcpdump": TapPromiscuous,
    "XDP, generic": XdpGeneric, "XDP, driver": XdpDriver, "tc": Tc, "qdisc": Qdisc,
    "nftables ingress": nft("ingress"), "nftables egress": nft("egress"),
    "nftables prerouting raw": nft("prerouting", -300), "nftables prerouting": nft("prerouting"),
    "nftables input": nft("input"), "nftables forward": nft("forward"),
    "nftables output": nft("output"), "nftables postrouting": nft("postrouting"),
    "conntrack": Conntrack, "IPsec policy": Xfrm,
    "ip -s link": Statistics, "nstat": Stack, "net:net_dev_queue": Tracepoint,
    "net:netif_rx": TracepointBacklog,
}


# --- tests --------------------------------------------------------------------

WANT = table()
clients = []
for node in N1, N2:
    with netns(node):
        clients.append(Client(Spec()))


def use(settings):
    for client in clients:
        client.do("node-set", settings)


def look(flow, watcher, want, what):
    """Send, and hold what is seen against what should be."""
    flow.arrived()
    watcher.zero()
    flow.send()
    stopped = want and watcher.drop
    if stopped:
        wait_for(lambda: watcher.seen() >= COUNT, "%s: it sees %d packets" % (what, COUNT))
        check_eq(flow.arrived(), 0, "%s, where it drops them: packets at the other end" % what)
    else:
        flow.all_arrive(what)
    check_eq(watcher.seen(), COUNT * want, "%s: packets that it sees" % what)


def key(where, who):
    """Of the table, from the words that the script has for them."""
    for row in WANT:
        if [slug(word) for word in row] == [where, who]:
            return row
    return fail("no such row")


def slug(words):
    return re.sub("[^A-Za-z0-9]+", "-", words)


def row(where, who):
    """{0}: {1}"""
    where, who = key(where, who)
    hold(PLACES[where], WATCHERS[who], WANT[where, who])


def row6(where, who):
    """{0}, over IPv6: {1}"""
    where, who = key(where, who)
    over("fd00:2::%d")
    try:
        hold(PLACES6[where], WATCHERS[who], WANT[where, who])
    finally:
        over("192.0.2.%d")


def over(address):
    """VXLAN goes by these addresses of the nodes."""
    for client, other in zip(clients, (2, 1)):
        client.do("remote-set", {"name": "r%d" % other, "vtep": [address % other]})


def remember(flow):
    """What can be remembered of the flow is, before somebody comes to look."""
    for _ in range(2):
        flow.arrived()
        flow.send()
        flow.all_arrive("before")


def hold(place, watch, wants):
    """All settings, first with somebody who only looks."""
    use(SETTINGS["default"])
    remember(place.flow)
    for drop in (False, True)[not watch.counts:1 + watch.drops]:
        watcher = watch(place, drop)
        try:
            for (column, settings), want in zip(SETTINGS.items(), wants):
                use(settings)
                look(place.flow, watcher, want, column)
        finally:
            watcher.stop()
            use(SETTINGS["default"])
    # a change of settings forgets: so come once more to what is remembered
    if not watch.counts:
        remember(place.flow)
        watcher = watch(place, True)
        try:
            look(place.flow, watcher, wants[list(SETTINGS).index("default")], "remembered")
        finally:
            watcher.stop()


def complete():
    """The table has a row for whoever can be there"""
    places = {"in": ["tcpdump", "tcpdump -i any", "packet socket for IP", "XDP, generic", "tc",
                     "nftables ingress", "nftables prerouting", "nftables input", "conntrack", "ip -s link"],
              "out": ["tcpdump", "tcpdump -i any", "tc", "qdisc", "nftables egress", "nftables output",
                      "nftables postrouting", "conntrack", "ip -s link"]}
    lacking = [(where, who) for where in PLACES for who in places.get(where.split(", ")[1], [])
               if (where, who) not in WANT]
    check_eq(lacking, [], "rows that are lacking")
    check_eq([r for r in WANT if r[0] not in PLACES or r[1] not in WATCHERS], [], "rows that nobody tries")


if not SRV6:
    over("192.0.2.%d")
serve({"row": row, "row6": row6, "complete": complete})
