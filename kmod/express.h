/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_EXPRESS_H
#define OVNET_EXPRESS_H

#include <linux/ip.h>
#include <linux/udp.h>
#include <net/vxlan.h>

#include "express6.h"
#include "ovnet_priv.h"

struct ovnet_cache_way;

/**
 * struct ovnet_express - outer headers that were made before; see express.c
 * @config: &struct ovnet_underlay_config.id that they are by; 0: there are none
 * @tos: without ECN
 * @csum: with a UDP checksum
 * @pseudo: sum of the pseudo header but for the length
 * @headers: one behind the other
 * @headers.iph: but for TOS, length and checksum, the sum of which is there
 * @headers.uh: but for source port, length and checksum
 * @headers.vh: but for the VNI
 */
struct ovnet_express {
	u32 config;
	u8 tos;
	bool csum;
	__sum16 pseudo;
	struct {
		struct iphdr iph;
		struct udphdr uh;
		struct vxlanhdr vh;
	} __packed headers;
};

void ovnet_express_make(struct ovnet_express *express,
			const struct ovnet_underlay *underlay,
			const struct ovnet_underlay_config *config,
			const struct ovnet_target *target,
			const struct dst_entry *dst);
void ovnet_express4_xmit(struct ovnet_remote *remote, struct ovnet_pkt *pkt);
void ovnet_express_received(struct ovnet_port *port, struct sk_buff *skb);
void ovnet_express_sent(struct ovnet_port *port, struct sk_buff *skb);
unsigned int ovnet_express_accept4(const struct ovnet_cache_way *way,
				   struct sk_buff *skb, unsigned int off);
unsigned int ovnet_express_accept6(const struct ovnet_cache_way *way,
				   struct sk_buff *skb, unsigned int off);

/**
 * ovnet_express_xmit() - send a frame to a remote
 * @remote: where to
 * @pkt: parsed; consumed
 *
 * Who has the choice sends by SRv6, if that is easy.
 *
 * Context: RCU, bottom halves off.
 */
static inline void ovnet_express_xmit(struct ovnet_remote *remote,
				      struct ovnet_pkt *pkt)
{
	if (rcu_access_pointer(ovnet_pkt_out(pkt)->srv6))
		ovnet_express6_xmit(remote, pkt);
	else
		ovnet_express4_xmit(remote, pkt);
}

#endif /* OVNET_EXPRESS_H */
