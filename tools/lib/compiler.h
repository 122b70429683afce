/* SPDX-License-Identifier: GPL-2.0 */
/* Names that the kernel has for what the compiler can do. */
#ifndef OVNL_COMPILER_H
#define OVNL_COMPILER_H

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* libc headers may have some of them */
#ifndef __aligned
#define __aligned(x)	__attribute__((aligned(x)))
#endif
#ifndef __noreturn
#define __noreturn	__attribute__((noreturn))
#endif
#ifndef __printf
#define __printf(a, b)	__attribute__((format(printf, a, b)))
#endif
#ifndef __unused
#define __unused	__attribute__((unused))
#endif

#endif /* OVNL_COMPILER_H */
