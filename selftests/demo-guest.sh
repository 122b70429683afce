#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# demo-guest.sh RESULT: three nodes, two tenants that use the same addresses, six
# endpoints, over VXLAN or (ENCAP=srv6) SRv6:
#
#            coffee (VNI 100)                 tea (VNI 200)
#   node 1   10.0.0.1  p-coffee ─┐     ┌─ p-tea   10.0.0.1
#   node 2   10.0.0.2  p-coffee ─┤  x  ├─ p-tea   10.0.0.2
#   node 3   10.0.0.3  p-coffee ─┘     └─ p-tea   10.0.0.3, and 10.0.0.99
#
# and a stranger on the underlay, 192.0.2.66, who is nobody's remote. Networks
# that are routed are in demo-routed.sh.
# Leaves RESULT.json and RESULT.pcap.
set -euo pipefail
cd "$(dirname "$0")/.."

export PATH=$PWD/build/tools:$PATH
export IP_LIB_DIR=$PWD/build/tools
out=$1
nodes='1 2 3'
tenants='coffee tea'
pids=()
tmp=$(mktemp -d)
checks=$tmp/checks

ns() { echo "ovdemo-$1"; }
in_ns() { local where; where=$(ns "$1"); shift; ip netns exec "$where" "$@"; }
say() { printf '\n== %s\n' "$*"; }

cleanup()
{
	local n

	[ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null || true
	for n in $(ip netns list | awk '/^ovdemo-/ { print $1 }'); do
		ip netns del "$n"
	done
	rm -rf "$tmp"
}
trap cleanup EXIT

# check WHAT DETAIL COMMAND...: one line of the table
check()
{
	local what=$1 detail=$2 ok=false

	shift 2
	if "$@"; then ok=true; fi
	jq -n --arg what "$what" --arg detail "$detail" --argjson ok $ok \
		'{what: $what, ok: $ok, detail: $detail}' >> "$checks"
	printf '%s: %s (%s)\n' "$([ $ok = true ] && echo ok || echo FAILED)" \
		"$what" "$detail"
}

# wait_for COMMAND...: until it succeeds, 20 s at most
wait_for()
{
	local end=$((SECONDS + 20))

	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.1
	done
}

new_ns()
{
	ip netns add "$(ns "$1")"
	in_ns "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
		net.ipv6.conf.default.disable_ipv6=1
	ip -n "$(ns "$1")" link set lo up
}

# on_wire NAME ADDRESS: a host on the underlay
on_wire()
{
	new_ns "$1"
	ip link add eth0 netns "$(ns "$1")" type veth peer name "w-$1" netns "$(ns wire)"
	ip -n "$(ns wire)" link set "w-$1" master br0 up
	ip -n "$(ns "$1")" addr add "$2/24" dev eth0
	ip -n "$(ns "$1")" link set eth0 up
	[ "$ENCAP" = vxlan ] || on_wire_six "$1" "${2##*.}"
}

# on_wire_six NAME NUMBER: with an address, and routes to the nodes' locators
on_wire_six()
{
	local n

	in_ns "$1" sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0
	ip -n "$(ns "$1")" addr add "fd00:2::$2/64" dev eth0 nodad
	for n in $nodes; do
		[ "$2" = "$n" ] || ip -n "$(ns "$1")" route add "fd00:a$n::/48" via "fd00:2::$n"
	done
}

# tunnel_end N: of node N, as underlays have it; as the other nodes know it
tunnel_end()
{
	case $ENCAP in
	vxlan)	echo "vxlan 192.0.2.$1" ;;
	srv6)	echo "srv6 fd00:a$1::/48 source fd00:2::$1" ;;
	esac
}

endpoint()
{
	local node=$1 tenant=$2 e=$2$1

	new_ns "$e"
	ip link add eth0 netns "$(ns "$e")" type veth peer name "p-$tenant" netns "$(ns "n$node")"
	ip -n "$(ns "$e")" link set eth0 mtu 1450 up
	ip -n "$(ns "$e")" addr add "10.0.0.$node/24" dev eth0
	ip -n "$(ns "n$node")" link set "p-$tenant" up
}

node()
{
	local n=$1 other

	on_wire "n$n" "192.0.2.$n"
	endpoint "$n" coffee
	endpoint "$n" tea

	# coffee: a network without a device; MACs behind tunnels are learned
	ovctl -n "$(ns "n$n")" -b - <<< "underlay add wire $(tunnel_end "$n")"
	ovctl -n "$(ns "n$n")" network add coffee id 100 underlay wire learning-remote on
	ovctl -n "$(ns "n$n")" port add p-coffee network coffee state open
	# tea: by "ip link", as one would use a bridge; MACs are configured
	ip -n "$(ns "n$n")" link add tea type ovnet id 200 underlay wire
	ip -n "$(ns "n$n")" link set tea up
	ip -n "$(ns "n$n")" link set p-tea master tea

	for other in $nodes; do
		[ "$other" != "$n" ] || continue
		ovctl -n "$(ns "n$n")" -b - <<< "remote add n$other $(tunnel_end "$other")"
		for t in $tenants; do
			ovctl -n "$(ns "n$n")" member add "$t" remote "n$other"
		done
	done
}

pings() { in_ns "$1" ping -q -c 3 -i 0.2 -W 5 "$2" > /dev/null; }
silent() { ! in_ns "$1" ping -q -c 2 -i 0.2 -W 1 "${@:2}" > /dev/null; }
not_empty() { [ -s "$1" ]; }

