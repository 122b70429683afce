// SPDX-License-Identifier: GPL-2.0
/* How an object that there is differs from one that there should be. */
#include <string.h>

#include "restore.h"

/* The next attribute of a type after @attr, or the first. */
static const struct nlattr *restore_next(const struct nlattr *nest,
					 const struct nlattr *attr,
					 uint16_t type)
{
	const struct nlattr *at;

	mnl_attr_for_each_nested(at, nest)
		if (mnl_attr_get_type(at) == type && (!attr || at > attr))
			return at;
	return NULL;
}

static bool restore_is_zero(const struct nlattr *attr)
{
	const char *payload = mnl_attr_get_payload(attr);
	size_t i;

	for (i = 0; i < mnl_attr_get_payload_len(attr); i++)
		if (payload[i])
			return false;
	return true;
}

static bool restore_same_value(const struct nlattr *a, const struct nlattr *b)
{
	return mnl_attr_get_payload_len(a) == mnl_attr_get_payload_len(b) &&
	       !memcmp(mnl_attr_get_payload(a), mnl_attr_get_payload(b),
		       mnl_attr_get_payload_len(a));
}

static bool restore_same(const struct field *field, const struct nlattr *want,
			 const struct nlattr *have);

/* One of a list of parts. */
static bool restore_same_part(const struct field *fields,
			      const struct nlattr *want,
			      const struct nlattr *have)
{
	const struct field *field;

	for (field = fields; field->attr; field++)
		if (field_has(field, FIELD_DOC) &&
		    !restore_same(field, want, have))
			return false;
	return true;
}

/* What the document does not say is as it should be, or should not be at all. */
static bool restore_same(const struct field *field, const struct nlattr *want,
			 const struct nlattr *have)
{
	uint16_t type = doc_value_attr(field);
	const struct nlattr *a = restore_next(want, NULL, type);
	const struct nlattr *b = restore_next(have, NULL, type);

	if (!a)
		return !b || !field_has(field, FIELD_ELSE_NONE) ||
		       restore_is_zero(b);
	if (!b)
		return restore_is_zero(a);
	while (a && b && (field->type == FIELD_LIST ?
			  restore_same_part(field->fields, a, b) :
			  restore_same_value(a, b))) {
		a = restore_next(want, a, type);
		b = restore_next(have, b, type);
	}
	return !a && !b;
}

/**
 * restore_fixed_field() - what differs and cannot be changed
 * @object: which kind
 * @item: what there should be
 * @row: what there is
 *
 * Return: a field, or NULL if there is none.
 */
const struct field *restore_fixed_field(const struct object *object,
					const struct doc_item *item,
					const struct table_row *row)
{
	const struct field *field;

	for (field = object->fields; field->attr; field++)
		if (field_has(field, FIELD_FIXED) &&
		    !restore_same(field, item->nest, row->nest))
			return field;
	return NULL;
}

/* How much the sequence number of a row should rise. */
static int32_t restore_rise(const struct object *object,
			    const struct doc_item *item,
			    const struct table_row *row)
{
	const struct nlattr *want = key_find(item->nest, object->seq);
	const struct nlattr *have = key_find(row->nest, object->seq);

	if (!want || !have || mnl_attr_validate(have, MNL_TYPE_U32) < 0)
		return 0;
	return mnl_attr_get_u32(want) - mnl_attr_get_u32(have);
}

/**
 * restore_differs() - is there something to change?
 * @object: which kind
 * @item: what there should be
 * @row: what there is
 *
 * A row's sequence number only rises.
 *
 * Return: whether there is.
 */
bool restore_differs(const struct object *object, const struct doc_item *item,
		     const struct table_row *row)
{
	const struct field *field;

	for (field = object->fields; field->attr; field++) {
		if (!field_has(field, FIELD_DOC) ||
		    field->attr == object->seq)
			continue;
		if (!restore_same(field, item->nest, row->nest))
			return true;
	}
	return restore_rise(object, item, row) > 0;
}

/**
 * restore_has_router() - does an object refer to another of its kind?
 * @object: which kind
 * @nest: its attributes
 *
 * A network does by its router: it is made after that, and goes before.
 *
 * Return: whether it does.
 */
bool restore_has_router(const struct object *object, const struct nlattr *nest)
{
	const struct nlattr *attr;

	if (object != &network_object)
		return false;
	attr = key_find(nest, OVNET_A_NETWORK_ROUTER);
	return attr && mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0 &&
	       mnl_attr_get_str(attr)[0];
}

/**
 * restore_is_older() - is a document's row older than the one there is?
 * @object: which kind
 * @item: the document's
 * @row: the one there is
 * @seq: its sequence number
 *
 * Return: whether it is; the kernel will not replace it.
 */
bool restore_is_older(const struct object *object, const struct doc_item *item,
		      const struct table_row *row, uint32_t *seq)
{
	if (restore_rise(object, item, row) >= 0)
		return false;
	*seq = mnl_attr_get_u32(key_find(row->nest, object->seq));
	return true;
}
