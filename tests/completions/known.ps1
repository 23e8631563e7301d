
    # The contexts and keys that may stand at the cursor, which only the program knows.
    $words = @()
    $at = ''
    foreach ($element in $commandAst.CommandElements) {
        $text = $element.Extent.Text
        if ($element.Extent.EndOffset -lt $cursorPosition) {
            $words += if ($element -is [StringConstantExpressionAst]) { $element.Value } else { $text }
        } elseif ($element.Extent.StartOffset -lt $cursorPosition) {
            $at = $text.Substring(0, $cursorPosition - $element.Extent.StartOffset)
        }
    }
    # Quotes are no part of a name, and what stands before the word that PowerShell replaces stays.
    $at = $at -replace '[''"]', ''
    $kept = [Math]::Max(0, $at.Length - $wordToComplete.Length)
    $known = @(try {
        & qlik-api-key __complete "--at=$at" '--' @words 2>$null | ForEach-Object {
            $name, $told = $_ -split "`t", 2
            $text = $name.Substring($kept)
            if ($text -match '[^\w.:/+=-]') { $text = "'" + ($text -replace "'", "''") + "'" }
            if (-not $told) { $told = $name }
            [CompletionResult]::new($text, $name, [CompletionResultType]::ParameterValue, $told)
        }
    } catch { })
    if ($known) { return $known }
