// SPDX-License-Identifier: GPL-2.0
/* Buffers for extack sentences where the core has none. */
#include <linux/jiffies.h>
#include <linux/spinlock.h>

#include "ovnet_compat.h"

#ifndef OVNET_HAVE_ERR_MSG_FMT
#define OVNET_COMPAT_EXTACK_BUFS	512
#define OVNET_COMPAT_EXTACK_HOLD	(2 * HZ)

static DEFINE_SPINLOCK(ovnet_compat_extack_lock);
static unsigned int ovnet_compat_extack_next;
static struct {
	unsigned long until;
	char text[96];
} ovnet_compat_extack_ring[OVNET_COMPAT_EXTACK_BUFS];

/**
 * ovnet_compat_extack_format() - a sentence that lives until it is sent
 * @fmt: as for printf
 *
 * It must not change before: the core measures it first and copies it then.
 *
 * Return: the sentence, or another if too many have been made just now.
 */
const char *ovnet_compat_extack_format(const char *fmt, ...)
{
	unsigned long now = jiffies;
	bool busy = false;
	unsigned int i;
	va_list args;

	spin_lock_bh(&ovnet_compat_extack_lock);
	i = ovnet_compat_extack_next % OVNET_COMPAT_EXTACK_BUFS;
	if (ovnet_compat_extack_next >= OVNET_COMPAT_EXTACK_BUFS)
		busy = time_before(now, ovnet_compat_extack_ring[i].until);
	if (!busy) {
		ovnet_compat_extack_ring[i].until = now +
						    OVNET_COMPAT_EXTACK_HOLD;
		if (++ovnet_compat_extack_next == 2 * OVNET_COMPAT_EXTACK_BUFS)
			ovnet_compat_extack_next = OVNET_COMPAT_EXTACK_BUFS;
	}
	spin_unlock_bh(&ovnet_compat_extack_lock);
	if (busy)
		return "Refused; too much was refused at once to say why";

	va_start(args, fmt);
	vsnprintf(ovnet_compat_extack_ring[i].text,
		  sizeof(ovnet_compat_extack_ring[i].text), fmt, args);
	va_end(args);
	return ovnet_compat_extack_ring[i].text;
}
#endif
