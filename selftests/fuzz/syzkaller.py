#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""syzkaller.py [--check]: the description of the family for syzkaller.

Prints nothing; writes syzkaller/ovnet.txt and ovnet.txt.const from
uapi/ovnet.yaml and uapi/linux/ovnet.h. --check: says where they differ from
what it would write, exit status 1 if they do.
"""
import difflib
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
from spec import Spec   # pylint: disable=wrong-import-position
from netlink_rt import link_attributes  # pylint: disable=wrong-import-position

TXT = os.path.join(HERE, "syzkaller", "ovnet.txt")
ARCHES = "386, amd64, arm, arm64, mips64le, ppc64le, riscv64, s390x"
SENDMSG = "211, 386:s390x:370, amd64:46, arm:296, mips64le:5045, ppc64le:341"
READ_ONLY = re.compile(r"read only|only in drop-ntf|only in replies")
INTS = {"u8": "int8", "u16": "int16", "u32": "int32", "u64": "int64"}
HEAD = """\
# SPDX-License-Identifier: GPL-2.0
# The generic netlink family ovnet and its links, for syzkaller: copy both files
# into sys/linux/. Written by selftests/fuzz/syzkaller.py.

include <linux/net.h>
include <uapi/linux/netlink.h>
include <uapi/linux/genetlink.h>
include <uapi/linux/rtnetlink.h>
include <uapi/linux/if_link.h>
include <uapi/linux/ovnet.h>

resource genl_ovnet_family_id[int16]

type msghdr_nl_ovnet[CMD, POLICY] msghdr_netlink[netlink_msg_t[genl_ovnet_family_id, genlmsghdr_t[CMD], POLICY]]
type ovnet_id int32[1:8]
type ovnet_port int16[4789:4792]

