// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "fake.h"

#define ANSWERS_MAX	256

static struct {
	char *data;
	size_t len;
	int err;
} answers[ANSWERS_MAX];

static unsigned int answers_used, answers_read;
static char request[FAKE_ROOM] __aligned(NLMSG_ALIGNTO);
static char message[FAKE_ROOM] __aligned(NLMSG_ALIGNTO);
static bool family_asked;

bool fake_no_family, fake_own_family, fake_keep_seq;
uint32_t fake_version;
unsigned int fake_sends;
void (*fake_kernel)(const struct nlmsghdr *nlh);
const struct nlmsghdr *const fake_request = (const struct nlmsghdr *)request;

static void fake_forget(void)
{
	while (answers_used)
		free(answers[--answers_used].data);
	answers_read = 0;
}

/**
 * fake_reset() - forget all that was sent and all answers
 */
void fake_reset(void)
{
	fake_forget();
	memset(request, 0, sizeof(request));
	family_asked = false;
	fake_no_family = false;
	fake_own_family = false;
	fake_keep_seq = false;
	fake_sends = 0;
	fake_version = OVNET_GENL_VERSION;
	fake_kernel = NULL;
}

void fake_answer(const void *data, size_t len)
{
	char *copy;

	if (answers_used == ANSWERS_MAX)
		abort();
	copy = malloc(len ? len : 1);
	memcpy(copy, data, len);
	answers[answers_used].data = copy;
	answers[answers_used].len = len;
	answers[answers_used++].err = 0;
}

void fake_answer_errno(int err)
{
	if (answers_used == ANSWERS_MAX)
		abort();
	answers[answers_used].data = NULL;
	answers[answers_used++].err = err;
}

struct nlmsghdr *fake_message(uint16_t type, uint16_t flags, uint8_t cmd)
{
	struct nlmsghdr *nlh;
	struct genlmsghdr *genl;

	memset(message, 0, sizeof(message));
	nlh = mnl_nlmsg_put_header(message);
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = flags;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = 1;
	return nlh;
}

struct nlmsghdr *fake_ack(int error)
{
	struct nlmsghdr *nlh;
	struct nlmsgerr *err;

	memset(message, 0, sizeof(message));
	nlh = mnl_nlmsg_put_header(message);
	nlh->nlmsg_type = NLMSG_ERROR;
	nlh->nlmsg_flags = NLM_F_CAPPED;
	err = mnl_nlmsg_put_extra_header(nlh, sizeof(*err));
	err->error = error;
	err->msg.nlmsg_len = 64;
	return nlh;
}

static ssize_t fake_family(struct nlmsghdr *nlh)
{
	static const char *const groups[] = {
		OVNET_MCGRP_CONFIG, OVNET_MCGRP_FDB, OVNET_MCGRP_LIMIT,
		OVNET_MCGRP_DROPS,
	};
	struct nlattr *all, *one;
	struct genlmsghdr *genl;
	struct nlmsgerr *err;
	size_t i, len;

	nlh = mnl_nlmsg_put_header(nlh);
	nlh->nlmsg_seq = fake_request->nlmsg_seq;
	if (!fake_no_family) {
		nlh->nlmsg_type = GENL_ID_CTRL;
		genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
		genl->cmd = CTRL_CMD_NEWFAMILY;
		mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, OVNET_GENL_NAME);
		mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, FAKE_FAMILY);
		mnl_attr_put_u32(nlh, CTRL_ATTR_VERSION, fake_version);
		all = mnl_attr_nest_start(nlh, CTRL_ATTR_MCAST_GROUPS);
		for (i = 0; i < ARRAY_SIZE(groups); i++) {
			one = mnl_attr_nest_start(nlh, i + 1);
			mnl_attr_put_u32(nlh, CTRL_ATTR_MCAST_GRP_ID, i + 1);
			mnl_attr_put_strz(nlh, CTRL_ATTR_MCAST_GRP_NAME,
					  groups[i]);
			mnl_attr_nest_end(nlh, one);
		}
		mnl_attr_nest_end(nlh, all);
	}
	len = fake_no_family ? 0 : MNL_ALIGN(nlh->nlmsg_len);
	nlh = mnl_nlmsg_put_header((char *)nlh + len);
	nlh->nlmsg_type = NLMSG_ERROR;
	nlh->nlmsg_seq = fake_request->nlmsg_seq;
	err = mnl_nlmsg_put_extra_header(nlh, sizeof(*err));
	err->error = fake_no_family ? -ENOENT : 0;
	return len + nlh->nlmsg_len;
}

