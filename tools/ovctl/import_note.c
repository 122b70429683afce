// SPDX-License-Identifier: GPL-2.0
/*
 * Lines that begin with #: what a device has that is not said in commands, and
 * what to do about it.
 */
#include <linux/if_link.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "import.h"

/* Of a bridge, in clock ticks. */
#define IMPORT_TICKS	100

static const struct import_flag {
	uint16_t type;
	bool none;		/* what it is when nothing is said */
	const char *what;
} import_flags[] = {
	{ IFLA_VXLAN_L2MISS, false,
	  "it told of MACs that have no row (l2miss); here such frames go to the members, nobody is told",
	},
	{ IFLA_VXLAN_L3MISS, false,
	  "it told of addresses that have no neighbour (l3miss); here they are asked for, nobody is told",
	},
	{ IFLA_VXLAN_RSC, false,
	  "it passed routers by (rsc); here a router of the network does that: docs/objects.md, \"Routed networks\"",
	},
	{ IFLA_VXLAN_LABEL, false,
	  "it had a flow label of its own; here the label follows the inner flow",
	},
};

static const struct import_flag import_port_flags[] = {
	{ IFLA_BRPORT_MODE, false,
	  "could send to itself (hairpin); here no frame returns to its port",
	},
	{ IFLA_BRPORT_ISOLATED, false,
	  "was isolated from other ports; here it is not: use a network for each, or filter at its device with tc",
	},
	{ IFLA_BRPORT_LOCKED, false,
	  "was locked; here bindings say what it may send from: \"ovctl binding add\"",
	},
	{ IFLA_BRPORT_GUARD, false,
	  "refused BPDUs (guard); here they pass to the device's own stack and no further",
	},
	{ IFLA_BRPORT_MCAST_FLOOD, true,
	  "got no multicast that nobody asked for; here it gets all",
	},
	{ IFLA_BRPORT_BCAST_FLOOD, true,
	  "got no broadcasts; here it gets them",
	},
	{ IFLA_BRPORT_VLAN_TUNNEL, false,
	  "had tunnels by VLAN (vlan_tunnel); add a network for each",
	},
};

static const char *const import_reasons[IMPORT_NO_N] = {
	[IMPORT_LEARNED] =
		"learned, and will be learned anew",
	[IMPORT_GROUP] =
		"of groups of MACs; here those go to all members",
	[IMPORT_NEXTHOP] =
		"to groups of nexthops; here a row has one remote: say which with \"ovctl fdb add\"",
	[IMPORT_VNI] =
		"to another VNI than the device's; here a network has one VNI, on all nodes",
	[IMPORT_ADDRESS] =
		"to an address that no other node can have: a group's, this node's own, or a link-local one",
	[IMPORT_PORT] =
		"to a UDP port while others have another for the same address; here a remote has one",
};

/**
 * import_note() - what there is to say of a device, in a line
 * @name: of the device
 * @fmt: like printf
 */
