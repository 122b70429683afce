# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Output held against files that are committed: selftests/golden.  What it was
# is left in build/golden; with UPDATE=1 in the environment that is right, and
# the files are rewritten ("make golden": in a guest only build/ stays).

GOLDEN=$SELFTESTS/golden
PRINTED=$REPO/build/golden

# What is never the same.
VOLATILE_TEXT='s/\b(used|updated) [0-9]+\.[0-9]s/\1 */; s/^version [^ ]+ features [^ ]+/version * features */'
VOLATILE_JSON='["ifindex", "used-ms", "updated-ms", "version",
	"features"]'

# text_lines: an object a line, by name: dumps of hash tables have no order.
# Lines that go on are marked with a "|".
text_lines()
{
	sed -E "$VOLATILE_TEXT" | awk '
		/^    / { line = line "\n  | " substr($0, 5); next }
		NR > 1	{ print line }
			{ line = $0 }
		END	{ if (NR) print line }' ORS='\0' | sort -z | tr '\0' '\n'
}

json_lines()
{
	# shellcheck disable=SC2016	# jq's variables
	jq --indent 4 --argjson volatile "$VOLATILE_JSON" '
		walk(if type == "object" then
			with_entries(if .key | IN($volatile[]) then .value = "*" else . end)
			else . end) | if type == "array" then sort_by(tojson) else . end'
}

# golden NAME FILTER COMMAND...: what the command prints, through the filter, is
# what the file says.
golden()
{
	local name=$1 filter=$2 diff out rc

	shift 2
	out=$("$@" 2>&1)
	rc=$?
	check_err $rc "$* failed: $out"
	mkdir -p "$PRINTED"
	"$filter" <<< "$out" > "$PRINTED/$name"
	[ -z "${UPDATE-}" ] || cp "$PRINTED/$name" "$GOLDEN/$name"
	diff=$(diff -u "$GOLDEN/$name" "$PRINTED/$name" 2>&1)
	[ -z "$diff" ] || printf '%s\n' "$diff" | sed 's/^/# /'
	check_err $((${#diff} > 0)) "$name is not as it was"
}
