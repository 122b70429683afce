// SPDX-License-Identifier: GPL-2.0
/* Conversations with the kernel: what it may answer, and in which order. */
#include <errno.h>
#include <string.h>

#include "compiler.h"
#include "fake.h"
#include "harness.h"
#include "ovctl.h"

static char read_buf[FAKE_ROOM] __aligned(NLMSG_ALIGNTO);
static size_t read_len;

/* The next read of the answer is empty, ... */
static int reset(void **state __unused)
{
	fake_reset();
	read_len = 0;
	return 0;
}

/* ... is longer by a message, ... */
static struct nlmsghdr *append(const struct nlmsghdr *nlh)
{
	struct nlmsghdr *copy = (struct nlmsghdr *)(read_buf + read_len);

	memcpy(copy, nlh, nlh->nlmsg_len);
	read_len += MNL_ALIGN(nlh->nlmsg_len);
	return copy;
}

static void append_network(const char *name, uint16_t flags)
{
	struct nlmsghdr *nlh = fake_message(FAKE_FAMILY, NLM_F_MULTI | flags,
					    OVNET_CMD_NETWORK_NEW);
	struct nlattr *nest = mnl_attr_nest_start(nlh, OVNET_A_NETWORK);

	mnl_attr_put_strz(nlh, OVNET_A_NETWORK_NAME, name);
	mnl_attr_nest_end(nlh, nest);
	append(nlh);
}

static void append_done(int error, uint16_t flags)
{
	struct nlmsghdr *nlh = fake_ack(0);

	nlh->nlmsg_type = NLMSG_DONE;
	nlh->nlmsg_flags = NLM_F_MULTI | flags;
	nlh->nlmsg_len = sizeof(*nlh);
	*(int *)mnl_nlmsg_put_extra_header(nlh, sizeof(int)) = error;
	append(nlh);
}

/* ... has been filled. */
static void flush(void)
{
	fake_answer(read_buf, read_len);
	read_len = 0;
}

static void dump(void **state __unused)
{
	append_network("red", 0);
	append_network("blue", 0);
	flush();
	append_network("green", 0);
	append_done(0, 0);
	flush();
	assert_int_equal(ovctl("network"), EXIT_DONE);
	assert_string_equal(said_out, "red\nblue\ngreen\n");
	assert_string_equal(said_err, "");
}

static void dump_empty(void **state __unused)
{
	append_done(0, 0);
	flush();
	assert_int_equal(ovctl("-j network"), EXIT_DONE);
	assert_string_equal(said_out, "[]\n");
}

/* Nothing of a dump is shown that ends badly. */
static void dump_refused(void **state __unused)
{
	append_network("red", 0);
	append_done(-ENOMEM, 0);
	flush();
	assert_int_equal(ovctl("-j network"), EXIT_REFUSED);
	assert_string_equal(said_out, "");
	assert_string_equal(said_err, "ovctl: network show: Cannot allocate memory\n");
}

/* What changed while it was read is read again. */
static void dump_interrupted(void **state __unused)
{
	append_network("old", 0);
	append_network("older", NLM_F_DUMP_INTR);
	append_done(0, 0);
	flush();
	append_network("new", 0);
	append_done(0, 0);
	flush();
	assert_int_equal(ovctl("network"), EXIT_DONE);
	assert_string_equal(said_out, "new\n");
	assert_string_equal(said_err, "");
}

/* Also when only the last message says so. */
static void dump_interrupted_late(void **state __unused)
{
	append_network("old", 0);
	append_done(0, NLM_F_DUMP_INTR);
	flush();
	append_network("new", 0);
	append_done(0, 0);
	flush();
	assert_int_equal(ovctl("network"), EXIT_DONE);
	assert_string_equal(said_out, "new\n");
}

static void dump_never_still(void **state __unused)
{
	int i;

	for (i = 0; i < 5; i++) {
		append_network("red", NLM_F_DUMP_INTR);
		append_done(0, 0);
		flush();
	}
	assert_int_equal(ovctl("network"), EXIT_DONE);
	assert_string_equal(said_out, "red\n");
	assert_contains(said_err, "warning: changed while it was read");
}

/* The rest of an answer that was given up belongs to nobody. */
static void stale_answers(void **state __unused)
{
	fake_keep_seq = true;
	append_network("stale", 0);
	append_done(-EPERM, 0);
	flush();
	assert_int_equal(ovctl("network"), EXIT_REFUSED);
	assert_string_equal(said_err, "ovctl: network show: netlink: Broken pipe\n");
	assert_string_equal(said_out, "");
}

