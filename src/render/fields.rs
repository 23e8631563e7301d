//! [`Fields`]: the members of a row, read as far as a column needs them.

use jiff::Timestamp;
use serde_json::value::RawValue;

use crate::columns::{Column, Kind};
use crate::duration;
use crate::error::{Error, Exit};
use crate::object::Members;

/// The members of one JSON object.
pub(super) struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// Reads them.
    ///
    /// # Errors
    /// Where it is no object.
    pub(super) fn of(row: &'a RawValue) -> Result<Self, Error> {
        let members: Result<Members, _> = serde_json::from_str(row.get());
        members.map(|members| Self(members.0)).map_err(|error| {
            Error::new(Exit::Unavailable, "the tenant's answer holds something else where an object belongs")
                .caused_by(error)
        })
    }

    /// The names of the members.
    pub(super) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// A member as text: a string without its quotes, nothing for `null` or where there is none, else its JSON.
    pub(super) fn text(&self, name: &str) -> String {
        let member = self.0.iter().find(|(of, _)| of == name);
        member.map_or_else(String::new, |(_, value)| plain(value))
    }

    /// A member as a column shows it to people.
    pub(super) fn cell(&self, column: &Column, now: Timestamp) -> String {
        let text = self.text(column.field);
        if column.kind == Kind::Mark {
            return if text == "true" { "*".to_owned() } else { String::new() };
        }
        let Ok(then) = text.parse::<Timestamp>() else {
            return text;
        };
        let date = || then.strftime("%Y-%m-%d").to_string();
        match column.kind {
            Kind::Text | Kind::Status | Kind::Mark => text,
            Kind::Date => date(),
            Kind::Deadline => format!("{}, {}", date(), duration::relative(then, now)),
        }
    }
}

/// A value as text: a string without its quotes, nothing for `null`, else its JSON.
fn plain(value: &RawValue) -> String {
    match serde_json::from_str::<Option<String>>(value.get()) {
        Ok(text) => text.unwrap_or_default(),
        Err(_) => value.get().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::API_KEY;

    fn row(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.into()).unwrap()
    }

    #[test]
    fn members_are_read_as_text() {
        let row = row(r#"{"a":"x\n\"y\"","b":null,"c":[1, 2],"d":1.50,"e":"\ud800"}"#);
        let fields = Fields::of(&row).unwrap();
        let texts = ["a", "b", "c", "d", "e", "f"].map(|name| fields.text(name));
        assert_eq!(texts, ["x\n\"y\"", "", "[1, 2]", "1.50", r#""\ud800""#, ""]);
        assert!(Fields::of(&self::row("[1]")).is_err());
    }

    #[test]
    fn times_are_dates_for_people_and_odd_ones_stay() {
        let now = "2026-11-23T12:00:00Z".parse().unwrap();
        let column = |field: &str| API_KEY.iter().find(|column| column.field == field).unwrap();
        let row = row(
            r#"{"expiry":"2026-12-01T12:00:00Z","created":"2026-11-01T00:00:00.123+02:00","lastUpdated":"9999-12-31T23:59:59Z"}"#,
        );
        let fields = Fields::of(&row).unwrap();
        assert_eq!(fields.cell(column("expiry"), now), "2026-12-01, in 8 days");
        assert_eq!(fields.cell(column("created"), now), "2026-10-31");
        assert_eq!(fields.cell(column("lastUpdated"), now), "9999-12-31T23:59:59Z");
    }
}
