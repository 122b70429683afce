# SPDX-License-Identifier: GPL-2.0
"""Frames for the selftests: built, sent and received in any namespace.

A test sends, and then expects: a frame that must come by waiting for it, a
frame that must not by sending another one behind it ("fence") and looking at
all that came before that.  Everything runs on one processor, so that packets
keep their order.
"""
import ctypes
import os
import select
import socket
import struct
import sys
import time

# seconds; only a failure takes as long
TIMEOUT = int(os.environ.get("WAIT_TIMEOUT", 20000)) / 1000
ETH_P_ALL = 3
BROADCAST = "ff:ff:ff:ff:ff:ff"

_libc = ctypes.CDLL(None, use_errno=True)
_home = os.open("/proc/self/ns/net", os.O_RDONLY)


class Failure(Exception):
    """What a test expected did not happen."""


def fail(text):
    raise Failure(text)


def check_eq(got, want, what):
    if got != want:
        fail("%s: %s, expected %s" % (what, got, want))


def run(program):
    """Run the program; a failure is one line, and status 1."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    names = {k: v for k, v in globals().items() if not k.startswith("_")}
    try:
        exec(compile(program, "test", "exec"), names)
    except Failure as e:
        print(e, file=sys.stderr)
        sys.exit(1)
    except Exception:
        import traceback
        traceback.print_exc()
        sys.exit(1)


def serve():
    """Run the programs that come on standard input, each in its own process.

    Before each comes a line with its length in bytes; after what it prints
    goes a line with its status.
    """
    programs = sys.stdin.buffer
    for line in programs:
        program = programs.read(int(line)).decode()
        pid = os.fork()
        if pid == 0:
            status = 0
            try:
                run(program)
            except SystemExit as e:
                status = e.code
            sys.stdout.flush()
            os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print("= %d" % status, flush=True)


# --- namespaces and sockets ---------------------------------------------------

class netns:
    """with netns(NAME): sockets made inside belong to that namespace."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        fd = os.open("/run/netns/" + self.name, os.O_RDONLY)
        _setns(fd)
        os.close(fd)

    def __exit__(self, *unused):
        _setns(_home)


def _setns(fd):
    if _libc.setns(fd, 0x40000000):
        raise OSError(ctypes.get_errno(), "setns")


class Dev:
    """What a device hands to its stack, and a way to send by it.

    With a protocol of its own: only what gets as far as protocols do.
    """

    def __init__(self, ns, name="eth0", proto=ETH_P_ALL):
        self.ns, self.name = ns, name
        with netns(ns):
            self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                      socket.htons(proto))
            self.sock.setsockopt(263, 23, 1)    # PACKET_IGNORE_OUTGOING
            self.sock.setsockopt(263, 8, 1)     # PACKET_AUXDATA: VLAN tags
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
            self.sock.bind((name, proto))

    def send(self, frame):
        self.sock.send(frame)

    def recv(self, timeout):
        """The next frame, with its VLAN tag in it, or None."""
        if not select.select([self.sock], [], [], max(0, timeout))[0]:
            return None
        data, control, _, _ = self.sock.recvmsg(70000, 256)
        for level, kind, aux in control:
            if (level, kind) == (263, 8):
                status, tci, tpid = struct.unpack_from("=I12xHH", aux)
                if status & 0x10:               # TP_STATUS_VLAN_VALID
                    data = data[:12] + struct.pack("!HH", tpid, tci) + data[12:]
        return data

    def expect(self, match, what="a frame"):
        """Wait for a frame: given as bytes, or as a function of one."""
        end = time.monotonic() + TIMEOUT
        seen = 0
        while True:
            frame = self.recv(end - time.monotonic())
            if frame is None:
                fail("%s did not get %s (but %d others)" %
                     (self.ns, what, seen))
            if _matches(frame, match):
                return frame
            seen += 1

    def until(self, fence):
        """All that comes before the fence."""
        frames = []
        end = time.monotonic() + TIMEOUT
        while True:
            frame = self.recv(end - time.monotonic())
            if frame is None:
                fail("%s did not get the fence" % self.ns)
            if _matches(frame, fence):
                return frames
            frames.append(frame)


def _matches(frame, match):
    if callable(match):
        return match(frame)
    # the wire pads what is shorter than 60 bytes
    return frame[:len(match)] == match and not frame[len(match):].strip(b"\0")


