/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_RA_H
#define OVNET_RA_H

#include "gateway.h"

/* RFC 4861, 6.2.1 and 10, in seconds. */
#define OVNET_RA_INTERVAL_MIN		200
#define OVNET_RA_INTERVAL_MAX		600
#define OVNET_RA_INTERVAL_INITIAL	16
#define OVNET_RA_INITIAL		3	/* so many come at first */
#define OVNET_RA_DELAY			3	/* no two come closer */

/**
 * struct ovnet_ra - what an advertisement says
 * @router: the gateway is a router
 * @prefix: its prefix is on the link; false: no longer
 * @autonomous: endpoints may make addresses of the prefix
 * @mtu: of the link
 */
struct ovnet_ra {
	bool router;
	bool prefix;
	bool autonomous;
	unsigned int mtu;
};

struct sk_buff *ovnet_ra_build(const struct ovnet_gateway *gateway,
			       const struct ovnet_ra *ra, const u8 *mac,
			       const struct in6_addr *addr);
bool ovnet_ra_answer(const struct ovnet_pkt *pkt);
unsigned int ovnet_ra_interval(unsigned int left);
void ovnet_ra_soon(struct ovnet_network *network);
void ovnet_ra_withdraw(struct ovnet_network *network,
		       const struct ovnet_network_config *config,
		       const struct ovnet_gateway *gateway);
void ovnet_ra_mtu_changed(struct ovnet_net *on);
void ovnet_ra_init(struct ovnet_net *on);
void ovnet_ra_exit(struct ovnet_net *on);

#endif /* OVNET_RA_H */
