// SPDX-License-Identifier: GPL-2.0
/*
 * Documents: what is wrong with them, what is made of them, that nothing is
 * left to do afterwards, and in how many requests.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "fake_node.h"
#include "harness.h"
#include "json.h"
#include "jsonlimit.h"
#include "ovctl.h"

#define VERSION	"\"ovnet\":{\"version\":1}"
#define DOC(lists)	"{" VERSION "," lists "}"
#define RESTORE	"restore " HARNESS_FILE
#define WHO	"ovctl: " RESTORE ": "

static int reset(void **state __unused)
{
	fake_node_reset();
	return 0;
}

static int restore(const char *text)
{
	harness_text(text);
	return ovctl(RESTORE);
}

/* All kinds of objects, and some of their settings. */
static const char full[] =
	"{" VERSION ",\"underlay\":[{\"name\":\"u\",\"kind\":\"vxlan\",\"port\":4789,\"local4\":\"192.0.2.1\",\"srcport-low\":5000,\"srcport-high\":6000,\"ttl\":0,\"df\":\"inherit\"},"
	"{\"name\":\"u6\",\"kind\":\"vxlan\",\"local6\":\"fd00::1\",\"dev\":\"dev7\",\"shared\":true}],"
	"\"network\":[{\"name\":\"red\",\"id\":100,\"type\":\"l2\",\"vni\":7,\"underlay\":\"u\",\"learning\":true,\"ageing\":0,\"flood-rate\":9},"
	"{\"name\":\"sub\",\"id\":101,\"router\":\"blue\",\"gateway4\":\"192.0.2.1\",\"gateway4-len\":24},"
	"{\"name\":\"blue\",\"id\":16777215,\"type\":\"l3\",\"underlay\":\"\"}],"
	"\"remote\":[{\"name\":\"r2\",\"kind\":\"vxlan\",\"vtep\":[\"192.0.2.2\",\"fd00::2\"],\"up\":false}],"
	"\"member\":[{\"network-name\":\"red\",\"remote-name\":\"r2\"}],"
	"\"port\":[{\"ifname\":\"dev7\",\"network-name\":\"red\",\"state\":\"open\"}],"
	"\"fdb\":[{\"mac\":\"02:00:00:00:00:01\",\"network-name\":\"red\",\"remote-name\":\"r2\"},"
	"{\"mac\":\"02:00:00:00:00:02\",\"network-name\":\"red\",\"ifname\":\"dev7\",\"state\":\"static\",\"seq\":7}],"
	"\"route\":[{\"network-name\":\"blue\",\"dst4\":\"192.0.2.0\",\"len\":24,\"type\":\"remote\",\"remote-name\":\"r2\"},"
	"{\"network-name\":\"blue\",\"dst6\":\"fd00::1\",\"len\":128,\"type\":\"device\",\"ifname\":\"dev7\"},"
	"{\"network-name\":\"blue\",\"dst4\":\"10.0.0.0\",\"len\":8,\"type\":\"network\",\"to-network-name\":\"sub\"},"
	"{\"network-name\":\"blue\",\"dst4\":\"10.9.0.0\",\"len\":16,\"type\":\"remote\",\"nexthop\":[{\"remote-name\":\"r2\",\"weight\":256}],\"transit\":true},"
	"{\"network-name\":\"blue\",\"dst6\":\"::\",\"len\":0,\"type\":\"prohibit\"}],"
	"\"neigh\":[{\"network-name\":\"red\",\"addr4\":\"192.0.2.9\",\"mac\":\"02:00:00:00:00:09\",\"seq\":3},"
	"{\"network-name\":\"sub\",\"addr6\":\"fd00::9\",\"mac\":\"02:00:00:00:00:09\",\"state\":\"external\"}],"
	"\"binding\":[{\"ifname\":\"dev7\",\"mac\":\"02:00:00:00:00:09\"},"
	"{\"ifname\":\"dev7\",\"mac\":\"02:00:00:00:00:09\",\"addr4\":\"192.0.2.9\"}]}";

struct row {
	const char *text;
	const char *sentence;
};

/* Said whole, and nothing asked of the kernel. */
static void wrong(const struct row *rows, size_t n)
{
	char sentence[1024];
	size_t i;

	for (i = 0; i < n; i++) {
		fake_node_reset();
		assert_int_equal(restore(rows[i].text), EXIT_USAGE);
		snprintf(sentence, sizeof(sentence), WHO "%s",
			 rows[i].sentence);
		if (strncmp(said_err, sentence, strlen(sentence)))
			assert_string_equal(said_err, sentence);
		assert_string_equal(said_out, "");
		assert_int_equal(fake_sends, 0);
	}
}

