//! JSON: the tenant's own text, laid out anew. Values are never decoded, so that no number, order or field is lost.

use std::io::{self, Write};

use super::{Pages, Stopped};
use crate::blocks::{Blocks, Piece};
use crate::row::Row;
use crate::scan::{after_string, after_white, is_white};
use crate::terminal::sanitize;

/// What is nested deeper is not broken into lines: their indentation would grow with the square of the depth.
const DEEPEST: usize = 64;

/// What a key takes, laid out, and the most that is made room for: a page may hold millions of rows of two bytes.
const KEY: usize = 512;
const PAGE: usize = 128 * KEY;

/// A new line with the indentation of the deepest.
const LINE: &[u8] = &{
    let mut line = [b' '; 1 + 2 * DEEPEST];
    line[0] = b'\n';
    line
};

/// An array of all rows, indented by two spaces, once it is whole.
pub(super) fn write_array(pages: Pages<'_>, safe: bool, out: &mut impl Write) -> Result<(), Stopped> {
    let mut texts = Vec::new();
    let mut is_empty = true;
    for page in pages {
        let rows = page?.rows;
        let mut text = Blocks::with_room((rows.len() * KEY).min(PAGE));
        for row in &rows {
            text.push_all(if is_empty { b"[\n  " } else { b",\n  " });
            lay_out_row(row, &mut text);
            is_empty = false;
        }
        texts.push(text.into_text());
    }
    for text in texts {
        write(&text, safe, out)?;
    }
    Ok(out.write_all(if is_empty { b"[]\n" } else { b"\n]\n" })?)
}

/// One row on one line.
pub(super) fn write_line(row: &Row, safe: bool, out: &mut impl Write) -> Result<(), Stopped> {
    if !is_on_one_line(row) {
        return Ok(write_text(row.json(), false, safe, out)?);
    }
    write(row.json().as_bytes(), safe, out)?;
    Ok(out.write_all(b"\n")?)
}

/// Whether a row is known to hold no white space but in strings, as the tenant writes it: then it is as long as its members
/// and what must stand between them.
fn is_on_one_line(row: &Row) -> bool {
    let mut length = 1;
    for (name, value) in row.pieces() {
        if is_nested(&value) {
            return false;
        }
        length += name.length + value.length + 2;
    }
    length == row.json().len()
}

/// Any value, indented by two spaces or on one line.
pub(super) fn write_text(json: &str, indented: bool, safe: bool, out: &mut impl Write) -> io::Result<()> {
    write(&laid_out(json.as_bytes(), indented.then_some(0)), safe, out)?;
    out.write_all(b"\n")
}

/// For a screen, what could steer it is escaped: such a character can only stand in a string, where JSON allows that.
fn write(json: &[u8], safe: bool, out: &mut impl Write) -> io::Result<()> {
    if safe { out.write_all(sanitize::lines(&String::from_utf8_lossy(json)).as_bytes()) } else { out.write_all(json) }
}

/// A row of an array, as [`laid_out`] does it, by what is known of its members.
fn lay_out_row(row: &Row, out: &mut Blocks) {
    let mut is_first = true;
    for (name, value) in row.pieces() {
        out.push_between(if is_first { b"{\n    " } else { b",\n    " }, name, b": ");
        is_first = false;
        if is_nested(&value) {
            out.extend(&laid_out(value.bytes(), Some(2)));
        } else {
            out.push(value);
        }
    }
    // It has no members, or is no object.
    if is_first {
        return out.extend(&laid_out(row.json().as_bytes(), Some(1)));
    }
    out.push_all(b"\n  }");
}

/// Whether a value is an object or an array.
fn is_nested(value: &Piece) -> bool {
    matches!(value.whole.get(value.begin), Some(b'{' | b'['))
}

/// Valid JSON with its white space replaced: none, or lines indented by two spaces from the given depth on.
fn laid_out(json: &[u8], depth: Option<usize>) -> Vec<u8> {
    let mut layout = Layout { json, out: Vec::with_capacity(json.len() + json.len() / 2), copied: 0, depth };
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        at = match byte {
            b'"' => after_string(json, at),
            b'{' | b'[' => layout.open(at),
            b'}' | b']' => layout.close(at),
            b',' => layout.put(at + 1, |layout| layout.line(0)),
            b':' => layout.put(at + 1, Layout::space),
            byte if is_white(*byte) => layout.leave_out(at),
            _ => at + 1,
        };
    }
    layout.copy(json.len());
    layout.out
}

