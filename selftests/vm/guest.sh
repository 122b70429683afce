#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# guest.sh RUN OUT ERR: process 1 of a guest, once its root is in place.
# RUN is the run's directory, shared with the host; OUT and ERR are the devices
# the command's output goes to.  Runs the command, leaves its exit status in
# RUN/status, and RUN/rmmod, RUN/kmemleak if there is something to say.
#
# A process costs 10 to 30 ms in a user-mode kernel, so this starts few.
run=$1 out=$2 err=$3
vm=${0%/*}

export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root TERM=${TERM:-dumb} LANG=C.UTF-8
unset ovnet_run ovnet_vm ovnet_build

mount -a -T "$vm/guest.fstab"
exec < /dev/null > /dev/kmsg 2>&1

# from run.sh
command=() repo='' cache='' kernel='' seconds='' shell='' count=''
# shellcheck source=/dev/null
. "$run/job"
export OVNET_VM=$kernel OVNET_CACHE=$cache
[ "$count" = n ] || export OVNET_VM_CLOCK=instructions

ln -s /proc/self/fd /dev/fd
ln -s /proc/self/fd/{0,1,2} /run/
mv /run/0 /dev/stdin; mv /run/1 /dev/stdout; mv /run/2 /dev/stderr
mkdir -p /run/lock /run/netns "/lib/modules/$(uname -r)"
# A checkout or cache below /tmp has to stay visible.
case $repo/:$cache/ in
/tmp/*|*:/tmp/*) ;;
*) mount -t tmpfs -o mode=1777 tmpfs /tmp ;;
esac
mount --bind "$run/modules" "/lib/modules/$(uname -r)"
echo "$kernel" > /proc/sys/kernel/hostname
ip link set lo up
for tty in "$out" "$err"; do
	[[ $tty != */tty* ]] || stty -F "$tty" raw -echo
done

# Others than kernel threads and this shell: what the command left behind.
leftovers()
{
	local p

	for p in /proc/[1-9]*; do
		[ "$p" != /proc/1 ] && [ -e "$p/exe" ] && return 0
	done
	return 1
}

# wait_for TENTHS COMMAND...: until it succeeds, but not for ever
wait_for()
{
	local i=$1

	shift
	until "$@" || [ $((i -= 1)) -lt 0 ]; do
		sleep 0.1
	done
}

cats_done() { ! kill -0 "$cat1" 2> /dev/null && ! kill -0 "$cat2" 2> /dev/null; }
alone() { ! leftovers; }

# Through pipes, because a test's output looks different on a terminal.
mkfifo /run/.out /run/.err
cat < /run/.out > "$out" & cat1=$!
cat < /run/.err > "$err" & cat2=$!

# KCSAN: not before, for it makes everything slow. By itself it watches one access
# in 4000, which in minutes of an emulated machine finds nothing at all.
races=/sys/kernel/debug/kcsan
if [ -e $races ]; then
	echo 500 > /sys/module/kcsan/parameters/skip_watch
	echo on > $races
fi

cd "$repo" || exit
echo "vm: running ${command[*]}"
SECONDS=0
if [ "$shell" = y ]; then
	: > /run/.out
	: > /run/.err
	stty -F "$out" sane
	# shellcheck disable=SC2094
	setsid -c -w "${command[@]}" < "$out" > "$out" 2>&1
	status=$?
else
	timeout -k 5 "$seconds" "${command[@]}" > /run/.out 2> /run/.err
	status=$?
	# timeout(1) says 137 when it had to insist
	[ $status != 137 ] || [ $SECONDS -lt "$seconds" ] || status=124
fi
cd /
echo "vm: status $status after $SECONDS s"
[ ! -e $races ] || sed 's/^/vm: kcsan: /' $races
[ $status != 124 ] || echo w > /proc/sysrq-trigger

# The output ends when nobody has the pipes open any more; a daemon that was
# left behind must not keep us, nor hold on to the module.
wait_for 10 cats_done
if leftovers; then
	kill -TERM -1
	wait_for 10 alone
	kill -KILL -1
	wait_for 10 alone
fi 2> /dev/null

if [ -d /sys/module/ovnet ]; then
	modprobe -r ovnet 2> "$run/rmmod" && rm -f "$run/rmmod"
fi

# Only if (bit 12) a module from outside the kernel's tree was loaded.  Twice,
# for the first scan sees pointers that are on their way out.  The sleep lets
# RCU callbacks finish and the youngest objects reach the age at which kmemleak
# reports them (linux.patch).  What the kernel itself lost while it booted, as
# 7.3 does, is no loss of ours.
tainted=$(< /proc/sys/kernel/tainted)
leaks=/sys/kernel/debug/kmemleak
if [ $((tainted >> 12 & 1)) = 1 ] && [ -w $leaks ]; then
	sleep 1.1
	echo scan > $leaks
	echo scan > $leaks
	awk '/^unreferenced object/	{ object = $0; next }
		object != ""	{ ours = !/comm "swapper/; if (ours) print object; object = "" }
		ours' $leaks > "$run/kmemleak"
	[ -s "$run/kmemleak" ] || rm -f "$run/kmemleak"
fi

echo $status > "$run/status"
sync
busybox poweroff -f
