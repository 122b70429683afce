// SPDX-License-Identifier: GPL-2.0
/* The socket: finding the family, requests, dumps, events. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "compiler.h"
#include "ovnl.h"

#define OVNL_DUMP_TRIES		5
#define OVNL_EVENTS_SIZE	(8 << 20)	/* events wait here for a slow reader */

/* libmnl has lengths as int, and takes a huge one for a good one. */
static bool ovnl_message_ok(const struct nlmsghdr *nlh, int len)
{
	return mnl_nlmsg_ok(nlh, len) && nlh->nlmsg_len <= (uint32_t)len;
}

static int ovnl_send(struct ovnl *nl, struct nlmsghdr *nlh)
{
	nlh->nlmsg_seq = ++nl->seq;
	if (mnl_socket_sendto(nl->sock, nlh, nlh->nlmsg_len) < 0)
		return -errno;
	return 0;
}

/* Reads to the end of an answer: NLMSG_ERROR (also a good one) or _DONE. */
static int ovnl_answer(struct ovnl *nl, struct ovnl_rows *rows,
		       struct ovnl_ack *ack, bool *interrupted)
{
	char buf[OVNL_BUFFER_SIZE] __aligned(NLMSG_ALIGNTO);
	struct nlmsghdr *nlh;
	ssize_t got;
	int err = 0;
	int len;

	for (;;) {
		got = mnl_socket_recvfrom(nl->sock, buf, sizeof(buf));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		len = got;
		for (nlh = (struct nlmsghdr *)buf; ovnl_message_ok(nlh, len);
		     nlh = mnl_nlmsg_next(nlh, &len)) {
			/* rest of an answer that was given up */
			if (nlh->nlmsg_seq != nl->seq)
				continue;
			if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
				*interrupted = true;
			if (nlh->nlmsg_type == NLMSG_ERROR ||
			    nlh->nlmsg_type == NLMSG_DONE) {
				ovnl_ack_read(ack, nlh);
				return err;
			}
			if (nlh->nlmsg_type >= NLMSG_MIN_TYPE && rows && !err)
				err = ovnl_rows_add(rows, nlh);
		}
	}
}

/**
 * ovnl_try() - send a request and wait until it is done, whatever comes of it
 * @nl: the client
 * @nlh: the request
 * @rows: what it is answered with, or NULL
 * @ack: what the kernel says about it
 *
 * Return: 0 or the negative errno of the exchange itself, not printed.
 */
int ovnl_try(struct ovnl *nl, struct nlmsghdr *nlh, struct ovnl_rows *rows,
	     struct ovnl_ack *ack)
{
	bool interrupted = false;
	int err;

	nlh->nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
	err = ovnl_send(nl, nlh);
	if (!err)
		err = ovnl_answer(nl, rows, ack, &interrupted);
	return err;
}

static void ovnl_explain(const struct ovnl *nl, struct ovnl_ack *ack,
			 const struct nlmsghdr *request)
{
	ovnl_ack_explain(ack, request);
	if (nl->explain)
		nl->explain(ack, request);
}

static int ovnl_failed(struct ovnl *nl, int err)
{
	fprintf(stderr, "%s: netlink: %s\n", nl->who, strerror(-err));
	return err;
}

/**
 * ovnl_ask() - send a request and wait until it is done, without a word
 * @nl: the client
 * @nlh: the request, of family @nl->family
 * @rows: what it is answered with, or NULL
 * @ack: what the kernel says about it
 *
 * Return: 0 or the negative errno of the exchange itself, printed.
 */
int ovnl_ask(struct ovnl *nl, struct nlmsghdr *nlh, struct ovnl_rows *rows,
	     struct ovnl_ack *ack)
{
	int err;

	err = ovnl_try(nl, nlh, rows, ack);
	if (err)
		return ovnl_failed(nl, err);
	ovnl_explain(nl, ack, nlh);
	return 0;
}

/**
 * ovnl_talk() - send a request and wait until it is done
 * @nl: the client
 * @nlh: the request, of family @nl->family
 * @rows: what it is answered with, or NULL
 *
 * Return: 0 or a negative errno, printed.
 */
int ovnl_talk(struct ovnl *nl, struct nlmsghdr *nlh, struct ovnl_rows *rows)
{
	struct ovnl_ack ack;
	int err;

	err = ovnl_ask(nl, nlh, rows, &ack);
	if (err)
		return err;
	ovnl_ack_print(&ack, nl->who);
	return ack.error;
}

/**
 * ovnl_dump() - list objects
 * @nl: the client
 * @nlh: the request, of family @nl->family
 * @rows: the objects
 *
 * A dump that the kernel marks as interrupted by a change may lack or repeat
 * rows. It is repeated; after some tries it is better than none.
 *
 * Return: 0 or a negative errno, printed.
 */
int ovnl_dump(struct ovnl *nl, struct nlmsghdr *nlh, struct ovnl_rows *rows)
{
	bool interrupted = true;
	struct ovnl_ack ack;
	int err, i;

	nlh->nlmsg_flags |= NLM_F_REQUEST | NLM_F_DUMP;
	for (i = 0; interrupted && i < OVNL_DUMP_TRIES; i++) {
		interrupted = false;
		ovnl_rows_free(rows);
		err = ovnl_send(nl, nlh);
		if (!err)
			err = ovnl_answer(nl, rows, &ack, &interrupted);
		if (err)
			return ovnl_failed(nl, err);
		if (ack.error)
			break;
	}
	ovnl_explain(nl, &ack, nlh);
	ovnl_ack_print(&ack, nl->who);
	if (!ack.error && interrupted)
		fprintf(stderr,
			"%s: warning: changed while it was read, rows may be missing or doubled\n",
			nl->who);
	return ack.error;
}

