// SPDX-License-Identifier: GPL-2.0
/*
 * The FDB's table: extendible hashing. The first bits of a hash lead through a
 * directory to a segment, a page of buckets; in a bucket there is all that a packet
 * asks for, so that it waits for memory once, and not for the row.
 *
 * A segment whose slots have nearly all been used is replaced: by two, or by one
 * if many of its rows have gone; and two that are nearly empty are replaced by
 * one. So no change moves more than a page of rows, and no more is ever asked of
 * the allocator at once; but for the directory, 8 bytes to a segment, which is
 * copied when it is too small or too large. In a segment nothing moves, and no slot
 * is used again: readers need not look twice. They may have the one that is
 * replaced: it is as it was, and goes after them.
 *
 * Hashes are not spread evenly over the segments, on purpose, as in spiral storage
 * (G. N. N. Martin, 1979): so at any time some are full and others have just been
 * replaced, and a row costs the same at any number of rows.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "fdb_find.h"

#define OVNET_FDB_ROOM	(OVNET_FDB_BUCKETS * OVNET_FDB_SLOTS)
#define OVNET_FDB_FULL	132	/* slots used of that; then it is replaced */
#define OVNET_FDB_MANY	88	/* rows then; by two */
#define OVNET_FDB_FEW	50	/* rows in two; they are replaced by one */

static_assert(sizeof(struct ovnet_fdb_bucket) == 128);
static_assert(sizeof(struct ovnet_fdb_segment) <= 4096);

static u32 ovnet_fdb_table_hash(const struct ovnet_fdb_row *row)
{
	return ovnet_fdb_hash(ovnet_fdb_key(row->key.network, row->key.mac),
			      row->key.network >> 16);
}

static struct ovnet_fdb_directory *
ovnet_fdb_table_directory(const struct ovnet_fdb_table *table)
{
	return rcu_dereference_protected(table->directory,
					 lockdep_is_held(table->lock));
}

static struct ovnet_fdb_row *
ovnet_fdb_table_row(const struct ovnet_fdb_table *table,
		    const struct ovnet_fdb_bucket *bucket, u32 slot)
{
	return rcu_dereference_protected(bucket->slots[slot].row,
					 lockdep_is_held(table->lock));
}

static struct ovnet_fdb_segment *
ovnet_fdb_table_alloc(struct ovnet_fdb_table *table, u32 first, u32 depth,
		      gfp_t gfp)
{
	struct ovnet_fdb_segment *segment = kzalloc(sizeof(*segment), gfp);

	if (!segment)
		return NULL;
	segment->id = ++table->last_id;
	segment->first = first;
	segment->depth = depth;
	return segment;
}

/* A slot of @segment gets its row. */
static void ovnet_fdb_table_fill(struct ovnet_fdb_segment *segment,
				 struct ovnet_fdb_bucket *bucket, u32 slot,
				 struct ovnet_fdb_row *row,
				 struct ovnet_dst *dst, u64 key, u8 network)
{
	WRITE_ONCE(bucket->keys[slot], key);
	bucket->networks[slot] = network;
	rcu_assign_pointer(bucket->slots[slot].dst, dst);
	/* Who finds this finds the rest. */
	rcu_assign_pointer(bucket->slots[slot].row, row);
	segment->n++;
	segment->used++;
}

/* There is room in @segment. */
static void ovnet_fdb_table_place(struct ovnet_fdb_segment *segment,
				  struct ovnet_fdb_row *row,
				  struct ovnet_dst *dst, u64 key, u8 network)
{
	u32 at = ovnet_fdb_home(ovnet_fdb_hash(key, network)), slot;
	struct ovnet_fdb_bucket *bucket;

	for (;; at = ovnet_fdb_further(at)) {
		bucket = &segment->buckets[at];
		for (slot = 0; slot < OVNET_FDB_SLOTS; slot++)
			if (!bucket->keys[slot]) {
				ovnet_fdb_table_fill(segment, bucket, slot, row,
						     dst, key, network);
				return;
			}
	}
}

