#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# churn.sh [MINUTES]: everything is made, changed, moved, killed at random under
# traffic, and the module removed; afterwards all is as it was. The tests are in
# churn.py. In the environment, SEED=n: the operations of that run, again;
# FAULTS=n: n % of all allocations fail meanwhile.
. "$(dirname "$0")/../lib.sh"

SEED=${SEED:-$RANDOM$RANDOM}
SECONDS_LONG=$(awk -v m="${1:-1}" 'BEGIN { print m * 60 }')
# An emulated machine under this load answers late, and takes minutes for the
# namespaces of a phase; what hangs, the kernel's hung task detector tells.
export WAIT_TIMEOUT=600000
TESTS=(
	"ask warm_up"
	"ask churn $SECONDS_LONG"
	"ask operations"
	"ask packets"
)

setup()
{
	echo "# SEED=$SEED"
	tester soak/churn.py "$SEED" "${FAULTS:-0}"
}

tests_run
