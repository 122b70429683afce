# SPDX-License-Identifier: GPL-2.0
"""Tools in the guest's own memory.

Where the guest's files are the host's, to open one is to wait for the host, and
the clock that counts instructions goes on meanwhile. Whoever opens six libraries
would be charged some hundred instructions for each of 10,000 rows.
"""
import os
import re
import shutil
import subprocess
import tempfile


def _copy_up(path):
    """A file below an overlay, and the links on the way to it: as if written."""
    names = path.split("/")
    for i in range(2, len(names) + 1):
        os.utime("/".join(names[:i]), follow_symlinks=False)
    os.utime(path)


def _libraries(program):
    said = subprocess.run(("ldd", program), check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    return re.findall(r"(/\S+) \(0x", said)


def ours(place):
    """A directory with our tools, which are made in PLACE on the host."""
    tools = tempfile.mkdtemp()
    for name in "ovctl", "link_ovnet.so":
        shutil.copy(os.path.join(place, name), tools)
    return tools


def keep(*programs):
    """PROGRAMS, found in PATH, and their libraries. The root is an overlay."""
    for path in {"/etc/ld.so.cache", *map(shutil.which, programs)}.union(
            *(_libraries(shutil.which(name)) for name in programs)):
        _copy_up(path)
