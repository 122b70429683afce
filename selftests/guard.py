# SPDX-License-Identifier: GPL-2.0
"""guard.py N1 N2 A B C: bindings of ports, forged frames and honest ones.

A (10.0.0.11, fd00:10::11, 02:00:00:00:00:11) and B are endpoints on N1, C is on
N2, all of network "red", whose gateway is 10.0.0.1 and fd00:10::1.
"""
import fcntl
import socket
import struct
import subprocess
import sys

import nl
from pkt import (BROADCAST, Dev, Peer, advertise, arp, check_eq, csum, difference,
                 drops, eth, icmp6, ip4, ip6, mac, netns, port_mac, solicit, udp, vlan, vxlan,
                 wait_drops)
from serve import serve
from spec import Client

N1, N2, A, B, C = sys.argv[1:]
ME, HER, FAR = port_mac(11), port_mac(12), port_mac(13)
GATEWAY = "02:6f:76:6e:65:74"
LL = "fe80::ff:fe00:11"

with netns(N1):
    client = Client()
    PORT = socket.if_nametoindex("a")
    OTHER = socket.if_nametoindex("b")


def binding(mac=ME, addr=None, port=PORT):
    obj = {"ifindex": port, "mac": mac}
    if addr:
        obj["addr6" if ":" in addr else "addr4"] = addr
    return obj


def short(obj):
    """ "a 02:00:00:00:00:11 10.0.0.11" """
    return " ".join([obj["ifname"], obj["mac"]] +
                    [obj[key] for key in ("addr4", "addr6") if key in obj])


def bindings(**only):
    return [short(obj) for obj in
            client.dump("binding-get", *([only] if only else []))]


def begin(*objs):
    """Only these bindings."""
    for obj in client.dump("binding-get"):
        client.do("binding-del", {key: value for key, value in obj.items()
                                  if key != "ifname"})
    if objs:
        client.do("binding-new", *objs)


def mine():
    begin(binding(ME, "10.0.0.11"), binding(ME, "fd00:10::11"))


def bound():
    """bindings are made, shown, told of and removed"""
    begin()
    with netns(N1):
        events = client.listen("config")
    objs = (binding(), binding(ME, "10.0.0.11"), binding(HER, "fd00:10::12", OTHER))
    client.do("binding-new", *objs)
    want = ["a %s" % ME, "a %s 10.0.0.11" % ME, "b %s fd00:10::12" % HER]
    check_eq(bindings(), want, "bindings")
    check_eq(bindings(ifindex=OTHER), want[2:], "of b")
    check_eq({obj["ifname"]: obj["bindings"] for obj in client.dump("port-get")},
             {"a": 2, "b": 1}, "counts")
    check_eq([(name, short(obj)) for name, obj in events.drain()],
             [("binding-new-ntf", text) for text in want], "events")
    client.do("binding-del", objs[1], objs[2])
    check_eq(bindings(), want[:1], "bindings")
    check_eq([(name, short(obj)) for name, obj in events.drain()],
             [("binding-del-ntf", text) for text in want[1:]], "events")


def whole():
    """a message is done for all of its bindings or for none"""
    mine()
    good = (binding(HER), binding(ME, "10.0.0.99"))
    before = client.snapshot()
    for error, op, objs in (
            (("EEXIST", "a has this binding"), "binding-new",
             good + (binding(HER),)),
            (("EEXIST", "a has this binding"), "binding-new",
             good + (binding(ME, "10.0.0.11"),)),
            (("EINVAL", "A binding has a MAC, unicast and not zero"),
             "binding-new", good + ({"ifindex": PORT},)),
            (("EINVAL", "A binding has a MAC, unicast and not zero"),
             "binding-new", good + (binding("01:00:00:00:00:01"),)),
            (("EINVAL", "The address is unicast, of a host"), "binding-new",
             good + (binding(ME, "224.0.0.1"),)),
            (("EINVAL", "One address, of IPv4 or of IPv6"), "binding-new",
             good + ({**binding(ME, "10.0.0.9"), "addr6": "fd00::1"},)),
            (("EINVAL", "Which port? Its device is missing"), "binding-new",
             good + ({"mac": ME},)),
            (("ENOENT", "The device is not a port of any network"),
             "binding-new", good + (binding(ME, None, 1),)),
            (("ENOENT", "a has no such binding"), "binding-del",
             (binding(ME, "10.0.0.11"), binding(ME))),
            (("EINVAL", "An object is named once in a message"), "binding-del",
             (binding(ME, "10.0.0.11"), binding(ME, "10.0.0.11")))):
        try:
            client.do(op, *objs)
        except nl.Refused as e:
            check_eq((e.name, e.sentence), error, op)
        else:
            check_eq("taken", "refused", repr(objs))
        check_eq(client.snapshot(), before, "what is there")


