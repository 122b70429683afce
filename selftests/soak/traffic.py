# SPDX-License-Identifier: GPL-2.0
"""Traffic that never ends: each function is a process that runs until killed.

  frames    between the hosts' ends of the ports: known and unknown, broadcast,
            tagged, IP, larger than any MTU and left to offload
  streams   TCP and UDP between the tenants
  tunnels   out of legs, wherever they are, and into the nodes' tunnel ends from
            the wire, for networks and from nodes that are there or not

Devices come and go under them. What is received is counted, not what is sent.
"""
import errno
import os
import random
import select
import socket
import struct
import time

import world
from pkt import csum, eth, ip4, ip6, mac, netns, udp, vlan, vxlan

NAMES = ("frames sent", "frames received", "large sent", "large received", "TCP connections",
         "TCP bytes", "UDP datagrams", "leg frames sent", "leg frames received",
         "tunnel packets sent", "wire VXLAN packets")
PROTO = 0x88b5
LOST = (errno.ENXIO, errno.ENODEV, errno.ENETDOWN, errno.ENOBUFS, errno.EAGAIN,
        errno.EMSGSIZE, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EINVAL,
        errno.EADDRNOTAVAIL, errno.ENOMEM, errno.ENOENT, errno.EPERM)
BROADCAST = "ff:ff:ff:ff:ff:ff"


class Gone(Exception):
    """The device is not there any more."""


class Raw:
    """All frames of a device; with VNET, what is left to offload too."""

    def __init__(self, name, vnet=False):
        self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_NONBLOCK, 0)
        self.vnet = bytes(10) if vnet else b""
        try:
            self.sock.setsockopt(263, 23, 1)        # PACKET_IGNORE_OUTGOING
            if vnet:
                self.sock.setsockopt(263, 15, 1)    # PACKET_VNET_HDR
            self.sock.bind((name, 3))
        except OSError:
            self.sock.close()
            raise

    def close(self):
        self.sock.close()

    def send(self, frame, vnet=None):
        try:
            self.sock.send((vnet or self.vnet) + frame if self.vnet else frame)
        except OSError as error:
            if error.errno in (errno.ENXIO, errno.ENODEV):
                raise Gone from error
            if error.errno not in LOST:
                raise
            return 0
        return 1

    def drain(self, most=64):
        """Frames that have come."""
        got = []
        while len(got) < most:
            try:
                data = self.sock.recv(70000)
            except OSError as error:
                if error.errno in (errno.ENXIO, errno.ENODEV):
                    raise Gone from error
                break
            got.append(data[len(self.vnet):])
        return got


def interfaces(place, prefix):
    """Names of the devices of a namespace that begin so."""
    try:
        with netns(place):
            return [name for _, name in socket.if_nameindex() if name.startswith(prefix)]
    except OSError:
        return []


def open_raw(place, name, vnet=False):
    try:
        with netns(place):
            return Raw(name, vnet)
    except OSError as error:
        if error.errno not in LOST:
            raise
        return None


def macs():
    return [world.port_mac(i, j) for i in range(1, world.NODES + 1)
            for j in range(world.PORTS)] + ["02:00:00:00:0e:%02x" % i for i in range(12)]


def a_frame(rng, pool):
    """One of all kinds of frames."""
    dst = rng.choice((rng.choice(pool), rng.choice(pool), BROADCAST, "33:33:00:00:00:01",
                      "02:00:00:00:0f:%02x" % rng.randrange(256)))
    src = rng.choice(pool)
    kind = rng.random()
    data = bytes(rng.choice((46, 200, 1000, 1400)))
    if kind < 0.4:
        return eth(dst, src, PROTO, data)
    if kind < 0.5:
        return eth(dst, src, 0x8100, vlan(rng.randrange(4096), PROTO, data))
    if kind < 0.8:
        return eth(dst, src, 0x0800, ip4("10.1.0.%d" % rng.randrange(256), "10.1.0.1", 17,
                                         udp(rng.randrange(65536), 9, data),
                                         tos=rng.randrange(4), df=rng.randrange(2)))
    if kind < 0.9:
        return eth(dst, src, 0x86dd, ip6("fd00:11::%x" % rng.randrange(256), "fd00:11::1", 17,
                                         udp(rng.randrange(65536), 9, data)))
    arp = struct.pack("!HHBBH6s4s6s4s", 1, 0x0800, 6, 4, 1, mac(src), bytes(4), bytes(6), bytes(4))
    return eth(dst, src, 0x0806, arp)


