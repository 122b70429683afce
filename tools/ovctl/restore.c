// SPDX-License-Identifier: GPL-2.0
/* Make the namespace what a document of "ovctl save" says. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jsonlimit.h"
#include "memory.h"
#include "print.h"
#include "restore.h"

#define RESTORE_FIRST_READ	65536

/* One byte more than may be tells that it is too much. */
static int restore_load(struct args *args, FILE *file, char **text,
			size_t *len)
{
	size_t size = RESTORE_FIRST_READ;
	char *more;

	for (;;) {
		more = realloc(*text, size);
		if (!more) {
			fprintf(stderr, "%s: out of memory\n", args_who(args));
			return EXIT_REFUSED;
		}
		*text = more;
		*len += fread(*text + *len, 1, size - *len, file);
		if (*len < size || size > JSONLIMIT_BYTES)
			break;
		size *= 2;
		if (size > JSONLIMIT_BYTES)
			size = JSONLIMIT_BYTES + 1;
	}
	if (!ferror(file))
		return EXIT_DONE;
	fprintf(stderr, "%s: %s\n", args_who(args), strerror(errno));
	return EXIT_USAGE;
}

static int restore_read(struct restore *restore, const char *name)
{
	bool input = !name || !strcmp(name, "-");
	char *text = NULL;
	size_t len = 0;
	int status;
	FILE *file;

	if (input && batch_has_stdin())
		args_fail(restore->args,
			  "standard input is where the batch comes from: name a file");
	file = input ? stdin : fopen(name, "re");
	if (!file)
		args_fail(restore->args, "cannot read it: %s",
			  strerror(errno));
	status = restore_load(restore->args, file, &text, &len);
	if (status == EXIT_DONE &&
	    !doc_read(&restore->doc, restore->args, text, len))
		status = EXIT_USAGE;
	free(text);
	if (!input)
		fclose(file);
	return status;
}

static int restore_features(struct restore *restore)
{
	uint64_t features;
	int status = request_features(restore->args, &features);

	restore->many = features >> OVNET_FEATURE_MANY & 1;
	return status;
}

/*
 * To remove what a document does not speak of at all is asking for it. One that
 * is older than a kind of object cannot speak of that: it stays.
 */
static int restore_check_exact(const struct restore *restore)
{
	unsigned int k;

	for (k = 0; k < DOC_LISTS; k++) {
		if (restore->doc.lists[k].given || doc_objects[k]->feature)
			continue;
		fprintf(stderr,
			"%s: exact: the document has no \"%s\"; if there should be none, it says []\n",
			args_who(restore->args), doc_objects[k]->name);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

static void restore_report(const struct restore *restore)
{
	bool any = restore->added || restore->changed || restore->removed ||
		   restore->left_out;

	print_list_begin();
	print_object_begin();
	print_uint("added", any ? "added" : NULL, restore->added);
	print_uint("changed", any ? "changed" : NULL, restore->changed);
	print_uint("removed", any ? "removed" : NULL, restore->removed);
	print_uint("left-out", any ? "left-out" : NULL, restore->left_out);
	if (!any)
		print_label("nothing to do");
	print_object_end();
	print_list_end();
}

static int restore_do(struct restore *restore, bool exact)
{
	int status;

	status = restore_features(restore);
	if (status == EXIT_DONE && exact)
		status = restore_remove(restore);
	if (status == EXIT_DONE)
		status = restore_make(restore);
	if (status == EXIT_DONE && exact)
		status = restore_remove_rest(restore);
	if (status != EXIT_DONE)
		return status;
	restore_report(restore);
	return restore->left_out ? EXIT_REFUSED : EXIT_DONE;
}

static int restore_run(struct args *args)
{
	struct restore restore = { .args = args };
	const char *name = NULL;
	bool exact = args_match(args, "exact");
	int status;

	if (args_peek(args))
		name = args_subject(args, "a file");
	args_end(args, NULL);
	status = restore_read(&restore, name);
	if (status == EXIT_DONE && exact)
		status = restore_check_exact(&restore);
	if (status == EXIT_DONE)
		status = restore_do(&restore, exact);
	doc_free(&restore.doc);
	return status;
}

static const struct verb restore_verbs[] = {
	{ "", restore_run, "restore [ exact ] [ FILE ]" },
	{ }
};

const struct object restore_object = {
	.name = "restore",
	.verbs = restore_verbs,
};
