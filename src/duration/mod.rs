//! ISO 8601 durations ("P7D"), and the distance between two times in words ("in 8 days").

mod typed;

use std::fmt;

use jiff::fmt::friendly::{Designator, Spacing, SpanPrinter};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

pub use typed::{Expiry, to_iso};

// In seconds.
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// An ISO 8601 duration. Months and years follow the calendar in UTC, where every day has 24 hours.
#[derive(Clone, Copy, Debug)]
pub struct IsoDuration(Span);

impl IsoDuration {
    /// Parses a duration such as `P7D`, `PT24H` or `P1Y2M3DT4H`.
    ///
    /// # Errors
    /// A message for the user. Signs, lower case and jiff's friendly format (`7d`) are rejected too.
    pub fn parse(text: &str) -> Result<Self, String> {
        let error = || "must be an ISO 8601 duration, such as P7D (7 days) or PT12H (12 hours)".to_owned();
        // jiff accepts its friendly format, signs and lower case, but Qlik's API does not.
        let is_strict =
            text.starts_with('P') && !text.contains(|c: char| c == '-' || c == '+' || c.is_ascii_lowercase());
        if !is_strict {
            return Err(error());
        }
        text.parse::<Span>().map(Self).map_err(|_| error())
    }

    /// Parses a duration that a person typed: see [`to_iso`].
    ///
    /// # Errors
    /// A message for the user.
    pub fn parse_typed(text: &str) -> Result<Self, String> {
        Self::parse(&to_iso(text)?)
    }

    /// Whether two durations are equally long for every start time: `P1D` and `PT24H` are, and `P1Y` and `P12M`, but not
    /// `P1M` and `P30D`.
    pub fn is_equivalent_to(self, other: Self) -> bool {
        let months_and_rest = |Self(span)| {
            let months = i64::from(Span::get_years(&span)) * 12 + i64::from(span.get_months());
            let rest = span.years(0).months(0).to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
            Some((months, rest))
        };
        months_and_rest(self).is_some_and(|length| Some(length) == months_and_rest(other))
    }

    /// The time this long after `from`, at most [`Timestamp::MAX`].
    pub fn after(self, from: Timestamp) -> Timestamp {
        let end = from.to_zoned_datetime(TimeZone::UTC).checked_add(self.0);
        end.map_or(Timestamp::MAX, |end| end.timestamp())
    }

    /// The time this long before `from`, at least [`Timestamp::MIN`].
    pub fn before(self, from: Timestamp) -> Timestamp {
        let start = from.to_zoned_datetime(TimeZone::UTC).checked_sub(self.0);
        start.map_or(Timestamp::MIN, |start| start.timestamp())
    }

    /// The duration in words, in its own units: "90 days", "1 year 6 months".
    pub fn in_words(self) -> String {
        let words = SpanPrinter::new().designator(Designator::Verbose).spacing(Spacing::BetweenUnitsAndDesignators);
        words.span_to_string(&self.0)
    }
}

impl fmt::Display for IsoDuration {
    /// Writes the duration in ISO 8601 format.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A time in a flag's value: absolute, or relative to now.
#[derive(Clone, Copy, Debug)]
pub enum DateOrAge {
    /// A duration before now.
    Ago(IsoDuration),
    /// An absolute time.
    At(Timestamp),
}

impl DateOrAge {
    /// Parses an RFC 3339 date and time, a date, which means midnight UTC, or a duration before now.
    ///
    /// # Errors
    /// A message for the user.
    pub fn parse(text: &str) -> Result<Self, String> {
        match typed::parse_time(text) {
            Some(time) => Ok(Self::At(time)),
            None => IsoDuration::parse_typed(text).map(Self::Ago).map_err(|reason| typed::or_a_date(&reason)),
        }
    }

    /// The absolute time.
    pub fn resolve(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Ago(duration) => duration.before(now),
            Self::At(time) => time,
        }
    }
}

