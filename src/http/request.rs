//! [`Request`]: method, path, query and body, without the server.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use serde::Serialize;
use url::Url;

use crate::error::{Error, Result};
use crate::secret::Secret;

/// Encodes all but the unreserved characters (<https://www.rfc-editor.org/rfc/rfc3986#section-2.3>), so that any text
/// is one path segment, or one name or value of a query.
pub(super) const URI_COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request to the tenant's REST API.
#[derive(Clone, Debug)]
pub struct Request {
    pub(super) method: Method,
    /// The absolute path, percent-encoded.
    path: String,
    /// The query, percent-encoded and without `?`.
    query: String,
    /// The JSON body. It may hold a client secret.
    pub(super) body: Option<Secret>,
    /// A secret in the body, redacted if the tenant returns it.
    pub(super) secret: Option<Secret>,
    /// What the request does, for errors: "could not {purpose}".
    pub(super) purpose: String,
    /// What to do about a response with a given status.
    hints: Vec<(u16, String)>,
}

impl Request {
    /// Creates a `GET` request for a resource under `/api/v1`.
    pub fn get(purpose: impl Into<String>, segments: &[&str]) -> Self {
        Self::new(Method::GET, purpose.into(), segments)
    }

    /// Creates a `DELETE` request for a resource under `/api/v1`.
    pub fn delete(purpose: impl Into<String>, segments: &[&str]) -> Self {
        Self::new(Method::DELETE, purpose.into(), segments)
    }

    /// Creates a `POST` request with a JSON body for a resource under `/api/v1`.
    ///
    /// # Errors
    /// Exit 2 if the body can't be serialized.
    pub fn post(purpose: impl Into<String>, segments: &[&str], body: &impl Serialize) -> Result<Self> {
        Self::new(Method::POST, purpose.into(), segments).with_json_body(body)
    }

    /// Creates a `PATCH` request with a JSON body for a resource under `/api/v1`.
    ///
    /// # Errors
    /// Exit 2 if the body can't be serialized.
    pub fn patch(purpose: impl Into<String>, segments: &[&str], body: &impl Serialize) -> Result<Self> {
        Self::new(Method::PATCH, purpose.into(), segments).with_json_body(body)
    }

    fn new(method: Method, purpose: String, segments: &[&str]) -> Self {
        let mut path = String::from("/api/v1");
        for segment in segments {
            path.push('/');
            path.extend(utf8_percent_encode(segment, URI_COMPONENT));
        }
        Self { method, path, query: String::new(), body: None, secret: None, purpose, hints: Vec::new() }
    }

    fn with_json_body(mut self, body: &impl Serialize) -> Result<Self> {
        let text = serde_json::to_string(body)
            .map_err(|error| Error::usage("could not serialize the body as JSON").with_cause(error))?;
        self.body = Some(Secret::new(text));
        Ok(self)
    }

    /// Replaces the path, for one outside `/api/v1`.
    pub fn with_path(mut self, path: &'static str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// Marks a secret in the body, to be redacted if the tenant returns it.
    pub fn with_secret(mut self, secret: &Secret) -> Self {
        self.secret = Some(secret.clone());
        self
    }

    /// Adds a query parameter, if it has a value.
    pub fn with_query(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            if !self.query.is_empty() {
                self.query.push('&');
            }
            self.query.extend(utf8_percent_encode(name, URI_COMPONENT));
            self.query.push('=');
            self.query.extend(utf8_percent_encode(value, URI_COMPONENT));
        }
        self
    }

    /// Adds a hint for responses with this status.
    pub fn with_hint(mut self, status: u16, hint: impl Into<String>) -> Self {
        self.hints.push((status, hint.into()));
        self
    }

    pub(super) fn hint_for(&self, status: u16) -> Option<&str> {
        self.hints.iter().find(|(hint_status, _)| *hint_status == status).map(|(_, hint)| hint.as_str())
    }

    /// Returns the URL of the request on a server.
    ///
    /// # Errors
    /// Exit 2 if the URL would address another resource, because URLs drop `.` and `..` segments.
    pub(super) fn url(&self, server: &Url) -> Result<Url> {
        let mut url = server.clone();
        url.set_path(&self.path);
        url.set_query((!self.query.is_empty()).then_some(&self.query));
        if url.path() == self.path {
            Ok(url)
        } else {
            Err(Error::usage(format!("an ID of `.` or `..` would address another resource: {}", self.path)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::percent_decode_str;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_is_exactly_one_path_segment(id in prop_oneof!["[./%2e]{0,4}", any::<String>()]) {
            let server = Url::parse("https://tenant.example").unwrap();
            match Request::get("x", &["api-keys", &id]).url(&server) {
                Ok(url) => {
                    let segments: Vec<_> = url.path_segments().unwrap().collect();
                    prop_assert_eq!(segments.len(), 4);
                    prop_assert_eq!(percent_decode_str(segments[3]).decode_utf8().unwrap(), id);
                    prop_assert_eq!((url.query(), url.fragment()), (None, None));
                    prop_assert_eq!(url.host_str(), Some("tenant.example"));
                }
                Err(_) => prop_assert!([".", ".."].contains(&id.as_str()), "{:?}", id),
            }
        }

        #[test]
        fn encodes_any_query(pairs in vec((any::<String>(), any::<String>()), 1..4)) {
            let server = Url::parse("https://tenant.example").unwrap();
            let request = Request::get("x", &["api-keys"]);
            let request = pairs.iter().fold(request, |request, (name, value)| request.with_query(name, Some(value)));
            let url = request.url(&server).unwrap();
            let decoded: Vec<_> = url.query_pairs().map(|(n, v)| (n.into_owned(), v.into_owned())).collect();
            prop_assert_eq!(decoded, pairs);
            prop_assert_eq!((url.path(), url.fragment()), ("/api/v1/api-keys", None));
        }
    }
}
