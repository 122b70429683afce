#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write corpus/reply: for each kind of object an answer with all attributes.

From uapi/ovnet.yaml; to be run when that has grown. The first byte chooses a
command of reply.c, and so goes through all of them.
"""

import os
import struct

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
SPEC = os.path.join(HERE, "..", "..", "uapi", "ovnet.yaml")
FAMILY = 0x2a		# FAKE_FAMILY
COMMANDS = 26		# of reply.c, with the family's own
FORMATS = {"u8": "=B", "u16": "=H", "u32": "=I", "u64": "=Q"}


def attribute(number, payload):
    """A struct nlattr and what it holds."""
    data = struct.pack("=HH", len(payload) + 4, number) + payload
    return data + bytes(-len(data) % 4)


def message(kind, payload, flags=0):
    """A struct nlmsghdr and what it holds."""
    return struct.pack("=IHHII", len(payload) + 16, kind, flags, 0, 0) + payload


def value(attr, sets):
    """Some value of an attribute."""
    if attr["type"] == "nest":
        return nest(sets[attr["nested-attributes"]], sets)
    if attr["type"] in FORMATS:
        return struct.pack(FORMATS[attr["type"]], 1)
    if attr["type"] == "string":
        return b"red\0"
    if attr["type"] == "flag":
        return b""
    length = attr.get("checks", {}).get("exact-len", 4)
    return bytes(range(2, 2 + length))


def nest(attributes, sets):
    """All attributes of a set."""
    return b"".join(attribute(attr["value"], value(attr, sets))
                    for attr in attributes)


def main():
    """All of it."""
    with open(SPEC, encoding="utf-8") as file:
        spec = yaml.safe_load(file)
    sets = {item["name"]: item["attributes"]
            for item in spec["attribute-sets"]}
    commands = {item["name"]: item["value"]
                for item in spec["operations"]["list"]}
    done = message(3, struct.pack("=i", 0), 2)
    ack = message(2, struct.pack("=i", 0) + bytes(16), 0x100)
    refusal = message(2, struct.pack("=i", -2) + bytes(16) +
                      attribute(1, b"There is no network red\0") +
                      attribute(2, struct.pack("=I", 20)), 0x300)
    objects = {}
    for attr in sets["ovnet"]:
        name = attr["name"]
        number = commands.get(f"{name}-new", commands.get(f"{name}-get", 27))
        objects[name] = message(
            FAMILY, struct.pack("=BBH", number, 1, 0) +
            attribute(attr["value"], value(attr, sets)), 2)
    top = os.path.join(HERE, "corpus", "reply")
    for first in range(COMMANDS):
        for name, data in (("refusal", refusal), ("none", done)):
            if first % 6 == 0:
                write(top, f"{first}-{name}", first, data)
        name = list(objects)[first % len(objects)]
        write(top, f"{first}-{name}", first, objects[name] + done)
        write(top, f"{first}-all", first, b"".join(objects.values()) + ack)


def write(top, name, first, data):
    """One file."""
    with open(os.path.join(top, name), "wb") as file:
        file.write(bytes([first]) + data)


if __name__ == "__main__":
    main()
