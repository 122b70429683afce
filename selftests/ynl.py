# SPDX-License-Identifier: GPL-2.0
"""ynl.py DIRECTORY NODE A: the kernel's own client drives the family.

YNL, from DIRECTORY, knows nothing of ovnet but uapi/ovnet.yaml, which it checks
against the kernel's schema. Every operation is done, its effect looked at, and
every event heard.
NODE has the ports' devices a, whose other end is eth0 in A, and b, to which what
comes from a is flooded.

YNL 6.12 takes addresses as numbers or hexadecimal digits, and shows them as one
writes them.
"""
import ipaddress
import socket
import sys
import time

import yaml
from pkt import BROADCAST, TIMEOUT, Dev, check_eq, eth, fail, netns
from serve import serve

DIRECTORY, NODE, A = sys.argv[1:]
SPEC = __file__.rsplit("/", 2)[0] + "/uapi/ovnet.yaml"
SCHEMA = DIRECTORY + "/Documentation/netlink/genetlink.yaml"
MAC, MAC_HEX = "02:00:00:00:0e:01", "020000000e01"

sys.path.insert(0, DIRECTORY + "/tools/net/ynl")
if hasattr(yaml, "CSafeLoader"):        # the same, ten times as fast
    yaml.safe_load = lambda text: yaml.load(text, yaml.CSafeLoader)
from lib import YnlFamily               # noqa: E402
from lib.ynl import NlError             # noqa: E402

with netns(NODE):
    ynl = YnlFamily(SPEC, SCHEMA)
    listener = YnlFamily(SPEC, "")      # "": it has been checked
    DEV, OTHER = map(socket.if_nametoindex, "ab")
DRIVEN, HEARD = set(), set()


def do(name, values=None):
    DRIVEN.add((name, "do"))
    return ynl.do(name, values or {})


def dump(name, values=None):
    DRIVEN.add((name, "dump"))
    return ynl.dump(name, values or {})


def get(kind, **key):
    """The one object of this kind, by its key."""
    (obj,) = do(kind + "-get", {kind: [key]})[kind]
    return obj


def listed(kind, **key):
    """Objects of this kind, by a dump with this filter."""
    got = dump(kind + "-get", {kind: [key]} if key else {})
    return [obj for reply in got for obj in reply[kind]]


def has(obj, **fields):
    for key, value in fields.items():
        check_eq(obj.get(key.replace("_", "-")), value, key)


def heard(what, **fields):
    """The next event is this one."""
    end = time.monotonic() + TIMEOUT
    while not listener.async_msg_queue:
        listener.check_ntf()
        if time.monotonic() > end:
            fail("no event, expected %s" % what)
    event = listener.async_msg_queue.pop(0)
    check_eq(event["name"], what, "event")
    HEARD.add(what)
    ((obj,),) = [v if isinstance(v, list) else [v] for v in event["msg"].values()]
    has(obj, **fields)


def number(address):
    return int(ipaddress.IPv4Address(address))


def digits(address):
    return ipaddress.ip_address(address).packed.hex()


class AlreadyBound:
    """A socket that says nothing of being bound again."""

    def __init__(self, sock):
        self.sock = sock

    def __getattr__(self, name):
        return getattr(self.sock, name)

    def bind(self, address):
        """It is."""


# --- tests --------------------------------------------------------------------

def schema():
    """The specification is what the kernel's schema allows, and has a family"""
    check_eq(ynl.family["name"] if hasattr(ynl, "family") else ynl.name, "ovnet", "family")


def subscribe():
    """It subscribes to every multicast group"""
    first, *others = listener.mcast_groups
    listener.ntf_subscribe(first)
    # that binds the socket each time, which the kernel allows once
    listener.sock = AlreadyBound(listener.sock)
    for group in others:
        listener.ntf_subscribe(group)


def node():
    """node-get, -set, and its event"""
    got = do("node-get")["node"]
    has(got, networks=0, underlays_max=64)
    missing = {"vxlan", "l2", "many", "member-set", "bridge", "drop-ntf", "shared"} - set(got["features"])
    check_eq(missing, set(), "features that are missing")
    do("node-set", {"node": {"underlay-hooks": "off", "cache": 0}})
    heard("node-set-ntf", underlay_hooks="off", cache=0)
    has(do("node-get")["node"], underlay_hooks="off", cache=0, peer_delivery="auto")
    do("node-set", {"node": {"underlay-hooks": "auto", "cache": 1}})
    heard("node-set-ntf", underlay_hooks="auto", cache=1)


