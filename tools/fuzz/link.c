// SPDX-License-Identifier: GPL-2.0
/* Options of "ip link ... type ovnet", a word a line. */
#include <stdlib.h>

#include "fake.h"
#include "fake_ip.h"
#include "harness.h"
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct rtattr *tb[IFLA_OVNET_MAX + 1];
static struct nlmsghdr *nlh;
static int parsed;

static void run_parse(void *data)
{
	struct fuzz_words *words = data;

	parsed = ovnet_link_util.parse_opt(&ovnet_link_util, words->argc - 1,
					   words->argv + 1, nlh);
}

static void run_print(void *data __unused)
{
	ovnet_link_util.print_opt(&ovnet_link_util, stdout, tb);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_words words;
	struct nlattr *attr;

	fuzz_split(&words, data, size);
	nlh = fake_message(FAKE_FAMILY, 0, 0);
	if (said(run_parse, &words) != SAID_RETURNED || parsed)
		return 0;
	memset(tb, 0, sizeof(tb));
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) > IFLA_OVNET_MAX ||
		    tb[mnl_attr_get_type(attr)])
			abort();
		tb[mnl_attr_get_type(attr)] = (struct rtattr *)attr;
	}
	if (said(run_print, NULL) != SAID_RETURNED)
		abort();
	return 0;
}
