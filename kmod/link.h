/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_LINK_H
#define OVNET_LINK_H

#include "ovnet_priv.h"

/* link.c */
extern struct rtnl_link_ops ovnet_link_ops;

/* leg.c */
void ovnet_leg_setup(struct net_device *dev);
int ovnet_leg_newlink(struct net_device *dev, struct ovnet_net *on,
		      struct nlattr *tb[], struct nlattr *data[],
		      struct netlink_ext_ack *extack);
int ovnet_leg_changelink(struct net_device *dev, struct nlattr *data[],
			 struct netlink_ext_ack *extack);
void ovnet_leg_dellink(struct net_device *dev, struct list_head *head);
size_t ovnet_leg_get_size(const struct net_device *dev);
int ovnet_leg_fill_info(struct sk_buff *skb, const struct net_device *dev);

/* endpoint.c */
int ovnet_endpoint_newlink(struct net_device *dev, struct ovnet_net *on,
			   struct nlattr *tb[], struct nlattr *data[],
			   struct netlink_ext_ack *extack);
void ovnet_endpoint_dellink(struct net_device *dev, struct list_head *head);
size_t ovnet_endpoint_get_size(const struct net_device *dev);
int ovnet_endpoint_fill_info(struct sk_buff *skb,
			     const struct net_device *dev);

#endif /* OVNET_LINK_H */