static void no_document(void **state __unused)
{
	static const struct row rows[] = {
		{ "", "line 1, column 0: '[' or '{' expected near end of file\n" },
		{ "{", "line 1, column 1: " },
		{ "{}x", "line 1, column 3: end of file expected near 'x'\n" },
		{ "{" VERSION "," VERSION "}", "line 1, column 30: duplicate object key " },
		{ "\xff", "line 1, column 0: unable to decode byte 0xff" },
		{ "{" VERSION ",\"network\":[{\"name\":\"\\u0000\"}]}", "line 1, column 50: \\u0000 is not allowed without JSON_ALLOW_NUL" },
		{ "[]", "the document is not an object: {...}\n" },
		{ "{}", "this is not a document of \"ovctl save\": it has no \"ovnet\"\n" },
		{ "{\"ovnet\":1}", "ovnet: expected {\"version\": 1}\n" },
		{ "{\"ovnet\":{}}", "ovnet: expected {\"version\": 1}\n" },
		{ "{\"ovnet\":{\"version\":\"1\"}}", "ovnet: expected {\"version\": 1}\n" },
		{ "{\"ovnet\":{\"version\":1,\"x\":1}}", "ovnet: expected {\"version\": 1}\n" },
		{ "{\"ovnet\":{\"version\":2}}", "ovnet: the document is of version 2, this ovctl knows version 1\n" },
		{ "{\"ovnet\":{\"version\":9223372036854775807}}", "ovnet: the document is of version 9223372036854775807, " },
		{ "{\"ovnet\":{\"version\":9223372036854775808}}", "line 1, column 39: too big integer" },
	};

	wrong(rows, ARRAY_SIZE(rows));
}

static void unknown_keys(void **state __unused)
{
	static const struct row rows[] = {
		{ DOC("\"frob\":[]"), "\"frob\" is not known here, expected ovnet, underlay, network, remote, member, port, fdb, route, neigh, binding or node\n" },
		{ DOC("\"\":[]"), "\"\" is not known here, " },
		{ DOC("\"\\u001b[31m\\u00e9\":[]"), "\"?[31m??\" is not known here, " },
		{ DOC("\"network\":[{\"name\":\"red\",\"id\":1},{\"frob\":1}]"), "network[1]: \"frob\" is not known here, expected name, id, type, vni, " },
		/* what is shown and cannot be set */
		{ DOC("\"network\":[{\"name\":\"red\",\"id\":1,\"members\":1}]"), "network[0]: \"members\" is not known here, " },
		{ DOC("\"network\":[{\"name\":\"red\",\"id\":1,\"implicit\":false}]"), "network[0]: \"implicit\" is not known here, " },
		{ DOC("\"node\":[{\"ports\":7}]"), "node[0]: \"ports\" is not known here, expected underlay-hooks, cache, peer-delivery\n" },
		{ DOC("\"port\":[{\"ifindex\":7}]"), "port[0]: \"ifindex\" is not known here, " },
		{ DOC("\"remote\":[{\"state\":\"up\"}]"), "remote[0]: \"state\" is not known here, " },
	};

	wrong(rows, ARRAY_SIZE(rows));
}

