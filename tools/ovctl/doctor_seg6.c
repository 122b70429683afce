// SPDX-License-Identifier: GPL-2.0
/* Routes of the kernel's own SRv6 that take SIDs of ours. */
#include <errno.h>
#include <linux/lwtunnel.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "doctor.h"

static void doctor_seg6_clash(struct doctor *d, const struct parse_addr *dst,
			      uint8_t bits)
{
	struct doctor_underlay u;
	char text[INET6_ADDRSTRLEN];
	size_t i;

	for (i = 0; doctor_underlay(d, i, &u); i++) {
		if (!u.srv6 || bits < u.locator_len ||
		    !attr_covers(&u.locator, u.locator_len, dst))
			continue;
		attr_format(dst, text);
		doctor_find(d, DOCTOR_ERROR, "underlay", u.name,
			    "a seg6local route takes %s/%u out of its locator: what is sent to these SIDs is not ovnet's",
			    text, bits);
		doctor_mend(d, "ip -6 route del %s/%u", text, bits);
	}
}

static int doctor_seg6_read(const struct nlmsghdr *nlh, void *data)
{
	const struct rtmsg *msg = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr, *dst = NULL;
	struct parse_addr addr;
	uint16_t encap = 0;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*msg))
		return 0;
	mnl_attr_for_each(attr, nlh, sizeof(*msg)) {
		if (mnl_attr_get_type(attr) == RTA_DST)
			dst = attr;
		else if (mnl_attr_get_type(attr) == RTA_ENCAP_TYPE &&
			 mnl_attr_validate(attr, MNL_TYPE_U16) >= 0)
			encap = mnl_attr_get_u16(attr);
	}
	if (encap == LWTUNNEL_ENCAP_SEG6_LOCAL && attr_address(dst, &addr))
		doctor_seg6_clash(data, &addr, msg->rtm_dst_len);
	return 0;
}

static bool doctor_seg6_needed(const struct doctor *d)
{
	struct doctor_underlay u;
	size_t i;

	for (i = 0; doctor_underlay(d, i, &u); i++)
		if (u.srv6)
			return true;
	return false;
}

/**
 * doctor_seg6() - does the kernel's own SRv6 use our locators?
 * @d: the doctor
 */
void doctor_seg6(struct doctor *d)
{
	char buf[256] __aligned(NLMSG_ALIGNTO) = {};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct ovnl_rows rows = {};
	struct ovnl_ack ack = {};
	struct rtmsg *msg;

	if (!doctor_seg6_needed(d))
		return;
	nlh->nlmsg_type = RTM_GETROUTE;
	nlh->nlmsg_flags = NLM_F_DUMP;
	msg = mnl_nlmsg_put_extra_header(nlh, sizeof(*msg));
	msg->rtm_family = AF_INET6;
	if (!ovnl_try(&d->route, nlh, &rows, &ack))
		ovnl_rows_each(&rows, doctor_seg6_read, d);
	ovnl_rows_free(&rows);
}
