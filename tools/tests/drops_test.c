// SPDX-License-Identifier: GPL-2.0
/* Columns are as wide as what is in them. */
#include "compiler.h"
#include "fake.h"
#include "harness.h"
#include "ovctl.h"

static struct nlmsghdr *nlh;
static struct nlattr *nest;

static int begin(void **state __unused)
{
	fake_reset();
	return 0;
}

static void row_begin(void)
{
	nlh = fake_message(FAKE_FAMILY, NLM_F_MULTI, OVNET_CMD_DROPS_GET);
	nest = mnl_attr_nest_start(nlh, OVNET_A_DROPS);
}

static void row_end(void)
{
	mnl_attr_nest_end(nlh, nest);
	fake_answer(nlh, nlh->nlmsg_len);
}

static void row(const char *network, const char *reason, uint64_t count)
{
	row_begin();
	if (network) {
		mnl_attr_put_u32(nlh, OVNET_A_DROPS_NETWORK_ID, 100);
		mnl_attr_put_strz(nlh, OVNET_A_DROPS_NETWORK_NAME, network);
	}
	mnl_attr_put_strz(nlh, OVNET_A_DROPS_REASON, reason);
	mnl_attr_put_u64(nlh, OVNET_A_DROPS_COUNT, count);
	row_end();
}

static void end(void)
{
	nlh = fake_ack(0);
	nlh->nlmsg_type = NLMSG_DONE;
	fake_answer(nlh, nlh->nlmsg_len);
}

static void columns(void **state __unused)
{
	row(NULL, "unknown_vni", 5);
	row("purple", "flood", UINT64_MAX);
	end();
	assert_int_equal(ovctl("drops"), EXIT_DONE);
	assert_string_equal(said_out,
			    "node   unknown_vni 5\npurple flood       18446744073709551615\n");
}

static void json(void **state __unused)
{
	row(NULL, "unknown_vni", 5);
	row("purple", "flood", 6);
	end();
	assert_int_equal(ovctl("-j drops"), EXIT_DONE);
	assert_string_equal(said_out,
			    "[{\"reason\":\"unknown_vni\",\"count\":5},"
			    "{\"network-name\":\"purple\",\"network-id\":100,"
			    "\"reason\":\"flood\",\"count\":6}]\n");
}

static void none(void **state __unused)
{
	end();
	assert_int_equal(ovctl("drops"), EXIT_DONE);
	assert_string_equal(said_out, "");
}

/* Of any length and of none: nothing is read beyond what is there. */
static void odd_attributes(void **state __unused)
{
	size_t len, attr;

	for (len = 0; len < 10; len++) {
		fake_reset();
		row_begin();
		for (attr = 0; attr < 20; attr++)
			mnl_attr_put(nlh, attr, len, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");
		row_end();
		end();
		assert_int_equal(ovctl("-j drops"), EXIT_DONE);
		assert_contains(said_out, "\"reason\":\"\"");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(columns, begin),
		cmocka_unit_test_setup(json, begin),
		cmocka_unit_test_setup(none, begin),
		cmocka_unit_test_setup(odd_attributes, begin),
	};

	return cmocka_run_group_tests_name("drops", tests, NULL, NULL);
}
