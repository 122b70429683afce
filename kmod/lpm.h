/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_LPM_H
#define OVNET_LPM_H

#include <linux/in6.h>
#include <linux/types.h>

struct ovnet_lpm_node;

/* The last six bits that are read begin within the address. */
#define OVNET_LPM_KEY_BYTES	(sizeof(struct in6_addr) + 2)

/**
 * struct ovnet_lpm - a set of prefixes of one family; all zero: empty
 * @root: RCU; changed by one writer at a time
 */
struct ovnet_lpm {
	struct ovnet_lpm_node __rcu *root;
};

/**
 * struct ovnet_lpm_entry - a prefix, in what is found by it; fixed while it is
 * in a set
 * @addr: network byte order; an IPv4 address is the first four bytes; zero
 *	  behind @len
 * @len: bits, 0 to 128
 */
struct ovnet_lpm_entry {
	u8 addr[sizeof(struct in6_addr)];
	u8 len;
};

/**
 * struct ovnet_lpm_key - an address as bytes, with room to read behind them, and
 * as numbers
 * @bytes: network byte order; zero behind the address
 * @hi: the first 64 bits, CPU order
 * @lo: the others
 */
struct ovnet_lpm_key {
	u8 bytes[OVNET_LPM_KEY_BYTES];
	u64 hi;
	u64 lo;
};

/**
 * struct ovnet_lpm_place - where a prefix is in a set, or would be; until the set
 * changes
 * @key: its address
 * @above: the node that has @link, or NULL
 * @link: to its node, or to one that is beside or behind it, or to none
 * @pos: of the node that has the prefix,
 * @bits: and where in it
 * @way: of those bits
 */
struct ovnet_lpm_place {
	struct ovnet_lpm_key key;
	struct ovnet_lpm_node *above;
	void __rcu **link;
	unsigned int pos;
	unsigned int bits;
	unsigned int way;
};

void *ovnet_lpm_lookup4_rcu(const struct ovnet_lpm *lpm, __be32 addr);
void *ovnet_lpm_lookup6_rcu(const struct ovnet_lpm *lpm,
			    const struct in6_addr *addr);
struct ovnet_lpm_entry *
ovnet_lpm_covering_rcu(const struct ovnet_lpm *lpm,
		       const struct ovnet_lpm_entry *addr);
struct ovnet_lpm_entry *
ovnet_lpm_find(const struct ovnet_lpm *lpm,
	       const struct ovnet_lpm_entry *prefix);
struct ovnet_lpm_entry *
ovnet_lpm_find_place(const struct ovnet_lpm *lpm,
		     const struct ovnet_lpm_entry *prefix,
		     struct ovnet_lpm_place *place);
struct ovnet_lpm_entry *
ovnet_lpm_next(const struct ovnet_lpm *lpm,
	       const struct ovnet_lpm_entry *after);
int ovnet_lpm_insert(struct ovnet_lpm *lpm, struct ovnet_lpm_entry *entry,
		     void *leads);
int ovnet_lpm_insert_at(const struct ovnet_lpm_place *place,
			struct ovnet_lpm_entry *entry, void *leads);
void ovnet_lpm_replace(struct ovnet_lpm *lpm, struct ovnet_lpm_entry *entry,
		       void *leads);
void ovnet_lpm_remove(struct ovnet_lpm *lpm,
		      const struct ovnet_lpm_entry *entry);

#endif /* OVNET_LPM_H */
