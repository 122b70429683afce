// SPDX-License-Identifier: GPL-2.0
/* Lines into words, as a batch has them. */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"
#include "words.h"

static struct words words;

/* Splits a copy that ends where the text does, so that ASan sees it. */
static enum words_result split(const char *text, size_t len, bool end)
{
	enum words_result result;
	char *copy = malloc(len ? len : 1);

	memcpy(copy, text, len);
	result = words_split(&words, copy, len, end);
	free(copy);
	return result;
}

/* The words with "|" behind each. */
static char *joined(void)
{
	static char text[2 * WORDS_BYTES_MAX];
	unsigned int i;

	text[0] = '\0';
	for (i = 0; i < words.n; i++) {
		strcat(text, words.word[i]);
		strcat(text, "|");
	}
	assert_null(words.word[words.n]);
	return text;
}

struct row {
	const char *text;
	const char *words;
	unsigned int lines;
};

static void commands(void **state __unused)
{
	static const struct row rows[] = {
		{ "network show\n", "network|show|", 1 },
		{ "network show", "network|show|", 0 },
		{ "\n", "", 1 },
		{ " \t\r\v\f\n", "", 1 },
		{ "  a\t\tb  \r\n", "a|b|", 1 },
		/* comments */
		{ "# a comment\n", "", 1 },
		{ "#", "", 0 },
		{ "a # b\n", "a|", 1 },
		{ "a#b\n", "a|", 1 },
		{ "a # \"b\n", "a|", 1 },
		{ "a '#' \"#\" b#\n", "a|#|#|b|", 1 },
		/* quotes */
		{ "\"a b\" 'c d'\n", "a b|c d|", 1 },
		{ "\"\" ''\n", "||", 1 },
		{ "a\"b\"'c'd\n", "abcd|", 1 },
		{ "\"it's\" '\"'\n", "it's|\"|", 1 },
		{ "'a\tb'\n", "a\tb|", 1 },
		/* lines that go on */
		{ "a \\\n b\n", "a|b|", 2 },
		{ "a\\\nb\n", "ab|", 2 },
		{ "\\\n\\\n\n", "", 3 },
		{ "'a\\\nb'\n", "ab|", 2 },
		{ "a\\\n", "a|", 1 },
		{ "a \\\n# b\n", "a|", 2 },
		/* ... and others with a backslash */
		{ "a\\b \\ \\\"c d\"\n", "a\\b|\\|\\c d|", 1 },
		{ "a\\", "a\\|", 0 },
		/* bytes of any kind */
		{ "\x01\x7f\xff \xc3\xa9\n", "\x01\x7f\xff|\xc3\xa9|", 1 },
		{ "!$%&()*+ ,-./:;<=>?@ [\\]^_`{|}~\n",
		  "!$%&()*+|,-./:;<=>?@|[\\]^_`{|}~|", 1 },
		{ "fdb add red 02:00:5e:00:53:01 remote r\t\n",
		  "fdb|add|red|02:00:5e:00:53:01|remote|r|", 1 },
	};
	size_t i, shift;
	char text[128];

	/* it is read eight bytes at a time: each row at each place in them */
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		for (shift = 0; shift < 8; shift++) {
			snprintf(text, sizeof(text), "%*s%s", (int)shift, "",
				 rows[i].text);
			assert_int_equal(split(text, strlen(text), true),
					 WORDS_COMMAND);
			assert_string_equal(joined(), rows[i].words);
			assert_int_equal(words.lines, rows[i].lines);
			assert_int_equal(words.taken, strlen(text));
		}
}

/* One command is taken, the rest is for the next time. */
static void one_by_one(void **state __unused)
{
	static const char text[] = "a b\n\n'c'";
	static const char comment[] = "a # \\\nb\n";

	assert_int_equal(split(text, strlen(text), true), WORDS_COMMAND);
	assert_string_equal(joined(), "a|b|");
	assert_int_equal(words.taken, 4);
	assert_int_equal(split(text + 4, strlen(text + 4), true), WORDS_COMMAND);
	assert_string_equal(joined(), "");
	assert_int_equal(words.taken, 1);
	assert_int_equal(split(text + 5, 3, true), WORDS_COMMAND);
	assert_string_equal(joined(), "c|");
	assert_int_equal(split(text, 0, true), WORDS_MORE);
	/* no comment goes on */
	assert_int_equal(split(comment, strlen(comment), true), WORDS_COMMAND);
	assert_string_equal(joined(), "a|");
	assert_int_equal(words.taken, 6);
}

