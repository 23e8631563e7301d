//! The trace of `--verbose`: requests and responses without their bodies, with credentials redacted.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::blocking::{Request, Response};
use reqwest::header::{HeaderMap, HeaderName};

/// Parts of the names of headers that hold credentials.
const SECRET_NAMES: [&str; 5] = ["auth", "cookie", "token", "secret", "key"];

/// `> METHOD URL` and the headers.
pub(super) fn request(request: &Request) -> String {
    let mut text = format!("> {} {}", request.method(), request.url());
    headers(&mut text, '>', request.headers());
    text
}

/// `< STATUS (TIME)` and the headers.
pub(super) fn response(response: &Response, took: Duration) -> String {
    let mut text = format!("< {} ({} ms)", response.status(), took.as_millis());
    headers(&mut text, '<', response.headers());
    text
}

fn headers(text: &mut String, mark: char, headers: &HeaderMap) {
    for (name, value) in headers {
        let shown = match value.is_sensitive() || is_secret(name) {
            true if value.as_bytes().starts_with(b"Bearer ") => "Bearer **omitted**".into(),
            true => "**omitted**".into(),
            false => String::from_utf8_lossy(value.as_bytes()),
        };
        let _ = write!(text, "\n{mark} {name}: {shown}");
    }
}

fn is_secret(name: &HeaderName) -> bool {
    SECRET_NAMES.iter().any(|part| name.as_str().contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_redacted() {
        let mut text = String::new();
        let pairs = [
            ("authorization", "Bearer fake-token"),
            ("proxy-authorization", "Basic fake"),
            ("set-cookie", "fake"),
            ("x-api-key", "fake"),
            ("accept", "application/json"),
        ];
        let map = pairs.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
        headers(&mut text, '>', &map);
        assert!(!text.contains("fake"), "a credential is in the trace");
        assert!(text.contains("\n> authorization: Bearer **omitted**"));
        assert!(text.contains("\n> accept: application/json"));
    }
}
