//! Positive ISO 8601 durations, which the API uses for the expiry of keys.

use jiff::fmt::temporal::SpanParser;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::Serialize;

/// A positive ISO 8601 duration. Stores the text too, because the API returns a duration exactly as it was set.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct PositiveDuration {
    text: String,
    #[serde(skip)]
    span: Span,
}

impl PositiveDuration {
    /// Parses a duration such as `P7D`, `PT24H` or `P1Y2M3DT4H`. Rejects signs, lower case and zero.
    pub fn parse(text: &str) -> Option<PositiveDuration> {
        let allowed = |letter: char| matches!(letter, 'A'..='Z' | '0'..='9' | '.');
        if !text.starts_with('P') || !text.chars().all(allowed) {
            return None;
        }
        let span = SpanParser::new().parse_span(text).ok()?;
        span.is_positive().then(|| PositiveDuration { text: text.to_owned(), span })
    }

    /// Creates a duration of hours, such as `PT24H`.
    pub fn from_hours(count: u8) -> PositiveDuration {
        PositiveDuration { text: format!("PT{count}H"), span: Span::new().hours(count) }
    }

    /// Creates a duration of days, such as `P7D`.
    pub fn from_days(count: u16) -> PositiveDuration {
        PositiveDuration { text: format!("P{count}D"), span: Span::new().days(count) }
    }

    /// Adds the duration to a time. Returns `None` if the result is out of range.
    /// Months and years follow the calendar in UTC.
    pub fn add_to(&self, start: Timestamp) -> Option<Timestamp> {
        let end = start.to_zoned_datetime(TimeZone::UTC).checked_add(self.span).ok()?;
        Some(end.timestamp())
    }

    /// Returns the duration as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_positive_iso_8601_durations() {
        let seconds = |text: &str| Some(PositiveDuration::parse(text)?.add_to(Timestamp::UNIX_EPOCH)?.as_second());
        for (text, days) in [("P7D", 7), ("PT24H", 1), ("P365D", 365), ("P1W", 7), ("P1M", 31)] {
            assert_eq!(seconds(text), Some(days * 86_400), "{text}");
        }
        assert_eq!(seconds("P1DT1S"), Some(86_401));
        assert_eq!(seconds("P9990Y"), None, "no timestamp can hold the end");
        for text in [
            "", "P", "7d", "P7", "7D", "p7d", "-P7D", "P-7D", "+P7D", "P0D", "PT0S", "P7D ", "P1H", "PT", "1 day",
            "P٧D",
        ] {
            assert!(PositiveDuration::parse(text).is_none(), "{text:?}");
        }
    }
}
