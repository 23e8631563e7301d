//! Error responses, with the schema `Errors` of the API reference (<https://qlik.dev/apis/rest/api-keys/>).

use serde_json::{Map, Value, json};

use super::message::{DemoResponse, reason_phrase};

/// An error response: a status of 400 or more, the errors in the body, and additional headers.
#[derive(Debug)]
pub struct DemoError {
    status: u16,
    errors: Vec<Value>,
    headers: Vec<(String, String)>,
}

impl DemoError {
    /// 400: a query parameter is invalid.
    pub fn invalid_parameter(name: &str, detail: impl Into<String>) -> DemoError {
        DemoError::new(400, "API-KEYS-1", "Invalid query parameter", detail.into(), Some(json!({ "parameter": name })))
    }

    /// 400: a value in the body is invalid. `pointer` is a JSON Pointer (RFC 6901); `""` is the whole body.
    pub fn invalid_body(pointer: &str, detail: impl Into<String>) -> DemoError {
        DemoError::new(400, "API-KEYS-2", "Invalid request body", detail.into(), Some(json!({ "pointer": pointer })))
    }

    /// 403: the caller lacks a role, or a setting of the tenant forbids the call.
    pub fn forbidden(detail: impl Into<String>) -> DemoError {
        DemoError::new(403, "API-KEYS-3", "Forbidden", detail.into(), None)
    }

    /// 404: the resource does not exist.
    pub fn not_found(detail: impl Into<String>) -> DemoError {
        DemoError::new(404, "API-KEYS-4", "Not found", detail.into(), None)
    }

    /// 404: the user does not exist.
    pub fn user_not_found(detail: impl Into<String>) -> DemoError {
        DemoError::new(404, "USERS-7", "Not found", detail.into(), None)
    }

    /// Any status, with its reason phrase as the title, for errors that are not specific to an endpoint.
    pub fn from_status(status: u16, detail: impl Into<String>) -> DemoError {
        let code = format!("HTTP-{status}");
        DemoError::new(status, &code, reason_phrase(status), detail.into(), None)
    }

    /// 401: the key is active, but its owner may not use it. Like Qlik Cloud, doesn't say why.
    pub fn authorization_required() -> DemoError {
        let detail = "The request was not authorized.".to_owned();
        DemoError::new(401, "HTTP-401", "Authorization Required", detail, None)
    }

    /// A failed request for an access token. `code` is an error code of RFC 6749, section 5.2.
    pub fn oauth(status: u16, code: &str, detail: &str) -> DemoError {
        DemoError::new(status, "OAUTH-1", code, detail.to_owned(), None)
    }

    /// 429: the rate limit is exceeded. Like Qlik's gateway, omits `status` and `traceId`.
    pub fn too_many_requests(seconds: &str) -> DemoError {
        DemoError {
            status: 429,
            errors: vec![json!({
                "code": "HTTP-429",
                "title": "API rate limit reached.",
                "detail": format!("You need to wait {seconds} seconds until limit is lifted."),
            })],
            headers: vec![("Retry-After".to_owned(), seconds.to_owned())],
        }
    }

    /// Adds a header.
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> DemoError {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Replaces the service in the codes of those errors that all services have.
    pub fn in_service(mut self, service: &str) -> DemoError {
        for code in self.errors.iter_mut().filter_map(|error| error.get_mut("code")) {
            if let Some(number) = code.as_str().and_then(|code| code.strip_prefix("API-KEYS-")) {
                *code = format!("{service}-{number}").into();
            }
        }
        self
    }

    /// Combines several errors into one. Returns `Ok` if there are none.
    pub fn combine(errors: Vec<DemoError>) -> Result<(), DemoError> {
        let combined = errors.into_iter().reduce(|mut first, other| {
            first.errors.extend(other.errors);
            first
        });
        combined.map_or(Ok(()), Err)
    }

    /// Returns the response. Its JSON body has the errors and, except for a 429, the trace ID.
    pub fn into_response(self, trace_id: String) -> DemoResponse {
        let mut document = Map::new();
        document.insert("errors".to_owned(), Value::Array(self.errors));
        if self.status != 429 {
            document.insert("traceId".to_owned(), Value::String(trace_id));
        }
        DemoResponse { headers: self.headers, ..DemoResponse::from_json(self.status, &document) }
    }

    fn new(status: u16, code: &str, title: &str, detail: String, source: Option<Value>) -> DemoError {
        let mut error = Map::new();
        error.insert("code".to_owned(), code.into());
        error.insert("title".to_owned(), title.into());
        error.insert("detail".to_owned(), detail.into());
        if let Some(source) = source {
            error.insert("source".to_owned(), source);
        }
        error.insert("status".to_owned(), status.into());
        DemoError { status, errors: vec![Value::Object(error)], headers: Vec::new() }
    }
}
