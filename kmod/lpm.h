/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_LPM_H
#define OVNET_LPM_H

#include <linux/in6.h>
#include <linux/types.h>

struct ovnet_lpm_node;

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
ovnet_lpm_next(const struct ovnet_lpm *lpm,
	       const struct ovnet_lpm_entry *after);
int ovnet_lpm_insert(struct ovnet_lpm *lpm, struct ovnet_lpm_entry *entry,
		     void *leads);
void ovnet_lpm_replace(struct ovnet_lpm *lpm, struct ovnet_lpm_entry *entry,
		       void *leads);
void ovnet_lpm_remove(struct ovnet_lpm *lpm,
		      const struct ovnet_lpm_entry *entry);

#endif /* OVNET_LPM_H */
