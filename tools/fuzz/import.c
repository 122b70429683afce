// SPDX-License-Identifier: GPL-2.0
/*
 * What rtnetlink may say of devices, rows, addresses and neighbours: "import"
 * gets through it, and what it prints is a batch.
 */
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "fake.h"
#include "harness.h"
#include "ovctl.h"
#include "words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t *said_by_kernel;
static size_t said_bytes;

/* The same to each question: of another kind than was asked for is none of it. */
static void kernel(const struct nlmsghdr *nlh __unused)
{
	struct nlmsghdr *ack;

	fake_answer(said_by_kernel, said_bytes);
	ack = fake_ack(0);
	fake_answer(ack, ack->nlmsg_len);
}

static bool is_object(const char *word)
{
	static const char *const objects[] = {
		"underlay", "remote", "network", "member", "fdb", "neigh", "port",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(objects); i++)
		if (!strcmp(word, objects[i]))
			return true;
	return false;
}

/* Lines with a command that we have, or none. */
static void check_batch(const char *text)
{
	static struct words words;
	size_t left = strlen(text);

	while (left) {
		if (words_split(&words, text, left, true) != WORDS_COMMAND)
			abort();
		if (words.n && !is_object(words.word[0]))
			abort();
		text += words.taken;
		left -= words.taken;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int status;

	said_by_kernel = data;
	said_bytes = size;
	fake_reset();
	fake_kernel = kernel;
	status = ovctl("import " FAKE_IFNAME);
	if (status != EXIT_DONE && status != EXIT_REFUSED)
		abort();
	if (status == EXIT_REFUSED && (!said_err[0] || said_out[0]))
		abort();
	check_batch(said_out);
	return 0;
}