def underlay():
    """underlay-new, -set, -get, -del, and their events"""
    do("underlay-new", {"underlay": [
        {"name": "u", "kind": "vxlan", "local4": number("192.0.2.1"), "local6": digits("fd00:2::1")},
        {"name": "v", "kind": "vxlan", "local4": number("192.0.2.1"), "port": 4790, "df": "unset"}]})
    heard("underlay-new-ntf", name="u", local4="192.0.2.1", local6="fd00:2::1", port=4789)
    heard("underlay-new-ntf", name="v", df="unset", port=4790)
    has(get("underlay", name="u"), local4="192.0.2.1", local6="fd00:2::1", df="set", ttl=64)
    do("underlay-set", {"underlay": [{"name": "u", "ttl": 7}]})
    heard("underlay-set-ntf", name="u", ttl=7)
    has(get("underlay", name="u"), ttl=7, local4="192.0.2.1")
    check_eq([u["name"] for u in listed("underlay")], ["u", "v"], "list")
    do("underlay-new", {"underlay": [{"name": "s", "kind": "srv6", "locator": digits("fd00:11::"),
                                      "locator-len": 64, "srh": "full"}]})
    heard("underlay-new-ntf", name="s", kind="srv6", locator="fd00:11::", locator_len=64)
    has(get("underlay", name="s"), srh="full")
    do("underlay-del", {"underlay": [{"name": "s"}]})
    heard("underlay-del-ntf", name="s")
    do("underlay-del", {"underlay": [{"name": "v"}]})
    heard("underlay-del-ntf", name="v")
    check_eq([u["name"] for u in listed("underlay")], ["u"], "list")


def network():
    """network-new, -set, -get, -del, and their events"""
    do("network-new", {"network": [{"id": 100, "name": "red", "underlay": "u"},
                                   {"id": 200, "vni": 7, "type": "l2"}]})
    heard("network-new-ntf", id=100, name="red", underlay="u")
    heard("network-new-ntf", id=200, name="net200", vni=7, type="l2")
    do("network-set", {"network": [{"name": "red", "ageing": 77}]})
    heard("network-set-ntf", id=100, ageing=77)
    has(get("network", id=100), name="red", ageing=77, vni=100,
        stats={"rx-packets": 0, "rx-bytes": 0, "tx-packets": 0, "tx-bytes": 0})
    check_eq([n["id"] for n in listed("network")], [100, 200], "list")
    do("network-del", {"network": [{"id": 200}]})
    heard("network-del-ntf", id=200)
    check_eq([n["id"] for n in listed("network")], [100], "list")


def remote():
    """remote-new, -set, -get, -del, and their events"""
    do("remote-new", {"remote": [
        {"name": "r2", "kind": "vxlan", "vtep": [digits("192.0.2.2"), digits("fd00:2::2")]},
        {"name": "r3", "kind": "vxlan", "vtep": [digits("192.0.2.3")], "id": 9}]})
    heard("remote-new-ntf", name="r2", id=1, vtep=["192.0.2.2", "fd00:2::2"])
    heard("remote-new-ntf", name="r3", id=9)
    do("remote-set", {"remote": [{"id": 9, "up": 0}]})
    heard("remote-set-ntf", name="r3", up=0)
    has(get("remote", name="r3"), up=0, id=9, vtep=["192.0.2.3"])
    check_eq([r["name"] for r in listed("remote")], ["r2", "r3"], "list")
    do("remote-new", {"remote": [{"name": "r4", "kind": "vxlan", "vtep": [digits("192.0.2.4")]}]})
    heard("remote-new-ntf", name="r4")
    do("remote-set", {"remote": [{"name": "r4", "locator": digits("fd00:4::"), "locator-len": 64,
                                  "seg": [digits("fd00:a::1")],
                                  "source": [{"addr": digits("fd00:4::4"), "len": 128}]}]})
    heard("remote-set-ntf", name="r4", locator="fd00:4::", seg=["fd00:a::1"],
          source=[{"addr": "fd00:4::4", "len": 128}])
    do("remote-del", {"remote": [{"name": "r4"}]})
    heard("remote-del-ntf", name="r4")
    check_eq([r["name"] for r in listed("remote")], ["r2", "r3"], "list")


