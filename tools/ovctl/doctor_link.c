// SPDX-License-Identifier: GPL-2.0
/* Devices of the namespace and their addresses. */
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "doctor.h"
#include "memory.h"
#include "rtnl.h"

static void doctor_link_data(struct doctor_link *link,
			     const struct nlattr *data)
{
	const struct nlattr *attr;

	if (!strcmp(link->kind, "vxlan")) {
		attr = key_find(data, IFLA_VXLAN_PORT);
		if (attr && mnl_attr_validate(attr, MNL_TYPE_U16) >= 0)
			link->vxlan_port = ntohs(mnl_attr_get_u16(attr));
	} else if (!strcmp(link->kind, "ovnet") &&
		   !key_find(data, IFLA_OVNET_ENDPOINT)) {
		link->network = attr_number(data, IFLA_OVNET_ID);
	}
}

static void doctor_link_attr(struct doctor_link *link,
			     const struct nlattr *attr)
{
	const struct nlattr *data;

	switch (mnl_attr_get_type(attr)) {
	case IFLA_IFNAME:
		if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
			snprintf(link->name, sizeof(link->name), "%s",
				 mnl_attr_get_str(attr));
		break;
	case IFLA_MTU:
		if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
			link->mtu = mnl_attr_get_u32(attr);
		break;
	case IFLA_MASTER:
		if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
			link->master = mnl_attr_get_u32(attr);
		break;
	case IFLA_CARRIER:
		if (mnl_attr_validate(attr, MNL_TYPE_U8) >= 0)
			link->carrier = mnl_attr_get_u8(attr);
		break;
	case IFLA_LINKINFO:
		snprintf(link->kind, sizeof(link->kind), "%s",
			 attr_text(attr, IFLA_INFO_KIND));
		data = key_find(attr, IFLA_INFO_DATA);
		if (data)
			doctor_link_data(link, data);
		break;
	}
}

static int doctor_link_add(const struct nlmsghdr *nlh, void *data)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;
	struct doctor_link *link;
	struct doctor *d = data;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*info))
		return 0;
	d->links = memory_more(d->links, d->n_links, sizeof(*d->links));
	link = &d->links[d->n_links++];
	memset(link, 0, sizeof(*link));
	link->ifindex = info->ifi_index;
	link->flags = info->ifi_flags;
	mnl_attr_for_each(attr, nlh, sizeof(*info))
		doctor_link_attr(link, attr);
	return 0;
}

static int doctor_link_add_addr(const struct nlmsghdr *nlh, void *data)
{
	const struct ifaddrmsg *info = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr, *local = NULL;
	struct doctor *d = data;
	struct parse_addr addr;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*info))
		return 0;
	/* of a pair of ends IFA_ADDRESS is the other's */
	mnl_attr_for_each(attr, nlh, sizeof(*info))
		if (mnl_attr_get_type(attr) == IFA_LOCAL ||
		    (mnl_attr_get_type(attr) == IFA_ADDRESS && !local))
			local = attr;
	if (!attr_address(local, &addr))
		return 0;
	d->addrs = memory_more(d->addrs, d->n_addrs, sizeof(*d->addrs));
	d->addrs[d->n_addrs++] = (struct doctor_addr) {
		.addr = addr,
		.ifindex = info->ifa_index,
		.bits = info->ifa_prefixlen,
	};
	return 0;
}

static int doctor_link_dump(struct doctor *d, uint16_t type, size_t len,
			    ovnl_cb cb)
{
	static const struct ifinfomsg all;	/* of either kind, all zero */
	struct ovnl_rows rows = {};
	int err;

	err = rtnl_dump(&d->route, type, &all, len, &rows);
	if (!err)
		ovnl_rows_each(&rows, cb, d);
	ovnl_rows_free(&rows);
	return err;
}

/**
 * doctor_link_read() - ask the kernel for devices and addresses
 * @d: the doctor
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int doctor_link_read(struct doctor *d)
{
	int err = rtnl_open(&d->route);

	if (!err)
		err = doctor_link_dump(d, RTM_GETLINK,
				       sizeof(struct ifinfomsg),
				       doctor_link_add);
	if (!err)
		err = doctor_link_dump(d, RTM_GETADDR,
				       sizeof(struct ifaddrmsg),
				       doctor_link_add_addr);
	if (!err)
		return EXIT_DONE;
	fprintf(stderr, "ovctl doctor: rtnetlink: %s\n", strerror(-err));
	return EXIT_REFUSED;
}

/**
 * doctor_link() - a device by its index
 * @d: the doctor
 * @ifindex: of it
 *
 * Return: the device or NULL.
 */
const struct doctor_link *doctor_link(const struct doctor *d, uint32_t ifindex)
{
	size_t i;

	for (i = 0; i < d->n_links; i++)
		if (d->links[i].ifindex == ifindex)
			return &d->links[i];
	return NULL;
}

/**
 * doctor_link_of() - the device that has an address
 * @d: the doctor
 * @addr: the address
 *
 * Return: the device or NULL.
 */
const struct doctor_link *doctor_link_of(const struct doctor *d,
					 const struct parse_addr *addr)
{
	size_t i;

	for (i = 0; i < d->n_addrs; i++)
		if (attr_covers(addr, 8 * addr->len, &d->addrs[i].addr))
			return doctor_link(d, d->addrs[i].ifindex);
	return NULL;
}

/**
 * doctor_link_is_vrf() - is a device a VRF?
 * @link: the device or NULL
 *
 * Return: whether it is.
 */
bool doctor_link_is_vrf(const struct doctor_link *link)
{
	return link && !strcmp(link->kind, "vrf");
}