def a_large(rng, pool):
    """A TCP segment of 20 KB that is to be cut up on its way."""
    size = 20000
    tcp = struct.pack("!HHIIBBHHH", 1000, 2000, rng.randrange(1 << 30), 0, 5 << 4, 0x10, 1000, 0, 0)
    packet = ip4("10.1.0.2", "10.1.0.1", 6, tcp + bytes(size), df=1)
    frame = eth(rng.choice(pool), rng.choice(pool), 0x0800, packet)
    # NEEDS_CSUM, TCPV4, header length, segment size, start, offset
    return struct.pack("=BBHHHH", 1, 1, 14 + 20 + 20, 1300, 14 + 20, 16), frame


class Ports:
    """The hosts' ends of all ports, opened again when they have gone."""

    def __init__(self):
        self.open = {}

    def refresh(self):
        for h in range(world.HOSTS):
            for name in interfaces(world.host(h), "n"):
                # legs are here too, and belong to "tunnels"
                if "p" in name and name not in self.open:
                    raw = open_raw(world.host(h), name, vnet=True)
                    if raw:
                        self.open[name] = raw

    def lose(self, name):
        self.open.pop(name).close()

    def names(self):
        return list(self.open)


def frames(seed, tally):
    rng, pool, ports = random.Random(seed), macs(), Ports()
    ready = [a_frame(rng, pool) for _ in range(400)]
    large = [a_large(rng, pool) for _ in range(8)]
    while True:
        ports.refresh()
        for _ in range(60):
            for name in ports.names():
                raw = ports.open[name]
                try:
                    for _ in range(4):
                        tally.add("frames sent", raw.send(rng.choice(ready)))
                    if rng.random() < 0.1:
                        vnet, frame = rng.choice(large)
                        tally.add("large sent", raw.send(frame, vnet))
                    for frame in raw.drain():
                        tally.add("large received" if len(frame) > 9000 else "frames received")
                except Gone:
                    ports.lose(name)
            time.sleep(0.002)


# --- streams ------------------------------------------------------------------

def in_place(place, family, kind):
    with netns(place):
        return socket.socket(family, kind | socket.SOCK_NONBLOCK)


def listener():
    sock = in_place(world.tenant(2), socket.AF_INET6, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("::", 7007))
    sock.listen(16)
    return sock


def quietly(function, *args):
    """Its result; None if the network is not there."""
    try:
        return function(*args)
    except (BlockingIOError, ConnectionError, TimeoutError):
        return None
    except OSError as error:
        if error.errno not in LOST:
            raise
        return None


def one_connection(rng, server, tally):
    """As much as passes in half a second; then another."""
    v6 = rng.random() < 0.5
    client = in_place(world.tenant(1), socket.AF_INET6 if v6 else socket.AF_INET,
                      socket.SOCK_STREAM)
    peer, data = None, bytes(60000)
    try:
        quietly(client.connect, ("fd00:10::2" if v6 else "10.0.0.2", 7007))
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            if peer is None:
                select.select([server], [], [], 0.05)
                got = quietly(server.accept)
                if got:
                    peer = got[0]
                    peer.setblocking(False)
                    tally.add("TCP connections")
                continue
            quietly(client.send, data)
            select.select([peer], [], [], 0.02)
            tally.add("TCP bytes", len(quietly(peer.recv, 1 << 20) or b""))
    finally:
        client.close()
        if peer:
            peer.close()


