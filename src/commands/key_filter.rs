//! Filters and sorts API keys in ways that the API doesn't offer. Rows keep the tenant's JSON; "now" is the tenant's
//! clock.
//!
//! A key without a readable expiry may expire soon, so `expires_within` includes it and it sorts first.
//! `expired_before` and `older_than` exclude keys whose date can't be read, since their results are often removed.

use std::cmp::Reverse;

use jiff::Timestamp;

use crate::api::api_keys::ApiKey;
use crate::duration::{DateOrAge, IsoDuration};
use crate::error::Result;
use crate::page::Page;
use crate::row::Row;

/// Conditions on a key. A key matches if it meets all of them.
#[derive(Clone, Debug, Default)]
pub struct KeyFilter {
    /// The key is active and expires at most this long after now.
    pub expires_within: Option<IsoDuration>,
    /// The key expired before this time.
    pub expired_before: Option<DateOrAge>,
    /// The key was created at least this long ago.
    pub older_than: Option<IsoDuration>,
    /// The description or the subject contains this text; case is ignored.
    pub text: Option<String>,
    /// The key has one of these statuses. If there are none, any.
    pub statuses: Vec<String>,
}

impl KeyFilter {
    /// Whether there are no conditions, so that every key matches.
    pub fn is_empty(&self) -> bool {
        self.expires_within.is_none()
            && self.expired_before.is_none()
            && self.older_than.is_none()
            && self.text.is_none()
            && self.statuses.is_empty()
    }

    /// Whether a key meets all conditions.
    pub fn matches(&self, key: &ApiKey, now: Timestamp) -> bool {
        let ends_soon =
            |within: IsoDuration| key.status == "active" && key.expiry.is_none_or(|expiry| expiry <= within.after(now));
        let has_ended =
            |before: DateOrAge| key.expiry.is_some_and(|expiry| expiry <= now && expiry < before.resolve(now));
        let is_old = |age: IsoDuration| key.created.is_some_and(|created| created <= age.before(now));
        let contains_text = |text: &String| {
            let text = text.to_lowercase();
            [&key.description, &key.sub].iter().any(|field| field.to_lowercase().contains(&text))
        };
        self.expires_within.is_none_or(ends_soon)
            && self.expired_before.is_none_or(has_ended)
            && self.older_than.is_none_or(is_old)
            && self.text.as_ref().is_none_or(contains_text)
            && (self.statuses.is_empty() || self.statuses.contains(&key.status))
    }

    /// Filters each page as it arrives. Without conditions, no row is parsed.
    pub fn filter_pages(self, pages: impl Iterator<Item = Result<Page>>) -> impl Iterator<Item = Result<Page>> {
        pages.map(move |page| {
            let mut page = page?;
            if self.is_empty() {
                return Ok(page);
            }
            let now = page.now();
            let matched = page.rows.into_iter().map(|row| Ok((self.matches(&ApiKey::from_row(&row)?, now), row)));
            let matched = matched.collect::<Result<Vec<_>>>()?;
            page.rows = matched.into_iter().filter_map(|(is_match, row)| is_match.then_some(row)).collect();
            Ok(page)
        })
    }
}

/// API keys sorted by expiry.
pub struct SortedByExpiry {
    /// The keys with their rows.
    pub keys: Vec<(ApiKey, Row)>,
    /// The tenant's time (UTC) from the last page that has one.
    pub date: Option<Timestamp>,
}

impl SortedByExpiry {
    /// Collects and sorts all pages, soonest expiry first, or last if `descending`. Keys with the same expiry stay in
    /// the tenant's order.
    ///
    /// # Errors
    /// Fails if a page can't be fetched or a row is not an API key.
    pub fn collect(pages: impl Iterator<Item = Result<Page>>, descending: bool) -> Result<Self> {
        let mut sorted = Self { keys: Vec::new(), date: None };
        for page in pages {
            let page = page?;
            sorted.date = page.date.or(sorted.date);
            for row in page.rows {
                sorted.keys.push((ApiKey::from_row(&row)?, row));
            }
        }
        if descending {
            sorted.keys.sort_by_key(|(key, _)| Reverse(key.expiry));
        } else {
            sorted.keys.sort_by_key(|(key, _)| key.expiry);
        }
        Ok(sorted)
    }

