/* SPDX-License-Identifier: GPL-2.0 */
/* Would anybody see what a device is given to send, before its driver does? */
#ifndef OVNET_SEEN_H
#define OVNET_SEEN_H

#include <linux/netdevice.h>
#include <net/sch_generic.h>

#include "compat/ovnet_compat.h"

/* The device's own qdisc is that of its first queue, if it has none. */
static inline bool ovnet_seen_by_queue(const struct net_device *dev,
				       const struct netdev_queue *txq)
{
	return rcu_dereference_bh(txq->qdisc)->enqueue ||
	       rcu_access_pointer(dev->qdisc) !=
	       rcu_access_pointer(netdev_get_tx_queue(dev, 0)->qdisc);
}

static inline bool ovnet_seen_by_filter(const struct net_device *dev)
{
#ifdef CONFIG_NETFILTER_EGRESS
	if (rcu_access_pointer(dev->nf_hooks_egress))
		return true;
#endif
	return ovnet_compat_tc_egress(dev);
}

/**
 * ovnet_seen_out() - is somebody there?
 * @dev: that sends
 * @txq: by which of its queues
 *
 * A qdisc, a tc or netfilter program, a packet socket.
 *
 * Context: RCU, bottom halves off.
 * Return: true if so.
 */
static inline bool ovnet_seen_out(struct net_device *dev,
				  const struct netdev_queue *txq)
{
	return ovnet_seen_by_queue(dev, txq) || ovnet_seen_by_filter(dev) ||
	       ovnet_compat_nit_active(dev);
}

#endif /* OVNET_SEEN_H */
