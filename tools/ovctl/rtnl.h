/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel says of its devices, by rtnetlink. */
#ifndef OVCTL_RTNL_H
#define OVCTL_RTNL_H

#include "ovnl.h"

int rtnl_open(struct ovnl *nl);
int rtnl_dump(struct ovnl *nl, uint16_t type, const void *header, size_t len,
	      struct ovnl_rows *rows);

#endif /* OVCTL_RTNL_H */
