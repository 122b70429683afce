// SPDX-License-Identifier: GPL-2.0
/* Underlays of kind srv6 over netlink: what they have that others have not. */
#include <net/ipv6.h>

#include "locator.h"
#include "underlay.h"

/* What has to do with UDP. */
static const u8 ovnet_underlay_srv6_not[] = {
	OVNET_A_UNDERLAY_LOCAL4,	OVNET_A_UNDERLAY_LOCAL6,
	OVNET_A_UNDERLAY_PORT,		OVNET_A_UNDERLAY_SRCPORT_LOW,
	OVNET_A_UNDERLAY_SRCPORT_HIGH,	OVNET_A_UNDERLAY_DF,
	OVNET_A_UNDERLAY_CSUM,		OVNET_A_UNDERLAY_CSUM6_TX,
	OVNET_A_UNDERLAY_CSUM6_RX,	OVNET_A_UNDERLAY_SHARED,
};

static const u8 ovnet_underlay_srv6_only[] = {
	OVNET_A_UNDERLAY_LOCATOR,	OVNET_A_UNDERLAY_LOCATOR_LEN,
	OVNET_A_UNDERLAY_SOURCE,	OVNET_A_UNDERLAY_SRH,
};

/**
 * ovnet_underlay_srv6_check() - has an underlay what its kind has?
 * @tb: what is said of it
 * @encap: its kind, enum ovnet_encap
 * @extack: for the refusal
 *
 * Return: 0 or -EINVAL, with extack.
 */
int ovnet_underlay_srv6_check(struct nlattr **tb, u8 encap,
			      struct netlink_ext_ack *extack)
{
	int i;

	if (encap == OVNET_ENCAP_SRV6) {
		for (i = 0; i < ARRAY_SIZE(ovnet_underlay_srv6_not); i++) {
			if (!tb[ovnet_underlay_srv6_not[i]])
				continue;
			NL_SET_ERR_MSG_ATTR(extack,
					    tb[ovnet_underlay_srv6_not[i]],
					    "SRv6 has no UDP: an underlay of kind srv6 has not got this");
			return -EINVAL;
		}
		return 0;
	}
	for (i = 0; i < ARRAY_SIZE(ovnet_underlay_srv6_only); i++) {
		if (!tb[ovnet_underlay_srv6_only[i]])
			continue;
		NL_SET_ERR_MSG_ATTR(extack, tb[ovnet_underlay_srv6_only[i]],
				    "Only an underlay of kind srv6 has this");
		return -EINVAL;
	}
	return 0;
}

static int ovnet_underlay_srv6_parse_locator(struct nlattr **tb,
					     struct ovnet_underlay_config *config,
					     struct netlink_ext_ack *extack)
{
	struct nlattr *attr = tb[OVNET_A_UNDERLAY_LOCATOR];

	if (attr)
		config->locator = nla_get_in6_addr(attr);
	if (tb[OVNET_A_UNDERLAY_LOCATOR_LEN])
		config->locator_len =
			nla_get_u8(tb[OVNET_A_UNDERLAY_LOCATOR_LEN]);
	if (!config->locator_len || ipv6_addr_any(&config->locator)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "An underlay of kind srv6 needs a locator, of 32 to 88 bits");
		return -EINVAL;
	}
	if (!ovnet_locator_valid(&config->locator, config->locator_len)) {
		NL_SET_ERR_MSG_ATTR(extack,
				    attr ?: tb[OVNET_A_UNDERLAY_LOCATOR_LEN],
				    "A locator is a unicast prefix, with nothing but zeroes behind it");
		return -EINVAL;
	}
	return 0;
}

/**
 * ovnet_underlay_srv6_parse() - what an underlay of kind srv6 is to be
 * @tb: what is said of it
 * @config: what it is; changed
 * @extack: for the refusal
 *
 * Return: 0 or -EINVAL, with extack.
 */
int ovnet_underlay_srv6_parse(struct nlattr **tb,
			      struct ovnet_underlay_config *config,
			      struct netlink_ext_ack *extack)
{
	struct nlattr *attr = tb[OVNET_A_UNDERLAY_SOURCE];
	int err;

	err = ovnet_underlay_srv6_parse_locator(tb, config, extack);
	if (err)
		return err;
	if (attr) {
		config->source = nla_get_in6_addr(attr);
		config->source_given = !ipv6_addr_any(&config->source);
	}
	if (!config->source_given)
		config->source = config->locator;
	if (!ovnet_locator_unicast(&config->source)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "The source address must be unicast and not link-local");
		return -EINVAL;
	}
	if (tb[OVNET_A_UNDERLAY_SRH])
		config->srh = nla_get_u8(tb[OVNET_A_UNDERLAY_SRH]);
	return 0;
}

/**
 * ovnet_underlay_srv6_fill() - put what an underlay of kind srv6 has
 * @skb: message
 * @underlay: of this
 * @config: of it
 *
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_underlay_srv6_fill(struct sk_buff *skb,
			     const struct ovnet_underlay *underlay,
			     const struct ovnet_underlay_config *config)
{
	if (nla_put_u8(skb, OVNET_A_UNDERLAY_KIND, OVNET_UNDERLAY_KIND_SRV6) ||
	    nla_put_in6_addr(skb, OVNET_A_UNDERLAY_LOCATOR,
			     &config->locator) ||
	    nla_put_u8(skb, OVNET_A_UNDERLAY_LOCATOR_LEN,
		       config->locator_len) ||
	    (config->source_given &&
	     nla_put_in6_addr(skb, OVNET_A_UNDERLAY_SOURCE,
			      &config->source)) ||
	    nla_put_u8(skb, OVNET_A_UNDERLAY_SRH, config->srh))
		return -EMSGSIZE;
	return 0;
}
