// SPDX-License-Identifier: GPL-2.0
/*
 * Objects that are missing, and those that differ. Each kind is compared when
 * it is its turn, with what the kinds before it have made of it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "inherit.h"
#include "restore.h"

/* One kind on its way. */
struct restore_kind {
	struct restore *restore;
	const struct object *object;
	const struct doc_list *list;
	struct table table;
	struct table networks;		/* for ports */
	struct plan new, set, del;
};

__printf(3, 4)
static void restore_leave_out(struct restore_kind *kind, struct doc_item *item,
			      const char *fmt, ...)
{
	va_list ap;

	item->left_out = true;
	kind->restore->left_out++;
	fprintf(stderr, "%s: %s %s: ", args_who(kind->restore->args),
		kind->object->name, item->key);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputs("; left out\n", stderr);
}

/* Can it not be made for want of something else? Says so. */
static bool restore_lacks(struct restore_kind *kind, struct doc_item *item)
{
	const struct doc_item *other;
	const struct object *kind_of;

	if (item->without[0] && kind->object == &port_object) {
		restore_leave_out(kind, item, "there is no such device");
		return true;
	}
	if (item->without[0]) {
		restore_leave_out(kind, item, "there is no device %s",
				  item->without);
		return true;
	}
	other = doc_find_left_out(&kind->restore->doc, kind->object->fields,
				  item->nest, &kind_of);
	if (other)
		restore_leave_out(kind, item, "%s %s was left out",
				  kind_of->name, other->key);
	return other;
}

static bool restore_is_fixed(const struct object *object, uint16_t type)
{
	const struct field *field;

	for (field = object->fields; field->attr; field++)
		if (field_has(field, FIELD_FIXED) &&
		    doc_value_attr(field) == type)
			return true;
	return false;
}

/* All that can be changed, whether or not it differs. */
static void restore_put_set(struct nlmsghdr *nlh, const struct object *object,
			    const struct doc_item *item)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, item->nest)
		if (!restore_is_fixed(object, mnl_attr_get_type(attr)))
			mnl_attr_put(nlh, attr->nla_type,
				     mnl_attr_get_payload_len(attr),
				     mnl_attr_get_payload(attr));
}

/* What there is and the document does not say is to go. */
static void restore_put_none(struct nlmsghdr *nlh, const struct object *object,
			     const struct doc_item *item,
			     const struct table_row *row)
{
	static const uint8_t none[16];
	const struct field *field;
	const struct nlattr *have;
	struct nlattr *nest;

	for (field = object->fields; field->attr; field++) {
		have = key_find(row->nest, field->attr);
		if (!field_has(field, FIELD_ELSE_NONE) || !have ||
		    key_find(item->nest, field->attr))
			continue;
		if (field->type != FIELD_LIST) {
			mnl_attr_put(nlh, field->attr,
				     field->type == FIELD_IPS ? field->min :
				     mnl_attr_get_payload_len(have), none);
			continue;
		}
		nest = mnl_attr_nest_start(nlh, field->attr);
		mnl_attr_put_u8(nlh, OVNET_A_SOURCE_LEN, 0);
		mnl_attr_nest_end(nlh, nest);
	}
}

/* A port of which nothing is said should have what its network has. */
static bool restore_put_inherited(struct nlmsghdr *nlh,
				  const struct restore_kind *kind,
				  const struct doc_item *item,
				  const struct table_row *row)
{
	const struct inherit *inherit;
	const struct nlattr *theirs;
	bool any = false;

	for (inherit = inherit_settings;
	     inherit < inherit_settings + INHERIT_N; inherit++) {
		theirs = inherit_value(inherit, row->nest, &kind->networks);
		if (!theirs || key_find(item->nest, inherit->port) ||
		    inherit_same(inherit, row->nest, &kind->networks))
			continue;
		mnl_attr_put(nlh, inherit->port,
			     mnl_attr_get_payload_len(theirs),
			     mnl_attr_get_payload(theirs));
		any = true;
	}
	return any;
}

/* What cannot be changed by itself goes and is made anew. */
static void restore_plan_again(struct restore_kind *kind, struct doc_item *item)
{
	plan_add(&kind->del, item->nest, item->key, item);
	plan_add(&kind->new, item->nest, item->key, item);
}

