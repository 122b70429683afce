// SPDX-License-Identifier: GPL-2.0
/*
 * Answers as no module of today gives them: attributes that are unknown, of
 * another length, doubled, or not there at all. What is understood is shown.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "fake.h"
#include "harness.h"
#include "ovctl.h"
#include "print.h"

static struct nlmsghdr *nlh;
static struct nlattr *nest;
static const struct object *object;

static void begin(const struct object *of)
{
	object = of;
	nlh = fake_message(FAKE_FAMILY, 0, 0);
	nest = mnl_attr_nest_start(nlh, of->attr);
}

static void run(void *data)
{
	print_list_begin();
	show_object(data, (void *)object);
	print_list_end();
}

/* Shows a copy that ends where the message does, so that ASan sees it. */
static const char *show(bool json)
{
	struct nlmsghdr *copy;

	mnl_attr_nest_end(nlh, nest);
	copy = malloc(nlh->nlmsg_len);
	memcpy(copy, nlh, nlh->nlmsg_len);
	print_setup(json, false);
	assert_int_equal(said(run, copy), SAID_RETURNED);
	free(copy);
	assert_string_equal(said_err, "");
	return said_out;
}

static void shows(const char *text, const char *json)
{
	assert_string_equal(show(false), text);
	assert_string_equal(show(true), json);
}

static void put_name(void)
{
	mnl_attr_put_strz(nlh, OVNET_A_NETWORK_NAME, "red");
}

static void put_u32(uint16_t attr, uint32_t v)
{
	mnl_attr_put_u32(nlh, attr, v);
}

static void plain(void **state __unused)
{
	begin(&network_object);
	put_u32(OVNET_A_NETWORK_ID, 100);
	put_name();
	mnl_attr_put_u8(nlh, OVNET_A_NETWORK_TYPE, OVNET_NETWORK_TYPE_L2);
	mnl_attr_put_u8(nlh, OVNET_A_NETWORK_LEARNING, 1);
	shows("red id 100 type l2 learning on\n",
	      "[{\"name\":\"red\",\"id\":100,\"type\":\"l2\",\"learning\":true}]\n");
}

/* An old module: as good as nothing, in an object or instead of one. */
static void nothing(void **state __unused)
{
	begin(&network_object);
	shows("\n", "[{}]\n");
	begin(&network_object);
	mnl_attr_nest_cancel(nlh, nest);
	nest = mnl_attr_nest_start(nlh, OVNET_A_PORT);
	put_u32(1, 7);
	shows("\n", "[{}]\n");
}

/* A new module: numbers that nobody has heard of, also high ones. */
static void unknown_attributes(void **state __unused)
{
	struct nlattr *inner;
	unsigned int i;

	begin(&network_object);
	mnl_attr_put_strz(nlh, OVNET_A_NETWORK_MAX + 1, "news");
	put_name();
	for (i = 60; i < 70; i++)
		put_u32(i, i);
	put_u32(0x3fff, 1);
	put_u32(0, 1);
	inner = mnl_attr_nest_start(nlh, 200);
	put_u32(1, 5);
	mnl_attr_nest_end(nlh, inner);
	put_u32(OVNET_A_NETWORK_ID, 100);
	shows("red id 100\n", "[{\"name\":\"red\",\"id\":100}]\n");
}

/* Flags in the number are none of the number. */
static void nested_flags(void **state __unused)
{
	begin(&network_object);
	nest->nla_type |= NLA_F_NESTED;
	put_u32(OVNET_A_NETWORK_ID | NLA_F_NET_BYTEORDER, 100);
	shows("id 100\n", "[{\"id\":100}]\n");
}

/* What uapi/linux/ovnet.h has, but for what only requests have, is shown. */
static void all_known(void **state __unused)
{
	static const struct {
		const struct object *object;
		unsigned int max;
		unsigned int request_only;
	} kinds[] = {
		{ &node_object, OVNET_A_NODE_MAX, 0 },
		{ &underlay_object, OVNET_A_UNDERLAY_MAX, 0 },
		{ &network_object, OVNET_A_NETWORK_MAX, OVNET_A_NETWORK_FORCE },
		{ &port_object, OVNET_A_PORT_MAX, 0 },
		{ &remote_object, OVNET_A_REMOTE_MAX, OVNET_A_REMOTE_FORCE },
		{ &member_object, OVNET_A_MEMBER_MAX, 0 },
		{ &fdb_object, OVNET_A_FDB_MAX, 0 },
		{ &route_object, OVNET_A_ROUTE_MAX, 0 },
		{ &neigh_object, OVNET_A_NEIGH_MAX, 0 },
		{ &binding_object, OVNET_A_BINDING_MAX, 0 },
		{ &limit_object, OVNET_A_LIMIT_MAX, 0 },
		{ &drop_object, OVNET_A_DROPS_MAX, OVNET_A_DROPS_COUNT },
	};
	const struct field *field;
	unsigned int attr;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		for (attr = 1; attr <= kinds[i].max; attr++) {
			for (field = kinds[i].object->fields; field->attr; field++)
				if (field->key && field->attr == attr)
					break;
			if (!field->attr && attr != kinds[i].request_only)
				print_error("%s: attribute %u is not shown\n",
					    kinds[i].object->name, attr);
			assert_true(field->attr ||
				    attr == kinds[i].request_only);
		}
	}
}

