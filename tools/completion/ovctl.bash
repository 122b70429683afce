# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Completion of ovctl for bash.  There is no list of words in here: they are
# what "ovctl -h" and "ovctl OBJECT help" print, and names what "show" prints.
# What these functions know of the command line is in variables of _ovctl.

# To ask for names loads the module; a tab must not.
_ovctl_loaded() { [[ -d /sys/module/ovnet ]]; }

# _ovctl_ask KEY WORDS...: the values of KEY in what ovctl shows
_ovctl_ask()
{
	_ovctl_loaded || return
	"$ovctl" "${netns[@]}" -j "${@:2}" 2> /dev/null |
		grep -o "\"$1\":\"[^\"]*\"" | cut -d '"' -f 4
}

_ovctl_devices()
{
	ip "${netns[@]}" -br link show "$@" 2> /dev/null | sed 's/[@ ].*//'
}

# _ovctl_values PLACEHOLDER [KEY]: what may be there
_ovctl_values()
{
	case $1 in
	NETWORK) _ovctl_ask name network show ;;
	UNDERLAY) _ovctl_ask name underlay show ;;
	REMOTE) _ovctl_ask name remote show ;;
	NAME)
		case ${2:-$object} in
		network|underlay|remote)
			# a new one has a name of its own
			[[ -z ${2-} && $verb == add ]] ||
				_ovctl_ask name "${2:-$object}" show ;;
		esac ;;
	VRF) _ovctl_devices type vrf ;;
	DEV)
		if [[ $object == port && $verb != add ]]; then
			_ovctl_ask ifname port show
		elif [[ $object == import ]]; then
			_ovctl_devices type vxlan
		else
			_ovctl_devices
		fi ;;
	NETNS) ip netns list 2> /dev/null | sed 's/ .*//' ;;
	[!A-Z]*) echo "$1" ;;
	esac
}

# _ovctl_offer WORDS...: those that begin like the current one.  Not
# "compgen -W", which would expand what is in a device's name.
_ovctl_offer()
{
	local word

	for word in "$@"; do
		[[ $word =~ ^[A-Za-z0-9._:@+-]+$ && $word == "${cur##*,}"* ]] ||
			continue
		[[ $cur != *,* ]] || word=${cur%,*},$word
		COMPREPLY+=("${word#"$glued"}")
	done
}

# _ovctl_offer_values KEY PLACEHOLDERS...
_ovctl_offer_values()
{
	local placeholder words

	for placeholder in "${@:2}"; do
		if [[ $placeholder == FILE ]]; then
			compopt -o filenames 2> /dev/null
			mapfile -t words < <(compgen -f -- "$cur")
			COMPREPLY+=("${words[@]#"$glued"}")
			continue
		fi
		# in a list there are names only
		[[ $cur != *,* || $placeholder == [A-Z]* ]] || continue
		mapfile -t words < <(_ovctl_values "$placeholder" "$1")
		_ovctl_offer "${words[@]}"
	done
}