def datagrams(rng, sender, receiver, tally):
    for _ in range(20):
        size = rng.choice((10, 1000, 1400, 3000, 20000))
        try:
            sender.setsockopt(17, 103, rng.choice((0, 1000)))   # UDP_SEGMENT
        except OSError:
            pass
        quietly(sender.sendto, bytes(size), ("10.0.0.2", 7008))
    while quietly(receiver.recv, 1 << 16):
        tally.add("UDP datagrams")


def streams(seed, tally):
    rng, server = random.Random(seed), listener()
    sender = in_place(world.tenant(1), socket.AF_INET, socket.SOCK_DGRAM)
    receiver = in_place(world.tenant(2), socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("0.0.0.0", 7008))
    while True:
        one_connection(rng, server, tally)
        datagrams(rng, sender, receiver, tally)


# --- tunnels ------------------------------------------------------------------

def outer(rng, i, inner):
    """A VXLAN packet for node I, from a remote that it may know."""
    payload = vxlan(rng.randint(0, world.VNI_MAX + 1), inner)
    source = rng.randint(1, 9)
    if rng.random() < 0.6:
        packet = ip4(world.address4(rng.choice((source, 100 + source))),
                     world.address4(rng.choice((i, i, 100 + i))), 17,
                     udp(rng.randrange(65536), rng.choice((4789, 4789, 4790, 4791)), payload),
                     tos=rng.randrange(4))
        return eth(world.wire_mac(i), "02:00:00:00:fe:01", 0x0800, packet)
    packet = ip6(world.address6(source), world.address6(i), 17, udp6(source, i, payload))
    return eth(world.wire_mac(i), "02:00:00:00:fe:01", 0x86dd, packet)


def udp6(source, i, payload):
    datagram = udp(1000, 4789, payload)
    pseudo = socket.inet_pton(socket.AF_INET6, world.address6(source)) + \
        socket.inet_pton(socket.AF_INET6, world.address6(i)) + \
        struct.pack("!II", len(datagram), 17)
    return datagram[:6] + struct.pack("!H", csum(pseudo + datagram) or 0xffff) + datagram[8:]


def into_tunnels(rng, ready, tally):
    for i in range(1, world.NODES + 1):
        names = interfaces(world.WIRE, world.wire_prefix(i))
        raw = open_raw(world.WIRE, names[-1]) if names else None
        if raw is None:
            continue
        try:
            for _ in range(30):
                tally.add("tunnel packets sent", raw.send(rng.choice(ready[i])))
            for frame in raw.drain(200):
                # what the node sends to others by its tunnels
                if frame[12:14] == b"\x08\x00" and frame[23:24] == b"\x11":
                    tally.add("wire VXLAN packets")
        except Gone:
            pass
        finally:
            raw.close()


def out_of_legs(rng, ready, tally):
    places = [world.node(i) for i in range(1, world.NODES + 1)] + \
        [world.host(i) for i in range(world.HOSTS)]
    for place in places:
        for name in interfaces(place, "n"):
            if "l" not in name:
                continue
            raw = open_raw(place, name)
            if raw is None:
                continue
            try:
                for _ in range(6):
                    tally.add("leg frames sent", raw.send(rng.choice(ready)))
                tally.add("leg frames received", len(raw.drain()))
            except Gone:
                pass
            finally:
                raw.close()


def tunnels(seed, tally):
    rng, pool = random.Random(seed), macs()
    inner = [a_frame(rng, pool) for _ in range(100)]
    packets = {i: [outer(rng, i, rng.choice(inner)) for _ in range(100)]
               for i in range(1, world.NODES + 1)}
    while True:
        into_tunnels(rng, packets, tally)
        out_of_legs(rng, inner, tally)
        time.sleep(0.002)


PROCESSES = (frames, streams, tunnels)

