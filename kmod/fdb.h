/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_FDB_H
#define OVNET_FDB_H

#include "ovnet_priv.h"
#include "stamp.h"

/**
 * struct ovnet_fdb_key - what a row is looked up by; packed: what follows it is
 * a row's
 * @network: id
 * @mac: unicast
 */
struct ovnet_fdb_key {
	u32 network;
	u8 mac[ETH_ALEN];
} __packed;

/**
 * struct ovnet_fdb_row - where a MAC of a network is
 * @key: fixed
 * @state: enum ovnet_fdb_state; changed under fdb_lock
 * @named: the message that is being done is about it; namespace mutex
 * @used: ovnet_stamp() when a frame was last sent to it, about a second more or
 *	  less; 0: never; see ovnet_fdb_use()
 * @dst: where; RCU, changed under fdb_lock; the table says so, too
 * @network: whose; fixed
 * @seq: rises with each move; fdb_lock
 * @updated: ovnet_stamp() when it was last seen as a source or configured
 * @network_node: in &struct ovnet_network.fdb; RCU, changed under fdb_lock
 * @dst_node: in &struct ovnet_dst.rows; fdb_lock
 * @rcu: found under RCU; once it is in no list
 *
 * There may be millions: 72 bytes. The packet path writes @used about once a
 * second, and @updated once a stamp: that costs less than a line of their own.
 */
struct ovnet_fdb_row {
	struct ovnet_fdb_key key;
	u8 state;
	bool named;
	u32 used;
	struct ovnet_dst __rcu *dst;
	struct ovnet_network *network;
	u32 seq;
	u32 updated;
	struct hlist_node network_node;
	union {
		struct hlist_node dst_node;
		struct rcu_head rcu;
	};
};

/**
 * struct ovnet_fdb_found - a row that was looked up
 * @bucket: where it was
 * @slot: of that
 * @row: the row
 * @dst: where it points
 */
struct ovnet_fdb_found {
	struct ovnet_fdb_bucket *bucket;
	u32 slot;
	struct ovnet_fdb_row *row;
	struct ovnet_dst *dst;
};

/**
 * struct ovnet_fdb_filter - which rows a dump or flush is about
 * @network: only this one, or NULL
 * @dst: only rows that point here, or NULL
 * @mac: only this MAC, or NULL
 * @state: only this enum ovnet_fdb_state, or 0
 * @remotes: only rows that point to remotes
 */
struct ovnet_fdb_filter {
	struct ovnet_network *network;
	struct ovnet_dst *dst;
	const u8 *mac;
	u8 state;
	bool remotes;
};

/**
 * struct ovnet_fdb_want - what a row is to be
 * @dst: where it points
 * @state: enum ovnet_fdb_state
 * @seq: its sequence number, or NULL
 * @once: by a message, that names it no second time
 */
struct ovnet_fdb_want {
	struct ovnet_dst *dst;
	u8 state;
	const u32 *seq;
	bool once;
};

/**
 * struct ovnet_fdb_before - what a row was
 * @row: the row; a learned one may be gone
 * @dst: where it pointed; NULL: it was not there
 * @state: enum ovnet_fdb_state
 * @seq: its sequence number
 * @updated: jiffies
 */
struct ovnet_fdb_before {
	struct ovnet_fdb_row *row;
	struct ovnet_dst *dst;
	u8 state;
	u32 seq;
	u32 updated;
};

int ovnet_fdb_cache_init(void);
void ovnet_fdb_cache_exit(void);
int ovnet_fdb_init(struct ovnet_net *on);
void ovnet_fdb_exit(struct ovnet_net *on);

void ovnet_fdb_ahead(const struct ovnet_net *on, u32 network, const u8 *mac);
struct ovnet_dst *ovnet_fdb_where_rcu(const struct ovnet_net *on, u32 network,
				      const u8 *mac,
				      struct ovnet_fdb_found *found);
void ovnet_fdb_use(struct ovnet_fdb_found *found);
struct ovnet_fdb_row *ovnet_fdb_find(struct ovnet_net *on, u32 network,
				     const u8 *mac);
void ovnet_fdb_learn(struct ovnet_network *network, const u8 *mac,
		     struct ovnet_dst *dst, struct ovnet_fdb_row *row);
int ovnet_fdb_set(struct ovnet_network *network, const u8 *mac,
		  struct ovnet_dst *dst, u8 state, const u32 *seq,
		  bool excl, struct netlink_ext_ack *extack);
int ovnet_fdb_stage(struct ovnet_network *network, const u8 *mac,
		    const struct ovnet_fdb_want *want, bool excl,
		    struct ovnet_fdb_before *before,
		    struct netlink_ext_ack *extack);
void ovnet_fdb_announce(struct ovnet_network *network, const u8 *mac,
			const struct ovnet_fdb_before *before);
void ovnet_fdb_restore(struct ovnet_network *network, const u8 *mac,
		       const struct ovnet_fdb_before *before);
int ovnet_fdb_delete(struct ovnet_network *network, const u8 *mac,
		     struct netlink_ext_ack *extack);
int ovnet_fdb_deletable(struct ovnet_network *network, const u8 *mac,
			struct netlink_ext_ack *extack);
void ovnet_fdb_remove(struct ovnet_fdb_row *row);
void ovnet_fdb_unname(struct ovnet_network *network, const u8 *mac);
void ovnet_fdb_delete_local(struct ovnet_network *network, const u8 *mac,
			    struct ovnet_dst *dst);
void ovnet_fdb_purge_dst(struct ovnet_net *on, struct ovnet_dst *dst);
void ovnet_fdb_purge_network(struct ovnet_network *network);
bool ovnet_fdb_points_to(struct ovnet_network *network, const u8 *mac,
			 const struct ovnet_dst *dst);

/* fdb_sweep.c */
bool ovnet_fdb_match(const void *arg, const void *wanted);
u32 ovnet_fdb_flush(struct ovnet_net *on,
		    const struct ovnet_fdb_filter *filter);
void ovnet_fdb_age(struct ovnet_net *on, unsigned long now);

/* fdb_netlink.c */
extern const struct nla_policy ovnet_fdb_policy[OVNET_A_FDB_MAX + 1];
bool ovnet_fdb_heard(const struct ovnet_network *network);
void ovnet_fdb_notify(const struct ovnet_fdb_row *row, u8 cmd);
extern const struct ovnet_batch_kind ovnet_fdb_kind_new, ovnet_fdb_kind_set,
	ovnet_fdb_kind_del;
int ovnet_fdb_flush_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_fdb_get_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_fdb_get_start(struct netlink_callback *cb);
int ovnet_fdb_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ovnet_fdb_get_done(struct netlink_callback *cb);

/* fdb_rtnl.c */
bool ovnet_fdb_rtnl_heard(const struct ovnet_network *network);
void ovnet_fdb_rtnl_notify(const struct ovnet_fdb_row *row, int type);
void ovnet_fdb_rtnl_notify_member(const struct ovnet_member *member, int type);
OVNET_COMPAT_NDO(ndo_fdb_add, ovnet_fdb_rtnl_add);
OVNET_COMPAT_NDO(ndo_fdb_del, ovnet_fdb_rtnl_del);
OVNET_COMPAT_NDO(ndo_fdb_del_bulk, ovnet_fdb_rtnl_flush);
int ovnet_fdb_rtnl_dump(struct sk_buff *skb, struct netlink_callback *cb,
			struct net_device *dev, struct net_device *filter_dev,
			int *idx);

#endif /* OVNET_FDB_H */
