//! [`Request`]: method, path, query and body, without the server.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use serde::Serialize;
use url::Url;

use crate::error::{Error, Result};
use crate::secret::Secret;

/// All but the unreserved characters of RFC 3986, section 2.3. An encoded text can't end a segment, a query or a pair.
pub(super) const URI_COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request to the tenant's REST API.
#[derive(Clone, Debug)]
pub struct Request {
    pub(super) method: Method,
    /// Percent-encoded, from the root.
    path: String,
    /// Percent-encoded, without `?`.
    query: String,
    /// JSON. It may hold a client secret.
    pub(super) body: Option<Secret>,
    /// A secret in the body. It is redacted where the tenant sends it back.
    pub(super) secret: Option<Secret>,
    /// What the request does, as an infinitive for errors.
    pub(super) purpose: String,
    /// What to do about a status of the response.
    hints: Vec<(u16, String)>,
}

impl Request {
    /// A `GET` of a resource under `/api/v1`.
    pub fn get(purpose: impl Into<String>, segments: &[&str]) -> Self {
        Self::new(Method::GET, purpose.into(), segments)
    }

    /// A `DELETE` of a resource under `/api/v1`.
    pub fn delete(purpose: impl Into<String>, segments: &[&str]) -> Self {
        Self::new(Method::DELETE, purpose.into(), segments)
    }

    /// A `POST` of JSON to a resource under `/api/v1`.
    ///
    /// # Errors
    /// Fails if the body can't be written as JSON.
    pub fn post(purpose: impl Into<String>, segments: &[&str], body: &impl Serialize) -> Result<Self> {
        Self::new(Method::POST, purpose.into(), segments).with_json_body(body)
    }

    /// A `PATCH` of a resource under `/api/v1`.
    ///
    /// # Errors
    /// Fails if the body can't be written as JSON.
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
            .map_err(|error| Error::usage("the body can't be written as JSON").with_cause(error))?;
        self.body = Some(Secret::new(text));
        Ok(self)
    }

    /// Replaces the path, for one outside `/api/v1`.
    pub fn with_path(mut self, path: &'static str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// Redacts a secret of the body where the tenant sends it back.
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

    /// Adds what to do about a response with this status.
    pub fn with_hint(mut self, status: u16, hint: impl Into<String>) -> Self {
        self.hints.push((status, hint.into()));
        self
    }

    pub(super) fn hint_for(&self, status: u16) -> Option<&str> {
        self.hints.iter().find(|(of, _)| *of == status).map(|(_, hint)| hint.as_str())
    }

    /// The URL of the request on a server.
    ///
    /// # Errors
    /// Fails if the URL would address another resource: URLs fold `.` and `..` segments away.
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
            let asked = Request::get("x", &["api-keys"]);
            let asked = pairs.iter().fold(asked, |asked, (name, value)| asked.with_query(name, Some(value)));
            let url = asked.url(&server).unwrap();
            let read: Vec<_> = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
            prop_assert_eq!(read, pairs);
            prop_assert_eq!((url.path(), url.fragment()), ("/api/v1/api-keys", None));
        }
    }
}
