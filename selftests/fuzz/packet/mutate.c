// SPDX-License-Identifier: GPL-2.0
/* Ways to spoil a packet that is finished. */
#include <string.h>

#include "mutate.h"

static const uint16_t interesting[] = {
	0, 1, 2, 3, 4, 7, 8, 15, 16, 20, 39, 40, 0x7f, 0x80, 0xff, 0x100, 0x7ff,
	0x800, 0x1fff, 0x2000, 0x4000, 0x7fff, 0x8000, 0xfff8, 0xfffe, 0xffff,
};

/* Mostly one inside, for not much gets past outer headers that are wrong. */
static const struct layer *mutate_layer(const struct packet *p, struct rnd *r)
{
	unsigned int first = rnd_one_in(r, 6) ? 0 : p->n_outer;

	if (first == p->n_layers)
		first = 0;
	return p->layers + first + rnd_below(r, p->n_layers - first);
}

/* Somewhere in a header, for most bytes of a packet are of no interest. */
static unsigned int mutate_place(const struct packet *p, struct rnd *r)
{
	const struct layer *l = mutate_layer(p, r);
	unsigned int off = l->off + rnd_below(r, l->len > 64 ? 64 : l->len);

	if (rnd_one_in(r, 8) || off >= p->len)
		off = rnd_below(r, p->len);
	return off;
}

static void mutate_bit(struct packet *p, struct rnd *r)
{
	p->data[mutate_place(p, r)] ^= 1 << rnd_below(r, 8);
}

static void mutate_byte(struct packet *p, struct rnd *r)
{
	p->data[mutate_place(p, r)] = rnd_one_in(r, 2) ?
				      rnd_pick(r, interesting) : rnd_next(r);
}

static void mutate_word(struct packet *p, struct rnd *r)
{
	unsigned int off = mutate_place(p, r) & ~1U;

	if (off + 2 <= p->len)
		put16(p->data + off, rnd_pick(r, interesting));
}

/* Where a header says how long something is. */
static void mutate_length(struct packet *p, struct rnd *r)
{
	const struct layer *l = mutate_layer(p, r);
	uint8_t *at = p->data + l->off;

	if (l->off + l->len > p->len || l->len < 4)
		return;
	switch (l->kind) {
	case LAYER_IP4:
		if (rnd_one_in(r, 2))
			at[0] = (at[0] & 0xf0) | rnd_below(r, 16);
		else
			put16(at + 2, rnd_one_in(r, 2) ?
			      get16(at + 2) + rnd_below(r, 9) - 4 :
			      rnd_pick(r, interesting));
		break;
	case LAYER_IP6:
	case LAYER_UDP:
		put16(at + 4, rnd_one_in(r, 2) ?
		      get16(at + 4) + rnd_below(r, 9) - 4 :
		      rnd_pick(r, interesting));
		break;
	case LAYER_TCP:
		at[12] = rnd_next(r);
		break;
	case LAYER_SRH:
		if (rnd_one_in(r, 2)) {		/* segments left, last entry */
			at[3 + rnd_below(r, 2)] = rnd_next(r);
			break;
		}
		at[1] = rnd_one_in(r, 2) ? 255 : rnd_next(r);
		break;
	case LAYER_EXT:
		at[1] = rnd_one_in(r, 2) ? 255 : rnd_next(r);
		break;
	case LAYER_ARP:
		put16(at + 4, rnd_next(r));
		break;
	case LAYER_GENEVE:
		at[0] = rnd_next(r);
		break;
	case LAYER_ICMP6:
		if (l->off + 34 <= p->len)
			at[rnd_one_in(r, 2) ? 25 : 33] = rnd_next(r);
		break;
	case LAYER_ETH:
		put16(at + 12, rnd_pick(r, interesting));
		break;
	default:
		mutate_word(p, r);
	}
}

