// SPDX-License-Identifier: GPL-2.0
/*
 * Hold-down: one that is said to be here and there by turns, by a loop or by
 * two that have the same address, stays where it was last for a while. Every
 * other claim would cost an event, and a packet that goes astray.
 */
#include <linux/jiffies.h>
#include <linux/kernel.h>

#include "hold.h"

#define OVNET_HOLD_WINDOW	(30 * HZ)	/* in which they are */
#define OVNET_HOLD_TIME		(30 * HZ)

/**
 * ovnet_hold_left() - how long is it to stay where it is?
 * @hold: of a row
 * @now: jiffies
 *
 * Return: jiffies, 0: it may move.
 */
unsigned long ovnet_hold_left(const struct ovnet_hold *hold, unsigned long now)
{
	u32 left = hold->stamp - (u32)now;

	/* What seems to be longer is over. */
	if (hold->moves < OVNET_HOLD_MOVES || left > OVNET_HOLD_TIME)
		return 0;
	return left;
}

/**
 * ovnet_hold_move() - may it move? If so, it does
 * @hold: of a row
 * @now: jiffies
 *
 * Return: true if so; then ovnet_hold_left() says whether it was the last.
 */
bool ovnet_hold_move(struct ovnet_hold *hold, unsigned long now)
{
	if (ovnet_hold_left(hold, now))
		return false;
	if (hold->moves >= OVNET_HOLD_MOVES ||
	    (u32)now - hold->stamp > OVNET_HOLD_WINDOW)
		hold->moves = 0;
	if (!hold->moves)
		hold->stamp = now;
	if (++hold->moves == OVNET_HOLD_MOVES)
		hold->stamp = now + OVNET_HOLD_TIME;
	return true;
}
