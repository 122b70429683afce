# SPDX-License-Identifier: GPL-2.0
"""ra.py N1 N2 A B: router advertisements, byte by byte.

A and B are endpoints on N1, their ports are "a" and "b", of network "red", whose
gateway is fd00:10::1. The node has a leg "leg" in it, and an underlay "small".
"""
import socket
import struct
import subprocess
import sys
import time

from pkt import (BROADCAST, FITS, Dev, Peer, check_eq, drops, eth, fail, icmp6, is_tunnel, mac, ovctl,
                 port_mac, wait_drops)
from serve import serve

N1, N2, A, B = sys.argv[1:]
ME, HER, FAR = port_mac(11), port_mac(12), port_mac(13)
GATEWAY, LL = "02:6f:76:6e:65:74", "fe80::6f:76ff:fe6e:6574"
ALL_NODES, ALL_ROUTERS = "33:33:00:00:00:01", "33:33:00:00:00:02"
V6 = 0x86dd


def advertisement(prefix="fd00:10::", length=64, mtu=FITS, router=1800, on_link=True,
                  autonomous=False, dst="ff02::1", to=ALL_NODES):
    """RFC 4861, 4.2 and 4.6"""
    body = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, router, 0, 0)
    body += b"\1\1" + mac(GATEWAY)
    body += struct.pack("!BBBBIII", 3, 4, length, 0xc0 if autonomous else 0x80,
                        2592000 if on_link else 0, 604800 if on_link else 0, 0)
    body += socket.inet_pton(socket.AF_INET6, prefix)
    if mtu:
        body += struct.pack("!BBHI", 5, 1, 0, mtu)
    return eth(to, GATEWAY, V6, icmp6(LL, dst, body))


def solicitation(src, lladdr=None, body=b"\x85\0\0\0\0\0\0\0"):
    """RFC 4861, 4.1"""
    return eth(ALL_ROUTERS, ME, V6, icmp6(src, "ff02::2",
                                          body + (b"\1\1" + mac(lladdr) if lladdr else b"")))


def is_advertisement(frame):
    return frame[12:14] == b"\x86\xdd" and frame[20] == 58 and frame[54] == 134


def begin(ra="on", gateway="fd00:10::1/64"):
    """Nothing else is on its way."""
    red = ovctl(N1, "network", "show", "red")[0]
    if red["ra"] == "off":
        ovctl(N1, "network", "set", "red", "gateway", gateway)
    else:
        ovctl(N1, "network", "set", "red", "ra", "off", "gateway", gateway)
    a, b = Dev(A), Dev(B)
    if ra != "off":
        ovctl(N1, "network", "set", "red", "ra", ra)
        a.expect(is_advertisement)
        b.expect(is_advertisement)
    return a, b


def fence(sender, *receivers, src=ME):
    """What they have got before this, but for what comes by the clock."""
    sender.send(eth(BROADCAST, src, 0x88b6, b"fence"))
    return [frame for dev in receivers for frame in dev.until(lambda f: b"fence" in f)
            if frame != advertisement()]


def on_the_wire(wire):
    """What was in a tunnel before the fence."""
    return [frame for frame in wire.until(lambda f: b"fence" in f) if is_tunnel(frame)]


def asked():
    """who asks is told, alone, to its address or to all nodes"""
    a, b = begin()
    a.send(solicitation("fe80::11", ME))
    a.expect(advertisement(dst="fe80::11", to=ME), "an answer")
    a.send(solicitation("fe80::11"))
    a.expect(advertisement(dst="fe80::11", to=ME), "an answer, without its MAC")
    a.send(solicitation("::"))
    a.expect(advertisement(), "an answer to nobody")
    leg, wire = Dev(N1, "leg"), Dev(N2)
    a.send(solicitation("fe80::11", ME))
    a.expect(is_advertisement)
    check_eq(fence(a, b, leg), [], "what others have seen")
    check_eq(on_the_wire(wire), [], "on the underlay")


def broken():
    """a question that nobody may believe is not answered"""
    a, b = begin()
    good = solicitation("fe80::11", ME)
    bad = (good[:21] + b"\x40" + good[22:],                     # hop limit
           good[:-1] + b"\x99",                                 # checksum
           solicitation("::", ME),                              # from nobody, at a MAC
           solicitation("fe80::11", body=b"\x85\1\0\0\0\0\0\0"),    # code
           solicitation("fe80::11", body=b"\x85\0\0\0\0\0\0\0\1\0" + bytes(6)),
           solicitation("fe80::11", body=b"\x85\0\0\0"))
    before = drops(N1)
    for frame in bad:
        a.send(frame)
    # who says it cannot be told of one of them
    wait_drops(N1, before, {"spoof_nd": 1})
    check_eq(fence(a, b), [f for f in bad if f != bad[2]], "what is flooded")
    check_eq(fence(b, a, src=HER), [], "an answer")