def member():
    """member-new, -set, -get, -del, and their events"""
    do("member-new", {"member": [{"network-name": "red", "remote-name": "r2"}]})
    heard("member-new-ntf", network_name="red", remote_name="r2", remote_id=1)
    check_eq([m["remote-name"] for m in listed("member", **{"network-name": "red"})], ["r2"], "members")
    do("member-set", {"member": [{"network-id": 100, "remote-id": 9}]})
    for name, remote_name in sorted([("member-del-ntf", "r2"), ("member-new-ntf", "r3")],
                                    key=lambda e: e[0] != peek()):
        heard(name, network_id=100, remote_name=remote_name)
    check_eq([m["remote-name"] for m in listed("member")], ["r3"], "members")
    do("member-del", {"member": [{"network-id": 100, "remote-id": 9}]})
    heard("member-del-ntf", network_id=100, remote_name="r3")
    check_eq(listed("member"), [], "members")


def peek():
    """Name of the next event."""
    listener.check_ntf()
    return listener.async_msg_queue[0]["name"] if listener.async_msg_queue else None


def port():
    """port-new, -set, -get, -del, and their events"""
    do("port-new", {"port": [{"ifindex": DEV, "network-name": "red"}]})
    heard("port-new-ntf", ifindex=DEV, ifname="a", network_id=100, state="blocked")
    do("port-set", {"port": [{"ifindex": DEV, "state": "open", "learning": 1}]})
    heard("port-set-ntf", ifname="a", state="open")
    has(get("port", ifindex=DEV), state="open", learning=1, network_name="red")
    check_eq([p["ifname"] for p in listed("port", **{"network-id": 100})], ["a"], "list")
    do("port-del", {"port": [{"ifindex": DEV}]})
    heard("port-del-ntf", ifname="a")
    check_eq(listed("port"), [], "list")
    do("port-new", {"port": [{"ifindex": dev, "network-name": "red", "state": "open"}
                             for dev in (DEV, OTHER)]})
    heard("port-new-ntf", ifname="a", state="open")
    heard("port-new-ntf", ifname="b", state="open")


def fdb():
    """fdb-new, -set, -get, -del, -flush, and their events"""
    row = {"network-name": "red", "mac": MAC_HEX}
    do("fdb-new", {"fdb": [{**row, "remote-name": "r2"}]})
    heard("fdb-new-ntf", mac=MAC, remote_name="r2", state="static", seq=0)
    do("fdb-set", {"fdb": [{**row, "ifindex": DEV, "state": "external", "seq": 5}]})
    heard("fdb-set-ntf", mac=MAC, ifname="a", state="external", seq=5)
    (got,) = listed("fdb", **row)
    has(got, mac=MAC, network_id=100, ifname="a", state="external", seq=5)
    (got,) = do("fdb-get", {"fdb": [row]})["fdb"]
    has(got, mac=MAC, ifname="a", seq=5)
    do("fdb-del", {"fdb": [row]})
    heard("fdb-del-ntf", mac=MAC, ifname="a")
    check_eq(listed("fdb"), [], "list")
    do("fdb-new", {"fdb": [{**row, "mac": "020000000e%02x" % i, "remote-id": 1} for i in range(3)]})
    for i in range(3):
        heard("fdb-new-ntf", mac="02:00:00:00:0e:%02x" % i)
    (flushed,) = do("fdb-flush", {"fdb": [{"remote-id": 1}]})["fdb"]
    check_eq(flushed["flushed"], 3, "flushed")
    for _ in range(3):
        heard("fdb-del-ntf", remote_name="r2")
    check_eq(listed("fdb"), [], "list")


