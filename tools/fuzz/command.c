// SPDX-License-Identifier: GPL-2.0
/* A command line, a word a line: a request that holds together, or none. */
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "harness.h"
#include "ovctl.h"
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A device of another namespace is looked for among the ports. */
static bool only_looked(void)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(fake_request);

	return fake_request->nlmsg_type == FAKE_FAMILY &&
	       fake_request->nlmsg_flags & NLM_F_DUMP &&
	       genl->cmd == OVNET_CMD_PORT_GET;
}

static void check_request(void)
{
	const struct nlattr *nest, *attr;
	bool many;
	int n = 0;

	if (fake_request->nlmsg_type != FAKE_FAMILY)
		return;
	if (fake_request->nlmsg_len > REQUEST_SIZE)
		abort();
	mnl_attr_for_each(nest, fake_request, sizeof(struct genlmsghdr)) {
		n++;
		mnl_attr_for_each_nested(attr, nest)
			if (!mnl_attr_get_type(attr))
				abort();
		/* attributes reach to the end of what holds them */
		if ((const char *)attr !=
		    (const char *)nest + MNL_ALIGN(nest->nla_len))
			abort();
	}
	many = ((const struct genlmsghdr *)
		mnl_nlmsg_get_payload(fake_request))->cmd == OVNET_CMD_MEMBER_SET;
	if ((n > 1 && !many) || nest != mnl_nlmsg_get_payload_tail(fake_request))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_words words;
	int status;

	fuzz_split(&words, data, size);
	words.argv[0] = "ovctl";
	fake_reset();
	fake_answer(fake_ack(0), fake_ack(0)->nlmsg_len);
	status = ovctl_words(words.argv);
	if (status < EXIT_DONE || status > EXIT_FOUND)
		abort();
	/* who gets no request out of it has been told why */
	if (status == EXIT_USAGE &&
	    (!said_err[0] || (fake_sends && !only_looked())))
		abort();
	check_request();
	return 0;
}
