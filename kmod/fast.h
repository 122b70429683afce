/* SPDX-License-Identifier: GPL-2.0 */
/*
 * May tunnel packets go past the host's IP stack? The setting underlay-hooks
 * says; by default, where nobody there would have seen them.
 */
#ifndef OVNET_FAST_H
#define OVNET_FAST_H

#include <linux/netfilter_ipv4.h>

#include "ovnet_priv.h"

/*
 * AppArmor's hook is always there, and looks at packets that are marked for it
 * alone. Other security modules have one at NF_INET_LOCAL_OUT, too.
 */
static inline bool ovnet_fast_is_apparmor(const struct nf_hook_entries *hooks)
{
	return hooks->num_hook_entries == 1 &&
	       nf_hook_entries_get_hook_ops(hooks)[0]->priority ==
	       NF_IP_PRI_SELINUX_FIRST;
}

static inline bool ovnet_fast_marked(const struct sk_buff *skb)
{
#ifdef CONFIG_NETWORK_SECMARK
	return skb->secmark;
#else
	return false;
#endif
}

static inline bool ovnet_fast_nobody(struct nf_hook_entries __rcu *const *hooks,
				     const struct sk_buff *skb)
{
	const struct nf_hook_entries *last =
		rcu_dereference(hooks[NF_INET_POST_ROUTING]);

	return !rcu_access_pointer(hooks[NF_INET_LOCAL_OUT]) &&
	       (!last || ovnet_fast_is_apparmor(last)) &&
	       !ovnet_fast_marked(skb);
}

/**
 * ovnet_fast_out() - past the host's stack on the way out?
 * @on: namespace
 * @family: AF_INET or AF_INET6
 * @skb: what is sent
 *
 * What IPsec policies say is in the route.
 *
 * Context: RCU.
 * Return: whether it may go so.
 */
static inline bool ovnet_fast_out(const struct ovnet_net *on, u16 family,
				  const struct sk_buff *skb)
{
	u8 hooks = READ_ONCE(on->underlay_hooks);

	if (likely(hooks == OVNET_UNDERLAY_HOOKS_AUTO))
		return ovnet_fast_nobody(family == AF_INET ?
					 on->net->nf.hooks_ipv4 :
					 on->net->nf.hooks_ipv6, skb);
	return hooks == OVNET_UNDERLAY_HOOKS_OFF;
}

/* Ours are the only ones on the way in. */
static inline bool ovnet_fast_alone(struct nf_hook_entries __rcu *const *hooks,
				    u16 ours)
{
	const struct nf_hook_entries *first =
		rcu_dereference(hooks[NF_INET_PRE_ROUTING]);

	return first && first->num_hook_entries == ours &&
	       !rcu_access_pointer(hooks[NF_INET_LOCAL_IN]);
}

/**
 * ovnet_fast_in() - past the host's stack on the way in?
 * @on: namespace
 * @family: AF_INET or AF_INET6
 *
 * Context: RCU; a hook at NF_INET_PRE_ROUTING.
 * Return: whether packets may.
 */
static inline bool ovnet_fast_in(const struct ovnet_net *on, u16 family)
{
	u8 hooks = READ_ONCE(on->underlay_hooks);

	if (likely(hooks == OVNET_UNDERLAY_HOOKS_AUTO))
		return family == AF_INET ?
		       ovnet_fast_alone(on->net->nf.hooks_ipv4,
					READ_ONCE(on->hooks4)) :
		       ovnet_fast_alone(on->net->nf.hooks_ipv6,
					READ_ONCE(on->hooks6));
	return hooks == OVNET_UNDERLAY_HOOKS_OFF;
}

#endif /* OVNET_FAST_H */
