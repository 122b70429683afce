// SPDX-License-Identifier: GPL-2.0
/* Values of a document into attributes, a type at a time. */
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "doc.h"

static bool doc_value_number(struct doc_reader *reader,
			     const struct field *field, const json_t *json)
{
	json_int_t v = json_integer_value(json);
	bool special = field->special && v == field->special_is;

	if (!json_is_integer(json) ||
	    ((v < field->min || v > field->max) && !special)) {
		if (field->special && field->special_is < field->min)
			return doc_fail(reader,
					"expected a number from %u to %u, or %u (%s)",
					field->min, field->max,
					field->special_is, field->special);
		return doc_fail(reader, "expected a number from %u to %u",
				field->min, field->max);
	}
	switch (field->type) {
	case FIELD_U8:
		mnl_attr_put_u8(reader->nlh, field->attr, v);
		break;
	case FIELD_U16:
		mnl_attr_put_u16(reader->nlh, field->attr, v);
		break;
	default:
		mnl_attr_put_u32(reader->nlh, field->attr, v);
	}
	return true;
}

static bool doc_value_bool(struct doc_reader *reader,
			   const struct field *field, const json_t *json)
{
	if (!json_is_boolean(json))
		return doc_fail(reader, "expected true or false");
	mnl_attr_put_u8(reader->nlh, field->attr, json_is_true(json));
	return true;
}

static bool doc_value_enum(struct doc_reader *reader,
			   const struct field *field, const json_t *json)
{
	const char *word = json_string_value(json);
	char names[128] = "";
	size_t len = 0;
	uint32_t i;

	for (i = 0; i <= field->max; i++) {
		if (!field->names[i])
			continue;
		if (word && !strcmp(word, field->names[i])) {
			mnl_attr_put_u8(reader->nlh, field->attr, i);
			return true;
		}
		if (len < sizeof(names))
			len += snprintf(names + len, sizeof(names) - len,
					"%s\"%s\"", len ? " or " : "",
					field->names[i]);
	}
	return doc_fail(reader, "expected %s", names);
}

/* As the kernel has it, so that it need not say so for each. */
static bool doc_value_is_name(const char *word)
{
	size_t len = word ? strlen(word) : 0;
	size_t i;

	if (!len || len >= OVNET_NAME_LEN || parse_digits(word))
		return false;
	for (i = 0; i < len; i++)
		if (!isascii((unsigned char)word[i]) ||
		    (!isalnum((unsigned char)word[i]) &&
		     !strchr(".-_:@+", word[i])))
			return false;
	return true;
}

static bool doc_value_name(struct doc_reader *reader,
			   const struct field *field, const json_t *json)
{
	const char *word = json_string_value(json);
	bool none = field->special && word && !word[0];

	if (!none && !doc_value_is_name(word))
		return doc_fail(reader,
				"expected a name: 1 to %u letters, digits and .-_:@+, not only digits%s",
				OVNET_NAME_LEN - 1,
				field->special ? "; or \"\"" : "");
	mnl_attr_put_strz(reader->nlh, field->attr, word);
	return true;
}

static bool doc_value_is_dev(const char *word)
{
	size_t len = word ? strlen(word) : 0;
	size_t i;

	if (!len || len >= IF_NAMESIZE || !strcmp(word, ".") ||
	    !strcmp(word, ".."))
		return false;
	for (i = 0; i < len; i++)
		if (!isgraph((unsigned char)word[i]) || word[i] == '/')
			return false;
	return true;
}

static bool doc_value_dev(struct doc_reader *reader,
			  const struct field *field, const json_t *json)
{
	const char *word = json_string_value(json);
	unsigned int ifindex;

	if (!doc_value_is_dev(word))
		return doc_fail(reader,
				"expected the name of a device: 1 to %u characters, no blank and no slash",
				IF_NAMESIZE - 1);
	ifindex = if_nametoindex(word);
	if (ifindex)
		mnl_attr_put_u32(reader->nlh, doc_value_attr(field), ifindex);
	else
		strcpy(reader->item->without, word);
	return true;
}

