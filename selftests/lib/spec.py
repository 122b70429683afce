# SPDX-License-Identifier: GPL-2.0
"""uapi/ovnet.yaml at work: objects to attributes and back, and a client.

Objects are dictionaries with the names of the spec; enums are their names,
addresses are text, what may come more than once is a list.

To say something wrong, an object may also be a list of (key, value), a key may
be a number (the attribute's type, NLA_F_NESTED and all), and a value may be
bytes (the payload as it is).
"""
import ipaddress
import os
import struct

import nl
import yaml

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                    "..", "..", "uapi", "ovnet.yaml")
INTEGERS = {"u8": "B", "u16": "H", "u32": "I", "u64": "Q"}
GENL_START = 20     # of attributes, in a message of generic netlink


class Spec:
    """The specification: sets of attributes, operations, constants."""

    def __init__(self, path=PATH):
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        with open(path, encoding="utf-8") as file:
            spec = yaml.load(file, loader)
        self.name = spec["name"]
        self.consts = {d["name"]: d["value"] for d in spec["definitions"]
                       if d["type"] == "const"}
        self.enums = {d["name"]: {e["name"]: e["value"] for e in d["entries"]}
                      for d in spec["definitions"] if d["type"] == "enum"}
        self.sets = {s["name"]: {a["name"]: a for a in s["attributes"]}
                     for s in spec["attribute-sets"]}
        self.by_value = {name: {a["value"]: a for a in attrs.values()}
                         for name, attrs in self.sets.items()}
        self.ops = {op["name"]: op for op in spec["operations"]["list"]}
        self.groups = [g["name"] for g in spec["mcast-groups"]["list"]]

    # --- to attributes

    def encode(self, name, obj):
        """The attributes of an object of the set NAME."""
        pairs = obj.items() if isinstance(obj, dict) else obj
        return b"".join(self._encode_attr(name, key, value)
                        for key, value in pairs)

    def _encode_attr(self, name, key, value):
        if isinstance(key, int):
            return nl.attr(key, value)
        a = self.sets[name][key]
        if a.get("multi-attr") and isinstance(value, list) and \
                not (value and isinstance(value[0], tuple)):
            return b"".join(self._encode_attr(name, key, v) for v in value)
        kind = a["value"]
        if a["type"] == "nest":
            kind |= nl.NLA_F_NESTED
            if not isinstance(value, bytes):
                value = self.encode(a["nested-attributes"], value)
        elif not isinstance(value, bytes):
            value = self._encode_value(a, value)
        return nl.attr(kind, value)

    def _encode_value(self, a, value):
        hint = a.get("display-hint")
        if a["type"] == "flag":
            return b""
        if a["type"] == "string":
            return value.encode() + b"\0"
        if hint == "mac":
            return bytes.fromhex(value.replace(":", ""))
        if hint in ("ipv4", "ipv6"):
            return ipaddress.ip_address(value).packed
        if "enum" in a and isinstance(value, str):
            value = self.enums[a["enum"]][value]
        order = ">" if a.get("byte-order") == "big-endian" else "="
        return struct.pack(order + INTEGERS[a["type"]], value)

    # --- from attributes

    def decode(self, name, data):
        """The object of the set NAME that has these attributes."""
        obj = {}
        for kind, payload, _ in nl.attrs(data):
            a = self.by_value[name].get(kind)
            if a is None and os.environ.get("NEWER_MODULE"):
                continue
            if a is None:
                raise ValueError("%s has no attribute %d" % (name, kind))
            value = self._decode_value(a, payload)
            if a.get("multi-attr"):
                obj.setdefault(a["name"], []).append(value)
            elif a["name"] in obj:
                raise ValueError("%s is there twice" % a["name"])
            else:
                obj[a["name"]] = value
        return obj

    def _decode_value(self, a, data):
        hint = a.get("display-hint")
        if a["type"] == "nest":
            return self.decode(a["nested-attributes"], data)
        if a["type"] == "flag":
            return True
        if a["type"] == "string":
            return nl.text(data)
        if hint == "mac":
            return data.hex(":")
        if hint in ("ipv4", "ipv6"):
            return str(ipaddress.ip_address(data))
        order = ">" if a.get("byte-order") == "big-endian" else "="
        value, = struct.unpack(order + INTEGERS[a["type"]], data)
        if a.get("enum-as-flags"):
            return sorted(name for name, bit in self.enums[a["enum"]].items()
                          if value >> bit & 1)
        if "enum" in a:
            names = {v: k for k, v in self.enums[a["enum"]].items()}
            return names[value]
        return value

    # --- what a refusal is about

    def _names(self, types):
        names, current = [], "ovnet"
        for kind, index in types:
            a = self.by_value.get(current, {}).get(kind)
            if a is None:
                names.append(str(kind))
                current = None
                continue
            names.append(a["name"] + ("[%d]" % index if index else ""))
            current = a.get("nested-attributes")
        return names

    def about(self, request, refused):
        """The attribute that a refusal is about: "network[2]/name".

        With "-" before it: it is missing. None: it is about none.
        """
        if refused.missing is not None:
            types = [] if refused.missing_in is None else \
                nl.path(request, refused.missing_in, GENL_START)
            return "-" + "/".join(self._names(types + [(refused.missing, 0)]))
        if refused.offset is None:
            return None
        types = nl.path(request, refused.offset, GENL_START)
        if types is None:
            return "offset %d" % refused.offset
        return "/".join(self._names(types))


