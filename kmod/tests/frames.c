// SPDX-License-Identifier: GPL-2.0
/* Ethernet frames for tests, built byte by byte. */
#include <linux/etherdevice.h>
#include <linux/inet.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/ip.h>

#include "frames.h"

const u8 ovnet_frames_to[ETH_ALEN] = { 2, 0, 0, 0, 0, 0x70 };
const u8 ovnet_frames_from[ETH_ALEN] = { 2, 0, 0, 0, 0, 0xf0 };

/**
 * ovnet_frames_new() - a frame with an Ethernet header
 * @test: frees it
 * @proto: EtherType, or the length of an 802.3 frame
 *
 * Return: never NULL.
 */
struct ovnet_frame *ovnet_frames_new(struct kunit *test, u16 proto)
{
	struct ovnet_frame *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct ethhdr *eth;

	KUNIT_ASSERT_NOT_NULL(test, f);
	eth = ovnet_frames_put(f, ETH_HLEN);
	ether_addr_copy(eth->h_dest, ovnet_frames_to);
	ether_addr_copy(eth->h_source, ovnet_frames_from);
	eth->h_proto = htons(proto);
	return f;
}

/**
 * ovnet_frames_tag() - one more tag, outside of those that are there
 * @f: frame
 * @tpid: ETH_P_8021Q or ETH_P_8021AD, or what is none
 * @tci: priority and VLAN
 */
void ovnet_frames_tag(struct ovnet_frame *f, u16 tpid, u16 tci)
{
	u8 *p = f->data + 2 * ETH_ALEN;

	memmove(p + VLAN_HLEN, p, f->len - 2 * ETH_ALEN);
	put_unaligned_be16(tpid, p);
	put_unaligned_be16(tci, p + 2);
	f->len += VLAN_HLEN;
}

/**
 * ovnet_frames_put() - room at the end
 * @f: frame
 * @len: how much
 *
 * Return: the first byte; what it is not set to tells its place.
 */
void *ovnet_frames_put(struct ovnet_frame *f, unsigned int len)
{
	u8 *p = f->data + f->len;
	unsigned int i;

	for (i = 0; i < len; i++)
		p[i] = f->len + i;
	f->len += len;
	return p;
}

/**
 * ovnet_frames_put4() - an IPv4 header without options, and what is behind it
 * @f: frame, of that EtherType
 * @protocol: of what is behind it
 * @payload: how long that is
 *
 * Return: the header; 10.0.0.1 to 10.0.0.2.
 */
struct iphdr *ovnet_frames_put4(struct ovnet_frame *f, u8 protocol,
				unsigned int payload)
{
	struct iphdr *iph = ovnet_frames_put(f, sizeof(*iph));

	memset(iph, 0, sizeof(*iph));
	iph->version = 4;
	iph->ihl = 5;
	iph->tot_len = htons(sizeof(*iph) + payload);
	iph->frag_off = htons(IP_DF);
	iph->ttl = 64;
	iph->protocol = protocol;
	iph->saddr = htonl(0x0a000001);
	iph->daddr = htonl(0x0a000002);
	ip_send_check(iph);
	ovnet_frames_put(f, payload);
	return iph;
}

/**
 * ovnet_frames_put6() - an IPv6 header, and what is behind it
 * @f: frame, of that EtherType
 * @nexthdr: of what is behind it
 * @payload: how long that is
 *
 * Return: the header; 2001:db8::1 to 2001:db8::2.
 */
struct ipv6hdr *ovnet_frames_put6(struct ovnet_frame *f, u8 nexthdr,
				  unsigned int payload)
{
	struct ipv6hdr *ip6h = ovnet_frames_put(f, sizeof(*ip6h));

	memset(ip6h, 0, sizeof(*ip6h));
	ip6h->version = 6;
	ip6h->payload_len = htons(payload);
	ip6h->nexthdr = nexthdr;
	ip6h->hop_limit = 64;
	ip6h->saddr.s6_addr32[0] = htonl(0x20010db8);
	ip6h->saddr.s6_addr[15] = 1;
	ip6h->daddr.s6_addr32[0] = htonl(0x20010db8);
	ip6h->daddr.s6_addr[15] = 2;
	ovnet_frames_put(f, payload);
	return ip6h;
}

/**
 * ovnet_frames_skb() - a frame as the packet path gets it, all linear
 * @test: frees it
 * @f: frame
 *
 * Return: never NULL.
 */
struct sk_buff *ovnet_frames_skb(struct kunit *test,
				 const struct ovnet_frame *f)
{
	return ovnet_common_skb(test, f->data, f->len, f->len);
}
