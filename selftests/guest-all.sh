#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# guest-all.sh [-a] [SCRIPT...]: the topic scripts one after the other, in this
# kernel, which may be a guest's or a real machine's.  Lines that begin with
# "===" tell run-all.sh where each begins and how it ended.  SCRIPT@srv6: over
# that.  -a: all of them in Debian's kernels, too, not only a choice.
cd "$(dirname "$0")" || exit
every=n
[ "${1-}" != -a ] || { every=y; shift; }
packets=(isolation wire interop ecn flood fdb dumps malformed toobig offload legs
	lifetimes live underlay refusals trace bridge route neigh l3 vpc guard ecmp
	secure mss endpoint interop/shared srv6 fast dry learn ra vrrp pmtu oam sees)
# the other end is the same in all kernels, or near enough
others=(interop/{external,vnifilter,flannel,evpn,outer,seg6,slot})
messages=(wrong policy ynl events privileges)
tools=(batch locator node save json show iplink doctor import upgrade)
# the same packets over SRv6: what the list has for both
mapfile -t over_srv6 < <(sed -n 's/^\([a-z0-9]*\)\tvxlan srv6$/\1@srv6/p' encaps)
all=("${packets[@]}" "${over_srv6[@]}" "${others[@]}" "${messages[@]}" "${tools[@]}")
# what meets the kernel around the module most
meets=(isolation wire interop ecn malformed toobig offload legs lifetimes underlay trace
	l3 endpoint srv6 fast pmtu sees interop/{ovs,seg6,bridged} spread)
smoke=(isolation interop legs offload l3@srv6)
# Only debug kernels have KUnit, only Debian's the modules that the other end of
# some is.  Where all is emulated everything takes long: the oldest kernel, which
# differs most from what the module is written for, gets a choice of the scripts,
# the others a handful.
case ${OVNET_VM-}$every in
uml[ny]|debug?)	all=(kunit "${all[@]}") ;;
6.1n)	all=("${meets[@]}") ;;
[67].*n) all=("${smoke[@]}") ;;
[67].*y) all+=(interop/{ovs,bridged} spread) ;;
esac
case ${OVNET_VM-} in
[67].*)	export COUNT="${COUNT-2000}"	# of random frames, for dry
	export ORDERS="${ORDERS-1}" ;;	# for lifetimes
esac
[ $# -gt 0 ] || set -- "${all[@]}"

rc=0
for script in "$@"; do
	encap=${script#"${script%@*}"}
	echo "=== begin $script"
	SECONDS=0
	ENCAP=${encap#@} \
		timeout -k 10 "${SCRIPT_TIMEOUT:-1200}" "./${script%@*}.sh" < /dev/null
	status=$?
	echo "=== end $script $status $SECONDS"
	[ $status = 0 ] || rc=1
done
exit $rc
