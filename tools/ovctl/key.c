// SPDX-License-Identifier: GPL-2.0
/* What an object is called: the words that a person would use for it. */
#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "ovctl.h"

/**
 * key_find() - an attribute of an object
 * @nest: its attributes
 * @type: which; 0: none
 *
 * Return: the attribute, the first if there are several, or NULL.
 */
const struct nlattr *key_find(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr;

	if (!type)
		return NULL;
	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

/**
 * key_prefix() - a prefix as a word
 * @field: of type FIELD_PREFIX
 * @nest: attributes of the object
 * @word: "192.0.2.0/24"
 * @size: of it, at least INET6_ADDRSTRLEN + 4
 *
 * Return: whether the object has one.
 */
bool key_prefix(const struct field *field, const struct nlattr *nest,
		char *word, size_t size)
{
	const struct nlattr *dst4 = key_find(nest, field->attr);
	const struct nlattr *dst6 = key_find(nest, field->attr2);
	const struct nlattr *len = key_find(nest, field->attr3);
	const struct nlattr *dst = dst4 ? dst4 : dst6;
	size_t at;

	if (!dst || !len || mnl_attr_get_payload_len(len) != 1 ||
	    mnl_attr_get_payload_len(dst) != (dst4 ? 4 : 16) ||
	    !inet_ntop(dst4 ? AF_INET : AF_INET6, mnl_attr_get_payload(dst),
		       word, size))
		return false;
	at = strlen(word);
	snprintf(word + at, size - at, "/%u", mnl_attr_get_u8(len));
	return true;
}

/**
 * key_either() - an address as a word
 * @field: of type FIELD_EITHER
 * @nest: attributes of the object
 * @word: "192.0.2.1"
 * @size: of it, at least INET6_ADDRSTRLEN
 *
 * Return: whether the object has one.
 */
bool key_either(const struct field *field, const struct nlattr *nest,
		char *word, size_t size)
{
	const struct nlattr *addr4 = key_find(nest, field->attr);
	const struct nlattr *addr6 = key_find(nest, field->attr2);
	const struct nlattr *addr = addr4 ? addr4 : addr6;

	return addr && mnl_attr_get_payload_len(addr) == (addr4 ? 4 : 16) &&
	       inet_ntop(addr4 ? AF_INET : AF_INET6,
			 mnl_attr_get_payload(addr), word, size);
}

/* Of a name or address, else of the number that stands for it. */
static bool key_word(const struct field *field, const struct nlattr *nest,
		     char *word, size_t size)
{
	const struct nlattr *attr = key_find(nest, field->attr);
	uint32_t number;

	if (field->type == FIELD_PREFIX)
		return key_prefix(field, nest, word, size);
	if (field->type == FIELD_EITHER)
		return key_either(field, nest, word, size);
	if (attr && field->type == FIELD_MAC &&
	    mnl_attr_get_payload_len(attr) == PARSE_MAC_LEN) {
		format_mac(mnl_attr_get_payload(attr), word);
		return true;
	}
	if (attr && mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0) {
		snprintf(word, size, "%s", mnl_attr_get_str(attr));
		return true;
	}
	attr = key_find(nest, field->attr2);
	if (!attr || mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
		return false;
	number = mnl_attr_get_u32(attr);
	if (field->type != FIELD_IFNAME || !if_indextoname(number, word))
		snprintf(word, size, "%u", number);
	return true;
}

/**
 * key_text() - what an object is called
 * @object: which kind
 * @nest: its attributes
 * @text: the words; empty if it has no name
 */
void key_text(const struct object *object, const struct nlattr *nest,
	      char text[KEY_SIZE])
{
	char word[INET6_ADDRSTRLEN + 4];
	const struct field *field;
	size_t len = 0;

	text[0] = '\0';
	for (field = object->fields; field->attr; field++) {
		if ((!field_has(field, FIELD_KEY) &&
		     !field_has(field, FIELD_NAMES)) ||
		    !key_word(field, nest, word, sizeof(word)))
			continue;
		len += snprintf(text + len, KEY_SIZE - len, "%s%s",
				len ? " " : "", word);
		if (len >= KEY_SIZE)
			return;
	}
}
