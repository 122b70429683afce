// SPDX-License-Identifier: GPL-2.0
/* Buffers for extack sentences where the core has none. */
#include <linux/atomic.h>

#include "ovnet_compat.h"

#ifndef OVNET_HAVE_ERR_MSG_FMT
#define OVNET_COMPAT_EXTACK_BUFS	256
#define OVNET_COMPAT_EXTACK_LEN		96

static char ovnet_compat_extack_ring[OVNET_COMPAT_EXTACK_BUFS]
				    [OVNET_COMPAT_EXTACK_LEN + 1];

/**
 * ovnet_compat_extack_format() - a sentence that lives long enough
 * @fmt: as for printf
 *
 * Return: exactly OVNET_COMPAT_EXTACK_LEN bytes, padded with spaces; good
 * until as many others have been made as there are buffers.
 */
const char *ovnet_compat_extack_format(const char *fmt, ...)
{
	static atomic_t next;
	unsigned int i = atomic_inc_return(&next);
	char text[OVNET_COMPAT_EXTACK_LEN + 1];
	va_list args;
	char *buf;
	int len;

	va_start(args, fmt);
	len = vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	memset(text + len, ' ', OVNET_COMPAT_EXTACK_LEN - len);
	/* At no time is there an end of string in the middle. */
	buf = ovnet_compat_extack_ring[i % OVNET_COMPAT_EXTACK_BUFS];
	memcpy(buf, text, OVNET_COMPAT_EXTACK_LEN);
	return buf;
}
#endif
