/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_ICMP_H
#define OVNET_ICMP_H

#include "ovnet_priv.h"

#define OVNET_ICMP_RATE		100	/* errors a second, to a place */

/* Why a packet does not arrive, as its sender is told. */
enum ovnet_icmp_error {
	OVNET_ICMP_TOO_BIG = OVNET_STEP_ERROR_TOO_BIG,
	OVNET_ICMP_TTL = OVNET_STEP_ERROR_TTL,
	OVNET_ICMP_NO_ROUTE = OVNET_STEP_ERROR_NO_ROUTE,
	OVNET_ICMP_HOST = OVNET_STEP_ERROR_HOST_UNREACHABLE,
	OVNET_ICMP_PROHIBIT = OVNET_STEP_ERROR_PROHIBITED,
	OVNET_ICMP_PORT = OVNET_STEP_ERROR_PORT_UNREACHABLE,
};

struct sk_buff *ovnet_icmp_build(const struct ovnet_pkt *pkt,
				 enum ovnet_icmp_error error,
				 unsigned int mtu);
bool ovnet_icmp_send(const struct ovnet_pkt *pkt, enum ovnet_icmp_error error,
		     unsigned int mtu);

#endif /* OVNET_ICMP_H */
