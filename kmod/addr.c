// SPDX-License-Identifier: GPL-2.0
/* Addresses of either family, as requests and replies have them. */
#include <linux/in.h>
#include <net/ipv6.h>
#include <net/netlink.h>

#include "addr.h"

/**
 * ovnet_addr_equal() - are two addresses the same?
 * @a: one
 * @b: the other
 *
 * Return: true if so; two that are none are.
 */
bool ovnet_addr_equal(const struct ovnet_addr *a, const struct ovnet_addr *b)
{
	if (a->family != b->family)
		return false;
	switch (a->family) {
	case AF_INET:
		return a->v4 == b->v4;
	case AF_INET6:
		return ipv6_addr_equal(&a->v6, &b->v6);
	}
	return true;
}

/**
 * ovnet_addr_unicast() - can one host have an address?
 * @addr: of a family
 *
 * Return: true if so.
 */
bool ovnet_addr_unicast(const struct ovnet_addr *addr)
{
	if (addr->family == AF_INET)
		return !ipv4_is_zeronet(addr->v4) &&
		       !ipv4_is_loopback(addr->v4) &&
		       !ipv4_is_multicast(addr->v4) &&
		       !ipv4_is_lbcast(addr->v4);
	return !ipv6_addr_any(&addr->v6) && !ipv6_addr_loopback(&addr->v6) &&
	       !ipv6_addr_is_multicast(&addr->v6);
}

/**
 * ovnet_addr_parse() - the address that a request names
 * @addr4: be32, or NULL
 * @addr6: 16 bytes, or NULL
 * @addr: result; no family: neither is there
 * @extack: for the refusal
 *
 * Return: 0, or -EINVAL if it is not one, or not unicast; with extack.
 */
int ovnet_addr_parse(struct nlattr *addr4, struct nlattr *addr6,
		     struct ovnet_addr *addr, struct netlink_ext_ack *extack)
{
	memset(addr, 0, sizeof(*addr));
	if (addr4 && addr6) {
		NL_SET_ERR_MSG_ATTR(extack, addr6,
				    "One address, of IPv4 or of IPv6");
		return -EINVAL;
	}
	if (addr4) {
		addr->family = AF_INET;
		addr->v4 = nla_get_in_addr(addr4);
	} else if (addr6) {
		addr->family = AF_INET6;
		addr->v6 = nla_get_in6_addr(addr6);
	} else {
		return 0;
	}
	if (ovnet_addr_unicast(addr))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, addr4 ?: addr6,
			    "The address is unicast, of a host");
	return -EINVAL;
}

/**
 * ovnet_addr_put() - append an address to a nest
 * @skb: where to
 * @addr: no family: nothing is appended
 * @attr4: what it is called if it is of IPv4
 * @attr6: what it is called if it is of IPv6
 *
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_addr_put(struct sk_buff *skb, const struct ovnet_addr *addr,
		   int attr4, int attr6)
{
	switch (addr->family) {
	case AF_INET:
		return nla_put_in_addr(skb, attr4, addr->v4);
	case AF_INET6:
		return nla_put_in6_addr(skb, attr6, &addr->v6);
	}
	return 0;
}
