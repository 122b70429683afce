# SPDX-License-Identifier: GPL-2.0
"""The module comes and goes, with everything that it has."""
import errno
import os
import subprocess
import time

import netspace
from pkt import fail

O_NONBLOCK = 0o4000
FINIT_MODULE = 313      # on x86_64


def loaded():
    return os.path.isdir("/sys/module/ovnet")


def modprobe(*words):
    got = subprocess.run(["modprobe", *words], capture_output=True, check=False)
    if got.returncode:
        fail("modprobe %s: %s" % (" ".join(words), got.stderr.decode()))


def load():
    modprobe("ovnet")


def remove(patience=60):
    """With whatever there is: only who is in the middle of a request is waited for."""
    end = time.monotonic() + patience
    while True:
        try:
            netspace.libc("delete_module", b"ovnet", O_NONBLOCK)
            break
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EBUSY) or time.monotonic() > end:
                fail("the module cannot be removed: %s" % os.strerror(error.errno))
            time.sleep(0.01)
    if loaded():
        fail("the module was removed and is there")


def path():
    """Of the file; what it depends on stays loaded."""
    got = subprocess.run(["modinfo", "-n", "ovnet"], capture_output=True, check=True)
    return got.stdout.decode().strip()


def insert(fd):
    """One system call, unlike load()."""
    netspace.libc("syscall", FINIT_MODULE, fd, b"", 0)
