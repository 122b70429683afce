// SPDX-License-Identifier: GPL-2.0
/* For a kernel that ovnet could not be built for: says so, and goes. */
#include <linux/module.h>
#include <net/rtnetlink.h>

#include "why.h"	/* made by make.sh */

static int __init ovnet_stand_in_init(void)
{
	pr_err("ovnet: %s: a newer ovnet may do, or another kernel\n",
	       OVNET_WHY);
	return -EOPNOTSUPP;
}

module_init(ovnet_stand_in_init);
MODULE_INFO(stand_in, OVNET_WHY);
MODULE_ALIAS_RTNL_LINK("ovnet");
MODULE_DESCRIPTION("Stands in for ovnet where that cannot be built");
MODULE_LICENSE("GPL");
