// SPDX-License-Identifier: GPL-2.0
/*
 * Gateways: the router that the endpoints of a network see. It has the same
 * addresses on every node and is never the source of what is in a tunnel.
 */
#include <linux/inetdevice.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "gateway.h"

/* Locally administered, then "ovnet" in ASCII. */
const u8 ovnet_gateway_mac[ETH_ALEN] = { 0x02, 'o', 'v', 'n', 'e', 't' };

/* Its link-local address, by RFC 4291, appendix A. */
const struct in6_addr ovnet_gateway_link_local = { {
	.u6_addr8 = { 0xfe, 0x80, 0, 0, 0, 0, 0, 0,
		      0x00, 'o', 'v', 0xff, 0xfe, 'n', 'e', 't' },
} };

/**
 * ovnet_gateway_get_rcu() - the gateway's address
 * @network: whose
 * @family: AF_INET or AF_INET6
 * @addr: result
 *
 * Context: RCU.
 * Return: whether it has one of that family.
 */
bool ovnet_gateway_get_rcu(const struct ovnet_network *network, u16 family,
			   struct ovnet_addr *addr)
{
	const struct ovnet_gateway *gateway = rcu_dereference(network->gateway);

	memset(addr, 0, sizeof(*addr));
	addr->family = family;
	if (!gateway)
		return false;
	if (family == AF_INET) {
		addr->v4 = gateway->v4;
		return gateway->v4;
	}
	addr->v6 = gateway->v6;
	return !ipv6_addr_any(&gateway->v6);
}

/**
 * ovnet_gateway_is_rcu() - is an address the gateway's?
 * @network: whose
 * @addr: asked about
 *
 * Context: RCU.
 * Return: true if so.
 */
bool ovnet_gateway_is_rcu(const struct ovnet_network *network,
			  const struct ovnet_addr *addr)
{
	const struct ovnet_gateway *gateway = rcu_dereference(network->gateway);

	if (!gateway)
		return false;
	if (addr->family == AF_INET)
		return gateway->v4 && gateway->v4 == addr->v4;
	return !ipv6_addr_any(&gateway->v6) &&
	       (ipv6_addr_equal(&gateway->v6, &addr->v6) ||
		ipv6_addr_equal(&ovnet_gateway_link_local, &addr->v6));
}

/* Address and length are said together. */
static int ovnet_gateway_check_attrs(const struct ovnet_network_config *config,
				     struct netlink_ext_ack *extack)
{
	u64 set = config->set;

	if (!(set & BIT_ULL(OVNET_A_NETWORK_GATEWAY4_LEN) &&
	      !(set & BIT_ULL(OVNET_A_NETWORK_GATEWAY4))) &&
	    !(set & BIT_ULL(OVNET_A_NETWORK_GATEWAY6_LEN) &&
	      !(set & BIT_ULL(OVNET_A_NETWORK_GATEWAY6))))
		return 0;
	NL_SET_ERR_MSG(extack,
		       "The length of a gateway's prefix needs its address");
	return -EINVAL;
}

static int ovnet_gateway_check4(const struct ovnet_gateway *gateway,
				struct netlink_ext_ack *extack)
{
	__be32 host = gateway->v4 & ~inet_make_mask(gateway->len4);

	if (!gateway->v4)
		return 0;
	if (ipv4_is_loopback(gateway->v4) || ipv4_is_multicast(gateway->v4) ||
	    ipv4_is_zeronet(gateway->v4) || ipv4_is_lbcast(gateway->v4)) {
		ovnet_compat_extack(extack, "No gateway can have %pI4",
				    &gateway->v4);
		return -EINVAL;
	}
	if (!gateway->len4 || gateway->len4 > 32) {
		NL_SET_ERR_MSG(extack,
			       "The gateway's IPv4 prefix has 1 to 32 bits");
		return -EINVAL;
	}
	if (gateway->len4 < 31 &&
	    (!host || host == ~inet_make_mask(gateway->len4))) {
		ovnet_compat_extack(extack,
				    "%pI4 is the first or last of its /%u: no gateway",
				    &gateway->v4, gateway->len4);
		return -EINVAL;
	}
	return 0;
}

static int ovnet_gateway_check6(const struct ovnet_gateway *gateway,
				struct netlink_ext_ack *extack)
{
	if (ipv6_addr_any(&gateway->v6))
		return 0;
	if (ipv6_addr_is_multicast(&gateway->v6) ||
	    ipv6_addr_loopback(&gateway->v6) ||
	    ipv6_addr_type(&gateway->v6) & IPV6_ADDR_LINKLOCAL) {
		ovnet_compat_extack(extack, "No gateway can be given %pI6c",
				    &gateway->v6);
		return -EINVAL;
	}
	if (!gateway->len6 || gateway->len6 > 128) {
		NL_SET_ERR_MSG(extack,
			       "The gateway's IPv6 prefix has 1 to 128 bits");
		return -EINVAL;
	}
	return 0;
}

/**
 * ovnet_gateway_make() - the gateway that is asked for
 * @old: what there is, or NULL; stays what is not named
 * @config: what is asked for
 * @gateway: result: for ovnet_gateway_set(), or kfree(); NULL: none
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_gateway_make(const struct ovnet_gateway *old,
		       const struct ovnet_network_config *config,
		       struct ovnet_gateway **gateway,
		       struct netlink_ext_ack *extack)
{
	struct ovnet_gateway *new;
	int err;

	*gateway = NULL;
	err = ovnet_gateway_check_attrs(config, extack);
	if (err)
		return err;
	new = kzalloc(sizeof(*new), GFP_KERNEL_ACCOUNT);
	if (!new)
		return -ENOMEM;
	if (old) {
		new->v4 = old->v4;
		new->len4 = old->len4;
		new->v6 = old->v6;
		new->len6 = old->len6;
	}
	if (config->set & BIT_ULL(OVNET_A_NETWORK_GATEWAY4)) {
		new->v4 = config->gateway4;
		new->len4 = new->v4 ? config->gateway4_len : 0;
	}
	if (config->set & BIT_ULL(OVNET_A_NETWORK_GATEWAY6)) {
		new->v6 = config->gateway6;
		new->len6 = ipv6_addr_any(&new->v6) ? 0 : config->gateway6_len;
	}
	err = ovnet_gateway_check4(new, extack);
	if (!err)
		err = ovnet_gateway_check6(new, extack);
	if (err || (!new->v4 && ipv6_addr_any(&new->v6)))
		kfree(new);
	else
		*gateway = new;
	return err;
}

/**
 * ovnet_gateway_set() - a network has this gateway from now on
 * @network: its namespace's mutex is held
 * @gateway: from ovnet_gateway_make(); consumed
 */
void ovnet_gateway_set(struct ovnet_network *network,
		       struct ovnet_gateway *gateway)
{
	struct ovnet_gateway *old = ovnet_gateway_of(network);

	rcu_assign_pointer(network->gateway, gateway);
	if (old)
		kfree_rcu(old, rcu);
}
