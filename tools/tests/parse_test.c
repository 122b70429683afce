// SPDX-License-Identifier: GPL-2.0
#include <string.h>
#include <sys/socket.h>

#include "compiler.h"
#include "harness.h"
#include "parse.h"

static void numbers(void **state __unused)
{
	static const struct {
		const char *word;
		uint32_t value;
	} good[] = {
		{ "0", 0 },
		{ "7", 7 },
		{ "007", 7 },
		{ "010", 10 },
		{ "0x10", 16 },
		{ "0Xff", 255 },
		{ "0xFF", 255 },
		{ "4294967295", UINT32_MAX },
		{ "0xffffffff", UINT32_MAX },
		{ "00000000000000000000000000001", 1 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		uint32_t v = 99;

		assert_true(parse_u32(good[i].word, 0, UINT32_MAX, &v));
		assert_int_equal(v, good[i].value);
	}
}

static void no_numbers(void **state __unused)
{
	static const char *const bad[] = {
		"", " ", " 1", "1 ", "+1", "-1", "1.0", "1e3", "ff", "0x",
		"0x ", "0x-1", "0x0x1", "0xg", "x10", "1x", "4294967296",
		"0x100000000", "18446744073709551616", "18446744073709551617",
		"99999999999999999999999999999999", "1\n", "\xd9\xa1",
	};
	uint32_t v = 99;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(parse_u32(bad[i], 0, UINT32_MAX, &v));
	assert_int_equal(v, 99);
}

static void number_limits(void **state __unused)
{
	uint32_t v = 99;

	assert_false(parse_u32("9", 10, 20, &v));
	assert_false(parse_u32("21", 10, 20, &v));
	assert_int_equal(v, 99);
	assert_true(parse_u32("10", 10, 20, &v));
	assert_int_equal(v, 10);
	assert_true(parse_u32("20", 10, 20, &v));
	assert_int_equal(v, 20);
}

static void digits(void **state __unused)
{
	assert_true(parse_digits("0"));
	assert_true(parse_digits("00123456789012345678901234567890"));
	assert_false(parse_digits(""));
	assert_false(parse_digits("1a"));
	assert_false(parse_digits("0x1"));
	assert_false(parse_digits("-1"));
}

static void macs(void **state __unused)
{
	static const uint8_t wanted[] = { 0x02, 0, 0xab, 0xcd, 0xe, 0xff };
	uint8_t mac[PARSE_MAC_LEN] = {};

	assert_true(parse_mac("02:00:ab:CD:0e:ff", mac));
	assert_memory_equal(mac, wanted, sizeof(wanted));
	memset(mac, 0, sizeof(mac));
	assert_true(parse_mac("2:0:ab:cd:e:FF", mac));
	assert_memory_equal(mac, wanted, sizeof(wanted));
}

static void no_macs(void **state __unused)
{
	static const char *const bad[] = {
		"", ":", "02", "02:00:00:00:00", "02:00:00:00:00:",
		"02:00:00:00:00:01:", "02:00:00:00:00:01:02",
		"02-00-00-00-00-01", "0x2:00:00:00:00:01",
		"002:00:00:00:00:01", "02:00:00:00:00:100",
		"02:00:00:00:00:0g", "02::00:00:00:01", " 2:00:00:00:00:01",
		"+2:00:00:00:00:01", "02:00:00:00:00:01 ", "020000000001",
	};
	uint8_t mac[PARSE_MAC_LEN];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(parse_mac(bad[i], mac));
}

static void addresses(void **state __unused)
{
	static const uint8_t v4[] = { 192, 0, 2, 1 };
	static const uint8_t v6[16] = { 0xfd, [15] = 1 };
	struct parse_addr a[4] = {};

	assert_int_equal(parse_addrs("192.0.2.1", a, 4), 1);
	assert_int_equal(a[0].family, AF_INET);
	assert_int_equal(a[0].len, 4);
	assert_memory_equal(a[0].data, v4, 4);
	assert_int_equal(parse_addrs("fd00::1,192.0.2.1", a, 2), 2);
	assert_int_equal(a[0].family, AF_INET6);
	assert_int_equal(a[0].len, 16);
	assert_memory_equal(a[0].data, v6, 16);
	assert_memory_equal(a[1].data, v4, 4);
	assert_int_equal(parse_addrs("::,::1,0.0.0.0,255.255.255.255", a, 4), 4);
	assert_int_equal(parse_addrs("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255",
				     a, 4), 1);
}

static void no_addresses(void **state __unused)
{
	static const char *const bad[] = {
		"", ",", "192.0.2.1,", ",192.0.2.1", "192.0.2.1,,192.0.2.2",
		"192.0.2", "192.0.2.256", "192.0.2.1/24", "192.0.2.01x",
		"192.0.2.01", "192.0.2.00", "0x1.0.2.1", "192.0.2.1.1", "1.2.3.",
		"192.0..1", "4294967297.0.2.1",
		"fd00::1%eth0", "fd00:::1", "fd00::1::2", ":", "host",
		"192.0.2.1 ,192.0.2.2", "192.0.2.1;192.0.2.2",
		"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0001",
		"192.0.2.1,192.0.2.2,192.0.2.3",
	};
	struct parse_addr a[2];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(parse_addrs(bad[i], a, 2), 0);
	assert_int_equal(parse_addrs("192.0.2.1", a, 0), 0);
}

static void prefixes(void **state __unused)
{
	struct parse_addr a;
	uint8_t len;

	assert_true(parse_prefix("192.0.2.0/24", &a, &len));
	assert_int_equal(a.len, 4);
	assert_int_equal(len, 24);
	assert_true(parse_prefix("192.0.2.1", &a, &len));
	assert_int_equal(len, 32);
	assert_true(parse_prefix("::/0", &a, &len));
	assert_int_equal(a.len, 16);
	assert_int_equal(len, 0);
	assert_true(parse_prefix("fd00::1/128", &a, &len));
	assert_int_equal(len, 128);
}

static void no_prefixes(void **state __unused)
{
	static const char *const bad[] = {
		"", "/", "/24", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1",
		"192.0.2.0/ 24", "192.0.2.0/24/8", "192.0.2.0/255.255.255.0",
		"fd00::/129", "default", "192.0.2.0,192.0.2.1/24",
		"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0001/64",
	};
	struct parse_addr a;
	uint8_t len;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(parse_prefix(bad[i], &a, &len));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(no_numbers),
		cmocka_unit_test(number_limits),
		cmocka_unit_test(digits),
		cmocka_unit_test(macs),
		cmocka_unit_test(no_macs),
		cmocka_unit_test(addresses),
		cmocka_unit_test(no_addresses),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(no_prefixes),
	};

	return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
