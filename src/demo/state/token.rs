//! Random IDs and tokens. All of them come from one generator, so that a seed gives the same tenant again.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use fastrand::Rng;
use serde_json::{Value, json};

/// Creates the ID of a key or a tenant: 32 letters and digits.
pub fn random_id(rng: &mut Rng) -> String {
    (0..32).map(|_| rng.alphanumeric()).collect()
}

/// Creates so many hexadecimal digits: 24 for a user's ID, 32 for a trace ID.
pub fn random_hex(rng: &mut Rng, digits: usize) -> String {
    (0..digits).map(|_| rng.digit(16)).collect()
}

/// Creates a JWT (RFC 7519) with the header of Qlik's. The signature is random, 96 bytes as of ES384 (RFC 7518,
/// section 3.4): the tenant stores its tokens and compares them whole.
pub fn random_jwt(rng: &mut Rng, kid: &str, claims: &Value) -> String {
    let header = json!({ "alg": "ES384", "kid": kid, "typ": "JWT" });
    let mut signature = [0; 96];
    rng.fill(&mut signature);
    let parts = [header.to_string().as_bytes(), claims.to_string().as_bytes(), &signature]
        .map(|bytes| BASE64_URL_SAFE_NO_PAD.encode(bytes));
    parts.join(".")
}
