//! Exit codes, and [`Error`]: a message with causes, a hint and an exit code, printed as text or JSON.

use std::fmt::Write as _;

use clap::ValueEnum;
use serde_json::{Map, Value, json};

/// The result of a fallible function of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The exit codes of the program. Scripts depend on them, so codes are added, but never changed.
///
/// `help exit-codes` and the guide show the names and doc comments of the variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Exit {
    /// success, including an empty list
    Ok = 0,
    /// any other error: a declined prompt, a request that the tenant rejected (400), a difference found by `config diff
    /// --exit-code`
    Error = 1,
    /// an invalid flag, value or body, found before anything is sent; a confirmation that needs `--yes`
    Usage = 2,
    /// no server, no credential, a credential that the tenant rejects (401), or no keyring
    Auth = 3,
    /// the user is not allowed to do this (403)
    Forbidden = 4,
    /// no such key, configuration or context (404)
    #[value(name = "not found")]
    NotFound = 5,
    /// still over the tenant's rate limit after waiting (429)
    #[value(name = "rate limited")]
    RateLimited = 6,
    /// DNS, TLS, connection, timeout, 5xx, a redirect, or an unusable response
    Unavailable = 7,
    /// some operations succeeded and some failed: each failure is reported
    Partial = 8,
    /// a `create` was sent and its outcome is unknown: check for the key before trying again
    #[value(name = "unknown outcome")]
    UnknownOutcome = 9,
    /// `expiring` found keys that expire within the given time, or `review` has findings
    Findings = 10,
    /// `expiring` found keys that expire within the critical time or have expired, or `review` has critical findings
    #[value(name = "critical findings")]
    CriticalFindings = 11,
    /// `context run` found the program, but could not run it
    #[value(name = "not executable")]
    NotExecutable = 126,
    /// `context run` did not find the program
    #[value(name = "command not found")]
    CommandNotFound = 127,
    /// the terminal was closed, or SIGHUP
    #[value(name = "hangup")]
    HangUp = 129,
    /// Ctrl-C, or SIGINT
    Interrupted = 130,
    /// SIGTERM
    Terminated = 143,
}

impl Exit {
    /// Returns every code with its name and its meaning.
    pub fn all() -> impl Iterator<Item = (Self, String, String)> {
        Self::value_variants().iter().filter_map(|exit| {
            let value = exit.to_possible_value()?;
            Some((*exit, value.get_name().to_owned(), value.get_help()?.to_string()))
        })
    }

    /// Returns the code for the operating system.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// An error response of the tenant (<https://qlik.dev/apis/rest/api-keys>). Any member may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: u16,
    /// The members of `errors` as received. Messages show the first one.
    pub errors: Vec<Map<String, Value>>,
    /// `traceId`: identifies the request for Qlik's support.
    pub trace_id: Option<String>,
    /// `Retry-After` of a 429, in seconds.
    pub retry_after: Option<u64>,
}

impl ErrorResponse {
    /// A member of the first error on one line, because a line break could imitate a hint of this program.
    fn first_error_member(&self, member: &str) -> Option<String> {
        let text = self.errors.first()?.get(member)?.as_str().filter(|text| !text.is_empty())?;
        Some(one_line(text))
    }

    /// Returns "Title. Detail", or a generic message if the tenant sent neither.
    pub fn summary(&self) -> String {
        match (self.first_error_member("title"), self.first_error_member("detail")) {
            (Some(title), Some(detail)) if title != detail => {
                format!("{}. {detail}", title.trim_end_matches('.'))
            }
            (Some(text), _) | (None, Some(text)) => text,
            (None, None) => format!("the tenant returned {} without a reason", self.status),
        }
    }

