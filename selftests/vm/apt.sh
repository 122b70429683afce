# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# An apt of our own: its sources, its state, its cache; of the host's nothing
# but the keys and the proxies.

# apt_configure DIRECTORY "ARCHIVE SUITE"...: what apt says from now on is about
# these.
apt_configure()
{
	local key=/usr/share/keyrings/debian-archive-keyring.gpg
	local mirror=${OVNET_MIRROR:-http://deb.debian.org} suite
	local apt=$1

	shift
	mkdir -p "$apt"/{state/lists/partial,cache/archives/partial,etc/{apt.conf.d,preferences.d}}
	: > "$apt/status"
	for suite in "$@"; do
		echo "deb [signed-by=$key] $mirror/$suite main"
	done > "$apt/sources.list"
	cat > "$apt/apt.conf" <<-END
	Dir::Etc "$apt/etc";
	Dir::Etc::sourcelist "$apt/sources.list";
	Dir::Etc::sourceparts "/dev/null";
	Dir::State "$apt/state";
	Dir::State::status "$apt/status";
	Dir::Cache "$apt/cache";
	APT::Architecture "amd64";
	APT::Architectures { "amd64"; };
	APT::Sandbox::User "root";
	Acquire::Languages "none";
	$(apt-config dump | grep -i '^Acquire::.*Proxy.* "..*";$' || true)
	END
	export APT_CONFIG=$apt/apt.conf
}

# apt_unpack DIRECTORY PACKAGE...: what they hold, below DIRECTORY/root; what was
# in DIRECTORY is gone
apt_unpack()
{
	local dir=$1 deb

	shift
	rm -rf "$dir"
	mkdir -p "$dir"
	(cd "$dir" && quietly "$(dirname "$APT_CONFIG")/download.log" apt-get download "$@")
	for deb in "$dir"/*.deb; do
		dpkg-deb -x "$deb" "$dir/root"
		rm -f "$deb"
	done
}

# apt_extract_source DEB DIRECTORY [PATTERN...]: what a linux-source package
# holds, or what of it matches
apt_extract_source()
{
	local deb=$1 dir=$2

	shift 2
	dpkg-deb --fsys-tarfile "$deb" |
		tar -xO --wildcards './usr/src/*.tar.xz' |
		tar -xJ -C "$dir" --strip-components=1 --wildcards "$@"
}
