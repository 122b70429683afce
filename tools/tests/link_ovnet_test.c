// SPDX-License-Identifier: GPL-2.0
/* The plugin of "ip", in a fake of what it is loaded into. */
#include <linux/ovnet.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "fake_ip.h"
#include "harness.h"

/* --- parse --------------------------------------------------------------- */

static struct nlmsghdr *nlh;
static struct nlattr *nest;
static int parsed;
static uint16_t flags;

static void run_parse(void *data)
{
	static char copy[256];
	char *left = copy;
	char *argv[32];
	int argc = 0;

	snprintf(copy, sizeof(copy), "%s", (const char *)data);
	while (left)
		argv[argc++] = strsep(&left, " ");
	if (!*copy)
		argc = 0;
	argv[argc] = NULL;
	nlh = fake_message(FAKE_FAMILY, 0, 0);
	nlh->nlmsg_flags |= flags;
	nest = mnl_attr_nest_start(nlh, 1);
	parsed = ovnet_link_util.parse_opt(&ovnet_link_util, argc, argv, nlh);
	mnl_attr_nest_end(nlh, nest);
}

static void parses(const char *words, const char *attrs)
{
	assert_int_equal(said(run_parse, (void *)words), SAID_RETURNED);
	assert_string_equal(said_err, "");
	assert_int_equal(parsed, 0);
	assert_string_equal(fake_attrs(nest), attrs);
}

static void options(void **state __unused)
{
	parses("", "");
	parses("id 100", "1:64000000");
	parses("id 0xffffff vni 0", "1:ffffff00 3:00000000");
	parses("network red underlay u", "2:72656400 4:7500");
	parses("local 192.0.2.1", "5:c0000201");
	parses("local fd00::1,192.0.2.1 port 4789",
	       "6:fd000000000000000000000000000001 5:c0000201 7:b512");
	parses("learning learning-remote", "8:01 9:01");
	parses("nolearning nolearning-remote", "8:00 9:00");
	parses("ageing 0 fdb-max 4294967295 flood-rate 5",
	       "10:00000000 11:ffffffff 12:05000000");
}

/* "port" is a network's, or the underlay's. */
static void ports(void **state __unused)
{
	parses("port 100", "7:6400");
	flags = NLM_F_CREATE;
	parses("port red", "13: 2:72656400");
	parses("port 100", "13: 1:64000000");
	parses("port red ip 192.0.2.1,fd00::1",
	       "13: 2:72656400 14:08000400c000020114000500fd000000000000000000000000000001");
	parses("id 5 port 100", "1:05000000 7:6400");
	parses("port 100 local 192.0.2.1", "7:6400 5:c0000201");
	parses("port local", "13: 2:6c6f63616c00");
	flags = 0;
}

static void refuses(const char *words, int status, const char *sentence)
{
	int got = said(run_parse, (void *)words);

	assert_int_equal(got, status);
	assert_contains(said_err, sentence);
	if (got == SAID_RETURNED)
		assert_int_equal(parsed, -1);
}

static void refusals(void **state __unused)
{
	refuses("id", 255, "incomplete");
	refuses("learning id", 255, "incomplete");
	refuses("id 0", 254, "invalid: number out of range or none: 0");
	refuses("id 16777216", 254, "16777216");
	refuses("id x", 254, "x");
	refuses("vni 16777216", 254, "16777216");
	refuses("port 0", 254, "0");
	refuses("port 65536", 254, "65536");
	refuses("network ", 254, "name too long or empty");
	refuses("network abcdefghijklmnopqrstuvwxyzabcdef", 254, "name too long or empty");
	refuses("local 192.0.2.1,192.0.2.2", 254, "expected an IPv4 address");
	refuses("local x", 254, "expected an IPv4 address");
	refuses("id 1 id 2", 253, "duplicate: id: id");
	refuses("learning nolearning", 253, "duplicate: learning: nolearning");
	refuses("frob", SAID_RETURNED, "ovnet: unknown option \"frob\"");
	refuses("noid 5", SAID_RETURNED, "unknown option \"noid\"");
	refuses("no", SAID_RETURNED, "unknown option \"no\"");
}

static void help(void **state __unused)
{
	assert_int_equal(said(run_parse, "id 1 help"), SAID_RETURNED);
	assert_int_equal(parsed, -1);
	assert_contains(said_out, "Usage: ... ovnet id ID");
	assert_string_equal(said_err, "");
}

/* --- print --------------------------------------------------------------- */

static struct rtattr *tb[IFLA_OVNET_MAX + 1];

static int reset(void **state __unused)
{
	int i;

	for (i = 0; i <= IFLA_OVNET_MAX; i++) {
		free(tb[i]);
		tb[i] = NULL;
	}
	fake_ip_json = false;
	return 0;
}

