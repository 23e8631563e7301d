//! Escapes characters that could control a terminal, in text that other users of a tenant may have written.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character could control a terminal, reorder text or break a line: C0, DEL, C1, line and paragraph
/// separators, and Unicode's bidirectional controls (<https://www.unicode.org/reports/tr9/>).
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{061c}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with JSON escapes (`\u001b`) for all unsafe characters except newlines.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| c != '\n' && is_unsafe(c))
}

/// The text on one line: spaces replace newlines and tabs, JSON escapes replace other unsafe characters.
pub fn cell(text: &str) -> Cow<'_, str> {
    if is_printable_ascii(text) || !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let flat = text.replace("\r\n", " ").replace(['\n', '\t', '\r'], " ");
    Cow::Owned(escape(&flat, is_unsafe).into_owned())
}

/// Whether all characters are printable ASCII, as in most text. This is faster than a search for unsafe characters.
pub fn is_printable_ascii(text: &str) -> bool {
    text.bytes().fold(true, |is_printable, byte| is_printable & (b' '..0x7f).contains(&byte))
}

fn escape(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_escaped(c) {
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(lines("a\u{1b}[31mb\nc\r"), "a\\u001b[31mb\nc\\u000d");
        assert_eq!(lines("\u{202e}\u{9b}\u{7f}\u{2066}"), "\\u202e\\u009b\\u007f\\u2066");
        assert!(matches!(lines("plain ünï 漢字"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_cell_stays_on_one_line() {
        assert_eq!(cell("a\r\nb\nc\td\u{1b}"), "a b c d\\u001b");
        assert_eq!(cell("a\u{2028}b"), "a\\u2028b");
    }
}