static bool doc_value_mac(struct doc_reader *reader,
			  const struct field *field, const json_t *json)
{
	const char *word = json_string_value(json);
	uint8_t mac[PARSE_MAC_LEN];

	if (!word || !parse_mac(word, mac))
		return doc_fail(reader,
				"expected a MAC address (\"02:00:00:00:00:01\")");
	mnl_attr_put(reader->nlh, field->attr, sizeof(mac), mac);
	return true;
}

static bool doc_value_ip(struct doc_reader *reader, const struct field *field,
			 const json_t *json)
{
	int family = field->type == FIELD_IP4 ? AF_INET : AF_INET6;
	const char *word = json_string_value(json);
	struct parse_addr addr;

	if (!word || parse_addrs(word, &addr, 1) != 1 || addr.family != family)
		return doc_fail(reader, "expected an %s address",
				family == AF_INET ? "IPv4" : "IPv6");
	mnl_attr_put(reader->nlh, field->attr, addr.len, addr.data);
	return true;
}

static bool doc_value_ips(struct doc_reader *reader, const struct field *field,
			  const json_t *json)
{
	size_t i, n = json_array_size(json);
	struct parse_addr addr;
	const char *word;
	bool ok;

	ok = n >= 1 && n <= field->max;
	for (i = 0; ok && i < n; i++) {
		word = json_string_value(json_array_get(json, i));
		ok = word && parse_addrs(word, &addr, 1) == 1;
		if (ok)
			mnl_attr_put(reader->nlh, field->attr, addr.len,
				     addr.data);
	}
	return ok || doc_fail(reader, "expected a list of 1 to %u IP addresses",
			      field->max);
}

static bool doc_value_list(struct doc_reader *reader,
			   const struct field *field, json_t *json)
{
	size_t i, n = json_array_size(json), path_len = strlen(reader->path);
	const struct field *part;
	struct nlattr *nest;

	if (!n || n > field->max)
		return doc_fail(reader,
				"expected a list of 1 to %u objects: [{...}]",
				field->max);
	for (i = 0; i < n; i++) {
		snprintf(reader->path + path_len,
			 sizeof(reader->path) - path_len, "[%zu]", i);
		nest = mnl_attr_nest_start(reader->nlh, field->attr);
		if (!doc_read_fields(reader, field->fields,
				     json_array_get(json, i)))
			return false;
		mnl_attr_nest_end(reader->nlh, nest);
		for (part = field->fields; part->attr; part++)
			if (field_has(part, FIELD_MUST) &&
			    !key_find(nest, part->attr))
				return doc_fail(reader, "it needs \"%s\"",
						part->key);
	}
	return true;
}

/**
 * doc_value_attr() - attribute that a value of a document becomes
 * @field: the field
 *
 * Return: OVNET_A_*.
 */
uint16_t doc_value_attr(const struct field *field)
{
	return field->type == FIELD_IFNAME ? field->attr2 : field->attr;
}

/**
 * doc_value_put() - a value as an attribute of the object that is being read
 * @reader: the object
 * @field: which attribute
 * @json: the value, of whatever type
 *
 * Return: true, or false and it has been said why not.
 */
bool doc_value_put(struct doc_reader *reader, const struct field *field,
		   struct json_t *json)
{
	switch (field->type) {
	case FIELD_BOOL:
	case FIELD_FLAG:
		return doc_value_bool(reader, field, json);
	case FIELD_ENUM:
		return doc_value_enum(reader, field, json);
	case FIELD_STRING:
	case FIELD_PAIR:
	case FIELD_REF:
		return doc_value_name(reader, field, json);
	case FIELD_DEV:
	case FIELD_IFNAME:
		return doc_value_dev(reader, field, json);
	case FIELD_MAC:
		return doc_value_mac(reader, field, json);
	case FIELD_IP4:
	case FIELD_IP6:
		return doc_value_ip(reader, field, json);
	case FIELD_IPS:
		return doc_value_ips(reader, field, json);
	case FIELD_LIST:
		return doc_value_list(reader, field, json);
	default:
		return doc_value_number(reader, field, json);
	}
}
