#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""functions.py PROFILE COUNTS [MOST]: instructions a packet, function by function.

PROFILE is guest.py's: which window is what, and the guest's symbols. COUNTS is
count.c's. Prints, for each window, the MOST (40) expensive functions; and how
many instructions a packet lock the bus.
"""
import bisect
import json
import sys

PREFIXES = bytes.fromhex("2636" "2e3e" "6465" "66" "f2f3" "f0")
LOCK = 0xf0
XCHG = (0x86, 0x87)


class Symbols:
    """Functions by address."""

    def __init__(self, text):
        rows = []
        for line in text.splitlines():
            address, kind, name = line.split(None, 2)
            if kind in "tTwW":
                rows.append((int(address, 16), name.replace("\t", " ")))
        rows.sort()
        self.addresses = [address for address, _ in rows]
        self.names = [name for _, name in rows]

    def at(self, address):
        i = bisect.bisect_right(self.addresses, address)
        return self.names[i - 1] if i else "?"


def locks(code):
    """Does it lock the bus: by its prefix, or as xchg with memory does?"""
    for i, byte in enumerate(code):
        if byte == LOCK:
            return True
        if byte in PREFIXES or 0x40 <= byte < 0x50:     # REX
            continue
        return byte in XCHG and code[i + 1] < 0xc0
    return False


def windows(name):
    """{address: (times, bytes)} of each window."""
    found = []
    with open(name, encoding="ascii") as file:
        for line in file:
            words = line.split()
            if words[0] == "window":
                found.append({})
            else:
                found[-1][int(words[0], 16)] = (int(words[1]),
                                                bytes.fromhex(words[2]))
    return found


def functions(window, symbols, packets):
    """[(instructions a packet, calls or so, name)], most first; locked ones."""
    total, first, locked = {}, {}, {}
    for address, (times, code) in window.items():
        name = symbols.at(address)
        total[name] = total.get(name, 0) + times
        if address < first.get(name, (1 << 64,))[0]:
            first[name] = address, times
        if locks(code):
            locked[name] = locked.get(name, 0) + times
    rows = sorted(((n / packets, first[name][1] / packets, name)
                   for name, n in total.items()), reverse=True)
    return rows, sorted(((n / packets, name) for name, n in locked.items()),
                        reverse=True)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        about = json.load(file)
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    symbols = Symbols(about["symbols"])
    for (system, place, options, packets), window in zip(about["windows"],
                                                         windows(sys.argv[2])):
        rows, locked = functions(window, symbols, packets)
        print("%s, %s, %s: %.0f instructions a packet, %.1f locked" %
              (system, place, " ".join("%s %s" % o for o in options.items()),
               sum(row[0] for row in rows), sum(row[0] for row in locked)))
        for each, calls, name in rows[:most]:
            print("%9.1f %7.2f  %s" % (each, calls, name))
        for each, name in locked:
            if each >= 0.1:
                print("    lock %4.1f  %s" % (each, name))
        print()


if __name__ == "__main__":
    main()
