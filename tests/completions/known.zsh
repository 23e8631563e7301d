# The contexts and keys that may stand at the cursor, which only the program knows; fails where it knows none.
_qlik-api-key__known() {
    local answer line
    local -a names texts expl
    local -i widest=0
    answer=$(command qlik-api-key __complete "--at=${(Q)PREFIX}" -- "${(@Q)words[1,CURRENT-1]}" 2>/dev/null)
    [[ -n $answer ]] || return 1
    for line in "${(@f)answer}"; do
        names+=("${line%%$'\t'*}")
        (( ${#names[-1]} > widest )) && widest=${#names[-1]}
    done
    # Shown as they are: neither a name nor a text is ever expanded.
    for line in "${(@f)answer}"; do
        line="${(r:widest:)line%%$'\t'*}  ${line#*$'\t'}"
        texts+=("${line[1,COLUMNS-1]}")
    done
    _wanted -V known expl 'known to qlik-api-key' compadd -l -d texts -a names
}