class Udp:
    """A UDP socket in a namespace."""

    def __init__(self, ns, addr, port=0):
        family = socket.AF_INET6 if ":" in addr else socket.AF_INET
        self.v6 = family == socket.AF_INET6
        with netns(ns):
            self.sock = socket.socket(family, socket.SOCK_DGRAM)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.sock.bind((addr, port))

    def tos(self, value):
        if self.v6:
            self.sock.setsockopt(socket.IPPROTO_IPV6, 67, value)  # TCLASS
        else:
            self.sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, value)

    def checksum(self, on):
        self.sock.setsockopt(socket.SOL_SOCKET, 11, int(not on))  # SO_NO_CHECK
        if self.v6:
            self.sock.setsockopt(17, 101, int(not on))  # UDP_NO_CHECK6_TX

    def send(self, data, addr, port=4789):
        self.sock.sendto(data, (addr, port))


def wait_for(condition, what):
    """Wait until CONDITION() is true; what it is then."""
    end = time.monotonic() + TIMEOUT
    while True:
        got = condition()
        if got:
            return got
        if time.monotonic() > end:
            fail("there is not: " + what)


# --- ovctl --------------------------------------------------------------------

# Only what is always needed is imported above: a start of Python is dear in a
# guest.
def ovctl(ns, *words):
    """What it prints; None for what prints nothing."""
    import json
    import subprocess
    out = subprocess.check_output(["ovctl", "-n", ns, "-j", *words])
    return json.loads(out) if out else None


def drops(ns):
    """Drop counters of the namespace, by reason."""
    return {d["reason"]: d["count"] for d in ovctl(ns, "drops", "show")
            if "network-id" not in d}


def difference(new, old):
    return {k: v - old.get(k, 0) for k, v in new.items() if v != old.get(k, 0)}


def wait_drops(ns, old, want):
    """Wait until the counters have risen by WANT since OLD: no less, no more."""
    end = time.monotonic() + TIMEOUT
    while True:
        got = difference(drops(ns), old)
        if got == want:
            return
        if sum(got.values()) > sum(want.values()) or time.monotonic() > end:
            fail("drops %s, expected %s" % (got, want))


# --- frames -------------------------------------------------------------------

def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def port_mac(number):
    """The MAC that lib.sh gives to endpoint NUMBER."""
    return "02:00:00:00:00:%02d" % number


def eth(dst, src, proto, payload=b""):
    return mac(dst) + mac(src) + struct.pack("!H", proto) + payload


def vlan(tci, proto, payload=b""):
    """What follows EtherType 0x8100."""
    return struct.pack("!HH", tci, proto) + payload


def csum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def ip4(src, dst, proto, payload=b"", tos=0, ttl=64, df=0, ident=0, frag=0):
    head = struct.pack("!BBHHHBBH4s4s", 0x45, tos, 20 + len(payload), ident,
                       (0x4000 if df else 0) | frag, ttl, proto, 0,
                       socket.inet_aton(src), socket.inet_aton(dst))
    return head[:10] + struct.pack("!H", csum(head)) + head[12:] + payload


def ip6(src, dst, proto, payload=b"", tos=0, ttl=64, label=0):
    return struct.pack("!IHBB16s16s", 6 << 28 | tos << 20 | label,
                       len(payload), proto, ttl,
                       socket.inet_pton(socket.AF_INET6, src),
                       socket.inet_pton(socket.AF_INET6, dst)) + payload


def udp(sport, dport, payload=b""):
    """Without a checksum: nobody who receives these looks at it."""
    return struct.pack("!HHHH", sport, dport, 8 + len(payload), 0) + payload


def vxlan(vni, frame=b"", flags=0x08, reserved1=0, reserved2=0):
    return struct.pack("!BBHI", flags, reserved1 >> 16, reserved1 & 0xffff,
                       vni << 8 | reserved2) + frame


def arp(op, sha, spa, tpa, tha="00:00:00:00:00:00"):
    """RFC 826; op 1 asks, 2 answers."""
    return (struct.pack("!HHBBH", 1, 0x0800, 6, 4, op) + mac(sha) +
            socket.inet_aton(spa) + mac(tha) + socket.inet_aton(tpa))


