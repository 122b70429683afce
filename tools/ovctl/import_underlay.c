// SPDX-License-Identifier: GPL-2.0
/*
 * Underlays: one for each address and UDP port, whichever devices have them. One
 * that is there is used.
 */
#include <linux/if_link.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "import.h"
#include "memory.h"

#define IMPORT_VXLAN_PORT	4789

static __printf(2, 3) void import_add_word(struct import_device *device,
					   const char *fmt, ...)
{
	size_t len = strlen(device->words);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(device->words + len, sizeof(device->words) - len, fmt, ap);
	va_end(ap);
}

static void import_word_dev(const struct import *im,
			    struct import_device *device)
{
	const struct nlattr *data = device->link->data;
	const struct import_link *lower;
	char word[IMPORT_WORD_SIZE];

	lower = import_link(im, import_number(data, IFLA_VXLAN_LINK, 0));
	if (lower)
		import_add_word(device, " %s %s",
				strcmp(lower->kind, "vrf") ? "dev" : "vrf",
				import_word(lower->name, word));
}

/* Another device of the port stays: it is one for each family. */
static bool import_stays(const struct import *im,
			 const struct import_device *device)
{
	const struct import_link *link;

	for (link = im->links; link < im->links + im->n_links; link++)
		if (!strcmp(link->kind, "vxlan") && !import_ours(im, link) &&
		    ntohs(import_number(link->data, IFLA_VXLAN_PORT, 0)) ==
			device->port &&
		    (import_is_v6(link) == import_is_v6(device->link) ||
		     import_number(link->data, IFLA_VXLAN_COLLECT_METADATA, 0)))
			return true;
	return false;
}

static void import_word_ports(struct import_device *device)
{
	const struct nlattr *attr = key_find(device->link->data,
					     IFLA_VXLAN_PORT_RANGE);
	const struct ifla_vxlan_port_range *range;

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(*range))
		return;
	range = mnl_attr_get_payload(attr);
	if (ntohs(range->low) && ntohs(range->low) < ntohs(range->high))
		import_add_word(device, " srcport %u %u", ntohs(range->low),
				ntohs(range->high));
}

static void import_word_header(struct import_device *device)
{
	static const char *const dfs[] = { "unset", "set", "inherit" };
	const struct nlattr *data = device->link->data;
	uint32_t ttl = import_number(data, IFLA_VXLAN_TTL, 0);
	uint32_t tos = import_number(data, IFLA_VXLAN_TOS, 0);
	uint32_t df = import_number(data, IFLA_VXLAN_DF, 0);

	if (import_number(data, IFLA_VXLAN_TTL_INHERIT, 0))
		import_add_word(device, " ttl inherit");
	else if (ttl)
		import_add_word(device, " ttl %u", ttl);
	if (tos == 1)
		import_add_word(device, " tos inherit");
	else if (tos & ~3)
		import_add_word(device, " tos %u", tos & ~3);
	if (!import_is_v6(device->link) && df < ARRAY_SIZE(dfs))
		import_add_word(device, " df %s", dfs[df]);
}

static void import_word_checksums(struct import_device *device)
{
	const struct nlattr *data = device->link->data;

	if (!import_is_v6(device->link)) {
		if (!import_number(data, IFLA_VXLAN_UDP_CSUM, 1))
			import_add_word(device, " csum off");
		return;
	}
	if (import_number(data, IFLA_VXLAN_UDP_ZERO_CSUM6_TX, 0))
		import_add_word(device, " csum6-tx off");
	if (import_number(data, IFLA_VXLAN_UDP_ZERO_CSUM6_RX, 0))
		import_add_word(device, " csum6-rx off");
}

static void import_local(const struct import_link *link,
			 struct parse_addr *local)
{
	if (!attr_address(key_find(link->data, IFLA_VXLAN_LOCAL), local))
		attr_address(key_find(link->data, IFLA_VXLAN_LOCAL6), local);
}

static bool import_same(const struct parse_addr *a, const struct parse_addr *b)
{
	return a->len == b->len && !memcmp(a->data, b->data, a->len);
}

static bool import_have_underlay(const struct import *im,
				 struct import_underlay *u)
{
	struct parse_addr addr;
	const struct nlattr *nest;
	size_t i;

	for (i = 0; u->local.len && i < im->have_underlays.n; i++) {
		nest = im->have_underlays.rows[i].nest;
		attr_address(key_find(nest, u->local.len == 4 ?
					      OVNET_A_UNDERLAY_LOCAL4 :
					      OVNET_A_UNDERLAY_LOCAL6), &addr);
		if (!import_same(&addr, &u->local) ||
		    attr_number(nest, OVNET_A_UNDERLAY_PORT) != u->port)
			continue;
		snprintf(u->name, sizeof(u->name), "%s",
			 attr_text(nest, OVNET_A_UNDERLAY_NAME));
		return true;
	}
	return false;
}

static bool import_name_taken(const struct import *im, const char *name)
{
	size_t i;

	for (i = 0; i < im->n_underlays; i++)
		if (!strcmp(im->underlays[i].name, name))
			return true;
	return table_find(&im->have_underlays, name);
}

/* "wire", with the port if that is not the usual one, and then a number. */
static void import_name(const struct import *im, struct import_underlay *u)
{
	char port[8] = "";
	unsigned int n = 1;

	if (u->port != IMPORT_VXLAN_PORT)
		snprintf(port, sizeof(port), "%u", u->port);
	snprintf(u->name, sizeof(u->name), "wire%s", port);
	while (import_name_taken(im, u->name))
		snprintf(u->name, sizeof(u->name), "wire%s-%u", port, ++n);
}

/**
 * import_underlay() - the underlay that a device's network has
 * @im: the import, of which all devices are known
 * @device: the device
 */
void import_underlay(struct import *im, struct import_device *device)
{
	struct import_underlay new = { .port = device->port }, *u;
	size_t i;

	import_local(device->link, &new.local);
	if (device->port != IMPORT_VXLAN_PORT)
		import_add_word(device, " port %u", device->port);
	import_word_dev(im, device);
	if (import_stays(im, device))
		import_add_word(device, " shared");
	import_word_ports(device);
	import_word_header(device);
	import_word_checksums(device);
	for (i = 0; i < im->n_underlays; i++) {
		if (im->underlays[i].port != new.port ||
		    !import_same(&im->underlays[i].local, &new.local))
			continue;
		device->underlay = i;
		return;
	}
	new.there = import_have_underlay(im, &new);
	if (!new.there)
		import_name(im, &new);
	memcpy(new.words, device->words, sizeof(new.words));
	im->underlays = memory_more(im->underlays, im->n_underlays,
				    sizeof(*im->underlays));
	u = &im->underlays[im->n_underlays];
	*u = new;
	device->underlay = im->n_underlays++;
}
