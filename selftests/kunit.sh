#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The module's KUnit suites (kmod/tests), which ran when it was loaded: one
# result a test case, and as many suites as there are kmod/tests/*_test.c.
# STEPS=n (10000) is how many random operations the LPM and its twin get, in each
# family. Skipped where the kernel has no KUnit.
set -u
cd "$(dirname "$0")/.." || exit 1

debugfs=/sys/kernel/debug
results=$debugfs/kunit

echo "TAP version 13"
[ -d /sys/module/ovnet ] || modprobe ovnet ${STEPS:+lpm_test_steps="$STEPS"} ||
	{ echo "Bail out! the module cannot be loaded"; exit 1; }
if ! grep -qw kunit_run_tests /proc/kallsyms; then
	echo "1..0 # SKIP the kernel has no KUnit"
	exit 0
fi
[ -d $results ] || mount -t debugfs debugfs $debugfs

wanted=(kmod/tests/*_test.c)
found=()
for file in "$results"/ovnet_*/results; do
	[ ! -e "$file" ] || found+=("$file")
done

# The logs first, where what a test said is whole, if it is still there; then
# the results, which hold 512 bytes a test: after much has been said the last
# line, the result, is missing. Then it is that of the log, or a failure.
awk -v wanted=${#wanted[@]} -v found=${#found[@]} '
	function case_of(line) {		# "ok 3 NAME # SKIP why"
		sub(/^ */, "", line)
		return line
	}
	FNR == 1	{ nfile++; said = "" }

	# a line of dmesg has its time before it, those that go on do not
	nfile == 1 {
		sub(/^\[ *[0-9.]+\] /, "")
		if (/^    # Subtest: /)		{ suite = $3; said = ""; next }
		if (/^    (not )?ok [0-9]+ /) {
			i = suite " " ($1 == "not" ? $3 : $2)
			log_line[i] = case_of($0)
			log_said[i] = said
			said = ""
			next
		}
		if (/^    # / || /^ +[^ #\[]/)	said = said "# " $0 "\n"
		next
	}

	/^    # Subtest: /	{ suites[++nsuites] = suite = $3 }
	/^    1\.\./ {
		cases[suite] = substr($1, 4) + 0
		total += cases[suite]
	}
	/^    (not )?ok [0-9]+ ovnet_/ {
		i = suite " " ($1 == "not" ? $3 : $2)
		line[i] = case_of($0)
		if (i in log_line && index(log_line[i], $1) == 1)
			line[i] = log_line[i]	# of which nothing is cut off
	}
	/^not ok /	{ failed_suite[$4] = 1 }

	END {
		print "1.." total + 1
		for (s = 1; s <= nsuites; s++) {
			suite = suites[s]
			bad = 0
			for (c = 1; c <= cases[suite]; c++) {
				i = suite " " c
				if (!(i in line))
					line[i] = i in log_line ? log_line[i] : "not ok " c " case" c " # its result is cut off"
				split(line[i], word, " ")
				ok = word[1] == "ok"
				rest = line[i]
				sub(/^(not )?ok [0-9]+ /, "", rest)
				sub("^" suite "_test_", "", rest)
				if (!ok) {
					bad = 1
					failures++
					printf "%s", log_said[i]
				}
				printf "%s %d %s: %s\n", ok ? "ok" : "not ok", ++n, suite, rest
			}
			# of its init or exit
			if (suite in failed_suite && !bad) {
				failures++
				print "# suite " suite " failed, though no case did"
			}
		}
		ok = found == wanted && nsuites == wanted
		if (!ok)
			failures++
		printf "%s %d %d suites found, %d files in kmod/tests\n", ok ? "ok" : "not ok", ++n, nsuites, wanted
		if (failures)
			print "# " failures " failed"
		exit failures ? 1 : 0
	}' <(dmesg) "${found[@]}"
