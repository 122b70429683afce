// SPDX-License-Identifier: GPL-2.0
/* Batches: what is done, where they stop, and what is said of it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fake.h"
#include "harness.h"
#include "ovctl.h"
#include "words.h"

static char sent[4096];

static const char *named(const struct nlattr *nest)
{
	const struct nlattr *name = key_find(nest, OVNET_A_NETWORK_NAME);

	return name ? mnl_attr_get_str(name) : "?";
}

/* Keeps the networks that requests name, if all are free: all but "taken" are. */
static void kernel(const struct nlmsghdr *nlh)
{
	const struct nlattr *nest;
	struct nlmsghdr *ack;
	int error = 0;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr))
		if (!strcmp(named(nest), "taken"))
			error = -EEXIST;
	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr))
		if (!error && strlen(sent) + strlen(named(nest)) + 2 < sizeof(sent))
			strcat(strcat(sent, named(nest)), " ");
	ack = fake_ack(error);
	fake_answer(ack, ack->nlmsg_len);
}

static int reset(void **state __unused)
{
	fake_reset();
	fake_kernel = kernel;
	sent[0] = '\0';
	return 0;
}

static int batch(const char *text)
{
	reset(NULL);
	harness_text(text);
	return ovctl("-b " HARNESS_FILE);
}

#define AT(line)	HARNESS_FILE ":" #line

static void lines(void **state __unused)
{
	assert_int_equal(batch("network add a id 1 # one\n\n\tnetwork add\\\n 'b' id 2\nnetwork add c id 3"),
			 EXIT_DONE);
	assert_string_equal(sent, "a b c ");
	assert_string_equal(said_out, "");
	assert_string_equal(said_err, "");
	assert_int_equal(batch(""), EXIT_DONE);
	assert_int_equal(batch("# nothing"), EXIT_DONE);
	assert_int_equal(fake_sends, 0);
}

/* The family is asked for once. */
static void one_socket(void **state __unused)
{
	batch("network set a ageing 1\nnetwork set b ageing 1\nnetwork set c ageing 1\n");
	assert_int_equal(fake_sends, 4);
}

struct gathered {
	const char *text;
	unsigned int sends;	/* besides that for the family */
	const char *sent;
	const char *sentence;
};

