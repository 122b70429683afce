# SPDX-License-Identifier: GPL-2.0
"""Every operation, with each of its allocations failing once.

The first, the second, ... until the operation gets through without a fault.
One that says it failed has changed nothing; one that says it succeeded has done
all of it (an event may be lost); then it succeeds without faults, and undone
there is what there was. Cases are in cases.py.
"""
import os
import time

import cases
import ledger
import module
import netspace
import nl
import nth
import ops
from pkt import Failure, check_eq, fail
from serve import serve
from spec import Spec

SPEC = Spec()
MOST = 3000         # allocations of one operation
settler = netspace.Settler()
before = None
bed = None
injector = None


def send(messages):
    for sock, request in messages:
        sock.talk(request)


def attempt(n, messages):
    """"done", "refused", or "unknown" if there was no answer."""
    (sock, request), = messages
    try:
        injector.run(n, sock.talk, request)
        return "done"
    except nl.Refused:
        return "refused"
    except TimeoutError:
        bed.renew()
        fail("neither an answer nor an error")
    except (OSError, MemoryError):
        bed.renew()
        return "unknown"


def differences(one, other):
    """What is not the same, in words."""
    return "; ".join("%s: %s, not %s" % (
        key, [x for x in flat(one[key]) if x not in flat(other[key])],
        [x for x in flat(other[key]) if x not in flat(one[key])])
        for key in one if one[key] != other[key])


def flat(rows):
    if isinstance(rows, dict):
        return ["%s %s" % (kind, row) for kind, all_ in rows.items() for row in all_]
    return rows


def must_be(wanted, what):
    state = bed.state()
    if state != wanted:
        fail("%s: %s" % (what, differences(state, wanted)))


def check_outcome(outcome, state, old, new):
    if outcome == "refused" and state != old:
        fail("refused, but not undone: " + differences(state, old))
    if outcome == "done" and state != new:
        fail("said to be done, but is not: " + differences(state, new))
    if state not in (old, new):
        fail("half done: " + differences(state, old))


def inject(name, case):
    """All faults of one case: how many, and how they ended."""
    run, undo, prepare = case
    start = bed.state()
    send(prepare())
    old = bed.state()
    send(run())
    new = bed.state()
    send(undo())
    must_be(start, "%s, undone without any fault" % name)
    ends = {"done": 0, "refused": 0, "unknown": 0}
    for n in range(1, MOST):
        send(prepare())
        outcome = attempt(n, run())
        injected = injector.injected
        state = bed.state()
        try:
            check_outcome(outcome, state, old, new)
            if not injected and outcome != "done":
                fail("%s without a fault" % outcome)
            if state != new or old == new and outcome != "done":
                send(run())
                must_be(new, "repeated without a fault")
            send(undo())
            must_be(start, "undone")
        except (nl.Refused, Failure) as error:
            fail("%s, fault %d (%s): %s" % (name, n, outcome, error))
        if not injected:
            return ends
        ends[outcome] += 1
    fail("%s: no end of allocations" % name)
    return None


def all_of(table):
    """Each case of a table, made of the bed; the rest goes on, in a new bed, if one fails."""
    bad, total = [], 0
    for name in table(bed):
        try:
            ends = inject(name, table(bed)[name])
        except Failure as error:
            print(error)
            bad.append(str(error))
            rebuild()
            continue
        count = sum(ends.values())
        total += count
        print("%-22s %4d faults: %4d refused, %3d done all the same, %3d without an answer" % (
            name, count, ends["refused"], ends["done"], ends["unknown"]), flush=True)
        if not count:
            bad.append("%s: no fault was injected" % name)
    print("%-22s %4d faults" % ("all", total))
    if bad:
        fail("%d cases failed, first: %s" % (len(bad), bad[0]))


# --- tests --------------------------------------------------------------------

def build():
    """Faults can be injected, and there is something of everything"""
    global before, bed, injector
    if not nth.available():
        fail("this kernel injects no faults: CONFIG_FAULT_INJECTION, FAILSLAB, FAIL_PAGE_ALLOC")
    nth.prepare()
    ops.renew(SPEC)
    before = ledger.Ledger(None)
    injector = nth.Nth()
    rebuild()


def rebuild():
    global bed
    unbuild()
    netspace.make(cases.NODE)
    cases.enter(cases.NODE)
    bed = cases.Bed(SPEC)
    bed.route.link_set("lo", up=True)
    cases.base(bed)


def unbuild():
    """Back home; NODE goes."""
    global bed
    netspace.home()
    if bed:
        bed.close()
        bed = None
    if netspace.there(cases.NODE):
        netspace.remove(cases.NODE)
    settler.wait(nl.TIMEOUT)


def complete():
    """Every operation of the family has a case"""
    wanted = {(name, mode) for name, op in SPEC.ops.items() for mode in ("do", "dump") if mode in op}
    have = {cases.ops_of(name) for name in cases.family_cases(bed)}
    check_eq(sorted(wanted ^ have), [], "operations without a case, or the other way round")


