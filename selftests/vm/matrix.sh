#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# matrix.sh [--update] [REGEX]: compile the module, with W=1, for Debian's kernels
# from the oldest that apt has to the newest, the cloud's and arm64's with them; or
# for those whose release matches.  A line each: release, architecture, ok or not,
# warnings.  The headers are kept in the cache; after the first call the network
# is left alone until --update.  Exit status 0 only if each compiled without a warning.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$VM/apt.sh"
. "$VM/headers.sh"
. "$VM/compile.sh"

update=n
[ "${1-}" != --update ] || { update=y; shift; }
wanted=${1-}
top=$CACHE/headers
out=$REPO/build/matrix

# ends_of RELEASE-REGEX: the first and the last for amd64, the last of the others
ends_of()
{
	headers_releases "$1-amd64" | sed -n '1p; $p' | uniq
	headers_releases "$1-cloud-amd64" | tail -n 1
	headers_releases "$1-arm64" | tail -n 1
}

arch_of() { echo "${1##*-}"; }

# fetch_series SERIES RELEASE-REGEX
fetch_series()
{
	local release releases packages

	say "asking Debian for headers of $1"
	headers_apt "$top/apt" "$1" arm64
	releases=$(ends_of "$2")
	for release in $releases; do
		echo "$release" >> "$top/list.new"
		[ ! -e "$top/$release/ready" ] || continue
		packages=$(headers_packages "$release" "$(arch_of "$release")")
		# shellcheck disable=SC2086
		apt_unpack "$top/$release" $packages
		headers_arrange "$top/$release" "$release"
		touch "$top/$release/ready"
	done
}

fetch()
{
	[ $update = y ] || [ ! -e "$top/list" ] || return 0
	mkdir -p "$top"
	: > "$top/list.new"
	fetch_series 6.1 '6\.1\.0-[0-9]+'
	fetch_series 6.12 '6\.12\.[0-9.]+\+deb[0-9]+'
	fetch_series 7 '7\.[0-9.]+\+deb[0-9]+'
	mv "$top/list.new" "$top/list"
}

# compile RELEASE: what it says is in build/matrix/RELEASE/log
compile()
{
	# without debug information, for nobody runs it
	local dir=$out/$1 args=(W=1 CONFIG_DEBUG_INFO='' CONFIG_DEBUG_INFO_BTF_MODULES='')

	args+=(-j"$(nproc)")
	[ "$(arch_of "$1")" != arm64 ] || args+=(ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-)
	rm -rf "$dir"
	mkdir -p "$dir"
	copy_tree "$REPO" "$dir"
	make_modules "$top/$1" "$dir/src" "${args[@]}" < /dev/null > "$dir/log" 2>&1
}

"$VM/deps.sh" matrix
with_lock headers fetch
failed=0 n=0
while read -r release; do
	[[ $release =~ $wanted ]] || continue
	n=$((n + 1)) word=ok
	compile "$release" || word="not ok"
	warnings=$(grep -c 'warning:' "$out/$release/log" || true)
	printf '%-28s %-6s %-6s %s\n' "$release" "$(arch_of "$release")" "$word" \
		"$warnings warnings"
	if [ "$word $warnings" != "ok 0" ]; then
		grep -E '(warning|error):|Error ' "$out/$release/log" | head -n 20
		failed=$((failed + 1))
	fi
	rm -rf "$out/$release/src"
done < "$top/list"
echo "$n kernels, $failed of them not as they should"
[ $n != 0 ] && [ $failed = 0 ]
