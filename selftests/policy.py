# SPDX-License-Identifier: GPL-2.0
"""policy.py: does the kernel check what uapi/ovnet.yaml says?

The kernel tells the policies that it parses requests by. They must be those of
the specification: of each operation the same nests, of each attribute the same
type, range and length. Attributes that the kernel has no policy for it refuses
("Unsupported attribute"): the specification says of exactly those that they
are read only, or only in an event or a reply.
"""
import re
import subprocess

import nl
from pkt import check_eq, fail
from serve import serve
from spec import Client

client = Client()
spec = client.spec
POLICIES, OPS = client.family.policy()
U = {"u8": 0xff, "u16": 0xffff, "u32": 0xffffffff, "u64": (1 << 64) - 1}
# what the docs say of attributes that no request may carry
READ_ONLY = re.compile(r"read only|only in drop-ntf|only in replies")
GENL_ADMIN_PERM, GENL_CMD_CAP_DO, GENL_CMD_CAP_DUMP = 1, 2, 4
GENL_UNS_ADMIN_PERM = 16


def number(value):
    return spec.consts.get(value, value)


def wanted(a):
    """What the kernel should say of an attribute of the specification."""
    checks = {k: number(v) for k, v in a.get("checks", {}).items()}
    kind = a["type"]
    if kind in U:
        values = spec.enums[a["enum"]].values() if "enum" in a else (0, U[kind])
        return {"type": kind, "min": checks.get("min", min(values)),
                "max": checks.get("max", max(values))}
    if kind == "string":
        return {"type": "nul-string", "max-len": checks.get("max-len")}
    if kind == "binary":
        exact = checks.get("exact-len")
        return {"type": kind, "min-len": checks.get("min-len", exact),
                "max-len": checks.get("max-len", exact)}
    return {"type": kind}


def got(fields):
    """What it says, by the same names."""
    fields = dict(fields)
    fields.pop("policy", None)
    fields.pop("maxtype", None)
    fields["type"] = nl.POLICY_TYPES[fields["type"]]
    if fields["type"] in ("nul-string", "binary"):
        fields.setdefault("max-len", None)
    if fields["type"] == "binary":
        fields.setdefault("min-len", None)
    return fields


def object_sets():
    """(attribute set, its policy) of each kind of object that a request takes."""
    sets = {}
    for name, op in spec.ops.items():
        for mode in "do", "dump":
            for kind in op.get(mode, {}).get("request", {}).get("attributes", ()):
                a = spec.sets["ovnet"][kind]
                index = OPS.get(op["value"], {}).get(mode)
                if index is None:
                    continue    # for the test "operations" to find
                nested = POLICIES[index][a["value"]].get("policy")
                if nested is None:
                    fail("%s: the kernel does not say what is in %s" % (name, kind))
                if sets.setdefault(a["nested-attributes"], nested) != nested:
                    fail("%s: another policy for %s than elsewhere" % (name, kind))
    for name, index in list(sets.items()):
        for a in spec.sets[name].values():
            if a["type"] == "nest" and a["value"] in POLICIES[index]:
                sets[a["nested-attributes"]] = POLICIES[index][a["value"]].get("policy")
    return sets


def where(name):
    """The nests around the attributes of a set, from the outside in."""
    for outer, attrs in spec.sets.items():
        for a in attrs.values():
            if a.get("nested-attributes") == name:
                return ([] if outer == "ovnet" else where(outer)) + [a]
    return []


def operations():
    """The kernel has the operations of the specification, do, dump and rights"""
    want = {}
    for op in spec.ops.values():
        if "do" not in op and "dump" not in op:
            continue
        want[op["name"]] = {
            "do": "do" in op, "dump": "dump" in op,
            "admin": "admin-perm" in op.get("flags", ())}
    names = {spec.ops[name]["value"]: name for name in want}
    have = {}
    for cmd, flags in client.family.ops.items():
        have[names.get(cmd, cmd)] = {
            "do": bool(flags & GENL_CMD_CAP_DO),
            "dump": bool(flags & GENL_CMD_CAP_DUMP),
            "admin": bool(flags & GENL_UNS_ADMIN_PERM)}
        if flags & GENL_ADMIN_PERM:
            fail("command %d is the first user namespace's alone" % cmd)
    differ("operation", have, want)


def groups():
    """The kernel has the multicast groups of the specification"""
    check_eq(sorted(client.family.groups), sorted(spec.groups), "groups")


