/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_HOLD_H
#define OVNET_HOLD_H

#include <linux/types.h>

#define OVNET_HOLD_MOVES	5	/* that are too many */

/**
 * struct ovnet_hold - keeps what moves to and fro where it is, for a while
 * @stamp: jiffies, 32 bits of them, of the first of @moves; once there are too
 *	   many: until when there is no other
 * @moves: in a row, OVNET_HOLD_MOVES at most
 */
struct ovnet_hold {
	u32 stamp;
	u8 moves;
};

bool ovnet_hold_move(struct ovnet_hold *hold, unsigned long now);
unsigned long ovnet_hold_left(const struct ovnet_hold *hold, unsigned long now);

#endif /* OVNET_HOLD_H */
