// SPDX-License-Identifier: GPL-2.0
/* Remotes over netlink: made, changed, removed, shown. */
#include <linux/etherdevice.h>

#include "batch.h"
#include "locator.h"
#include "multipath.h"
#include "pmtu.h"
#include "remote.h"
#include "vtep.h"
#include "watch.h"

OVNET_COMPAT_RANGE ovnet_remote_id_range = {
	.min = 1,
	.max = U32_MAX - 1,
};

const struct nla_policy ovnet_remote_source_policy[OVNET_A_SOURCE_MAX + 1] = {
	[OVNET_A_SOURCE_ADDR] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[OVNET_A_SOURCE_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
};

const struct nla_policy ovnet_remote_policy[OVNET_A_REMOTE_MAX + 1] = {
	[OVNET_A_REMOTE_ID] = NLA_POLICY_FULL_RANGE(NLA_U32,
						    &ovnet_remote_id_range),
	[OVNET_A_REMOTE_NAME] = { .type = NLA_NUL_STRING,
				  .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_REMOTE_KIND] = NLA_POLICY_RANGE(NLA_U8,
						 OVNET_REMOTE_KIND_VXLAN,
						 OVNET_REMOTE_KIND_SRV6),
	[OVNET_A_REMOTE_VTEP] = NLA_POLICY_RANGE(NLA_BINARY, sizeof(__be32),
						 sizeof(struct in6_addr)),
	[OVNET_A_REMOTE_PORT] = { .type = NLA_U16 },
	[OVNET_A_REMOTE_UP] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_REMOTE_FORCE] = { .type = NLA_FLAG },
	[OVNET_A_REMOTE_ROUTER_MAC] = NLA_POLICY_ETH_ADDR,
	[OVNET_A_REMOTE_PROBE_INTERVAL] =
		NLA_POLICY_MAX(NLA_U16, OVNET_WATCH_INTERVAL_MAX),
	[OVNET_A_REMOTE_LOCATOR] =
		NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[OVNET_A_REMOTE_LOCATOR_LEN] =
		NLA_POLICY_MAX(NLA_U8, OVNET_LOCATOR_LEN_MAX),
	[OVNET_A_REMOTE_SEG] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[OVNET_A_REMOTE_SOURCE] = NLA_POLICY_NESTED(ovnet_remote_source_policy),
	[OVNET_A_REMOTE_FOREIGN] = NLA_POLICY_MAX(NLA_U8, 1),
};

#define OVNET_REMOTE_MULTI	(BIT(OVNET_A_REMOTE_VTEP) | \
				 BIT(OVNET_A_REMOTE_SEG) | \
				 BIT(OVNET_A_REMOTE_SOURCE))

static int ovnet_remote_fill_pmtu(struct sk_buff *skb,
				  const struct ovnet_remote *remote)
{
	u64 expires;
	u32 mtu;

	mtu = ovnet_pmtu_learned(ovnet_remote_target(remote), &expires);
	if (mtu && (nla_put_u32(skb, OVNET_A_REMOTE_PMTU, mtu) ||
		    ovnet_put_u64(skb, OVNET_A_REMOTE_PMTU_EXPIRES_MS, expires)))
		return -EMSGSIZE;
	return 0;
}