/* While more may come, what has no end is not yet a command. */
static void more(void **state __unused)
{
	static const char *const texts[] = {
		"", "a", "a ", "a # b", "'a", "a\\", "a\\\n", "a \\\n b",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		assert_int_equal(split(texts[i], strlen(texts[i]), false),
				 WORDS_MORE);
	assert_int_equal(split("a\n", 2, false), WORDS_COMMAND);
	assert_int_equal(split("a\nb", 3, false), WORDS_COMMAND);
	assert_string_equal(joined(), "a|");
}

static void wrong(void **state __unused)
{
	assert_int_equal(split("a 'b\nc'\n", 8, true), WORDS_QUOTE);
	assert_int_equal(split("a 'b\nc'\n", 8, false), WORDS_QUOTE);
	assert_int_equal(split("\"", 1, true), WORDS_QUOTE);
	assert_int_equal(split("'\\'", 3, true), WORDS_COMMAND);
	assert_int_equal(split("a\0b\n", 4, true), WORDS_NUL);
	assert_int_equal(split("'\0'\n", 4, true), WORDS_NUL);
	/* nobody reads a comment */
	assert_int_equal(split("#\0\n", 3, true), WORDS_COMMAND);
}

static void most_words(void **state __unused)
{
	char text[2 * WORDS_MAX + 3];
	size_t i;

	for (i = 0; i < sizeof(text); i++)
		text[i] = i % 2 ? ' ' : 'x';
	text[2 * WORDS_MAX - 1] = '\n';
	assert_int_equal(split(text, 2 * WORDS_MAX, false), WORDS_COMMAND);
	assert_int_equal(words.n, WORDS_MAX);
	assert_null(words.word[WORDS_MAX]);
	text[2 * WORDS_MAX - 1] = ' ';
	text[2 * WORDS_MAX + 1] = '\n';
	assert_int_equal(split(text, 2 * WORDS_MAX + 2, false), WORDS_TOO_MANY);
	text[2 * WORDS_MAX] = '#';
	assert_int_equal(split(text, 2 * WORDS_MAX + 2, false), WORDS_COMMAND);
}

static char text[WORDS_BYTES_MAX + 16];

/* All of the bytes are one word. */
static void most_bytes(void **state __unused)
{
	memset(text, 'x', sizeof(text));
	text[WORDS_BYTES_MAX - 1] = '\n';
	assert_int_equal(split(text, WORDS_BYTES_MAX, false), WORDS_COMMAND);
	assert_int_equal(strlen(words.word[0]), WORDS_BYTES_MAX - 1);
	text[WORDS_BYTES_MAX - 1] = 'x';
	assert_int_equal(split(text, WORDS_BYTES_MAX, true), WORDS_COMMAND);
	assert_int_equal(strlen(words.word[0]), WORDS_BYTES_MAX);
	assert_int_equal(split(text, WORDS_BYTES_MAX - 1, false), WORDS_MORE);
	assert_int_equal(split(text, WORDS_BYTES_MAX, false), WORDS_TOO_LONG);
	assert_int_equal(split(text, WORDS_BYTES_MAX + 1, true), WORDS_TOO_LONG);
	text[0] = '#';
	assert_int_equal(split(text, WORDS_BYTES_MAX, false), WORDS_TOO_LONG);
}

/* Who has no room for more text must not be asked for it. */
static void too_long_at_the_backslash(void **state __unused)
{
	memset(text, ' ', sizeof(text));
	text[WORDS_BYTES_MAX - 1] = '\\';
	assert_int_equal(split(text, WORDS_BYTES_MAX, false), WORDS_TOO_LONG);
	text[WORDS_BYTES_MAX - 2] = '\\';
	text[WORDS_BYTES_MAX - 1] = '\n';
	assert_int_equal(split(text, WORDS_BYTES_MAX, false), WORDS_TOO_LONG);
}

static void problems(void **state __unused)
{
	assert_string_equal(words_problem(WORDS_TOO_LONG),
			    "the command is longer than 65536 bytes");
	assert_string_equal(words_problem(WORDS_TOO_MANY),
			    "the command has more than 128 words");
	assert_string_equal(words_problem(WORDS_NUL + 1), "");
	assert_int_equal(WORDS_BYTES_MAX, 65536);
	assert_int_equal(WORDS_MAX, 128);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands),
		cmocka_unit_test(one_by_one),
		cmocka_unit_test(more),
		cmocka_unit_test(wrong),
		cmocka_unit_test(most_words),
		cmocka_unit_test(most_bytes),
		cmocka_unit_test(too_long_at_the_backslash),
		cmocka_unit_test(problems),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
