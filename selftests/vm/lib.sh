# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the scripts of this directory share: where things are, how to say
# something, how two callers keep out of each other's way.

VM=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034	# for those that read this file
REPO=$(cd "$VM/../.." && pwd)
CACHE=${OVNET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ovnet}
# the kernels run.sh can boot; uml first, it is what one edits against
KERNELS="uml uml-plain uml-gdb debug kcsan 6.1 6.12 7.2"

say() { echo "vm: $*" >&2; }
die() { say "$*"; exit 1; }

known_kernel() { [[ " $KERNELS " == *" $1 "* ]]; }

# with_lock NAME COMMAND...: one caller at a time, across processes.
# Not to be followed by ||, which would switch off set -e inside the command.
with_lock()
{
	local name=$1 fd

	shift
	mkdir -p "$CACHE/lock"
	exec {fd}> "$CACHE/lock/$name"
	if ! flock -n "$fd"; then
		say "waiting for somebody else's work on $name"
		flock "$fd"
	fi
	"$@"
	exec {fd}>&-
}

# quietly LOGFILE COMMAND...: show the output only if the command fails.
quietly()
{
	local log=$1

	shift
	if ! "$@" > "$log" 2>&1; then
		tail -n 40 "$log" >&2
		die "failed: $* (all of it: $log)"
	fi
}
