/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_HOLD_H
#define OVNET_HOLD_H

#include <linux/types.h>

/**
 * struct ovnet_hold - keeps what moves to and fro where it is, for a while;
 * packed: what follows it is a row's
 * @stamp: jiffies, 32 bits of them, of the first of @moves; once there are too
 *	   many: until when there is no other
 * @moves: in a row
 */
struct ovnet_hold {
	u32 stamp;
	u8 moves;
} __packed;

bool ovnet_hold_move(struct ovnet_hold *hold, unsigned long now);
unsigned long ovnet_hold_left(const struct ovnet_hold *hold, unsigned long now);

#endif /* OVNET_HOLD_H */
