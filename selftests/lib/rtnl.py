# SPDX-License-Identifier: GPL-2.0
"""rtnetlink by hand: links, addresses, rows of the bridge tool.

Each call is one message, and Refused if the kernel refuses it.
"""
import ipaddress
import os
import select
import socket
import struct

import nl

AF_BRIDGE = 7
RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK, RTM_SETLINK = 16, 17, 18, 19
RTM_NEWADDR, RTM_DELADDR = 20, 21
RTM_NEWROUTE = 24
RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH = 28, 29, 30
RTM_NEWNSID = 88
NLM_F_REPLACE, NLM_F_APPEND, NLM_F_BULK = 0x100, 0x800, 0x200
MAKE = nl.NLM_F_CREATE | nl.NLM_F_EXCL
IFF_UP, IFF_PROMISC = 1, 0x100
NUD_REACHABLE, NUD_NOARP, NUD_PERMANENT = 2, 0x40, 0x80
NTF_SELF, NTF_EXT_LEARNED = 2, 0x10

# IFLA_*
ADDRESS, IFNAME, MTU, LINK, MASTER, PROTINFO, LINKINFO = 1, 3, 4, 5, 10, 12, 18
NET_NS_FD, PROMISCUITY, LINK_NETNSID = 28, 30, 37
# IFLA_OVNET_*
OVNET = {"id": (1, "=I"), "network": (2, None), "vni": (3, "=I"),
         "underlay": (4, None), "local": (5, "addr"), "local6": (6, "addr"),
         "port": (7, "=H"), "learning": (8, "=B"), "learning-remote": (9, "=B"),
         "ageing": (10, "=I"), "fdb-max": (11, "=I"), "flood-rate": (12, "=I")}
# IFLA_BRPORT_*
BRPORT = {"state": 1, "learning": 8, "flood": 9}


def _mac(text):
    return bytes.fromhex(text.replace(":", ""))


def _name(text):
    return text.encode() + b"\0"


def _u32(value):
    return struct.pack("=I", value)


def link_attrs(name=None, address=None, mtu=None, master=None, netns=None,
               link=None, link_netnsid=None):
    """What any link may be given; NETNS is a descriptor."""
    given = ((IFNAME, name and _name(name)),
             (ADDRESS, address and _mac(address)),
             (MTU, None if mtu is None else _u32(mtu)),
             (MASTER, None if master is None else _u32(master)),
             (NET_NS_FD, None if netns is None else _u32(netns)),
             (LINK, None if link is None else _u32(link)),
             (LINK_NETNSID, None if link_netnsid is None else
              struct.pack("=i", link_netnsid)))
    return b"".join(nl.attr(kind, data) for kind, data in given
                    if data is not None)


def info(kind, data=b""):
    return nl.nest(LINKINFO, nl.attr(1, _name(kind)), nl.nest(2, data))


def ovnet_info(**settings):
    """Of a link of kind ovnet: id, network, local, ageing ..."""
    data = b""
    for key, value in settings.items():
        kind, form = OVNET[key.replace("_", "-")]
        if form is None:
            value = _name(value)
        elif form == "addr":
            value = ipaddress.ip_address(value).packed
        else:
            value = struct.pack(form, value)
        data += nl.attr(kind, value)
    return info("ovnet", data)


def veth_info(**peer):
    """The other end; it cannot be made up."""
    header = struct.pack("=BxHiII", 0, 0, 0, 0, 0)
    return info("veth", nl.attr(1, header + link_attrs(**peer)))


def row(index, mac, dst, state=NUD_NOARP):
    """The payload of a row of the bridge tool, at the device itself."""
    payload = struct.pack("=BxxxiHBB", AF_BRIDGE, index, state, NTF_SELF, 0)
    if mac:
        payload += nl.attr(2, _mac(mac))
    if dst:
        payload += nl.attr(1, ipaddress.ip_address(dst).packed)
    return payload


def route(prefix, length, index, via=None):
    """The payload of a route by a device, in the main table; PREFIX is packed.

    VIA: the gateway's address, packed.
    """
    family = socket.AF_INET if len(prefix) == 4 else socket.AF_INET6
    # RT_TABLE_MAIN, RTPROT_STATIC, RT_SCOPE_LINK or _UNIVERSE, RTN_UNICAST
    header = struct.pack("=BBBBBBBBI", family, length, 0, 0, 254, 4,
                         0 if via else 253, 1, 0)
    return header + nl.attr(1, prefix) + nl.attr(4, _u32(index)) + \
        (nl.attr(5, via) if via else b"")


def tell_all(sock, kind, payloads, size):
    """Requests that make something, SIZE bytes or so at once.

    Without an answer to each that is granted: only a refusal is answered.
    """
    batch = b""
    for payload in payloads:
        batch += sock.message(kind, nl.NLM_F_REQUEST | MAKE, payload)
        if len(batch) > size:
            sock.sock.send(batch)
            batch = b""
    if batch:
        sock.sock.send(batch)
    if select.select([sock.sock], [], [], 0)[0]:
        raise RuntimeError("a request was refused")


