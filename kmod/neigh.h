/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_NEIGH_H
#define OVNET_NEIGH_H

#include <linux/bitfield.h>

#include "hold.h"
#include "ovnet_priv.h"
#include "stamp.h"

struct ovnet_batch_kind;

/**
 * struct ovnet_neigh_row - the MAC of an address of a network
 * @node: in &struct ovnet_net.neighs
 * @network: whose; fixed, the key together with @addr
 * @addr: unicast, as &struct ovnet_addr.v6; fixed
 * @word: OVNET_NEIGH_WORD; read and written at once, changed under neigh_lock
 * @dst: of a learned row: where it was seen, of a bound one: the port; else
 *	 NULL; RCU, changed under neigh_lock
 * @seq: rises with each change of the MAC, or move; neigh_lock
 * @updated: ovnet_stamp() when it was last seen or configured
 * @used: ovnet_stamp() when it was last answered with or sent to, 0: never
 * @moved: &struct ovnet_hold.stamp of a learned row; changed under neigh_lock
 * @network_node: in &struct ovnet_network.neighs; RCU, changed under neigh_lock
 * @dst_node: in &struct ovnet_dst.neighs, if there is a @dst; neigh_lock
 * @rcu: found under RCU; once it is in no list
 *
 * There may be millions: 96 bytes.
 */
struct ovnet_neigh_row {
	struct rhash_head node;
	struct ovnet_network *network;
	struct in6_addr addr;
	u64 word;
	struct ovnet_dst __rcu *dst;
	u32 seq;
	u32 updated;
	u32 used;
	u32 moved;
	struct hlist_node network_node;
	union {
		struct hlist_node dst_node;
		struct rcu_head rcu;
	};
};

/* OVNET_NEIGH_WORD: the parts of &struct ovnet_neigh_row.word. */
#define OVNET_NEIGH_WORD_MAC	GENMASK_ULL(47, 0)	/* ether_addr_to_u64() */
#define OVNET_NEIGH_WORD_STATE	GENMASK_ULL(50, 48)	/* enum ovnet_neigh_state */
#define OVNET_NEIGH_WORD_MOVES	GENMASK_ULL(53, 51)	/* &struct ovnet_hold.moves */
#define OVNET_NEIGH_WORD_PROBES	GENMASK_ULL(55, 54)	/* since it was seen */
#define OVNET_NEIGH_WORD_IPV6	BIT_ULL(56)		/* fixed */
#define OVNET_NEIGH_WORD_NAMED	BIT_ULL(57)		/* by the message being done */

/* Context of these: RCU, or neigh_lock. */
static inline u64 ovnet_neigh_mac(const struct ovnet_neigh_row *row)
{
	return FIELD_GET(OVNET_NEIGH_WORD_MAC, READ_ONCE(row->word));
}

static inline u8 ovnet_neigh_state(const struct ovnet_neigh_row *row)
{
	return FIELD_GET(OVNET_NEIGH_WORD_STATE, READ_ONCE(row->word));
}

static inline u8 ovnet_neigh_probes(const struct ovnet_neigh_row *row)
{
	return FIELD_GET(OVNET_NEIGH_WORD_PROBES, READ_ONCE(row->word));
}

/* Without neigh_lock its parts may be from different moments. */
static inline struct ovnet_hold
ovnet_neigh_hold(const struct ovnet_neigh_row *row)
{
	return (struct ovnet_hold) {
		.stamp = READ_ONCE(row->moved),
		.moves = FIELD_GET(OVNET_NEIGH_WORD_MOVES,
				   READ_ONCE(row->word)),
	};
}

static inline struct ovnet_addr
ovnet_neigh_addr(const struct ovnet_neigh_row *row)
{
	return (struct ovnet_addr) {
		.family = READ_ONCE(row->word) & OVNET_NEIGH_WORD_IPV6 ?
			  AF_INET6 : AF_INET,
		.v6 = row->addr,
	};
}

/* Context: neigh_lock. */
static __always_inline void ovnet_neigh_write(struct ovnet_neigh_row *row,
					      u64 value, const u64 part)
{
	lockdep_assert_held(&row->network->on->neigh_lock);
	WRITE_ONCE(row->word, u64_replace_bits(row->word, value, part));
}

/**
 * struct ovnet_neigh_want - what a row is to be
 * @mac: unicast and not zero
 * @dst: the port that it is bound to, or NULL
 * @state: enum ovnet_neigh_state
 * @seq: its sequence number, or NULL
 * @once: by a message, that names it no second time
 */
struct ovnet_neigh_want {
	u8 mac[ETH_ALEN];
	struct ovnet_dst *dst;
	u8 state;
	const u32 *seq;
	bool once;
};

