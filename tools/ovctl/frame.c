// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "frame.h"

#define FRAME_MIN	60	/* what Ethernet pads a shorter one to */

static void frame_put(struct frame *frame, const void *data, unsigned int len)
{
	memcpy(frame->data + frame->len, data, len);
	frame->len += len;
}

static void frame_put8(struct frame *frame, uint8_t value)
{
	frame->data[frame->len++] = value;
}

static void frame_put16(struct frame *frame, uint16_t value)
{
	frame_put8(frame, value >> 8);
	frame_put8(frame, value);
}

static void frame_set16(struct frame *frame, unsigned int at, uint16_t value)
{
	frame->data[at] = value >> 8;
	frame->data[at + 1] = value;
}

static uint32_t frame_sum(uint32_t sum, const uint8_t *data, unsigned int len)
{
	unsigned int i;

	for (i = 0; i < len; i++)
		sum += i % 2 ? data[i] : data[i] << 8;
	return sum;
}

static uint16_t frame_fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static void frame_put_link(struct frame *frame, const struct frame_want *want)
{
	frame_put(frame, want->dst_mac, PARSE_MAC_LEN);
	frame_put(frame, want->src_mac, PARSE_MAC_LEN);
	if (want->tagged) {
		frame_put16(frame, 0x8100);
		frame_put16(frame, want->vlan);
	}
	if (!want->dst.family)
		frame_put16(frame, 0x88b5);	/* for experiments (IEEE 802) */
	else if (want->dst.family == AF_INET6)
		frame_put16(frame, 0x86dd);
	else
		frame_put16(frame, want->kind == FRAME_ASK ? 0x0806 : 0x0800);
}

/* RFC 826: who has @dst? */
static void frame_put_arp(struct frame *frame, const struct frame_want *want)
{
	static const uint8_t unknown[PARSE_MAC_LEN];

	frame_put16(frame, 1);
	frame_put16(frame, 0x0800);
	frame_put8(frame, PARSE_MAC_LEN);
	frame_put8(frame, 4);
	frame_put16(frame, 1);
	frame_put(frame, want->src_mac, PARSE_MAC_LEN);
	frame_put(frame, want->src.data, 4);
	frame_put(frame, unknown, PARSE_MAC_LEN);
	frame_put(frame, want->dst.data, 4);
}

static uint8_t frame_protocol(const struct frame_want *want)
{
	switch (want->kind) {
	case FRAME_TCP:
		return 6;
	case FRAME_UDP:
		return 17;
	default:
		return want->dst.family == AF_INET ? 1 : 58;
	}
}

static void frame_put_ip4(struct frame *frame, const struct frame_want *want)
{
	frame_put16(frame, 0x4500);
	frame_put16(frame, 0);			/* length, later */
	frame_put16(frame, 1);
	frame_put16(frame, want->df ? 0x4000 : 0);
	frame_put8(frame, want->ttl);
	frame_put8(frame, frame_protocol(want));
	frame_put16(frame, 0);			/* checksum, later */
	frame_put(frame, want->src.data, 4);
	frame_put(frame, want->dst.data, 4);
}

/* The group of those who may have an address (RFC 4291, 2.7.1). */
static void frame_solicited(const struct parse_addr *addr, uint8_t group[16])
{
	static const uint8_t prefix[13] = {
		0xff, 0x02, [11] = 0x01, [12] = 0xff
	};

	memcpy(group, prefix, sizeof(prefix));
	memcpy(group + sizeof(prefix), addr->data + 13, 3);
}

static void frame_put_ip6(struct frame *frame, const struct frame_want *want)
{
	uint8_t group[16];

	frame_put16(frame, 0x6000);
	frame_put16(frame, 0);
	frame_put16(frame, 0);			/* length, later */
	frame_put8(frame, frame_protocol(want));
	frame_put8(frame, want->kind == FRAME_ASK ? 255 : want->ttl);
	frame_put(frame, want->src.data, 16);
	frame_solicited(&want->dst, group);
	frame_put(frame, want->kind == FRAME_ASK ? group : want->dst.data, 16);
}

/* RFC 4861, 4.3 */
static void frame_put_solicitation(struct frame *frame,
				   const struct frame_want *want)
{
	static const uint8_t any[16];

	frame_put16(frame, 135 << 8);
	frame_put16(frame, 0);
	frame_put16(frame, 0);
	frame_put16(frame, 0);
	frame_put(frame, want->dst.data, 16);
	/* who has no address yet says nothing about itself */
	if (!memcmp(want->src.data, any, sizeof(any)))
		return;
	frame_put16(frame, 0x0101);
	frame_put(frame, want->src_mac, PARSE_MAC_LEN);
}

