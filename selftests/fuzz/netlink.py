# SPDX-License-Identifier: GPL-2.0
"""netlink.py NODE ELSEWHERE: the tests of netlink.sh.

The runs that are asked for are seeds and numbers of messages; a run starts
with nothing there.
"""
import collections
import os
import re
import subprocess
import sys
import time

import nl
from netlink_gen import DEVICES, ROUND
from netlink_refusals import Coverage
from netlink_rt import ELSEWHERE
from netlink_stream import Stream
from pkt import TIMEOUT, check_eq, fail, netns
from serve import serve
from spec import Client
from who import Actor, enter, unshare_user

NS, FAR = ("/run/netns/" + name for name in sys.argv[1:])
# who sends which part of them: two of one node, and one root of a user
# namespace and its own node
SHARES = (0.5, 0.3, 0.2)
PHASE = 20000       # messages between two looks at the whole state
BAD = re.compile(r"WARNING:|BUG:|Oops|KASAN|UBSAN|ODEBUG|refcount_t"
                 r"|possible .*(?:recursive|circular)|suspicious RCU|unreferenced object"
                 r"|ref_tracker: |hw csum|list_(?:add|del) corr")

DEVICE_LINES = """
link set lo up
%s
link add name taken index 522 type dummy
link add name bridge index 520 type bridge
link set taken master bridge
link add name under index 523 type dummy
link add name mv index 524 link under type macvlan
link add name vx index 521 type vxlan id 7 dstport 4793
link set vx up
link add name addr0 index 540 up type dummy
addr add 192.0.2.1/24 dev addr0
addr add 192.0.2.2/24 dev addr0
""" % "\n".join("link add name d%d index %d type dummy" % (i, i) for i in DEVICES)


# --- in the processes that send ------------------------------------------------

client = stream = other = None      # of each of them


def start(number):
    """Be the one who sends stream NUMBER, from where he is."""
    global client, stream, other
    client = Client()
    if number != 1:     # the second of a node finds all that it needs
        make_devices()
        other = nl.socket.socket(nl.socket.AF_INET, nl.socket.SOCK_DGRAM)
        other.bind(("", 4794))      # another program has this port
    stream = Stream(client.spec, client.family, number)


def make_devices():
    """Those that are missing: a request may have moved them away."""
    subprocess.run(["ip", "-force", "-b", "-"], input=DEVICE_LINES.encode(), check=False,
                   stderr=subprocess.DEVNULL)


def rounds(seed, first, last):
    if stream.number != 1:
        make_devices()
    return stream.run(seed, first, last)


def look():
    """The whole state, against the specification and itself."""
    return check_state(client)


def sweep():
    """Remove everything; what is then left."""
    for obj in client.dump("network-get"):
        client.do("network-del", {"id": obj["id"], "force": True})
    for obj in client.dump("remote-get"):
        client.do("remote-del", {"id": obj["id"], "force": True})
    for obj in client.dump("underlay-get"):
        client.do("underlay-del", {"name": obj["name"]})
    links = subprocess.run(["ip", "-o", "link"], capture_output=True, check=True).stdout
    return client.do("node-get")[0], re.findall(rb"^\d+: (leg\w*|ovnet\S*?|above)[@:]", links, re.M)


def finish():
    stream.close()
    return sweep()


def actor(become, number):
    def be():
        os.dup2(os.open(FAR, os.O_RDONLY), ELSEWHERE)
        become()
        start(number)
    return Actor(be)


# --- the state -----------------------------------------------------------------

def check_ranges(spec, name, obj):
    """Lengths and ranges that the specification gives; spec.decode() knows types."""
    for key, value in obj.items():
        a = spec.sets[name][key]
        if a["type"] == "nest":
            check_ranges(spec, a["nested-attributes"], value)
            continue
        checks = {k: spec.consts.get(v, v) for k, v in a.get("checks", {}).items()}
        if isinstance(value, str) and a["type"] == "string":
            if len(os.fsencode(value)) > checks.get("max-len", 255):
                fail("%s/%s is too long: %r" % (name, key, value))
        elif isinstance(value, int) and not isinstance(value, bool):
            if not checks.get("min", 0) <= value <= checks.get("max", value):
                fail("%s/%s is out of range: %d" % (name, key, value))


