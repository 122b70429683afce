# SPDX-License-Identifier: GPL-2.0
"""The table: what was done, how many, how long, how large; what was not so.

The guest's clock may count instructions, one a nanosecond (run.sh -c): then
what a thing takes each is said in instructions.
"""
import json

import memory

BIG = 64                # CPUs of the machine that memory is worked out for
GROWTH = 4              # so much longer may it take among ten times as many
SHORT = 0.02            # seconds: what takes less is not compared, ...
SINGLE = 0.002          # or is a single thing that must not depend on others
LINE = "%-60s %8s %9s %11s %7s %8s %8s"


class Report:
    """Rows of the table and failures, printed as they come."""

    def __init__(self, kernel, counted):
        self.kernel, self.counted = kernel, counted
        self.rows, self.failures = [], []

    def time(self, what, n, seconds, each=True):
        row = {"what": what, "n": n, "seconds": round(seconds, 6)}
        if each:
            row["each-ns"] = round(seconds * 1e9 / n, 1)
        self._add(row)

    def size(self, what, n, size, most=None):
        """N objects are that large; one may have MOST bytes, on BIG, too."""
        row = {"what": what, "n": n,
               "bytes": round(size.each(n, memory.cpus())),
               "bytes-cpu": round(size.percpu / n / memory.cpus()),
               "bytes-64-cpus": round(size.each(n, BIG))}
        self._add(row)
        if most and max(row["bytes"], row["bytes-64-cpus"]) > most:
            self.fail("%s: %d bytes, %d with %d CPUs; at most %d" %
                      (what, row["bytes"], row["bytes-64-cpus"], BIG, most))

    def left(self, what, left, most):
        """What remained when all of that was gone."""
        if left.total() > most:
            self.fail("%s: %d bytes are left when all are gone; at most %d (%s)"
                      % (what, left.total(), most, left.largest()))

    def check(self, got, want, what):
        if got != want:
            self.fail("%s: %.200r, expected %.200r" % (what, got, want))

    def growth(self, what, factor, small, big):
        """FACTOR times as long for (n, seconds ...) as it was for the other."""
        n, seconds, each = big
        if factor > GROWTH and seconds > (SHORT if each else SINGLE):
            self.fail("%s: %.1f times as long%s with %d as with %d" %
                      (what.strip(), factor, " each" * each, n, small[0]))

    def fail(self, text):
        self.failures.append(text)
        print("FAIL", text, flush=True)

    def _add(self, row):
        self.rows.append(row)
        print(line(row).rstrip(), flush=True)

    def begin(self):
        print(header(self.kernel, memory.cpus(), self.counted), flush=True)

    def save(self, name):
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"kernel": self.kernel, "counted": self.counted,
                       "cpus": memory.cpus(), "rows": self.rows,
                       "failures": self.failures}, file, indent=1)
            file.write("\n")


def header(kernel, cpus, counted):
    return "%s, %d CPU%s%s\n%s" % (
        kernel, cpus, "s" * (cpus > 1),
        ", its clock counts instructions" * counted,
        LINE % ("", "objects", "seconds",
                "instr each" if counted else "ns each", "bytes",
                "per CPU", "64 CPUs"))


def line(row):
    def number(key, form="%d"):
        return form % row[key] if key in row else ""

    return LINE % (row["what"], row["n"], number("seconds", "%.3f"),
                   number("each-ns", "%.0f"), number("bytes"),
                   number("bytes-cpu"), number("bytes-64-cpus"))