def route():
    """route-new, -set, -get, -del, and their events"""
    row = {"network-name": "vpc", "dst4": number("192.0.2.0"), "len": 24}
    do("network-new", {"network": [{"id": 300, "name": "vpc", "type": "l3"}]})
    heard("network-new-ntf", name="vpc", type="l3")
    do("route-new", {"route": [{**row, "remote-name": "r2"}]})
    heard("route-new-ntf", dst4="192.0.2.0", len=24, type="remote", remote_name="r2")
    do("route-set", {"route": [{**row, "nexthop": [{"remote-name": "r2", "weight": 2}, {"remote-name": "r3"}]}]})
    heard("route-set-ntf", dst4="192.0.2.0", type="remote")
    (got,) = listed("route")
    check_eq([(hop["remote-name"], hop["weight"]) for hop in got["nexthop"]], [("r2", 2), ("r3", 1)], "remotes")
    do("route-set", {"route": [{**row, "type": "prohibit"}]})
    heard("route-set-ntf", dst4="192.0.2.0", type="prohibit")
    (got,) = listed("route", **{"network-name": "vpc"})
    has(got, network_id=300, dst4="192.0.2.0", len=24, type="prohibit")
    (got,) = do("route-get", {"route": [{"network-id": 300, "dst4": number("192.0.2.77")}]})["route"]
    has(got, dst4="192.0.2.0", len=24, type="prohibit")
    do("route-del", {"route": [row]})
    heard("route-del-ntf", dst4="192.0.2.0")
    check_eq(listed("route"), [], "list")
    do("network-del", {"network": [{"id": 300}]})
    heard("network-del-ntf", name="vpc")


def neigh():
    """neigh-new, -set, -get, -flush, -del, and their events"""
    row = {"network-name": "red", "addr4": number("192.0.2.9")}
    do("neigh-new", {"neigh": [{**row, "mac": "020000000e01"}]})
    heard("neigh-new-ntf", addr4="192.0.2.9", mac="02:00:00:00:0e:01", state="static")
    do("neigh-set", {"neigh": [{**row, "mac": "020000000e02", "state": "external"}]})
    heard("neigh-set-ntf", mac="02:00:00:00:0e:02", state="external", seq=1)
    (got,) = listed("neigh", **{"network-name": "red"})
    has(got, network_id=100, addr4="192.0.2.9", mac="02:00:00:00:0e:02")
    (got,) = do("neigh-get", {"neigh": [row]})["neigh"]
    has(got, addr4="192.0.2.9", mac="02:00:00:00:0e:02")
    do("neigh-del", {"neigh": [row]})
    heard("neigh-del-ntf", addr4="192.0.2.9")
    do("neigh-new", {"neigh": [{"network-id": 100, "addr6": digits("::2"), "mac": "020000000e01"}]})
    heard("neigh-new-ntf", addr6="::2")
    (flushed,) = do("neigh-flush", {"neigh": [{"network-id": 100}]})["neigh"]
    check_eq(flushed["flushed"], 1, "flushed")
    heard("neigh-del-ntf", addr6="::2")
    check_eq(listed("neigh"), [], "list")


def binding():
    """binding-new, -get, -del, and their events"""
    row = {"ifindex": DEV, "mac": "020000000e01", "addr4": number("192.0.2.9")}
    do("binding-new", {"binding": [row]})
    heard("binding-new-ntf", ifname="a", mac="02:00:00:00:0e:01", addr4="192.0.2.9")
    heard("fdb-new-ntf", ifname="a", mac="02:00:00:00:0e:01", state="bound")
    heard("neigh-new-ntf", ifname="a", addr4="192.0.2.9", state="bound")
    (got,) = listed("binding", ifindex=DEV)
    has(got, ifname="a", mac="02:00:00:00:0e:01", addr4="192.0.2.9")
    do("binding-del", {"binding": [row]})
    heard("fdb-del-ntf", state="bound")
    heard("neigh-del-ntf", state="bound")
    heard("binding-del-ntf", ifname="a")
    check_eq(listed("binding"), [], "list")


