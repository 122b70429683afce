/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_FRAME_H
#define OVNET_FRAME_H

#include <linux/types.h>

struct net_device;
struct sk_buff;

struct sk_buff *ovnet_frame_make(struct net_device *dev, const u8 *dest,
				 const u8 *source, __be16 proto,
				 unsigned int len);

#endif /* OVNET_FRAME_H */
