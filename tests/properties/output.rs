//! Printed text and JSON.

use proptest::collection::vec;
use proptest::prelude::*;
use qlik_api_key::output::columns::API_KEY;
use qlik_api_key::output::{Columns, Format, OutputMode, write_object, write_rows};
use qlik_api_key::page::Page;
use qlik_api_key::terminal::{Terminal, sanitize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::{any_json, hostile_text, is_unsafe};

fn terminal_with(stdout: bool) -> Terminal {
    let streams = Terminal::detect(|_| None);
    Terminal { stdout_is_tty: stdout, width: None, stdout_color: false, stderr_color: false, ..streams }
}

/// Prints an object to a string.
fn render_object(json: Box<RawValue>, format: Format, on_terminal: bool) -> String {
    let (mode, mut out) = (OutputMode::Formatted(format), Vec::new());
    write_object(json.into(), None, &Columns::new(API_KEY), mode, &terminal_with(on_terminal), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Prints a list to a string.
fn render_list(rows: Vec<Box<RawValue>>, format: Format, on_terminal: bool) -> String {
    let (mode, mut out) = (OutputMode::Formatted(format), Vec::new());
    let mut pages = std::iter::once(Ok(Page::from_objects(rows, None)));
    write_rows(&mut pages, &Columns::new(API_KEY), mode, &terminal_with(on_terminal), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn sanitizing_removes_every_unsafe_character(text in hostile_text()) {
        let (lines, cell) = (sanitize::lines(&text), sanitize::cell(&text));
        prop_assert!(!lines.contains(|c| c != '\n' && is_unsafe(c)));
        prop_assert!(!cell.contains(is_unsafe));
        prop_assert_eq!(lines.matches('\n').count(), text.matches('\n').count());
        if !text.contains(is_unsafe) {
            prop_assert_eq!((&*lines, &*cell), (&*text, &*text));
        }
    }

    #[test]
    fn json_layout_matches_serde_json(value in any_json()) {
        let text = value.to_string();
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        for source in [&text, &pretty] {
            let raw = || RawValue::from_string(source.clone()).unwrap();
            prop_assert_eq!(render_object(raw(), Format::Json, false), format!("{pretty}\n"));
            prop_assert_eq!(render_object(raw(), Format::Jsonl, false), format!("{text}\n"));
            let array = serde_json::to_string_pretty(&[&value, &value]).unwrap();
            prop_assert_eq!(render_list(vec![raw(), raw()], Format::Json, false), format!("{array}\n"));
        }
    }

    #[test]
    fn terminal_json_is_safe_and_equivalent(value in any_json()) {
        for format in [Format::Json, Format::Jsonl] {
            let text = render_object(to_raw_value(&value).unwrap(), format, true);
            prop_assert!(!text.contains(|c| c != '\n' && is_unsafe(c)));
            // Compare parsed values, since parsing may round a number.
            let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            prop_assert_eq!(parse(&text), parse(&value.to_string()));
        }
    }

    #[test]
    fn terminal_tables_have_one_line_per_row(
        texts in vec((hostile_text(), hostile_text(), hostile_text()), 1..4),
        format in proptest::sample::select(&[Format::Table, Format::Csv, Format::Tsv][..]),
    ) {
        let row = |(id, description, status): &(String, String, String)| {
            to_raw_value(&serde_json::json!({"id": id, "description": description, "status": status})).unwrap()
        };
        let text = render_list(texts.iter().map(row).collect(), format, true);
        prop_assert!(!text.contains(|c| c != '\n' && c != '\t' && is_unsafe(c)));
        prop_assert!(format == Format::Tsv || !text.contains('\t'));
        let extra_lines = if format == Format::Table { 3 } else { 0 };
        prop_assert!(text.lines().count() <= texts.len() + 1 + extra_lines, "{}", text);
    }
}