static void other_messages(void **state __unused)
{
	struct nlmsghdr *nlh = fake_message(NLMSG_NOOP, 0, 0);

	append(nlh);
	append_network("red", 0);
	append_done(0, 0);
	flush();
	assert_int_equal(ovctl("network"), EXIT_DONE);
	assert_string_equal(said_out, "red\n");
}

static void signals(void **state __unused)
{
	fake_answer_errno(EINTR);
	fake_answer_errno(EINTR);
	append_done(0, 0);
	flush();
	assert_int_equal(ovctl("network"), EXIT_DONE);
}

static void no_answer(void **state __unused)
{
	fake_answer_errno(ENOBUFS);
	assert_int_equal(ovctl("network add red id 1"), EXIT_REFUSED);
	assert_string_equal(said_err,
			    "ovctl: network add red: netlink: No buffer space available\n");
}

static void refusal(void **state __unused)
{
	struct nlmsghdr *nlh = fake_ack(-EEXIST);

	nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "Network red exists");
	fake_answer(nlh, nlh->nlmsg_len);
	assert_int_equal(ovctl("network add red id 1"), EXIT_REFUSED);
	assert_string_equal(said_err, "ovctl: network add red: Network red exists\n");
	assert_string_equal(said_out, "");
}

/* A message and its ack, in one read or in two. */
static void one_object(void **state __unused)
{
	struct nlmsghdr *nlh;

	append_network("red", 0);
	append(fake_ack(0));
	flush();
	assert_int_equal(ovctl("network show red"), EXIT_DONE);
	assert_string_equal(said_out, "red\n");
	fake_reset();
	append_network("red", 0);
	flush();
	nlh = fake_ack(0);
	fake_answer(nlh, nlh->nlmsg_len);
	assert_int_equal(ovctl("network show red"), EXIT_DONE);
	assert_string_equal(said_out, "red\n");
}

static void not_loaded(void **state __unused)
{
	fake_no_family = true;
	assert_int_equal(ovctl("network"), EXIT_REFUSED);
	assert_contains(said_err, "ovctl: ovnet module is not loaded");
	assert_int_equal(fake_sends, 1);
}

/* What is said of the family in words of another length is not heard. */
static void family_malformed(void **state __unused)
{
	static char name[OVNL_BUFFER_SIZE - 200];
	struct nlattr *all, *one;
	struct nlmsghdr *nlh;

	memset(name, 'x', sizeof(name));
	nlh = fake_message(GENL_ID_CTRL, 0, CTRL_CMD_NEWFAMILY);
	mnl_attr_put_u8(nlh, CTRL_ATTR_FAMILY_ID, 1);
	all = mnl_attr_nest_start(nlh, CTRL_ATTR_MCAST_GROUPS);
	one = mnl_attr_nest_start(nlh, 1);
	mnl_attr_put_u8(nlh, CTRL_ATTR_MCAST_GRP_ID, 1);
	mnl_attr_nest_end(nlh, one);
	one = mnl_attr_nest_start(nlh, 2);
	mnl_attr_put(nlh, CTRL_ATTR_MCAST_GRP_NAME, sizeof(name), name);
	mnl_attr_nest_end(nlh, one);
	mnl_attr_nest_end(nlh, all);
	append(nlh);
	append(fake_ack(0));
	fake_own_family = true;
	flush();
	assert_int_equal(ovctl("monitor config"), EXIT_REFUSED);
	assert_contains(said_err, "module is not loaded");
	assert_int_equal(fake_sends, 1);
}

/* An answer that does not say which number the family has is none. */
static void family_without_number(void **state __unused)
{
	append(fake_ack(0));
	fake_own_family = true;
	flush();
	assert_int_equal(ovctl("network"), EXIT_REFUSED);
	assert_contains(said_err, "module is not loaded");
	assert_int_equal(fake_sends, 1);
}

/* ... but one that says nothing of its version is as old as can be. */
static void family_too_new(void **state __unused)
{
	struct nlmsghdr *nlh;

	fake_version = OVNET_GENL_VERSION + 1;
	assert_int_equal(ovctl("network add red id 1"), EXIT_REFUSED);
	assert_string_equal(said_err,
			    "ovctl: the module speaks version 2 of the interface, ovctl only 1: install the ovctl that came with the module\n");
	assert_int_equal(fake_sends, 1);
	fake_reset();
	fake_version = UINT32_MAX;
	assert_int_equal(ovctl("monitor"), EXIT_REFUSED);
	assert_contains(said_err, "version 4294967295 of the interface");
	nlh = fake_message(GENL_ID_CTRL, 0, CTRL_CMD_NEWFAMILY);
	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, FAKE_FAMILY);
	append(nlh);
	append(fake_ack(0));
	fake_reset();
	fake_own_family = true;
	flush();
	append_done(0, 0);
	flush();
	assert_int_equal(ovctl("network"), EXIT_DONE);
}

