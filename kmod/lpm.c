// SPDX-License-Identifier: GPL-2.0
/*
 * Longest prefix match: a tree bitmap with skips.
 *
 * A node decides by six bits. It has three bitmaps: which of 64 ways lead on to
 * another node, which have a prefix that ends with the sixth bit, and which
 * shorter prefixes end within the six; and one packed array with a slot for each
 * bit that is set. So a lookup reads one node for six bits, and the best prefix
 * in a node is found by a mask, not by a walk. Bits at which nobody branches
 * and nothing ends are skipped, a whole node's at a time: a node knows all the
 * bits that lead to it.
 *
 * Why this shape. A set of one prefix is one node of 96 bytes; a thousand
 * networks with a few each cost no more than their prefixes. A million of them
 * are at most four nodes deep (IPv4, /24) or as deep as they branch (IPv6), 22
 * in the worst case that anybody can make. Readers take no lock and never go
 * back (fib_trie does, and reads a key a leaf); writers copy the one node that
 * changes, and never more. Removing needs no memory: a slot is emptied where it
 * is, and the hole goes with the next copy.
 *
 * What a lookup costs (selftests/bench/lpm.sh), instructions at 1, 32, 1,000 and
 * 100,000 prefixes, addresses at random: IPv4 197, 240, 273, 297, fib_trie 242,
 * 279, 283, 281; IPv6 237, 279, 336, 387, fib6 711, 779, 849, 941. In time, where
 * caches have their say, 100,000: 621 ns of fib_trie's 823, 825 of fib6's 2,055.
 */
#include <linux/bitops.h>
#include <linux/err.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "lpm.h"

#define OVNET_LPM_STRIDE	6
#define OVNET_LPM_WAYS		(1U << OVNET_LPM_STRIDE)
#define OVNET_LPM_BITS		128
#define OVNET_LPM_DEPTH		(OVNET_LPM_BITS / OVNET_LPM_STRIDE + 1)
/* The last stride reads up to here. */
#define OVNET_LPM_KEY_BYTES	(sizeof(struct in6_addr) + 2)

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
 * @skips: the bits before @pos may not have been looked at; never cleared
 * @rcu: readers
 * @slots: nodes, and entries; NULL where one was removed
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
	bool skips;
	struct rcu_head rcu;
	void __rcu *slots[];
};

/* A key: as bytes, with room to read behind them, and as numbers. */
struct ovnet_lpm_key {
	u8 bytes[OVNET_LPM_KEY_BYTES];
	u64 hi;
	u64 lo;
};

static void ovnet_lpm_key_init(struct ovnet_lpm_key *key, const u8 *addr)
{
	memcpy(key->bytes, addr, sizeof(struct in6_addr));
	memset(key->bytes + sizeof(struct in6_addr), 0,
	       sizeof(key->bytes) - sizeof(struct in6_addr));
	key->hi = get_unaligned_be64(addr);
	key->lo = get_unaligned_be64(addr + sizeof(u64));
}

/* The six bits of a key from POS on. */
static unsigned int ovnet_lpm_way(const u8 *bytes, unsigned int pos)
{
	u16 pair = get_unaligned_be16(bytes + pos / 8);

	return (pair >> (16 - OVNET_LPM_STRIDE - pos % 8)) &
	       (OVNET_LPM_WAYS - 1);
}

/* Masks of the bits before a position, 0 to 126. */
static u64 ovnet_lpm_mask_hi(unsigned int pos)
{
	return pos < 64 ? ~(~0ULL >> pos) : ~0ULL;
}

static u64 ovnet_lpm_mask_lo(unsigned int pos)
{
	return pos > 64 ? ~(~0ULL >> (pos - 64)) : 0;
}

/* Is what leads to a node what the key begins with? */
static bool ovnet_lpm_leads_to(const struct ovnet_lpm_node *node, u64 hi,
			       u64 lo)
{
	return !((hi ^ node->hi) & ovnet_lpm_mask_hi(node->pos)) &&
	       !((lo ^ node->lo) & ovnet_lpm_mask_lo(node->pos));
}

/* How many of the bits before a way's are set: its place among them. */
static unsigned int ovnet_lpm_rank(u64 bitmap, unsigned int bit)
{
	return hweight64(bitmap & (BIT_ULL(bit) - 1));
}

/* Where a prefix is: a node's position, and in it a number of bits and those. */
static unsigned int ovnet_lpm_pos(unsigned int len)
{
	return len ? (len - 1) / OVNET_LPM_STRIDE * OVNET_LPM_STRIDE : 0;
}

