/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_SID_H
#define OVNET_SID_H

#include <linux/in6.h>
#include <linux/types.h>
#include <linux/unaligned.h>

#include <linux/ovnet.h>

#include "drop.h"

#define OVNET_SID_VNI_BITS	24

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
bool ovnet_sid_parse(const struct in6_addr *addr, u8 len,
		     struct ovnet_sid *sid);
bool ovnet_sid_is_l2(u16 function);
enum ovnet_drop_reason ovnet_sid_check(u16 function, u8 left, u8 upper);

/**
 * ovnet_sid_build() - the address of a SID
 * @addr: result
 * @locator: of the node
 * @len: of the locator; valid
 * @sid: what comes behind it
 */
static inline void ovnet_sid_build(struct in6_addr *addr,
				   const struct in6_addr *locator, u8 len,
				   const struct ovnet_sid *sid)
{
	unsigned int shift = OVNET_LOCATOR_LEN_MAX - len;
	u64 rest = (u64)sid->function << OVNET_SID_VNI_BITS | sid->vni;
	u64 high = get_unaligned_be64(locator->s6_addr);
	u64 low = get_unaligned_be64(locator->s6_addr + 8);

	low |= rest << shift;
	if (shift)
		high |= rest >> (64 - shift);
	put_unaligned_be64(high, addr->s6_addr);
	put_unaligned_be64(low, addr->s6_addr + 8);
}

#endif /* OVNET_SID_H */
