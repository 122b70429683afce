/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVCTL_JSON_H
#define OVCTL_JSON_H

#include <stdbool.h>

bool json_valid(const char *text);

#endif /* OVCTL_JSON_H */
