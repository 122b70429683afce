// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "compiler.h"
#include "harness.h"
#include "print.h"

/* What is printed as text, as JSON and as JSON over many lines. */
static void prints(void (*run)(void *), const char *text, const char *json,
		   const char *pretty)
{
	print_setup(false, false);
	assert_int_equal(said(run, NULL), SAID_RETURNED);
	if (text)
		assert_string_equal(said_out, text);
	print_setup(true, false);
	assert_int_equal(said(run, NULL), SAID_RETURNED);
	assert_string_equal(said_out, json);
	print_setup(true, true);
	assert_int_equal(said(run, NULL), SAID_RETURNED);
	if (pretty)
		assert_string_equal(said_out, pretty);
}

static void run_empty(void *data __unused)
{
	print_list_begin();
	print_list_end();
}

static void empty(void **state __unused)
{
	prints(run_empty, "", "[]\n", "[]\n");
}

static void run_values(void *data __unused)
{
	print_list_begin();
	print_object_begin();
	print_string("name", "", "red");
	print_uint("id", "id", 100);
	print_uint("max", "of", UINT64_MAX);
	print_uint_as("ttl", "ttl", 0, "inherit");
	print_bool("on", "learning", true, "on");
	print_bool("off", "secure", false, "off");
	print_object_end();
	print_list_end();
}

static void values(void **state __unused)
{
	prints(run_values,
	       "red id 100 of 18446744073709551615 ttl inherit learning on secure off\n",
	       "[{\"name\":\"red\",\"id\":100,\"max\":18446744073709551615,"
	       "\"ttl\":0,\"on\":true,\"off\":false}]\n",
	       "[\n    {\n        \"name\": \"red\",\n        \"id\": 100,\n"
	       "        \"max\": 18446744073709551615,\n        \"ttl\": 0,\n"
	       "        \"on\": true,\n        \"off\": false\n    }\n]\n");
}

static void run_two(void *data __unused)
{
	print_list_begin();
	print_object_begin();
	print_uint("a", "a", 1);
	print_object_end();
	print_object_begin();
	print_uint("b", "", 2);
	print_object_end();
	print_list_end();
}

static void two_objects(void **state __unused)
{
	prints(run_two, "a 1\n2\n", "[{\"a\":1},{\"b\":2}]\n",
	       "[\n    {\n        \"a\": 1\n    },\n    {\n        \"b\": 2\n    }\n]\n");
}

static void run_nests(void *data __unused)
{
	print_list_begin();
	print_object_begin();
	print_string("name", "", "red");
	print_break();
	print_nest_begin("stats");
	print_uint("rx", "rx", 1);
	print_uint("tx", "tx", 2);
	print_nest_end();
	print_nest_begin("none");
	print_nest_end();
	print_array_begin("vtep", "vtep");
	print_array_string("192.0.2.1");
	print_array_string("fd00::1");
	print_array_end();
	print_array_begin("empty", "");
	print_array_end();
	print_uint("last", "last", 3);
	print_object_end();
	print_list_end();
}

static void nests(void **state __unused)
{
	prints(run_nests,
	       "red\n    rx 1 tx 2 vtep 192.0.2.1,fd00::1  last 3\n",
	       "[{\"name\":\"red\",\"stats\":{\"rx\":1,\"tx\":2},\"none\":{},"
	       "\"vtep\":[\"192.0.2.1\",\"fd00::1\"],\"empty\":[],\"last\":3}]\n",
	       "[\n    {\n        \"name\": \"red\",\n        \"stats\": {\n"
	       "            \"rx\": 1,\n            \"tx\": 2\n        },\n"
	       "        \"none\": {},\n        \"vtep\": [\n"
	       "            \"192.0.2.1\",\n            \"fd00::1\"\n        ],\n"
	       "        \"empty\": [],\n        \"last\": 3\n    }\n]\n");
}

static void run_json_only(void *data __unused)
{
	print_list_begin();
	print_object_begin();
	print_uint("ifindex", NULL, 7);
	print_string("local4", "local", "192.0.2.1");
	print_string("local6", ",", "fd00::1");
	print_string("hidden", NULL, "x");
	print_bool("secret", NULL, true, "on");
	print_label("node");
	print_object_end();
	print_list_end();
}

