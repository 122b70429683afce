#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# check.sh: what can be said of the source without running it. Prints what is
# wrong; exit status 0 if nothing is.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

vm=selftests/vm
$vm/deps.sh uml check || exit 1
failed=0

# complain WHAT OUTPUT: what a checker that should be silent has said
complain()
{
	[ -z "$2" ] || { printf '== %s\n%s\n' "$1" "$2"; failed=1; }
}

# Not worth following: a checker's taste where ours is stated in a comment.
ignore=FILE_PATH_CHANGES,SPDX_LICENSE_TAG,MACRO_ARG_REUSE,MACRO_ARG_PRECEDENCE
ignore+=,COMPLEX_MACRO,BIT_MACRO,UNCOMMENTED_DEFINITION,LONG_LINE_COMMENT
ignore+=,TRAILING_SEMICOLON,JIFFIES_COMPARISON,MACRO_WITH_FLOW_CONTROL
# What the supported kernels have not got, and tables made by macros.
ignore+=,ALLOC_WITH_SIZEOF,PREFER_ETHTOOL_PUTS,MACRO_ARG_UNUSED
# Of no use in user space.
user=$ignore,PREFER_DEFINED_ATTRIBUTE_MACRO,CAMELCASE,STRCPY
# Tables of words and of sentences that are to be printed.
words=$user,LONG_LINE,LONG_LINE_STRING,EMBEDDED_FUNCTION_NAME,SPLIT_STRING
words+=,STRING_FRAGMENTS,QUOTED_WHITESPACE_BEFORE_NEWLINE,STATIC_CONST_CHAR_ARRAY

# kernel_script NAME: of the kernel's source
kernel_script()
{
	find "${OVNET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ovnet}/src" \
		-path "*/scripts/$1" | head -n 1
}

# W=1 looks at those of .c files alone.
comments()
{
	local source

	source=$(kernel_script kernel-doc)
	[ -n "$source" ] || { echo "no kernel source: $vm/kernel.sh uml"; return; }
	git ls-files -z 'kmod/*.[ch]' | xargs -0 "$source" -none -Wall 2>&1
}

style()
{
	local source skip

	source=$(kernel_script checkpatch.pl)
	[ -n "$source" ] || { echo "no kernel source: $vm/kernel.sh uml"; return; }
	# Trace headers are a language of their own.
	git ls-files 'dkms/*.[ch]' 'kmod/*.[ch]' 'uapi/*.h' 'tools/*.[ch]' 'selftests/*.[ch]' |
		grep -v '^kmod/trace.h$' | while read -r f; do
		case $f in
		tools/tests/*|tools/fuzz/*) skip=$words ;;
		selftests/*) skip=$words,PREFER_KERNEL_TYPES ;;
		tools/*) skip=$user ;;
		*) skip=$ignore ;;
		esac
		perl "$source" --no-tree --strict --terse --no-summary \
			--ignore "$skip" -f "$f"
	done 2> /dev/null | grep -v '^total:'
}

sparse()
{
	local log

	log=$(mktemp)
	touch kmod/*.c
	W=1 C=1 CF=-D__CHECK_ENDIAN__ $vm/build-module.sh 6.1 > "$log" 2>&1
	grep -E '(warning|error):|^make.*Error' "$log"
	rm -f "$log"
}

scripts()
{
	git ls-files -- selftests kmod/compat | while read -r f; do
		sed -n '1{/^#!.*sh$/p}' "$f" | grep -q . && echo "$f"
	done | xargs shellcheck -x -e SC2034 -S warning -f gcc	# lib.sh uses TESTS
}

versions()
{
	local v

	v=$(< VERSION)
	grep -qx "PACKAGE_VERSION=\"$v\"" dkms.conf || echo dkms.conf
	head -n 1 debian/changelog | grep -qF "($v)" || echo debian/changelog
}

complain "checkpatch --strict" "$(style)"
complain "kernel-doc" "$(comments)"
complain "sparse and W=1, against 6.1" "$(sparse)"
complain "shellcheck" "$(scripts)"
complain "uapi/ovnet.yaml and uapi/linux/ovnet.h" \
	"$(selftests/check-uapi.py 2>&1 > /dev/null)"
complain "selftests/check-json.py self-test" \
	"$(selftests/check-json.py self-test 2>&1 > /dev/null)"
complain "selftests/breakages.txt" "$(selftests/breakages.py check 2>&1)"
complain "selftests/skew/next.txt" "$(selftests/skew/next.py 2>&1)"
complain "selftests/fuzz/syzkaller and uapi/ovnet.yaml" \
	"$(selftests/fuzz/syzkaller.py --check 2>&1)"
complain "refusals that newer kernels would cut" \
	"$(selftests/check-sentences.py 2>&1)"
complain "docs/drops.md is not what docs/drops.py prints" \
	"$(docs/drops.py | diff docs/drops.md -)"
complain "docs/reference.md is not what docs/reference.py prints" \
	"$(docs/reference.py 2>&1 | diff docs/reference.md -)"
complain "a kernel's version asked for outside kmod/compat" \
	"$(git grep -nE 'LINUX_VERSION_CODE|KERNEL_VERSION\(|OVNET_HAVE_' -- \
	   kmod ':!kmod/compat')"
complain "another version than that of VERSION" "$(versions)"
[ $failed = 1 ] || echo "check: nothing to complain of"
exit $failed
