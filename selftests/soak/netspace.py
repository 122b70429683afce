# SPDX-License-Identifier: GPL-2.0
"""Named network namespaces, as "ip netns" makes them, without a process each."""
import ctypes
import errno
import os
import time

from pkt import fail, netns

RUN = "/run/netns/"
PREFIX = "soak-"
LIMIT = "/proc/sys/user/max_net_namespaces"
CLONE_NEWNET = 0x40000000
MS_BIND, MNT_DETACH = 4096, 2
_libc = ctypes.CDLL(None, use_errno=True)
_home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
_limit = os.open(LIMIT, os.O_RDWR)

# No addresses, solicitations and probes of its own.
QUIET = {"accept_dad": 0, "accept_ra": 0, "router_solicitations": 0,
         "addr_gen_mode": 1}


def libc(name, *args):
    """A system call by its name in libc; OSError if it fails."""
    result = getattr(_libc, name)(*args)
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


def patient(call, *args):
    """Again as long as there is no memory for it: faults may be injected, and some of them end."""
    while True:
        try:
            return call(*args)
        except OSError as error:
            if error.errno != errno.ENOMEM:
                raise


def home():
    """Back to the namespace that the program was started in."""
    patient(libc, "setns", _home, CLONE_NEWNET)


def there(name):
    return os.path.exists(RUN + name)


def make(name):
    """A new namespace that has this name, and quiet devices."""
    path = RUN + name
    os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o444))
    try:
        libc("unshare", CLONE_NEWNET)
        libc("mount", b"/proc/thread-self/ns/net", path.encode(), None, MS_BIND, None)
    except OSError:
        os.unlink(path)
        raise
    finally:
        home()
    with netns(name):
        for where in ("all", "default"):
            for key, value in QUIET.items():
                with open("/proc/sys/net/ipv6/conf/%s/%s" % (where, key), "w",
                          encoding="ascii") as file:
                    file.write("%d" % value)


def remove(name):
    """The name goes, and the namespace when nobody uses it any more.

    Two that were made at the same time, by workers that had both removed an
    earlier one, are mounted one on the other.
    """
    path = RUN + name
    try:
        while True:
            libc("umount2", path.encode(), MNT_DETACH)
    except OSError as error:
        if error.errno != errno.EINVAL:     # it is not mounted
            raise
    os.unlink(path)


def _may(limit):
    """Could there be a namespace more, if there may be so many?"""
    usual = patient(os.pread, _limit, 16, 0)
    patient(os.pwrite, _limit, b"%d" % limit, 0)
    try:
        libc("unshare", CLONE_NEWNET)
        home()
        return True
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return False
    finally:
        patient(os.pwrite, _limit, usual, 0)


def named():
    """How many have names of ours."""
    return sum(name.startswith(PREFIX) for name in os.listdir(RUN))


class Settler:
    """Knows when namespaces that were removed are gone to the last byte.

    The kernel does not say how many there are, but it counts them against a
    limit, until their clean-up has ended. OTHERS were there from the start.
    """

    def __init__(self):
        self.others = 0
        while not _may(self.others + 1):
            self.others += 1

    def settled(self):
        return _may(self.others + named() + 1)

    def wait(self, seconds):
        end = time.monotonic() + seconds
        while not self.settled():
            if time.monotonic() > end:
                fail("a namespace that was removed does not go")
            time.sleep(0.01)
