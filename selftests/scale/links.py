# SPDX-License-Identifier: GPL-2.0
"""Devices by the thousand: rtnetlink without a process for each."""
import struct
import time

import nl

RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK = 16, 17, 18
IFLA_ADDRESS, IFLA_IFNAME, IFLA_OPERSTATE, IFLA_LINKINFO, IFLA_GROUP = \
    1, 3, 16, 18, 27
IFLA_INFO_KIND, IFLA_INFO_DATA = 1, 2
VETH_INFO_PEER = 1
IFLA_OVNET_ID = 1
IFF_UP, IF_OPER_UP = 1, 6
PATIENCE, POLL = 60, 0.05       # seconds
CREATE = nl.NLM_F_CREATE | nl.NLM_F_EXCL


def _header(index=0, flags=0, change=0):
    return struct.pack("=BxHiII", 0, 0, index, flags, change)


def _text(kind, value):
    return nl.attr(kind, value.encode() + b"\0")


def _number(attributes, kind):
    return struct.unpack("=I", attributes[kind])[0]


def _u32(kind, value):
    return nl.attr(kind, struct.pack("=I", value))


class Links:
    """The devices of the namespace that it is made in."""

    def __init__(self):
        self.sock = nl.Socket(nl.NETLINK_ROUTE)

    def add(self, kind, name, data=b"", up=True, group=0):
        self.sock.call(RTM_NEWLINK, CREATE,
                       _header(flags=IFF_UP * up, change=IFF_UP * up) +
                       _text(IFLA_IFNAME, name) + _u32(IFLA_GROUP, group) +
                       nl.nest(IFLA_LINKINFO, _text(IFLA_INFO_KIND, kind),
                               nl.nest(IFLA_INFO_DATA, data)))

    def add_veth(self, name, peer, group):
        """Both ends in this namespace and group, down."""
        other = (_header() + _text(IFLA_IFNAME, peer) +
                 _u32(IFLA_GROUP, group))
        self.add("veth", name, nl.nest(VETH_INFO_PEER, other), False, group)

    def up_group(self, group):
        """Until all are: the kernel is slow to tell many that they have a peer."""
        self.sock.call(RTM_NEWLINK, 0, _header(flags=IFF_UP, change=IFF_UP) +
                       _u32(IFLA_GROUP, group))
        end = time.monotonic() + PATIENCE
        while any(_number(link, IFLA_GROUP) == group and
                  link[IFLA_OPERSTATE][0] != IF_OPER_UP
                  for _, link in self._all()):
            if time.monotonic() > end:
                raise TimeoutError("devices of group %d are not up" % group)
            time.sleep(POLL)

    def remove_group(self, group):
        self.sock.call(RTM_DELLINK, 0, _header() + _u32(IFLA_GROUP, group))

    def indices(self):
        """ifindex by name."""
        return {nl.text(link[IFLA_IFNAME]): index for index, link in self._all()}

    def _all(self):
        """(ifindex, attributes) of each."""
        return [(struct.unpack_from("=i", m.data, 4)[0],
                 nl.attrs_dict(m.data[16:]))
                for m in self.sock.call(RTM_GETLINK, nl.NLM_F_DUMP, _header())]
