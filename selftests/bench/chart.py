#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""chart.py BENCH.JSON CASE...: bars, as SVG on standard output.

For each CASE what a packet costs by each system, least first; ours is dark.
Text is drawn in the colour that a page has for it.
"""
import json
import sys
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 760, 150, 70
BAR, GAP, TITLE = 16, 5, 34
OURS, THEIRS = "#1b5e8c", "#9fb8c8"

HEAD = """<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" \
viewBox="0 0 {w} {h}" font-family="sans-serif" font-size="12" \
fill="currentColor" role="img">
<title>{title}</title>"""


def bars(rows, case):
    """[(cost, system)] of a case."""
    rows = [row for row in rows if row["case"] == case]
    if not rows:
        raise SystemExit("chart: no case '%s'" % case)
    found = {row["peer_name"]: row["peer"] for row in rows}
    found["ovnet"] = rows[0]["ours"]
    return sorted((cost, name) for name, cost in found.items())


def draw(rows, cases):
    instrument = rows[0]["instrument"]
    groups = [(case, bars(rows, case)) for case in cases]
    most = max(cost for _, group in groups for cost, _ in group)
    height = sum(TITLE + len(group) * (BAR + GAP) for _, group in groups) + 10
    yield HEAD.format(w=WIDTH, h=height, title=escape(
        "%s a packet" % instrument.capitalize()))
    y = 0
    for case, group in groups:
        yield '<text x="0" y="%d" font-weight="bold">%s: %s a packet</text>' % (
            y + TITLE - 12, escape(case), instrument)
        y += TITLE
        for cost, name in group:
            width = cost / most * (WIDTH - LEFT - RIGHT)
            middle = y + BAR - 4
            yield '<text x="%d" y="%d" text-anchor="end">%s</text>' % (
                LEFT - 8, middle, escape(name))
            yield '<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>' % (
                LEFT, y, width, BAR, OURS if name == "ovnet" else THEIRS)
            yield '<text x="%.1f" y="%d">%.0f</text>' % (LEFT + width + 6, middle,
                                                       cost)
            y += BAR + GAP
    yield "</svg>"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = json.load(file)
    first = rows[0]["instrument"]
    print("\n".join(draw([row for row in rows if row["instrument"] == first],
                         sys.argv[2:])))


if __name__ == "__main__":
    main()
