//! What can go wrong with a request, and the error that the user sees of it.

use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use serde_json::{Map, Value, json};
use url::Url;

use super::date;
use super::echo::Echo;
use super::request::Request;
use crate::error::{Error, Exit, Problem};

const WAIT_LONGER: &str = "--timeout SECONDS waits longer";

/// How far a request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It is refused before anything is sent, or for good.
    Final,
    /// No connection came about.
    NotConnected,
    /// It was sent, and no whole answer came.
    NoAnswer,
    /// It was answered with this status.
    Answered(u16),
}

/// An answer of another status than 2xx.
pub(super) struct Refusal<'a> {
    pub(super) status: u16,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a str,
}

/// A request without a 2xx answer.
#[derive(Debug)]
pub struct Failure {
    pub(super) stage: Stage,
    /// What a 429 asks to wait, where it says so sensibly.
    pub(super) retry_after: Option<u32>,
    /// The other resource of the same tenant that a redirect leads to.
    pub(super) elsewhere: Option<Box<Url>>,
    /// Whether a web page stood where the API's JSON belongs.
    page: bool,
    error: Error,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}

impl Failure {
    /// Whether the tenant may have processed the request although it looks failed.
    pub fn outcome_unknown(&self) -> bool {
        matches!(self.stage, Stage::NoAnswer | Stage::Answered(..=299 | 500..))
    }

    /// What happened, in a few words.
    pub(super) fn short(&self) -> String {
        match self.stage {
            Stage::Final => "not sent".to_owned(),
            Stage::NotConnected => "no connection".to_owned(),
            Stage::NoAnswer => "no answer".to_owned(),
            Stage::Answered(429) => "rate limited".to_owned(),
            Stage::Answered(status) => format!("answered {status}"),
        }
    }

    /// Says how long the tenant asks to wait, where that is why we give up.
    pub(super) fn too_long_a_wait(&mut self, seconds: u64) {
        let error = std::mem::replace(&mut self.error, Error::usage(String::new()));
        self.error = error.hint(format!("try again in {seconds} s"));
    }

    /// Whether the tenant answered that the resource is not there. A web page is no such answer: a wrong host has none of all.
    pub fn is_missing(&self) -> bool {
        self.stage == Stage::Answered(404) && !self.page
    }

    /// Whether nothing could be sent, as to no tenant at all: no connection, or a certificate that is not trusted.
    pub fn is_unreached(&self) -> bool {
        matches!(self.stage, Stage::NotConnected | Stage::Final)
    }

    /// Whether a refusal of this status is not for one request of a batch alone: the credential, or the rate limit.
    pub(super) fn concerns_all(status: u16) -> bool {
        matches!(status, 401 | 429)
    }

    /// Whether it is such a refusal.
    pub(super) fn is_for_all(&self) -> bool {
        matches!(self.stage, Stage::Answered(status) if Self::concerns_all(status))
    }

    pub(super) fn is_rate_limit(&self) -> bool {
        self.stage == Stage::Answered(429)
    }

    /// The batch that the request belongs to was stopped before it could be sent.
    pub(super) fn stopped() -> Self {
        Self::not_sent(Error::new(Exit::Interrupted, "stopped before it was sent"))
    }

    pub(super) fn not_sent(error: Error) -> Self {
        Self { stage: Stage::Final, retry_after: None, elsewhere: None, page: false, error }
    }

    /// The connection failed or broke, or the answer took too long.
    pub(super) fn transport(request: &Request, url: &Url, error: reqwest::Error) -> Self {
        let host = url.origin().ascii_serialization();
        let certificate = is_certificate(&error);
        let (stage, what) = match () {
            () if certificate => (Stage::Final, format!("the certificate of {host} is not trusted")),
            () if error.is_builder() => (Stage::Final, "the request can't be sent".to_owned()),
            () if error.is_connect() => (Stage::NotConnected, format!("no connection to {host}")),
            () if error.is_timeout() => (Stage::NoAnswer, format!("no answer from {host} in time")),
            () => (Stage::NoAnswer, format!("the connection to {host} broke before the answer came")),
        };
        let hint = match stage {
            _ if certificate && may_be_unknown(&root(&error).to_string()) => {
                Some("--ca-file FILE trusts the certificates of a company or a proxy")
            }
            _ if certificate => {
                Some("check the server's name and this machine's clock; --insecure accepts any certificate")
            }
            Stage::NotConnected => Some("check the server's name, the network, and HTTPS_PROXY if there is a proxy"),
            Stage::NoAnswer if error.is_timeout() => Some(WAIT_LONGER),
            _ => None,
        };
        let told = Error::new(Exit::Unavailable, what).doing(&request.purpose);
        let told = hint.into_iter().fold(told, Error::hint);
        let cause = anyhow::anyhow!("{}: {}", named(&request.method, url), cause(error));
        Self { stage, retry_after: None, elsewhere: None, page: false, error: told.caused_by(cause) }
    }

