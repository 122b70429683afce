// SPDX-License-Identifier: GPL-2.0
/* SRv6 around a packet or a frame: an IPv6 header, and mostly no other. */
#include <string.h>

#include "build.h"
#include "world.h"

enum srv6_function {
	SRV6_DT4 = 0x04,
	SRV6_DT6 = 0x06,
	SRV6_DT46 = 0x46,
	SRV6_DT2U = 0xd2,
	SRV6_DT2M = 0xd3,
	SRV6_ECHO = 0xec,
};

/* fd00:aN::/48 : function : VNI */
static void srv6_sid(uint8_t *at, unsigned int node, unsigned int function,
		     unsigned int vni)
{
	put32(at, 0xfd0000a0 + node);
	put16(at + 6, function);
	put32(at + 8, vni << 8);
}

static void srv6_node(uint8_t *at, unsigned int number)
{
	put32(at, 0xfd000002);
	at[15] = number;
}

static unsigned int srv6_function(struct rnd *r, bool l3)
{
	static const uint8_t packets[] = {
		SRV6_DT46, SRV6_DT46, SRV6_DT46, SRV6_DT4, SRV6_DT6,
	};
	static const uint8_t frames[] = { SRV6_DT2U, SRV6_DT2U, SRV6_DT2M };

	if (rnd_one_in(r, 32))
		return rnd_next(r) & 0xffff;
	return l3 ? rnd_pick(r, packets) : rnd_pick(r, frames);
}

/* Padding, an HMAC, or something that nobody knows. */
static unsigned int srv6_tlv(struct packet *p, struct rnd *r)
{
	static const uint8_t types[] = { 0, 1, 4, 5, 124, 255 };
	unsigned int len = 8 * (1 + rnd_below(r, 5)) - 2;
	uint8_t *at = packet_grow(p, len + 2);

	at[0] = rnd_pick(r, types);
	at[1] = rnd_one_in(r, 8) ? rnd_next(r) : len;
	return len + 2;
}

/* With the list all used up, or nearly; what it says of its length may be wrong. */
static void srv6_srh(struct packet *p, struct rnd *r, unsigned int next)
{
	unsigned int n = rnd_one_in(r, 4) ? 0 : 1 + rnd_below(r, 4), i, len;
	unsigned int off = p->len;
	uint8_t *at = packet_add(p, LAYER_SRH, 8 + 16 * n);

	for (i = 0; i < n; i++)
		srv6_sid(at + 8 + 16 * i, 1 + rnd_below(r, 3), SRV6_DT46,
			 VNI_ROUTED);
	len = 8 + 16 * n;
	while (rnd_one_in(r, 3))
		len += srv6_tlv(p, r);
	at = p->data + off;
	at[0] = next;
	at[1] = len / 8 - 1;
	at[2] = rnd_one_in(r, 16) ? rnd_next(r) : 4;
	at[3] = rnd_one_in(r, 6) ? rnd_below(r, n + 2) : 0;
	at[4] = rnd_one_in(r, 8) ? rnd_next(r) : n - 1;
	at[5] = rnd_one_in(r, 8) ? rnd_next(r) : 0;
	if (rnd_one_in(r, 16))
		at[1] = rnd_next(r);
}

static uint8_t *srv6_outer(struct packet *p, struct rnd *r)
{
	uint8_t *at = packet_add(p, LAYER_IP6, 40);

	at[0] = 0x60 | rnd_below(r, 16);
	at[1] = rnd_next(r);
	at[7] = 64;
	return at;
}

