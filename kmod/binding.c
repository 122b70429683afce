// SPDX-License-Identifier: GPL-2.0
/* Bindings: what a port may send from, and so has. */
#include <linux/etherdevice.h>
#include <linux/rculist.h>

#include "addr.h"
#include "batch.h"
#include "binding.h"
#include "ra.h"
#include "bound.h"

const struct nla_policy ovnet_binding_policy[OVNET_A_BINDING_MAX + 1] = {
	[OVNET_A_BINDING_IFINDEX] = NLA_POLICY_MIN(NLA_U32, 1),
	[OVNET_A_BINDING_MAC] = NLA_POLICY_ETH_ADDR,
	[OVNET_A_BINDING_ADDR4] = { .type = NLA_U32 },
	[OVNET_A_BINDING_ADDR6] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
};

/**
 * ovnet_binding_has_mac_rcu() - may a port send from a MAC?
 * @port: it has bindings
 * @mac: asked about
 *
 * Context: RCU.
 * Return: true if so.
 */
bool ovnet_binding_has_mac_rcu(const struct ovnet_port *port, const u8 *mac)
{
	const struct ovnet_binding *binding;

	list_for_each_entry_rcu(binding, &port->bindings, node)
		if (ether_addr_equal(binding->mac, mac))
			return true;
	return false;
}

/**
 * ovnet_binding_has_addr_rcu() - may a port send from an address?
 * @port: it has bindings
 * @mac: with this
 * @addr: asked about
 *
 * Context: RCU.
 * Return: true if so.
 */
bool ovnet_binding_has_addr_rcu(const struct ovnet_port *port, const u8 *mac,
				const struct ovnet_addr *addr)
{
	const struct ovnet_binding *binding;

	list_for_each_entry_rcu(binding, &port->bindings, node)
		if (ether_addr_equal(binding->mac, mac) &&
		    (!binding->addr.family ||
		     ovnet_addr_equal(&binding->addr, addr)))
			return true;
	return false;
}

static int ovnet_binding_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_binding *binding = object;

	if (ovnet_dst_put_dev(skb, &binding->port->dst,
			      OVNET_A_BINDING_IFINDEX,
			      OVNET_A_BINDING_IFNAME) ||
	    nla_put(skb, OVNET_A_BINDING_MAC, ETH_ALEN, binding->mac))
		return -EMSGSIZE;
	return ovnet_addr_put(skb, &binding->addr, OVNET_A_BINDING_ADDR4,
			      OVNET_A_BINDING_ADDR6);
}

static const struct ovnet_msg_kind ovnet_binding_kind = {
	.cmd = OVNET_CMD_BINDING_GET,
	.attr = OVNET_A_BINDING,
	.fill = ovnet_binding_fill,
};

static void ovnet_binding_notify(const struct ovnet_binding *binding, u8 cmd)
{
	ovnet_netlink_notify(binding->port->network->on->net,
			     OVNET_NETLINK_GROUP_CONFIG, GFP_KERNEL, cmd,
			     &ovnet_binding_kind, binding);
}

static void ovnet_binding_unlink(struct ovnet_binding *binding)
{
	list_del_rcu(&binding->node);
	binding->port->n_bindings--;
	kfree_rcu(binding, rcu);
}

static void ovnet_binding_destroy(struct ovnet_binding *binding)
{
	ovnet_bound_remove(binding);
	ovnet_binding_notify(binding, OVNET_CMD_BINDING_DEL);
	ovnet_binding_unlink(binding);
}

/**
 * ovnet_binding_announce_port() - tell that the bindings of a port go with it
 * @port: its namespace's mutex is held
 */
void ovnet_binding_announce_port(struct ovnet_port *port)
{
	struct ovnet_binding *binding;

	lockdep_assert_held(&port->network->on->lock);
	list_for_each_entry(binding, &port->bindings, node)
		ovnet_binding_notify(binding, OVNET_CMD_BINDING_DEL);
}

/**
 * ovnet_binding_free_port() - a port is freed
 * @port: a grace period after it went; as long as it might still send it has
 *	  its bindings: without them it could send from anything
 */
void ovnet_binding_free_port(struct ovnet_port *port)
{
	struct ovnet_binding *binding, *next;

	list_for_each_entry_safe(binding, next, &port->bindings, node)
		kfree(binding);
}

