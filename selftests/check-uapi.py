#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Do uapi/ovnet.yaml and uapi/linux/ovnet.h say the same?

Every command, attribute, enum constant, define and multicast group must be in
both, with the same name, number and (where the header's comment begins with
one) type. Prints each difference; exit status 1 if there is any, 2 if a file
cannot be understood.

usage: check-uapi.py [SPEC [HEADER]]
"""

import os
import re
import sys

import yaml

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SPEC = os.path.join(TOP, "uapi", "ovnet.yaml")
HEADER = os.path.join(TOP, "uapi", "linux", "ovnet.h")

# Types as the header's comments put them: what the spec must have.
TYPES = {
    "u8": {"type": "u8"},
    "u16": {"type": "u16"},
    "u32": {"type": "u32"},
    "u64": {"type": "u64"},
    "be32": {"type": "u32", "byte-order": "big-endian"},
    "string": {"type": "string"},
    "flag": {"type": "flag"},
    "nest": {"type": "nest"},
}


class Bad(Exception):
    """A file that this script does not understand."""


class Constant:
    """A line of an enum: its number and its comment."""

    def __init__(self, value, comment):
        self.value = value
        self.comment = comment


class Header:
    """The defines and named enums of a uapi header."""

    ENUM = re.compile(r"^enum\s+(\w+)?\s*\{(.*?)^\}", re.M | re.S)
    LINE = re.compile(r"^\s*(\w+)\s*(?:=\s*([^,/]+?))?\s*,?\s*"
                      r"(?:/\*\s*(.*?)\s*\*/)?\s*$")
    DEFINE = re.compile(r"^#define\s+(\w+)[ \t]+(\S[^/\n]*?)\s*"
                        r"(?:/\*.*\*/)?\s*$", re.M)

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.defines = dict(self.DEFINE.findall(text))
        self.enums = {}
        for name, body in self.ENUM.findall(text):
            if name:
                self.enums[name] = self._enum(name, body)

    def _enum(self, name, body):
        constants = {}
        value = 0
        # __X_MAX and X_MAX are no part of the contract
        for line in body.split("/* private: */")[0].splitlines():
            if not line.strip():
                continue
            match = self.LINE.match(line)
            if not match:
                raise Bad(f"header: enum {name}: {line.strip()}")
            constant, literal, comment = match.groups()
            if literal is not None:
                value = number(literal)
            constants[constant] = Constant(value, comment or "")
            value += 1
        return constants


def number(literal):
    """A C or YAML integer."""
    try:
        return int(str(literal), 0)
    except ValueError as error:
        raise Bad(f"not a number: {literal}") from error


def upper(*words):
    """The C name of something in the spec."""
    return "_".join(words).upper().replace("-", "_")


class Check:
    """Holds a spec against a header, collects the differences."""

    def __init__(self, spec, header):
        self.spec = spec
        self.header = header
        self.family = spec["name"]
        self.errors = []
        self.checked = 0
        self.seen_enums = set()
        self.seen_defines = set()

    def error(self, text):
        """Note a difference."""
        self.errors.append(text)

    def same(self, what, spec, header):
        """Both sides have one, and it is the same?"""
        self.checked += 1
        if spec != header:
            self.error(f"{what}: {spec} in the spec, {header} in the header")

    def names(self, enum, expected):
        """An enum of the header has these constants and no others.

        Returns pairs of what the spec has and the header's constant.
        """
        self.seen_enums.add(enum)
        if enum not in self.header.enums:
            self.error(f"enum {enum}: not in the header")
            return []
        found = dict(self.header.enums[enum])
        pairs = []
        for name, (value, what) in expected.items():
            constant = found.pop(name, None)
            if constant is None:
                self.error(f"{name}: not in enum {enum} of the header")
                continue
            self.same(name, value, constant.value)
            pairs.append((name, what, constant))
        for name, constant in found.items():
            # zero is unused by convention, where the spec begins with one
            if not (name.endswith("_UNSPEC") and constant.value == 0):
                self.error(f"{name}: not in the spec")
        return pairs

    def define(self, name, value):
        """The header defines this."""
        self.seen_defines.add(name)
        text = self.header.defines.get(name)
        if text is None:
            self.error(f"{name}: not defined in the header")
        elif isinstance(value, str):
            self.same(name, f'"{value}"', text)
        else:
            self.same(name, value, number(text))

    def definitions(self):
        """Constants and enums."""
        for item in self.spec.get("definitions", []):
            name = item["name"]
            if item["type"] == "const":
                self.define(upper(self.family, name), item["value"])
                continue
            if item["type"] != "enum":
                self.error(f"{name}: is {item['type']} in the spec, an enum "
                           "in the header")
            value = number(item.get("value-start", 0))
            expected = {}
            for entry in item["entries"]:
                if isinstance(entry, str):
                    entry = {"name": entry}
                value = entry.get("value", value)
                expected[upper(self.family, name, entry["name"])] = \
                    (value, entry)
                value += 1
            self.names(upper(self.family, name).lower(), expected)

    def attribute_sets(self):
        """Attributes, with their types."""
        for item in self.spec["attribute-sets"]:
            name = item["name"]
            words = [self.family, "a"] + ([name] if name != self.family else [])
            prefix = item.get("name-prefix", "-".join(words) + "-")
            value = 1
            expected = {}
            for attr in item["attributes"]:
                value = attr.get("value", value)
                expected[upper(prefix + attr["name"])] = (value, attr)
                value += 1
            for constant, attr, found in self.names(
                    item["enum-name"].replace("-", "_"), expected):
                self.attribute(constant, attr, found.comment)

    def attribute(self, name, attr, comment):
        """One attribute: what the comment says of its type."""
        if attr["type"] == "pad" or name.endswith("_PAD"):
            self.same(f"{name}: type", attr["type"],
                      "pad" if name.endswith("_PAD") else "another")
            return
        if "doc" not in attr:
            self.error(f"{name}: has no doc in the spec")
        multi = re.match(r"(\w+, )?multi\b", comment) is not None
        self.same(f"{name}: multi-attr", attr.get("multi-attr", False), multi)
        self.typed(name, attr, comment)
        enum = re.search(r"\benum (\w+)", comment)
        refers = attr.get("nested-attributes") or attr.get("enum")
        if enum:
            self.same(f"{name}: refers to", self.enum_of(attr), enum.group(1))
        elif refers:
            self.error(f"{name}: refers to {refers} in the spec, to no enum "
                       "in the header")
        if "bool" in comment.split(",")[0]:
            self.same(f"{name}: max", attr.get("checks", {}).get("max"), 1)
        limits = re.search(r"string.* 1 to (\d+) bytes", comment)
        if limits:
            self.same(f"{name}: max-len", attr.get("checks", {}).get("max-len"),
                      int(limits.group(1)))

    def typed(self, name, attr, comment):
        """The type that the comment begins with."""
        word = re.match(r"\w+", comment)
        length = re.match(r"(\d+) bytes", comment)
        lengths = re.match(r"(\d+) to (\d+) bytes", comment)
        if lengths:
            self.same(f"{name}: type", attr["type"], "binary")
            for key, value in zip(("min-len", "max-len"), lengths.groups()):
                self.same(f"{name}: {key}", attr.get("checks", {}).get(key),
                          int(value))
        elif length:
            self.same(f"{name}: type", attr["type"], "binary")
            self.same(f"{name}: exact-len",
                      attr.get("checks", {}).get("exact-len"),
                      int(length.group(1)))
        elif word and word.group() in TYPES:
            for key in ("type", "byte-order"):
                self.same(f"{name}: {key}", attr.get(key),
                          TYPES[word.group()].get(key))
        elif comment.startswith("multi"):
            self.same(f"{name}: type", attr["type"], "binary")
        else:
            self.error(f"{name}: the header's comment begins with no type")

    def enum_of(self, attr):
        """The C enum that an attribute's content is one of."""
        nested = attr.get("nested-attributes")
        for item in self.spec["attribute-sets"]:
            if nested and item["name"] == nested:
                return item["enum-name"].replace("-", "_")
        if "enum" in attr:
            return upper(self.family, attr["enum"]).lower()
        return None

    def operations(self):
        """Commands; an event may have the number of the command it is of."""
        value = 1
        expected = {}
        numbers = {}
        for item in self.spec["operations"]["list"]:
            value = item.get("value", value)
            name = item["name"]
            if "notify" in item:
                command = numbers.get(value)
                if f"{command}-ntf" != name:
                    self.error(f"{name}: number {value} is {command}")
            else:
                if value in numbers:
                    self.error(f"{name}: number {value} is {numbers[value]}")
                numbers[value] = name
                expected[upper(self.family, "cmd", name)] = (value, item)
            value += 1
        self.names(f"{self.family}_cmd", expected)

    def groups(self):
        """Multicast groups, and that events are in one of them."""
        names = [item["name"] for item in self.spec["mcast-groups"]["list"]]
        for name in names:
            self.define(upper(self.family, "mcgrp", name), name)
        for item in self.spec["operations"]["list"]:
            if item.get("mcgrp", names[0]) not in names:
                self.error(f"{item['name']}: there is no group "
                           f"{item['mcgrp']}")

    def rest(self):
        """What the header has and nothing above asked for."""
        for name in self.header.enums.keys() - self.seen_enums:
            self.error(f"enum {name}: not in the spec")
        for name, value in self.header.defines.items():
            # "ip link" attributes are rtnetlink's, not of this family
            if name in self.seen_defines or name.startswith("IFLA_"):
                continue
            self.error(f"{name} {value}: not in the spec")

    def run(self):
        """All of it; whether there is no difference."""
        self.define(upper(self.family, "genl-name"), self.family)
        self.define(upper(self.family, "genl-version"),
                    self.spec.get("version", 1))
        self.definitions()
        self.attribute_sets()
        self.operations()
        self.groups()
        self.rest()
        return not self.errors


def main():
    """Command line."""
    paths = sys.argv[1:] + [SPEC, HEADER][len(sys.argv) - 1:]
    if len(paths) != 2:
        print(__doc__.splitlines()[-1], file=sys.stderr)
        return 2
    try:
        with open(paths[0], encoding="utf-8") as file:
            check = Check(yaml.safe_load(file), Header(paths[1]))
        good = check.run()
    except (Bad, OSError, KeyError, yaml.YAMLError) as error:
        print(f"check-uapi: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for error in check.errors:
        print(f"check-uapi: {error}", file=sys.stderr)
    print(f"check-uapi: {check.checked} points compared, "
          f"{len(check.errors)} differ")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
