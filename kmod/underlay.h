/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_UNDERLAY_H
#define OVNET_UNDERLAY_H

#include "ovnet_priv.h"

extern const struct ovnet_underlay_config ovnet_underlay_defaults;
struct ovnet_underlay_config *
ovnet_underlay_config(struct ovnet_net *on,
		      const struct ovnet_underlay *underlay);
int ovnet_underlay_open(struct ovnet_net *on, struct ovnet_underlay *underlay,
			struct ovnet_underlay_config *config,
			struct netlink_ext_ack *extack);
void ovnet_underlay_free_config(struct ovnet_underlay_config *config);
struct ovnet_underlay *
ovnet_underlay_create(struct ovnet_net *on, const char *name, u16 port,
		      int ifindex, bool shared,
		      const struct ovnet_underlay_config *config,
		      struct netlink_ext_ack *extack);
void ovnet_underlay_unlink(struct ovnet_net *on,
			   struct ovnet_underlay *underlay);
void ovnet_underlay_destroy(struct ovnet_net *on,
			    struct ovnet_underlay *underlay);

/* underlay_netlink.c */
void ovnet_underlay_notify(const struct ovnet_underlay *underlay, u8 cmd);

#endif /* OVNET_UNDERLAY_H */
