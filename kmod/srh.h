/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_SRH_H
#define OVNET_SRH_H

#include <linux/in6.h>
#include <linux/types.h>

struct sk_buff;

/**
 * struct ovnet_srh_read - what a segment routing header says
 * @nexthdr: what comes behind it
 * @left: segments left
 * @len: of the header
 * @last: the last segment
 */
struct ovnet_srh_read {
	u8 nexthdr;
	u8 left;
	u16 len;
	struct in6_addr last;
};

bool ovnet_srh_parse(const struct sk_buff *skb, int off,
		     struct ovnet_srh_read *srh);
unsigned int ovnet_srh_len(unsigned int n_segs, bool full);
void ovnet_srh_build(void *at, u8 nexthdr, const struct in6_addr *segs,
		     unsigned int n_segs, const struct in6_addr *sid,
		     bool full);

#endif /* OVNET_SRH_H */
