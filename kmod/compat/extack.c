// SPDX-License-Identifier: GPL-2.0
/* Buffers for extack sentences where the core has none. */
#include <linux/atomic.h>

#include "ovnet_compat.h"

#ifndef OVNET_HAVE_ERR_MSG_FMT
static char ovnet_compat_extack_ring[64][OVNET_COMPAT_EXTACK_LEN];

char *ovnet_compat_extack_buf(void)
{
	static atomic_t next;

	return ovnet_compat_extack_ring[(unsigned int)atomic_inc_return(&next) %
					ARRAY_SIZE(ovnet_compat_extack_ring)];
}
#endif