static void restore_plan_set(struct restore_kind *kind, struct doc_item *item,
			     const struct table_row *row)
{
	char buf[REQUEST_NEST_MAX] __aligned(NLMSG_ALIGNTO);
	bool differs = restore_differs(kind->object, item, row);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nlattr *nest;
	uint32_t seq;

	if (differs && restore_is_older(kind->object, item, row, &seq)) {
		restore_leave_out(kind, item,
				  "the row that is there is newer: seq %u",
				  seq);
		return;
	}
	nest = mnl_attr_nest_start(nlh, kind->object->attr);
	restore_put_set(nlh, kind->object, item);
	restore_put_none(nlh, kind->object, item, row);
	if (kind->object == &port_object)
		differs |= restore_put_inherited(nlh, kind, item, row);
	mnl_attr_nest_end(nlh, nest);
	if (differs && !kind->object->set)
		restore_plan_again(kind, item);
	else if (differs)
		plan_add(&kind->set, nest, item->key, item);
}

static void restore_plan(struct restore_kind *kind, struct doc_item *item)
{
	const struct table_row *row;
	const struct field *fixed;

	if (restore_lacks(kind, item))
		return;
	row = table_find(&kind->table, item->key);
	if (!row) {
		plan_add(&kind->new, item->nest, item->key, item);
		return;
	}
	fixed = restore_fixed_field(kind->object, item, row);
	if (fixed)
		restore_leave_out(kind, item,
				  "it is there with another %s, which cannot be changed: delete it first",
				  fixed->key);
	else
		restore_plan_set(kind, item, row);
}

static int restore_send(struct restore_kind *kind, struct plan *plan,
			unsigned int *done)
{
	int status = plan_send(plan);

	if (status == EXIT_DONE)
		*done += plan->n - plan->n_refused;
	kind->restore->left_out += plan->n_refused;
	return status;
}

static int restore_kind_make(struct restore_kind *kind)
{
	struct restore *restore = kind->restore;
	unsigned int i;
	int status;

	status = table_read(&kind->table, restore->args, kind->object);
	if (status == EXIT_DONE && kind->object == &port_object)
		status = table_read(&kind->networks, restore->args,
				    &network_object);
	if (status != EXIT_DONE)
		return status;
	for (i = 0; i < kind->list->n; i++)
		if (!restore_has_router(kind->object, kind->list->items[i].nest))
			restore_plan(kind, &kind->list->items[i]);
	for (i = 0; i < kind->list->n; i++)
		if (restore_has_router(kind->object, kind->list->items[i].nest))
			restore_plan(kind, &kind->list->items[i]);
	/* a new network may be the router of one that changes */
	if (kind->object == &network_object) {
		status = restore_send(kind, &kind->new, &restore->added);
		return status == EXIT_DONE ?
		       restore_send(kind, &kind->set, &restore->changed) :
		       status;
	}
	/* what changes may let go of what the new ones take */
	status = restore_send(kind, &kind->del, &restore->removed);
	if (status == EXIT_DONE)
		status = restore_send(kind, &kind->set, &restore->changed);
	if (status == EXIT_DONE)
		status = restore_send(kind, &kind->new, &restore->added);
	return status;
}

/**
 * restore_make() - make what is missing, change what differs
 * @restore: the document
 *
 * Return: EXIT_DONE, though something may have been left out, which has been
 * said; or EXIT_REFUSED.
 */
int restore_make(struct restore *restore)
{
	const struct object *object;
	struct restore_kind kind;
	int status = EXIT_DONE;
	unsigned int k;

	for (k = 0; k < DOC_LISTS && status == EXIT_DONE; k++) {
		object = doc_objects[k];
		memset(&kind, 0, sizeof(kind));
		kind.restore = restore;
		kind.object = object;
		kind.list = &restore->doc.lists[k];
		if (!kind.list->n)
			continue;
		kind.new.args = restore->args;
		kind.new.object = object;
		kind.new.undone = "left out";
		kind.new.many = restore->many;
		kind.set = kind.new;
		kind.del = kind.new;
		kind.new.cmd = object->new;
		kind.set.cmd = object->set;
		kind.del.cmd = object->del;
		status = restore_kind_make(&kind);
		plan_free(&kind.new);
		plan_free(&kind.set);
		plan_free(&kind.del);
		table_free(&kind.networks);
		table_free(&kind.table);
	}
	return status;
}
