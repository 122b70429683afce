#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Is what ovctl prints as JSON what uapi/ovnet.yaml says?

usage: check-json.py OBJECT [OPERATION] < ovctl -j OBJECT show
       check-json.py monitor < ovctl -j monitor
       check-json.py self-test

A list of objects or, for monitor, a stream of them. An unknown key, a missing
one or a value of another type is printed, exit status 1. An empty list is one,
too: nothing was checked. The types are derived:

  nest                            object of the attribute set it names
  multi-attr                      array
  enum, enum-as-flags             name, array of names
  u8 of at most 1                 boolean
  other numbers                   number, within the size and the checks
  ... that is the "Index of" a device, unless it is called ifindex: its name
  display-hint mac, ipv4, ipv6    text of that form; ipv6 of no exact length
                                  may be ipv4
  string                          string of at most max-len bytes
  flag                            never shown, requests have it

A key may be missing if its doc says "absent", or is the index of a device
that may be 0. With "only in OPERATION" or "only in replies to OPERATION" it is
of that operation alone, where nothing has to be there.
"""

import copy
import ipaddress
import json
import os
import re
import sys

import yaml

SPEC = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "uapi",
                    "ovnet.yaml")
SIZES = {"u8": 8, "u16": 16, "u32": 32, "u64": 64}
# In the spec before the module sends it. Found in spite of that, it fails: so
# that it does not stay here.
PENDING = set()


class Wrong(Exception):
    """A difference between the spec and what was printed."""


class Spec:
    """The spec, by name."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            spec = yaml.safe_load(file)
        self.consts = {item["name"]: item["value"]
                       for item in spec["definitions"]
                       if item["type"] == "const"}
        self.enums = {item["name"]: [e["name"] for e in item["entries"]]
                      for item in spec["definitions"]
                      if item["type"] == "enum"}
        self.sets = {item["name"]: item["attributes"]
                     for item in spec["attribute-sets"]}
        self.operations = {item["name"]: item
                           for item in spec["operations"]["list"]}

    def operation(self, name):
        """An operation, or what the notification is like."""
        if name not in self.operations:
            raise Wrong(f"there is no operation {name}")
        item = self.operations[name]
        return self.operations[item["notify"]] if "notify" in item else item

    def attributes(self, name):
        """Of the one object that an operation answers with."""
        item = self.operation(name)
        reply = item.get("event") or \
            (item.get("dump") or item["do"]).get("reply")
        (kind,) = reply["attributes"]
        (nest,) = [attr["nested-attributes"] for attr in self.sets["ovnet"]
                   if attr["name"] == kind]
        return self.sets[nest]

    def number(self, value):
        """Of a check, which may be a constant's name."""
        return self.consts.get(value, value)


def is_device(attr):
    """Is it a device's name where the spec has its index?"""
    return attr["doc"].startswith("Index of") and attr["name"] != "ifindex"


def is_only_in(attr):
    """The operation that alone has the attribute, or None."""
    match = re.search(r"only in\s+(?:replies(?:\s+to)?\s*)?([a-z-]*)",
                      attr["doc"], re.I)
    return match and match.group(1) or None


def may_be_absent(attr):
    """Does the spec allow that it is missing?"""
    return re.search(r"\babsent\b", attr["doc"]) is not None or \
        (is_device(attr) and re.search(r"\b0\b", attr["doc"]) is not None)