def many():
    """a port has at most 64 bindings"""
    begin()
    client.do("binding-new", *(binding(ME, "10.0.1.%d" % i) for i in range(64)))
    check_eq(len(bindings()), 64, "bindings")
    try:
        client.do("binding-new", binding(ME, "10.0.2.1"))
    except nl.Refused as e:
        check_eq((e.name, e.sentence),
                 ("ENOSPC", "a has 64 bindings, as many as it may"), "refused")
    else:
        check_eq("taken", "refused", "a 65th")


def packet4(src, dst="10.0.0.12", data=b"guard", ttl=64):
    return ip4(src, dst, 17, udp(5, 9, data), ttl=ttl)


def packet6(src, dst="fd00:10::12", data=b"guard"):
    return ip6(src, dst, 17, udp(5, 9, data))


def hidden(packet, header=60):
    """The same behind an extension header, of options that do nothing."""
    packet = bytearray(packet)
    option = bytes([packet[6], 0, 1, 4, 0, 0, 0, 0])
    packet[6] = header
    packet[4:6] = struct.pack("!H", len(packet) - 40 + len(option))
    return bytes(packet[:40]) + option + bytes(packet[40:])


def fragment(packet, more=1):
    """The same, said to be a fragment (RFC 8200, 4.5)."""
    packet = bytearray(packet)
    option = bytes([packet[6], 0, 0, more, 0, 0, 0, 7])
    packet[6] = 44
    packet[4:6] = struct.pack("!H", len(packet) - 40 + len(option))
    return bytes(packet[:40]) + option + bytes(packet[40:])


def from_me(proto, payload, dst=BROADCAST, src=ME):
    return eth(dst, src, proto, payload)


def advert(src, body, dst="ff02::1"):
    return icmp6(src, dst, body)


def deep(packet):
    """The same behind more headers than some receivers look at."""
    for _ in range(13):
        packet = hidden(packet)
    return packet


def claim(*macs):
    """An advertisement of this port's address with these as its MACs."""
    return (struct.pack("!BBHI", 136, 0, 0, 0x20000000) +
            socket.inet_pton(socket.AF_INET6, "fd00:10::11") +
            b"".join(b"\2\1" + mac(text) for text in macs))


DEEP = "ND behind many headers"
GATEWAY_LL = "fe80::6f:76ff:fe6e:6574"
SNAP = b"\xaa\xaa\3\0\0\0"
V4, V6, ARP, TAG, STAG = 0x0800, 0x86dd, 0x0806, 0x8100, 0x88a8
RA = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0)
RS = b"\x85\0\0\0\0\0\0\0"
REDIRECT = (struct.pack("!BBHI", 137, 0, 0, 0) +
            socket.inet_pton(socket.AF_INET6, "fd00:10::11") +
            socket.inet_pton(socket.AF_INET6, "fd00:10::12"))
DHCP = ip4("0.0.0.0", "255.255.255.255", 17, udp(68, 67, b"discover"))

