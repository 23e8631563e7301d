//! The warning that the API key of the run itself expires soon: once, on a terminal, by the clock of the tenant that has just
//! accepted it.

use jiff::{SignedDuration, Timestamp};

use super::App;
use crate::api::users::Claims;
use crate::context::{self, Context, Server, StoreKind, Target};
use crate::duration;
use crate::http::Client;

/// The issuer of tokens that are API keys (claim `iss`).
const API_KEY_ISSUER: &str = "qlik.api/api-keys";

/// A key expires soon if less than this is left, and less than a third of its lifetime.
const WARNING_PERIOD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Which key it is about, and what to do.
pub struct ExpiryReminder {
    key_description: String,
    hint: String,
}

impl ExpiryReminder {
    /// About the key that signs in to this target.
    pub fn new(target: &Target) -> Self {
        match target {
            Target::Direct { server, credential, .. } => {
                Self { key_description: format!("the API key in {}", credential.name), hint: new_key_hint(server) }
            }
            Target::Context { context, .. } => Self {
                key_description: format!("the API key of context \"{}\"", context.name),
                hint: renewal_hint(context),
            },
        }
    }

    /// Has the client print the warning with its first response, where somebody is there to read it.
    pub fn attach(self, app: &App, client: Client, claims: &Claims) -> Client {
        let terminal = *app.terminal;
        let is_read = terminal.stderr_is_tty && !app.globals.output.is_silent();
        let Some(lifetime) = KeyLifetime::from_claims(claims).filter(|_| is_read) else {
            return client;
        };
        client.on_first_date(Box::new(move |now| {
            if lifetime.is_expiring_soon(now) {
                terminal.print_warning(&format!(
                    "{} {}\nhint: {}",
                    self.key_description,
                    lifetime.describe(now),
                    self.hint
                ));
            }
        }))
    }
}

fn renewal_hint(context: &Context) -> String {
    match &context.store {
        StoreKind::Keyring | StoreKind::File => {
            format!("qlik-api-key rotate --context {}", context::shell_quoted(&context.name))
        }
        StoreKind::Env(variable) => format!("{}; {variable} is where it belongs", new_key_hint(&context.server)),
        StoreKind::Command(_) => new_key_hint(&context.server),
    }
}

fn new_key_hint(server: &Server) -> String {
    format!("{server}/settings/api-keys makes a new key")
}

/// When a key was created, and when it expires.
#[derive(Clone, Copy)]
struct KeyLifetime {
    created: Timestamp,
    expiry: Timestamp,
}

impl KeyLifetime {
    /// The lifetime of an API key. Other tokens, such as those of OAuth clients, renew themselves.
    fn from_claims(claims: &Claims) -> Option<Self> {
        let time = |seconds: Option<i64>| Timestamp::from_second(seconds?).ok();
        let is_key = claims.iss.as_deref() == Some(API_KEY_ISSUER);
        Some(Self { created: time(claims.iat)?, expiry: time(claims.exp)? }).filter(|_| is_key)
    }

    fn is_expiring_soon(self, now: Timestamp) -> bool {
        let left = self.expiry.duration_since(now);
        left < WARNING_PERIOD && left < self.expiry.duration_since(self.created) / 3
    }

    fn describe(self, now: Timestamp) -> String {
        let verb = if self.expiry < now { "ended" } else { "ends" };
        format!("{verb} {} ({})", duration::format_relative(self.expiry, now), self.expiry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;

    fn claims(life: i64) -> Claims {
        Claims { iat: Some(0), exp: Some(life), iss: Some(API_KEY_ISSUER.into()), ..Claims::default() }
    }

    #[test]
    fn warns_in_the_last_third_but_at_most_a_week_ahead() {
        for (life, left, soon) in [
            (90 * DAY, 7 * DAY, false),
            (90 * DAY, 7 * DAY - 1, true),
            (9 * DAY, 3 * DAY, false),
            (9 * DAY, 3 * DAY - 1, true),
            (DAY, 8 * HOUR, false),
            (DAY, 8 * HOUR - 1, true),
            (DAY, -HOUR, true),
        ] {
            let now = Timestamp::from_second(life - left).unwrap();
            assert_eq!(KeyLifetime::from_claims(&claims(life)).unwrap().is_expiring_soon(now), soon, "{life} {left}");
        }
    }

    #[test]
    fn only_api_keys_with_iat_and_exp_have_a_lifetime() {
        let all = claims(DAY);
        for (claims, has) in [
            (all.clone(), true),
            (Claims { iat: None, ..all.clone() }, false),
            (Claims { exp: None, ..all.clone() }, false),
            (Claims { exp: Some(i64::MAX), ..all.clone() }, false),
            (Claims { iss: None, ..all.clone() }, false),
            (Claims { iss: Some("https://tenant.example".into()), ..all }, false),
        ] {
            assert_eq!(KeyLifetime::from_claims(&claims).is_some(), has, "{claims:?}");
        }
    }

    #[test]
    fn describes_the_time_until_expiry() {
        let life = KeyLifetime::from_claims(&claims(DAY)).unwrap();
        let described = |second| life.describe(Timestamp::from_second(second).unwrap());
        assert_eq!(described(DAY - 5 * HOUR), "ends in 5 hours (1970-01-02T00:00:00Z)");
        assert_eq!(described(DAY), "ends now (1970-01-02T00:00:00Z)");
        assert_eq!(described(DAY + 2 * HOUR), "ended 2 hours ago (1970-01-02T00:00:00Z)");
    }
}
