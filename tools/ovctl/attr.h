/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVCTL_ATTR_H
#define OVCTL_ATTR_H

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stdint.h>

#include "parse.h"

uint64_t attr_number(const struct nlattr *nest, uint16_t type);
const char *attr_text(const struct nlattr *nest, uint16_t type);
bool attr_address(const struct nlattr *attr, struct parse_addr *addr);
bool attr_covers(const struct parse_addr *prefix, unsigned int bits,
		 const struct parse_addr *addr);
const char *attr_format(const struct parse_addr *addr,
			char text[INET6_ADDRSTRLEN]);

#endif /* OVCTL_ATTR_H */
