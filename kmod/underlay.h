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
void ovnet_underlay_free_config(struct ovnet_net *on,
				struct ovnet_underlay_config *config,
				const struct ovnet_underlay_config *stays);
struct ovnet_underlay *
ovnet_underlay_create(struct ovnet_net *on, const char *name, u16 port,
		      int ifindex, bool shared,
		      const struct ovnet_underlay_config *config,
		      struct netlink_ext_ack *extack);
void ovnet_underlay_unlink(struct ovnet_net *on,
			   struct ovnet_underlay *underlay);
void ovnet_underlay_destroy(struct ovnet_net *on,
			    struct ovnet_underlay *underlay);

/* underlay_srv6.c */
int ovnet_underlay_srv6_check(struct nlattr **tb, u8 encap,
			      struct netlink_ext_ack *extack);
int ovnet_underlay_srv6_parse(struct nlattr **tb,
			      struct ovnet_underlay_config *config,
			      struct netlink_ext_ack *extack);
int ovnet_underlay_srv6_fill(struct sk_buff *skb,
			     const struct ovnet_underlay *underlay,
			     const struct ovnet_underlay_config *config);

/* underlay_netlink.c */
void ovnet_underlay_notify(const struct ovnet_underlay *underlay, u8 cmd);

#endif /* OVNET_UNDERLAY_H */
