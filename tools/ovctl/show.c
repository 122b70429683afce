// SPDX-License-Identifier: GPL-2.0
/*
 * Attributes into output. What has an unknown number or a wrong length is
 * passed over: a newer module may say more than this program knows.
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "ovctl.h"
#include "print.h"

#define SHOW_ATTRS_MAX	64

static bool show_number(const struct nlattr *attr, size_t size, uint64_t *v)
{
	if (mnl_attr_get_payload_len(attr) != size)
		return false;
	switch (size) {
	case 1:
		*v = mnl_attr_get_u8(attr);
		break;
	case 2:
		*v = mnl_attr_get_u16(attr);
		break;
	case 4:
		*v = mnl_attr_get_u32(attr);
		break;
	default:
		*v = mnl_attr_get_u64(attr);
	}
	return true;
}

/* An enum is its name, also in JSON; one that has no name yet its number. */
static void show_enum(const struct field *field, const char *word, uint64_t v)
{
	if (v <= field->max && field->names[v])
		print_string(field->key, word, field->names[v]);
	else
		print_uint(field->key, word, v);
}

static void show_bits(const struct field *field, const char *word, uint64_t v)
{
	char unknown[16];
	unsigned int i;

	print_array_begin(field->key, word);
	for (i = 0; i < 64; i++) {
		if (!(v >> i & 1))
			continue;
		snprintf(unknown, sizeof(unknown), "bit%u", i);
		print_array_string(i <= field->max ? field->names[i] : unknown);
	}
	print_array_end();
}

static void show_dev(const struct field *field, const char *word, uint32_t v)
{
	char name[IF_NAMESIZE];

	if (!v)
		return;
	/* it may have gone between the answer and now */
	if (!if_indextoname(v, name))
		snprintf(name, sizeof(name), "if%u", v);
	print_string(field->key, word, name);
}

static void show_ms(const struct field *field, const char *word, uint64_t v)
{
	char text[32];

	snprintf(text, sizeof(text), "%llu.%llus",
		 (unsigned long long)v / 1000,
		 (unsigned long long)v % 1000 / 100);
	print_uint_as(field->key, word, v, text);
}

static const char *show_ip(const struct nlattr *attr)
{
	static char text[INET6_ADDRSTRLEN];
	const void *addr = mnl_attr_get_payload(attr);

	switch (mnl_attr_get_payload_len(attr)) {
	case 4:
		return inet_ntop(AF_INET, addr, text, sizeof(text));
	case 16:
		return inet_ntop(AF_INET6, addr, text, sizeof(text));
	}
	return NULL;
}

static void show_ips(const struct field *field, const char *word,
		     const struct nlattr *nest)
{
	const struct nlattr *attr;
	const char *text;

	print_array_begin(field->key, word);
	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) != field->attr)
			continue;
		text = show_ip(attr);
		if (text)
			print_array_string(text);
	}
	print_array_end();
}

static void show_mac(const struct field *field, const char *word,
		     const struct nlattr *attr)
{
	char text[FORMAT_MAC_SIZE];

	if (mnl_attr_get_payload_len(attr) != PARSE_MAC_LEN)
		return;
	format_mac(mnl_attr_get_payload(attr), text);
	print_string(field->key, word, text);
}

static void show_string(const struct field *field, const char *word,
			const struct nlattr *attr)
{
	const char *value = mnl_attr_get_str(attr);

	if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
		return;
	if (field->use & FIELD_NONZERO && !value[0] && !with_details)
		word = NULL;
	print_string_as(field->key, word, value,
			value[0] || !field->special ? value : field->special);
}

static const char *show_text(const struct nlattr *attr)
{
	return attr && mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0 ?
	       mnl_attr_get_str(attr) : "";
}

static void show_pair(const struct field *field, const char *word,
		      const struct nlattr *attr, const struct nlattr *nest)
{
	const char *first = show_text(attr);
	const char *second = show_text(key_find(nest, field->attr2));
	char text[2 * OVNET_NAME_LEN];

	snprintf(text, sizeof(text), "%s%s%s", first,
		 first[0] && second[0] ? "," : "", second);
	if (field->use & FIELD_NONZERO && !text[0] && !with_details)
		word = NULL;
	print_string_as(field->key, word, first,
			text[0] || !field->special ? text : field->special);
}

static void show_scalar(const struct field *field, const char *word,
			const struct nlattr *attr)
{
	static const size_t size[] = {
		[FIELD_U8] = 1,
		[FIELD_U16] = 2,
		[FIELD_HEX16] = 2,
		[FIELD_U32] = 4,
		[FIELD_U64] = 8,
		[FIELD_BOOL] = 1,
		[FIELD_FLAG] = 1,
		[FIELD_ENUM] = 1,
		[FIELD_BITS] = 8,
		[FIELD_DEV] = 4,
		[FIELD_MS] = 8,
	};
	char hex[8];
	uint64_t v;

	if (!show_number(attr, size[field->type], &v))
		return;
	if (field->use & FIELD_NONZERO && !v && !with_details)
		word = NULL;
	switch (field->type) {
	case FIELD_BOOL:
		print_bool(field->key, word, v,
			   field->names ? field->names[!!v] :
			   v ? "on" : "off");
		break;
	case FIELD_FLAG:
		print_bool(field->key, v ? "" : NULL, v, word);
		break;
	case FIELD_ENUM:
		show_enum(field, word, v);
		break;
	case FIELD_BITS:
		show_bits(field, word, v);
		break;
	case FIELD_DEV:
		show_dev(field, word, v);
		break;
	case FIELD_MS:
		show_ms(field, word, v);
		break;
	case FIELD_HEX16:
		snprintf(hex, sizeof(hex), "0x%04x", (uint16_t)v);
		print_uint_as(field->key, word, v, hex);
		break;
	default:
		print_uint_as(field->key, word, v,
			      field->special && v == field->special_is ?
			      field->special : NULL);
	}
}