def trace():
    """trace-get"""
    frame = "020000000e02" + "020000000e01" + "88b5" + "00" * 46
    got = do("trace-get", {"trace": {"network-id": 100, "ifindex": DEV, "frame": frame}})["trace"]
    has(got, network_name="red", ifname="a", missed=0)
    first, *_, last = got["step"]
    has(first, kind="in", ethertype=0x88b5, length=60, mac="02:00:00:00:0e:02")
    check_eq((last["kind"], got["verdict"]) in (("sent", "delivered"), ("dropped", "dropped")), True,
             "%s, and the verdict %s" % (last, got["verdict"]))
def probe():
    """probe-send and -get: nobody answers"""
    sent = do("probe-send", {"probe": {"remote-name": "r2", "size": 100}})["probe"]
    has(sent, remote_id=1, size=100, underlay="u", vtep="192.0.2.2")
    got = do("probe-get", {"probe": {"id": sent["id"]}})["probe"]
    check_eq({**got, "underlay": "u", "vtep": "192.0.2.2"}, sent, "what became of it")


def limit():
    """limit-ntf"""
    a = Dev(A)
    do("network-set", {"network": [{"id": 100, "fdb-max": 1}]})
    heard("network-set-ntf", fdb_max=1)
    a.send(eth(BROADCAST, MAC, 0x88b5))
    heard("fdb-new-ntf", mac=MAC, state="learned", ifname="a")
    a.send(eth(BROADCAST, "02:00:00:00:0e:02", 0x88b5))
    heard("limit-ntf", kind="network-fdb", network_id=100, network_name="red", value=1)


def drops():
    """drops-get and drop-ntf"""
    a = Dev(A)
    do("port-set", {"port": [{"ifindex": DEV, "state": "blocked"}]})
    heard("port-set-ntf", state="blocked")
    a.send(eth(BROADCAST, MAC, 0x88b5))
    heard("drop-ntf", reason="port_blocked", network_name="red", ifname="a", src_mac=MAC,
          dst_mac=BROADCAST, ethertype=0x88b5)
    got = {d["reason"]: d["count"] for d in
           [one(reply["drops"]) for reply in dump("drops-get", {"drops": {"network-id": 100}})]
           if d.get("network-id") == 100}
    check_eq(got.get("port_blocked"), 1, "counter")


def one(value):
    return value[0] if isinstance(value, list) else value


def refused():
    """It shows a refusal: the error, the sentence, the attribute"""
    rows = [
        ("network-get", {"network": [{"name": "no"}]}, 2, "There is no network no", ".network.name"),
        ("network-new", {"network": [{"id": 300}, {"id": 0}]}, 34, "integer out of range", ".network.id"),
        ("remote-new", {"remote": [{"name": "7", "kind": "vxlan", "vtep": [digits("192.0.2.7")]}]}, 22,
         "A name has letters, digits and .-_:@+ and is not a number", ".remote.name"),
    ]
    for name, values, code, sentence, attribute in rows:
        try:
            do(name, values)
        except NlError as error:
            extack = error.nl_msg.extack
            check_eq((error.error, extack.get("msg"), extack.get("bad-attr")),
                     (code, sentence, attribute), name)
        else:
            fail("%s %s is not refused" % (name, values))


def remove():
    """Everything goes by force, in one message of each kind"""
    do("network-del", {"network": [{"id": 100, "force": True}]})
    do("remote-del", {"remote": [{"id": 1, "force": True}, {"id": 9, "force": True}]})
    do("underlay-del", {"underlay": [{"name": "u"}]})
    has(do("node-get")["node"], networks=0, underlays=0, remotes=0, ports=0, fdb=0)


def complete():
    """Every operation of the specification was driven, every event heard"""
    with open(SPEC, encoding="utf-8") as file:
        ops = yaml.safe_load(file)["operations"]["list"]
    want = {(op["name"], mode) for op in ops for mode in ("do", "dump") if mode in op}
    check_eq(sorted(want - DRIVEN), [], "operations that were not driven")
    want = {op["name"] for op in ops if "notify" in op or "event" in op}
    check_eq(sorted(want - HEARD), [], "events that were not heard")
    print("%d operations, %d events" % (len(DRIVEN), len(HEARD)))


serve({f.__name__: f for f in (
    schema, subscribe, node, underlay, network, remote, member, port, fdb, route, neigh, binding, trace, probe, limit,
    drops, refused, remove, complete)})
