# SPDX-License-Identifier: GPL-2.0
"""Changes under traffic: what was not in flight is not lost.

Which stream may lose what is said for each change: nothing ("check_whole"), or
what was in flight during it ("check_gap"). Nothing is ever seen twice.
"""
import errno
import functools
import json
import socket
import struct
import sys
import time

import serve
from pkt import (BROADCAST, ENCAP, FITS, TIMEOUT, Dev, Failure, check_eq, eth, fail, netns,
                 port_mac)
from stream import (Bytes, Stream, Traffic, check_gap, check_moved, check_whole,
                    run)

NUMBERS = {"a": 11, "b": 12, "c": 13, "f": 14, "d": 15, "e": 16, "a2": 11}
IP_RECVERR, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE = 11, 10, 3
MAC = port_mac(11)      # of a and of a2
# a leg's MTU; what may be said of an underlay and a remote; what is said of n1's u
# and of r2
LEG, UNDERLAY_WORDS, REMOTE_WORDS, SAME_AGAIN = {
    "vxlan": (1430, ("df unset", "df inherit", "df set", "srcport 20000 20100", "srcport 0 0",
                     "csum off", "csum on"),
              ("vtep 192.0.2.2,fd00:2::2,192.0.2.202", "vtep 192.0.2.2,fd00:2::2",
               "port 4789", "port 0"),
              ("local 192.0.2.1,fd00:2::1", "vtep 192.0.2.2,fd00:2::2")),
    "srv6": (FITS, ("srh full", "srh off"),
             ("source fd00:2::/64", "source fd00:2::2/128"),
             ("locator fd00:5:1::/48 source fd00:2::1", "srv6 fd00:5:2::/48")),
}[ENCAP]


def addr(name):
    """Of an endpoint."""
    return "10.0.0.%d" % NUMBERS[name]


class Bed:
    """The namespaces that live.sh has made."""

    def __init__(self, names):
        self.names = dict(word.split("=") for word in names)
        self.port = 6000

    def __getitem__(self, name):
        return self.names[name]

    def stream(self, source, to, *also):
        """From an endpoint to another, and wherever else its address is."""
        self.port += 1
        return Stream("%s>%s" % (source, to), self[source], addr(to),
                      [self[place] for place in (to,) + also], self.port)

    def both(self, one, other):
        """Two streams, there and back."""
        return self.stream(one, other), self.stream(other, one)

    def flood(self, source, to):
        """Broadcasts, of which those are counted that one endpoint gets."""
        self.port += 1
        return Stream("%s>all>%s" % (source, to), self[source], "10.0.0.255", [self[to]],
                      self.port, broadcast=True)

    def tcp(self, source, to):
        """A connection."""
        self.port += 1
        return Bytes("%s=%s" % (source, to), self[source], self[to], addr(to), self.port)

    def row(self, node, mac=MAC):
        """Where a node believes a MAC of red to be."""
        rows = json.loads(run("ovctl", "-n", self[node], "-j", "fdb", "show", "red", "mac", mac))
        return [(r.get("remote-name") or r.get("ifname"), r["state"]) for r in rows]

    def speak(self, name):
        """An endpoint lets itself be heard."""
        Dev(self[name]).send(eth(BROADCAST, MAC, 0x88b5, b"here I am"))


bed = Bed(sys.argv[1:])


def ovctl(node, text):
    """A command for Traffic.change()."""
    return ("ovctl", "-n", bed[node], *text.split())


def ip(where, text):
    """The same."""
    return ("ip", "-n", bed[where], *text.split())


def wait_row(node, want):
    """Until a node has learned where MAC is."""
    end = time.monotonic() + TIMEOUT
    while bed.row(node) != [want]:
        if time.monotonic() > end:
            fail("%s: %s is %s, expected %s" % (node, MAC, bed.row(node), want))


