# Completions of qlik-api-key for bash. The program itself lists the candidates.
_qlik_api_key() {
    # bash splits words at = and :, so join them again.
    local line=${COMP_LINE:0:COMP_POINT} words=() word space
    for word in "${COMP_WORDS[@]:0:COMP_CWORD}"; do
        space=${line%%[![:space:]]*}
        line=${line#"$space"}
        line=${line#"$word"}
        if [[ -z $space && ${#words[@]} -gt 0 ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
    done
    space=${line%%[![:space:]]*}
    local typed=${line#"$space"}
    if [[ -z $space && ${#words[@]} -gt 1 ]]; then
        typed=${words[${#words[@]} - 1]}$typed
        unset "words[${#words[@]} - 1]"
    fi
    # Remove quotes. bash replaces only $2, so cut the part before it from the candidates.
    local current=${typed//[\"\'\\]/} replaced=${2//[\"\'\\]/}
    local prefix=${current%"$replaced"}
    # Do not expand a name such as * to file names.
    local IFS=$'\n' options=$-
    set -f
    COMPREPLY=($(_QLIK_API_KEY_COMPLETE=${#words[@]} command qlik-api-key "${words[@]:1}" "$current" 2>/dev/null))
    [[ $options == *f* ]] || set +f
    COMPREPLY=("${COMPREPLY[@]%%$'\t'*}")
    COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
    if [[ ${COMPREPLY[*]} == *[!$'\n'[:alnum:]_.,:@%+=/-]* ]]; then
        _qlik_api_key_quote "$typed"
    fi
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
        compopt -o nospace 2>/dev/null || :
    fi
}

# Quotes the names in COMPREPLY, so that bash executes nothing in them. $1 is the current word as typed.
_qlik_api_key_quote() {
    local names=("${COMPREPLY[@]}") name home
    COMPREPLY=()
    for name in "${names[@]}"; do
        if [[ $1 == *[\"\']* ]]; then
            # Some characters can't be quoted inside quotes that are already open, so skip names with them.
            [[ $name == *[\'\"\\\$\`!]* ]] && continue
        elif [[ $name == *[!-[:alnum:]_.,:@%+=/]* ]]; then
            home=
            [[ $1 == \~/* && $name == \~/* ]] && home=\~/
            printf -v name %q "${name#"$home"}"
            # The commas that the user typed in a list are not quoted, so bash would find no match.
            name=$home${name//\\,/,}
        fi
        COMPREPLY+=("$name")
    done
}

complete -o nosort -F _qlik_api_key qlik-api-key 2>/dev/null || complete -F _qlik_api_key qlik-api-key