# _ovctl_grammar TOKENS...: take a verb's grammar apart.  Lower case is a word,
# upper case a placeholder; what follows a word is its value.
_ovctl_grammar()
{
	local token last='' optional=0 group=0 key='' depth

	while [[ $# -gt 0 ]]; do
		token=$1
		shift
		[[ $token == "|" || $last == "|" ]] || group=$((group + 1))
		case $token in
		"[") optional=$((optional + 1)) ;;
		"]"*) optional=$((optional - 1)) ;;
		[a-z]*)
			key=$token
			keys+=("$key")
			group_of[$key]=$group
			[[ $optional -gt 0 ]] || needed+=" $key"
			if [[ ${1-} == "{" ]]; then
				count[$key]=1
				depth=0
				while [[ $# -gt 0 ]]; do
					case $1 in
					"{") depth=$((depth + 1)) ;;
					"}"*) depth=$((depth - 1)) ;;
					[A-Za-z]*) value[$key]+=" ${1%...}" ;;
					esac
					shift
					[[ $depth -gt 0 ]] || break
				done
			elif [[ ${1-} == [a-z]* ]]; then
				count[$key]=1
				value[$key]=$1
				shift
			fi
			while [[ ${1-} == [A-Z]* ]]; do
				count[$key]=$((${count[$key]:-0} + 1))
				value[$key]=${1%...}
				shift
			done ;;
		[A-Z]*)
			if [[ $last == "|" && ${#places[@]} -gt 0 ]]; then
				places[-1]+=" $token"
			else
				places+=("$token")
				place_group+=("$group")
				[[ $optional -gt 0 ]] || n_needed=${#places[@]}
			fi ;;
		esac
		last=$token
	done
}

# _ovctl_rest GRAMMAR WORDS...: what may follow these words of a verb
_ovctl_rest()
{
	local -A value=() count=() group_of=() used=()
	local keys=() places=() place_group=() needed='' n_needed=0
	local grammar=$1 tail tokens word key='' expect=0 n=0 must=0

	shift
	while [[ $grammar == *"[,"*"]"* ]]; do	# ADDR[,ADDR]... is one value
		tail=${grammar#*"[,"}
		grammar=${grammar%%"[,"*}${tail#*"]"}
	done
	read -ra tokens <<< "$grammar"
	_ovctl_grammar "${tokens[@]}"
	for word in "$@"; do
		if [[ $expect -gt 0 ]]; then
			expect=$((expect - 1))
		elif [[ -n ${group_of[$word]-} && $n -ge $n_needed ]]; then
			key=$word
			expect=${count[$key]:-0}
			used[${group_of[$key]}]=1
			used[$key]=1
		else
			[[ $n -lt ${#places[@]} ]] || return
			used[${place_group[$n]}]=1
			n=$((n + 1))
		fi
	done
	if [[ $expect -gt 0 ]]; then
		# shellcheck disable=SC2086	# words
		_ovctl_offer_values "$key" ${value[$key]}
		return
	fi
	if [[ $n -lt ${#places[@]} && -z ${used[${place_group[$n]}]-} ]]; then
		# shellcheck disable=SC2086
		_ovctl_offer_values '' ${places[$n]}
	fi
	[[ $n -ge $n_needed ]] || return
	for key in $needed; do
		[[ -n ${used[${group_of[$key]}]-} ]] || must=1
	done
	for key in "${keys[@]}"; do
		[[ -z ${used[$key]-} ]] || continue
		[[ -z ${used[${group_of[$key]}]-} || ${tokens[-1]} == *... ]] ||
			continue
		# first what cannot be done without
		[[ $must == 0 || " $needed " == *" $key "* ]] || continue
		_ovctl_offer "$key"
	done
}

# _ovctl_object WORDS...: what may follow these words of an object
_ovctl_object()
{
	local line verbs=()
	local -A grammars=()

	# long ones go on in lines that are indented
	while read -r line; do
		read -r _ _ verb _ <<< "$line"
		[[ $verb == [a-z]* ]] || verb=
		[[ -z $verb || -n ${grammars[_$verb]-} ]] || verbs+=("$verb")
		line=${line#* "$object"}
		line=${line# }
		grammars[_$verb]+=${line#"$verb"}$'\n'
	done < <("$ovctl" "$object" help 2> /dev/null |
		 sed -e ':a' -e 'N;$!ba' -e 's/\n  */ /g')
	verb=
	if [[ ${#verbs[@]} -gt 0 ]]; then
		if [[ $# == 0 ]]; then
			_ovctl_offer "${verbs[@]}" list help
			return
		fi
		verb=${1/#list/show}
		shift
	fi
	# a verb may have more than one
	while read -r line; do
		[[ -z $line ]] || _ovctl_rest "$line" "$@"
	done <<< "${grammars[_$verb]-}"
}

_ovctl()
{
	local ovctl=$1 cur='' glued words help object='' verb='' netns=() i
	local option

	COMPREPLY=()
	# Not COMP_WORDS: those are cut at the colons of addresses as well.
	read -ra words <<< "${COMP_LINE:0:COMP_POINT}x"
	cur=${words[-1]%x}
	unset 'words[-1]'
	glued=${cur%"$2"}	# bash puts only the rest in place
	help=$("$ovctl" -h 2> /dev/null)

	for ((i = 1; i < ${#words[@]}; i++)); do
		[[ ${words[i]} == -?* ]] || break
		option=$(sed -n "s/^  -${words[i]: -1} \([A-Z]\+\) .*/\1/p;T;q" <<< "$help")
		[[ -n $option ]] || continue
		i=$((i + 1))
		if [[ $i == "${#words[@]}" ]]; then
			_ovctl_offer_values '' "$option"
			return
		fi
		case $option in
		NETNS) netns=(-n "${words[i]}") ;;
		FILE) return ;;		# the commands are in there
		esac
	done
	if [[ $i -lt ${#words[@]} ]]; then
		object=${words[i]}
		_ovctl_object "${words[@]:i + 1}"
	elif [[ $cur == -* ]]; then
		mapfile -t words < <(sed -n 's/^  \(-[A-Za-z]\) .*/\1/p' <<< "$help")
		_ovctl_offer "${words[@]}"
	else
		mapfile -t words < <(sed -n 's/^OBJECT://p' <<< "$help" | tr ' ' '\n')
		_ovctl_offer "${words[@]}" ${help:+help}
	fi
} &&
complete -F _ovctl ovctl
