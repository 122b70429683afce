# SPDX-License-Identifier: GPL-2.0
"""dry.py NODE: traces, against what was there before and what really happens.

NODE gets taps t0 to t11 as ports, and a tap "wire" that is its underlay: what is
written into a tap is what the device receives, and what the node sends by it is
read there. Nothing runs in between, so what a frame causes has happened when the
write returns.
"""
import collections
import errno
import fcntl
import os
import random
import select
import socket
import struct
import subprocess
import sys
import time

import world
from pkt import ENCAP, TIMEOUT, check_eq, fail, netns
from serve import serve
from spec import Client

NS = sys.argv[1]
COUNT = int(os.environ.get("COUNT", 10000))
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))
WIRE_MAC = "02:00:00:00:ff:01"
A, B, FAR = ("02:00:00:00:00:%d" % i for i in (11, 12, 13))
OWN_ROUTER = "02:72:c0:00:02:01"
# Where a question of the node's own cannot go (for whom a packet is to be routed to).
ASKED_IN_VAIN = ("port_blocked", "unbound", "port_down", "leg_down", "too_big", "no_route",
                 "no_family", "no_underlay", "remote_down", "tunnel_loop", "no_sid")
TAPS = ["t%d" % i for i in range(12)]


def ip(*lines):
    subprocess.run(["ip", "-n", NS, "-b", "-"], input="\n".join(lines) + "\n",
                   text=True, check=True)


def no_ipv6(name):
    """The node itself is silent on this device."""
    try:
        with open("/proc/sys/net/ipv6/conf/%s/disable_ipv6" % name, "w",
                  encoding="ascii") as file:
            file.write("1\n")
    except FileNotFoundError:
        pass    # too small an MTU: it has no IPv6


def pieces(frame, mtu):
    """In how many fragments an IPv4 packet is sent that does not fit."""
    head = (frame[14] & 15) * 4
    left, most = struct.unpack_from("!H", frame, 16)[0] - head, mtu - head
    count = 1
    while left > most:
        left -= most & ~7
        count += 1
    return count


class Tap:
    """A tap: write() is received by the device, read() is what it was sent."""

    def __init__(self, name):
        self.name = name
        self.fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        # TUNSETIFF; IFF_TAP | IFF_NO_PI
        fcntl.ioctl(self.fd, 0x400454ca,
                    struct.pack("16sH22x", name.encode(), 0x1002))

    def fileno(self):
        return self.fd

    def send(self, frame):
        os.write(self.fd, frame)

    def recv(self):
        return os.read(self.fd, 1 << 16)


class Leg:
    """A leg: what the node sends by it, and gets from it."""

    def __init__(self, name):
        self.name = name
        self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                  socket.htons(3))
        self.sock.setsockopt(263, 23, 1)    # PACKET_IGNORE_OUTGOING
        self.sock.bind((name, 3))
        self.sock.setblocking(False)

    def fileno(self):
        return self.sock.fileno()

    def send(self, frame):
        self.sock.send(frame)

    def recv(self):
        try:
            return self.sock.recv(1 << 16)
        except OSError as e:
            if e.errno != errno.ENETDOWN:
                raise
            return None     # the device went down once

    def close(self):
        self.sock.close()


with netns(NS):
    client = Client()
    taps = {name: Tap(name) for name in TAPS}
    wire = Tap("wire")
    ip("link set wire address %s up" % WIRE_MAC,
       "addr add 192.0.2.1/24 dev wire", "addr add fd00:2::1/64 dev wire nodad",
       *("neigh add %s lladdr 02:00:00:00:ff:%02d dev wire nud permanent" % (a, n)
         for n in range(2, 7) for a in ("192.0.2.%d" % n, "fd00:2::%d" % n)),
       # of all SRv6 nodes but one
       *("route add fd00:5:%d::/48 via fd00:2::%d" % (n, n) for n in range(2, 7)),
       *("link set %s up" % name for name in TAPS))
    for name in TAPS:
        no_ipv6(name)
    INDEX = {name: socket.if_nametoindex(name) for name in TAPS}


