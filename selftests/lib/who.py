# SPDX-License-Identifier: GPL-2.0
"""Do something as somebody else: a child of other rights, and its answer.

There is no os.setns() or os.unshare() before Python 3.12, and none of these
undoes what it does: so each actor is a process.
"""
import ctypes
import os
import pickle
import struct
import traceback

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
CAP_NET_ADMIN, CAP_SYS_ADMIN = 12, 21
NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name, *args):
    if getattr(_libc, name)(*args):
        raise OSError(ctypes.get_errno(), name)


def enter(path):
    """Be in this namespace."""
    fd = os.open(path, os.O_RDONLY)
    _call("setns", fd, 0)
    os.close(fd)


def become_nobody(caps=()):
    """Be an ordinary user, who has only these capabilities."""
    _call("prctl", 8, 1, 0, 0, 0)       # PR_SET_KEEPCAPS
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    keep_only(caps)
    _call("prctl", 4, 1, 0, 0, 0)       # PR_SET_DUMPABLE: /proc/self is ours


def keep_only(caps):
    """Have no other capabilities."""
    mask = sum(1 << cap for cap in caps)
    header = struct.pack("=Ii", 0x20080522, 0)
    data = struct.pack("=6I", mask, mask, 0, 0, 0, 0)
    _call("capset", header, data)


def unshare_user(net):
    """Be root of a user namespace of one's own, and of a network namespace."""
    uid, gid = os.getuid(), os.getgid()
    _call("unshare", CLONE_NEWUSER | (CLONE_NEWNET if net else 0))
    for name, line in (("setgroups", "deny"), ("uid_map", "0 %d 1" % uid),
                       ("gid_map", "0 %d 1" % gid)):
        with open("/proc/self/" + name, "w", encoding="ascii") as file:
            file.write(line)


class Actor:
    """A process that has become somebody, and does what it is asked to.

    BECOME is called in it once; ask(FUNCTION, ...) calls that in it and
    returns, or raises, what it does.
    """

    living = []

    def __init__(self, become):
        here, there = os.pipe(), os.pipe()
        self.pid = os.fork()
        if not self.pid:
            # an actor ends when nobody can ask it any more
            for other in self.living:
                other.to.close()
                other.back.close()
            os.close(here[1])
            os.close(there[0])
            _serve(become, os.fdopen(here[0], "rb"), os.fdopen(there[1], "wb"))
        os.close(here[0])
        os.close(there[1])
        self.to, self.back = os.fdopen(here[1], "wb"), os.fdopen(there[0], "rb")
        self.living.append(self)
        self.answer()

    def ask(self, function, *args):
        self.begin(function, *args)
        return self.answer()

    def begin(self, function, *args):
        """Ask, and go on; answer() has what it returns."""
        pickle.dump((function.__name__, args), self.to)
        self.to.flush()

    def answer(self):
        fine, value = pickle.load(self.back)
        if not fine:
            raise RuntimeError(value)
        return value

    def netns(self):
        return "/proc/%d/ns/net" % self.pid

    def end(self):
        self.living.remove(self)
        self.to.close()
        self.back.close()
        os.waitpid(self.pid, 0)


def _serve(become, requests, answers):
    import __main__
    function, args = become, ()
    while True:
        try:
            answer = True, function(*args)
        except Exception:       # pylint: disable=broad-except
            answer = False, traceback.format_exc()
        pickle.dump(answer, answers)
        answers.flush()
        try:
            name, args = pickle.load(requests)
        except EOFError:
            os._exit(0)
        function = getattr(__main__, name)
