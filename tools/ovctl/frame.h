/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Frames for "ovctl trace", byte by byte. Pure: no input, no output, no
 * allocation.
 */
#ifndef OVCTL_FRAME_H
#define OVCTL_FRAME_H

#include <linux/ovnet.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parse.h"

enum frame_kind {
	FRAME_PING,
	FRAME_TCP,
	FRAME_UDP,
	FRAME_ASK,		/* ARP or ND: who has @dst? */
};

/* What is said of a frame. */
struct frame_want {
	uint8_t src_mac[PARSE_MAC_LEN];
	uint8_t dst_mac[PARSE_MAC_LEN];
	struct parse_addr src;	/* of the family of @dst; all zero: none */
	struct parse_addr dst;	/* family 0: it is no IP packet */
	enum frame_kind kind;
	uint16_t sport;
	uint16_t dport;
	uint8_t ttl;
	bool df;
	bool tagged;
	uint16_t vlan;
	unsigned int length;	/* of all of it, or 0: as long as it must be */
};

struct frame {
	uint8_t data[OVNET_TRACE_FRAME_MAX];
	unsigned int len;
};

bool frame_build(struct frame *frame, const struct frame_want *want);
bool frame_hex(struct frame *frame, const char *word);
void frame_group_mac(const struct frame_want *want,
		     uint8_t mac[PARSE_MAC_LEN]);

#endif /* OVCTL_FRAME_H */
