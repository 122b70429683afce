// SPDX-License-Identifier: GPL-2.0
/* Remotes that are reached by SRv6, over netlink. */
#include <net/ipv6.h>

#include "locator.h"
#include "remote.h"

/* What it has is what it is to have, as far as nothing else is said. */
static int ovnet_remote_srv6_copy(const struct ovnet_remote *remote,
				  struct ovnet_remote_srv6 *srv6)
{
	const struct ovnet_target *target = ovnet_remote_target(remote);
	struct ovnet_source *source;
	int i;

	srv6->locator = target->locator;
	srv6->locator_len = target->locator_len;
	srv6->foreign = remote->foreign;
	srv6->n_segs = target->n_segs;
	memcpy(srv6->segs, target->segs, sizeof(srv6->segs));
	srv6->sources_given = remote->sources_given;
	for (i = 0; srv6->sources_given && i < remote->n_sources; i++) {
		const struct ovnet_lpm_entry *entry =
			&remote->sources[i]->entry;

		source = ovnet_locator_source((void *)entry->addr, entry->len);
		if (!source)
			return -ENOMEM;
		srv6->sources[srv6->n_sources++] = source;
	}
	return 0;
}

static int ovnet_remote_srv6_parse_locator(struct nlattr **tb,
					   struct ovnet_remote_srv6 *srv6,
					   struct netlink_ext_ack *extack)
{
	struct nlattr *locator = tb[OVNET_A_REMOTE_LOCATOR];
	struct nlattr *len = tb[OVNET_A_REMOTE_LOCATOR_LEN];

	if (!locator && !len)
		return 0;
	if (locator)
		srv6->locator = nla_get_in6_addr(locator);
	if (len)
		srv6->locator_len = nla_get_u8(len);
	if (!srv6->locator_len) {
		srv6->locator = in6addr_any;
		if (len)
			return 0;
		NL_SET_ERR_MSG_ATTR(extack, locator,
				    "A locator needs a length, of 32 to 88 bits");
		return -EINVAL;
	}
	if (ovnet_locator_valid(&srv6->locator, srv6->locator_len))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, locator ?: len,
			    "A locator is a unicast prefix of 32 to 88 bits, with nothing but zeroes behind");
	return -EINVAL;
}

static int ovnet_remote_srv6_parse_segs(const struct nlattr *nest,
					struct ovnet_remote_srv6 *srv6,
					struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int n = 0, rem;

	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != OVNET_A_REMOTE_SEG)
			continue;
		if (n == OVNET_REMOTE_SEGS_MAX) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "There are at most 8 segments on the way to a remote");
			return -EINVAL;
		}
		srv6->segs[n++] = nla_get_in6_addr(attr);
	}
	if (!n)
		return 0;
	memset(&srv6->segs[n], 0,
	       sizeof(srv6->segs[0]) * (OVNET_REMOTE_SEGS_MAX - n));
	/* Alone it says that there are none. */
	if (n == 1 && ipv6_addr_any(&srv6->segs[0]))
		n = 0;
	srv6->n_segs = n;
	while (n--) {
		if (ovnet_locator_unicast(&srv6->segs[n]))
			continue;
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "A segment is a unicast address and not link-local");
		return -EINVAL;
	}
	return 0;
}

static int ovnet_remote_srv6_parse_source(const struct nlattr *attr,
					  struct in6_addr *addr, u8 *len,
					  struct netlink_ext_ack *extack)
{
	struct nlattr *tb[OVNET_A_SOURCE_MAX + 1];
	struct in6_addr prefix;
	int err;