static unsigned int ovnet_lpm_short_bit(unsigned int way, unsigned int bits)
{
	return 1U << bits | way >> (OVNET_LPM_STRIDE - bits);
}

/* Bits of @shorter that are prefixes of a way. */
static u64 ovnet_lpm_above(unsigned int way)
{
	return BIT_ULL(1) | BIT_ULL(2 | way >> 5) | BIT_ULL(4 | way >> 4) |
	       BIT_ULL(8 | way >> 3) | BIT_ULL(16 | way >> 2) |
	       BIT_ULL(32 | way >> 1);
}

static void __rcu **ovnet_lpm_child_slot(struct ovnet_lpm_node *node,
					 unsigned int way)
{
	if (!(node->child & BIT_ULL(way)))
		return NULL;
	return &node->slots[ovnet_lpm_rank(node->child, way)];
}

static void __rcu **ovnet_lpm_exact_slot(struct ovnet_lpm_node *node,
					 unsigned int way)
{
	if (!(node->exact & BIT_ULL(way)))
		return NULL;
	return &node->slots[node->n_children +
			    ovnet_lpm_rank(node->exact, way)];
}

static void __rcu **ovnet_lpm_short_slot(struct ovnet_lpm_node *node,
					 unsigned int bit)
{
	if (!(node->shorter & BIT_ULL(bit)))
		return NULL;
	return &node->slots[node->n_children + node->n_exact +
			    ovnet_lpm_rank(node->shorter, bit)];
}

static void __rcu **ovnet_lpm_entry_slot(struct ovnet_lpm_node *node,
					 unsigned int way, unsigned int bits)
{
	return bits == OVNET_LPM_STRIDE ?
	       ovnet_lpm_exact_slot(node, way) :
	       ovnet_lpm_short_slot(node, ovnet_lpm_short_bit(way, bits));
}

static unsigned int ovnet_lpm_slots(const struct ovnet_lpm_node *node)
{
	return node->n_children + node->n_exact + hweight64(node->shorter);
}

/* The longest in a node that is a prefix of what goes that way. */
static struct ovnet_lpm_entry *
ovnet_lpm_best(struct ovnet_lpm_node *node, unsigned int way)
{
	struct ovnet_lpm_entry *entry;
	void __rcu **slot;
	unsigned int bit;
	u64 above;

	slot = ovnet_lpm_exact_slot(node, way);
	if (slot) {
		entry = ovnet_lpm_deref(*slot);
		if (entry)
			return entry;
	}
	if (!node->shorter)
		return NULL;
	above = node->shorter & ovnet_lpm_above(way);
	while (above) {
		bit = fls64(above) - 1;
		entry = ovnet_lpm_deref(*ovnet_lpm_short_slot(node, bit));
		if (entry)
			return entry;
		above &= ~BIT_ULL(bit);
	}
	return NULL;
}

/* Is there a prefix in a node of what goes that way, or was there one? */
static bool ovnet_lpm_matches(const struct ovnet_lpm_node *node,
			      unsigned int way)
{
	return node->exact & BIT_ULL(way) ||
	       (node->shorter && node->shorter & ovnet_lpm_above(way));
}

/* The node that a way leads to, or NULL. */
static struct ovnet_lpm_node *ovnet_lpm_go(struct ovnet_lpm_node *node,
					   unsigned int way)
{
	void __rcu **slot = ovnet_lpm_child_slot(node, way);

	return slot ? ovnet_lpm_deref(*slot) : NULL;
}

/*
 * Bitmaps only on the way down; the entry is looked for in the last node that
 * has one. With HOLES, in each, for the last one's may have been removed.
 * With a constant V4 that is half the work.
 */
static __always_inline struct ovnet_lpm_entry *
ovnet_lpm_descend(const struct ovnet_lpm *lpm, const struct ovnet_lpm_key *key,
		  bool v4, bool holes)
{
	struct ovnet_lpm_entry *entry, *best = NULL;
	struct ovnet_lpm_node *node, *last = NULL;
	unsigned int way, last_way = 0;

	for (node = ovnet_lpm_deref(lpm->root); node;
	     node = ovnet_lpm_go(node, way)) {
		if (READ_ONCE(node->skips) &&
		    !(v4 ? !((key->hi ^ node->hi) & ~(~0ULL >> node->pos)) :
			   ovnet_lpm_leads_to(node, key->hi, key->lo)))
			break;
		way = v4 ? key->hi >> (64 - OVNET_LPM_STRIDE - node->pos) &
			   (OVNET_LPM_WAYS - 1) :
			   ovnet_lpm_way(key->bytes, node->pos);
		if (!ovnet_lpm_matches(node, way))
			continue;
		last = node;
		last_way = way;
		if (!holes)
			continue;
		entry = ovnet_lpm_best(node, way);
		if (entry)
			best = entry;
	}
	if (holes || !last)
		return best;
	return ovnet_lpm_best(last, last_way) ?: ERR_PTR(-EAGAIN);
}

