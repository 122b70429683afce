# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154	# the variables are run.sh's
# How run.sh boots a user-mode kernel.

# A user-mode kernel's memory is a sparse file that must be mapped executable:
# on a tmpfs if there is one with room.
boot_scratch()
{
	local d

	for d in /dev/shm "${TMPDIR:-/tmp}" "$REPO/build/run"; do
		[ -w "$d" ] || continue
		[ "$(df --output=avail -m "$d" | tail -n 1)" -gt "$mib" ] || continue
		! findmnt -n -o OPTIONS -T "$d" | grep -qw noexec || continue
		mktemp -d "$d/ovnet-XXXXXX"
		return
	done
	die "no file system has $mib MiB for the guest's memory"
}

# boot_memory COMMAND...: with its memory in large pages, as a kernel has its own
# where no user-mode kernel is: in small ones each line that is not in a cache
# costs a walk through the host's tables besides. On a mount of its own, which
# goes when it does; where none can be had, in the scratch's file system.
boot_memory()
{
	mkdir -p "$scratch/memory"
	# shellcheck disable=SC2016	# that shell's
	TMPDIR=$scratch/memory exec "$@" unshare --mount bash -c '
		mount -t tmpfs -o huge=always,size="$0"m memory "$TMPDIR" ||
			echo "vm: no large pages for the memory"
		exec "$@"' $((mib + 64)) "${uml[@]}"
}

# One processor, to itself if one is free: the kernel and its processes are
# processes of the host that take turns, and turns between processors cost
# three times as much.
boot_cpu()
{
	local cpus

	mapfile -t cpus < <(taskset -cp $$ | sed 's/.*: //' | tr , '\n' |
		while IFS=- read -r a b; do seq "$a" "${b:-$a}"; done)
	for cpu in "${cpus[@]}"; do
		exec {cpu_lock}> "$CACHE/lock/cpu$cpu"
		flock -n "$cpu_lock" && return
		exec {cpu_lock}>&-
	done
	cpu=${cpus[RANDOM % ${#cpus[@]}]}
}

boot_command()
{
	local con1=null,fd:$out con2=null,fd:$err

	[ "$shell" = n ] || con1=fd:0,fd:1
	boot_cpu
	uml=(taskset -c "$cpu" "$kdir/image" "mem=${mib}M" root=/dev/root rootfstype=hostfs
		rootflags=/ ro "init=$VM/init-uml.sh" "ovnet_run=$run"
		"uml_dir=$scratch" umid=guest con=null "con0=null,fd:$console"
		"con1=$con1" "con2=$con2" ssl=null seccomp=on loglevel=8 printk.time=1
		oops=panic panic=-1
		random.trust_cpu=1 "kunit.enable=$units")
}

boot_start()
{
	local uml cpu cpu_lock

	boot_command
	ulimit -c 0
	# its own session: a panicking UML kills its process group
	boot_memory setsid < /dev/null > /dev/null 2>> "$log"
}

# boot_foreground: with the terminal, for -i and -g.
boot_foreground()
{
	local uml cpu cpu_lock

	boot_command
	if [ "$gdb" = y ]; then
		"$VM/deps.sh" gdb
		OVNET_KO=$REPO/build/$kernel/src/ovnet.ko TMPDIR=$scratch \
			taskset -c "$cpu" gdb -q -iex 'set auto-load safe-path /' \
			-x "$VM/uml.gdb" --args "$kdir/build/vmlinux" "${uml[@]:4}"
	else
		(boot_memory setsid -w 2>> "$log")
	fi
}
