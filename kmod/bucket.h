/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_BUCKET_H
#define OVNET_BUCKET_H

#include <linux/spinlock.h>
#include <linux/types.h>

/**
 * struct ovnet_bucket - a token bucket
 * @lock: protects the rest; taken from softirq
 * @stamp: jiffies of the last refill
 * @level: what may pass at once, in 1 / HZ of a token
 */
struct ovnet_bucket {
	spinlock_t lock;
	unsigned long stamp;
	u64 level;
};

void ovnet_bucket_init(struct ovnet_bucket *bucket);
bool ovnet_bucket_take(struct ovnet_bucket *bucket, u32 rate,
		       unsigned long now);
bool ovnet_bucket_has(struct ovnet_bucket *bucket, u32 rate,
		      unsigned long now);

#endif /* OVNET_BUCKET_H */
