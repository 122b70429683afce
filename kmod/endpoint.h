/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_ENDPOINT_H
#define OVNET_ENDPOINT_H

#include "ovnet_priv.h"

/**
 * struct ovnet_endpoint - private part of an endpoint's own device
 * @port: that it is; RCU; NULL once it goes, under RTNL
 * @on: namespace of the network
 * @dev: the device
 * @node: in &struct ovnet_net.gone once @port is NULL; RTNL
 * @mtu_set: the MTU is the user's; RTNL
 */
struct ovnet_endpoint {
	struct ovnet_port __rcu *port;
	struct ovnet_net *on;
	struct net_device *dev;
	struct list_head node;
	bool mtu_set;
};

struct ovnet_port *ovnet_endpoint_port_rcu(const struct net_device *dev,
					   const struct ovnet_net *on);
int ovnet_endpoint_check_mac(const struct net_device *dev, const u8 *mac,
			     struct netlink_ext_ack *extack);
void ovnet_endpoint_moved(struct net_device *dev);
void ovnet_endpoint_release(struct ovnet_port *port);
void ovnet_endpoint_reap(struct ovnet_net *on, struct list_head *kill);

#endif /* OVNET_ENDPOINT_H */
