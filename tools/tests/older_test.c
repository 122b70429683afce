// SPDX-License-Identifier: GPL-2.0
/* What a module says that does not know all that ovctl does. */
#include <errno.h>
#include <string.h>

#include "fake.h"
#include "harness.h"
#include "ovctl.h"

#define UNKNOWN	"Unknown attribute type"
#define RANGE	"integer out of range"

static int reset(void **state __unused)
{
	fake_reset();
	return 0;
}

/* The command is refused with a sentence that is about a place in the request. */
static void refused(const char *words, const char *sentence, uint32_t offset)
{
	struct nlmsghdr *nlh;

	fake_reset();
	nlh = fake_ack(-EINVAL);
	nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS, offset);
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, sentence);
	fake_answer(nlh, nlh->nlmsg_len);
	assert_int_equal(ovctl(words), EXIT_REFUSED);
}

/* Where in the last request this attribute is, also within others. */
static const struct nlattr *within(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) == type)
			return attr;
	fail();
	return NULL;
}

static const struct nlattr *object(void)
{
	return mnl_nlmsg_get_payload_offset(fake_request, sizeof(struct genlmsghdr));
}

static uint32_t offset(const struct nlattr *attr)
{
	return (const char *)attr - (const char *)fake_request;
}

static void names_the_word(void **state __unused)
{
	static const struct {
		const char *words;
		uint16_t attr;
		const char *sentence, *said;
	} rows[] = {
		{ "network add red id 5 mss-clamp on", OVNET_A_NETWORK_MSS_CLAMP, UNKNOWN,
		  "ovctl: network add red: this module is older than ovctl: it does not know \"mss-clamp\"\n" },
		{ "network set red ra on", OVNET_A_NETWORK_RA, UNKNOWN,
		  "ovctl: network set red: this module is older than ovctl: it does not know \"ra\"\n" },
		{ "network set red ra on", OVNET_A_NETWORK_RA, RANGE,
		  "ovctl: network set red: this module is older than ovctl: it does not know this value of \"ra\"\n" },
		{ "network set red gateway 10.0.0.1/8", OVNET_A_NETWORK_GATEWAY4_LEN, "Unsupported attribute",
		  "ovctl: network set red: this module is older than ovctl: it does not know \"gateway4-len\"\n" },
		{ "node set cache off", OVNET_A_NODE_CACHE, UNKNOWN,
		  "ovctl: node set: this module is older than ovctl: it does not know \"cache\"\n" },
		/* a number that is none of an enum, and words of the module's own */
		{ "network set red ageing 5", OVNET_A_NETWORK_AGEING, RANGE,
		  "ovctl: network set red: integer out of range\n" },
		{ "network set red ageing 5", OVNET_A_NETWORK_AGEING, "There is no network red",
		  "ovctl: network set red: There is no network red\n" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		refused(rows[i].words, rows[i].sentence, 0);
		refused(rows[i].words, rows[i].sentence,
			offset(within(object(), rows[i].attr)));
		assert_string_equal(said_err, rows[i].said);
	}
}

static void in_a_list(void **state __unused)
{
	refused("network show type l2", UNKNOWN, 0);
	refused("network show type l2", UNKNOWN,
		offset(within(object(), OVNET_A_NETWORK_TYPE)));
	assert_string_equal(said_err, "ovctl: network show: this module is older than ovctl: it does not know \"type\"\n");
}

static void in_a_nest(void **state __unused)
{
	static const char words[] = "route add vpc 10.0.0.0/8 remote r2 weight 2 remote r3";

	refused(words, UNKNOWN, 0);
	refused(words, UNKNOWN,
		offset(within(within(object(), OVNET_A_ROUTE_NEXTHOP),
			      OVNET_A_NEXTHOP_WEIGHT)));
	assert_contains(said_err, "it does not know \"weight\"\n");
}

static void object_of_another_kind(void **state __unused)
{
	refused("network set red ra on", UNKNOWN, 0);
	refused("network set red ra on", UNKNOWN, offset(object()));
	assert_string_equal(said_err, "ovctl: network set red: this module is older than ovctl: it does not take a network here\n");
}

/* A place that is nothing's leaves the kernel's words. */
static void nowhere(void **state __unused)
{
	static const uint32_t offsets[] = { 0, 1, 16, 1000, 131072, INT32_MAX, 0xfffffffe };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		refused("network set red ra on", UNKNOWN, offsets[i]);
		assert_string_equal(said_err, "ovctl: network set red: Unknown attribute type\n");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(names_the_word, reset),
		cmocka_unit_test_setup(in_a_list, reset),
		cmocka_unit_test_setup(in_a_nest, reset),
		cmocka_unit_test_setup(object_of_another_kind, reset),
		cmocka_unit_test_setup(nowhere, reset),
	};

	return cmocka_run_group_tests_name("older", tests, NULL, NULL);
}
