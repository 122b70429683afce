// SPDX-License-Identifier: GPL-2.0
/* Words in the wrong place, and help in any. */
#include <stdio.h>
#include <string.h>

#include "compiler.h"
#include "fake.h"
#include "harness.h"
#include "ovctl.h"

struct row {
	const char *words;
	const char *sentence;
};

static void wrong(const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		fake_reset();
		assert_int_equal(ovctl(rows[i].words), EXIT_USAGE);
		assert_contains(said_err, rows[i].sentence);
		assert_string_equal(said_out, "");
		assert_int_equal(fake_sends, 0);
	}
}

static void missing(void **state __unused)
{
	static const struct row rows[] = {
		{ "network add", "ovctl: network add: expected NAME after \"add\"\n" },
		{ "network set", "expected NAME or ID after \"set\"" },
		{ "network add red", "ovctl: network add red: \"id\" and its value are missing\n" },
		{ "network add red vni 5", "\"id\" and its value are missing" },
		{ "network set red", "nothing to set, expected underlay, learning, learning-remote" },
		{ "network del", "expected NAME or ID" },
		{ "underlay add u", "expected its value after \"u\"" },
		{ "underlay add u vxlan", "expected its value after \"vxlan\"" },
		{ "member add red", "\"remote\" and its value are missing" },
		{ "member del red", "\"remote\" and its value are missing" },
		{ "fdb add", "expected NETWORK after \"add\"" },
		{ "fdb add red", "expected MAC after \"red\"" },
		{ "fdb add red 02:00:00:00:00:01", "expected remote or dev after the MAC address" },
		{ "fdb add red 02:00:00:00:00:01 dev", "expected its value after \"dev\"" },
		{ "fdb show mac", "expected its value after \"mac\"" },
		{ "member set", "expected NETWORK after \"set\"" },
		{ "member set red", "expected remote after the network" },
		{ "member set red remote", "expected names of remotes with commas between, or none" },
		{ "port add dev7", "\"network\" and its value are missing" },
	};

	wrong(rows, ARRAY_SIZE(rows));
}

static void unknown(void **state __unused)
{
	static const struct row rows[] = {
		{ "nosuch", "there is no object \"nosuch\", \"ovctl help\" lists them" },
		{ "", "there is no object \"\"" },
		{ "limit", "there is no object \"limit\"" },
		{ "network frob", "network: \"frob\" is not known here, expected add, set, del, show, list or help" },
		{ "network ", "\"\" is not known here" },
		{ "network add red id 1 frob 2", "\"frob\" is not known here, expected id, type, vni, underlay" },
		{ "network set red id 2", "\"id\" is not known here" },
		{ "network del red now", "\"now\" is not known here, expected force" },
		{ "monitor frob", "\"frob\" is not known here, expected config" },
		{ "fdb show red frob", "\"frob\" is not known here, expected mac, dev, remote, state" },
		{ "fdb flush red mac 02:00:00:00:00:01", "\"mac\" is not known here" },
		{ "port show network red learning on", "\"learning\" is not known here, expected network, state\n" },
		{ "save frob", "\"frob\" is too much" },
		{ "restore exact f frob", "\"frob\" is too much" },
	};

	wrong(rows, ARRAY_SIZE(rows));
}

static void too_much(void **state __unused)
{
	static const struct row rows[] = {
		{ "node show all", "\"all\" is too much, nothing follows \"show\"" },
		{ "network show red blue", "\"blue\" is too much, nothing follows \"red\"" },
		{ "network del red force force", "\"force\" is too much" },
		{ "underlay del u force", "\"force\" is too much" },
		{ "fdb del red 02:00:00:00:00:01 dev", "\"dev\" is too much" },
		{ "drops show red blue", "\"blue\" is too much" },
		{ "network add red id 1 id 2", "\"id\" repeats an earlier word" },
		{ "network set red ageing 1 secure on ageing 1", "\"ageing\" repeats" },
		{ "underlay add u vxlan 1.1.1.1 dev dev7 vrf dev7", "\"vrf\" repeats" },
		{ "fdb show remote r remote 7", "\"remote\" repeats" },
	};

	wrong(rows, ARRAY_SIZE(rows));
}

