//! [`RotationRow`]: what happened to the key of one context.

use jiff::Timestamp;
use serde::Serialize;

use crate::api::claims::Claims;
use crate::app::App;
use crate::context::Context;

/// What happened to the key of a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum RotationResult {
    /// The context signs in with a new key.
    #[serde(rename = "rotated")]
    Rotated,
    /// `--dry-run`: the context would get a new key.
    #[serde(rename = "would rotate")]
    WouldRotate,
    /// `--if-expires-within`: the key does not expire soon.
    #[serde(rename = "not due")]
    NotDue,
    /// The context keeps no API key that can be replaced, or its turn did not come.
    #[serde(rename = "skipped")]
    Skipped,
    /// The context still has its old key.
    #[serde(rename = "failed")]
    Failed,
}

/// A row of the output.
#[derive(Debug, Serialize)]
pub struct RotationRow {
    /// The name of the context.
    pub context: String,
    /// What happened.
    pub result: RotationResult,
    /// The ID of the key that the context has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When that key expires, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    expiry: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl RotationRow {
    /// A row without a key.
    pub fn new(context: &str, result: RotationResult, reason: Option<String>) -> Self {
        Self { context: context.to_owned(), result, id: None, expiry: None, reason }
    }

    /// The row of a context with the key that it has now, which its token describes.
    pub fn with_key(app: &App, context: &Context, result: RotationResult, reason: Option<String>) -> Self {
        let token = app.stores().and_then(|stores| stores.get(context)).ok().flatten();
        let claims = token.map(|token| Claims::from_token(token.expose().trim())).unwrap_or_default();
        let expiry = claims.exp.and_then(|seconds| Timestamp::from_second(seconds).ok());
        Self { id: claims.jti, expiry: expiry.map(|time| time.to_string()), ..Self::new(&context.name, result, reason) }
    }
}

/// The text on one line.
pub fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
