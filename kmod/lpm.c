// SPDX-License-Identifier: GPL-2.0
/*
 * Longest prefix match: a tree bitmap with skips.
 *
 * A node decides by six bits. It has three bitmaps: which of 64 ways lead on to
 * another node, which have a prefix that ends with the sixth bit, and which
 * shorter prefixes end within the six; and packed arrays with a slot for each
 * bit that is set. So a lookup reads one node for six bits, and the best prefix
 * in a node is found by a mask, not by a walk. What it leads to is in the node,
 * too: of a million prefixes none is waited for. Bits at which nobody branches
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
 * What a lookup costs (selftests/bench/lpm.sh), instructions at 1, 32, 1,000,
 * 100,000 and a million prefixes, addresses at random: IPv4 162, 208, 240, 261,
 * 265, fib_trie 242, 279, 283, 281, 281; IPv6 190, 235, 288, 339, 368, fib6 711,
 * 779, 848, 942, 988.
 */
#include <linux/err.h>
#include <linux/slab.h>

#include "lpm_node.h"

/*
 * What the longest in a node leads to that is a prefix of what goes that way; or
 * its entry, for which BEHIND is the node's n_entries. Read once: it may go.
 */
static __always_inline void *ovnet_lpm_best(struct ovnet_lpm_node *node,
					    unsigned int way,
					    unsigned int behind)
{
	void __rcu **slot;
	unsigned int bit;
	void *found;
	u64 above;

	slot = ovnet_lpm_exact_slot(node, way);
	if (slot) {
		found = ovnet_lpm_deref(slot[behind]);
		if (found)
			return found;
	}
	if (!node->shorter)
		return NULL;
	above = node->shorter & ovnet_lpm_above(way);
	while (above) {
		bit = fls64(above) - 1;
		slot = ovnet_lpm_short_slot(node, bit);
		found = ovnet_lpm_deref(slot[behind]);
		if (found)
			return found;
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
 * Bitmaps only on the way down; what it leads to is looked for in the last node
 * that has a prefix. With HOLES, in each, for the last one's may have been
 * removed. With a constant V4 that is half the work. ENTRIES: the entry instead.
 */
static __always_inline void *
ovnet_lpm_descend(const struct ovnet_lpm *lpm, const struct ovnet_lpm_key *key,
		  bool v4, bool holes, bool entries)
{
	struct ovnet_lpm_node *node, *last = NULL;
	unsigned int way, last_way = 0;
	void *found, *best = NULL;

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
		found = ovnet_lpm_best(node, way,
				       entries ? node->n_entries : 0);
		if (found)
			best = found;
	}
	if (holes || !last)
		return best;
	return ovnet_lpm_best(last, last_way, 0) ?: ERR_PTR(-EAGAIN);
}

/**
 * ovnet_lpm_lookup4_rcu() - where the longest prefix of an IPv4 address leads
 * @lpm: a set of IPv4 prefixes
 * @addr: big endian
 *
 * The prefix is not looked at: where there are many it would have to be waited
 * for.
 *
 * Context: RCU.
 * Return: what ovnet_lpm_insert() was given, or NULL if there is no such prefix.
 */
void *ovnet_lpm_lookup4_rcu(const struct ovnet_lpm *lpm, __be32 addr)
{
	const struct ovnet_lpm_key key = {
		.hi = (u64)be32_to_cpu(addr) << 32,
	};
	void *leads;

	leads = ovnet_lpm_descend(lpm, &key, true, false, false);
	if (IS_ERR(leads))
		leads = ovnet_lpm_descend(lpm, &key, true, true, false);
	return leads;
}

/**
 * ovnet_lpm_lookup6_rcu() - where the longest prefix of an IPv6 address leads
 * @lpm: a set of IPv6 prefixes
 * @addr: the address
 *
 * Context: RCU.
 * Return: see ovnet_lpm_lookup4_rcu().
 */
void *ovnet_lpm_lookup6_rcu(const struct ovnet_lpm *lpm,
			    const struct in6_addr *addr)
{
	struct ovnet_lpm_key key;
	void *leads;

	ovnet_lpm_key_init(&key, addr->s6_addr);
	leads = ovnet_lpm_descend(lpm, &key, false, false, false);
	if (IS_ERR(leads))
		leads = ovnet_lpm_descend(lpm, &key, false, true, false);
	return leads;
}

/**
 * ovnet_lpm_covering_rcu() - the longest prefix of an address itself
 * @lpm: a set
 * @addr: of its family; the length is of no account
 *
 * Context: RCU; not for every packet.
 * Return: its entry, or NULL if there is none.
 */
struct ovnet_lpm_entry *
ovnet_lpm_covering_rcu(const struct ovnet_lpm *lpm,
		       const struct ovnet_lpm_entry *addr)
{
	struct ovnet_lpm_key key;

	ovnet_lpm_key_init(&key, addr->addr);
	return ovnet_lpm_descend(lpm, &key, false, true, true);
}

/* Does a node that its parent leads to lead on to what the key begins with? */
static bool ovnet_lpm_is_for(const struct ovnet_lpm_node *node,
			     const struct ovnet_lpm_key *key)
{
	return !READ_ONCE(node->skips) ||
	       ovnet_lpm_leads_to(node, key->hi, key->lo);
}

/* The links to the nodes on the way to a place, the last one among them. */
struct ovnet_lpm_path {
	void __rcu **links[OVNET_LPM_DEPTH + 1];
	unsigned int depth;	/* of the last; the root's is 0 */
};

/*
 * As far as nodes lead to a prefix. Return: the node that the last link is to, or
 * NULL.
 */
static __always_inline struct ovnet_lpm_node *
ovnet_lpm_walk(const struct ovnet_lpm *lpm,
	       const struct ovnet_lpm_entry *prefix,
	       struct ovnet_lpm_place *place, struct ovnet_lpm_path *path)
{
	void __rcu **slot = (void __rcu **)&lpm->root;
	struct ovnet_lpm_node *node = NULL;
	unsigned int depth = 0;

	ovnet_lpm_key_init(&place->key, prefix->addr);
	place->pos = ovnet_lpm_pos(prefix->len);
	place->bits = prefix->len - place->pos;
	place->way = ovnet_lpm_way(place->key.bytes, place->pos);
	do {
		place->above = node;
		place->link = slot;
		if (path)
			path->links[depth++] = slot;
		node = ovnet_lpm_deref(*slot);
		if (!node || node->pos >= place->pos ||
		    !ovnet_lpm_is_for(node, &place->key))
			break;
		slot = ovnet_lpm_child_slot(node,
					    ovnet_lpm_way(place->key.bytes,
							  node->pos));
	} while (slot);
	if (path)
		path->depth = depth - 1;
	return node;
}

/*
 * The slot of the prefix's entry, or NULL. @node: of ovnet_lpm_walk()
 */
static void __rcu **ovnet_lpm_found(const struct ovnet_lpm_place *place,
				    struct ovnet_lpm_node *node)
{
	void __rcu **slot;

	if (!node || node->pos != place->pos ||
	    !ovnet_lpm_is_for(node, &place->key))
		return NULL;
	slot = ovnet_lpm_prefix_slot(node, place->way, place->bits);
	if (!slot)
		return NULL;
	slot += node->n_entries;
	return ovnet_lpm_deref(*slot) ? slot : NULL;
}

/**
 * ovnet_lpm_find_place() - the entry of just this prefix, and where it is
 * @lpm: a set
 * @prefix: need not be in it
 * @place: result, also if it is not: where it would be
 *
 * Context: RCU, or no writer.
 * Return: the entry, or NULL.
 */
struct ovnet_lpm_entry *
ovnet_lpm_find_place(const struct ovnet_lpm *lpm,
		     const struct ovnet_lpm_entry *prefix,
		     struct ovnet_lpm_place *place)
{
	struct ovnet_lpm_node *node = ovnet_lpm_walk(lpm, prefix, place, NULL);
	void __rcu **slot = ovnet_lpm_found(place, node);

	return slot ? ovnet_lpm_deref(*slot) : NULL;
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
	struct ovnet_lpm_place place;

	return ovnet_lpm_find_place(lpm, prefix, &place);
}

static struct ovnet_lpm_node *ovnet_lpm_alloc(u64 hi, u64 lo, unsigned int pos,
					      unsigned int children,
					      unsigned int entries, gfp_t gfp)
{
	struct ovnet_lpm_node *node;

	node = kzalloc(struct_size(node, slots, children + 2 * entries), gfp);
	if (!node)
		return NULL;
	node->hi = hi & ovnet_lpm_mask_hi(pos);
	node->lo = lo & ovnet_lpm_mask_lo(pos);
	node->pos = pos;
	node->n_children = children;
	node->n_entries = entries;
	return node;
}

static void ovnet_lpm_free(struct ovnet_lpm_node *node)
{
	kfree_rcu(node, rcu);
}

/* What is put into a copy of a node, besides what it has: a node or an entry. */
struct ovnet_lpm_more {
	u64 child;
	struct ovnet_lpm_node *node;
	u64 exact;
	u64 shorter;
	struct ovnet_lpm_entry *entry;
	void *leads;
};

static void ovnet_lpm_more_entry(struct ovnet_lpm_more *more, unsigned int way,
				 unsigned int bits,
				 struct ovnet_lpm_entry *entry, void *leads)
{
	if (bits == OVNET_LPM_STRIDE)
		more->exact = BIT_ULL(way);
	else
		more->shorter = BIT_ULL(ovnet_lpm_short_bit(way, bits));
	more->entry = entry;
	more->leads = leads;
}

/* A bitmap without those whose slots are empty. */
static u64 ovnet_lpm_present(u64 bitmap, void __rcu *const *slots)
{
	u64 bit, all;

	for (all = bitmap; all; all ^= bit) {
		bit = all & -all;
		if (!ovnet_lpm_deref(*slots++))
			bitmap ^= bit;
	}
	return bitmap;
}

/* Those of N slots that are not empty. Return: behind the last. */
static void __rcu **ovnet_lpm_copy_slots(void __rcu **to,
					 void __rcu *const *from,
					 unsigned int n)
{
	void *what;

	while (n--) {
		what = ovnet_lpm_deref(*from++);
		if (what)
			RCU_INIT_POINTER(*to++, what);
	}
	return to;
}

/* The same, and WHAT, unless it is NULL, in front of the one that is AT. */
static void __rcu **ovnet_lpm_splice(void __rcu **to, void __rcu *const *from,
				     unsigned int n, unsigned int at,
				     void *what)
{
	to = ovnet_lpm_copy_slots(to, from, at);
	if (what)
		RCU_INIT_POINTER(*to++, what);
	return ovnet_lpm_copy_slots(to, from + at, n - at);
}

/* A copy without holes, and with what is more. */
static struct ovnet_lpm_node *ovnet_lpm_copy(const struct ovnet_lpm_node *node,
					     const struct ovnet_lpm_more *more,
					     gfp_t gfp)
{
	u64 child = node->child, exact = node->exact, shorter = node->shorter;
	void __rcu *const *from = node->slots + node->n_children;
	struct ovnet_lpm_node *copy;
	void __rcu **to;
	unsigned int at;

	if (node->n_cut)
		child = ovnet_lpm_present(child, node->slots);
	if (node->n_removed) {
		exact = ovnet_lpm_present(exact, from);
		shorter = ovnet_lpm_present(shorter, from + node->n_exact);
	}
	copy = ovnet_lpm_alloc(node->hi, node->lo, node->pos,
			       node->n_children - node->n_cut + !!more->node,
			       node->n_entries - node->n_removed +
			       !!more->entry, gfp);
	if (!copy)
		return NULL;
	copy->skips = node->skips;
	copy->child = child | more->child;
	copy->exact = exact | more->exact;
	copy->shorter = shorter | more->shorter;
	copy->n_exact = hweight64(copy->exact);

	at = more->node ? ovnet_lpm_rank_of(node->child, more->child) : 0;
	to = ovnet_lpm_splice(copy->slots, node->slots, node->n_children, at,
			      more->node);
	at = more->exact ? ovnet_lpm_rank_of(node->exact, more->exact) :
	     more->shorter ? node->n_exact +
			     ovnet_lpm_rank_of(node->shorter, more->shorter) : 0;
	to = ovnet_lpm_splice(to, from, node->n_entries, at, more->leads);
	ovnet_lpm_splice(to, from + node->n_entries, node->n_entries, at,
			 more->entry);
	return copy;
}

/* A node with nothing but an entry. */
static struct ovnet_lpm_node *ovnet_lpm_leaf(const struct ovnet_lpm_place *place,
					     struct ovnet_lpm_entry *entry,
					     void *leads)
{
	struct ovnet_lpm_more more = {};
	struct ovnet_lpm_node *node;

	ovnet_lpm_more_entry(&more, place->way, place->bits, entry, leads);
	node = ovnet_lpm_alloc(place->key.hi, place->key.lo, place->pos, 0, 1,
			       GFP_KERNEL_ACCOUNT);
	if (!node)
		return NULL;
	node->exact = more.exact;
	node->shorter = more.shorter;
	node->n_exact = !!more.exact;
	node->skips = true;
	RCU_INIT_POINTER(node->slots[0], leads);
	RCU_INIT_POINTER(node->slots[1], entry);
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

/* Where the way to a place and a node part, if before both: a position; or -1. */
static int ovnet_lpm_parting(const struct ovnet_lpm_place *place,
			     const struct ovnet_lpm_node *node)
{
	u64 hi = place->key.hi ^ node->hi, lo = place->key.lo ^ node->lo;
	unsigned int common;

	if (!node->skips)
		return -1;
	common = hi ? 64 - fls64(hi) : 128 - fls64(lo);
	if (common >= min_t(unsigned int, node->pos, place->pos))
		return -1;
	return common / OVNET_LPM_STRIDE * OVNET_LPM_STRIDE;
}

/* Above a node, one that has the entry, or that leads to it and to the node. */
static int ovnet_lpm_insert_above(const struct ovnet_lpm_place *place,
				  struct ovnet_lpm_node *node, int parting,
				  struct ovnet_lpm_entry *entry, void *leads)
{
	struct ovnet_lpm_more more = { .node = node };
	struct ovnet_lpm_node *leaf, *above;

	leaf = ovnet_lpm_leaf(place, entry, leads);
	if (!leaf)
		return -ENOMEM;
	if (parting < 0) {
		more.child = BIT_ULL(ovnet_lpm_node_way(node, place->pos));
		above = ovnet_lpm_copy(leaf, &more, GFP_KERNEL_ACCOUNT);
		kfree(leaf);
		if (!above)
			return -ENOMEM;
	} else {
		unsigned int way = ovnet_lpm_way(place->key.bytes, parting);
		unsigned int other = ovnet_lpm_node_way(node, parting);

		above = ovnet_lpm_alloc(place->key.hi, place->key.lo, parting, 2,
					0, GFP_KERNEL_ACCOUNT);
		if (!above) {
			kfree(leaf);
			return -ENOMEM;
		}
		above->child = BIT_ULL(way) | BIT_ULL(other);
		above->skips = true;
		RCU_INIT_POINTER(above->slots[way > other], leaf);
		RCU_INIT_POINTER(above->slots[other > way], node);
	}
	rcu_assign_pointer(*place->link, above);
	return 0;
}

/* In a node, which has not got it, or behind it, where nothing is yet. */
static int ovnet_lpm_insert_into(const struct ovnet_lpm_place *place,
				 struct ovnet_lpm_node *node,
				 struct ovnet_lpm_entry *entry, void *leads)
{
	struct ovnet_lpm_node *leaf = NULL, *copy;
	struct ovnet_lpm_more more = {};

	if (node->pos == place->pos) {
		ovnet_lpm_more_entry(&more, place->way, place->bits, entry,
				     leads);
	} else {
		leaf = ovnet_lpm_leaf(place, entry, leads);
		if (!leaf)
			return -ENOMEM;
		more.child = BIT_ULL(ovnet_lpm_way(place->key.bytes, node->pos));
		more.node = leaf;
		leaf->skips = leaf->pos != node->pos + OVNET_LPM_STRIDE;
	}
	copy = ovnet_lpm_copy(node, &more, GFP_KERNEL_ACCOUNT);
	if (!copy) {
		kfree(leaf);
		return -ENOMEM;
	}
	rcu_assign_pointer(*place->link, copy);
	ovnet_lpm_free(node);
	return 0;
}

/**
 * ovnet_lpm_insert_at() - put a prefix into a set
 * @place: of ovnet_lpm_find_place(), which has not found it; the set has not
 *	   changed since
 * @entry: not in any
 * @leads: what a lookup gives; not NULL
 *
 * Context: may sleep; one writer at a time.
 * Return: 0, or -ENOMEM; then nothing has changed.
 */
int ovnet_lpm_insert_at(const struct ovnet_lpm_place *place,
			struct ovnet_lpm_entry *entry, void *leads)
{
	struct ovnet_lpm_node *node = ovnet_lpm_deref(*place->link);
	int parting;

	if (!node) {
		node = ovnet_lpm_leaf(place, entry, leads);
		if (!node)
			return -ENOMEM;
		if (place->above)
			place->above->n_cut--;
		rcu_assign_pointer(*place->link, node);
		return 0;
	}
	parting = ovnet_lpm_parting(place, node);
	if (parting >= 0 || node->pos > place->pos)
		return ovnet_lpm_insert_above(place, node, parting, entry,
					      leads);
	return ovnet_lpm_insert_into(place, node, entry, leads);
}

/**
 * ovnet_lpm_insert() - put a prefix into a set
 * @lpm: the set
 * @entry: not in any
 * @leads: what a lookup gives; not NULL
 *
 * Context: may sleep; one writer at a time.
 * Return: 0, -EEXIST if its prefix is there, -ENOMEM; then nothing has changed.
 */
int ovnet_lpm_insert(struct ovnet_lpm *lpm, struct ovnet_lpm_entry *entry,
		     void *leads)
{
	struct ovnet_lpm_place place;

	if (ovnet_lpm_find_place(lpm, entry, &place))
		return -EEXIST;
	return ovnet_lpm_insert_at(&place, entry, leads);
}

/**
 * ovnet_lpm_replace() - put an entry in the place of that with its prefix
 * @lpm: the set, which has one
 * @entry: not in any
 * @leads: what a lookup gives; not NULL
 *
 * Context: one writer at a time. Readers may see the old one for a grace period.
 */
void ovnet_lpm_replace(struct ovnet_lpm *lpm, struct ovnet_lpm_entry *entry,
		       void *leads)
{
	struct ovnet_lpm_place place;
	struct ovnet_lpm_node *node = ovnet_lpm_walk(lpm, entry, &place, NULL);
	void __rcu **slot = ovnet_lpm_found(&place, node);

	if (WARN_ON_ONCE(!slot))
		return;
	rcu_assign_pointer(*slot, entry);
	rcu_assign_pointer(slot[-node->n_entries], leads);
}

/* The first node that one leads to. */
static struct ovnet_lpm_node *ovnet_lpm_child(struct ovnet_lpm_node *node)
{
	struct ovnet_lpm_node *child = NULL;
	unsigned int i;

	for (i = 0; !child && i < node->n_children; i++)
		child = ovnet_lpm_deref(node->slots[i]);
	return child;
}

/* After a slot of the last node has been emptied: nodes that nobody needs go. */
static void ovnet_lpm_tidy(const struct ovnet_lpm_path *path)
{
	static const struct ovnet_lpm_more none;
	struct ovnet_lpm_node *node, *copy;
	unsigned int depth = path->depth;

	node = ovnet_lpm_deref(*path->links[depth]);
	while (!ovnet_lpm_used(node)) {
		RCU_INIT_POINTER(*path->links[depth], NULL);
		ovnet_lpm_free(node);
		if (!depth)
			return;
		node = ovnet_lpm_deref(*path->links[--depth]);
		node->n_cut++;
	}

	if (ovnet_lpm_used(node) == 1) {
		/* An entry is two: this is a child, which needs no parent. */
		copy = ovnet_lpm_child(node);
		if (WARN_ON_ONCE(!copy))
			return;
		WRITE_ONCE(copy->skips, true);
	} else {
		if (ovnet_lpm_used(node) > ovnet_lpm_slots(node) / 2)
			return;
		/* Without memory it stays as it is. */
		copy = ovnet_lpm_copy(node, &none,
				      GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
		if (!copy)
			return;
	}
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
	struct ovnet_lpm_place place;
	struct ovnet_lpm_node *node;
	struct ovnet_lpm_path path;
	void __rcu **slot;

	node = ovnet_lpm_walk(lpm, entry, &place, &path);
	slot = ovnet_lpm_found(&place, node);
	if (WARN_ON_ONCE(!slot || ovnet_lpm_deref(*slot) != entry))
		return;
	RCU_INIT_POINTER(slot[-node->n_entries], NULL);
	RCU_INIT_POINTER(*slot, NULL);
	node->n_removed++;
	ovnet_lpm_tidy(&path);
}
