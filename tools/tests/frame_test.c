// SPDX-License-Identifier: GPL-2.0
/* Frames as "ovctl trace" builds them, byte by byte. */
#include <arpa/inet.h>
#include <string.h>

#include "compiler.h"
#include "frame.h"
#include "harness.h"

static struct frame frame;

static struct frame_want want(enum frame_kind kind, const char *src,
			      const char *dst)
{
	struct frame_want want = {
		.src_mac = { 2, 0, 0, 0, 0, 1 },
		.dst_mac = { 2, 0, 0, 0, 0, 2 },
		.kind = kind,
		.sport = 0x1234,
		.dport = 443,
		.ttl = 64,
	};

	if (src)
		assert_int_equal(parse_addrs(src, &want.src, 1), 1);
	if (dst)
		assert_int_equal(parse_addrs(dst, &want.dst, 1), 1);
	return want;
}

static uint16_t at16(unsigned int at)
{
	return frame.data[at] << 8 | frame.data[at + 1];
}

/* Zero if the sum over it, with what else counts, is right. */
static uint16_t sum_of(uint32_t sum, unsigned int from, unsigned int to)
{
	unsigned int i;

	for (i = from; i < to; i++)
		sum += (i - from) % 2 ? frame.data[i] : frame.data[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static void ethernet(void **state __unused)
{
	static const uint8_t head[] = {
		2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5
	};
	struct frame_want w = want(FRAME_PING, NULL, NULL);

	assert_true(frame_build(&frame, &w));
	assert_int_equal(frame.len, 60);
	assert_memory_equal(frame.data, head, sizeof(head));
	w.length = 14;
	assert_true(frame_build(&frame, &w));
	assert_int_equal(frame.len, 14);
}

static void packet4(void **state __unused)
{
	static const enum frame_kind kinds[] = {
		FRAME_PING, FRAME_TCP, FRAME_UDP
	};
	static const uint8_t protocols[] = { 1, 6, 17 };
	struct frame_want w;
	unsigned int len;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		w = want(kinds[i], "192.0.2.1", "192.0.2.2");
		w.df = true;
		w.length = 101;
		assert_true(frame_build(&frame, &w));
		assert_int_equal(frame.len, 101);
		assert_int_equal(at16(12), 0x0800);
		assert_int_equal(at16(16), 87);
		assert_int_equal(at16(20), 0x4000);
		assert_int_equal(frame.data[22], 64);
		assert_int_equal(frame.data[23], protocols[i]);
		assert_memory_equal(frame.data + 26, w.src.data, 4);
		assert_memory_equal(frame.data + 30, w.dst.data, 4);
		assert_int_equal(sum_of(0, 14, 34), 0);
		len = kinds[i] == FRAME_PING ? 0 : protocols[i] + 67;
		assert_int_equal(sum_of(len, kinds[i] == FRAME_PING ? 34 : 26,
					101), 0);
	}
	assert_int_equal(at16(34), 0x1234);
	assert_int_equal(at16(36), 443);
	assert_int_equal(at16(38), 67);
}

static void packet6(void **state __unused)
{
	static const enum frame_kind kinds[] = {
		FRAME_PING, FRAME_TCP, FRAME_UDP, FRAME_ASK
	};
	static const uint8_t protocols[] = { 58, 6, 17, 58 };
	struct frame_want w;
	unsigned int len;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		w = want(kinds[i], "fd00::1", "fd00::12:3456");
		assert_true(frame_build(&frame, &w));
		len = at16(18);
		assert_int_equal(at16(12), 0x86dd);
		assert_true(frame.len >= 54 + len);
		assert_int_equal(frame.data[20], protocols[i]);
		assert_int_equal(frame.data[21],
				 kinds[i] == FRAME_ASK ? 255 : 64);
		assert_int_equal(sum_of(protocols[i] + len, 22, 54 + len), 0);
	}
	/* the solicitation: whom for, and who asks */
	assert_int_equal(len, 32);
	assert_memory_equal(frame.data + 38, "\xff\x02\0\0\0\0\0\0\0\0\0\1\xff\x12\x34\x56", 16);
	assert_memory_equal(frame.data + 62, w.dst.data, 16);
	assert_memory_equal(frame.data + 78, "\1\1\2\0\0\0\0\1", 8);
	memset(w.src.data, 0, 16);
	assert_true(frame_build(&frame, &w));
	assert_int_equal(at16(18), 24);
}