static void wrong_types(void **state __unused)
{
	static const struct row rows[] = {
		{ DOC("\"network\":{}"), "network: expected a list: [...]\n" },
		{ DOC("\"network\":null"), "network: expected a list: [...]\n" },
		{ DOC("\"network\":[1]"), "network[0]: expected an object: {...}\n" },
		{ DOC("\"network\":[[]]"), "network[0]: expected an object: {...}\n" },
		{ DOC("\"network\":[{\"id\":\"100\"}]"), "network[0].id: expected a number from 1 to 16777215\n" },
		{ DOC("\"network\":[{\"id\":1.0}]"), "network[0].id: expected a number" },
		{ DOC("\"network\":[{\"id\":true}]"), "network[0].id: expected a number" },
		{ DOC("\"network\":[{\"name\":1}]"), "network[0].name: expected a name: 1 to 31 letters, digits and .-_:@+, not only digits\n" },
		{ DOC("\"network\":[{\"name\":null}]"), "network[0].name: expected a name" },
		{ DOC("\"network\":[{\"learning\":1}]"), "network[0].learning: expected true or false\n" },
		{ DOC("\"network\":[{\"learning\":\"on\"}]"), "network[0].learning: expected true or false\n" },
		{ DOC("\"network\":[{\"type\":0}]"), "network[0].type: expected \"l2\" or \"l3\"\n" },
		{ DOC("\"node\":[{\"cache\":\"off\"}]"), "node[0].cache: expected true or false\n" },
		{ DOC("\"node\":[{\"underlay-hooks\":\"yes\"}]"), "node[0].underlay-hooks: expected \"auto\" or \"on\" or \"off\"\n" },
		{ DOC("\"network\":[{\"type\":\"l4\"}]"), "network[0].type: expected \"l2\" or \"l3\"\n" },
		{ DOC("\"underlay\":[{\"local4\":\"fd00::1\"}]"), "underlay[0].local4: expected an IPv4 address\n" },
		{ DOC("\"underlay\":[{\"local6\":\"192.0.2.1\"}]"), "underlay[0].local6: expected an IPv6 address\n" },
		{ DOC("\"underlay\":[{\"local4\":\"192.0.2.1,192.0.2.2\"}]"), "underlay[0].local4: expected an IPv4 address\n" },
		{ DOC("\"underlay\":[{\"dev\":7}]"), "underlay[0].dev: expected the name of a device: 1 to 15 characters, no blank and no slash\n" },
		{ DOC("\"remote\":[{\"vtep\":\"192.0.2.2\"}]"), "remote[0].vtep: expected a list of 1 to 4 IP addresses\n" },
		{ DOC("\"remote\":[{\"vtep\":[1]}]"), "remote[0].vtep: expected a list of 1 to 4 IP addresses\n" },
		{ DOC("\"fdb\":[{\"mac\":1}]"), "fdb[0].mac: expected a MAC address (\"02:00:00:00:00:01\")\n" },
		{ DOC("\"route\":[{\"len\":129}]"), "route[0].len: expected a number from 0 to 128\n" },
		{ DOC("\"route\":[{\"nexthop\":{}}]"), "route[0].nexthop: expected a list of 1 to 16 objects: [{...}]\n" },
		{ DOC("\"route\":[{\"nexthop\":[]}]"), "route[0].nexthop: expected a list of 1 to 16 objects: [{...}]\n" },
		{ DOC("\"route\":[{\"nexthop\":[1]}]"), "route[0].nexthop[0]: expected an object: {...}\n" },
		{ DOC("\"route\":[{\"nexthop\":[{\"remote-name\":\"r\"},{}]}]"), "route[0].nexthop[1]: it needs \"remote-name\"\n" },
		{ DOC("\"route\":[{\"nexthop\":[{\"weight\":257}]}]"), "route[0].nexthop[0].weight: expected a number from 1 to 256\n" },
		{ DOC("\"route\":[{\"nexthop\":[{\"buckets\":1}]}]"), "route[0].nexthop[0]: \"buckets\" is not known here, expected remote-name, weight, sid\n" },
		{ DOC("\"route\":[{\"type\":\"drop\"}]"), "route[0].type: expected \"remote\" or \"device\" or \"unreachable\" or \"prohibit\" or \"blackhole\" or \"network\"\n" },
		{ DOC("\"fdb\":[{\"mac\":\"02:00\"}]"), "fdb[0].mac: expected a MAC address" },
	};

	wrong(rows, ARRAY_SIZE(rows));
}

