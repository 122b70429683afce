// SPDX-License-Identifier: GPL-2.0
/* "ip link ... type ovnet": the node's own legs in networks */
#include <arpa/inet.h>
#include <linux/ovnet.h>
#include <string.h>

#include "iproute2.h"
#include "parse.h"

#define LINK_REQUEST_SIZE	1024	/* what "ip" reserves for attributes */

enum link_type {
	LINK_U16,
	LINK_U32,
	LINK_FLAG,	/* "learning" and "nolearning" */
	LINK_NAME,
	LINK_LOCAL,	/* also the attribute that follows, for IPv6 */
};

static const struct link_option {
	const char *word;
	enum link_type type;
	uint16_t attr;
	uint32_t min;
	uint32_t max;
} link_options[] = {
	{ "id", LINK_U32, IFLA_OVNET_ID, 1, OVNET_NETWORK_ID_MAX },
	{ "network", LINK_NAME, IFLA_OVNET_NETWORK, 0, 0 },
	{ "vni", LINK_U32, IFLA_OVNET_VNI, 0, OVNET_NETWORK_ID_MAX },
	{ "underlay", LINK_NAME, IFLA_OVNET_UNDERLAY, 0, 0 },
	{ "local", LINK_LOCAL, IFLA_OVNET_LOCAL, 0, 0 },
	{ "port", LINK_U16, IFLA_OVNET_PORT, 1, UINT16_MAX },
	{ "learning", LINK_FLAG, IFLA_OVNET_LEARNING, 0, 0 },
	{ "learning-remote", LINK_FLAG, IFLA_OVNET_LEARNING_REMOTE, 0, 0 },
	{ "ageing", LINK_U32, IFLA_OVNET_AGEING, 0, UINT32_MAX },
	{ "fdb-max", LINK_U32, IFLA_OVNET_FDB_MAX, 0, UINT32_MAX },
	{ "flood-rate", LINK_U32, IFLA_OVNET_FLOOD_RATE, 0, UINT32_MAX },
};

static void link_print_help(struct link_util *lu __unused, int argc __unused,
			    char **argv __unused, FILE *f)
{
	fputs("Usage: ... ovnet id ID\n"
	      "		[ network NAME ] [ vni VNI ]\n"
	      "		[ underlay NAME | local ADDR[,ADDR] [ port PORT ] ]\n"
	      "		[ [no]learning ] [ [no]learning-remote ]\n"
	      "		[ ageing SECONDS ] [ fdb-max N ] [ flood-rate N ]\n"
	      "\n"
	      "Where:	ID   := 1-16777215\n"
	      "	VNI  := 0-16777215 (default: ID)\n"
	      "	ADDR := IPv4 or IPv6 address of this node\n", f);
}

static void link_put_number(struct nlmsghdr *n,
			    const struct link_option *option, const char *word)
{
	uint32_t v;

	if (!parse_u32(word, option->min, option->max, &v))
		invarg("number out of range or none", word);
	if (option->type == LINK_U16)
		addattr16(n, LINK_REQUEST_SIZE, option->attr, v);
	else
		addattr32(n, LINK_REQUEST_SIZE, option->attr, v);
}

static void link_put_name(struct nlmsghdr *n, const struct link_option *option,
			  const char *word)
{
	size_t len = strlen(word);

	if (!len || len >= OVNET_NAME_LEN)
		invarg("name too long or empty", word);
	addattr_l(n, LINK_REQUEST_SIZE, option->attr, word, len + 1);
}

static void link_put_local(struct nlmsghdr *n, const char *word)
{
	struct parse_addr addrs[2];
	int count = parse_addrs(word, addrs, 2);
	int i;

	if (!count || (count == 2 && addrs[0].family == addrs[1].family))
		invarg("expected an IPv4 address, an IPv6 address or one of each",
		       word);
	for (i = 0; i < count; i++)
		addattr_l(n, LINK_REQUEST_SIZE,
			  addrs[i].family == AF_INET ? IFLA_OVNET_LOCAL :
						       IFLA_OVNET_LOCAL6,
			  addrs[i].data, addrs[i].len);
}

static void link_put_value(struct nlmsghdr *n,
			   const struct link_option *option, const char *word)
{
	switch (option->type) {
	case LINK_U16:
	case LINK_U32:
		link_put_number(n, option, word);
		break;
	case LINK_NAME:
		link_put_name(n, option, word);
		break;
	case LINK_LOCAL:
		link_put_local(n, word);
		break;
	case LINK_FLAG:
		break;
	}
}