def clear():
    """Nothing is configured."""
    for kind in "network", "remote", "underlay":
        rows = client.dump(kind + "-get")
        for row in rows:
            key = {"name": row["name"]}
            if kind != "underlay":
                key["force"] = True
            client.do(kind + "-del", key)


def leg(name, network_id, mac, *flags):
    with netns(NS):
        ip("link add %s address %s type ovnet id %d" % (name, mac, network_id))
        no_ipv6(name)
        ip(*("link set %s %s" % (name, flag) for flag in flags))
        return Leg(name)


def trace(network, source, frame):
    """The object that the kernel answers with; SOURCE names where it comes from."""
    (got,) = client.do("trace-get", {"network-name": network, **source,
                                     "frame": frame})
    return got


def bed():
    """what dry.sh looks at"""
    clear()
    client.do("underlay-new", {
        "name": "u", "kind": "vxlan", "local4": "192.0.2.1",
        "local6": "fd00:2::1", "srcport-low": 50000, "srcport-high": 50000})
    client.do("remote-new",
              {"name": "r2", "kind": "vxlan", "vtep": ["192.0.2.2"]},
              {"name": "r3", "kind": "vxlan", "vtep": ["fd00:2::3"]})
    srv6 = {}
    if ENCAP == "srv6":
        # r3 is reached by VXLAN as before
        client.do("underlay-new", {
            "name": "s", "kind": "srv6", "locator": "fd00:5:1::", "locator-len": 48,
            "source": "fd00:2::1"})
        client.do("remote-set", {
            "name": "r2", "locator": "fd00:5:2::", "locator-len": 48})
        srv6["srv6-underlay"] = "s"
    client.do("network-new", {
        "id": 200, "name": "blue", "type": "l3", "underlay": "u", **srv6,
        "gateway4": "10.1.0.1", "gateway4-len": 24})
    client.do("network-new", {
        "id": 100, "name": "red", "underlay": "u", **srv6, "router": "blue",
        "gateway4": "10.0.0.1", "gateway4-len": 24,
        "gateway6": "fd00:10::1", "gateway6-len": 64})
    client.do("member-new", *({"network-name": "red", "remote-name": name}
                              for name in ("r2", "r3")))
    client.do("port-new", *({"ifindex": INDEX[name], "network-name": network,
                             "state": "open"} for name, network in
                            (("t0", "red"), ("t1", "red"), ("t2", "blue"))))
    client.do("fdb-new",
              {"network-name": "red", "mac": B, "ifindex": INDEX["t1"]},
              {"network-name": "red", "mac": FAR, "remote-name": "r2"})
    client.do("neigh-new",
              {"network-name": "red", "addr4": "10.0.0.11", "mac": A},
              {"network-name": "red", "addr4": "10.0.0.13", "mac": FAR},
              {"network-name": "red", "addr6": "fd00:10::13", "mac": FAR},
              {"network-name": "blue", "addr4": "10.1.0.21",
               "mac": "02:00:00:00:00:21"})
    client.do("route-new",
              {"network-name": "blue", "dst4": "10.2.0.0", "len": 16,
               "remote-name": "r2"},
              {"network-name": "blue", "dst4": "10.1.0.21",
               "ifindex": INDEX["t2"]})
    with netns(NS):
        ip("link add leg address 02:00:00:00:00:0a type ovnet id 100")
        no_ipv6("leg")
        ip("link set leg up", "addr add 10.0.0.10/24 dev leg")


def everything():
    """All objects, counters, and how long ago rows were used."""
    got = {}
    for kind in client.KINDS:
        got[kind] = sorted(client.dump(kind + "-get"), key=repr)
    got["drops"] = client.dump("drops-get")
    got["node"] = client.do("node-get")
    got["links"] = subprocess.run(
        ["ip", "-n", NS, "-j", "-s", "link"], capture_output=True, text=True,
        check=True).stdout
    return got


