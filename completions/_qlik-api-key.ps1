# Completions of qlik-api-key for PowerShell. The program itself lists the candidates.
Register-ArgumentCompleter -Native -CommandName 'qlik-api-key' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @()
    $currentWord = ''
    # Never evaluate an expression on the line: pass on its text.
    foreach ($element in $commandAst.CommandElements) {
        $text = $element.Extent.Text
        if ($element.Extent.EndOffset -lt $cursorPosition) {
            $isString = $element -is [System.Management.Automation.Language.StringConstantExpressionAst]
            $words += if ($isString) { $element.Value } else { $text }
        } elseif ($element.Extent.StartOffset -lt $cursorPosition) {
            $currentWord = $text.Substring(0, $cursorPosition - $element.Extent.StartOffset)
        }
    }
    # Remove quotes. PowerShell replaces only $wordToComplete, so cut the part before it from the candidates.
    $currentWord = $currentWord -replace '[''"]', ''
    $prefixLength = [Math]::Max(0, $currentWord.Length - $wordToComplete.Length)
    $arguments = @($words | Select-Object -Skip 1) + $currentWord
    $env:_QLIK_API_KEY_COMPLETE = $words.Count
    try {
        & qlik-api-key @arguments 2>$null | ForEach-Object {
            $name, $description = $_ -split "`t", 2
            $text = $name.Substring($prefixLength)
            if ($text -match '[^\w.:/\\~+=-]') { $text = "'" + ($text -replace "'", "''") + "'" }
            if (-not $description) { $description = $name }
            [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $description)
        }
    } catch {
    } finally {
        Remove-Item Env:_QLIK_API_KEY_COMPLETE
    }
}
