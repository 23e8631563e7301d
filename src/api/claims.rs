//! [`Claims`]: what a token says about itself.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::object::Object;

/// The issuer (`iss`) of an API key.
pub const API_KEY_ISSUER: &str = "qlik.api/api-keys";

/// The claims of an API key's JWT (<https://www.rfc-editor.org/rfc/rfc7519>) that are used here. The signature is not
/// verified.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", default)]
pub struct Claims {
    /// The ID of the key.
    pub jti: Option<String>,
    /// The ID of the tenant.
    pub tenant_id: Option<String>,
    /// The ID of the user.
    pub sub: Option<String>,
    /// When the key was issued, in Unix seconds.
    pub iat: Option<i64>,
    /// When the key expires, in Unix seconds.
    pub exp: Option<i64>,
    /// The issuer of the token: `qlik.api/api-keys` for an API key.
    pub iss: Option<String>,
}

impl Claims {
    /// Whether these are the claims of an API key, not those of an OAuth access token.
    pub fn is_api_key(&self) -> bool {
        self.iss.as_deref() == Some(API_KEY_ISSUER)
    }

    /// Reads the claims of a token. They are all `None` if it isn't a JWT.
    pub fn from_token(token: &str) -> Self {
        let payload = token.split('.').nth(1).unwrap_or_default();
        Self::from_payload(payload.trim_end_matches('=')).unwrap_or_default()
    }

    /// Reads the claims from the payload of a token, which is its second part. Returns `None` if it can't be decoded.
    pub fn from_payload(payload: &str) -> Option<Self> {
        let json = URL_SAFE_NO_PAD.decode(payload).ok()?;
        serde_json::from_slice::<Object<Self>>(&json).ok().map(|object| object.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> String {
        format!("e30.{}.fake", URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn reads_claims_leniently() {
        let claims = Claims::from_token(&token(r#"{"jti":"k1","tenantId":"t1","exp":1}"#));
        assert_eq!(
            claims,
            Claims { jti: Some("k1".into()), tenant_id: Some("t1".into()), exp: Some(1), ..Claims::default() }
        );
        for invalid in ["", "abc", "a.b.c", "a.!.c", &token("[]"), &token(r#"{"jti":1}"#)] {
            assert_eq!(Claims::from_token(invalid), Claims::default(), "{invalid}");
        }
    }
}
