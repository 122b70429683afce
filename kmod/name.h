/* SPDX-License-Identifier: GPL-2.0 */
/* Names as keys of a table: as long as they are, not as the field is. */
#ifndef OVNET_NAME_H
#define OVNET_NAME_H

#include <linux/compiler.h>
#include <linux/jhash.h>
#include <linux/rhashtable.h>
#include <linux/string.h>

static inline u32 ovnet_name_hash(const void *name, u32 len, u32 seed)
{
	/*
	 * Inlined where an object goes in, this is counted back from its
	 * rhash_head, outside of which the compiler knows of no bytes: a
	 * fortified strlen() would panic.
	 */
	OPTIMIZER_HIDE_VAR(name);
	return jhash(name, strlen(name), seed);
}

/* As rhashtable wants it: 0 if it is the one. */
static inline int ovnet_name_differs(struct rhashtable_compare_arg *arg,
				     const void *object)
{
	return strcmp(arg->key, object + arg->ht->p.key_offset);
}

#endif /* OVNET_NAME_H */