/* All rows of @from are placed also in @low, or in @high if they belong there. */
static void ovnet_fdb_table_copy(const struct ovnet_fdb_table *table,
				 const struct ovnet_fdb_segment *from,
				 struct ovnet_fdb_segment *low,
				 struct ovnet_fdb_segment *high)
{
	const struct ovnet_fdb_bucket *bucket;
	struct ovnet_fdb_row *row;
	struct ovnet_dst *dst;
	u8 network;
	u32 slot;
	u64 key;

	for (bucket = from->buckets;
	     bucket < from->buckets + OVNET_FDB_BUCKETS; bucket++)
		for (slot = 0; slot < OVNET_FDB_SLOTS; slot++) {
			row = ovnet_fdb_table_row(table, bucket, slot);
			if (!row)
				continue;
			dst = rcu_dereference_protected(bucket->slots[slot].dst,
							lockdep_is_held(table->lock));
			key = bucket->keys[slot];
			network = bucket->networks[slot];
			ovnet_fdb_table_place(ovnet_fdb_hash(key, network) <
					      high->first ? low : high,
					      row, dst, key, network);
		}
}

/* Hashes that are its own lead to a segment from now on. */
static void ovnet_fdb_table_publish(struct ovnet_fdb_table *table,
				    struct ovnet_fdb_segment *segment)
{
	struct ovnet_fdb_directory *directory = ovnet_fdb_table_directory(table);
	u32 index = ovnet_fdb_index(directory, segment->first);
	u32 n = 1U << (directory->depth - segment->depth);

	table->n_segments[segment->depth]++;
	while (n--)
		rcu_assign_pointer(directory->segments[index + n], segment);
}

static void ovnet_fdb_table_retire(struct ovnet_fdb_table *table,
				   struct ovnet_fdb_segment *segment)
{
	table->n_segments[segment->depth]--;
	kfree_rcu(segment, rcu);
}

static size_t ovnet_fdb_table_size(u32 depth)
{
	const struct ovnet_fdb_directory *directory;

	return struct_size(directory, segments, 1U << depth);
}

/* @to takes the place of the directory. */
static void ovnet_fdb_table_adopt(struct ovnet_fdb_table *table,
				  struct ovnet_fdb_directory *to, u32 depth)
{
	struct ovnet_fdb_directory *from = ovnet_fdb_table_directory(table);
	struct ovnet_fdb_segment *segment;
	u32 i;

	to->depth = depth;
	for (i = 0; i < 1U << depth; i++) {
		segment = ovnet_fdb_segment(table, (u64)i << 32 >> depth);
		RCU_INIT_POINTER(to->segments[i], segment);
	}
	rcu_assign_pointer(table->directory, to);
	kvfree_rcu(from, rcu);
}

/* Return: false: there is no memory for it now. */
static bool ovnet_fdb_table_resize(struct ovnet_fdb_table *table, u32 depth)
{
	struct ovnet_fdb_directory *to =
		kmalloc(ovnet_fdb_table_size(depth), GFP_ATOMIC | __GFP_NOWARN);

	if (!to)
		return false;
	ovnet_fdb_table_adopt(table, to, depth);
	return true;
}

/* Return: whether @segment has been replaced by two. */
static bool ovnet_fdb_table_split(struct ovnet_fdb_table *table,
				  struct ovnet_fdb_segment *segment)
{
	u32 depth = segment->depth + 1;
	struct ovnet_fdb_segment *low, *high;

	if (depth > OVNET_FDB_DEPTH_MAX)
		return false;
	if (depth > ovnet_fdb_table_directory(table)->depth &&
	    !ovnet_fdb_table_resize(table, depth)) {
		WRITE_ONCE(table->starved, depth);
		return false;
	}
	low = ovnet_fdb_table_alloc(table, segment->first, depth,
				    GFP_ATOMIC | __GFP_NOWARN);
	high = ovnet_fdb_table_alloc(table, segment->first | BIT(32 - depth),
				     depth, GFP_ATOMIC | __GFP_NOWARN);
	if (!low || !high) {
		kfree(low);
		kfree(high);
		return false;
	}
	ovnet_fdb_table_copy(table, segment, low, high);
	ovnet_fdb_table_publish(table, low);
	ovnet_fdb_table_publish(table, high);
	ovnet_fdb_table_retire(table, segment);
	return true;
}

