/* SPDX-License-Identifier: GPL-2.0 */
/* The nodes of longest prefix match, see lpm.c: what is where in them. */
#ifndef OVNET_LPM_NODE_H
#define OVNET_LPM_NODE_H

#include <linux/bitops.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "lpm.h"

#define OVNET_LPM_STRIDE	6
#define OVNET_LPM_WAYS		(1U << OVNET_LPM_STRIDE)
#define OVNET_LPM_BITS		128
#define OVNET_LPM_DEPTH		(OVNET_LPM_BITS / OVNET_LPM_STRIDE + 1)

/* Writers are serialised by who calls them. */
#define ovnet_lpm_deref(p)	rcu_dereference_check(p, 1)

/**
 * struct ovnet_lpm_node - six bits
 * @hi: the first 64 of the bits that lead here, CPU order, zero behind @pos
 * @lo: the others
 * @child: ways that lead on
 * @exact: ways with a prefix of all six bits
 * @shorter: prefixes of L < 6 bits V, as bit 1 << L | V; of 0 bits only at the
 *	     very top
 * @pos: the first of the six bits, a multiple of six
 * @n_children: of @slots, which come first
 * @n_exact: of @slots, which come then
 * @n_entries: of prefixes, exact and shorter
 * @n_removed: of those, how many there are no more; writers
 * @n_cut: the same of children
 * @skips: the bits before @pos may not have been looked at; never cleared
 * @rcu: readers
 * @slots: nodes; what prefixes lead to; in the same order their entries, which
 *	   no packet needs. NULL where one was removed.
 */
struct ovnet_lpm_node {
	u64 hi;
	u64 lo;
	u64 child;
	u64 exact;
	u64 shorter;
	u8 pos;
	u8 n_children;
	u8 n_exact;
	u8 n_entries;
	u8 n_removed;
	u8 n_cut;
	bool skips;
	struct rcu_head rcu;
	void __rcu *slots[];
};

static inline void ovnet_lpm_key_init(struct ovnet_lpm_key *key, const u8 *addr)
{
	memcpy(key->bytes, addr, sizeof(struct in6_addr));
	memset(key->bytes + sizeof(struct in6_addr), 0,
	       sizeof(key->bytes) - sizeof(struct in6_addr));
	key->hi = get_unaligned_be64(addr);
	key->lo = get_unaligned_be64(addr + sizeof(u64));
}

/* The six bits of a key from POS on. */
static inline unsigned int ovnet_lpm_way(const u8 *bytes, unsigned int pos)
{
	u16 pair = get_unaligned_be16(bytes + pos / 8);

	return (pair >> (16 - OVNET_LPM_STRIDE - pos % 8)) &
	       (OVNET_LPM_WAYS - 1);
}

/* Masks of the bits before a position, 0 to 126. */
static inline u64 ovnet_lpm_mask_hi(unsigned int pos)
{
	return pos < 64 ? ~(~0ULL >> pos) : ~0ULL;
}

static inline u64 ovnet_lpm_mask_lo(unsigned int pos)
{
	return pos > 64 ? ~(~0ULL >> (pos - 64)) : 0;
}

/* Is what leads to a node what the key begins with? */
static inline bool ovnet_lpm_leads_to(const struct ovnet_lpm_node *node, u64 hi,
				      u64 lo)
{
	return !((hi ^ node->hi) & ovnet_lpm_mask_hi(node->pos)) &&
	       !((lo ^ node->lo) & ovnet_lpm_mask_lo(node->pos));
}

/* How many of the bits before a way's are set: its place among them. */
static inline unsigned int ovnet_lpm_rank(u64 bitmap, unsigned int bit)
{
	return hweight64(bitmap & (BIT_ULL(bit) - 1));
}

/* The same, of what is not a number but the bit itself. */
static inline unsigned int ovnet_lpm_rank_of(u64 bitmap, u64 bit)
{
	return hweight64(bitmap & (bit - 1));
}

/* Where a prefix is: a node's position, and in it a number of bits and those. */
static inline unsigned int ovnet_lpm_pos(unsigned int len)
{
	return len ? (len - 1) / OVNET_LPM_STRIDE * OVNET_LPM_STRIDE : 0;
}

static inline unsigned int ovnet_lpm_short_bit(unsigned int way,
					       unsigned int bits)
{
	return 1U << bits | way >> (OVNET_LPM_STRIDE - bits);
}

/* Bits of @shorter that are prefixes of a way. */
static inline u64 ovnet_lpm_above(unsigned int way)
{
	return BIT_ULL(1) | BIT_ULL(2 | way >> 5) | BIT_ULL(4 | way >> 4) |
	       BIT_ULL(8 | way >> 3) | BIT_ULL(16 | way >> 2) |
	       BIT_ULL(32 | way >> 1);
}

static inline void __rcu **ovnet_lpm_child_slot(struct ovnet_lpm_node *node,
						unsigned int way)
{
	if (!(node->child & BIT_ULL(way)))
		return NULL;
	return &node->slots[ovnet_lpm_rank(node->child, way)];
}

static inline void __rcu **ovnet_lpm_exact_slot(struct ovnet_lpm_node *node,
						unsigned int way)
{
	if (!(node->exact & BIT_ULL(way)))
		return NULL;
	return &node->slots[node->n_children +
			    ovnet_lpm_rank(node->exact, way)];
}

static inline void __rcu **ovnet_lpm_short_slot(struct ovnet_lpm_node *node,
						unsigned int bit)
{
	if (!(node->shorter & BIT_ULL(bit)))
		return NULL;
	return &node->slots[node->n_children + node->n_exact +
			    ovnet_lpm_rank(node->shorter, bit)];
}

/* Of what a prefix leads to; its entry is @n_entries behind it. */
static inline void __rcu **ovnet_lpm_prefix_slot(struct ovnet_lpm_node *node,
						 unsigned int way,
						 unsigned int bits)
{
	return bits == OVNET_LPM_STRIDE ?
	       ovnet_lpm_exact_slot(node, way) :
	       ovnet_lpm_short_slot(node, ovnet_lpm_short_bit(way, bits));
}

/* Slots that are used, and all; an entry has two. */
static inline unsigned int ovnet_lpm_used(const struct ovnet_lpm_node *node)
{
	return node->n_children - node->n_cut +
	       2 * (node->n_entries - node->n_removed);
}

static inline unsigned int ovnet_lpm_slots(const struct ovnet_lpm_node *node)
{
	return node->n_children + 2 * node->n_entries;
}

#endif /* OVNET_LPM_NODE_H */
