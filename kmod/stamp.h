/* SPDX-License-Identifier: GPL-2.0 */
/*
 * When something was last seen, in half the room that jiffies take, and written
 * the more seldom: in units of 16, which are 2 years at 1000 Hz.
 */
#ifndef OVNET_STAMP_H
#define OVNET_STAMP_H

#include <linux/limits.h>
#include <linux/types.h>

#define OVNET_STAMP_SHIFT	4

/**
 * ovnet_stamp() - a moment
 * @now: jiffies
 *
 * Return: it, never 0.
 */
static inline u32 ovnet_stamp(unsigned long now)
{
	return (u32)(now >> OVNET_STAMP_SHIFT) ?: 1;
}

/**
 * ovnet_stamp_age() - how long ago was that?
 * @stamp: from ovnet_stamp()
 * @now: jiffies, which may be a little earlier
 *
 * Return: jiffies, a multiple of 16.
 */
static inline unsigned long ovnet_stamp_age(u32 stamp, unsigned long now)
{
	/* Fewer bits where jiffies have fewer. */
	const u32 max = BITS_PER_LONG < 64 ? U32_MAX >> OVNET_STAMP_SHIFT :
					     U32_MAX;
	u32 age = ((u32)(now >> OVNET_STAMP_SHIFT) - stamp) & max;

	/* Seen since @now was read. */
	if (age > max - max / 256)
		age = 0;
	return (unsigned long)age << OVNET_STAMP_SHIFT;
}

#endif /* OVNET_STAMP_H */