def differ(what, have, want):
    """Fails with all differences of two dictionaries."""
    bad = ["%s %s: the kernel has %s, the specification %s" %
           (what, key, have.get(key), want.get(key))
           for key in sorted(set(have) | set(want), key=str)
           if have.get(key) != want.get(key)]
    for line in bad:
        print(line)
    if bad:
        fail("%d differences, the first: %s" % (len(bad), bad[0]))


def nests():
    """Each operation takes the nests that the specification gives it, no others"""
    have, want = {}, {}
    by_value = spec.by_value["ovnet"]
    for name, op in spec.ops.items():
        for mode in "do", "dump":
            if "notify" in op or mode not in op:
                continue
            asked = op[mode].get("request", {}).get("attributes", [])
            want[name, mode] = {kind: "nest" for kind in asked}
            index = OPS.get(op["value"], {}).get(mode)
            have[name, mode] = {
                by_value[kind]["name"] if kind in by_value else kind:
                got(fields)["type"]
                for kind, fields in POLICIES.get(index, {}).items()}
    differ("operation", have, want)


def attributes(name):
    """Attributes of {0}: types, ranges and lengths are those of the specification"""
    index = object_sets()[name]
    have, want = {}, {}
    by_value = spec.by_value[name]
    for kind, fields in POLICIES[index].items():
        have[by_value[kind]["name"] if kind in by_value else kind] = got(fields)
    for a in spec.sets[name].values():
        if a["name"] in have or not READ_ONLY.search(" ".join(a["doc"].split())):
            want[a["name"]] = wanted(a)
    differ("%s attribute" % name, have, want)


def read_only(name):
    """Attributes of {0} that the specification calls read only are refused"""
    listed = set(POLICIES[object_sets()[name]])
    outer = where(name)
    kind = outer[0]["name"]
    ways = [(op["name"], mode) for op in spec.ops.values()
            for mode in ("do", "dump")
            if kind in op.get(mode, {}).get("request", {}).get("attributes", ())]
    bad, n = [], 0
    for a in spec.sets[name].values():
        says = bool(READ_ONLY.search(" ".join(a["doc"].split())))
        if says != (a["value"] not in listed):
            bad.append("%s: the specification says %s, the kernel %s" %
                       (a["name"], "read only" if says else "not read only",
                        "takes it" if says else "refuses it"))
        if not says:
            continue
        payload = nl.attr(a["value"], bytes(4))
        for nest in reversed(outer):
            payload = nl.nest(nest["value"], payload)
        for op, mode in ways:
            n += 1
            request = client.raw(spec.ops[op]["value"], payload,
                                 nl.NLM_F_DUMP if mode == "dump" else 0)
            try:
                client.send(request)
                bad.append("%s %s: %s is not refused" % (op, mode, a["name"]))
            except nl.Refused as refused:
                said = refused.name, refused.sentence
                if said != ("EINVAL", "Unsupported attribute"):
                    bad.append("%s %s: %s is refused by %s" % (op, mode, a["name"], said))
    for line in bad:
        print(line)
    if bad:
        fail("%d differences, the first: %s" % (len(bad), bad[0]))
    print("%d requests" % n)


def genl_ctrl():
    """iproute2 shows the policy: genl ctrl policy name ovnet"""
    out = subprocess.check_output(["genl", "ctrl", "policy", "name", "ovnet"],
                                  stderr=subprocess.STDOUT).decode()
    ops = set(map(int, re.findall(r"op (\d+) policies", out)))
    with_request = {op["value"] for op in spec.ops.values()
                    if any("request" in op.get(m, {}) for m in ("do", "dump"))}
    check_eq(sorted(with_request - ops), [], "operations that it does not show")
    lines = sum(map(len, POLICIES.values()))
    shown = len(re.findall(r"policy\[\d+\]:attr\[\d+\]:", out))
    check_eq(shown, lines, "attributes that it shows")
    print("%d operations, %d attributes" % (len(ops), shown))


def complete():
    """Every set of attributes that a request carries is looked at"""
    check_eq(sorted(object_sets()),
             ["binding", "drops", "fdb", "member", "neigh", "network", "nexthop", "node", "port",
              "probe", "remote", "route", "source", "trace", "underlay"],
             "sets")


serve({f.__name__: f for f in (operations, groups, nests, attributes, read_only,
                               genl_ctrl, complete)})
