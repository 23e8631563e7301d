//! The trace of `--verbose`: requests and responses without their bodies, with credentials redacted.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::blocking::{Request, Response};
use reqwest::header::{HeaderMap, HeaderName};

/// Parts of the names of headers that hold credentials.
const SECRET_NAME_PARTS: [&str; 5] = ["auth", "cookie", "token", "secret", "key"];

/// `> METHOD URL` and the headers.
pub(super) fn format_request(request: &Request) -> String {
    let mut text = format!("> {} {}", request.method(), request.url());
    write_headers(&mut text, '>', request.headers());
    text
}

/// `< STATUS (TIME)` and the headers.
pub(super) fn format_response(response: &Response, took: Duration) -> String {
    let mut text = format!("< {} ({} ms)", response.status(), took.as_millis());
    write_headers(&mut text, '<', response.headers());
    text
}

fn write_headers(text: &mut String, mark: char, headers: &HeaderMap) {
    for (name, value) in headers {
        let shown = match value.is_sensitive() || is_secret_header(name) {
            true if value.as_bytes().starts_with(b"Bearer ") => "Bearer **omitted**".into(),
            true => "**omitted**".into(),
            false => String::from_utf8_lossy(value.as_bytes()),
        };
        let _ = write!(text, "\n{mark} {name}: {shown}");
    }
}

fn is_secret_header(name: &HeaderName) -> bool {
    SECRET_NAME_PARTS.iter().any(|part| name.as_str().contains(part))
}
