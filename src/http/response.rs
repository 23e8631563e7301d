//! [`Response`]: a response with its whole body.

use std::borrow::Cow;
use std::io::{self, BufRead as _, BufReader, Read as _};

use flate2::bufread::MultiGzDecoder;
use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;

use super::{date, error};
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
    /// The request as "GET /path?query" for errors, with secrets redacted.
    pub(super) request_line: String,
}

/// The maximum length of the body of an error. Error documents are much shorter, and the rest would not be shown.
const MAX_ERROR_BODY: usize = 256 * 1024;

impl Response {
    /// Creates a response to a `GET` request, without headers.
    pub fn new(status: u16, body: Vec<u8>, url: Url) -> Self {
        let request_line = error::request_line(&Method::GET, &url);
        Self { status, headers: HeaderMap::new(), body, date: None, url, request_line }
    }

    /// Reads a response to its end. Returns `None` if the body is longer than `limit` bytes. The body of an error is
    /// cut off after [`MAX_ERROR_BODY`].
    ///
    /// # Errors
    /// Fails if the connection breaks, the request times out, or the body can't be decompressed.
    pub(super) fn read(
        mut response: reqwest::blocking::Response,
        request_line: &str,
        limit: usize,
    ) -> io::Result<Option<Self>> {
        let headers = std::mem::take(response.headers_mut());
        let (status, date) = (response.status().as_u16(), date::from_headers(&headers));
        let (url, request_line) = (response.url().clone(), request_line.to_owned());
        let is_success = response.status().is_success();
        let limit = if is_success { limit } else { limit.min(MAX_ERROR_BODY) };
        let mut body = read_body(response, &headers, limit + 1)?;
        if !is_success {
            body.truncate(limit);
        }
        Ok((body.len() <= limit).then_some(Self { status, headers, body, date, url, request_line }))
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

    /// Checks that the body is empty or JSON that reports no error. An HTML page does not come from the API, even with
    /// status 200, and an error document with that status leaves open whether the request was processed.
    ///
    /// # Errors
    /// Exit 7 if the body is something else.
    pub fn expect_json_or_empty(self) -> Result<Self> {
        if !self.body.trim_ascii().is_empty() {
            self.parse_json::<serde::de::IgnoredAny>()?;
        }
        if (200..=299).contains(&self.status) && is_error_document(&self.body) {
            let message =
                format!("the response to {} has status {} but reports an error", self.request_line, self.status);
            return Err(Error::new(Exit::Unavailable, message).with_hint("check whether anything was changed"));
        }
        Ok(self)
    }

    /// Creates the error for an unusable response (exit 7).
    pub fn unusable_error(&self, reason: impl Into<anyhow::Error>) -> Error {
        let content = if is_html(&self.body) { "an HTML page" } else { "not the expected JSON" };
        Error::new(Exit::Unavailable, format!("the response to {} is {content}", self.request_line))
            .with_cause(reason)
            .with_hint(format!("check that {} is a Qlik Cloud tenant", self.url.origin().ascii_serialization()))
    }

    fn parse_json<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T> {
        serde_json::from_slice(strip_byte_order_mark(&self.body))
            .map_err(|error| self.unusable_error(anyhow::Error::msg(message_without_values(&error))))
    }
}

/// Reads a body, decompressed, up to `limit` bytes. A gzip body may have several members
/// (<https://www.rfc-editor.org/rfc/rfc1952#section-2.2>).
fn read_body(response: reqwest::blocking::Response, headers: &HeaderMap, limit: usize) -> io::Result<Vec<u8>> {
    let encoding = headers.get(CONTENT_ENCODING).map_or(&b""[..], |value| value.as_bytes().trim_ascii());
    let is_gzip = encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip");
    let mut body = Vec::new();
    let mut reader = BufReader::new(response);
    // A response without a body may name an encoding.
    if is_gzip && !reader.fill_buf()?.is_empty() {
        MultiGzDecoder::new(reader).take(limit as u64).read_to_end(&mut body)?;
    } else {
        reader.take(limit as u64).read_to_end(&mut body)?;
    }
    Ok(body)
}

/// Whether a body is a JSON object that reports an error, in the API's form or OAuth's.
fn is_error_document(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct ErrorMembers<'a> {
        #[serde(borrow)]
        errors: Option<&'a RawValue>,
        #[serde(borrow)]
        error: Option<&'a RawValue>,
    }
    let body = strip_byte_order_mark(body).trim_ascii();
    match serde_json::from_slice::<Object<ErrorMembers>>(body) {
        Ok(Object(ErrorMembers { errors, error })) => {
            let is_empty = |json: &RawValue| json.get().trim_matches(['[', ']', '"', ' ', '\n', '\r', '\t']).is_empty();
            [errors, error].into_iter().flatten().any(|json| !is_empty(json))
        }
        // An object with two such members.
        Err(_) => body.starts_with(b"{"),
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
