# SPDX-License-Identifier: GPL-2.0
"""The kernel's packet generator: the only one that needs no system calls."""
import re

import pkt
from prefixes import span

FLOWS_FROM = 1024       # UDP source port of the first flow


class Pktgen:
    """Packets from an end of NODES; it makes each anew (clone_skb 0)."""

    def __init__(self, ns, device):
        self.ns, self.device = ns, device

    def _tell(self, name, *commands):
        for command in commands:
            with open("/proc/thread-self/net/pktgen/" + name, "w",
                      encoding="ascii") as file:
                file.write(command + "\n")

    def send(self, count, mac, source, destination, size=60, flows=1, macs=1,
             prefixes=0):
        """Seconds that it takes; SIZE in bytes, without FCS.

        FLOWS: UDP source ports, one after the other. MACS: of the destination,
        that and those that follow. PREFIXES: addresses of the destination, any
        below those of prefixes.py.
        """
        first, last = span(prefixes) if prefixes else (destination, destination)
        with pkt.netns(self.ns):
            self._tell("kpktgend_0", "rem_device_all",
                       "add_device " + self.device)
            self._tell(self.device, "count %d" % count, "clone_skb 0", "delay 0",
                       "pkt_size %d" % size, "dst_mac " + mac,
                       "dst_mac_count %d" % (macs if macs > 1 else 0),
                       "src_min " + source, "src_max " + source,
                       "dst_min " + first, "dst_max " + last, "flag IPDST_RND",
                       "udp_src_min %d" % FLOWS_FROM,
                       "udp_src_max %d" % (FLOWS_FROM + flows * (flows > 1)),
                       "udp_dst_min 9", "udp_dst_max 9")
            self._tell("pgctrl", "start")
            with open("/proc/thread-self/net/pktgen/" + self.device,
                      encoding="ascii") as file:
                text = file.read()
            self._tell("kpktgend_0", "rem_device_all")
        took, sent = re.search(r"OK: (\d+)\(.*?usec, (\d+) ", text).groups()
        if int(sent) != count:
            raise RuntimeError("pktgen sent %s of %d packets" % (sent, count))
        return int(took) / 1e6
