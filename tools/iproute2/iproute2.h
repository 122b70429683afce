/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What iproute2's "ip" shares with its link plugins. It installs no header:
 * these are copies of declarations in ip/ip_common.h (struct link_util),
 * include/json_print.h, include/color.h, include/utils.h and
 * include/libnetlink.h, the same from iproute2 6.1 to 7.1.
 *
 * "ip" loads link_KIND.so from $IP_LIB_DIR or LIBDIR/ip and takes the symbol
 * KIND_link_util from it; the functions are its own.
 */
#ifndef OVNET_IPROUTE2_H
#define OVNET_IPROUTE2_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "compiler.h"

struct link_util {
	struct link_util *next;
	const char *id;
	int maxattr;
	int (*parse_opt)(struct link_util *lu, int argc, char **argv,
			 struct nlmsghdr *n);
	void (*print_opt)(struct link_util *lu, FILE *f, struct rtattr *tb[]);
	void (*print_xstats)(struct link_util *lu, FILE *f,
			     struct rtattr *xstats);
	void (*print_help)(struct link_util *lu, int argc, char **argv,
			   FILE *f);
	int (*parse_ifla_xstats)(struct link_util *lu, int argc, char **argv);
	int (*print_ifla_xstats)(struct nlmsghdr *n, void *arg);
};

enum output_type {
	PRINT_FP = 1,
	PRINT_JSON = 2,
	PRINT_ANY = 4,
};

enum color_attr {
	COLOR_INET = 2,
	COLOR_INET6 = 3,
	COLOR_NONE = 6,
};

int print_color_uint(enum output_type type, enum color_attr color,
		     const char *key, const char *fmt, unsigned int value);
int print_color_string(enum output_type type, enum color_attr color,
		       const char *key, const char *fmt, const char *value);
int print_color_bool(enum output_type type, enum color_attr color,
		     const char *key, const char *fmt, bool value);

int open_json_array(enum output_type type, const char *key);
void close_json_array(enum output_type type, const char *delim);

int addattr8(struct nlmsghdr *n, int maxlen, int type, uint8_t data);
int addattr16(struct nlmsghdr *n, int maxlen, int type, uint16_t data);
int addattr32(struct nlmsghdr *n, int maxlen, int type, uint32_t data);
int addattr_l(struct nlmsghdr *n, int maxlen, int type, const void *data,
	      int alen);

__noreturn void incomplete_command(void);
__noreturn void invarg(const char *msg, const char *arg);
__noreturn void duparg(const char *key, const char *arg);

#endif /* OVNET_IPROUTE2_H */