def ages(got):
    """What rises by itself is taken out of what was got."""
    times = {}
    for kind, rows in got.items():
        for row in rows if isinstance(rows, list) else ():
            for key in "used-ms", "updated-ms":
                if key in row:
                    name = (kind, row["network-name"],
                            row.get("mac"), row.get("addr4"), row.get("addr6"),
                            key)
                    times[name] = row.pop(key)
    return times


def frames_of_all_kinds():
    """(network, where from, frame) that meet every stage, many times over."""
    rng = random.Random(1)
    meets = world.Bed(INDEX, (A, B, FAR))
    return [meets.frame(rng) for _ in range(600)]


def leaves_nothing():
    """a trace changes nothing: no row, no age, no counter, no packet, no event"""
    bed()
    # rows that are in use, and counters that are not zero
    for src, dst in ((A, B), (A, FAR), ("02:00:00:00:00:14", A)):
        taps["t0"].send(world.eth(dst, src, 0x88b5, bytes(46)))
    taps["t0"].send(world.eth(B, "03:00:00:00:00:01", 0x88b5, bytes(46)))
    with netns(NS):
        events = client.listen()
    end = time.monotonic() + TIMEOUT
    while min(ages(everything()).values()) < 200:
        if time.monotonic() > end:
            fail("rows do not age")
    drain()
    before = everything()
    was = ages(before)
    kinds = collections.Counter()
    for network, source, frame in frames_of_all_kinds():
        for step in trace(network, source, frame)["step"]:
            kinds[step["kind"]] += 1
    after = everything()
    now = ages(after)
    for key in before:
        check_eq(after[key], before[key], key)
    check_eq(set(now) ^ set(was), set(), "rows that were used")
    for key, value in was.items():
        if now[key] < value:
            fail("%s was %d ms ago, is %d" % (key, value, now[key]))
    check_eq([name for name, _ in events.drain()], [], "events")
    check_eq(drain(), {}, "frames that came out")
    missing = set(client.spec.enums["step-kind"]) - set(kinds)
    check_eq(missing, set(), "kinds of steps that none of them took")


def drain():
    """What is to be read anywhere, thrown away: how many a device."""
    got = collections.Counter()
    for tap in [*taps.values(), wire]:
        while True:
            try:
                tap.recv()
                got[tap.name] += 1
            except BlockingIOError:
                break
    return dict(got)


def takes_no_tokens():
    """a trace takes no token of the flood rate, and says when there is none"""
    bed()
    client.do("port-set", {"ifindex": INDEX["t0"], "flood-rate": 1})
    frame = world.eth("ff:ff:ff:ff:ff:ff", A, 0x88b5, bytes(46))
    source = {"ifindex": INDEX["t0"]}
    for _ in range(30):
        check_eq(trace("red", source, frame)["verdict"], "delivered", "a flood")
    end = time.monotonic() + TIMEOUT
    while True:
        taps["t0"].send(frame)
        got = trace("red", source, frame)
        if got["verdict"] == "dropped":
            break
        if time.monotonic() > end:
            fail("the rate is never reached")
    check_eq(got["reason"], "flood_rate", "reason")
    (port,) = client.do("port-get", source)
    client.do("port-set", {**source, "flood-rate": 0})
    check_eq(trace("red", source, frame)["verdict"], "delivered", "no rate")
    check_eq(client.do("port-get", source)[0]["flood-limited"],
             port["flood-limited"], "frames over the rate")
    drain()


