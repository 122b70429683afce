// SPDX-License-Identifier: GPL-2.0
/* What rtnetlink says: devices, their addresses, FDB rows and neighbours. */
#include <ctype.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "import.h"
#include "memory.h"
#include "rtnl.h"

static void import_read_mac(const struct nlattr *attr,
			    uint8_t mac[PARSE_MAC_LEN])
{
	if (mnl_attr_get_payload_len(attr) == PARSE_MAC_LEN)
		memcpy(mac, mnl_attr_get_payload(attr), PARSE_MAC_LEN);
}

/* It is printed, for a terminal and for a batch. */
static void import_read_name(const struct nlattr *attr, char name[IF_NAMESIZE])
{
	if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
		return;
	snprintf(name, IF_NAMESIZE, "%s", mnl_attr_get_str(attr));
	for (; *name; name++)
		if (iscntrl((unsigned char)*name))
			*name = '?';
}

static void import_read_info(struct import_link *link,
			     const struct nlattr *info)
{
	snprintf(link->kind, sizeof(link->kind), "%s",
		 attr_text(info, IFLA_INFO_KIND));
	link->data = key_find(info, IFLA_INFO_DATA);
	if (!strcmp(attr_text(info, IFLA_INFO_SLAVE_KIND), "bridge"))
		link->slave = key_find(info, IFLA_INFO_SLAVE_DATA);
}

static int import_read_link(const struct nlmsghdr *nlh, void *data)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;
	struct import_link *link;
	struct import *im = data;

	if (nlh->nlmsg_type != RTM_NEWLINK ||
	    mnl_nlmsg_get_payload_len(nlh) < sizeof(*info))
		return 0;
	im->links = memory_more(im->links, im->n_links, sizeof(*im->links));
	link = &im->links[im->n_links++];
	memset(link, 0, sizeof(*link));
	link->ifindex = info->ifi_index;
	link->flags = info->ifi_flags;
	mnl_attr_for_each(attr, nlh, sizeof(*info)) {
		switch (mnl_attr_get_type(attr)) {
		case IFLA_IFNAME:
			import_read_name(attr, link->name);
			break;
		case IFLA_MTU:
			if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
				link->mtu = mnl_attr_get_u32(attr);
			break;
		case IFLA_MASTER:
			if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
				link->master = mnl_attr_get_u32(attr);
			break;
		case IFLA_ADDRESS:
			import_read_mac(attr, link->mac);
			break;
		case IFLA_LINK_NETNSID:
			link->elsewhere = true;
			break;
		case IFLA_LINKINFO:
			import_read_info(link, attr);
			break;
		}
	}
	return 0;
}

static int import_read_addr(const struct nlmsghdr *nlh, void *data)
{
	const struct ifaddrmsg *info = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr, *local = NULL;
	struct import *im = data;
	struct parse_addr addr;

	if (nlh->nlmsg_type != RTM_NEWADDR ||
	    mnl_nlmsg_get_payload_len(nlh) < sizeof(*info) ||
	    info->ifa_scope == RT_SCOPE_LINK)
		return 0;
	mnl_attr_for_each(attr, nlh, sizeof(*info))
		if (mnl_attr_get_type(attr) == IFA_LOCAL ||
		    (mnl_attr_get_type(attr) == IFA_ADDRESS && !local))
			local = attr;
	if (!attr_address(local, &addr))
		return 0;
	im->addrs = memory_more(im->addrs, im->n_addrs, sizeof(*im->addrs));
	im->addrs[im->n_addrs++] = (struct import_addr) {
		.ifindex = info->ifa_index,
		.bits = info->ifa_prefixlen,
		.addr = addr,
	};
	return 0;
}

static bool import_read_row(const struct nlmsghdr *nlh, struct import_row *row)
{
	const struct ndmsg *info = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;

	if (nlh->nlmsg_type != RTM_NEWNEIGH ||
	    mnl_nlmsg_get_payload_len(nlh) < sizeof(*info))
		return false;
	memset(row, 0, sizeof(*row));
	row->ifindex = info->ndm_ifindex;
	row->state = info->ndm_state;
	row->flags = info->ndm_flags;
	mnl_attr_for_each(attr, nlh, sizeof(*info)) {
		switch (mnl_attr_get_type(attr)) {
		case NDA_LLADDR:
			import_read_mac(attr, row->mac);
			break;
		case NDA_DST:
			attr_address(attr, &row->dst);
			break;
		case NDA_PORT:
			if (mnl_attr_validate(attr, MNL_TYPE_U16) >= 0)
				row->port = ntohs(mnl_attr_get_u16(attr));
			break;
		case NDA_IFINDEX:
			if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
				row->via = mnl_attr_get_u32(attr);
			break;
		case NDA_VNI:
			row->other_vni = true;
			break;
		case NDA_NH_ID:
			row->nexthop = true;
			break;
		}
	}
	return true;
}

static int import_read_fdb(const struct nlmsghdr *nlh, void *data)
{
	struct import *im = data;
	struct import_row row;

	if (!import_read_row(nlh, &row))
		return 0;
	im->rows = memory_more(im->rows, im->n_rows, sizeof(*im->rows));
	im->rows[im->n_rows++] = row;
	return 0;
}

static int import_read_neigh(const struct nlmsghdr *nlh, void *data)
{
	struct import *im = data;
	struct import_row row;

	if (!import_read_row(nlh, &row))
		return 0;
	im->neighs = memory_more(im->neighs, im->n_neighs, sizeof(*im->neighs));
	im->neighs[im->n_neighs++] = row;
	return 0;
}

/**
 * import_read() - ask the kernel for all of it
 * @im: the import
 *
 * Return: 0 or a negative errno.
 */
int import_read(struct import *im)
{
	static const struct ifinfomsg links;
	static const struct ifaddrmsg addrs;
	static const struct ndmsg fdb = { .ndm_family = AF_BRIDGE };
	static const struct ndmsg neighs;
	const struct {
		uint16_t type;
		const void *header;
		size_t len;
		ovnl_cb cb;
	} dumps[] = {
		{ RTM_GETLINK, &links, sizeof(links), import_read_link },
		{ RTM_GETADDR, &addrs, sizeof(addrs), import_read_addr },
		{ RTM_GETNEIGH, &fdb, sizeof(fdb), import_read_fdb },
		{ RTM_GETNEIGH, &neighs, sizeof(neighs), import_read_neigh },
	};
	int err = rtnl_open(&im->route);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(dumps) && !err; i++) {
		err = rtnl_dump(&im->route, dumps[i].type, dumps[i].header,
				dumps[i].len, &im->messages[i]);
		if (!err)
			ovnl_rows_each(&im->messages[i], dumps[i].cb, im);
	}
	return err;
}

/**
 * import_link() - a device by its index
 * @im: the import
 * @ifindex: of it
 *
 * Return: the device or NULL.
 */
const struct import_link *import_link(const struct import *im, uint32_t ifindex)
{
	size_t i;

	for (i = 0; i < im->n_links; i++)
		if (im->links[i].ifindex == ifindex)
			return &im->links[i];
	return NULL;
}