/* Or a reader of JSON has one of two values, nobody knows which. */
static void no_key_twice(void **state __unused)
{
	static const struct object *const objects[] = {
		&node_object, &underlay_object, &network_object, &port_object,
		&remote_object, &member_object, &fdb_object, &route_object, &neigh_object, &binding_object, &limit_object,
		&drop_object,
	};
	const struct field *a, *b;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(objects); i++)
		for (a = objects[i]->fields; a->attr; a++)
			for (b = objects[i]->fields; b < a; b++)
				if (a->key && b->key &&
				    !field_has(a, FIELD_DOC_ONLY) &&
				    !field_has(b, FIELD_DOC_ONLY))
					assert_string_not_equal(a->key, b->key);
}

static void unknown_values(void **state __unused)
{
	begin(&network_object);
	mnl_attr_put_u8(nlh, OVNET_A_NETWORK_TYPE, 0);
	shows("type 0\n", "[{\"type\":0}]\n");
	begin(&network_object);
	mnl_attr_put_u8(nlh, OVNET_A_NETWORK_TYPE, 255);
	shows("type 255\n", "[{\"type\":255}]\n");
	begin(&network_object);
	mnl_attr_put_u8(nlh, OVNET_A_NETWORK_LEARNING, 2);
	shows("learning on\n", "[{\"learning\":true}]\n");
}

static void put_nexthop(const char *name, uint16_t weight)
{
	struct nlattr *one = mnl_attr_nest_start(nlh, OVNET_A_ROUTE_NEXTHOP);

	mnl_attr_put_u32(nlh, OVNET_A_NEXTHOP_REMOTE_ID, 7);
	mnl_attr_put_strz(nlh, OVNET_A_NEXTHOP_REMOTE_NAME, name);
	mnl_attr_put_u16(nlh, OVNET_A_NEXTHOP_WEIGHT, weight);
	mnl_attr_nest_end(nlh, one);
}

/* As they are said. */
static void remotes_of_a_route(void **state __unused)
{
	begin(&route_object);
	mnl_attr_put_u8(nlh, OVNET_A_ROUTE_TYPE, OVNET_ROUTE_TYPE_REMOTE);
	put_nexthop("a", 2);
	put_nexthop("b", 256);
	shows("remote a weight 2 remote b weight 256\n",
	      "[{\"type\":\"remote\",\"nexthop\":[{\"remote-name\":\"a\",\"weight\":2,\"remote-id\":7},{\"remote-name\":\"b\",\"weight\":256,\"remote-id\":7}]}]\n");
}

static void feature_bits(void **state __unused)
{
	begin(&node_object);
	mnl_attr_put_u64(nlh, OVNET_A_NODE_FEATURES,
			 1ULL << OVNET_FEATURE_VXLAN | 1ULL << 40 | 1ULL << 63);
	shows("features vxlan,bit40,bit63\n",
	      "[{\"features\":[\"vxlan\",\"bit40\",\"bit63\"]}]\n");
	begin(&node_object);
	mnl_attr_put_u64(nlh, OVNET_A_NODE_FEATURES, UINT64_MAX);
	assert_contains(show(true), "[\"vxlan\",\"l2\",");
	begin(&node_object);
	mnl_attr_put_u64(nlh, OVNET_A_NODE_FEATURES, 0);
	shows("features \n", "[{\"features\":[]}]\n");
}