static int ovnet_remote_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_remote *remote = object;
	int i;

	if (nla_put_u32(skb, OVNET_A_REMOTE_ID, remote->id) ||
	    nla_put_string(skb, OVNET_A_REMOTE_NAME, remote->name) ||
	    nla_put_u8(skb, OVNET_A_REMOTE_KIND,
		       remote->n_vteps ? OVNET_REMOTE_KIND_VXLAN :
					 OVNET_REMOTE_KIND_SRV6) ||
	    nla_put_u16(skb, OVNET_A_REMOTE_PORT, remote->port) ||
	    nla_put_u8(skb, OVNET_A_REMOTE_UP, remote->up) ||
	    nla_put_u32(skb, OVNET_A_REMOTE_MEMBERS, remote->n_members) ||
	    nla_put_u32(skb, OVNET_A_REMOTE_FDB,
			READ_ONCE(remote->dst.n_rows)) ||
	    nla_put_u8(skb, OVNET_A_REMOTE_IMPLICIT, remote->implicit) ||
	    nla_put_u16(skb, OVNET_A_REMOTE_PROBE_INTERVAL,
			remote->watch.interval) ||
	    nla_put_u8(skb, OVNET_A_REMOTE_LOST,
		       READ_ONCE(remote->watch.lost)) ||
	    (!is_zero_ether_addr(remote->router_mac) &&
	     nla_put(skb, OVNET_A_REMOTE_ROUTER_MAC, ETH_ALEN,
		     remote->router_mac)) ||
	    ovnet_remote_fill_pmtu(skb, remote) ||
	    ovnet_remote_srv6_fill(skb, remote))
		return -EMSGSIZE;
	for (i = 0; i < remote->n_vteps; i++) {
		const struct ovnet_addr *addr = &remote->vteps[i]->addr;

		if (nla_put(skb, OVNET_A_REMOTE_VTEP,
			    addr->family == AF_INET ? sizeof(addr->v4) :
						      sizeof(addr->v6),
			    &addr->v4))
			return -EMSGSIZE;
	}
	return ovnet_netlink_put_stats(skb, OVNET_A_REMOTE_STATS,
				       remote->stats);
}

static const struct ovnet_msg_kind ovnet_remote_kind = {
	.cmd = OVNET_CMD_REMOTE_GET,
	.attr = OVNET_A_REMOTE,
	.fill = ovnet_remote_fill,
};

/**
 * ovnet_remote_notify() - tell whoever listens about a remote
 * @remote: its namespace's mutex is held
 * @cmd: OVNET_CMD_REMOTE_*
 */
void ovnet_remote_notify(const struct ovnet_remote *remote, u8 cmd)
{
	ovnet_netlink_notify(remote->on->net, OVNET_NETLINK_GROUP_CONFIG,
			     GFP_KERNEL, cmd, &ovnet_remote_kind, remote);
}

/**
 * struct ovnet_remote_step - a remote that is made, changed or removed
 * @step: of the message
 * @remote: which
 * @vteps: its new addresses
 * @n_vteps: 0: it keeps those that it has, or is to have none
 * @bare: that is, none
 * @srv6: how it is reached by SRv6
 * @target: where it is to be sent
 * @port: to be its
 * @up: to be so
 * @router_mac: to be its
 * @probe_interval: to be its
 */
struct ovnet_remote_step {
	struct ovnet_batch_step step;
	struct ovnet_remote *remote;
	struct ovnet_vtep *vteps[OVNET_REMOTE_VTEPS_MAX];
	int n_vteps;
	bool bare;
	struct ovnet_remote_srv6 srv6;
	struct ovnet_target *target;
	u16 port;
	bool up;
	u8 router_mac[ETH_ALEN];
	u16 probe_interval;
};

static struct ovnet_remote_step *
ovnet_remote_step(struct ovnet_batch_step *step)
{
	return container_of(step, struct ovnet_remote_step, step);
}

static void ovnet_remote_commit_new(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	ovnet_remote_notify(ovnet_remote_step(step)->remote,
			    OVNET_CMD_REMOTE_NEW);
}

static void ovnet_remote_abort_new(struct ovnet_batch *batch,
				   struct ovnet_batch_step *step)
{
	ovnet_remote_unlink(ovnet_remote_step(step)->remote);
}

static int ovnet_remote_check_router_mac(struct nlattr **tb,
					 struct netlink_ext_ack *extack)
{
	struct nlattr *mac = tb[OVNET_A_REMOTE_ROUTER_MAC];

	if (!mac || !is_multicast_ether_addr(nla_data(mac)))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, mac,
			    "A router MAC is unicast, or all zero for the default");
	return -EINVAL;
}

static int ovnet_remote_check_new(struct ovnet_batch *batch,
				  struct nlattr **tb)
{
	struct nlattr *name = tb[OVNET_A_REMOTE_NAME];
	int err;