/* The kernel's generic code has no words for an operation that it lacks. */
static void unknown_operation(void **state __unused)
{
	static const struct {
		const char *words, *sentence;
	} rows[] = {
		{ "member set red remote r2", "ovctl: member set red: this module is older than ovctl: it has no member-set\n" },
		{ "fdb flush red", "ovctl: fdb flush red: this module is older than ovctl: it has no fdb-flush\n" },
		{ "drops", "ovctl: drops show: this module is older than ovctl: it has no drops-get\n" },
		{ "node set cache off", "ovctl: node set: this module is older than ovctl: it has no node-set\n" },
	};
	struct nlmsghdr *nlh;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		fake_reset();
		nlh = fake_ack(-EOPNOTSUPP);
		fake_answer(nlh, nlh->nlmsg_len);
		assert_int_equal(ovctl(rows[i].words), EXIT_REFUSED);
		assert_string_equal(said_err, rows[i].sentence);
	}
	/* with words of its own, it is about something else */
	fake_reset();
	nlh = fake_ack(-EOPNOTSUPP);
	nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "Device lo cannot be a port");
	fake_answer(nlh, nlh->nlmsg_len);
	ovctl("port add dev7 network red");
	assert_string_equal(said_err, "ovctl: port add dev7: Device lo cannot be a port\n");
	assert_string_equal(ovnl_op_name(0), "such operation");
	assert_string_equal(ovnl_op_name(255), "such operation");
}

/* A read that ends within a message is the end of what is believed. */
static void truncated(void **state __unused)
{
	append_network("red", 0);
	append_network("blue", 0);
	read_len -= 4;
	flush();
	append_done(0, 0);
	flush();
	assert_int_equal(ovctl("network"), EXIT_DONE);
	assert_string_equal(said_out, "red\n");
}

/* So long that libmnl's int takes its length for a negative one. */
static void endless(void **state __unused)
{
	const char *const commands[] = { "network", "monitor" };
	struct nlmsghdr *nlh;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		fake_reset();
		append_network("red", 0);
		nlh = append(fake_message(FAKE_FAMILY, 0, OVNET_CMD_NETWORK_NEW));
		nlh->nlmsg_len = 0xa0000010;
		flush();
		append_done(0, 0);
		flush();
		ovctl(commands[i]);
		assert_contains(said_out, "red\n");
	}
}

static void many(void **state __unused)
{
	size_t i, lines = 0;
	const char *s;

	for (i = 0; i < 10; i++) {
		while (read_len < OVNL_BUFFER_SIZE - 64)
			append_network("red", 0);
		flush();
	}
	append_done(0, 0);
	flush();
	assert_int_equal(ovctl("network"), EXIT_DONE);
	for (s = said_out; (s = strchr(s, '\n')); s++)
		lines++;
	assert_in_range(lines, 10 * (OVNL_BUFFER_SIZE / 64), OVNL_BUFFER_SIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(dump, reset),
		cmocka_unit_test_setup(dump_empty, reset),
		cmocka_unit_test_setup(dump_refused, reset),
		cmocka_unit_test_setup(dump_interrupted, reset),
		cmocka_unit_test_setup(dump_interrupted_late, reset),
		cmocka_unit_test_setup(dump_never_still, reset),
		cmocka_unit_test_setup(stale_answers, reset),
		cmocka_unit_test_setup(other_messages, reset),
		cmocka_unit_test_setup(signals, reset),
		cmocka_unit_test_setup(no_answer, reset),
		cmocka_unit_test_setup(refusal, reset),
		cmocka_unit_test_setup(one_object, reset),
		cmocka_unit_test_setup(not_loaded, reset),
		cmocka_unit_test_setup(family_malformed, reset),
		cmocka_unit_test_setup(family_without_number, reset),
		cmocka_unit_test_setup(family_too_new, reset),
		cmocka_unit_test_setup(unknown_operation, reset),
		cmocka_unit_test_setup(truncated, reset),
		cmocka_unit_test_setup(endless, reset),
		cmocka_unit_test_setup(many, reset),
	};

	return cmocka_run_group_tests_name("ovnl", tests, NULL, NULL);
}
