#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""next.py [TREE]: make a copy of the tree a version that could follow this one.

What it adds is in next.txt. Without TREE: does all of it still apply?
"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), ".."))
from breakages import REPO, Rotten, quietly, read_entries  # pylint: disable=wrong-import-position

LIST = os.path.join(REPO, "selftests/skew/next.txt")
VERSION = "99.0.0"


def apply(top):
    """All of it, one after the other."""
    for entry in read_entries(LIST):
        text = entry.broken(top)
        with open(os.path.join(top, entry.file), "w", encoding="utf-8") as file:
            file.write(text)
    with open(os.path.join(top, "VERSION"), "w", encoding="utf-8") as file:
        file.write(VERSION + "\n")
    with open(os.path.join(top, "docs/drops.md"), "w", encoding="utf-8") as file:
        subprocess.run([os.path.join(top, "docs/drops.py")], stdout=file, check=True)


def main():
    """See above."""
    try:
        if sys.argv[1:]:
            apply(sys.argv[1])
            return
        with tempfile.TemporaryDirectory() as top:
            quietly("cp", "-r", *(os.path.join(REPO, part) for part in
                                  ("docs", "kmod", "uapi", "tools", "selftests")), top)
            apply(top)
    except Rotten as error:
        sys.exit("next: %s" % error)


if __name__ == "__main__":
    main()
