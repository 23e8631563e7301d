//! [`RequestError`]: why a request failed, and the error that the user sees.

use std::error::Error as StdError;
use std::io;

use reqwest::Method;
use reqwest::header::{HeaderMap, LOCATION};
use serde_json::{Map, Value};
use url::Url;

use super::dns::ResolveError;
use super::redaction::Redactor;
use super::request::Request;
use super::response::{Response, is_html, strip_byte_order_mark};
use super::retry::parse_retry_after;
use crate::error::{Error, ErrorResponse, Exit};

const TIMEOUT_HINT: &str = "raise the time limit with --timeout SECONDS";

/// How far a request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It was not sent, and a retry would not help.
    NotSent,
    /// No connection was established.
    NotConnected,
    /// It was sent, but no complete response arrived.
    NoResponse,
    /// A response with this status arrived.
    Responded(u16),
}

/// A request that failed: it got no usable 2xx response.
#[derive(Debug)]
pub struct RequestError {
    pub(super) stage: Stage,
    /// The `Retry-After` of a 429 in seconds, if it is plausible.
    pub(super) retry_after: Option<u32>,
    /// The target of a redirect, if it is within the tenant's API.
    pub(super) redirect: Option<Box<Url>>,
    /// Whether the body was HTML instead of JSON.
    is_html: bool,
    error: Error,
}

impl From<RequestError> for Error {
    fn from(error: RequestError) -> Self {
        error.error
    }
}

impl RequestError {
    pub(super) fn new(stage: Stage, error: Error) -> Self {
        Self { stage, retry_after: None, redirect: None, is_html: false, error }
    }

    /// The request can't be sent.
    pub(super) fn not_sent(error: Error) -> Self {
        Self::new(Stage::NotSent, error)
    }

    /// The batch was stopped before the request was sent.
    pub(super) fn stopped() -> Self {
        Self::not_sent(Error::new(Exit::Interrupted, "canceled before it was sent"))
    }

    /// The name of the server, or that of a proxy, does not resolve. A retry would not help.
    pub(super) fn unresolved(
        request: &Request,
        url: &Url,
        request_line: &str,
        cause: &ResolveError,
        server_hint: &str,
    ) -> Self {
        let host = &cause.host;
        let is_server = url.host_str() == Some(host);
        let message = format!("the {} {host} does not resolve", if is_server { "host name" } else { "proxy's name" });
        let hint = if is_server { server_hint } else { "check HTTPS_PROXY and ALL_PROXY" };
        let cause = anyhow::anyhow!("{request_line}: {cause}");
        let error = Error::new(Exit::Unavailable, message).with_purpose(&request.purpose).with_cause(cause);
        Self::not_sent(error.with_hint(hint))
    }

    /// The connection failed or broke, or the response took too long.
    pub(super) fn from_transport(request: &Request, url: &Url, request_line: &str, error: reqwest::Error) -> Self {
        let host = url.origin().ascii_serialization();
        let error = error.without_url();
        let cause = root_cause(&error);
        let reason = cause.to_string();
        let is_bad_certificate = reason.starts_with("invalid peer certificate");
        let (stage, message, hint) = if is_bad_certificate {
            let hint = if may_be_unknown_issuer(&reason) {
                "to trust the certificates of a company or a proxy, use --ca-file FILE"
            } else {
                "check the server name and this machine's clock; to accept any certificate, use --insecure"
            };
            (Stage::NotSent, format!("the certificate of {host} is not trusted"), Some(hint))
        } else if error.is_builder() {
            (Stage::NotSent, "the request can't be sent".to_owned(), None)
        } else if error.is_connect() {
            let hint = "check the server name, the network, and HTTPS_PROXY if there is a proxy";
            (Stage::NotConnected, format!("no connection to {host}"), Some(hint))
        } else if error.is_timeout() {
            (Stage::NoResponse, format!("no response from {host} in time"), Some(TIMEOUT_HINT))
        } else {
            (Stage::NoResponse, format!("the connection to {host} broke before the response arrived"), None)
        };
        let cause = anyhow::anyhow!("{request_line}: {cause}");
        let error = Error::new(Exit::Unavailable, message).with_purpose(&request.purpose).with_cause(cause);
        Self::new(stage, with_optional_hint(error, hint))
    }

