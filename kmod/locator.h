/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_LOCATOR_H
#define OVNET_LOCATOR_H

#include "ovnet_priv.h"

bool ovnet_locator_valid(const struct in6_addr *locator, u8 len);
bool ovnet_locator_unicast(const struct in6_addr *addr);
struct ovnet_underlay *ovnet_locator_own_rcu(struct ovnet_net *on,
					     const struct in6_addr *addr);
struct ovnet_remote *ovnet_locator_remote_rcu(struct ovnet_net *on,
					      const struct in6_addr *source);
void ovnet_locator_router_mac(u8 *mac, const struct in6_addr *locator);

/* Of underlays. */
int ovnet_locator_open(struct ovnet_underlay *underlay,
		       struct ovnet_underlay_config *config,
		       struct netlink_ext_ack *extack);
void ovnet_locator_close(struct ovnet_net *on,
			 const struct ovnet_underlay_config *config,
			 const struct ovnet_underlay_config *stays);

/* Of remotes. */
int ovnet_locator_check_own(struct ovnet_net *on, const struct in6_addr *addr,
			    u8 len, bool either, struct netlink_ext_ack *extack);
int ovnet_locator_check_sid(const struct ovnet_remote *remote,
			    const struct nlattr *attr,
			    const struct in6_addr *sid,
			    struct netlink_ext_ack *extack);
struct ovnet_source *ovnet_locator_source(const struct in6_addr *addr, u8 len);
bool ovnet_locator_in(struct ovnet_source *const *sources, int n,
		      const struct ovnet_source *source);
int ovnet_locator_check(struct ovnet_net *on, const struct ovnet_remote *self,
			struct ovnet_source *const *sources, int n,
			struct netlink_ext_ack *extack);
int ovnet_locator_insert(struct ovnet_net *on, struct ovnet_remote *remote,
			 struct ovnet_source *const *sources, int n);
void ovnet_locator_take_back(struct ovnet_net *on, struct ovnet_remote *remote,
			     struct ovnet_source *const *sources, int n);
void ovnet_locator_adopt(struct ovnet_net *on, struct ovnet_remote *remote,
			 struct ovnet_source **sources, int n);
void ovnet_locator_remove(struct ovnet_net *on,
			  struct ovnet_source *const *sources, int n);
void ovnet_locator_free(struct ovnet_source *const *sources, int n);

#endif /* OVNET_LOCATOR_H */
