# SPDX-License-Identifier: GPL-2.0
"""churn.py SEED PERCENT: everything changes, all the time, under traffic.

Two processes draw operations from random numbers (ops.py), one reads all that
there is, three keep traffic going (traffic.py). The module is removed with
everything in place; the world is unmade and what is left compared with what
was there before it (ledger.py).
"""
import os
import random
import signal
import sys
import time
import traceback

CPUS = os.sched_getaffinity(0)      # pylint: disable=wrong-import-position

import ledger
import module
import netspace
import nl
import nth
import ops
import traffic
import world
from pkt import check_eq, fail
from serve import serve
from spec import Client, Spec
from tally import Tally

SEED, PERCENT = sys.argv[1], int(sys.argv[2])
WORKERS = 2
PHASE = 180         # seconds, at most
OVERTIME = 240      # for kinds that have not succeeded by then
SPEC = Spec()
KINDS = list(ops.OPS)
DUMPS = "dumps"
done = Tally(KINDS, WORKERS + 1)
refused = Tally(KINDS, WORKERS + 1)
passed = Tally(traffic.NAMES + (DUMPS,), len(traffic.PROCESSES) + 1)
reloads = 0
settler = netspace.Settler()
before = None


# --- processes ----------------------------------------------------------------

class Process:
    """A function in a process of its own, on all processors."""

    def __init__(self, function, *args):
        self.name = function.__name__
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid:
            return
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.sched_setaffinity(0, CPUS)
            function(*args)
            status = 0
        except BaseException:       # pylint: disable=broad-except
            print("%s: %s" % (self.name, traceback.format_exc()), flush=True)
        finally:
            os._exit(status)

    def ended(self):
        """Its status; None while it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        return status if pid else None

    def kill(self):
        """It is to run until now: one that has ended by itself has failed."""
        status = self.ended()
        if status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        return status

    def wait(self, seconds):
        """Its status; it fails if it takes longer."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            status = self.ended()
            if status is not None:
                return status
            time.sleep(0.05)
        where = ""
        try:
            with open("/proc/%d/stack" % self.pid, encoding="ascii") as file:
                where = " ".join(file.read().split())
        except OSError:
            pass
        self.kill()
        fail("%s hangs: %s" % (self.name, where))
        return None


def missing():
    sums = done.sums()
    return [kind for kind in KINDS if not sums[kind]]


def worker(phase, number, seconds):
    """Operations until time is up and, but for the warm-up, each has succeeded."""
    rng = random.Random("%s/%d/%d" % (SEED, phase, number))
    done.mine(number)
    refused.mine(number)
    start = time.monotonic()
    # each kind once, whatever the odds; there is something to do it to
    deck = rng.sample(KINDS, len(KINDS)) + ["furnish"] * (2 * world.NODES)
    while True:
        late = time.monotonic() - start - seconds
        wanted = missing() if late > 0 and phase else []
        if late > OVERTIME or late > 0 and not wanted:
            return
        if deck:
            name = deck.pop()
            action = ops.OPS[name](rng)
        elif wanted and rng.random() < 0.3:
            name = rng.choice(wanted)
            action = ops.OPS[name](rng)
        else:
            name, action = ops.draw(rng)
        attempt(name, action)


def attempt(name, action):
    try:
        action()
        done.add(name)
    except nl.Refused:
        refused.add(name)
    except (OSError, MemoryError) as error:
        if isinstance(error, TimeoutError) or not may_be(error):
            raise
        refused.add(name)
    finally:
        home()


def may_be(error):
    """What is in the way of others; and whatever else if allocations fail."""
    return PERCENT or getattr(error, "errno", 0) in world.GONE


def home():
    """Nothing works in the wrong place, so this is tried until it does."""
    while True:
        try:
            netspace.home()
            return
        except OSError:
            if not PERCENT:
                raise


def dumper():
    """All that there is, in every node, and all that is told meanwhile."""
    os.nice(3)
    passed.mine(len(traffic.PROCESSES))
    kinds = [kind + "-get" for kind in Client.KINDS] + ["drops-get"]
    while True:
        for i in range(1, world.NODES + 1):
            try:
                look_around(world.node(i), kinds)
            except (nl.Refused, OSError, MemoryError) as error:
                if isinstance(error, TimeoutError):
                    raise
            finally:
                home()
        time.sleep(0.01)