/* Returns where its checksum belongs. */
static unsigned int frame_put_transport(struct frame *frame,
					const struct frame_want *want)
{
	unsigned int at = frame->len;

	switch (want->kind) {
	case FRAME_TCP:
		frame_put16(frame, want->sport);
		frame_put16(frame, want->dport);
		frame_put16(frame, 0);
		frame_put16(frame, 1);
		frame_put16(frame, 0);
		frame_put16(frame, 0);
		frame_put16(frame, 0x5002);	/* 20 bytes, SYN */
		frame_put16(frame, 65535);
		frame_put16(frame, 0);
		frame_put16(frame, 0);
		return at + 16;
	case FRAME_UDP:
		frame_put16(frame, want->sport);
		frame_put16(frame, want->dport);
		frame_put16(frame, 0);		/* length, later */
		frame_put16(frame, 0);
		return at + 6;
	case FRAME_ASK:
		frame_put_solicitation(frame, want);
		return at + 2;
	default:
		frame_put16(frame, (want->dst.family == AF_INET ? 8 : 128) << 8);
		frame_put16(frame, 0);
		frame_put16(frame, 1);
		frame_put16(frame, 1);
		return at + 2;
	}
}

/* Addresses, protocol and length count in all checksums but ICMP's for IPv4. */
static uint32_t frame_pseudo(const struct frame *frame,
			     const struct frame_want *want, unsigned int ip,
			     unsigned int len)
{
	uint8_t protocol = frame_protocol(want);

	if (want->dst.family == AF_INET)
		return protocol == 1 ? 0 :
		       frame_sum(protocol + len, frame->data + ip + 12, 8);
	return frame_sum(protocol + len, frame->data + ip + 8, 32);
}

/* Lengths and checksums. */
static void frame_finish(struct frame *frame, const struct frame_want *want,
			 unsigned int ip, unsigned int transport,
			 unsigned int check)
{
	unsigned int len = frame->len - transport;
	uint32_t sum;

	if (want->dst.family == AF_INET) {
		frame_set16(frame, ip + 2, frame->len - ip);
		frame_set16(frame, ip + 10,
			    frame_fold(frame_sum(0, frame->data + ip, 20)));
	} else {
		frame_set16(frame, ip + 4, len);
	}
	if (want->kind == FRAME_UDP)
		frame_set16(frame, transport + 4, len);
	sum = frame_sum(frame_pseudo(frame, want, ip, len),
			frame->data + transport, len);
	frame_set16(frame, check, frame_fold(sum));
}

/**
 * frame_build() - a frame as it is described
 * @frame: the frame
 * @want: what is said of it
 *
 * Return: false if it is longer than @want->length, or that than a frame.
 */
bool frame_build(struct frame *frame, const struct frame_want *want)
{
	bool packet = want->dst.family &&
		      !(want->dst.family == AF_INET && want->kind == FRAME_ASK);
	unsigned int ip, transport = 0, check = 0;

	memset(frame, 0, sizeof(*frame));
	frame_put_link(frame, want);
	ip = frame->len;
	if (packet && want->dst.family == AF_INET)
		frame_put_ip4(frame, want);
	else if (packet)
		frame_put_ip6(frame, want);
	else if (want->dst.family)
		frame_put_arp(frame, want);
	if (packet) {
		transport = frame->len;
		check = frame_put_transport(frame, want);
	}
	if (want->length) {
		if (want->length < frame->len ||
		    want->length > sizeof(frame->data))
			return false;
		/* what is added is a part of the packet */
		frame->len = want->length;
	}
	if (packet)
		frame_finish(frame, want, ip, transport, check);
	if (!want->length && frame->len < FRAME_MIN)
		frame->len = FRAME_MIN;
	return true;
}

/**
 * frame_hex() - a frame that is given whole
 * @frame: the frame
 * @word: two hexadecimal digits a byte, colons between if one likes
 *
 * Return: whether it is one, of at least an Ethernet header.
 */
bool frame_hex(struct frame *frame, const char *word)
{
	char byte[3] = "";

	for (frame->len = 0; *word; word += 2) {
		if (*word == ':' && frame->len)
			word++;
		if (!isxdigit((unsigned char)word[0]) ||
		    !isxdigit((unsigned char)word[1]) ||
		    frame->len == sizeof(frame->data))
			return false;
		memcpy(byte, word, 2);
		frame->data[frame->len++] = strtoul(byte, NULL, 16);
	}
	return frame->len >= 14;
}

/**
 * frame_group_mac() - the Ethernet address of a group
 * @want: its @dst is one, or it asks who has that
 * @mac: the address
 */
void frame_group_mac(const struct frame_want *want,
		     uint8_t mac[PARSE_MAC_LEN])
{
	static const uint8_t group4[3] = { 0x01, 0x00, 0x5e };
	const uint8_t *addr = want->dst.data;
	uint8_t group[16];

	if (want->dst.family == AF_INET6) {
		frame_solicited(&want->dst, group);
		mac[0] = 0x33;
		mac[1] = 0x33;
		memcpy(mac + 2, (want->kind == FRAME_ASK ? group : addr) + 12, 4);
	} else if (want->kind == FRAME_ASK || addr[0] == 0xff) {
		memset(mac, 0xff, PARSE_MAC_LEN);
	} else {
		memcpy(mac, group4, sizeof(group4));
		mac[3] = addr[1] & 0x7f;
		mac[4] = addr[2];
		mac[5] = addr[3];
	}
}
