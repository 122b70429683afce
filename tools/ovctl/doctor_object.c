// SPDX-License-Identifier: GPL-2.0
/* Underlays and remotes, as the checks need them. */
#include <string.h>

#include "doctor.h"
#include "memory.h"

/**
 * doctor_underlay() - an underlay
 * @d: the doctor
 * @i: which
 * @u: result
 *
 * Return: whether there is one more.
 */
bool doctor_underlay(const struct doctor *d, size_t i,
		     struct doctor_underlay *u)
{
	const struct nlattr *nest;

	if (i >= d->underlays.n)
		return false;
	nest = d->underlays.rows[i].nest;
	memset(u, 0, sizeof(*u));
	u->name = d->underlays.rows[i].key;
	u->srv6 = attr_number(nest, OVNET_A_UNDERLAY_KIND) ==
		  OVNET_UNDERLAY_KIND_SRV6;
	u->port = attr_number(nest, OVNET_A_UNDERLAY_PORT);
	u->dev = attr_number(nest, OVNET_A_UNDERLAY_DEV);
	u->networks = attr_number(nest, OVNET_A_UNDERLAY_NETWORKS);
	u->srh = attr_number(nest, OVNET_A_UNDERLAY_SRH) == OVNET_SRH_FULL;
	attr_address(key_find(nest, OVNET_A_UNDERLAY_LOCAL4), &u->local[0]);
	attr_address(key_find(nest, OVNET_A_UNDERLAY_LOCAL6), &u->local[1]);
	attr_address(key_find(nest, OVNET_A_UNDERLAY_LOCATOR), &u->locator);
	u->locator_len = attr_number(nest, OVNET_A_UNDERLAY_LOCATOR_LEN);
	if (!attr_address(key_find(nest, OVNET_A_UNDERLAY_SOURCE),
			  &u->source))
		u->source = u->locator;
	return true;
}

/**
 * doctor_remote() - a remote
 * @d: the doctor
 * @i: which
 * @r: result
 *
 * Return: whether there is one more.
 */
bool doctor_remote(const struct doctor *d, size_t i, struct doctor_remote *r)
{
	const struct nlattr *nest, *attr;
	struct parse_addr addr;

	if (i >= d->remotes.n)
		return false;
	nest = d->remotes.rows[i].nest;
	memset(r, 0, sizeof(*r));
	r->name = d->remotes.rows[i].key;
	r->up = attr_number(nest, OVNET_A_REMOTE_UP);
	r->foreign = attr_number(nest, OVNET_A_REMOTE_FOREIGN);
	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) != OVNET_A_REMOTE_VTEP ||
		    !attr_address(attr, &addr))
			continue;
		if (!r->vtep[addr.len == 16].len)
			r->vtep[addr.len == 16] = addr;
	}
	if (!attr_address(key_find(nest, OVNET_A_REMOTE_SEG), &r->first))
		attr_address(key_find(nest, OVNET_A_REMOTE_LOCATOR),
			     &r->first);
	return true;
}

/**
 * doctor_underlay_link() - the device that an underlay's packets leave by
 * @d: the doctor
 * @u: the underlay
 * @family: 0: of IPv4, 1: of IPv6
 *
 * As the module sees it: the one that was named, else that with the address.
 *
 * Return: the device; NULL if there is none.
 */
const struct doctor_link *doctor_underlay_link(const struct doctor *d,
					       const struct doctor_underlay *u,
					       unsigned int family)
{
	const struct doctor_link *link = doctor_link(d, u->dev);

	if (link && !doctor_link_is_vrf(link))
		return link;
	return doctor_link_of(d, u->srv6 ? &u->source : &u->local[family]);
}

static uint64_t doctor_object_bit(const struct doctor *d, const char *name)
{
	const struct table_row *row = table_find(&d->underlays, name);

	return row ? 1ULL << (row - d->underlays.rows) % 64 : 0;
}

/**
 * doctor_object_uses() - find out by which underlays each remote is sent to
 * @d: the doctor, that has read the objects
 *
 * As far as memberships tell.
 */
void doctor_object_uses(struct doctor *d)
{
	const struct table_row *network, *remote;
	const struct nlattr *nest;
	size_t i;

	for (i = 0; i < d->remotes.n; i++) {
		d->uses = memory_more(d->uses, i, sizeof(*d->uses));
		d->uses[i] = 0;
	}
	for (i = 0; i < d->members.n; i++) {
		nest = d->members.rows[i].nest;
		network = table_find(&d->networks,
				     attr_text(nest,
					       OVNET_A_MEMBER_NETWORK_NAME));
		remote = table_find(&d->remotes,
				    attr_text(nest,
					      OVNET_A_MEMBER_REMOTE_NAME));
		if (!network || !remote)
			continue;
		d->uses[remote - d->remotes.rows] |=
			doctor_object_bit(d, attr_text(network->nest,
						       OVNET_A_NETWORK_UNDERLAY)) |
			doctor_object_bit(d, attr_text(network->nest,
						       OVNET_A_NETWORK_SRV6_UNDERLAY));
	}
}
