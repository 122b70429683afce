#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# breakages.sh [NAME-REGEX...]: break one line at a time, in a copy; a test must
# fail for each. The lines are in breakages.txt; ends with how many were caught.
set -euo pipefail
cd "$(dirname "$0")/.."

selftests/vm/deps.sh build uml tools
selftests/vm/iproute2.sh > /dev/null
exec selftests/breakages.py "$@"
