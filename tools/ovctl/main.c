// SPDX-License-Identifier: GPL-2.0
/* ovctl - see and change the overlay networks of the kernel module ovnet */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ovctl.h"
#include "print.h"

bool with_stats;
bool with_details;

static const struct object *const main_objects[] = {
	&node_object,
	&underlay_object,
	&network_object,
	&port_object,
	&remote_object,
	&member_object,
	&fdb_object,
	&route_object,
	&neigh_object,
	&binding_object,
	&drops_object,
	&monitor_object,
	&trace_object,
	&probe_object,
	&sid_object,
	&doctor_object,
	&import_object,
	&save_object,
	&restore_object,
};

static void main_help(FILE *to)
{
	size_t i;

	fputs("ovctl [-j] [-p] [-s] [-d] [-n NETNS] OBJECT [VERB] [ARGUMENTS]\n"
	      "ovctl [-j] [-p] [-s] [-d] [-n NETNS] -b FILE\n"
	      "ovctl -V | -h\n"
	      "\n"
	      "  -j        JSON\n"
	      "  -p        JSON over many lines\n"
	      "  -s        statistics in text output too\n"
	      "  -d        details in text output too: ids, and what is zero or none\n"
	      "  -n NETNS  in this network namespace\n"
	      "  -b FILE   each line of the file is a command, until one fails;\n"
	      "            - is standard input\n"
	      "  -V        print the version\n"
	      "  -h        print this\n"
	      "\n"
	      "OBJECT:", to);
	for (i = 0; i < ARRAY_SIZE(main_objects); i++)
		fprintf(to, " %s", main_objects[i]->name);
	fputs("\n\"help\" after any word prints what may follow it.\n", to);
}

static const struct object *main_object(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(main_objects); i++)
		if (!strcmp(main_objects[i]->name, name))
			return main_objects[i];
	return NULL;
}

/**
 * main_object_of() - the object that an attribute carries
 * @attr: OVNET_A_*
 *
 * Return: the object or NULL.
 */
const struct object *main_object_of(uint16_t attr)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(main_objects); i++)
		if (attr && main_objects[i]->attr == attr)
			return main_objects[i];
	return NULL;
}

static const struct verb *main_verb(const struct object *object,
				    const char *name)
{
	const struct verb *verb;

	if (!strcmp(name, "list"))
		name = "show";
	for (verb = object->verbs; verb->name; verb++)
		if (!strcmp(verb->name, name))
			return verb;
	return NULL;
}

static void main_bad_verb(const struct object *object, const char *word)
{
	const struct verb *verb;

	fprintf(stderr, "%s: %s: \"%s\" is not known here, expected ",
		batch_origin(), object->name, word);
	for (verb = object->verbs; verb->name; verb++)
		fprintf(stderr, "%s, ", verb->name);
	fputs("list or help\n", stderr);
}

/**
 * main_run() - do a command whose object and verb are known
 * @object: its object
 * @verb: its verb
 * @words: those that follow, ends with NULL; there is one before them
 *
 * Return: enum exit_status; what went wrong has been said.
 */
int main_run(const struct object *object, const struct verb *verb, char **words)
{
	jmp_buf leave;
	struct args args = {
		.object = object,
		.verb = verb,
		.words = words,
		.leave = &leave,
	};

	switch (setjmp(leave)) {
	case 0:
		return verb->run(&args);
	case 1 + EXIT_DONE:
		return EXIT_DONE;
	default:
		return EXIT_USAGE;
	}
}

/**
 * main_command() - do what a command says
 * @words: its words, ends with NULL
 *
 * Return: enum exit_status; what went wrong has been said.
 */
int main_command(char **words)
{
	const struct object *object;
	const struct verb *verb;
	const char *word = words[1];

	if (!strcmp(words[0], "help")) {
		main_help(stdout);
		return EXIT_DONE;
	}
	object = main_object(words[0]);
	if (!object) {
		fprintf(stderr,
			"%s: there is no object \"%s\", \"ovctl help\" lists them\n",
			batch_origin(), words[0]);
		return EXIT_USAGE;
	}
	/* some have no verbs, only what others would say after one */
	if (!object->verbs->name[0])
		return main_run(object, object->verbs, words + 1);
	if (word && !strcmp(word, "help")) {
		help_object(object);
		return EXIT_DONE;
	}
	verb = main_verb(object, word ? word : "show");
	if (!verb) {
		main_bad_verb(object, word);
		return EXIT_USAGE;
	}
	return main_run(object, verb, words + (word ? 2 : 1));
}

static int main_netns(const char *name)
{
	int err = ovnl_netns_enter(name);

	if (!err)
		return EXIT_DONE;
	if (err == -ENOENT)
		fprintf(stderr, "ovctl: there is no network namespace \"%s\"\n",
			name);
	else
		fprintf(stderr, "ovctl: network namespace \"%s\": %s\n", name,
			strerror(-err));
	return err == -ENOENT ? EXIT_USAGE : EXIT_REFUSED;
}

int main(int argc, char **argv)
{
	bool json = false, pretty = false;
	const char *netns = NULL, *batch = NULL;
	int status = EXIT_DONE;
	int opt;

	/* "+": options end where the object begins */
	while ((opt = getopt(argc, argv, "+jpsdn:b:Vh")) != -1) {
		switch (opt) {
		case 'j':
			json = true;
			break;
		case 'p':
			pretty = true;
			break;
		case 's':
			with_stats = true;
			break;
		case 'd':
			with_details = true;
			break;
		case 'n':
			netns = optarg;
			break;
		case 'b':
			batch = optarg;
			break;
		case 'V':
			puts("ovctl " OVNET_VERSION);
			return EXIT_DONE;
		case 'h':
			main_help(stdout);
			return EXIT_DONE;
		default:
			return EXIT_USAGE;
		}
	}
	if (!batch && optind >= argc) {
		main_help(stderr);
		return EXIT_USAGE;
	}
	if (batch && optind < argc) {
		fprintf(stderr,
			"ovctl: \"%s\" is too much: with -b all commands are in the file\n",
			argv[optind]);
		return EXIT_USAGE;
	}
	print_setup(json, pretty);
	if (netns)
		status = main_netns(netns);
	if (status == EXIT_DONE)
		status = batch ? batch_run(batch) :
				 main_command(argv + optind);
	request_close();
	if (print_flush() < 0) {
		fprintf(stderr, "ovctl: cannot write: %s\n", strerror(errno));
		return EXIT_REFUSED;
	}
	return status;
}
