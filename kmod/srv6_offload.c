// SPDX-License-Identifier: GPL-2.0
/*
 * Large frames in IPv6, next header 143: cut up late on the way out, put
 * together early on the way in. The core does so for IP in IPv6, and leaves the
 * place for frames free. No device is said to be able to do it.
 */
#include <linux/etherdevice.h>
#include <linux/in.h>
#include <linux/ipv6.h>
#include <net/gro.h>
#include <net/gso.h>
#include <net/protocol.h>

#include "locator.h"
#include "srv6.h"

/* Is the place ours? If not, frames are cut up before they get there. */
bool ovnet_srv6_offload __read_mostly;

/**
 * ovnet_srv6_gso_segment() - cut up a large frame
 * @skb: data at the inner frame
 * @features: of the device
 *
 * Checksums are left to devices that need not know where they are.
 *
 * Return: the pieces, or an error.
 */
static struct sk_buff *ovnet_srv6_gso_segment(struct sk_buff *skb,
					      netdev_features_t features)
{
	u16 mac_offset = skb->mac_header, mac_len = skb->mac_len;
	int outer = skb_transport_header(skb) - skb_mac_header(skb);
	__be16 protocol = skb->protocol;
	struct sk_buff *segs;

	if (!(skb_shinfo(skb)->gso_type & OVNET_SRV6_GSO) ||
	    skb_inner_mac_header(skb) != skb->data ||
	    !pskb_may_pull(skb, skb_inner_network_offset(skb)))
		return ERR_PTR(-EINVAL);

	skb->encapsulation = 0;
	SKB_GSO_CB(skb)->encap_level = 0;
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, skb_inner_network_offset(skb));
	skb_set_transport_header(skb, skb_inner_transport_offset(skb));
	skb->mac_len = skb_inner_network_offset(skb);
	skb->protocol = htons(ETH_P_TEB);
	features &= skb->dev->hw_enc_features &
		    (NETIF_F_SG | NETIF_F_HIGHDMA | NETIF_F_HW_CSUM);
	segs = skb_mac_gso_segment(skb, features);
	if (IS_ERR_OR_NULL(segs)) {
		skb_gso_error_unwind(skb, protocol, 0, mac_offset, mac_len);
		return segs;
	}

	for (skb = segs; skb; skb = skb->next) {
		if (skb->ip_summed == CHECKSUM_PARTIAL) {
			skb_reset_inner_headers(skb);
			skb->encapsulation = 1;
		}
		skb->mac_len = mac_len;
		skb->protocol = protocol;
		__skb_push(skb, outer);
		skb_reset_mac_header(skb);
		skb_set_network_header(skb, mac_len);
		skb_set_transport_header(skb, outer);
	}
	return segs;
}

/**
 * ovnet_srv6_gro_receive() - put together what is in frames
 * @head: packets held back so far
 * @skb: next packet
 *
 * For us: others may pass frames on as they come, and expect no large ones.
 *
 * Context: NAPI.
 * Return: a packet that is complete, or NULL.
 */
static struct sk_buff *ovnet_srv6_gro_receive(struct list_head *head,
					      struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = skb_gro_network_header(skb);

	if (NAPI_GRO_CB(skb)->encap_mark ||
	    !ovnet_locator_own_rcu(ovnet_main_net(dev_net(skb->dev)),
				   &ip6h->daddr)) {
		NAPI_GRO_CB(skb)->flush = 1;
		return NULL;
	}
	NAPI_GRO_CB(skb)->encap_mark = 1;
	return eth_gro_receive(head, skb);
}

/**
 * ovnet_srv6_gro_complete() - headers of what has been put together
 * @skb: the packet
 * @nhoff: offset of the inner frame
 *
 * Context: NAPI.
 * Return: 0 or an error.
 */
static int ovnet_srv6_gro_complete(struct sk_buff *skb, int nhoff)
{
	skb->encapsulation = 1;
	skb_shinfo(skb)->gso_type |= OVNET_SRV6_GSO;
	return eth_gro_complete(skb, nhoff);
}

static const struct net_offload ovnet_srv6_offload_ops = {
	.callbacks = {
		.gso_segment = ovnet_srv6_gso_segment,
		.gro_receive = ovnet_srv6_gro_receive,
		.gro_complete = ovnet_srv6_gro_complete,
	},
};

/**
 * ovnet_srv6_offload_init() - take the place for frames, if it is free
 */
void __init ovnet_srv6_offload_init(void)
{
	ovnet_srv6_offload = !inet6_add_offload(&ovnet_srv6_offload_ops,
						IPPROTO_ETHERNET);
	if (!ovnet_srv6_offload)
		pr_info("ovnet: another module cuts up Ethernet in IPv6: large frames are cut up before SRv6\n");
}

/**
 * ovnet_srv6_offload_exit() - undo ovnet_srv6_offload_init()
 */
void ovnet_srv6_offload_exit(void)
{
	if (ovnet_srv6_offload)
		inet6_del_offload(&ovnet_srv6_offload_ops, IPPROTO_ETHERNET);
}