def remote_address(family):
    """U19: IPv{}: a node's address changes, then the old one goes"""
    form = "192.0.2.%d" if family == "4" else "fd00:2::%d"
    length = 25 if family == "4" else 65
    old, new, one = form % 2, form % 102, form % 1
    nodad = "" if family == "4" else " nodad"
    run(*ovctl("n2", "remote set r1 vtep " + one))
    run(*ovctl("n1", "remote set r2 vtep " + old))
    there, back = bed.both("a", "c")
    others = bed.both("a", "f")
    with Traffic(there, back, *others, bed.tcp("a", "c")) as t:
        t.change(ip("n2", "addr add %s/%d dev eth0%s" % (new, length, nodad)))
        # both are accepted from now on, the first is sent to
        t.change(ovctl("n1", "remote set r2 vtep %s,%s" % (old, new)))
        # n2 is to be reached at the one address or at the other
        gap = t.change(ovctl("n2", "underlay set u local " + local(family, new)),
                       ovctl("n1", "remote set r2 vtep %s,%s" % (new, old)))
        t.change(ovctl("n1", "remote set r2 vtep " + new))
        t.change(ip("n2", "addr del %s/%d dev eth0" % (old, 24 if family == "4" else 64)))
        t.flows_on(*t.streams)
    check_gap(there, gap)
    check_whole(back, *others)
    run(*ip("n2", "addr add %s/%d dev eth0%s" % (old, 24 if family == "4" else 64, nodad)))
    run(*ovctl("n2", "underlay set u local 192.0.2.2,fd00:2::2"))
    run(*ip("n2", "addr del %s/%d dev eth0" % (new, length)))
    run(*ovctl("n1", "remote set r2 vtep 192.0.2.2,fd00:2::2"))
    run(*ovctl("n2", "remote set r1 vtep 192.0.2.1,fd00:2::1"))


def local(family, new):
    """The addresses of n2's underlay when that of a family is new."""
    return new + ",fd00:2::2" if family == "4" else "192.0.2.2," + new


def remote_locator():
    """U19: a node's locator changes: one write at either end, and nothing else is lost"""
    there, back = bed.both("a", "c")
    others = bed.both("a", "f")
    run(*ip("n1", "route add fd00:5:102::/48 via fd00:2::2"))
    with Traffic(there, back, *others, bed.tcp("a", "c")) as t:
        gap, again = t.and_back((ovctl("n2", "underlay set u locator fd00:5:102::/48"),
                                 ovctl("n1", "remote set r2 srv6 fd00:5:102::/48")),
                                (ovctl("n1", "remote set r2 srv6 fd00:5:2::/48"),
                                 ovctl("n2", "underlay set u locator fd00:5:2::/48")))
    check_gap(there, gap, again)
    check_whole(back, *others)
    run(*ip("n1", "route del fd00:5:102::/48"))


def port_rehomed():
    """U19: a port goes to another network: the others of both lose nothing"""
    red, blue = bed.both("b", "c"), bed.both("b", "e")
    others = bed.both("a", "c") + bed.both("d", "e")
    with Traffic(*red, *blue, *others) as t:
        t.ending = red
        gone = t.change(ovctl("n1", "port del b"),
                        ovctl("n1", "port add b network blue state open"))
        t.flows_on(*blue)
    for s in red:
        check_eq(s.lost(0, gone.begin[s]), 0, s.name + ": lost before")
        check_eq(s.at(0, gone.end[s]), 0, s.name + ": still in the old network")
    for s in blue:
        check_eq(s.at(0, 0, gone.begin[s]), 0, s.name + ": in the new network before")
        check_eq(s.lost(gone.end[s]), 0, s.name + ": lost in the new network")
    check_eq([s.twice() for s in red + blue], [0] * 4, "twice")
    check_whole(*others)
    run(*ovctl("n1", "port del b"))
    run(*ovctl("n1", "port add b network red state open"))


