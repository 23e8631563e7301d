//! Lifetimes: positive ISO 8601 durations, kept as they were written.
//! It must not know which setting or key one belongs to.

use jiff::fmt::temporal::SpanParser;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Serialize, Serializer};

/// A positive ISO 8601 duration and its text.
#[derive(Debug, Clone)]
pub(super) struct Lifetime {
    text: String,
    span: Span,
}

impl Lifetime {
    /// Reads `P7D`, `PT24H`, `P1Y2M3DT4H` and the like; no sign, no lower case, not zero.
    pub(super) fn parse(text: &str) -> Option<Lifetime> {
        let plain = |letter: char| matches!(letter, 'A'..='Z' | '0'..='9' | '.');
        if !text.starts_with('P') || !text.chars().all(plain) {
            return None;
        }
        let span = SpanParser::new().parse_span(text).ok()?;
        span.is_positive().then(|| Lifetime { text: text.to_owned(), span })
    }

    /// Makes a lifetime of hours.
    pub(super) fn hours(count: u8) -> Lifetime {
        Lifetime { text: format!("PT{count}H"), span: Span::new().hours(count) }
    }

    /// Makes a lifetime of days.
    pub(super) fn days(count: u16) -> Lifetime {
        Lifetime { text: format!("P{count}D"), span: Span::new().days(count) }
    }

    /// Returns when a lifetime that begins then ends; `None` beyond the end of time. Months and years follow the UTC calendar.
    pub(super) fn end(&self, from: Timestamp) -> Option<Timestamp> {
        let start = from.to_zoned_datetime(TimeZone::UTC);
        let end = start.checked_add(self.span).ok()?;
        Some(end.timestamp())
    }

    /// Returns the text as it was written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

impl Serialize for Lifetime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        let end = Lifetime::parse(text)?.end(Timestamp::UNIX_EPOCH)?;
        Some(end.as_second())
    }

    #[test]
    fn iso_8601_durations_are_read() {
        assert_eq!(seconds("P7D"), Some(7 * 86_400));
        assert_eq!(seconds("PT24H"), Some(86_400));
        assert_eq!(seconds("P365D"), Some(365 * 86_400));
        assert_eq!(seconds("P1W"), Some(7 * 86_400));
        assert_eq!(seconds("P1M"), Some(31 * 86_400));
        assert_eq!(seconds("P1DT1S"), Some(86_401));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "", "P", "7d", "P7", "7D", "p7d", "-P7D", "P-7D", "+P7D", "P0D", "PT0S", "P7D ", "P1H", "PT", "1 day",
            "P٧D",
        ] {
            assert!(Lifetime::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn the_end_of_time_is_no_time() {
        assert_eq!(seconds("P9990Y"), None);
    }
}
