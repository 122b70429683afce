#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""markdown.py < build/scale.json: the tables of docs/scale.md, from one run."""
import json
import sys

kernels = json.load(sys.stdin)
what, sizes = {}, {}
for kernel in kernels:
    for row in kernel["rows"]:
        into = sizes if "bytes" in row else what
        into.setdefault((row["what"].replace("  ", "… "), row["n"]), {})[kernel["kernel"]] = row
names = [kernel["kernel"] for kernel in kernels]


def heads(kernel):
    unit = "instructions" if kernel["counted"] else "ns"
    return "%s: s | %s each" % (kernel["kernel"], unit)


print("| what | objects | %s |" % " | ".join(heads(kernel) for kernel in kernels))
print("|---|--:|%s" % ("--:|--:|" * len(kernels)))
for (text, n), rows in what.items():
    cells = []
    for name in names:
        row = rows.get(name, {})
        cells += ["%.3f" % row["seconds"] if row else "",
                  "%.0f" % row["each-ns"] if "each-ns" in row else ""]
    print("| %s | %d | %s |" % (text, n, " | ".join(cells)))
print()
print("| bytes of | %s |" % " | ".join(
    "%s | per CPU | 64 CPUs" % name for name in names))
print("|---|%s" % ("--:|--:|--:|" * len(kernels)))
for (text, _), rows in sizes.items():
    cells = []
    for name in names:
        row = rows.get(name, {})
        cells += [str(row.get(key, "")) for key in
                  ("bytes", "bytes-cpu", "bytes-64-cpus")]
    print("| %s | %s |" % (text, " | ".join(cells)))
