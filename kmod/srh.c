// SPDX-License-Identifier: GPL-2.0
/* The segment routing header (RFC 8754): read, and written. */
#include <linux/ipv6.h>
#include <linux/seg6.h>
#include <linux/skbuff.h>
#include <linux/string.h>
#include <net/ipv6.h>

#include "srh.h"

#define OVNET_SRH_TLVS_MAX	16	/* that are looked at */
#define OVNET_SRH_TLV_PAD1	0	/* the only one without a length */

/* RFC 8754, 2.1: they fill the header. What they say, HMAC too, is not ours. */
static bool ovnet_srh_tlvs_fit(const struct sk_buff *skb, int off, int end)
{
	const struct sr6_tlv *tlv;
	struct sr6_tlv buf;
	const u8 *type;
	u8 type_buf;
	int n;

	for (n = 0; off < end; n++) {
		if (n == OVNET_SRH_TLVS_MAX)
			return false;
		type = skb_header_pointer(skb, off, sizeof(type_buf),
					  &type_buf);
		if (!type)
			return false;
		if (*type == OVNET_SRH_TLV_PAD1) {
			off++;
			continue;
		}
		tlv = skb_header_pointer(skb, off, sizeof(buf), &buf);
		if (!tlv)
			return false;
		off += sizeof(*tlv) + tlv->len;
	}
	return off == end;
}

/**
 * ovnet_srh_parse() - read and check an SRH
 * @skb: has it, or a part of it
 * @off: where; a routing header by the header before it
 * @srh: result
 *
 * RFC 8754, 4.3.1.1, for all segments left: in a packet that is passed on it is
 * asked of every node.
 *
 * Return: false if it is not all there, or contradicts itself.
 */
bool ovnet_srh_parse(const struct sk_buff *skb, int off,
		     struct ovnet_srh_read *srh)
{
	const struct ipv6_sr_hdr *h;
	const struct in6_addr *last;
	struct in6_addr last_buf;
	struct ipv6_sr_hdr buf;
	int segments_end;

	h = skb_header_pointer(skb, off, sizeof(buf), &buf);
	if (!h || h->type != IPV6_SRCRT_TYPE_4)
		return false;
	srh->nexthdr = h->nexthdr;
	srh->left = h->segments_left;
	srh->len = (h->hdrlen + 1) * 8;
	if (h->first_segment + 1 > h->hdrlen / 2 ||
	    h->segments_left > h->first_segment + 1 ||
	    srh->len > skb->len - off)
		return false;
	segments_end = sizeof(*h) + (h->first_segment + 1) *
		       sizeof(struct in6_addr);
	last = skb_header_pointer(skb, off + (int)sizeof(*h), sizeof(last_buf),
				  &last_buf);
	if (!last)
		return false;
	srh->last = *last;
	return ovnet_srh_tlvs_fit(skb, off + segments_end, off + srh->len);
}

/**
 * ovnet_srh_len() - how long will an SRH be?
 * @n_segs: segments in front of the SID
 * @full: it has the first segment, too, and is there for the SID alone
 *
 * Return: bytes; 0: none is needed.
 */
unsigned int ovnet_srh_len(unsigned int n_segs, bool full)
{
	unsigned int entries = n_segs + full;

	return entries ? sizeof(struct ipv6_sr_hdr) +
			 entries * sizeof(struct in6_addr) : 0;
}

/**
 * ovnet_srh_build() - write an SRH
 * @at: where; as long as ovnet_srh_len() says, and that is not 0
 * @nexthdr: what comes behind it
 * @segs: segments in front of the SID
 * @n_segs: how many
 * @sid: the last segment
 * @full: with the first segment, which the packet has as its destination
 *
 * The last comes first (RFC 8754, 2).
 */
void ovnet_srh_build(void *at, u8 nexthdr, const struct in6_addr *segs,
		     unsigned int n_segs, const struct in6_addr *sid,
		     bool full)
{
	unsigned int entries = n_segs + full, i;
	struct ipv6_sr_hdr *h = at;

	h->nexthdr = nexthdr;
	h->hdrlen = entries * sizeof(struct in6_addr) / 8;
	h->type = IPV6_SRCRT_TYPE_4;
	h->segments_left = n_segs;
	h->first_segment = entries - 1;
	h->flags = 0;
	h->tag = 0;
	h->segments[0] = *sid;
	for (i = 1; i < entries; i++)
		h->segments[i] = segs[n_segs - i];
}