	if (!name || !tb[OVNET_A_REMOTE_KIND]) {
		NL_SET_ERR_ATTR_MISS(batch->extack, batch->nest,
				     name ? OVNET_A_REMOTE_KIND :
					    OVNET_A_REMOTE_NAME);
		NL_SET_ERR_MSG(batch->extack,
			       "A remote needs a name and a kind");
		return -EINVAL;
	}
	err = ovnet_remote_check_router_mac(tb, batch->extack);
	return err ?: ovnet_netlink_name_valid(name, batch->extack);
}

/* With 0.0.0.0 alone it is to have no address. */
static bool ovnet_remote_is_bare(const struct nlattr *nest)
{
	const struct nlattr *attr;
	bool bare = false;
	int n = 0, rem;

	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != OVNET_A_REMOTE_VTEP)
			continue;
		bare = !n++ && nla_len(attr) == sizeof(__be32) &&
		       !nla_get_in_addr(attr);
	}
	return bare;
}

/* With nothing of its own that another has, and reached somehow. */
static int ovnet_remote_check_addresses(struct ovnet_batch *batch,
					const struct ovnet_remote *self,
					const struct ovnet_remote_step *s)
{
	int n = s->n_vteps;
	int err;

	err = ovnet_vtep_check(batch->on, self, s->vteps, n, batch->extack);
	if (err)
		return err;
	if (self && !s->bare)
		n = n ?: self->n_vteps;
	if (!n && !s->srv6.n_sources) {
		NL_SET_ERR_MSG(batch->extack,
			       "A remote needs an address, a locator or, if it is foreign, a source");
		return -EINVAL;
	}
	if (!n && s->srv6.foreign && s->probe_interval) {
		NL_SET_ERR_MSG(batch->extack,
			       "A foreign remote answers no probes by SRv6");
		return -EOPNOTSUPP;
	}
	return ovnet_remote_srv6_check(batch->on, self, &s->srv6,
				       batch->extack);
}

static int ovnet_remote_check_kind(struct ovnet_batch *batch,
				   struct nlattr **tb,
				   const struct ovnet_remote_step *s)
{
	bool srv6 = nla_get_u8(tb[OVNET_A_REMOTE_KIND]) ==
		    OVNET_REMOTE_KIND_SRV6;

	if (srv6 ? s->srv6.n_sources : s->n_vteps)
		return 0;
	if (srv6)
		NL_SET_ERR_MSG(batch->extack,
			       "A remote of kind srv6 needs a locator or, if it is foreign, a source");
	else
		NL_SET_ERR_MSG(batch->extack,
			       "A remote of kind vxlan needs an address");
	NL_SET_BAD_ATTR(batch->extack, tb[OVNET_A_REMOTE_KIND]);
	return -EINVAL;
}

static int ovnet_remote_check_free(struct ovnet_batch *batch,
				   struct nlattr *name,
				   const struct ovnet_remote_step *s)
{
	if (ovnet_remote_by_name(batch->on, nla_data(name))) {
		ovnet_compat_extack(batch->extack, "Remote %s exists",
				    (char *)nla_data(name));
		NL_SET_BAD_ATTR(batch->extack, name);
		return -EEXIST;
	}
	return ovnet_remote_check_addresses(batch, NULL, s);
}

static int ovnet_remote_prepare_new(struct ovnet_batch *batch,
				    struct nlattr **tb)
{
	struct ovnet_remote_config config = {};
	struct ovnet_remote_step *s;
	int err;

	err = ovnet_remote_check_new(batch, tb);
	if (err)
		return err;
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->bare = ovnet_remote_is_bare(batch->nest);
	if (!s->bare)
		s->n_vteps = ovnet_vtep_parse(batch->nest, s->vteps,
					      batch->extack);
	if (s->n_vteps < 0)
		return s->n_vteps;
	err = ovnet_remote_srv6_parse(NULL, batch->nest, tb, &s->srv6,
				      batch->extack);
	if (err)
		goto err_vteps;
	if (tb[OVNET_A_REMOTE_PROBE_INTERVAL])
		s->probe_interval =
			nla_get_u16(tb[OVNET_A_REMOTE_PROBE_INTERVAL]);
	err = ovnet_remote_check_kind(batch, tb, s);
	if (!err)
		err = ovnet_remote_check_free(batch, tb[OVNET_A_REMOTE_NAME],
					      s);
	if (err)
		goto err_sources;

