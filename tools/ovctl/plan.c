// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel does all of a message or none of it. What it refuses is said and
 * taken out, and the rest is sent again, so that one object that does not fit
 * stands in nobody's way.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "memory.h"
#include "plan.h"

#define PLAN_MESSAGE_SIZE	32768

/**
 * plan_add() - another object
 * @plan: where to
 * @nest: what a request says of it; copied
 * @key: what it is called
 * @item: what is marked if it is refused, or NULL
 */
void plan_add(struct plan *plan, const struct nlattr *nest, const char *key,
	      struct doc_item *item)
{
	struct plan_change *change;

	plan->changes = memory_more(plan->changes, plan->n,
				    sizeof(*plan->changes));
	change = &plan->changes[plan->n++];
	snprintf(change->key, sizeof(change->key), "%s", key);
	change->nest = memory_copy(nest, MNL_ALIGN(nest->nla_len));
	change->item = item;
	change->refused = false;
}

/* As many as fit, from @first to before the one that is returned. */
static unsigned int plan_fill(const struct plan *plan, struct request *r,
			      unsigned int first, bool many)
{
	const struct nlattr *nest;
	unsigned int i;

	request_begin_object(r, plan->object, plan->cmd);
	request_no_object(r);
	for (i = first; i < plan->n && (many || !r->n); i++) {
		nest = plan->changes[i].nest;
		if (plan->changes[i].refused)
			continue;
		if (r->n &&
		    r->nlh->nlmsg_len + nest->nla_len > PLAN_MESSAGE_SIZE)
			break;
		mnl_attr_put(r->nlh, nest->nla_type,
			     mnl_attr_get_payload_len(nest),
			     mnl_attr_get_payload(nest));
		r->n++;
	}
	return i;
}

/* The @which-th of those that plan_fill() took, from 1. */
static struct plan_change *plan_taken(struct plan *plan, unsigned int first,
				      unsigned int which)
{
	struct plan_change *change = &plan->changes[first];

	for (;; change++)
		if (!change->refused && !--which)
			return change;
}

static void plan_refuse(struct plan *plan, struct plan_change *change,
			const char *why)
{
	change->refused = true;
	plan->n_refused++;
	if (change->item)
		change->item->left_out = true;
	fprintf(stderr, "%s: %s %s: %s; %s\n", args_who(plan->args),
		plan->object->name, change->key, why, plan->undone);
}

/* Returns 0, -EAGAIN: one less, try again, -E2BIG: try one by one; or fatal. */
static int plan_try(struct plan *plan, struct request *r, unsigned int first)
{
	unsigned int which = 1;
	struct ovnl_ack ack;
	char key[KEY_SIZE];
	int err;

	r->nlh->nlmsg_type = client.family;
	err = ovnl_ask(&client, r->nlh, NULL, &ack);
	if (err)
		return -EIO;
	if (!ack.error)
		return 0;
	/* true of all others, too */
	if (ack.error == -EPERM) {
		fprintf(stderr, "%s: %s\n", args_who(plan->args),
			ovnl_ack_text(&ack));
		return ack.error;
	}
	if (r->n > 1)
		which = request_offender(r, &ack, key);
	if (!which)
		return -E2BIG;
	plan_refuse(plan, plan_taken(plan, first, which),
		    ovnl_ack_text(&ack));
	return -EAGAIN;
}

/**
 * plan_send() - do it
 * @plan: what
 *
 * Return: EXIT_DONE, though some may have been refused, which has been said;
 * or EXIT_REFUSED: it makes no sense to go on.
 */
int plan_send(struct plan *plan)
{
	unsigned int first = 0, next, one_by_one = 0;
	struct request r;
	int err;

	if (!plan->n)
		return EXIT_DONE;
	if (request_open(plan->args) != EXIT_DONE)
		return EXIT_REFUSED;
	while (first < plan->n) {
		next = plan_fill(plan, &r, first,
				 plan->many && first >= one_by_one);
		err = r.n ? plan_try(plan, &r, first) : 0;
		if (!err)
			first = next;
		else if (err == -E2BIG)
			one_by_one = next;
		else if (err != -EAGAIN)
			return EXIT_REFUSED;
	}
	return EXIT_DONE;
}

/**
 * plan_free() - forget it
 * @plan: what; may be filled again
 */
void plan_free(struct plan *plan)
{
	unsigned int i;

	for (i = 0; i < plan->n; i++)
		free(plan->changes[i].nest);
	free(plan->changes);
	plan->changes = NULL;
	plan->n = 0;
	plan->n_refused = 0;
}
