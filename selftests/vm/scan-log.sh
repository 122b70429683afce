#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# scan-log.sh LOG: print, with what follows them, the lines of a kernel log
# that no test may cause.  Exit status 70 if there are any, 0 if none.
set -euo pipefail

log=${1:?LOG}
bad='BUG:|WARNING:|Oops|Kernel panic|KASAN|UBSAN|ODEBUG|DEBUG_LOCKS_WARN'
bad+='|possible (recursive|circular|irq|deadlock)|inconsistent lock state'
bad+='|[Ii]nvalid wait context|suspicious RCU usage|held lock freed|lock held when'
bad+='|bad unlock balance|INFO: |refcount_t|ref_tracker: |leaked reference'
bad+='|unregister_netdevice: waiting|unreferenced object'
bad+='|general protection|scheduling while atomic|sleeping function called'
bad+='|stack-out-of-bounds|list_(add|del) corruption|cut here'
bad+='|Kernel mode fault|segfault at .* in ovnet|Objects remaining in'
bad+='|kmem_cache_destroy|percpu ref .* <= 0|nf_conntrack: .*leak'
bad+='|hw csum failure|rcu: .*(stall|detected)|Unable to handle'
bad+='|Modules with .* leaking|protocol .* is buggy|Dead loop on virtual device'

# Said at boot by a kernel in good health, or as part of a test's own report.
good='WARNING: unable to open an initial console'
good+='|lockdep is .*init|Lock dependency validator'
good+='|kmemleak: |KASAN: enabled|KernelAddressSanitizer initialized'
good+='|ODEBUG: selftest passed|ODEBUG: .*out of memory|ref_tracker: memory allocation failure'
# KTAP: a failed expectation is the caller's business, not ours
good+='|^[^]]*\] +# '

# KCSAN looks at all of the kernel, which has races that it lives with: lines at
# which it begins to report one with no function of ours in either stack.
foreign_races()
{
	awk '
		/BUG: KCSAN: /	{ at = NR; ours = 0 }
		/\[ovnet\]/	{ ours = 1 }
		at && /Reported by Kernel Concurrency Sanitizer/ {
			if (!ours)
				print at
			at = 0
		}' "$1"
}

grep -naE "$bad" "$log" | grep -vE "$good" |
	awk -F: -v races="$(foreign_races "$log" | tr '\n' ' ')" '
		BEGIN { n = split(races, at, " "); for (i = 1; i <= n; i++) foreign[at[i]] = 1 }
		!($1 in foreign)' > "$log.bad" || true
if [ ! -s "$log.bad" ]; then
	rm -f "$log.bad"
	exit 0
fi

echo "--- the kernel complained ($log):"
# From the first bad line of a report on, some 60 lines; reports seldom
# come alone, so not all of them.
awk -v first="$(cut -d: -f1 "$log.bad" | tr '\n' ' ')" '
	BEGIN { n = split(first, at, " "); for (i = 1; i <= n; i++) bad[at[i]] = 1 }
	(NR in bad) { left = 60 }
	left-- > 0 && shown++ < 200' "$log"
echo "--- lines that count as complaints: $(wc -l < "$log.bad")"
rm -f "$log.bad"
exit 70
