// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"

/**
 * parse_u32() - a number, decimal or with 0x in front hexadecimal
 * @word: the word
 * @min: least that will do
 * @max: most that will do
 * @value: the number
 *
 * Never octal: a leading zero is somebody's way to align columns.
 *
 * Return: whether it is one.
 */
bool parse_u32(const char *word, uint32_t min, uint32_t max, uint32_t *value)
{
	bool hex = word[0] == '0' && (word[1] == 'x' || word[1] == 'X');
	const char *digits = hex ? word + 2 : word;
	unsigned long long v;

	/* strtoull() alone would also take blanks, signs and a second 0x */
	if (!*digits ||
	    digits[strspn(digits, hex ? "0123456789abcdefABCDEF" :
					"0123456789")])
		return false;
	errno = 0;
	v = strtoull(digits, NULL, hex ? 16 : 10);
	if (errno || v < min || v > max)
		return false;
	*value = v;
	return true;
}

/**
 * parse_digits() - is it only digits, and so a number instead of a name?
 * @word: the word
 *
 * Return: whether it is.
 */
bool parse_digits(const char *word)
{
	return word[0] && word[strspn(word, "0123456789")] == '\0';
}

static int parse_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/**
 * parse_mac() - six bytes in hexadecimal with colons between
 * @word: the word
 * @mac: the bytes
 *
 * Return: whether it is one.
 */
bool parse_mac(const char *word, uint8_t mac[PARSE_MAC_LEN])
{
	int i, high, low;

	for (i = 0; i < PARSE_MAC_LEN; i++) {
		if (i && *word++ != ':')
			return false;
		high = parse_hex(*word++);
		if (high < 0)
			return false;
		low = parse_hex(*word);
		if (low >= 0)
			word++;
		mac[i] = low < 0 ? high : high << 4 | low;
	}
	return !*word;
}

/**
 * format_mac() - the other way round, in lower case
 * @mac: the bytes
 * @word: the word
 */
void format_mac(const uint8_t mac[PARSE_MAC_LEN], char word[FORMAT_MAC_SIZE])
{
	snprintf(word, FORMAT_MAC_SIZE, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
		 mac[1], mac[2], mac[3], mac[4], mac[5]);
}

static bool parse_addr(const char *word, struct parse_addr *addr)
{
	addr->family = strchr(word, ':') ? AF_INET6 : AF_INET;
	addr->len = addr->family == AF_INET6 ? 16 : 4;
	return inet_pton(addr->family, word, addr->data) == 1;
}

/**
 * parse_addrs() - IP addresses with commas between
 * @word: the word
 * @addrs: the addresses
 * @max: how many at most
 *
 * Return: how many there are, 0 if something in it is not an address or there
 * are too many.
 */
int parse_addrs(const char *word, struct parse_addr *addrs, int max)
{
	char one[INET6_ADDRSTRLEN];
	size_t len;
	int n;

	for (n = 0; n < max; word += len + 1) {
		len = strcspn(word, ",");
		if (len >= sizeof(one))
			return 0;
		memcpy(one, word, len);
		one[len] = '\0';
		if (!parse_addr(one, &addrs[n++]))
			return 0;
		if (!word[len])
			return n;
	}
	return 0;
}

/**
 * parse_prefix() - an IP address, and how many of its bits count
 * @word: "192.0.2.0/24"; without a number all do
 * @addr: the address
 * @len: bits
 *
 * Return: whether it is one.
 */
bool parse_prefix(const char *word, struct parse_addr *addr, uint8_t *len)
{
	char one[INET6_ADDRSTRLEN];
	size_t size = strcspn(word, "/");
	uint32_t bits;

	if (size >= sizeof(one))
		return false;
	memcpy(one, word, size);
	one[size] = '\0';
	if (!parse_addr(one, addr))
		return false;
	bits = addr->len * 8;
	if (word[size] && !parse_u32(word + size + 1, 0, bits, &bits))
		return false;
	*len = bits;
	return true;
}