/* A number of another size is not guessed at. */
static void wrong_lengths(void **state __unused)
{
	static const char zeros[64];
	const struct field *field;
	size_t len, i;

	static const struct object *const objects[] = {
		&node_object, &underlay_object, &network_object, &port_object,
		&remote_object, &member_object, &fdb_object, &route_object, &neigh_object, &binding_object, &limit_object,
	};

	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		for (len = 0; len <= 17; len++) {
			begin(objects[i]);
			for (field = object->fields; field->attr; field++)
				if (field->key)
					mnl_attr_put(nlh, field->attr, len, zeros);
			show(false);
			show(true);
		}
	}
	begin(&network_object);
	mnl_attr_put_u64(nlh, OVNET_A_NETWORK_ID, 100);
	mnl_attr_put_u16(nlh, OVNET_A_NETWORK_VNI, 100);
	mnl_attr_put(nlh, OVNET_A_NETWORK_LEARNING, 0, NULL);
	put_name();
	mnl_attr_put_u32(nlh, OVNET_A_NETWORK_FDB_REFUSED, 1);
	shows("red\n", "[{\"name\":\"red\"}]\n");
}

static void strings(void **state __unused)
{
	begin(&network_object);
	mnl_attr_put(nlh, OVNET_A_NETWORK_NAME, 3, "red");
	shows("\n", "[{}]\n");
	begin(&network_object);
	mnl_attr_put(nlh, OVNET_A_NETWORK_NAME, 0, NULL);
	shows("\n", "[{}]\n");
	/* two strings are the first */
	begin(&network_object);
	mnl_attr_put(nlh, OVNET_A_NETWORK_NAME, 4, "a\0b");
	shows("a\n", "[{\"name\":\"a\"}]\n");
	/* an empty one is not for the eye */
	begin(&network_object);
	put_name();
	mnl_attr_put_strz(nlh, OVNET_A_NETWORK_UNDERLAY, "");
	shows("red\n", "[{\"name\":\"red\",\"underlay\":\"\"}]\n");
}

static void addresses(void **state __unused)
{
	static const uint8_t v6[16] = { 0xfd, [15] = 1 };
	uint32_t v4 = htonl(0xc0000201);

	begin(&underlay_object);
	put_u32(OVNET_A_UNDERLAY_LOCAL4, v4);
	mnl_attr_put(nlh, OVNET_A_UNDERLAY_LOCAL6, 16, v6);
	shows("192.0.2.1,fd00::1\n",
	      "[{\"local4\":\"192.0.2.1\",\"local6\":\"fd00::1\"}]\n");
	begin(&underlay_object);
	mnl_attr_put(nlh, OVNET_A_UNDERLAY_LOCAL6, 16, v6);
	shows("fd00::1\n", "[{\"local6\":\"fd00::1\"}]\n");
	begin(&remote_object);
	put_u32(OVNET_A_REMOTE_VTEP, v4);
	mnl_attr_put(nlh, OVNET_A_REMOTE_VTEP, 5, v6);
	mnl_attr_put(nlh, OVNET_A_REMOTE_VTEP, 16, v6);
	shows("vxlan 192.0.2.1,fd00::1\n",
	      "[{\"vtep\":[\"192.0.2.1\",\"fd00::1\"]}]\n");
	begin(&remote_object);
	mnl_attr_put(nlh, OVNET_A_REMOTE_VTEP, 0, NULL);
	shows("vxlan \n", "[{\"vtep\":[]}]\n");
}

static void specials(void **state __unused)
{
	begin(&underlay_object);
	mnl_attr_put_u16(nlh, OVNET_A_UNDERLAY_SRCPORT_LOW, 0);
	mnl_attr_put_u16(nlh, OVNET_A_UNDERLAY_SRCPORT_HIGH, 0);
	mnl_attr_put_u8(nlh, OVNET_A_UNDERLAY_TTL, 0);
	mnl_attr_put_u8(nlh, OVNET_A_UNDERLAY_TOS, 1);
	mnl_attr_put_u8(nlh, OVNET_A_UNDERLAY_DF, OVNET_DF_UNSET);
	put_u32(OVNET_A_UNDERLAY_DEV, 0);
	shows("ttl inherit tos inherit df unset\n",
	      "[{\"srcport-low\":0,\"srcport-high\":0,\"ttl\":0,\"tos\":1,\"df\":\"unset\"}]\n");
	begin(&underlay_object);
	put_u32(OVNET_A_UNDERLAY_DEV, FAKE_IFINDEX);
	shows("dev dev7\n", "[{\"dev\":\"dev7\"}]\n");
	begin(&underlay_object);
	mnl_attr_put_u8(nlh, OVNET_A_UNDERLAY_SHARED, 1);
	shows("shared\n", "[{\"shared\":true}]\n");
	begin(&underlay_object);
	mnl_attr_put_u8(nlh, OVNET_A_UNDERLAY_SHARED, 0);
	shows("\n", "[{\"shared\":false}]\n");
	begin(&underlay_object);
	put_u32(OVNET_A_UNDERLAY_DEV, UINT32_MAX);
	shows("dev if4294967295\n", "[{\"dev\":\"if4294967295\"}]\n");
}