def icmp6(src, dst, body):
    """An IPv6 packet with an ICMPv6 message, its checksum put in."""
    pseudo = (socket.inet_pton(socket.AF_INET6, src) +
              socket.inet_pton(socket.AF_INET6, dst) +
              struct.pack("!II", len(body), 58))
    body = body[:2] + struct.pack("!H", csum(pseudo + body)) + body[4:]
    return ip6(src, dst, 58, body, ttl=255)


def solicit(src, target, lladdr=None, dst=None):
    """RFC 4861, 4.3: a neighbour solicitation."""
    address = socket.inet_pton(socket.AF_INET6, target)
    if dst is None:
        dst = "ff02::1:ff%02x:%02x%02x" % tuple(address[-3:])
    option = b"\1\1" + mac(lladdr) if lladdr else b""
    return icmp6(src, dst, struct.pack("!BBHI", 135, 0, 0, 0) + address + option)


def advertise(src, target, lladdr, dst="ff02::1", flags=0x20):
    """RFC 4861, 4.4: a neighbour advertisement; flags 80 router, 40 solicited."""
    address = socket.inet_pton(socket.AF_INET6, target)
    return icmp6(src, dst, struct.pack("!BBHI", 136, 0, 0, flags << 24) +
                 address + b"\2\1" + mac(lladdr))


class Packet:
    """Headers of a frame, from the outside in, as far as they are known."""

    def __init__(self, frame):
        self.frame = frame
        self.dst, self.src = frame[:6].hex(":"), frame[6:12].hex(":")
        self.proto, self.vid = struct.unpack("!H", frame[12:14])[0], None
        data = frame[14:]
        if self.proto == 0x8100:
            self.vid = struct.unpack("!H", data[:2])[0] & 0xfff
            self.proto = struct.unpack("!H", data[2:4])[0]
            data = data[4:]
        self.tos = self.ttl = self.df = self.ip = self.vni = None
        self.segs = self.left = None
        if self.proto == 0x0800:
            self._ip4(data)
        elif self.proto == 0x86dd:
            self._ip6(data)
        else:
            self.payload = data

    def _ip4(self, data):
        self.ip = data
        self.tos, self.ttl, proto = data[1], data[8], data[9]
        self.df = data[6] >> 6 & 1
        self.saddr, self.daddr = (socket.inet_ntoa(data[12:16]),
                                  socket.inet_ntoa(data[16:20]))
        total = struct.unpack("!H", data[2:4])[0]
        self._l4(proto, data[(data[0] & 15) * 4:total])

    def _ip6(self, data):
        self.ip = data
        first = struct.unpack("!I", data[:4])[0]
        self.tos, self.label, self.ttl = first >> 20 & 255, first & 0xfffff, data[7]
        self.saddr = socket.inet_ntop(socket.AF_INET6, data[8:24])
        self.daddr = socket.inet_ntop(socket.AF_INET6, data[24:40])
        self._l4(data[6], data[40:40 + struct.unpack("!H", data[4:6])[0]])
        if self.l4 == 43 and self.payload[2:3] == b"\4":
            self._srh()
        if self.l4 in (4, 41, 143):
            self._srv6(socket.inet_pton(socket.AF_INET6, self.segs[0] if self.segs else self.daddr))

    def _srh(self):
        """Segments, the last one first, as they are written."""
        data = self.payload
        self.l4, length, _, self.left, self.last = data[:5]
        self.segs = [socket.inet_ntop(socket.AF_INET6, data[8 + 16 * i:24 + 16 * i])
                     for i in range(self.last + 1)]
        self.srh, self.payload = data[:8 + 8 * length], data[8 + 8 * length:]

    def _srv6(self, sid):
        """The SIDs of lib.sh: 48 bits of locator, 16 of function, 24 of VNI."""
        self.inner = self.payload
        if sid[:4] == b"\xfd\0\0\5":
            self.function = int.from_bytes(sid[6:8], "big")
            self.vni = int.from_bytes(sid[8:11], "big")

    def _l4(self, proto, data):
        self.l4 = proto
        self.payload = data
        if proto != 17 or len(data) < 8:
            return
        self.sport, self.dport, _, self.check = struct.unpack("!HHHH", data[:8])
        self.payload = data[8:]
        if self.dport == 4789 and len(self.payload) >= 8:
            self.flags = self.payload[0]
            self.vni = int.from_bytes(self.payload[4:7], "big")
            self.inner = self.payload[8:]