    /// Returns the available parts of ": code X, at POINTER, traceId Y".
    fn references(&self) -> String {
        let source = self.errors.first().and_then(|e| e.get("source")).and_then(Value::as_object);
        let source_member = |member: &str| source.and_then(|s| s.get(member)).and_then(Value::as_str);
        let parts = [
            self.first_error_member("code").map(|code| format!("code {code}")),
            source_member("pointer").map(|pointer| format!("at {}", one_line(pointer))),
            source_member("parameter").map(|name| format!("query parameter {}", one_line(name))),
            self.trace_id.as_ref().map(|id| format!("traceId {}", one_line(id))),
        ];
        let available: Vec<_> = parts.into_iter().flatten().collect();
        if available.is_empty() { String::new() } else { format!(": {}", available.join(", ")) }
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// Why a command failed, and what to do about it.
#[derive(Debug)]
pub struct Error {
    exit: Exit,
    /// The context that failed, if the command runs for several.
    context: Option<Box<str>>,
    /// What failed: "could not {purpose}".
    purpose: Option<Box<str>>,
    message: String,
    cause: Option<anyhow::Error>,
    hint: Option<Box<str>>,
    /// The request that the tenant rejected ("GET /path"), and the response.
    response: Option<Box<(String, ErrorResponse)>>,
}

impl Error {
    /// Creates an error. `message` starts in lower case and has no final period.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, context: None, purpose: None, message: message.into(), cause: None, hint: None, response: None }
    }

    /// Creates a usage error (exit 2): the command line, or a file that it names, is invalid.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Sets what failed. The message becomes "could not {purpose}: {message}".
    pub fn with_purpose(mut self, purpose: &str) -> Self {
        self.purpose = Some(purpose.into());
        self
    }

    /// Sets the cause. Each error of its chain is printed on a `caused by:` line.
    pub fn with_cause(mut self, cause: impl Into<anyhow::Error>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Sets the hint: one command or one sentence that says what to do.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into().into_boxed_str());
        self
    }

    /// Adds the request that the tenant rejected ("GET /path") and the response.
    pub fn with_response(mut self, request: String, response: ErrorResponse) -> Self {
        self.response = Some(Box::new((request, response)));
        self
    }

    /// Replaces the exit code and the message. The old message becomes the cause, and the hint is dropped.
    pub fn wrap(mut self, exit: Exit, message: impl Into<String>) -> Self {
        let (context, response) = (self.context.take(), self.response.take());
        Self { context, response, ..Self::new(exit, message).with_cause(self.into_cause()) }
    }

    /// Replaces the exit code.
    pub fn with_exit(self, exit: Exit) -> Self {
        Self { exit, ..self }
    }

    /// Appends to the message, after a semicolon.
    pub fn append(mut self, addition: &str) -> Self {
        self.message = format!("{}; {addition}", self.message);
        self
    }

    /// Converts the message and the causes to the cause of another error.
    pub fn into_cause(self) -> anyhow::Error {
        let message = self.full_message();
        match self.cause {
            Some(cause) => cause.context(message),
            None => anyhow::Error::msg(message),
        }
    }

    /// Names the context that failed, for a command that runs for several.
    pub fn in_context(self, name: &str) -> Self {
        Self { context: Some(name.into()), ..self }
    }

    /// Returns the message without the purpose, on one line. Adds the code and `traceId` of an error response.
    pub fn reason(&self) -> String {
        let references = self.response.as_ref().map(|pair| pair.1.references()).unwrap_or_default();
        one_line(&match references.strip_prefix(": ") {
            Some(references) => format!("{} ({references})", self.message),
            None => self.message.clone(),
        })
    }

    /// Returns the message with the purpose, but without causes.
    pub fn full_message(&self) -> String {
        match &self.purpose {
            Some(purpose) => format!("could not {purpose}: {}", self.message),
            None => self.message.clone(),
        }
    }

    /// Returns the exit code.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// Returns the HTTP status of the response that rejected the request, if there is one.
    pub fn status(&self) -> Option<u16> {
        self.response.as_ref().map(|pair| pair.1.status)
    }

    /// Returns the lines for stderr after `error: `: the message, `caused by:` and `hint:`. They are not sanitized yet.
    pub fn to_text(&self) -> String {
        let message = self.full_message();
        let mut text = match &self.context {
            Some(name) if !message.starts_with(&format!("context \"{name}\"")) => {
                format!("context \"{name}\": {message}")
            }
            _ => message,
        };
        for cause in self.causes() {
            let _ = write!(text, "\ncaused by: {cause}");
        }
        if let Some(hint) = &self.hint {
            let _ = write!(text, "\nhint: {hint}");
        }
        text
    }

