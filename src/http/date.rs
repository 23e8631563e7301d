//! Dates in HTTP headers.

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap};

/// Returns the `Date` of a response: the tenant's clock.
///
/// <https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1>
pub(super) fn from_headers(headers: &HeaderMap) -> Option<Timestamp> {
    parse(headers.get(DATE)?.to_str().ok()?)
}

/// Parses an HTTP date (IMF-fixdate).
///
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7>
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp())
}