    /// The connection broke while the answer's body came.
    pub(super) fn broken(request: &Request, url: &Url, error: reqwest::Error) -> Self {
        let what = format!("the answer to {} is not whole", named(&request.method, url));
        let is_slow = error.is_timeout();
        let told = Error::new(Exit::Unavailable, what).doing(&request.purpose).caused_by(cause(error));
        let error = if is_slow { told.hint(WAIT_LONGER) } else { told };
        Self { stage: Stage::NoAnswer, retry_after: None, elsewhere: None, page: false, error }
    }

    pub(super) fn too_long(request: &Request, url: &Url, status: u16, longest: u16) -> Self {
        let what = format!("the answer to {} is longer than {longest} MiB", named(&request.method, url));
        let error = Error::new(Exit::Unavailable, what).hint("--max-body MIB takes a longer one");
        Self { stage: Stage::Answered(status), retry_after: None, elsewhere: None, page: false, error }
    }

    /// The tenant, or something before it, answered with another status than 2xx.
    pub(super) fn status(request: &Request, url: &Url, answer: &Refusal, echo: &Echo, unauthorized_hint: &str) -> Self {
        let Refusal { status, headers, .. } = *answer;
        let body = echo.masked(answer.body);
        let body = body.as_bytes();
        let retry_after = (status == 429).then(|| retry_after(headers)).flatten();
        let (errors, trace_id) = document(body);
        let is_document = !errors.is_empty();
        let problem = Problem { status, errors, trace_id, retry_after: retry_after.map(u64::from) };
        let page = !is_document && is_html(body);
        let what = match status {
            300..=399 => redirect(headers, url, echo),
            _ if page => format!("an HTML page came with status {status}, not the API's JSON"),
            _ => problem.summary(),
        };
        let hint = match status {
            401 => Some(unauthorized_hint.to_owned()),
            429 => Some(format!("try again in {} s", retry_after.unwrap_or(60))),
            300..=399 => Some("name the server that it redirects to, if you trust it".to_owned()),
            _ if page => Some(format!("check that {} is a Qlik Cloud tenant", url.origin().ascii_serialization())),
            _ => request.hint_for(status).map(str::to_owned),
        };
        let error =
            Error::new(exit(status), what).doing(&request.purpose).refused(named(&request.method, url), problem);
        let elsewhere = (300..=399).contains(&status).then(|| within(headers, url)).flatten().map(Box::new);
        let error = hint.into_iter().fold(error, Error::hint);
        Self { stage: Stage::Answered(status), retry_after, elsewhere, page, error }
    }
}

/// The exit code for a status.
fn exit(status: u16) -> Exit {
    match status {
        401 => Exit::Auth,
        403 => Exit::Forbidden,
        404 => Exit::NotFound,
        429 => Exit::RateLimited,
        ..=399 | 500.. => Exit::Unavailable,
        _ => Exit::Error,
    }
}

/// "GET /path?query": how errors name a request.
pub(super) fn named(method: &Method, url: &Url) -> String {
    let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
    format!("{method} {}{query}", url.path())
}

/// A body without the byte order mark that some put before it.
pub(super) fn unmarked(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Whether a body is a web page: what proxies and wrong hosts answer.
pub(super) fn is_html(body: &[u8]) -> bool {
    unmarked(body).trim_ascii_start().first() == Some(&b'<')
}

fn redirect(headers: &HeaderMap, url: &Url, echo: &Echo) -> String {
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok()).map(|text| echo.masked(text));
    match location.and_then(|text| url.join(&text).ok()) {
        // What follows the path may hold what is nobody's business.
        Some(to) => format!("{} redirects to {}{}, and redirects are not followed", host(url), host(&to), to.path()),
        None => format!("{} redirects, and redirects are not followed", host(url)),
    }
}

/// Where a redirect leads, if that is another resource of the API at the same origin.
fn within(headers: &HeaderMap, url: &Url) -> Option<Url> {
    let to = url.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    let is_plain = to.username().is_empty() && to.password().is_none();
    (is_plain && to.origin() == url.origin() && to.path().starts_with("/api/")).then_some(to)
}

