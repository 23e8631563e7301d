//! The table format of a list: aligned columns that fit the terminal, one line per row.

use std::cmp::Reverse;
use std::io::Write;

use anstyle::{AnsiColor, Style};
use comfy_table::{Table, presets};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::columns::{CellFormat, Column};
use super::fields::Fields;
use super::{Columns, Pages, PrintError};
use crate::terminal::{Terminal, sanitize};

/// Spaces between two columns.
const COLUMN_GAP: u16 = 2;

/// Columns are shortened in rounds, each to at least one of these widths, so that very long ones shrink first.
const MIN_WIDTHS: [usize; 3] = [24, 5, 1];

/// `comfy-table` wraps wider cells.
const MAX_CELL_WIDTH: usize = u16::MAX as usize;

/// The maximum number of characters in a cell is its width times this. Text in any script needs fewer: the longest emoji
/// are two columns wide and have up to ten characters. Zero-width characters alone could go on forever.
const MAX_CHARS_PER_COLUMN: usize = 8;

/// The width of a table that is not on a terminal.
const PIPE_WIDTH: usize = 200;

/// The width from which on a deadline is shown with its date.
const MIN_WIDTH_FOR_DATES: usize = 140;

const HEADER_STYLE: Style = Style::new().bold();

/// Writes the list after all pages are fetched.
pub(super) fn write(
    pages: Pages<'_>,
    columns: &Columns,
    terminal: &Terminal,
    out: &mut impl Write,
) -> Result<(), PrintError> {
    let width = terminal.width.unwrap_or(PIPE_WIDTH);
    let mut visible = columns.in_table(width);
    let mut lines: Vec<Vec<String>> = Vec::new();
    if columns.has_header {
        lines.push(visible.iter().map(|column| column.title.to_owned()).collect());
    }
    for page in pages {
        let page = page?;
        let now = page.now();
        for row in &page.rows {
            let fields = Fields::from_row(row)?;
            let cell = |column: &&Column| fields.cell(column, now, width >= MIN_WIDTH_FOR_DATES);
            lines.push(visible.iter().map(|column| sanitize::cell(&cell(column)).into_owned()).collect());
        }
    }
    if columns.selected.is_empty() {
        omit_columns(&mut lines, &mut visible, columns.has_header);
    }
    shorten_cells(&mut lines, &visible, width);
    let widths = column_widths(&lines);
    for (index, (mut line, cells)) in align(&lines).into_iter().zip(&lines).enumerate() {
        if terminal.stdout_color {
            line = colorize(&line, columns.has_header && index == 0, &visible, cells, &widths);
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Removes the columns all of whose cells are their `omitted_text`.
fn omit_columns(lines: &mut [Vec<String>], columns: &mut Vec<&Column>, has_header: bool) {
    let is_omitted = |(index, column): (usize, &&Column)| {
        column.omitted_text.is_some_and(|text| {
            lines.iter().skip(usize::from(has_header)).all(|line| line.get(index).is_some_and(|cell| cell == text))
        })
    };
    let omitted: Vec<bool> = columns.iter().enumerate().map(is_omitted).collect();
    for line in lines {
        let mut flags = omitted.iter();
        line.retain(|_| flags.next() != Some(&true));
    }
    let mut flags = omitted.iter();
    columns.retain(|_| flags.next() != Some(&true));
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

/// The width of the widest cell of each column.
fn column_widths(lines: &[Vec<String>]) -> Vec<usize> {
    let mut widths = vec![0; lines.first().map_or(0, Vec::len)];
    for line in lines {
        for (widest, cell) in widths.iter_mut().zip(line) {
            // Text is never wider than its length in bytes, so most cells need no measurement.
            if cell.len() > *widest {
                *widest = cell.width().max(*widest);
            }
        }
    }
    widths
}

/// Shortens cells in the order of [`Column::shorten_priority`] until the lines fit the available width.
fn shorten_cells(lines: &mut [Vec<String>], columns: &[&Column], available: usize) {
    let mut widths = column_widths(lines);
    let mut order: Vec<_> = columns.iter().enumerate().filter(|(_, column)| column.shorten_priority > 0).collect();
    order.sort_by_key(|(_, column)| Reverse(column.shorten_priority));
    let gaps = usize::from(COLUMN_GAP) * columns.len().saturating_sub(1);
    for min_width in MIN_WIDTHS {
        for (index, _) in &order {
            let excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(available);
            if let Some(width) = widths.get_mut(*index) {
                *width = width.saturating_sub(excess).max(min_width.min(*width));
            }
        }
    }
    for line in lines {
        for ((cell, width), column) in line.iter_mut().zip(&widths).zip(columns) {
            let truncate = if column.format == CellFormat::UserName { truncate_name } else { truncate };
            *cell = truncate(std::mem::take(cell), (*width).min(MAX_CELL_WIDTH));
        }
    }
}

/// Cuts text to a width and to the number of characters that may go with it; an ellipsis replaces what is missing.
fn truncate(text: String, width: usize) -> String {
    let max_chars = MAX_CHARS_PER_COLUMN * width.max(1);
    if text.len() <= width || (text.width() <= width && text.chars().nth(max_chars).is_none()) {
        return text;
    }
    let mut remaining = width.saturating_sub(1);
    let head = text.chars().take(max_chars).take_while(|c| {
        // U+FE0F turns the narrow character before it into a wide emoji.
        let width = if *c == '\u{fe0f}' { 1 } else { c.width().unwrap_or_default() };
        let fits = width <= remaining;
        remaining = remaining.saturating_sub(width);
        fits
    });
    head.chain(['…']).collect()
}

/// Cuts the name of a user, but not what follows it in parentheses if there is room for that.
fn truncate_name(text: String, width: usize) -> String {
    let start = text.rfind(" (").filter(|_| text.ends_with(')') && text.width() > width);
    match start.map(|start| text.split_at(start)) {
        Some((name, suffix)) if suffix.is_ascii() && suffix.len() < width => {
            truncate(name.to_owned(), width - suffix.len()) + suffix
        }
        _ => truncate(text, width),
    }
}

/// Makes the header bold and colors the status. This comes last, because alignment would count escape characters.
fn colorize(line: &str, is_header: bool, columns: &[&Column], cells: &[String], widths: &[usize]) -> String {
    if is_header {
        return format!("{HEADER_STYLE}{line}{HEADER_STYLE:#}");
    }
    let Some(index) = columns.iter().position(|column| column.format == CellFormat::Status) else {
        return line.to_owned();
    };
    // The status starts after the bytes of the cells before it and their padding.
    let byte_length =
        |(cell, width): (&String, &usize)| cell.len() + width.saturating_sub(cell.width()) + usize::from(COLUMN_GAP);
    let start: usize = cells.iter().zip(widths).take(index).map(byte_length).sum();
    let Some((before, rest)) = line.split_at_checked(start) else {
        return line.to_owned();
    };
    let word = rest.split(' ').next().unwrap_or_default();
    let style = match word {
        "active" | "removed" => AnsiColor::Green,
        "expired" | "gone" => AnsiColor::Yellow,
        "revoked" | "failed" => AnsiColor::Red,
        _ => return line.to_owned(),
    }
    .on_default();
    let after = rest.strip_prefix(word).unwrap_or_default();
    format!("{before}{style}{word}{style:#}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use serde_json::json;
    use serde_json::value::RawValue;

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
    fn what_follows_a_name_is_not_cut() {
        let cut = |text: &str, width| truncate_name(text.to_owned(), width);
        assert_eq!(cut("Dora Disabled (disabled)", 24), "Dora Disabled (disabled)");
        assert_eq!(cut("Dora Disabled (disabled)", 20), "Dora Dis… (disabled)");
        assert_eq!(cut("4a4eb6e99e795746c866b7a1 (gone)", 16), "4a4eb6e9… (gone)");
        assert_eq!(cut("Dora (disabled)", 11), "Dora (disa…");
        assert!(cut(&format!("Dora Disabled ({})", "\u{200b}".repeat(1000)), 11).chars().count() < 100);
        assert_eq!(cut("Dev Developer", 5), "Dev …");
    }

    #[test]
    fn coloring_the_status_moves_nothing() {
        let plain = render(Some(200), false, &["漢字"]);
        let colored = render(Some(200), true, &["漢字"]);
        assert!(colored.contains("\u{1b}[32mactive\u{1b}[0m"), "{colored:?}");
        let stripped = colored.replace("\u{1b}[32m", "").replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
        assert_eq!(stripped, plain);
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
        for short in [
            "a\u{301}\u{323}",
            "👩\u{200d}👩\u{200d}👧\u{200d}👦",
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        ] {
            assert_eq!(truncate(short.repeat(20), short.repeat(20).width()), short.repeat(20));
        }
    }

    #[test]
    fn a_long_cell_stays_on_one_line() {
        let text = render(None, false, &[&"long ".repeat(20_000)]);
        assert_eq!(text.lines().count(), 2);
        assert!(text.contains("…  active  "));
    }
}