/* Return: whether @segment has been replaced by one like it. */
static bool ovnet_fdb_table_renew(struct ovnet_fdb_table *table,
				  struct ovnet_fdb_segment *segment)
{
	struct ovnet_fdb_segment *fresh;

	fresh = ovnet_fdb_table_alloc(table, segment->first, segment->depth,
				      GFP_ATOMIC | __GFP_NOWARN);
	if (!fresh)
		return false;
	ovnet_fdb_table_copy(table, segment, fresh, fresh);
	ovnet_fdb_table_publish(table, fresh);
	ovnet_fdb_table_retire(table, segment);
	return true;
}

/* Return: whether @segment has been replaced by what has more room. */
static bool ovnet_fdb_table_replace(struct ovnet_fdb_table *table,
				    struct ovnet_fdb_segment *segment)
{
	if (segment->n > OVNET_FDB_MANY &&
	    ovnet_fdb_table_split(table, segment))
		return true;
	return segment->n < OVNET_FDB_FULL &&
	       ovnet_fdb_table_renew(table, segment);
}

/* Return: what has replaced @segment and its twin; NULL: nothing. */
static struct ovnet_fdb_segment *
ovnet_fdb_table_merge(struct ovnet_fdb_table *table,
		      struct ovnet_fdb_segment *segment)
{
	struct ovnet_fdb_segment *twin, *both;
	u32 bit;

	if (!segment->depth)
		return NULL;
	bit = BIT(32 - segment->depth);
	twin = ovnet_fdb_segment(table, segment->first ^ bit);
	if (twin->depth != segment->depth ||
	    twin->n + segment->n > OVNET_FDB_FEW)
		return NULL;
	both = ovnet_fdb_table_alloc(table, segment->first & ~bit,
				     segment->depth - 1,
				     GFP_ATOMIC | __GFP_NOWARN);
	if (!both)
		return NULL;
	ovnet_fdb_table_copy(table, segment, both, both);
	ovnet_fdb_table_copy(table, twin, both, both);
	ovnet_fdb_table_publish(table, both);
	ovnet_fdb_table_retire(table, segment);
	ovnet_fdb_table_retire(table, twin);
	return both;
}

/**
 * ovnet_fdb_table_init() - an empty table
 * @table: result
 * @lock: that it will be changed under, taken from softirq
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_fdb_table_init(struct ovnet_fdb_table *table, spinlock_t *lock)
{
	struct ovnet_fdb_directory *directory;
	struct ovnet_fdb_segment *segment;

	*table = (struct ovnet_fdb_table) { .lock = lock };
	directory = kzalloc(ovnet_fdb_table_size(0), GFP_KERNEL);
	segment = ovnet_fdb_table_alloc(table, 0, 0, GFP_KERNEL);
	if (!directory || !segment) {
		kfree(directory);
		kfree(segment);
		return -ENOMEM;
	}
	table->n_segments[0] = 1;
	RCU_INIT_POINTER(directory->segments[0], segment);
	RCU_INIT_POINTER(table->directory, directory);
	return 0;
}

/**
 * ovnet_fdb_table_exit() - undo ovnet_fdb_table_init(); nobody uses it any more
 * @table: it has no rows
 */
void ovnet_fdb_table_exit(struct ovnet_fdb_table *table)
{
	struct ovnet_fdb_directory *directory =
		rcu_dereference_protected(table->directory, true);
	struct ovnet_fdb_segment *segment;
	u64 at = 0;

	/* Mostly one; those that could not be merged are there as well. */
	while (at <= U32_MAX) {
		segment = rcu_dereference_protected(directory->segments[ovnet_fdb_index(directory,
											at)],
						    true);
		at += BIT_ULL(32 - segment->depth);
		kfree(segment);
	}
	kvfree(directory);
}

