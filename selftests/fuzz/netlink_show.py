#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""netlink_show.py SEED STREAM FIRST [LAST]: messages of the netlink fuzzer."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from netlink_rt import Messages     # pylint: disable=wrong-import-position
from spec import Spec   # pylint: disable=wrong-import-position

seed, stream, first, *last = map(int, sys.argv[1:])
messages = Messages(Spec(), 0)  # the family's number: the kernel gives it one
for i in range(first, (last or [first])[0] + 1):
    request, route = messages.get(seed, stream, i)
    print("%d: %s by %s, %d bytes" % (i, request.label, ("generic netlink", "rtnetlink")[route],
                                      len(request.payload) + 16))
    data = request.bytes(i + 1)
    for at in range(0, len(data), 16):
        print("    %04x  %s" % (at, data[at:at + 16].hex(" ", 4)))
