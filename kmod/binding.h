/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_BINDING_H
#define OVNET_BINDING_H

#include "ovnet_priv.h"

struct ovnet_batch;

/**
 * struct ovnet_binding - what a port may send from
 * @port: whose
 * @mac: unicast and not zero
 * @addr: of @mac; no family: any
 * @claimed: see ovnet_batch_claim()
 * @node: in &struct ovnet_port.bindings
 * @rcu: walked under RCU
 */
struct ovnet_binding {
	struct ovnet_port *port;
	u8 mac[ETH_ALEN];
	struct ovnet_addr addr;
	bool claimed;
	struct list_head node;
	struct rcu_head rcu;
};

bool ovnet_binding_has_mac_rcu(const struct ovnet_port *port, const u8 *mac);
bool ovnet_binding_has_addr_rcu(const struct ovnet_port *port, const u8 *mac,
				const struct ovnet_addr *addr);
void ovnet_binding_announce_port(struct ovnet_port *port);
void ovnet_binding_free_port(struct ovnet_port *port);
int ovnet_binding_stage(struct ovnet_batch *batch, struct ovnet_port *port,
			const u8 *mac, const struct ovnet_addr *addr);
extern const struct nla_policy ovnet_binding_policy[OVNET_A_BINDING_MAX + 1];
extern const struct ovnet_batch_kind ovnet_binding_new, ovnet_binding_del;
int ovnet_binding_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

#endif /* OVNET_BINDING_H */