    /// The connection broke, or the request timed out, while the response body was read.
    pub(super) fn incomplete_body(request: &Request, request_line: &str, error: &io::Error) -> Self {
        let message = format!("the response to {request_line} is incomplete");
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
        let is_timeout = inner.is_some_and(reqwest::Error::is_timeout);
        let error = Error::new(Exit::Unavailable, message).with_purpose(&request.purpose).with_cause(root_cause(error));
        Self::new(Stage::NoResponse, with_optional_hint(error, is_timeout.then_some(TIMEOUT_HINT)))
    }

    /// The response's body is longer than `limit` MiB.
    pub(super) fn body_too_long(request_line: &str, status: u16, limit: u16) -> Self {
        let message = format!("the response to {request_line} is longer than {limit} MiB");
        let error = Error::new(Exit::Unavailable, message).with_hint("raise the limit with --max-body MIB");
        Self::new(Stage::Responded(status), error)
    }

    /// The tenant, or a proxy in front of it, returned a status other than 2xx. `hint` says what to do about it.
    pub(super) fn from_response(
        request: &Request,
        response: &Response,
        redactor: &Redactor,
        hint: Option<&str>,
    ) -> Self {
        let Response { status, ref headers, ref body, ref url, .. } = *response;
        let retry_after = (status == 429).then(|| parse_retry_after(headers)).flatten();
        let (errors, trace_id) = parse_error_document(body, redactor);
        let is_html = errors.is_empty() && is_html(body);
        let error_response = ErrorResponse { status, errors, trace_id, retry_after: retry_after.map(u64::from) };
        let message = match status {
            300..=399 => redirect_message(headers, url, redactor),
            _ if is_html => format!("got an HTML page with status {status} instead of JSON"),
            _ => error_response.summary(),
        };
        let hint = match status {
            401 => hint.map(str::to_owned),
            429 => {
                Some(retry_after.map_or("try again later".to_owned(), |seconds| format!("try again in {seconds} s")))
            }
            300..=399 => Some("if you trust the server that it redirects to, use that server instead".to_owned()),
            _ if is_html => Some(format!("check that {} is a Qlik Cloud tenant", url.origin().ascii_serialization())),
            _ => hint.map(str::to_owned),
        };
        let error = Error::new(exit_code(status), message)
            .with_purpose(&request.purpose)
            .with_response(response.request_line.clone(), error_response);
        let redirect = if (300..=399).contains(&status) { redirect_within_api(headers, url, redactor) } else { None };
        let stage = Stage::Responded(status);
        Self { stage, retry_after, redirect: redirect.map(Box::new), is_html, error: with_optional_hint(error, hint) }
    }

    /// Whether the tenant may have processed the request despite the error. A 303 says that it did
    /// (<https://www.rfc-editor.org/rfc/rfc9110#section-15.4.4>).
    pub fn is_outcome_unknown(&self) -> bool {
        matches!(self.stage, Stage::NoResponse | Stage::Responded(..=299 | 303 | 500..))
    }

    /// Whether the resource does not exist (404). An HTML page does not count, because it does not come from the API.
    pub fn is_not_found(&self) -> bool {
        self.stage == Stage::Responded(404) && !self.is_html
    }

    /// Whether nothing was sent, for example because no connection was established.
    pub fn is_not_sent(&self) -> bool {
        matches!(self.stage, Stage::NotConnected | Stage::NotSent)
    }

    pub(super) fn is_rate_limit(&self) -> bool {
        self.stage == Stage::Responded(429)
    }

