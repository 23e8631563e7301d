//! The OAuth client of a tenant and the access tokens issued to it.

use fastrand::Rng;
use jiff::Timestamp;

use super::token::random_hex;

/// The one machine-to-machine client of a tenant. It acts as the administrator
/// (<https://qlik.dev/authenticate/oauth/getting-started-oauth-m2m>).
#[derive(Debug)]
pub struct OauthClient {
    pub id: String,
    pub secret: String,
    /// Access tokens and their expiry.
    pub tokens: Vec<(String, Timestamp)>,
}

impl OauthClient {
    pub fn new(rng: &mut Rng) -> OauthClient {
        OauthClient { id: random_hex(rng, 32), secret: random_hex(rng, 64), tokens: Vec::new() }
    }

    /// Returns whether this is one of its access tokens, not yet expired.
    pub fn is_valid_token(&self, token: &str, now: Timestamp) -> bool {
        self.tokens.iter().any(|(known, expiry)| known == token && now < *expiry)
    }
}
