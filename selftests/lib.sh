# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the selftests share; read by each of them.  The names are those of the
# kernel's own tools/testing/selftests/net/lib.sh where there is one.
#
# A test is a shell function that calls log_test once.  A script lists its
# tests in TESTS, one command line each, and ends with "tests_run".  The last
# case of every script, added here, is that nothing was left behind.
#
# Nothing waits for a length of time: wait for a condition with busywait, and
# for the absence of something by sending a later packet after it.

SELFTESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
REPO=$(cd "$SELFTESTS/.." && pwd)
export PATH="$REPO/build/tools:$PATH"
export IP_LIB_DIR="$REPO/build/tools"
export LC_ALL=C

# shellcheck source=selftests/lib/encap.sh
. "$SELFTESTS/lib/encap.sh"

ksft_pass=0
ksft_fail=1
ksft_skip=4
export WAIT_TIMEOUT=${WAIT_TIMEOUT:-20000}	# milliseconds; only a failure takes as long

TESTS=()
VXLAN_ONLY=()		# of TESTS, by function or whole, what has no sense over SRv6
RET=0
retmsg=''
EXIT_STATUS=$ksft_pass

NS_LIST=()		# namespaces to be removed
DEFER_SCOPE=global
declare -A DEFERS
BUSYBOX=$(type -P busybox)
PY_IN='' PY_OUT=''	# of the Python that check_py talks to
declare -A LISTENER	# pid of the TCP listener of a namespace

# --- results -----------------------------------------------------------------

# check_err STATUS [TEXT]: the test fails if STATUS is not 0.
check_err()
{
	[ "$1" != 0 ] || return 0
	[ "$RET" = 0 ] || return 0	# the first one counts
	RET=1
	retmsg=${2:-unexpected failure}
}

# check_fail STATUS [TEXT]: the test fails if STATUS is 0.
check_fail()
{
	if [ "$1" = 0 ]; then
		check_err 1 "${2:-unexpected success}"
	fi
}

# check_eq GOT WANTED WHAT
check_eq()
{
	[ "$1" = "$2" ]
	check_err $? "$3: '$1', expected '$2'"
}

# check_match TEXT REGEX WHAT
check_match()
{
	[[ $1 =~ $2 ]]
	check_err $? "$3: '$1' does not match '$2'"
}

# must COMMAND...: what a test needs but is not about.
must()
{
	local out rc

	out=$("$@" 2>&1)
	rc=$?
	check_err $rc "$* failed: $out"
	return $rc
}

# refused REGEX COMMAND...: it must fail, and say why.
refused()
{
	local want=$1 out

	shift
	out=$("$@" 2>&1)
	check_fail $? "not refused: $*"
	check_match "$out" "$want" "$*"
}

ktap_line()
{
	local word=$1 text=$2 reason=${3-}

	KTAP_N=$((KTAP_N + 1))
	LOGGED=y
	reason=${reason//$'\n'/ | }
	printf '%s %d %s%s\n' "$word" "$KTAP_N" "$text" "${reason:+ # $reason}"
}

# log_test TEXT: the result of a test.
log_test()
{
	if [ "$RET" = 0 ]; then
		ktap_line ok "$OVER$1"
	else
		ktap_line "not ok" "$OVER$1" "${retmsg//\#/}"
		EXIT_STATUS=$ksft_fail
		log_state
	fi
}

# log_test_skip TEXT REASON
log_test_skip()
{
	ktap_line ok "$1" "SKIP ${2-}"
}

# What helps whoever reads about a failure.
log_state()
{
	local ns

	for ns in "${NS_LIST[@]}"; do
		case $ns in
		n[0-9]*)
			printf '# %s drops: %s\n' "$ns" "$(ovctl -n "$ns" drops show 2>&1 | tr '\n' ';')"
			;;
		esac
	done
}

# --- deferred clean-up -------------------------------------------------------

# defer COMMAND...: when the test (or, outside of tests, the script) ends; the
# last one first.
defer()
{
	local line

	printf -v line '%q ' "$@"
	DEFERS[$DEFER_SCOPE]="$line"$'\n'"${DEFERS[$DEFER_SCOPE]-}"
}

defers_run()
{
	local line lines=${DEFERS[$1]-}

	DEFERS[$1]=
	while read -r line; do
		[ -z "$line" ] || eval "$line"
	done <<< "$lines"
}

