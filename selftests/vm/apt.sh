# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# apt_configure: an apt of our own, to fetch Debian's packages with and install
# none: its sources, its state, its cache; of the host's nothing but the keys
# and the proxies.  For those who have read lib.sh; they then set APT_CONFIG to
# $APT/apt.conf.

APT=$CACHE/apt

apt_configure()
{
	local key=/usr/share/keyrings/debian-archive-keyring.gpg
	local mirror=${OVNET_MIRROR:-http://deb.debian.org}

	mkdir -p "$APT"/{state/lists/partial,cache/archives/partial,etc/{apt.conf.d,preferences.d}}
	: > "$APT/status"
	cat > "$APT/sources.list" <<-END
	deb [signed-by=$key] $mirror/debian bookworm main
	deb [signed-by=$key] $mirror/debian bookworm-updates main
	deb [signed-by=$key] $mirror/debian-security bookworm-security main
	END
	cat > "$APT/apt.conf" <<-END
	Dir::Etc "$APT/etc";
	Dir::Etc::sourcelist "$APT/sources.list";
	Dir::Etc::sourceparts "/dev/null";
	Dir::State "$APT/state";
	Dir::State::status "$APT/status";
	Dir::Cache "$APT/cache";
	APT::Architecture "amd64";
	APT::Architectures "amd64";
	APT::Sandbox::User "root";
	Acquire::Languages "none";
	$(apt-config dump | grep -i '^Acquire::.*Proxy.* "..*";$' || true)
	END
}
