//! Durations and dates as people type them in flags: `30d`, `6 months`, `2026-12-31`.

use jiff::civil::DateTimeDifference;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Unit};

use super::IsoDuration;

/// The units that jiff accepts after a number (<https://docs.rs/jiff/latest/jiff/fmt/friendly/>) include `m` for minutes,
/// but `6m` may also mean months.
const AMBIGUOUS_UNIT: &str = "m";

/// Converts a duration that a person typed to ISO 8601: `30d` to `P30D`, `6 months` to `P6M`. Weeks become days, since
/// ISO 8601 combines them with no other unit. A duration in ISO 8601 stays as typed, in upper case.
///
/// # Errors
/// A message for the user.
pub fn to_iso(text: &str) -> Result<String, String> {
    let error = || "must be a duration, such as 30d, 12h, 6 months or P30D".to_owned();
    let upper = text.to_ascii_uppercase();
    if upper.starts_with('P') {
        return IsoDuration::parse(&upper).map(|_| upper).map_err(|_| error());
    }
    let is_unit = |c: char| c.is_ascii_alphabetic();
    // jiff also accepts signs, `ago` and clock times such as 01:30:00.
    let has_only_units = text.chars().all(|c| is_unit(c) || c.is_ascii_digit() || " .,".contains(c));
    let words: Vec<_> = upper.split(|c| !is_unit(c)).filter(|word| !word.is_empty()).collect();
    if !has_only_units || words.contains(&"AGO") {
        return Err(error());
    }
    if words.iter().any(|word| word.eq_ignore_ascii_case(AMBIGUOUS_UNIT)) {
        return Err("must not use `m`, which could mean minutes or months: write 45min or 6mo".to_owned());
    }
    let span = text.to_ascii_lowercase().parse::<Span>().ok();
    let span = span.and_then(|span| {
        let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
        span.try_weeks(0).ok()?.try_days(days).ok()
    });
    span.map(|span| span.to_string()).ok_or_else(error)
}

/// Parses an RFC 3339 date and time, or a date, which means midnight UTC.
pub(super) fn parse_time(text: &str) -> Option<Timestamp> {
    let midnight = || format!("{text}T00:00:00Z").parse().ok().filter(|_| text.len() == "2026-12-31".len());
    text.parse().ok().or_else(midnight)
}

/// When a new key expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// This long after its creation, in ISO 8601.
    After(String),
    /// At this time.
    At(Timestamp),
}

impl Expiry {
    /// Parses a duration or a time.
    ///
    /// # Errors
    /// A message for the user.
    pub fn parse(text: &str) -> Result<Self, String> {
        match parse_time(text) {
            Some(time) => Ok(Self::At(time)),
            None => to_iso(text).map(Self::After).map_err(|reason| or_a_date(&reason)),
        }
    }

    /// The duration from `now` until the key expires, in ISO 8601. It is rounded down to seconds.
    ///
    /// # Errors
    /// A message for the user: the time is not in the future.
    pub fn to_iso(&self, now: Timestamp) -> Result<String, String> {
        let time = match self {
            Self::After(duration) => return Ok(duration.clone()),
            Self::At(time) => TimeZone::UTC.to_datetime(*time),
        };
        let difference = DateTimeDifference::new(time).largest(Unit::Day).smallest(Unit::Second);
        let span = TimeZone::UTC.to_datetime(now).until(difference).ok().filter(|span| span.is_positive());
        span.map(|span| span.to_string()).ok_or_else(|| "must be in the future".to_owned())
    }
}

/// Adds to the message about a duration that a date is valid too.
pub(super) fn or_a_date(message: &str) -> String {
    match message.strip_prefix("must be a duration, such as ") {
        Some(examples) => format!("must be a date, such as 2026-12-31, or a duration, such as {examples}"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_durations_as_people_write_them() {
        for (text, iso) in [
            ("30d", "P30D"),
            ("30D", "P30D"),
            ("30 days", "P30D"),
            ("1 Day", "P1D"),
            ("2w", "P14D"),
            ("1 week 2 days", "P9D"),
            ("12h", "PT12H"),
            ("36 hours", "PT36H"),
            ("45min", "PT45M"),
            ("90 mins", "PT90M"),
            ("30s", "PT30S"),
            ("6 months", "P6M"),
            ("6mo", "P6M"),
            ("1y", "P1Y"),
            ("1 year, 6 months", "P1Y6M"),
            ("1y6mo2d", "P1Y6M2D"),
            ("1.5h", "PT1H30M"),
            ("P30D", "P30D"),
            ("p30d", "P30D"),
            ("P1W", "P1W"),
            ("pt1.50h", "PT1.50H"),
            ("P1Y2M3DT4H5M6S", "P1Y2M3DT4H5M6S"),
        ] {
            assert_eq!(to_iso(text).as_deref(), Ok(iso), "{text}");
            IsoDuration::parse(iso).unwrap();
        }
    }

    #[test]
    fn rejects_what_is_unclear() {
        for text in [
            "",
            " ",
            "30",
            "d",
            "30x",
            "-30d",
            "+30d",
            "30d ago",
            "1.5d",
            "1d 1d",
            "1h 1d",
            "30d,",
            "01:30:00",
            "P",
            "-P1D",
            "p-1d",
            "P30",
            "PT",
            "tomorrow",
            "30dd",
            "9999999999y",
            "3\u{fc}d",
        ] {
            assert_eq!(to_iso(text), Err("must be a duration, such as 30d, 12h, 6 months or P30D".into()), "{text:?}");
        }
        for text in ["6m", "6 m", "6M", "1y6m", "1h30m"] {
            let message = "must not use `m`, which could mean minutes or months: write 45min or 6mo";
            assert_eq!(to_iso(text), Err(message.into()), "{text:?}");
        }
    }

    #[test]
    fn an_expiry_is_a_duration_or_a_time_in_the_future() {
        let now: Timestamp = "2026-11-23T12:00:00.4Z".parse().unwrap();
        for (text, iso) in [
            ("30d", Ok("P30D")),
            ("p1w", Ok("P1W")),
            ("2026-12-24", Ok("P30DT11H59M59S")),
            ("2026-11-24", Ok("PT11H59M59S")),
            ("2026-12-23T13:00:00+01:00", Ok("P29DT23H59M59S")),
            ("2026-11-23", Err("must be in the future")),
            ("2026-11-23T12:00:01Z", Err("must be in the future")),
            ("0001-01-01", Err("must be in the future")),
        ] {
            let converted = Expiry::parse(text).unwrap().to_iso(now);
            assert_eq!(converted.as_deref().map_err(String::as_str), iso, "{text}");
        }
        for text in ["9999-12-30", "9999-12-30T12:51:59Z", "9999-12-30T22:00:00Z"] {
            assert!(Expiry::parse(text).unwrap().to_iso(now).unwrap().starts_with("P29"), "{text}");
        }
        for text in ["2026-02-30", "20261224", "24.12.2026", "12/24/2026", "2026-12-24T12:00:00", "2026-12"] {
            let message = "must be a date, such as 2026-12-31, or a duration, such as 30d, 12h, 6 months or P30D";
            assert_eq!(Expiry::parse(text), Err(message.into()), "{text}");
        }
        assert!(Expiry::parse("6m").unwrap_err().starts_with("must not use `m`"));
    }
}