/* What follows is something else than it was. */
static void mutate_next(struct packet *p, struct rnd *r)
{
	static const uint16_t types[] = {
		0x0800, 0x86dd, 0x0806, 0x8100, 0x88a8, 0x6558, 0x8847, 0x8864,
	};
	static const uint8_t protos[] = {
		0, 1, 4, 6, 17, 41, 43, 44, 47, 50, 51, 58, 59, 60, 132, 137,
	};
	const struct layer *l = mutate_layer(p, r);
	uint8_t *at = p->data + l->off;

	if (l->off + l->len > p->len || l->len < 4)
		return;
	switch (l->kind) {
	case LAYER_ETH:
	case LAYER_TAG:
		put16(at + l->len - 2, rnd_pick(r, types));
		break;
	case LAYER_IP4:
		at[9] = rnd_pick(r, protos);
		break;
	case LAYER_IP6:
		at[6] = rnd_pick(r, protos);
		break;
	case LAYER_EXT:
	case LAYER_SRH:
		at[0] = rnd_pick(r, protos);
		break;
	default:
		mutate_byte(p, r);
	}
}

/* At a header's end, or about there. */
static void mutate_cut(struct packet *p, struct rnd *r)
{
	const struct layer *l = mutate_layer(p, r);
	unsigned int len = l->off + (rnd_one_in(r, 2) ? l->len : 0);

	if (rnd_one_in(r, 2))
		len = l->off + rnd_below(r, l->len + 1);
	if (rnd_one_in(r, 4))
		len = rnd_below(r, p->len);
	if (len && len < p->len)
		p->len = len;
}

static void mutate_lengthen(struct packet *p, struct rnd *r)
{
	unsigned int room = PACKET_MAX - p->len;
	unsigned int n = rnd_below(r, 200);

	if (rnd_one_in(r, 8))	/* to about as much as IP can say, or so */
		n = rnd_one_in(r, 2) ? rnd_below(r, room) :
				       room - rnd_below(r, 4000);
	if (n <= room)
		packet_grow(p, n);
}

static void mutate_insert(struct packet *p, unsigned int at,
			  const uint8_t *data, unsigned int len)
{
	static uint8_t copy[PACKET_MAX];	/* it may be of the packet */

	if (at > p->len || p->len + len > PACKET_MAX)
		return;
	memcpy(copy, data, len);
	memmove(p->data + at + len, p->data + at, p->len - at);
	memcpy(p->data + at, copy, len);
	p->len += len;
}

/* A header comes twice. */
static void mutate_repeat(struct packet *p, struct rnd *r)
{
	const struct layer *l = mutate_layer(p, r);

	if (l->off + l->len <= p->len)
		mutate_insert(p, l->off, p->data + l->off, l->len);
}

static void mutate_remove(struct packet *p, struct rnd *r)
{
	const struct layer *l = mutate_layer(p, r);
	unsigned int n = rnd_one_in(r, 2) ? l->len : rnd_below(r, 32);

	if (l->off + n >= p->len)
		return;
	memmove(p->data + l->off, p->data + l->off + n, p->len - l->off - n);
	p->len -= n;
}

/* It begins as one packet and goes on as another. */
static void mutate_splice(struct packet *p, struct rnd *r,
			  const struct packet *other)
{
	const struct layer *here = mutate_layer(p, r);
	const struct layer *there = mutate_layer(other, r);
	unsigned int tail;

	if (here->off >= p->len || there->off >= other->len)
		return;
	tail = other->len - there->off;
	if (here->off + tail > PACKET_MAX)
		return;
	memmove(p->data + here->off, other->data + there->off, tail);
	p->len = here->off + tail;
}

static void mutate_noise(struct packet *p, struct rnd *r)
{
	unsigned int off = mutate_place(p, r);
	unsigned int end = off + 1 + rnd_below(r, 64);

	for (; off < end && off < p->len; off++)
		p->data[off] = rnd_next(r);
}

/**
 * mutate() - spoil a packet in one way
 * @p: packet; at least one byte is left of it
 * @r: chance
 * @other: another one
 */
void mutate(struct packet *p, struct rnd *r, const struct packet *other)
{
	static void (*const how[])(struct packet *p, struct rnd *r) = {
		mutate_bit, mutate_bit, mutate_byte, mutate_byte, mutate_word,
		mutate_length, mutate_length, mutate_length, mutate_next,
		mutate_next, mutate_cut, mutate_cut, mutate_lengthen,
		mutate_repeat, mutate_remove, mutate_noise,
	};
	unsigned int n = rnd_below(r, 17);

	if (n == 16)
		mutate_splice(p, r, other);
	else
		how[n](p, r);
}
