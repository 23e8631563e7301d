//! Wraps the text of help, which has columns.

use unicode_width::UnicodeWidthStr as _;

use crate::word_wrap;

/// Wraps each line of a text at `width` columns. A line is continued below its start or, if it has a gap of two spaces,
/// below the text after the gap.
pub fn wrap(text: &str, width: usize) -> String {
    text.lines().map(|line| word_wrap::wrap(line, continuation_indent(line), width)).collect::<Vec<_>>().join("\n")
}

/// Wraps terms and their meanings in two columns. The meaning of a term that is wider than `term_width` is on the next
/// line.
pub fn align_definitions(rows: &[(String, String)], term_width: usize, width: usize) -> String {
    let row = |(term, meaning): &(String, String)| {
        let (above, term) = if term.width() > term_width { (term.as_str(), "") } else { ("", term.as_str()) };
        let above = if above.is_empty() { String::new() } else { format!("{above}\n") };
        above + &word_wrap::wrap(&format!("{term:term_width$}  {meaning}"), term_width + 2, width) + "\n"
    };
    rows.iter().map(row).collect()
}

/// The position of the text after the gap or, without a gap, that of the first character.
fn continuation_indent(line: &str) -> usize {
    let start = line.len() - line.trim_start().len();
    let gap = line.trim_start().find("  ").map(|gap| start + gap);
    let after_gap = gap.and_then(|gap| Some(line.len() - line.get(gap..)?.trim_start().len()));
    after_gap.unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continues_a_line_below_its_text() {
        assert_eq!(wrap("one two three\n\nfour", 8), "one two\nthree\n\nfour");
        assert_eq!(wrap("  one two three", 9), "  one two\n  three");
        assert_eq!(wrap("  0  one two three", 12), "  0  one two\n     three");
        assert_eq!(wrap("a     one two", 9), "a     one\n      two");
    }

    #[test]
    fn a_word_that_is_too_wide_stays_whole() {
        assert_eq!(wrap("unbreakable one", 5), "unbreakable\none");
        assert_eq!(wrap("a unbreakable", 5), "a\nunbreakable");
        assert_eq!(wrap("", 5), "");
    }

    #[test]
    fn a_meaning_below_a_wide_term_keeps_its_column() {
        let rows = [("a".into(), "one two".into()), ("wide".into(), "one two".into())];
        assert_eq!(align_definitions(&rows, 2, 8), "a   one\n    two\nwide\n    one\n    two\n");
    }
}