/// Formats a duration in ISO 8601, rounded to seconds, in the largest unit that is whole: `P30D`, `PT36H`.
pub fn format_iso(duration: SignedDuration) -> String {
    let seconds = duration.as_secs() + i64::from(duration.subsec_millis() >= 500);
    match seconds {
        s if s % DAY == 0 => format!("P{}D", s / DAY),
        s if s % HOUR == 0 => format!("PT{}H", s / HOUR),
        s if s % MINUTE == 0 => format!("PT{}M", s / MINUTE),
        s => format!("PT{s}S"),
    }
}

/// Formats the distance of `time` from `now` in one unit: "in 8 days", "3 hours ago", "now".
pub fn format_relative(time: Timestamp, now: Timestamp) -> String {
    let seconds = time.as_second() - now.as_second();
    let (count, unit) = largest_unit(seconds.abs());
    let plural = if count == 1 { "" } else { "s" };
    match seconds {
        -59..=59 => "now".to_owned(),
        60.. => format!("in {count} {unit}{plural}"),
        _ => format!("{count} {unit}{plural} ago"),
    }
}

/// When a key expires, in words: "expires in 8 days", "expired 3 hours ago", "never expires".
pub fn format_expiry(expiry: Timestamp, now: Timestamp) -> String {
    if expiry == Timestamp::MAX {
        return "never expires".to_owned();
    }
    let verb = if expiry.as_second() - now.as_second() <= -60 { "expired" } else { "expires" };
    format!("{verb} {}", format_relative(expiry, now))
}

