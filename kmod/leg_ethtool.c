// SPDX-License-Identifier: GPL-2.0
/* What ethtool says of a leg: the driver, and counters of its network. */
#include <linux/ethtool.h>

#include "ovnet_priv.h"

/* The network's traffic through tunnels, then its drops by reason. */
enum {
	OVNET_LEG_ETHTOOL_RX_PACKETS,
	OVNET_LEG_ETHTOOL_RX_BYTES,
	OVNET_LEG_ETHTOOL_TX_PACKETS,
	OVNET_LEG_ETHTOOL_TX_BYTES,
	OVNET_LEG_ETHTOOL_DROPS,
	OVNET_LEG_ETHTOOL_N = OVNET_LEG_ETHTOOL_DROPS + OVNET_DROP_MAX - 1,
};

static const char *const ovnet_leg_ethtool_names[] = {
	[OVNET_LEG_ETHTOOL_RX_PACKETS] = "tunnel_rx_packets",
	[OVNET_LEG_ETHTOOL_RX_BYTES] = "tunnel_rx_bytes",
	[OVNET_LEG_ETHTOOL_TX_PACKETS] = "tunnel_tx_packets",
	[OVNET_LEG_ETHTOOL_TX_BYTES] = "tunnel_tx_bytes",
};

static void ovnet_leg_ethtool_get_drvinfo(struct net_device *dev,
					  struct ethtool_drvinfo *info)
{
	strscpy(info->driver, "ovnet", sizeof(info->driver));
	strscpy(info->version, OVNET_VERSION, sizeof(info->version));
}

static int ovnet_leg_ethtool_get_sset_count(struct net_device *dev, int sset)
{
	return sset == ETH_SS_STATS ? OVNET_LEG_ETHTOOL_N : -EOPNOTSUPP;
}

static void ovnet_leg_ethtool_get_strings(struct net_device *dev, u32 sset,
					  u8 *data)
{
	int i;

	if (sset != ETH_SS_STATS)
		return;
	for (i = 0; i < ARRAY_SIZE(ovnet_leg_ethtool_names); i++)
		ethtool_sprintf(&data, "%s", ovnet_leg_ethtool_names[i]);
	for (i = OVNET_DROP_NONE + 1; i < OVNET_DROP_MAX; i++)
		ethtool_sprintf(&data, "drop_%s", ovnet_drop_name(i));
}

/* Context: RTNL. */
static void ovnet_leg_ethtool_get_stats(struct net_device *dev,
					struct ethtool_stats *stats, u64 *data)
{
	const struct ovnet_network *network =
		ovnet_leg_network(netdev_priv(dev));
	struct pcpu_sw_netstats __percpu *tunnel;
	struct rtnl_link_stats64 sum = {};
	int i;

	memset(data, 0, OVNET_LEG_ETHTOOL_N * sizeof(*data));
	if (!network)
		return;
	tunnel = READ_ONCE(network->stats);
	if (tunnel)
		dev_fetch_sw_netstats(&sum, tunnel);
	data[OVNET_LEG_ETHTOOL_RX_PACKETS] = sum.rx_packets;
	data[OVNET_LEG_ETHTOOL_RX_BYTES] = sum.rx_bytes;
	data[OVNET_LEG_ETHTOOL_TX_PACKETS] = sum.tx_packets;
	data[OVNET_LEG_ETHTOOL_TX_BYTES] = sum.tx_bytes;
	for (i = OVNET_DROP_NONE + 1; i < OVNET_DROP_MAX; i++)
		data[OVNET_LEG_ETHTOOL_DROPS + i - 1] =
			ovnet_drop_network_count(network, i);
}

const struct ethtool_ops ovnet_leg_ethtool_ops = {
	.get_drvinfo = ovnet_leg_ethtool_get_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_sset_count = ovnet_leg_ethtool_get_sset_count,
	.get_strings = ovnet_leg_ethtool_get_strings,
	.get_ethtool_stats = ovnet_leg_ethtool_get_stats,
};