def look_around(place, kinds):
    with ops.Node(place) as client:
        events = client.listen()
        try:
            for kind in kinds:
                client.dump(kind)
                passed.add(DUMPS)
            with world.Place(place) as route:
                for show in route.links, route.fdb_show, route.bridge_show:
                    show()
                    passed.add(DUMPS)
            events.drain()
        finally:
            events.listener.sock.close()


def traffic_process(number, phase):
    passed.mine(number)
    os.nice(5)      # it gives way to those that change things
    while True:
        try:
            traffic.PROCESSES[number]("%s/%d/%d" % (SEED, phase, number), passed)
        except (OSError, MemoryError):
            if not PERCENT:
                raise
        home()


# --- one phase ----------------------------------------------------------------

def unload(reader):
    """With everything there, traffic going and dumps being read; then again."""
    global reloads
    module.remove()
    reader_status = reader.kill()
    for name in world.ALL:
        with world.Place(name) as route:
            ours = [link.name for link in route.links()
                    if link.kind == "ovnet" or link.name.startswith("ovnet")]
            check_eq(ours, [], "devices in %s, with the module gone" % name)
    module.load()
    ops.renew(SPEC)
    reloads += 1
    return reader_status


def churn_phase(phase, seconds, removal):
    others = [Process(traffic_process, number, phase)
              for number in range(len(traffic.PROCESSES))]
    reader = Process(dumper)
    try:
        workers = [Process(worker, phase, number, seconds) for number in range(WORKERS)]
        if PERCENT:
            nth.percent(PERCENT)
        try:
            statuses = [w.wait(seconds + OVERTIME + 180) for w in workers]
        finally:
            if PERCENT:
                nth.percent(0)
        if any(statuses):
            fail("a worker failed: see above")
        status = unload(reader) if removal else reader.kill()
        if status is not None:
            fail("the reader failed: see above")
    finally:
        reader_left = [p.kill() for p in others]
    if any(status is not None for status in reader_left):
        fail("traffic has ended by itself: see above")


def objects():
    """What this namespace has."""
    client = Client(SPEC)
    got, = client.do("node-get")
    client.sock.close()
    return {key: got[key] for key in ("underlays", "networks", "ports", "remotes", "fdb", "routes", "neighs")}


def unmake():
    world.unmake()
    check_eq(netspace.named(), 0, "namespaces that have names")
    settler.wait(nl.TIMEOUT)
    module.remove()
    module.load()
    ops.renew(SPEC)


# --- tests --------------------------------------------------------------------

def warm_up():
    """Everything once, so that what is allocated once is there"""
    global before
    ops.renew(SPEC)
    world.make()
    churn_phase(0, 2, False)
    unmake()
    before = ledger.balance(ledger.Ledger(objects()), objects)


def churn(seconds):
    """Everything changes under traffic for {0} s, and all comes back"""
    seconds, start, phase = float(seconds), time.monotonic(), 0
    length = min(PHASE, seconds / 2)
    while time.monotonic() - start < seconds:
        phase += 2
        world.make()
        churn_phase(phase - 1, length, True)
        world.mend()
        churn_phase(phase, length, False)
        unmake()
        now = ledger.balance(before, objects)
        print("phase %d: bytes since the start: %s" % (phase, now.difference(before)),
              flush=True)
    bad = ledger.log_complaints()
    if bad:
        fail(bad[0])


def operations():
    """Every kind of operation has been done"""
    did, not_done = done.sums(), refused.sums()
    for kind in KINDS:
        print("%-20s %6d done %6d refused" % (kind, did[kind], not_done[kind]))
    print("%-20s %6d done %6d refused" % ("all", sum(did.values()), sum(not_done.values())))
    print("modules removed with everything in place: %d; nodes killed: %d; hosts killed: %d" %
          (reloads, did["node-killed"], did["host-killed"]))
    covered = set(SPEC.ops) - {name for name, op in SPEC.ops.items()
                               if "do" not in op and "dump" not in op}
    check_eq(sorted(covered - set(KINDS)), [], "operations of the family that are not drawn")
    check_eq(missing(), [], "kinds that never succeeded")
    check_eq(reloads > 0, True, "modules were removed")


def packets():
    """Every kind of traffic has passed"""
    sums = passed.sums()
    for name, count in sums.items():
        print("%-22s %10d" % (name, count))
    check_eq([name for name, count in sums.items() if not count], [], "what did not pass")


if PERCENT:
    nth.prepare()
ops.renew(SPEC)
serve({f.__name__: f for f in (warm_up, churn, operations, packets)})
