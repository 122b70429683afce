// SPDX-License-Identifier: GPL-2.0
/* A command's one request to the kernel. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ovctl.h"
#include "print.h"

struct ovnl client = { .explain = older_explain };

/* At 3 a.m., after the kernel was updated. */
static void request_no_module(void)
{
	char release[128];

	if (ovnl_module_installed("/lib/modules", release, sizeof(release)))
		fprintf(stderr,
			"%s: ovnet module is not loaded (modprobe ovnet)\n",
			batch_origin());
	else
		fprintf(stderr,
			"%s: ovnet module is not loaded, and none is installed for kernel %s: build it for that one\n",
			batch_origin(), release);
}

/**
 * request_open() - connect to the kernel, unless an earlier command has
 * @args: the command
 *
 * Not before the words are understood: help needs no module.
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int request_open(struct args *args)
{
	int err;

	client.who = args_who(args);
	if (client.sock)
		return EXIT_DONE;
	err = ovnl_open(&client);
	if (!err)
		return EXIT_DONE;
	if (err == -ENOENT)
		request_no_module();
	else if (err == -EPROTONOSUPPORT)
		fprintf(stderr,
			"%s: the module speaks version %u of the interface, ovctl only %u: install the ovctl that came with the module\n",
			batch_origin(), client.version, OVNET_GENL_VERSION);
	else
		fprintf(stderr, "%s: netlink: %s\n", client.who,
			strerror(-err));
	return EXIT_REFUSED;
}

/**
 * request_close() - disconnect from the kernel, if connected
 */
void request_close(void)
{
	ovnl_close(&client);
}

/**
 * request_begin_object() - start a request, empty but for the nest of an object
 * @r: the request
 * @object: which kind
 * @cmd: OVNET_CMD_*
 */
void request_begin_object(struct request *r, const struct object *object,
			  uint8_t cmd)
{
	struct genlmsghdr *genl;

	r->object = object;
	r->nlh = mnl_nlmsg_put_header(r->buf);
	genl = mnl_nlmsg_put_extra_header(r->nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = OVNET_GENL_VERSION;
	r->nest = mnl_attr_nest_start(r->nlh, object->attr);
	r->n = 1;
}

/**
 * request_begin() - the same, for what the command is about
 * @r: the request
 * @args: the command
 * @cmd: OVNET_CMD_*
 */
void request_begin(struct request *r, struct args *args, uint8_t cmd)
{
	request_begin_object(r, args->object, cmd);
}

/**
 * request_next() - go on with another object of the same kind
 * @r: the request
 *
 * Return: whether there is room for one.
 */
bool request_next(struct request *r)
{
	if (r->nlh->nlmsg_len + REQUEST_NEST_MAX > sizeof(r->buf))
		return false;
	mnl_attr_nest_end(r->nlh, r->nest);
	r->nest = mnl_attr_nest_start(r->nlh, r->object->attr);
	r->n++;
	return true;
}

/**
 * request_also() - go on with an object of another kind, that comes with it
 * @r: the request
 * @object: which kind
 *
 * A refusal does not say which of them it is about.
 */
void request_also(struct request *r, const struct object *object)
{
	mnl_attr_nest_end(r->nlh, r->nest);
	r->nest = mnl_attr_nest_start(r->nlh, object->attr);
}

/**
 * request_no_object() - take the object, still empty, out again
 * @r: the request
 *
 * What is about everything has none.
 */
void request_no_object(struct request *r)
{
	mnl_attr_nest_cancel(r->nlh, r->nest);
	r->nest = NULL;
	r->n = 0;
}

/**
 * request_offender() - which object of several a refusal is about
 * @r: the request
 * @ack: the refusal
 * @key: what the object is called
 *
 * Return: which one, from 1; 0 if the refusal does not say.
 */
unsigned int request_offender(const struct request *r,
			      const struct ovnl_ack *ack, char key[KEY_SIZE])
{
	const char *from = (const char *)r->nlh;
	const struct nlattr *nest;
	unsigned int n = 0;

	mnl_attr_for_each(nest, r->nlh, sizeof(struct genlmsghdr)) {
		const char *at = (const char *)nest;

		n++;
		if (ack->offset < at - from ||
		    ack->offset >= at - from + nest->nla_len)
			continue;
		key_text(r->object, nest, key);
		return n;
	}
	return 0;
}

static int request_talk(struct request *r, struct ovnl_rows *rows)
{
	struct ovnl_ack ack;
	char key[KEY_SIZE];
	unsigned int which;
	int err;

	err = ovnl_ask(&client, r->nlh, rows, &ack);
	if (err)
		return err;
	which = r->n > 1 && ack.error ? request_offender(r, &ack, key) : 0;
	if (which)
		fprintf(stderr, "%s: %s %u of %u (%s): %s\n", client.who,
			r->object->name, which, r->n, key,
			ovnl_ack_text(&ack));
	else
		ovnl_ack_print(&ack, client.who);
	return ack.error;
}

/**
 * request_rows() - send a request and wait for the answer
 * @r: the request
 * @args: the command, of which no word may be left
 * @dump: ask for all that match instead of one
 * @rows: the answer
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int request_rows(struct request *r, struct args *args, bool dump,
		 struct ovnl_rows *rows)
{
	int err;

	args_end(args, NULL);
	if (request_open(args) != EXIT_DONE)
		return EXIT_REFUSED;
	r->nlh->nlmsg_type = client.family;
	if (r->nest)
		mnl_attr_nest_end(r->nlh, r->nest);
	err = dump ? ovnl_dump(&client, r->nlh, rows) :
		     request_talk(r, rows);
	return err ? EXIT_REFUSED : EXIT_DONE;
}

/**
 * request_run() - send a request that is answered with yes or no
 * @r: the request
 * @args: the command
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int request_run(struct request *r, struct args *args)
{
	struct ovnl_rows rows = {};
	int status;

	status = request_rows(r, args, false, &rows);
	ovnl_rows_free(&rows);
	return status;
}

/**
 * request_show() - send a request and print the objects that come
 * @r: the request
 * @args: the command
 * @dump: ask for all that match instead of one
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int request_show(struct request *r, struct args *args, bool dump)
{
	struct ovnl_rows rows = {};
	int status;

	status = request_rows(r, args, dump, &rows);
	if (status == EXIT_DONE) {
		print_list_begin();
		ovnl_rows_each(&rows, show_object, (void *)r->object);
		print_list_end();
	}
	ovnl_rows_free(&rows);
	return status;
}

static int request_feature(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *nest, *attr;
	uint64_t *features = data;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr)) {
		attr = key_find(nest, OVNET_A_NODE_FEATURES);
		if (attr && mnl_attr_validate(attr, MNL_TYPE_U64) >= 0)
			*features = mnl_attr_get_u64(attr);
	}
	return 0;
}

/**
 * request_features() - ask what the module can do
 * @args: the command
 * @features: bits of enum ovnet_feature
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int request_features(struct args *args, uint64_t *features)
{
	struct ovnl_rows rows = {};
	struct request r;
	int status;

	*features = 0;
	request_begin_object(&r, &node_object, OVNET_CMD_NODE_GET);
	request_no_object(&r);
	status = request_rows(&r, args, false, &rows);
	ovnl_rows_each(&rows, request_feature, features);
	ovnl_rows_free(&rows);
	return status;
}