class Client:
    """Drives the family in the namespace that it is made in."""

    # what rises by itself
    RESTLESS = ("stats", "used-ms", "updated-ms", "flood-limited",
                "fdb-refused", "neighs-refused", "held-ms", "pmtu", "pmtu-expires-ms",
                "lost")
    KINDS = ("underlay", "network", "port", "remote", "member", "fdb", "route",
             "neigh", "binding")

    def __init__(self, spec=None):
        self.spec = spec or Spec()
        self.sock = nl.Socket()
        self.family = nl.Family(self.sock, self.spec.name)
        self.request = b""      # the last one

    def kind(self, op):
        """The attribute that the operation's objects come in: "network"."""
        op = self.spec.ops[op]
        for mode in ("do", "dump"):
            for way in ("request", "reply"):
                attributes = op.get(mode, {}).get(way, {}).get("attributes")
                if attributes:
                    return attributes[0]
        return op["event"]["attributes"][0]

    def message(self, op, objects=(), flags=0):
        """The bytes of a request: OBJECTS are as one would give to encode()."""
        kind = self.kind(op)
        if isinstance(objects, dict):
            objects = [objects]
        payload = b"".join(self.spec.encode("ovnet", [(kind, obj)])
                           for obj in objects)
        return self.raw(self.spec.ops[op]["value"], payload, flags)

    def raw(self, cmd, payload, flags=0):
        """The bytes of a request with these attributes at top level."""
        return self.sock.message(self.family.id,
                                 flags | nl.NLM_F_REQUEST | nl.NLM_F_ACK,
                                 nl.genl(cmd, self.family.version, payload))

    def send(self, request):
        """Send these bytes; the objects that come back."""
        self.request = request
        return [self.answer(m)[1] for m in self.sock.talk(request)]

    def do(self, op, *objects):
        """One operation; the objects that come back."""
        return self.send(self.message(op, objects))

    def dump(self, op, *objects):
        return self.send(self.message(op, objects, nl.NLM_F_DUMP))

    def answer(self, message):
        """(command, object) of a message that is a reply or an event."""
        got = self.spec.decode("ovnet", message.data[4:])
        (value,) = got.values()
        return message.data[0], value[0] if isinstance(value, list) else value

    def about(self, refused):
        return self.spec.about(self.request, refused)

    def listen(self, *groups):
        return Events(self, groups or self.family.groups)

    def snapshot(self):
        """All that there is, but what rises by itself."""
        everything = {}
        for kind in self.KINDS:
            rows = self.dump(kind + "-get")
            for row in rows:
                for key in self.RESTLESS:
                    row.pop(key, None)
            everything[kind] = sorted(rows, key=repr)
        everything["node"] = self.do("node-get")
        return everything


class Events:
    """Events of some groups, each a line: "network-new-ntf", object."""

    def __init__(self, client, groups):
        self.client = client
        self.listener = nl.Listener(*(client.family.groups[g] for g in groups))
        self.names = {op["value"]: op["name"]
                      for op in client.spec.ops.values()
                      if "event" in op or "notify" in op}

    def _read(self, message):
        cmd, obj = self.client.answer(message)
        return self.names[cmd], obj

    def drain(self):
        return [self._read(m) for m in self.listener.drain()]

    def wait(self, wanted):
        """All until there is one for which WANTED(name, object) is true."""
        return [self._read(m) for m in
                self.listener.wait(lambda m: wanted(*self._read(m)))]
