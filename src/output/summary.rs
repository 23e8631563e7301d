//! [`Summary`]: the line on stderr after a table on a terminal, which counts its rows, or says that there are none.

use indicatif::HumanCount;
use jiff::{SignedDuration, Timestamp};

use super::fields::Fields;
use crate::page::Page;
use crate::row::Row;

/// A key that expires within this time needs attention now.
pub(super) const CRITICAL_TIME: SignedDuration = SignedDuration::from_hours(3 * 24);

/// What a summary counts besides the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    /// Keys that expire soon, have expired or are revoked.
    KeyStates,
    /// The values of this field.
    Values(&'static str),
    /// Nothing: only an empty list has a summary.
    Nothing,
}

/// How the rows of a list are summarized.
#[derive(Clone, Debug)]
pub struct Summary {
    noun: &'static str,
    counted: Counted,
    empty: String,
    limit: Option<u64>,
    contexts: Option<Contexts>,
}

/// The contexts of a list.
#[derive(Clone, Copy, Debug)]
struct Contexts {
    answered: usize,
    selected: usize,
}

impl Summary {
    /// Counts the keys that expire soon, have expired or are revoked. `empty` is the text for an empty list.
    pub fn of_keys(empty: impl Into<String>) -> Self {
        Self { counted: Counted::KeyStates, ..Self::of_nothing("key", empty) }
    }

    /// Counts rows by the value of a field.
    pub fn by_field(noun: &'static str, field: &'static str, empty: impl Into<String>) -> Self {
        Self { counted: Counted::Values(field), ..Self::of_nothing(noun, empty) }
    }

    /// Only says that a list is empty.
    pub fn of_nothing(noun: &'static str, empty: impl Into<String>) -> Self {
        Self { noun, counted: Counted::Nothing, empty: empty.into(), limit: None, contexts: None }
    }

    /// Says that a list with this many rows, in total or per context, may be incomplete.
    pub fn with_limit(self, limit: Option<u64>) -> Self {
        Self { limit, ..self }
    }

    pub(super) fn in_contexts(self, answered: usize, selected: usize) -> Self {
        Self { contexts: Some(Contexts { answered, selected }), ..self }
    }
}

/// Counts the rows of a list.
pub(super) struct RowCounter {
    summary: Summary,
    rows: usize,
    /// The number of rows with each value, in the order of the line.
    values: Vec<(String, usize)>,
    has_reached_limit: bool,
}

impl RowCounter {
    pub(super) fn new(summary: Summary) -> Self {
        let states: &[&str] = match summary.counted {
            Counted::KeyStates => &["expires within 3 days", "expired", "revoked"],
            Counted::Values(_) | Counted::Nothing => &[],
        };
        let values = states.iter().map(|state| ((*state).to_owned(), 0)).collect();
        Self { summary, rows: 0, values, has_reached_limit: false }
    }

    /// Counts the rows of a page. With several contexts, a page holds the rows of one.
    pub(super) fn add(&mut self, page: &Page) {
        self.rows += page.rows.len();
        let limited = if self.summary.contexts.is_some() { page.rows.len() } else { self.rows };
        self.has_reached_limit |= self.summary.limit.is_some_and(|limit| limited as u64 >= limit);
        let now = page.now();
        for value in page.rows.iter().filter_map(|row| self.summary.value(row, now)) {
            match self.values.iter_mut().find(|(known, _)| *known == value) {
                Some((_, count)) => *count += 1,
                None => self.values.push((value, 1)),
            }
        }
    }

    /// The text for an empty list. `None` if there are rows, or if no context has answered, whose errors say enough.
    pub(super) fn empty_text(&self) -> Option<&str> {
        let has_answer = self.summary.contexts.is_none_or(|contexts| contexts.answered > 0);
        (self.rows == 0 && has_answer).then_some(&self.summary.empty)
    }

    /// The totals, such as `10 keys: 1 expires within 3 days, 1 revoked`. `None` for an empty list.
    pub(super) fn totals(&self) -> Option<String> {
        if self.rows == 0 || self.summary.counted == Counted::Nothing {
            return None;
        }
        let rows = count(self.rows, self.summary.noun);
        let contexts = self.summary.contexts.map(|Contexts { answered, selected }| match selected {
            _ if answered < selected => format!(" in {answered} of {}", count(selected, "context")),
            _ => format!(" in {}", count(selected, "context")),
        });
        let limit = self.summary.limit.filter(|_| self.has_reached_limit).map(|limit| format!(" (--limit {limit})"));
        let values = self.values.iter().filter(|(_, count)| *count > 0).map(|(value, count)| {
            let value = if *count > 1 { value.replacen("expires ", "expire ", 1) } else { value.clone() };
            format!("{} {value}", HumanCount(*count as u64))
        });
        let values: Vec<_> = values.collect();
        let colon = if values.is_empty() { "" } else { ": " };
        Some([rows, contexts.unwrap_or_default(), limit.unwrap_or_default(), colon.into(), values.join(", ")].concat())
    }
}