	err = ovnet_netlink_parse_nest(tb, OVNET_A_SOURCE_MAX, attr,
				       ovnet_remote_source_policy, 0, extack);
	if (err)
		return err;
	*addr = in6addr_any;
	if (tb[OVNET_A_SOURCE_ADDR])
		*addr = nla_get_in6_addr(tb[OVNET_A_SOURCE_ADDR]);
	*len = tb[OVNET_A_SOURCE_LEN] ? nla_get_u8(tb[OVNET_A_SOURCE_LEN]) :
					128;
	ipv6_addr_prefix(&prefix, addr, *len);
	if (ipv6_addr_equal(&prefix, addr) &&
	    (!*len || ovnet_locator_unicast(addr)))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "A source is a unicast prefix, with nothing but zeroes behind it");
	return -EINVAL;
}

static int ovnet_remote_srv6_add_source(const struct nlattr *attr,
					struct ovnet_remote_srv6 *srv6,
					struct netlink_ext_ack *extack)
{
	struct ovnet_source *source;
	struct in6_addr addr;
	int err;
	u8 len;

	err = ovnet_remote_srv6_parse_source(attr, &addr, &len, extack);
	if (err || (!len && !srv6->n_sources))
		return err;
	if (!len) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A source of no bits is given alone, and says that there is none");
		return -EINVAL;
	}
	if (srv6->n_sources == OVNET_REMOTE_SOURCES_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A remote has at most 4 sources");
		return -EINVAL;
	}
	source = ovnet_locator_source(&addr, len);
	if (!source)
		return -ENOMEM;
	if (ovnet_locator_in(srv6->sources, srv6->n_sources, source)) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "The source is given twice");
		kfree(source);
		return -EINVAL;
	}
	srv6->sources[srv6->n_sources++] = source;
	return 0;
}

static int ovnet_remote_srv6_parse_sources(const struct nlattr *nest,
					   struct nlattr **tb,
					   struct ovnet_remote_srv6 *srv6,
					   struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int rem, err;

	if (tb[OVNET_A_REMOTE_SOURCE]) {
		ovnet_locator_free(srv6->sources, srv6->n_sources);
		srv6->n_sources = 0;
		nla_for_each_nested(attr, nest, rem) {
			if (nla_type(attr) != OVNET_A_REMOTE_SOURCE)
				continue;
			err = ovnet_remote_srv6_add_source(attr, srv6, extack);
			if (err)
				return err;
		}
		srv6->sources_given = srv6->n_sources;
	}
	if (srv6->sources_given || !srv6->locator_len)
		return 0;
	srv6->sources[0] = ovnet_locator_source(&srv6->locator,
						srv6->locator_len);
	if (!srv6->sources[0])
		return -ENOMEM;
	srv6->n_sources = 1;
	return 0;
}

static int ovnet_remote_srv6_parse_all(const struct ovnet_remote *remote,
				       const struct nlattr *nest,
				       struct nlattr **tb,
				       struct ovnet_remote_srv6 *srv6,
				       struct netlink_ext_ack *extack)
{
	int err;

	err = remote ? ovnet_remote_srv6_copy(remote, srv6) : 0;
	if (!err)
		err = ovnet_remote_srv6_parse_locator(tb, srv6, extack);
	if (!err)
		err = ovnet_remote_srv6_parse_segs(nest, srv6, extack);
	if (!err)
		err = ovnet_remote_srv6_parse_sources(nest, tb, srv6, extack);
	if (err)
		return err;
	if (tb[OVNET_A_REMOTE_FOREIGN])
		srv6->foreign = nla_get_u8(tb[OVNET_A_REMOTE_FOREIGN]);
	if (srv6->sources_given && !srv6->locator_len && !srv6->foreign) {
		NL_SET_ERR_MSG(extack,
			       "Only a foreign remote has a source and no locator");
		return -EINVAL;
	}
	if (srv6->n_segs && !srv6->n_sources) {
		NL_SET_ERR_MSG(extack,
			       "Segments lead to a remote with a locator or, if it is foreign, a source");
		return -EINVAL;
	}
	return 0;
}

