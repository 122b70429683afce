// SPDX-License-Identifier: GPL-2.0
/* Words of the command line into attributes, a type at a time. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "ovctl.h"
#include "parse.h"

#define VALUE_IPS_MAX	8	/* of any field */

static void value_put_number(struct request *r, struct args *args,
			     const struct field *field, const char *word)
{
	uint32_t v;

	if (field->special && !strcmp(word, field->special))
		v = field->special_is;
	else if (!parse_u32(word, field->min, field->max, &v))
		args_fail(args, "%s: \"%s\" is not a number from %u to %u%s%s",
			  field->word, word, field->min, field->max,
			  field->special ? ", nor " : "",
			  field->special ? field->special : "");
	switch (field->type) {
	case FIELD_U8:
		mnl_attr_put_u8(r->nlh, field->attr, v);
		break;
	case FIELD_U16:
		mnl_attr_put_u16(r->nlh, field->attr, v);
		break;
	default:
		mnl_attr_put_u32(r->nlh, field->attr, v);
	}
}

static void value_put_bool(struct request *r, struct args *args,
			   const struct field *field, const char *word)
{
	const char *off = field->names ? field->names[0] : "off";
	const char *on = field->names ? field->names[1] : "on";

	if (strcmp(word, on) && strcmp(word, off))
		args_fail(args, "%s: \"%s\" is neither %s nor %s", field->word,
			  word, on, off);
	mnl_attr_put_u8(r->nlh, field->attr, !strcmp(word, on));
}

static void value_put_enum(struct request *r, struct args *args,
			   const struct field *field, const char *word)
{
	char names[128] = "";
	uint32_t i;

	for (i = 0; i <= field->max; i++) {
		if (!field->names[i])
			continue;
		if (!strcmp(word, field->names[i])) {
			mnl_attr_put_u8(r->nlh, field->attr, i);
			return;
		}
		strncat(names, names[0] ? " or " : "",
			sizeof(names) - strlen(names) - 1);
		strncat(names, field->names[i],
			sizeof(names) - strlen(names) - 1);
	}
	args_fail(args, "%s%s\"%s\" is not %s", field->word,
		  field->word[0] ? ": " : "", word, names);
}

static void value_put_string(struct request *r, struct args *args,
			     const struct field *field, const char *word)
{
	size_t len = strlen(word);

	if (field->special && !strcmp(word, field->special)) {
		word = "";
		len = 0;
	} else if (!len || len >= OVNET_NAME_LEN) {
		args_fail(args, "\"%s\" is not a name of 1 to %u bytes", word,
			  OVNET_NAME_LEN - 1);
	}
	mnl_attr_put(r->nlh, field->attr, len + 1, word);
}

/* The first alone is all that there is. */
static void value_put_pair(struct request *r, struct args *args,
			   const struct field *field, const char *word)
{
	const struct field second = { .attr = field->attr2 };
	const char *comma = strchr(word, ',');
	char first[OVNET_NAME_LEN + 1];

	if (!comma) {
		value_put_string(r, args, field, word);
		return;
	}
	snprintf(first, sizeof(first), "%.*s", (int)(comma - word), word);
	value_put_string(r, args, field, first);
	value_put_string(r, args, &second, comma + 1);
}

static void value_put_ref(struct request *r, struct args *args,
			  const struct field *field, const char *word)
{
	uint32_t id;

	if (!parse_digits(word)) {
		value_put_string(r, args, field, word);
		return;
	}
	if (!parse_u32(word, field->min, field->max, &id))
		args_fail(args, "\"%s\" is not an id from %u to %u", word,
			  field->min, field->max);
	mnl_attr_put_u32(r->nlh, field->attr2, id);
}

static void value_put_dev(struct request *r, struct args *args,
			  const struct field *field, const char *word)
{
	uint32_t ifindex = device_index(args, word);

	if (!ifindex && errno == ENODEV)
		args_fail(args, "there is no device \"%s\"", word);
	if (!ifindex)
		args_fail(args, "device \"%s\": %s", word, strerror(errno));
	mnl_attr_put_u32(r->nlh, field->attr, ifindex);
}

static void value_put_mac(struct request *r, struct args *args,
			  const struct field *field, const char *word)
{
	uint8_t mac[PARSE_MAC_LEN];

	if (!parse_mac(word, mac))
		args_fail(args, "\"%s\" is not a MAC address (02:00:00:00:00:01)",
			  word);
	mnl_attr_put(r->nlh, field->attr, sizeof(mac), mac);
}