/**
 * ovnet_lpm_lookup4_rcu() - the longest prefix of an IPv4 address
 * @lpm: a set of IPv4 prefixes
 * @addr: big endian
 *
 * Context: RCU.
 * Return: it, or NULL if there is none.
 */
struct ovnet_lpm_entry *ovnet_lpm_lookup4_rcu(const struct ovnet_lpm *lpm,
					      __be32 addr)
{
	const struct ovnet_lpm_key key = {
		.hi = (u64)be32_to_cpu(addr) << 32,
	};
	struct ovnet_lpm_entry *entry;

	entry = ovnet_lpm_descend(lpm, &key, true, false);
	if (IS_ERR(entry))
		entry = ovnet_lpm_descend(lpm, &key, true, true);
	return entry;
}

/**
 * ovnet_lpm_lookup6_rcu() - the longest prefix of an IPv6 address
 * @lpm: a set of IPv6 prefixes
 * @addr: the address
 *
 * Context: RCU.
 * Return: it, or NULL if there is none.
 */
struct ovnet_lpm_entry *
ovnet_lpm_lookup6_rcu(const struct ovnet_lpm *lpm, const struct in6_addr *addr)
{
	struct ovnet_lpm_entry *entry;
	struct ovnet_lpm_key key;

	ovnet_lpm_key_init(&key, addr->s6_addr);
	entry = ovnet_lpm_descend(lpm, &key, false, false);
	if (IS_ERR(entry))
		entry = ovnet_lpm_descend(lpm, &key, false, true);
	return entry;
}

/* A way down to where a prefix is, or would be. */
struct ovnet_lpm_path {
	struct ovnet_lpm_key key;
	void __rcu **links[OVNET_LPM_DEPTH + 1];
	unsigned int depth;	/* of the last link; the root's is 0 */
	unsigned int pos;	/* of the node that has the prefix, */
	unsigned int bits;	/* and where in it */
	unsigned int way;
};

static struct ovnet_lpm_node *
ovnet_lpm_at(const struct ovnet_lpm_path *path, unsigned int depth)
{
	return ovnet_lpm_deref(*path->links[depth]);
}

/*
 * As far as nodes lead to the prefix: the last link is to its node, or to one
 * that is beside or behind it, or to none.
 */
static void ovnet_lpm_walk(const struct ovnet_lpm *lpm,
			   const struct ovnet_lpm_entry *prefix,
			   struct ovnet_lpm_path *path)
{
	struct ovnet_lpm_node *node;
	void __rcu **slot;

	ovnet_lpm_key_init(&path->key, prefix->addr);
	path->pos = ovnet_lpm_pos(prefix->len);
	path->bits = prefix->len - path->pos;
	path->way = ovnet_lpm_way(path->key.bytes, path->pos);
	path->depth = 0;
	path->links[0] = (void __rcu **)&lpm->root;
	while ((node = ovnet_lpm_at(path, path->depth)) &&
	       node->pos < path->pos &&
	       ovnet_lpm_leads_to(node, path->key.hi, path->key.lo)) {
		slot = ovnet_lpm_child_slot(node,
					    ovnet_lpm_way(path->key.bytes,
							  node->pos));
		if (!slot)
			break;
		path->links[++path->depth] = slot;
	}
}

/* The slot of the prefix that a path was made for, or NULL. */
static void __rcu **ovnet_lpm_found(const struct ovnet_lpm_path *path)
{
	struct ovnet_lpm_node *node = ovnet_lpm_at(path, path->depth);
	void __rcu **slot;

	if (!node || node->pos != path->pos ||
	    !ovnet_lpm_leads_to(node, path->key.hi, path->key.lo))
		return NULL;
	slot = ovnet_lpm_entry_slot(node, path->way, path->bits);
	return slot && ovnet_lpm_deref(*slot) ? slot : NULL;
}

