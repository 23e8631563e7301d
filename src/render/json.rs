//! JSON: the tenant's own text, laid out anew. Values are never decoded, so that no number, order or field is lost.

use std::io::{self, Write};

use serde_json::value::RawValue;

use super::Stopped;
use crate::terminal::sanitise;

/// The white space of JSON (RFC 8259, section 2).
const WHITE: [char; 4] = [' ', '\n', '\r', '\t'];

/// What is nested deeper is not broken into lines: their indentation would grow with the square of the depth.
const DEEPEST: usize = 64;

/// An array of rows, indented by two spaces.
pub(super) fn write_array(rows: &[Box<RawValue>], safe: bool, out: &mut impl Write) -> io::Result<()> {
    if rows.is_empty() {
        return out.write_all(b"[]\n");
    }
    let mut before = "[\n  ";
    for row in rows {
        out.write_all(before.as_bytes())?;
        write(&laid_out(row.get(), Some(1)), safe, out)?;
        before = ",\n  ";
    }
    out.write_all(b"\n]\n")
}

/// One object, indented by two spaces.
pub(super) fn write_object(json: &RawValue, safe: bool, out: &mut impl Write) -> io::Result<()> {
    write_text(json.get(), true, safe, out)
}

/// One object on one line.
pub(super) fn write_line(json: &RawValue, safe: bool, out: &mut impl Write) -> Result<(), Stopped> {
    Ok(write_text(json.get(), false, safe, out)?)
}

/// Any value, indented by two spaces or on one line.
pub(super) fn write_text(json: &str, indented: bool, safe: bool, out: &mut impl Write) -> io::Result<()> {
    write(&laid_out(json, indented.then_some(0)), safe, out)?;
    out.write_all(b"\n")
}

/// For a screen, what could steer it is escaped: such a character can only stand in a string, where JSON allows that.
fn write(text: &str, safe: bool, out: &mut impl Write) -> io::Result<()> {
    if safe { out.write_all(sanitise::lines(text).as_bytes()) } else { out.write_all(text.as_bytes()) }
}

/// Valid JSON with its white space replaced: none, or lines indented by two spaces from the given depth on.
fn laid_out(json: &str, depth: Option<usize>) -> String {
    let mut layout = Layout { out: String::with_capacity(json.len() * 2), depth };
    let mut rest = json.trim_start_matches(WHITE);
    while let Some(c) = rest.chars().next() {
        let token = if c == '"' { string_length(rest) } else { c.len_utf8() };
        let (token, after) = rest.split_at(token);
        // White space is passed over once and for all: there may be megabytes of it.
        rest = after.trim_start_matches(WHITE);
        layout.put(token, rest);
    }
    layout.out
}

/// The length of the string that the text begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

struct Layout {
    out: String,
    depth: Option<usize>,
}

impl Layout {
    fn put(&mut self, token: &str, after: &str) {
        match token {
            "{" | "[" => {
                self.out.push_str(token);
                if !after.starts_with(['}', ']']) {
                    self.line(1);
                }
            }
            "}" | "]" => {
                if !self.out.ends_with(['{', '[']) {
                    self.line(-1);
                }
                self.out.push_str(token);
            }
            "," => {
                self.out.push(',');
                self.line(0);
            }
            ":" => self.out.push_str(if self.depth.is_some() { ": " } else { ":" }),
            _ => self.out.push_str(token),
        }
    }

    fn line(&mut self, deeper: isize) {
        if let Some(depth) = &mut self.depth {
            let before = *depth;
            *depth = depth.saturating_add_signed(deeper);
            if before.max(*depth) <= DEEPEST {
                self.out.push('\n');
                self.out.extend(std::iter::repeat_n("  ", *depth));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ODD: &str =
        r#" { "b" : [ ] , "a":{"x":[1 , {}, [ [] ] ],"y":"{\"[,:]\\"},"n":1.50e+3, "t":true,"é":"\u00e9 ü" } "#;

    #[test]
    fn the_layout_is_that_of_two_space_json() {
        let value: serde_json::Value =
            serde_json::from_str(r#"{"b":[],"a":{"x":[1,{},[[]]],"y":"{\"[,:]\\"},"t":true}"#).unwrap();
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        assert_eq!(laid_out(&value.to_string(), Some(0)), pretty);
        assert_eq!(laid_out(&pretty, Some(0)), pretty);
        assert_eq!(laid_out(&pretty, None), value.to_string());
    }

    #[test]
    fn nothing_but_white_space_changes() {
        assert_eq!(
            laid_out(ODD, None),
            r#"{"b":[],"a":{"x":[1,{},[[]]],"y":"{\"[,:]\\"},"n":1.50e+3,"t":true,"é":"\u00e9 ü"}"#
        );
    }

    #[test]
    fn deep_nesting_and_much_white_space_cost_no_more_than_their_length() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let text = laid_out(&deep, Some(0));
        assert!(text.len() < deep.len() + 10_000, "{}", text.len());
        assert!(text.starts_with("[\n  [\n") && text.ends_with("\n  ]\n]"));
        assert_eq!(text.replace(['\n', ' '], ""), deep);
        let wide = format!("[{}1]", " \t".repeat(1 << 20));
        assert_eq!((laid_out(&wide, None), laid_out(&wide, Some(0))), ("[1]".into(), "[\n  1\n]".into()));
    }

    #[test]
    fn a_screen_gets_no_character_that_could_steer_it() {
        let row = RawValue::from_string("{\"a\":\"\u{9b}x\u{202e}\u{7f}\"}".into()).unwrap();
        let mut out = Vec::new();
        write_object(&row, true, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "{\n  \"a\": \"\\u009bx\\u202e\\u007f\"\n}\n");
    }
}
