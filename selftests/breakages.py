#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""breakages.py [check | NAME-REGEX...]: does a test notice what is broken?

Each entry of breakages.txt is applied to a copy of the tree, alone; its test is
run in a user-mode kernel and has to fail, where and as the entry says. That it
does not build or boot does not count. Before that all of these tests must pass.
JOBS=N in the environment: so many guests at once (default: one a processor).

An entry:
	== WHAT IS BROKEN
	file PATH
	-LINE that goes     (these three as in a diff without line numbers; the
	+LINE that comes     lines must be there, one below the other, once)
	 LINE that stays
	run SCRIPT [TEST]	selftests/SCRIPT.sh, only the test of this line;
				SCRIPT@srv6: over that
	fails REGEX		of "TITLE # REASON" in its results, or of what it
				says if it cannot begin, or
	kernel REGEX		of what the kernel says of it
"""
import os
import re
import subprocess
import sys
import threading
import time

REPO = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
LIST = os.path.join(REPO, "selftests/breakages.txt")
OUT = os.path.join(REPO, "build/breakages")
SECONDS = 600       # for a guest; for one test it needs a few


class Rotten(Exception):
    """An entry that is not one, or does not apply any more."""


class Breakage:
    """One entry."""

    def __init__(self, name):
        self.name = name
        self.file = self.script = self.test = self.fails = self.kernel = None
        self.old, self.new = [], []

    def add(self, line):
        """One line of it."""
        word, _, rest = line.partition(" ")
        if line[0] in "-+ ":
            if line[0] != "+":
                self.old.append(line[1:])
            if line[0] != "-":
                self.new.append(line[1:])
        elif word == "run":
            self.script, _, self.test = rest.partition(" ")
        elif word in ("file", "fails", "kernel"):
            setattr(self, word, rest)
        else:
            raise Rotten("%s: what is \"%s\"?" % (self.name, line))

    def check(self):
        """Is it whole, and does it apply?"""
        if not (self.file and self.script and (self.fails or self.kernel)):
            raise Rotten("%s: something is missing" % self.name)
        if self.old == self.new:
            raise Rotten("%s: it breaks nothing" % self.name)
        self.broken()

    def broken(self, top=REPO):
        """The text of its file in a tree, with it applied."""
        with open(os.path.join(top, self.file), encoding="utf-8") as file:
            lines = file.read().split("\n")
        found = [i for i in range(len(lines)) if lines[i:i + len(self.old)] == self.old]
        if len(found) != 1:
            raise Rotten("%s: its lines are %d times in %s, not once" %
                         (self.name, len(found), self.file))
        i = found[0]
        return "\n".join(lines[:i] + self.new + lines[i + len(self.old):])


def command(entries):
    """The tests of these, as a shell command: each script once."""
    tests = {}
    for entry in entries:
        tests.setdefault(entry.script, set()).add(entry.test)
    def one(script, only):
        script, _, encap = script.partition("@")
        return "ENCAP=%s TEST='^(%s)$' selftests/%s.sh" % (
            encap, "|".join(sorted(only)) or ".*", script)
    return " && ".join(one(*test) for test in sorted(tests.items()))


def read_entries(path):
    """All entries of a file, as they are."""
    entries = []
    with open(path, encoding="utf-8") as file:
        for line in file.read().split("\n"):
            if line.startswith("== "):
                entries.append(Breakage(line[3:]))
            elif line and not line.startswith("#"):
                entries[-1].add(line)
    return entries


def read_list():
    """All breakages."""
    entries = read_entries(LIST)
    for entry in entries:
        entry.check()
    return entries


def quietly(*command, **options):
    """A command that must succeed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **options)
    if done.returncode:
        raise RuntimeError("%s failed:\n%s" % (" ".join(command), done.stdout[-4000:]))


