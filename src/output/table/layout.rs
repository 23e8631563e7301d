//! Which columns a table shows, and how wide they are.

use std::cmp::Reverse;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::output::columns::{CellFormat, Column};

/// Spaces between two columns.
pub(super) const COLUMN_GAP: u16 = 2;

/// Columns are shortened in rounds, each to at least one of these widths, so that very long ones shrink first.
const MIN_WIDTHS: [usize; 6] = [24, 16, 12, 8, 5, 1];

/// `comfy-table` wraps wider cells.
const MAX_CELL_WIDTH: usize = u16::MAX as usize;

/// The maximum number of characters in a cell is its width times this. Text in any script needs fewer: the longest emoji
/// are two columns wide and have up to ten characters. Zero-width characters alone could go on forever.
const MAX_CHARS_PER_COLUMN: usize = 8;

/// Selects the columns to show. Leaves out those all of whose cells are their `omitted_text`, then those of the highest
/// [`Column::omit_priority`] as long as another column would be shortened to an unreadable width.
pub(super) fn shown_columns(
    lines: &[Vec<String>],
    columns: &[&Column],
    has_header: bool,
    available: usize,
) -> Vec<bool> {
    let has_other_text = |index: usize, text: &str| {
        let mut cells = lines.iter().skip(usize::from(has_header)).filter_map(|line| line.get(index));
        cells.any(|cell| cell != text)
    };
    let is_shown =
        |(index, column): (usize, &&Column)| column.omitted_text.is_none_or(|text| has_other_text(index, text));
    let mut shown: Vec<bool> = columns.iter().enumerate().map(is_shown).collect();
    let widths: Vec<usize> =
        columns.iter().zip(column_widths(lines)).map(|(column, width)| width.min(readable_width(column))).collect();
    loop {
        let visible = || shown.iter().enumerate().filter(|(_, shown)| **shown).map(|(index, _)| index);
        let count = visible().count();
        let needed = visible().filter_map(|index| widths.get(index)).sum::<usize>() + gaps(count);
        let priority = |index: &usize| columns.get(*index).map_or(0, |column| column.omit_priority);
        let omitted = visible().filter(|index| priority(index) > 0).max_by_key(priority);
        match omitted.and_then(|index| shown.get_mut(index)) {
            Some(shown) if needed > available => *shown = false,
            _ => return shown,
        }
    }
}

/// The width to which a column can be shortened before another one is left out.
fn readable_width(column: &Column) -> usize {
    match column.format {
        _ if column.shorten_priority == 0 => MAX_CELL_WIDTH,
        CellFormat::Id => 32,
        CellFormat::UserName => 20,
        _ => 12,
    }
}

fn gaps(columns: usize) -> usize {
    usize::from(COLUMN_GAP) * columns.saturating_sub(1)
}

/// The width of the widest cell of each column.
pub(super) fn column_widths(lines: &[Vec<String>]) -> Vec<usize> {
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
pub(super) fn shorten_cells(lines: &mut [Vec<String>], columns: &[&Column], available: usize) {
    let mut widths = column_widths(lines);
    let mut order: Vec<_> = columns.iter().enumerate().filter(|(_, column)| column.shorten_priority > 0).collect();
    order.sort_by_key(|(_, column)| Reverse(column.shorten_priority));
    let gaps = gaps(columns.len());
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn combined_characters_are_not_cut() {
        for short in [
            "a\u{301}\u{323}",
            "👩\u{200d}👩\u{200d}👧\u{200d}👦",
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        ] {
            assert_eq!(truncate(short.repeat(20), short.repeat(20).width()), short.repeat(20));
        }
    }
}
