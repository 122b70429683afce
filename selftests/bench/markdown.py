#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""markdown.py RESULT: the tables of docs/performance.md, of what guest.py measured.

Packets first, what is said to the kernel last: a row for each case, a column for
each system. A number is the minimum of the rounds; a time has its median, too.
"""
import json
import statistics
import sys

# Of those who build networks that are routed; a peer of theirs alone, too.
ROUTED = ("l3", "VPC")


def cell(row, counted):
    if not row:
        return "–"
    least = "{:,.0f}".format(min(row["rounds"]))
    return least if counted else "%s, %s" % (
        least, "{:,.0f}".format(statistics.median(row["rounds"])))


def table(rows, counted):
    systems, cases = [], {}
    for row in rows:
        if row["system"] not in systems:
            systems.append(row["system"])
        cases.setdefault(row["case"], {})[row["system"]] = row
    print("| | %s |\n|---%s|" % (" | ".join(systems), "|---" * len(systems)))
    for case, of in cases.items():
        print("| %s | %s |" % (case, " | ".join(
            cell(of.get(system), counted) for system in systems)))
    print()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        result = json.load(file)
    kinds = {"switched": [], "routed": [], "said": []}
    for row in result["rows"]:
        kinds["said" if "bytes" in row else "routed" if any(
            word in row["case"] for word in ROUTED) else "switched"].append(row)
    for rows in kinds.values():
        table(rows, result["instrument"] == "instructions")


main()
