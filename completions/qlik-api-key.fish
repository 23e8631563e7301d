# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_qlik_api_key_global_optspecs
    string join \n context= c/config= s/server= server-type= headers= insecure ca-file= o/output= json jq= r/raw-output raw q/quiet retry= interval= max-wait= timeout= max-body= v/verbose no-color h/help V/version
end

function __fish_qlik_api_key_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_qlik_api_key_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_qlik_api_key_using_subcommand
    set -l cmd (__fish_qlik_api_key_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s V -l version -d 'Print version'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "ls" -d 'List API keys, all pages of them'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "expiring" -d 'List the active API keys that end soon, and say by the exit code whether there are some'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "create" -d 'Create an API key and print its token, which is shown this once'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "get" -d 'Print one API key'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "patch" -d 'Change the description of an API key'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "rm" -d 'Delete API keys, or revoke other users\''
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "rotate" -d 'Renew an API key without downtime'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "config" -d 'Read or change a tenant\'s API key configuration'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "api-key" -d 'Manage API keys: the word that Qlik\'s own tool has in front of the verb, so that its lines run unchanged'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "context" -d 'Name tenants and keep how to sign in to them'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "completion" -d 'Print the completion script of a shell'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "demo" -d 'Run a tenant in memory, to try this program and to test scripts'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "help" -d 'Explain a command, the environment variables or the exit codes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l createdByUser -d 'List the keys that this user created' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l sub -d 'List the keys of this subject: a user ID, or SCIM\\IDP-ID' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l status -d 'List the keys of this status' -r -f -a "active\t''
expired\t''
revoked\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l expires-within -d 'List the active keys that end within this ISO 8601 duration from now, such as P14D' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l expired-before -d 'List the keys that ended before this date, or at least this ISO 8601 duration ago, whatever their status' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l older-than -d 'List the keys that were created at least this ISO 8601 duration ago' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l match -d 'List the keys with this text in their description or subject; upper and lower case are the same' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l sort -d 'Sort by createdByUser, sub, status, description, created or expiry; + in front is ascending, - descending' -r -f -a "createdByUser\t''
+createdByUser\t''
-createdByUser\t''
sub\t''
+sub\t''
-sub\t''
status\t''
+status\t''
-status\t''
description\t''
+description\t''
-description\t''
created\t''
+created\t''
-created\t''
expiry\t''
+expiry\t''
-expiry\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l limit -d 'List at most N keys in total; with several contexts, of each' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l startingAfter -d 'List the keys after this ID' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l endingBefore -d 'List the keys before this ID' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l all-contexts -d 'Do it for every context of the profile, eight at a time; each row says its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l within -d 'List the active keys that end within this ISO 8601 duration from now' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l critical -d 'End with exit code 11 where a key ends within this one [default: P3D, or --within if that is shorter]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l all-contexts -d 'Do it for every context of the profile, eight at a time; each row says its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l description -d 'Say what the key is for' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l expiry -d 'Let it expire after an ISO 8601 duration, such as P7D [default: the tenant\'s longest]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l sub -d 'Make it for this subject: a user ID, or SCIM\\IDP-ID [default: yourself]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l subType -d 'The type of the subject; externalClient for SCIM [default: user]' -r -f -a "user\t''
externalClient\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s f -l file -d 'Read the request body from a JSON file, or from stdin with -; flags override its fields' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l save-to -d 'Keep the token as the secret of this context, which is made if it isn\'t there' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l store -d 'Where a context that --save-to makes keeps its secret: in the keyring, or in a file for you alone [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l token-file -d 'Write the token to a new file for you alone' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l exec -d 'Run this command line with the token on its stdin; if it fails, the new key is removed again' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s y -l yes -d 'Don\'t ask, even where a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l token-only -d 'Print the token and nothing else'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l keep-on-failure -d 'Keep the new key although the command of --exec failed'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l description -d 'Set the description' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l op -d 'The operation, repeatable: the n-th --op, --path and --value make the n-th operation' -r -f -a "replace\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l path -d 'The path of the field to replace' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l value -d 'The new value of the field' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l body -d 'The whole JSON Patch document' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s f -l file -d 'Read the JSON Patch document from a file, or from stdin with -' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s y -l yes -d 'Don\'t ask, even where a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s y -l yes -d 'Don\'t ask; needed for several keys where nobody can be asked, for the key that you sign in with, and where a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l dry-run -d 'Show what would be removed, and remove nothing'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l description -d 'Give the new key this description [default: the old one\'s]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l expiry -d 'Let the new key expire after an ISO 8601 duration, such as P7D [default: as long as the old one lived]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l if-expires-within -d 'Do nothing unless the key expires within this ISO 8601 duration; at most a third of the key\'s life counts' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l overlap -d 'Remove the old key after this ISO 8601 duration, by `rotate --finish` or the next rotation' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l save-to -d 'Keep the token as the secret of this context, which is made if it isn\'t there' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l store -d 'Where a context that --save-to makes keeps its secret: in the keyring, or in a file for you alone [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l token-file -d 'Write the token to a new file for you alone' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l exec -d 'Run this command line with the token on its stdin; if it fails, the new key is removed again' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l keep-old -d 'Keep the old key'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l remove-old -d 'Remove the old key once the new one has signed in'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l dry-run -d 'Print what would be done, and do nothing'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l resume -d 'Finish or undo what an interrupted rotation has left'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l finish -d 'Remove the old keys whose overlap is over'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s y -l yes -d 'Don\'t ask, even where a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l token-only -d 'Print the token and nothing else'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l keep-on-failure -d 'Keep the new key although the command of --exec failed'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -f -a "get" -d 'Print the API key configuration of a tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -f -a "patch" -d 'Change the API key configuration of a tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -f -a "diff" -d 'Show what differs from a wanted API key configuration'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -f -a "apply" -d 'Make the API key configuration of a tenant the wanted one'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l all-contexts -d 'Do it for every context of the profile, eight at a time; each row says its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l api-keys-enabled -d 'Let users have API keys, or not' -r -f -a "true\t''
false\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l max-keys-per-user -d 'Let a user have at most N active keys' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l max-api-key-expiry -d 'Let new keys live at most this ISO 8601 duration, such as P30D' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l scim-external-client-expiry -d 'Let new SCIM keys live this ISO 8601 duration, such as P365D' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l op -d 'The operation, repeatable: the n-th --op, --path and --value make the n-th operation' -r -f -a "replace\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l path -d 'The path of the field to replace' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l value -d 'The new value of the field' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l body -d 'The whole JSON Patch document' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s f -l file -d 'Read the JSON Patch document from a file, or from stdin with -' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s y -l yes -d 'Don\'t ask, even where a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l all-contexts -d 'Do it for every context of the profile, eight at a time; each row says its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l exit-code -d 'Exit with 1 where something differs'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l all-contexts -d 'Do it for every context of the profile, eight at a time; each row says its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l dry-run -d 'Show what would be changed, and change nothing'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Don\'t ask, even where a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "ls" -d 'List API keys, all pages of them'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "expiring" -d 'List the active API keys that end soon, and say by the exit code whether there are some'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "create" -d 'Create an API key and print its token, which is shown this once'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "get" -d 'Print one API key'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "patch" -d 'Change the description of an API key'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "rm" -d 'Delete API keys, or revoke other users\''
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "rotate" -d 'Renew an API key without downtime'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "config" -d 'Read or change a tenant\'s API key configuration'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l createdByUser -d 'List the keys that this user created' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l sub -d 'List the keys of this subject: a user ID, or SCIM\\IDP-ID' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l status -d 'List the keys of this status' -r -f -a "active\t''
expired\t''
revoked\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l expires-within -d 'List the active keys that end within this ISO 8601 duration from now, such as P14D' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l expired-before -d 'List the keys that ended before this date, or at least this ISO 8601 duration ago, whatever their status' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l older-than -d 'List the keys that were created at least this ISO 8601 duration ago' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l match -d 'List the keys with this text in their description or subject; upper and lower case are the same' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l sort -d 'Sort by createdByUser, sub, status, description, created or expiry; + in front is ascending, - descending' -r -f -a "createdByUser\t''
+createdByUser\t''
-createdByUser\t''
sub\t''
+sub\t''
-sub\t''
status\t''
+status\t''
-status\t''
description\t''
+description\t''
-description\t''
created\t''
+created\t''
-created\t''
expiry\t''
+expiry\t''
-expiry\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l limit -d 'List at most N keys in total; with several contexts, of each' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l startingAfter -d 'List the keys after this ID' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l endingBefore -d 'List the keys before this ID' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l all-contexts -d 'Do it for every context of the profile, eight at a time; each row says its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l within -d 'List the active keys that end within this ISO 8601 duration from now' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l critical -d 'End with exit code 11 where a key ends within this one [default: P3D, or --within if that is shorter]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l all-contexts -d 'Do it for every context of the profile, eight at a time; each row says its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l description -d 'Say what the key is for' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l expiry -d 'Let it expire after an ISO 8601 duration, such as P7D [default: the tenant\'s longest]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l sub -d 'Make it for this subject: a user ID, or SCIM\\IDP-ID [default: yourself]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l subType -d 'The type of the subject; externalClient for SCIM [default: user]' -r -f -a "user\t''
externalClient\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s f -l file -d 'Read the request body from a JSON file, or from stdin with -; flags override its fields' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l save-to -d 'Keep the token as the secret of this context, which is made if it isn\'t there' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l store -d 'Where a context that --save-to makes keeps its secret: in the keyring, or in a file for you alone [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l token-file -d 'Write the token to a new file for you alone' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l exec -d 'Run this command line with the token on its stdin; if it fails, the new key is removed again' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s y -l yes -d 'Don\'t ask, even where a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l token-only -d 'Print the token and nothing else'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l keep-on-failure -d 'Keep the new key although the command of --exec failed'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l description -d 'Set the description' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l op -d 'The operation, repeatable: the n-th --op, --path and --value make the n-th operation' -r -f -a "replace\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l path -d 'The path of the field to replace' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l value -d 'The new value of the field' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l body -d 'The whole JSON Patch document' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s f -l file -d 'Read the JSON Patch document from a file, or from stdin with -' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s y -l yes -d 'Don\'t ask, even where a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Don\'t ask; needed for several keys where nobody can be asked, for the key that you sign in with, and where a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l dry-run -d 'Show what would be removed, and remove nothing'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l description -d 'Give the new key this description [default: the old one\'s]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l expiry -d 'Let the new key expire after an ISO 8601 duration, such as P7D [default: as long as the old one lived]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l if-expires-within -d 'Do nothing unless the key expires within this ISO 8601 duration; at most a third of the key\'s life counts' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l overlap -d 'Remove the old key after this ISO 8601 duration, by `rotate --finish` or the next rotation' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l columns -d 'Show these fields, by their API names, in table, csv and tsv' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l save-to -d 'Keep the token as the secret of this context, which is made if it isn\'t there' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l store -d 'Where a context that --save-to makes keeps its secret: in the keyring, or in a file for you alone [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l token-file -d 'Write the token to a new file for you alone' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l exec -d 'Run this command line with the token on its stdin; if it fails, the new key is removed again' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l keep-old -d 'Keep the old key'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l remove-old -d 'Remove the old key once the new one has signed in'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l dry-run -d 'Print what would be done, and do nothing'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l resume -d 'Finish or undo what an interrupted rotation has left'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l finish -d 'Remove the old keys whose overlap is over'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l no-header -d 'Leave out the header line of table, csv and tsv'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s y -l yes -d 'Don\'t ask, even where a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l token-only -d 'Print the token and nothing else'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l keep-on-failure -d 'Keep the new key although the command of --exec failed'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -f -a "get" -d 'Print the API key configuration of a tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -f -a "patch" -d 'Change the API key configuration of a tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -f -a "diff" -d 'Show what differs from a wanted API key configuration'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -f -a "apply" -d 'Make the API key configuration of a tenant the wanted one'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "create" -d 'Add a context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "init" -d 'Add a context, asking for what it needs'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "ls" -d 'List the contexts'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "get" -d 'Show a context, or what is signed in to when none is named'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "use" -d 'Make a context the current one'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "clear" -d 'Let no context be the current one'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "update" -d 'Change a context, or give it a new credential'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "rename" -d 'Give a context another name'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "rm" -d 'Remove contexts and their secrets'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "protect" -d 'Let nothing change a context\'s tenant without a confirmation'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "unprotect" -d 'Let a context\'s tenant be changed without a confirmation again'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "check" -d 'Sign in with a context and show who that is'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "import" -d 'Take over the contexts of Qlik\'s own tool, their secrets into the keyring'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l api-key -d 'The API key; other users of this machine can see it here, --api-key-stdin is safer' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l api-key-env -d 'Take the API key from this environment variable whenever it is needed' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l api-key-command -d 'Run this command line whenever the API key is needed; its stdout is the key' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l oauth-client-id -d 'The ID of an OAuth machine-to-machine client' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l oauth-client-secret -d 'The secret of the OAuth client; other users of this machine can see it here' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l store -d 'Keep the secret in the keyring, or in a file for you alone [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l comment -d 'Say what it is for' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l api-key-stdin -d 'Read the API key from stdin'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l oauth-client-secret-stdin -d 'Read the secret of the OAuth client from stdin'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l verify -d 'Sign in before anything is kept'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l use -d 'Make it the current one'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s y -l yes -d 'Don\'t ask (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l store -d 'Keep the secret in the keyring, or in a file for you alone [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s y -l yes -d 'Don\'t ask (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s y -l yes -d 'Don\'t ask (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l api-key -d 'The API key; other users of this machine can see it here, --api-key-stdin is safer' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l api-key-env -d 'Take the API key from this environment variable whenever it is needed' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l api-key-command -d 'Run this command line whenever the API key is needed; its stdout is the key' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l oauth-client-id -d 'The ID of an OAuth machine-to-machine client' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l oauth-client-secret -d 'The secret of the OAuth client; other users of this machine can see it here' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l store -d 'Keep the secret in the keyring, or in a file for you alone [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l comment -d 'Say what it is for' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l unset -d 'Remove these fields: comment, insecure, ca-file, headers' -r -f -a "comment\t''
insecure\t''
ca-file\t''
headers\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l api-key-stdin -d 'Read the API key from stdin'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l oauth-client-secret-stdin -d 'Read the secret of the OAuth client from stdin'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l verify -d 'Sign in before anything is kept'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s y -l yes -d 'Don\'t ask (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s y -l yes -d 'Don\'t ask (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Don\'t ask (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s y -l yes -d 'Don\'t ask (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s y -l yes -d 'Don\'t ask (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l all-contexts -d 'Do it for every context of the profile, eight at a time; each row says its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l store -d 'Keep the secrets in the keyring, or in a file for you alone [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l verify -d 'Sign in with each before it is kept'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l force -d 'Replace contexts of the same name'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l dry-run -d 'List what would be imported and keep nothing'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s y -l yes -d 'Don\'t ask (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l port -d 'Listen on this port of 127.0.0.1 [default: any free port]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l clock -d 'Stop the tenant\'s clock at this time, such as 2026-12-01T00:00:00Z' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l context -d 'Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l server-type -d 'The kind of server; only `cloud` is served' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l headers -d 'Send further headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s o -l output -d 'Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l jq -d 'Show what this jq filter makes of the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l retry -d 'Repeat a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l interval -d 'Wait this many seconds before the first repetition, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l max-body -d 'Take no answer that is longer than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l insecure -d 'Accept any certificate of the server'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l json -d 'Show JSON, errors too: the same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l raw -d 'Print the body of the one response untouched'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s q -l quiet -d 'Print IDs alone, one a line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s v -l verbose -d 'Trace requests and responses on stderr, credentials masked'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l no-color -d 'Write without colours'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s h -l help -d 'Print help'

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
complete -c qlik-api-key -n __fish_qlik_api_key_known -l context -x -k -a '(__fish_qlik_api_key_candidates)'
complete -c qlik-api-key -n __fish_qlik_api_key_known -l endingBefore -x -k -a '(__fish_qlik_api_key_candidates)'
complete -c qlik-api-key -n __fish_qlik_api_key_known -l save-to -x -k -a '(__fish_qlik_api_key_candidates)'
complete -c qlik-api-key -n __fish_qlik_api_key_known -l startingAfter -x -k -a '(__fish_qlik_api_key_candidates)'