	config.name = nla_data(tb[OVNET_A_REMOTE_NAME]);
	if (tb[OVNET_A_REMOTE_ID])
		config.id = nla_get_u32(tb[OVNET_A_REMOTE_ID]);
	if (tb[OVNET_A_REMOTE_PORT])
		config.port = nla_get_u16(tb[OVNET_A_REMOTE_PORT]);
	config.up = !tb[OVNET_A_REMOTE_UP] ||
		    nla_get_u8(tb[OVNET_A_REMOTE_UP]);
	if (tb[OVNET_A_REMOTE_ROUTER_MAC])
		ether_addr_copy(config.router_mac,
				nla_data(tb[OVNET_A_REMOTE_ROUTER_MAC]));
	config.probe_interval = s->probe_interval;
	config.vteps = s->vteps;
	config.n_vteps = s->n_vteps;
	config.srv6 = &s->srv6;
	s->remote = ovnet_remote_create(batch->on, &config, batch->extack);
	if (IS_ERR(s->remote)) {
		err = PTR_ERR(s->remote);
		if (err == -EEXIST)
			NL_SET_BAD_ATTR(batch->extack, tb[OVNET_A_REMOTE_ID]);
		goto err_sources;
	}
	s->step.commit = ovnet_remote_commit_new;
	s->step.abort = ovnet_remote_abort_new;
	ovnet_batch_add(batch, &s->step);
	return 0;

err_sources:
	ovnet_locator_free(s->srv6.sources, s->srv6.n_sources);
err_vteps:
	ovnet_vtep_free(s->vteps, s->n_vteps);
	return err;
}

const struct ovnet_batch_kind ovnet_remote_new = {
	.attr = OVNET_A_REMOTE,
	.max = OVNET_A_REMOTE_MAX,
	.multi = OVNET_REMOTE_MULTI,
	.policy = ovnet_remote_policy,
	.prepare = ovnet_remote_prepare_new,
};

static void ovnet_remote_commit_set(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	struct ovnet_remote_step *s = ovnet_remote_step(step);
	struct ovnet_remote *remote = s->remote;
	struct ovnet_target *old = ovnet_remote_target(remote);
	bool there = ovnet_remote_is_there(remote);

	if (s->n_vteps || s->bare)
		ovnet_vtep_adopt(batch->on, remote, s->vteps, s->n_vteps);
	ovnet_remote_srv6_adopt(remote, &s->srv6);
	rcu_assign_pointer(remote->target, s->target);
	call_rcu(&old->rcu, ovnet_remote_free_target_rcu);
	remote->port = s->port;
	ether_addr_copy(remote->router_mac, s->router_mac);
	WRITE_ONCE(remote->up, s->up);
	ovnet_watch_set(remote, s->probe_interval);
	if (ovnet_remote_is_there(remote) != there)
		ovnet_multipath_follow(remote);
	ovnet_remote_notify(remote, OVNET_CMD_REMOTE_SET);
}

static void ovnet_remote_abort_set(struct ovnet_batch *batch,
				   struct ovnet_batch_step *step)
{
	struct ovnet_remote_step *s = ovnet_remote_step(step);

	ovnet_vtep_take_back(batch->on, s->remote, s->vteps, s->n_vteps);
	ovnet_vtep_free(s->vteps, s->n_vteps);
	ovnet_locator_take_back(batch->on, s->remote, s->srv6.sources,
				s->srv6.n_sources);
	ovnet_locator_free(s->srv6.sources, s->srv6.n_sources);
	ovnet_remote_free_target_rcu(&s->target->rcu);
}

/* What it is to be; its new addresses are accepted from already. */
static int ovnet_remote_stage(struct ovnet_batch *batch, struct nlattr **tb,
			      struct ovnet_remote_step *s)
{
	struct ovnet_remote *remote = s->remote;
	int n = s->n_vteps;
	int err;

