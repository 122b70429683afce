// SPDX-License-Identifier: GPL-2.0
/* What attributes say, and addresses. */
#include <arpa/inet.h>
#include <string.h>

#include "attr.h"
#include "ovctl.h"

/**
 * attr_number() - a number of an object
 * @nest: its attributes
 * @type: which, of any size
 *
 * Return: the number, 0 if it is not there.
 */
uint64_t attr_number(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr = key_find(nest, type);

	switch (attr ? mnl_attr_get_payload_len(attr) : 0) {
	case 1:
		return mnl_attr_get_u8(attr);
	case 2:
		return mnl_attr_get_u16(attr);
	case 4:
		return mnl_attr_get_u32(attr);
	case 8:
		return mnl_attr_get_u64(attr);
	}
	return 0;
}

/**
 * attr_text() - a string of an object
 * @nest: its attributes
 * @type: which
 *
 * Return: the string, empty if it is not there.
 */
const char *attr_text(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr = key_find(nest, type);

	return attr && mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0 ?
	       mnl_attr_get_str(attr) : "";
}

/**
 * attr_address() - an address
 * @attr: 4 or 16 bytes, or NULL
 * @addr: result; its length is 0 if there is none
 *
 * Return: whether there is one that is not zero.
 */
bool attr_address(const struct nlattr *attr, struct parse_addr *addr)
{
	static const uint8_t zero[16];
	unsigned int len = attr ? mnl_attr_get_payload_len(attr) : 0;

	memset(addr, 0, sizeof(*addr));
	if ((len != 4 && len != 16) ||
	    !memcmp(mnl_attr_get_payload(attr), zero, len))
		return false;
	addr->family = len == 4 ? AF_INET : AF_INET6;
	addr->len = len;
	memcpy(addr->data, mnl_attr_get_payload(attr), len);
	return true;
}

/**
 * attr_covers() - is an address in a prefix?
 * @prefix: the prefix
 * @bits: of it
 * @addr: the address
 *
 * Return: whether it is.
 */
bool attr_covers(const struct parse_addr *prefix, unsigned int bits,
		 const struct parse_addr *addr)
{
	unsigned int bytes = bits / 8;
	uint8_t mask = 0xff00 >> bits % 8;

	if (!prefix->len || prefix->len != addr->len || bits > 8 * addr->len ||
	    memcmp(prefix->data, addr->data, bytes))
		return false;
	return !mask || !((prefix->data[bytes] ^ addr->data[bytes]) & mask);
}

/**
 * attr_format() - an address as a word
 * @addr: the address
 * @text: result
 *
 * Return: @text.
 */
const char *attr_format(const struct parse_addr *addr,
			char text[INET6_ADDRSTRLEN])
{
	if (!addr->len ||
	    !inet_ntop(addr->family, addr->data, text, INET6_ADDRSTRLEN))
		text[0] = '\0';
	return text;
}
