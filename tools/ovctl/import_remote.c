// SPDX-License-Identifier: GPL-2.0
/*
 * Remotes: one for each address that a device's FDB names, called like it. They
 * are all needed: nothing is taken from an address that no remote has.
 */
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "memory.h"

/**
 * import_is_flood() - is a row one of those that floods go to?
 * @row: of a vxlan device
 *
 * Return: whether it is.
 */
bool import_is_flood(const struct import_row *row)
{
	static const uint8_t zero[PARSE_MAC_LEN];

	return !memcmp(row->mac, zero, PARSE_MAC_LEN);
}

/* Can it be another node's? */
static bool import_can_be(const struct import_device *device,
			  const struct parse_addr *addr,
			  const struct parse_addr *local)
{
	if (addr->len == local->len && !memcmp(addr->data, local->data, addr->len))
		return false;
	if (addr->len == 4)
		return addr->data[0] < 224 && !import_is_v6(device->link);
	return addr->data[0] != 0xff &&
	       !(addr->data[0] == 0xfe && (addr->data[1] & 0xc0) == 0x80);
}

/**
 * import_remote() - the remote that has an address
 * @im: the import
 * @addr: the address
 *
 * Return: the remote or NULL.
 */
const struct import_remote *import_remote(const struct import *im,
					  const struct parse_addr *addr)
{
	size_t i;

	for (i = 0; i < im->n_remotes; i++)
		if (im->remotes[i].addr.len == addr->len &&
		    !memcmp(im->remotes[i].addr.data, addr->data, addr->len))
			return &im->remotes[i];
	return NULL;
}

/* The port of a row, as its remote has to have it. */
static uint16_t import_port(const struct import_device *device,
			    const struct import_row *row)
{
	return row->port == device->port ? 0 : row->port;
}

/**
 * import_no() - why a row is not taken over
 * @im: the import
 * @device: the device
 * @row: any row
 *
 * Return: why; %IMPORT_YES: it is.
 */
enum import_no import_no(const struct import *im,
			 const struct import_device *device,
			 const struct import_row *row)
{
	const struct parse_addr *local = &im->underlays[device->underlay].local;
	const struct import_remote *remote;

	if (row->ifindex != device->link->ifindex || !(row->flags & NTF_SELF))
		return IMPORT_OTHER;
	if (row->nexthop)
		return IMPORT_NEXTHOP;
	if (!row->dst.len)
		return IMPORT_OTHER;
	if (row->other_vni)
		return IMPORT_VNI;
	if (!import_can_be(device, &row->dst, local))
		return IMPORT_ADDRESS;
	if (row->mac[0] & 1)
		return IMPORT_GROUP;
	remote = import_remote(im, &row->dst);
	if (remote && remote->port != import_port(device, row))
		return IMPORT_PORT;
	/* without learning somebody has configured it */
	if (!(row->state & (NUD_PERMANENT | NUD_NOARP)) &&
	    !(row->flags & NTF_EXT_LEARNED) &&
	    import_number(device->link->data, IFLA_VXLAN_LEARNING, 1))
		return IMPORT_LEARNED;
	return IMPORT_YES;
}

static bool import_have_remote(const struct import *im, struct import_remote *r)
{
	const struct nlattr *nest, *attr;
	struct parse_addr addr;
	size_t i;

	for (i = 0; i < im->have_remotes.n; i++) {
		nest = im->have_remotes.rows[i].nest;
		mnl_attr_for_each_nested(attr, nest) {
			if (mnl_attr_get_type(attr) != OVNET_A_REMOTE_VTEP ||
			    !attr_address(attr, &addr) ||
			    addr.len != r->addr.len ||
			    memcmp(addr.data, r->addr.data, addr.len))
				continue;
			snprintf(r->name, sizeof(r->name), "%s",
				 attr_text(nest, OVNET_A_REMOTE_NAME));
			r->port = attr_number(nest, OVNET_A_REMOTE_PORT);
			return true;
		}
	}
	return false;
}

/* The longest addresses do not fit: the end of them says more. */
static void import_name(struct import_remote *r)
{
	char text[INET6_ADDRSTRLEN];
	size_t len;

	attr_format(&r->addr, text);
	len = strlen(text);
	snprintf(r->name, sizeof(r->name), "%s",
		 text + (len < sizeof(r->name) ? 0 : len + 1 - sizeof(r->name)));
}

static int import_compare(const void *a, const void *b)
{
	const struct import_remote *x = a, *y = b;

	if (x->addr.len != y->addr.len)
		return x->addr.len < y->addr.len ? -1 : 1;
	return memcmp(x->addr.data, y->addr.data, x->addr.len);
}

/**
 * import_remotes() - those that a device's rows name
 * @im: the import; has the device's underlay
 * @device: the device
 */
void import_remotes(struct import *im, const struct import_device *device)
{
	const struct import_row *row;
	struct import_remote *r;
	enum import_no no;
	size_t i;

	for (i = 0; i < im->n_rows; i++) {
		row = &im->rows[i];
		no = import_no(im, device, row);
		if ((no != IMPORT_YES && no != IMPORT_LEARNED) ||
		    import_remote(im, &row->dst))
			continue;
		im->remotes = memory_more(im->remotes, im->n_remotes,
					  sizeof(*im->remotes));
		r = &im->remotes[im->n_remotes++];
		memset(r, 0, sizeof(*r));
		r->addr = row->dst;
		r->port = import_port(device, row);
		r->there = import_have_remote(im, r);
		if (!r->there)
			import_name(r);
	}
	if (im->n_remotes)
		qsort(im->remotes, im->n_remotes, sizeof(*im->remotes),
		      import_compare);
}