static void ovnl_read_group(struct ovnl *nl, const struct nlattr *nest)
{
	struct ovnl_group *group = &nl->groups[nl->n_groups];
	const struct nlattr *attr;

	if (nl->n_groups == OVNL_GROUPS_MAX)
		return;
	mnl_attr_for_each_nested(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case CTRL_ATTR_MCAST_GRP_NAME:
			if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
				return;
			snprintf(group->name, sizeof(group->name), "%s",
				 mnl_attr_get_str(attr));
			break;
		case CTRL_ATTR_MCAST_GRP_ID:
			if (mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
				return;
			group->id = mnl_attr_get_u32(attr);
			break;
		}
	}
	nl->n_groups++;
}

static int ovnl_read_family(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr, *nest;
	struct ovnl *nl = data;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		switch (mnl_attr_get_type(attr)) {
		case CTRL_ATTR_FAMILY_ID:
			if (mnl_attr_validate(attr, MNL_TYPE_U16) < 0)
				return -ENOENT;
			nl->family = mnl_attr_get_u16(attr);
			break;
		case CTRL_ATTR_VERSION:
			if (mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
				return -ENOENT;
			nl->version = mnl_attr_get_u32(attr);
			break;
		case CTRL_ATTR_MCAST_GROUPS:
			mnl_attr_for_each_nested(nest, attr)
				ovnl_read_group(nl, nest);
			break;
		}
	}
	return 0;
}

static int ovnl_find_family(struct ovnl *nl)
{
	char buf[256] __aligned(NLMSG_ALIGNTO);
	struct ovnl_rows rows = {};
	struct genlmsghdr *genl;
	struct ovnl_ack ack;
	struct nlmsghdr *nlh;
	int err;

	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = GENL_ID_CTRL;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = CTRL_CMD_GETFAMILY;
	genl->version = 1;
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, OVNET_GENL_NAME);
	err = ovnl_try(nl, nlh, &rows, &ack);
	if (!err)
		err = ack.error;
	if (!err)
		err = ovnl_rows_each(&rows, ovnl_read_family, nl);
	if (!err && !nl->family)
		err = -ENOENT;
	ovnl_rows_free(&rows);
	if (!err && nl->version > OVNET_GENL_VERSION)
		err = -EPROTONOSUPPORT;
	return err;
}

/**
 * ovnl_open() - open a socket in this process's network namespace
 * @nl: the client; @nl->who must be set
 *
 * Return: 0 or a negative errno, not printed; -ENOENT: the kernel has no such
 * family, that is, the module is not loaded; -EPROTONOSUPPORT: its interface
 * is another, @nl->version.
 */
int ovnl_open(struct ovnl *nl)
{
	int one = 1;
	int err;

	nl->seq = time(NULL);
	nl->n_groups = 0;
	nl->family = 0;
	nl->version = 0;
	nl->sock = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!nl->sock)
		return -errno;
	if (mnl_socket_bind(nl->sock, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    mnl_socket_setsockopt(nl->sock, NETLINK_EXT_ACK, &one,
				  sizeof(one)) < 0 ||
	    mnl_socket_setsockopt(nl->sock, NETLINK_CAP_ACK, &one,
				  sizeof(one)) < 0)
		err = -errno;
	else
		err = ovnl_find_family(nl);
	if (err)
		ovnl_close(nl);
	return err;
}

/**
 * ovnl_close() - close the socket, if it is open
 * @nl: the client
 */
void ovnl_close(struct ovnl *nl)
{
	if (nl->sock)
		mnl_socket_close(nl->sock);
	nl->sock = NULL;
}

/**
 * ovnl_join() - ask for the events of a group
 * @nl: the client
 * @group: name of the group
 *
 * Return: 0 or a negative errno, not printed; -ENOENT: no such group.
 */
int ovnl_join(struct ovnl *nl, const char *group)
{
	unsigned int i;

	for (i = 0; i < nl->n_groups; i++) {
		if (strcmp(nl->groups[i].name, group))
			continue;
		if (mnl_socket_setsockopt(nl->sock, NETLINK_ADD_MEMBERSHIP,
					  &nl->groups[i].id,
					  sizeof(nl->groups[i].id)) < 0)
			return -errno;
		return 0;
	}
	return -ENOENT;
}

/**
 * ovnl_listen() - wait for events, for ever
 * @nl: the client, member of some groups
 * @cb: called for each event; ends it by returning other than 0
 * @data: for @cb
 *
 * Return: what @cb returned or a negative errno, printed.
 */
int ovnl_listen(struct ovnl *nl, ovnl_cb cb, void *data)
{
	char buf[OVNL_BUFFER_SIZE] __aligned(NLMSG_ALIGNTO);
	int fd = mnl_socket_get_fd(nl->sock);
	int size = OVNL_EVENTS_SIZE;
	struct nlmsghdr *nlh;
	ssize_t got;
	int err;
	int len;

	/* the first is for root alone, the second has a limit */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	for (;;) {
		got = mnl_socket_recvfrom(nl->sock, buf, sizeof(buf));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == ENOBUFS) {
			fprintf(stderr, "%s: warning: events were lost\n",
				nl->who);
			continue;
		}
		if (got < 0)
			return ovnl_failed(nl, -errno);
		len = got;
		for (nlh = (struct nlmsghdr *)buf; ovnl_message_ok(nlh, len);
		     nlh = mnl_nlmsg_next(nlh, &len)) {
			if (nlh->nlmsg_type != nl->family)
				continue;
			err = cb(nlh, data);
			if (err)
				return err;
		}
	}
}
