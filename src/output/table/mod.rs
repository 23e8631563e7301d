//! The table format of a list: aligned columns that fit the terminal, one line per row.

mod layout;
mod style;

use std::io::Write;

use comfy_table::{Table, presets};

use super::columns::Column;
use super::fields::Fields;
use super::{Columns, Pages, PrintError};
use crate::terminal::{Terminal, sanitize};
use layout::{COLUMN_GAP, column_widths};
use style::{HEADER_STYLE, RowStyle};

/// The width of a table that is not on a terminal.
const PIPE_WIDTH: usize = 200;

/// The width from which on a deadline is shown with its date, and a time with its seconds.
const MIN_WIDTH_FOR_DATES: usize = 140;

/// Writes the list after all pages are fetched. On a terminal, a summary takes the place of an empty list.
pub(super) fn write(
    pages: Pages<'_>,
    columns: &Columns,
    terminal: &Terminal,
    out: &mut impl Write,
) -> Result<(), PrintError> {
    let width = terminal.width.unwrap_or(PIPE_WIDTH);
    let mut visible = columns.in_table(width);
    let (mut lines, mut styles): (Vec<Vec<String>>, Vec<RowStyle>) = Default::default();
    if columns.has_header {
        lines.push(visible.iter().map(|column| column.title.to_owned()).collect());
        styles.push(RowStyle::Line(HEADER_STYLE));
    }
    for page in pages {
        let page = page?;
        let now = page.now();
        for row in &page.rows {
            let fields = Fields::from_row(row)?;
            let cell = |column: &&Column| fields.cell(column, now, width >= MIN_WIDTH_FOR_DATES);
            lines.push(visible.iter().map(|column| sanitize::cell(&cell(column)).into_owned()).collect());
            if terminal.stdout_color {
                styles.push(RowStyle::new(&fields, &visible, now));
            }
        }
    }
    let is_empty = lines.len() == usize::from(columns.has_header);
    if is_empty && columns.summary.is_some() && terminal.stdout_is_tty {
        return Ok(());
    }
    if columns.selected.is_empty() {
        let shown = layout::shown_columns(&lines, &visible, columns.has_header, width);
        retain(&mut visible, &shown);
        lines.iter_mut().for_each(|line| retain(line, &shown));
        styles.iter_mut().for_each(|style| style.retain_cells(&shown));
    }
    layout::shorten_cells(&mut lines, &visible, width);
    let widths = column_widths(&lines);
    for (index, (mut line, cells)) in align(&lines).into_iter().zip(&lines).enumerate() {
        if let Some(style) = styles.get(index).filter(|_| terminal.stdout_color) {
            line = style.apply(&line, cells, &widths);
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Keeps the items whose flag is true.
fn retain<T>(items: &mut Vec<T>, flags: &[bool]) {
    let mut flags = flags.iter();
    items.retain(|_| flags.next() == Some(&true));
}

/// Aligns cells in columns and trims trailing spaces. Cells must not contain newlines or terminal escapes.
pub fn align(lines: &[Vec<String>]) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).add_rows(lines);
    for (column, width) in table.column_iter_mut().zip(column_widths(lines)) {
        // `comfy-table` makes a column of empty cells one character wide.
        column.set_padding((0, if width == 0 { COLUMN_GAP - 1 } else { COLUMN_GAP }));
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use serde_json::json;
    use serde_json::value::RawValue;
    use unicode_width::UnicodeWidthStr as _;

    const KEY: &str = "TiQ8GPVr8qI714Lp5ChAAFFaU24MJy69";

    fn render(width: Option<usize>, stdout_color: bool, descriptions: &[&str]) -> String {
        let rows = descriptions.iter().map(|description| {
            let row = json!({"id": KEY, "description": description, "status": "active", "subType": "user",
                "sub": "64ef645a3b7009d55dee5a2b", "expiry": "2026-12-01T12:00:00Z", "created": "2026-11-23T12:00:00Z"});
            RawValue::from_string(row.to_string()).unwrap().into()
        });
        let page = Page { rows: rows.collect(), date: Some("2026-11-23T12:00:00Z".parse().unwrap()) };
        let terminal = Terminal { width, stdout_color, ..Terminal::detect(|_| None) };
        let mut out = Vec::new();
        write(&mut std::iter::once(Ok(page)), &Columns::of_api_keys(), &terminal, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_pipe_has_all_columns_aligned() {
        assert_eq!(
            render(None, false, &["CI", "漢字 nightly"]),
            "\
Description   Status  Subject                   Expires                Created     ID
CI            active  64ef645a3b7009d55dee5a2b  2026-12-01, in 8 days  2026-11-23  TiQ8GPVr8qI714Lp5ChAAFFaU24MJy69
漢字 nightly  active  64ef645a3b7009d55dee5a2b  2026-12-01, in 8 days  2026-11-23  TiQ8GPVr8qI714Lp5ChAAFFaU24MJy69
"
        );
    }

    #[test]
    fn lines_fit_the_terminal_and_keep_expiry_and_id() {
        for width in 55..200 {
            for line in render(Some(width), false, &["CI of a rather long name", "漢字漢字漢字"]).lines() {
                assert!(line.width() <= width, "{width}: {line}");
                assert!(line.ends_with(KEY) && line.contains("in 8 days  ") || line.ends_with("  ID"), "{line}");
            }
        }
    }

    #[test]
    fn a_narrow_terminal_has_fewer_columns() {
        let header = |width| render(Some(width), false, &["CI"]).lines().next().unwrap().split_whitespace().count();
        assert_eq!([80, 99, 100, 139, 140, 200].map(header), [4, 4, 5, 5, 6, 6]);
        let line = render(Some(80), false, &["A description that is much too long"]).lines().nth(1).unwrap().to_owned();
        assert_eq!(line, format!("A description that is much…  active  in 8 days  {KEY}"));
        let line = render(Some(100), false, &["CI"]).lines().nth(1).unwrap().to_owned();
        assert_eq!(line, format!("CI           active  64ef645a3b7009d55dee5a2b  in 8 days  {KEY}"));
    }

    #[test]
    fn the_sub_type_is_shown_if_one_row_is_not_a_user_s() {
        let table = |sub_types: [&str; 2]| {
            let row =
                |sub_type| RawValue::from_string(json!({"id": KEY, "subType": sub_type}).to_string()).unwrap().into();
            let page = Page { rows: sub_types.map(row).to_vec(), date: None };
            let terminal = Terminal { width: Some(140), stdout_color: false, ..Terminal::detect(|_| None) };
            let mut out = Vec::new();
            write(&mut std::iter::once(Ok(page)), &Columns::of_api_keys(), &terminal, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert!(!table(["user", "user"]).contains("Sub type"));
        assert!(table(["user", "externalClient"]).contains("  externalClient  "));
    }

    #[test]
    fn coloring_moves_nothing() {
        let (plain, colored) = (render(Some(200), false, &["漢字"]), render(Some(200), true, &["漢字"]));
        assert!(colored.contains("  active  64ef"), "{colored:?}");
        assert!(colored.contains("\u{1b}[33m2026-12-01, in 8 days\u{1b}[0m  2026-11-23"), "{colored:?}");
        let escapes = ["\u{1b}[33m", "\u{1b}[1m", "\u{1b}[0m"];
        assert_eq!(escapes.iter().fold(colored, |text, escape| text.replace(escape, "")), plain);
    }

    #[test]
    fn an_empty_column_takes_only_its_gap() {
        let line = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        assert_eq!(align(&[line(["a", "", "b"]), line(["cc", "", ""])]), ["a     b", "cc"]);
        assert_eq!(align(&[]), Vec::<String>::new());
    }

    #[test]
    fn zero_width_text_is_cut() {
        for c in ["\u{200b}", "\u{301}", "\u{200d}", "\u{ad}"] {
            let long =
                [&c.repeat(100_000), &format!("a{}", c.repeat(100_000)), &format!("漢字 {}b", c.repeat(100_000))];
            for width in [None, Some(120), Some(20)] {
                let text = render(width, false, &long.map(String::as_str));
                assert!(text.len() < 4000, "{} bytes", text.len());
                let lines = text.lines().skip(1);
                assert_eq!(lines.filter(|line| line.contains('…')).count(), 3, "{text}");
            }
        }
    }

    #[test]
    fn a_long_cell_stays_on_one_line() {
        let text = render(None, false, &[&"long ".repeat(20_000)]);
        assert_eq!(text.lines().count(), 2);
        assert!(text.contains("…  active  "));
    }
}