/* Finds "learning" for "nolearning" too, and says which in @on. */
static const struct link_option *link_find(const char *word, bool *on)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(link_options); i++) {
		*on = !strcmp(word, link_options[i].word);
		if (*on || (link_options[i].type == LINK_FLAG &&
			    !strncmp(word, "no", 2) &&
			    !strcmp(word + 2, link_options[i].word)))
			return &link_options[i];
	}
	return NULL;
}

static int link_parse(struct link_util *lu, int argc, char **argv,
		      struct nlmsghdr *n)
{
	const struct link_option *option;
	uint32_t given = 0;
	bool on;

	for (; argc > 0; argc--, argv++) {
		if (!strcmp(*argv, "help")) {
			link_print_help(lu, argc, argv, stdout);
			return -1;
		}
		option = link_find(*argv, &on);
		if (!option) {
			fprintf(stderr, "ovnet: unknown option \"%s\"\n",
				*argv);
			link_print_help(lu, argc, argv, stderr);
			return -1;
		}
		if (given & 1U << option->attr)
			duparg(option->word, *argv);
		given |= 1U << option->attr;
		if (option->type == LINK_FLAG) {
			addattr8(n, LINK_REQUEST_SIZE, option->attr, on);
			continue;
		}
		if (argc == 1)
			incomplete_command();
		argc--;
		argv++;
		link_put_value(n, option, *argv);
	}
	return 0;
}

static void link_print_ip(const char *key, int family, struct rtattr *attr,
			  const char *fmt)
{
	char text[INET6_ADDRSTRLEN];

	if (RTA_PAYLOAD(attr) < (family == AF_INET ? 4 : 16))
		return;
	inet_ntop(family, RTA_DATA(attr), text, sizeof(text));
	print_color_string(PRINT_ANY, family == AF_INET ? COLOR_INET :
			   COLOR_INET6, key, fmt, text);
}

/* Both addresses as they were given: with a comma between. */
static void link_print_local(struct rtattr *v4, struct rtattr *v6)
{
	if (v4)
		link_print_ip("local", AF_INET, v4, v6 ? "local %s" : "local %s ");
	if (v6)
		link_print_ip("local6", AF_INET6, v6, v4 ? ",%s " : "local %s ");
}

static void link_print_value(const struct link_option *option,
			     struct rtattr *attr)
{
	const void *data = RTA_DATA(attr);
	size_t len = RTA_PAYLOAD(attr);
	uint16_t u16 = 0;
	uint32_t u32 = 0;
	char fmt[32];
	bool on;

	switch (option->type) {
	case LINK_U16:
		if (len < sizeof(u16))
			return;
		memcpy(&u16, data, sizeof(u16));
		u32 = u16;
		break;
	case LINK_U32:
		if (len < sizeof(u32))
			return;
		memcpy(&u32, data, sizeof(u32));
		break;
	case LINK_FLAG:
		if (!len)
			return;
		on = *(const uint8_t *)data;
		snprintf(fmt, sizeof(fmt), "%s%s ", on ? "" : "no",
			 option->word);
		print_color_bool(PRINT_JSON, COLOR_NONE, option->word, NULL,
				 on);
		print_color_string(PRINT_FP, COLOR_NONE, NULL, "%s", fmt);
		return;
	case LINK_NAME:
		if (!len || !*(const char *)data ||
		    ((const char *)data)[len - 1])
			return;
		snprintf(fmt, sizeof(fmt), "%s %%s ", option->word);
		print_color_string(PRINT_ANY, COLOR_NONE, option->word, fmt,
				   data);
		return;
	case LINK_LOCAL:
		return;
	}
	snprintf(fmt, sizeof(fmt), "%s %%u ", option->word);
	print_color_uint(PRINT_ANY, COLOR_NONE, option->word, fmt, u32);
}

static void link_print(struct link_util *lu __unused, FILE *f __unused,
		       struct rtattr *tb[])
{
	const struct link_option *option;
	size_t i;

	if (!tb)
		return;
	for (i = 0; i < ARRAY_SIZE(link_options); i++) {
		option = &link_options[i];
		if (option->type == LINK_LOCAL)
			link_print_local(tb[IFLA_OVNET_LOCAL],
					 tb[IFLA_OVNET_LOCAL6]);
		else if (tb[option->attr])
			link_print_value(option, tb[option->attr]);
	}
}

__attribute__((visibility("default")))
struct link_util ovnet_link_util = {
	.id = "ovnet",
	.maxattr = IFLA_OVNET_MAX,
	.parse_opt = link_parse,
	.print_opt = link_print,
	.print_help = link_print_help,
};
