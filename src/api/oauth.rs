//! `POST /oauth/token`: the client credentials grant (<https://www.rfc-editor.org/rfc/rfc6749#section-4.4>).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::http::{Client, Request};
use crate::secret::{self, Secret};

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

/// An access token and its expiry.
pub struct IssuedToken {
    /// The token.
    pub token: Secret,
    /// When the token expires, by the tenant's clock. `None` if the response has no `expires_in`.
    pub expires_at: Option<Timestamp>,
}

/// Exchanges the ID and the secret of a client for an access token.
///
/// # Errors
/// See [`Client::send`]. Exit 7 if the body has another format, or its token is empty or otherwise unusable.
pub fn request_access_token(client: &Client, id: &str, client_secret: &Secret) -> Result<IssuedToken> {
    let body = TokenRequest { client_id: id, client_secret: client_secret.expose(), grant_type: "client_credentials" };
    let request =
        Request::post("get an access token", &[], &body)?.with_path("/oauth/token").with_secret(client_secret);
    let response = client.send(&request)?;
    let token_response: TokenResponse = response.parse_object()?;
    let token = Secret::new(token_response.access_token);
    secret::check_token(token.expose())
        .map_err(|problem| response.unusable_error(anyhow::anyhow!("its access token is not usable: {problem}")))?;
    let now = response.date.unwrap_or_else(Timestamp::now);
    let expires_at =
        token_response.expires_in.and_then(|seconds| now.checked_add(SignedDuration::from_secs(seconds)).ok());
    Ok(IssuedToken { token, expires_at })
}
