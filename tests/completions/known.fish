
# The contexts and keys that may stand at the cursor, which only the program knows; fails where it knows none.
function __fish_qlik_api_key_known
    set -l words (commandline -opc)
    set -l at (commandline -ct | string replace -ra '["\'\\\\]' '')
    set -g __fish_qlik_api_key_candidates (command qlik-api-key __complete "--at=$at" -- $words 2>/dev/null)
    test -n "$__fish_qlik_api_key_candidates"
end

# Of a flag and its value in one word, fish wants the value alone.
function __fish_qlik_api_key_candidates
    string replace -r '^--[^=\t]*=' '' -- $__fish_qlik_api_key_candidates
end

complete -c qlik-api-key -n __fish_qlik_api_key_known -f -k -a '(__fish_qlik_api_key_candidates)'