# --- waiting -----------------------------------------------------------------

# busywait MILLISECONDS COMMAND...: until it succeeds; its last output.
busywait()
{
	local end=$((${EPOCHREALTIME/./} / 1000 + $1)) out

	shift
	while :; do
		if out=$("$@" 2>&1); then
			[ -z "$out" ] || printf '%s\n' "$out"
			return 0
		fi
		if [ $((${EPOCHREALTIME/./} / 1000)) -gt "$end" ]; then
			[ -z "$out" ] || printf '%s\n' "$out"
			return 1
		fi
	done
}

# wait_until TEXT COMMAND...: the test fails if it never succeeds.
wait_until()
{
	local what=$1 out

	shift
	out=$(busywait "$WAIT_TIMEOUT" "$@")
	check_err $? "$what: ${out:-$*}"
}

# stop PID: end a process of ours and wait for it.
stop()
{
	kill "$1" 2> /dev/null
	wait "$1" 2> /dev/null
}

# --- namespaces --------------------------------------------------------------

# Not in the background: there $! would be a shell's, use nsenter itself.
# busybox's, where there is one, starts in a fraction of the time in an emulated
# guest; given a path, it does not take its own ping for ping.
in_ns()
{
	local ns=$1

	shift
	hash "$1" || return
	$BUSYBOX nsenter --net="/run/netns/$ns" "${BASH_CMDS[$1]-$1}" "${@:2}"
}

# No router solicitations, no duplicate address detection, no link-local
# addresses, multicast groups reported at once: what is counted is what a test
# sends.
NS_SYSCTL='cd /proc/sys/net/ipv6/conf && for c in all default; do
	echo 0 > $c/accept_dad; echo 0 > $c/accept_ra; echo 0 > $c/router_solicitations
	echo 1 > $c/addr_gen_mode
	echo 1 > $c/mldv1_unsolicited_report_interval
	echo 1 > $c/mldv2_unsolicited_report_interval; done; echo "$0" > default/disable_ipv6'

# setup_ns NAME...: make a namespace for each; $NAME is what it is called.
# NS_IPV6=0 in the environment: without IPv6. NODE_SET: settings of the node.
setup_ns()
{
	local name ns

	for name in "$@"; do
		while :; do
			printf -v ns '%s-%04x%02x' "$name" $RANDOM $((RANDOM % 256))
			[ -e "/run/netns/$ns" ] || break
		done
		ip netns add "$ns" || die "no namespace $ns"
		NS_LIST+=("$ns")
		in_ns "$ns" sh -c "$NS_SYSCTL" $((1 - ${NS_IPV6:-1}))
		ip -n "$ns" link set lo up
		# shellcheck disable=SC2086	# words
		[ -z "${NODE_SET-}" ] || must ovctl -n "$ns" node set $NODE_SET
		printf -v "$name" %s "$ns"
	done
}

# no_ipv6 NS DEV: nothing of its own is to be heard from the device.
no_ipv6()
{
	must in_ns "$1" sh -c "echo 1 > /proc/sys/net/ipv6/conf/$2/disable_ipv6"
}

# cleanup_ns NAME...: remove namespaces, and wait until they are gone.
cleanup_ns()
{
	local ns keep other

	for ns in "$@"; do
		[ -z "${LISTENER[$ns]-}" ] || stop "${LISTENER[$ns]}"
		unset "LISTENER[$ns]"
		[ ! -e "/run/netns/$ns" ] || ip netns del "$ns"
		keep=()
		for other in "${NS_LIST[@]}"; do
			[ "$other" = "$ns" ] || keep+=("$other")
		done
		NS_LIST=("${keep[@]}")
	done
}

cleanup_all_ns()
{
	cleanup_ns "${NS_LIST[@]}"
}

# checksum_errors NS...: how many the stacks there have met
checksum_errors()
{
	local ns

	for ns in "$@"; do
		in_ns "$ns" nstat -az 'TcpInCsum*' 'UdpInCsum*' 'Udp6InCsum*' 'IcmpInCsum*' 'Icmp6InCsum*'
	done | awk '$2 ~ /^[0-9]+$/ { n += $2 } END { print n + 0 }'
}

# --- the test bed ------------------------------------------------------------