def tally(rows, key):
    return collections.Counter(row[key] for row in rows if key in row)


def wait_gone(client, remote):
    """Nothing refers to it since a row has aged or moved: it goes, within a second or so."""
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        now = [obj for obj in client.dump("remote-get") if obj["id"] == remote["id"]]
        if not now or now[0]["members"] + now[0]["fdb"]:
            return
    fail("remote %s is implicit and nothing refers to it" % remote["name"])


def check_state(client):
    """Each object is as specified, and what objects say of each other is so."""
    got = {kind: client.dump(kind + "-get") for kind in Client.KINDS}
    client.dump("drops-get")
    for kind, objects in got.items():
        for obj in objects:
            check_ranges(client.spec, kind, obj)
    node, = client.do("node-get")
    check_ranges(client.spec, "node", node)
    for kind in "underlay", "network", "port", "remote":
        check_eq(node[kind + "s"], len(got[kind]), "%ss of the node" % kind)
    check_eq(node["fdb"], len(got["fdb"]), "rows of the node")
    for kind in "route", "neigh":
        check_eq(node[kind + "s"], len(got[kind]), "%ss of the node" % kind)
    users = tally(got["network"], "underlay")
    for obj in got["underlay"]:
        check_eq(obj["networks"], users[obj["name"]], "users of underlay %s" % obj["name"])
    of = {kind: tally(got[kind], "network-id")
          for kind in ("port", "member", "fdb", "route", "neigh")}
    for obj in got["network"]:
        for key, kind in (("ports", "port"), ("members", "member"), ("fdb", "fdb"),
                          ("routes", "route"), ("neighs", "neigh")):
            check_eq(obj[key], of[kind][obj["id"]], "%s of network %s" % (key, obj["name"]))
    bound = tally(got["binding"], "ifindex")
    for obj in got["port"]:
        check_eq(obj["bindings"], bound[obj["ifindex"]], "bindings of port %s" % obj["ifname"])
    of = {kind: tally(got[kind], "remote-id") for kind in ("member", "fdb", "route")}
    of["route"] += tally([hop for obj in got["route"] for hop in obj.get("nexthop", ())],
                         "remote-id")
    for obj in got["remote"]:
        for key, kind in ("members", "member"), ("fdb", "fdb"):
            check_eq(obj[key], of[kind][obj["id"]], "%s of remote %s" % (key, obj["name"]))
        if obj["implicit"] and not obj["members"] + obj["fdb"] + of["route"][obj["id"]]:
            wait_gone(client, obj)
    return sum(map(len, got.values()))


# --- the run -------------------------------------------------------------------

log = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK)
os.lseek(log, 0, os.SEEK_END)


def complaint():
    """The first line of the kernel's log since the last call that is bad."""
    bad = None
    while True:
        try:
            line = os.read(log, 8192).decode(errors="replace")
        except BlockingIOError:
            return bad
        except BrokenPipeError:
            continue    # lines were lost
        if bad is None and BAD.search(line):
            bad = line.split(";", 1)[-1].splitlines()[0]


actors = [actor(lambda: enter(NS), 0), actor(lambda: enter(NS), 1),
          actor(lambda: unshare_user(True), 2)]
COUNTS, SENTENCES = collections.Counter(), collections.Counter()
HELD, SENT = [0], [0]      # objects at once; messages


