//! Dates as HTTP writes them.

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap};

/// The tenant's clock, as far as it tells.
pub(super) fn of(headers: &HeaderMap) -> Option<Timestamp> {
    parse(headers.get(DATE)?.to_str().ok()?)
}

/// An IMF-fixdate of RFC 9110, section 5.6.7.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp())
}