syz_genetlink_get_family_id$ovnet(name ptr[in, string["ovnet"]], fd sock_nl_generic) genl_ovnet_family_id
"""


def upper(*words):
    return "_".join(words).upper().replace("-", "_")


class Description:
    """Both files."""

    def __init__(self):
        self.spec = Spec()
        self.consts = {"IFLA_IFNAME": 3, "IFLA_LINKINFO": 18, "IFLA_INFO_KIND": 1,
                       "IFLA_INFO_DATA": 2, "RTM_NEWLINK": 16}
        self.lines = [HEAD]

    def const(self, name, value):
        self.consts[name] = value
        return name

    def payload(self, name, a):
        """What an attribute holds."""
        checks = {k: self.spec.consts.get(v, v) for k, v in a.get("checks", {}).items()}
        word, hint = a["name"], a.get("display-hint")
        if a["type"] == "flag":
            return "void"
        if a["type"] == "nest":
            return "array[ovnet_%s_attr]" % a["nested-attributes"]
        if a["type"] == "string":
            return "string[ovnet_names]"
        if hint == "ipv4":
            return "ipv4_addr"
        if hint == "ipv6":
            return "ovnet_address" if "min-len" in checks else "ipv6_addr"
        if hint == "mac":
            return "mac_addr"
        if a["type"] == "binary":
            return "array[int8, %d:%d]" % (checks["min-len"], checks["max-len"])
        if word in ("ifindex", "dev"):
            return "ifindex"
        if word == "vni" or word == "id" or word.endswith("-id"):
            return "ovnet_id"
        if "enum" in a:
            return "flags[ovnet_%s, %s]" % (a["enum"].replace("-", "_"), INTS[a["type"]])
        if word == "port" and a["type"] == "u16":
            return "ovnet_port"
        if a["type"] in INTS:
            low, high = checks.get("min", 0), checks.get("max")
            return INTS[a["type"]] + ("" if high is None else "[%d:%d]" % (low, high))
        raise ValueError("%s/%s: no description for type %s" % (name, word, a["type"]))

    def union(self, name, fields):
        width = max(len(field) for field, _ in fields)
        self.lines.append("%s [" % name)
        self.lines += ["\t%s %s" % (field.ljust(width), what) for field, what in fields]
        self.lines.append("] [varlen]\n")

    def operations(self):
        kinds = []
        for op in self.spec.ops.values():
            modes = [m for m in ("do", "dump") if m in op]
            if not modes:
                continue
            asked = op[modes[0]].get("request", {}).get("attributes", [])
            cmd = self.const(upper("ovnet-cmd", op["name"]), op["value"])
            policy = "ovnet_%s_request" % asked[0].replace("-", "_") if asked else \
                "nl_generic_attr"
            if asked and asked[0] not in kinds:
                kinds.append(asked[0])
            self.lines.append("sendmsg$%s(fd sock_nl_generic, msg ptr[in, msghdr_nl_ovnet[%s, %s]], "
                              "f flags[send_flags])" % (cmd, cmd, policy))
        self.lines.append("")
        return kinds

    def objects(self, kinds):
        for kind in kinds:
            a = self.spec.sets["ovnet"][kind]
            nest = self.const(upper("ovnet-a", kind), a["value"])
            name = a["nested-attributes"]
            self.lines.append("type ovnet_%s_request nlnest[%s, array[ovnet_%s_attr]]\n" %
                              (kind, nest, name))
            self.attributes(name)

    def attributes(self, name):
        """Those of a set that a request may carry, and of the nests in it."""
        mine = [b for b in self.spec.sets[name].values()
                if not READ_ONLY.search(" ".join(b["doc"].split()))]
        self.union("ovnet_%s_attr" % name, [
            (b["name"].replace("-", "_") + "_attr",
             "%s[%s, %s]" % ("nlnest" if b["type"] == "nest" else "nlattr",
                             self.const(upper("ovnet-a", name, b["name"]), b["value"]),
                             self.payload(name, b)))
            for b in mine])
        for b in mine:
            if b["type"] == "nest":
                self.attributes(b["nested-attributes"])

    def links(self):
        """RTM_NEWLINK of kind ovnet."""
        words = {"be32": "ipv4_addr", "16": "ipv6_addr", "string": "string[ovnet_names]",
                 "flag": "void"}
        self.lines.append("sendmsg$ovnet_newlink(fd sock_nl_route, msg ptr[in, msghdr_netlink["
                          "netlink_msg[RTM_NEWLINK, ifinfomsg, ovnet_link]]], f flags[send_flags])\n")
        self.union("ovnet_link", [
            ("ifname", "nlattr[IFLA_IFNAME, devname]"),
            ("linkinfo", "nlnest[IFLA_LINKINFO, ovnet_linkinfo]")])
        self.lines += ["ovnet_linkinfo {",
                       '\tkind nlattr[IFLA_INFO_KIND, string["ovnet"]]',
                       "\tdata nlnest[IFLA_INFO_DATA, array[ovnet_link_data]]",
                       "} [packed, align[4]]\n"]
        fields = []
        for value, name, text in link_attributes():
            first = re.match(r"\w+", text).group()
            if first == "nest":
                fields.append((name.lower() + "_attr", "nlnest[%s, array[ovnet_binding_attr]]" %
                               self.const("IFLA_OVNET_" + name, value)))
                continue
            what = words.get(first) or INTS[first] + ("[0:1]" if "bool" in text else "")
            if name in ("ID", "VNI"):
                what = "ovnet_id"
            elif name == "PORT":
                what = "ovnet_port"
            fields.append((name.lower() + "_attr", "nlattr[%s, %s]" % (
                self.const("IFLA_OVNET_" + name, value), what)))
        self.union("ovnet_link_data", fields)

    def values(self):
        self.lines += ["ovnet_address [", "\tv4 ipv4_addr", "\tv6 ipv6_addr", "] [varlen]\n",
                       'ovnet_names = "", "a0", "b0", "c0", "u0", "1"']
        used = {a["enum"] for attrs in self.spec.sets.values() for a in attrs.values()
                if "enum" in a and not READ_ONLY.search(" ".join(a["doc"].split()))}
        for enum in sorted(used):
            name = "ovnet_" + enum.replace("-", "_")
            if any(name + "," in line for line in self.lines):
                self.lines.append("%s = %s" % (name, ", ".join(
                    self.const(upper("ovnet", enum, entry), value)
                    for entry, value in self.spec.enums[enum].items())))

    def files(self):
        self.objects(self.operations())
        self.links()
        self.values()
        consts = "# Written by selftests/fuzz/syzkaller.py.\narches = %s\n%s__NR_sendmsg = %s\n" % (
            ARCHES, "".join("%s = %d\n" % item for item in sorted(self.consts.items())), SENDMSG)
        return {TXT: "\n".join(self.lines) + "\n", TXT + ".const": consts}


def main():
    bad = 0
    for path, text in Description().files().items():
        if "--check" not in sys.argv[1:]:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            continue
        with open(path, encoding="utf-8") as file:
            have = file.read()
        for line in difflib.unified_diff(have.splitlines(), text.splitlines(), path,
                                         "what the specification wants", lineterm=""):
            print(line)
            bad = 1
    return bad


sys.exit(main())
