//! What is random in a tenant: IDs, trace IDs, and tokens with the claims of Qlik's.
//! It must not know who may use a token. All comes from one generator, so that a seed gives the same tenant again.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use fastrand::Rng;
use jiff::Timestamp;
use serde_json::{Value, json};

/// Makes the ID of a key or a tenant: 32 letters and digits.
pub(super) fn id(rng: &mut Rng) -> String {
    (0..32).map(|_| rng.alphanumeric()).collect()
}

/// Makes that many hexadecimal digits: 24 for a user's ID, 32 for a trace ID.
pub(super) fn hex(rng: &mut Rng, digits: usize) -> String {
    (0..digits).map(|_| rng.digit(16)).collect()
}

/// Makes the claims of an API key's token.
pub(super) fn key_claims(
    id: &str,
    sub: &str,
    sub_type: &str,
    tenant_id: &str,
    created: Timestamp,
    expiry: Timestamp,
) -> Value {
    json!({
        "jti": id,
        "sub": sub,
        "subType": sub_type,
        "tenantId": tenant_id,
        "iss": "qlik.api/api-keys",
        "aud": "qlik.api",
        "iat": created.as_second(),
        "exp": expiry.as_second(),
    })
}

/// Makes a JWT (RFC 7519) in the shape of Qlik's. Its signature is 96 random bytes, the size of an ES384 one:
/// a tenant knows its tokens by heart.
pub(super) fn mint(rng: &mut Rng, kid: &str, claims: &Value) -> String {
    let header = json!({ "alg": "ES384", "kid": kid, "typ": "JWT" });
    let mut signature = [0; 96];
    rng.fill(&mut signature);
    let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    format!(
        "{}.{}.{}",
        encode(header.to_string().as_bytes()),
        encode(claims.to_string().as_bytes()),
        encode(&signature)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_again() {
        let draw = |seed| {
            let mut rng = Rng::with_seed(seed);
            (id(&mut rng), hex(&mut rng, 24), mint(&mut rng, "k", &json!({})))
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn a_token_is_a_jwt_of_three_parts() {
        let mut rng = Rng::with_seed(1);
        let token = mint(&mut rng, "k", &json!({ "jti": "x" }));
        let parts: Vec<Vec<u8>> = token.split('.').map(|part| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).collect();
        assert_eq!(parts[0], br#"{"alg":"ES384","kid":"k","typ":"JWT"}"#);
        assert_eq!(parts[1], br#"{"jti":"x"}"#);
        assert_eq!(parts[2].len(), 96);
    }
}
