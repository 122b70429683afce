# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What tunnels are made of; read by ../lib.sh.

# ENCAP in the environment: over that, if the list "encaps" says that the script
# can; the first that it can, if nothing is said. Where it can do more than one the
# names of its tests say which.
set_encap()
{
	local name over

	while read -r name over; do
		[ "$name" = "$SCRIPT" ] || continue
		read -r over <<< "${over%%#*}"
		: "${ENCAP:=${over%% *}}"
		[[ " $over " = *" $ENCAP "* ]] || die "no tests over $ENCAP"
		[[ $over != *\ * ]] || OVER="over $ENCAP: "
	done < "$SELFTESTS/encaps"
	export ENCAP=${ENCAP:-vxlan}
}

# What fits into a tunnel behind 1500 bytes: of a bridged frame, of a routed packet.
set_fits()
{
	case $ENCAP in
	vxlan)	FITS=1450 FITS_ROUTED=1450 ;;
	srv6)	FITS=1446 FITS_ROUTED=1460 ;;
	esac
}

# underlay_of I [FAMILY]: what follows "underlay add NAME", on node I
underlay_of()
{
	local address

	vtep_address "$1" "${2:-4}" address
	case $ENCAP in
	vxlan)	echo "vxlan $address" ;;
	srv6)	echo "srv6 fd00:5:$1::/48 source fd00:2::$1" ;;
	esac
}

# remote_of I [FAMILY]: what follows "remote add NAME", of node I
remote_of()
{
	local address

	vtep_address "$1" "${2:-4}" address
	case $ENCAP in
	vxlan)	echo "vxlan $address" ;;
	srv6)	echo "srv6 fd00:5:$1::/48 source fd00:2::$1/128" ;;
	esac
}

# vtep_address I FAMILY VARIABLE
vtep_address()
{
	case $2 in
	4)  printf -v "$3" '192.0.2.%d' "$1" ;;
	6)  printf -v "$3" 'fd00:2::%d' "$1" ;;
	46) printf -v "$3" '192.0.2.%d,fd00:2::%d' "$1" "$1" ;;
	esac
}

# is_left_out TEST: it is about VXLAN's header, or its addresses, and this is SRv6
is_left_out()
{
	local t

	[ "$ENCAP" != vxlan ] || return 1
	for t in "${VXLAN_ONLY[@]}"; do
		[ "$t" != "$1" ] && [ "$t" != "${1%% *}" ] || return 0
	done
	return 1
}