# What is forged, why it is dropped, and the honest twin.
TABLE = (
    # Ethernet
    ("MAC of another", from_me(V4, packet4("10.0.0.11"), HER, HER), "spoof_mac",
     from_me(V4, packet4("10.0.0.11"), HER)),
    ("MAC of nobody", from_me(V4, packet4("10.0.0.11"), HER, "02:00:00:00:99:99"),
     "spoof_mac", from_me(V4, packet4("10.0.0.11", data=b"2"), HER)),
    ("MAC of nobody, no IP", from_me(0x88b5, b"??", HER, "02:00:00:00:99:99"),
     "spoof_mac", from_me(0x88b5, b"??", HER)),
    ("MAC of nobody, a tag", from_me(TAG, vlan(7, 0x88b5, b"??"), HER,
                                     "02:00:00:00:99:99"),
     "spoof_mac", from_me(TAG, vlan(7, 0x88b5, b"??"), HER)),
    ("MAC of the gateway", from_me(V4, packet4("10.0.0.11"), HER, GATEWAY),
     "spoof_gateway", from_me(V4, packet4("10.0.0.11", data=b"3"), HER)),
    ("RARP of another", from_me(0x8035, b"\0\1", BROADCAST, HER), "spoof_mac",
     from_me(0x8035, b"\0\1")),
    # IPv4
    ("address of another", from_me(V4, packet4("10.0.0.12"), HER), "spoof_ip",
     from_me(V4, packet4("10.0.0.11", data=b"4"), HER)),
    ("address of nobody", from_me(V4, packet4("10.0.0.77"), HER), "spoof_ip",
     from_me(V4, packet4("10.0.0.11", data=b"5"), HER)),
    ("address of elsewhere", from_me(V4, packet4("198.51.100.1"), HER),
     "spoof_ip", from_me(V4, packet4("10.0.0.11", data=b"6"), HER)),
    ("address of the gateway", from_me(V4, packet4("10.0.0.1"), HER),
     "spoof_gateway", from_me(V4, packet4("10.0.0.11", data=b"7"), HER)),
    ("loopback", from_me(V4, packet4("127.0.0.1"), HER), "spoof_ip",
     from_me(V4, packet4("10.0.0.11", data=b"8"), HER)),
    ("broadcast as source", from_me(V4, packet4("255.255.255.255"), HER),
     "spoof_ip", from_me(V4, packet4("10.0.0.11", "10.0.0.255", b"9"))),
    ("multicast as source", from_me(V4, packet4("224.0.0.5"), HER), "spoof_ip",
     from_me(V4, packet4("10.0.0.11", "224.0.0.5"))),
    ("no source, to one", from_me(V4, packet4("0.0.0.0"), HER), "spoof_ip",
     from_me(V4, DHCP)),
    ("no source, to another port",
     from_me(V4, ip4("0.0.0.0", "255.255.255.255", 17, udp(68, 69, b"tftp"))),
     "spoof_ip", from_me(V4, DHCP + b"2")),
    ("no source, TCP",
     from_me(V4, ip4("0.0.0.0", "255.255.255.255", 6, udp(68, 67, b"tcp"))),
     "spoof_ip", from_me(V4, DHCP + b"3")),
    ("no source, a fragment",
     from_me(V4, ip4("0.0.0.0", "255.255.255.255", 17, udp(68, 67, b"frag"),
                     frag=1)),
     "spoof_ip", from_me(V4, DHCP + b"4")),
    ("no version 4", from_me(V4, b"\x65" + packet4("10.0.0.11")[1:], HER),
     "spoof_ip", from_me(V4, packet4("10.0.0.11", data=b"10"), HER)),
    ("a later fragment of another", from_me(
        V4, ip4("10.0.0.12", "10.0.0.12", 17, b"fragment", frag=100), HER),
     "spoof_ip", from_me(
         V4, ip4("10.0.0.11", "10.0.0.12", 17, b"fragment", frag=100), HER)),
    # IPv6
    ("IPv6 address of another", from_me(V6, packet6("fd00:10::12"), HER),
     "spoof_ip", from_me(V6, packet6("fd00:10::11"), HER)),
    ("IPv6 address of nobody", from_me(V6, packet6("fd00:10::77"), HER),
     "spoof_ip", from_me(V6, packet6("fd00:10::11", data=b"2"), HER)),
    ("IPv6 address of the gateway", from_me(V6, packet6("fd00:10::1"), HER),
     "spoof_gateway", from_me(V6, packet6("fd00:10::11", data=b"3"), HER)),
    ("link-local address of the gateway",
     from_me(V6, packet6("fe80::6f:76ff:fe6e:6574"), HER), "spoof_gateway",
     from_me(V6, packet6(LL), HER)),
    ("link-local address of a neighbour", from_me(V6, packet6("fe80::12"), HER),
     "spoof_ip", from_me(V6, packet6("fe80::11"), HER)),
    ("IPv6 loopback", from_me(V6, packet6("::1"), HER), "spoof_ip",
     from_me(V6, packet6("fd00:10::11", data=b"4"), HER)),
    ("IPv6 multicast as source", from_me(V6, packet6("ff02::1"), HER),
     "spoof_ip", from_me(V6, packet6("fd00:10::11", "ff02::1"))),
    ("an IPv4 address in IPv6", from_me(V6, packet6("::ffff:10.0.0.12"), HER),
     "spoof_ip", from_me(V6, packet6("fd00:10::11", data=b"5"), HER)),
    ("no IPv6 source, UDP", from_me(V6, packet6("::", "ff02::1")), "spoof_ip",
     from_me(V6, packet6(LL, "ff02::1:2"))),
    ("no IPv6 source, an echo",
     from_me(V6, icmp6("::", "ff02::1", b"\x80\0\0\0\0\0\0\0")), "spoof_ip",
     from_me(V6, icmp6("::", "ff02::16", b"\x8f\0\0\0\0\0\0\0"))),
    ("no IPv6 source, to one",
     from_me(V6, icmp6("::", "fd00:10::12", b"\x85\0\0\0\0\0\0\0"), HER),
     "spoof_ip", from_me(V6, icmp6("::", "ff02::2", b"\x85\0\0\0\0\0\0\0"))),
    ("no version 6", from_me(V6, b"\x40" + packet6("fd00:10::11")[1:], HER),
     "spoof_ip", from_me(V6, packet6("fd00:10::11", data=b"6"), HER)),
    ("IPv6 behind options", from_me(V6, hidden(packet6("fd00:10::12")), HER),
     "spoof_ip", from_me(V6, hidden(packet6("fd00:10::11")), HER)),
    # ARP
    ("ARP with another's MAC", from_me(ARP, arp(1, HER, "10.0.0.11", "10.0.0.99")),
     "spoof_arp", from_me(ARP, arp(1, ME, "10.0.0.11", "10.0.0.99"))),
    ("ARP with another's address",
     from_me(ARP, arp(1, ME, "10.0.0.12", "10.0.0.99")), "spoof_arp",
     from_me(ARP, arp(1, ME, "10.0.0.11", "10.0.0.98"))),
    ("ARP reply for another", from_me(ARP, arp(2, ME, "10.0.0.12", "10.0.0.13", FAR)),
     "spoof_arp", from_me(ARP, arp(2, ME, "10.0.0.11", "10.0.0.13", FAR))),
    ("ARP announcement of another",
     from_me(ARP, arp(1, ME, "10.0.0.12", "10.0.0.12")), "spoof_arp",
     from_me(ARP, arp(1, ME, "10.0.0.11", "10.0.0.11"))),
    ("ARP announcement of the gateway",
     from_me(ARP, arp(2, ME, "10.0.0.1", "10.0.0.1", ME)), "spoof_gateway",
     from_me(ARP, arp(2, ME, "10.0.0.11", "10.0.0.11", ME))),
    ("ARP reply from nobody", from_me(ARP, arp(2, ME, "0.0.0.0", "10.0.0.12")),
     "spoof_arp", from_me(ARP, arp(1, ME, "0.0.0.0", "10.0.0.11"))),
    ("ARP probe for another's address (RFC 5227)",
     from_me(ARP, arp(1, ME, "0.0.0.0", "10.0.0.12")), "spoof_arp",
     from_me(ARP, arp(1, ME, "0.0.0.0", "10.0.0.11") + b"2")),
    ("ARP from nobody for nobody",
     from_me(ARP, arp(1, ME, "0.0.0.0", "0.0.0.0")), "spoof_arp",
     from_me(ARP, arp(1, ME, "0.0.0.0", "10.0.0.11") + b"3")),
    ("ARP too short", from_me(ARP, arp(1, ME, "10.0.0.11", "10.0.0.99")[:20]),
     "spoof_arp", from_me(ARP, arp(1, ME, "10.0.0.11", "10.0.0.96"))),
    ("ARP of another kind", from_me(ARP, b"\0\6" + arp(1, ME, "10.0.0.11",
                                                       "10.0.0.99")[2:]),
     "spoof_arp", from_me(ARP, arp(1, ME, "10.0.0.11", "10.0.0.95"))),
    ("ARP of unknown sense", from_me(ARP, arp(9, ME, "10.0.0.11", "10.0.0.99")),
     "spoof_arp", from_me(ARP, arp(1, ME, "10.0.0.11", "10.0.0.94"))),
    ("ARP of the gateway, of another kind", from_me(
        ARP, b"\0\6" + arp(2, ME, "10.0.0.1", "10.0.0.12", HER)[2:]),
     "spoof_gateway", from_me(ARP, arp(2, ME, "10.0.0.11", "10.0.0.12", HER))),
    ("ARP of the gateway, with a group's MAC", from_me(
        ARP, arp(2, "01:00:5e:00:00:07", "10.0.0.1", "10.0.0.12", HER)),
     "spoof_gateway", from_me(ARP, arp(1, ME, "10.0.0.11", "10.0.0.93"))),
    ("ARP behind SNAP", from_me(8 + 28, SNAP + b"\x08\x06" + arp(
        2, ME, "10.0.0.12", "10.0.0.13", FAR)),
     "spoof_ip", from_me(38, b"\xf0\xf0\3" + bytes(35))),
    # neighbour discovery
    ("ND for another", from_me(V6, advertise(LL, "fd00:10::12", ME)), "spoof_nd",
     from_me(V6, advertise(LL, "fd00:10::11", ME))),
    ("ND with another's MAC", from_me(V6, advertise(LL, "fd00:10::11", HER)),
     "spoof_nd", from_me(V6, advertise("fd00:10::11", "fd00:10::11", ME))),
    ("ND for the gateway", from_me(V6, advertise(LL, "fd00:10::1", ME)),
     "spoof_gateway", from_me(V6, advertise(LL, LL, ME))),
    ("ND for the gateway's link-local",
     from_me(V6, advertise(LL, "fe80::6f:76ff:fe6e:6574", ME)), "spoof_gateway",
     from_me(V6, advertise(LL, "fe80::11", ME))),
    ("ND for a neighbour's link-local", from_me(V6, advertise(LL, "fe80::12", ME)),
     "spoof_nd", from_me(V6, advertise(LL, "fe80::11", ME, flags=0))),
    ("ND question with another's MAC",
     from_me(V6, solicit("fd00:10::11", "fd00:10::99", HER)), "spoof_nd",
     from_me(V6, solicit("fd00:10::11", "fd00:10::99", ME))),
    ("ND question from another",
     from_me(V6, solicit("fd00:10::12", "fd00:10::99", ME)), "spoof_nd",
     from_me(V6, solicit(LL, "fd00:10::99", ME))),
    ("DAD of another's address", from_me(V6, solicit("::", "fd00:10::12")),
     "spoof_nd", from_me(V6, solicit("::", "fd00:10::11"))),
    ("DAD of a neighbour's link-local", from_me(V6, solicit("::", "fe80::12")),
     "spoof_nd", from_me(V6, solicit("::", LL))),
    ("ND behind options", from_me(V6, hidden(advertise(LL, "fd00:10::12", ME))),
     "spoof_nd", from_me(V6, hidden(advertise(LL, "fd00:10::11", ME)))),
    ("ND in a fragment", from_me(V6, fragment(advertise(LL, "fd00:10::11", ME))),
     "spoof_nd", from_me(V6, fragment(packet6("fd00:10::11")))),
    ("ND with a wrong sum", from_me(
        V6, advertise(LL, "fd00:10::11", ME)[:-1] + b"\x12"), "spoof_nd",
     from_me(V6, advertise(LL, "fd00:10::11", ME, flags=0))),
    ("ND for the gateway with a group's MAC", from_me(
        V6, advertise(LL, "fd00:10::1", "33:33:00:00:00:07")), "spoof_gateway",
     from_me(V6, advertise(LL, "fd00:10::11", ME, flags=0x20))),
    ("ND with two MACs", from_me(V6, icmp6(LL, "ff02::1", claim(HER, ME))),
     "spoof_nd", from_me(V6, icmp6(LL, "ff02::1", claim(ME)))),
    ("ND for another's link-local, as its MAC makes it",
     from_me(V6, advertise(LL, "fe80::ff:fe00:12", ME)), "spoof_nd",
     from_me(V6, advertise(LL, LL, ME, flags=0))),
    (DEEP, from_me(V6, deep(advertise(LL, "fd00:10::12", ME))),
     "spoof_nd", from_me(V6, hidden(advertise(LL, "fd00:10::11", ME, flags=0)))),
    ("a first fragment that ends in its headers", from_me(
        V6, fragment(hidden(advertise(LL, "fd00:10::12", ME), 60)[:40 + 4])),
     "spoof_nd", from_me(V6, fragment(packet6("fd00:10::11", data=b"8")))),
    ("router advertisement of the gateway",
     from_me(V6, advert(GATEWAY_LL, RA)), "spoof_gateway",
     from_me(V6, icmp6(LL, "ff02::2", b"\x85\0\0\0\0\0\0\1"))),
    ("redirect of the gateway",
     from_me(V6, advert(GATEWAY_LL, REDIRECT, "fd00:10::12"), HER),
     "spoof_gateway", from_me(V6, packet6("fd00:10::11", data=b"9"), HER)),
    ("IPv4 redirect of the gateway", from_me(V4, ip4(
        "10.0.0.1", "10.0.0.12", 1, b"\5\1\0\0\x0a\0\0\x0b" + packet4("10.0.0.12")),
        HER),
     "spoof_gateway", from_me(V4, packet4("10.0.0.11", data=b"11"), HER)),
    ("advertisement of a router", from_me(V6, advert(LL, RA)), "spoof_router",
     from_me(V6, icmp6(LL, "ff02::2", b"\x85\0\0\0\0\0\0\0"))),
    ("... behind options", from_me(V6, hidden(advert(LL, RA))), "spoof_router",
     from_me(V6, hidden(icmp6(LL, "ff02::2", b"\x85\0\0\0\0\0\0\0")))),
    ("... in a first fragment", from_me(V6, fragment(advert(LL, RA))),
     "spoof_router", from_me(V6, fragment(packet6(LL, "ff02::2")))),
    ("question for routers with another's MAC",
     from_me(V6, icmp6(LL, "ff02::2", RS + b"\1\1" + mac(HER))),
     "spoof_nd",
     from_me(V6, icmp6(LL, "ff02::2", RS + b"\1\1" + mac(ME)))),
    ("question for routers from another", from_me(V6, icmp6("fd00:10::12", "ff02::2", RS)),
     "spoof_ip", from_me(V6, icmp6("fd00:10::11", "ff02::2", RS))),
    ("redirect", from_me(V6, advert(LL, REDIRECT, "fd00:10::12"), HER),
     "spoof_router", from_me(V6, packet6("fd00:10::11", data=b"7"), HER)),
    # tags: a tag with number 0 is taken off by whoever gets it
    ("a tag with number 0, another's address",
     from_me(TAG, vlan(0, V4, packet4("10.0.0.12")), HER), "spoof_ip",
     from_me(TAG, vlan(0, V4, packet4("10.0.0.11")), HER)),
    ("a tag, ARP for another",
     from_me(TAG, vlan(0, ARP, arp(2, ME, "10.0.0.12", "10.0.0.13", FAR))),
     "spoof_arp",
     from_me(TAG, vlan(0, ARP, arp(2, ME, "10.0.0.11", "10.0.0.13", FAR)))),
    ("two tags, another's IPv6 address",
     from_me(STAG, vlan(0, TAG, vlan(0, V6, packet6("fd00:10::12"))), HER),
     "spoof_ip",
     from_me(STAG, vlan(0, TAG, vlan(0, V6, packet6("fd00:10::11"))), HER)),
    ("three tags",
     from_me(TAG, vlan(0, TAG, vlan(0, TAG, vlan(0, V4, packet4("10.0.0.12")))),
             HER), "spoof_tags",
     from_me(TAG, vlan(0, TAG, vlan(0, V4, packet4("10.0.0.11"))), HER)),
    # a tunnel packet is an IP packet like any other
    ("a tunnel packet of another node", from_me(
        V4, ip4("192.0.2.2", "192.0.2.1", 17,
                udp(5, 4789, vxlan(100, from_me(V4, packet4("10.0.0.12"))))), HER),
     "spoof_ip", from_me(
         V4, ip4("10.0.0.11", "10.0.0.12", 17,
                 udp(5, 4789, vxlan(100, from_me(V4, packet4("10.0.0.12"))))),
         HER)),
)