/// A text on its way from one layout to another. What stays is copied in long runs.
struct Layout<'a> {
    json: &'a [u8],
    out: Vec<u8>,
    /// Up to where it is copied or left out.
    copied: usize,
    depth: Option<usize>,
}

impl Layout<'_> {
    fn copy(&mut self, to: usize) {
        self.out.extend_from_slice(self.json.get(self.copied..to).unwrap_or_default());
        self.copied = to;
    }

    /// Copies, and puts something behind that, where it is laid out; gives back where to go on.
    fn put(&mut self, at: usize, what: impl FnOnce(&mut Self)) -> usize {
        if self.depth.is_some() {
            self.copy(at);
            what(self);
        }
        at
    }

    /// Leaves out the white space that begins here, once and for all: there may be megabytes of it.
    fn leave_out(&mut self, at: usize) -> usize {
        let next = after_white(self.json, at);
        if next > at {
            self.copy(at);
            self.copied = next;
        }
        next
    }

    fn open(&mut self, at: usize) -> usize {
        let next = self.leave_out(at + 1);
        match self.json.get(next) {
            Some(b'}' | b']') => next + 1,
            _ => self.put(next, |layout| layout.line(1)),
        }
    }

    fn close(&mut self, at: usize) -> usize {
        self.put(at, |layout| layout.line(-1)) + 1
    }

    fn space(&mut self) {
        self.out.push(b' ');
    }

    fn line(&mut self, deeper: isize) {
        if let Some(depth) = &mut self.depth {
            let before = *depth;
            *depth = depth.saturating_add_signed(deeper);
            if before.max(*depth) <= DEEPEST {
                self.out.extend_from_slice(LINE.get(..1 + 2 * *depth).unwrap_or(LINE));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use serde_json::value::RawValue;

    fn laid_out(json: &str, depth: Option<usize>) -> String {
        String::from_utf8(super::laid_out(json.as_bytes(), depth)).unwrap()
    }

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
    fn rows_are_laid_out_as_any_array_is() {
        let rows = [ODD, "{ }", "{\"a\":{}}", "7", "[ ]", "[{\"a\" : [ 1 ]}]", "{\"a\":\"\\\"\"}"];
        for rows in [&rows[..], &rows[1..2], &[]] {
            let page = |row: &&str| Ok(Page::of(RawValue::from_string((*row).into()), None));
            let mut pages = rows.iter().map(page).collect::<Vec<_>>().into_iter();
            let mut out = Vec::new();
            write_array(&mut pages, false, &mut out).unwrap();
            let array = format!("[{}]", rows.join(","));
            assert_eq!(String::from_utf8(out).unwrap(), laid_out(&array, Some(0)) + "\n");
        }
    }

    #[test]
    fn a_line_is_a_row_without_its_white_space() {
        for (row, is_on_one_line) in [
            (r#"{"a":"x y","b":1,"c":null}"#, true),
            (r#"{"a":"\u00e9 ü"}"#, true),
            (r#"{"a":1, "b":2}"#, false),
            (r#"{"a" :1}"#, false),
            (r#"{"a":1 }"#, false),
            (r#"{"a":{ }}"#, false),
            (r#"{"a":[1, 2]}"#, false),
            ("{ }", false),
            ("[ 1]", false),
            (ODD, false),
        ] {
            let page = Page::of(RawValue::from_string(row.into()), None);
            let mut out = Vec::new();
            write_line(&page.rows[0], false, &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), laid_out(row, None) + "\n");
            assert_eq!(super::is_on_one_line(&page.rows[0]), is_on_one_line, "{row}");
        }
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
        let mut out = Vec::new();
        write_text("{\"a\":\"\u{9b}x\u{202e}\u{7f}\"}", true, true, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "{\n  \"a\": \"\\u009bx\\u202e\\u007f\"\n}\n");
    }
}