/**
 * ovnet_lpm_find() - the entry of just this prefix
 * @lpm: a set
 * @prefix: need not be in it
 *
 * Context: RCU, or no writer.
 * Return: it, or NULL.
 */
struct ovnet_lpm_entry *ovnet_lpm_find(const struct ovnet_lpm *lpm,
				       const struct ovnet_lpm_entry *prefix)
{
	struct ovnet_lpm_path path;
	void __rcu **slot;

	ovnet_lpm_walk(lpm, prefix, &path);
	slot = ovnet_lpm_found(&path);
	return slot ? ovnet_lpm_deref(*slot) : NULL;
}

static struct ovnet_lpm_node *
ovnet_lpm_alloc(u64 hi, u64 lo, unsigned int pos, unsigned int slots, gfp_t gfp)
{
	struct ovnet_lpm_node *node;

	node = kzalloc(struct_size(node, slots, slots), gfp);
	if (!node)
		return NULL;
	node->hi = hi & ovnet_lpm_mask_hi(pos);
	node->lo = lo & ovnet_lpm_mask_lo(pos);
	node->pos = pos;
	return node;
}

static void ovnet_lpm_free(struct ovnet_lpm_node *node)
{
	kfree_rcu(node, rcu);
}

/* What is put into a copy of a node, besides what it has. */
struct ovnet_lpm_more {
	u64 child;
	u64 exact;
	u64 shorter;
	void *pointer;
};

static void ovnet_lpm_more_entry(struct ovnet_lpm_more *more, unsigned int way,
				 unsigned int bits,
				 struct ovnet_lpm_entry *entry)
{
	if (bits == OVNET_LPM_STRIDE)
		more->exact = BIT_ULL(way);
	else
		more->shorter = BIT_ULL(ovnet_lpm_short_bit(way, bits));
	more->pointer = entry;
}

/*
 * Slots of one of the bitmaps: to TO, which has room for them, from FROM, those
 * that are not empty, and with the new one. Returns how many there are.
 */
static unsigned int ovnet_lpm_copy_slots(void __rcu **to, u64 *bitmap,
					 void __rcu **from, u64 old, u64 more,
					 void *pointer)
{
	unsigned int bit, n = 0;
	u64 all = old | more;
	void *p;

	for (; all; all &= all - 1) {
		bit = __ffs64(all);
		p = old & BIT_ULL(bit) ? ovnet_lpm_deref(*from++) : NULL;
		if (more & BIT_ULL(bit))
			p = pointer;
		if (!p)
			continue;
		RCU_INIT_POINTER(to[n++], p);
		*bitmap |= BIT_ULL(bit);
	}
	return n;
}

/* A copy without holes, and with what is more. */
static struct ovnet_lpm_node *ovnet_lpm_copy(const struct ovnet_lpm_node *node,
					     const struct ovnet_lpm_more *more,
					     gfp_t gfp)
{
	void __rcu **from = (void __rcu **)node->slots;
	struct ovnet_lpm_node *copy;
	void __rcu **to;

	copy = ovnet_lpm_alloc(node->hi, node->lo, node->pos,
			       ovnet_lpm_slots(node) + !!more->pointer, gfp);
	if (!copy)
		return NULL;
	copy->skips = node->skips;
	to = copy->slots;
	copy->n_children = ovnet_lpm_copy_slots(to, &copy->child, from,
						node->child, more->child,
						more->pointer);
	to += copy->n_children;
	from += node->n_children;
	copy->n_exact = ovnet_lpm_copy_slots(to, &copy->exact, from,
					     node->exact, more->exact,
					     more->pointer);
	to += copy->n_exact;
	from += node->n_exact;
	ovnet_lpm_copy_slots(to, &copy->shorter, from, node->shorter,
			     more->shorter, more->pointer);
	return copy;
}

/* A node with nothing but an entry. */
static struct ovnet_lpm_node *ovnet_lpm_leaf(const struct ovnet_lpm_path *path,
					     struct ovnet_lpm_entry *entry)
{
	struct ovnet_lpm_more more = {};
	struct ovnet_lpm_node *node;

	ovnet_lpm_more_entry(&more, path->way, path->bits, entry);
	node = ovnet_lpm_alloc(path->key.hi, path->key.lo, path->pos, 1,
			       GFP_KERNEL_ACCOUNT);
	if (!node)
		return NULL;
	node->exact = more.exact;
	node->shorter = more.shorter;
	node->n_exact = !!more.exact;
	node->skips = true;
	RCU_INIT_POINTER(node->slots[0], entry);
	return node;
}