# ND that the gateway may be in.
HIDDEN = ("ND in a fragment", "a first fragment that ends in its headers")


def prepare():
    mine()
    client.do("neigh-set", {"network-name": "red", "addr6": "fe80::12",
                            "mac": HER})
    # everything is flooded, so that B gets all that is let in
    client.do("fdb-flush", {"network-name": "red"})
    return Dev(A), Dev(B)


def forged():
    """P55, P56, P57: %d forged frames are dropped, each with its reason"""
    a, b = prepare()
    for what, frame, reason, _ in TABLE:
        before = drops(N1)
        a.send(frame)
        try:
            wait_drops(N1, before, {reason: 1})
        except Exception as e:
            raise type(e)("%s: %s" % (what, e))
    fence = from_me(0x88b6, b"fence")
    a.send(fence)
    want = {bytes(row[1]) for row in TABLE}
    for frame in b.until(fence):
        if any(frame[:len(bad)] == bad for bad in want):
            check_eq("let through", "dropped", frame.hex())


def honest():
    """P55, P56, P57: their %d honest twins pass"""
    a, b = prepare()
    before = drops(N1)
    for what, _, _, frame in TABLE:
        a.send(frame)
        b.expect(frame, what + ", honest")
    check_eq(difference(drops(N1), before), {}, "drops")


