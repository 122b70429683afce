// SPDX-License-Identifier: GPL-2.0
/* The tracepoints live here; -I$(src)/kmod in Kbuild lets them be found. */
#define CREATE_TRACE_POINTS
#include "trace.h"