void import_note(const char *name, const char *fmt, ...)
{
	char word[IMPORT_WORD_SIZE];
	va_list ap;

	printf("# %s: ", import_word(name, word));
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

static void import_note_flags(const struct import_flag *flags, size_t n,
			      const struct nlattr *nest, const char *name)
{
	size_t i;

	for (i = 0; nest && i < n; i++)
		if (!!import_number(nest, flags[i].type, flags[i].none) !=
		    flags[i].none)
			import_note(name, "%s", flags[i].what);
}

/* What the node has in the network itself. */
static void import_note_leg(const struct import *im,
			    const struct import_device *device,
			    const struct import_link *link)
{
	char text[INET6_ADDRSTRLEN], word[IMPORT_WORD_SIZE];
	char mac[FORMAT_MAC_SIZE];
	bool any = false;
	size_t i;

	import_word(link->name, word);
	format_mac(link->mac, mac);
	for (i = 0; i < im->n_addrs; i++) {
		if (im->addrs[i].ifindex != link->ifindex)
			continue;
		if (!any)
			printf("# %s: it has addresses, so the node is in the network. When\n"
			       "# what is below is done and %s is gone, make a leg, its\n"
			       "# routes and neighbours:\n"
			       "#   ip link add %s address %s mtu %u type ovnet id %u\n"
			       "#   ip link set %s up\n",
			       word, word, word, mac, link->mtu, device->id,
			       word);
		any = true;
		printf("#   ip addr add %s/%u dev %s\n",
		       attr_format(&im->addrs[i].addr, text),
		       im->addrs[i].bits, word);
	}
}

static void import_note_bridge(const struct import_device *device)
{
	const struct nlattr *data = device->bridge->data;
	const char *name = device->bridge->name;
	uint32_t ageing, other;

	if (import_number(data, IFLA_BR_STP_STATE, 0))
		import_note(name,
			    "it speaks STP; here nobody does: two ports of a network that are joined elsewhere are a loop");
	ageing = import_number(data, IFLA_BR_AGEING_TIME, 0) / IMPORT_TICKS;
	other = import_number(device->link->data, IFLA_VXLAN_AGEING, ageing);
	if (ageing != other)
		import_note(name,
			    "its rows go after %u seconds; here those of ports and tunnels go after the same %u",
			    ageing, other);
}

static void import_note_underlay(const struct import *im,
				 const struct import_device *device)
{
	const struct import_underlay *u = &im->underlays[device->underlay];
	uint32_t tos = import_number(device->link->data, IFLA_VXLAN_TOS, 0);

	if (!u->there && strcmp(u->words, device->words))
		import_note(device->link->name,
			    "alone its underlay would have%s; an address and UDP port is one underlay's, %s",
			    *device->words ? device->words : " nothing else",
			    u->name);
	if (tos != 1 && tos & 3)
		import_note(device->link->name,
			    "its tos has bits of ECN; here ECN is the inner packet's (RFC 6040)");
}

static void import_note_group(const struct import_device *device)
{
	const struct nlattr *data = device->link->data;
	char text[INET6_ADDRSTRLEN], word[IMPORT_WORD_SIZE];
	struct parse_addr group;

	if (!attr_address(key_find(data, IFLA_VXLAN_GROUP), &group) &&
	    !attr_address(key_find(data, IFLA_VXLAN_GROUP6), &group))
		return;
	if (group.len == 4 ? group.data[0] < 224 : group.data[0] != 0xff)
		return;
	printf("# %s: it floods by the group %s, which is not done here: each node that is to get\n"
	       "# floods is a member. Whom it has learned of is a remote already; for each, and all others:\n"
	       "#   ovctl member add %s remote NAME\n",
	       import_word(device->link->name, word),
	       attr_format(&group, text), device->network);
}

/**
 * import_notes() - what is not said of a device, but of its rows and ports
 * @im: the import
 * @device: the device
 */
void import_notes(const struct import *im, const struct import_device *device)
{
	const struct import_link *link = device->link;

	import_note_underlay(im, device);
	import_note_group(device);
	import_note_flags(import_flags, ARRAY_SIZE(import_flags), link->data,
			  link->name);
	if (device->bridge)
		import_note_bridge(device);
	import_note_leg(im, device, device->bridge ?: link);
}

/**
 * import_note_port() - what is not said of a port
 * @port: its device
 */
void import_note_port(const struct import_link *port)
{
	import_note_flags(import_port_flags, ARRAY_SIZE(import_port_flags),
			  port->slave, port->name);
}

/**
 * import_note_rows() - what rows are not there
 * @im: the import
 * @device: whose
 */
void import_note_rows(const struct import *im,
		      const struct import_device *device)
{
	const struct import_row *row, *first[IMPORT_NO_N] = {};
	char text[INET6_ADDRSTRLEN], mac[FORMAT_MAC_SIZE];
	unsigned int n[IMPORT_NO_N] = {};
	enum import_no no;
	size_t i;

	for (i = 0; i < im->n_rows; i++) {
		row = &im->rows[i];
		no = import_no(im, device, row);
		if (!n[no]++)
			first[no] = row;
	}
	for (no = 0; no < IMPORT_NO_N; no++) {
		if (!import_reasons[no] || !n[no])
			continue;
		format_mac(first[no]->mac, mac);
		attr_format(&first[no]->dst, text);
		import_note(device->link->name,
			    "FDB rows that are not here: %u (%s%s%s%s), %s",
			    n[no], mac, *text ? " dst " : "", text,
			    n[no] > 1 ? ", ..." : "", import_reasons[no]);
	}
}
