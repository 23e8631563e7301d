//! HTTP messages: a request, a response, and how the response is sent.

use std::time::Duration;

use percent_encoding::percent_decode_str;
use reqwest::StatusCode;

/// One HTTP request, as received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DemoRequest {
    /// The method, such as `GET`.
    pub method: String,
    /// The request target as sent: path and query (RFC 9112, section 3.2).
    pub target: String,
    /// Names and values, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body, with chunks joined.
    pub body: Vec<u8>,
    /// Whether it came over TLS. Links in the response then begin with `https`.
    pub secure: bool,
    /// The number of its connection; 0 without one.
    pub connection_number: u64,
}

impl DemoRequest {
    /// Creates a request without headers and body.
    pub fn new(method: &str, target: &str) -> DemoRequest {
        DemoRequest { method: method.to_owned(), target: target.to_owned(), ..DemoRequest::default() }
    }

    /// Adds a header.
    pub fn with_header(mut self, name: &str, value: &str) -> DemoRequest {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds `Authorization: Bearer TOKEN` (RFC 6750, section 2.1).
    pub fn with_bearer_token(self, token: &str) -> DemoRequest {
        self.with_header("Authorization", &format!("Bearer {token}"))
    }

    /// Adds a JSON body and its content type.
    pub fn with_json(mut self, body: impl Into<Vec<u8>>) -> DemoRequest {
        self.body = body.into();
        self.with_header("Content-Type", "application/json")
    }

    /// Returns the value of the first header with this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find_header(&self.headers, name)
    }

    /// Returns the path, percent-encoded as sent.
    pub(crate) fn path(&self) -> &str {
        let target = self.origin_form();
        target.split_once('?').map_or(target, |(path, _)| path)
    }

    /// Returns the decoded query parameters in order. A raw `+` is a space, as in HTML forms.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        let query = self.origin_form().split_once('?').map_or("", |(_, query)| query);
        let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decode(name), decode(value)))
            .collect()
    }

    /// Returns scheme and authority as the client knows them, such as `https://127.0.0.1:4711`.
    pub(crate) fn origin(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.header("Host").unwrap_or("localhost"))
    }

    /// Returns the target without the origin of an absolute-form one (RFC 9112, section 3.2.2).
    pub(crate) fn origin_form(&self) -> &str {
        let after_scheme = ["http://", "https://"].iter().find_map(|scheme| self.target.strip_prefix(scheme));
        match after_scheme {
            Some(rest) => rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/"),
            None => &self.target,
        }
    }
}

/// One HTTP response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DemoResponse {
    /// The status code.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl DemoResponse {
    /// Creates a response without headers and body.
    pub fn new(status: u16) -> DemoResponse {
        DemoResponse { status, ..DemoResponse::default() }
    }

    /// Creates a response with a JSON body. The default stands for an error that the demo's types cannot cause.
    pub(crate) fn from_json(status: u16, body: &impl serde::Serialize) -> DemoResponse {
        DemoResponse { status, headers: Vec::new(), body: serde_json::to_vec(body).unwrap_or_default() }
    }

    /// Adds a header.
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> DemoResponse {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Returns the value of the first header with this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find_header(&self.headers, name)
    }
}

fn find_header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// What the client gets. Every reply but a complete response ends the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A whole response.
    Complete {
        /// What is sent.
        response: DemoResponse,
        /// The wait before it is sent.
        delay: Duration,
    },
    /// The head of a response and the first half of its body.
    Truncated(DemoResponse),
    /// Bytes that need not be HTTP.
    Raw(Vec<u8>),
    /// No bytes.
    Close,
}

impl Reply {
    /// Returns the response, if all of it is sent.
    pub fn response(&self) -> Option<&DemoResponse> {
        match self {
            Reply::Complete { response, .. } => Some(response),
            Reply::Truncated(_) | Reply::Raw(_) | Reply::Close => None,
        }
    }
}

impl From<DemoResponse> for Reply {
    fn from(response: DemoResponse) -> Reply {
        Reply::Complete { response, delay: Duration::ZERO }
    }
}

/// Returns the reason phrase of a status (RFC 9110, section 15).
pub fn reason_phrase(status: u16) -> &'static str {
    StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_plus_in_a_query_is_a_space() {
        let query = DemoRequest::new("GET", "/x?sort=+created&sort=%2Bcreated&&flag").query();
        let expected = [("sort", " created"), ("sort", "+created"), ("flag", "")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(query, expected);
    }

    #[test]
    fn path_ignores_the_origin_of_an_absolute_target() {
        assert_eq!(DemoRequest::new("GET", "http://h:1/api/v1/x?a=/b").path(), "/api/v1/x");
        assert_eq!(DemoRequest::new("GET", "http://h").path(), "/");
        assert_eq!(DemoRequest::new("GET", "/x?u=http://h/").path(), "/x");
    }
}