forged.__doc__ %= len(TABLE)
honest.__doc__ %= len(TABLE)


def unbound():
    """a port without bindings may send from anything but the gateway's"""
    begin()
    a, b = Dev(A), Dev(B)
    client.do("fdb-flush", {"network-name": "red"})
    before = drops(N1)
    for what, frame, reason, _ in TABLE:
        if what == DEEP:        # how deep is deep depends on the kernel
            continue
        if reason in ("spoof_gateway", "spoof_tags") or what in HIDDEN:
            a.send(frame)
        elif reason != "spoof_mac":
            a.send(frame)
            b.expect(frame, what)
    got = difference(drops(N1), before)
    check_eq(got, {"spoof_gateway": sum(row[2] == "spoof_gateway"
                                        for row in TABLE),
                   "spoof_tags": 1, "spoof_nd": len(HIDDEN)}, "drops")


class Tap:
    """A port that a virtual machine is behind."""

    def __init__(self, name):
        with netns(N1):         # IFF_TAP, IFF_NO_PI, IFF_VNET_HDR
            self.file = open("/dev/net/tun", "r+b", buffering=0)
            fcntl.ioctl(self.file, 0x400454ca, struct.pack(
                "=16sH22x", name.encode(), 2 | 0x1000 | 0x4000))
            ifindex = socket.if_nametoindex(name)
            subprocess.run(["ip", "-n", N1, "link", "set", "dev", name, "up"],
                           check=True)
        client.do("port-new", {"ifindex": ifindex, "network-name": "red",
                               "state": "open"})

    def send(self, frame, start, offset, gso, size):
        self.file.write(struct.pack("=BBHHHH", 1, gso, 0, size, start, offset) +
                        frame)


