//! Time as users meet it: ISO 8601 durations ("P7D") and distances in words ("in 8 days").

use std::fmt;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

/// Seconds.
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// An ISO 8601 duration to count with. Months and years follow the calendar in UTC; a day has 24 hours there.
#[derive(Clone, Copy, Debug)]
pub struct IsoDuration(Span);

impl IsoDuration {
    /// Reads `P7D`, `PT24H`, `P1Y2M3DT4H` and the like.
    ///
    /// # Errors
    /// A sentence on what is wrong: a friendly form (`7d`), a sign, lower case, or no duration at all.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "an ISO 8601 duration is needed, such as P7D (7 days) or PT12H (12 hours)".to_owned();
        // jiff also reads its own friendly form, signs and lower case, none of which the API takes.
        let plain = text.starts_with('P') && !text.contains(|c: char| c == '-' || c == '+' || c.is_ascii_lowercase());
        if !plain {
            return Err(wrong());
        }
        text.parse::<Span>().map(Self).map_err(|_| wrong())
    }

    /// Whether two are the same length of time whenever they begin: `P1D` and `PT24H` are, `P1Y` and `P12M` too;
    /// `P1M` and `P30D` are not, since months differ.
    pub fn is_equivalent_to(self, other: Self) -> bool {
        let months_and_rest = |Self(span)| {
            let months = i64::from(Span::get_years(&span)) * 12 + i64::from(span.get_months());
            let rest = span.years(0).months(0).to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
            Some((months, rest))
        };
        months_and_rest(self).is_some_and(|length| Some(length) == months_and_rest(other))
    }

    /// The time that is so much later; at most the end of time as a timestamp has it.
    pub fn after(self, from: Timestamp) -> Timestamp {
        let end = from.to_zoned_datetime(TimeZone::UTC).checked_add(self.0);
        end.map_or(Timestamp::MAX, |end| end.timestamp())
    }

    /// The time that is so much earlier; at least the beginning of time as a timestamp has it.
    pub fn before(self, from: Timestamp) -> Timestamp {
        let start = from.to_zoned_datetime(TimeZone::UTC).checked_sub(self.0);
        start.map_or(Timestamp::MIN, |start| start.timestamp())
    }
}

impl fmt::Display for IsoDuration {
    /// As ISO 8601 has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A time in the past as users name it.
#[derive(Clone, Copy, Debug)]
pub enum DateOrAge {
    /// So long before now.
    Ago(IsoDuration),
    /// This very time.
    At(Timestamp),
}

impl DateOrAge {
    /// Reads an ISO 8601 duration, an RFC 3339 date and time, or a date, which begins at midnight in UTC.
    ///
    /// # Errors
    /// A sentence on what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let ago = || IsoDuration::parse(text).ok().map(Self::Ago);
        let time = || text.parse().ok().map(Self::At);
        let day = || format!("{text}T00:00:00Z").parse().ok().filter(|_| text.len() == 10).map(Self::At);
        ago().or_else(time).or_else(day).ok_or_else(|| {
            "a date is needed, such as 2026-12-01 or 2026-12-01T12:00:00Z, or an ISO 8601 duration, such as P30D (30 days ago)"
                .to_owned()
        })
    }

    /// The time that is meant.
    pub fn resolve(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Ago(period) => period.before(now),
            Self::At(time) => time,
        }
    }
}

/// A length of time as an ISO 8601 duration, to the second: whole days (`P30D`), else hours, minutes or seconds (`PT36H`).
pub fn format_iso(length: SignedDuration) -> String {
    let seconds = length.as_secs() + i64::from(length.subsec_millis() >= 500);
    match seconds {
        s if s % DAY == 0 => format!("P{}D", s / DAY),
        s if s % HOUR == 0 => format!("PT{}H", s / HOUR),
        s if s % MINUTE == 0 => format!("PT{}M", s / MINUTE),
        s => format!("PT{s}S"),
    }
}

/// How far `then` is from `now` in one unit: "in 8 days", "3 hours ago", "now".
pub fn format_relative(then: Timestamp, now: Timestamp) -> String {
    let seconds = then.as_second() - now.as_second();
    let (count, unit) = largest_unit(seconds.abs());
    let plural = if count == 1 { "" } else { "s" };
    match seconds {
        -59..=59 => "now".to_owned(),
        60.. => format!("in {count} {unit}{plural}"),
        _ => format!("{count} {unit}{plural} ago"),
    }
}

/// Whole units, rounded down. Days go on to 100, since the lives of keys are counted in days.
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
    fn accepts_only_iso_8601_durations() {
        for good in ["P7D", "PT24H", "P1Y2M3DT4H5M6S", "P1W", "P365D", "PT0S", "PT1.5H"] {
            assert!(IsoDuration::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "", "7d", "P", "PT", "-P1D", "+P1D", "P-1D", "p7d", "P7d", "7", "P7", "1 day", "P1D ", " P1D", "PP1D",
            "P1DT",
        ] {
            assert!(IsoDuration::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn arithmetic_follows_the_calendar_and_saturates() {
        let from: Timestamp = "2026-01-31T12:00:00Z".parse().unwrap();
        let counted = |text: &str| {
            let period = IsoDuration::parse(text).unwrap();
            [period.after(from), period.before(from)].map(|time| time.to_string())
        };
        assert_eq!(counted("P7D"), ["2026-02-07T12:00:00Z", "2026-01-24T12:00:00Z"]);
        assert_eq!(counted("P1M"), ["2026-02-28T12:00:00Z", "2025-12-31T12:00:00Z"]);
        assert_eq!(counted("PT36H"), ["2026-02-02T00:00:00Z", "2026-01-30T00:00:00Z"]);
        assert_eq!(counted("P19000Y"), [Timestamp::MAX, Timestamp::MIN].map(|time| time.to_string()));
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
            ("2026-10-01", "2026-10-01T00:00:00Z"),
            ("2026-10-01T10:00:00+02:00", "2026-10-01T08:00:00Z"),
        ] {
            assert_eq!(DateOrAge::parse(text).unwrap().resolve(now).to_string(), time, "{text}");
        }
        for bad in ["", "30d", "-P1D", "2026-13-01", "2026-10", "2026-10-01T10:00:00", "yesterday", "20261001"] {
            assert!(DateOrAge::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn relative_times_use_one_unit() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        for (then, words) in [
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
            assert_eq!(format_relative(then.parse().unwrap(), now), words, "{then}");
        }
    }
}
