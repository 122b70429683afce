// SPDX-License-Identifier: GPL-2.0
/* How a packet is handed over: unfinished, large, in pieces, more than once. */
#include <string.h>

#include "shape.h"

/* A header whose checksum a device could be asked for; NULL: there is none. */
static const struct layer *shape_l4(const struct packet *p, struct rnd *r)
{
	unsigned int i, at = rnd_below(r, p->n_layers);

	for (i = 0; i < p->n_layers; i++) {
		const struct layer *l = p->layers + (at + i) % p->n_layers;

		if ((l->kind == LAYER_TCP || l->kind == LAYER_UDP) &&
		    l->off + l->len <= p->len)
			return l;
	}
	return NULL;
}

static unsigned int shape_next_off(const struct packet *p, struct rnd *r)
{
	return p->layers[rnd_below(r, p->n_layers)].off;
}

static void shape_csum(struct shape *s, struct packet *p, struct rnd *r,
		       const struct layer *l4)
{
	s->vnet.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	if (l4) {
		packet_unfinish(p, l4);
		s->vnet.csum_start = l4->off;
		s->vnet.csum_offset = l4->kind == LAYER_TCP ? 16 : 6;
	} else {
		s->vnet.csum_start = shape_next_off(p, r);
		s->vnet.csum_offset = 6;
	}
	/* somewhere else */
	if (rnd_one_in(r, 6))
		s->vnet.csum_start = rnd_one_in(r, 2) ?
				     shape_next_off(p, r) :
				     rnd_below(r, p->len + 8);
	if (rnd_one_in(r, 12))
		s->vnet.csum_offset = rnd_one_in(r, 2) ? rnd_below(r, 64) :
							 rnd_next(r);
}

static void shape_gso(struct shape *s, struct packet *p, struct rnd *r,
		      const struct layer *l4)
{
	static const uint16_t sizes[] = {
		0, 1, 2, 7, 8, 48, 100, 500, 536, 1000, 1200, 1380, 1400, 1440,
		1460, 9000, 0x7fff, 0xfffe, 0xffff,
	};
	static const uint8_t types[] = {
		VIRTIO_NET_HDR_GSO_TCPV4, VIRTIO_NET_HDR_GSO_TCPV6,
		VIRTIO_NET_HDR_GSO_UDP, 5,	/* 5: UDP_L4 */
	};
	unsigned int i;

	s->vnet.gso_size = rnd_pick(r, sizes);
	s->vnet.gso_type = rnd_pick(r, types);
	if (l4 && !rnd_one_in(r, 8)) {	/* as the packet has it */
		s->vnet.gso_type = rnd_one_in(r, 4) ? VIRTIO_NET_HDR_GSO_UDP :
						      5;
		for (i = l4 - p->layers; l4->kind == LAYER_TCP && i--;)
			if (p->layers[i].kind == LAYER_IP4 ||
			    p->layers[i].kind == LAYER_IP6) {
				s->vnet.gso_type = p->layers[i].kind ==
						   LAYER_IP4 ?
						   VIRTIO_NET_HDR_GSO_TCPV4 :
						   VIRTIO_NET_HDR_GSO_TCPV6;
				break;
			}
	}
	if (rnd_one_in(r, 8))
		s->vnet.gso_type |= VIRTIO_NET_HDR_GSO_ECN;
	if (rnd_one_in(r, 64))
		s->vnet.gso_type = rnd_next(r);
	s->vnet.hdr_len = l4 ? l4->off + l4->len : 0;
	/* there should be something to segment */
	if (p->len < 6000 && !rnd_one_in(r, 4))
		packet_grow(p, rnd_below(r, 8000));
}

/*
 * What the first piece of a packet in pieces may have, for the kernel's sake: GRO
 * (7.3) goes on with the old head of an skb if that has no room for one header
 * more, which it takes from the next piece.
 */
#define SHAPE_FIRST	192

/**
 * shape_cut() - a packet in pieces of up to a page
 * @s: shape
 * @p: packet
 * @r: chance
 */
void shape_cut(struct shape *s, const struct packet *p, struct rnd *r)
{
	unsigned int at = 0, piece;

	s->n_cuts = 0;
	while (s->n_cuts < SHAPE_CUTS) {
		piece = 1 + rnd_below(r, rnd_one_in(r, 2) ? 4096 : 100);
		if (!s->n_cuts && piece < 14)
			piece = 14 + rnd_below(r, 100);
		if (rnd_one_in(r, 3) && shape_next_off(p, r) > at)
			piece = shape_next_off(p, r) - at;
		if (piece > 4096)
			piece = 4096;
		if (!s->n_cuts && piece > SHAPE_FIRST)
			piece = SHAPE_FIRST;
		at += piece;
		if (at >= p->len)
			break;
		s->cuts[s->n_cuts++] = at;
	}
}

/**
 * shape_draw() - how a packet is handed over
 * @s: result
 * @p: packet; its checksum may be taken away, and it may grow
 * @r: chance
 */
void shape_draw(struct shape *s, struct packet *p, struct rnd *r)
{
	const struct layer *l4;

	memset(s, 0, sizeof(*s));
	s->times = rnd_one_in(r, 16) ? 1 + rnd_below(r, 8) : 1;
	l4 = shape_l4(p, r);
	if (rnd_one_in(r, 3))
		shape_csum(s, p, r, l4);
	if (rnd_one_in(r, 4))
		shape_gso(s, p, r, l4);
	if (rnd_one_in(r, 32))
		s->vnet.flags |= rnd_next(r);
	/* how much is linear */
	if (rnd_one_in(r, 4))
		s->vnet.hdr_len = rnd_one_in(r, 2) ? shape_next_off(p, r) :
						     rnd_below(r, p->len + 1);
	if (s->vnet.hdr_len > p->len && !rnd_one_in(r, 8))
		s->vnet.hdr_len = p->len;
}
