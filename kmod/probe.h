/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_PROBE_H
#define OVNET_PROBE_H

#include "ovnet_priv.h"

struct vxlanhdr;

/* probe.c */
void ovnet_probe_exit(struct ovnet_net *on);
int ovnet_probe_watch(struct ovnet_remote *remote, __be64 cookie);

extern const struct nla_policy ovnet_probe_policy[OVNET_A_PROBE_MAX + 1];
int ovnet_probe_send_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_probe_get_doit(struct sk_buff *skb, struct genl_info *info);

/* probe_vxlan.c */
bool ovnet_probe_vxlan_is(const struct vxlanhdr *vh);
void ovnet_probe_vxlan_receive(const struct ovnet_udp *udp,
			       struct sk_buff *skb,
			       const struct ovnet_addr *source,
			       const struct ovnet_addr *dest);

/* probe_srv6.c */
enum ovnet_drop_reason
ovnet_probe_srv6_receive(const struct ovnet_underlay *underlay,
			 struct ovnet_remote *remote,
			 const struct sk_buff *skb, int off);

#endif /* OVNET_PROBE_H */
