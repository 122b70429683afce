/* SPDX-License-Identifier: GPL-2.0 */
/* What is in the FDB's table, and how a row is found there; see fdb_table.c. */
#ifndef OVNET_FDB_FIND_H
#define OVNET_FDB_FIND_H

#include <linux/prefetch.h>
#include <linux/rcupdate.h>
#include <linux/unaligned.h>

#include "fdb.h"
#include "fdb_table.h"
#include "flow.h"

#define OVNET_FDB_SLOTS		5	/* of a bucket */
#define OVNET_FDB_BUCKETS	31	/* of a segment, which is a page of 4 KB */

/**
 * struct ovnet_fdb_bucket - two lines of memory with rows, and where they point
 * @keys: MAC, and the last 16 bits of the network; 0: there was never a row here
 * @networks: the first 8 bits of the network
 * @slots: a row, NULL if it has gone; and where it points
 *
 * Filled from the first slot to the last. A slot's key is written once, so that
 * what is read with it is its own.
 *
 * All is changed under the table's lock, and read under RCU.
 */
struct ovnet_fdb_bucket {
	u64 keys[OVNET_FDB_SLOTS];
	u8 networks[OVNET_FDB_SLOTS];
	struct {
		struct ovnet_fdb_row __rcu *row;
		struct ovnet_dst __rcu *dst;
	} slots[OVNET_FDB_SLOTS];
} __aligned(128);

/**
 * struct ovnet_fdb_segment - rows whose hashes begin with the same bits
 * @rcu: found under RCU, once it is in no directory
 * @id: no other has had it; fixed
 * @first: the least hash that belongs here; fixed
 * @depth: how many bits are the same; fixed
 * @n: rows; the table's lock
 * @used: slots that have, or have had, a row; the table's lock
 * @buckets: where their other bits lead to
 */
struct ovnet_fdb_segment {
	struct rcu_head rcu;
	u64 id;
	u32 first;
	u32 depth;
	u32 n;
	u32 used;
	struct ovnet_fdb_bucket buckets[OVNET_FDB_BUCKETS];
};

/**
 * struct ovnet_fdb_directory - which segment a hash leads to
 * @rcu: found under RCU
 * @depth: how many bits lead there; fixed
 * @segments: those with fewer bits more than once; changed under the table's
 *	      lock
 */
struct ovnet_fdb_directory {
	struct rcu_head rcu;
	u32 depth;
	struct ovnet_fdb_segment __rcu *segments[];
};

/* What a slot has of a MAC and a network; the rest is network >> 16. */
static __always_inline u64 ovnet_fdb_key(u32 network, const u8 *mac)
{
	return get_unaligned((const u32 *)mac) |
	       (u64)get_unaligned((const u16 *)(mac + 4)) << 32 |
	       (u64)network << 48;
}

static __always_inline u32 ovnet_fdb_hash(u64 key, u8 network)
{
	return ovnet_flow_mix(ovnet_flow_mix(0, key), network) >> 32;
}

/* Which of a directory's segments: by the first bits. */
static __always_inline u32
ovnet_fdb_index(const struct ovnet_fdb_directory *directory, u32 hash)
{
	return (u64)hash << directory->depth >> 32;
}

static __always_inline struct ovnet_fdb_segment *
ovnet_fdb_segment(const struct ovnet_fdb_table *table, u32 hash)
{
	const struct ovnet_fdb_directory *directory =
		rcu_dereference_check(table->directory,
				      lockdep_is_held(table->lock));

	return rcu_dereference_check(directory->segments[ovnet_fdb_index(directory,
									 hash)],
				     lockdep_is_held(table->lock));
}

/* Which of a segment's buckets: by bits that no directory looks at. */
static __always_inline u32 ovnet_fdb_home(u32 hash)
{
	return (hash & U16_MAX) * OVNET_FDB_BUCKETS >> 16;
}

static __always_inline u32 ovnet_fdb_further(u32 bucket)
{
	return bucket + 1 < OVNET_FDB_BUCKETS ? bucket + 1 : 0;
}

/**
 * ovnet_fdb_table_ahead() - a row will be looked up in a moment
 * @table: where
 * @network: id
 * @mac: of it
 *
 * Context: RCU.
 */
static __always_inline void
ovnet_fdb_table_ahead(const struct ovnet_fdb_table *table, u32 network,
		      const u8 *mac)
{
	u32 hash = ovnet_fdb_hash(ovnet_fdb_key(network, mac), network >> 16);
	const struct ovnet_fdb_bucket *bucket =
		&ovnet_fdb_segment(table, hash)->buckets[ovnet_fdb_home(hash)];

	prefetch(bucket);
	prefetch(&bucket->slots[1]);
}

/**
 * ovnet_fdb_table_find() - the row of a MAC
 * @table: where
 * @network: id, of 24 bits
 * @mac: of it, not zero
 * @dst: result, if there is one: where it points
 *
 * Memory is waited for once: the row itself is not read.
 *
 * Context: RCU, or the table's lock.
 * Return: it, or NULL.
 */
static __always_inline struct ovnet_fdb_row *
ovnet_fdb_table_find(const struct ovnet_fdb_table *table, u32 network,
		     const u8 *mac, struct ovnet_dst **dst)
{
	u64 key = ovnet_fdb_key(network, mac), is;
	u32 hash = ovnet_fdb_hash(key, network >> 16);
	const struct ovnet_fdb_segment *segment = ovnet_fdb_segment(table, hash);
	u32 at = ovnet_fdb_home(hash), n, i;
	const struct ovnet_fdb_bucket *bucket;
	struct ovnet_fdb_row *row;
	const u64 *slot;

	for (n = 0; n < OVNET_FDB_BUCKETS; n++, at = ovnet_fdb_further(at)) {
		bucket = &segment->buckets[at];
		for (slot = bucket->keys;
		     slot < bucket->keys + OVNET_FDB_SLOTS; slot++) {
			is = READ_ONCE(*slot);
			if (!is)
				return NULL;
			if (is != key)
				continue;
			i = slot - bucket->keys;
			row = rcu_dereference_check(bucket->slots[i].row,
						    lockdep_is_held(table->lock));
			/* It has gone; it may have come again, further on. */
			if (unlikely(!row))
				continue;
			/* Pairs with ovnet_fdb_table_fill(). */
			smp_rmb();
			if (bucket->networks[i] != network >> 16)
				continue;
			/* Where it is read in halves. */
			if (BITS_PER_LONG < 64 && READ_ONCE(*slot) != key)
				continue;
			*dst = rcu_dereference_check(bucket->slots[i].dst,
						     lockdep_is_held(table->lock));
			return row;
		}
	}
	return NULL;
}

#endif /* OVNET_FDB_FIND_H */
