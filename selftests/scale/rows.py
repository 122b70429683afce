# SPDX-License-Identifier: GPL-2.0
"""The FDB: a million rows."""
import time

import pkt
from bulk import repeat, slices
from devices import GROUP
from nl import Refused
from objects import MARK, PART
from steps import Steps, Weigh, fastest, timed
from testbed import NS, RED, remote_address

MAC_MARK = "02:00:" + MARK.hex(":")
ALL, SOME = 1, 2                # remotes: of most rows, and of a hundredth
AGAIN = 20                      # changes of an address
POLL = 0.01                     # seconds
AGEING_PATIENCE = 300


def row_mac(i):
    return "02:00:" + i.to_bytes(4, "big").hex(":")


class Rows:
    """Topics; see steps.py."""

    def __init__(self, node, report):
        self.node, self.report = node, report
        self.port = None        # ifindex

    def make_port(self):
        """p0, where q0 is the endpoint's end."""
        node = self.node
        node.links.add_veth("p0", "q0", GROUP)
        node.links.up_group(GROUP)
        self.port = node.links.indices()["p0"]
        node.do("port-new", {"ifindex": self.port, "network-id": RED,
                             "state": "open"})

    def remove_port(self):
        self.node.links.remove_group(GROUP)

    def payload(self, first, n, **where):
        template, at = self.node.bulk.template("fdb-new", {
            "network-id": RED, "mac": MAC_MARK, **where}, MARK)
        return repeat(template, first, n, at)

    def requests(self, n):
        """Most rows at a remote, a hundredth each at another and at a port."""
        some = n // 100
        message = self.node.bulk.message
        return [message("fdb-new", self.payload(first + start, size, **where))
                for start, total, where in (
                    (0, some, {"remote-id": SOME}),
                    (some, some, {"ifindex": self.port}),
                    (2 * some, n - 2 * some, {"remote-id": ALL}))
                for first, size in slices(total, PART)]

    # --- topics

    def rows(self, n):
        node, steps, some = self.node, Steps(n), n // 100
        requests = self.requests(n)
        with Weigh(steps) as weigh:
            steps.time("FDB rows made, %d to a message" % PART,
                       node.bulk.send(requests))
            del requests
            weigh.full("an FDB row")
            self.report.check(node.count("fdb"), n, "rows")
            self.dump(steps, n, n, "  dumped")
            self.dump(steps, n, some, "  dumped by remote, 1 % of them",
                      {"remote-id": SOME})
            self.dump(steps, n, some, "  dumped by port, 1 %",
                      {"ifindex": self.port})
            got = self.dump(steps, n, 1, "  dumped by MAC: one",
                            {"mac": row_mac(n - 1)})
            self.report.check([row["mac"] for row in got], [row_mac(n - 1)],
                              "row of that MAC")
            self.flush(steps, n, 0, "  flushed: none is external",
                       {"state": "external"})
            self.flush(steps, n, some, "  flushed by remote, 1 %",
                       {"remote-id": SOME})
            self.flush(steps, n, n - some, "  flushed: all that are left", {})
            self.report.check(node.count("fdb"), 0, "rows")
        return steps

    def dump(self, steps, n, want, what, *filters):
        """The time is for each row there is, not for each that came."""
        count, took, first = self.node.bulk.dump("fdb-get", *filters)
        self.report.check(count, want, what.strip())
        steps.time(what, took, n)
        return first

    def flush(self, steps, n, want, what, wanted):
        got = []
        took = timed(lambda: got.extend(self.node.do("fdb-flush", wanted)))
        self.report.check(got, [{"flushed": want}], what.strip())
        steps.time(what, took, n)

    def one_message(self, n):
        """All or nothing, with one remote for all of them."""
        node, steps = self.node, Steps(n)
        wrong = node.bulk.template("fdb-new", {
            "network-id": RED, "mac": row_mac(0), "remote-id": ALL})[0]
        payload = self.payload(0, n, **{"remote-id": ALL})
        steps.time("FDB rows in one message, refused for its last one",
                   timed(lambda: self._refused(payload + wrong)))
        self.report.check(node.count("fdb"), 0, "rows of what was refused")
        steps.time("FDB rows in one message", node.bulk.send(
            [node.bulk.message("fdb-new", payload)]))
        self.report.check(node.count("fdb"), n, "rows")
        steps.time("  address changed of the remote that all are at",
                   self.change_address(), each=False)
        steps.time("  that remote removed with them (force)", timed(
            lambda: node.do("remote-del", {"id": ALL, "force": True})))
        self.report.check(node.count("fdb"), 0, "rows")
        node.do("remote-new", {"id": ALL, "name": "r%d" % ALL, "kind": "vxlan",
                               "vtep": [remote_address(ALL)]})
        return steps

    def _refused(self, payload):
        try:
            self.node.bulk.send([self.node.bulk.message("fdb-new", payload)])
            self.report.fail("a row that is named twice was not refused")
        except Refused as refused:
            self.report.check(refused.name, "EEXIST", "the refusal")

    def change_address(self):
        """Seconds; the address is the old one again in the end."""
        return fastest(AGAIN, lambda i: self.node.do("remote-set", {
            "id": ALL, "vtep": [remote_address(0xff00 + i % 2 if i < AGAIN - 1
                                               else ALL)]}))

    # --- learned

    def learned(self, n):
        """Frames from as many endpoints, at a port; then none, and they age."""
        node, steps = self.node, Steps(n)
        node.do("network-set", {"id": RED, "ageing": 3600})
        with Weigh(steps) as weigh:
            steps.time("FDB rows learned, a frame each", Generator("q0").send(n))
            self.report.check(node.network()["fdb-learned"], n, "rows learned")
            weigh.full("a learned FDB row")
            steps.time("  aged", self._age(n))
            self.report.check(node.count("fdb"), 0, "rows left")
        node.do("network-set", {"id": RED, "ageing": 300})
        return steps

    def _age(self, n):
        """Seconds from when the first row is missed until none is left."""
        node = self.node
        node.do("network-set", {"id": RED, "ageing": 1})
        end = time.monotonic() + AGEING_PATIENCE
        start = time.monotonic()
        while time.monotonic() < end:
            left = node.count("fdb")
            if left == n:
                start = time.monotonic()
            if not left:
                break
            time.sleep(POLL)
        return time.monotonic() - start


class Generator:
    """The kernel's packet generator, in the node's namespace."""

    def __init__(self, device):
        self.device = device

    @staticmethod
    def _tell(name, *commands):
        for command in commands:
            with open("/proc/thread-self/net/pktgen/" + name, "w",
                      encoding="ascii") as file:
                file.write(command + "\n")

    def send(self, n):
        """A frame from each of N addresses to the first; seconds."""
        with pkt.netns(NS):
            self._tell("kpktgend_0", "rem_device_all",
                       "add_device " + self.device)
            self._tell(self.device, "count %d" % n, "clone_skb 0", "delay 0",
                       "pkt_size 60", "dst 192.0.2.9", "src_mac_count %d" % n,
                       "src_mac " + row_mac(0), "dst_mac " + row_mac(0))
            took = timed(lambda: self._tell("pgctrl", "start"))
            self._tell("kpktgend_0", "rem_device_all")
        return took
