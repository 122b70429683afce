// SPDX-License-Identifier: GPL-2.0
/* What objects may be called. */
#include "common.h"

static void ovnet_netlink_test_names_that_are_ok(struct kunit *test)
{
	static const char * const names[] = {
		"a", "Z", "red", "n2", "2n", "1.5", "192.0.2.1", "a-b", "a_b",
		"a:b", "a@b", "a+b", "-", ".", "10-11",
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_TRUE_MSG(test, ovnet_netlink_name_ok(names[i]),
				      "%s", names[i]);
}

/* Those are ids. */
static void ovnet_netlink_test_numbers_are_not(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, ovnet_netlink_name_ok("0"));
	KUNIT_EXPECT_FALSE(test, ovnet_netlink_name_ok("100"));
	KUNIT_EXPECT_FALSE(test, ovnet_netlink_name_ok("16777216"));
}

static void ovnet_netlink_test_nothing_is_not(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, ovnet_netlink_name_ok(""));
}

/* Each byte, behind a letter. */
static void ovnet_netlink_test_every_byte(struct kunit *test)
{
	char name[3] = "a";
	int byte;

	for (byte = 1; byte < 256; byte++) {
		bool good = (byte >= 'a' && byte <= 'z') ||
			    (byte >= 'A' && byte <= 'Z') ||
			    (byte >= '0' && byte <= '9') ||
			    strchr(".-_:@+", byte);

		name[1] = byte;
		KUNIT_EXPECT_EQ_MSG(test, good, ovnet_netlink_name_ok(name),
				    "byte %#x", byte);
	}
}

static struct kunit_case ovnet_netlink_test_cases[] = {
	KUNIT_CASE(ovnet_netlink_test_names_that_are_ok),
	KUNIT_CASE(ovnet_netlink_test_numbers_are_not),
	KUNIT_CASE(ovnet_netlink_test_nothing_is_not),
	KUNIT_CASE(ovnet_netlink_test_every_byte),
	{}
};

static struct kunit_suite ovnet_netlink_test_suite = {
	.name = "ovnet_netlink",
	.test_cases = ovnet_netlink_test_cases,
};

kunit_test_suite(ovnet_netlink_test_suite);
