/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_DELIVER_H
#define OVNET_DELIVER_H

#include "ovnet_priv.h"

bool ovnet_deliver_is_pair(const struct net_device *dev);
void ovnet_deliver(struct ovnet_port *port, const struct ovnet_pkt *pkt,
		   struct sk_buff *skb);

#endif /* OVNET_DELIVER_H */