static void out_of_range(void **state __unused)
{
	static const struct row rows[] = {
		{ DOC("\"network\":[{\"id\":0}]"), "network[0].id: expected a number from 1 to 16777215\n" },
		{ DOC("\"network\":[{\"id\":16777216}]"), "network[0].id: expected" },
		{ DOC("\"network\":[{\"id\":-1}]"), "network[0].id: expected" },
		{ DOC("\"network\":[{\"id\":4294967297}]"), "network[0].id: expected" },
		{ DOC("\"underlay\":[{\"ttl\":256}]"), "underlay[0].ttl: expected a number from 1 to 255, or 0 (inherit)\n" },
		{ DOC("\"underlay\":[{\"port\":65536}]"), "underlay[0].port: expected" },
		{ DOC("\"fdb\":[{\"seq\":4294967296}]"), "fdb[0].seq: expected a number from 0 to 4294967295\n" },
		{ DOC("\"fdb\":[{\"seq\":-9223372036854775808}]"), "fdb[0].seq: expected a number" },
		{ DOC("\"network\":[{\"name\":\"\"}]"), "network[0].name: expected a name" },
		{ DOC("\"network\":[{\"name\":\"12\"}]"), "network[0].name: expected a name" },
		{ DOC("\"network\":[{\"name\":\"a b\"}]"), "network[0].name: expected a name" },
		{ DOC("\"network\":[{\"name\":\"r\\u00f6t\"}]"), "network[0].name: expected a name" },
		{ DOC("\"network\":[{\"name\":\"x1234567890123456789012345678901\"}]"), "network[0].name: expected a name" },
		{ DOC("\"port\":[{\"ifname\":\"\"}]"), "port[0].ifname: expected the name of a device" },
		{ DOC("\"port\":[{\"ifname\":\"..\"}]"), "port[0].ifname: expected the name of a device" },
		{ DOC("\"port\":[{\"ifname\":\"a/b\"}]"), "port[0].ifname: expected the name of a device" },
		{ DOC("\"port\":[{\"ifname\":\"x123456789012345\"}]"), "port[0].ifname: expected the name of a device" },
		{ DOC("\"remote\":[{\"vtep\":[]}]"), "remote[0].vtep: expected a list of 1 to 4" },
		{ DOC("\"remote\":[{\"vtep\":[\"1.1.1.1\",\"1.1.1.2\",\"1.1.1.3\",\"1.1.1.4\",\"1.1.1.5\"]}]"), "remote[0].vtep: expected a list of 1 to 4" },
	};

	wrong(rows, ARRAY_SIZE(rows));
}