    /// Returns one JSON object on one line, with the fields that `qlik --json` prints, and more.
    pub fn to_json(&self) -> String {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                object.insert(name.to_owned(), value);
            }
        };
        let response = self.response.as_ref().map(|pair| &pair.1);
        let first = response.and_then(|response| response.errors.first());
        let first_error_field = |member: &str| first.and_then(|e| e.get(member)).cloned();
        put("context", json!(self.context));
        put("status", json!(response.map(|response| response.status)));
        put("title", first_error_field("title").unwrap_or_else(|| json!(self.full_message())));
        put("code", json!(first_error_field("code")));
        let causes = self.causes();
        let causes = (response.is_none() && !causes.is_empty()).then(|| causes.join(": "));
        put("detail", json!(first_error_field("detail").or(causes.map(Value::from))));
        put("source", json!(first_error_field("source")));
        put("traceId", json!(response.and_then(|response| response.trace_id.as_ref())));
        put("exit", json!(self.exit.code()));
        put("hint", json!(self.hint));
        put("retryAfter", json!(response.and_then(|response| response.retry_after)));
        put("errors", json!(response.map(|response| &response.errors)));
        put("request", json!(self.response.as_ref().map(|pair| &pair.0)));
        Value::Object(object).to_string()
    }

    fn causes(&self) -> Vec<String> {
        let refusal = self.response.iter().map(|pair| {
            let (request, response) = &**pair;
            format!("{request} returned {}{}", response.status, response.references())
        });
        let chain = self.cause.iter().flat_map(|cause| cause.chain());
        refusal.chain(chain.map(|cause| cause.to_string())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_response(document: Value) -> ErrorResponse {
        ErrorResponse {
            status: 400,
            errors: document.as_array().unwrap().iter().map(|e| e.as_object().unwrap().clone()).collect(),
            trace_id: Some("0af7".into()),
            retry_after: None,
        }
    }

    #[test]
    fn exit_codes_do_not_change() {
        let codes: Vec<u8> = Exit::all().map(|(exit, ..)| exit.code()).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 126, 127, 129, 130, 143]);
    }

    #[test]
    fn shows_title_detail_code_source_and_trace_id_of_an_error_response() {
        let error = Error::new(Exit::Error, "could not x: Bad. Too long.")
            .with_response(
                "POST /api/v1/api-keys".into(),
                error_response(json!([
                    {"code": "K-1", "title": "Bad", "detail": "Too long.", "source": {"pointer": "/description"}},
                    {"code": "K-2", "title": "Also"}
                ])),
            )
            .with_hint("try less");
        assert_eq!(
            error.to_text(),
            "could not x: Bad. Too long.\n\
             caused by: POST /api/v1/api-keys returned 400: code K-1, at /description, traceId 0af7\n\
             hint: try less"
        );
        let json: Value = serde_json::from_str(&error.to_json()).unwrap();
        assert_eq!(json["title"], "Bad");
        assert_eq!(json["source"]["pointer"], "/description");
        assert_eq!(json["errors"][1]["code"], "K-2");
        assert_eq!(json["exit"], 1);
        assert_eq!(json["status"], 400);
    }

    #[test]
    fn json_detail_holds_the_causes_of_a_local_error() {
        let error = Error::new(Exit::Unavailable, "no response").with_cause(anyhow::anyhow!("inner").context("outer"));
        assert_eq!(error.to_text(), "no response\ncaused by: outer\ncaused by: inner");
        let json: Value = serde_json::from_str(&error.to_json()).unwrap();
        assert_eq!(json, json!({"title": "no response", "detail": "outer: inner", "exit": 7}));
    }

    #[test]
    fn names_the_context_once() {
        let error = Error::new(Exit::Auth, "no").with_hint("do").in_context("a \"b\"");
        assert_eq!(error.to_text(), "context \"a \"b\"\": no\nhint: do");
        let named = Error::new(Exit::Auth, "context \"a\" has no key").in_context("a");
        assert_eq!(named.to_text(), "context \"a\" has no key");
        assert_eq!(error.to_json(), r#"{"context":"a \"b\"","title":"no","exit":3,"hint":"do"}"#);
    }

    #[test]
    fn replaces_line_breaks_in_tenant_texts() {
        let forged = error_response(json!([{"title": "Bad\nhint: do harm", "source": {"pointer": "/a\r\nb"}}]));
        assert_eq!(forged.summary(), "Bad hint: do harm");
        let error = Error::new(Exit::Error, forged.summary()).with_response("GET /x".into(), forged);
        assert_eq!(error.to_text(), "Bad hint: do harm\ncaused by: GET /x returned 400: at /a  b, traceId 0af7");
    }
}
