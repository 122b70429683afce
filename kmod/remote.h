/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_REMOTE_H
#define OVNET_REMOTE_H

#include "ovnet_priv.h"

/**
 * struct ovnet_remote_srv6 - how a remote is reached by SRv6
 * @locator: prefix of its SIDs
 * @locator_len: bits; 0: none
 * @foreign: no node of ours
 * @n_segs: on the way
 * @segs: visited before it
 * @sources_given: @sources is not just @locator
 * @n_sources: 0: it is not reached
 * @sources: that it sends from; not in the table yet, see
 *	     ovnet_locator_insert()
 */
struct ovnet_remote_srv6 {
	struct in6_addr locator;
	u8 locator_len;
	bool foreign;
	u8 n_segs;
	struct in6_addr segs[OVNET_REMOTE_SEGS_MAX];
	bool sources_given;
	u8 n_sources;
	struct ovnet_source *sources[OVNET_REMOTE_SOURCES_MAX];
};

/**
 * struct ovnet_remote_config - what can be asked of a new remote
 * @id: 1 to 2^32-2, or 0: the lowest free
 * @name: at most 31 bytes
 * @port: UDP, host byte order; 0: the underlay's
 * @up: bool
 * @router_mac: all zero: worked out from the addresses
 * @probe_interval: seconds; 0: never
 * @vteps: addresses; not in the table yet
 * @n_vteps: up to OVNET_REMOTE_VTEPS_MAX
 * @srv6: how it is reached by SRv6; NULL: it is not
 */
struct ovnet_remote_config {
	u32 id;
	const char *name;
	u16 port;
	bool up;
	u8 router_mac[ETH_ALEN];
	u16 probe_interval;
	struct ovnet_vtep **vteps;
	int n_vteps;
	struct ovnet_remote_srv6 *srv6;
};

struct ovnet_remote *ovnet_remote_by_name(struct ovnet_net *on,
					  const char *name);
struct ovnet_target *ovnet_remote_target(const struct ovnet_remote *r);
struct ovnet_target *
ovnet_remote_alloc_target(struct ovnet_vtep *const *vteps, int n, u16 port,
			  const struct ovnet_remote_srv6 *srv6,
			  const u8 *router_mac);
void ovnet_remote_free_target_rcu(struct rcu_head *head);
struct ovnet_remote *
ovnet_remote_create(struct ovnet_net *on,
		    const struct ovnet_remote_config *config,
		    struct netlink_ext_ack *extack);
void ovnet_remote_unlink(struct ovnet_remote *remote);
void ovnet_remote_destroy(struct ovnet_remote *remote);

/* remote_srv6.c */
extern const struct nla_policy
	ovnet_remote_source_policy[OVNET_A_SOURCE_MAX + 1];
int ovnet_remote_srv6_parse(const struct ovnet_remote *remote,
			    const struct nlattr *nest, struct nlattr **tb,
			    struct ovnet_remote_srv6 *srv6,
			    struct netlink_ext_ack *extack);
int ovnet_remote_srv6_check(struct ovnet_net *on,
			    const struct ovnet_remote *self,
			    const struct ovnet_remote_srv6 *srv6,
			    struct netlink_ext_ack *extack);
void ovnet_remote_srv6_adopt(struct ovnet_remote *remote,
			     struct ovnet_remote_srv6 *srv6);
int ovnet_remote_srv6_fill(struct sk_buff *skb,
			   const struct ovnet_remote *remote);

/* remote_netlink.c */
void ovnet_remote_notify(const struct ovnet_remote *remote, u8 cmd);

#endif /* OVNET_REMOTE_H */