static void value_put_ips(struct request *r, struct args *args,
			  const struct field *field, const char *word)
{
	static const uint8_t none[16];
	struct parse_addr addrs[VALUE_IPS_MAX];
	int n, i;

	if (field->special && !strcmp(word, field->special)) {
		mnl_attr_put(r->nlh, field->attr, field->min, none);
		return;
	}
	n = parse_addrs(word, addrs, field->max);
	if (!n)
		args_fail(args,
			  "%s: \"%s\" is not 1 to %u IP addresses with commas between%s%s",
			  field->word, word, field->max,
			  field->special ? ", nor " : "",
			  field->special ? field->special : "");
	for (i = 0; i < n; i++)
		mnl_attr_put(r->nlh, field->attr, addrs[i].len, addrs[i].data);
}

static void value_put_ip(struct request *r, struct args *args,
			 const struct field *field, const char *word)
{
	struct parse_addr addr;

	if (parse_addrs(word, &addr, 1) != 1)
		args_fail(args, "%s: \"%s\" is not an IP address",
			  field->word, word);
	mnl_attr_put(r->nlh, field->attr, addr.len, addr.data);
}

static void value_put_ip6(struct request *r, struct args *args,
			  const struct field *field, const char *word)
{
	struct parse_addr addr = { .len = sizeof(addr.data) };

	if ((!field->special || strcmp(word, field->special)) &&
	    (parse_addrs(word, &addr, 1) != 1 || addr.family != AF_INET6))
		args_fail(args, "%s: \"%s\" is not an IPv6 address%s%s",
			  field->word, word, field->special ? ", nor " : "",
			  field->special ? field->special : "");
	mnl_attr_put(r->nlh, field->attr, addr.len, addr.data);
}

static void value_put_locator(struct request *r, struct args *args,
			      const struct field *field, const char *word)
{
	struct parse_addr addr = { .len = sizeof(addr.data) };
	uint8_t len = 0;

	if ((!field->special || strcmp(word, field->special)) &&
	    (!strchr(word, '/') || !parse_prefix(word, &addr, &len) ||
	     addr.family != AF_INET6))
		args_fail(args,
			  "%s: \"%s\" is not an IPv6 prefix (2001:db8:1::/64)%s%s",
			  field->word[0] ? field->word : "srv6", word,
			  field->special ? ", nor " : "",
			  field->special ? field->special : "");
	mnl_attr_put(r->nlh, field->attr, addr.len, addr.data);
	mnl_attr_put_u8(r->nlh, field->attr2, len);
}

static void value_put_source(struct request *r, const struct field *field,
			     const struct parse_addr *addr, uint8_t len)
{
	struct nlattr *nest = mnl_attr_nest_start(r->nlh, field->attr);

	mnl_attr_put(r->nlh, OVNET_A_SOURCE_ADDR, sizeof(addr->data),
		     addr->data);
	mnl_attr_put_u8(r->nlh, OVNET_A_SOURCE_LEN, len);
	mnl_attr_nest_end(r->nlh, nest);
}

static void value_put_sources(struct request *r, struct args *args,
			      const struct field *field, const char *word)
{
	struct parse_addr addr = {};
	char words[256], *at, *one;
	uint32_t n = 0;
	uint8_t len;

	if (field->special && !strcmp(word, field->special)) {
		value_put_source(r, field, &addr, 0);
		return;
	}
	snprintf(words, sizeof(words), "%s", word);
	at = words;
	while ((one = strsep(&at, ","))) {
		if (++n > field->max || strlen(word) >= sizeof(words) ||
		    !parse_prefix(one, &addr, &len) || addr.family != AF_INET6)
			args_fail(args,
				  "%s: \"%s\" is not 1 to %u IPv6 prefixes with commas between, nor %s",
				  field->word, word, field->max, field->special);
		value_put_source(r, field, &addr, len);
	}
}

static void value_put_local(struct request *r, struct args *args,
			    const struct field *field, const char *word)
{
	static const struct parse_addr none;
	const struct parse_addr *v4 = &none, *v6 = &none;
	struct parse_addr addrs[2];
	int n = parse_addrs(word, addrs, 2);
	int i;

	if (!n || (n == 2 && addrs[0].family == addrs[1].family))
		args_fail(args,
			  "%s: \"%s\" is not an IPv4 address, an IPv6 address or one of each with a comma between",
			  field->word, word);
	for (i = 0; i < n; i++)
		*(addrs[i].family == AF_INET ? &v4 : &v6) = &addrs[i];
	/* What is not given is none, also where there was one. */
	mnl_attr_put(r->nlh, field->attr, 4, v4->data);
	mnl_attr_put(r->nlh, field->attr2, 16, v6->data);
}