	err = ovnet_remote_check_router_mac(tb, batch->extack);
	if (err)
		return err;
	s->up = tb[OVNET_A_REMOTE_UP] ? nla_get_u8(tb[OVNET_A_REMOTE_UP]) :
					remote->up;
	s->port = tb[OVNET_A_REMOTE_PORT] ?
		  nla_get_u16(tb[OVNET_A_REMOTE_PORT]) : remote->port;
	s->probe_interval = tb[OVNET_A_REMOTE_PROBE_INTERVAL] ?
			    nla_get_u16(tb[OVNET_A_REMOTE_PROBE_INTERVAL]) :
			    remote->watch.interval;
	ether_addr_copy(s->router_mac, tb[OVNET_A_REMOTE_ROUTER_MAC] ?
			nla_data(tb[OVNET_A_REMOTE_ROUTER_MAC]) :
			remote->router_mac);
	err = ovnet_remote_check_addresses(batch, remote, s);
	if (err)
		return err;
	if (n || s->bare)
		s->target = ovnet_remote_alloc_target(s->vteps, n, s->port,
						      &s->srv6, s->router_mac);
	else
		s->target = ovnet_remote_alloc_target(remote->vteps,
						      remote->n_vteps, s->port,
						      &s->srv6, s->router_mac);
	if (!s->target)
		return -ENOMEM;
	err = ovnet_vtep_insert(batch->on, remote, s->vteps, n);
	if (err)
		goto err_target;
	err = ovnet_locator_insert(batch->on, remote, s->srv6.sources,
				   s->srv6.n_sources);
	if (err)
		goto err_vteps;
	return 0;

err_vteps:
	ovnet_vtep_take_back(batch->on, remote, s->vteps, n);
err_target:
	ovnet_remote_free_target_rcu(&s->target->rcu);
	return err;
}

/* The addresses, if given, replace all that it has. */
static int ovnet_remote_prepare_set(struct ovnet_batch *batch,
				    struct nlattr **tb)
{
	struct ovnet_remote_step *s;
	int err;

	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->bare = ovnet_remote_is_bare(batch->nest);
	if (!s->bare)
		s->n_vteps = ovnet_vtep_parse(batch->nest, s->vteps,
					      batch->extack);
	if (s->n_vteps < 0)
		return s->n_vteps;
	err = ovnet_remote_resolve(batch->on, tb[OVNET_A_REMOTE_ID],
				   tb[OVNET_A_REMOTE_NAME], &s->remote,
				   batch->extack);
	if (err)
		goto err_vteps;
	err = ovnet_remote_srv6_parse(s->remote, batch->nest, tb, &s->srv6,
				      batch->extack);
	if (err)
		goto err_vteps;
	s->step.commit = ovnet_remote_commit_set;
	s->step.abort = ovnet_remote_abort_set;
	err = ovnet_batch_claim(batch, &s->step, &s->remote->claimed);
	if (err)
		goto err_sources;
	err = ovnet_remote_stage(batch, tb, s);
	if (err)
		goto err_claim;
	ovnet_batch_add(batch, &s->step);
	return 0;

err_claim:
	s->remote->claimed = false;
err_sources:
	ovnet_locator_free(s->srv6.sources, s->srv6.n_sources);
err_vteps:
	ovnet_vtep_free(s->vteps, s->n_vteps);
	return err;
}

const struct ovnet_batch_kind ovnet_remote_set = {
	.attr = OVNET_A_REMOTE,
	.max = OVNET_A_REMOTE_MAX,
	.multi = OVNET_REMOTE_MULTI,
	.policy = ovnet_remote_policy,
	.prepare = ovnet_remote_prepare_set,
};

/* Who would lose by its removal? */
static int ovnet_remote_check_unused(struct ovnet_remote *remote,
				     struct netlink_ext_ack *extack)
{
	const struct ovnet_member *member;

	member = list_first_entry_or_null(&remote->members,
					  struct ovnet_member, remote_node);
	if (member)
		ovnet_compat_extack(extack,
				    "Member of network %s: ovctl member del, or force",
				    member->network->name);
	else if (READ_ONCE(remote->dst.n_rows))
		ovnet_compat_extack(extack,
				    "%u FDB rows point to it: ovctl fdb flush, or force",
				    READ_ONCE(remote->dst.n_rows));
	else if (remote->dst.n_routes)
		ovnet_compat_extack(extack,
				    "%u routes point to it: ovctl route del, or force",
				    remote->dst.n_routes);
	else
		return 0;
	return -EBUSY;
}

