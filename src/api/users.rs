//! Who the credential is: the claims of a token, and `GET /users/me`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;

use crate::error::Result;
use crate::http::{Client, Request};

/// The claims that we use of an API key's JWT (RFC 7519). They are read, not verified: the tenant does that.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", default)]
pub struct Claims {
    /// The ID of the key itself.
    pub jti: Option<String>,
    /// The ID of the tenant.
    pub tenant_id: Option<String>,
    /// The ID of the user.
    pub sub: Option<String>,
    /// When the key was made, in seconds since 1970.
    pub iat: Option<i64>,
    /// When the key ends, in seconds since 1970.
    pub exp: Option<i64>,
    /// Who made the token: `qlik.api/api-keys` for an API key.
    pub iss: Option<String>,
}

impl Claims {
    /// The claims of a token, or none where it is no JWT.
    pub fn from_token(token: &str) -> Self {
        let payload = token.split('.').nth(1).unwrap_or_default();
        let decoded = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('='));
        decoded.ok().and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
    }
}

/// What we use of the answer to `GET /users/me`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CurrentUser {
    /// The ID of the user.
    #[serde(default)]
    pub id: String,
    /// The name of the user.
    #[serde(default)]
    pub name: String,
    /// The ID of the tenant.
    pub tenant_id: String,
}

/// Asks the tenant who is signed in: `GET /users/me`, which by Qlik's pages "redirects to retrieve the user resource";
/// gives back the tenant's clock too.
///
/// # Errors
/// As every request.
pub fn get_current_user(client: &Client) -> Result<(CurrentUser, Option<Timestamp>)> {
    let response = client.send_following_redirect(&Request::get("find out who is signed in", &["users", "me"]))?;
    Ok((response.parse_object()?, response.date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> String {
        format!("e30.{}.fake", URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn claims_are_read_leniently() {
        let claims = Claims::from_token(&token(r#"{"jti":"k1","tenantId":"t1","exp":1}"#));
        assert_eq!(
            claims,
            Claims { jti: Some("k1".into()), tenant_id: Some("t1".into()), exp: Some(1), ..Claims::default() }
        );
        for odd in ["", "abc", "a.b.c", "a.!.c", &token("[]"), &token(r#"{"jti":1}"#)] {
            assert_eq!(Claims::from_token(odd), Claims::default(), "{odd}");
        }
    }
}
