/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stands in for "ip", which has loaded the plugin: what it prints as JSON is
 * "KEY=VALUE;" here. Mistakes exit with 255 incomplete, 254 invalid, 253 twice.
 */
#ifndef OVCTL_FAKE_IP_H
#define OVCTL_FAKE_IP_H

#include <linux/ovnet.h>
#include <stdbool.h>

#include "iproute2.h"

extern struct link_util ovnet_link_util;
extern bool fake_ip_json;

#endif /* OVCTL_FAKE_IP_H */