def mac_moved():
    """U19 N23: a MAC is moved to another node by seq: all arrives, once, at one of the two"""
    bed.speak("a")
    wait_row("n1", ("a", "learned"))
    by_n1, by_n2, by_n3 = (bed.stream(name, "a", "a2") for name in "bcf")
    with Traffic(by_n1, by_n2, by_n3) as t:
        w2 = t.change(ovctl("n2", "fdb replace red %s dev a2 seq 7" % MAC))
        w3 = t.change(ovctl("n3", "fdb replace red %s remote r2 seq 7" % MAC))
        w1 = t.change(ovctl("n1", "fdb replace red %s remote r2 seq 7" % MAC))
        # an old message
        try:
            t.change(ovctl("n3", "fdb replace red %s remote r1 seq 6" % MAC))
        except Failure:
            t.flow()
        else:
            fail("an older move is not refused")
    check_moved(by_n2, 0, 1, w2)
    check_moved(by_n3, 0, 1, w3)
    check_moved(by_n1, 0, 1, w1)
    home()


def home():
    """The MAC is a's again, as live.sh has configured it."""
    run(*ovctl("n1", "fdb del red " + MAC))
    run(*ovctl("n2", "fdb replace red %s remote r1" % MAC))
    run(*ovctl("n3", "fdb replace red %s remote r1" % MAC))


def mac_learned():
    """U19 N23: a MAC is heard from another node: what is not in flight arrives, once, at one of the two"""
    for node in "n2", "n3":
        run(*ovctl(node, "fdb del red " + MAC))
    for node in "n1", "n3":
        run(*ovctl(node, "network set red learning-remote on"))
    try:
        learn()
    finally:
        for node in "n1", "n3":
            run(*ovctl(node, "network set red learning-remote off"))
        run(*ovctl("n2", "fdb flush red state learned"))
        run(*ovctl("n3", "fdb del red " + MAC))
        home()


def learn():
    """From a to a2, which are in n1 and n2, and back."""
    bed.speak("a")
    wait_row("n1", ("a", "learned"))
    wait_row("n3", ("r1", "learned"))
    by_n1, by_n3 = (bed.stream(name, "a", "a2") for name in "bf")
    with Traffic(by_n1, by_n3) as t:
        moved = t.change(lambda: bed.speak("a2"), lambda: wait_row("n3", ("r2", "learned")),
                         lambda: wait_row("n1", ("r2", "learned")))
        back = t.change(lambda: bed.speak("a"), lambda: wait_row("n3", ("r1", "learned")),
                        lambda: wait_row("n1", ("a", "learned")))
    check_whole(by_n1)
    # n1, once it has heard a2, sends nothing of n3's on to n2: split horizon
    check_gap(by_n3, moved)
    for s in by_n1, by_n3:
        check_eq(s.at(1, 0, moved.begin[s]), 0, s.name + ": at a2 before it spoke")
        check_eq(s.at(0, moved.end[s], back.begin[s]), 0, s.name + ": at a after a2 spoke")
        check_eq(s.at(1, back.end[s]), 0, s.name + ": at a2 after a spoke")


def link_flap(end):
    """U19: {}: the underlay's link goes and comes: traffic goes on by itself"""
    # its own end is set down, or it loses its carrier
    where, dev = {"device": ("n2", "eth0"), "carrier": ("wire", "w2")}[end]
    there, back = bed.both("a", "c")
    others = bed.both("a", "f") + bed.both("a", "b")
    with Traffic(there, back, *others, bed.tcp("a", "c")) as t:
        gap = t.change(
            ip(where, "link set %s down" % dev),
            t.flow,
            ip(where, "link set %s up" % dev),
            # a host's IPv6 does not survive that, and nor do routes
            *(ip("n2", words) for words in (
                "addr replace fd00:2::2/64 dev eth0 nodad",
                "route replace fd00:5:1::/48 via fd00:2::1",
                "route replace fd00:5:3::/48 via fd00:2::3") if ENCAP == "srv6"),
            # the underlay works, whoever else has to notice
            functools.partial(ping, "n1", where_is(2)), functools.partial(ping, "n2", where_is(1)))
        t.flows_on(*t.streams)
    check_eq(there.lost(gap.begin[there], gap.end[there]) > 0, True, "the link was down")
    check_gap(there, gap)
    check_gap(back, gap)
    check_whole(*others)
    run(*ip("n2", "-6 addr replace fd00:2::2/64 dev eth0 nodad"))