class Check:
    """Holds JSON against the spec."""

    def __init__(self, spec):
        self.spec = spec
        self.values = 0

    def value(self, where, attr, value):
        """Any value of an attribute."""
        if attr.get("multi-attr"):
            self.want(where, value, list, "an array")
            for i, one in enumerate(value):
                self.single(f"{where}[{i}]", attr, one)
        else:
            self.single(where, attr, value)

    def want(self, where, value, kind, what):
        """It is of this Python type."""
        self.values += 1
        # bool is an int
        if not isinstance(value, kind) or \
                (kind is int and isinstance(value, bool)):
            raise Wrong(f"{where}: {json.dumps(value)} is not {what}")

    def single(self, where, attr, value):
        """One value."""
        checks = attr.get("checks", {})
        hint = attr.get("display-hint")
        kind = attr["type"]
        if kind == "nest":
            self.want(where, value, dict, "an object")
            self.object(where, self.spec.sets[attr["nested-attributes"]],
                        value)
        elif "enum" in attr:
            self.enum(where, attr, value)
        elif hint:
            self.want(where, value, str, hint)
            self.address(where, hint, checks, value)
        elif is_device(attr):
            self.want(where, value, str, "a device's name")
        elif kind == "string":
            self.want(where, value, str, "a string")
            if len(value.encode()) > checks.get("max-len", 1 << 16):
                raise Wrong(f"{where}: \"{value}\" is too long")
        elif kind == "u8" and checks.get("max") == 1:
            self.want(where, value, bool, "true or false")
        elif kind in SIZES:
            self.want(where, value, int, "a number")
            low = self.spec.number(checks.get("min", 0))
            high = self.spec.number(checks.get("max", (1 << SIZES[kind]) - 1))
            if not low <= value <= high:
                raise Wrong(f"{where}: {value} is not from {low} to {high}")
        else:
            raise Wrong(f"{where}: {kind} is not to be shown")

    def enum(self, where, attr, value):
        """A name, or some."""
        names = self.spec.enums[attr["enum"]]
        if attr.get("enum-as-flags"):
            self.want(where, value, list, "an array")
        else:
            value = [value]
        for one in value:
            self.want(where, one, str, "a name")
            if os.environ.get("NEWER_MODULE") and attr.get("enum-as-flags") and \
                    re.fullmatch(r"bit\d+", one) and int(one[3:]) >= len(names):
                continue
            if one not in names:
                raise Wrong(f"{where}: \"{one}\" is not one of {names}")
        if len(set(value)) != len(value):
            raise Wrong(f"{where}: {value} has one twice")

    @staticmethod
    def address(where, hint, checks, value):
        """MAC or IP, as it is usually written."""
        try:
            if hint == "mac":
                good = re.fullmatch("([0-9a-f]{2}:){5}[0-9a-f]{2}", value)
            else:
                address = ipaddress.ip_address(value)
                good = str(address) == value and \
                    (f"ipv{address.version}" == hint or
                     "exact-len" not in checks and hint == "ipv6")
        except ValueError:
            good = False
        if not good:
            raise Wrong(f"{where}: \"{value}\" is not {hint}")

    def object(self, where, attributes, value, operation=None, event=False):
        """An object: its keys, and the value of each."""
        known = {attr["name"]: attr for attr in attributes
                 if is_only_in(attr) in (None, operation)}
        special = any(is_only_in(attr) for attr in known.values())
        for key, one in value.items():
            if event and key == "event":
                continue
            if key not in known:
                raise Wrong(f"{where}: unknown key {key}")
            if key in PENDING:
                raise Wrong(f"{where}: {key} is there: take it off PENDING")
            self.value(f"{where}.{key}", known[key], one)
        if special and not value:
            raise Wrong(f"{where}: nothing in it")
        for key, attr in known.items():
            if key in value or key in PENDING or attr["type"] == "flag" or \
                    special or may_be_absent(attr):
                continue
            raise Wrong(f"{where}: {key} is missing")

    def listed(self, name, operation, objects):
        """The output of a command."""
        self.want(name, objects, list, "an array")
        if not objects:
            raise Wrong(f"{name}: there is none")
        attributes = self.spec.attributes(operation)
        for i, one in enumerate(objects):
            self.want(f"{name}[{i}]", one, dict, "an object")
            self.object(f"{name}[{i}]", attributes, one, operation)

    def event(self, one):
        """One event."""
        self.want("event", one, dict, "an object")
        name = one.get("event")
        self.want("event", name, str, "a string")
        self.object(name, self.spec.attributes(f"{name}-ntf"), one,
                    f"{name}-ntf", True)
        return name


def no_twice(pairs):
    """An object of JSON whose keys are all different."""
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise Wrong(f"{key} is there twice")
    return dict(pairs)


def stream(text):
    """Documents one after the other."""
    decoder = json.JSONDecoder(object_pairs_hook=no_twice)
    text = text.lstrip()
    while text:
        document, end = decoder.raw_decode(text)
        yield document
        text = text[end:].lstrip()


