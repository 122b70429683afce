// SPDX-License-Identifier: GPL-2.0
/* Networks: what they lack, and what they have in common with the host. */
#include <string.h>

#include "doctor.h"

static const char *doctor_network_name(const struct nlattr *nest)
{
	return attr_text(nest, OVNET_A_NETWORK_NAME);
}

/**
 * doctor_network_underlay() - has a network with members a way to them?
 * @d: the doctor
 */
void doctor_network_underlay(struct doctor *d)
{
	const struct nlattr *nest;
	size_t i;

	for (i = 0; i < d->networks.n; i++) {
		nest = d->networks.rows[i].nest;
		if (!attr_number(nest, OVNET_A_NETWORK_MEMBERS) ||
		    *attr_text(nest, OVNET_A_NETWORK_UNDERLAY) ||
		    *attr_text(nest, OVNET_A_NETWORK_SRV6_UNDERLAY))
			continue;
		doctor_find(d, DOCTOR_ERROR, "network",
			    doctor_network_name(nest),
			    "it has members and no underlay: what is for them is dropped as no_underlay");
		doctor_mend(d, "ovctl network set %s underlay %s",
			    doctor_network_name(nest),
			    d->underlays.n ? d->underlays.rows[0].key : "NAME");
	}
}

/* An address of the host, and not by ovnet, in a prefix. */
static const struct doctor_link *
doctor_network_clash(const struct doctor *d, const struct parse_addr *prefix,
		     unsigned int bits, const struct doctor_addr **clash)
{
	const struct doctor_link *link;
	size_t i;

	for (i = 0; i < d->n_addrs; i++) {
		*clash = &d->addrs[i];
		link = doctor_link(d, d->addrs[i].ifindex);
		/* the larger of the two prefixes covers the other */
		if (link && strcmp(link->kind, "ovnet") &&
		    attr_covers(prefix, bits < (*clash)->bits ?
				bits : (*clash)->bits, &(*clash)->addr))
			return link;
	}
	return NULL;
}

static bool doctor_network_link_local(const struct parse_addr *addr)
{
	return addr->len == 16 && addr->data[0] == 0xfe &&
	       (addr->data[1] & 0xc0) == 0x80;
}

/* A leg is the host's own way into a network: there prefixes meet. */
static void doctor_network_leg(struct doctor *d, const struct doctor_addr *own,
			       const struct doctor_link *leg)
{
	char text[INET6_ADDRSTRLEN], other[INET6_ADDRSTRLEN];
	const struct doctor_link *link;
	const struct doctor_addr *clash;

	if (doctor_network_link_local(&own->addr))
		return;
	link = doctor_network_clash(d, &own->addr, own->bits, &clash);
	if (!link)
		return;
	attr_format(&own->addr, text);
	doctor_find(d, DOCTOR_WARNING, "leg", leg->name,
		    "its prefix %s/%u overlaps with %s/%u of %s: the host sends packets for the one to the other",
		    text, own->bits, attr_format(&clash->addr, other),
		    clash->bits, link->name);
	doctor_mend(d, "ip addr del %s/%u dev %s", text, own->bits, leg->name);
}

static void doctor_network_gateway(struct doctor *d, const struct nlattr *nest,
				   uint16_t type, uint16_t len)
{
	char text[INET6_ADDRSTRLEN], other[INET6_ADDRSTRLEN];
	const struct doctor_link *link;
	const struct doctor_addr *clash;
	struct parse_addr addr;
	unsigned int bits = attr_number(nest, len);

	if (!attr_address(key_find(nest, type), &addr) ||
	    !attr_number(nest, OVNET_A_NETWORK_LEGS))
		return;
	link = doctor_network_clash(d, &addr, bits, &clash);
	if (!link)
		return;
	attr_format(&addr, text);
	doctor_find(d, DOCTOR_WARNING, "network", doctor_network_name(nest),
		    "it has a leg here, and the prefix of its gateway, %s/%u, overlaps with %s/%u of %s: its endpoints and the host do not reach each other",
		    text, bits, attr_format(&clash->addr, other),
		    clash->bits, link->name);
	doctor_mend(d, "ovctl network set %s gateway ADDR/LEN",
		    doctor_network_name(nest));
}

static void doctor_network_locator(struct doctor *d,
				   const struct doctor_underlay *u)
{
	char text[INET6_ADDRSTRLEN];
	const struct parse_addr *addr;
	size_t i;

	for (i = 0; i < d->n_addrs && u->srv6; i++) {
		addr = &d->addrs[i].addr;
		if (!attr_covers(&u->locator, u->locator_len, addr) ||
		    attr_covers(&u->source, 128, addr) ||
		    attr_covers(&u->locator, 128, addr))
			continue;
		attr_format(addr, text);
		doctor_find(d, DOCTOR_WARNING, "underlay", u->name,
			    "the host's address %s is in its locator, whose addresses are SIDs",
			    text);
		doctor_mend(d, "ip addr del %s/%u dev %s", text,
			    d->addrs[i].bits,
			    doctor_link(d, d->addrs[i].ifindex) ?
			    doctor_link(d, d->addrs[i].ifindex)->name : "DEV");
	}
}

/**
 * doctor_network_prefix() - do prefixes clash with the host's?
 * @d: the doctor
 *
 * Networks without a leg may have any: nobody but their endpoints sees them.
 */
void doctor_network_prefix(struct doctor *d)
{
	const struct doctor_link *link;
	struct doctor_underlay u;
	const struct nlattr *nest;
	size_t i;

	for (i = 0; i < d->n_addrs; i++) {
		link = doctor_link(d, d->addrs[i].ifindex);
		if (link && link->network)
			doctor_network_leg(d, &d->addrs[i], link);
	}
	for (i = 0; i < d->networks.n; i++) {
		nest = d->networks.rows[i].nest;
		doctor_network_gateway(d, nest, OVNET_A_NETWORK_GATEWAY4,
				       OVNET_A_NETWORK_GATEWAY4_LEN);
		doctor_network_gateway(d, nest, OVNET_A_NETWORK_GATEWAY6,
				       OVNET_A_NETWORK_GATEWAY6_LEN);
	}
	for (i = 0; doctor_underlay(d, i, &u); i++)
		doctor_network_locator(d, &u);
}
