//! [`Response`]: a whole 2xx answer, and how it is read from the connection.

use std::borrow::Cow;
use std::io::Read as _;

use jiff::Timestamp;
use reqwest::blocking;
use serde_json::value::RawValue;
use url::Url;

use super::Settings;
use super::date;
use super::echo::Echo;
use super::failure::{self, Failure, Refusal};
use super::request::Request;
use crate::error::{Error, Exit, Result};
use crate::object::Object;

/// A 2xx answer.
#[derive(Debug)]
pub struct Response {
    /// The body as it came, its content coding undone.
    pub body: Vec<u8>,
    /// The tenant's clock when it answered (`Date`, RFC 9110, section 6.6.1).
    pub date: Option<Timestamp>,
    /// Where it came from: links in it are relative to this.
    pub url: Url,
    /// "GET /path", for errors.
    request: String,
}

impl Response {
    /// The same with U+FFFD for what is no UTF-8 in it: for an answer that can't be asked for once more.
    pub fn in_utf8(mut self) -> Self {
        if let Cow::Owned(text) = String::from_utf8_lossy(&self.body) {
            self.body = text.into_bytes();
        }
        self
    }

    /// The body as a JSON object of a given shape.
    ///
    /// # Errors
    /// Exit 7: an answer that is no answer.
    pub fn object<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T> {
        Ok(self.json::<Object<T>>()?.0)
    }

    /// The body as the tenant's own JSON object, to be shown.
    ///
    /// # Errors
    /// Exit 7: an answer that is no answer.
    pub fn raw_object(&self) -> Result<Box<RawValue>> {
        let json: Box<RawValue> = self.json()?;
        if json.get().starts_with('{') { Ok(json) } else { Err(self.unusable(anyhow::anyhow!("it is no object"))) }
    }

    fn json<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T> {
        serde_json::from_slice(failure::unmarked(&self.body))
            .map_err(|error| self.unusable(anyhow::Error::msg(without_values(&error))))
    }

    /// The same, if it can be the answer to a change: nothing, or some JSON. A web page is no answer, whatever its status.
    ///
    /// # Errors
    /// Exit 7: an answer that is no answer.
    pub fn acknowledged(self) -> Result<Self> {
        if !self.body.trim_ascii().is_empty() {
            self.json::<serde::de::IgnoredAny>()?;
        }
        Ok(self)
    }

    /// An error that says why the body is of no use.
    pub fn unusable(&self, why: impl Into<anyhow::Error>) -> Error {
        let what = if failure::is_html(&self.body) { "an HTML page" } else { "not the JSON that the API promises" };
        Error::new(Exit::Unavailable, format!("the answer to {} is {what}", self.request))
            .caused_by(why)
            .hint(format!("check that {} is a Qlik Cloud tenant", self.url.origin().ascii_serialization()))
    }
}

/// Reads an answer to its end and tells success from failure. A `DELETE` that had to be repeated and then
/// finds nothing has done its work.
pub(super) fn read(
    request: &Request,
    url: &Url,
    answer: blocking::Response,
    repeated: bool,
    echo: &Echo,
    settings: &Settings,
) -> Result<Response, Failure> {
    let status = answer.status();
    let headers = answer.headers().clone();
    let longest = u64::from(settings.max_body) * 1024 * 1024;
    let body = whole(answer.take(longest + 1)).map_err(|error| Failure::broken(request, url, error))?;
    if body.len() as u64 > longest {
        return Err(Failure::too_long(request, url, status.as_u16(), settings.max_body));
    }
    let done_before = repeated && request.method == reqwest::Method::DELETE && status.as_u16() == 404;
    if !status.is_success() && !done_before {
        let answer = Refusal { status: status.as_u16(), headers: &headers, body: &plain(&body) };
        return Err(Failure::status(request, url, &answer, echo, &settings.unauthorized_hint));
    }
    Ok(Response { body, date: date::of(&headers), url: url.clone(), request: failure::named(request, url) })
}

/// Reads to the end, block by block: the library's reader would have all of the room cleared before each read.
fn whole(mut body: impl std::io::Read) -> std::io::Result<Vec<u8>> {
    let mut whole = Vec::with_capacity(32 * 1024);
    let mut block = [0; 4096];
    loop {
        match body.read(&mut block)? {
            0 => return Ok(whole),
            count => whole.extend_from_slice(block.get(..count).unwrap_or_default()),
        }
    }
}

/// The text of a body; of JSON, without escapes that could hide a secret from whoever looks for it.
fn plain(body: &[u8]) -> String {
    let json = serde_json::from_slice::<serde_json::Value>(failure::unmarked(body));
    json.map_or_else(|_| String::from_utf8_lossy(body).into_owned(), |json| json.to_string())
}

/// What is wrong with JSON, without the values that are told of one of another type: such a value may be a token.
fn without_values(error: &serde_json::Error) -> String {
    let told = error.to_string();
    match told.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => told,
    }
}
