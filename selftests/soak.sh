#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# soak.sh [PART...]: what takes long, part by part (default: all of them).
# MINUTES=n in the environment (default: 10) bounds the long ones; COUNT=n
# (1000000) is how many packets, and messages, are mutated, how many operations
# the LPM and its twin get, and a tenth of it how many frames are traced and sent;
# SEED=n repeats an earlier run of churn, packets, netlink or dry; ONLY=KIND is
# for packets of one kind (fuzz/packet.sh); NODE_SET=WORDS: settings of all nodes.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

MINUTES=${MINUTES:-10}
COUNT=${COUNT:-1000000}
VM=selftests/vm
OUT=build/soak
declare -A PARTS=(
	[churn]="guest debug selftests/soak/churn.sh $MINUTES"
	[faults]="guest uml selftests/soak/faults.sh"
	[starved]="guest debug env FAULTS=3 selftests/soak/churn.sh 2"
	[kcsan]="guest kcsan selftests/soak/churn.sh 5"
	[parsers]="fuzz_parsers"
	[packets]="fuzz_packets"
	[netlink]="guest uml env COUNT=$COUNT selftests/fuzz/netlink.sh"
	[twin]="twin"
	[dry]="guest uml env COUNT=$((COUNT / 10)) TEST=like_reality selftests/dry.sh"
	[breakages]="selftests/breakages.sh"
)
ORDER=(churn faults starved kcsan parsers packets netlink twin dry breakages)

usage()
{
	sed -n 's/^# \(soak.sh.*\)/usage: \1/p' "$0"
	for part in "${ORDER[@]}"; do
		printf '  %-10s %s\n' "$part" "${PARTS[$part]}"
	done
}

# guest KERNEL COMMAND...: in a kernel of its own, whose log is $log's, with time for what it does
# besides the minutes it is given, and for 200 packets or messages a second.
guest()
{
	local kernel=$1

	shift
	$VM/run.sh -u -k "$kernel" -m 2048 -t $((MINUTES * 60 + 3000 + COUNT / 200)) \
		-l "$OUT/$log.kernel.log" -- env ${SEED:+SEED="$SEED"} ${ONLY:+ONLY="$ONLY"} \
		${NODE_SET:+NODE_SET="$NODE_SET"} "$@"
}

# fuzz_packets: a guest a processor, each with its share of the packets
fuzz_packets()
{
	local guests i share log rc=0 pids=()

	guests=$(nproc)
	share=$(((COUNT + guests - 1) / guests))
	make -s -C selftests/fuzz || return	# guests would all do it
	for ((i = 0; i < guests; i++)); do
		log=$part$i
		guest uml env COUNT=$share FROM=$((i * share)) selftests/fuzz/packet.sh \
			> "$OUT/$log.out" 2>&1 &
		pids+=($!)
	done
	for i in "${!pids[@]}"; do
		wait "${pids[i]}" || rc=$?
		cat "$OUT/$part$i.out"
	done
	return $rc
}

# twin: KUnit runs when the module is loaded, and not in a guest of guest's
twin()
{
	$VM/run.sh -k uml -m 2048 -t $((600 + COUNT / 500)) -l "$OUT/$log.kernel.log" -- \
		env STEPS="$COUNT" selftests/kunit.sh
}

fuzz_parsers()
{
	$VM/deps.sh unit && make -s -C tools fuzz TIME=$((MINUTES * 60))
}

case ${1-} in
-h|--help) usage; exit 0 ;;
esac
[ $# -gt 0 ] || set -- "${ORDER[@]}"
for part in "$@"; do
	[ -n "${PARTS[$part]-}" ] || { echo "soak: no part '$part'" >&2; usage >&2; exit 2; }
done

# the guests have the host's tools
$VM/deps.sh build uml qemu tools unit || exit
make -s -C tools || exit
mkdir -p $OUT

failed=()
for part in "$@"; do
	echo "=== $part: ${PARTS[$part]}"
	SECONDS=0
	log=$part
	read -ra command <<< "${PARTS[$part]}"
	"${command[@]}" 2>&1 | tee "$OUT/$part.out"
	status=${PIPESTATUS[0]}
	echo "=== $part: status $status after $SECONDS s"
	[ "$status" = 0 ] || failed+=("$part")
done
[ ${#failed[@]} = 0 ] || { echo "soak: failed: ${failed[*]}"; exit 1; }
