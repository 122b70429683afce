# SPDX-License-Identifier: GPL-2.0
"""Counters that several processes keep, and one reads: a row each, by name."""
import mmap
import struct


class Tally:
    """Made before the processes are; each then writes to its own row."""

    def __init__(self, names, rows):
        self.names = list(names)
        self.at = {name: 8 * i for i, name in enumerate(self.names)}
        self.size = 8 * len(self.names)
        self.rows = rows
        self.map = mmap.mmap(-1, self.size * rows)
        self.row = 0

    def mine(self, row):
        """What this process writes to from now on."""
        self.row = row * self.size

    def add(self, name, count=1):
        at = self.row + self.at[name]
        value, = struct.unpack_from("=Q", self.map, at)
        struct.pack_into("=Q", self.map, at, value + count)

    def sums(self):
        return {name: sum(struct.unpack_from("=Q", self.map, self.at[name] + row * self.size)[0]
                          for row in range(self.rows)) for name in self.names}