def unasked():
    """ports are told by itself, and nobody else"""
    a, b = begin("off")
    leg, wire = Dev(N1, "leg"), Dev(N2)
    ovctl(N1, "network", "set", "red", "ra", "on")
    a.expect(advertisement(), "the first")
    b.expect(advertisement(), "the first")
    # not within three seconds of the last, so by the clock
    ovctl(N1, "port", "set", "b", "state", "blocked")
    ovctl(N1, "port", "set", "b", "state", "open")
    a.expect(advertisement(), "the one for the new port")
    b.expect(advertisement(), "the one for the new port")
    a.send(eth(BROADCAST, ME, 0x88b6, b"fence"))
    check_eq(leg.until(lambda f: b"fence" in f), [], "at the leg")
    check_eq(on_the_wire(wire), [], "on the underlay")


def apart():
    """no two of them come within three seconds, whatever happens"""
    a, _ = begin()
    start = time.monotonic()
    for _ in range(20):
        ovctl(N1, "port", "set", "b", "state", "blocked")
        ovctl(N1, "port", "set", "b", "state", "open")
    a.send(solicitation("fe80::11"))
    told = a.until(advertisement(dst="fe80::11", to=ME))
    most = 2 + (time.monotonic() - start) / 3
    if len(told) > most:
        fail("%d of them" % len(told))


def blocked():
    """a port that is blocked is not told"""
    a, b = begin("off")
    ovctl(N1, "port", "set", "b", "state", "blocked")
    before = drops(N1)
    ovctl(N1, "network", "set", "red", "ra", "on")
    a.expect(advertisement())
    wait_drops(N1, before, {})
    ovctl(N1, "port", "set", "b", "state", "open")
    check_eq(b.until(advertisement()), [], "before it was opened")


def off():
    """when it is switched off endpoints are told so, and no more"""
    a, b = begin()
    ovctl(N1, "network", "set", "red", "ra", "off")
    a.expect(advertisement(router=0, on_link=False), "the last one")
    b.expect(advertisement(router=0, on_link=False), "the last one")
    question = solicitation("fe80::11", ME)
    a.send(question)
    b.expect(question, "a question that is not ours to answer")
    check_eq(fence(b, a, src=HER), [], "an answer")


def changed():
    """of another prefix, and that there is none, endpoints are told"""
    a, _ = begin()
    ovctl(N1, "network", "set", "red", "gateway", "fd00:12::1/64")
    a.expect(advertisement(on_link=False), "a prefix goes")
    a.expect(advertisement("fd00:12::", 64), "one as long comes")
    ovctl(N1, "network", "set", "red", "gateway", "fd00:11::1/56")
    a.expect(advertisement("fd00:12::", 64, on_link=False), "the old prefix goes")
    a.expect(advertisement("fd00:11::", 56), "the new one comes")
    ovctl(N1, "network", "set", "red", "gateway", "none")
    a.expect(advertisement("fd00:11::", 56, router=0, on_link=False), "no gateway")
    ovctl(N1, "network", "set", "red", "gateway", "fd00:10::1/64")
    a.expect(advertisement(), "a gateway again")
    ovctl(N1, "network", "set", "red", "gateway", "10.0.0.1/24")
    ovctl(N1, "network", "set", "red", "gateway", "none")
    a.expect(advertisement(router=0, on_link=False), "none again")


def modes():
    """endpoints may make addresses of the prefix if it is said so"""
    a, _ = begin("autonomous")
    a.send(solicitation("fe80::11"))
    a.expect(advertisement(autonomous=True, dst="fe80::11", to=ME))
    ovctl(N1, "network", "set", "red", "ra", "on")
    a.expect(advertisement(), "no longer")


def foreign():
    """where it is on, nobody else is a router, at a port or behind a tunnel"""
    a, b = begin()
    body = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0)
    far = Peer(N2, 2)
    before = drops(N1)
    for packet in icmp6("fe80::11", "ff02::1", body), icmp6(LL, "ff02::1", body):
        a.send(eth(ALL_NODES, ME, V6, packet))
        far.send(100, eth(ALL_NODES, FAR, V6, packet))
    wait_drops(N1, before, {"spoof_router": 2, "spoof_gateway": 2})
    check_eq(fence(a, b), [], "what was let in")
    a, b = begin("off")
    tenant = eth(ALL_NODES, ME, V6, icmp6("fe80::11", "ff02::1", body))
    a.send(tenant)
    b.expect(tenant, "the router of a tenant")


def link():
    """what another underlay leaves is told at once"""
    a, _ = begin()
    for mtu in 1600, 1500:
        subprocess.check_call(["ip", "-n", N1, "link", "set", "eth0", "mtu", str(mtu)])
        fits = mtu - 1500 + FITS
        a.expect(advertisement(mtu=fits), "an MTU of %d" % fits)


def small():
    """an MTU that is too small for IPv6 is not told"""
    a, b = begin("off")
    ovctl(N1, "network", "set", "red", "underlay", "small")
    ovctl(N1, "network", "set", "red", "ra", "on")
    a.expect(advertisement(mtu=0), "without an MTU")
    b.expect(advertisement(mtu=0), "without an MTU")
    ovctl(N1, "network", "set", "red", "underlay", "u")
    a.expect(advertisement(), "with one again")


serve({f.__name__: f for f in (asked, broken, unasked, apart, blocked, off, changed, modes,
                               foreign, link, small)})