/* What a request names: a port, and what it may send from. */
static struct ovnet_port *ovnet_binding_parse(struct ovnet_batch *batch,
					      struct nlattr **tb, u8 *mac,
					      struct ovnet_addr *addr)
{
	struct nlattr *attr = tb[OVNET_A_BINDING_MAC];
	int err;

	if (!attr || !is_valid_ether_addr(nla_data(attr))) {
		NL_SET_ERR_MSG_ATTR(batch->extack, attr ?: batch->nest,
				    "A binding has a MAC, unicast and not zero");
		return ERR_PTR(-EINVAL);
	}
	ether_addr_copy(mac, nla_data(attr));
	err = ovnet_addr_parse(tb[OVNET_A_BINDING_ADDR4],
			       tb[OVNET_A_BINDING_ADDR6], addr, batch->extack);
	if (err)
		return ERR_PTR(err);
	return ovnet_port_resolve(batch->on, tb[OVNET_A_BINDING_IFINDEX],
				  batch->extack);
}

static struct ovnet_binding *ovnet_binding_find(struct ovnet_port *port,
						const u8 *mac,
						const struct ovnet_addr *addr)
{
	struct ovnet_binding *binding;

	list_for_each_entry(binding, &port->bindings, node)
		if (ether_addr_equal(binding->mac, mac) &&
		    ovnet_addr_equal(&binding->addr, addr))
			return binding;
	return NULL;
}

/**
 * struct ovnet_binding_step - a binding that is made or removed
 * @step: of the message
 * @binding: which
 * @bound: what a new one has made
 * @first: the port had none
 */
struct ovnet_binding_step {
	struct ovnet_batch_step step;
	struct ovnet_binding *binding;
	struct ovnet_bound bound;
	bool first;
};

static struct ovnet_binding_step *
ovnet_binding_step(struct ovnet_batch_step *step)
{
	return container_of(step, struct ovnet_binding_step, step);
}

static void ovnet_binding_commit_new(struct ovnet_batch *batch,
				     struct ovnet_batch_step *step)
{
	struct ovnet_binding_step *s = ovnet_binding_step(step);
	struct ovnet_port *port = s->binding->port;

	ovnet_binding_notify(s->binding, OVNET_CMD_BINDING_NEW);
	ovnet_bound_settle(s->binding, &s->bound);
	/* The first opens a port of a secure network. */
	if (s->first)
		ovnet_ra_soon(port->network);
}

static void ovnet_binding_abort_new(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	struct ovnet_binding_step *s = ovnet_binding_step(step);

	ovnet_bound_restore(s->binding, &s->bound);
	ovnet_binding_unlink(s->binding);
}

static int ovnet_binding_check(struct ovnet_port *port, const u8 *mac,
			       const struct ovnet_addr *addr,
			       struct netlink_ext_ack *extack)
{
	struct ovnet_dst_name name;

	if (ovnet_binding_find(port, mac, addr)) {
		ovnet_compat_extack(extack, "%s has this binding",
				    ovnet_dst_name(&port->dst, &name));
		return -EEXIST;
	}
	if (port->n_bindings < OVNET_BINDINGS_MAX)
		return 0;
	ovnet_compat_extack(extack, "%s has %u bindings, as many as it may",
			    ovnet_dst_name(&port->dst, &name),
			    port->n_bindings);
	return -ENOSPC;
}

/**
 * ovnet_binding_stage() - another step: a binding that is made
 * @batch: to be run
 * @port: whose; its namespace's mutex is held
 * @mac: unicast and not zero
 * @addr: of @mac; no family: any
 *
 * Return: 0 or an error, with extack and nothing added.
 */