/**
 * ovnet_fdb_table_insert() - a row comes
 * @table: where; its lock is held
 * @row: its key has none there
 * @dst: where it points
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_fdb_table_insert(struct ovnet_fdb_table *table,
			   struct ovnet_fdb_row *row, struct ovnet_dst *dst)
{
	u32 hash = ovnet_fdb_table_hash(row);
	struct ovnet_fdb_segment *segment;

	lockdep_assert_held(table->lock);
	segment = ovnet_fdb_segment(table, hash);
	while (segment->used >= OVNET_FDB_FULL &&
	       ovnet_fdb_table_replace(table, segment))
		segment = ovnet_fdb_segment(table, hash);
	/* Where it could not be replaced there is a little more room. */
	if (segment->used == OVNET_FDB_ROOM)
		return -ENOMEM;
	ovnet_fdb_table_place(segment, row, dst,
			      ovnet_fdb_key(row->key.network, row->key.mac),
			      row->key.network >> 16);
	return 0;
}

/**
 * ovnet_fdb_table_search() - ovnet_fdb_table_find(), wherever the row is
 * @table: where
 * @network: id, of 24 bits
 * @mac: of it, not zero
 * @found: result, if there is one
 *
 * Context: RCU, or the table's lock.
 * Return: whether there is one.
 */
bool ovnet_fdb_table_search(const struct ovnet_fdb_table *table, u32 network,
			    const u8 *mac, struct ovnet_fdb_found *found)
{
	u64 key = ovnet_fdb_key(network, mac), is;
	u32 hash = ovnet_fdb_hash(key, network >> 16);
	struct ovnet_fdb_segment *segment = ovnet_fdb_segment(table, hash);
	u32 at = ovnet_fdb_home(hash), n, slot;
	struct ovnet_fdb_bucket *bucket;
	struct ovnet_fdb_row *row;

	for (n = 0; n < OVNET_FDB_BUCKETS; n++, at = ovnet_fdb_further(at)) {
		bucket = &segment->buckets[at];
		for (slot = 0; slot < OVNET_FDB_SLOTS; slot++) {
			is = READ_ONCE(bucket->keys[slot]);
			if (!is)
				return false;
			if (is != key)
				continue;
			row = rcu_dereference_check(bucket->slots[slot].row,
						    lockdep_is_held(table->lock));
			/* It has gone; it may have come again, further on. */
			if (!row)
				continue;
			/* Pairs with ovnet_fdb_table_fill(). */
			smp_rmb();
			/* Also of what was read in halves. */
			if (READ_ONCE(bucket->keys[slot]) != key ||
			    bucket->networks[slot] != network >> 16)
				continue;
			found->bucket = bucket;
			found->slot = slot;
			found->row = row;
			found->dst = rcu_dereference_check(bucket->slots[slot].dst,
							   lockdep_is_held(table->lock));
			return true;
		}
	}
	return false;
}

/**
 * ovnet_fdb_table_note() - ovnet_fdb_table_use(), for the first time in a moment
 * @found: the row
 * @moment: which
 *
 * Context: RCU.
 */
void ovnet_fdb_table_note(struct ovnet_fdb_found *found, u16 moment)
{
	struct ovnet_fdb_bucket *bucket = found->bucket;
	u8 used = 0;

	WRITE_ONCE(found->row->used, ovnet_stamp(jiffies));
	if (READ_ONCE(bucket->moment) == moment)
		used = READ_ONCE(bucket->used);
	else
		WRITE_ONCE(bucket->moment, moment);
	WRITE_ONCE(bucket->used, used | BIT(found->slot));
}

/* The slot of a row that is there; NULL: it is not, which is a bug. */
static struct ovnet_fdb_bucket *
ovnet_fdb_table_slot(const struct ovnet_fdb_table *table,
		     const struct ovnet_fdb_row *row, u32 *slot)
{
	u32 hash = ovnet_fdb_table_hash(row), at = ovnet_fdb_home(hash), n;
	struct ovnet_fdb_segment *segment = ovnet_fdb_segment(table, hash);
	struct ovnet_fdb_bucket *bucket;

	for (n = 0; n < OVNET_FDB_BUCKETS; n++, at = ovnet_fdb_further(at)) {
		bucket = &segment->buckets[at];
		for (*slot = 0; *slot < OVNET_FDB_SLOTS; ++*slot)
			if (ovnet_fdb_table_row(table, bucket, *slot) == row)
				return bucket;
	}
	WARN_ON_ONCE(1);
	return NULL;
}

