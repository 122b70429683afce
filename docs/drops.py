#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Print docs/drops.md, from the list of reasons in kmod/drop.h."""

import pathlib
import re

HEADER = pathlib.Path(__file__).parent.parent / "kmod" / "drop.h"

INTRO = """\
# Why a frame was dropped

Generated from kmod/drop.h by docs/drops.py; do not edit.

Every frame that ends in ovnet is counted under one of these names: for the
node (`ovctl drops show`) and for its network (`ovctl drops show NETWORK`), and
reported by the tracepoint `ovnet:drop`. The core's own reason is what
`dropwatch` and the `skb:kfree_skb` tracepoint show.

| reason | what happened, what to do | core reason |
| --- | --- | --- |"""


def reasons():
    """Each reason as (text, help, core)."""
    body = HEADER.read_text().split("#define OVNET_DROP_REASONS(X)", 1)[1]
    body = re.split(r"(?<!\\)\n\n", body, maxsplit=1)[0].replace("\\\n", " ")
    entry = re.compile(r'X\(\w+,\s*"(\w+)",\s*(\w+),\s*((?:"[^"]*"\s*)+)\)')
    for text, core, words in entry.findall(body):
        yield text, "".join(re.findall(r'"([^"]*)"', words)), core


def main():
    """Print the page."""
    print(INTRO)
    for text, words, core in reasons():
        print(f"| `{text}` | {words} | {core} |")


main()
