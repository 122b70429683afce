#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""check-sentences.py: do all refusals fit, with the longest names?

Newer kernels cut a sentence with names in it after 79 bytes, and say so in
their log. Prints those that may be longer; exit status 1 if there are any.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from sentences import CONVERSION, calls     # pylint: disable=wrong-import-position

MAX = 79
NAME, DEVICE, ELSEWHERE = 31, 15, 26     # the last: NAME@NSID
LONGEST = {"pM": 17, "pI4": 15, "pI6c": 39, "u": 10, "d": 11}


def length(fmt, arguments):
    """At most, of what is printed."""
    n = len(CONVERSION.sub("", fmt))
    for conversion, argument in zip(CONVERSION.findall(fmt), arguments):
        device = "dev->" in argument or "owner" in argument or "FABRIC" in argument
        n += LONGEST.get(conversion, DEVICE if device or "kind_of" in argument else
                         ELSEWHERE if "dst_name" in argument else NAME)
    return n


bad = [(where, fmt, length(fmt, arguments)) for where, fmt, arguments in calls()
       if CONVERSION.search(fmt) and length(fmt, arguments) > MAX]
for line in bad:
    print("kmod/%s: \"%s\" may have %d bytes" % line)
sys.exit(bool(bad))
