# SPDX-License-Identifier: GPL-2.0
"""Goes at a topic: what each step took, how large things are, how it grows."""
import re
import time

import memory

SPARE = 1 << 20         # bytes that may be left of what is gone, and ...
SPARE_SHARE = 0.01      # ... so much of it


class Steps:
    """What one go at N objects took, step by step, and how large they were."""

    def __init__(self, n):
        self.n = n
        self.times = {}         # (objects, seconds, each) by step
        self.sizes = {}         # (objects, size, most) by what it is
        self.left = []          # (what it is of, size, most), where too much

    def time(self, what, seconds, n=None, each=True):
        """EACH: it takes so long for each object."""
        self.times[what] = (self.n if n is None else n, seconds, each)

    def best(self, other):
        for what, got in other.times.items():
            if got[1] < self.times[what][1]:
                self.times[what] = got


class Topics:
    """Runs topics, functions of a number of objects that return their Steps.

    ONLY: those whose names match that.
    """

    def __init__(self, report, only):
        self.report, self.only = report, only

    def chosen(self, topic):
        return re.fullmatch(self.only, topic.__name__)

    def once(self, topic, n):
        if self.chosen(topic):
            self._say(self._go(topic, n))

    def _go(self, topic, n):
        """Again if something is left: allocators keep things, once."""
        steps = topic(n)
        if steps.left:
            for what, left, most in topic(n).left:
                self.report.left(what, left, most)
        return steps

    def grow(self, topic, n):
        """With a tenth of N, and with N: that is reported, and returned.

        Again where the machine may have been busy with something else.
        """
        if not self.chosen(topic):
            return None
        small = self._go(topic, n // 10)
        if not self.report.counted:
            small.best(topic(n // 10))
        big = self._go(topic, n)
        if not self.report.counted and \
                any(self.slower(small, big, what) > 2 for what in big.times):
            big.best(topic(n))
        self._say(big)
        for what in big.times:
            self.report.growth(what, self.slower(small, big, what),
                               small.times[what], big.times[what])
        return big

    @staticmethod
    def slower(small, big, what):
        """How many times as long it took, each or at all."""
        n, seconds, each = big.times[what]
        had_n, had_seconds, _ = small.times[what]
        return (seconds / n) / (had_seconds / had_n) if each else \
            seconds / had_seconds

    def _say(self, steps):
        for what, (n, seconds, each) in steps.times.items():
            self.report.time(what, n, seconds, each)
        for what, (n, size, most) in steps.sizes.items():
            self.report.size(what, n, size, most)


class Weigh:
    """with Weigh(...) as w: make; w.full(what); remove. All must go again."""

    def __init__(self, steps):
        self.steps = steps
        self.what, self.most = None, 0

    def __enter__(self):
        self.before = memory.used()
        return self

    def full(self, what, n=None, most=None, since=None):
        """All of them are there now; MOST: bytes that one may have."""
        now = memory.used()
        n = self.steps.n if n is None else n
        self.steps.sizes[what] = (n, now - (since or self.before), most)
        self.most = max(self.most, (now - self.before).total())
        self.what = what
        return now

    def __exit__(self, kind, *unused):
        if kind:
            return
        spare = SPARE + SPARE_SHARE * self.most
        left = memory.returns_to(self.before, spare)
        if left.total() > spare:
            self.steps.left.append((self.what, left, spare))


def timed(act):
    start = time.monotonic()
    act()
    return time.monotonic() - start


def fastest(times, act):
    """Seconds of the fastest of some times; ACT is told which it is."""
    return min(timed(lambda i=i: act(i)) for i in range(times))
