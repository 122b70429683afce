// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc.h"
#include "jsonlimit.h"
#include "memory.h"

const struct object *const doc_objects[DOC_LISTS] = {
	[DOC_UNDERLAY] = &underlay_object,
	[DOC_NETWORK] = &network_object,
	[DOC_REMOTE] = &remote_object,
	[DOC_MEMBER] = &member_object,
	[DOC_PORT] = &port_object,
	[DOC_FDB] = &fdb_object,
	[DOC_ROUTE] = &route_object,
	[DOC_NEIGH] = &neigh_object,
	[DOC_BINDING] = &binding_object,
	[DOC_NODE] = &node_object,
};

/**
 * doc_fail() - say what is wrong with a document, and where in it
 * @reader: where
 * @fmt: like printf
 *
 * Return: false.
 */
bool doc_fail(const struct doc_reader *reader, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: %s%s", args_who(reader->args), reader->path,
		reader->path[0] ? ": " : "");
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return false;
}

/* What somebody else wrote, fit for a terminal. */
static const char *doc_clean(const char *text)
{
	static char clean[64];
	size_t i;

	snprintf(clean, sizeof(clean), "%s", text);
	for (i = 0; clean[i]; i++)
		if (!isascii((unsigned char)clean[i]) ||
		    !isprint((unsigned char)clean[i]))
			clean[i] = '?';
	return clean;
}

static const struct field *doc_field(const struct field *fields,
				     const char *key)
{
	const struct field *field;

	for (field = fields; field->attr; field++)
		if (field_has(field, FIELD_DOC) && !strcmp(field->key, key))
			return field;
	return NULL;
}

static bool doc_no_key(const struct doc_reader *reader,
		       const struct field *fields, const char *key)
{
	const struct field *field;
	char keys[512] = "";
	size_t len = 0;

	for (field = fields; field->attr; field++)
		if (field_has(field, FIELD_DOC) && len < sizeof(keys))
			len += snprintf(keys + len, sizeof(keys) - len, "%s%s",
					len ? ", " : "", field->key);
	return doc_fail(reader, "\"%s\" is not known here, expected %s",
			doc_clean(key), keys);
}

/**
 * doc_read_fields() - the attributes of an object, or of a part of one
 * @reader: they are added; its path is that of the object
 * @fields: which there can be
 * @json: of whatever type
 *
 * Return: true, or false and it has been said what is wrong.
 */
bool doc_read_fields(struct doc_reader *reader, const struct field *fields,
		     struct json_t *json)
{
	size_t path_len = strlen(reader->path);
	const struct field *field;
	const char *key;
	json_t *value;

	if (!json_is_object(json))
		return doc_fail(reader, "expected an object: {...}");
	json_object_foreach(json, key, value) {
		field = doc_field(fields, key);
		if (!field)
			return doc_no_key(reader, fields, key);
		snprintf(reader->path + path_len,
			 sizeof(reader->path) - path_len, ".%s", key);
		if (!doc_value_put(reader, field, value))
			return false;
		reader->path[path_len] = '\0';
	}
	return true;
}

static bool doc_read_item(struct doc_reader *reader,
			  const struct object *object, json_t *json)
{
	struct doc_item *item = reader->item;
	struct nlattr *nest;

	snprintf(reader->path, sizeof(reader->path), "%s[%u]", object->name,
		 item->index);
	reader->nlh = mnl_nlmsg_put_header(reader->buf);
	nest = mnl_attr_nest_start(reader->nlh, object->attr);
	if (!doc_read_fields(reader, object->fields, json))
		return false;
	mnl_attr_nest_end(reader->nlh, nest);
	if (!doc_check_item(reader, object))
		return false;
	mnl_attr_nest_end(reader->nlh, nest);
	item->nest = memory_copy(nest, MNL_ALIGN(nest->nla_len));
	/* a device that there is not has no number that stands for it */
	if (object == &port_object && item->without[0])
		strcpy(item->key, item->without);
	else
		key_text(object, item->nest, item->key);
	return true;
}

static int doc_compare(const void *a, const void *b)
{
	const struct doc_item *const *x = a, *const *y = b;
	int order = strcmp((*x)->key, (*y)->key);

	if (order)
		return order;
	return (*x)->index < (*y)->index ? -1 : 1;
}

static bool doc_read_list(struct doc_reader *reader, struct doc_list *list,
			  const struct object *object, json_t *json)
{
	unsigned int i;
	json_t *value;

	snprintf(reader->path, sizeof(reader->path), "%s", object->name);
	if (!json_is_array(json))
		return doc_fail(reader, "expected a list: [...]");
	list->given = true;
	json_array_foreach(json, i, value) {
		list->items = memory_more(list->items, i,
					  sizeof(*list->items));
		reader->item = &list->items[i];
		memset(reader->item, 0, sizeof(*reader->item));
		reader->item->index = i;
		list->n = i + 1;
		if (!doc_read_item(reader, object, value))
			return false;
	}
	for (i = 0; i < list->n; i++) {
		list->sorted = memory_more(list->sorted, i,
					   sizeof(*list->sorted));
		list->sorted[i] = &list->items[i];
	}
	if (list->n)
		qsort(list->sorted, list->n, sizeof(*list->sorted),
		      doc_compare);
	return true;
}

