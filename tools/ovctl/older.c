// SPDX-License-Identifier: GPL-2.0
/* What a module says that is older than ovctl, in ovctl's own words. */
#include <stdio.h>
#include <string.h>

#include "ovctl.h"

static const struct field *older_field(const struct field *fields,
				       uint16_t type)
{
	const struct field *field;

	for (field = fields; field->attr; field++)
		if (field->attr == type || field->attr2 == type ||
		    field->attr3 == type)
			return field;
	return NULL;
}

static bool older_holds(const struct nlattr *attr, const char *at)
{
	const char *from = (const char *)attr;

	return at >= from && at < from + attr->nla_len;
}

/* The field that the attribute at this place is; NULL: nobody knows. */
static const struct field *older_find(const struct field *fields,
				      const struct nlattr *nest,
				      const char *at)
{
	const struct field *field;
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest) {
		if (!older_holds(attr, at))
			continue;
		field = older_field(fields, mnl_attr_get_type(attr));
		if (at == (const char *)attr || !field)
			return field;
		return field->fields ? older_find(field->fields, attr, at) :
				       field;
	}
	return NULL;
}

/* What people call it: in a command, or in a document. */
static const char *older_word(const struct field *field)
{
	return field->word && field->word[0] && field->word[1] ?
	       field->word : field->key;
}

/**
 * older_explain() - say which word it is that a module is too old for
 * @ack: the refusal
 * @request: what was refused
 *
 * The kernel's generic code refuses an attribute that it has no policy for, and
 * says that this is unknown. ovctl sends no number that is out of range, so
 * that one of an enum is, too. What has other words is about something else.
 */
void older_explain(struct ovnl_ack *ack, const struct nlmsghdr *request)
{
	bool value = !strcmp(ack->text, "integer out of range");
	const char *at = (const char *)request + ack->offset;
	const struct field *field = NULL;
	const struct object *object;
	const struct nlattr *nest;

	if (!value && strcmp(ack->text, "Unknown attribute type") &&
	    strcmp(ack->text, "Unsupported attribute"))
		return;
	mnl_attr_for_each(nest, request, sizeof(struct genlmsghdr)) {
		object = older_holds(nest, at) ?
			 main_object_of(mnl_attr_get_type(nest)) : NULL;
		if (!object)
			continue;
		if (at == (const char *)nest) {
			snprintf(ack->text, sizeof(ack->text),
				 "this module is older than ovctl: it does not take a %s here",
				 object->name);
			return;
		}
		field = older_find(object->fields, nest, at);
	}
	if (!field || (value && field->type != FIELD_ENUM))
		return;
	snprintf(ack->text, sizeof(ack->text),
		 "this module is older than ovctl: it does not know %s\"%s\"",
		 value ? "this value of " : "", older_word(field));
}
