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
		if (mnl_attr_get_type(attr) != NLMSGERR_ATTR_MSG ||
		    mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
			continue;
		snprintf(ack->text, sizeof(ack->text), "%s",
			 mnl_attr_get_str(attr));
	}
}

/**
 * ovnl_ack_print() - say a refusal or a warning on standard error
 * @ack: from ovnl_ack_read()
 * @who: start of the line
 *
 * Without a sentence a refusal is its errno in words, success is silence.
 */
void ovnl_ack_print(const struct ovnl_ack *ack, const char *who)
{
	if (ack->error)
		fprintf(stderr, "%s: %s\n", who,
			ack->text[0] ? ack->text : strerror(-ack->error));
	else if (ack->text[0])
		fprintf(stderr, "%s: warning: %s\n", who, ack->text);
}
