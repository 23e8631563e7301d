//! What goes into a tenant and what comes out: requests, answers, and how an answer is to go over the wire.
//! It must not know what any of them means.

use std::time::Duration;

use percent_encoding::percent_decode_str;

/// One HTTP request, as received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The method, such as `GET`.
    pub method: String,
    /// The request target as sent: path and query.
    pub target: String,
    /// Names and values, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The body; chunks are joined.
    pub body: Vec<u8>,
    /// Whether it came over TLS; links in the answer then begin with `https`.
    pub secure: bool,
    /// The number of the connection that it came over; 0 for none.
    pub connection: u64,
}

impl Request {
    /// Makes a request without headers and body.
    pub fn new(method: &str, target: &str) -> Request {
        Request { method: method.to_owned(), target: target.to_owned(), ..Request::default() }
    }

    /// Adds a header.
    pub fn with(mut self, name: &str, value: &str) -> Request {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds `Authorization: Bearer`.
    pub fn bearer(self, token: &str) -> Request {
        self.with("Authorization", &format!("Bearer {token}"))
    }

    /// Adds a JSON body and its content type.
    pub fn json(mut self, body: impl Into<Vec<u8>>) -> Request {
        self.body = body.into();
        self.with("Content-Type", "application/json")
    }

    /// Returns the first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// Returns the path, still percent-encoded; an absolute-form target (RFC 9112, 3.2.2) loses its origin.
    pub(super) fn path(&self) -> &str {
        let local = self.local();
        local.split_once('?').map_or(local, |(path, _)| path)
    }

    /// Returns the decoded query parameters in their order. As in HTML forms, a raw `+` stands for a space.
    pub(super) fn query(&self) -> Vec<(String, String)> {
        let Some((_, query)) = self.local().split_once('?') else {
            return Vec::new();
        };
        let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decode(name), decode(value)))
            .collect()
    }

    /// Returns scheme and authority as the client knows them.
    pub(super) fn origin(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.header("Host").unwrap_or("localhost"))
    }

    /// Returns the target without an origin.
    pub(super) fn local(&self) -> &str {
        let after_scheme = ["http://", "https://"].iter().find_map(|scheme| self.target.strip_prefix(scheme));
        match after_scheme {
            Some(rest) => rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/"),
            None => &self.target,
        }
    }
}

/// One HTTP answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// Makes an answer without headers and body.
    pub fn new(status: u16) -> Response {
        Response { status, ..Response::default() }
    }

    /// Makes an answer with a JSON body. The shapes of this module always serialise; nothing is lost in the default.
    pub(super) fn json(status: u16, body: &impl serde::Serialize) -> Response {
        Response { status, headers: Vec::new(), body: serde_json::to_vec(body).unwrap_or_default() }
    }

    /// Adds a header.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Response {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Returns the first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// What the tenant does with a request: after `wait`, the `wire` part happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// How long it waits.
    pub wait: Duration,
    /// What it does then.
    pub wire: Wire,
}

impl Reply {
    /// Returns the answer, if a whole one is sent.
    pub fn response(&self) -> Option<&Response> {
        match &self.wire {
            Wire::Answer(response) => Some(response),
            Wire::Cut(_) | Wire::Raw(_) | Wire::Close => None,
        }
    }
}

impl From<Wire> for Reply {
    fn from(wire: Wire) -> Reply {
        Reply { wait: Duration::ZERO, wire }
    }
}

/// What goes over the wire. All but a whole answer end the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wire {
    /// The whole answer.
    Answer(Response),
    /// The head and the first half of the body.
    Cut(Response),
    /// These bytes and nothing else.
    Raw(Vec<u8>),
    /// Nothing.
    Close,
}

/// Returns the reason phrase of a status (RFC 9110, 15; RFC 6585).
pub(super) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Content Too Large",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => "Unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_plus_in_a_query_is_a_space() {
        let query = Request::new("GET", "/x?sort=+created&sort=%2Bcreated&&flag").query();
        let expected = [("sort", " created"), ("sort", "+created"), ("flag", "")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(query, expected);
    }

    #[test]
    fn an_absolute_target_loses_its_origin() {
        assert_eq!(Request::new("GET", "http://h:1/api/v1/x?a=/b").path(), "/api/v1/x");
        assert_eq!(Request::new("GET", "http://h").path(), "/");
        assert_eq!(Request::new("GET", "/x?u=http://h/").path(), "/x");
    }

    #[test]
    fn the_origin_is_the_one_the_client_used() {
        let mut request = Request::new("GET", "/").with("host", "127.0.0.1:4711");
        assert_eq!(request.origin(), "http://127.0.0.1:4711");
        request.secure = true;
        assert_eq!(request.origin(), "https://127.0.0.1:4711");
    }
}