/* What is between the outer header and the packet; where it says what follows. */
static void srv6_between(struct packet *p, struct rnd *r, unsigned int next)
{
	uint8_t *ip6 = p->data + p->layers[p->n_layers - 1].off;
	uint8_t *at;

	ip6[6] = next;
	if (rnd_one_in(r, 24)) {	/* a fragment, or all of it */
		ip6[6] = 44;
		at = packet_add(p, LAYER_EXT, 8);
		at[0] = next;
		put16(at + 2, rnd_one_in(r, 2) ? rnd_next(r) : rnd_below(r, 2));
		at[7] = rnd_below(r, 4);
	} else if (rnd_one_in(r, 24)) {
		ip6[6] = 60;
		at = packet_add(p, LAYER_EXT, 8);
		at[0] = next;
		put32(at + 2, 0x01040000);
	} else if (rnd_one_in(r, 3)) {
		ip6[6] = 43;
		srv6_srh(p, r, next);
	}
}

/* The inside of a probe: whole, cut off, or with something that it cannot have. */
static void srv6_probe(struct packet *p, struct rnd *r)
{
	unsigned int len = rnd_one_in(r, 8) ? rnd_below(r, 31) :
					      30 + rnd_below(r, 200);
	uint8_t *at = packet_add(p, LAYER_DATA, len);

	if (len < 30)
		return;
	put16(at + 12, rnd_one_in(r, 16) ? rnd_next(r) : 0x88b5);
	at[14] = rnd_one_in(r, 16) ? rnd_next(r) : 1;
	at[15] = rnd_one_in(r, 16) ? rnd_next(r) : 1 + rnd_below(r, 2);
	put32(at + 18, rnd_below(r, 4));
	put32(at + 22, rnd_next(r));
}

/**
 * build_srv6() - what the underlay brings, behind the Ethernet header
 * @p: packet
 * @r: chance
 * @vni: of the network
 * @l3: a packet, not a frame
 * @from: place that sends it
 */
void build_srv6(struct packet *p, struct rnd *r, unsigned int vni, bool l3,
		unsigned int from)
{
	static const uint8_t odd[] = { 9, 1, 2, 0 };
	uint8_t *at = srv6_outer(p, r);
	bool echo = rnd_one_in(r, 16), v6 = rnd_one_in(r, 2);
	unsigned int function = srv6_function(r, l3), next = 143;

	if (echo) {
		function = SRV6_ECHO;
		vni = 0;
		l3 = false;
	}
	if (rnd_one_in(r, 24))
		vni = rnd_next(r) & 0xffffff;
	srv6_node(at + 8, rnd_one_in(r, 24) ? rnd_pick(r, odd) : 5);
	srv6_sid(at + 24, rnd_one_in(r, 32) ? 3 : 1, function, vni);
	if (rnd_one_in(r, 48))		/* behind the VNI it is zero */
		at[39] = rnd_next(r);
	if (l3)
		next = v6 ? 41 : 4;
	if (rnd_one_in(r, 32))
		next = rnd_next(r) & 0xff;
	srv6_between(p, r, next);
	p->n_outer = p->n_layers;
	if (echo)
		srv6_probe(p, r);
	else if (!l3)
		build_frame(p, r, from, 2);
	else if (v6)
		build_ip6(p, r, from, build_places(r), 2);
	else
		build_ip4(p, r, from, build_places(r), 2);
}

/**
 * build_srv6_quoted() - a packet of ours, as an error quotes it
 * @p: packet, empty
 * @r: chance
 */
void build_srv6_quoted(struct packet *p, struct rnd *r)
{
	bool l3 = rnd_one_in(r, 2);
	uint8_t *at = srv6_outer(p, r);

	srv6_node(at + 8, rnd_one_in(r, 8) ? 9 : 1);
	srv6_sid(at + 24, 2, l3 ? SRV6_DT46 : SRV6_DT2U,
		 rnd_one_in(r, 8) ? rnd_next(r) & 0xffffff :
		 l3 ? VNI_ROUTED : VNI_RED);
	srv6_between(p, r, l3 ? 4 : 143);
	if (l3)
		build_ip4(p, r, PLACE_PORT, PLACE_SRV6, 0);
	else
		build_frame(p, r, PLACE_PORT, 0);
}
