//! A list response with any body is printed as received, or rejected as an unusable response. On a terminal, nothing in
//! it controls the screen. A link to the next page stays in the tenant and does not contain the credential.

use std::sync::LazyLock;

use qlik_api_key::error::Exit;
use qlik_api_key::http::{Direction, Request};
use qlik_api_key::output::{Columns, Format, OutputMode, PrintError, write_rows};
use qlik_api_key::page::Page;
use qlik_api_key::row::Row;
use qlik_api_key::terminal::Terminal;

use super::is_unsafe;
use super::tenant::{CLIENT, TOKEN, URL, response};

const SCREEN_FORMATS: [Format; 3] = [Format::Jsonl, Format::Table, Format::Csv];

static COLUMNS: LazyLock<Columns> = LazyLock::new(Columns::of_api_keys);

static PIPE: LazyLock<Terminal> =
    LazyLock::new(|| Terminal { stdout_is_tty: false, width: None, stdout_color: false, ..Terminal::detect(|_| None) });

static SCREEN: LazyLock<Terminal> = LazyLock::new(|| Terminal { stdout_is_tty: true, width: Some(80), ..PIPE.clone() });

pub fn check(body: &[u8]) {
    let mut pages = CLIENT.pages(Request::get("list API keys", &["api-keys"]), Direction::Next, u64::MAX);
    let page = match pages.read_page(&response(200, body)) {
        Ok(page) => page,
        Err(error) => {
            assert_eq!(error.exit(), Exit::Unavailable);
            assert!(!error.to_text().contains(TOKEN), "the error contains the credential");
            return;
        }
    };
    if let Some(url) = pages.next_url() {
        assert_eq!(url.origin(), URL.origin());
        assert_eq!((url.username(), url.password()), ("", None));
        assert!(!url.as_str().contains(TOKEN), "the link contains the credential");
        assert!(!page.rows.is_empty(), "an empty page has a next page");
    }
    check_json(&page.rows);
    // One format for each body, for speed.
    check_screen(&page.rows, SCREEN_FORMATS[body.len() % SCREEN_FORMATS.len()]);
}

/// JSON has each row with other white space.
fn check_json(rows: &[Row]) {
    let compact: Vec<_> = rows.iter().map(|row| without_white_space(row.json())).collect();
    let lines = print(rows, Format::Jsonl, &PIPE).expect("any row is JSON");
    assert!(lines.lines().eq(compact.iter()), "a row has changed");
    let array = print(rows, Format::Json, &PIPE).expect("any row is JSON");
    assert_eq!(without_white_space(&array), format!("[{}]", compact.join(",")));
}

fn check_screen(rows: &[Row], format: Format) {
    let Some(text) = print(rows, format, &SCREEN) else { return };
    assert!(!text.contains(|c| c != '\n' && is_unsafe(c)), "an unsafe character reaches the screen");
    // A table has up to three lines more than a header and its rows.
    let extra_lines = if format == Format::Table { 4 } else { 1 };
    assert!(text.lines().count() <= rows.len() + extra_lines, "a row has several lines");
}

/// Prints rows. Returns `None` if one of them is not an object.
fn print(rows: &[Row], format: Format, terminal: &Terminal) -> Option<String> {
    let mut pages = std::iter::once(Ok(Page { rows: rows.to_vec(), date: None }));
    let mut out = Vec::new();
    match write_rows(&mut pages, &COLUMNS, OutputMode::Formatted(format), terminal, &mut out) {
        Ok(()) => Some(String::from_utf8(out).expect("the output is text")),
        Err(PrintError::Source(error)) => {
            assert_eq!(error.exit(), Exit::Unavailable);
            None
        }
        Err(PrintError::Output(error)) => panic!("{error}"),
    }
}

/// JSON without the white space between its tokens.
fn without_white_space(json: &str) -> String {
    let (mut in_string, mut is_escaped) = (false, false);
    let is_kept = |c: &char| {
        let is_kept = in_string || !c.is_ascii_whitespace();
        in_string ^= *c == '"' && !is_escaped;
        is_escaped = in_string && *c == '\\' && !is_escaped;
        is_kept
    };
    json.chars().filter(is_kept).collect()
}
