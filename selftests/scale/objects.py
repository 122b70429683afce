# SPDX-License-Identifier: GPL-2.0
"""Remotes and networks without a device."""
from bulk import repeat, slices
from pkt import eth
from steps import Steps, Weigh, fastest
from testbed import LOCAL4, remote_address, send_to_networks

FIRST = 1000            # id of the first of many networks
PART = 4000             # objects of a message: some 128 KiB
NETWORK_MOST = 2048     # bytes of a network without a device
MARK = b"\xaa\xbb\xcc\xdd"
TAG = int.from_bytes(MARK, "little")


class Objects:
    """Topics; see steps.py."""

    def __init__(self, node, report):
        self.node, self.report = node, report

    # --- remotes

    def remote_requests(self, op, n):
        """About n remotes: all there is to say of each, or only its name."""
        objects = []
        for i in range(1, n + 1):
            remote = {"name": "r%d" % i}
            if op == "remote-new":
                remote.update(id=i, kind="vxlan", vtep=[remote_address(i)])
            objects.append(remote)
        return [self.node.client.message(op, objects[first:first + size])
                for first, size in slices(n, 1000)]

    def remotes(self, n):
        node, steps = self.node, Steps(n)
        new = self.remote_requests("remote-new", n)
        delete = self.remote_requests("remote-del", n)
        with Weigh(steps) as weigh:
            steps.time("remotes made", node.bulk.send(new))
            weigh.full("a remote")
            self.report.check(node.count("remotes"), n, "remotes")
            self._dump(steps, "  dumped", "remote-get", n)
            got = self._dump(steps, "  dumped by address: one", "remote-get",
                             1, {"vtep": [remote_address(n)]})
            self.report.check(got[0]["name"], "r%d" % n, "by address")
            steps.time("  removed", node.bulk.send(delete))
            self.report.check(node.count("remotes"), 0, "remotes")
        return steps

    def _dump(self, steps, what, op, want, *filters):
        """Its time is for each that there is, not for each that came."""
        count, took, first = self.node.bulk.dump(op, *filters)
        self.report.check(count, want, what.strip())
        steps.time(what, took)
        return first

    # --- networks

    def network_requests(self, op, n, **more):
        bulk = self.node.bulk
        template, where = bulk.template(op, {"id": TAG, **more}, MARK)
        return [bulk.message(op, repeat(template, FIRST + first, size, where,
                                        "little"))
                for first, size in slices(n, PART)]

    def networks(self, n):
        node, steps = self.node, Steps(n)
        new = self.network_requests("network-new", n, underlay="u")
        change = self.network_requests("network-set", n, ageing=60)
        delete = self.network_requests("network-del", n)
        with Weigh(steps) as weigh:
            steps.time("networks without a device made", node.bulk.send(new))
            weigh.full("a network without a device", most=NETWORK_MOST)
            self.report.check(node.count("networks"), n + 1, "networks")
            self._dump(steps, "  dumped", "network-get", n + 1)
            steps.time("  changed (ageing)", node.bulk.send(change))
            steps.time("  address of their underlay changed",
                       self._change_underlay(), each=False)
            steps.time("  removed", node.bulk.send(delete))
            self.report.check(node.count("networks"), 1, "networks")
        return steps

    def _change_underlay(self):
        return fastest(4, lambda i: self.node.do("underlay-set", {
            "name": "u", "local4": (LOCAL4, "0.0.0.0")[i % 2]}))

    def busy_networks(self, n):
        """Each has got a frame, which nobody wants: it is counted, twice."""
        node, steps = self.node, Steps(n)
        frame = eth("02:00:00:00:00:01", "02:00:00:00:00:02", 0x88b5, bytes(46))
        with Weigh(steps) as weigh:
            node.bulk.send(self.network_requests("network-new", n,
                                                 underlay="u"))
            send_to_networks(range(FIRST, FIRST + n), frame)
            weigh.full("a network that has had a frame, and dropped it")
            stats = node.network(FIRST + n - 1)["stats"]
            self.report.check(stats["rx-packets"], 1, "frames received")
            node.bulk.send(self.network_requests("network-del", n))
        return steps
