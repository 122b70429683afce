// SPDX-License-Identifier: GPL-2.0
/* Packets as a row of headers; lengths and checksums from the inside out. */
#include <string.h>

#include "packet.h"

uint32_t sum_add(uint32_t sum, const uint8_t *data, unsigned int len)
{
	uint64_t wide = sum;
	unsigned int i;

	for (i = 0; i + 1 < len; i += 2)
		wide += get16(data + i);
	if (len & 1)
		wide += data[len - 1] << 8;
	while (wide >> 32)
		wide = (uint32_t)wide + (wide >> 32);
	return wide;
}

unsigned int sum_fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

void packet_clear(struct packet *p)
{
	p->len = 0;
	p->n_layers = 0;
	p->n_outer = 0;
	p->csum = PACKET_CSUM_RIGHT;
}

/**
 * packet_grow() - room at the end of a packet
 * @p: packet
 * @len: how much
 *
 * Return: where it is, zeroed. A packet that is full starts again from its
 *	   last byte but @len: what comes out of it is no worse than the rest.
 */
uint8_t *packet_grow(struct packet *p, unsigned int len)
{
	if (p->len + len > PACKET_MAX)
		p->len = PACKET_MAX - len;
	memset(p->data + p->len, 0, len);
	p->len += len;
	return p->data + p->len - len;
}

/**
 * packet_add() - a header at the end of a packet
 * @p: packet
 * @kind: of header
 * @len: its length
 *
 * Return: where it is, zeroed.
 */
uint8_t *packet_add(struct packet *p, enum layer_kind kind, unsigned int len)
{
	uint8_t *at = packet_grow(p, len);

	if (p->n_layers < PACKET_LAYERS) {
		p->layers[p->n_layers].kind = kind;
		p->layers[p->n_layers].off = at - p->data;
		p->layers[p->n_layers].len = len;
		p->layers[p->n_layers].end = 0;
		p->n_layers++;
	}
	return at;
}

static const struct layer *packet_ip_of(const struct packet *p,
					const struct layer *l4)
{
	while (l4-- > p->layers)
		if (l4->kind == LAYER_IP4 || l4->kind == LAYER_IP6)
			return l4;
	return NULL;
}

static uint32_t packet_pseudo(const struct packet *p, const struct layer *ip,
			      unsigned int proto, unsigned int len)
{
	if (ip->kind == LAYER_IP4)
		return sum_add(proto + len, p->data + ip->off + 12, 8);
	return sum_add(proto + len, p->data + ip->off + 8, 32);
}

/* Of a checksum: how far into the header, what protocol, over what. */
static int packet_csum_off(const struct layer *l4, unsigned int *proto,
			   bool *pseudo)
{
	*pseudo = true;
	switch (l4->kind) {
	case LAYER_UDP:
		*proto = 17;
		return 6;
	case LAYER_TCP:
		*proto = 6;
		return 16;
	case LAYER_ICMP6:
		*proto = 58;
		return 2;
	case LAYER_ICMP4:
		*proto = 1;
		*pseudo = false;
		return 2;
	default:
		return -1;
	}
}

static void packet_finish_csum(struct packet *p, const struct layer *l4,
			       unsigned int len)
{
	const struct layer *ip = packet_ip_of(p, l4);
	uint8_t *at = p->data + l4->off;
	unsigned int proto, sum;
	bool pseudo;
	int off;

	off = packet_csum_off(l4, &proto, &pseudo);
	if (off < 0 || !ip || len < (unsigned int)off + 2)
		return;
	put16(at + off, 0);
	sum = pseudo ? packet_pseudo(p, ip, proto, len) : 0;
	sum = ~sum_fold(sum_add(sum, at, len)) & 0xffff;
	put16(at + off, sum ? sum : 0xffff);
}

static void packet_finish_layer(struct packet *p, const struct layer *l)
{
	unsigned int end = l->end ? l->end : p->len;
	uint8_t *at = p->data + l->off;
	unsigned int len;

	if (l->off + l->len > p->len || l->off + l->len > end || end > p->len)
		return;
	len = end - l->off;
	switch (l->kind) {
	case LAYER_IP4:
		put16(at + 2, len);
		put16(at + 10, 0);
		put16(at + 10, ~sum_fold(sum_add(0, at, l->len)));
		break;
	case LAYER_IP6:
		put16(at + 4, len - l->len);
		break;
	case LAYER_UDP:
		put16(at + 4, len);
		packet_finish_csum(p, l, len);
		break;
	default:
		packet_finish_csum(p, l, len);
		break;
	}
}

static void packet_finish_outer_csum(struct packet *p)
{
	unsigned int i;

	for (i = 0; i < p->n_outer; i++) {
		uint8_t *check = p->data + p->layers[i].off + 6;

		if (p->layers[i].kind != LAYER_UDP ||
		    p->layers[i].off + 8 > p->len)
			continue;
		if (p->csum == PACKET_CSUM_ZERO)
			put16(check, 0);
		else if (p->csum == PACKET_CSUM_WRONG)
			put16(check, get16(check) ^ 0x5a5a);
	}
}

/**
 * packet_finish() - set the lengths and checksums of some headers
 * @p: packet
 * @from: first header
 * @to: the one behind the last
 */
void packet_finish(struct packet *p, unsigned int from, unsigned int to)
{
	while (to-- > from)
		packet_finish_layer(p, p->layers + to);
	if (!from)
		packet_finish_outer_csum(p);
}

/**
 * packet_finish_ip4() - set the checksum of an IPv4 header, whatever is in it
 * @p: packet
 * @from: header from which on the first is looked for
 */
void packet_finish_ip4(struct packet *p, unsigned int from)
{
	const struct layer *l;
	unsigned int len;
	uint8_t *at;

	for (l = p->layers + from; l < p->layers + p->n_layers; l++) {
		if (l->kind != LAYER_IP4)
			continue;
		at = p->data + l->off;
		len = (at[0] & 15) * 4;
		if (l->off + l->len > p->len || len < 20 || l->off + len > p->len)
			return;
		put16(at + 10, 0);
		put16(at + 10, ~sum_fold(sum_add(0, at, len)));
		return;
	}
}

/**
 * packet_unfinish() - leave a checksum to whoever sends it
 * @p: packet
 * @l4: its header
 */
void packet_unfinish(struct packet *p, const struct layer *l4)
{
	const struct layer *ip = packet_ip_of(p, l4);
	unsigned int proto;
	bool pseudo;
	int off = packet_csum_off(l4, &proto, &pseudo);

	if (off < 0 || !ip || l4->off + off + 2 > p->len)
		return;
	put16(p->data + l4->off + off,
	      pseudo ? sum_fold(packet_pseudo(p, ip, proto,
					      p->len - l4->off)) : 0);
}
