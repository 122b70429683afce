/* SPDX-License-Identifier: GPL-2.0 */
/* What "ovctl trace" is asked, and what of it the kernel's tables can tell. */
#ifndef OVCTL_TRACE_H
#define OVCTL_TRACE_H

#include "frame.h"
#include "ovctl.h"

struct trace {
	struct args *args;
	const char *network;		/* as it was said */
	const char *dev;		/* NULL: from a remote */
	const char *remote;
	unsigned int ifindex;
	bool has_frame;			/* it was given whole */
	bool has_src_mac;
	bool has_dst_mac;
	struct frame_want want;
	struct frame frame;
};

extern const struct field trace_network, trace_dev, trace_remote;

/* trace_ask.c */
int trace_ask(struct trace *trace);

/* trace_show.c */
int trace_show(const struct nlmsghdr *nlh, void *unused);

#endif /* OVCTL_TRACE_H */
