//! The trace of `--verbose`: requests and responses without their bodies, with credentials redacted.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::blocking::{Request, Response};
use reqwest::header::HeaderMap;

use crate::secret::is_secret_header_name;

/// Formats a request as `> METHOD URL` and its headers.
pub(super) fn format_request(request: &Request) -> String {
    let mut text = format!("> {} {}", request.method(), request.url());
    write_headers(&mut text, '>', request.headers());
    text
}

/// Formats a response as `< STATUS (TIME)` and its headers.
pub(super) fn format_response(response: &Response, elapsed: Duration) -> String {
    let mut text = format!("< {} ({} ms)", response.status(), elapsed.as_millis());
    write_headers(&mut text, '<', response.headers());
    text
}

fn write_headers(text: &mut String, mark: char, headers: &HeaderMap) {
    for (name, value) in headers {
        let printed = match value.is_sensitive() || is_secret_header_name(name.as_str()) {
            true if value.as_bytes().starts_with(b"Bearer ") => "Bearer **omitted**".into(),
            true => "**omitted**".into(),
            false => String::from_utf8_lossy(value.as_bytes()),
        };
        let _ = write!(text, "\n{mark} {name}: {printed}");
    }
}
