/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_BOUND_H
#define OVNET_BOUND_H

#include "fdb.h"
#include "neigh.h"

struct ovnet_binding;
struct ovnet_route;

/**
 * struct ovnet_bound - what a binding has made, until it is for good
 * @fdb: what the row of its MAC was
 * @has_fdb: that row was changed
 * @neigh: what the row of its address was
 * @has_neigh: that row was changed
 * @route: to its address, or NULL
 */
struct ovnet_bound {
	struct ovnet_fdb_before fdb;
	bool has_fdb;
	struct ovnet_neigh_before neigh;
	bool has_neigh;
	struct ovnet_route *route;
};

int ovnet_bound_stage(const struct ovnet_binding *binding,
		      struct ovnet_bound *bound,
		      struct netlink_ext_ack *extack);
void ovnet_bound_settle(const struct ovnet_binding *binding,
			const struct ovnet_bound *bound);
void ovnet_bound_restore(const struct ovnet_binding *binding,
			 const struct ovnet_bound *bound);
void ovnet_bound_remove(const struct ovnet_binding *binding);

#endif /* OVNET_BOUND_H */
