// SPDX-License-Identifier: GPL-2.0
/* Requests for several objects: what is in them, and which one is refused. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fake.h"
#include "harness.h"
#include "ovctl.h"

#define NOT_SAID	UINT32_MAX

static int reset(void **state __unused)
{
	fake_reset();
	return 0;
}

static void refuse(uint32_t offset)
{
	struct nlmsghdr *nlh;

	fake_reset();
	nlh = fake_ack(-ENOENT);
	nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	if (offset != NOT_SAID)
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS, offset);
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "There is no remote r3");
	fake_answer(nlh, nlh->nlmsg_len);
}

/* The network is in each, for each is an object of its own. */
static void members(void **state __unused)
{
	struct nlmsghdr *ack = fake_ack(0);
	char expected[200];

	fake_answer(ack, ack->nlmsg_len);
	assert_int_equal(ovctl("member set red remote r2,7"), EXIT_DONE);
	sprintf(expected, "%u %u[%u:72656400 %u:723200] %u[%u:72656400 %u:07000000]",
		OVNET_CMD_MEMBER_SET, OVNET_A_MEMBER,
		OVNET_A_MEMBER_NETWORK_NAME, OVNET_A_MEMBER_REMOTE_NAME,
		OVNET_A_MEMBER, OVNET_A_MEMBER_NETWORK_NAME,
		OVNET_A_MEMBER_REMOTE_ID);
	assert_string_equal(fake_request_text(), expected);
	fake_reset();
	fake_answer(ack, ack->nlmsg_len);
	assert_int_equal(ovctl("member set 5 remote none"), EXIT_DONE);
	sprintf(expected, "%u %u[%u:05000000]", OVNET_CMD_MEMBER_SET,
		OVNET_A_MEMBER, OVNET_A_MEMBER_NETWORK_ID);
	assert_string_equal(fake_request_text(), expected);
}

static void bad_members(void **state __unused)
{
	static const char *const words[] = {
		"member set red remote ,", "member set red remote r2,",
		"member set red remote ,r2", "member set red remote r2,,r3",
		"member set red remote 0", "member set red remote r2,4294967296",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		assert_int_equal(ovctl(words[i]), EXIT_USAGE);
		assert_contains(said_err, "ovctl: member set red: \"");
		assert_int_equal(fake_sends, 0);
	}
}

/* Whatever is wrong within an object, or all of it, it is that object. */
static void offender(void **state __unused)
{
	const char *at = (const char *)fake_request;
	const struct nlattr *nest;
	uint32_t begin[3], end[3], offset;
	char expected[200];
	unsigned int n = 0;

	refuse(NOT_SAID);
	assert_int_equal(ovctl("member set red remote r2,r3,4"), EXIT_REFUSED);
	assert_string_equal(said_err, "ovctl: member set red: There is no remote r3\n");
	mnl_attr_for_each(nest, fake_request, sizeof(struct genlmsghdr)) {
		begin[n] = (const char *)nest - at;
		end[n] = begin[n] + nest->nla_len;
		n++;
	}
	assert_int_equal(n, 3);
	for (n = 0; n < 3; n++) {
		sprintf(expected, "ovctl: member set red: member %u of 3 (red %s): There is no remote r3\n",
			n + 1, n == 2 ? "4" : n ? "r3" : "r2");
		for (offset = begin[n]; offset < end[n]; offset += 4) {
			refuse(offset);
			assert_int_equal(ovctl("member set red remote r2,r3,4"),
					 EXIT_REFUSED);
			assert_string_equal(said_err, expected);
		}
	}
}

/* An offset that is in none of them is as good as none. */
static void no_offender(void **state __unused)
{
	static const uint32_t offsets[] = {
		0, 1, 16, 19, 131072, INT32_MAX, 0x80000000, 0xfffffffe,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		refuse(offsets[i]);
		assert_int_equal(ovctl("member set red remote r2,r3"), EXIT_REFUSED);
		assert_string_equal(said_err, "ovctl: member set red: There is no remote r3\n");
	}
	/* one alone needs no number */
	refuse(20);
	ovctl("member set red remote r3");
	assert_string_equal(said_err, "ovctl: member set red: There is no remote r3\n");
}

/* As many as fit, and not one more. */
static void room(void **state __unused)
{
	static char remotes[20001];
	char *words[] = { "ovctl", "member", "set", "red", "remote", remotes, NULL };
	struct nlmsghdr *ack = fake_ack(0);
	size_t fit = (REQUEST_SIZE - REQUEST_NEST_MAX) / 20, i;

	for (i = 0; i < sizeof(remotes) - 2; i += 2)
		memcpy(remotes + i, "1,", 2);
	remotes[sizeof(remotes) - 2] = '\0';
	assert_int_equal(ovctl_words(words), EXIT_USAGE);
	assert_string_equal(said_err,
			    "ovctl: member set red: these are more remotes than fit into a request\n");
	assert_int_equal(fake_sends, 0);
	/* the commas have been taken out */
	for (i = 0; i < 2 * fit; i += 2)
		memcpy(remotes + i, "1,", 2);
	remotes[2 * fit - 1] = '\0';
	fake_answer(ack, ack->nlmsg_len);
	assert_int_equal(ovctl_words(words), EXIT_DONE);
	assert_in_range(fake_request->nlmsg_len,
			REQUEST_SIZE - REQUEST_NEST_MAX - 64, REQUEST_SIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(members, reset),
		cmocka_unit_test_setup(bad_members, reset),
		cmocka_unit_test_setup(offender, reset),
		cmocka_unit_test_setup(no_offender, reset),
		cmocka_unit_test_setup(room, reset),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
