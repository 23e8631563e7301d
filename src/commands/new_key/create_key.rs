//! Creating a key, and finding what a create of unknown outcome may have made.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::api::api_keys::{self, ApiKey, CreatedKey, NewApiKey};
use crate::api::users;
use crate::app::Session;
use crate::error::{Error, Exit, Result};

/// How far the clocks of a tenant's machines may be apart.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(2);

/// Creates a key: one POST, which is processed at most once.
///
/// # Errors
/// As [`api_keys::create`].
pub fn create_key(session: &Session, key: &NewApiKey) -> Result<CreatedKey> {
    let created = api_keys::create(&session.client, key)?;
    if let (Some(cache), Ok(row)) = (&session.cache, created.response.raw_object()) {
        cache.add(&row.into());
    }
    Ok(created)
}

/// Where the outcome of a create is unknown, looks for the keys that it may have made, and says how to remove them.
/// `elapsed` is the time since the request was sent.
pub fn name_candidates(session: &Session, key: &NewApiKey, elapsed: Duration, error: Error) -> Error {
    if error.exit() != Exit::UnknownOutcome {
        return error;
    }
    match find_candidates(session, key.description.as_deref().unwrap_or_default(), elapsed) {
        Ok(keys) if keys.is_empty() => {
            error.hint("no such key is there now; look again: qlik-api-key ls --sort -created --limit 5")
        }
        Ok(keys) => {
            let removals: Vec<_> = keys.iter().map(|key| format!("qlik-api-key rm {}", key.id)).collect();
            error.hint(format!("this removes what may be that key, before you create another: {}", removals.join("; ")))
        }
        // The error's own hint says how to look for it.
        Err(_) => error,
    }
}

/// The user's keys of this description that were created since a request, which was sent `elapsed` ago. Times are the
/// tenant's.
fn find_candidates(session: &Session, description: &str, elapsed: Duration) -> Result<Vec<ApiKey>> {
    let (keys, date) = api_keys::newest(&session.client.without_retries(), creator(session)?)?;
    let elapsed = SignedDuration::try_from(elapsed).unwrap_or(SignedDuration::MAX);
    let sent = date.unwrap_or_else(Timestamp::now).checked_sub(elapsed).unwrap_or(Timestamp::MIN);
    Ok(keys.into_iter().filter(|key| key.description == description && is_since(key, sent)).collect())
}

/// Whether a key may have been created since a time. A creation time that can't be read rules nothing out.
fn is_since(key: &ApiKey, time: Timestamp) -> bool {
    let earliest = time.checked_sub(TOLERANCE).unwrap_or(Timestamp::MIN);
    key.created.is_none_or(|created| created >= earliest)
}

/// The ID of the user who creates keys with this session.
fn creator(session: &Session) -> Result<String> {
    match &session.claims.sub {
        Some(id) => Ok(id.clone()),
        None => Ok(users::me(&session.client)?.0.id),
    }
}

/// The keys of a user before a create: what it makes is not among them.
pub struct KeySnapshot {
    /// The ID of the user who creates.
    pub creator: String,
    /// The IDs of the newest keys that this user created.
    pub known: Vec<String>,
    /// The tenant's clock.
    pub date: Timestamp,
}

impl KeySnapshot {
    /// Lists the user's newest keys.
    ///
    /// # Errors
    /// Where they can't be listed, except for lack of permission: who may not list keys may still create one.
    pub fn take(session: &Session) -> Result<Self> {
        let creator = creator(session)?;
        let (keys, date) = match api_keys::newest(&session.client, creator.clone()) {
            Err(error) if error.exit() == Exit::Forbidden => (Vec::new(), None),
            other => other?,
        };
        let known = keys.into_iter().map(|key| key.id).collect();
        Ok(Self { creator, known, date: date.unwrap_or_else(Timestamp::now) })
    }

    /// The keys of this description that may have been created since.
    ///
    /// # Errors
    /// Where the keys can't be listed.
    pub fn find_created_since(&self, session: &Session, description: &str) -> Result<Vec<ApiKey>> {
        let (keys, _) = api_keys::newest(&session.client.without_retries(), self.creator.clone())?;
        let is_new = |key: &ApiKey| is_since(key, self.date) && !self.known.contains(&key.id);
        Ok(keys.into_iter().filter(|key| key.description == description && is_new(key)).collect())
    }
}

/// Removes a new key whose token nobody got, and adds to the error what became of it.
pub fn remove_undelivered_key(session: &Session, id: &str, error: Error) -> Error {
    match api_keys::remove(&session.client, id) {
        Ok(_) => {
            session.uncache_keys(&[id]);
            error.but(&format!("the new API key {id} was removed again"))
        }
        Err(removal) => error
            .but(&format!("the new API key {id} could not be removed again ({}), and is of no use", removal.what()))
            .hint(format!("qlik-api-key rm {id}")),
    }
}