static unsigned int ovnet_lpm_node_way(const struct ovnet_lpm_node *node,
				       unsigned int pos)
{
	u8 bytes[OVNET_LPM_KEY_BYTES] = {};

	put_unaligned_be64(node->hi, bytes);
	put_unaligned_be64(node->lo, bytes + sizeof(u64));
	return ovnet_lpm_way(bytes, pos);
}

/* Where a path and a node part, if before both: a position; or -1. */
static int ovnet_lpm_parting(const struct ovnet_lpm_path *path,
			     const struct ovnet_lpm_node *node)
{
	u64 hi = path->key.hi ^ node->hi, lo = path->key.lo ^ node->lo;
	unsigned int common = hi ? 64 - fls64(hi) : 128 - fls64(lo);

	if (common >= min_t(unsigned int, node->pos, path->pos))
		return -1;
	return common / OVNET_LPM_STRIDE * OVNET_LPM_STRIDE;
}

/* Above a node, one that has the entry, or that leads to it and to the node. */
static int ovnet_lpm_insert_above(const struct ovnet_lpm_path *path,
				  struct ovnet_lpm_node *node, int parting,
				  struct ovnet_lpm_entry *entry)
{
	struct ovnet_lpm_node *leaf, *above;
	struct ovnet_lpm_more more = {};

	leaf = ovnet_lpm_leaf(path, entry);
	if (!leaf)
		return -ENOMEM;
	more.pointer = node;
	if (parting < 0) {
		more.child = BIT_ULL(ovnet_lpm_node_way(node, path->pos));
		above = ovnet_lpm_copy(leaf, &more, GFP_KERNEL_ACCOUNT);
		kfree(leaf);
		if (!above)
			return -ENOMEM;
	} else {
		unsigned int way = ovnet_lpm_way(path->key.bytes, parting);
		unsigned int other = ovnet_lpm_node_way(node, parting);

		above = ovnet_lpm_alloc(path->key.hi, path->key.lo, parting, 2,
					GFP_KERNEL_ACCOUNT);
		if (!above) {
			kfree(leaf);
			return -ENOMEM;
		}
		above->child = BIT_ULL(way) | BIT_ULL(other);
		above->n_children = 2;
		above->skips = true;
		RCU_INIT_POINTER(above->slots[way > other], leaf);
		RCU_INIT_POINTER(above->slots[other > way], node);
	}
	rcu_assign_pointer(*path->links[path->depth], above);
	return 0;
}

/* In a node, which has not got it, or behind it, where nothing is yet. */
static int ovnet_lpm_insert_into(const struct ovnet_lpm_path *path,
				 struct ovnet_lpm_node *node,
				 struct ovnet_lpm_entry *entry)
{
	struct ovnet_lpm_node *leaf = NULL, *copy;
	struct ovnet_lpm_more more = {};

	if (node->pos == path->pos) {
		ovnet_lpm_more_entry(&more, path->way, path->bits, entry);
	} else {
		leaf = ovnet_lpm_leaf(path, entry);
		if (!leaf)
			return -ENOMEM;
		more.child = BIT_ULL(ovnet_lpm_way(path->key.bytes, node->pos));
		more.pointer = leaf;
		leaf->skips = leaf->pos != node->pos + OVNET_LPM_STRIDE;
	}
	copy = ovnet_lpm_copy(node, &more, GFP_KERNEL_ACCOUNT);
	if (!copy) {
		kfree(leaf);
		return -ENOMEM;
	}
	rcu_assign_pointer(*path->links[path->depth], copy);
	ovnet_lpm_free(node);
	return 0;
}

/**
 * ovnet_lpm_insert() - put a prefix into a set
 * @lpm: the set
 * @entry: not in any
 *
 * Context: may sleep; one writer at a time.
 * Return: 0, -EEXIST if its prefix is there, -ENOMEM; then nothing has changed.
 */
int ovnet_lpm_insert(struct ovnet_lpm *lpm, struct ovnet_lpm_entry *entry)
{
	struct ovnet_lpm_node *node;
	struct ovnet_lpm_path path;
	int parting;

	ovnet_lpm_walk(lpm, entry, &path);
	if (ovnet_lpm_found(&path))
		return -EEXIST;
	node = ovnet_lpm_at(&path, path.depth);
	if (!node) {
		node = ovnet_lpm_leaf(&path, entry);
		if (!node)
			return -ENOMEM;
		rcu_assign_pointer(*path.links[path.depth], node);
		return 0;
	}
	parting = ovnet_lpm_parting(&path, node);
	if (parting >= 0 || node->pos > path.pos)
		return ovnet_lpm_insert_above(&path, node, parting, entry);
	return ovnet_lpm_insert_into(&path, node, entry);
}

