# Completions of qlik-api-key for Elvish. The program itself lists the candidates.
use str

set edit:completion:arg-completer[qlik-api-key] = {|@words|
    tmp E:_QLIK_API_KEY_COMPLETE = (to-string (- (count $words) 1))
    e:qlik-api-key (all $words[1..]) 2>&- | from-lines | each {|line|
        var name description = (str:split &max=2 "\t" $line)
        edit:complex-candidate $name &display=(str:trim-space $name"  "$description)
    }
}
