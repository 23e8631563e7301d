//! Error documents: the one shape in which every refusal leaves the tenant.
//! It must not know why something is refused, only how that is said.

use serde_json::{Map, Value, json};

use super::message::{Response, reason};

/// A refusal: a status and one or more errors of the document that the reference gives for every operation.
#[derive(Debug)]
pub(super) struct Problem {
    status: u16,
    errors: Vec<Value>,
    headers: Vec<(&'static str, String)>,
}

impl Problem {
    /// Says that a query parameter is wrong.
    pub(super) fn parameter(name: &str, detail: impl Into<String>) -> Problem {
        Problem::one(400, "API-KEYS-1", "Invalid query parameter", detail.into(), Some(json!({ "parameter": name })))
    }

    /// Says that a place of the body is wrong; `""` is the whole body (RFC 6901).
    pub(super) fn pointer(pointer: &str, detail: impl Into<String>) -> Problem {
        Problem::one(400, "API-KEYS-2", "Invalid request body", detail.into(), Some(json!({ "pointer": pointer })))
    }

    /// Says that the requester may not do this.
    pub(super) fn forbidden(detail: impl Into<String>) -> Problem {
        Problem::one(403, "API-KEYS-3", "Forbidden", detail.into(), None)
    }

    /// Says that there is no such resource.
    pub(super) fn missing(detail: impl Into<String>) -> Problem {
        Problem::one(404, "API-KEYS-4", "Not found", detail.into(), None)
    }

    /// Says what a status alone says, for refusals that are no endpoint's own.
    pub(super) fn http(status: u16, detail: impl Into<String>) -> Problem {
        let code = format!("HTTP-{status}");
        Problem::one(status, &code, reason(status), detail.into(), None)
    }

    /// Says why a client gets no access token, by a code of RFC 6749, 5.2.
    pub(super) fn oauth(status: u16, code: &str, detail: &str) -> Problem {
        Problem::one(status, "OAUTH-1", code, detail.to_owned(), None)
    }

    /// Says that a rate limit is reached. Qlik's gateway answers this without `status` and `traceId`.
    pub(super) fn too_many(seconds: &str) -> Problem {
        Problem {
            status: 429,
            errors: vec![json!({
                "code": "HTTP-429",
                "title": "API rate limit reached.",
                "detail": format!("You need to wait {seconds} seconds until limit is lifted."),
            })],
            headers: vec![("Retry-After", seconds.to_owned())],
        }
    }

    /// Adds a header to the answer.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Problem {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds the errors of another refusal, so that all that is wrong with one body is said at once.
    pub(super) fn and(mut self, other: Problem) -> Problem {
        self.errors.extend(other.errors);
        self
    }

    /// Joins refusals; none at all is fine.
    pub(super) fn join(problems: Vec<Problem>) -> Result<(), Problem> {
        problems.into_iter().reduce(Problem::and).map_or(Ok(()), Err)
    }

    /// Makes the answer; the trace ID goes into every document but that of a rate limit.
    pub(super) fn into_response(self, trace_id: String) -> Response {
        let mut document = Map::new();
        document.insert("errors".to_owned(), Value::Array(self.errors));
        if self.status != 429 {
            document.insert("traceId".to_owned(), Value::String(trace_id));
        }
        let mut response = Response::json(self.status, &document);
        for (name, value) in self.headers {
            response = response.with(name, value);
        }
        response
    }

    fn one(status: u16, code: &str, title: &str, detail: String, source: Option<Value>) -> Problem {
        let mut error = Map::new();
        error.insert("code".to_owned(), code.into());
        error.insert("title".to_owned(), title.into());
        error.insert("detail".to_owned(), detail.into());
        if let Some(source) = source {
            error.insert("source".to_owned(), source);
        }
        error.insert("status".to_owned(), status.into());
        Problem { status, errors: vec![Value::Object(error)], headers: Vec::new() }
    }
}