static void json_only(void **state __unused)
{
	prints(run_json_only, "local 192.0.2.1,fd00::1 node\n",
	       "[{\"ifindex\":7,\"local4\":\"192.0.2.1\",\"local6\":\"fd00::1\","
	       "\"hidden\":\"x\",\"secret\":true}]\n", NULL);
}

static void run_columns(void *data __unused)
{
	print_list_begin();
	print_object_begin();
	print_width(6);
	print_string("a", "", "red");
	print_uint("b", "", 1);
	print_object_end();
	print_object_begin();
	print_width(3);
	print_label("too long");
	print_uint("b", "", 2);
	print_object_end();
	print_list_end();
}

static void columns(void **state __unused)
{
	prints(run_columns, "red    1\ntoo long 2\n",
	       "[{\"a\":\"red\",\"b\":1},{\"b\":2}]\n", NULL);
}

static void run_strings(void *data __unused)
{
	print_list_begin();
	print_object_begin();
	print_string("k\"ey", "", "a\"b\\c/d");
	print_string("control", "", "\x01\b\t\n\f\r\x1f\x7f");
	print_string("utf-8", "", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
	print_string("none", "", "");
	print_object_end();
	print_list_end();
}

static void escapes(void **state __unused)
{
	prints(run_strings, NULL,
	       "[{\"k\\\"ey\":\"a\\\"b\\\\c/d\","
	       "\"control\":\"\\u0001\\u0008\\u0009\\u000a\\u000c\\u000d\\u001f\\u007f\","
	       "\"utf-8\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\",\"none\":\"\"}]\n",
	       NULL);
}

static const char *bytes;

static void run_bytes(void *data __unused)
{
	print_object_begin();
	print_string("name", "", bytes);
	print_object_end();
}

/* A device may be called anything; a document of JSON is UTF-8. */
static void no_utf8(void **state __unused)
{
	static const struct {
		const char *bytes;
		const char *json;
	} rows[] = {
		{ "a\xff" "b", "a\\ufffdb" },
		{ "\x80", "\\ufffd" },
		{ "\xc3", "\\ufffd" },
		{ "\xc3" "a", "\\ufffda" },
		{ "\xe2\x82", "\\ufffd\\ufffd" },
		{ "\xc0\xaf", "\\ufffd\\ufffd" },		/* overlong */
		{ "\xe0\x80\xaf", "\\ufffd\\ufffd\\ufffd" },
		{ "\xed\xa0\x80", "\\ufffd\\ufffd\\ufffd" },	/* a surrogate */
		{ "\xf4\x90\x80\x80", "\\ufffd\\ufffd\\ufffd\\ufffd" },
		{ "\xc2\x80\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf",
		  "\xc2\x80\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf" },
	};
	char wanted[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		bytes = rows[i].bytes;
		snprintf(wanted, sizeof(wanted), "{\"name\":\"%s\"}\n",
			 rows[i].json);
		prints(run_bytes, NULL, wanted, NULL);
	}
}

static void run_events(void *data __unused)
{
	print_object_begin();
	print_event("port", "new");
	print_uint("ifindex", NULL, 7);
	print_object_end();
	print_object_begin();
	print_event("limit", NULL);
	print_object_end();
}

/* Not a list: each is to be read when it comes. */
static void events(void **state __unused)
{
	prints(run_events, "[port new]\n[limit]\n",
	       "{\"event\":\"port-new\",\"ifindex\":7}\n{\"event\":\"limit\"}\n",
	       "{\n    \"event\": \"port-new\",\n    \"ifindex\": 7\n}\n"
	       "{\n    \"event\": \"limit\"\n}\n");
}

static void flush(void **state __unused)
{
	FILE *out = stdout, *full;
	int err;

	assert_int_equal(print_flush(), 0);
	full = fopen("/dev/full", "w");
	assert_non_null(full);
	stdout = full;
	putchar('x');
	err = print_flush();
	stdout = out;
	fclose(full);
	assert_int_equal(err, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty),
		cmocka_unit_test(values),
		cmocka_unit_test(two_objects),
		cmocka_unit_test(nests),
		cmocka_unit_test(json_only),
		cmocka_unit_test(columns),
		cmocka_unit_test(escapes),
		cmocka_unit_test(no_utf8),
		cmocka_unit_test(events),
		cmocka_unit_test(flush),
	};

	return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}
