// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "compiler.h"
#include "rtnl.h"

/**
 * rtnl_open() - open a socket in this process's network namespace
 * @nl: zero; ovnl_close() closes it
 *
 * Return: 0 or a negative errno, not printed.
 */
int rtnl_open(struct ovnl *nl)
{
	nl->sock = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (!nl->sock ||
	    mnl_socket_bind(nl->sock, 0, MNL_SOCKET_AUTOPID) < 0)
		return -errno;
	return 0;
}

/**
 * rtnl_dump() - list what there is of a kind
 * @nl: from rtnl_open()
 * @type: RTM_GET*
 * @header: of the request, a struct of that kind
 * @len: bytes of @header
 * @rows: the answer
 *
 * Return: 0 or a negative errno, not printed.
 */
int rtnl_dump(struct ovnl *nl, uint16_t type, const void *header, size_t len,
	      struct ovnl_rows *rows)
{
	char buf[256] __aligned(NLMSG_ALIGNTO) = {};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct ovnl_ack ack = {};
	int err;

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_DUMP;
	memcpy(mnl_nlmsg_put_extra_header(nlh, len), header, len);
	err = ovnl_try(nl, nlh, rows, &ack);
	return err ? err : ack.error;
}
