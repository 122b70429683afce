// SPDX-License-Identifier: GPL-2.0
/* "ip link ... type ovnet": the node's own legs in networks, endpoints' devices */
#include <arpa/inet.h>
#include <linux/ovnet.h>
#include <string.h>

#include "iproute2.h"
#include "parse.h"

#define LINK_REQUEST_SIZE	1024	/* what "ip" reserves for attributes */
#define LINK_ADDRS_MAX		32	/* that fit into it */

enum link_type {
	LINK_U16,
	LINK_U32,
	LINK_FLAG,	/* "learning" and "nolearning" */
	LINK_NAME,
	LINK_LOCAL,	/* also the attribute that follows, for IPv6 */
	LINK_ADDRS,
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
	{ "ip", LINK_ADDRS, IFLA_OVNET_BOUND, 0, 0 },
};

/* The other "port", see link_is_endpoint(). */
static const struct link_option link_endpoint = {
	"port", LINK_NAME, IFLA_OVNET_NETWORK, 0, 0
};

static void link_print_help(struct link_util *lu __unused, int argc __unused,
			    char **argv __unused, FILE *f)
{
	fputs("Usage: ... ovnet id ID\n"
	      "		[ network NAME ] [ vni VNI ]\n"
	      "		[ underlay NAME | local ADDR[,ADDR] [ port PORT ] ]\n"
	      "		[ [no]learning ] [ [no]learning-remote ]\n"
	      "		[ ageing SECONDS ] [ fdb-max N ] [ flood-rate N ]\n"
	      "       ... ovnet port { NETWORK | ID } [ ip ADDR[,ADDR]... ]\n"
	      "\n"
	      "Where:	ID   := 1-16777215\n"
	      "	VNI  := 0-16777215 (default: ID)\n"
	      "	ADDR := IPv4 or IPv6 address, with local of this node\n", f);
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

static void link_put_addrs(struct nlmsghdr *n, const struct link_option *option,
			   const char *word)
{
	struct parse_addr addrs[LINK_ADDRS_MAX];
	int count = parse_addrs(word, addrs, LINK_ADDRS_MAX);
	uint8_t nest[LINK_ADDRS_MAX * RTA_SPACE(sizeof(addrs->data))] = {};
	struct rtattr head;
	size_t len = 0;
	int i;

	if (!count)
		invarg("expected IP addresses with commas between", word);
	for (i = 0; i < count; i++) {
		head.rta_len = RTA_LENGTH(addrs[i].len);
		head.rta_type = addrs[i].family == AF_INET ?
				OVNET_A_BINDING_ADDR4 : OVNET_A_BINDING_ADDR6;
		memcpy(nest + len, &head, sizeof(head));
		memcpy(nest + len + RTA_LENGTH(0), addrs[i].data, addrs[i].len);
		len += RTA_SPACE(addrs[i].len);
	}
	addattr_l(n, LINK_REQUEST_SIZE, option->attr, nest, len);
}

/* A network by its name, or by its id. */
static void link_put_endpoint(struct nlmsghdr *n, const char *word)
{
	addattr_l(n, LINK_REQUEST_SIZE, IFLA_OVNET_ENDPOINT, NULL, 0);
	if (parse_digits(word))
		link_put_number(n, &link_options[0], word);
	else
		link_put_name(n, &link_endpoint, word);
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
	case LINK_ADDRS:
		link_put_addrs(n, option, word);
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

/*
 * Is it a network that "port" names? Where one is named otherwise, or the
 * underlay's address is given, or a link is changed, it is the UDP port.
 */
static bool link_is_endpoint(const struct nlmsghdr *n, int argc, char **argv)
{
	const struct link_option *option;
	bool on;
	int i;

	if (!(n->nlmsg_flags & NLM_F_CREATE))
		return false;
	for (i = 0; i < argc; i++) {
		option = link_find(argv[i], &on);
		if (!option)
			continue;
		if (option->attr == IFLA_OVNET_ID ||
		    option->attr == IFLA_OVNET_NETWORK ||
		    option->attr == IFLA_OVNET_LOCAL)
			return false;
		if (option->type != LINK_FLAG)
			i++;
	}
	return true;
}

static int link_parse(struct link_util *lu, int argc, char **argv,
		      struct nlmsghdr *n)
{
	bool endpoint = link_is_endpoint(n, argc, argv);
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
		if (endpoint && option->attr == IFLA_OVNET_PORT)
			link_put_endpoint(n, *argv);
		else
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

/* Whole and not empty, or NULL. */
static const char *link_string(struct rtattr *attr)
{
	const char *text = attr ? RTA_DATA(attr) : NULL;
	size_t len = attr ? RTA_PAYLOAD(attr) : 0;

	return len && *text && !text[len - 1] ? text : NULL;
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
		if (!link_string(attr))
			return;
		snprintf(fmt, sizeof(fmt), "%s %%s ", option->word);
		print_color_string(PRINT_ANY, COLOR_NONE, option->word, fmt,
				   data);
		return;
	case LINK_LOCAL:
	case LINK_ADDRS:
		return;
	}
	snprintf(fmt, sizeof(fmt), "%s %%u ", option->word);
	print_color_uint(PRINT_ANY, COLOR_NONE, option->word, fmt, u32);
}

static void link_print_addrs(struct rtattr *attr)
{
	struct rtattr *one = RTA_DATA(attr);
	int len = RTA_PAYLOAD(attr);
	const char *fmt = "ip %s";
	int type;

	if (!RTA_OK(one, len))
		return;
	open_json_array(PRINT_JSON, "ip");
	for (; RTA_OK(one, len); one = RTA_NEXT(one, len)) {
		type = one->rta_type & NLA_TYPE_MASK;
		if (type == OVNET_A_BINDING_ADDR4)
			link_print_ip(NULL, AF_INET, one, fmt);
		else if (type == OVNET_A_BINDING_ADDR6)
			link_print_ip(NULL, AF_INET6, one, fmt);
		fmt = ",%s";
	}
	close_json_array(PRINT_JSON, NULL);
	print_color_string(PRINT_FP, COLOR_NONE, NULL, "%s", " ");
}

/* What it is a port of, in the words that made it; as JSON, it is a network. */
static void link_print_endpoint(struct rtattr *tb[])
{
	const char *network = link_string(tb[IFLA_OVNET_NETWORK]);

	print_color_bool(PRINT_JSON, COLOR_NONE, "endpoint", NULL, true);
	if (network) {
		print_color_string(PRINT_JSON, COLOR_NONE, "network", NULL,
				   network);
		print_color_string(PRINT_FP, COLOR_NONE, NULL, "port %s ",
				   network);
	}
	if (tb[IFLA_OVNET_ID])
		link_print_value(&link_options[0], tb[IFLA_OVNET_ID]);
	if (tb[IFLA_OVNET_BOUND])
		link_print_addrs(tb[IFLA_OVNET_BOUND]);
}

static void link_print(struct link_util *lu __unused, FILE *f __unused,
		       struct rtattr *tb[])
{
	const struct link_option *option;
	size_t i;

	if (!tb)
		return;
	if (tb[IFLA_OVNET_ENDPOINT]) {
		link_print_endpoint(tb);
		return;
	}
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
