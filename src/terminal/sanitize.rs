//! What stands between a tenant's text and a terminal: other users wrote it, so it may hold escapes.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character could steer a terminal, reorder what it shows, or end a line:
/// C0, DEL, C1, the line and paragraph separators, and the bidirectional controls of Unicode (UAX 9).
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{061c}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with every unsafe character but a newline written as JSON writes it (`\u001b`).
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| c != '\n' && is_unsafe(c))
}

/// The text on one line: newlines and tabs become a space, other unsafe characters are written as JSON writes them.
pub fn cell(text: &str) -> Cow<'_, str> {
    if is_printable_ascii(text) || !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let flat = text.replace("\r\n", " ").replace(['\n', '\t', '\r'], " ");
    Cow::Owned(escape(&flat, is_unsafe).into_owned())
}

/// Whether a text is of visible ASCII and spaces alone, as most are: that is seen faster than what is unsafe.
pub fn is_printable_ascii(text: &str) -> bool {
    text.bytes().fold(true, |plain, byte| plain & (b' '..0x7f).contains(&byte))
}

fn escape(text: &str, unwanted: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&unwanted) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if unwanted(c) {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
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
