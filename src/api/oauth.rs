//! `POST /oauth/token`: an access token for a machine-to-machine client (RFC 6749, section 4.4).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::http::{Client, Request};
use crate::secret::Secret;

#[derive(Serialize)]
struct TokenRequest<'a> {
    client_id: &'a str,
    client_secret: &'a str,
    grant_type: &'static str,
}

#[derive(Deserialize)]
struct TokenResponse {
    access_token: String,
    expires_in: Option<i64>,
}

/// An access token.
pub struct IssuedToken {
    /// The token.
    pub token: Secret,
    /// When it ends by the tenant's clock, where the tenant says so.
    pub expires_at: Option<Timestamp>,
}

/// Exchanges a client's secret for an access token.
///
/// # Errors
/// As every request.
pub fn request_access_token(client: &Client, id: &str, secret: &Secret) -> Result<IssuedToken> {
    let grant = TokenRequest { client_id: id, client_secret: secret.expose(), grant_type: "client_credentials" };
    let request = Request::post("get an access token", &[], &grant)?.with_path("/oauth/token").with_secret(secret);
    let response = client.send(&request)?;
    let answer: TokenResponse = response.parse_object()?;
    let now = response.date.unwrap_or_else(Timestamp::now);
    let expires = answer.expires_in.and_then(|seconds| now.checked_add(SignedDuration::from_secs(seconds)).ok());
    Ok(IssuedToken { token: Secret::new(answer.access_token), expires_at: expires })
}