/**
 * ovnet_remote_srv6_parse() - how a remote is to be reached by SRv6
 * @remote: that is changed; its namespace's mutex is held; or NULL
 * @nest: what is said of it
 * @tb: the same
 * @srv6: all zero; result: its sources are the caller's to free if there is no
 *	  error
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_remote_srv6_parse(const struct ovnet_remote *remote,
			    const struct nlattr *nest, struct nlattr **tb,
			    struct ovnet_remote_srv6 *srv6,
			    struct netlink_ext_ack *extack)
{
	int err;

	err = ovnet_remote_srv6_parse_all(remote, nest, tb, srv6, extack);
	if (!err)
		return 0;
	ovnet_locator_free(srv6->sources, srv6->n_sources);
	srv6->n_sources = 0;
	return err;
}

/**
 * ovnet_remote_srv6_check() - may a remote be reached like this?
 * @on: namespace; its mutex is held
 * @self: the remote, or NULL if it is to be made
 * @srv6: how
 * @extack: for the refusal
 *
 * Nothing of ours may be in it: that would come back.
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_remote_srv6_check(struct ovnet_net *on,
			    const struct ovnet_remote *self,
			    const struct ovnet_remote_srv6 *srv6,
			    struct netlink_ext_ack *extack)
{
	int i, err;

	err = ovnet_locator_check_own(on, &srv6->locator, srv6->locator_len,
				      true, extack);
	for (i = 0; !err && i < srv6->n_segs; i++)
		err = ovnet_locator_check_own(on, &srv6->segs[i], 128, false,
					      extack);
	for (i = 0; !err && i < srv6->n_sources; i++) {
		const struct ovnet_lpm_entry *entry = &srv6->sources[i]->entry;

		err = ovnet_locator_check_own(on, (void *)entry->addr,
					      entry->len, false, extack);
	}
	return err ?: ovnet_locator_check(on, self, srv6->sources,
					  srv6->n_sources, extack);
}

/**
 * ovnet_remote_srv6_adopt() - a remote is reached like this from now on
 * @remote: its namespace's mutex is held
 * @srv6: how; its sources have been inserted, and are consumed
 */
void ovnet_remote_srv6_adopt(struct ovnet_remote *remote,
			     struct ovnet_remote_srv6 *srv6)
{
	ovnet_locator_adopt(remote->on, remote, srv6->sources,
			    srv6->n_sources);
	remote->sources_given = srv6->sources_given;
	WRITE_ONCE(remote->foreign, srv6->foreign);
}

static int ovnet_remote_srv6_fill_sources(struct sk_buff *skb,
					  const struct ovnet_remote *remote)
{
	struct nlattr *nest;
	int i;

	for (i = 0; remote->sources_given && i < remote->n_sources; i++) {
		const struct ovnet_lpm_entry *entry =
			&remote->sources[i]->entry;

		nest = nla_nest_start(skb, OVNET_A_REMOTE_SOURCE);
		if (!nest ||
		    nla_put(skb, OVNET_A_SOURCE_ADDR, sizeof(entry->addr),
			    entry->addr) ||
		    nla_put_u8(skb, OVNET_A_SOURCE_LEN, entry->len))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

/**
 * ovnet_remote_srv6_fill() - put how a remote is reached by SRv6
 * @skb: message
 * @remote: its namespace's mutex is held
 *
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_remote_srv6_fill(struct sk_buff *skb,
			   const struct ovnet_remote *remote)
{
	const struct ovnet_target *target = ovnet_remote_target(remote);
	int i;

	if (target->locator_len &&
	    (nla_put_in6_addr(skb, OVNET_A_REMOTE_LOCATOR, &target->locator) ||
	     nla_put_u8(skb, OVNET_A_REMOTE_LOCATOR_LEN, target->locator_len)))
		return -EMSGSIZE;
	for (i = 0; i < target->n_segs; i++)
		if (nla_put_in6_addr(skb, OVNET_A_REMOTE_SEG, &target->segs[i]))
			return -EMSGSIZE;
	if (nla_put_u8(skb, OVNET_A_REMOTE_FOREIGN, remote->foreign))
		return -EMSGSIZE;
	return ovnet_remote_srv6_fill_sources(skb, remote);
}