static bool doc_read_version(struct doc_reader *reader, const json_t *json)
{
	const json_t *version = json_object_get(json, "version");

	snprintf(reader->path, sizeof(reader->path), "ovnet");
	if (!json_is_integer(version) || json_object_size(json) != 1)
		return doc_fail(reader, "expected {\"version\": %u}",
				DOC_VERSION);
	if (json_integer_value(version) != DOC_VERSION)
		return doc_fail(reader,
				"the document is of version %lld, this ovctl knows version %u",
				(long long)json_integer_value(version),
				DOC_VERSION);
	return true;
}

static bool doc_read_key(struct doc_reader *reader, struct doc *doc,
			 const char *key, json_t *json)
{
	unsigned int k;

	if (!strcmp(key, "ovnet"))
		return true;
	for (k = 0; k < DOC_LISTS; k++)
		if (!strcmp(key, doc_objects[k]->name))
			return doc_read_list(reader, &doc->lists[k],
					     doc_objects[k], json);
	reader->path[0] = '\0';
	return doc_fail(reader,
			"\"%s\" is not known here, expected ovnet, underlay, network, remote, member, port, fdb, route, neigh, binding or node",
			doc_clean(key));
}

static bool doc_read_all(struct doc_reader *reader, struct doc *doc,
			 json_t *json)
{
	const char *key;
	json_t *value;

	if (!json_is_object(json))
		return doc_fail(reader,
				"the document is not an object: {...}");
	value = json_object_get(json, "ovnet");
	if (!value)
		return doc_fail(reader,
				"this is not a document of \"ovctl save\": it has no \"ovnet\"");
	if (!doc_read_version(reader, value))
		return false;
	json_object_foreach(json, key, value)
		if (!doc_read_key(reader, doc, key, value))
			return false;
	return doc_check_repeated(reader, doc) && doc_check_refers(reader, doc);
}

/**
 * doc_read() - take a document apart, and find all that is wrong with it
 * @doc: what is in it; to be freed in any case
 * @args: the command
 * @text: the document
 * @len: bytes of it
 *
 * Devices that it names need not be there.
 *
 * Return: true, or false and it has been said what is wrong.
 */
bool doc_read(struct doc *doc, struct args *args, const char *text,
	      size_t len)
{
	struct doc_reader reader = { .args = args };
	const char *too_much = jsonlimit_check(text, len);
	json_error_t error;
	json_t *json;
	bool ok;

	memset(doc, 0, sizeof(*doc));
	if (too_much)
		return doc_fail(&reader, "%s", too_much);
	json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
	if (!json)
		return doc_fail(&reader, "line %d, column %d: %s", error.line,
				error.column, doc_clean(error.text));
	ok = doc_read_all(&reader, doc, json);
	json_decref(json);
	return ok;
}

/**
 * doc_given() - does a document speak of this kind of object?
 * @doc: the document
 * @object: which kind
 *
 * Return: whether it does.
 */
bool doc_given(const struct doc *doc, const struct object *object)
{
	unsigned int k;

	for (k = 0; k < DOC_LISTS; k++)
		if (doc_objects[k] == object)
			return doc->lists[k].given;
	return false;
}

static int doc_compare_key(const void *key, const void *item)
{
	return strcmp(key, (*(struct doc_item *const *)item)->key);
}

/**
 * doc_find() - the object that is called this
 * @doc: the document
 * @object: which kind
 * @key: from key_text()
 *
 * Return: the object or NULL.
 */
struct doc_item *doc_find(const struct doc *doc, const struct object *object,
			  const char *key)
{
	const struct doc_list *list = NULL;
	struct doc_item **found;
	unsigned int k;

	for (k = 0; k < DOC_LISTS; k++)
		if (doc_objects[k] == object)
			list = &doc->lists[k];
	if (!list || !list->n)
		return NULL;
	found = bsearch(key, list->sorted, list->n, sizeof(*list->sorted),
			doc_compare_key);
	return found ? *found : NULL;
}

/**
 * doc_find_left_out() - what an object refers to and was left out
 * @doc: the document
 * @fields: of the object, or of a part of it
 * @nest: its attributes
 * @object: result: the kind of what was left out
 *
 * Return: the first, or NULL if there is none.
 */
struct doc_item *doc_find_left_out(const struct doc *doc,
				   const struct field *fields,
				   const struct nlattr *nest,
				   const struct object **object)
{
	const struct field *field;
	const struct nlattr *attr;
	struct doc_item *other;

	for (field = fields; field->attr; field++) {
		if (!field->refers && field->type != FIELD_LIST)
			continue;
		mnl_attr_for_each_nested(attr, nest) {
			if (mnl_attr_get_type(attr) != field->attr)
				continue;
			if (field->type == FIELD_LIST) {
				other = doc_find_left_out(doc, field->fields,
							  attr, object);
				if (other)
					return other;
				continue;
			}
			other = doc_find(doc, field->refers,
					 mnl_attr_get_str(attr));
			*object = field->refers;
			if (other && other->left_out)
				return other;
		}
	}
	return NULL;
}

/**
 * doc_free() - forget a document
 * @doc: from doc_read()
 */
void doc_free(struct doc *doc)
{
	struct doc_list *list;
	unsigned int i;

	for (list = doc->lists; list < doc->lists + DOC_LISTS; list++) {
		for (i = 0; i < list->n; i++)
			free(list->items[i].nest);
		free(list->items);
		free(list->sorted);
	}
	memset(doc, 0, sizeof(*doc));
}