def where_is(number):
    """A node's address."""
    return ("192.0.2.%d" if ENCAP == "vxlan" else "fd00:2::%d") % number


def ping(node, address):
    """Until it is answered."""
    end = time.monotonic() + TIMEOUT
    while True:
        try:
            run("ip", "netns", "exec", bed[node], "ping", "-q", "-n", "-c", "1", "-W", "0.2", address)
            return
        except Failure:
            if time.monotonic() > end:
                raise


class Probe:
    """Datagrams of any size that must not be fragmented."""

    def __init__(self, source, to):
        bed.port += 1
        with netns(bed[source]):
            self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.sock.setsockopt(0, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE)
            self.sock.setsockopt(0, IP_RECVERR, 1)
            self.sock.setblocking(False)
        with netns(bed[to]):
            self.place = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.place.bind(("", bed.port))
            self.place.setblocking(False)
        self.sock.connect((addr(to), bed.port))

    def send(self, length):
        """An IP packet that long. What it came to: "arrived", or the MTU it was told."""
        self.sock.send(bytes(length - 28))
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            try:
                return "arrived" if self.place.recv(2048) else ""
            except BlockingIOError:
                pass
            try:
                told = self.sock.recvmsg(2048, 256, socket.MSG_ERRQUEUE)[1]
            except BlockingIOError:
                continue
            error, _, _, _, info = struct.unpack_from("=IBBBxI", told[0][2])
            check_eq(error, errno.EMSGSIZE, "error")
            self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)    # which clears it
            return info
        return "nothing"

    def close(self):
        """No more."""
        self.sock.close()
        self.place.close()


def underlay_mtu():
    """U19 N16: the underlay's MTU shrinks and grows: legs follow, TCP goes on, small packets too"""
    there, back = bed.both("a", "c")
    tcp, probe = bed.tcp("a", "c"), Probe("a", "c")
    with Traffic(there, back, tcp) as t:
        t.flows_on(tcp)
        check_eq(probe.send(FITS), "arrived", "what fits before")
        # the ends first: what is still too long would be lost on the wire
        t.change(*mtu(1400))
        check_eq(leg_mtu(), LEG - 100, "the leg's MTU")
        check_eq(probe.send(FITS - 99), FITS - 100, "a byte more, the MTU told")
        check_eq(probe.send(FITS - 100), "arrived", "what fits")
        t.flows_on(tcp)
        t.change(*reversed(mtu(1500)))
        check_eq(leg_mtu(), LEG, "the leg's MTU")
        check_eq(probe.send(FITS), "arrived", "what fits afterwards")
        check_eq(probe.send(FITS + 1), FITS, "a byte more, the MTU told")
        t.flows_on(tcp)
    probe.close()
    check_whole(there, back)


def mtu(value):
    """Of all devices between n1 and n2."""
    return (ip("n1", "link set eth0 mtu %d" % value), ip("n2", "link set eth0 mtu %d" % value),
            ip("wire", "link set w1 mtu %d" % value), ip("wire", "link set w2 mtu %d" % value))


def leg_mtu():
    """Of n1's leg in red."""
    return json.loads(run(*ip("n1", "-j link show dev leg1")))[0]["mtu"]


def options():
    """U19: settings of all kinds are changed: nothing is lost"""
    streams = bed.both("a", "c") + bed.both("a", "b")
    with Traffic(*streams, bed.tcp("a", "c")) as t:
        t.change(*(ovctl("n1", "underlay set u " + words) for words in (
            "ttl 7", "ttl inherit", "tos inherit", *UNDERLAY_WORDS, "ttl 64", "tos 0")))
        t.change(*(ovctl("n1", "network set red " + words) for words in (
            "learning off", "learning on", "learning-remote on", "learning-remote off",
            "flood-rate 1", "flood-rate 0", "ageing 10", "ageing 300",
            "fdb-max 1", "fdb-max 65536")))
        t.change(*(ovctl("n1", "port set a " + words) for words in (
            "learning off", "learning on", "unknown-unicast off", "unknown-unicast on",
            "flood-rate 1", "flood-rate 0", "state open")))
        t.change(*(ovctl("n1", "remote set r2 " + words) for words in (
            "state up", *REMOTE_WORDS)))
    check_whole(*streams)


