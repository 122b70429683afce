# SPDX-License-Identifier: GPL-2.0
"""An XDP program of a few instructions, without a compiler.

It counts the frames that have a value at an offset, and lets them pass or
drops them.
"""
import ctypes
import os
import socket
import struct

import nl

MAP_CREATE, MAP_LOOKUP_ELEM, PROG_LOAD = 0, 1, 5
MAP_TYPE_ARRAY, PROG_TYPE_XDP = 2, 6
DROP, PASS = 1, 2
RTM_SETLINK, IFLA_XDP, IFLA_XDP_FD, IFLA_XDP_FLAGS = 19, 43, 1, 3
MODES = {"generic": 2, "driver": 4}

_libc = ctypes.CDLL(None, use_errno=True)


def _bpf(cmd, *words):
    """The system call; WORDS: (format, value) of its union, in their order."""
    data = b"".join(struct.pack("=" + form, value) for form, value in words)
    buf = ctypes.create_string_buffer(data.ljust(128, b"\0"), 128)
    got = _libc.syscall(321, cmd, buf, 128)
    if got < 0:
        raise OSError(ctypes.get_errno(), "bpf")
    return got


def _insn(code, dst=0, src=0, off=0, imm=0):
    return struct.pack("=BBhi", code, dst | src << 4, off, imm)


def _program(counter, at, value, verdict):
    """What is loaded: a match is counted in the map and gets the verdict."""
    size = len(value)
    head = [
        _insn(0x61, 2, 1, 0),                   # r2 = data
        _insn(0x61, 3, 1, 4),                   # r3 = data_end
        _insn(0xbf, 4, 2),                      # r4 = r2 + at + size
        _insn(0x07, 4, imm=at + size),
    ]
    body = [
        _insn({1: 0x71, 2: 0x69}[size], 5, 2, at),      # r5 = what is there
        None,                                   # is it?
        _insn(0x62, 10, off=-4),                # key 0
        _insn(0xbf, 2, 10),
        _insn(0x07, 2, imm=-4),
        _insn(0x18, 1, 1, imm=counter), _insn(0),       # r1 = the map
        _insn(0x85, imm=1),                     # bpf_map_lookup_elem
        None,                                   # always there
        _insn(0xb7, 1, imm=1),
        _insn(0xdb, 0, 1),                      # atomic add
        _insn(0xb7, 0, imm=verdict),
        _insn(0x95),
    ]
    # the jumps go behind all that
    body[1] = _insn(0x55, 5, off=len(body) - 2, imm=int.from_bytes(value, "little"))
    body[8] = _insn(0x15, 0, off=len(body) - 9)
    head.append(_insn(0x2d, 4, 3, len(body)))   # if r4 > r3
    return b"".join(head + body + [_insn(0xb7, 0, imm=PASS), _insn(0x95)])


class Xdp:
    """One at a device of the namespace that one is in; close() takes it off."""

    def __init__(self, dev, mode, at, value, drop):
        self.counter = _bpf(MAP_CREATE, ("I", MAP_TYPE_ARRAY), ("I", 4), ("I", 8), ("I", 1))
        code = _program(self.counter, at, value, DROP if drop else PASS)
        insns, gpl = ctypes.create_string_buffer(code, len(code)), ctypes.create_string_buffer(b"GPL")
        program = _bpf(PROG_LOAD, ("I", PROG_TYPE_XDP), ("I", len(code) // 8),
                       ("Q", ctypes.addressof(insns)), ("Q", ctypes.addressof(gpl)))
        self.links, self.flags = nl.Socket(nl.NETLINK_ROUTE), MODES[mode]
        self.index = socket.if_nametoindex(dev)
        self._attach(program)
        os.close(program)

    def _attach(self, program):
        self.links.talk(self.links.message(
            RTM_SETLINK, nl.NLM_F_REQUEST | nl.NLM_F_ACK,
            struct.pack("=BxHiII", 0, 0, self.index, 0, 0) +
            nl.nest(IFLA_XDP, nl.attr(IFLA_XDP_FD, struct.pack("=i", program)),
                    nl.attr(IFLA_XDP_FLAGS, struct.pack("=I", self.flags)))))

    def count(self):
        """How many have matched."""
        key, value = ctypes.create_string_buffer(4), ctypes.create_string_buffer(8)
        _bpf(MAP_LOOKUP_ELEM, ("Q", self.counter), ("Q", ctypes.addressof(key)),
             ("Q", ctypes.addressof(value)))
        return struct.unpack("=Q", value.raw)[0]

    def close(self):
        self._attach(-1)
        self.links.close()
        os.close(self.counter)
