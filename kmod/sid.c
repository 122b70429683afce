// SPDX-License-Identifier: GPL-2.0
/*
 * SIDs (RFC 8986, 3.1): locator, function (16 bits), VNI (24 bits), and zeros.
 * An address that says where a packet goes, and what is done with it there.
 */
#include <linux/in.h>
#include <net/ipv6.h>

#include "sid.h"

#define OVNET_SID_REST_MASK	GENMASK_ULL(39, 0)	/* function and VNI */

/**
 * ovnet_sid_in() - is an address within a locator?
 * @addr: the address
 * @locator: the prefix
 * @len: of the prefix
 *
 * Return: true if so.
 */
bool ovnet_sid_in(const struct in6_addr *addr, const struct in6_addr *locator,
		  u8 len)
{
	return ipv6_prefix_equal(addr, locator, len);
}

/**
 * ovnet_sid_parse() - what a SID says
 * @addr: of the SID, in the locator
 * @len: of the locator; valid
 * @sid: result
 *
 * Return: false if there is something behind what we know.
 */
bool ovnet_sid_parse(const struct in6_addr *addr, u8 len,
		     struct ovnet_sid *sid)
{
	unsigned int shift = OVNET_LOCATOR_LEN_MAX - len;
	u64 low = get_unaligned_be64(addr->s6_addr + 8);
	u64 rest = low >> shift;

	if (shift)
		rest |= get_unaligned_be64(addr->s6_addr) << (64 - shift);
	rest &= OVNET_SID_REST_MASK;
	sid->function = rest >> OVNET_SID_VNI_BITS;
	sid->vni = rest & GENMASK(OVNET_SID_VNI_BITS - 1, 0);
	return !(low & (BIT_ULL(shift) - 1));
}

/**
 * ovnet_sid_is_l2() - does a function take frames?
 * @function: asked about
 *
 * Return: true if so; false: it takes IP packets, or is none of ours.
 */
bool ovnet_sid_is_l2(u16 function)
{
	return function == OVNET_SID_DT2U || function == OVNET_SID_DT2M;
}

/**
 * ovnet_sid_check() - may a packet end at a SID?
 * @function: of the SID
 * @left: segments left of the packet, 0 if it has no SRH
 * @upper: its header behind IPv6's own ones
 *
 * RFC 8986, 4.6 to 4.8, 4.11 and 4.12, up to the table; ECHO is as 4.11.
 *
 * Return: OVNET_DROP_NONE, or why not.
 */
enum ovnet_drop_reason ovnet_sid_check(u16 function, u8 left, u8 upper)
{
	bool ok;

	switch (function) {
	case OVNET_SID_DT4:
		ok = upper == IPPROTO_IPIP;
		break;
	case OVNET_SID_DT6:
		ok = upper == IPPROTO_IPV6;
		break;
	case OVNET_SID_DT46:
		ok = upper == IPPROTO_IPIP || upper == IPPROTO_IPV6;
		break;
	case OVNET_SID_DT2U:
	case OVNET_SID_DT2M:
	case OVNET_SID_ECHO:
		ok = upper == IPPROTO_ETHERNET;
		break;
	default:
		return OVNET_DROP_UNKNOWN_SID;
	}
	if (left)
		return OVNET_DROP_SEGMENTS_LEFT;
	return ok ? OVNET_DROP_NONE : OVNET_DROP_UPPER_LAYER;
}