# setup_underlay N [MTU]: nodes $n1 to $nN, each with a device eth0 that has
# 192.0.2.N and fd00:2::N, joined by a bridge in $wire that counts what may be
# tunnel packets.  Over SRv6 a node has the locator fd00:5:N::/48, too.
setup_underlay()
{
	local n=$1 mtu=${2:-1500} i node

	NS_IPV6=0 setup_ns wire
	# shellcheck disable=SC2154	# set by setup_ns
	must ip -n "$wire" link add br0 mtu "$mtu" up type bridge mcast_snooping 0
	for ((i = 1; i <= n; i++)); do
		NS_IPV6=1 setup_ns "n$i"
		join_wire "$i" "$mtu"
	done
	must in_ns "$wire" nft -f - <<-END
	table bridge wire {
		chain forward {
			type filter hook forward priority 0;
			ip protocol udp counter
			ip6 nexthdr { udp, 4, 41, 43, 44, 143 } counter
		}
	}
	END
}

# join_wire I [MTU]: node I gets its eth0; it knows the way to the first six nodes'
# locators
join_wire()
{
	local i=$1 mtu=${2:-1500} j node

	node_of "$i"
	must ip link add eth0 mtu "$mtu" netns "$node" type veth \
		peer name "w$i" mtu "$mtu" netns "$wire"
	must ip -n "$wire" link set "w$i" master br0 up
	{
		cat <<-END
		addr add 192.0.2.$i/24 dev eth0
		addr add fd00:2::$i/64 dev eth0 nodad
		link set eth0 up
		END
		[ "$ENCAP" != srv6 ] || for ((j = 1; j <= 6; j++)); do
			[ "$i" = "$j" ] || echo "route add fd00:5:$j::/48 via fd00:2::$j"
		done
	} > "$TMP/batch"
	must ip -n "$node" -b "$TMP/batch"
}

# node_of I: $node is the name of node I's namespace.
node_of()
{
	local name=n$1

	node=${!name}
}

