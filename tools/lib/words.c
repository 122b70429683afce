// SPDX-License-Identifier: GPL-2.0
#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "compiler.h"
#include "words.h"

#define WORDS_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Where in a command words_split() is. */
struct words_at {
	struct words *words;
	size_t out;		/* bytes written */
	bool in_word;
	char quote;		/* that is open, or 0 */
};

static bool words_begin(struct words_at *at)
{
	struct words *words = at->words;

	if (at->in_word)
		return true;
	if (words->n == WORDS_MAX)
		return false;
	words->word[words->n++] = words->bytes + at->out;
	at->in_word = true;
	return true;
}

static void words_finish(struct words_at *at)
{
	if (at->in_word)
		at->words->bytes[at->out++] = '\0';
	at->in_word = false;
}

static bool words_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* One character that is not the end of a line. */
static enum words_result words_put(struct words_at *at, char c)
{
	if (!c)
		return WORDS_NUL;
	if (at->quote && c == at->quote) {
		at->quote = 0;
		return WORDS_COMMAND;
	}
	if (!words_begin(at))
		return WORDS_TOO_MANY;
	if (!at->quote && (c == '"' || c == '\''))
		at->quote = c;
	else
		at->words->bytes[at->out++] = c;
	return WORDS_COMMAND;
}

/* What is the same anywhere in a line, and most of it. */
static bool words_plain(char c)
{
	static const bool special[256] = {
		['\0'] = true, ['\n'] = true, [' '] = true, ['\t'] = true,
		['\r'] = true, ['\v'] = true, ['\f'] = true, ['"'] = true,
		['\''] = true, ['\\'] = true, ['#'] = true,
	};

	return !special[(unsigned char)c];
}

/*
 * Of eight characters those that may not be plain, as the highest bit of each; what
 * is not is below '(', but for the backslash. A bit may be wrong if one before it
 * is set.
 */
static uint64_t words_suspects(const char *text)
{
	uint64_t eight, other;

	memcpy(&eight, text, sizeof(eight));
	eight = le64toh(eight);
	other = eight ^ WORDS_EACH('\\');
	return (((eight - WORDS_EACH('(')) & ~eight) |
		((other - WORDS_EACH(1)) & ~other)) & WORDS_EACH(0x80);
}

/* A word begins at START, and goes on to before AT, if anything is between. */
static bool words_add(struct words *words, size_t start, size_t at)
{
	if (start == at)
		return true;
	if (words->n == WORDS_MAX)
		return false;
	words->word[words->n++] = words->bytes + start;
	return true;
}

/*
 * What nearly all lines are: words of plain characters, and blanks; eight at a
 * time. Bytes of the text up to the first thing that is neither, or a few before
 * its end; the last word may go on there.
 */
static size_t words_usual(struct words_at *at, const char *text, size_t len)
{
	char *out = at->words->bytes;	/* each at the place it has in the text */
	size_t i, j, start = 0;
	uint64_t suspects;
	bool blank;

	for (i = 0; i + sizeof(suspects) <= len; i += sizeof(suspects)) {
		memcpy(out + i, text + i, sizeof(suspects));
		for (suspects = words_suspects(text + i); suspects;
		     suspects &= suspects - 1) {
			j = i + (unsigned int)__builtin_ctzll(suspects) / 8;
			blank = words_blank(text[j]);
			if (!blank && words_plain(text[j]))
				continue;
			if (!words_add(at->words, start, j))
				return at->out = start;
			if (!blank) {
				at->in_word = start < j;
				return at->out = j;
			}
			out[j] = '\0';
			start = j + 1;
		}
	}
	if (!words_add(at->words, start, i))
		return at->out = start;
	at->in_word = start < i;
	return at->out = i;
}

/* Bytes of a comment, up to the end of its line. */
static size_t words_comment(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && text[i] != '\n')
		i++;
	return i;
}

/* The end of the text is not that of the command. */
static enum words_result words_more(size_t len)
{
	return len < WORDS_BYTES_MAX ? WORDS_MORE : WORDS_TOO_LONG;
}

/**
 * words_split() - the words of the first command of a text
 * @words: the words, and how much of @text they took
 * @text: the text
 * @len: bytes of it
 * @end: no more text will come, so that its last line needs no line end
 *
 * Return: %WORDS_COMMAND; %WORDS_MORE: ask again with more text, from the
 * same beginning (at @end: there is none left); or what is wrong with it.
 */
enum words_result words_split(struct words *words, const char *text,
			      size_t len, bool end)
{
	size_t room = len < WORDS_BYTES_MAX ? len : WORDS_BYTES_MAX;
	struct words_at at = { .words = words };
	enum words_result result;
	size_t i;

	words->n = 0;
	words->lines = 0;
	words->taken = 0;
	words->word[0] = NULL;
	for (i = words_usual(&at, text, room); i < len; i++) {
		if (i >= WORDS_BYTES_MAX)
			return WORDS_TOO_LONG;
		if (words_blank(text[i]) && !at.quote) {
			words_finish(&at);
			continue;
		}
		if (text[i] == '\\' && i + 1 < len && text[i + 1] == '\n') {
			words->lines++;
			i++;
			continue;
		}
		if (text[i] == '#' && !at.quote)
			i += words_comment(text + i, len - i);
		if (i == len || text[i] == '\n')
			break;
		/* the line end that makes it special may be still to come */
		if (text[i] == '\\' && i + 1 == len && !end)
			return words_more(len);
		result = words_put(&at, text[i]);
		if (result != WORDS_COMMAND)
			return result;
	}
	if (i == len && (!end || !len))
		return words_more(len);
	if (at.quote)
		return WORDS_QUOTE;
	words_finish(&at);
	words->word[words->n] = NULL;
	if (i < len) {
		words->lines++;
		i++;
	}
	words->taken = i;
	return WORDS_COMMAND;
}

/**
 * words_problem() - what is wrong with a text
 * @result: from words_split()
 *
 * Return: a sentence.
 */
const char *words_problem(enum words_result result)
{
	static const char *const problems[] = {
		[WORDS_COMMAND] = "nothing is wrong",
		[WORDS_MORE] = "the command does not end",
		[WORDS_TOO_LONG] = "the command is longer than 65536 bytes",
		[WORDS_TOO_MANY] = "the command has more than 128 words",
		[WORDS_QUOTE] = "a quote is opened and not closed in its line",
		[WORDS_NUL] = "there is a zero byte in it, this is not text",
	};

	return (size_t)result < ARRAY_SIZE(problems) ? problems[result] : "";
}