static void ovnet_remote_commit_del(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	struct ovnet_remote *remote = ovnet_remote_step(step)->remote;

	ovnet_remote_destroy(remote);
}

static int ovnet_remote_prepare_del(struct ovnet_batch *batch,
				    struct nlattr **tb)
{
	struct ovnet_remote *remote;
	struct ovnet_remote_step *s;
	int err;

	err = ovnet_remote_resolve(batch->on, tb[OVNET_A_REMOTE_ID],
				   tb[OVNET_A_REMOTE_NAME], &remote,
				   batch->extack);
	if (err)
		return err;
	if (!tb[OVNET_A_REMOTE_FORCE]) {
		err = ovnet_remote_check_unused(remote, batch->extack);
		if (err)
			return err;
	}
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->remote = remote;
	s->step.commit = ovnet_remote_commit_del;
	return ovnet_batch_add_once(batch, &s->step, &remote->claimed);
}

const struct ovnet_batch_kind ovnet_remote_del = {
	.attr = OVNET_A_REMOTE,
	.max = OVNET_A_REMOTE_MAX,
	.multi = OVNET_REMOTE_MULTI,
	.policy = ovnet_remote_policy,
	.prepare = ovnet_remote_prepare_del,
};

/**
 * ovnet_remote_get_doit() - OVNET_CMD_REMOTE_GET of one
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_remote_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_REMOTE_MAX + 1];
	struct ovnet_remote *remote;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_REMOTE, tb, OVNET_A_REMOTE_MAX,
				  ovnet_remote_policy);
	if (err)
		return err;
	mutex_lock(&on->lock);
	err = ovnet_remote_resolve(on, tb[OVNET_A_REMOTE_ID],
				   tb[OVNET_A_REMOTE_NAME], &remote,
				   info->extack);
	if (!err)
		err = ovnet_netlink_reply(info, &ovnet_remote_kind, remote);
	mutex_unlock(&on->lock);
	return err;
}

static bool ovnet_remote_match(const struct ovnet_remote *remote,
			       struct nlattr **tb, const struct ovnet_addr *addr)
{
	const struct nlattr *kind = tb[OVNET_A_REMOTE_KIND];

	if (kind && !(nla_get_u8(kind) == OVNET_REMOTE_KIND_SRV6 ?
		      remote->n_sources : remote->n_vteps))
		return false;
	return (!tb[OVNET_A_REMOTE_UP] ||
		remote->up == nla_get_u8(tb[OVNET_A_REMOTE_UP])) &&
	       (!addr->family ||
		ovnet_vtep_in(remote->vteps, remote->n_vteps, addr));
}

/**
 * ovnet_remote_get_dumpit() - OVNET_CMD_REMOTE_GET of all
 * @skb: reply
 * @cb: dump; args[0]: next id
 *
 * With an address or a state, only the remotes that have it; with a kind, those
 * that are reached by it.
 *
 * Return: length of the reply or an error.
 */
int ovnet_remote_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct nlattr *tb[OVNET_A_REMOTE_MAX + 1];
	struct ovnet_addr addr = {};
	struct ovnet_remote *remote;
	unsigned long id;
	int err;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_REMOTE, tb,
				       OVNET_A_REMOTE_MAX, ovnet_remote_policy,
				       BIT(OVNET_A_REMOTE_KIND) |
				       BIT(OVNET_A_REMOTE_VTEP) |
				       BIT(OVNET_A_REMOTE_UP));
	if (err)
		return err;
	if (tb[OVNET_A_REMOTE_VTEP]) {
		err = ovnet_vtep_parse_addr(tb[OVNET_A_REMOTE_VTEP], &addr,
					    cb->extack);
		if (err)
			return err;
	}
	mutex_lock(&on->lock);
	cb->seq = on->generation;
	xa_for_each_start(&on->remotes, id, remote, cb->args[0]) {
		if (!ovnet_remote_match(remote, tb, &addr))
			continue;
		if (ovnet_netlink_dump(skb, cb, &ovnet_remote_kind, remote))
			break;
		cb->args[0] = id + 1;
	}
	mutex_unlock(&on->lock);
	return skb->len;
}
