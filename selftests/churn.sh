#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A short churn, for the gate: see soak/churn.sh.
exec "$(dirname "$0")/soak/churn.sh" "${1:-0.3}"