def network_underlay():
    """U19: a network gets another underlay: other networks, and its own ports, lose nothing"""
    there, back = bed.both("a", "c")
    others = bed.both("a", "b") + bed.both("d", "e")
    for i in 1, 2:
        run(*ovctl("n%d" % i, "underlay set u local 192.0.2.%d" % i))
        run(*ovctl("n%d" % i, "underlay add u6 vxlan fd00:2::%d" % i))
    with Traffic(there, back, *others, bed.tcp("a", "c")) as t:
        gap, again = t.and_back((ovctl("n1", "network set red underlay u6"),
                                 ovctl("n2", "network set red underlay u6")),
                                (ovctl("n2", "network set red underlay u"),
                                 ovctl("n1", "network set red underlay u")))
    check_gap(there, gap, again)
    check_gap(back, gap, again)
    check_whole(*others)
    for i in 1, 2:
        run(*ovctl("n%d" % i, "underlay del u6"))
        run(*ovctl("n%d" % i, "underlay set u local 192.0.2.%d,fd00:2::%d" % (i, i)))


def nothing_new():
    """U19: what is there is restored and set again: nothing is lost"""
    document, batch = (bed["tmp"] + name for name in ("/saved", "/batch"))
    with open(document, "w", encoding="ascii") as file:
        file.write(run(*ovctl("n1", "save")))
    with open(batch, "w", encoding="ascii") as file:
        file.write("underlay set u %s\nnetwork set red underlay u\nremote set r2 %s\n" %
                   SAME_AGAIN +
                   "member set red remote r2,r3\nport set a state open\n"
                   "fdb replace red %s remote r2\n" % port_mac(13))
    streams = bed.both("a", "c") + bed.both("a", "b")
    flood = bed.flood("a", "c")
    with Traffic(*streams, flood, bed.tcp("a", "c")) as t:
        t.change(ovctl("n1", "restore " + document), ovctl("n1", "restore exact " + document),
                 ovctl("n1", "-b " + batch), ovctl("n1", "-b " + batch))
    check_whole(*streams, flood)


def others_come_and_go():
    """U19: lists, flushes, and other members, legs, ports and networks: nothing is lost"""
    streams = bed.both("a", "c") + bed.both("a", "b") + (bed.flood("a", "c"),)
    with Traffic(*streams) as t:
        t.change(*(ovctl("n1", words + " show") for words in (
            "node", "underlay", "network", "port", "remote", "member", "fdb", "drops")))
        t.change(ovctl("n1", "fdb flush blue"), ovctl("n1", "fdb flush remote r3"),
                 ovctl("n1", "fdb flush red dev b"), ovctl("n1", "fdb flush red state learned"))
        t.change(ovctl("n1", "member del red remote r3"), ovctl("n1", "member add red remote r3"),
                 ovctl("n1", "member set red remote r2"),
                 ovctl("n1", "member set red remote r2,r3"))
        t.change(ovctl("n1", "network add green id 300 underlay u"),
                 ovctl("n1", "port del d"), ovctl("n1", "port add d network green"),
                 ovctl("n1", "network del green force"),
                 ovctl("n1", "port add d network blue state open"))
        t.change(ip("n1", "link add leg2 up type ovnet id 100"),
                 ip("n1", "link set leg2 promisc on"), ip("n1", "link set leg2 down"),
                 ip("n1", "link del leg2"),
                 ovctl("n1", "remote add r9 vxlan 192.0.2.99"), ovctl("n1", "remote del r9"))
    check_whole(*streams)
    run(*ovctl("n1", "fdb replace red %s remote r3" % port_mac(14)))


serve.serve({f.__name__: f for f in (
    remote_address, remote_locator, port_rehomed, mac_moved, mac_learned, link_flap, underlay_mtu, options,
    network_underlay, nothing_new, others_come_and_go)})