/**
 * ovnet_lpm_replace() - put an entry in the place of that with its prefix
 * @lpm: the set, which has one
 * @entry: not in any
 *
 * Context: one writer at a time. Readers may see the old one for a grace period.
 */
void ovnet_lpm_replace(struct ovnet_lpm *lpm, struct ovnet_lpm_entry *entry)
{
	struct ovnet_lpm_path path;
	void __rcu **slot;

	ovnet_lpm_walk(lpm, entry, &path);
	slot = ovnet_lpm_found(&path);
	if (!WARN_ON_ONCE(!slot))
		rcu_assign_pointer(*slot, entry);
}

/* After a slot of the last node has been emptied: nodes that nobody needs go. */
static void ovnet_lpm_tidy(const struct ovnet_lpm_path *path)
{
	static const struct ovnet_lpm_more none;
	struct ovnet_lpm_node *node, *copy, *only;
	unsigned int depth = path->depth, i, slots, used;

	for (;; depth--) {
		node = ovnet_lpm_at(path, depth);
		slots = ovnet_lpm_slots(node);
		for (i = 0, used = 0; i < slots; i++)
			used += !!ovnet_lpm_deref(node->slots[i]);
		if (used)
			break;
		RCU_INIT_POINTER(*path->links[depth], NULL);
		ovnet_lpm_free(node);
		if (!depth)
			return;
	}

	only = NULL;
	for (i = 0; used == 1 && i < node->n_children; i++)
		if (ovnet_lpm_deref(node->slots[i]))
			only = ovnet_lpm_deref(node->slots[i]);
	if (only) {
		WRITE_ONCE(only->skips, true);
		rcu_assign_pointer(*path->links[depth], only);
		ovnet_lpm_free(node);
		return;
	}
	if (used > slots / 2)
		return;
	/* Without memory it stays as it is. */
	copy = ovnet_lpm_copy(node, &none, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!copy)
		return;
	rcu_assign_pointer(*path->links[depth], copy);
	ovnet_lpm_free(node);
}

/**
 * ovnet_lpm_remove() - take an entry out of a set
 * @lpm: the set
 * @entry: in it
 *
 * Context: may sleep; one writer at a time. Readers may see it for a grace
 * period.
 */
void ovnet_lpm_remove(struct ovnet_lpm *lpm,
		      const struct ovnet_lpm_entry *entry)
{
	struct ovnet_lpm_path path;
	void __rcu **slot;

	ovnet_lpm_walk(lpm, entry, &path);
	slot = ovnet_lpm_found(&path);
	if (WARN_ON_ONCE(!slot || ovnet_lpm_deref(*slot) != entry))
		return;
	RCU_INIT_POINTER(*slot, NULL);
	ovnet_lpm_tidy(&path);
}

/*
 * In a node entries and children are in order of the way on which they begin,
 * then of their bits; a child has more than any entry.
 */
#define OVNET_LPM_CHILD		(OVNET_LPM_STRIDE + 1)

struct ovnet_lpm_place {
	struct ovnet_lpm_node *node;
	int way;
	int bits;
};

static void *ovnet_lpm_in_place(const struct ovnet_lpm_place *at)
{
	void __rcu **slot;

	if (at->bits == OVNET_LPM_CHILD)
		slot = ovnet_lpm_child_slot(at->node, at->way);
	else if (at->way & (OVNET_LPM_WAYS - 1) >> at->bits)
		slot = NULL;	/* begins on another way */
	else
		slot = ovnet_lpm_entry_slot(at->node, at->way, at->bits);
	return slot ? ovnet_lpm_deref(*slot) : NULL;
}

/* To the next place in the node that has something; what it has, or NULL. */
static void *ovnet_lpm_advance(struct ovnet_lpm_place *at)
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
		found = ovnet_lpm_in_place(at);
		if (found)
			return found;
	}
}

/* Before the first place of a node. */
static struct ovnet_lpm_place ovnet_lpm_start(struct ovnet_lpm_node *node)
{
	return (struct ovnet_lpm_place){ node, 0, -1 };
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
	struct ovnet_lpm_place stack[OVNET_LPM_DEPTH + 1];
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
			node = ovnet_lpm_in_place(&stack[depth]);
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