/**
 * ovnet_fdb_table_point() - a row points elsewhere
 * @table: where; its lock is held
 * @row: is there
 * @dst: where it points now
 */
void ovnet_fdb_table_point(struct ovnet_fdb_table *table,
			   const struct ovnet_fdb_row *row,
			   struct ovnet_dst *dst)
{
	struct ovnet_fdb_bucket *bucket;
	u32 slot;

	lockdep_assert_held(table->lock);
	bucket = ovnet_fdb_table_slot(table, row, &slot);
	if (bucket)
		rcu_assign_pointer(bucket->slots[slot].dst, dst);
}

/**
 * ovnet_fdb_table_remove() - a row goes
 * @table: where; its lock is held
 * @row: is there; readers may have it still
 */
void ovnet_fdb_table_remove(struct ovnet_fdb_table *table,
			    const struct ovnet_fdb_row *row)
{
	struct ovnet_fdb_segment *segment;
	struct ovnet_fdb_bucket *bucket;
	u32 depth, slot;

	lockdep_assert_held(table->lock);
	segment = ovnet_fdb_segment(table, ovnet_fdb_table_hash(row));
	bucket = ovnet_fdb_table_slot(table, row, &slot);
	if (!bucket)
		return;
	RCU_INIT_POINTER(bucket->slots[slot].row, NULL);
	segment->n--;

	while (segment)
		segment = ovnet_fdb_table_merge(table, segment);
	for (depth = ovnet_fdb_table_directory(table)->depth;
	     depth && !table->n_segments[depth] &&
	     ovnet_fdb_table_resize(table, depth - 1); depth--)
		;
}

/**
 * ovnet_fdb_table_feed() - find memory that was not found at once
 * @table: its lock is not held
 *
 * Of a directory, the one thing that may be large.
 *
 * Context: process.
 */
void ovnet_fdb_table_feed(struct ovnet_fdb_table *table)
{
	u32 depth = READ_ONCE(table->starved);
	struct ovnet_fdb_directory *to;

	if (likely(!depth))
		return;
	to = kvmalloc(ovnet_fdb_table_size(depth), GFP_KERNEL);
	if (!to)
		return;
	spin_lock_bh(table->lock);
	WRITE_ONCE(table->starved, 0);
	if (ovnet_fdb_table_directory(table)->depth < depth) {
		ovnet_fdb_table_adopt(table, to, depth);
		to = NULL;
	}
	spin_unlock_bh(table->lock);
	kvfree(to);
}

/**
 * ovnet_fdb_table_next() - the next row of a walk
 * @table: which
 * @cursor: where it is; all zero: at the beginning
 *
 * Rows that are there all the time are found, wherever others come and go.
 *
 * Context: RCU.
 * Return: it; NULL: that was the last; -EAGAIN: some may come twice.
 */
struct ovnet_fdb_row *ovnet_fdb_table_next(const struct ovnet_fdb_table *table,
					   struct ovnet_fdb_cursor *cursor)
{
	const struct ovnet_fdb_segment *segment;
	const struct ovnet_fdb_bucket *bucket;
	struct ovnet_fdb_row *row;
	u32 slot;

	while (cursor->at <= U32_MAX) {
		segment = ovnet_fdb_segment(table, cursor->at);
		if (segment->id != cursor->id) {
			slot = cursor->slot;
			cursor->id = segment->id;
			cursor->slot = 0;
			if (slot)
				return ERR_PTR(-EAGAIN);
		}
		while (cursor->slot < OVNET_FDB_ROOM) {
			slot = cursor->slot++;
			bucket = &segment->buckets[slot / OVNET_FDB_SLOTS];
			slot %= OVNET_FDB_SLOTS;
			row = rcu_dereference(bucket->slots[slot].row);
			if (row)
				return row;
		}
		cursor->at = segment->first + BIT_ULL(32 - segment->depth);
		cursor->id = 0;
		cursor->slot = 0;
	}
	return NULL;
}
