//! Dates in HTTP headers.

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap};

/// The tenant's clock: the `Date` of a response.
pub(super) fn from_headers(headers: &HeaderMap) -> Option<Timestamp> {
    parse(headers.get(DATE)?.to_str().ok()?)
}

/// Reads an IMF-fixdate (RFC 9110, section 5.6.7).
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp())
}
