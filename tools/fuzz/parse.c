// SPDX-License-Identifier: GPL-2.0
/* A word as anything that a word may be. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was understood, written down, is understood the same. */
static void check_mac(const char *word)
{
	uint8_t mac[PARSE_MAC_LEN], again[PARSE_MAC_LEN];
	char text[18];

	if (!parse_mac(word, mac))
		return;
	snprintf(text, sizeof(text), "%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
		 mac[1], mac[2], mac[3], mac[4], mac[5]);
	if (!parse_mac(text, again) || memcmp(mac, again, sizeof(mac)))
		abort();
}

static void check_u32(const char *word)
{
	uint32_t v, again;
	char text[16];

	if (!parse_u32(word, 5, 0xfffffff0, &v))
		return;
	if (v < 5 || v > 0xfffffff0)
		abort();
	snprintf(text, sizeof(text), "0x%x", v);
	if (!parse_u32(text, v, v, &again) || again != v)
		abort();
	if (parse_digits(word) && strtoull(word, NULL, 10) != v)
		abort();
}

static void check_addrs(const char *word)
{
	struct parse_addr addrs[4], again;
	char text[INET6_ADDRSTRLEN];
	int n = parse_addrs(word, addrs, 4);
	uint8_t data[16];
	int i;

	if (!strchr(word, ',') &&
	    n != (inet_pton(AF_INET, word, data) == 1 ||
		  inet_pton(AF_INET6, word, data) == 1))
		abort();
	if (n == 1 && (inet_pton(addrs[0].family, word, data) != 1 ||
		       memcmp(data, addrs[0].data, addrs[0].len)))
		abort();
	for (i = 0; i < n; i++) {
		inet_ntop(addrs[i].family, addrs[i].data, text, sizeof(text));
		if (parse_addrs(text, &again, 1) != 1 ||
		    again.len != addrs[i].len ||
		    memcmp(again.data, addrs[i].data, again.len))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *word = malloc(size + 1);

	memcpy(word, data, size);
	word[size] = '\0';
	check_u32(word);
	check_mac(word);
	check_addrs(word);
	free(word);
	return 0;
}