# wire_packets: what may be tunnel packets and has crossed the underlay.
wire_packets()
{
	local out n=0 re='packets ([0-9]+)'

	out=$(in_ns "$wire" nft list chain bridge wire forward)
	while [[ $out =~ $re ]]; do
		n=$((n + BASH_REMATCH[1]))
		out=${out#*"${BASH_REMATCH[0]}"}
	done
	echo "$n"
}

# setup_nodes N [FAMILY]: underlay "u" on the first N nodes, and everybody
# everybody's remote, "r1" to "rN".  FAMILY, of VXLAN: 4 (default), 6, or 46.
setup_nodes()
{
	local n=$1 family=${2:-4} i j node

	for ((i = 1; i <= n; i++)); do
		node_of "$i"
		{
			echo "underlay add u $(underlay_of "$i" "$family")"
			for ((j = 1; j <= n; j++)); do
				[ "$i" = "$j" ] ||
					echo "remote add r$j $(remote_of "$j" "$family")"
			done
		} > "$TMP/batch"
		must ovctl -n "$node" -b "$TMP/batch"
	done
}

# network NAME ID "NODES" [OPTION...]: on nodes (numbers), members of each other.
network()
{
	local name=$1 id=$2 nodes=$3 i j node

	shift 3
	for i in $nodes; do
		node_of "$i"
		{
			echo "network add $name id $id underlay u $*"
			for j in $nodes; do
				[ "$i" = "$j" ] || echo "member add $name remote r$j"
			done
		} > "$TMP/batch"
		must ovctl -n "$node" -b "$TMP/batch"
	done
}

# endpoint NAME NODE NETWORK NUMBER: a namespace $NAME with a device eth0, MAC
# 02:00:00:00:00:NUMBER, addresses 10.0.0.NUMBER and fd00:10::NUMBER (not with
# NS_IPV6=0), whose other end, called NAME, is an open port of NETWORK on NODE.
endpoint()
{
	local name=$1 node=$2 network=$3 number=$4 v6=''
	local -n self=$name

	setup_ns "$name"
	must ip link add name "$name" netns "$node" type veth \
		peer name eth0 netns "$self"
	[ "${NS_IPV6:-1}" = 0 ] || v6="addr add fd00:10::$number/64 dev eth0 nodad"
	must ip -n "$self" -b - <<-END
	link set eth0 address 02:00:00:00:00:$number up
	addr add 10.0.0.$number/24 dev eth0
	$v6
	END
	must ip -n "$node" link set dev "$name" up
	must ovctl -n "$node" port add "$name" network "$network" state open
}

# --- reach and blocked -------------------------------------------------------

listen()
{
	[ -z "${LISTENER[$1]-}" ] || return 0
	nsenter --net="/run/netns/$1" socat -u TCP6-LISTEN:7007,ipv6only=0,reuseaddr,fork \
		OPEN:/dev/null > /dev/null 2>&1 &
	LISTENER[$1]=$!
}

# reach FROM TO ADDRESS...: endpoint FROM reaches TO at its ADDRESS, by ping
# and TCP.
reach()
{
	local from=$1 to=$2 address out

	shift 2
	listen "$to"
	for address in "$@"; do
		out=$(in_ns "$from" ping -n -c 1 -w 5 "$address" 2>&1)
		check_err $? "$from does not reach $to at $address: $out"
		out=$(busywait 5000 in_ns "$from" nc -n -z -w 2 "$address" 7007)
		check_err $? "$from has no TCP to $to at $address: $out"
	done
}

# no_reply FROM ADDRESS
no_reply()
{
	local out

	out=$(in_ns "$1" ping -n -c 1 -W 0.3 "$2" 2>&1)
	check_match "$out" " 0 received" "$1 gets an answer from $2"
}

# stays_off_wire COMMAND...: nothing crosses the underlay meanwhile.  The odd
# neighbour probe of somebody else does not count: it is not there every time.
stays_off_wire()
{
	local before after try

	for try in 1 2 3; do
		before=$(wire_packets)
		"$@"
		after=$(wire_packets)
		[ "$before" != "$after" ] || return 0
	done
	check_err 1 "$*: $((after - before)) packets on the underlay, try $try"
}

# rose DROPS NODE REASON FROM ADDRESS: or else another ping, for who has been asked
# for a MAC in vain is not asked at once
rose()
{
	[ "$(drops "$2" "$3")" -le "$1" ] || return 0
	in_ns "$4" ping -n -c 1 -W 0.3 "$5" > /dev/null
	return 1
}

# blocked FROM ADDRESS NODE REASON [wire]: no replies, the drop counter REASON
# of NODE rises, and, unless "wire" is given, nothing crosses the underlay.
blocked()
{
	local from=$1 address=$2 node=$3 reason=$4 drops

	drops=$(drops "$node" "$reason")
	if [ "${5-}" = wire ]; then
		no_reply "$from" "$address"
	else
		stays_off_wire no_reply "$from" "$address"
	fi
	wait_until "$from to $address: $reason did not rise on $node" \
		rose "$drops" "$node" "$reason" "$from" "$address"
}

# transfer FROM TO ADDRESS MEGABYTES: TCP; what arrives is what was sent.
transfer()
{
	local from=$1 to=$2 address=$3 pid

	[ -e "$TMP/blob$4" ] || head -c "$4M" /dev/urandom > "$TMP/blob$4"
	rm -f "$TMP/got"
	nsenter --net="/run/netns/$to" socat -u TCP6-LISTEN:5001,ipv6only=0,reuseaddr \
		"CREATE:$TMP/got" 2> /dev/null &
	pid=$!
	defer stop $pid
	wait_until "nobody listens in $to" listening "$to" 5001
	must in_ns "$from" timeout 60 socat -u "OPEN:$TMP/blob$4" \
		"TCP:$(bracket "$address"):5001"
	wait_until "the transfer from $from to $address does not end" ended $pid
	cmp "$TMP/blob$4" "$TMP/got" >&2
	check_err $? "$from to $address: data lost or corrupt"
}

bracket() { [[ $1 == *:* ]] && echo "[$1]" || echo "$1"; }
ended() { ! kill -0 "$1" 2> /dev/null; }
listening() { [ -n "$(in_ns "$1" ss -Hltn "sport = :$2")" ]; }

# --- counters ----------------------------------------------------------------

# json NODE FILTER OBJECT...: ovctl -n NODE -j OBJECT show ..., through jq -r.
json()
{
	local node=$1 filter=$2

	shift 2
	ovctl -n "$node" -j "$@" | jq -r "$filter"
}

# drops NODE REASON [NETWORK]: frames dropped in the namespace, or the network.
drops()
{
	local who reason count sum=0

	# of the text: a start of jq is dear in a guest
	while read -r who reason count; do
		[ "$who $reason" != "${3-node} $2" ] || sum=$((sum + count))
	done < <(ovctl -n "$1" drops show ${3:+"$3"})
	echo $sum
}

drops_above() { [ "$(drops "$1" "$2")" -gt "$3" ]; }

# --- capture -----------------------------------------------------------------

# capture NS DEV FILE [FILTER...]: tcpdump until capture_stop; $CAPTURE is it.
capture()
{
	local ns=$1 dev=$2 file=$3

	shift 3
	nsenter --net="/run/netns/$ns" tcpdump -Z root --immediate-mode -U -n -s 0 \
		-i "$dev" -w "$file" "$@" 2> "$file.err" &
	CAPTURE=$!
	defer stop "$CAPTURE"
	wait_until "tcpdump did not start" grep -q 'listening on' "$file.err"
}

# capture_has FILE N [FILTER...]: are there N packets by now?
capture_has()
{
	local file=$1 n=$2

	shift 2
	[ "$(capture_count "$file" "$@")" -ge "$n" ]
}

capture_count()
{
	local file=$1 lines

	shift
	mapfile -t lines < <(tcpdump -n -q -r "$file" "$@" 2> /dev/null)
	echo "${#lines[@]}"
}

# capture_stop FILE N [FILTER...]: when N packets that match have come.
capture_stop()
{
	wait_until "fewer than $2 packets captured" capture_has "$@"
	stop "$CAPTURE"
}

# --- packets, by lib/pkt.py --------------------------------------------------

# One Python for all of a script's programs: a start of it is dear in a guest.
py_start()
{
	local pid

	mkfifo "$TMP/py.in" "$TMP/py.out"
	PYTHONPATH=$SELFTESTS/lib PYTHONPYCACHEPREFIX=$TMP/pycache \
		python3 -s -c 'import pkt; pkt.serve()' \
		< "$TMP/py.in" > "$TMP/py.out" 2>&1 &
	pid=$!
	exec {PY_IN}> "$TMP/py.in" {PY_OUT}< "$TMP/py.out"
	DEFER_SCOPE=global defer stop $pid
}

# check_py: a Python program on standard input; "from pkt import *" is done.
# Indent by tabs (which <<- removes) and then by spaces.  The test fails if it
# does, with what it says.
check_py()
{
	local line last='' said='' program

	[ -n "$PY_IN" ] || py_start
	IFS= read -r -d '' program
	printf '%d\n%s' ${#program} "$program" >&"$PY_IN"
	while IFS= read -r line <&"$PY_OUT" && [[ $line != "= "* ]]; do
		said+="# $line"$'\n'
		last=$line
	done
	[ "$line" = "= 0" ] || printf '%s' "$said"
	[ "$line" = "= 0" ]
	check_err $? "${last:-Python ended}"
}

# echoed FROM TO ADDRESS: what FROM sends by TCP is answered at once. A sender's
# socket is held meanwhile: a lock too many is in the kernel's log.
echoed()
{
	check_py <<-END
	import socket, threading
	from pkt import TIMEOUT, netns
	with netns("$2"):
	    server = socket.create_server(("$3", 7100))
	def echo():
	    with server.accept()[0] as conn:
	        while data := conn.recv(65536):
	            conn.sendall(data)
	thread = threading.Thread(target=echo, daemon=True)
	thread.start()
	with netns("$1"):
	    conn = socket.create_connection(("$3", 7100), TIMEOUT)
	for size in [1] * 200 + [1000] * 100 + [60000] * 20:
	    conn.sendall(b"z" * size)
	    got = 0
	    while got < size:
	        got += len(conn.recv(65536))
	conn.close()
	thread.join()
	server.close()
	END
}

# --- tests in Python, by lib/serve.py ----------------------------------------

# tester PROGRAM [ARGUMENT...]: start one, here in selftests/, whose tests "ask"
# then runs.
tester()
{
	local pid line

	coproc TESTER {
		PYTHONPATH=$SELFTESTS/lib PYTHONPYCACHEPREFIX=$TMP/pycache \
			exec python3 -s "$SELFTESTS/$1" "${@:2}"
	}
	pid=$TESTER_PID
	defer stop "$pid"
	IFS= read -r line <&"${TESTER[0]}" && [ "$line" = "= ready" ]
	check_err $? "$1 does not start"
}

# ask TEST [ARGUMENT...]: what it prints are diagnostics, then come its name
# and how it ended.
ask()
{
	local line title="$SCRIPT: $*" ended=n

	printf '%s\n' "$*" >&"${TESTER[1]}"
	while [ $ended = n ] && IFS= read -r line <&"${TESTER[0]}"; do
		case $line in
		"> "*)	title=${line#> } ;;
		"= ok")	ended=y ;;
		"= "*)	ended=y
			check_err 1 "${line#= }" ;;
		*)	printf '# %s\n' "$line" ;;
		esac
	done 2> /dev/null
	[ $ended = y ]
	check_err $? "the tester died"
	log_test "$title"
}