    /// A short description, for notices and the trace.
    pub(super) fn summary(&self) -> String {
        match self.stage {
            Stage::NotSent => "not sent".to_owned(),
            Stage::NotConnected => "no connection".to_owned(),
            Stage::NoResponse => "no response".to_owned(),
            Stage::Responded(429) => "rate limited".to_owned(),
            Stage::Responded(status) => format!("answered {status}"),
        }
    }
}

fn with_optional_hint(error: Error, hint: Option<impl Into<String>>) -> Error {
    hint.into_iter().fold(error, Error::with_hint)
}

/// The exit code for an HTTP status.
fn exit_code(status: u16) -> Exit {
    match status {
        401 => Exit::Auth,
        403 => Exit::Forbidden,
        404 => Exit::NotFound,
        429 => Exit::RateLimited,
        ..=399 | 500.. => Exit::Unavailable,
        _ => Exit::Error,
    }
}

/// Formats a request as "GET /path?query" for errors.
pub(super) fn request_line(method: &Method, url: &Url) -> String {
    let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
    format!("{method} {}{query}", url.path())
}

fn redirect_message(headers: &HeaderMap, url: &Url, redactor: &Redactor) -> String {
    let from = url.origin().ascii_serialization();
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok()).map(|text| redactor.redact(text));
    match location.and_then(|text| url.join(&text).ok()) {
        // Without the query, which may hold a secret.
        Some(target) => {
            let (host, path) = (target.origin().ascii_serialization(), target.path());
            format!("{from} redirects to {host}{path}, and redirects are not followed")
        }
        None => format!("{from} redirects, and redirects are not followed"),
    }
}

/// Returns the target of a redirect, if it is within the API of the same origin and does not show the credential.
fn redirect_within_api(headers: &HeaderMap, url: &Url, redactor: &Redactor) -> Option<Url> {
    let target = url.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    let has_no_userinfo = target.username().is_empty() && target.password().is_none();
    let is_within_api = target.origin() == url.origin() && target.path().starts_with("/api/");
    (has_no_userinfo && is_within_api && !redactor.contains_credential(target.as_str())).then_some(target)
}

/// Returns the `errors` and the `traceId` of an error document. Also accepts a single error without `errors`, and
/// OAuth's form of an error (<https://www.rfc-editor.org/rfc/rfc6749#section-5.2>). Secrets are redacted after parsing,
/// because escapes could hide them in the text.
fn parse_error_document(body: &[u8], redactor: &Redactor) -> (Vec<Map<String, Value>>, Option<String>) {
    let text = String::from_utf8_lossy(strip_byte_order_mark(body));
    let Ok(document @ Value::Object(_)) = serde_json::from_str(&text) else {
        return (Vec::new(), None);
    };
    let Value::Object(mut document) = redactor.redact_json(document) else {
        return (Vec::new(), None);
    };
    let trace_id = document.get("traceId").and_then(Value::as_str).map(str::to_owned);
    let errors = match (document.remove("errors"), document.remove("error"), document.contains_key("title")) {
        (Some(Value::Array(errors)), ..) => errors.into_iter().filter_map(into_object).collect(),
        (_, Some(Value::String(title)), _) => {
            let detail = document.remove("error_description").unwrap_or(Value::Null);
            let members = [("code", title.clone().into()), ("title", title.into()), ("detail", detail)];
            vec![members.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()]
        }
        (_, _, true) => vec![document],
        _ => Vec::new(),
    };
    (errors, trace_id)
}

fn into_object(value: Value) -> Option<Map<String, Value>> {
    if let Value::Object(object) = value { Some(object) } else { None }
}

/// Returns the innermost cause of an error of `reqwest`. The outer ones are generic.
pub(super) fn root_cause(error: &(dyn StdError + 'static)) -> anyhow::Error {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    anyhow::Error::msg(cause.to_string())
}

/// Whether a certificate may have been rejected because its issuer is unknown. The verifiers of macOS and Windows
/// report that as `Other`, with their own messages.
fn may_be_unknown_issuer(reason: &str) -> bool {
    reason.ends_with("UnknownIssuer") || reason.contains("Other(")
}
