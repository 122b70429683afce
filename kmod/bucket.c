// SPDX-License-Identifier: GPL-2.0
/* Token buckets: what floods, and what we answer, is limited by the second. */
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>

#include "bucket.h"

/**
 * ovnet_bucket_init() - make a bucket; the first take fills it
 * @bucket: to be initialised
 */
void ovnet_bucket_init(struct ovnet_bucket *bucket)
{
	spin_lock_init(&bucket->lock);
	bucket->stamp = jiffies - HZ;
	bucket->tokens = 0;
}

/**
 * ovnet_bucket_take() - may one more pass?
 * @bucket: of whoever is limited
 * @rate: how many a second, also the most at once; 0: no limit
 * @now: jiffies
 *
 * Context: any; takes the bucket's lock with bottom halves off.
 * Return: true if it may.
 */
bool ovnet_bucket_take(struct ovnet_bucket *bucket, u32 rate,
		       unsigned long now)
{
	unsigned long elapsed;
	bool ok = false;
	u64 fill;

	if (!rate)
		return true;

	spin_lock_bh(&bucket->lock);
	/* Another CPU may have looked at the clock later than we did. */
	elapsed = time_after(now, bucket->stamp) ?
		  min_t(unsigned long, now - bucket->stamp, HZ) : 0;
	fill = div_u64((u64)elapsed * rate, HZ);
	if (fill) {
		/* What does not make a whole token stays in the stamp. */
		bucket->tokens = min_t(u64, bucket->tokens + fill, rate);
		bucket->stamp = elapsed == HZ ? now :
			bucket->stamp + (unsigned long)div_u64(fill * HZ, rate);
	}
	if (bucket->tokens) {
		bucket->tokens--;
		ok = true;
	}
	spin_unlock_bh(&bucket->lock);
	return ok;
}
