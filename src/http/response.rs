//! [`Response`]: a whole 2xx answer, and how it is read from the connection.

use std::borrow::Cow;

use jiff::Timestamp;
use reqwest::Method;
use serde_json::value::RawValue;
use url::Url;

use super::Settings;
use super::date;
use super::echo::Echo;
use super::failure::{self, Failure, Refusal};
use super::request::Request;
use super::transport::{Transport, Unread};
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
    /// How it was asked for, for errors.
    method: Method,
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
        Error::new(Exit::Unavailable, format!("the answer to {} is {what}", failure::named(&self.method, &self.url)))
            .caused_by(why)
            .hint(format!("check that {} is a Qlik Cloud tenant", self.url.origin().ascii_serialization()))
    }
}

/// Reads an answer to its end and tells success from failure. A `DELETE` that had to be repeated and then
/// finds nothing has done its work.
pub(super) fn read(
    request: &Request,
    url: &Url,
    mut answer: reqwest::Response,
    transport: &Transport,
    repeated: bool,
    echo: &Echo,
    settings: &Settings,
) -> Result<Response, Failure> {
    let status = answer.status();
    let headers = std::mem::take(answer.headers_mut());
    let body =
        transport.body(answer, usize::from(settings.max_body).saturating_mul(1024 * 1024)).map_err(|unread| {
            match unread {
                Unread::Broken(error) => Failure::broken(request, url, error),
                Unread::TooLong => Failure::too_long(request, url, status.as_u16(), settings.max_body),
            }
        })?;
    let done_before = repeated && request.method == Method::DELETE && status.as_u16() == 404;
    if !status.is_success() && !done_before {
        let answer = Refusal { status: status.as_u16(), headers: &headers, body: &plain(&body) };
        return Err(Failure::status(request, url, &answer, echo, &settings.unauthorized_hint));
    }
    Ok(Response { body, date: date::of(&headers), url: url.clone(), method: request.method.clone() })
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
