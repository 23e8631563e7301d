//! The colors of a table. Only the terminal's own 16 colors are used, and neither white nor black, so that they are
//! readable on a light and on a dark background.

use anstyle::{AnsiColor, Style};
use jiff::{SignedDuration, Timestamp};
use unicode_width::UnicodeWidthStr as _;

use super::layout::COLUMN_GAP;
use crate::output::columns::{CellFormat, Column};
use crate::output::fields::Fields;
use crate::output::summary::CRITICAL_TIME;

pub(super) const HEADER_STYLE: Style = Style::new().bold();

/// The style of the rows of keys that can no longer be used.
const DIM: Style = Style::new().dimmed();

const RED: Style = AnsiColor::Red.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();
const GREEN: Style = AnsiColor::Green.on_default();

/// A key that expires within this time is yellow, and red within [`CRITICAL_TIME`].
const SOON_TIME: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The style of a line.
pub(super) enum RowStyle {
    /// One style for the whole line.
    Line(Style),
    /// A style for each cell.
    Cells(Vec<Style>),
}

impl RowStyle {
    /// The style of a row.
    pub(super) fn new(fields: &Fields, columns: &[&Column], now: Timestamp) -> Self {
        if is_unusable(fields, columns, now) {
            return Self::Line(DIM);
        }
        Self::Cells(columns.iter().map(|column| cell_style(fields, column, now)).collect())
    }

    /// Keeps the cells whose flag is true.
    pub(super) fn retain_cells(&mut self, flags: &[bool]) {
        if let Self::Cells(styles) = self {
            super::retain(styles, flags);
        }
    }

    /// Adds the escapes to an aligned line. This comes last, because alignment would count escape characters.
    pub(super) fn apply(&self, line: &str, cells: &[String], widths: &[usize]) -> String {
        let styles = match self {
            Self::Line(style) => return format!("{style}{line}{style:#}"),
            Self::Cells(styles) => styles,
        };
        let mut rest = line;
        let mut styled = String::with_capacity(line.len());
        for ((cell, width), style) in cells.iter().zip(widths).zip(styles) {
            let padding = width.saturating_sub(cell.width()) + usize::from(COLUMN_GAP);
            // Spaces at the end of a line are trimmed.
            let (text, after) = rest.split_at_checked(cell.len()).unwrap_or((rest, ""));
            let (spaces, after) = after.split_at_checked(padding).unwrap_or((after, ""));
            rest = after;
            styled += &format!("{style}{text}{style:#}{spaces}");
        }
        styled + rest
    }
}

/// Whether a key can no longer be used: its status says so or, without a status, the claim of its token.
fn is_unusable(fields: &Fields, columns: &[&Column], now: Timestamp) -> bool {
    match &*fields.text("status") {
        "expired" | "revoked" => true,
        "" => columns
            .iter()
            .any(|column| column.format == CellFormat::Expiry && fields.time(column).is_some_and(|time| time <= now)),
        _ => false,
    }
}

fn cell_style(fields: &Fields, column: &Column, now: Timestamp) -> Style {
    match column.format {
        CellFormat::Status => match &*fields.text(column.field) {
            "removed" => GREEN,
            "gone" => YELLOW,
            "failed" => RED,
            _ => Style::new(),
        },
        CellFormat::Severity => match &*fields.text("severity") {
            "critical" => RED,
            "warning" => YELLOW,
            _ => Style::new(),
        },
        CellFormat::Deadline | CellFormat::Expiry => match fields.time(column).map(|time| time.duration_since(now)) {
            Some(left) if left <= CRITICAL_TIME => RED,
            Some(left) if left <= SOON_TIME => YELLOW,
            _ => Style::new(),
        },
        _ => Style::new(),
    }
}
