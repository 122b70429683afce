/* SPDX-License-Identifier: GPL-2.0 */
/* Found before the kernel's own, which older kernels have in asm/. */
#ifdef OVNET_HAVE_UNALIGNED_H
#include_next <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif
