/* SPDX-License-Identifier: GPL-2.0 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM ovnet

#if !defined(OVNET_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define OVNET_TRACE_H

#include <linux/netdevice.h>
#include <linux/tracepoint.h>

#include "compat/ovnet_compat.h"
#include "drop.h"

#define OVNET_TRACE_EXPORT(name, text, core, help) \
	TRACE_DEFINE_ENUM(OVNET_DROP_##name);
OVNET_DROP_REASONS(OVNET_TRACE_EXPORT)
#undef OVNET_TRACE_EXPORT

#define OVNET_TRACE_SYMBOL(name, text, core, help) { OVNET_DROP_##name, text },

/* ovnet:drop - a frame ended here; network 0: none was known */
TRACE_EVENT(drop,
	TP_PROTO(const struct sk_buff *skb, u32 network,
		 enum ovnet_drop_reason reason),
	TP_ARGS(skb, network, reason),
	TP_STRUCT__entry(
		__field(const void *, skbaddr)
		__field(u32, network)
		__field(u32, len)
		__field(u16, protocol)
		__field(int, reason)
		__string(dev, skb->dev ? skb->dev->name : "-")
	),
	TP_fast_assign(
		__entry->skbaddr = skb;
		__entry->network = network;
		__entry->len = skb->len;
		__entry->protocol = ntohs(skb->protocol);
		__entry->reason = reason;
		OVNET_COMPAT_ASSIGN_STR(dev, skb->dev ? skb->dev->name : "-");
	),
	TP_printk("network=%u dev=%s reason=%s protocol=0x%04x len=%u skbaddr=%p",
		  __entry->network, __get_str(dev),
		  __print_symbolic(__entry->reason,
				   OVNET_DROP_REASONS(OVNET_TRACE_SYMBOL)
				   { -1, NULL }),
		  __entry->protocol, __entry->len, __entry->skbaddr)
);

#endif /* OVNET_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
