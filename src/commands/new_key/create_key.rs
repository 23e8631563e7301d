//! Creates a key, and finds the keys that a create with an unknown outcome may have made.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::recovery_file::save_token;
use crate::api::api_key_config;
use crate::api::api_keys::{self, ApiKey, CreatedKey, NewApiKey, Query};
use crate::app::{App, Session};
use crate::commands::rm::removal_command;
use crate::error::{Error, Exit, Result};

/// How far the clocks of a tenant's servers may differ.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(2);

/// Creates a key and adds it to the completion cache. The tenant processes the POST at most once. If a signal ends the
/// program before the response arrives, an error says that a key may exist. It ends with `hint`, if there is one.
///
/// # Errors
/// See [`api_keys::create`].
pub fn create_key(app: &App, session: &Session, key: &NewApiKey, hint: Option<&str>) -> Result<CreatedKey> {
    let created = send_create(app, session, key, hint)?;
    add_to_cache(session, &created);
    Ok(created)
}

/// Like [`create_key`], but `description`, which the key will get later, replaces that of the response.
///
/// # Errors
/// See [`api_keys::create`].
pub fn create_key_with_later_description(
    app: &App,
    session: &Session,
    key: &NewApiKey,
    description: &str,
    hint: &str,
) -> Result<CreatedKey> {
    let mut created = send_create(app, session, key, Some(hint))?;
    created.set_description(description);
    add_to_cache(session, &created);
    Ok(created)
}

/// Sends the create request. Until its outcome is known, a second signal prints that a key may exist.
fn send_create(app: &App, session: &Session, key: &NewApiKey, hint: Option<&str>) -> Result<CreatedKey> {
    app.set_unfinished(hint.into_iter().fold(api_keys::interrupted_create_error(), Error::with_hint));
    let result = api_keys::create(&session.client, key);
    if !matches!(&result, Err(error) if error.exit() == Exit::UnknownOutcome) {
        app.clear_unfinished();
    }
    let created = result.map_err(|error| add_disabled_hint(session, error))?;
    if created.id.is_empty() {
        // No request about this key is possible.
        let cause = anyhow::Error::msg("the response contains no ID of the key");
        return Err(save_token(&created, "was not delivered", cause).with_exit(Exit::UnknownOutcome));
    }
    Ok(created)
}

/// If the tenant refused because API keys are disabled, adds a hint on how to enable them.
fn add_disabled_hint(session: &Session, error: Error) -> Error {
    if error.exit() != Exit::Forbidden {
        return error;
    }
    let client = session.client.without_retries();
    let tenant_id = session.resolve_tenant_id(None);
    match tenant_id.and_then(|tenant_id| api_key_config::are_keys_disabled(&client, &tenant_id)) {
        Ok(true) => error.with_hint(
            "API keys are disabled in this tenant; as an administrator: qlik-api-key config patch --api-keys-enabled true",
        ),
        // The hint of the error says which permission may be missing.
        Ok(false) | Err(_) => error,
    }
}

fn add_to_cache(session: &Session, created: &CreatedKey) {
    if let (Some(cache), Ok(row)) = (&session.completion_cache, created.response.parse_raw_object()) {
        cache.add(&row.into());
    }
}

/// If the outcome of a create is unknown, looks for the keys that it may have made, and adds a hint on how to remove
/// them. `elapsed` is the time since the request was sent.
pub fn add_cleanup_hint(session: &Session, key: &NewApiKey, elapsed: Duration, error: Error) -> Error {
    if error.exit() != Exit::UnknownOutcome {
        return error;
    }
    match find_candidates(session, key.description.as_deref().unwrap_or_default(), elapsed) {
        Ok(keys) if keys.is_empty() => {
            error.with_hint("no such key exists now; check again: qlik-api-key ls --sort -created --limit 5")
        }
        Ok(keys) => {
            let removals: Vec<_> = keys.iter().map(|key| removal_command(&key.id)).collect();
            error.with_hint(format!(
                "before you create another key, remove what may be this one: {}",
                removals.join("; ")
            ))
        }
        // Keep the error's own hint, which says how to look for the key.
        Err(_) => error,
    }
}

/// The user's keys with this description that were created since a request that was sent `elapsed` ago, by the
/// tenant's clock.
fn find_candidates(session: &Session, description: &str, elapsed: Duration) -> Result<Vec<ApiKey>> {
    let (keys, date) = api_keys::list_newest(&session.client.without_retries(), session.resolve_user_id()?)?;
    let elapsed = SignedDuration::try_from(elapsed).unwrap_or(SignedDuration::MAX);
    let sent_at = date.unwrap_or_else(Timestamp::now).checked_sub(elapsed).unwrap_or(Timestamp::MIN);
    Ok(keys.into_iter().filter(|key| key.description == description && was_created_since(key, sent_at)).collect())
}

/// Whether a key may have been created since `time`, which is also true if its creation time can't be read.
fn was_created_since(key: &ApiKey, time: Timestamp) -> bool {
    let earliest = time.checked_sub(CLOCK_TOLERANCE).unwrap_or(Timestamp::MIN);
    key.created.is_none_or(|created| created >= earliest)
}

/// A user's keys before a create, to recognize the key that it makes.
pub struct KeySnapshot {
    /// The ID of the user who creates the key.
    pub creator_id: String,
    /// The IDs of the newest keys that this user created.
    pub existing_ids: Vec<String>,
    /// The time of the snapshot, in UTC by the tenant's clock.
    pub taken_at: Timestamp,
}

impl KeySnapshot {
    /// Lists the user's newest keys.
    ///
    /// # Errors
    /// Fails if the keys can't be listed. A 403 gives an empty snapshot instead: a user who may not list keys may
    /// still create one.
    pub fn take(session: &Session) -> Result<Self> {
        let creator_id = session.resolve_user_id()?;
        let (keys, date) = match api_keys::list_newest(&session.client, creator_id.clone()) {
            Err(error) if error.exit() == Exit::Forbidden => (Vec::new(), None),
            other => other?,
        };
        let existing_ids = keys.into_iter().map(|key| key.id).collect();
        Ok(Self { creator_id, existing_ids, taken_at: date.unwrap_or_else(Timestamp::now) })
    }

    /// The user's keys that may have been created since the snapshot, newest first.
    ///
    /// # Errors
    /// Fails if the keys can't be listed.
    pub fn find_created_since(&self, session: &Session) -> Result<Vec<ApiKey>> {
        let (created_by_user, sort) = (Some(self.creator_id.clone()), Some("-created".to_owned()));
        let query = Query { created_by_user, sort, ..Query::default() };
        let mut found = Vec::new();
        for page in api_keys::list(&session.client.without_retries(), &query) {
            let keys = page?.rows.iter().map(ApiKey::from_row).collect::<Result<Vec<_>>>()?;
            let (new, old): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| was_created_since(key, self.taken_at));
            found.extend(new.into_iter().filter(|key| !self.existing_ids.contains(&key.id)));
            if !old.is_empty() {
                break;
            }
        }
        Ok(found)
    }
}

/// Removes a new key whose token could not be delivered, and adds the result to the error.
pub fn remove_undelivered_key(session: &Session, id: &str, error: Error) -> Error {
    match api_keys::delete(&session.client, id) {
        Ok(_) => {
            session.remove_cached_keys(&[id]);
            error.append(&format!("the new API key {id} was removed"))
        }
        Err(removal) => error
            .append(&format!("the new API key {id} is unusable, but could not be removed ({})", removal.full_message()))
            .with_hint(removal_command(id)),
    }
}