def example(spec, attr):
    """A value of an attribute as it should be."""
    if attr["type"] == "nest":
        value = {one["name"]: example(spec, one)
                 for one in spec.sets[attr["nested-attributes"]]}
        return [value] if attr.get("multi-attr") else value
    if "enum" in attr:
        value = spec.enums[attr["enum"]][-1]
        return [value] if attr.get("enum-as-flags") else value
    hints = {"mac": "02:00:00:00:00:01", "ipv4": "192.0.2.1",
             "ipv6": "fd00::1"}
    if attr.get("display-hint"):
        value = hints[attr["display-hint"]]
        return [value] if attr.get("multi-attr") else value
    if attr["type"] == "string" or is_device(attr):
        return "x"
    if attr["type"] == "u8" and attr.get("checks", {}).get("max") == 1:
        return True
    return max(1, spec.number(attr.get("checks", {}).get("min", 1)))


def mutations(spec, attr, value):
    """Values of an attribute as they should not be."""
    yield from (None, [value], {"a": value}, 1.5)
    if not isinstance(value, str):
        yield "text"
    if not isinstance(value, int) or isinstance(value, bool):
        yield 7
    if not isinstance(value, bool):
        yield True
    if "enum" in attr or attr.get("display-hint"):
        yield "nonsense"
        yield [None] if isinstance(value, list) else value + "0:"
    elif attr["type"] == "string" and "checks" in attr:
        yield "x" * (attr["checks"]["max-len"] + 1)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield -1
        yield 1 << SIZES[attr["type"]]
    elif isinstance(value, dict):
        yield {**value, "nonsense": 1}
        yield {key: value[key] for key in list(value)[1:]}
    elif attr["type"] == "nest":
        yield [{**value[0], "nonsense": 1}]
        yield [{key: value[0][key] for key in list(value[0])[1:]}]


def self_test(spec):
    """Each kind of object: good, and wrong in all ways one can think of."""
    tried = 0

    def fails(operation, one, why):
        nonlocal tried
        tried += 1
        try:
            Check(spec).listed("x", operation, [one])
        except Wrong:
            return
        raise SystemExit(f"check-json: self-test: not found: {operation}: "
                         f"{why}: {json.dumps(one)}")

    operations = [name for name, item in spec.operations.items()
                  if name.endswith("-get") or name == "fdb-flush"]
    for operation in operations:
        attributes = [attr for attr in spec.attributes(operation)
                      if attr["type"] != "flag" and
                      is_only_in(attr) in (None, operation) and
                      attr["name"] not in PENDING]
        good = {attr["name"]: example(spec, attr) for attr in attributes}
        Check(spec).listed("x", operation, [good])
        fails(operation, {**good, "nonsense": 1}, "unknown key")
        fails(operation, {}, "empty")
        for attr in attributes:
            name = attr["name"]
            for bad in mutations(spec, attr, good[name]):
                # an array of one of them is what it should be
                if bad == good[name]:
                    continue
                one = copy.deepcopy(good)
                one[name] = bad
                fails(operation, one, f"{name}: {json.dumps(bad)}")
            one = {key: good[key] for key in good if key != name}
            if not may_be_absent(attr) and not operation.endswith("-flush"):
                fails(operation, one, f"without {name}")
            elif one:
                Check(spec).listed("x", operation, [one])
    for text in ('{"event": "network-new"}', '{"event": "frob"}', "{}",
                 '{"event": 3}', "[]", '{"a": 1, "a": 2}'):
        tried += 1
        try:
            for one in stream(text):
                Check(spec).event(one)
        except Wrong:
            continue
        raise SystemExit(f"check-json: self-test: not found: {text}")
    print(f"check-json: self-test: {tried} mistakes found")


def main():
    """Command line."""
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__.split("\n\n")[1])
    spec = Spec(SPEC)
    name = sys.argv[1]
    if name == "self-test":
        return self_test(spec)
    check = Check(spec)
    try:
        documents = list(stream(sys.stdin.read()))
        if name == "monitor":
            seen = [check.event(one) for one in documents]
            print(f"check-json: {check.values} values of {len(seen)} events: "
                  + " ".join(sorted(set(seen))))
            return None
        if len(documents) != 1:
            raise Wrong(f"{len(documents)} documents")
        operation = sys.argv[2] if len(sys.argv) == 3 else f"{name}-get"
        check.listed(name, operation, documents[0])
    except (Wrong, ValueError) as error:
        raise SystemExit(f"check-json: {error}") from error
    print(f"check-json: {name}: {check.values} values of "
          f"{len(documents[0])} objects")
    return None


if __name__ == "__main__":
    main()
