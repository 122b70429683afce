# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What Debian's modules are built against: three packages, of which two are the
# same for several kernels. After apt_configure.

# dependency PACKAGE PATTERN: the one package that its dependencies name and
# that matches
dependency()
{
	local found

	found=$(apt-cache depends --no-recommends --no-suggests "$1" |
		sed -n 's/^ *Depends: <\?\([^<>:]*\)\(:[a-z0-9]*\)\?>\?$/\1/p' |
		grep -E -- "$2" | head -n 1)
	[ -n "$found" ] || die "$1 depends on nothing like $2"
	echo "$found"
}

# headers_packages RELEASE [ARCH]
headers_packages()
{
	local headers=linux-headers-$1:${2:-amd64}

	echo "$headers"
	dependency "$headers" '^linux-headers-.*-common'
	dependency "$headers" '^linux-kbuild-'
}

# headers_apt DIRECTORY SERIES [ARCH]: from now on apt, kept in DIRECTORY, is about
# the archives that have these kernels, for another architecture, too. 6.12 is in bookworm-security, too, and newer
# there than in the backports.
headers_apt()
{
	case $2 in
	7*)	apt_configure "$1" "debian trixie-backports" ;;
	*)	apt_configure "$1" "debian bookworm" "debian bookworm-updates" \
			"debian-security bookworm-security" ;;
	esac
	[ -z "${3-}" ] || echo "APT::Architectures:: \"$3\";" >> "$APT_CONFIG"
	quietly "$1/update.log" apt-get update
}

# headers_releases PATTERN: those that it has headers of, oldest first
headers_releases()
{
	apt-cache pkgnames linux-headers- | sed -nE "s/^linux-headers-($1)(:.*)?$/\\1/p" |
		sort -uV
}

# headers_arrange DIRECTORY RELEASE: what apt_unpack has put there gets "build",
# "release" and "chroot" as kernel.sh says. The packages find each other by
# absolute names: below /usr of the cache.
headers_arrange()
{
	local dir=$1 root=$1/root link to

	sed -i "s,/usr/src/,$root/usr/src/,g; s,/usr/lib/linux-kbuild,$root/usr/lib/linux-kbuild,g" \
		"$root"/usr/src/linux-headers-*/Makefile
	find "$root/usr/src" -type l -lname '/usr/*' -printf '%p %l\n' |
		while read -r link to; do
			ln -sfn "$root$to" "$link"
		done
	ln -sfn "root/usr/src/linux-headers-$2" "$dir/build"
	echo "$2" > "$dir/release"
	case $2 in
	7*)	touch "$dir/chroot" ;;
	esac
}