/* Lines of one object and verb are one message, or if it is refused one each. */
static void gathers(void **state __unused)
{
	static const struct gathered rows[] = {
		{ "network add a id 1\n# and\nnetwork add b id 2\nnetwork add c id 3\n",
		  1, "a b c ", "" },
		{ "network add a id 1\nnetwork add b id 2\nnetwork del a\nnetwork del b\n",
		  2, "a b a b ", "" },
		{ "network add a id 1\nnetwork add b id 2 ra on\nnetwork add c id 3\n",
		  3, "a b c ", "" },
		{ "network add a id 1\nnetwork set a ageing 1\nnetwork set a ageing 2\n",
		  3, "a a a ", "" },
		{ "network add a id 1\nnetwork add b id 2\nnetwork add taken id 3\nnetwork add d id 4\n",
		  4, "a b ", AT(3) ": network add taken: File exists\n" },
		{ "network add a id 1\nnetwork add taken id 2\nnetwork del c\n",
		  3, "a ", AT(2) ": network add taken: File exists\n" },
		/* the first that fails is the one that is named */
		{ "network add taken id 2\nnetwork add b id 0\n",
		  2, "", AT(1) ": network add taken: File exists\n" },
		{ "network add taken id 2\nnosuch\n",
		  2, "", AT(1) ": network add taken: File exists\n" },
		{ "network add taken id 2\nnetwork add 'b\n",
		  2, "", AT(1) ": network add taken: File exists\n" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		batch(rows[i].text);
		assert_string_equal(said_err, rows[i].sentence);
		assert_string_equal(sent, rows[i].sent);
		assert_int_equal(fake_sends, rows[i].sends + 1);
	}
}

/* What is printed is printed before more is read, also between such lines. */
static void prints_at_once(void **state __unused)
{
	assert_int_equal(batch("network add a id 1\nnetwork add help\nnetwork add b id 2\n"),
			 EXIT_DONE);
	assert_contains(said_out, "ovctl network add NAME");
	assert_string_equal(sent, "a b ");
}

struct row {
	const char *text;
	int status;
	const char *sent;
	const char *sentence;
};

static void stops(void **state __unused)
{
	static const struct row rows[] = {
		{ "network add a id 1\n\nnetwork add taken id 2\nnetwork add c id 3\n",
		  EXIT_REFUSED, "a ",
		  AT(3) ": network add taken: File exists\n" },
		{ "network add a id 1\nnetwork \\\nadd b \\\nid 0\nnetwork add c id 3\n",
		  EXIT_USAGE, "a ",
		  AT(2) ": network add b: id: \"0\" is not a number from 1 to 16777215\n" },
		{ "network add a id 1\nnosuch\n", EXIT_USAGE, "a ",
		  AT(2) ": there is no object \"nosuch\", \"ovctl help\" lists them\n" },
		{ "network frob\n", EXIT_USAGE, "",
		  AT(1) ": network: \"frob\" is not known here, expected add, set, del, show, list or help\n" },
		{ "network add\n", EXIT_USAGE, "",
		  AT(1) ": network add: expected NAME after \"add\"\n" },
		{ "''\n", EXIT_USAGE, "",
		  AT(1) ": there is no object \"\", \"ovctl help\" lists them\n" },
		{ "#\n-j network\n", EXIT_USAGE, "",
		  AT(2) ": options are for all of a batch: give them to ovctl itself\n" },
		{ "network add a id 1\nnetwork add 'b\n", EXIT_USAGE, "a ",
		  AT(2) ": a quote is opened and not closed in its line\n" },
		{ "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p q r s t u v w x y z\n",
		  EXIT_USAGE, "", AT(1) ": the command has more than 128 words\n" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(batch(rows[i].text), rows[i].status);
		assert_string_equal(said_err, rows[i].sentence);
		assert_string_equal(sent, rows[i].sent);
	}
}

/* A sentence has its line again, and no other's, after a batch. */
static void origin(void **state __unused)
{
	batch("nosuch\n");
	assert_int_equal(ovctl("nosuch"), EXIT_USAGE);
	assert_string_equal(said_err,
			    "ovctl: there is no object \"nosuch\", \"ovctl help\" lists them\n");
}

static void no_text(void **state __unused)
{
	harness_file("network add a id 1\nnetwork\0show\n", 32);
	assert_int_equal(ovctl("-b " HARNESS_FILE), EXIT_USAGE);
	assert_string_equal(sent, "a ");
	assert_string_equal(said_err,
			    AT(2) ": there is a zero byte in it, this is not text\n");
	assert_int_equal(ovctl("-b /"), EXIT_USAGE);
	assert_string_equal(said_err, "/:1: Is a directory\n");
}

static void help_goes_on(void **state __unused)
{
	assert_int_equal(batch("network add help\nhelp\nnetwork help\nnetwork add a id help\nnetwork add a id 1\n"),
			 EXIT_DONE);
	assert_contains(said_out, "OBJECT:");
	assert_string_equal(sent, "a ");
}

static void not_loaded(void **state __unused)
{
	fake_no_family = true;
	harness_text("#\nnetwork add a id 1\nnetwork add b id 2\n");
	assert_int_equal(ovctl("-b " HARNESS_FILE), EXIT_REFUSED);
	assert_contains(said_err, AT(2) ": ovnet module is not loaded");
	assert_int_equal(fake_sends, 1);
}

/* More than is read at once, each line with its number. */
static void large(void **state __unused)
{
	static char text[40 * WORDS_BYTES_MAX / 10];
	size_t len = 0;
	int n;

	for (n = 1; len < sizeof(text) - 64; n++)
		len += sprintf(text + len, "network set n%d \\\n ageing %d\n",
			       n, n);
	strcpy(text + len, "network set taken ageing 1\n");
	assert_int_equal(batch(text), EXIT_REFUSED);
	assert_int_equal(fake_sends, n + 1);
	n = 2 * (n - 1) + 1;
	sprintf(text, HARNESS_FILE ":%d: network set taken: File exists\n", n);
	assert_string_equal(said_err, text);
}

/* The same, gathered. */
static void large_gathered(void **state __unused)
{
	static char text[40 * WORDS_BYTES_MAX / 10];
	size_t len = 0;
	int n;

	for (n = 1; len < sizeof(text) - 64; n++)
		len += sprintf(text + len, "network add n%d id %d\n", n, n);
	assert_int_equal(batch(text), EXIT_DONE);
	assert_in_range(fake_sends, 4, 40);
	strcpy(text + len, "network add taken id 1\n");
	assert_int_equal(batch(text), EXIT_REFUSED);
	sprintf(text, HARNESS_FILE ":%d: network add taken: File exists\n", n);
	assert_string_equal(said_err, text);
}

/* A command that has no room is not cut off and done. */
static void too_long(void **state __unused)
{
	static char text[2 * WORDS_BYTES_MAX];

	memset(text, ' ', sizeof(text) - 1);
	memcpy(text, "network add a id 1", 18);
	strcpy(text + WORDS_BYTES_MAX - 1, "\\\nnetwork add b id 2\n");
	assert_int_equal(batch(text), EXIT_USAGE);
	assert_string_equal(said_err,
			    AT(1) ": the command is longer than 65536 bytes\n");
	assert_string_equal(sent, "");
	/* the longest that there is */
	memset(text, ' ', sizeof(text) - 1);
	memcpy(text, "network add a id 1", 18);
	strcpy(text + WORDS_BYTES_MAX - 1, "\nnetwork add b id 2\n");
	assert_int_equal(batch(text), EXIT_DONE);
	assert_string_equal(sent, "a b ");
}

/* From a pipe, and as the only one that reads from there. */
static void standard_input(void **state __unused)
{
	static const char text[] = "network add a id 1\nrestore\nnetwork add b id 1\n";
	int fds[2], saved = dup(STDIN_FILENO);

	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], text, strlen(text)), strlen(text));
	close(fds[1]);
	dup2(fds[0], STDIN_FILENO);
	close(fds[0]);
	assert_int_equal(ovctl("-b -"), EXIT_USAGE);
	assert_string_equal(said_err,
			    "standard input:2: restore: standard input is where the batch comes from: name a file\n");
	assert_string_equal(sent, "a ");
	dup2(saved, STDIN_FILENO);
	close(saved);
	assert_false(batch_has_stdin());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(lines, reset),
		cmocka_unit_test_setup(one_socket, reset),
		cmocka_unit_test_setup(gathers, reset),
		cmocka_unit_test_setup(prints_at_once, reset),
		cmocka_unit_test_setup(stops, reset),
		cmocka_unit_test_setup(origin, reset),
		cmocka_unit_test_setup(no_text, reset),
		cmocka_unit_test_setup(help_goes_on, reset),
		cmocka_unit_test_setup(not_loaded, reset),
		cmocka_unit_test_setup(large, reset),
		cmocka_unit_test_setup(large_gathered, reset),
		cmocka_unit_test_setup(too_long, reset),
		cmocka_unit_test_setup(standard_input, reset),
	};

	return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
