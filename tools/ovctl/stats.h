/* SPDX-License-Identifier: GPL-2.0 */
/* Counters, as networks, ports and remotes have them. */
#ifndef OVCTL_STATS_H
#define OVCTL_STATS_H

extern const struct field stats_fields[];

#define STATS_FIELD(_attr)		\
	{				\
		.key = "stats",		\
		.attr = (_attr),	\
		.type = FIELD_NEST,	\
		.use = FIELD_LINE,	\
		.fields = stats_fields,	\
	}

#endif /* OVCTL_STATS_H */
