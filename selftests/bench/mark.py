# SPDX-License-Identifier: GPL-2.0
"""How a guest tells the profiler (profile/count.c) that something starts or ends."""
import ctypes
import mmap

# nopl 0x746e766f(%rax); ret
CODE = bytes.fromhex("0f1f806f766e74" "c3")


class Mark:
    """Call it: the instruction is run."""

    def __init__(self):
        self.page = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ |
                              mmap.PROT_WRITE | mmap.PROT_EXEC)
        self.page.write(CODE)
        self.call = ctypes.CFUNCTYPE(None)(
            ctypes.addressof(ctypes.c_char.from_buffer(self.page)))

    def __call__(self):
        self.call()
