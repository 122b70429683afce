# SPDX-License-Identifier: GPL-2.0
"""Tests in Python, run for a script one by one: see "tester" of lib.sh.

A test is a function that raises if it fails; the first line of its doc is what
it is called. The script says which on standard input. A start of Python is
dear in a guest: so there is one for all.
"""
import os
import sys
import traceback

from pkt import Failure


def serve(tests):
    """Run what standard input names until it ends."""
    # packets keep their order
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print("= ready", flush=True)
    for line in sys.stdin:
        name, *args = line.split()
        test = tests[name]
        title = (test.__doc__ or name).splitlines()[0].rstrip(".")
        print("> " + title.format(*args))
        try:
            test(*args)
            print("= ok", flush=True)
        except Failure as e:
            print("= " + one_line(e), flush=True)
        except Exception as e:      # pylint: disable=broad-except
            for text in traceback.format_exc().splitlines():
                print(text)
            print("= %s: %s" % (type(e).__name__, one_line(e)), flush=True)


def one_line(error):
    return " | ".join(str(error).splitlines()) or "failed"
