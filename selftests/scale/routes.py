# SPDX-License-Identifier: GPL-2.0
"""Routes and neighbours: a million of each."""
from bulk import repeat, slices
from objects import MARK, PART
from rows import ALL, SOME, row_mac
from steps import Steps, Weigh, timed

ROUTED = 2              # id
ADDRESS = ".".join(str(byte) for byte in MARK)
KINDS = {"IPv4": {"dst4": ADDRESS},
         "IPv6": {"dst6": "fd00:0:%s::" % MARK.hex(":", 2), "len": 64}}
FIRST = 10 << 24        # 10.0.0.0, or fd00:0:a00::/64
NETWORK = {"network-id": ROUTED}


class Routes:
    """Topics; see steps.py."""

    def __init__(self, node, report):
        self.node, self.report = node, report

    def requests(self, op, n, **obj):
        """Of objects that differ in 32 bits, where MARK is."""
        bulk = self.node.bulk
        template, at = bulk.template(op, {**NETWORK, **obj}, MARK)
        return [bulk.message(op, repeat(template, FIRST + first, size, at))
                for first, size in slices(n, PART)]

    def make_network(self):
        self.node.do("network-new", {"id": ROUTED, "name": "routed",
                                     "type": "l3", "underlay": "u"})

    def remove_network(self):
        self.node.do("network-del", {"id": ROUTED, "force": True})

    def routes(self, n):
        steps = Steps(n)
        for family, prefix in KINDS.items():
            self._routes(steps, n, family, prefix)
        return steps

    def _routes(self, steps, n, family, prefix):
        """All at one remote; then some at another."""
        node, some = self.node, n // 100
        new = self.requests("route-new", n, **prefix, **{"remote-id": ALL})
        change = self.requests("route-set", some, **prefix,
                               **{"remote-id": SOME})
        delete = self.requests("route-del", n, **prefix)
        with Weigh(steps) as weigh:
            steps.time("%s routes made, %d to a message" % (family, PART),
                       node.bulk.send(new))
            weigh.full("an %s route" % family)
            self.report.check(node.count("routes"), n, "routes")
            self._dump(steps, n, "  dumped, " + family, "route-get")
            steps.time("  at another remote, 1 %% of them, %s" % family,
                       node.bulk.send(change), n=some)
            steps.time("  removed, " + family, node.bulk.send(delete))
            self.report.check(node.count("routes"), 0, "routes left")

    def _dump(self, steps, n, what, op):
        count, took, first = self.node.bulk.dump(op, NETWORK)
        self.report.check(count, n, what.strip())
        steps.time(what, took)
        return first

    def neighbours(self, n):
        node, steps = self.node, Steps(n)
        new = self.requests("neigh-new", n, addr4=ADDRESS, mac=row_mac(0))
        delete = self.requests("neigh-del", n // 100, addr4=ADDRESS)
        with Weigh(steps) as weigh:
            steps.time("neighbours made, %d to a message" % PART,
                       node.bulk.send(new))
            weigh.full("a neighbour")
            self.report.check(node.count("neighs"), n, "neighbours")
            self._dump(steps, n, "  neighbours dumped", "neigh-get")
            steps.time("  neighbours removed, 1 % of them",
                       node.bulk.send(delete), n=n // 100)
            got = []
            took = timed(lambda: got.extend(node.do("neigh-flush", NETWORK)))
            self.report.check(got, [{"flushed": n - n // 100}], "flushed")
            steps.time("  neighbours flushed: all that are left", took)
            self.report.check(node.count("neighs"), 0, "neighbours left")
        return steps
