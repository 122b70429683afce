/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_REMOTE_H
#define OVNET_REMOTE_H

#include "ovnet_priv.h"

/**
 * struct ovnet_remote_config - what can be asked of a new remote
 * @id: 1 to 2^32-2, or 0: the lowest free
 * @name: at most 31 bytes
 * @port: UDP, host byte order; 0: the underlay's
 * @up: bool
 * @router_mac: all zero: worked out from the addresses
 * @probe_interval: seconds; 0: never
 * @vteps: addresses; not in the table yet
 * @n_vteps: 1 to OVNET_REMOTE_VTEPS_MAX
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
};

struct ovnet_remote *ovnet_remote_by_name(struct ovnet_net *on,
					  const char *name);
struct ovnet_target *ovnet_remote_target(const struct ovnet_remote *r);
struct ovnet_target *
ovnet_remote_alloc_target(struct ovnet_vtep *const *vteps, int n, u16 port,
			  const u8 *router_mac);
void ovnet_remote_free_target_rcu(struct rcu_head *head);
struct ovnet_remote *
ovnet_remote_create(struct ovnet_net *on,
		    const struct ovnet_remote_config *config,
		    struct netlink_ext_ack *extack);
void ovnet_remote_unlink(struct ovnet_remote *remote);
void ovnet_remote_destroy(struct ovnet_remote *remote);

/* remote_netlink.c */
void ovnet_remote_notify(const struct ovnet_remote *remote, u8 cmd);

#endif /* OVNET_REMOTE_H */
