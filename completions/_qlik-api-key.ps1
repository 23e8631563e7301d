# Completions of qlik-api-key for PowerShell. The program says what may stand at the cursor.
Register-ArgumentCompleter -Native -CommandName 'qlik-api-key' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @()
    $at = ''
    # The words are never evaluated: an expression stands for itself.
    foreach ($element in $commandAst.CommandElements) {
        $text = $element.Extent.Text
        if ($element.Extent.EndOffset -lt $cursorPosition) {
            $isText = $element -is [System.Management.Automation.Language.StringConstantExpressionAst]
            $words += if ($isText) { $element.Value } else { $text }
        } elseif ($element.Extent.StartOffset -lt $cursorPosition) {
            $at = $text.Substring(0, $cursorPosition - $element.Extent.StartOffset)
        }
    }
    # Quotes are no part of a name, and what stands before the word that PowerShell replaces stays.
    $at = $at -replace '[''"]', ''
    $kept = [Math]::Max(0, $at.Length - $wordToComplete.Length)
    $arguments = @($words | Select-Object -Skip 1) + $at
    $env:_QLIK_API_KEY_COMPLETE = $words.Count
    try {
        & qlik-api-key @arguments 2>$null | ForEach-Object {
            $name, $description = $_ -split "`t", 2
            $text = $name.Substring($kept)
            if ($text -match '[^\w.:/\\~+=-]') { $text = "'" + ($text -replace "'", "''") + "'" }
            if (-not $description) { $description = $name }
            [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $description)
        }
    } catch {
    } finally {
        Remove-Item Env:_QLIK_API_KEY_COMPLETE
    }
}