def run(seed, count):
    """SEED={0} COUNT={1}: no complaint, and the state always as specified"""
    seed, count = int(seed), int(count)
    total = -(-count // ROUND)
    phases = max(1, count // PHASE)
    marks = [[int(total * share * p / phases) for p in range(phases + 1)] for share in SHARES]
    empty()
    SENT[0] += count
    for p in range(phases):
        bounds = [(marks[s][p], marks[s][p + 1]) for s in range(len(SHARES))]
        where = "seed %d, messages %s of streams 0, 1 and 2" % (
            seed, ", ".join("%d-%d" % (a * ROUND, b * ROUND - 1) for a, b in bounds))
        print(where, flush=True)
        try:
            phase(seed, bounds)
        except RuntimeError as e:
            print(e)
            fail("%s: %s" % (where, str(e).strip().splitlines()[-1]))
        bad = complaint()
        if bad:
            fail("%s: the kernel says %s" % (where, bad))


def phase(seed, bounds):
    """All streams at once, each its messages, then a look at what there is."""
    for sender, (first, last) in zip(actors, bounds):
        sender.begin(rounds, seed, first, last)
    for sender in actors:
        counts, sentences = sender.answer()
        COUNTS.update(counts)
        SENTENCES.update(sentences)
    HELD[0] = max(HELD[0], sum(sender.ask(look) for sender in actors[::2]))


def empty():
    for sender in actors[::2]:
        check_gone(*sender.ask(sweep))


def check_gone(node, links):
    for kind in "underlays", "networks", "ports", "remotes", "fdb", "routes", "neighs":
        check_eq(node[kind], 0, kind)
    check_eq(links, [], "devices")


def reached():
    """Every operation was granted many times, and refused in many ways"""
    by_label = collections.defaultdict(dict)
    for (label, result), n in COUNTS.items():
        by_label[label][result] = n
    for label, results in sorted(by_label.items()):
        print("%-24s %s" % (label, ", ".join("%s %d" % (name, n) for name, n in sorted(
            results.items(), key=lambda item: (item[0] != "ok", -item[1])))))
    print("%d messages, %d of them granted; up to %d objects at once" % (
        sum(n for (label, _), n in COUNTS.items() if label != "objects"),
        sum(n for (_, result), n in COUNTS.items() if result == "ok"), HELD[0]))
    enough = max(1, SENT[0] // 20000)
    for op in stream_labels():
        results = by_label.get(op, {})
        if results.get("ok", 0) < enough:
            fail("%s was granted %d times" % (op, results.get("ok", 0)))
        if not set(results) - {"ok"}:
            fail("%s was never refused" % op)
    if not COUNTS["listeners", "overrun"]:
        fail("no listener was overrun")


def stream_labels():
    spec = Client().spec
    return [op["name"] + " " + mode for op in spec.ops.values() for mode in ("do", "dump")
            if mode in op] + ["leg add", "leg change", "leg del", "leg set", "master", "leg move",
                              "bridge fdb new", "bridge fdb del", "bridge fdb flush",
                              "bridge fdb get", "bridge link set", "bridge link get"]


# Beyond what this makes: that many objects, what only happens without memory,
# devices whose index it does not know, and who asks from a leg's other end
# (privileges.sh does).
OUT_OF_REACH = ("at most 131072 networks", "at most 4096 ports", "at most 16384 remotes",
                "at most 2097152 FDB rows",
                "at most 2097152 routes", "at most 2097152 neighbours", "could not be made: error", "No socket on UDP port",
                "No hook to share",
                "The fabric does not say", "a namespace that is not yours",
                "is not in the namespace of", "The network of this leg has gone")


def refusals():
    """What the module can say by way of refusal, it has said"""
    coverage = Coverage()
    for sentence, n in SENTENCES.items():
        coverage.add(sentence, n)
    never = coverage.never()
    print("%d of %d refusals reached" % (len(coverage.where) - len(never), len(coverage.where)))
    for where, fmt in never:
        print("never: %s: %s" % (where, fmt))
    for sentence, n in sorted(coverage.others.items(), key=lambda item: -item[1])[:25]:
        print("others: %6d %r" % (n, sentence))
    within = [fmt for _, fmt in never if not any(word in fmt for word in OUT_OF_REACH)]
    if SENT[0] >= 1000000 and within:
        fail("%d refusals within reach were never reached" % len(within))


def clean():
    """Everything deleted: no object is left, no leg, no fabric device"""
    actors[1].ask(finish)
    for sender in actors[::2]:
        check_gone(*sender.ask(finish))
    with netns(sys.argv[2]):
        out = subprocess.run(["ip", "-o", "link"], capture_output=True, check=True).stdout
    check_eq(re.findall(rb" (leg\w*)[@:]", out), [], "legs elsewhere")
    for sender in actors:
        sender.end()
    bad = complaint()
    if bad:
        fail("the kernel says %s" % bad)


serve({f.__name__: f for f in (run, reached, refusals, clean)})