class Link:
    """A link as a dump has it."""

    def __init__(self, message):
        _, self.type, self.index, self.flags, _ = struct.unpack_from(
            "=BxHiII", message.data)
        got = nl.attrs_dict(message.data[16:])
        self.name = nl.text(got[IFNAME])
        self.mtu = nl.u32(got[MTU])
        self.address = got.get(ADDRESS, b"").hex(":")
        self.master = nl.u32(got[MASTER]) if MASTER in got else 0
        self.promiscuity = nl.u32(got[PROMISCUITY])
        parts = nl.attrs_dict(got.get(LINKINFO, b""))
        self.kind = nl.text(parts[1]) if 1 in parts else ""
        self.data = parts.get(2, b"") if self.kind == "ovnet" else b""

    def __repr__(self):
        return "%(index)d %(name)s %(kind)s flags %(flags)x mtu %(mtu)d " \
               "master %(master)d promiscuity %(promiscuity)d %(address)s " % \
               self.__dict__ + self.data.hex()


class Route:
    """rtnetlink of the namespace that it is made in."""

    def __init__(self):
        self.sock = nl.Socket(nl.NETLINK_ROUTE)

    def close(self):
        self.sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def _link(self, kind, flags, index, payload, ifflags=0, change=0, family=0):
        header = struct.pack("=BxHiII", family, 0, index, ifflags, change)
        return self.sock.call(kind, flags, header + payload)

    # --- links

    def link_add(self, name, linkinfo, up=True, **given):
        flag = IFF_UP if up else 0
        self._link(RTM_NEWLINK, MAKE, 0, link_attrs(name, **given) + linkinfo,
                   flag, flag)

    def link_set(self, name, linkinfo=b"", up=None, promisc=None, **given):
        flags = change = 0
        for flag, value in ((IFF_UP, up), (IFF_PROMISC, promisc)):
            if value is not None:
                change |= flag
                flags |= flag if value else 0
        self._link(RTM_NEWLINK, 0, socket.if_nametoindex(name),
                   link_attrs(**given) + linkinfo, flags, change)

    def link_del(self, name):
        self._link(RTM_DELLINK, 0, socket.if_nametoindex(name), b"")

    def links(self):
        return [Link(m) for m in
                self._link(RTM_GETLINK, nl.NLM_F_DUMP, 0, b"")]

    def nsid(self, fd, number):
        """Call another namespace by a number."""
        self.sock.call(RTM_NEWNSID, 0, bytes(4) +
                       nl.attr(1, struct.pack("=i", number)) +
                       nl.attr(3, _u32(fd)))

    # --- addresses

    def _addr(self, kind, flags, name, address):
        interface = ipaddress.ip_interface(address)
        family = socket.AF_INET if interface.version == 4 else socket.AF_INET6
        header = struct.pack("=BBBBI", family, interface.network.prefixlen, 2, 0,
                             socket.if_nametoindex(name))   # 2: no DAD
        packed = interface.ip.packed
        self.sock.call(kind, flags, header + nl.attr(1, packed) + nl.attr(2, packed))

    def addr_add(self, name, address):
        self._addr(RTM_NEWADDR, MAKE, name, address)

    def addr_del(self, name, address):
        self._addr(RTM_DELADDR, 0, name, address)

    # --- the bridge tool

    def _row(self, kind, flags, name, mac, dst, state):
        self.sock.call(kind, flags, row(socket.if_nametoindex(name), mac, dst,
                                        state))

    def fdb_add(self, name, mac, dst, flags=MAKE, state=NUD_NOARP):
        """As "bridge fdb add"; append and replace are FLAGS."""
        self._row(RTM_NEWNEIGH, flags, name, mac, dst, state)

    def fdb_append(self, name, mac, dst):
        self.fdb_add(name, mac, dst, nl.NLM_F_CREATE | NLM_F_APPEND)

    def fdb_replace(self, name, mac, dst):
        self.fdb_add(name, mac, dst, nl.NLM_F_CREATE | NLM_F_REPLACE)

    def fdb_del(self, name, mac, dst=None):
        self._row(RTM_DELNEIGH, 0, name, mac, dst, 0)

    def fdb_flush(self, name):
        self._row(RTM_DELNEIGH, NLM_F_BULK, name, None, None, 0)

    def fdb_show(self):
        """Rows, each without its times."""
        header = struct.pack("=BxxxiHBB", AF_BRIDGE, 0, 0, 0, 0)
        rows = []
        for m in self.sock.call(RTM_GETNEIGH, nl.NLM_F_DUMP, header):
            got = nl.attrs_dict(m.data[12:])
            rows.append((m.data[:12].hex(), sorted(
                (k, v.hex()) for k, v in got.items() if k != 3)))
        return sorted(rows)

    def bridge_show(self):
        return [m.data for m in self._link(RTM_GETLINK, nl.NLM_F_DUMP, 0, b"",
                                           family=AF_BRIDGE)]

    def bridge_set(self, name, **settings):
        """As "bridge link set": state (3: forwarding, 0, 4), learning, flood."""
        parts = [nl.attr(BRPORT[k], bytes([v])) for k, v in settings.items()]
        self._link(RTM_SETLINK, 0, socket.if_nametoindex(name),
                   nl.nest(PROTINFO, *parts), family=AF_BRIDGE)


def open_netns(path):
    return os.open(path, os.O_RDONLY)