static void does_not_hold(void **state __unused)
{
	static const struct row rows[] = {
		{ DOC("\"network\":[{}]"), "network[0]: it needs \"name\"\n" },
		{ DOC("\"network\":[{\"name\":\"red\"}]"), "network[0]: it needs \"id\"\n" },
		{ DOC("\"member\":[{\"network-name\":\"red\"}]"), "member[0]: it needs \"remote-name\"\n" },
		{ DOC("\"port\":[{\"ifname\":\"nosuch\"}]"), "port[0]: it needs \"network-name\"\n" },
		{ DOC("\"underlay\":[{\"name\":\"u\",\"kind\":\"vxlan\"}]"), "underlay[0]: it needs \"local4\" or \"local6\"\n" },
		{ DOC("\"underlay\":[{\"name\":\"u\",\"kind\":\"vxlan\",\"local4\":\"1.1.1.1\",\"srcport-low\":5}]"), "underlay[0]: \"srcport-low\" and \"srcport-high\" are not a range\n" },
		{ DOC("\"underlay\":[{\"name\":\"u\",\"kind\":\"vxlan\",\"local4\":\"1.1.1.1\",\"srcport-low\":5,\"srcport-high\":4}]"), "underlay[0]: \"srcport-low\" and" },
		{ DOC("\"fdb\":[{\"mac\":\"02:00:00:00:00:01\",\"network-name\":\"red\"}]"), "fdb[0]: it needs either \"ifname\" or \"remote-name\"\n" },
		{ DOC("\"fdb\":[{\"mac\":\"02:00:00:00:00:01\",\"network-name\":\"red\",\"ifname\":\"nosuch\",\"remote-name\":\"r2\"}]"), "fdb[0]: it needs either" },
		{ DOC("\"fdb\":[{\"mac\":\"01:00:00:00:00:01\",\"network-name\":\"red\",\"ifname\":\"dev7\"}]"), "fdb[0]: its MAC is not unicast, or is zero\n" },
		{ DOC("\"fdb\":[{\"mac\":\"00:00:00:00:00:00\",\"network-name\":\"red\",\"ifname\":\"dev7\"}]"), "fdb[0]: its MAC is not unicast, or is zero\n" },
		{ DOC("\"neigh\":[{\"network-name\":\"blue\",\"addr4\":\"192.0.2.1\"}]"), "neigh[0]: it needs \"mac\"\n" },
		{ DOC("\"neigh\":[{\"network-name\":\"blue\",\"mac\":\"02:00:00:00:00:01\"}]"), "neigh[0]: it needs either \"addr4\" or \"addr6\"\n" },
		{ DOC("\"neigh\":[{\"network-name\":\"blue\",\"addr4\":\"192.0.2.1\",\"mac\":\"01:00:00:00:00:01\"}]"), "neigh[0]: its MAC is not unicast, or is zero\n" },
		{ DOC("\"route\":[{\"network-name\":\"blue\"}]"), "route[0]: it needs \"len\"\n" },
		{ DOC("\"route\":[{\"network-name\":\"blue\",\"len\":0,\"type\":\"prohibit\"}]"), "route[0]: it needs either \"dst4\" or \"dst6\"\n" },
		{ DOC("\"route\":[{\"network-name\":\"blue\",\"dst4\":\"0.0.0.0\",\"dst6\":\"::\",\"len\":0,\"type\":\"prohibit\"}]"), "route[0]: it needs either" },
		{ DOC("\"route\":[{\"network-name\":\"blue\",\"dst4\":\"0.0.0.0\",\"len\":33,\"type\":\"prohibit\"}]"), "route[0]: an IPv4 prefix has at most 32 bits\n" },
		{ DOC("\"route\":[{\"network-name\":\"blue\",\"dst4\":\"0.0.0.0\",\"len\":0,\"type\":\"prohibit\",\"transit\":true}]"), "route[0]: only a route to remotes can be \"transit\"\n" },
		{ DOC("\"route\":[{\"network-name\":\"blue\",\"dst4\":\"0.0.0.0\",\"len\":0,\"type\":\"remote\"}]"), "route[0]: \"type\" remote needs \"remote-name\" or \"nexthop\", device \"ifname\", network \"to-network-name\", others none of them\n" },
		{ DOC("\"route\":[{\"network-name\":\"blue\",\"dst4\":\"0.0.0.0\",\"len\":0,\"type\":\"prohibit\",\"ifname\":\"dev7\"}]"), "route[0]: \"type\" remote needs" },
		/* twice */
		{ DOC("\"network\":[{\"name\":\"red\",\"id\":1},{\"name\":\"a\",\"id\":2},{\"name\":\"red\",\"id\":3}]"), "network[2]: it is network[0] once more: red\n" },
		{ DOC("\"network\":[{\"name\":\"red\",\"id\":1}],\"port\":[{\"ifname\":\"nosuch\",\"network-name\":\"red\"},{\"ifname\":\"nosuch\",\"network-name\":\"red\"}]"), "port[1]: it is port[0] once more: nosuch\n" },
		{ DOC("\"node\":[{\"cache\":true},{\"cache\":false}]"), "node[1]: it is node[0] once more: " },
		/* not there */
		{ DOC("\"network\":[{\"name\":\"red\",\"id\":1,\"underlay\":\"u\"}]"), "network[0].underlay: the document has no underlay u\n" },
		{ DOC("\"member\":[{\"network-name\":\"red\",\"remote-name\":\"r2\"}]"), "member[0].network-name: the document has no network red\n" },
		{ DOC("\"network\":[{\"name\":\"red\",\"id\":1}],\"member\":[{\"network-name\":\"red\",\"remote-name\":\"r2\"}]"), "member[0].remote-name: the document has no remote r2\n" },
		{ DOC("\"port\":[{\"ifname\":\"dev7\",\"network-name\":\"red\"}]"), "port[0].network-name: the document has no network red\n" },
		{ DOC("\"network\":[{\"name\":\"red\",\"id\":1}],\"route\":[{\"network-name\":\"red\",\"dst4\":\"10.0.0.0\",\"len\":8,\"type\":\"remote\",\"nexthop\":[{\"remote-name\":\"r2\"}]}]"), "route[0].nexthop[0].remote-name: the document has no remote r2\n" },
		{ DOC("\"network\":[{\"name\":\"red\",\"id\":1}],\"fdb\":[{\"mac\":\"02:00:00:00:00:01\",\"network-name\":\"red\",\"remote-name\":\"r2\"}]"), "fdb[0].remote-name: the document has no remote r2\n" },
	};

	wrong(rows, ARRAY_SIZE(rows));
}

static void too_deep(void **state __unused)
{
	static const struct row rows[] = {
		{ DOC("\"remote\":[{\"vtep\":[[[]]]}]"), "objects and lists are more than 5 deep in the document\n" },
		{ "[[[[[[", "objects and lists are more than 5 deep" },
		{ "[[[[[\"[[\\\"[\"]]]]]", "the document is not an object" },
		{ "]]]]][[[[[", "line 1, column 1: " },
	};

	wrong(rows, ARRAY_SIZE(rows));
}

