//! [`Fields`]: reads the members of a row as text.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::columns::{CellFormat, Column};
use crate::duration;
use crate::error::{Error, Exit};
use crate::row::{Member, Row, to_text};

/// The members of one JSON object.
pub(super) struct Fields<'a>(Vec<Member<'a>>);

impl<'a> Fields<'a> {
    /// Reads the members of a row.
    ///
    /// # Errors
    /// [`Exit::Unavailable`] if the row is not a JSON object.
    pub(super) fn from_row(row: &'a Row) -> Result<Self, Error> {
        let message = "the tenant's response contains a value that is not an object";
        row.members().map(Self).ok_or_else(|| Error::new(Exit::Unavailable, message))
    }

    /// The names of the members.
    pub(super) fn names(&self) -> Vec<Cow<'a, str>> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }

    /// A member as text: a string without quotes, empty for `null` or a missing member, JSON for other values.
    pub(super) fn text(&self, name: &str) -> Cow<'a, str> {
        let member = self.0.iter().find(|(key, _)| key == name);
        member.map_or(Cow::Borrowed(""), |(_, value)| to_text(value))
    }

    /// A member as a time, if it is one.
    pub(super) fn time(&self, column: &Column) -> Option<Timestamp> {
        self.text(column.field).parse().ok()
    }

    /// A member as a table cell shows it. With `has_room`, a time has seconds, and a deadline has its date before the
    /// distance from now.
    pub(super) fn cell(&self, column: &Column, now: Timestamp, has_room: bool) -> Cow<'a, str> {
        let text = self.text(column.field);
        match column.format {
            CellFormat::Bool => Cow::Borrowed(if text == "true" { "*" } else { "" }),
            CellFormat::Time | CellFormat::Date | CellFormat::Deadline | CellFormat::Expiry => match text.parse() {
                Ok(time) => time_cell(text, time, column.format, now, has_room),
                Err(_) => text,
            },
            CellFormat::Text | CellFormat::Id | CellFormat::UserName | CellFormat::Status | CellFormat::Severity => {
                text
            }
        }
    }
}

/// A cell with a `time`, which was parsed from `text`.
fn time_cell(text: Cow<str>, time: Timestamp, format: CellFormat, now: Timestamp, has_room: bool) -> Cow<str> {
    match format {
        CellFormat::Time if has_room => text,
        CellFormat::Time => Cow::Owned(TimeZone::UTC.to_datetime(time).strftime("%Y-%m-%d %H:%MZ").to_string()),
        CellFormat::Date => utc_date(text, time),
        _ => {
            let distance = duration::format_relative(time, now);
            let verb = if format == CellFormat::Expiry && time <= now { "expired " } else { "" };
            let date = if has_room { format!("{}, ", utc_date(text, time)) } else { String::new() };
            Cow::Owned(format!("{date}{verb}{distance}"))
        }
    }
}

/// The UTC date of `time`, which was parsed from `text`.
fn utc_date(text: Cow<str>, time: Timestamp) -> Cow<str> {
    match text {
        // An RFC 3339 time in UTC starts with its date. Other ISO 8601 forms are converted.
        Cow::Borrowed(text) if text.ends_with('Z') && text.get(4..5) == Some("-") && text.get(7..8) == Some("-") => {
            Cow::Borrowed(text.get(..10).unwrap_or(text))
        }
        _ => Cow::Owned(TimeZone::UTC.to_datetime(time).date().to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::columns::API_KEY;
    use serde_json::value::RawValue;

    fn parse_row(json: &str) -> Row {
        RawValue::from_string(json.into()).unwrap().into()
    }

    #[test]
    fn the_first_duplicate_counts_and_a_missing_member_is_empty() {
        let row = parse_row(r#"{"a":"first","a":"second"}"#);
        let fields = Fields::from_row(&row).unwrap();
        assert_eq!((fields.text("a"), fields.text("b")), ("first".into(), "".into()));
    }

    #[test]
    fn cells_show_times_as_dates_and_keep_other_text() {
        let now = "2026-11-23T12:00:00Z".parse().unwrap();
        let column = |field: &str| API_KEY.iter().find(|column| column.field == field).unwrap();
        let row = parse_row(
            r#"{"expiry":"2026-12-01T12:00:00Z","created":"2026-11-01T00:00:00.123+02:00","lastUpdated":"9999-12-31T23:59:59Z"}"#,
        );
        let fields = Fields::from_row(&row).unwrap();
        assert_eq!(fields.cell(column("expiry"), now, true), "2026-12-01, in 8 days");
        assert_eq!(fields.cell(column("expiry"), now, false), "in 8 days");
        assert_eq!(fields.cell(column("created"), now, false), "2026-10-31");
        assert_eq!(fields.cell(column("lastUpdated"), now, false), "9999-12-31T23:59:59Z");
        for text in ["20261031T220000Z", "+002026-10-31T22:00:00Z", "2026-10-31 22:00:00Z"] {
            let row = parse_row(&format!(r#"{{"created":"{text}"}}"#));
            assert_eq!(Fields::from_row(&row).unwrap().cell(column("created"), now, false), "2026-10-31", "{text}");
        }
    }
}