static void arp(void **state __unused)
{
	static const uint8_t body[] = {
		0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1,
		192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 192, 0, 2, 2
	};
	struct frame_want w = want(FRAME_ASK, "192.0.2.1", "192.0.2.2");

	assert_true(frame_build(&frame, &w));
	assert_memory_equal(frame.data + 12, body, sizeof(body));
}

static void tagged(void **state __unused)
{
	struct frame_want w = want(FRAME_UDP, "192.0.2.1", "192.0.2.2");

	w.tagged = true;
	w.vlan = 5;
	assert_true(frame_build(&frame, &w));
	assert_int_equal(at16(12), 0x8100);
	assert_int_equal(at16(14), 5);
	assert_int_equal(at16(16), 0x0800);
	assert_int_equal(sum_of(0, 18, 38), 0);
}

static void lengths(void **state __unused)
{
	struct frame_want w = want(FRAME_TCP, "fd00::1", "fd00::2");

	w.length = 73;
	assert_false(frame_build(&frame, &w));
	w.length = 74;
	assert_true(frame_build(&frame, &w));
	w.length = OVNET_TRACE_FRAME_MAX;
	assert_true(frame_build(&frame, &w));
	assert_int_equal(frame.len, OVNET_TRACE_FRAME_MAX);
	w.length = OVNET_TRACE_FRAME_MAX + 1;
	assert_false(frame_build(&frame, &w));
}

static void hex(void **state __unused)
{
	static char word[2 * OVNET_TRACE_FRAME_MAX + 3];

	assert_true(frame_hex(&frame, "00:01:02:03:04:05060708090A0b0c0d"));
	assert_int_equal(frame.len, 14);
	assert_int_equal(frame.data[10], 10);
	assert_false(frame_hex(&frame, ""));
	assert_false(frame_hex(&frame, "000102030405060708090a0b0c"));
	assert_false(frame_hex(&frame, "000102030405060708090a0b0c0d0"));
	assert_false(frame_hex(&frame, ":000102030405060708090a0b0c0d"));
	assert_false(frame_hex(&frame, "000102030405060708090a0b0c0d:"));
	assert_false(frame_hex(&frame, "000102030405060708090a0b0c0x"));
	memset(word, '0', sizeof(word) - 1);
	assert_false(frame_hex(&frame, word));
	word[2 * OVNET_TRACE_FRAME_MAX] = '\0';
	assert_true(frame_hex(&frame, word));
}

static void groups(void **state __unused)
{
	struct frame_want w = want(FRAME_PING, NULL, "239.129.2.3");
	uint8_t mac[PARSE_MAC_LEN];

	frame_group_mac(&w, mac);
	assert_memory_equal(mac, "\x01\x00\x5e\x01\x02\x03", 6);
	w = want(FRAME_PING, NULL, "255.255.255.255");
	frame_group_mac(&w, mac);
	assert_memory_equal(mac, "\xff\xff\xff\xff\xff\xff", 6);
	w = want(FRAME_PING, NULL, "ff02::1:2");
	frame_group_mac(&w, mac);
	assert_memory_equal(mac, "\x33\x33\0\1\0\2", 6);
	w = want(FRAME_ASK, NULL, "fd00::12:3456");
	frame_group_mac(&w, mac);
	assert_memory_equal(mac, "\x33\x33\xff\x12\x34\x56", 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ethernet),
		cmocka_unit_test(packet4),
		cmocka_unit_test(packet6),
		cmocka_unit_test(arp),
		cmocka_unit_test(tagged),
		cmocka_unit_test(lengths),
		cmocka_unit_test(hex),
		cmocka_unit_test(groups),
	};

	return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
