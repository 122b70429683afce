/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_MEMBER_H
#define OVNET_MEMBER_H

#include "ovnet_priv.h"

/* member_sid.c */
int ovnet_member_sid_init(struct ovnet_net *on);
void ovnet_member_sid_exit(struct ovnet_net *on);
bool ovnet_member_sid_rcu(const struct ovnet_network *network,
			  const struct ovnet_remote *remote, bool flood,
			  struct in6_addr *sid);
int ovnet_member_sid_stage(struct ovnet_member *member, struct nlattr **tb,
			   struct netlink_ext_ack *extack);
bool ovnet_member_sid_commit(struct ovnet_member *member);
void ovnet_member_sid_abort(struct ovnet_member *member);
void ovnet_member_sid_remove(struct ovnet_member *member);
int ovnet_member_sid_fill(struct sk_buff *skb,
			  const struct ovnet_member *member);

#endif /* OVNET_MEMBER_H */
