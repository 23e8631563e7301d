//! The OAuth client of a tenant and the access tokens issued to it.

use fastrand::Rng;
use jiff::Timestamp;

use super::token::random_hex;

/// The tenant's only machine-to-machine client. It acts as the administrator
/// (<https://qlik.dev/authenticate/oauth/getting-started-oauth-m2m>).
#[derive(Debug)]
pub struct OauthClient {
    pub id: String,
    pub secret: String,
    /// Issued access tokens and their expiry.
    pub tokens: Vec<(String, Timestamp)>,
}

impl OauthClient {
    /// Creates a client with a random ID and secret.
    pub fn new(rng: &mut Rng) -> OauthClient {
        OauthClient { id: random_hex(rng, 32), secret: random_hex(rng, 64), tokens: Vec::new() }
    }

    /// Returns true if this is an access token of the client that has not expired.
    pub fn is_valid_token(&self, token: &str, now: Timestamp) -> bool {
        self.tokens.iter().any(|(issued, expiry)| issued == token && now < *expiry)
    }
}
