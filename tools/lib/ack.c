// SPDX-License-Identifier: GPL-2.0
/* The kernel's last word on a request: an error number and a sentence. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ovnl.h"

#define OVNL_ERRNO_MAX	4095	/* the kernel's MAX_ERRNO */

/* Where the attributes that follow the error number begin; at the end if the
 * message is not as long as it says that the request was.
 */
static size_t ovnl_ack_offset(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t len = mnl_nlmsg_get_payload_len(nlh);
	size_t offset = sizeof(*err);

	if (nlh->nlmsg_type == NLMSG_DONE)
		return sizeof(err->error);
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED) &&
	    err->msg.nlmsg_len > sizeof(err->msg))
		offset += err->msg.nlmsg_len - sizeof(err->msg);
	return offset < len ? offset : len;
}

/**
 * ovnl_ack_read() - take an NLMSG_ERROR or NLMSG_DONE apart
 * @ack: what it says
 * @nlh: the message
 */
void ovnl_ack_read(struct ovnl_ack *ack, const struct nlmsghdr *nlh)
{
	size_t least = nlh->nlmsg_type == NLMSG_DONE ?
		       sizeof(int) : sizeof(struct nlmsgerr);
	const struct nlattr *attr;

	memset(ack, 0, sizeof(*ack));
	if (mnl_nlmsg_get_payload_len(nlh) < least) {
		/* a NLMSG_DONE of few words is still the end */
		if (nlh->nlmsg_type == NLMSG_ERROR)
			ack->error = -EBADMSG;
		return;
	}
	ack->error = *(const int *)mnl_nlmsg_get_payload(nlh);
	if (ack->error > 0 || ack->error < -OVNL_ERRNO_MAX)
		ack->error = -EBADMSG;
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	mnl_attr_for_each(attr, nlh, ovnl_ack_offset(nlh)) {
		switch (mnl_attr_get_type(attr)) {
		case NLMSGERR_ATTR_MSG:
			if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
				snprintf(ack->text, sizeof(ack->text), "%s",
					 mnl_attr_get_str(attr));
			break;
		case NLMSGERR_ATTR_OFFS:
			if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
				ack->offset = mnl_attr_get_u32(attr);
			break;
		}
	}
}

/**
 * ovnl_ack_explain() - find words for a refusal that has none
 * @ack: the refusal
 * @request: what was refused
 *
 * Only the kernel's generic code says so little: it has no such operation.
 */
void ovnl_ack_explain(struct ovnl_ack *ack, const struct nlmsghdr *request)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(request);

	if (ack->error == -EOPNOTSUPP && !ack->text[0])
		snprintf(ack->text, sizeof(ack->text),
			 "this module is older than ovctl: it has no %s",
			 ovnl_op_name(genl->cmd));
}

/**
 * ovnl_ack_text() - a refusal in words
 * @ack: from ovnl_ack_read()
 *
 * Return: the kernel's sentence, or if there is none its errno in words.
 */
const char *ovnl_ack_text(const struct ovnl_ack *ack)
{
	return ack->text[0] ? ack->text : strerror(-ack->error);
}

/**
 * ovnl_ack_print() - say a refusal or a warning on standard error
 * @ack: from ovnl_ack_read()
 * @who: start of the line
 *
 * Success is silence.
 */
void ovnl_ack_print(const struct ovnl_ack *ack, const char *who)
{
	if (ack->error)
		fprintf(stderr, "%s: %s\n", who, ovnl_ack_text(ack));
	else if (ack->text[0])
		fprintf(stderr, "%s: warning: %s\n", who, ack->text);
}
