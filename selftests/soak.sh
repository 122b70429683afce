#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# soak.sh: what takes long. MINUTES=n in the environment (default: 10) for each
# of the tools' parsers, from random input; make fuzz has the short run.
set -euo pipefail
cd "$(dirname "$0")/.."

selftests/vm/deps.sh unit
make -s -C tools fuzz TIME=$((${MINUTES:-10} * 60))
