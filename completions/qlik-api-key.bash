# Completions of qlik-api-key for bash. The program says what may stand at the cursor.
_qlik_api_key() {
    # bash has split the line at = and :, so its words are put together again.
    local line=${COMP_LINE:0:COMP_POINT} words=() word blank
    for word in "${COMP_WORDS[@]:0:COMP_CWORD}"; do
        blank=${line%%[![:space:]]*}
        line=${line#"$blank"}
        line=${line#"$word"}
        if [[ -z $blank && ${#words[@]} -gt 0 ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
    done
    blank=${line%%[![:space:]]*}
    local typed=${line#"$blank"}
    if [[ -z $blank && ${#words[@]} -gt 1 ]]; then
        typed=${words[${#words[@]} - 1]}$typed
        unset "words[${#words[@]} - 1]"
    fi
    # Quotes are no part of a name. $2 is what bash will replace; what stands before it is kept.
    local at=${typed//[\"\'\\]/} kept=${2//[\"\'\\]/}
    kept=${at%"$kept"}
    # A name such as * is no pattern here.
    local IFS=$'\n' options=$-
    set -f
    COMPREPLY=($(_QLIK_API_KEY_COMPLETE=${#words[@]} command qlik-api-key "${words[@]:1}" "$at" 2>/dev/null))
    [[ $options == *f* ]] || set +f
    COMPREPLY=("${COMPREPLY[@]%%$'\t'*}")
    COMPREPLY=("${COMPREPLY[@]#"$kept"}")
    if [[ ${COMPREPLY[*]} == *[!$'\n'[:alnum:]_.,:@%+=/-]* ]]; then
        _qlik_api_key_quote "$typed"
    fi
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
        compopt -o nospace 2>/dev/null || :
    fi
}

# Quotes the names, so that bash runs nothing that stands in one. $1 is what the user typed.
_qlik_api_key_quote() {
    local names=("${COMPREPLY[@]}") name home
    COMPREPLY=()
    for name in "${names[@]}"; do
        if [[ $1 == *[\"\']* ]]; then
            # Within quotes of either kind, such a name can't be had as it is.
            [[ $name == *[\'\"\\\$\`!]* ]] && continue
        elif [[ $name == *[!-[:alnum:]_.,:@%+=/]* ]]; then
            home=
            [[ $1 == \~/* && $name == \~/* ]] && home=\~/
            printf -v name %q "${name#"$home"}"
            # The commas of a list have been typed without.
            name=$home${name//\\,/,}
        fi
        COMPREPLY+=("$name")
    done
}

complete -o nosort -F _qlik_api_key qlik-api-key 2>/dev/null || complete -F _qlik_api_key qlik-api-key
