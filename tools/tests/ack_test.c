// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "fake.h"
#include "harness.h"
#include "ovnl.h"

static const char sentence[] = "There is no network red";

static struct nlmsghdr *ack(int error, uint16_t flags)
{
	struct nlmsghdr *nlh = fake_ack(error);

	nlh->nlmsg_flags = flags;
	return nlh;
}

/* Reads a copy that ends where the message does, so that ASan sees it. */
static struct ovnl_ack read_ack(const struct nlmsghdr *nlh)
{
	struct nlmsghdr *copy = malloc(nlh->nlmsg_len);
	struct ovnl_ack result;

	memset(&result, 0xa5, sizeof(result));
	memcpy(copy, nlh, nlh->nlmsg_len);
	ovnl_ack_read(&result, copy);
	free(copy);
	return result;
}

static void print(void *data)
{
	ovnl_ack_print(data, "who");
}

static void done(void **state __unused)
{
	struct ovnl_ack a = read_ack(ack(0, NLM_F_CAPPED));

	assert_int_equal(a.error, 0);
	assert_string_equal(a.text, "");
	assert_int_equal(said(print, &a), SAID_RETURNED);
	assert_string_equal(said_err, "");
	assert_string_equal(said_out, "");
}

static void bare_errno(void **state __unused)
{
	struct ovnl_ack a = read_ack(ack(-EEXIST, NLM_F_CAPPED));

	assert_int_equal(a.error, -EEXIST);
	said(print, &a);
	assert_string_equal(said_err, "who: File exists\n");
}

/* What is no errno has no words. */
static void no_errno(void **state __unused)
{
	static const int errors[] = { INT_MIN, -4096, 1, INT_MAX };
	struct ovnl_ack a;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		a = read_ack(ack(errors[i], NLM_F_CAPPED));
		assert_int_equal(a.error, -EBADMSG);
		said(print, &a);
		assert_string_equal(said_err, "who: Bad message\n");
	}
	assert_int_equal(read_ack(ack(-4095, NLM_F_CAPPED)).error, -4095);
}

static void with_sentence(void **state __unused)
{
	struct nlmsghdr *nlh = ack(-ENOENT, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	struct ovnl_ack a;

	mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS, 20);
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, sentence);
	a = read_ack(nlh);
	assert_int_equal(a.error, -ENOENT);
	assert_string_equal(a.text, sentence);
	said(print, &a);
	assert_string_equal(said_err, "who: There is no network red\n");
}

static void warning(void **state __unused)
{
	struct nlmsghdr *nlh = ack(0, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	struct ovnl_ack a;

	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "MTU is small");
	a = read_ack(nlh);
	said(print, &a);
	assert_string_equal(said_err, "who: warning: MTU is small\n");
}

/* Without NLM_F_ACK_TLVS what follows is not attributes. */
static void no_tlvs(void **state __unused)
{
	struct nlmsghdr *nlh = ack(-ENOENT, NLM_F_CAPPED);

	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, sentence);
	assert_string_equal(read_ack(nlh).text, "");
}

/* The request comes back before the attributes, unless it is capped. */
static void not_capped(void **state __unused)
{
	struct nlmsghdr *nlh = ack(-EINVAL, NLM_F_ACK_TLVS);
	struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	struct ovnl_ack a;

	err->msg.nlmsg_len = sizeof(err->msg) + 12;
	memset(mnl_nlmsg_put_extra_header(nlh, 12), 0xff, 12);
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, sentence);
	a = read_ack(nlh);
	assert_int_equal(a.error, -EINVAL);
	assert_string_equal(a.text, sentence);
}

/* ... which may have any length; attributes begin at the next boundary. */
static void not_capped_odd(void **state __unused)
{
	struct nlmsghdr *nlh = ack(-EINVAL, NLM_F_ACK_TLVS);
	struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);

	err->msg.nlmsg_len = sizeof(err->msg) + 11;
	memset(mnl_nlmsg_put_extra_header(nlh, 12), 0xff, 12);
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, sentence);
	assert_string_equal(read_ack(nlh).text, sentence);
}

