#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""report.py COMMIT RESULT...: what guest.py measured, as a table and as a record.

Prints the table, and writes bench.json beside the first RESULT: a row for each
case, instrument and peer, {case, instrument, ours, peer, peer_name, ratio,
own_ratio, spread, rounds, kernel, commit}. "ours" and "peer" are minima of the
rounds: instructions or nanoseconds a packet, the generator's included; "ratio"
is peer to ours; so is "own_ratio", without what the generator and the hops
between namespaces take by themselves. "spread" is how much more than the minimum
the median of our rounds was, as a share.
"""
import json
import os
import statistics
import sys

LINE = "%-41s %-16s %9s %9s %9s %7s %7s"


def spread(rounds):
    return round(statistics.median(rounds) / min(rounds) - 1, 4)


def by_case(result):
    cases = {}
    for row in result["rows"]:
        cases.setdefault(row["case"], []).append(row)
    return cases


def compare(ours, peer):
    """(ratio of what it costs, of what it costs itself); None: nothing of its own."""
    mine, theirs = min(ours["rounds"]), min(peer["rounds"])
    own = mine - ours["floor"]
    return (round(theirs / mine, 3),
            round((theirs - peer["floor"]) / own, 3) if own > 0 else None)


def record(result, commit):
    for name, (ours, *peers) in by_case(result).items():
        for peer in peers:
            ratio, own_ratio = compare(ours, peer)
            yield {"case": name, "instrument": result["instrument"],
                   "ours": min(ours["rounds"]), "peer": min(peer["rounds"]),
                   "peer_name": peer["system"], "ratio": ratio,
                   "own_ratio": own_ratio, "spread": spread(ours["rounds"]),
                   "rounds": len(ours["rounds"]), "kernel": result["kernel"],
                   "commit": commit,
                   **{key: [ours[key], peer[key]] for key in ("skbs", "bytes", "lost", "changed")
                      if key in ours}}


def more(row):
    """What some cases have besides."""
    if "skbs" in row:
        return "  skbs: " + " ".join("%.1f" % n for n in row["skbs"])
    if "lost" in row:
        return "  lost: %d, changed: %d" % (row["lost"], row["changed"])
    return "  %d bytes" % row["bytes"] if "bytes" in row else ""


def table(result):
    """Text: one line for each system in each case."""
    yield "%s, %s each, %d packets a round" % (
        result["kernel"], result["instrument"], result["packets"])
    yield LINE % ("case", "system", "minimum", "median", "own", "ratio",
                  "own r.")
    for name, systems in by_case(result).items():
        for row in systems:
            ratio, own_ratio = compare(systems[0], row)
            yield LINE % (
                name, row["system"], "%.0f" % min(row["rounds"]),
                "%.0f" % statistics.median(row["rounds"]),
                "%.0f" % (min(row["rounds"]) - row["floor"]), "%.2f" % ratio,
                "-" if own_ratio is None else "%.2f" % own_ratio) + more(row)
            name = ""
    yield ""


def main():
    commit, names, rows = sys.argv[1], sys.argv[2:], []
    for name in names:
        with open(name, encoding="utf-8") as file:
            result = json.load(file)
        print("\n".join(table(result)))
        rows += record(result, commit)
    with open(os.path.join(os.path.dirname(names[0]), "bench.json"), "w",
              encoding="utf-8") as file:
        json.dump(rows, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