def in_order():
    """steps are said in the order in which they happen, answers as such"""
    bed()
    got = trace("blue", {"ifindex": INDEX["t2"]}, world.eth(
        world.GATEWAY, "02:00:00:00:00:21", 0x0800,
        world.ip4("10.1.0.21", "10.9.0.1", 17, bytes(8))))
    check_eq([(step["kind"], step.get("of")) for step in got["step"]],
             [("in", None), ("guard", None), ("no-route", None),
              ("error", None), ("sent", "answer"), ("dropped", None)], "steps")
    check_eq(got["step"][3]["error"], "no-route", "error")
    check_eq((got["verdict"], got["reason"], got["missed"]),
             ("dropped", "no_block", 0), "verdict")
    new = "02:00:00:00:00:1e"
    got = trace("red", {"ifindex": INDEX["t0"]},
                world.eth(new, new, 0x88b5, bytes(46)))
    check_eq([step["kind"] for step in got["step"]],
             ["in", "guard", "learn", "fdb", "dropped"], "to itself")
    check_eq(got["reason"], "same_port", "to itself")


def bounded():
    """a trace of a flood to very many says how many steps it left out"""
    bed()
    many = ["m%d" % i for i in range(400)]
    client.do("remote-new", *({"name": name, "kind": "vxlan",
                               "vtep": ["fd00:2::1:%x" % i]}
                              for i, name in enumerate(many)))
    client.do("member-new", *({"network-name": "red", "remote-name": name}
                              for name in many))
    got = trace("red", {"ifindex": INDEX["t0"]}, world.eth(
        "ff:ff:ff:ff:ff:ff", A, 0x88b5, bytes(46)))
    check_eq(got["verdict"], "delivered", "verdict")
    if not got["missed"] or len(got["step"]) < 100:
        fail("%d steps, %d missed" % (len(got["step"]), got["missed"]))
    clear()


# --- against reality ----------------------------------------------------------