static void show_saved(const struct field *fields, const struct nlattr *nest,
		       uint64_t omit);

static void show_list(const struct field *field, const char *word,
		      const struct nlattr *nest, bool saved)
{
	const struct nlattr *attr;
	bool more = false;

	print_nests_begin(field->key);
	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) != field->attr)
			continue;
		if (word && more)
			print_label(word);
		more = true;
		print_nest_begin(NULL);
		if (saved)
			show_saved(field->fields, attr, 0);
		else
			show_nest(field->fields, attr);
		print_nest_end();
	}
	print_nests_end();
}

static void show_field(const struct field *field, const char *word,
		       const struct nlattr *attr, const struct nlattr *nest)
{
	const char *text;

	switch (field->type) {
	case FIELD_STRING:
	case FIELD_REF:
	case FIELD_IFNAME:
		show_string(field, word, attr);
		break;
	case FIELD_PAIR:
		show_pair(field, word, attr, nest);
		break;
	case FIELD_MAC:
		show_mac(field, word, attr);
		break;
	case FIELD_IP:
	case FIELD_IP4:
	case FIELD_IP6:
		text = show_ip(attr);
		if (text)
			print_string(field->key, word, text);
		break;
	case FIELD_IPS:
		show_ips(field, word, nest);
		break;
	case FIELD_NEST:
		print_nest_begin(field->key);
		show_nest(field->fields, attr);
		print_nest_end();
		break;
	case FIELD_LIST:
		show_list(field, word, nest, false);
		break;
	default:
		show_scalar(field, word, attr);
	}
}

/**
 * show_nest() - print attributes
 * @fields: which, and how
 * @nest: that they are in
 */
void show_nest(const struct field *fields, const struct nlattr *nest)
{
	const struct nlattr *tb[SHOW_ATTRS_MAX] = {};
	char prefix[INET6_ADDRSTRLEN + 4];
	const struct field *field;
	const struct nlattr *attr;
	const char *word;

	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) < SHOW_ATTRS_MAX)
			tb[mnl_attr_get_type(attr)] = attr;
	for (field = fields; field->attr; field++) {
		word = field->word;
		if (field_has(field, FIELD_NAMES) &&
		    (field->type == FIELD_PREFIX ?
		     key_prefix(field, nest, prefix, sizeof(prefix)) :
		     key_either(field, nest, prefix, sizeof(prefix))))
			print_label(prefix);
		if (!field->key || !tb[field->attr] ||
		    field_has(field, FIELD_DOC_ONLY))
			continue;
		if ((field->use & FIELD_STAT && !with_stats) ||
		    (field->use & FIELD_DETAIL && !with_details))
			word = NULL;
		else if ((field->use & FIELD_LINE) == FIELD_LINE)
			print_break();
		/* nothing there for the comma to follow */
		if (word && (!strcmp(word, ",") || !strcmp(word, "/")) &&
		    !tb[field[-1].attr])
			word = "";
		show_field(field, word, tb[field->attr], nest);
	}
}

static void show_saved(const struct field *fields, const struct nlattr *nest,
		       uint64_t omit)
{
	const struct field *field;
	const struct nlattr *attr;

	for (field = fields; field->attr; field++) {
		attr = key_find(nest, field->attr);
		if (!attr || !field_has(field, FIELD_DOC) ||
		    omit & 1ULL << field->attr)
			continue;
		if (field->type == FIELD_LIST)
			show_list(field, "", nest, true);
		else
			show_field(field, "", attr, nest);
	}
}

/**
 * show_document() - print of an object what can be configured
 * @object: which kind
 * @nest: its attributes
 * @omit: bits of attributes to leave out
 */
void show_document(const struct object *object, const struct nlattr *nest,
		   uint64_t omit)
{
	show_saved(object->fields, nest, omit);
}

/**
 * show_fields() - print the attributes of an object
 * @object: which kind
 * @nlh: message with such an object
 */
void show_fields(const struct object *object, const struct nlmsghdr *nlh)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == object->attr)
			show_nest(object->fields, attr);
}

/**
 * show_object() - print an object, in text a line
 * @nlh: message with an object
 * @object: which kind
 *
 * Return: 0, for ovnl_rows_each().
 */
int show_object(const struct nlmsghdr *nlh, void *object)
{
	print_object_begin();
	show_fields(object, nlh);
	print_object_end();
	return 0;
}