    /// The rows as one page.
    pub fn into_page(self) -> Page {
        Page { rows: self.keys.into_iter().map(|(_, row)| row).collect(), date: self.date }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Exit;
    use serde_json::json;
    use serde_json::value::RawValue;

    const NOW: &str = "2026-11-23T12:00:00Z";

    fn key(expiry: &str, status: &str) -> ApiKey {
        let row = json!({"id": "k", "expiry": expiry, "status": status, "created": "2026-10-24T12:00:00Z",
            "description": "Nightly Größe", "sub": "SCIM\\65f0AB"});
        ApiKey::from_row(&RawValue::from_string(row.to_string()).unwrap().into()).unwrap()
    }

    fn matches(filter: &KeyFilter, key: &ApiKey) -> bool {
        filter.matches(key, NOW.parse().unwrap())
    }

    fn period(text: &str) -> Option<IsoDuration> {
        IsoDuration::parse(text).ok()
    }

    #[test]
    fn expires_within_matches_active_keys_to_the_second() {
        let within_a_week = KeyFilter { expires_within: period("P7D"), ..KeyFilter::default() };
        for (expiry, status, expected) in [
            ("2026-11-30T12:00:00Z", "active", true),
            ("2026-11-30T12:00:01Z", "active", false),
            ("2026-11-30T12:00:00Z", "expired", false),
            ("2026-11-30T12:00:00Z", "revoked", false),
            ("2026-11-01T12:00:00Z", "active", true),
            ("2026-11-01T12:00:00Z", "expired", false),
            ("9999-12-31T23:59:59Z", "active", false),
            ("soon", "active", true),
            ("", "active", true),
            ("soon", "revoked", false),
        ] {
            assert_eq!(matches(&within_a_week, &key(expiry, status)), expected, "{expiry} {status}");
        }
    }

    #[test]
    fn expired_before_matches_ended_keys_only() {
        let before = |text: &str| KeyFilter { expired_before: DateOrAge::parse(text).ok(), ..KeyFilter::default() };
        for (text, expiry, expected) in [
            ("P7D", "2026-11-16T11:59:59Z", true),
            ("P7D", "2026-11-16T12:00:00Z", false),
            ("2026-11-01", "2026-10-31T23:59:59Z", true),
            ("2026-11-01", "2026-11-01T00:00:00Z", false),
            ("2030-01-01", "2026-11-23T12:00:00Z", true),
            ("2030-01-01", "2026-11-23T12:00:01Z", false),
            ("2030-01-01", "once", false),
            ("2030-01-01", "9999-12-31T23:59:59Z", false),
        ] {
            for status in ["active", "expired", "revoked"] {
                assert_eq!(matches(&before(text), &key(expiry, status)), expected, "{text} {expiry} {status}");
            }
        }
    }

    #[test]
    fn older_than_counts_from_creation() {
        let any = key("2026-12-01T12:00:00Z", "active");
        for (age, expected) in [("P30D", true), ("P30DT1S", false), ("PT0S", true)] {
            assert_eq!(
                matches(&KeyFilter { older_than: period(age), ..KeyFilter::default() }, &any),
                expected,
                "{age}"
            );
        }
        let unknown = ApiKey { created: None, ..any };
        assert!(!matches(&KeyFilter { older_than: period("PT0S"), ..KeyFilter::default() }, &unknown));
    }

    #[test]
    fn text_match_ignores_case() {
        let any = key("2026-12-01T12:00:00Z", "active");
        for (text, expected) in
            [("night", true), ("GRÖSSE", false), ("GRÖßE", true), ("scim\\65F0ab", true), ("k", false)]
        {
            assert_eq!(
                matches(&KeyFilter { text: Some(text.into()), ..KeyFilter::default() }, &any),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn all_filters_must_match() {
        let any = key("2026-11-24T12:00:00Z", "active");
        let both = |text: &str| KeyFilter {
            expires_within: period("P1D"),
            older_than: period("P1D"),
            text: Some(text.into()),
            ..KeyFilter::default()
        };
        assert!(matches(&both("nightly"), &any) && !matches(&both("daily"), &any));
        assert!(KeyFilter::default().is_empty() && !both("x").is_empty());
    }

    fn single_row_pages(rows: &[&str]) -> impl Iterator<Item = Result<Page>> {
        let page = |json: &&str| Page::from_objects(RawValue::from_string((*json).into()), NOW.parse().ok());
        rows.iter().map(page).map(Ok).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn sorts_rows_by_expiry_without_changing_them() {
        let rows = [
            r#"{"id":"b","expiry":"2026-12-02T00:00:00Z", "x":1.50}"#,
            r#"{"id":"c","expiry":"2026-12-02T01:00:00+01:00"}"#,
            r#"{"id":"d","expiry":null}"#,
            r#"{"id":"e","expiry":"9999-12-31T23:59:59Z"}"#,
            r#"{"id":"a","expiry":"2026-12-01T00:00:00Z"}"#,
        ];
        let order = |descending: bool| {
            let page = SortedByExpiry::collect(single_row_pages(&rows), descending).unwrap().into_page();
            page.rows.iter().map(|row| rows.iter().position(|json| *json == row.json()).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!((order(false), order(true)), (vec![2, 4, 0, 1, 3], vec![3, 0, 1, 4, 2]));
        assert_eq!(SortedByExpiry::collect(single_row_pages(&["[]"]), false).err().unwrap().exit(), Exit::Unavailable);
    }

    #[test]
    fn filters_page_by_page_and_parses_nothing_without_a_filter() {
        let filter = KeyFilter { text: Some("x".into()), ..KeyFilter::default() };
        let rows = [r#"{"id":"a","sub":"x"}"#, r#"{"id":"b"}"#, "7"];
        let mut filtered = filter.filter_pages(single_row_pages(&rows));
        assert_eq!(filtered.next().unwrap().unwrap().rows.len(), 1);
        assert_eq!(filtered.next().unwrap().unwrap().rows.len(), 0);
        assert!(filtered.next().unwrap().is_err());
        assert!(KeyFilter::default().filter_pages(single_row_pages(&rows)).all(|page| page.unwrap().rows.len() == 1));
    }
}
