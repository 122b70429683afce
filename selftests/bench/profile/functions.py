#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""functions.py PROFILE COUNTS [MOST]: instructions a packet, function by function.

PROFILE is guest.py's: which window is what, and the guest's symbols. COUNTS is
count.c's. Prints, for each window, the MOST (40) functions that took most beyond
the floor: what it takes to make a packet and to hand it from device to device.
"""
import bisect
import json
import sys

PREFIXES = bytes.fromhex("2636" "2e3e" "6465" "66" "f2f3" "f0")
LOCK = 0xf0
XCHG = (0x86, 0x87)
HOPS = {"whole": 3}     # others: 2


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


class Window:
    """What was run for a packet: instructions, calls, locked ones by function."""

    def __init__(self, window, symbols, packets):
        self.each, self.calls, self.locked = {}, {}, {}
        first = {}
        for address, (times, code) in window.items():
            name, n = symbols.at(address), times / packets
            self.each[name] = self.each.get(name, 0) + n
            if address < first.get(name, 1 << 64):
                first[name], self.calls[name] = address, n
            if locks(code):
                self.locked[name] = self.locked.get(name, 0) + n

    def beyond(self, floor):
        """[(instructions that FLOOR has not, name)], most first."""
        return sorted(((n - floor.get(name, 0), name)
                       for name, n in self.each.items()), reverse=True)


def floor_of(generator, veth, hops):
    """Of a packet that is made, and goes over so many pairs of devices."""
    return {name: generator.each.get(name, 0) + hops * (
        veth.each.get(name, 0) - generator.each.get(name, 0))
            for name in veth.each | generator.each}


def show(title, window, floor, most):
    print("%s: %.0f instructions a packet, %.1f of them lock the bus; %.0f more "
          "than the floor" % (title, sum(window.each.values()),
                              sum(window.locked.values()),
                              sum(n for n, _ in window.beyond(floor))))
    print("     more      all    calls  locks")
    for more, name in window.beyond(floor)[:most]:
        print("%9.1f %8.1f %8.2f %6.1f  %s" % (
            more, window.each[name], window.calls[name],
            window.locked.get(name, 0), name))
    print()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        about = json.load(file)
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    symbols, found = Symbols(about["symbols"]), []
    for what, window in zip(about["windows"], windows(sys.argv[2])):
        system, place, options, packets = what
        found.append((system, place, options, Window(window, symbols, packets)))

    def floor(name, options):
        wanted = {key: options[key] for key in options
                  if key in ("size", "flows", "private")}
        return next(window for system, _, given, window in found
                    if system == name and given == wanted)

    for system, place, options, window in found:
        show("%s, %s, %s" % (system, place, " ".join(
            "%s %s" % item for item in options.items())), window,
             floor_of(floor("generator", options), floor("veth", options),
                      HOPS.get(place, 2)), most)


if __name__ == "__main__":
    main()
