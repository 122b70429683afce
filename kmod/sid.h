/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_SID_H
#define OVNET_SID_H

#include <linux/in6.h>
#include <linux/types.h>

#include <linux/ovnet.h>

#include "drop.h"

/* RFC 8986, 4: what is done with a packet that is sent to a SID. */
enum ovnet_sid_function {
	OVNET_SID_DT4 = 0x0004,
	OVNET_SID_DT6 = 0x0006,
	OVNET_SID_DT46 = 0x0046,
	OVNET_SID_DT2U = 0x00d2,
	OVNET_SID_DT2M = 0x00d3,
	OVNET_SID_ECHO = 0x00ec,	/* of no network: probes */
};

/**
 * struct ovnet_sid - what a SID says behind its locator
 * @function: enum ovnet_sid_function, or what we do not know
 * @vni: of the network
 */
struct ovnet_sid {
	u16 function;
	u32 vni;
};

bool ovnet_sid_in(const struct in6_addr *addr, const struct in6_addr *locator,
		  u8 len);
void ovnet_sid_build(struct in6_addr *addr, const struct in6_addr *locator,
		     u8 len, const struct ovnet_sid *sid);
bool ovnet_sid_parse(const struct in6_addr *addr, u8 len,
		     struct ovnet_sid *sid);
bool ovnet_sid_is_l2(u16 function);
enum ovnet_drop_reason ovnet_sid_check(u16 function, u8 left, u8 upper);

#endif /* OVNET_SID_H */