/**
 * struct ovnet_neigh_before - what a row was
 * @row: the row; a learned one may be gone
 * @mac: its MAC; 0: it was not there
 * @dst: where it was seen, or NULL
 * @state: enum ovnet_neigh_state
 * @seq: its sequence number
 * @updated: jiffies
 */
struct ovnet_neigh_before {
	struct ovnet_neigh_row *row;
	u64 mac;
	struct ovnet_dst *dst;
	u8 state;
	u32 seq;
	u32 updated;
};

/**
 * struct ovnet_neigh_filter - which rows a dump or flush is about
 * @network: only this one, or NULL
 * @addr: only this one, if it has a family
 * @mac: only this MAC, or 0
 * @state: only this enum ovnet_neigh_state, or 0
 */
struct ovnet_neigh_filter {
	struct ovnet_network *network;
	struct ovnet_addr addr;
	u64 mac;
	u8 state;
};

int ovnet_neigh_cache_init(void);
void ovnet_neigh_cache_exit(void);
int ovnet_neigh_init(struct ovnet_net *on);
void ovnet_neigh_exit(struct ovnet_net *on);

struct ovnet_neigh_row *
ovnet_neigh_find(const struct ovnet_network *network,
		 const struct ovnet_addr *addr);
/**
 * struct ovnet_neigh_claim - who is said to have an address
 * @mac: unicast and not zero
 * @dst: where that was said
 * @tried: it is only tried, and may be somebody else's
 * @now: jiffies
 */
struct ovnet_neigh_claim {
	const u8 *mac;
	struct ovnet_dst *dst;
	bool tried;
	unsigned long now;
};

struct ovnet_neigh_row *ovnet_neigh_find(const struct ovnet_network *network,
					 const struct ovnet_addr *addr);
bool ovnet_neigh_lookup_rcu(const struct ovnet_network *network,
			    const struct ovnet_addr *addr, u8 *mac);
int ovnet_neigh_stage(struct ovnet_network *network,
		      const struct ovnet_addr *addr,
		      const struct ovnet_neigh_want *want, bool excl,
		      struct ovnet_neigh_before *before,
		      struct netlink_ext_ack *extack);
void ovnet_neigh_done(struct ovnet_neigh_row *row);
void ovnet_neigh_announce(struct ovnet_network *network,
			  const struct ovnet_addr *addr,
			  const struct ovnet_neigh_before *before);
void ovnet_neigh_restore(struct ovnet_network *network,
			 const struct ovnet_addr *addr,
			 const struct ovnet_neigh_before *before);
int ovnet_neigh_deletable(struct ovnet_network *network,
			  const struct ovnet_addr *addr,
			  struct netlink_ext_ack *extack);
void ovnet_neigh_unname(struct ovnet_network *network,
			const struct ovnet_addr *addr);
void ovnet_neigh_delete(struct ovnet_network *network,
			const struct ovnet_addr *addr);
u32 ovnet_neigh_flush(struct ovnet_net *on,
		      const struct ovnet_neigh_filter *filter);
u32 ovnet_neigh_sweep(struct ovnet_net *on,
		      bool (*doomed)(const void *row, const void *arg),
		      const void *arg);
bool ovnet_neigh_match(const void *arg, const void *wanted);
void ovnet_neigh_probed(struct ovnet_neigh_row *row, u8 probes);
void ovnet_neigh_learn(struct ovnet_network *network,
		       const struct ovnet_addr *addr,
		       const struct ovnet_neigh_claim *claim);
bool ovnet_neigh_configured_rcu(const struct ovnet_network *network,
				const struct ovnet_addr *addr);
void ovnet_neigh_purge_dst(struct ovnet_net *on, struct ovnet_dst *dst);
void ovnet_neigh_purge_network(struct ovnet_network *network);

/* neigh_age.c */
void ovnet_neigh_age_init(struct ovnet_net *on);
void ovnet_neigh_age_exit(struct ovnet_net *on);
void ovnet_neigh_age_start(struct ovnet_net *on);
unsigned long ovnet_neigh_age(struct ovnet_net *on, unsigned long now);

/* neigh_netlink.c */
extern const struct nla_policy ovnet_neigh_policy[OVNET_A_NEIGH_MAX + 1];
void ovnet_neigh_notify(const struct ovnet_neigh_row *row, u8 cmd);
extern const struct ovnet_batch_kind ovnet_neigh_kind_new,
	ovnet_neigh_kind_set, ovnet_neigh_kind_del;
int ovnet_neigh_flush_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_neigh_get_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_neigh_get_start(struct netlink_callback *cb);
int ovnet_neigh_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ovnet_neigh_get_done(struct netlink_callback *cb);

#endif /* OVNET_NEIGH_H */