/* Bytes and values, up to as many as may be and one more. */
static void too_much(void **state __unused)
{
	char *text = malloc(JSONLIMIT_BYTES + 1);

	memset(text, ' ', JSONLIMIT_BYTES + 1);
	assert_null(jsonlimit_check(text, JSONLIMIT_BYTES));
	assert_string_equal(jsonlimit_check(text, JSONLIMIT_BYTES + 1),
			    "the document is larger than 64 MB");
	memset(text, ',', JSONLIMIT_VALUES);
	assert_null(jsonlimit_check(text, JSONLIMIT_BYTES));
	text[JSONLIMIT_VALUES] = '{';
	assert_string_equal(jsonlimit_check(text, JSONLIMIT_BYTES),
			    "the document has more than 4194304 values");
	/* none of a string counts, were it without an end */
	text[0] = '"';
	assert_null(jsonlimit_check(text, JSONLIMIT_BYTES));
	text[JSONLIMIT_BYTES - 1] = '\\';
	assert_null(jsonlimit_check(text, JSONLIMIT_BYTES));
	free(text);
}

/* As long a file as may be, and a byte more. */
static void large_file(void **state __unused)
{
	char *text = malloc(JSONLIMIT_BYTES + 1);

	memset(text, ' ', JSONLIMIT_BYTES + 1);
	memcpy(text, full, sizeof(full) - 1);
	harness_file(text, JSONLIMIT_BYTES);
	assert_int_equal(ovctl(RESTORE), EXIT_DONE);
	assert_int_equal(fake_node_count(), 19);
	harness_file(text, JSONLIMIT_BYTES + 1);
	assert_int_equal(ovctl(RESTORE), EXIT_USAGE);
	assert_string_equal(said_err, WHO "the document is larger than 64 MB\n");
	harness_text("");
	free(text);
}

static void nothing_to_do(void)
{
	unsigned int changes = fake_node_changes;

	assert_int_equal(ovctl(RESTORE), EXIT_DONE);
	assert_string_equal(said_out, "nothing to do\n");
	assert_int_equal(ovctl("-j restore exact " HARNESS_FILE), EXIT_DONE);
	assert_string_equal(said_out, "[{\"added\":0,\"changed\":0,\"removed\":0,\"left-out\":0}]\n");
	assert_int_equal(fake_node_changes, changes);
}

static void idempotent(void **state __unused)
{
	assert_int_equal(restore(full), EXIT_DONE);
	assert_string_equal(said_out, "added 19 changed 0 removed 0 left-out 0\n");
	assert_string_equal(said_err, "");
	assert_int_equal(fake_node_changes, 19);
	nothing_to_do();
	/* what was saved is the same again */
	assert_int_equal(ovctl("save"), EXIT_DONE);
	assert_true(json_valid(said_out));
	harness_text(said_out);
	nothing_to_do();
	fake_node_reset();
	assert_int_equal(ovctl(RESTORE), EXIT_DONE);
	assert_string_equal(said_out, "added 19 changed 0 removed 0 left-out 0\n");
	harness_text(full);
	nothing_to_do();
}

/* What differs is changed, once, and nothing else is. */
static void drift(void **state __unused)
{
	restore(full);
	ovctl("network set red ageing 7");
	ovctl("remote set r2 vtep 192.0.2.9");
	ovctl("member del red remote r2");
	ovctl("port set dev7 flood-rate 3");
	ovctl("route replace blue 10.9.0.0/16 remote r2 weight 3");
	assert_int_equal(restore(full), EXIT_DONE);
	assert_string_equal(said_out, "added 1 changed 4 removed 0 left-out 0\n");
	nothing_to_do();
}

static void removes(void **state __unused)
{
	restore(full);
	ovctl("network add other id 5");
	ovctl("remote add r9 vxlan 192.0.2.9");
	ovctl("member add other remote r9");
	assert_int_equal(fake_node_count(), 22);
	assert_int_equal(ovctl(RESTORE), EXIT_DONE);
	assert_string_equal(said_out, "nothing to do\n");
	assert_int_equal(ovctl("restore exact " HARNESS_FILE), EXIT_DONE);
	assert_string_equal(said_out, "added 0 changed 0 removed 3 left-out 0\n");
	nothing_to_do();
	/* to say nothing is not to say none */
	assert_int_equal(restore("{" VERSION "}"), EXIT_DONE);
	assert_string_equal(said_out, "nothing to do\n");
	assert_int_equal(ovctl("restore exact " HARNESS_FILE), EXIT_USAGE);
	assert_string_equal(said_err,
			    WHO "exact: the document has no \"underlay\"; if there should be none, it says []\n");
	assert_int_equal(fake_node_count(), 19);
}