# Watch what tenant $1's endpoints get from the other tenant's: nothing.
watch_strangers()
{
	local n filter=''

	for n in $nodes; do
		filter+="${filter:+ or }ether src $(in_ns "$2$n" cat /sys/class/net/eth0/address)"
	done
	for n in $nodes; do
		in_ns "$1$n" tcpdump -i eth0 -U -w "$tmp/$1$n" "$filter" 2> /dev/null &
		pids+=($!)
		wait_for not_empty "$tmp/$1$n"
	done
}

# A capture of nothing is its header: 24 bytes.
no_strangers()
{
	local n

	for n in $nodes; do
		[ "$(stat -c %s "$tmp/$1$n")" = 24 ] || return 1
	done
}

drops()
{
	ovctl -j -n "$(ns "$1")" drops show | jq --arg r "$2" \
		'[.[] | select(.reason == $r and (has("network-id") | not)) | .count] | add // 0'
}
has_drop() { [ "$(drops "$1" "$2")" -gt 0 ]; }

# from NS VNI-IN-HEX: a packet for node 1 by hand, from whoever
from()
{
	case $ENCAP in
	vxlan)	in_ns "$1" bash -c "printf '\\x08\\0\\0\\0\\0\\0\\x$2\\0%060d' 0 > /dev/udp/192.0.2.1/4789" ;;
	srv6)	in_ns "$1" python3 -c "import socket
socket.socket(socket.AF_INET6, socket.SOCK_RAW, 143).sendto(bytes(60), ('fd00:a1:0:d2:0:${2}00::', 0))" ;;
	esac
}

transfer()
{
	local tenant=$1 out

	in_ns "${tenant}3" iperf3 -s -1 > /dev/null &
	pids+=($!)
	wait_for in_ns "${tenant}3" sh -c 'ss -Hltn sport = 5201 | grep -q .'
	out=$(in_ns "${tenant}1" iperf3 -J -c 10.0.0.3 -t 2) || return 1
	[ "$(jq '.end.sum_received.bytes >= 1e6' <<< "$out")" = true ]
}

say "Making three nodes, two tenants and six endpoints"
modprobe ovnet 2> /dev/null || [ -d /sys/module/ovnet ]
new_ns wire
ip -n "$(ns wire)" link add br0 type bridge mcast_snooping 0
ip -n "$(ns wire)" link set br0 up
for n in $nodes; do node "$n"; done
on_wire stranger 192.0.2.66
ip -n "$(ns tea3)" addr add 10.0.0.99/24 dev eth0
uname -sr

case $ENCAP in
vxlan)	on_the_wire=(udp port 4789) ;;
srv6)	on_the_wire=(ip6 and not icmp6) ;;
esac
in_ns n1 tcpdump -i eth0 -U -s 256 -w "$out.pcap" "${on_the_wire[@]}" 2> /dev/null &
pids+=($!)
wait_for not_empty "$out.pcap"
watch_strangers tea coffee
watch_strangers coffee tea

for n in $nodes; do
	for other in $nodes; do
		[ "$other" = "$n" ] || ovctl -n "$(ns "n$n")" fdb add tea \
			"$(in_ns "tea$other" cat /sys/class/net/eth0/address)" remote "n$other"
	done
done

say "Within each tenant, across nodes"
for t in $tenants; do
	for n in 2 3; do
		check "$t: node 1 pings 10.0.0.$n on node $n" "3 of 3 replies" pings "${t}1" "10.0.0.$n"
	done
	check "$t: iperf3 over TCP, node 1 to node 3" "2 s, at least 1 MB received" transfer "$t"
done

say "Across tenants: 10.0.0.99 is tea's, and coffee asks for it"
check "tea: 10.0.0.99 answers its own tenant" "on node 3" pings tea1 10.0.0.99
check "coffee: 10.0.0.99 is silent from another node" "0 of 2 replies" silent coffee1 10.0.0.99
check "coffee: 10.0.0.99 is silent on its own node" "0 of 2 replies" silent coffee3 10.0.0.99
for t in $tenants; do
	check "$t: its endpoints never saw a frame of the other tenant" "captured on all three" no_strangers "$t"
done

say "What does not belong here"
from stranger c8
check "a stranger's packet into tea is dropped" "reason unknown_remote" wait_for has_drop n1 unknown_remote
from n2 4d
check "a packet for a network that node 1 does not have" "reason unknown_vni" wait_for has_drop n1 unknown_vni

. selftests/demo-routed.sh

say "Where the MACs are: ovctl fdb show, on node 1"
ovctl -n "$(ns n1)" fdb show
say "Who the other nodes are: ovctl -s remote show, on node 1"
ovctl -n "$(ns n1)" -s remote show
say "What was dropped, and why: ovctl drops show, on node 1"
ovctl -n "$(ns n1)" drops show

jq -s --arg kernel "$(uname -r)" \
	--argjson fdb "$(ovctl -j -n "$(ns n1)" fdb show)" \
	--argjson remotes "$(ovctl -j -n "$(ns n1)" remote show)" \
	--argjson networks "$(ovctl -j -n "$(ns n1)" network show)" \
	--argjson drops "$(ovctl -j -n "$(ns n1)" drops show)" \
	'{kernel: $kernel, checks: ., node1: {networks: $networks, remotes: $remotes, fdb: $fdb, drops: $drops}}' \
	"$checks" > "$out.json"
jq -e 'all(.checks[]; .ok)' "$out.json" > /dev/null
