/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Words into values. Strict: the whole word or nothing. Each returns whether
 * it could; what was expected is the caller's to say.
 */
#ifndef OVNL_PARSE_H
#define OVNL_PARSE_H

#include <stdbool.h>
#include <stdint.h>

#define PARSE_MAC_LEN	6
#define FORMAT_MAC_SIZE	18

struct parse_addr {
	int family;
	unsigned int len;
	uint8_t data[16];
};

bool parse_u32(const char *word, uint32_t min, uint32_t max, uint32_t *value);
bool parse_digits(const char *word);
bool parse_mac(const char *word, uint8_t mac[PARSE_MAC_LEN]);
void format_mac(const uint8_t mac[PARSE_MAC_LEN], char word[FORMAT_MAC_SIZE]);
int parse_addrs(const char *word, struct parse_addr *addrs, int max);
bool parse_prefix(const char *word, struct parse_addr *addr, uint8_t *len);

#endif /* OVNL_PARSE_H */
