// SPDX-License-Identifier: GPL-2.0
/* Longest prefix match: all prefixes of a set, in their order. */
#include "lpm_node.h"

/*
 * In a node entries and children are in order of the way on which they begin,
 * then of their bits; a child has more than any entry.
 */
#define OVNET_LPM_CHILD		(OVNET_LPM_STRIDE + 1)

struct ovnet_lpm_cursor {
	struct ovnet_lpm_node *node;
	int way;
	int bits;
};

static void *ovnet_lpm_under(const struct ovnet_lpm_cursor *at)
{
	void __rcu **slot;

	if (at->bits == OVNET_LPM_CHILD) {
		slot = ovnet_lpm_child_slot(at->node, at->way);
		return slot ? ovnet_lpm_deref(*slot) : NULL;
	}
	if (at->way & (OVNET_LPM_WAYS - 1) >> at->bits)
		return NULL;	/* begins on another way */
	slot = ovnet_lpm_prefix_slot(at->node, at->way, at->bits);
	return slot ? ovnet_lpm_deref(slot[at->node->n_entries]) : NULL;
}

/* To the next place in the node that has something; what it has, or NULL. */
static void *ovnet_lpm_advance(struct ovnet_lpm_cursor *at)
{
	u64 ways = at->node->child | at->node->exact;
	void *found;

	for (;;) {
		if (++at->bits > OVNET_LPM_CHILD) {
			at->bits = 0;
			if (++at->way == OVNET_LPM_WAYS)
				return NULL;
			if (!at->node->shorter) {
				ways &= ~0ULL << at->way;
				if (!ways)
					return NULL;
				at->way = __ffs64(ways);
			}
		}
		found = ovnet_lpm_under(at);
		if (found)
			return found;
	}
}

/* Before the first place of a node. */
static struct ovnet_lpm_cursor ovnet_lpm_start(struct ovnet_lpm_node *node)
{
	return (struct ovnet_lpm_cursor){ node, 0, -1 };
}

/* Is all that is in a node, and behind it, before a prefix? */
static bool ovnet_lpm_before(const struct ovnet_lpm_node *node,
			     const struct ovnet_lpm_key *key)
{
	u64 hi = key->hi & ovnet_lpm_mask_hi(node->pos);
	u64 lo = key->lo & ovnet_lpm_mask_lo(node->pos);

	return node->hi < hi || (node->hi == hi && node->lo < lo);
}

/**
 * ovnet_lpm_next() - the prefixes of a set in order: by address, then length
 * @lpm: the set
 * @after: need not be in it; NULL: from the first
 *
 * Context: RCU, or no writer.
 * Return: the first behind @after, or NULL.
 */
struct ovnet_lpm_entry *ovnet_lpm_next(const struct ovnet_lpm *lpm,
				       const struct ovnet_lpm_entry *after)
{
	struct ovnet_lpm_cursor stack[OVNET_LPM_DEPTH + 1];
	struct ovnet_lpm_node *node = ovnet_lpm_deref(lpm->root);
	unsigned int depth = 0, pos;
	struct ovnet_lpm_key key;
	void *found;

	if (!node)
		return NULL;
	stack[0] = ovnet_lpm_start(node);
	if (after) {
		ovnet_lpm_key_init(&key, after->addr);
		pos = ovnet_lpm_pos(after->len);
		while (node->pos <= pos &&
		       ovnet_lpm_leads_to(node, key.hi, key.lo)) {
			stack[depth].way = ovnet_lpm_way(key.bytes, node->pos);
			stack[depth].bits = OVNET_LPM_CHILD;
			if (node->pos == pos) {
				stack[depth].bits = after->len - pos;
				break;
			}
			node = ovnet_lpm_under(&stack[depth]);
			if (!node)
				break;
			stack[++depth] = ovnet_lpm_start(node);
		}
		if (node && ovnet_lpm_before(node, &key)) {
			if (!depth)
				return NULL;
			depth--;
		}
	}

	for (;;) {
		found = ovnet_lpm_advance(&stack[depth]);
		if (!found) {
			if (!depth)
				return NULL;
			depth--;
		} else if (stack[depth].bits == OVNET_LPM_CHILD) {
			stack[++depth] = ovnet_lpm_start(found);
		} else {
			return found;
		}
	}
}