static size_t fake_put_attrs(const struct nlattr *nest, char *text, size_t size)
{
	const struct nlattr *attr;
	const uint8_t *payload;
	size_t at = 0;
	int i;

	text[0] = '\0';
	mnl_attr_for_each_nested(attr, nest) {
		at += snprintf(text + at, size - at, "%s%u%c", at ? " " : "",
			       mnl_attr_get_type(attr),
			       attr->nla_type & NLA_F_NESTED ? '[' : ':');
		if (attr->nla_type & NLA_F_NESTED) {
			at += fake_put_attrs(attr, text + at, size - at);
			at += snprintf(text + at, size - at, "]");
			continue;
		}
		payload = mnl_attr_get_payload(attr);
		for (i = 0; i < mnl_attr_get_payload_len(attr); i++)
			at += snprintf(text + at, size - at, "%02x",
				       payload[i]);
	}
	return at;
}

char *fake_attrs(const struct nlattr *nest)
{
	static char text[FAKE_ROOM];

	fake_put_attrs(nest, text, sizeof(text));
	return text;
}

char *fake_request_text(void)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(fake_request);
	static char text[FAKE_ROOM];
	const struct nlattr *attr;
	size_t at;

	at = snprintf(text, sizeof(text), "%u%s", genl->cmd,
		      fake_request->nlmsg_flags & NLM_F_DUMP ? " dump" : "");
	mnl_attr_for_each(attr, fake_request, sizeof(*genl))
		at += snprintf(text + at, sizeof(text) - at, " %u[%s]",
			       mnl_attr_get_type(attr), fake_attrs(attr));
	return text;
}

/* --- what libmnl and libc have under these names ------------------------- */

struct mnl_socket *mnl_socket_open2(int bus __unused, int flags __unused)
{
	return (struct mnl_socket *)request;
}

int mnl_socket_bind(struct mnl_socket *nl __unused,
		    unsigned int groups __unused, pid_t pid __unused)
{
	return 0;
}

int mnl_socket_setsockopt(const struct mnl_socket *nl __unused,
			  int type __unused, void *buf __unused,
			  socklen_t len __unused)
{
	return 0;
}

int mnl_socket_get_fd(const struct mnl_socket *nl __unused)
{
	return -1;
}

int mnl_socket_close(struct mnl_socket *nl __unused)
{
	return 0;
}

ssize_t mnl_socket_sendto(const struct mnl_socket *nl __unused,
			  const void *buf, size_t len)
{
	if (len > sizeof(request))
		abort();
	memcpy(request, buf, len);
	family_asked = fake_request->nlmsg_type == GENL_ID_CTRL;
	fake_sends++;
	if (fake_kernel && !family_asked) {
		fake_forget();
		fake_kernel(fake_request);
	}
	return len;
}

ssize_t mnl_socket_recvfrom(const struct mnl_socket *nl __unused, void *buf,
			    size_t size)
{
	struct nlmsghdr *nlh = buf;
	size_t len;
	int left;

	if (family_asked && !fake_own_family) {
		family_asked = false;
		return fake_family(buf);
	}
	if (answers_read == answers_used) {
		errno = EPIPE;
		return -1;
	}
	if (!answers[answers_read].data) {
		errno = answers[answers_read++].err;
		return -1;
	}
	len = answers[answers_read].len < size ? answers[answers_read].len :
						 size;
	memcpy(buf, answers[answers_read++].data, len);
	for (left = len; !fake_keep_seq && mnl_nlmsg_ok(nlh, left) &&
	     nlh->nlmsg_len <= len;
	     nlh = mnl_nlmsg_next(nlh, &left))
		nlh->nlmsg_seq = fake_request->nlmsg_seq;
	return len;
}

unsigned int if_nametoindex(const char *name)
{
	if (!strcmp(name, FAKE_IFNAME))
		return FAKE_IFINDEX;
	errno = strcmp(name, "denied") ? ENODEV : EPERM;
	return 0;
}

char *if_indextoname(unsigned int ifindex, char name[IF_NAMESIZE])
{
	return ifindex == FAKE_IFINDEX ? strcpy(name, FAKE_IFNAME) : NULL;
}
