//! The table format of one object: `key: value` lines in the tenant's order. A token comes last, on its own line.

use std::io::Write;

use jiff::Timestamp;

use super::columns::{CellFormat, TOKEN_COLUMN};
use super::fields::Fields;
use super::{Columns, PrintError};
use crate::duration;
use crate::row::Row;
use crate::terminal::sanitize;

/// Writes the selected fields, or all that the object has, including unknown ones.
pub(super) fn write(
    row: &Row,
    date: Option<Timestamp>,
    columns: &Columns,
    out: &mut impl Write,
) -> Result<(), PrintError> {
    let fields = Fields::from_row(row)?;
    let now = date.unwrap_or_else(Timestamp::now);
    let names = if columns.selected.is_empty() {
        fields.names()
    } else {
        columns.selected.iter().map(|column| column.field.into()).collect()
    };
    for name in names.into_iter().filter(|name| !(columns.with_token && *name == TOKEN_COLUMN.field)) {
        let text = fields.text(&name);
        let is_deadline =
            columns.fields.iter().any(|column| column.field == name && column.format == CellFormat::Deadline);
        let distance = text.parse().ok().filter(|_| is_deadline).map(|time| duration::format_relative(time, now));
        let distance = distance.map_or_else(String::new, |words| format!(" ({words})"));
        writeln!(out, "{}: {}{distance}", sanitize::cell(&name), sanitize::cell(&text))?;
    }
    if columns.with_token {
        writeln!(out, "token:\n{}", sanitize::cell(&fields.text(TOKEN_COLUMN.field)))?;
    }
    Ok(())
}
