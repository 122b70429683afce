// SPDX-License-Identifier: GPL-2.0
/* Takes the offload slot of next header 143 in IPv6, and does nothing with it. */
#include <linux/in.h>
#include <linux/module.h>
#include <net/protocol.h>

static const struct net_offload frame_slot_ops;

static int __init frame_slot_init(void)
{
	return inet6_add_offload(&frame_slot_ops, IPPROTO_ETHERNET);
}
module_init(frame_slot_init);

static void __exit frame_slot_exit(void)
{
	inet6_del_offload(&frame_slot_ops, IPPROTO_ETHERNET);
}
module_exit(frame_slot_exit);

MODULE_DESCRIPTION("Takes the slot for Ethernet in IPv6, for a test");
MODULE_LICENSE("GPL");