class Virtio:
    """A device of an endpoint, whose sender says what it is to do."""

    def __init__(self, ns):
        with netns(ns):
            self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
            self.sock.setsockopt(263, 15, 1)    # PACKET_VNET_HDR
            self.sock.bind(("eth0", 0))

    def send(self, frame, start, offset):
        self.sock.send(struct.pack("=BBHHHH", 1, 0, 0, 0, start, offset) + frame)


def looks_like(frame, at, value):
    """FRAME with VALUE at AT, and its sum from there on what was there before."""
    frame += b"\0" * (len(frame) % 2)
    there, = struct.unpack_from("!H", frame, at)
    frame = frame[:at] + struct.pack("!H", value) + frame[at + 2:]
    return frame + struct.pack("!H", (csum(frame[at:]) - there) % 0xffff)


# What a frame is, where its checksum is to be put, what is there until then.
FINISHED = (
    ("IPv4 source", from_me(V4, packet4("10.0.0.12"), HER), 28, 11, "spoof_ip"),
    ("IPv4 source, the gateway's", from_me(V4, packet4("10.0.0.1"), HER), 28, 11,
     "spoof_gateway"),
    ("IPv6 source", from_me(V6, packet6("fd00:10::12"), HER), 36, 0x11, "spoof_ip"),
    ("ARP sender", from_me(ARP, arp(1, ME, "10.0.0.12", "10.0.0.99")), 30, 11,
     "spoof_arp"),
    ("ND target", from_me(V6, advertise(LL, "fd00:10::12", ME)), 76, 0x11,
     "spoof_nd"),
    ("ICMPv6 type", from_me(V6, advert(LL, RA)), 54, 0x8000, "spoof_router"),
    ("DHCP port", from_me(V4, ip4("0.0.0.0", "255.255.255.255", 17,
                                  udp(68, 69, b"tftp"))), 36, 67, "spoof_ip"),
    ("EtherType", from_me(STAG, vlan(0, TAG, vlan(0, V4, packet4("10.0.0.12"))),
                          HER), 20, 0x88b5, "spoof_ip"),
)


