/* SPDX-License-Identifier: GPL-2.0 */
/* Found before the kernel's own, which older kernels lack. */
#if __has_include_next(<linux/unroll.h>)
#include_next <linux/unroll.h>
#else
#define unrolled_full _Pragma("GCC unroll 65534")
#endif
