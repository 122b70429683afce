/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_NODE_H
#define OVNET_NODE_H

#include <linux/ovnet.h>
#include <net/genetlink.h>

struct ovnet_batch_kind;
struct ovnet_net;

void ovnet_node_init(struct ovnet_net *on);
extern const struct nla_policy ovnet_node_policy[OVNET_A_NODE_MAX + 1];
extern const struct ovnet_batch_kind ovnet_node_set;
int ovnet_node_get_doit(struct sk_buff *skb, struct genl_info *info);

#endif /* OVNET_NODE_H */
