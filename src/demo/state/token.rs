//! Random IDs and tokens. They all come from one generator, so that the same seed creates the same tenant.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use fastrand::Rng;
use serde_json::{Value, json};

/// Generates the ID of a key or a tenant: 32 letters and digits.
pub fn random_id(rng: &mut Rng) -> String {
    (0..32).map(|_| rng.alphanumeric()).collect()
}

/// Generates `digits` hexadecimal digits.
pub fn random_hex(rng: &mut Rng, digits: usize) -> String {
    (0..digits).map(|_| rng.digit(16)).collect()
}

/// Generates a JWT (RFC 7519) with the header fields of Qlik's tokens. The signature is 96 random bytes, the length of
/// an ES384 signature (RFC 7518, section 3.4); the tenant does not verify it, but looks the whole token up.
pub fn random_jwt(rng: &mut Rng, kid: &str, claims: &Value) -> String {
    let header = json!({ "alg": "ES384", "kid": kid, "typ": "JWT" });
    let mut signature = [0; 96];
    rng.fill(&mut signature);
    let parts = [header.to_string().as_bytes(), claims.to_string().as_bytes(), &signature]
        .map(|bytes| BASE64_URL_SAFE_NO_PAD.encode(bytes));
    parts.join(".")
}
