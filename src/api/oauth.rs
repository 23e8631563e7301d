//! `POST /oauth/token`: an access token for a machine-to-machine client (RFC 6749, section 4.4).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::http::{Client, Request};
use crate::secret::Secret;

#[derive(Serialize)]
struct Grant<'a> {
    client_id: &'a str,
    client_secret: &'a str,
    grant_type: &'static str,
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    expires_in: Option<i64>,
}

/// An access token.
pub struct Granted {
    /// The token.
    pub token: Secret,
    /// When it ends by the tenant's clock, where the tenant says so.
    pub expires: Option<Timestamp>,
}

/// Exchanges a client's secret for an access token.
///
/// # Errors
/// As every request.
pub fn access_token(client: &Client, id: &str, secret: &Secret) -> Result<Granted> {
    let grant = Grant { client_id: id, client_secret: secret.expose(), grant_type: "client_credentials" };
    let request = Request::post("get an access token", &[], &grant)?.with_path("/oauth/token").with_secret(secret);
    let response = client.send(&request)?;
    let answer: Answer = response.object()?;
    let now = response.date.unwrap_or_else(Timestamp::now);
    let expires = answer.expires_in.and_then(|seconds| now.checked_add(SignedDuration::from_secs(seconds)).ok());
    Ok(Granted { token: Secret::new(answer.access_token), expires })
}