static void request_length_lies(void **state __unused)
{
	static const uint32_t lengths[] = {
		0, 1, 15, 17, 4096, INT32_MAX, 0x80000000u, 0xfffffff0u,
		0xffffff00u, UINT32_MAX,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		struct nlmsghdr *nlh = ack(-EINVAL, NLM_F_ACK_TLVS);
		struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);

		err->msg.nlmsg_len = lengths[i];
		mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, sentence);
		assert_int_equal(read_ack(nlh).error, -EINVAL);
	}
}

static void end_of_dump(void **state __unused)
{
	struct nlmsghdr *nlh = ack(0, NLM_F_ACK_TLVS | NLM_F_MULTI);

	nlh->nlmsg_type = NLMSG_DONE;
	nlh->nlmsg_len = sizeof(*nlh);
	*(int *)mnl_nlmsg_put_extra_header(nlh, sizeof(int)) = -EPERM;
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, sentence);
	assert_int_equal(read_ack(nlh).error, -EPERM);
	assert_string_equal(read_ack(nlh).text, sentence);
}

static void end_of_dump_short(void **state __unused)
{
	struct nlmsghdr *nlh = ack(0, NLM_F_ACK_TLVS | NLM_F_MULTI);

	nlh->nlmsg_type = NLMSG_DONE;
	nlh->nlmsg_len = sizeof(*nlh);
	assert_int_equal(read_ack(nlh).error, 0);
	nlh->nlmsg_len += 3;
	assert_int_equal(read_ack(nlh).error, 0);
}

static void error_short(void **state __unused)
{
	struct nlmsghdr *nlh = ack(-EPERM, NLM_F_ACK_TLVS);

	for (nlh->nlmsg_len = sizeof(*nlh);
	     nlh->nlmsg_len < sizeof(*nlh) + sizeof(struct nlmsgerr);
	     nlh->nlmsg_len++)
		assert_int_equal(read_ack(nlh).error, -EBADMSG);
}

static void malformed(const struct nlmsghdr *nlh)
{
	struct ovnl_ack a = read_ack(nlh);

	assert_int_equal(a.error, -ENOENT);
	assert_string_equal(a.text, "");
}

static void malformed_tlvs(void **state __unused)
{
	struct nlmsghdr *nlh = ack(-ENOENT, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	struct nlattr *attr = mnl_nlmsg_get_payload_tail(nlh);
	uint16_t len;

	/* no NUL, not even a byte */
	mnl_attr_put(nlh, NLMSGERR_ATTR_MSG, 4, "abcd");
	malformed(nlh);
	attr->nla_len = MNL_ATTR_HDRLEN;
	malformed(nlh);
	/* shorter than its head, longer than the message */
	for (len = 0; len < MNL_ATTR_HDRLEN; len++) {
		attr->nla_len = len;
		malformed(nlh);
	}
	attr->nla_len = MNL_ATTR_HDRLEN + 5;
	malformed(nlh);
	attr->nla_len = UINT16_MAX;
	malformed(nlh);
	/* a head that is cut off */
	attr->nla_len = MNL_ATTR_HDRLEN + 4;
	for (nlh->nlmsg_len -= 5; nlh->nlmsg_len > (char *)attr - (char *)nlh;
	     nlh->nlmsg_len--)
		malformed(nlh);
}

static void long_sentence(void **state __unused)
{
	struct nlmsghdr *nlh = ack(-ENOENT, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	char text[1000];
	struct ovnl_ack a;

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, text);
	a = read_ack(nlh);
	assert_int_equal(strlen(a.text), sizeof(a.text) - 1);
	assert_memory_equal(a.text, text, sizeof(a.text) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(done),
		cmocka_unit_test(bare_errno),
		cmocka_unit_test(no_errno),
		cmocka_unit_test(with_sentence),
		cmocka_unit_test(warning),
		cmocka_unit_test(no_tlvs),
		cmocka_unit_test(not_capped),
		cmocka_unit_test(not_capped_odd),
		cmocka_unit_test(request_length_lies),
		cmocka_unit_test(end_of_dump),
		cmocka_unit_test(end_of_dump_short),
		cmocka_unit_test(error_short),
		cmocka_unit_test(malformed_tlvs),
		cmocka_unit_test(long_sentence),
	};

	return cmocka_run_group_tests_name("ack", tests, NULL, NULL);
}
