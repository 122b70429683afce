/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_FDB_TABLE_H
#define OVNET_FDB_TABLE_H

#include <linux/spinlock.h>
#include <linux/types.h>

struct ovnet_dst;
struct ovnet_fdb_directory;
struct ovnet_fdb_row;

#define OVNET_FDB_DEPTH_MAX	16	/* bits of a hash that lead to a segment */

/**
 * struct ovnet_fdb_table - rows by their keys; see fdb_table.c
 * @lock: that it is changed under
 * @directory: RCU, changed under @lock
 * @last_id: of a segment; @lock
 * @n_segments: by their depth; @lock
 * @starved: no memory was found at once for a directory of this depth, or 0;
 *	     @lock
 */
struct ovnet_fdb_table {
	spinlock_t *lock;
	struct ovnet_fdb_directory __rcu *directory;
	u64 last_id;
	u32 n_segments[OVNET_FDB_DEPTH_MAX + 1];
	u32 starved;
};

/**
 * struct ovnet_fdb_cursor - where a walk through a table is
 * @at: hash that it goes on with; beyond U32_MAX: it is at the end
 * @id: of the segment that it is in the midst of; 0: of none
 * @slot: that is next there
 */
struct ovnet_fdb_cursor {
	u64 at;
	u64 id;
	u32 slot;
};

int ovnet_fdb_table_init(struct ovnet_fdb_table *table, spinlock_t *lock);
void ovnet_fdb_table_exit(struct ovnet_fdb_table *table);
int ovnet_fdb_table_insert(struct ovnet_fdb_table *table,
			   struct ovnet_fdb_row *row, struct ovnet_dst *dst);
void ovnet_fdb_table_point(struct ovnet_fdb_table *table,
			   const struct ovnet_fdb_row *row,
			   struct ovnet_dst *dst);
void ovnet_fdb_table_remove(struct ovnet_fdb_table *table,
			    const struct ovnet_fdb_row *row);
void ovnet_fdb_table_feed(struct ovnet_fdb_table *table);
struct ovnet_fdb_row *ovnet_fdb_table_next(const struct ovnet_fdb_table *table,
					   struct ovnet_fdb_cursor *cursor);

#endif /* OVNET_FDB_TABLE_H */
