# SPDX-License-Identifier: GPL-2.0
"""The sentences by which the module refuses, as its source has them."""
import glob
import os
import re

KMOD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "kmod")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
CALL = re.compile(r'(?:NL_SET_ERR_MSG(?:_ATTR)?|ovnet_compat_extack)'
                  r'\(((?:"(?:[^"\\]|\\.)*"|[^";])*)\);')
CONVERSION = re.compile(r"%(p\w+|[sud])")


def calls():
    """(file, format, arguments) of each place that sets one."""
    for path in sorted(glob.glob(os.path.join(KMOD, "*.c"))):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for arguments in CALL.findall(text):
            fmt = "".join(STRING.findall(arguments))
            if fmt:
                rest = STRING.sub("", arguments).split(",")
                yield os.path.basename(path), fmt, [arg.strip() for arg in rest[2:]]


def pattern(fmt):
    """What a sentence of this format looks like."""
    words = CONVERSION.split(fmt)[::2]
    return re.compile(".*".join(map(re.escape, words)) + r"\Z", re.S)