def unfinished():
    """P55, P56: a checksum that is still to be put in forges nothing"""
    a, b = prepare()
    virtio = Virtio(A)
    for what, frame, start, value, reason in FINISHED:
        before = drops(N1)
        virtio.send(looks_like(frame, start, value), start, 0)
        try:
            wait_drops(N1, before, {reason: 1})
        except Exception as e:
            raise type(e)("%s: %s" % (what, e))
    # of one that is cut up later it can't be put in
    segments = from_me(V4, ip4("10.0.0.11", "10.0.0.12", 6, b"\0\5\0\x09" +
                               bytes(8) + b"\x50\x10" + bytes(2006)), HER)
    before = drops(N1)
    Tap("tap").send(segments, 20, 16, 1, 500)
    wait_drops(N1, before, {"checksum": 1})
    # where it should be it is left to whoever can; elsewhere it is put in
    before = drops(N1)
    inner = from_me(V4, packet4("192.0.2.7"))
    for what, frame, start, offset in (
            ("UDP", from_me(V4, packet4("10.0.0.11", data=b"f1"), HER), 34, 6),
            ("TCP", segments[:100], 34, 16),
            ("UDP in IPv6", from_me(V6, packet6("fd00:10::11", data=b"f2"), HER),
             54, 6),
            ("UDP behind options",
             from_me(V6, hidden(packet6("fd00:10::11", data=b"f3")), HER), 62, 6),
            ("inside of a tunnel", from_me(V4, ip4(
                "10.0.0.11", "10.0.0.12", 17, udp(5, 4789, vxlan(7, inner))), HER),
             34 + 16 + 34, 6)):
        virtio.send(frame, start, offset)
        b.expect(frame, what)
    echo = b"\x08\0\0\0\0\7\0\7" + b"echo"
    frame = from_me(V4, ip4("10.0.0.11", "10.0.0.12", 1, echo), HER)
    virtio.send(frame, 34, 2)
    b.expect(frame[:36] + struct.pack("!H", csum(echo)) + frame[38:], "ICMP")
    check_eq(difference(drops(N1), before), {}, "drops")


