//! Warns on a terminal, once per run, that the API key that signs in expires soon. The time now is the `Date` header of
//! the first response (RFC 9110, section 6.6.1).

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::credential_advice::CredentialAdvice;
use crate::api::claims::Claims;
use crate::context::Target;
use crate::duration;
use crate::http::Client;

/// A key expires soon if both less than this and less than a third of its lifetime are left.
const WARNING_PERIOD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A warning about the key that signs in.
pub struct ExpiryReminder(CredentialAdvice);

impl ExpiryReminder {
    /// The reminder for the key that signs in to this target.
    pub fn new(target: &Target) -> Self {
        Self(match target {
            Target::Direct { server, source, credential } => CredentialAdvice::for_direct(server, source, credential),
            Target::Context { context, source } => CredentialAdvice::for_context(context, source),
        })
    }

    /// Makes the client print the warning at its first response, if stderr is a terminal and notices are not silenced.
    pub fn attach(self, app: &App, client: Client, claims: &Claims) -> Client {
        let terminal = app.terminal.clone();
        let is_visible = terminal.stderr_is_tty && !app.globals.output.is_silent();
        let Some(lifetime) = KeyLifetime::from_claims(claims).filter(|_| is_visible) else {
            return client;
        };
        client.on_first_date(Box::new(move |now| {
            if lifetime.is_expiring_soon(now) {
                terminal.print_warning(&format!(
                    "{} {}\nhint: {}",
                    self.0.key_name,
                    lifetime.describe(now),
                    self.0.renewal
                ));
            }
        }))
    }
}

/// The creation and expiry of an API key, from its claims `iat` and `exp` (RFC 7519, section 4.1).
#[derive(Clone, Copy)]
struct KeyLifetime {
    created: Timestamp,
    expiry: Timestamp,
}

impl KeyLifetime {
    /// `None` for other tokens, such as those of OAuth clients, which are renewed automatically.
    fn from_claims(claims: &Claims) -> Option<Self> {
        let time = |seconds: Option<i64>| Timestamp::from_second(seconds?).ok();
        let is_api_key = claims.is_api_key();
        Some(Self { created: time(claims.iat)?, expiry: time(claims.exp)? }).filter(|_| is_api_key)
    }

    fn is_expiring_soon(self, now: Timestamp) -> bool {
        let left = self.expiry.duration_since(now);
        left < WARNING_PERIOD && left < self.expiry.duration_since(self.created) / 3
    }

    fn describe(self, now: Timestamp) -> String {
        let verb = if self.expiry < now { "expired" } else { "expires" };
        format!("{verb} {} ({})", duration::format_relative(self.expiry, now), self.expiry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::claims::API_KEY_ISSUER;

    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;

    fn claims(lifetime: i64) -> Claims {
        Claims { iat: Some(0), exp: Some(lifetime), iss: Some(API_KEY_ISSUER.into()), ..Claims::default() }
    }

    #[test]
    fn warns_in_the_last_third_but_at_most_a_week_ahead() {
        for (lifetime, left, soon) in [
            (90 * DAY, 7 * DAY, false),
            (90 * DAY, 7 * DAY - 1, true),
            (9 * DAY, 3 * DAY, false),
            (9 * DAY, 3 * DAY - 1, true),
            (DAY, 8 * HOUR, false),
            (DAY, 8 * HOUR - 1, true),
            (DAY, -HOUR, true),
        ] {
            let now = Timestamp::from_second(lifetime - left).unwrap();
            let key = KeyLifetime::from_claims(&claims(lifetime)).unwrap();
            assert_eq!(key.is_expiring_soon(now), soon, "{lifetime} {left}");
        }
    }

    #[test]
    fn only_api_keys_with_iat_and_exp_have_a_lifetime() {
        let all = claims(DAY);
        for (claims, has_lifetime) in [
            (all.clone(), true),
            (Claims { iat: None, ..all.clone() }, false),
            (Claims { exp: None, ..all.clone() }, false),
            (Claims { exp: Some(i64::MAX), ..all.clone() }, false),
            (Claims { iss: None, ..all.clone() }, false),
            (Claims { iss: Some("https://tenant.example".into()), ..all }, false),
        ] {
            assert_eq!(KeyLifetime::from_claims(&claims).is_some(), has_lifetime, "{claims:?}");
        }
    }

    #[test]
    fn describes_the_time_until_expiry() {
        let lifetime = KeyLifetime::from_claims(&claims(DAY)).unwrap();
        let described = |second| lifetime.describe(Timestamp::from_second(second).unwrap());
        assert_eq!(described(DAY - 5 * HOUR), "expires in 5 hours (1970-01-02T00:00:00Z)");
        assert_eq!(described(DAY), "expires now (1970-01-02T00:00:00Z)");
        assert_eq!(described(DAY + 2 * HOUR), "expired 2 hours ago (1970-01-02T00:00:00Z)");
    }
}
