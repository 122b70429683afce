# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154	# the variables are run.sh's
# How run.sh boots an x86_64 kernel, Debian's or ours: in QEMU, emulated, two
# processors.  One if instructions are counted; then one without the string
# instructions of which each byte would count.

boot_scratch() { mktemp -d "${TMPDIR:-/tmp}/ovnet-XXXXXX"; }

# What is needed to see the host's files, and no more: busybox, init-qemu.sh
# and some modules, numbered in the order in which they go in.
boot_initrd()
{
	local top=$scratch/initrd file n=100 release

	release=$(< "$kdir/release")
	mkdir -p "$top"/{bin,proc,sys,dev,modules}
	cp "$(command -v busybox)" "$top/bin/busybox"
	ln -s busybox "$top/bin/sh"
	cp "$VM/init-qemu.sh" "$top/init"
	for file in $(modprobe -d "$kdir" -S "$release" --show-depends -a \
			virtio_pci virtio-rng virtio_console 9pnet_virtio 9p overlay |
			sed -n 's/^insmod //p' | awk '!seen[$1]++ { print $1 }'); do
		n=$((n + 1))
		case $file in
		*.xz)	xz -dc "$file" ;;
		*.zst)	zstd -qdc "$file" ;;
		*)	cat "$file" ;;
		esac > "$top/modules/$n-$(basename "${file%.ko*}").ko"
	done
	(cd "$top" && find . | cpio -o -H newc --quiet) > "$scratch/initrd.cpio"
}

boot_start()
{
	local top cpu append="console=ttyS0 loglevel=7 panic=-1 oops=panic"
	# Emulated, and maybe beside others: slow is not stuck.
	append+=" watchdog_thresh=60 rcupdate.rcu_cpu_stall_timeout=180"
	append+=" sysctl.kernel.hung_task_timeout_secs=180 kunit.enable=$units"
	append+=" random.trust_cpu=1 mitigations=off nokaslr tsc=reliable"
	# What is translated once fits all processes that have it at one address.
	append+=" norandmaps"
	append+=" ${OVNET_VM_APPEND-}"
	append+=" ovnet_run=$run ovnet_vm=$VM ovnet_build=$REPO/build"

	boot_initrd
	if [ "$count" = y ]; then
		# as many instructions, but those of a kernel of more processors
		append+=" noreplace-smp"
		cpu=(qemu-system-x86_64 -icount shift=0 -cpu Nehalem -smp 1)
		cpu+=(-accel "tcg,thread=single")
		cpu+=(${OVNET_VM_PLUGIN:+-plugin "$OVNET_VM_PLUGIN"})
	else
		top=$("$VM/qemu.sh")
		cpu=("$top/usr/bin/qemu-system-x86_64" -cpu max -smp 2)
		cpu+=(-accel "tcg,thread=multi" -L "$top/usr/share/qemu")
		cpu+=(-L "$top/usr/share/seabios")
	fi
	exec setsid "${cpu[@]}" -nodefaults -no-user-config -display none \
		-machine q35 -m "$mib" \
		-no-reboot -nic none -kernel "$kdir/image" \
		-initrd "$scratch/initrd.cpio" -append "$append" \
		-chardev "file,id=log,path=$log,append=on" -serial chardev:log \
		-device virtio-rng-pci -device virtio-serial-pci \
		-chardev "file,id=out,path=$scratch/out" \
		-device virtserialport,chardev=out,name=out \
		-chardev "file,id=err,path=$scratch/err" \
		-device virtserialport,chardev=err,name=err \
		-fsdev local,id=root,path=/,security_model=none,readonly=on,multidevs=remap \
		-device virtio-9p-pci,fsdev=root,mount_tag=root \
		-fsdev "local,id=build,path=$REPO/build,security_model=none,multidevs=remap" \
		-device virtio-9p-pci,fsdev=build,mount_tag=build \
		< /dev/null >> "$log" 2>&1
}
