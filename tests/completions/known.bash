# The contexts and keys that may stand at the cursor, which only the program knows; fails where it knows none.
# $1 is what readline will replace. bash has split the line at = and :, so its words are put together again first.
_qlik__api__key__known() {
    local line=${COMP_LINE:0:COMP_POINT} words=() word blank at kept
    COMPREPLY=()
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
    at=${line#"$blank"}
    if [[ -z $blank && ${#words[@]} -gt 1 ]]; then
        at=${words[${#words[@]} - 1]}$at
        unset "words[${#words[@]} - 1]"
    fi
    # Quotes are no part of a name.
    local typed=$at
    at=${at//[\"\'\\]/}
    kept=${1//[\"\'\\]/}
    kept=${at%"$kept"}
    while IFS=$'\t' read -r word _; do
        word=${word#"$kept"}
        if [[ $typed == *[\"\']* ]]; then
            # Within quotes of either kind, such a name can't be had as it is.
            [[ $word == *[\'\"\\\$\`!]* ]] && continue
        elif [[ $word == *[!-[:alnum:]_.,:@%+=/]* ]]; then
            printf -v word %q "$word"
            # The commas of a list have been typed without.
            word=${word//\\,/,}
        fi
        COMPREPLY+=("$word")
    done < <(command qlik-api-key __complete "--at=$at" -- "${words[@]//[\"\'\\]/}" 2>/dev/null)
    [[ ${#COMPREPLY[@]} -gt 0 ]]
}