def family():
    """Operations of the family, with each allocation failing"""
    all_of(cases.family_cases)


def links():
    """Operations on links, rows of the bridge tool, with each allocation failing"""
    all_of(cases.link_cases)


class Log:
    """Lines of the kernel's log since the last look."""

    def __init__(self):
        self.fd = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK)
        os.lseek(self.fd, 0, os.SEEK_END)

    def new(self):
        lines = []
        while True:
            try:
                lines.append(os.read(self.fd, 8192).decode(errors="replace"))
            except BlockingIOError:
                return lines
            except BrokenPipeError:     # some were lost
                continue


def fallback_tunnels(only):
    """Which namespaces have them; which had."""
    with open("/proc/sys/net/core/fb_tunnels_only_for_init_net", "r+", encoding="ascii") as file:
        was = file.read()
        file.seek(0)
        file.write(only)
    return was


def netns_new():
    """A namespace is made, with each of the last allocations failing"""
    netspace.home()
    # no tunl0, sit0, ...: they are made last, and make up most of it; "lo" is made after our
    # part of a namespace, too, which is unmade again if that fails
    usual = fallback_tunnels("2")

    def make():
        netspace.libc("unshare", netspace.CLONE_NEWNET)

    def once(n):
        try:
            injector.run(n, make)
            return True
        except OSError:
            return False
        finally:
            netspace.home()

    total = injector.count(make)
    netspace.home()
    log = Log()
    tried = refused = ours = 0
    nth.prepare(verbose=2)
    try:
        # ours are among the last; of the others', some
        for n in [*range(1, total - 600, 40), *range(max(1, total - 600), total + 20)]:
            made = once(n)
            if not injector.injected:
                continue
            tried += 1
            refused += not made
            ours += any("ovnet_main_net_init" in line for line in log.new())
    finally:
        nth.prepare()
    print("netns: %d of %d allocations failed, %d of ours; %d namespaces were not made" %
          (tried, total, ours, refused))
    fallback_tunnels(usual)
    # which of them are hit differs: slabs are filled in between
    check_eq((ours > 1, refused > 20), (True, True), "faults of ours, and before and after")
    settler.wait(nl.TIMEOUT)
    cases.enter(cases.NODE)


def netns_exit():
    """A namespace with something of everything goes while allocations fail"""
    global bed
    rounds = 8
    for percent in range(10, 10 * rounds, 10):
        rebuild()
        bed.close()
        bed = None
        netspace.home()
        # what removes a namespace is a worker: so whoever allocates, but us
        nth.percent(percent, percent // 2)
        try:
            try:
                netspace.remove(cases.NODE)
            except OSError:
                pass
            # while so much fails nobody can tell whether it has gone
            time.sleep(1)
        finally:
            nth.percent(0)
        settler.wait(nl.TIMEOUT)
    print("%d namespaces went, with up to %d %% of allocations failing" % (rounds - 1, percent))
    rebuild()


def module_load():
    """The module is loaded, with each allocation of its start failing"""
    unbuild()
    module.remove()
    path = module.path()
    log = Log()

    def fault(n):
        """Of a fault: did it hit us, and had the loader done its part by then?"""
        log.new()
        fd = os.open(path, os.O_RDONLY)
        try:
            injector.run(n, module.insert, fd)
        except OSError:
            pass
        finally:
            os.close(fd)
        lines = log.new()
        mine = any("[ovnet]" in line for line in lines)
        if module.loaded():
            if mine and injector.injected:
                fine.append(n)
            module.remove()
        # "?": left on the stack by an earlier one
        return mine, any("do_init_module" in line and "?" not in line for line in lines)

    nth.prepare(verbose=2, highmem="N")
    fine = []
    try:
        with open(path, "rb") as file:
            total = injector.count(module.insert, file.fileno())
        module.remove()
        low, high = 1, total
        core = 0
        # the first that can be ours: those before it are the loader's
        while low < high:
            middle = (low + high) // 2
            core += 1
            if any(fault(middle)) or not injector.injected:
                high = middle
            else:
                low = middle + 1
        ours, n, last = 0, max(1, low - 20), low
        while n < last + 40:
            if fault(n)[0]:
                ours, last = ours + 1, n
            else:
                core += 1
            if not injector.injected:
                break
            n += 1
    finally:
        nth.prepare()
    print("module: %d allocations; %d faults in the loader, %d in our start, "
          "of which %d did no harm" % (total, core, ours, len(fine)))
    check_eq(ours > 20, True, "faults of ours")
    module.load()
    ops.renew(SPEC)
    rebuild()
    send([bed.genl("node-get")])


def balanced():
    """Everything removed, there is what there was before"""
    unbuild()
    module.remove()
    module.load()
    ops.renew(SPEC)
    now = ledger.balance(before, lambda: None)
    print("bytes since the start: " + now.difference(before))


serve({f.__name__: f for f in (
    build, complete, family, links, netns_new, netns_exit, module_load, balanced)})
