#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# demo.sh: set up, build, boot Debian's own kernel, run demo-guest.sh in it and
# tell what came of it. HOST=1: no kernel is booted, this one is used.
set -euo pipefail
cd "$(dirname "$0")/.."

kernel=6.1
vm=selftests/vm

say() { printf '\n== %s\n' "$*"; }

say "What is needed"
$vm/deps.sh build tools
[ -n "${HOST-}" ] || $vm/deps.sh qemu

say "Building the tools and the module"
make -s -C tools
rm -f build/demo.json build/demo.pcap
mkdir -p build

status=0
if [ -n "${HOST-}" ]; then
	make -s modules
	[ -d /sys/module/ovnet ] || {
		modprobe -a udp_tunnel ip6_udp_tunnel
		insmod ./ovnet.ko
	}
	selftests/demo-guest.sh || status=$?
else
	$vm/build-module.sh $kernel
	say "Booting Debian's $kernel kernel (software emulation: be patient)"
	$vm/run.sh -k $kernel -t 300 -- selftests/demo-guest.sh || status=$?
fi
[ -s build/demo.json ] || { echo "demo: no results" >&2; exit 1; }

say "One packet of tenant coffee on the wire between the nodes"
frame=$(tshark -n -r build/demo.pcap -Y 'vxlan.vni == 100 && icmp.type == 8' \
	-T fields -e frame.number 2>/dev/null | sed -n 1p)
tshark -n -r build/demo.pcap -Y "frame.number == ${frame:-0}" \
	-O eth,ip,udp,vxlan,icmp 2>/dev/null > build/demo.packet
grep -E '^[A-Z]|^    (Flags: 0x0800|VXLAN Network|Source Port|Dest.* Port|Time to)' \
	build/demo.packet || true
dissected=false
grep -q 'VXLAN Network Identifier (VNI): 100' build/demo.packet &&
	grep -q 'Dst Port: 4789' build/demo.packet && dissected=true
rm -f build/demo.packet
jq --argjson ok $dissected '.checks += [{
	what: "a packet is VXLAN to UDP 4789 with the tenant'\''s VNI",
	ok: $ok, detail: "build/demo.pcap" }]' build/demo.json > build/demo.new
mv build/demo.new build/demo.json

say "In short"
jq -r '.checks[] | [(if .ok then "ok" else "FAILED" end), .what, .detail] |
	@tsv' build/demo.json |
	while IFS=$'\t' read -r ok what detail; do
		printf '%-7s %-56s %s\n' "$ok" "$what" "$detail"
	done
echo
jq -e 'all(.checks[]; .ok)' build/demo.json > /dev/null || status=1
[ "$status" = 0 ] && echo "All of it is so. Results: build/demo.json, packets: build/demo.pcap" ||
	echo "Something above is not as it should be (exit status $status)."
exit "$status"
