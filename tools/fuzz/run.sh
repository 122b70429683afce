#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# run.sh SECONDS TARGET...: run each target for that long, from the inputs that
# are committed and those found before, as many at once as there are
# processors. Says how many inputs each tried; exit status 1 if one broke it.
set -u
here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:?SECONDS}
[ "$seconds" -gt 0 ] || exit 2		# it means for ever to libFuzzer
shift

fuzz()
{
	local target=$1 name top found broken log

	name=$(basename "$target")
	top=$(dirname "$target")
	found=$top/found/$name
	broken=$top/broken
	log=$top/$name.log
	mkdir -p "$found" "$broken"
	if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
		-max_len=4096 -print_final_stats=1 -verbosity=1 -close_fd_mask=0 \
		-artifact_prefix="$broken/$name-" \
		"$found" "$here/corpus/$name" > "$log" 2>&1; then
		echo "fuzz $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, $(
			sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$log" | tail -n 1) edges, none breaks it"
		return 0
	fi
	grep -av '^#[0-9]' "$log" | tail -n 60
	echo "FAIL fuzz $name: $(grep -ao "$broken/$name-[a-z]*-[0-9a-f]*" "$log" | tail -n 1)"
	return 1
}

rc=0
running=0
for target in "$@"; do
	if [ $running -ge "$(nproc)" ]; then
		wait -n || rc=1
		running=$((running - 1))
	fi
	fuzz "$target" &
	running=$((running + 1))
done
while [ $running -gt 0 ]; do
	wait -n || rc=1
	running=$((running - 1))
done
exit $rc
