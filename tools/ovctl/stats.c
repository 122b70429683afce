// SPDX-License-Identifier: GPL-2.0
#include "ovctl.h"
#include "stats.h"

const struct field stats_fields[] = {
	{
		.key = "rx-packets",
		.word = "rx packets",
		.attr = OVNET_A_STATS_RX_PACKETS,
		.type = FIELD_U64,
		.use = FIELD_STAT,
	}, {
		.key = "rx-bytes",
		.word = "bytes",
		.attr = OVNET_A_STATS_RX_BYTES,
		.type = FIELD_U64,
		.use = FIELD_STAT,
	}, {
		.key = "tx-packets",
		.word = "tx packets",
		.attr = OVNET_A_STATS_TX_PACKETS,
		.type = FIELD_U64,
		.use = FIELD_STAT,
	}, {
		.key = "tx-bytes",
		.word = "bytes",
		.attr = OVNET_A_STATS_TX_BYTES,
		.type = FIELD_U64,
		.use = FIELD_STAT,
	},
	{ }
};
