/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lines of text into words, as "ip -b" takes them. Pure: no input, no output,
 * no allocation; any bytes will do as text.
 *
 * Blanks separate words. What is between "..." or '...' belongs to the word,
 * blanks and all. "#" outside of quotes begins a comment. A backslash at the
 * end of a line joins the next one to it; any other is an ordinary character.
 */
#ifndef OVNL_WORDS_H
#define OVNL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#define WORDS_MAX	128	/* words of a command */
#define WORDS_BYTES_MAX	65536	/* a command, with all of its lines */

enum words_result {
	WORDS_COMMAND,		/* here are the words; none if it was blank */
	WORDS_MORE,		/* it does not end within the text */
	WORDS_TOO_LONG,
	WORDS_TOO_MANY,
	WORDS_QUOTE,		/* a quote that the line does not end */
	WORDS_NUL,		/* a zero byte, which is no text */
};

/* One command. */
struct words {
	char *word[WORDS_MAX + 1];	/* ends with NULL */
	unsigned int n;
	unsigned int lines;		/* line ends that were taken */
	size_t taken;			/* bytes of the text */
	char bytes[WORDS_BYTES_MAX + 1];
};

enum words_result words_split(struct words *words, const char *text,
			      size_t len, bool end);
const char *words_problem(enum words_result result);

#endif /* OVNL_WORDS_H */
