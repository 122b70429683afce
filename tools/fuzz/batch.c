// SPDX-License-Identifier: GPL-2.0
/*
 * A file of commands: it ends well, or with a sentence that begins with a line
 * of it. Where its text is cut, and how its words are quoted, is all the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_node.h"
#include "harness.h"
#include "ovctl.h"
#include "words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct words words, again;

static void check_same(size_t taken)
{
	unsigned int i;

	if (words.n != again.n || words.taken != taken || words.word[words.n])
		abort();
	for (i = 0; i < words.n; i++)
		if (strcmp(words.word[i], again.word[i]))
			abort();
}

/* Of a part one says the same as of all, or asks for the rest. */
static void check_parts(const char *text, size_t len, enum words_result result)
{
	enum words_result part;
	size_t i;

	for (i = 0; i <= len; i += 1 + i / 8) {
		part = words_split(&again, text, i, false);
		if (part == WORDS_MORE)
			continue;
		if (part != result)
			abort();
		if (part == WORDS_COMMAND)
			check_same(again.taken);
	}
}

static size_t quote(char *text, const char *word)
{
	size_t len = 0;
	char mark;

	len += sprintf(text, "''");
	for (; *word; word++) {
		mark = *word == '"' ? '\'' : '"';
		len += sprintf(text + len, "%c%c%c", mark, *word, mark);
	}
	return len + sprintf(text + len, " ");
}

static void check_quoted(void)
{
	static char text[8 * WORDS_BYTES_MAX];
	size_t len = 0;
	unsigned int i;

	for (i = 0; i < words.n; i++)
		len += quote(text + len, words.word[i]);
	if (len >= WORDS_BYTES_MAX)
		return;
	text[len++] = '\n';
	if (words_split(&again, text, len, false) != WORDS_COMMAND ||
	    again.taken != len)
		abort();
	check_same(words.taken);
}

/* Return: lines of it. */
static unsigned int check_words(const char *text, size_t len)
{
	enum words_result result;
	unsigned int lines = 1;
	size_t done = 0;

	for (;;) {
		result = words_split(&words, text + done, len - done, true);
		check_parts(text + done, len - done, result);
		if (result != WORDS_COMMAND)
			return lines;
		if (!words.taken || words.taken > len - done)
			abort();
		check_quoted();
		done += words.taken;
		lines += words.lines;
	}
}

static void check_sentence(unsigned int lines)
{
	unsigned int line;
	int end = 0;

	if (sscanf(said_err, HARNESS_FILE ":%u: %n", &line, &end) != 1 ||
	    !end || !line || line > lines)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned int lines = check_words((const char *)data, size);
	int status;

	fake_node_reset();
	harness_file(data, size);
	status = ovctl("-b " HARNESS_FILE);
	if (status < EXIT_DONE || status > EXIT_FOUND)
		abort();
	if (status != EXIT_DONE && status != EXIT_FOUND)
		check_sentence(lines);
	return 0;
}
