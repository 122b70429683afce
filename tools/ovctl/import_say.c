// SPDX-License-Identifier: GPL-2.0
/* The batch. */
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <stdio.h>
#include <string.h>

#include "import.h"

/* What is in the way of a port: another network device that is no endpoint's. */
static bool import_is_overlay(const struct import_link *link)
{
	static const char *const kinds[] = {
		"vxlan", "ovnet", "geneve", "gretap", "ip6gretap",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(link->kind, kinds[i]))
			return true;
	return false;
}

static void import_say_before(const struct import *im,
			      const struct import_device *device)
{
	const struct import_link *port;
	char word[IMPORT_WORD_SIZE];

	printf("#   ip link del %s\n", import_word(device->link->name, word));
	for (port = im->links; port < im->links + im->n_links; port++)
		if (import_is_port(device, port) && !import_is_overlay(port))
			printf("#   ip link set %s nomaster\n",
			       import_word(port->name, word));
}

/* How to use what follows. */
static void import_say_head(const struct import *im)
{
	const struct import_device *device;
	char word[IMPORT_WORD_SIZE];
	size_t i;

	fputs("# Printed by \"ovctl import", stdout);
	for (i = 0; i < im->n_devices; i++)
		printf(" %s", import_word(im->devices[i].link->name, word));
	fputs("\". Read it, keep it in a FILE, and then\n"
	      "# on this node, in this order; from the first to the last nothing passes:\n",
	      stdout);
	for (device = im->devices; device < im->devices + im->n_devices;
	     device++)
		import_say_before(im, device);
	fputs("#   ovctl -b FILE\n", stdout);
}

static void import_say_underlay(const struct import_underlay *u)
{
	char text[INET6_ADDRSTRLEN];

	if (u->there) {
		printf("# underlay %s is there, and stays as it is\n", u->name);
		return;
	}
	if (!u->local.len)
		puts("# no address is given (local): for ADDR, the one that other nodes know");
	if (strstr(u->words, " shared"))
		puts("# shared: another vxlan device has the UDP port; when that is gone,\n"
		     "# make the underlay anew, without: it is faster (GRO)");
	printf("underlay add %s vxlan %s%s\n", u->name,
	       u->local.len ? attr_format(&u->local, text) : "ADDR",
	       u->words);
}

static void import_say_remote(const struct import_remote *r)
{
	char text[INET6_ADDRSTRLEN];

	if (r->there)
		return;
	printf("remote add %s vxlan %s", r->name,
	       attr_format(&r->addr, text));
	if (r->port)
		printf(" port %u", r->port);
	putchar('\n');
}

static bool import_suppresses(const struct import_link *link)
{
	return import_number(link->slave, IFLA_BRPORT_NEIGH_SUPPRESS, 0) ||
	       import_number(link->data, IFLA_VXLAN_PROXY, 0);
}

static void import_say_network(const struct import *im,
			       const struct import_device *device)
{
	const struct nlattr *data = device->link->data;
	uint32_t max = import_number(data, IFLA_VXLAN_LIMIT, 0);

	printf("network add %s id %u", device->network, device->id);
	if (!device->vni)
		fputs(" vni 0", stdout);
	printf(" underlay %s learning-remote %s ageing %u suppression %s",
	       im->underlays[device->underlay].name,
	       import_number(data, IFLA_VXLAN_LEARNING, 1) ? "on" : "off",
	       (uint32_t)import_number(data, IFLA_VXLAN_AGEING, 300),
	       import_suppresses(device->link) ? "on" : "off");
	if (max)
		printf(" fdb-max %u", max);
	putchar('\n');
}

static void import_say_rows(const struct import *im,
			    const struct import_device *device, bool flood)
{
	const struct import_remote *remote;
	const struct import_row *row;
	char mac[FORMAT_MAC_SIZE];
	size_t i;

	for (i = 0; i < im->n_rows; i++) {
		row = &im->rows[i];
		if (import_is_flood(row) != flood ||
		    import_no(im, device, row) != IMPORT_YES)
			continue;
		remote = import_remote(im, &row->dst);
		if (!remote)
			continue;
		format_mac(row->mac, mac);
		if (flood)
			printf("member add %s remote %s\n", device->network,
			       remote->name);
		else
			printf("fdb replace %s %s remote %s%s\n",
			       device->network, mac, remote->name,
			       row->flags & NTF_EXT_LEARNED ?
			       " state external" : "");
	}
}

