# SPDX-License-Identifier: GPL-2.0
"""Which of the module's refusals have been heard."""
from sentences import calls, pattern


class Coverage:
    """Counts sentences by the format in the source that they come from."""

    def __init__(self):
        self.where = {}     # file, by format
        for where, fmt, _ in calls():
            self.where.setdefault(fmt, where)
        self.patterns = [(fmt, pattern(fmt)) for fmt in self.where]
        self.heard = {}     # how often, by format
        self.others = {}    # the core's own

    def add(self, sentence, times):
        fits = [fmt for fmt, regex in self.patterns if regex.match(sentence)]
        if fits:
            fmt = max(fits, key=len)    # of two, the more exact
            self.heard[fmt] = self.heard.get(fmt, 0) + times
        else:
            self.others[sentence] = self.others.get(sentence, 0) + times

    def never(self):
        return [(where, fmt) for fmt, where in self.where.items() if fmt not in self.heard]
