// SPDX-License-Identifier: GPL-2.0
/*
 * A document: nothing is asked of the kernel unless it is a good one. Then it
 * is done, and done: neither it nor what is saved has anything left to do.
 */
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "fake_node.h"
#include "harness.h"
#include "json.h"
#include "ovctl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Again, with nothing to do. */
static void check_done(const char *words)
{
	unsigned int changes = fake_node_changes;
	int status = ovctl(words);

	if (status == EXIT_USAGE && strstr(said_err, "exact: the document has no"))
		return;
	if ((status != EXIT_DONE && status != EXIT_REFUSED) ||
	    fake_node_changes != changes)
		abort();
}

static void check_saved(void)
{
	if (ovctl("save") != EXIT_DONE || !json_valid(said_out))
		abort();
	harness_text(said_out);
	check_done("restore exact " HARNESS_FILE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int status;

	fake_node_reset();
	harness_file(data, size);
	status = ovctl("restore " HARNESS_FILE);
	if (status == EXIT_USAGE) {
		if (!said_err[0] || fake_sends)
			abort();
		return 0;
	}
	/* what is left out has been said; it says so the next time, too */
	if (status == EXIT_REFUSED ? !said_err[0] : said_err[0])
		abort();
	check_done("restore " HARNESS_FILE);
	check_done("restore exact " HARNESS_FILE);
	check_saved();
	return 0;
}
