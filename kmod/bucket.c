// SPDX-License-Identifier: GPL-2.0
/* Token buckets: what floods, and what we answer, is limited by the second. */
#include <linux/jiffies.h>
#include <linux/kernel.h>

#include "bucket.h"

/**
 * ovnet_bucket_init() - make a bucket; the first take fills it
 * @bucket: to be initialised
 */
void ovnet_bucket_init(struct ovnet_bucket *bucket)
{
	spin_lock_init(&bucket->lock);
	bucket->stamp = jiffies - HZ;
	bucket->level = 0;
}

/* What may pass by now. */
static u64 ovnet_bucket_level(const struct ovnet_bucket *bucket, u32 rate,
			      unsigned long now)
{
	unsigned long elapsed = 0;

	/* Another CPU may have looked at the clock later than we did. */
	if (time_after(now, bucket->stamp))
		elapsed = min_t(unsigned long, now - bucket->stamp, HZ);
	return min(bucket->level + (u64)elapsed * rate, (u64)rate * HZ);
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
	bool ok = false;

	if (!rate)
		return true;

	spin_lock_bh(&bucket->lock);
	bucket->level = ovnet_bucket_level(bucket, rate, now);
	if (time_after(now, bucket->stamp))
		bucket->stamp = now;
	if (bucket->level >= HZ) {
		bucket->level -= HZ;
		ok = true;
	}
	spin_unlock_bh(&bucket->lock);
	return ok;
}

/**
 * ovnet_bucket_has() - might one more pass?
 * @bucket: of whoever is limited
 * @rate: how many a second, also the most at once; 0: no limit
 * @now: jiffies
 *
 * Context: any; takes the bucket's lock with bottom halves off.
 * Return: true if it might; nothing is taken.
 */
bool ovnet_bucket_has(struct ovnet_bucket *bucket, u32 rate,
		      unsigned long now)
{
	bool ok;

	if (!rate)
		return true;

	spin_lock_bh(&bucket->lock);
	ok = ovnet_bucket_level(bucket, rate, now) >= HZ;
	spin_unlock_bh(&bucket->lock);
	return ok;
}