static void value_put_range(struct request *r, struct args *args,
			    const struct field *field, const char *word)
{
	uint32_t low, high;
	const char *last;

	last = args_take(args, "the end of the range");
	if (!parse_u32(word, field->min, field->max, &low) ||
	    !parse_u32(last, low, field->max, &high))
		args_fail(args,
			  "%s: \"%s %s\" is not a range from %u to %u at most",
			  field->word, word, last, field->min, field->max);
	mnl_attr_put_u16(r->nlh, field->attr, low);
	mnl_attr_put_u16(r->nlh, field->attr2, high);
}

static void value_put_prefix(struct request *r, struct args *args,
			     const struct field *field, const char *word)
{
	struct parse_addr addr;
	uint8_t len;

	if (!parse_prefix(word, &addr, &len))
		args_fail(args, "\"%s\" is not a prefix (192.0.2.0/24)", word);
	mnl_attr_put(r->nlh, addr.family == AF_INET ? field->attr : field->attr2,
		     addr.len, addr.data);
	mnl_attr_put_u8(r->nlh, field->attr3, len);
}

/* Each family has its own attributes: an address, and behind it its length. */
static void value_put_gateway(struct request *r, struct args *args,
			      const struct field *field, const char *word)
{
	static const uint8_t none[16];
	struct parse_addr addr;
	uint16_t attr;
	uint8_t len;

	if (!strcmp(word, "none")) {
		mnl_attr_put(r->nlh, field->attr, 4, none);
		mnl_attr_put(r->nlh, field->attr2, 16, none);
		return;
	}
	if (!strchr(word, '/') || !parse_prefix(word, &addr, &len))
		args_fail(args,
			  "%s: \"%s\" is not an address and its prefix length (192.0.2.1/24), nor none",
			  field->word, word);
	attr = addr.family == AF_INET ? field->attr : field->attr2;
	mnl_attr_put(r->nlh, attr, addr.len, addr.data);
	mnl_attr_put_u8(r->nlh, attr + 1, len);
}

/* An address of either family, each with its own attribute. */
static void value_put_either(struct request *r, struct args *args,
			     const struct field *field, const char *word)
{
	struct parse_addr addr;

	if (parse_addrs(word, &addr, 1) != 1)
		args_fail(args, "\"%s\" is not an IP address", word);
	mnl_attr_put(r->nlh, addr.family == AF_INET ? field->attr : field->attr2,
		     addr.len, addr.data);
}

static void value_put_held(struct request *r __unused, struct args *args,
			   const struct field *field, const char *word)
{
	args->held[field->min] = word;
}

/* Of types that nobody may set, or that have no word, there are none. */
static void (*const value_puts[])(struct request *r, struct args *args,
				  const struct field *field,
				  const char *word) = {
	[FIELD_U8] = value_put_number,
	[FIELD_U16] = value_put_number,
	[FIELD_U32] = value_put_number,
	[FIELD_BOOL] = value_put_bool,
	[FIELD_ENUM] = value_put_enum,
	[FIELD_STRING] = value_put_string,
	[FIELD_PAIR] = value_put_pair,
	[FIELD_REF] = value_put_ref,
	[FIELD_DEV] = value_put_dev,
	[FIELD_MAC] = value_put_mac,
	[FIELD_IP] = value_put_ip,
	[FIELD_IP6] = value_put_ip6,
	[FIELD_IPS] = value_put_ips,
	[FIELD_LOCAL] = value_put_local,
	[FIELD_RANGE] = value_put_range,
	[FIELD_PREFIX] = value_put_prefix,
	[FIELD_GATEWAY] = value_put_gateway,
	[FIELD_EITHER] = value_put_either,
	[FIELD_LOCATOR] = value_put_locator,
	[FIELD_SOURCES] = value_put_sources,
	[FIELD_HELD] = value_put_held,
};

/**
 * value_put_word() - a word as the value of a field
 * @r: the request it goes into
 * @args: the command
 * @field: which, of a type that has a word
 * @word: the word
 */
void value_put_word(struct request *r, struct args *args,
		    const struct field *field, const char *word)
{
	value_puts[field->type](r, args, field, word);
}

/**
 * value_put() - take the next word as the value of a field; a flag needs none
 * @r: the request it goes into
 * @args: the command
 * @field: which
 */
void value_put(struct request *r, struct args *args, const struct field *field)
{
	if (field->type == FIELD_FLAG)
		mnl_attr_put_u8(r->nlh, field->attr, 1);
	else
		value_put_word(r, args, field, args_take(args, "its value"));
}

/**
 * value_put_subject() - take the next word as what the command is about
 * @r: the request it goes into
 * @args: the command
 * @field: the key, its @word says what it should be
 */
void value_put_subject(struct request *r, struct args *args,
		       const struct field *field)
{
	value_put_word(r, args, field, args_subject(args, field->word));
}
