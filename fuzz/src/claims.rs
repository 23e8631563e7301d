//! The claims that are read are those in the payload of the token. The input is taken for a token and for a payload.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use qlik_api_key::api::claims::{API_KEY_ISSUER, Claims};
use serde_json::{Value, json};

pub fn check(input: &[u8]) {
    if let Ok(token) = std::str::from_utf8(input) {
        let claims = Claims::from_token(token);
        assert_eq!(Claims::from_token(&token_with(&to_json(&claims))), claims);
    }
    let payload = URL_SAFE_NO_PAD.encode(input);
    let claims = Claims::from_payload(&payload);
    assert_eq!(Claims::from_token(&format!("e30.{payload}=.fake")), claims.clone().unwrap_or_default());
    if let (Some(claims), Ok(document)) = (claims, serde_json::from_slice::<Value>(input)) {
        let object = document.as_object().expect("claims are an object");
        for (name, value) in to_json(&claims).as_object().expect("it is an object") {
            assert_eq!(object.get(name).unwrap_or(&Value::Null), value, "{name}");
        }
        assert_eq!(claims.is_api_key(), document["iss"] == API_KEY_ISSUER);
    }
}

fn to_json(claims: &Claims) -> Value {
    let Claims { jti, tenant_id, sub, iat, exp, iss } = claims;
    json!({"jti": jti, "tenantId": tenant_id, "sub": sub, "iat": iat, "exp": exp, "iss": iss})
}

fn token_with(claims: &Value) -> String {
    format!("e30.{}.fake", URL_SAFE_NO_PAD.encode(claims.to_string()))
}
