#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# run-all.sh [-a] [-k "KERNEL..."] [SCRIPT...]: the gate.  Everything below
# selftests/ in user-mode Linux; in Debian's kernels, where all is emulated, a choice
# in the oldest and a handful in the others; -a: there, too, everything.
#
# Ends with "N passed, N failed, N skipped", all KTAP cases of all kernels.
# Exit status 0 only if nothing failed, nothing was skipped and every script
# delivered as many results as it had promised.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

kernels="uml 6.1 6.12 7.2"
every=''
seconds=5000
while getopts ak:h o; do
	case $o in
	a) every=-a seconds=15000 ;;
	k) kernels=$OPTARG ;;
	*) sed -n 's/^# \(run-all.*\)/usage: \1/p' "$0" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
scripts=("$@")
only=${1-}

VM=selftests/vm
OUT=build/test
passed=0 failed=0 skipped=0
mkdir -p $OUT

say() { echo "test: $*"; }
die() { say "$*"; exit 1; }

fail()
{
	failed=$((failed + 1))
	echo "FAIL $*"
}

# one NAME COMMAND...: what is a single case
one()
{
	local name=$1 start=$SECONDS log=$OUT/$1.out

	shift
	if "$@" > "$log" 2>&1; then
		passed=$((passed + 1))
	else
		fail "$name"
		tail -n 40 "$log"
	fi
	say "$name: $((SECONDS - start)) s"
}

# ktap WHERE FILE STATUS: count the cases of one script; print what failed,
# with the diagnostic lines around it.
ktap()
{
	local where=$1 file=$2 status=$3 counts p f s missing

	counts=$(awk '
		/^1\.\.[0-9]+/ { plan = substr($1, 4) + 0; planned = 1; next }
		/^(not )?ok [0-9]+/ {
			n++
			if (/^not ok/) f++
			else if (/# SKIP/) s++
			else p++
		}
		END {
			missing = !planned ? 1 : plan > n ? plan - n : n > plan ? n - plan : 0
			print p + 0, f + 0, s + 0, missing
		}' "$file")
	read -r p f s missing <<< "$counts"
	[ "$status" = 0 ] || [ "$f" != 0 ] || [ "$missing" != 0 ] || missing=1
	passed=$((passed + p))
	failed=$((failed + f + missing))
	skipped=$((skipped + s))
	# what came since the last good case, for scripts say what is wrong first
	awk -v where="$where" '
		/^ok [0-9]+/ { held = ""; show = 0; if (/# SKIP/) print "SKIP " where ": " $0; next }
		/^not ok [0-9]+/ { printf "%s", held; held = ""; print "FAIL " where ": " $0; show = 1; next }
		show && /^#/ { print; next }
		{ show = 0; held = held $0 "\n" }' "$file"
	if [ "$missing" != 0 ]; then
		echo "FAIL $where: status $status, not all results came; the end of it:"
		tail -n 20 "$file"
	fi
}

# boot KERNEL: everything in one guest; its output goes to a file
boot()
{
	local kernel=$1 rc before=()

	# user-mode Linux has most to do, and one processor
	[ "$kernel" = uml ] || before=(nice -n 5)
	${before[@]+"${before[@]}"} $VM/run.sh -k "$kernel" -t "$seconds" -l "$OUT/$kernel.log" -- \
		selftests/guest-all.sh $every ${scripts[@]+"${scripts[@]}"} > "$OUT/$kernel.out" 2>&1
	rc=$?
	echo "$rc" > "$OUT/$kernel.rc"
}

# boot_all: every kernel, as many at a time as there are processors: with more,
# those of an emulated guest wait for each other's locks
boot_all()
{
	local kernel running=0

	for kernel in $kernels; do
		if [ $running -ge "$(nproc)" ]; then
			wait -n
			running=$((running - 1))
		fi
		rm -f "$OUT/$kernel".* "$OUT/$kernel"-*.ktap
		boot "$kernel" &
		running=$((running + 1))
	done
	wait
}

# host: what needs no kernel, the units of the tools and their manual pages; what
# they say goes to a file as a guest's does
host()
{
	local rc=2 status start tests=(tools/tests/*_test.c)

	tests=("${tests[@]##*/}")
	tests=("${tests[@]%.c}")
	if make -s -C tools check-programs; then
		tools/tests/run.sh "${tests[@]/#/build/tools/check/}"
		rc=$?
	fi > "$OUT/host.out" 2>&1
	{
		echo "=== begin docs"
		start=$SECONDS
		timeout -k 10 300 selftests/docs.sh < /dev/null
		status=$?
		echo "=== end docs $status $((SECONDS - start))"
	} >> "$OUT/host.out" 2>&1
	[ $status = 0 ] || [ $rc != 0 ] || rc=1
	echo "$rc" > "$OUT/host.rc"
}

# bench: what packets cost; no load makes the count of instructions another
bench()
{
	local start=$SECONDS status

	selftests/bench/gate.sh > "$OUT/host-bench.ktap" 2>&1
	status=$?
	ktap "host bench" "$OUT/host-bench.ktap" "$status"
	say "host bench: $((SECONDS - start)) s"
}

# take_apart KERNEL: the output of its guest, script by script
take_apart()
{
	local kernel=$1 line script status seconds part='' rc

	rc=$(< "$OUT/$kernel.rc")
	: > "$OUT/$kernel.rest"
	while IFS= read -r line; do
		case $line in
		"=== begin "*)
			script=${line#=== begin }
			part=$OUT/$kernel-${script//\//-}.ktap
			: > "$part"
			;;
		"=== end "*)
			read -r _ _ script status seconds <<< "$line"
			ktap "$kernel $script" "$part" "$status"
			say "$kernel $script: $seconds s"
			part=
			;;
		*)
			printf '%s\n' "$line" >> "${part:-$OUT/$kernel.rest}"
			;;
		esac
	done < "$OUT/$kernel.out"
	[ -z "$part" ] || ktap "$kernel $script (cut off)" "$part" 124
	case $rc in
	0|1) ;;		# 1: a script failed, and that has been counted
	*)
		fail "$kernel: run.sh says $rc"
		cat "$OUT/$kernel.rest"
		;;
	esac
	grep -q '^=== begin' "$OUT/$kernel.out" || {
		[ "$rc" -gt 1 ] || fail "$kernel: nothing ran"
		tail -n 30 "$OUT/$kernel.out"
	}
}

$VM/deps.sh build uml source qemu chroot tools unit docs || die "dependencies"
$VM/iproute2.sh > /dev/null || die "iproute2"
$VM/ynl.sh > /dev/null || die "no YNL"
$VM/openvswitch.sh > /dev/null || die "no Open vSwitch"
make -s -C tools || die "the tools do not build"

# Not while others are tested: a build takes all there is. What is downloaded, and
# unpacked, is so meanwhile.
for kernel in $kernels; do
	[[ $kernel == uml* ]] || $VM/kernel.sh "$kernel" > /dev/null
done &
for kernel in $kernels; do
	$VM/kernel.sh "$kernel" > /dev/null || fail "$kernel: no kernel"
done
wait

boot_all &
if [ -z "$only" ]; then
	one check-uapi selftests/check-uapi.py
	one check-json selftests/check-json.py self-test
	rm -f $OUT/host.* $OUT/host-*.ktap
	host
	take_apart host
	one fuzz make -s -C tools fuzz TIME=5
	bench
fi
wait
for kernel in $kernels; do
	take_apart "$kernel"
done

say "$SECONDS s"
echo "$passed passed, $failed failed, $skipped skipped"
[ $((failed + skipped)) = 0 ]
