//! Escapes characters that could control a terminal, in text that other users of a tenant may have written.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

/// The maximum width of a text in a question or a sentence, in columns.
const MAX_PHRASE_WIDTH: usize = 40;

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

/// The text in quotation marks, for a question or a sentence: on one line, without repeated spaces, and cut. Its own
/// quotation marks become apostrophes, so that it can't end early and imitate the words after it.
pub fn quoted(text: &str) -> String {
    let is_quotation_mark = |c: char| matches!(c, '"' | '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ff02}');
    format!("\"{}\"", phrase(text).replace(is_quotation_mark, "'"))
}

/// A name for a question or a sentence, like [`quoted`], but without quotation marks if it can't be mistaken for other
/// words: it has only letters, digits, spaces and the punctuation of names and email addresses.
pub fn name(text: &str) -> String {
    let phrase = phrase(text);
    let is_plain = |c: char| c.is_alphanumeric() || " .,-_'@+()…".contains(c);
    if phrase.chars().all(is_plain) { phrase } else { quoted(text) }
}

/// The text on one line, without repeated spaces and at most [`MAX_PHRASE_WIDTH`] columns wide.
fn phrase(text: &str) -> String {
    let text = cell(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut width = 0;
    // A character without width counts too: they could go on forever.
    let fits = |c: &char| {
        width += c.width().unwrap_or_default().max(1);
        width < MAX_PHRASE_WIDTH
    };
    let short: String = text.chars().take_while(fits).collect();
    if short.len() < text.len() { format!("{}…", short.trim_end()) } else { text }
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
    fn a_quoted_text_stays_between_its_quotation_marks() {
        for (text, expected) in [
            ("CI pipeline", "\"CI pipeline\""),
            ("", "\"\""),
            ("a\"? [y/N] y\nRemove “b”", "\"a'? [y/N] y Remove 'b'\""),
            ("a \u{a0}\u{3000} \t\r\n b\u{1b}[2J", "\"a b\\u001b[2J\""),
        ] {
            assert_eq!(quoted(text), expected);
        }
        assert_eq!(quoted(&"a".repeat(40)), format!("\"{}…\"", "a".repeat(39)));
        assert_eq!(quoted(&"a".repeat(39)), format!("\"{}\"", "a".repeat(39)));
        assert_eq!(quoted(&"字".repeat(40)), format!("\"{}…\"", "字".repeat(19)));
        assert!(quoted(&"\u{200b}".repeat(1000)).chars().count() < 50);
    }

    #[test]
    fn a_name_is_quoted_if_it_could_be_mistaken_for_other_words() {
        for plain in ["Dev Developer", "Zoë d'Or-Müller, Jr.", "a.b+c@demo.example", "baf4 (gone)", "山田"] {
            assert_eq!(name(plain), plain);
        }
        assert_eq!(name("x? [y/N] y"), "\"x? [y/N] y\"");
        assert_eq!(name("a\nb"), "a b");
        assert_eq!(name("a\u{202e}b"), "\"a\\u202eb\"");
    }

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
