/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FUZZ_BUILD_H
#define FUZZ_BUILD_H

#include "packet.h"

/* frame.c: whole frames, of a place's or of anybody's */
void build_frame(struct packet *p, struct rnd *r, unsigned int from,
		 unsigned int depth);
void build_mac(uint8_t *at, unsigned int place);
unsigned int build_places(struct rnd *r);
unsigned int build_subnet(struct rnd *r);

/* ip.c: what follows an Ethernet header, and returns its EtherType */
unsigned int build_ip4(struct packet *p, struct rnd *r, unsigned int from,
		       unsigned int to, unsigned int depth);
unsigned int build_ip6(struct packet *p, struct rnd *r, unsigned int from,
		       unsigned int to, unsigned int depth);
void build_data(struct packet *p, struct rnd *r);

/* icmp.c: errors quote a packet, others do not */
void build_icmp4(struct packet *p, struct rnd *r, const uint8_t *quoted,
		 unsigned int len);
void build_icmp6(struct packet *p, struct rnd *r, const uint8_t *quoted,
		 unsigned int len);

/* tunnel.c: from the wire to the inner frame */
enum build_wire { WIRE_TAP, WIRE_BRIDGE };
void build_tunnel(struct packet *p, struct rnd *r, enum build_wire wire);
void build_tunnel_valid(struct packet *p, bool v6, unsigned int vni);

/* srv6.c: likewise, to a SID; behind the Ethernet header */
void build_srv6(struct packet *p, struct rnd *r, unsigned int vni, bool l3,
		unsigned int from);
void build_srv6_quoted(struct packet *p, struct rnd *r);

#endif /* FUZZ_BUILD_H */
