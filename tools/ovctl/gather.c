// SPDX-License-Identifier: GPL-2.0
/* The objects of several lines of a batch in one message. */
#include <string.h>

#include "ovctl.h"

static struct {
	char buf[REQUEST_SIZE] __aligned(NLMSG_ALIGNTO);
	const struct object *object;
	const struct verb *verb;	/* of all; NULL: there are none */
} gather;

static struct nlmsghdr *const gather_nlh = (struct nlmsghdr *)gather.buf;

/**
 * gather_any() - is anything gathered?
 *
 * Return: whether it is.
 */
bool gather_any(void)
{
	return gather.verb;
}

/**
 * gather_goes_on() - is a command of the same object and verb?
 * @words: of the command, at least one
 *
 * Return: whether it is.
 */
bool gather_goes_on(char **words)
{
	return gather.verb && words[1] &&
	       args_is(words[0], gather.object->name) &&
	       args_is(words[1], gather.verb->name);
}

/**
 * gather_command() - do a command that goes on
 * @words: of the command
 *
 * Return: enum exit_status; what went wrong has been said.
 */
int gather_command(char **words)
{
	return main_run(gather.object, gather.verb, words + 2);
}

static const void *gather_objects(const struct request *r, size_t *len)
{
	*len = mnl_nlmsg_get_payload_len(r->nlh) - sizeof(struct genlmsghdr);
	return mnl_nlmsg_get_payload_offset(r->nlh, sizeof(struct genlmsghdr));
}

/**
 * gather_add() - gather a request's object
 * @r: the request, complete, of the same command as what is gathered
 * @args: the command
 *
 * Return: whether there was room for it, as there is if nothing is gathered.
 */
bool gather_add(const struct request *r, const struct args *args)
{
	const void *objects;
	size_t len;

	if (!gather.verb) {
		gather.object = args->object;
		gather.verb = args->verb;
		memcpy(gather.buf, r->nlh, r->nlh->nlmsg_len);
		return true;
	}
	objects = gather_objects(r, &len);
	if (gather_nlh->nlmsg_len + len > sizeof(gather.buf))
		return false;
	memcpy(mnl_nlmsg_get_payload_tail(gather_nlh), objects, len);
	gather_nlh->nlmsg_len += len;
	return true;
}

/**
 * gather_send() - send what is gathered
 *
 * Return: whether it is done; if not, nothing of it is, and nothing said.
 */
bool gather_send(void)
{
	struct ovnl_ack ack;

	if (!gather.verb)
		return true;
	gather.verb = NULL;
	gather_nlh->nlmsg_type = client.family;
	return !ovnl_try(&client, gather_nlh, NULL, &ack) && !ack.error;
}