int ovnet_binding_stage(struct ovnet_batch *batch, struct ovnet_port *port,
			const u8 *mac, const struct ovnet_addr *addr)
{
	struct ovnet_binding_step *s;
	int err;

	err = ovnet_binding_check(port, mac, addr, batch->extack);
	if (err)
		return err;
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->binding = kzalloc(sizeof(*s->binding), GFP_KERNEL_ACCOUNT);
	if (!s->binding)
		return -ENOMEM;
	s->binding->port = port;
	ether_addr_copy(s->binding->mac, mac);
	s->binding->addr = *addr;
	err = ovnet_bound_stage(s->binding, &s->bound, batch->extack);
	if (err) {
		kfree(s->binding);
		return err;
	}
	s->first = !port->n_bindings;
	list_add_tail_rcu(&s->binding->node, &port->bindings);
	port->n_bindings++;
	s->step.commit = ovnet_binding_commit_new;
	s->step.abort = ovnet_binding_abort_new;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

static int ovnet_binding_prepare_new(struct ovnet_batch *batch,
				     struct nlattr **tb)
{
	struct ovnet_addr addr;
	struct ovnet_port *port;
	u8 mac[ETH_ALEN];

	port = ovnet_binding_parse(batch, tb, mac, &addr);
	return IS_ERR(port) ? PTR_ERR(port) :
			      ovnet_binding_stage(batch, port, mac, &addr);
}

const struct ovnet_batch_kind ovnet_binding_new = {
	.attr = OVNET_A_BINDING,
	.max = OVNET_A_BINDING_MAX,
	.policy = ovnet_binding_policy,
	.prepare = ovnet_binding_prepare_new,
};

static void ovnet_binding_commit_del(struct ovnet_batch *batch,
				     struct ovnet_batch_step *step)
{
	ovnet_binding_destroy(ovnet_binding_step(step)->binding);
}

static int ovnet_binding_prepare_del(struct ovnet_batch *batch,
				     struct nlattr **tb)
{
	struct ovnet_binding *binding;
	struct ovnet_binding_step *s;
	struct ovnet_dst_name name;
	struct ovnet_addr addr;
	struct ovnet_port *port;
	u8 mac[ETH_ALEN];

	port = ovnet_binding_parse(batch, tb, mac, &addr);
	if (IS_ERR(port))
		return PTR_ERR(port);
	binding = ovnet_binding_find(port, mac, &addr);
	if (!binding) {
		ovnet_compat_extack(batch->extack, "%s has no such binding",
				    ovnet_dst_name(&port->dst, &name));
		return -ENOENT;
	}
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->binding = binding;
	s->step.commit = ovnet_binding_commit_del;
	return ovnet_batch_add_once(batch, &s->step, &binding->claimed);
}

const struct ovnet_batch_kind ovnet_binding_del = {
	.attr = OVNET_A_BINDING,
	.max = OVNET_A_BINDING_MAX,
	.policy = ovnet_binding_policy,
	.prepare = ovnet_binding_prepare_del,
};

/* Of one port, from where the dump is. Non-zero: the message is full. */
static int ovnet_binding_dump_port(struct sk_buff *skb,
				   struct netlink_callback *cb,
				   const struct ovnet_port *port)
{
	const struct ovnet_binding *binding;
	int n = 0;

	list_for_each_entry(binding, &port->bindings, node) {
		if (n++ < cb->args[1])
			continue;
		if (ovnet_netlink_dump(skb, cb, &ovnet_binding_kind, binding))
			return -EMSGSIZE;
		cb->args[1] = n;
	}
	return 0;
}

/**
 * ovnet_binding_get_dumpit() - OVNET_CMD_BINDING_GET
 * @skb: reply
 * @cb: dump; args[0]: next ifindex, args[1]: bindings of it that were sent
 *
 * With a port, only its bindings.
 *
 * Return: length of the reply or an error.
 */
int ovnet_binding_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct nlattr *tb[OVNET_A_BINDING_MAX + 1];
	struct ovnet_port *only = NULL, *port;
	unsigned long ifindex;
	int err;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_BINDING, tb,
				       OVNET_A_BINDING_MAX,
				       ovnet_binding_policy,
				       BIT(OVNET_A_BINDING_IFINDEX));
	if (err)
		return err;
	mutex_lock(&on->lock);
	cb->seq = on->generation;
	if (tb[OVNET_A_BINDING_IFINDEX]) {
		only = ovnet_port_resolve(on, tb[OVNET_A_BINDING_IFINDEX],
					  cb->extack);
		if (IS_ERR(only)) {
			err = PTR_ERR(only);
			goto out;
		}
	}
	xa_for_each_start(&on->ports, ifindex, port, cb->args[0]) {
		if (ifindex != cb->args[0])
			cb->args[1] = 0;
		cb->args[0] = ifindex;
		if ((!only || port == only) &&
		    ovnet_binding_dump_port(skb, cb, port))
			goto out;
		cb->args[0] = ifindex + 1;
		cb->args[1] = 0;
	}
out:
	mutex_unlock(&on->lock);
	return err ?: skb->len;
}
