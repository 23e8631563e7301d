//! [`Comparison`]: what the tenant knows about the keys that were found, and how the claims of their tokens compare.

use jiff::Timestamp;

use super::tokens::FoundKey;
use crate::api::api_keys::{self, ApiKey};
use crate::api::claims::Claims;
use crate::app::Session;
use crate::app::owners::{OwnerLookup, Owners};
use crate::error::{Error, Exit, Result};

/// The claims and the tenant may round a time differently, in seconds.
const MAX_TIME_DIFFERENCE: u64 = 5;

/// The keys that were found, compared with those of the tenant.
pub(super) struct Comparison {
    /// The keys, in the order of the text.
    pub(super) keys: Vec<ComparedKey>,
    /// The owners of the tenant's keys.
    pub(super) owners: Owners,
    /// The tenant's clock.
    pub(super) date: Option<Timestamp>,
    /// Why a key could not be read.
    pub(super) failure: Option<Error>,
}

/// A key that was found, compared with the tenant's.
pub(super) struct ComparedKey {
    /// The ID of the key.
    pub(super) id: String,
    /// The claims of a token that match the tenant's key, else those of the first token.
    pub(super) claims: Claims,
    /// The number of different claims of the key's tokens.
    pub(super) variants: usize,
    /// The tenant's key.
    pub(super) tenant_key: TenantKey,
}

/// What the tenant knows about a key.
pub(super) enum TenantKey {
    /// No tenant was asked.
    Unasked,
    /// The token belongs to another tenant than the one that was asked.
    OtherTenant,
    /// The credential's rights don't allow reading it.
    Forbidden,
    /// The tenant has no such key.
    NotFound,
    /// The key.
    Found(Box<ApiKey>),
}

impl Comparison {
    /// Compares nothing: the claims are all that is known.
    pub(super) fn from_claims(found: &[FoundKey]) -> Self {
        let keys = found.iter().map(|found| ComparedKey::new(found, TenantKey::Unasked)).collect();
        Self { keys, owners: Owners::default(), date: None, failure: None }
    }

    /// Reads the keys of the session's tenant, and their owners.
    ///
    /// # Errors
    /// A request failed, except with a 403 or a 404.
    pub(super) fn fetch(session: &Session, found: &[FoundKey]) -> Result<Self> {
        let tenant_id = session.resolve_tenant_id(None)?;
        let mut lookup = OwnerLookup::new(session.client.without_retries());
        let (mut keys, mut date, mut failure) = (Vec::new(), None, None);
        for found in found {
            let mut tenant_key = TenantKey::OtherTenant;
            if found.first.tenant_id.as_ref() == Some(&tenant_id) {
                match api_keys::get(&session.client, &found.id) {
                    Ok(response) => {
                        let key: ApiKey = response.parse_object()?;
                        if key.id != found.id {
                            return Err(response.unusable_error(anyhow::anyhow!("it is another API key")));
                        }
                        date = response.date.or(date);
                        lookup.add(&key);
                        tenant_key = TenantKey::Found(Box::new(key));
                    }
                    Err(error) if error.exit() == Exit::NotFound => tenant_key = TenantKey::NotFound,
                    Err(error) if error.exit() == Exit::Forbidden => {
                        tenant_key = TenantKey::Forbidden;
                        failure = failure.or(Some(error));
                    }
                    Err(error) => return Err(error),
                }
            }
            keys.push(ComparedKey::new(found, tenant_key));
        }
        Ok(Self { keys, owners: lookup.finish(), date, failure })
    }
}

impl ComparedKey {
    fn new(found: &FoundKey, tenant_key: TenantKey) -> Self {
        let mut all = std::iter::once(&found.first).chain(&found.others);
        let matching = match &tenant_key {
            TenantKey::Found(key) => all.find(|claims| differences(claims, key).is_empty()),
            _ => None,
        };
        let claims = matching.unwrap_or(&found.first).clone();
        Self { id: found.id.clone(), claims, variants: 1 + found.others.len(), tenant_key }
    }

    /// The tenant's key.
    pub(super) fn key(&self) -> Option<&ApiKey> {
        match &self.tenant_key {
            TenantKey::Found(key) => Some(key),
            _ => None,
        }
    }

    /// The fields of the tenant's key that differ from the claims.
    pub(super) fn differences(&self) -> Vec<&'static str> {
        self.key().map_or_else(Vec::new, |key| differences(&self.claims, key))
    }
}

fn differences(claims: &Claims, key: &ApiKey) -> Vec<&'static str> {
    let checks = [
        ("sub", claims.sub.as_deref() == Some(&*key.sub)),
        ("created", is_same_time(claims.iat, key.created)),
        ("expiry", is_same_time(claims.exp, key.expiry)),
    ];
    checks.into_iter().filter(|(_, is_same)| !is_same).map(|(field, _)| field).collect()
}

/// Whether a claim is the time of the tenant's key. A missing time is never the same as another one.
fn is_same_time(claim: Option<i64>, time: Option<Timestamp>) -> bool {
    let (Some(claim), Some(time)) = (claim, time) else { return false };
    // `Timestamp::MAX` stands for "never", which a claim may express as a later time.
    claim.min(Timestamp::MAX.as_second()).abs_diff(time.as_second()) <= MAX_TIME_DIFFERENCE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Row;
    use serde_json::value::RawValue;

    fn key(created: &str, expiry: &str) -> ApiKey {
        let json = format!(r#"{{"id":"k","sub":"u","created":"{created}","expiry":"{expiry}"}}"#);
        ApiKey::from_row(&Row::from(RawValue::from_string(json).unwrap())).unwrap()
    }

    #[test]
    fn compares_subject_and_times() {
        let key_of_today = key("2026-11-23T12:00:00.900Z", "2026-12-23T12:00:00Z");
        let seconds = |time: &str| Some(time.parse::<Timestamp>().unwrap().as_second());
        let (iat, exp) = (seconds("2026-11-23T12:00:01Z"), seconds("2026-12-23T12:00:00Z"));
        let claims = Claims { sub: Some("u".into()), iat, exp, ..Claims::default() };
        assert_eq!(differences(&claims, &key_of_today), Vec::<&str>::new());
        let later = iat.map(|iat| iat + 6);
        for (claims, expected) in [
            (Claims { sub: Some("v".into()), ..claims.clone() }, &["sub"][..]),
            (Claims { iat: later, ..claims.clone() }, &["created"]),
            (Claims { exp: iat, ..claims.clone() }, &["expiry"]),
            (Claims { exp: Some(i64::MIN), ..claims.clone() }, &["expiry"]),
            (Claims::default(), &["sub", "created", "expiry"]),
        ] {
            assert_eq!(differences(&claims, &key_of_today), expected);
        }
        let forever = key("2026-11-23T12:00:00Z", "9999-12-31T23:59:59Z");
        assert_eq!(differences(&Claims { exp: Some(253_402_300_799), ..claims.clone() }, &forever), Vec::<&str>::new());
        assert_eq!(differences(&Claims { exp: None, ..claims }, &key("soon", "")), ["created", "expiry"]);
    }
}
