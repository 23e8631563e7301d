//! HTTP requests and responses, and how a response is sent.

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
    /// Header names and values, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body, with the chunked encoding removed.
    pub body: Vec<u8>,
    /// Whether the request came over TLS. If so, links in the response start with `https`.
    pub secure: bool,
    /// The number of the connection, or 0 if there is none.
    pub connection_number: u64,
}

impl DemoRequest {
    /// Creates a request without headers or body.
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

    /// Sets a JSON body and adds its content type.
    pub fn with_json(mut self, body: impl Into<Vec<u8>>) -> DemoRequest {
        self.body = body.into();
        self.with_header("Content-Type", "application/json")
    }

    /// Returns the value of the first header with this name, ignoring case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find_header(&self.headers, name)
    }

    /// Returns the path, percent-encoded as sent.
    pub(crate) fn path(&self) -> &str {
        let target = self.origin_form();
        target.split_once('?').map_or(target, |(path, _)| path)
    }

    /// Returns the decoded query parameters in order. A literal `+` means a space, as in HTML forms.
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

    /// Returns the scheme and authority that the client used, such as `https://127.0.0.1:4711`.
    pub(crate) fn origin(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.header("Host").unwrap_or("localhost"))
    }

    /// Returns the target in origin form: an absolute-form target loses its origin (RFC 9112, section 3.2.2).
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
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl DemoResponse {
    /// Creates a response without headers or body.
    pub fn new(status: u16) -> DemoResponse {
        DemoResponse { status, ..DemoResponse::default() }
    }

    /// Creates a response with a JSON body. Serializing cannot fail for the demo's types.
    pub(crate) fn from_json(status: u16, body: &impl serde::Serialize) -> DemoResponse {
        DemoResponse { status, headers: Vec::new(), body: serde_json::to_vec(body).unwrap_or_default() }
    }

    /// Adds a header.
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> DemoResponse {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Returns the value of the first header with this name, ignoring case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find_header(&self.headers, name)
    }
}

fn find_header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(header_name, _)| header_name.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// The bytes that the server sends for a request. Every reply except [`Reply::Complete`] ends the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A complete response.
    Complete {
        /// The response.
        response: DemoResponse,
        /// How long the server waits before it sends the response.
        delay: Duration,
    },
    /// The head of a response and the first half of its body.
    Truncated(DemoResponse),
    /// Arbitrary bytes, not necessarily HTTP.
    Raw(Vec<u8>),
    /// No bytes: the server closes the connection.
    Close,
}

impl Reply {
    /// Returns the response if it is sent completely.
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

/// Returns the reason phrase of a status code (RFC 9110, section 15).
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
