//! Exit codes, and the one place where an error becomes text, a hint and a code.
//! Knows nothing of HTTP or of commands: a server's answer reaches it as a [`Problem`].

use std::fmt::Write as _;

use clap::ValueEnum;
use serde_json::{Map, Value, json};

/// The result of everything here that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The exit codes of the program: a contract with scripts, so codes are only ever added.
///
/// `help exit-codes` and the README show the names and the comments here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Exit {
    /// done; an empty list too
    Ok = 0,
    /// anything else: a declined prompt, a request that the tenant refused (400), a difference that `config diff
    /// --exit-code` found
    Error = 1,
    /// a bad flag, value or body, found before anything was sent; a confirmation that needs `--yes`
    Usage = 2,
    /// no server or credential, one that the tenant does not accept (401), or no keyring to get it from
    Auth = 3,
    /// the user behind the credential may not do this (403)
    Forbidden = 4,
    /// no such key, configuration or context (404)
    #[value(name = "not found")]
    NotFound = 5,
    /// still over the tenant's rate limit after waiting (429)
    #[value(name = "rate limited")]
    RateLimited = 6,
    /// DNS, TLS, connection, timeout, 5xx, a redirect, or an answer that is no answer
    Unavailable = 7,
    /// some of several were done, and some were not: each failure is named
    Partial = 8,
    /// a `create` was sent and its outcome is unknown: look for the key before trying again
    #[value(name = "unknown outcome")]
    UnknownOutcome = 9,
    /// `expiring` found keys that end within the time asked for
    Expiring = 10,
    /// `expiring` found keys that end within the critical time, or have ended
    Expired = 11,
    /// Ctrl-C
    Interrupted = 130,
}

impl Exit {
    /// Every code with its name and its meaning.
    pub fn all() -> impl Iterator<Item = (Self, String, String)> {
        Self::value_variants().iter().filter_map(|exit| {
            let value = exit.to_possible_value()?;
            Some((*exit, value.get_name().to_owned(), value.get_help()?.to_string()))
        })
    }

    /// The code as the operating system wants it.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// What a tenant said went wrong: the error document of the API reference, read leniently.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorResponse {
    /// The HTTP status of the answer.
    pub status: u16,
    /// The members of `errors` as they came; the first is the one that is named.
    pub errors: Vec<Map<String, Value>>,
    /// `traceId`: what Qlik's support asks for.
    pub trace_id: Option<String>,
    /// `Retry-After` of a 429, in seconds.
    pub retry_after: Option<u64>,
}

impl ErrorResponse {
    /// A member of the first error, on one line: a line break in it could pass for a hint of ours.
    fn first_error_member(&self, member: &str) -> Option<String> {
        let text = self.errors.first()?.get(member)?.as_str().filter(|text| !text.is_empty())?;
        Some(one_line(text))
    }

    /// "Title. Detail", or what stands for it where the tenant said nothing.
    pub fn summary(&self) -> String {
        match (self.first_error_member("title"), self.first_error_member("detail")) {
            (Some(title), Some(detail)) if title != detail => {
                format!("{}. {detail}", title.trim_end_matches('.'))
            }
            (Some(text), _) | (None, Some(text)) => text,
            (None, None) => format!("the tenant answered {} and gave no reason", self.status),
        }
    }

    /// ": code X, at POINTER, traceId Y": what there is of it.
    fn references(&self) -> String {
        let source = self.errors.first().and_then(|e| e.get("source")).and_then(Value::as_object);
        let of_source = |member: &str| source.and_then(|s| s.get(member)).and_then(Value::as_str);
        let parts = [
            self.first_error_member("code").map(|code| format!("code {code}")),
            of_source("pointer").map(|pointer| format!("at {}", one_line(pointer))),
            of_source("parameter").map(|name| format!("query parameter {}", one_line(name))),
            self.trace_id.as_ref().map(|id| format!("traceId {}", one_line(id))),
        ];
        let known: Vec<_> = parts.into_iter().flatten().collect();
        if known.is_empty() { String::new() } else { format!(": {}", known.join(", ")) }
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// Why a command did not do what was asked, and what to do about it.
#[derive(Debug)]
pub struct Error {
    exit: Exit,
    /// The context that it is about, where there are several.
    context: Option<Box<str>>,
    /// What could not be done, as an infinitive.
    purpose: Option<Box<str>>,
    message: String,
    cause: Option<anyhow::Error>,
    hint: Option<Box<str>>,
    /// The request that the tenant refused, and its answer.
    response: Option<Box<(String, ErrorResponse)>>,
}

impl Error {
    /// An error of the given kind; `message` starts in lower case and has no final stop.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, context: None, purpose: None, message: message.into(), cause: None, hint: None, response: None }
    }

    /// Something on the command line, or that it leads to, is wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Says what could not be done because of it, as an infinitive. It stands first in the message.
    pub fn with_purpose(mut self, purpose: &str) -> Self {
        self.purpose = Some(purpose.into());
        self
    }

    /// Adds what lies behind it: one `caused by:` line for each link of the chain.
    pub fn with_cause(mut self, cause: impl Into<anyhow::Error>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Adds what to do about it: one command, or one sentence.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into().into_boxed_str());
        self
    }

    /// Adds the request that the tenant refused ("GET /path") and what it answered.
    pub fn with_response(mut self, request: String, problem: ErrorResponse) -> Self {
        self.response = Some(Box::new((request, problem)));
        self
    }

