//! `POST /oauth/token`: an access token for a machine-to-machine client (RFC 6749, section 4.4).

use serde::{Deserialize, Serialize};

use crate::client::{Client, Request};
use crate::error::Result;
use crate::secret::Secret;

#[derive(Serialize)]
struct Grant<'a> {
    client_id: &'a str,
    client_secret: &'a str,
    grant_type: &'static str,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
}

/// Exchanges a client's secret for an access token.
///
/// # Errors
/// As every request.
pub fn access_token(client: &Client, id: &str, secret: &Secret) -> Result<Secret> {
    let grant = Grant { client_id: id, client_secret: secret.expose(), grant_type: "client_credentials" };
    let request = Request::post("get an access token", &[], &grant)?.at("/oauth/token");
    let granted: Granted = client.send(&request)?.parse()?;
    Ok(Secret::new(granted.access_token))
}