/* There is one node: its settings are neither made nor removed. */
static void settings(void **state __unused)
{
	static const char told[] =
		"{" VERSION ",\"node\":[{\"underlay-hooks\":\"off\",\"cache\":false,\"peer-delivery\":\"auto\"}]}";

	assert_int_equal(restore(told), EXIT_DONE);
	assert_string_equal(said_out, "added 0 changed 1 removed 0 left-out 0\n");
	assert_int_equal(ovctl(RESTORE), EXIT_DONE);
	assert_string_equal(said_out, "nothing to do\n");
	assert_int_equal(ovctl("save"), EXIT_DONE);
	assert_contains(said_out,
			"\"node\":[{\"underlay-hooks\":\"off\",\"cache\":false,\"peer-delivery\":\"auto\"}]");
	assert_int_equal(ovctl("node set underlay-hooks auto cache on peer-delivery auto"),
			 EXIT_DONE);
	assert_int_equal(ovctl(RESTORE), EXIT_DONE);
	assert_string_equal(said_out, "added 0 changed 1 removed 0 left-out 0\n");
	fake_node_refuses = "";
	assert_int_equal(ovctl("node set cache on"), EXIT_REFUSED);
}

static void left_out(void **state __unused)
{
	static const char missing[] =
		"{" VERSION ",\"network\":[{\"name\":\"red\",\"id\":1}],"
		"\"port\":[{\"ifname\":\"nosuch\",\"network-name\":\"red\"}],"
		"\"fdb\":[{\"mac\":\"02:00:00:00:00:01\",\"network-name\":\"red\",\"ifname\":\"nosuch\"}]}";

	assert_int_equal(restore(missing), EXIT_REFUSED);
	assert_string_equal(said_err,
			    WHO "port nosuch: there is no such device; left out\n"
			    WHO "fdb 02:00:00:00:00:01 red: there is no device nosuch; left out\n");
	assert_string_equal(said_out, "added 1 changed 0 removed 0 left-out 2\n");
	/* and what needs what is not made */
	fake_node_reset();
	fake_node_refuses = "red";
	assert_int_equal(restore(full), EXIT_REFUSED);
	assert_string_equal(said_err,
			    WHO "network red: Device or resource busy; left out\n"
			    WHO "member red r2: network red was left out; left out\n"
			    WHO "port dev7: network red was left out; left out\n"
			    WHO "fdb 02:00:00:00:00:01 red: network red was left out; left out\n"
			    WHO "fdb 02:00:00:00:00:02 red: network red was left out; left out\n"
			    WHO "neigh red 192.0.2.9: network red was left out; left out\n");
	assert_string_equal(said_out, "added 13 changed 0 removed 0 left-out 6\n");
	fake_node_reset();
	fake_node_refuses = "r2";
	assert_int_equal(restore(full), EXIT_REFUSED);
	assert_string_equal(said_err,
			    WHO "remote r2: Device or resource busy; left out\n"
			    WHO "member red r2: remote r2 was left out; left out\n"
			    WHO "fdb 02:00:00:00:00:01 red: remote r2 was left out; left out\n"
			    WHO "route blue 192.0.2.0/24: remote r2 was left out; left out\n"
			    WHO "route blue 10.9.0.0/16: remote r2 was left out; left out\n");
	assert_string_equal(said_out, "added 14 changed 0 removed 0 left-out 5\n");
}

#define MANY	2000

/* Networks n0, n1, ... */
static void restore_many(int status)
{
	static char text[MANY * 40 + 100];
	size_t len;
	int i;

	len = sprintf(text, "{" VERSION ",\"network\":[");
	for (i = 0; i < MANY; i++)
		len += sprintf(text + len, "%s{\"name\":\"n%d\",\"id\":%d}",
			       i ? "," : "", i, i + 1);
	strcpy(text + len, "]}");
	assert_int_equal(restore(text), status);
}

/* As many in a request as the kernel reads at once. */
static void chunks(void **state __unused)
{
	restore_many(EXIT_DONE);
	assert_string_equal(said_out, "added 2000 changed 0 removed 0 left-out 0\n");
	assert_in_range(fake_node_requests, 2, 4);
	assert_in_range(fake_node_longest, 32768 - 64, 32768);
	assert_int_equal(ovctl(RESTORE), EXIT_DONE);
	assert_string_equal(said_out, "nothing to do\n");
}

