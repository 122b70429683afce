// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "harness.h"
#include "ovnl.h"

/* A message in as much memory as it has bytes, so that ASan sees the end. */
static struct nlmsghdr *message(uint32_t number, size_t payload)
{
	struct nlmsghdr *nlh = malloc(sizeof(*nlh) + payload);

	memset(nlh, 0xa5, sizeof(*nlh) + payload);
	nlh->nlmsg_len = sizeof(*nlh) + payload;
	nlh->nlmsg_seq = number;
	return nlh;
}

static void add(struct ovnl_rows *rows, uint32_t number, size_t payload)
{
	struct nlmsghdr *nlh = message(number, payload);

	assert_int_equal(ovnl_rows_add(rows, nlh), 0);
	free(nlh);
}

struct seen {
	uint32_t n;
	uint32_t stop_at;
	size_t bytes;
};

static int see(const struct nlmsghdr *nlh, void *data)
{
	struct seen *seen = data;
	const uint8_t *payload = mnl_nlmsg_get_payload(nlh);
	size_t i;

	assert_int_equal(nlh->nlmsg_seq, seen->n);
	assert_int_equal((uintptr_t)nlh % NLMSG_ALIGNTO, 0);
	for (i = 0; i < mnl_nlmsg_get_payload_len(nlh); i++)
		assert_int_equal(payload[i], 0xa5);
	seen->bytes += i;
	return ++seen->n == seen->stop_at ? -7 : 0;
}

static void none(void **state __unused)
{
	struct ovnl_rows rows = {};
	struct seen seen = {};

	assert_int_equal(ovnl_rows_each(&rows, see, &seen), 0);
	assert_int_equal(seen.n, 0);
	ovnl_rows_free(&rows);
}

static void lengths(void **state __unused)
{
	struct ovnl_rows rows = {};
	struct seen seen = {};
	size_t i;

	for (i = 0; i < 9; i++)
		add(&rows, i, i);
	assert_int_equal(ovnl_rows_each(&rows, see, &seen), 0);
	assert_int_equal(seen.n, 9);
	assert_int_equal(seen.bytes, 36);
	ovnl_rows_free(&rows);
}

static void growth(void **state __unused)
{
	struct ovnl_rows rows = {};
	struct seen seen = {};
	uint32_t i;

	for (i = 0; i < 20000; i++)
		add(&rows, i, 4 + i % 13);
	assert_int_equal(ovnl_rows_each(&rows, see, &seen), 0);
	assert_int_equal(seen.n, 20000);
	ovnl_rows_free(&rows);
}

static void large(void **state __unused)
{
	struct ovnl_rows rows = {};
	struct seen seen = {};

	add(&rows, 0, 5 * OVNL_BUFFER_SIZE + 1);
	add(&rows, 1, 1);
	assert_int_equal(ovnl_rows_each(&rows, see, &seen), 0);
	assert_int_equal(seen.bytes, 5 * OVNL_BUFFER_SIZE + 2);
	ovnl_rows_free(&rows);
}

static void stops(void **state __unused)
{
	struct seen seen = { .stop_at = 2 };
	struct ovnl_rows rows = {};
	uint32_t i;

	for (i = 0; i < 5; i++)
		add(&rows, i, 1);
	assert_int_equal(ovnl_rows_each(&rows, see, &seen), -7);
	assert_int_equal(seen.n, 2);
	ovnl_rows_free(&rows);
}

static void again(void **state __unused)
{
	struct ovnl_rows rows = {};
	struct seen seen = {};

	add(&rows, 5, 1);
	ovnl_rows_free(&rows);
	ovnl_rows_free(&rows);
	add(&rows, 0, 1);
	assert_int_equal(ovnl_rows_each(&rows, see, &seen), 0);
	assert_int_equal(seen.n, 1);
	ovnl_rows_free(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none),
		cmocka_unit_test(lengths),
		cmocka_unit_test(growth),
		cmocka_unit_test(large),
		cmocka_unit_test(stops),
		cmocka_unit_test(again),
	};

	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
