// SPDX-License-Identifier: GPL-2.0
#include <libmnl/libmnl.h>
#include <stdlib.h>

#include "fake_ip.h"

bool fake_ip_json;

int print_color_uint(enum output_type type, enum color_attr color __unused,
		     const char *key, const char *fmt, unsigned int value)
{
	if (fake_ip_json && type != PRINT_FP)
		printf("%s=%u;", key, value);
	else if (!fake_ip_json && type != PRINT_JSON)
		printf(fmt, value);
	return 0;
}

int print_color_string(enum output_type type, enum color_attr color __unused,
		       const char *key, const char *fmt, const char *value)
{
	if (fake_ip_json && type != PRINT_FP)
		printf("%s%s%s;", key ?: "", key ? "=" : "", value);
	else if (!fake_ip_json && type != PRINT_JSON)
		printf(fmt, value);
	return 0;
}

int print_color_bool(enum output_type type, enum color_attr color __unused,
		     const char *key, const char *fmt __unused, bool value)
{
	if (fake_ip_json && type != PRINT_FP)
		printf("%s=%s;", key, value ? "true" : "false");
	return 0;
}

int open_json_array(enum output_type type __unused, const char *key)
{
	if (fake_ip_json)
		printf("%s=[", key);
	return 0;
}

void close_json_array(enum output_type type __unused,
		      const char *delim __unused)
{
	if (fake_ip_json)
		fputs("];", stdout);
}

int addattr_l(struct nlmsghdr *n, int maxlen, int type, const void *data,
	      int alen)
{
	if (!mnl_attr_put_check(n, maxlen, type, alen, data))
		abort();
	return 0;
}

int addattr8(struct nlmsghdr *n, int maxlen, int type, uint8_t data)
{
	return addattr_l(n, maxlen, type, &data, sizeof(data));
}

int addattr16(struct nlmsghdr *n, int maxlen, int type, uint16_t data)
{
	return addattr_l(n, maxlen, type, &data, sizeof(data));
}

int addattr32(struct nlmsghdr *n, int maxlen, int type, uint32_t data)
{
	return addattr_l(n, maxlen, type, &data, sizeof(data));
}

void incomplete_command(void)
{
	fputs("incomplete", stderr);
	exit(255);
}

void invarg(const char *msg, const char *arg)
{
	fprintf(stderr, "invalid: %s: %s", msg, arg);
	exit(254);
}

void duparg(const char *key, const char *arg)
{
	fprintf(stderr, "duplicate: %s: %s", key, arg);
	exit(253);
}
