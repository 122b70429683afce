#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# skew.sh [-k KERNEL] [SCRIPT...]: ovctl of one version, the module of another,
# both ways, for real.
#
# The old side is v0.1.0, if the repository has that tag, or else this tree; the
# new one is this tree with what a version to come could add (skew/next.txt).
# The scripts are those of the old side, unless both are new: what could be done
# still can. Prints how many cases passed and failed of each pair; exit status 0
# only if none failed. What the scripts said is in build/skew.
set -euo pipefail
cd "$(dirname "$0")/.."

TAG=v0.1.0
VM=selftests/vm
OUT=$PWD/build/skew
# what is about messages and devices, both ends of the wire, and documents; what
# holds the module to its own specification to the letter can be of one version alone
SCRIPTS=(isolation batch save json iplink bridge route neigh trace wire oam interop srv6)

kernel=uml
while getopts k:h o; do
	case $o in
	k) kernel=$OPTARG ;;
	*) sed -n 's/^# \(skew\.sh.*\)/usage: \1/p' "$0" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# = 0 ] || SCRIPTS=("$@")

# tree SIDE FROM: a copy, in which what has not changed stays as it was built
tree()
{
	mkdir -p "$OUT/$1"
	rsync -a --checksum --delete --exclude=/build --exclude=/.git "$2/" "$OUT/$1/"
}

old_tree()
{
	local from

	if ! git rev-parse -q --verify "$TAG^{commit}" > /dev/null 2>&1; then
		echo "skew: no tag $TAG here: the old side is this tree"
		tree old "$PWD"
		return
	fi
	from=$(mktemp -d)
	git archive "$TAG" | tar x -C "$from"
	tree old "$from"
	rm -rf "$from"
	echo "skew: the old side is $TAG, $(git rev-parse --short "$TAG^{commit}")"
}

new_tree()
{
	local from

	from=$(mktemp -d)
	rsync -a --exclude=/build --exclude=/.git "$PWD/" "$from/"
	selftests/skew/next.py "$from"
	tree new "$from"
	rm -rf "$from"
}

# pair TOOL MODULE: a tree whose scripts find that side's tools
pair()
{
	local top=$OUT/$1-$2 from=old part

	[ "$1$2" != newnew ] || from=new
	mkdir -p "$top/build"
	for part in docs kmod man selftests tools uapi VERSION; do
		ln -sfn "../$from/$part" "$top/$part"
	done
	ln -sfn "../../$1/build/tools" "$top/build/tools"
}

# guest NAME MODULE COMMAND...: with that side's module; what it says goes to a file
guest()
{
	local name=$1 side=$2 release rc

	shift 2
	release=$(< "$kdir/release")
	$VM/run.sh -k "$kernel" -u -t 3000 -l "$OUT/$name.log" \
		-M "$OUT/$side/build/$kernel/lib/modules/$release" -- "$@" \
		> "$OUT/$name.out" 2>&1 || { rc=$? bad=1; echo "skew: $name: status $rc ($OUT/$name.out)"; }
}

# cases NAME: passed and failed; a guest or a script that died is one that failed
cases()
{
	awk '
		/^ok [0-9]/ { p++ }
		/^not ok [0-9]/ { f++; bad++ }
		/^1\.\.[0-9]+/ { planned += substr($1, 4) }
		/^=== end / { if ($4 != 0 && !bad) f++; bad = 0; ended = 1 }
		END {
			if (p + f < planned || !ended) f += planned - p - f > 0 ? planned - p - f : 1
			print p + 0, f + 0
		}' "$OUT/$1.out"
}

# cell NAME: "N ok, M failed"; the failed ones are printed
cell()
{
	local passed failed

	read -r passed failed < <(cases "$1")
	[ "$failed" = 0 ] || {
		bad=1
		grep '^not ok' "$OUT/$1.out" | sed "s/^/skew: $1: /" >&2 || true
	}
	cell="$passed ok, $failed failed"
}

$VM/deps.sh build uml qemu tools > /dev/null
$VM/iproute2.sh > /dev/null
kdir=$($VM/kernel.sh "$kernel")
mkdir -p "$OUT"
rm -f "$OUT"/*.{pcap,json,out}
old_tree
new_tree
for side in old new; do
	make -s -C "$OUT/$side/tools"
	"$OUT/$side/selftests/vm/build-module.sh" "$kernel"
done

bad=0
declare -A cells
# the new module first, from which come documents for the old one
for module in new old; do
	for tool in old new; do
		pair "$tool" "$module"
		# the old scripts' own clients are strict: they may pass over what is new
		guest "$tool-$module" "$module" env \
			NEWER_MODULE="$([ "$tool$module" != oldnew ] || echo y)" \
			"$OUT/$tool-$module/selftests/guest-all.sh" "${SCRIPTS[@]}"
		cell "$tool-$module"
		cells[$tool-$module]=$cell
	done
	guest "apart-$module" "$module" env MODULE="$module" \
		selftests/guest-all.sh skew/apart
	cell "apart-$module"
	cells[apart-$module]=$cell
	other=$([ "$module" = old ] && echo new || echo old)
	guest "upgrade-$module" "$module" env NEXT="$OUT/$other/build/$kernel/src/ovnet.ko" \
		OVCTL="$OUT/old/build/tools/ovctl" NEXT_OVCTL="$OUT/$other/build/tools/ovctl" \
		selftests/guest-all.sh upgrade
	cell "upgrade-$module"
	cells[upgrade-$module]=$cell
done

# nodes of both on one wire: each tapes what it sends, and hears what the other has
for run in 1-old 2-new 3-old; do
	guest "wire-$run" "${run#*-}" env MODULE="${run#*-}" \
		selftests/guest-all.sh skew/tape skew/tape@srv6
	cell "wire-$run"
	cells[wire-${run#*-}]=$cell
done

printf '\n%-26s %-24s %s\n' "$kernel" "old module" "new module"
for row in "old ovctl:old" "new ovctl:new" "what the other lacks:apart" \
	"exchanged for the other:upgrade" "hears what the other sent:wire"; do
	name=${row#*:}
	printf '%-26s %-24s %s\n' "${row%:*}" "${cells[$name-old]}" "${cells[$name-new]}"
done
exit $bad
