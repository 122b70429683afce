/* SPDX-License-Identifier: GPL-2.0 */
/* Bytes as words: a NUL or a newline ends one. */
#ifndef FUZZ_SPLIT_H
#define FUZZ_SPLIT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define FUZZ_WORDS_MAX	64

struct fuzz_words {
	char text[4097];
	char *argv[FUZZ_WORDS_MAX + 2];	/* [0] is free for a program's name */
	int argc;
};

static inline void fuzz_split(struct fuzz_words *words, const uint8_t *data,
			      size_t size)
{
	char *word = words->text;
	size_t i;

	if (size > sizeof(words->text) - 1)
		size = sizeof(words->text) - 1;
	memcpy(words->text, data, size);
	words->text[size] = '\0';
	words->argc = 1;
	for (i = 0; i < size && words->argc < FUZZ_WORDS_MAX; i++) {
		if (words->text[i] != '\n' && words->text[i])
			continue;
		words->text[i] = '\0';
		words->argv[words->argc++] = word;
		word = words->text + i + 1;
	}
	if (*word)
		words->argv[words->argc++] = word;
	words->argv[words->argc] = NULL;
}

#endif /* FUZZ_SPLIT_H */