class Copy:
    """The tree as it is, for one to work in, with what has been built there."""

    def __init__(self, number):
        self.top = os.path.join(OUT, "tree%d" % number)
        os.makedirs(self.top, exist_ok=True)
        quietly("rsync", "-a", "--delete", "--exclude=/build", "--exclude=/.git",
                REPO + "/", self.top + "/")
        quietly("make", "-s", "-C", "tools", cwd=self.top)

    def write(self, path, text):
        """Other contents of a file; of the tools, what it makes."""
        with open(os.path.join(self.top, path), "w", encoding="utf-8") as file:
            file.write(text)
        if path.startswith("tools/"):
            quietly("make", "-s", "-C", "tools", cwd=self.top)

    def guest(self, name, shell, patience, seconds=SECONDS):
        """Run it in the copy's kernel: (status, output, kernel's log)."""
        log = os.path.join(OUT, name + ".log")
        # KUnit runs whenever the module is loaded: only where it is asked for
        quick = [] if "kunit.sh" in shell else ["-u"]
        done = subprocess.run(
            ["selftests/vm/run.sh", "-k", "uml", *quick, "-t", str(seconds), "-l", log, "--",
             "env", "WAIT_TIMEOUT=%d" % patience, "bash", "-c", shell],
            cwd=self.top, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
        with open(os.path.join(OUT, name + ".out"), "w", encoding="utf-8") as file:
            file.write(done.stdout)
        text = ""
        if os.path.exists(log):
            with open(log, encoding="utf-8", errors="replace") as file:
                text = file.read()
        return done.returncode, done.stdout, text


def failures(output):
    """Of the tests: "TITLE # REASON" each; or why they could not begin."""
    return re.findall(r"^(?:not ok \d+|Bail out!) (.*)$", output, re.M)


def unbroken(copy, name, entries):
    """Do the tests that are to fail pass now?"""
    start = time.monotonic()
    status, output, _ = copy.guest(name, command(entries), 20000, 6 * SECONDS)
    say("nothing broken: %d tests passed, status %d, %d s" % (
        len(re.findall(r"^ok \d+ ", output, re.M)), status, time.monotonic() - start))
    if status or failures(output):
        say(output[-4000:])
        return False
    return True


def caught_by(entry, output, log):
    """What noticed it, as that was printed; or None, and what happened instead."""
    if entry.kernel:
        for line in log.splitlines():
            if re.search(entry.kernel, line):
                return re.sub(r"^\[ *[\d.]+\] *", "kernel: ", line), None
        return None, "the kernel says nothing of it"
    if not re.search(r"^1\.\.\d+", output, re.M):
        return None, "no test ran: " + " | ".join(output.splitlines()[-3:])
    failed = failures(output)
    for line in failed:
        if re.search(entry.fails, line):
            return line, None
    return None, "failed: " + ("; ".join(failed) or "nothing")


def try_one(copy, entry, number):
    """Break it, run its test, mend it; was it caught?"""
    start = time.monotonic()
    with open(os.path.join(copy.top, entry.file), encoding="utf-8") as file:
        whole = file.read()
    try:
        copy.write(entry.file, entry.broken())
        _, output, log = copy.guest("%02d" % number, command([entry]), 4000)
        line, instead = caught_by(entry, output, log)
    finally:
        copy.write(entry.file, whole)
    say("%-6s %2d %s\n          %s: %s\n          %d s" % (
        "caught" if line else "MISSED", number, entry.name, entry.script,
        (line or instead)[:300], time.monotonic() - start))
    return line is not None


def say(text):
    """From whichever thread."""
    print(text, flush=True)


def main():
    """See above."""
    try:
        entries = read_list()
    except Rotten as error:
        sys.exit("breakages: %s" % error)
    if sys.argv[1:] == ["check"]:
        return 0
    chosen = [(n, e) for n, e in enumerate(entries, 1)
              if not sys.argv[1:] or any(re.search(r, e.name) for r in sys.argv[1:])]
    start = time.monotonic()
    workers = max(1, min(int(os.environ.get("JOBS", os.cpu_count())), len(chosen)))
    todo, caught, lock = list(chosen), [], threading.Lock()

    def work(number):
        copy = Copy(number)
        if not unbroken(copy, "unbroken%d" % number, [e for _, e in chosen][number::workers]):
            todo.clear()
        while True:
            with lock:
                if not todo:
                    return
                n, entry = todo.pop(0)
            if try_one(copy, entry, n):
                caught.append(n)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("breakages: %d of %d caught, %d s" % (
        len(caught), len(chosen), time.monotonic() - start))
    return int(len(caught) < len(chosen))


if __name__ == "__main__":
    sys.exit(main())