/* Those that ARP and ND are answered from. */
static void import_say_neighs(const struct import *im,
			      const struct import_device *device)
{
	const struct import_link *link = device->link;
	char text[INET6_ADDRSTRLEN], mac[FORMAT_MAC_SIZE];
	const struct import_row *row;
	size_t i;

	if (!import_suppresses(link))
		return;
	if (device->bridge &&
	    import_number(link->slave, IFLA_BRPORT_NEIGH_SUPPRESS, 0))
		link = device->bridge;
	for (i = 0; i < im->n_neighs; i++) {
		row = &im->neighs[i];
		if (row->ifindex != link->ifindex || !row->dst.len ||
		    !(row->state & NUD_PERMANENT) || row->mac[0] & 1 ||
		    import_is_flood(row))
			continue;
		format_mac(row->mac, mac);
		printf("neigh replace %s %s lladdr %s%s\n", device->network,
		       attr_format(&row->dst, text), mac,
		       row->flags & NTF_EXT_LEARNED ? " state external" : "");
	}
}

/* What is configured of the MACs behind a port; its own is the device's. */
static void import_say_port_rows(const struct import *im,
				 const struct import_device *device,
				 const struct import_link *port)
{
	char word[IMPORT_WORD_SIZE], mac[FORMAT_MAC_SIZE];
	const struct import_row *row;
	size_t i;

	for (i = 0; i < im->n_rows; i++) {
		row = &im->rows[i];
		if (row->ifindex != port->ifindex || row->flags & NTF_SELF ||
		    row->state & NUD_PERMANENT || row->mac[0] & 1 ||
		    !(row->state & NUD_NOARP || row->flags & NTF_EXT_LEARNED))
			continue;
		format_mac(row->mac, mac);
		printf("fdb replace %s %s dev %s%s\n", device->network, mac,
		       import_word(port->name, word),
		       row->flags & NTF_EXT_LEARNED ? " state external" : "");
	}
}

static void import_say_port(const struct import *im,
			    const struct import_device *device,
			    const struct import_link *port)
{
	char word[IMPORT_WORD_SIZE];

	if (import_is_overlay(port)) {
		import_note(port->name,
			    "it is in the bridge, too, and is of kind %s, which is no port: what is behind it is cut off",
			    port->kind);
		return;
	}
	import_note_port(port);
	printf("port add %s network %s state open",
	       import_word(port->name, word), device->network);
	if (!import_number(port->slave, IFLA_BRPORT_LEARNING, 1))
		fputs(" learning off", stdout);
	if (!import_number(port->slave, IFLA_BRPORT_UNICAST_FLOOD, 1))
		fputs(" unknown-unicast off", stdout);
	putchar('\n');
	import_say_port_rows(im, device, port);
}

static void import_say_device(const struct import *im,
			      const struct import_device *device)
{
	const struct import_link *link = device->link, *port;
	char word[IMPORT_WORD_SIZE];

	printf("\n# %s: MTU %u", import_word(link->name, word), link->mtu);
	if (device->bridge)
		printf(", in bridge %s",
		       import_word(device->bridge->name, word));
	puts("; here what fits follows the underlay, and ports keep their MTU");
	import_notes(im, device);
	import_say_network(im, device);
	import_note_rows(im, device);
	import_say_rows(im, device, true);
	import_say_rows(im, device, false);
	import_say_neighs(im, device);
	for (port = im->links; port < im->links + im->n_links; port++)
		if (import_is_port(device, port))
			import_say_port(im, device, port);
}

/**
 * import_say() - print the batch
 * @im: the import, of which nothing was refused
 */
void import_say(const struct import *im)
{
	size_t i;

	import_say_head(im);
	putchar('\n');
	for (i = 0; i < im->n_underlays; i++)
		import_say_underlay(&im->underlays[i]);
	for (i = 0; i < im->n_remotes; i++)
		import_say_remote(&im->remotes[i]);
	for (i = 0; i < im->n_devices; i++)
		import_say_device(im, &im->devices[i]);
}
