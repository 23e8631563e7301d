# Completions of qlik-api-key for fish. The program itself lists the candidates.
function __fish_qlik_api_key
    set -l words (commandline -opc)
    set -l current (commandline -ct | string replace -ra '["\'\\\\]' '')
    _QLIK_API_KEY_COMPLETE=(count $words) command qlik-api-key $words[2..-1] "$current" 2>/dev/null
end

complete -c qlik-api-key -f -k -a '(__fish_qlik_api_key)'
