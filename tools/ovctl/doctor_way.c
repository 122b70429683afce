// SPDX-License-Identifier: GPL-2.0
/* Where the host would send a packet. */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "doctor.h"

static int doctor_way_read(const struct nlmsghdr *nlh, void *data)
{
	const struct rtmsg *msg = mnl_nlmsg_get_payload(nlh);
	struct doctor_way *way = data;
	const struct nlattr *attr;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*msg))
		return 0;
	way->error = 0;
	if (msg->rtm_type == RTN_UNREACHABLE ||
	    msg->rtm_type == RTN_PROHIBIT || msg->rtm_type == RTN_BLACKHOLE)
		way->error = -ENETUNREACH;
	mnl_attr_for_each(attr, nlh, sizeof(*msg))
		if (mnl_attr_get_type(attr) == RTA_OIF &&
		    mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
			way->ifindex = mnl_attr_get_u32(attr);
	return 0;
}

/**
 * doctor_way() - the host's route to an address
 * @d: the doctor
 * @to: the address
 * @oif: device or VRF that it must leave by; 0: routing decides
 * @way: result
 */
void doctor_way(struct doctor *d, const struct parse_addr *to, uint32_t oif,
		struct doctor_way *way)
{
	char buf[256] __aligned(NLMSG_ALIGNTO) = {};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct ovnl_rows rows = {};
	struct ovnl_ack ack = {};
	struct rtmsg *msg;
	int err;

	nlh->nlmsg_type = RTM_GETROUTE;
	msg = mnl_nlmsg_put_extra_header(nlh, sizeof(*msg));
	msg->rtm_family = to->family;
	msg->rtm_dst_len = 8 * to->len;
	mnl_attr_put(nlh, RTA_DST, to->len, to->data);
	if (oif)
		mnl_attr_put_u32(nlh, RTA_OIF, oif);
	memset(way, 0, sizeof(*way));
	way->error = -ENETUNREACH;
	err = ovnl_try(&d->route, nlh, &rows, &ack);
	if (!err && !ack.error)
		ovnl_rows_each(&rows, doctor_way_read, way);
	ovnl_rows_free(&rows);
}