class Reality:
    """Frames of a world, traced and sent."""

    def __init__(self, world, rng):
        self.world, self.rng = world, rng
        self.legs = {name: leg(name, *what) for name, what in world.legs.items()}
        self.places = {**taps, **self.legs}
        self.poll = select.epoll()
        for place in [*self.places.values(), wire]:
            self.poll.register(place.fileno(), select.EPOLLIN)
        self.by_fd = {place.fileno(): place
                      for place in [*self.places.values(), wire]}
        self.predicted = collections.Counter()  # drops of this round
        self.sent = []                          # frames of this round
        self.before = self.drops()
        self.seen = collections.Counter()
        self.told = collections.defaultdict(collections.deque)

    def close(self):
        self.poll.close()
        for one in self.legs.values():
            one.close()

    @staticmethod
    def drops():
        return collections.Counter({
            (row["network-id"], row["reason"]): row["count"]
            for row in client.dump("drops-get") if "network-id" in row})

    def expected(self, got, frame):
        """Where the frame, its copies and answers go, by the trace."""
        places, outer, mtu = [], None, None
        for step in got["step"]:
            kind = step["kind"]
            self.seen[kind] += 1
            if kind == "encap":
                outer = step
            elif kind == "sent" and "ifname" in step:
                places += [step["ifname"]] * (pieces(frame, mtu) if mtu else 1)
            elif kind == "sent" and "sid" in outer:
                places.append(("wire", *(outer[key] for key in (
                    "src6", "addr6", "sid", "next-header"))))
            elif kind == "sent":
                places.append(
                    ("wire", outer.get("src4") or outer["src6"],
                     outer.get("addr4") or outer["addr6"], outer["vni"],
                     outer["sport"], outer["port"]))
            elif kind == "dropped":
                self.predicted[step["network-id"], step["reason"]] += 1
                self.seen[step["reason"]] += 1
            mtu = step["mtu"] if kind == "mtu" else None
        return collections.Counter(places)

    def happened(self, want, ours):
        """Where frames come out. What is wanted is waited for.

        Who is asked for, because a packet is to be routed to them, is not what
        becomes of the packet. OURS: the packet itself looks like that.
        """
        got = collections.Counter()
        end = time.monotonic() + TIMEOUT
        while True:
            events = self.poll.poll(0)
            if not events:
                if not want - got or time.monotonic() > end:
                    return got
                continue
            for fd, _ in events:
                place = self.by_fd[fd]
                frame = place.recv()
                if frame is None:
                    continue
                what = (world.outer(frame, ours) if place is wire else
                        place.name if ours or not world.asks(frame) else None)
                if what:
                    got[what] += 1

    def spare_tokens(self, source):
        """A place is told 100 times a second, and time passes meanwhile."""
        told = self.told[repr(source)]
        while told and time.monotonic() - told[0] > 1.1:
            told.popleft()
        if len(told) >= 90:
            time.sleep(told[0] + 1.1 - time.monotonic())

    def one(self):
        """Trace one, send it, compare."""
        network, source, frame = self.world.frame(self.rng)
        self.spare_tokens(source)
        got = trace(network, source, frame)
        try:
            if "remote-name" in source:
                wire.send(self.world.from_remote(
                    network, source["remote-name"], frame))
            else:
                self.places[self.world.names[source["ifindex"]]].send(frame)
        except OSError as e:
            if e.errno != errno.ENETDOWN:
                raise
            return      # by a leg that is down nothing is sent
        if any(step["kind"] == "error" for step in got["step"]):
            self.told[repr(source)].append(time.monotonic())
        want = self.expected(got, frame)
        self.seen[got["verdict"]] += 1
        self.sent.append((network, source, frame, got))
        came = self.happened(want, world.asks(frame))
        if came != want:
            self.explain("came out at %s" % dict(came), self.sent[-1])

    def round(self):
        """The drop counters have risen by what the traces said."""
        now = self.drops()
        rose = now - self.before
        self.before = now
        asked = any(reason == "no_neighbour" for _, reason in self.predicted)
        differ = {key for key in set(rose) | set(self.predicted)
                  if rose[key] != self.predicted[key] and
                  not (asked and key[1] in ASKED_IN_VAIN and
                       rose[key] > self.predicted[key])}
        if differ:
            suspects = [sent for sent in self.sent
                        if any(s["kind"] == "dropped" and
                               (s["network-id"], s["reason"]) in differ
                               for s in sent[3]["step"])] or self.sent
            self.explain("drops rose by %s, the traces said %s" % (
                {k: rose[k] for k in differ},
                {k: self.predicted[k] for k in differ}), *suspects)
        self.predicted.clear()
        self.sent.clear()

    def explain(self, what, *frames):
        for network, source, frame, got in frames:
            print("network %s from %s frame %s" % (network, source, frame.hex()))
            for step in got["step"]:
                print("   ", step)
        fail("SEED=%d: %s" % (SEED, what))


def like_reality():
    """random frames meet what their traces said: the places, the drops"""
    rng = random.Random(SEED)
    seen = collections.Counter()
    done = 0
    while done < COUNT:
        clear()
        place = world.World(rng, INDEX, client)
        ip(*place.links())
        real = Reality(place, rng)
        # legs are a part of the world that must be known by number
        with netns(NS):
            place.know({name: socket.if_nametoindex(name)
                        for name in place.legs})
        drain()
        for i in range(min(500, COUNT - done)):
            real.one()
            if i % 50 == 49:
                real.round()
            done += 1
        real.round()
        real.close()
        seen += real.seen
    clear()
    print("SEED=%d: %d frames: %s" % (SEED, done, ", ".join(
        "%s %d" % pair for pair in sorted(seen.items()))))
    if COUNT >= 10000:
        missing = [name for name in (*client.spec.enums["step-kind"],
                                     *client.spec.enums["trace-verdict"],
                                     *world.REASONS) if not seen[name]]
        check_eq(missing, [], "what no frame met")


serve({test.__name__: test for test in (
    bed, leaves_nothing, takes_no_tokens, in_order, bounded, like_reality)})
