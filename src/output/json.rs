//! JSON output: the tenant's JSON with new white space. Values are not decoded, which preserves numbers, order and
//! unknown fields.

use std::io::{self, Write};
use std::iter::repeat_n;

use super::{Pages, PrintError};
use crate::terminal::sanitize;

/// Deeper levels are not indented: the size of the output would grow with the square of the depth.
const MAX_INDENTED_DEPTH: usize = 64;

/// Writes an array of all rows, indented by two spaces, after all pages are fetched.
pub(super) fn write_array(pages: Pages<'_>, for_terminal: bool, out: &mut impl Write) -> Result<(), PrintError> {
    let mut text = String::new();
    for page in pages {
        for row in page?.rows {
            text.push_str(if text.is_empty() { "[\n  " } else { ",\n  " });
            reformat(row.json(), Some(1), &mut text);
        }
    }
    text.push_str(if text.is_empty() { "[]" } else { "\n]" });
    Ok(write_line(&text, for_terminal, out)?)
}

/// Writes a value, indented by two spaces or on one line.
pub(super) fn write_value(json: &str, indented: bool, for_terminal: bool, out: &mut impl Write) -> io::Result<()> {
    let mut text = String::with_capacity(json.len());
    reformat(json, indented.then_some(0), &mut text);
    write_line(&text, for_terminal, out)
}

/// Writes JSON and a newline. For a terminal, unsafe characters are escaped: they occur only in strings, where JSON
/// allows escapes.
fn write_line(json: &str, for_terminal: bool, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", if for_terminal { sanitize::lines(json) } else { json.into() })
}

/// Appends valid JSON, indented by two spaces from this depth on, or without white space if `depth` is `None`.
fn reformat(json: &str, depth: Option<usize>, out: &mut String) {
    let Some(mut depth) = depth else {
        return out.extend(Tokens(json));
    };
    let mut is_first = false;
    for token in Tokens(json) {
        let (opens, closes) = (matches!(token, "{" | "["), matches!(token, "}" | "]"));
        match (is_first, closes) {
            (true, false) => break_line(depth, depth, out),
            (false, true) => break_line(depth, depth.saturating_sub(1), out),
            _ => {}
        }
        out.push_str(token);
        match token {
            "," => break_line(depth, depth, out),
            ":" => out.push(' '),
            _ => {}
        }
        depth = (depth + usize::from(opens)).saturating_sub(usize::from(closes));
        is_first = opens;
    }
}

/// Starts a new line, unless `depth` is over [`MAX_INDENTED_DEPTH`].
fn break_line(depth: usize, indent: usize, out: &mut String) {
    if depth <= MAX_INDENTED_DEPTH {
        out.push('\n');
        out.extend(repeat_n("  ", indent));
    }
}

/// The tokens of valid JSON, without the white space between them.
/// RFC 8259, section 2: <https://www.rfc-editor.org/rfc/rfc8259#section-2>
pub(super) struct Tokens<'a>(pub(super) &'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.0.trim_ascii_start();
        let length = match rest.bytes().next()? {
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            b'"' => string_length(rest)?,
            _ => rest.find([',', ']', '}', ' ', '\t', '\r', '\n']).unwrap_or(rest.len()),
        };
        let (token, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(token)
    }
}

/// The length in bytes of the string at the start of the JSON, including quotes.
fn string_length(json: &str) -> Option<usize> {
    let mut is_escaped = false;
    let is_end = |byte: u8| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    };
    Some(json.bytes().skip(1).position(is_end)? + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reformatted(json: &str, depth: Option<usize>) -> String {
        let mut out = String::new();
        reformat(json, depth, &mut out);
        out
    }

    const SAMPLE: &str =
        r#" { "b" : [ ] , "a":{"x":[1 , {}, [ [] ] ],"y":"{\"[,:]\\"},"n":1.50e+3, "t":true,"é":"\u00e9 ü" } "#;

    #[test]
    fn changes_only_white_space() {
        assert_eq!(
            reformatted(SAMPLE, None),
            r#"{"b":[],"a":{"x":[1,{},[[]]],"y":"{\"[,:]\\"},"n":1.50e+3,"t":true,"é":"\u00e9 ü"}"#
        );
        assert_eq!(reformatted(&reformatted(SAMPLE, Some(0)), None), reformatted(SAMPLE, None));
        assert_eq!(reformatted("7", None), "7");
    }

    #[test]
    fn output_size_is_linear_in_input_size() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let text = reformatted(&deep, Some(0));
        assert!(text.len() < deep.len() + 10_000, "{}", text.len());
        assert!(text.starts_with("[\n  [\n") && text.ends_with("\n  ]\n]"));
        assert_eq!(text.replace(['\n', ' '], ""), deep);
        let wide = format!("[{}1]", " \t".repeat(1 << 20));
        assert_eq!((reformatted(&wide, None), reformatted(&wide, Some(0))), ("[1]".into(), "[\n  1\n]".into()));
    }
}