/* One that is refused is in nobody's way, wherever it is in a request. */
static void one_of_many(void **state __unused)
{
	static const char *const keys[] = { "n0", "n777", "n1999" };
	char sentence[100];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		fake_node_reset();
		fake_node_refuses = keys[i];
		restore_many(EXIT_REFUSED);
		sprintf(sentence, WHO "network %s: Device or resource busy; left out\n",
			keys[i]);
		assert_string_equal(said_err, sentence);
		assert_string_equal(said_out, "added 1999 changed 0 removed 0 left-out 1\n");
		assert_in_range(fake_node_requests, 3, 5);
	}
}

/* A refusal that does not say which one it is about. */
static void one_by_one(void **state __unused)
{
	fake_node_refuses = "n777";
	fake_node_names_it = false;
	restore_many(EXIT_REFUSED);
	assert_string_equal(said_err, WHO "network n777: Device or resource busy; left out\n");
	assert_string_equal(said_out, "added 1999 changed 0 removed 0 left-out 1\n");
	assert_in_range(fake_node_requests, 100, MANY);
}

/* A module that takes one at a time. */
static void not_many(void **state __unused)
{
	fake_node_many = false;
	restore_many(EXIT_DONE);
	assert_int_equal(fake_node_requests, MANY);
	assert_in_range(fake_node_longest, 32, 128);
}

/* A network of which the module says more than anybody could ask for. */
static void strange_module(const struct nlmsghdr *request)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(request);
	static char name[2 * REQUEST_NEST_MAX];
	struct nlmsghdr *nlh;
	struct nlattr *nest;

	if (genl->cmd == OVNET_CMD_NETWORK_GET) {
		nlh = fake_message(FAKE_FAMILY, NLM_F_MULTI, genl->cmd);
		nest = mnl_attr_nest_start(nlh, OVNET_A_NETWORK);
		memset(name, 'x', sizeof(name) - 1);
		mnl_attr_put_strz(nlh, OVNET_A_NETWORK_NAME, name);
		mnl_attr_nest_end(nlh, nest);
		fake_answer(nlh, nlh->nlmsg_len);
	}
	if (genl->cmd == OVNET_CMD_NETWORK_DEL)
		abort();
	nlh = fake_ack(0);
	fake_answer(nlh, nlh->nlmsg_len);
}

static void strange_rows(void **state __unused)
{
	fake_kernel = strange_module;
	harness_text(DOC("\"underlay\":[],\"network\":[],\"remote\":[],\"member\":[],\"port\":[],\"fdb\":[],\"route\":[],\"neigh\":[],\"binding\":[]"));
	assert_int_equal(ovctl("restore exact " HARNESS_FILE), EXIT_DONE);
	assert_string_equal(said_out, "nothing to do\n");
}

static void no_file(void **state __unused)
{
	assert_int_equal(ovctl("restore /nosuch/file"), EXIT_USAGE);
	assert_string_equal(said_err,
			    "ovctl: restore /nosuch/file: cannot read it: No such file or directory\n");
	assert_int_equal(ovctl("restore /"), EXIT_USAGE);
	assert_string_equal(said_err, "ovctl: restore /: Is a directory\n");
	assert_int_equal(fake_sends, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_document),
		cmocka_unit_test(unknown_keys),
		cmocka_unit_test(wrong_types),
		cmocka_unit_test(out_of_range),
		cmocka_unit_test(does_not_hold),
		cmocka_unit_test(too_deep),
		cmocka_unit_test(too_much),
		cmocka_unit_test_setup(large_file, reset),
		cmocka_unit_test_setup(idempotent, reset),
		cmocka_unit_test_setup(drift, reset),
		cmocka_unit_test_setup(removes, reset),
		cmocka_unit_test_setup(settings, reset),
		cmocka_unit_test_setup(left_out, reset),
		cmocka_unit_test_setup(chunks, reset),
		cmocka_unit_test_setup(one_of_many, reset),
		cmocka_unit_test_setup(one_by_one, reset),
		cmocka_unit_test_setup(not_many, reset),
		cmocka_unit_test_setup(strange_rows, reset),
		cmocka_unit_test_setup(no_file, reset),
	};

	return cmocka_run_group_tests_name("restore", tests, NULL, NULL);
}
