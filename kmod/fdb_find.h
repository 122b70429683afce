/* SPDX-License-Identifier: GPL-2.0 */
/* What is in the FDB's table, and how a row is found there; see fdb_table.c. */
#ifndef OVNET_FDB_FIND_H
#define OVNET_FDB_FIND_H

#include <linux/jiffies.h>
#include <linux/log2.h>
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
 * @used: slots whose rows know that they were used since @moment began; any
 *	  packet's, which may lose what another writes
 * @moment: ovnet_fdb_moment() of @used; any packet's
 * @slots: a row, NULL if it has gone; and where it points
 *
 * Filled from the first slot to the last. A slot's key is written once, so that
 * what is read with it is its own.
 *
 * All else is changed under the table's lock, and all is read under RCU.
 */
struct ovnet_fdb_bucket {
	u64 keys[OVNET_FDB_SLOTS];
	u8 networks[OVNET_FDB_SLOTS];
	u8 used;
	u16 moment;
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

/*
 * The lowest hashes are a third more frequent than the mean, the highest a fifth
 * rarer: else all segments would have as many rows as each other, be full at the
 * same time, and be half empty at the same time when all have been replaced by two.
 */
static __always_inline u32 ovnet_fdb_hash(u64 key, u8 network)
{
	/* Of 29 bits, for an addition that is one instruction. */
	u64 even = ovnet_flow_mix(ovnet_flow_mix(0, key), network) >> 35;

	return even * (even + (3U << 29)) >> 28;
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

bool ovnet_fdb_table_search(const struct ovnet_fdb_table *table, u32 network,
			    const u8 *mac, struct ovnet_fdb_found *found);

/* @i, if that slot has the key; or else @slot. */
static __always_inline u32 ovnet_fdb_slot_or(const u64 *keys, u32 i, u64 key,
					     u32 slot)
{
	slot = READ_ONCE(keys[i]) == key ? i : slot;
	OPTIMIZER_HIDE_VAR(slot);
	return slot;
}

/*
 * Which slot has a key, if one has: the last, for what was there before has gone.
 * Without a branch, which would be guessed wrong as often as not, and be found out
 * when memory has answered.
 */
static __always_inline u32 ovnet_fdb_slot_of(const u64 *keys, u64 key)
{
	u32 slot = 0;

	static_assert(OVNET_FDB_SLOTS == 5);
	slot = ovnet_fdb_slot_or(keys, 1, key, slot);
	slot = ovnet_fdb_slot_or(keys, 2, key, slot);
	slot = ovnet_fdb_slot_or(keys, 3, key, slot);
	return ovnet_fdb_slot_or(keys, 4, key, slot);
}

/**
 * ovnet_fdb_table_find() - the row of a MAC
 * @table: where
 * @network: id, of 24 bits
 * @mac: of it, not zero
 * @found: result, if there is one
 *
 * Memory is waited for once, if the row is where most are; the row itself is not
 * read.
 *
 * Context: RCU, or the table's lock.
 * Return: whether there is one.
 */
static __always_inline bool
ovnet_fdb_table_find(const struct ovnet_fdb_table *table, u32 network,
		     const u8 *mac, struct ovnet_fdb_found *found)
{
	u64 key = ovnet_fdb_key(network, mac);
	u32 hash = ovnet_fdb_hash(key, network >> 16);
	struct ovnet_fdb_found other;

	found->bucket =
		&ovnet_fdb_segment(table, hash)->buckets[ovnet_fdb_home(hash)];
	found->slot = ovnet_fdb_slot_of(found->bucket->keys, key);
	found->row =
		rcu_dereference_check(found->bucket->slots[found->slot].row,
				      lockdep_is_held(table->lock));
	/* Pairs with ovnet_fdb_table_fill(). */
	smp_rmb();
	if (unlikely(!found->row ||
		     READ_ONCE(found->bucket->keys[found->slot]) != key ||
		     found->bucket->networks[found->slot] != network >> 16)) {
		if (!ovnet_fdb_table_search(table, network, mac, &other))
			return false;
		*found = other;
		return true;
	}
	found->dst =
		rcu_dereference_check(found->bucket->slots[found->slot].dst,
				      lockdep_is_held(table->lock));
	return true;
}

void ovnet_fdb_table_note(struct ovnet_fdb_found *found, u16 moment);

/* A second or a little more, as exact as a row's last use is told. */
static __always_inline u16 ovnet_fdb_moment(void)
{
	return jiffies >> order_base_2(HZ);
}

/**
 * ovnet_fdb_table_use() - a frame is sent to where a row points
 * @found: the row
 *
 * It is told once a moment: to look at it each time would be to wait for it.
 *
 * Context: RCU.
 */
static __always_inline void ovnet_fdb_table_use(struct ovnet_fdb_found *found)
{
	u16 moment = ovnet_fdb_moment();

	if (unlikely(!(READ_ONCE(found->bucket->used) & BIT(found->slot)) ||
		     READ_ONCE(found->bucket->moment) != moment))
		ovnet_fdb_table_note(found, moment);
}

#endif /* OVNET_FDB_FIND_H */