def allowed():
    """P57, U23: another MAC or address passes as soon as it is bound, no longer"""
    a, b = prepare()
    vip = "02:00:5e:00:01:07"
    frames = (from_me(V4, packet4("10.0.0.7"), HER, vip),
              from_me(ARP, arp(1, vip, "10.0.0.7", "10.0.0.7"), BROADCAST, vip),
              from_me(V6, packet6("fd00:10::7"), HER, vip))
    client.do("binding-new", binding(vip, "10.0.0.7"), binding(vip, "fd00:10::7"))
    for frame in frames:
        a.send(frame)
        b.expect(frame)
    before = drops(N1)
    a.send(from_me(V4, packet4("10.0.0.7"), HER))       # not with this MAC
    a.send(from_me(V4, packet4("10.0.0.11"), HER, vip))
    wait_drops(N1, before, {"spoof_ip": 2})
    client.do("binding-del", binding(vip, "10.0.0.7"), binding(vip, "fd00:10::7"))
    before = drops(N1)
    for frame in frames:
        a.send(frame)
    wait_drops(N1, before, {"spoof_mac": 3})
    # a MAC alone: any address
    client.do("binding-new", binding(vip))
    for frame in frames:
        a.send(frame)
        b.expect(frame)


def gateway():
    """a remote does not pass for the gateway either"""
    a = Dev(A)
    from pkt import Udp
    w = Peer(N2, 2)
    before = drops(N1)
    for frame in (from_me(V4, packet4("10.0.0.13"), ME, GATEWAY),
                  from_me(ARP, arp(2, FAR, "10.0.0.1", "10.0.0.11", ME), ME, FAR),
                  from_me(V6, advertise("fe80::13", "fd00:10::1", FAR), ME, FAR)):
        w.send(100, frame)
    wait_drops(N1, before, {"spoof_gateway": 3})
    fence = from_me(0x88b6, b"fence", ME, FAR)
    w.send(100, fence)
    a.expect(fence)


def gone():
    """bindings go with their port"""
    mine()
    client.do("binding-new", binding(HER, None, OTHER))
    client.do("port-del", {"ifindex": PORT})
    check_eq(bindings(), ["b %s" % HER], "bindings")
    client.do("port-new", {"ifindex": PORT, "network-name": "red",
                           "state": "open"})
    check_eq(bindings(), ["b %s" % HER], "bindings")
    begin(binding(ME, "10.0.0.11"), binding(ME, "fd00:10::11"))


serve({f.__name__: f for f in (bound, whole, many, unbound, forged, honest,
                               allowed, unfinished, gateway, gone)})
