/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_PROBE_H
#define OVNET_PROBE_H

#include "ovnet_priv.h"

struct vxlanhdr;

void ovnet_probe_exit(struct ovnet_net *on);
bool ovnet_probe_is(const struct vxlanhdr *vh);
int ovnet_probe_watch(struct ovnet_remote *remote, __be64 cookie);
void ovnet_probe_receive(const struct ovnet_udp *udp, struct sk_buff *skb,
			 const struct ovnet_addr *source,
			 const struct ovnet_addr *dest);

extern const struct nla_policy ovnet_probe_policy[OVNET_A_PROBE_MAX + 1];
int ovnet_probe_send_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_probe_get_doit(struct sk_buff *skb, struct genl_info *info);

#endif /* OVNET_PROBE_H */