# --- the script --------------------------------------------------------------

die()
{
	echo "Bail out! $*"
	exit $ksft_fail
}

load_module()
{
	[ -d /sys/module/ovnet ] || modprobe ovnet || die "no module ovnet"
}

# The node that loads the module tun when it is opened is udev's to make.
need_tun()
{
	[ -e /dev/net/tun ] || must modprobe tun
}

module_users() { cat /sys/module/ovnet/refcnt; }
module_users_are() { [ "$(module_users)" = "$1" ]; }

node_objects()
{
	ovctl -j node show |
		jq -c '.[0] | {underlays, networks, ports, remotes, fdb}'
}

# What no test may cause.  In a guest run.sh looks at the whole log, too, and it
# knows which of KCSAN's reports are about us.
kernel_complaints()
{
	dmesg | sed "1,/$LOG_MARK/d" | grep -v 'BUG: KCSAN' |
		grep -E 'WARNING:|BUG:|Oops|KASAN|refcount_t|unregister_netdevice: waiting|hw csum failure|Dead loop'
}

nothing_left()
{
	local bad ns all=("${NS_LIST[@]}")

	cleanup_all_ns
	for ns in "${all[@]}"; do
		[ ! -e "/run/netns/$ns" ]
		check_err $? "namespace $ns is left"
	done
	if [ -d /sys/module/ovnet ]; then
		check_eq "$(node_objects)" "$OBJECTS_BEFORE" "objects are left"
		wait_until "the module has users left" module_users_are "$USERS_BEFORE"
	fi
	bad=$(kernel_complaints)
	check_err $((${#bad} > 0)) "the kernel complained: $bad"
	log_test "$SCRIPT: nothing left"
}

# shellcheck disable=SC2317	# called by trap
script_exit()
{
	local ns

	defers_run test
	for ns in "${!LISTENER[@]}"; do
		stop "${LISTENER[$ns]}"
	done
	cleanup_all_ns
	defers_run global
	rm -rf "$TMP"
}

test_run()
{
	local start=${EPOCHREALTIME/./}

	RET=0
	retmsg=''
	LOGGED=''
	DEFER_SCOPE="test"
	"$@"
	defers_run test
	DEFER_SCOPE=global
	[ -n "$LOGGED" ] || ktap_line "not ok" "$SCRIPT: $*" "the test said nothing"
	[ -z "${TIMES-}" ] ||
		echo "# $(((${EPOCHREALTIME/./} - start) / 1000)) ms: $*"
}

# TEST=REGEX in the environment: only the tests whose line matches; TIMES=1:
# say how long each took.
tests_run()
{
	local t words chosen=()

	for t in "${TESTS[@]}"; do
		[[ ! $t =~ ${TEST:-.} ]] || is_left_out "$t" || chosen+=("$t")
	done
	chosen+=(nothing_left)
	printf 'KTAP version 1\n1..%d\n' ${#chosen[@]}
	RET=0
	[ "$(type -t setup)" != function ] || setup
	[ "$RET" = 0 ] || die "setup: $retmsg"
	for t in "${chosen[@]}"; do
		read -ra words <<< "$t"
		test_run "${words[@]}"
	done
	exit $EXIT_STATUS
}

[ "$(id -u)" = 0 ] || { echo "1..0 # SKIP needs root"; exit $ksft_skip; }
SCRIPT=$(basename "$0" .sh)
OVER=
set_encap
set_fits
KTAP_N=0
LOGGED=''
TMP=$(mktemp -d "${TMPDIR:-/tmp}/ovnet-test-XXXXXX")
trap script_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
load_module
LOG_MARK="ovnet selftest $SCRIPT $$"
echo "$LOG_MARK" > /dev/kmsg
OBJECTS_BEFORE=$(node_objects)
USERS_BEFORE=$(module_users)
