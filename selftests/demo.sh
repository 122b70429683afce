#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# demo.sh: set up, build, boot Debian's own kernel, run demo-guest.sh in it and
# tell what came of it. HOST=1: no kernel is booted, this one is used. ENCAP=srv6:
# the same over SRv6, not VXLAN.
set -euo pipefail
cd "$(dirname "$0")/.."

kernel=6.1
export ENCAP=${ENCAP:-vxlan}
out=build/demo
[ "$ENCAP" = vxlan ] || out=build/demo-$ENCAP
vm=selftests/vm

say() { printf '\n== %s\n' "$*"; }

say "What is needed"
$vm/deps.sh build tools
[ -n "${HOST-}" ] || $vm/deps.sh qemu

say "Building the tools and the module"
make -s -C tools
rm -f "$out.json" "$out.pcap"
mkdir -p build

status=0
if [ -n "${HOST-}" ]; then
	make -s modules
	[ -d /sys/module/ovnet ] || {
		modinfo -F depends ./ovnet.ko | tr , '\n' | xargs modprobe -a
		insmod ./ovnet.ko
	}
	selftests/demo-guest.sh "$out" || status=$?
else
	$vm/build-module.sh $kernel
	say "Booting Debian's $kernel kernel (software emulation: be patient)"
	$vm/run.sh -k $kernel -t 300 -- env ENCAP="$ENCAP" selftests/demo-guest.sh "$out" || status=$?
fi
[ -s "$out.json" ] || { echo "demo: no results" >&2; exit 1; }

# What a packet of coffee is on the wire, and what has to be in it.
case $ENCAP in
vxlan)	filter='vxlan.vni == 100' layers=udp,vxlan
	say_so="a packet is VXLAN to UDP 4789 with the tenant's VNI"
	signs=('VXLAN Network Identifier (VNI): 100' 'Dst Port: 4789') ;;
srv6)	filter='ipv6.dst == fd00:a3:0:d2:0:6400::' layers=ipv6
	say_so="a packet is SRv6 to the SID of the tenant's network on that node"
	signs=('Next Header: Ethernet (143)' 'Destination Address: fd00:a3:0:d2:0:6400::') ;;
esac
say "One packet of tenant coffee on the wire between the nodes"
frame=$(tshark -n -r "$out.pcap" -Y "$filter && icmp.type == 8" \
	-T fields -e frame.number 2>/dev/null | sed -n 1p)
tshark -n -r "$out.pcap" -Y "frame.number == ${frame:-0}" \
	-O eth,ip,$layers,icmp 2>/dev/null > "$out.packet"
grep -E '^[A-Z]|^    (Flags: 0x0800|VXLAN Network|Source Port|Dest.* (Port|Addr)|Next Header|Time to)' \
	"$out.packet" || true
dissected=true
for sign in "${signs[@]}"; do
	grep -qF "$sign" "$out.packet" || dissected=false
done
rm -f "$out.packet"
jq --argjson ok $dissected --arg what "$say_so" --arg detail "$out.pcap" \
	'.checks += [{what: $what, ok: $ok, detail: $detail}]' "$out.json" > "$out.new"
mv "$out.new" "$out.json"

say "In short"
jq -r '.checks[] | [(if .ok then "ok" else "FAILED" end), .what, .detail] |
	@tsv' "$out.json" |
	while IFS=$'\t' read -r ok what detail; do
		printf '%-7s %-56s %s\n' "$ok" "$what" "$detail"
	done
echo
jq -e 'all(.checks[]; .ok)' "$out.json" > /dev/null || status=1
[ "$status" = 0 ] && echo "All of it is so. Results: $out.json, packets: $out.pcap" ||
	echo "Something above is not as it should be (exit status $status)."
exit "$status"
