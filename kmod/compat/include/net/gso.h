/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels without net/gso.h have its contents in linux/netdevice.h. */
#ifdef OVNET_HAVE_GSO_H
#include_next <net/gso.h>
#else
#include <linux/netdevice.h>
#endif