impl Summary {
    /// What a row counts as.
    fn value(&self, row: &Row, now: Timestamp) -> Option<String> {
        let fields = match self.counted {
            Counted::Nothing => return None,
            Counted::KeyStates | Counted::Values(_) => Fields::from_row(row).ok()?,
        };
        if let Counted::Values(field) = self.counted {
            return match &*fields.text(field) {
                "would remove" => Some("would be removed".to_owned()),
                value => Some(value.to_owned()),
            };
        }
        let left = || Some(fields.text("expiry").parse::<Timestamp>().ok()?.duration_since(now));
        match (&*fields.text("status"), left()) {
            ("revoked", _) => Some("revoked".to_owned()),
            ("expired", _) => Some("expired".to_owned()),
            (_, Some(left)) if left <= SignedDuration::ZERO => Some("expired".to_owned()),
            (_, Some(left)) if left <= CRITICAL_TIME => Some("expires within 3 days".to_owned()),
            _ => None,
        }
    }
}

fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", HumanCount(number as u64), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;

    fn totals(summary: Summary, pages: &[&[&str]]) -> String {
        let mut counter = RowCounter::new(summary);
        for page in pages {
            let rows = page.iter().map(|json| RawValue::from_string((*json).to_owned()).unwrap().into()).collect();
            counter.add(&Page { rows, date: "2026-11-23T12:00:00Z".parse().ok() });
        }
        counter.totals().unwrap_or_else(|| counter.empty_text().unwrap_or("nothing").to_owned())
    }

    const ACTIVE: &str = r#"{"status":"active","expiry":"2026-11-26T12:00:01Z"}"#;
    const SOON: &str = r#"{"status":"active","expiry":"2026-11-26T12:00:00Z"}"#;
    const OVERDUE: &str = r#"{"status":"active","expiry":"2026-11-23T12:00:00Z"}"#;
    const EXPIRED: &str = r#"{"status":"expired","expiry":"2026-11-20T12:00:00Z"}"#;
    const REVOKED: &str = r#"{"status":"revoked","expiry":"2026-11-24T12:00:00Z"}"#;

    #[test]
    fn counts_keys_by_state_and_uses_plurals() {
        let keys = || Summary::of_keys("no API keys");
        for (rows, text) in [
            (&[][..], "no API keys"),
            (&[ACTIVE], "1 key"),
            (&[ACTIVE, r#"{"status":"active","expiry":"soon"}"#], "2 keys"),
            (&[SOON], "1 key: 1 expires within 3 days"),
            (&[REVOKED, SOON, EXPIRED, SOON], "4 keys: 2 expire within 3 days, 1 expired, 1 revoked"),
            (&[EXPIRED, OVERDUE], "2 keys: 2 expired"),
        ] {
            assert_eq!(totals(keys(), &[rows]), text);
        }
        assert_eq!(totals(keys(), &[&vec![ACTIVE; 1200]]), "1,200 keys");
        assert_eq!(totals(keys(), &[&[ACTIVE], &[SOON]]), "2 keys: 1 expires within 3 days");
    }

    #[test]
    fn names_the_limit_and_the_contexts() {
        let limited = || Summary::of_keys("no API keys").with_limit(Some(2));
        assert_eq!(totals(limited(), &[&[ACTIVE]]), "1 key");
        assert_eq!(totals(limited(), &[&[ACTIVE], &[REVOKED]]), "2 keys (--limit 2): 1 revoked");
        assert_eq!(totals(limited().in_contexts(2, 2), &[&[ACTIVE], &[ACTIVE]]), "2 keys in 2 contexts");
        assert_eq!(
            totals(limited().in_contexts(1, 2), &[&[ACTIVE, SOON]]),
            "2 keys in 1 of 2 contexts (--limit 2): 1 expires within 3 days"
        );
        assert_eq!(totals(limited().in_contexts(1, 2), &[&[]]), "no API keys");
        assert_eq!(totals(limited().in_contexts(0, 2), &[]), "nothing");
    }

    #[test]
    fn counts_the_values_of_a_field() {
        let results = Summary::by_field("key", "result", "nothing to remove");
        let rows = [r#"{"result":"kept"}"#, r#"{"result":"removed"}"#, r#"{"result":"removed"}"#];
        assert_eq!(totals(results.clone(), &[&rows]), "3 keys: 1 kept, 2 removed");
        assert_eq!(totals(results, &[&[r#"{"result":"would remove"}"#]]), "1 key: 1 would be removed");
        assert_eq!(totals(Summary::of_nothing("context", "no contexts"), &[&rows]), "nothing");
    }
}