/// Converts seconds to the largest fitting unit, rounded down. Up to 100 days are given in days, as lifetimes of keys
/// usually are.
fn largest_unit(seconds: i64) -> (i64, &'static str) {
    const MONTH: i64 = 30 * DAY;
    const YEAR: i64 = 365 * DAY;
    match seconds {
        ..HOUR => (seconds / MINUTE, "minute"),
        HOUR..DAY => (seconds / HOUR, "hour"),
        s if s < 100 * DAY => (seconds / DAY, "day"),
        s if s < 2 * YEAR => (seconds / MONTH, "month"),
        _ => (seconds / YEAR, "year"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_durations_and_expiries_in_words() {
        for (text, words) in [
            ("P90D", "90 days"),
            ("P1D", "1 day"),
            ("PT24H", "24 hours"),
            ("P1Y6M", "1 year 6 months"),
            ("P1W", "1 week"),
            ("PT0S", "0 seconds"),
        ] {
            assert_eq!(IsoDuration::parse(text).unwrap().in_words(), words);
        }
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        for (seconds, words) in [
            (49 * DAY, "expires in 49 days"),
            (59, "expires now"),
            (-59, "expires now"),
            (-3 * HOUR, "expired 3 hours ago"),
        ] {
            assert_eq!(format_expiry(now + SignedDuration::from_secs(seconds), now), words);
        }
        assert_eq!(format_expiry(Timestamp::MAX, now), "never expires");
    }

    #[test]
    fn accepts_only_iso_8601_durations() {
        for valid in ["P7D", "PT24H", "P1Y2M3DT4H5M6S", "P1W", "P365D", "PT0S", "PT1.5H"] {
            assert!(IsoDuration::parse(valid).is_ok(), "{valid}");
        }
        for invalid in [
            "", "7d", "P", "PT", "-P1D", "+P1D", "P-1D", "p7d", "P7d", "7", "P7", "1 day", "P1D ", " P1D", "PP1D",
            "P1DT",
        ] {
            assert!(IsoDuration::parse(invalid).is_err(), "{invalid:?}");
        }
    }

    #[test]
    fn arithmetic_follows_the_calendar_and_saturates() {
        let from: Timestamp = "2026-01-31T12:00:00Z".parse().unwrap();
        let after_and_before = |text: &str| {
            let duration = IsoDuration::parse(text).unwrap();
            [duration.after(from), duration.before(from)].map(|time| time.to_string())
        };
        assert_eq!(after_and_before("P7D"), ["2026-02-07T12:00:00Z", "2026-01-24T12:00:00Z"]);
        assert_eq!(after_and_before("P1M"), ["2026-02-28T12:00:00Z", "2025-12-31T12:00:00Z"]);
        assert_eq!(after_and_before("PT36H"), ["2026-02-02T00:00:00Z", "2026-01-30T00:00:00Z"]);
        assert_eq!(after_and_before("P19000Y"), [Timestamp::MAX, Timestamp::MIN].map(|time| time.to_string()));
    }

    #[test]
    fn formats_in_the_largest_whole_unit() {
        for (seconds, text) in
            [(2_592_000, "P30D"), (86_400, "P1D"), (129_600, "PT36H"), (5_400, "PT90M"), (86_399, "PT86399S")]
        {
            assert_eq!(format_iso(SignedDuration::from_secs(seconds)), text);
            IsoDuration::parse(text).unwrap();
        }
        assert_eq!(format_iso(SignedDuration::from_millis(86_399_600)), "P1D");
    }

    #[test]
    fn equivalent_durations_may_use_different_units() {
        let same = |one: &str, other: &str| {
            IsoDuration::parse(one).unwrap().is_equivalent_to(IsoDuration::parse(other).unwrap())
        };
        for (one, other) in [
            ("P1D", "PT24H"),
            ("P1W", "P7D"),
            ("PT90M", "PT1H30M"),
            ("PT1.5H", "PT90M"),
            ("PT0.5S", "PT0.500S"),
            ("P1Y", "P12M"),
            ("P1Y2M3DT4H", "P14MT76H"),
            ("P0D", "PT0S"),
        ] {
            assert!(same(one, other) && same(other, one), "{one} {other}");
        }
        for (one, other) in [("P1M", "P30D"), ("P1Y", "P365D"), ("P1D", "PT25H"), ("PT1M", "P1M"), ("PT1S", "PT1.001S")]
        {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn parses_a_date_or_an_age() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        for (text, time) in [
            ("P30D", "2026-10-24T12:00:00Z"),
            ("PT1H", "2026-11-23T11:00:00Z"),
            ("30d", "2026-10-24T12:00:00Z"),
            ("1 month", "2026-10-23T12:00:00Z"),
            ("2026-10-01", "2026-10-01T00:00:00Z"),
            ("2026-10-01T10:00:00+02:00", "2026-10-01T08:00:00Z"),
        ] {
            assert_eq!(DateOrAge::parse(text).unwrap().resolve(now).to_string(), time, "{text}");
        }
        for invalid in ["", "30m", "-P1D", "2026-13-01", "2026-10", "2026-10-01T10:00:00", "yesterday", "20261001"] {
            assert!(DateOrAge::parse(invalid).is_err(), "{invalid}");
        }
    }

    #[test]
    fn relative_times_use_one_unit() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        for (time, expected) in [
            ("2026-12-01T12:00:00Z", "in 8 days"),
            ("2026-12-01T11:59:59Z", "in 7 days"),
            ("2026-11-24T12:00:00Z", "in 1 day"),
            ("2026-11-24T11:00:00Z", "in 23 hours"),
            ("2026-11-23T12:01:00Z", "in 1 minute"),
            ("2026-11-23T12:00:30Z", "now"),
            ("2026-11-23T11:59:10Z", "now"),
            ("2026-11-23T10:00:00Z", "2 hours ago"),
            ("2026-11-21T10:00:00Z", "2 days ago"),
            ("2027-02-21T12:00:00Z", "in 90 days"),
            ("2027-11-23T12:00:00Z", "in 12 months"),
            ("2018-10-30T07:06:22Z", "8 years ago"),
        ] {
            assert_eq!(format_relative(time.parse().unwrap(), now), expected, "{time}");
        }
    }
}