fn host(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The members of `errors` and the traceId of an error document; the flat forms of RFC 6749 (section 5.2) too.
fn document(body: &[u8]) -> (Vec<Map<String, Value>>, Option<String>) {
    let Ok(Value::Object(document)) = serde_json::from_slice(unmarked(body)) else {
        return (Vec::new(), None);
    };
    let trace_id = document.get("traceId").and_then(Value::as_str).map(str::to_owned);
    let errors = match (document.get("errors"), document.get("error"), document.contains_key("title")) {
        (Some(Value::Array(errors)), ..) => errors.iter().filter_map(Value::as_object).cloned().collect(),
        (_, Some(code @ Value::String(title)), _) => {
            let detail = document.get("error_description").cloned().unwrap_or(Value::Null);
            let flat = json!({ "code": code, "title": title, "detail": detail });
            flat.as_object().cloned().into_iter().collect()
        }
        (_, _, true) => vec![document],
        _ => Vec::new(),
    };
    (errors, trace_id)
}

/// The seconds of `Retry-After` (RFC 9110, section 10.2.3): a number, or a date by the tenant's own clock.
/// A value that makes no sense counts as none.
fn retry_after(headers: &HeaderMap) -> Option<u32> {
    const SENSIBLE: u32 = 24 * 60 * 60;
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = text.parse::<u64>().ok().or_else(|| {
        let until = date::parse(text)?;
        let now = date::of(headers).unwrap_or_else(Timestamp::now);
        u64::try_from(until.as_second() - now.as_second()).ok()
    })?;
    u32::try_from(seconds).ok().filter(|seconds| *seconds <= SENSIBLE)
}

/// What lies behind an error of the HTTP library, without its own two generic layers and without the URL.
pub(super) fn cause(error: reqwest::Error) -> anyhow::Error {
    root(&error.without_url())
}

fn root(error: &(dyn std::error::Error + 'static)) -> anyhow::Error {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    anyhow::Error::msg(deepest.to_string())
}

/// Whether a certificate may be refused because nobody knows its issuer. The platform that judges it on macOS and Windows
/// has its own words for that.
fn may_be_unknown(reason: &str) -> bool {
    reason.ends_with("UnknownIssuer") || reason.contains("Other(")
}

/// Whether the server's certificate is the reason: trying again won't mend that.
fn is_certificate(error: &reqwest::Error) -> bool {
    root(error).to_string().starts_with("invalid peer certificate")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_by_the_tenants_clock() {
        let date = ("date", "Mon, 23 Nov 2026 12:00:00 GMT");
        for (value, seconds) in [
            ("13", Some(13)),
            ("0", Some(0)),
            ("Mon, 23 Nov 2026 12:01:30 GMT", Some(90)),
            ("Mon, 23 Nov 2026 11:00:00 GMT", None),
            ("-5", None),
            ("1e9", None),
            ("99999999999", None),
            ("soon", None),
        ] {
            assert_eq!(retry_after(&headers(&[date, ("retry-after", value)])), seconds, "{value}");
        }
        assert_eq!(retry_after(&headers(&[date])), None);
    }

    #[test]
    fn error_documents_are_read_leniently() {
        let read = |body: &str| document(body.as_bytes());
        let (errors, trace) = read(r#"{"errors":[{"title":"A"},7,{"title":"B","status":"404"}],"traceId":"t"}"#);
        assert_eq!((errors.len(), trace.as_deref()), (2, Some("t")));
        let (errors, _) = read(r#"{"error":"invalid_client","error_description":"no"}"#);
        assert_eq!((errors[0]["title"].as_str(), errors[0]["detail"].as_str()), (Some("invalid_client"), Some("no")));
        assert_eq!(read(r#"{"title":"flat"}"#).0.len(), 1);
        for none in ["", "null", "[]", "<html>", "{}", r#"{"errors":{}}"#] {
            assert_eq!(read(none), (Vec::new(), None), "{none}");
        }
    }

    proptest! {
        #[test]
        fn a_wait_is_at_most_a_day_and_as_long_as_was_asked(seconds in prop_oneof![0..200_000u64, any::<u64>()]) {
            let told = retry_after(&headers(&[("retry-after", &seconds.to_string())]));
            prop_assert_eq!(told.map(u64::from), Some(seconds).filter(|seconds| *seconds <= 86_400));
        }

        #[test]
        fn whatever_asks_to_wait_is_read_or_not(text in prop_oneof!["[ -~]{0,40}", "[+-]?[0-9]{1,25}(\\.[0-9])?"]) {
            let told = retry_after(&headers(&[("retry-after", &text), ("date", &text)]));
            prop_assert!(told.is_none_or(|wait| wait <= 86_400));
        }

        #[test]
        fn a_date_reads_back_and_a_wait_is_counted_from_it(
            second in 0..4_000_000_000i64,
            wait in -100_000..100_000i64,
        ) {
            let date = |second| {
                let time = Timestamp::from_second(second).unwrap();
                jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time).unwrap()
            };
            prop_assert_eq!(date::parse(&date(second)), Timestamp::from_second(second).ok());
            let told = retry_after(&headers(&[("date", &date(second)), ("retry-after", &date(second + wait))]));
            prop_assert_eq!(told, u32::try_from(wait).ok().filter(|wait| *wait <= 86_400));
        }

        #[test]
        fn any_text_is_a_date_or_not(text in any::<String>()) {
            let _ = date::parse(&text);
        }

        #[test]
        fn any_error_body_is_read(body in vec(any::<u8>(), 0..60)) {
            let _ = document(&body);
        }
    }
}
