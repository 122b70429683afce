#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# run.sh: run a command, as root, in a freshly booted kernel.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

usage()
{
	cat <<-END
	usage: run.sh [-k KERNEL] [-t SECONDS] [-m MiB] [-l LOG] [-M MODULES] [-cgisu] [--] COMMAND...

	Builds the kernel and this tree's module if need be and runs COMMAND in
	the guest, in the tree's top, with the host's files as its own.  What it
	writes vanishes, except below build/.

	-k	$KERNELS (default: uml)
	-t	the command's time limit (default: 600)
	-m	the guest's memory (default: 1024, 2048 for debug and kcsan)
	-l	the kernel's log (default: build/log/KERNEL-PID.log)
	-s	don't look at the tree's module (modprobe ovnet won't find one)
	-M	take this for /lib/modules/RELEASE, and don't look at the tree's module
	-c	the guest's clock counts instructions, one a nanosecond, of one
		processor (Debian's kernels); OVNET_VM_CLOCK=instructions
	-u	without the module's unit tests, which run when it is loaded
	-g	under gdb (user-mode kernels; uml is uml-gdb then)
	-i	COMMAND, or a shell, gets this terminal (user-mode kernels)

	OVNET_VM_APPEND in the environment is for the kernel's command line (QEMU).

	Exit status: the command's; 124 if it ran out of time; 125 if the
	guest died or never came up; 70 if the command succeeded but the kernel
	complained, the module would not unload, or memory leaked.
	END
}

kernel=uml seconds=600 mib='' log='' gdb=n shell=n module=y modules='' count=n units=1
while getopts k:t:m:l:M:cgisuh o; do
	case $o in
	k) kernel=$OPTARG ;;
	t) seconds=$OPTARG ;;
	m) mib=$OPTARG ;;
	l) log=$(realpath -m "$OPTARG") ;;
	M) modules=$(realpath "$OPTARG") module=n ;;
	c) count=y ;;
	g) gdb=y ;;
	i) shell=y ;;
	s) module=n ;;
	u) units=0 ;;
	h) usage; exit 0 ;;
	*) usage >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $gdb$kernel != yuml ] || kernel=uml-gdb
[ $# -gt 0 ] || [ $shell = n ] || set -- bash -i
[ $# -gt 0 ] || { usage >&2; exit 2; }
known_kernel "$kernel" || die "no kernel '$kernel' (there are: $KERNELS)"
case $kernel in
debug|kcsan) : "${mib:=2048}" ;;	# shadows, and a record of each object
*)	: "${mib:=1024}" ;;
esac
case $kernel in
uml*)	. "$VM/boot-uml.sh"
	[ $count = n ] || die "-c wants a kernel in QEMU" ;;
*)	. "$VM/boot-qemu.sh"
	[ $gdb$shell = nn ] || die "-g and -i want a user-mode kernel" ;;
esac

kdir=$("$VM/kernel.sh" "$kernel")
mkdir -p "$REPO/build/run" "$REPO/build/log"
: "${log:=$REPO/build/log/$kernel-$$.log}"
mkdir -p "$(dirname "$log")"

# run: shared with the guest.  scratch: the host's own, in memory.
run=$(mktemp -d "$REPO/build/run/$kernel-XXXXXX")
scratch=$(boot_scratch)
guest=
watch=
# shellcheck disable=SC2317	# called by trap
cleanup()
{
	[ -z "$guest" ] || kill -KILL -- "-$guest" 2> /dev/null || true
	[ -z "$watch" ] || kill "$watch" 2> /dev/null || true
	rm -rf "$run" "$scratch"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ $module = y ]; then
	"$VM/build-module.sh" "$kernel"
	# a copy: somebody may build again while we run
	exec {lock}> "$REPO/build/$kernel/.lock"
	flock -s "$lock"
	cp -a "$REPO/build/$kernel/lib/modules/$(< "$kdir/release")" "$run/modules"
	exec {lock}>&-
else
	ln -s "${modules:-$kdir/lib/modules/$(< "$kdir/release")}" "$run/modules"
fi
command=("$@") repo=$REPO cache=$CACHE
declare -p command repo cache kernel seconds shell count > "$run/job"

# The guest writes to pipes of ours, never to the caller's own descriptors: it
# would leave those in non-blocking mode.
mkfifo "$scratch/out" "$scratch/err"
cat < "$scratch/out" & cats=$!
cat < "$scratch/err" >&2 & cats="$cats $!"
exec {out}> "$scratch/out" {err}> "$scratch/err" {console}>> "$log"
: > "$log"

rc=0 late=n
if [ $gdb = y ] || [ $shell = y ]; then
	boot_foreground || true
else
	boot_start &
	guest=$!
	# the guest has its own clock for the command; this one is for a dead guest
	sleep $((seconds + 60)) & watch=$!
	wait -n -p ended "$guest" "$watch" 2> /dev/null || true
	[ "${ended-}" != "$watch" ] || late=y
	kill -KILL -- "-$guest" 2> /dev/null || true
	kill "$watch" 2> /dev/null || true
	wait "$guest" "$watch" 2> /dev/null || true
	guest='' watch=''
fi
exec {out}>&- {err}>&- {console}>&-
# shellcheck disable=SC2086
wait $cats 2> /dev/null || true

if [ $late = y ]; then
	say "$kernel did not stop by itself; killed"
	rc=124
elif [ -e "$run/status" ]; then
	rc=$(< "$run/status")
	[ "$rc" != 124 ] || say "out of time ($seconds s): $*"
else
	say "$kernel died, or never came up; the end of its log:"
	tail -n 30 "$log" >&2
	rc=125
fi

bad=0
if [ -e "$run/rmmod" ]; then
	reason=$(< "$run/rmmod")
	say "ovnet would not unload: ${reason:-rmmod hangs}"
	bad=70
fi
[ ! -e "$run/kmemleak" ] || cat "$run/kmemleak" >> "$log"
"$VM/scan-log.sh" "$log" >&2 || bad=70
[ "$rc" != 0 ] || rc=$bad
[ "$rc" = 0 ] || say "$kernel: status $rc, kernel log: $log"
exit "$rc"
