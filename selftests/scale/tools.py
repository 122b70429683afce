# SPDX-License-Identifier: GPL-2.0
"""The same by way of ovctl: a file of a million commands, and documents."""
import os
import subprocess

from rows import ALL, row_mac
from steps import Steps, timed
from testbed import NS, run

DIR = "/dev/shm"


def ovctl(*words, **more):
    return timed(lambda: run("ovctl", "-n", NS, *words, **more))


class Tools:
    """Topics; see steps.py."""

    def __init__(self, node, report):
        self.node, self.report = node, report

    def batch(self, n):
        """A message a line: each row is a transaction of its own."""
        steps = Steps(n)
        name = os.path.join(DIR, "batch")
        with open(name, "w", encoding="ascii") as file:
            for i in range(n):
                file.write("fdb add red %s remote r%d\n" % (row_mac(i), ALL))
        steps.time("FDB rows by ovctl -b, a line each", ovctl("-b", name))
        os.unlink(name)
        self.report.check(self.node.count("fdb"), n, "rows")
        steps.time("  ovctl fdb show", ovctl("fdb", "show",
                                             stdout=subprocess.DEVNULL))
        steps.time("  ovctl fdb show mac: one", ovctl(
            "fdb", "show", "mac", row_mac(n - 1), stdout=subprocess.DEVNULL))
        steps.time("  ovctl fdb flush", ovctl("fdb", "flush",
                                              stdout=subprocess.DEVNULL))
        self.report.check(self.node.count("fdb"), 0, "rows")
        return steps

    def document(self, n):
        """Rows and all remotes, saved; restored when the rows are gone."""
        steps = Steps(n)
        name = os.path.join(DIR, "document")
        batch = "".join("fdb add red %s remote r%d\n" % (row_mac(i), ALL)
                        for i in range(n))
        run("ovctl", "-n", NS, "-b", "-", input=batch, text=True)
        with open(name, "w", encoding="ascii") as file:
            steps.time("ovctl save, objects: mostly rows",
                       ovctl("save", stdout=file))
        steps.time("  ovctl restore when all is there", ovctl("restore", name))
        run("ovctl", "-n", NS, "fdb", "flush", stdout=subprocess.DEVNULL)
        steps.time("  ovctl restore when no row is there",
                   ovctl("restore", name))
        os.unlink(name)
        self.report.check(self.node.count("fdb"), n, "rows restored")
        run("ovctl", "-n", NS, "fdb", "flush", stdout=subprocess.DEVNULL)
        return steps