static void help(void **state __unused)
{
	static const struct row rows[] = {
		{ "help", "OBJECT: node underlay network" },
		{ "-h", "OBJECT: node underlay network" },
		{ "network help", "ovctl network set {" },
		{ "network add help", "ovctl network add NAME id N" },
		{ "network add red help", "ovctl network add NAME id N" },
		{ "network add red id help", "ovctl network add NAME id N" },
		{ "network add red id 1 help", "ovctl network add NAME id N" },
		{ "network del red help", "ovctl network del" },
		{ "network list help", "ovctl network show" },
		{ "underlay set u srcport 1 help", "ovctl underlay set" },
		{ "fdb show help", "ovctl fdb show" },
		{ "fdb add red 02:00:00:00:00:01 help", "ovctl fdb add" },
		{ "member show help", "ovctl member show" },
		{ "drops help", "ovctl drops show" },
		{ "monitor help", "ovctl monitor [" },
		{ "monitor config help", "ovctl monitor [" },
		{ "node show help", "ovctl node show" },
		{ "node set cache help", "ovctl node set [ underlay-hooks {" },
		{ "member set red help", "ovctl member set NETWORK remote {" },
		{ "save help", "ovctl save\n" },
		{ "restore help", "ovctl restore [ exact ] [ FILE ]" },
		{ "restore exact help", "ovctl restore [ exact ] [ FILE ]" },
		{ "-V", "ovctl " OVNET_VERSION },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		fake_reset();
		fake_no_family = true;
		assert_int_equal(ovctl(rows[i].words), EXIT_DONE);
		assert_contains(said_out, rows[i].sentence);
		assert_string_equal(said_err, "");
	}
}

/* Each verb's help names the object and the verb. */
static void grammars(void **state __unused)
{
	static const struct object *const objects[] = {
		&node_object, &underlay_object, &network_object, &port_object,
		&remote_object, &member_object, &fdb_object, &route_object, &neigh_object, &binding_object,
		&drops_object,
	};
	const struct verb *verb;
	char words[64], wanted[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		for (verb = objects[i]->verbs; verb->name; verb++) {
			snprintf(words, sizeof(words), "%s %s help",
				 objects[i]->name, verb->name);
			snprintf(wanted, sizeof(wanted), "ovctl %s %s",
				 objects[i]->name, verb->name);
			assert_int_equal(ovctl(words), EXIT_DONE);
			assert_int_equal(strncmp(said_out, wanted,
						 strlen(wanted)), 0);
		}
	}
}

static void options(void **state __unused)
{
	char *none[] = { "ovctl", NULL };

	assert_int_equal(ovctl_words(none), EXIT_USAGE);
	assert_contains(said_err, "OBJECT:");
	assert_int_equal(ovctl("-j"), EXIT_USAGE);
	assert_int_equal(ovctl("-x node"), EXIT_USAGE);
	assert_int_equal(ovctl("-n"), EXIT_USAGE);
	assert_int_equal(ovctl("-n nosuch-namespace node"), EXIT_USAGE);
	assert_contains(said_err, "there is no network namespace \"nosuch-namespace\"");
	assert_int_equal(ovctl("-n  node"), EXIT_USAGE);
	assert_contains(said_err, "there is no network namespace \"\"");
	assert_int_equal(ovctl("-b"), EXIT_USAGE);
	assert_int_equal(ovctl("-b /nosuch/file"), EXIT_USAGE);
	assert_string_equal(said_err, "ovctl: cannot read /nosuch/file: No such file or directory\n");
	assert_int_equal(ovctl("-b /nosuch/file network"), EXIT_USAGE);
	assert_string_equal(said_err, "ovctl: \"network\" is too much: with -b all commands are in the file\n");
	/* options end where the object begins */
	assert_int_equal(ovctl("node -j"), EXIT_USAGE);
	assert_contains(said_err, "\"-j\" is not known here");
}

/* Words of any length: messages are cut, nothing else. */
static void endless(void **state __unused)
{
	static char word[5000];
	char *words[] = { "ovctl", "fdb", "add", word, word, NULL };
	char *name[] = { "ovctl", "network", "add", word, "id", "1", NULL };
	char *object[] = { "ovctl", word, NULL };

	memset(word, 'x', sizeof(word) - 1);
	assert_int_equal(ovctl_words(words), EXIT_USAGE);
	assert_int_equal(ovctl_words(name), EXIT_USAGE);
	assert_int_equal(ovctl_words(object), EXIT_USAGE);
	memset(word, '1', sizeof(word) - 1);
	assert_int_equal(ovctl_words(words), EXIT_USAGE);
	words[3] = "red";
	assert_int_equal(ovctl_words(words), EXIT_USAGE);
	assert_contains(said_err, "is not a MAC address");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(missing),
		cmocka_unit_test(unknown),
		cmocka_unit_test(too_much),
		cmocka_unit_test(help),
		cmocka_unit_test(grammars),
		cmocka_unit_test(options),
		cmocka_unit_test(endless),
	};

	return cmocka_run_group_tests_name("args", tests, NULL, NULL);
}
