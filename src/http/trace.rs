//! The trace of `--verbose`: what is sent and what comes back, without bodies and with credentials masked.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

/// Parts of the names of headers that carry credentials.
const TELLTALE: [&str; 5] = ["auth", "cookie", "token", "secret", "key"];

/// Marks a value as secret where the header's name says so.
pub(super) fn guarded(name: &HeaderName, mut value: HeaderValue) -> HeaderValue {
    let tells = TELLTALE.iter().any(|part| name.as_str().contains(part));
    value.set_sensitive(value.is_sensitive() || tells);
    value
}

/// `> METHOD URL` and the headers.
pub(super) fn request(request: &reqwest::Request) -> String {
    let mut text = format!("> {} {}", request.method(), request.url());
    headers(&mut text, '>', request.headers());
    text
}

/// `< STATUS (TIME)` and the headers.
pub(super) fn response(response: &reqwest::Response, took: Duration) -> String {
    let mut text = format!("< {} ({} ms)", response.status(), took.as_millis());
    headers(&mut text, '<', response.headers());
    text
}

fn headers(text: &mut String, mark: char, headers: &HeaderMap) {
    for (name, value) in headers {
        let value = guarded(name, value.clone());
        let shown = match value.is_sensitive() {
            true if value.as_bytes().starts_with(b"Bearer ") => "Bearer **omitted**".into(),
            true => "**omitted**".into(),
            false => String::from_utf8_lossy(value.as_bytes()),
        };
        let _ = write!(text, "\n{mark} {name}: {shown}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_masked() {
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
