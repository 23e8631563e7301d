//! The steps that a rotation and its recovery share.

use std::thread;
use std::time::{Duration, Instant};

use super::journal::{Journal, JournalDestination, JournalEntry, OldKeyAction};
use crate::api::{api_keys, users};
use crate::app::{App, Session};
use crate::context::Profile;
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::secret::Secret;

/// How long to wait until the tenant accepts a new key.
const SIGN_IN_TIMEOUT: Duration = Duration::from_secs(60);

/// The longest wait between two attempts to sign in.
const MAX_RETRY_DELAY: Duration = Duration::from_secs(15);

/// Signs in with a new key and returns a client that uses it. Repeats the attempt, since a tenant may not accept a
/// new key at once.
///
/// # Errors
/// Fails if the tenant doesn't accept the key within a minute.
pub fn sign_in(session: &Session, token: &Secret) -> Result<Client> {
    let client = session.client_with_key(token)?;
    let started = Instant::now();
    let mut wait = Duration::from_secs(1);
    loop {
        let Err(error) = users::get_current_user(&client.without_retries()) else {
            return Ok(client);
        };
        let is_temporary = matches!(error.exit(), Exit::Auth | Exit::Unavailable | Exit::RateLimited);
        if !is_temporary || started.elapsed() + wait > SIGN_IN_TIMEOUT {
            let exit = error.exit();
            return Err(error.wrap(exit, "could not sign in with the new API key"));
        }
        thread::sleep(wait);
        wait = MAX_RETRY_DELAY.min(wait * 2);
    }
}

/// Undoes a rotation that failed: removes the new key and closes the journal entry. Returns the error with what
/// happened to the new key.
pub fn undo(app: &App, session: &Session, journal: &mut Journal, entry: &JournalEntry, error: Error) -> Error {
    let new = entry.new_id.as_deref().unwrap_or_default();
    let result = remove_pending_token(app, entry)
        .and_then(|()| remove_key(session, &session.client, new))
        .and_then(|()| journal.close(entry));
    match result {
        Ok(()) => error.append(&format!("the new key {new} was removed, and {} is unchanged", entry.old_id)),
        Err(failed) => error
            .append(&format!("the new key {new} could not be removed yet: {}", failed.full_message()))
            .with_hint("qlik-api-key rotate --resume"),
    }
}

/// Handles the old key as recorded in the entry, and returns the result for a notice. The key that signed in is
/// removed with `client`, which uses the new key, since the old one may have expired. Any other key is removed with
/// the session's client.
///
/// # Errors
/// Exit code 8 if the old key could not be removed.
pub fn dispose_old_key(
    session: &Session,
    client: &Client,
    journal: &mut Journal,
    entry: &JournalEntry,
) -> Result<String> {
    let old = &entry.old_id;
    let client = if session.is_own_key(old) { client } else { &session.client };
    match entry.old_key_action {
        OldKeyAction::Keep => {
            journal.close(entry)?;
            Ok("the old key was kept".to_owned())
        }
        OldKeyAction::RemoveAt(time) => {
            Ok(format!("the old key is due for removal at {time:.0} (qlik-api-key rotate --finish)"))
        }
        OldKeyAction::Remove => {
            remove_key(session, client, old).map_err(|error| {
                let new = entry.new_id.as_deref().unwrap_or_default();
                let message = format!("API key {new} is in use, but the old key {old} could not be removed");
                error.wrap(Exit::Partial, message).with_hint("qlik-api-key rotate --resume")
            })?;
            journal.close(entry)?;
            Ok("the old key was removed".to_owned())
        }
    }
}

/// Removes the pending token from the context's store.
///
/// # Errors
/// Fails if the store can't be used.
pub fn remove_pending_token(app: &App, entry: &JournalEntry) -> Result<()> {
    let JournalDestination::Context(name) = &entry.destination else {
        return Ok(());
    };
    let profile = Profile::read(&app.profile_path()?)?;
    if profile.contains(name) { app.stores()?.remove_pending(&profile.context(name)?) } else { Ok(()) }
}

/// Removes a key. A key that no longer exists counts as removed.
///
/// # Errors
/// Fails if the request fails.
pub fn remove_key(session: &Session, client: &Client, id: &str) -> Result<()> {
    match api_keys::delete(client, id) {
        Err(error) if error.exit() != Exit::NotFound => Err(error),
        _ => {
            session.remove_cached_keys(&[id]);
            Ok(())
        }
    }
}
