/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_WATCH_H
#define OVNET_WATCH_H

#include "ovnet_priv.h"

#define OVNET_WATCH_INTERVAL_MAX	3600	/* seconds */

void ovnet_watch_init(struct ovnet_net *on);
void ovnet_watch_exit(struct ovnet_net *on);
void ovnet_watch_set(struct ovnet_remote *remote, u16 interval);
bool ovnet_watch_answered(struct ovnet_remote *remote, __be64 cookie);

#endif /* OVNET_WATCH_H */
