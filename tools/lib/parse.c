// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "parse.h"

/* What a hexadecimal digit is, or -1. */
static int parse_hex(char c)
{
	static const uint8_t one_more[256] = {
		['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6,
		['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
		['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15,
		['f'] = 16,
		['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15,
		['F'] = 16,
	};

	return one_more[(uint8_t)c] - 1;
}

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
	uint64_t v = 0;
	int digit;

	/* strtoul() would also take blanks, signs and a second 0x */
	if (hex)
		word += 2;
	do {
		digit = parse_hex(*word++);
		if (digit < 0 || (digit > 9 && !hex))
			return false;
		v = v * (hex ? 16 : 10) + digit;
		if (v > max)
			return false;
	} while (*word);
	if (v < min)
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
	do {
		if (*word < '0' || *word > '9')
			return false;
	} while (*++word);
	return true;
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

/*
 * An IPv4 address, and where it ends; or NULL. As inet_pton() has it, for which
 * it would have to end with its string.
 */
static const char *parse_ip4(const char *word, uint8_t *data)
{
	unsigned int v, digit;
	int i;

	for (i = 0; i < 4; i++) {
		if (i && *word++ != '.')
			return NULL;
		v = (unsigned int)*word++ - '0';
		if (v > 9)
			return NULL;
		while ((digit = (unsigned int)*word - '0') <= 9) {
			/* a zero in front might be meant as octal */
			v = v ? v * 10 + digit : UINT8_MAX + 1;
			if (v > UINT8_MAX)
				return NULL;
			word++;
		}
		data[i] = v;
	}
	return word;
}

/* The address that a word begins with, up to one of ENDS or its end; or NULL. */
static const char *parse_addr(const char *word, const char *ends,
			      struct parse_addr *addr)
{
	const char *end = parse_ip4(word, addr->data);
	char one[INET6_ADDRSTRLEN];
	size_t len;

	if (end && (!*end || strchr(ends, *end))) {
		addr->family = AF_INET;
		addr->len = 4;
		return end;
	}
	len = strcspn(word, ends);
	if (len >= sizeof(one))
		return NULL;
	memcpy(one, word, len);
	one[len] = '\0';
	addr->family = AF_INET6;
	addr->len = 16;
	return inet_pton(AF_INET6, one, addr->data) == 1 ? word + len : NULL;
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
	int n;

	for (n = 0; n < max; word++) {
		word = parse_addr(word, ",", &addrs[n++]);
		if (!word)
			return 0;
		if (!*word)
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
	const char *end = parse_addr(word, "/", addr);
	uint32_t bits;

	if (!end)
		return false;
	bits = addr->len * 8;
	if (*end && !parse_u32(end + 1, 0, bits, &bits))
		return false;
	*len = bits;
	return true;
}
