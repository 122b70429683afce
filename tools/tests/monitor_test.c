// SPDX-License-Identifier: GPL-2.0
/* Events, known and unknown. The stream ends when the fake has no more. */
#include <errno.h>
#include <string.h>

#include "compiler.h"
#include "fake.h"
#include "harness.h"
#include "ovctl.h"

static int reset(void **state __unused)
{
	fake_reset();
	return 0;
}

static void event(uint8_t cmd, uint16_t kind, uint16_t attr, const char *name)
{
	struct nlmsghdr *nlh = fake_message(FAKE_FAMILY, 0, cmd);
	struct nlattr *nest = mnl_attr_nest_start(nlh, kind);

	mnl_attr_put_strz(nlh, attr, name);
	mnl_attr_nest_end(nlh, nest);
	fake_answer(nlh, nlh->nlmsg_len);
}

static void events(void)
{
	event(OVNET_CMD_NETWORK_NEW, OVNET_A_NETWORK, OVNET_A_NETWORK_NAME, "red");
	event(OVNET_CMD_PORT_DEL, OVNET_A_PORT, OVNET_A_PORT_IFNAME, "dev7");
	event(OVNET_CMD_FDB_SET, OVNET_A_FDB, OVNET_A_FDB_IFNAME, "dev7");
	event(OVNET_CMD_LIMIT_NTF, OVNET_A_LIMIT, OVNET_A_LIMIT_NETWORK_NAME, "red");
}

static void text(void **state __unused)
{
	events();
	assert_int_equal(ovctl("monitor"), EXIT_REFUSED);
	assert_string_equal(said_out,
			    "[network new] red\n[port del] dev7\n[fdb set] dev dev7\n[limit] network red\n");
	assert_string_equal(said_err, "ovctl: monitor: netlink: Broken pipe\n");
}

static void json(void **state __unused)
{
	events();
	assert_int_equal(ovctl("-j monitor config fdb limit"), EXIT_REFUSED);
	assert_string_equal(said_out,
			    "{\"event\":\"network-new\",\"name\":\"red\"}\n"
			    "{\"event\":\"port-del\",\"ifname\":\"dev7\"}\n"
			    "{\"event\":\"fdb-set\",\"ifname\":\"dev7\"}\n"
			    "{\"event\":\"limit\",\"network-name\":\"red\"}\n");
}

/* A newer module's, a reply's number, another family's, hardly any. */
static void unknown(void **state __unused)
{
	struct nlmsghdr *nlh;

	event(255, 1, 1, "x");
	event(OVNET_CMD_MAX + 1, 1, 1, "x");
	event(0, 1, 1, "x");
	event(OVNET_CMD_NETWORK_GET, OVNET_A_NETWORK, OVNET_A_NETWORK_NAME, "x");
	nlh = fake_message(FAKE_FAMILY + 1, 0, OVNET_CMD_NETWORK_NEW);
	fake_answer(nlh, nlh->nlmsg_len);
	nlh = fake_message(FAKE_FAMILY, 0, OVNET_CMD_NETWORK_NEW);
	nlh->nlmsg_len = sizeof(*nlh);
	fake_answer(nlh, nlh->nlmsg_len);
	ovctl("-j monitor");
	assert_string_equal(said_out, "");
}

static void lost(void **state __unused)
{
	fake_answer_errno(ENOBUFS);
	fake_answer_errno(EINTR);
	event(OVNET_CMD_NETWORK_NEW, OVNET_A_NETWORK, OVNET_A_NETWORK_NAME, "red");
	ovctl("monitor config");
	assert_string_equal(said_out, "[network new] red\n");
	assert_contains(said_err, "warning: events were lost");
}

static void not_loaded(void **state __unused)
{
	fake_no_family = true;
	assert_int_equal(ovctl("monitor"), EXIT_REFUSED);
	assert_contains(said_err, "module is not loaded");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(text, reset),
		cmocka_unit_test_setup(json, reset),
		cmocka_unit_test_setup(unknown, reset),
		cmocka_unit_test_setup(lost, reset),
		cmocka_unit_test_setup(not_loaded, reset),
	};

	return cmocka_run_group_tests_name("monitor", tests, NULL, NULL);
}