static void fdb_row(void **state __unused)
{
	static const uint8_t mac[] = { 2, 0, 0, 0, 0xb, 0xff };

	begin(&fdb_object);
	mnl_attr_put(nlh, OVNET_A_FDB_MAC, 6, mac);
	mnl_attr_put_strz(nlh, OVNET_A_FDB_IFNAME, "dev7");
	mnl_attr_put_u8(nlh, OVNET_A_FDB_STATE, OVNET_FDB_STATE_LEARNED);
	put_u32(OVNET_A_FDB_SEQ, 0);
	mnl_attr_put_u64(nlh, OVNET_A_FDB_USED_MS, 61999);
	shows("02:00:00:00:0b:ff dev dev7 learned used 61.9s\n",
	      "[{\"mac\":\"02:00:00:00:0b:ff\",\"ifname\":\"dev7\","
	      "\"state\":\"learned\",\"seq\":0,\"used-ms\":61999}]\n");
	begin(&fdb_object);
	mnl_attr_put(nlh, OVNET_A_FDB_MAC, 5, mac);
	mnl_attr_put_u64(nlh, OVNET_A_FDB_USED_MS, UINT64_MAX);
	shows("used 18446744073709551.6s\n",
	      "[{\"used-ms\":18446744073709551615}]\n");
}

static void put_stats(void)
{
	struct nlattr *stats = mnl_attr_nest_start(nlh, OVNET_A_NETWORK_STATS);

	mnl_attr_put_u64(nlh, OVNET_A_STATS_RX_PACKETS, 1);
	mnl_attr_put_u64(nlh, OVNET_A_STATS_MAX + 1, 9);
	mnl_attr_put_u64(nlh, OVNET_A_STATS_TX_BYTES, 4);
	mnl_attr_nest_end(nlh, stats);
}

static void statistics(void **state __unused)
{
	const char *json = "[{\"name\":\"red\",\"stats\":{\"rx-packets\":1,\"tx-bytes\":4},\"fdb-refused\":5}]\n";

	begin(&network_object);
	put_name();
	put_stats();
	mnl_attr_put_u64(nlh, OVNET_A_NETWORK_FDB_REFUSED, 5);
	with_stats = false;
	shows("red\n", json);
	with_stats = true;
	shows("red\n    rx packets 1 bytes 4\n    fdb-refused 5\n", json);
	with_stats = false;
}

/* A nest that holds no attributes, or a part of one. */
static void broken_stats(void **state __unused)
{
	size_t len;

	for (len = 0; len < 12; len++) {
		begin(&network_object);
		put_name();
		mnl_attr_put(nlh, OVNET_A_NETWORK_STATS, len,
			     "\xff\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00");
		shows("red\n", "[{\"name\":\"red\",\"stats\":{}}]\n");
	}
}

/* Attribute lengths that the message does not have. */
static void cut_off(void **state __unused)
{
	struct nlmsghdr *copy;
	size_t len;

	begin(&network_object);
	put_u32(OVNET_A_NETWORK_ID, 100);
	put_name();
	put_stats();
	mnl_attr_nest_end(nlh, nest);
	for (len = nlh->nlmsg_len; len >= sizeof(*nlh); len--) {
		copy = malloc(len);
		memcpy(copy, nlh, len);
		copy->nlmsg_len = len;
		print_setup(true, false);
		assert_int_equal(said(run, copy), SAID_RETURNED);
		free(copy);
	}
}

/* The last of two counts, but each address is shown. */
static void doubled(void **state __unused)
{
	begin(&network_object);
	put_u32(OVNET_A_NETWORK_ID, 1);
	put_u32(OVNET_A_NETWORK_ID, 2);
	shows("id 2\n", "[{\"id\":2}]\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(nothing),
		cmocka_unit_test(unknown_attributes),
		cmocka_unit_test(nested_flags),
		cmocka_unit_test(all_known),
		cmocka_unit_test(no_key_twice),
		cmocka_unit_test(unknown_values),
		cmocka_unit_test(remotes_of_a_route),
		cmocka_unit_test(feature_bits),
		cmocka_unit_test(wrong_lengths),
		cmocka_unit_test(strings),
		cmocka_unit_test(addresses),
		cmocka_unit_test(specials),
		cmocka_unit_test(fdb_row),
		cmocka_unit_test(statistics),
		cmocka_unit_test(broken_stats),
		cmocka_unit_test(cut_off),
		cmocka_unit_test(doubled),
	};

	return cmocka_run_group_tests_name("show", tests, NULL, NULL);
}
