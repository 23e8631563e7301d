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

complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -s V -l version -d 'Print version'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "ls" -d 'List API keys, from all pages'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "expiring" -d 'List active API keys that expire soon; the exit code tells whether there are any'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "create" -d 'Create an API key and print its token, which is shown only once'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "get" -d 'Print one API key'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "patch" -d 'Change the description of an API key'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "rm" -d 'Delete API keys, or revoke those of other users'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "rotate" -d 'Renew an API key without downtime'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "config" -d 'Read or change a tenant\'s API key configuration'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "api-key" -d 'Manage API keys (accepted so that command lines for qlik-cli run unchanged)'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "context" -d 'Manage contexts: named tenants and their credentials'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "completion" -d 'Print the completion script of a shell'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "demo" -d 'Run a demo tenant in memory, to try this program or test scripts'
complete -c qlik-api-key -n "__fish_qlik_api_key_needs_command" -f -a "help" -d 'Explain a command, the environment variables or the exit codes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l createdByUser -d 'List the keys created by this user' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l sub -d 'List the keys of this subject: a user ID, or SCIM\\IDP-ID' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l status -d 'List the keys with this status' -r -f -a "active\t''
expired\t''
revoked\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l expires-within -d 'List the active keys that expire within this ISO 8601 duration from now, such as P14D' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l expired-before -d 'List the keys of any status that expired before this date, or at least this ISO 8601 duration ago' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l older-than -d 'List the keys created at least this ISO 8601 duration ago' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l match -d 'List the keys with this text in their description or subject; case is ignored' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l sort -d 'Sort by createdByUser, sub, status, description, created or expiry; prefix + for ascending, - for descending' -r -f -a "createdByUser\t''
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
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l limit -d 'List at most N keys in total, or per context if there are several' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l startingAfter -d 'List the keys after this ID' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l endingBefore -d 'List the keys before this ID' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l all-contexts -d 'Run for every context of the profile, eight at a time; each row names its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand ls" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l within -d 'List the active keys that expire within this ISO 8601 duration from now' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l critical -d 'Exit with 11 if a key expires within this ISO 8601 duration [default: P3D, or --within if that is shorter]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l all-contexts -d 'Run for every context of the profile, eight at a time; each row names its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand expiring" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l description -d 'What the key is for' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l expiry -d 'Expire the key after this ISO 8601 duration, such as P7D [default: the tenant\'s maximum]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l sub -d 'Create the key for this subject: a user ID, or SCIM\\IDP-ID [default: yourself]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l subType -d 'The type of the subject; externalClient for SCIM [default: user]' -r -f -a "user\t''
externalClient\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s f -l file -d 'Read the request body from a JSON file, or from stdin with -; flags override its fields' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l save-to -d 'Store the token as the secret of this context, which is created if it does not exist' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l store -d 'Where a context that --save-to creates stores its secret: the keyring, or a file that only you can read [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l token-file -d 'Write the token to a new file that only you can read' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l exec -d 'Run this command line with the token on its stdin; if it fails, the new key is removed' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s y -l yes -d 'Don\'t ask for confirmation, even if a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l token-only -d 'Print only the token'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l keep-on-failure -d 'Keep the new key even if the --exec command fails'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand create" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand get" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l description -d 'Set the description' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l op -d 'The operation, repeatable: the n-th --op, --path and --value form the n-th operation' -r -f -a "replace\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l path -d 'The path of the field to replace' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l value -d 'The new value of the field' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l body -d 'The whole JSON Patch document' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s f -l file -d 'Read the JSON Patch document from a file, or from stdin with -' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s y -l yes -d 'Don\'t ask for confirmation, even if a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand patch" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s y -l yes -d 'Don\'t ask for confirmation. Required for the key that you sign in with and, without a terminal, for several keys and for a protected tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l dry-run -d 'Show what would be removed without removing it'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rm" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l description -d 'The description of the new key [default: that of the old key]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l expiry -d 'Expire the new key after this ISO 8601 duration, such as P7D [default: the lifetime of the old key]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l if-expires-within -d 'Do nothing unless the key expires within this ISO 8601 duration, limited to a third of the key\'s lifetime' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l overlap -d 'Let `rotate --finish` or the next rotation remove the old key after this ISO 8601 duration' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l save-to -d 'Store the token as the secret of this context, which is created if it does not exist' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l store -d 'Where a context that --save-to creates stores its secret: the keyring, or a file that only you can read [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l token-file -d 'Write the token to a new file that only you can read' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l exec -d 'Run this command line with the token on its stdin; if it fails, the new key is removed' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l keep-old -d 'Keep the old key'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l remove-old -d 'Remove the old key after the new one has signed in'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l dry-run -d 'Print what would be done without doing it'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l resume -d 'Finish or undo an interrupted rotation'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l finish -d 'Remove the old keys whose overlap has ended'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s y -l yes -d 'Don\'t ask for confirmation, even if a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l token-only -d 'Print only the token'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l keep-on-failure -d 'Keep the new key even if the --exec command fails'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand rotate" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -f -a "get" -d 'Print the API key configuration of a tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -f -a "patch" -d 'Change the API key configuration of a tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -f -a "diff" -d 'Show the differences from a desired API key configuration'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and not __fish_seen_subcommand_from get patch diff apply" -f -a "apply" -d 'Apply a desired API key configuration to a tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l all-contexts -d 'Run for every context of the profile, eight at a time; each row names its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l api-keys-enabled -d 'Enable or disable API keys' -r -f -a "true\t''
false\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l max-keys-per-user -d 'Allow at most N active keys per user' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l max-api-key-expiry -d 'Limit the lifetime of new keys to this ISO 8601 duration, such as P30D' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l scim-external-client-expiry -d 'Set the lifetime of new SCIM keys to this ISO 8601 duration, such as P365D' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l op -d 'The operation, repeatable: the n-th --op, --path and --value form the n-th operation' -r -f -a "replace\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l path -d 'The path of the field to replace' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l value -d 'The new value of the field' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l body -d 'The whole JSON Patch document' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s f -l file -d 'Read the JSON Patch document from a file, or from stdin with -' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s y -l yes -d 'Don\'t ask for confirmation, even if a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from patch" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l all-contexts -d 'Run for every context of the profile, eight at a time; each row names its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l exit-code -d 'Exit with 1 if there are differences'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l all-contexts -d 'Run for every context of the profile, eight at a time; each row names its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l dry-run -d 'Show what would be changed without changing it'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Don\'t ask for confirmation, even if a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand config; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "ls" -d 'List API keys, from all pages'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "expiring" -d 'List active API keys that expire soon; the exit code tells whether there are any'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "create" -d 'Create an API key and print its token, which is shown only once'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "get" -d 'Print one API key'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "patch" -d 'Change the description of an API key'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "rm" -d 'Delete API keys, or revoke those of other users'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "rotate" -d 'Renew an API key without downtime'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and not __fish_seen_subcommand_from ls expiring create get patch rm rotate config" -f -a "config" -d 'Read or change a tenant\'s API key configuration'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l createdByUser -d 'List the keys created by this user' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l sub -d 'List the keys of this subject: a user ID, or SCIM\\IDP-ID' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l status -d 'List the keys with this status' -r -f -a "active\t''
expired\t''
revoked\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l expires-within -d 'List the active keys that expire within this ISO 8601 duration from now, such as P14D' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l expired-before -d 'List the keys of any status that expired before this date, or at least this ISO 8601 duration ago' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l older-than -d 'List the keys created at least this ISO 8601 duration ago' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l match -d 'List the keys with this text in their description or subject; case is ignored' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l sort -d 'Sort by createdByUser, sub, status, description, created or expiry; prefix + for ascending, - for descending' -r -f -a "createdByUser\t''
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
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l limit -d 'List at most N keys in total, or per context if there are several' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l startingAfter -d 'List the keys after this ID' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l endingBefore -d 'List the keys before this ID' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l all-contexts -d 'Run for every context of the profile, eight at a time; each row names its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l within -d 'List the active keys that expire within this ISO 8601 duration from now' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l critical -d 'Exit with 11 if a key expires within this ISO 8601 duration [default: P3D, or --within if that is shorter]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l all-contexts -d 'Run for every context of the profile, eight at a time; each row names its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from expiring" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l description -d 'What the key is for' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l expiry -d 'Expire the key after this ISO 8601 duration, such as P7D [default: the tenant\'s maximum]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l sub -d 'Create the key for this subject: a user ID, or SCIM\\IDP-ID [default: yourself]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l subType -d 'The type of the subject; externalClient for SCIM [default: user]' -r -f -a "user\t''
externalClient\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s f -l file -d 'Read the request body from a JSON file, or from stdin with -; flags override its fields' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l save-to -d 'Store the token as the secret of this context, which is created if it does not exist' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l store -d 'Where a context that --save-to creates stores its secret: the keyring, or a file that only you can read [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l token-file -d 'Write the token to a new file that only you can read' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l exec -d 'Run this command line with the token on its stdin; if it fails, the new key is removed' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s y -l yes -d 'Don\'t ask for confirmation, even if a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l token-only -d 'Print only the token'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l keep-on-failure -d 'Keep the new key even if the --exec command fails'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l description -d 'Set the description' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l op -d 'The operation, repeatable: the n-th --op, --path and --value form the n-th operation' -r -f -a "replace\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l path -d 'The path of the field to replace' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l value -d 'The new value of the field' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l body -d 'The whole JSON Patch document' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s f -l file -d 'Read the JSON Patch document from a file, or from stdin with -' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s y -l yes -d 'Don\'t ask for confirmation, even if a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from patch" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Don\'t ask for confirmation. Required for the key that you sign in with and, without a terminal, for several keys and for a protected tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l dry-run -d 'Show what would be removed without removing it'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l description -d 'The description of the new key [default: that of the old key]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l expiry -d 'Expire the new key after this ISO 8601 duration, such as P7D [default: the lifetime of the old key]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l if-expires-within -d 'Do nothing unless the key expires within this ISO 8601 duration, limited to a third of the key\'s lifetime' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l overlap -d 'Let `rotate --finish` or the next rotation remove the old key after this ISO 8601 duration' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l columns -d 'Show these fields (API names) in table, csv and tsv output' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l save-to -d 'Store the token as the secret of this context, which is created if it does not exist' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l store -d 'Where a context that --save-to creates stores its secret: the keyring, or a file that only you can read [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l token-file -d 'Write the token to a new file that only you can read' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l exec -d 'Run this command line with the token on its stdin; if it fails, the new key is removed' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l keep-old -d 'Keep the old key'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l remove-old -d 'Remove the old key after the new one has signed in'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l dry-run -d 'Print what would be done without doing it'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l resume -d 'Finish or undo an interrupted rotation'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l finish -d 'Remove the old keys whose overlap has ended'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l no-header -d 'Omit the header line of table, csv and tsv output'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s y -l yes -d 'Don\'t ask for confirmation, even if a context protects the tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l token-only -d 'Print only the token'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l keep-on-failure -d 'Keep the new key even if the --exec command fails'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -f -a "get" -d 'Print the API key configuration of a tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -f -a "patch" -d 'Change the API key configuration of a tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -f -a "diff" -d 'Show the differences from a desired API key configuration'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand api-key; and __fish_seen_subcommand_from config" -f -a "apply" -d 'Apply a desired API key configuration to a tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "create" -d 'Create a context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "init" -d 'Create a context interactively'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "ls" -d 'List contexts'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "get" -d 'Show a context, by default the one in use'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "use" -d 'Set the current context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "clear" -d 'Unset the current context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "update" -d 'Change a context or its credential'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "rename" -d 'Rename a context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "rm" -d 'Remove contexts and their secrets'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "protect" -d 'Require confirmation for changes to a context\'s tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "unprotect" -d 'Stop requiring confirmation for changes to a context\'s tenant'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "check" -d 'Sign in with a context and show the user'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and not __fish_seen_subcommand_from create init ls get use clear update rename rm protect unprotect check import" -f -a "import" -d 'Import the contexts of qlik-cli, and store their secrets in the keyring'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l api-key -d 'The API key. Other users of this machine can see it; --api-key-stdin is safer' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l api-key-env -d 'Read the API key from this environment variable on each use' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l api-key-command -d 'Run this command line on each use; its stdout is the API key' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l oauth-client-id -d 'The ID of an OAuth machine-to-machine client' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l oauth-client-secret -d 'The OAuth client secret. Other users of this machine can see it' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l store -d 'Store the secret in the keyring, or in a file that only you can read [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l comment -d 'A comment, such as what the context is for' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l api-key-stdin -d 'Read the API key from stdin'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l oauth-client-secret-stdin -d 'Read the OAuth client secret from stdin'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l verify -d 'Sign in before storing anything'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l use -d 'Make it the current context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s y -l yes -d 'No effect (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l store -d 'Store the secret in the keyring, or in a file that only you can read [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s y -l yes -d 'No effect (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s y -l yes -d 'No effect (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l api-key -d 'The API key. Other users of this machine can see it; --api-key-stdin is safer' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l api-key-env -d 'Read the API key from this environment variable on each use' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l api-key-command -d 'Run this command line on each use; its stdout is the API key' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l oauth-client-id -d 'The ID of an OAuth machine-to-machine client' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l oauth-client-secret -d 'The OAuth client secret. Other users of this machine can see it' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l store -d 'Store the secret in the keyring, or in a file that only you can read [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l comment -d 'A comment, such as what the context is for' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l unset -d 'Unset these fields: comment, insecure, ca-file, headers' -r -f -a "comment\t''
insecure\t''
ca-file\t''
headers\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l api-key-stdin -d 'Read the API key from stdin'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l oauth-client-secret-stdin -d 'Read the OAuth client secret from stdin'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l verify -d 'Sign in before storing anything'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s y -l yes -d 'No effect (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s y -l yes -d 'No effect (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s y -l yes -d 'No effect (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s y -l yes -d 'No effect (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from protect" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s y -l yes -d 'No effect (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from unprotect" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l all-contexts -d 'Run for every context of the profile, eight at a time; each row names its context'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l store -d 'Store the secrets in the keyring, or in a file that only you can read [default: keyring]' -r -f -a "keyring\t''
file\t''"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l verify -d 'Sign in with each context before storing it'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l force -d 'Replace existing contexts of the same name'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l dry-run -d 'List what would be imported without importing it'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s y -l yes -d 'No effect (accepted for scripts)'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand context; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand completion" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l port -d 'Listen on this port of 127.0.0.1 [default: any free port]' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l clock -d 'Stop the tenant\'s clock at this time, such as 2026-12-01T00:00:00Z' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -l no-color -d 'Disable colors'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand demo" -s h -l help -d 'Print help'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l context -d 'Use this context; ls, expiring, config get, diff and apply, and context check accept several: a,b,c' -r -f
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s c -l config -d 'Read the contexts from this file [default: qlik/contexts.toml in the user\'s configuration folder]' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s s -l server -d 'The tenant, such as https://tenant.eu.qlikcloud.com' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l server-type -d 'The type of the server; only `cloud` is supported' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l headers -d 'Send additional headers: k=v[,k=v], repeatable' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s o -l output -d 'Print as table, json, jsonl, csv or tsv [default: table on a terminal, else json]' -r -f -a "table\t'Aligned columns, or `key: value` lines for one object'
json\t'Indented by two spaces: an array for a list, an object for one'
jsonl\t'One object a line'
csv\t'Comma-separated values with a header line'
tsv\t'Tab-separated values with a header line'"
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l jq -d 'Apply this jq filter to the JSON' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l retry -d 'Retry a failed request up to N times, 0 to 10' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l interval -d 'Wait this many seconds before the first retry, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l max-wait -d 'Wait at most this many seconds for the tenant\'s rate limit' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l timeout -d 'Give up on a request after this many seconds, at least 1' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l max-body -d 'Reject responses larger than this many MiB, 1 to 4096' -r
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l insecure -d 'Accept any server certificate'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l json -d 'Print JSON, for errors too; same as --output json'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s r -l raw-output -d 'With --jq, print strings without quotes'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l raw -d 'Print the response body as received'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s q -l quiet -d 'Print only IDs, one per line'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -s v -l verbose -d 'Trace requests and responses on stderr, with credentials redacted'
complete -c qlik-api-key -n "__fish_qlik_api_key_using_subcommand help" -l no-color -d 'Disable colors'
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
