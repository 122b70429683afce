/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A packet and where its headers are: built from the outside in, then its
 * lengths and checksums set from the inside out, then spoilt.
 */
#ifndef FUZZ_PACKET_H
#define FUZZ_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "rnd.h"

#define PACKET_MAX	69000
#define PACKET_LAYERS	48

enum layer_kind {
	LAYER_ETH,
	LAYER_TAG,
	LAYER_ARP,
	LAYER_IP4,
	LAYER_IP6,
	LAYER_EXT,
	LAYER_SRH,
	LAYER_UDP,
	LAYER_TCP,
	LAYER_SCTP,
	LAYER_ICMP4,
	LAYER_ICMP6,
	LAYER_VXLAN,
	LAYER_GENEVE,
	LAYER_GRE,
	LAYER_DATA,
};

/**
 * struct layer - a header
 * @kind: of it
 * @off: where it begins
 * @len: of the header alone
 * @end: where what it says that it carries ends; 0: with the packet
 */
struct layer {
	enum layer_kind kind;
	unsigned int off;
	unsigned int len;
	unsigned int end;
};

enum packet_csum {
	PACKET_CSUM_RIGHT,
	PACKET_CSUM_ZERO,
	PACKET_CSUM_WRONG,
};

/**
 * struct packet - from its first byte on the wire
 * @data: it
 * @len: its length
 * @layers: headers that were built, the outermost first
 * @n_layers: how many
 * @n_outer: of these, those of the tunnel
 * @csum: of the outer UDP header
 */
struct packet {
	uint8_t data[PACKET_MAX];
	unsigned int len;
	struct layer layers[PACKET_LAYERS];
	unsigned int n_layers;
	unsigned int n_outer;
	enum packet_csum csum;
};

void packet_clear(struct packet *p);
uint8_t *packet_add(struct packet *p, enum layer_kind kind, unsigned int len);
uint8_t *packet_grow(struct packet *p, unsigned int len);
void packet_finish(struct packet *p, unsigned int from, unsigned int to);
void packet_finish_ip4(struct packet *p, unsigned int from);
void packet_unfinish(struct packet *p, const struct layer *l4);

static inline void put16(uint8_t *at, unsigned int value)
{
	at[0] = value >> 8;
	at[1] = value;
}

static inline void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value);
}

static inline unsigned int get16(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

static inline uint32_t get32(const uint8_t *at)
{
	return (uint32_t)get16(at) << 16 | get16(at + 2);
}

uint32_t sum_add(uint32_t sum, const uint8_t *data, unsigned int len);
unsigned int sum_fold(uint32_t sum);

#endif /* FUZZ_PACKET_H */
