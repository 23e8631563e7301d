//! [`Response`]: a response with its whole body.

use std::borrow::Cow;
use std::io::{self, Read as _};

use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::value::RawValue;
use url::Url;

use super::date;
use super::error::request_line;
use crate::error::{Error, Exit, Result};
use crate::object::Object;

/// A response with its whole body. Callers outside this module get successful responses only.
#[derive(Debug)]
pub struct Response {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// The body, decompressed.
    pub body: Vec<u8>,
    /// The tenant's clock: the `Date` header.
    pub date: Option<Timestamp>,
    /// The URL of the request. Links in the body are relative to it.
    pub url: Url,
    /// The method of the request, for errors.
    method: Method,
}

impl Response {
    /// Reads a response to its end. Returns `None` if the body is longer than `limit` bytes.
    ///
    /// # Errors
    /// Fails if the connection breaks, the request times out, or the body can't be decompressed.
    pub(super) fn read(
        response: &mut reqwest::blocking::Response,
        method: &Method,
        limit: usize,
    ) -> io::Result<Option<Self>> {
        let mut body = Vec::new();
        response.take(limit as u64 + 1).read_to_end(&mut body)?;
        let headers = std::mem::take(response.headers_mut());
        let (status, date) = (response.status().as_u16(), date::from_headers(&headers));
        let (url, method) = (response.url().clone(), method.clone());
        Ok((body.len() <= limit).then_some(Self { status, headers, body, date, url, method }))
    }

    /// Returns the body as text. JSON is serialized again, because escapes could hide a secret from the redactor.
    pub(super) fn text(&self) -> String {
        let json = serde_json::from_slice::<serde_json::Value>(strip_byte_order_mark(&self.body));
        json.map_or_else(|_| String::from_utf8_lossy(&self.body).into_owned(), |json| json.to_string())
    }

    /// Replaces invalid UTF-8 in the body with U+FFFD.
    pub fn into_utf8_lossy(mut self) -> Self {
        if let Cow::Owned(text) = String::from_utf8_lossy(&self.body) {
            self.body = text.into_bytes();
        }
        self
    }

    /// Parses the body, which must be a JSON object.
    ///
    /// # Errors
    /// Exit 7 if the body is something else.
    pub fn parse_object<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T> {
        Ok(self.parse_json::<Object<T>>()?.0)
    }

    /// Checks that the body is a JSON object and returns it as received.
    ///
    /// # Errors
    /// Exit 7 if the body is something else.
    pub fn parse_raw_object(&self) -> Result<Box<RawValue>> {
        let json: Box<RawValue> = self.parse_json()?;
        if json.get().starts_with('{') {
            Ok(json)
        } else {
            Err(self.unusable_error(anyhow::anyhow!("it is not an object")))
        }
    }

    /// Checks that the body is empty or JSON. An HTML page does not come from the API, even with status 200.
    ///
    /// # Errors
    /// Exit 7 if the body is something else.
    pub fn expect_json_or_empty(self) -> Result<Self> {
        if !self.body.trim_ascii().is_empty() {
            self.parse_json::<serde::de::IgnoredAny>()?;
        }
        Ok(self)
    }

    /// Creates the error for an unusable response (exit 7).
    pub fn unusable_error(&self, reason: impl Into<anyhow::Error>) -> Error {
        let content = if is_html(&self.body) { "an HTML page" } else { "not the expected JSON" };
        let request = request_line(&self.method, &self.url);
        Error::new(Exit::Unavailable, format!("the response to {request} is {content}"))
            .with_cause(reason)
            .with_hint(format!("check that {} is a Qlik Cloud tenant", self.url.origin().ascii_serialization()))
    }

    fn parse_json<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T> {
        serde_json::from_slice(strip_byte_order_mark(&self.body))
            .map_err(|error| self.unusable_error(anyhow::Error::msg(message_without_values(&error))))
    }
}

/// Strips the byte order mark that some servers send.
pub(super) fn strip_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Whether a body is HTML, as sent by proxies and by hosts that are not a tenant.
pub(super) fn is_html(body: &[u8]) -> bool {
    strip_byte_order_mark(body).trim_ascii_start().first() == Some(&b'<')
}

/// Returns the message of a JSON error without the value of the wrong type, which may be a token.
fn message_without_values(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => message,
    }
}
