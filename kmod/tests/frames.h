/* SPDX-License-Identifier: GPL-2.0 */
/* Ethernet frames for tests, built byte by byte. */
#ifndef OVNET_FRAMES_H
#define OVNET_FRAMES_H

#include "common.h"

#define OVNET_FRAMES_MAX	4096

/**
 * struct ovnet_frame - a frame that is being written
 * @len: of what has been written
 * @data: from the Ethernet header on
 */
struct ovnet_frame {
	unsigned int len;
	u8 data[OVNET_FRAMES_MAX];
};

extern const u8 ovnet_frames_to[ETH_ALEN];
extern const u8 ovnet_frames_from[ETH_ALEN];

struct ovnet_frame *ovnet_frames_new(struct kunit *test, u16 proto);
void ovnet_frames_tag(struct ovnet_frame *f, u16 tpid, u16 tci);
void *ovnet_frames_put(struct ovnet_frame *f, unsigned int len);
struct iphdr *ovnet_frames_put4(struct ovnet_frame *f, u8 protocol,
				unsigned int payload);
struct ipv6hdr *ovnet_frames_put6(struct ovnet_frame *f, u8 nexthdr,
				  unsigned int payload);
struct sk_buff *ovnet_frames_skb(struct kunit *test,
				 const struct ovnet_frame *f);

#endif /* OVNET_FRAMES_H */