def is_tunnel(frame):
    """A tunnel packet of the encapsulation that this is about."""
    p = Packet(frame)
    return p.vni is not None and (p.l4 == 17) == (ENCAP == "vxlan")


def is_vxlan(frame):
    p = Packet(frame)
    return p.vni is not None and p.l4 == 17


# --- tunnels ------------------------------------------------------------------

ENCAP = os.environ.get("ENCAP", "vxlan")
# behind 1500 bytes, of a bridged frame
FITS = {"vxlan": 1450, "srv6": 1446}[ENCAP]
DT4, DT6, DT46, DT2U, DT2M = 0x0004, 0x0006, 0x0046, 0x00d2, 0x00d3


def sid(node, function, vni):
    """Of a node of lib.sh."""
    return socket.inet_ntop(socket.AF_INET6, struct.pack(
        "!HHHHI4x", 0xfd00, 5, node, function, vni << 8))


def srh(upper, segs, left, tlvs=b"", last=None, kind=4, length=None):
    """RFC 8754, 2: an SRH."""
    n = len(segs) * 2 + len(tlvs) // 8
    return struct.pack("!BBBBBBH", upper, n if length is None else length, kind, left,
                       len(segs) - 1 if last is None else last, 0, 0) + b"".join(
        socket.inet_pton(socket.AF_INET6, s) for s in segs) + tlvs


def node_number(address):
    """The node of lib.sh that a tunnel packet is sent to."""
    if "." in address:
        return int(address.split(".")[3])
    raw = socket.inet_pton(socket.AF_INET6, address)
    return int.from_bytes(raw[4:6] if raw[:4] == b"\xfd\0\0\5" else raw[14:], "big")


def router_mac(number):
    """Of a node of lib.sh, worked out from its only address."""
    return {"vxlan": "02:72:c0:00:02:%02x", "srv6": "02:72:fd:%02x:00:05"}[ENCAP] % number


def in_tunnel(frame):
    """What is in a tunnel packet, as a Packet: MACs only where they are sent."""
    p = Packet(frame)
    if p.l4 in (4, 41):
        return Packet(bytes(12) + (b"\x08\0" if p.l4 == 4 else b"\x86\xdd") + p.inner)
    return Packet(p.inner)


class Peer:
    """Sends to node TO by tunnel as the node does whose number and namespace it is."""

    def __init__(self, ns, number, to=1, family=4):
        form = "192.0.2.%d" if (ENCAP, family) == ("vxlan", 4) else "fd00:2::%d"
        self.to, self.address = to, form % to
        if ENCAP == "vxlan":
            self.udp = Udp(ns, form % number)
            return
        self.socks = {}
        with netns(ns):
            for upper in 4, 41, 143:
                sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW, upper)
                sock.bind((form % number, 0))
                self.socks[upper] = sock

    def tos(self, value):
        if ENCAP == "vxlan":
            self.udp.tos(value)
            return
        for sock in self.socks.values():
            sock.setsockopt(socket.IPPROTO_IPV6, 67, value)     # TCLASS

    def send(self, vni, frame, l3=False):
        """L3: it is a network of this type, which over SRv6 has no use for the MACs."""
        if ENCAP == "vxlan":
            self.udp.send(vxlan(vni, frame), self.address)
            return
        upper, function = 143, DT2M if frame[0] & 1 else DT2U
        if l3:
            upper, function = 4 if frame[12:14] == b"\x08\0" else 41, DT46
            frame = frame[14:]
        self.socks[upper].sendto(frame, (sid(self.to, function, vni), 0))


# --- what several tests do ----------------------------------------------------

def udp_transfer(src_ns, src, dst_ns, dst, data):
    """One datagram, as large as one likes; it must arrive as it was sent."""
    receiver = Udp(dst_ns, dst, 5002)
    sender = Udp(src_ns, src)
    sender.send(data, dst, 5002)
    receiver.sock.settimeout(TIMEOUT)
    try:
        got = receiver.sock.recv(1 << 16)
    except socket.timeout:
        fail("%d bytes from %s did not reach %s" % (len(data), src, dst))
    if got != data:
        fail("%d bytes from %s to %s were changed" % (len(data), src, dst))
