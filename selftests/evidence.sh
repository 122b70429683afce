#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# evidence.sh [PART...]: run what this version has to show, each line of it, and
# write each command and its figures to build/evidence.md. Some parts take an
# hour: each leaves its own build/evidence/PART.md, and build/evidence.md is made
# of all that are there, each with its commit. Exit status 0 only if all of what
# was run now is shown.
#
# MINUTES (60) of churn, COUNT (1000000) mutated packets and as many messages and
# operations on prefixes, a tenth of it traces.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

all=(demo test interop routed trace lpm matrix packages check tools churn faults kcsan packets srv6 ways netlink scale breakages bench)
minutes=${MINUTES:-60}
count=${COUNT:-1000000}
failed=0
out=build/evidence
mkdir -p $out

# shown COMMAND...: run it; its seconds, exit status, and what it printed is in
# $log for the lines that come after
shown()
{
	local status=0 start=$SECONDS

	printf '\n    $ %s\n' "$*"
	env "$@" > "$log" 2>&1 < /dev/null || status=$?
	echo "    exit status $status after $((SECONDS - start)) s"
	[ $status = 0 ] || failed=1
}

# indent: as Markdown's preformatted text
indent() { sed 's/^/    /'; }
last() { tail -n "${1:-1}" "$log" | indent; }
cases() { grep -E '^(not )?ok' "$log" | indent; }

# of SCRIPT PATTERN: what the last "make test" counted, and what it printed
of()
{
	local kernel file

	for kernel in host uml 6.1 6.12 7.2; do
		file=build/test/$kernel-$1.ktap
		[ -e "$file" ] || continue
		printf '    %s, %s: %s ok, %s not ok' "$1" "$kernel" \
			"$(grep -c '^ok' "$file")" "$(grep -c '^not ok' "$file")"
		sed -n "s/^# \($2\)$/; \1/p" "$file" | tr -d '\n'
		echo
	done
}

evidence_demo()
{
	local encap

	for encap in vxlan srv6; do
		shown make demo ENCAP=$encap
		sed -n '/^== In short/,$p' "$log" | indent
	done
	stat -c '    %n: %s bytes' build/demo{,-srv6}.{pcap,json}
}

evidence_test()
{
	local script test

	shown make test
	last 2
	of ynl '[0-9]* operations, [0-9]* events'
	of policy '[0-9]* operations, [0-9]* attributes'
	echo "    wrong commands and messages: $(sed -n 's/^# \([0-9]*\) rows$/\1/p' \
		build/test/uml-wrong.ktap | awk '{ n += $1 } END { print n }') rows"
	for script in json wrong show iplink events privileges bridge batch save docs; do
		of $script
	done
	for script in $(sed -n 's/\tvxlan srv6$/@srv6/p' selftests/encaps); do
		of "$script"
	done
	for test in build/test/host-*_test.ktap; do
		test=${test##*host-}
		of "${test%.ktap}"
	done
}

evidence_interop()
{
	local script

	for script in interop.sh interop/{ovs,external,vnifilter,shared,flannel,evpn,outer,seg6,bridged}.sh; do
		[ -e selftests/$script ] || continue
		shown selftests/vm/run.sh -k 6.1 -t 900 -- selftests/$script
		cases
	done
	shown selftests/vm/run.sh -k 6.1 -t 900 -- selftests/live.sh
	cases
}

evidence_routed()
{
	local script kernel

	for script in l3 vpc guard secure learn ra vrrp pmtu mss ecmp oam srv6 locator; do
		for kernel in uml 6.1; do
			shown selftests/vm/run.sh -k $kernel -t 1200 -- selftests/$script.sh
			cases
		done
	done
}

evidence_trace()
{
	shown COUNT="$count" selftests/soak.sh dry
	grep -E '^(# SEED|ok|not ok)' "$log" | indent
}

evidence_lpm()
{
	shown COUNT="$count" selftests/soak.sh twin
	grep ovnet_lpm "$log" | indent
	grep -o '[0-9]* steps: .*' build/soak/twin.kernel.log | indent
	shown selftests/bench/lpm.sh 1 32 1000 100000 1000000
	indent < build/bench/lpm.txt
}

evidence_matrix() { shown selftests/vm/matrix.sh; indent < "$log"; }
evidence_packages() { shown selftests/packages.sh; indent < "$log"; }
evidence_check() { shown make check; last; }
evidence_tools() { shown MINUTES=10 selftests/soak.sh parsers; last 12; }

evidence_churn() { shown MINUTES="$minutes" selftests/soak.sh churn; last 60; }
evidence_faults() { shown selftests/soak.sh faults; last 60; }
evidence_kcsan()
{
	shown selftests/soak.sh kcsan
	last 20
	grep -o 'kcsan: .*: [0-9]*$' build/soak/kcsan.kernel.log | indent
}

# mutated PACKETS [KIND]: a third of the writes is refused by the device; some
# packets are written twice.
mutated()
{
	shown COUNT="$1" ${2:+ONLY="$2"} ${NODE_SET:+NODE_SET="$NODE_SET"} \
		selftests/soak.sh packets
	sed -En 's/^# by .*: ([0-9]+) sent, ([0-9]+) refused$/\1 \2/p' "$log" |
		awk '{ sent += $1; refused += $2 } END {
			print "    let in: " sent "; refused by a device: " refused }'
	cases
	last 60
}

evidence_packets() { mutated $((count * 5 / 4)); }

# Frames and packets by SRv6 alone, as many together as of all kinds above.
evidence_srv6()
{
	mutated $((count * 5 / 8)) srv6
	mutated $((count * 5 / 8)) srv6-routed
}

# With no short way, and with all of them: tests, and packets.
evidence_ways()
{
	shown selftests/ways.sh
	last 20
	NODE_SET="cache off underlay-hooks on peer-delivery off" mutated "$count"
	NODE_SET="underlay-hooks off" mutated "$count"
}

evidence_netlink() { shown COUNT="$count" selftests/soak.sh netlink; last 60; }
evidence_scale()
{
	shown make scale
	sed -n '/^[^ ]*, [0-9]* CPU/,$p' "$log" | indent
}

evidence_breakages() { shown selftests/soak.sh breakages; last 40; }
evidence_bench() { shown make bench; indent < "$log"; }

[ $# -gt 0 ] || set -- "${all[@]}"
for part in "$@"; do
	[ "$(type -t "evidence_$part")" = function ] || {
		echo "evidence.sh: no part '$part' (there are: ${all[*]})" >&2
		exit 2
	}
done
for part in "$@"; do
	log=$out/$part.log
	{
		printf '## %s\n\n%s, %s\n' "$part" "$(git describe --always --dirty)" \
			"$(date -u '+%F %T UTC')"
		"evidence_$part"
	} > "$out/$part.md"
	cat "$out/$part.md"
done
{
	echo "# What is shown, by make evidence"
	for part in "${all[@]}"; do
		[ ! -e "$out/$part.md" ] || { echo; cat "$out/$part.md"; }
	done
} > build/evidence.md
exit $failed
