/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_ADDR_H
#define OVNET_ADDR_H

#include "ovnet_priv.h"

bool ovnet_addr_equal(const struct ovnet_addr *a, const struct ovnet_addr *b);
bool ovnet_addr_unicast(const struct ovnet_addr *addr);
int ovnet_addr_parse(struct nlattr *addr4, struct nlattr *addr6,
		     struct ovnet_addr *addr, struct netlink_ext_ack *extack);
int ovnet_addr_put(struct sk_buff *skb, const struct ovnet_addr *addr,
		   int attr4, int attr6);

#endif /* OVNET_ADDR_H */