/* In as much memory as it has bytes, so that ASan sees the end. */
static void have(int attr, const void *data, size_t len)
{
	free(tb[attr]);
	tb[attr] = malloc(RTA_LENGTH(len));
	tb[attr]->rta_type = attr;
	tb[attr]->rta_len = RTA_LENGTH(len);
	memcpy(RTA_DATA(tb[attr]), data, len);
}

static void run_print(void *data)
{
	ovnet_link_util.print_opt(&ovnet_link_util, stdout, data);
}

static const char *prints(bool as_json)
{
	fake_ip_json = as_json;
	assert_int_equal(said(run_print, tb), SAID_RETURNED);
	return said_out;
}

static void nothing(void **state __unused)
{
	assert_string_equal(prints(false), "");
	assert_int_equal(said(run_print, NULL), SAID_RETURNED);
	assert_string_equal(said_out, "");
}

static void everything(void **state __unused)
{
	have(IFLA_OVNET_ID, "\x64\0\0", 4);
	have(IFLA_OVNET_NETWORK, "red", 4);
	have(IFLA_OVNET_UNDERLAY, "", 1);
	have(IFLA_OVNET_LOCAL, "\xc0\0\2\1", 4);
	have(IFLA_OVNET_LOCAL6, "\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
	have(IFLA_OVNET_PORT, "\xb5\x12", 2);
	have(IFLA_OVNET_LEARNING, "\0", 1);
	have(IFLA_OVNET_LEARNING_REMOTE, "\1", 1);
	have(IFLA_OVNET_AGEING, "\xff\xff\xff\xff", 4);
	assert_string_equal(prints(false),
			    "id 100 network red local 192.0.2.1,fd00::1 port 4789 nolearning learning-remote ageing 4294967295 ");
	assert_string_equal(prints(true),
			    "id=100;network=red;local=192.0.2.1;local6=fd00::1;port=4789;learning=false;learning-remote=true;ageing=4294967295;");
}

static void endpoint(void **state __unused)
{
	have(IFLA_OVNET_ID, "\x64\0\0", 4);
	have(IFLA_OVNET_NETWORK, "red", 4);
	have(IFLA_OVNET_ENDPOINT, "", 0);
	assert_string_equal(prints(false), "port red id 100 ");
	have(IFLA_OVNET_BOUND,
	     "\x08\0\4\0\xc0\0\2\1\x14\0\5\0\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1",
	     28);
	assert_string_equal(prints(false),
			    "port red id 100 ip 192.0.2.1,fd00::1 ");
	assert_string_equal(prints(true),
			    "endpoint=true;network=red;id=100;ip=[192.0.2.1;fd00::1;];");
}

static void one_address(void **state __unused)
{
	have(IFLA_OVNET_LOCAL6, "\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
	assert_string_equal(prints(false), "local fd00::1 ");
	reset(NULL);
	have(IFLA_OVNET_LOCAL, "\xc0\0\2\1", 4);
	assert_string_equal(prints(false), "local 192.0.2.1 ");
}

static void short_attributes(void **state __unused)
{
	int attr;

	for (attr = 1; attr <= IFLA_OVNET_MAX; attr++)
		have(attr, "", 0);
	assert_string_equal(prints(false), "");
	for (attr = 1; attr <= IFLA_OVNET_MAX; attr++)
		if (attr != IFLA_OVNET_LEARNING &&
		    attr != IFLA_OVNET_LEARNING_REMOTE)
			have(attr, "x", 1);
	assert_string_equal(prints(false), "");
	assert_string_equal(prints(true), "endpoint=true;");
	free(tb[IFLA_OVNET_ENDPOINT]);
	tb[IFLA_OVNET_ENDPOINT] = NULL;
	assert_string_equal(prints(false), "");
	assert_string_equal(prints(true), "");
}

/* A name is data, not a format. */
static void percent(void **state __unused)
{
	have(IFLA_OVNET_NETWORK, "%s%n", 5);
	assert_string_equal(prints(false), "network %s%n ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options),
		cmocka_unit_test(ports),
		cmocka_unit_test(refusals),
		cmocka_unit_test(help),
		cmocka_unit_test_setup_teardown(nothing, reset, reset),
		cmocka_unit_test_setup_teardown(everything, reset, reset),
		cmocka_unit_test_setup_teardown(endpoint, reset, reset),
		cmocka_unit_test_setup_teardown(one_address, reset, reset),
		cmocka_unit_test_setup_teardown(short_attributes, reset, reset),
		cmocka_unit_test_setup_teardown(percent, reset, reset),
	};

	return cmocka_run_group_tests_name("link_ovnet", tests, NULL, NULL);
}