    /// The same error with another exit code and message. The old message becomes its cause.
    pub fn wrap(mut self, exit: Exit, message: impl Into<String>) -> Self {
        let (context, problem) = (self.context.take(), self.response.take());
        Self { context, response: problem, ..Self::new(exit, message).with_cause(self.into_cause()) }
    }

    /// The same error, and what has become of things meanwhile.
    pub fn append(mut self, addition: &str) -> Self {
        self.message = format!("{}; {addition}", self.message);
        self
    }

    /// What happened and what lies behind it, as the cause of another error.
    pub fn into_cause(self) -> anyhow::Error {
        let message = self.full_message();
        match self.cause {
            Some(cause) => cause.context(message),
            None => anyhow::Error::msg(message),
        }
    }

    /// Says which of several contexts it is about.
    pub fn in_context(self, name: &str) -> Self {
        Self { context: Some(name.into()), ..self }
    }

    /// Why, on one line, where what could not be done is known: the tenant's words with what its support asks for, or ours.
    pub fn reason(&self) -> String {
        let references = self.response.as_ref().map(|refused| refused.1.references()).unwrap_or_default();
        one_line(&match references.strip_prefix(": ") {
            Some(references) => format!("{} ({references})", self.message),
            None => self.message.clone(),
        })
    }

    /// What happened, without its causes.
    pub fn full_message(&self) -> String {
        match &self.purpose {
            Some(doing) => format!("could not {doing}: {}", self.message),
            None => self.message.clone(),
        }
    }

    /// How the program ends because of it.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// The lines for stderr after `error: `: what, `caused by:`, `hint:`. Not yet sanitised.
    pub fn to_text(&self) -> String {
        let what = self.full_message();
        let mut text = match &self.context {
            Some(name) if !what.starts_with(&format!("context \"{name}\"")) => format!("context \"{name}\": {what}"),
            _ => what,
        };
        for cause in self.causes() {
            let _ = write!(text, "\ncaused by: {cause}");
        }
        if let Some(hint) = &self.hint {
            let _ = write!(text, "\nhint: {hint}");
        }
        text
    }

    /// One JSON object on one line: flat as `qlik --json` has it, and more.
    pub fn to_json(&self) -> String {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                object.insert(name.to_owned(), value);
            }
        };
        let problem = self.response.as_ref().map(|p| &p.1);
        let first = problem.and_then(|p| p.errors.first());
        let of_first = |member: &str| first.and_then(|e| e.get(member)).cloned();
        put("context", json!(self.context));
        put("status", json!(problem.map(|p| p.status)));
        put("title", of_first("title").unwrap_or_else(|| json!(self.full_message())));
        put("code", json!(of_first("code")));
        let causes = self.causes();
        let causes = (problem.is_none() && !causes.is_empty()).then(|| causes.join(": "));
        put("detail", json!(of_first("detail").or(causes.map(Value::from))));
        put("source", json!(of_first("source")));
        put("traceId", json!(problem.and_then(|p| p.trace_id.as_ref())));
        put("exit", json!(self.exit.code()));
        put("hint", json!(self.hint));
        put("retryAfter", json!(problem.and_then(|p| p.retry_after)));
        put("errors", json!(problem.map(|p| &p.errors)));
        put("request", json!(self.response.as_ref().map(|p| &p.0)));
        Value::Object(object).to_string()
    }

    fn causes(&self) -> Vec<String> {
        let answer = self.response.iter().map(|refused| {
            let (request, problem) = &**refused;
            format!("{request} answered {}{}", problem.status, problem.references())
        });
        let chain = self.cause.iter().flat_map(|cause| cause.chain());
        answer.chain(chain.map(|link| link.to_string())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(document: Value) -> ErrorResponse {
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
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 130]);
    }

    #[test]
    fn shows_title_detail_code_source_and_trace_id_of_an_error_response() {
        let error = Error::new(Exit::Error, "could not x: Bad. Too long.")
            .with_response(
                "POST /api/v1/api-keys".into(),
                problem(json!([
                    {"code": "K-1", "title": "Bad", "detail": "Too long.", "source": {"pointer": "/description"}},
                    {"code": "K-2", "title": "Also"}
                ])),
            )
            .with_hint("try less");
        assert_eq!(
            error.to_text(),
            "could not x: Bad. Too long.\n\
             caused by: POST /api/v1/api-keys answered 400: code K-1, at /description, traceId 0af7\n\
             hint: try less"
        );
        let line: Value = serde_json::from_str(&error.to_json()).unwrap();
        assert_eq!(line["title"], "Bad");
        assert_eq!(line["source"]["pointer"], "/description");
        assert_eq!(line["errors"][1]["code"], "K-2");
        assert_eq!(line["exit"], 1);
        assert_eq!(line["status"], 400);
    }

    #[test]
    fn json_detail_holds_the_causes_of_a_local_error() {
        let error = Error::new(Exit::Unavailable, "no answer").with_cause(anyhow::anyhow!("inner").context("outer"));
        assert_eq!(error.to_text(), "no answer\ncaused by: outer\ncaused by: inner");
        let line: Value = serde_json::from_str(&error.to_json()).unwrap();
        assert_eq!(line, json!({"title": "no answer", "detail": "outer: inner", "exit": 7}));
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
        let forged = problem(json!([{"title": "Bad\nhint: do harm", "source": {"pointer": "/a\r\nb"}}]));
        assert_eq!(forged.summary(), "Bad hint: do harm");
        let error = Error::new(Exit::Error, forged.summary()).with_response("GET /x".into(), forged);
        assert_eq!(error.to_text(), "Bad hint: do harm\ncaused by: GET /x answered 400: at /a  b, traceId 0af7");
    }
}
