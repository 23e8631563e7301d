//! The steps that a rotation and its recovery share.

use std::thread;
use std::time::{Duration, Instant};

use super::journal::{Journal, JournalDestination, JournalEntry, OldKeyAction};
use super::mark::Mark;
use crate::api::api_keys;
use crate::api::json_patch::Operation;
use crate::api::users::{self, Claims};
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

/// Removes the mark from the description of the new key, which is in use. `new_key_client` signs in with the new key,
/// if there is such a client. Returns the error if the tenant refuses the change. Then it is not tried again, and if
/// the new key may not work, the old key will be kept.
///
/// # Errors
/// Exit code 8 if the request fails otherwise. The next run repeats it.
pub fn remove_mark(
    app: &App,
    session: &Session,
    new_key_client: Option<&Client>,
    journal: &mut Journal,
    entry: &mut JournalEntry,
) -> Result<Option<Error>> {
    let Some(suffix) = entry.mark_suffix() else {
        return Ok(None);
    };
    let new_id = entry.new_id().to_owned();
    // The old key may have expired.
    let client = new_key_client.filter(|_| session.is_own_key(&entry.old_id)).unwrap_or(&session.client);
    let description = Operation::replace("/description", entry.description.as_str());
    let Err(error) = api_keys::patch(client, &new_id, &[description]) else {
        entry.mark = Some(Mark::Removed);
        journal.record(entry)?;
        return Ok(None);
    };
    let exit = error.exit();
    let message = format!("API key {new_id} is in use, but its description still ends in \"{}\"", suffix.trim_start());
    let error = error.wrap(Exit::Partial, message);
    if !matches!(exit, Exit::Forbidden | Exit::NotFound) {
        return Err(error.with_hint("qlik-api-key rotate --resume"));
    }
    if exit == Exit::NotFound && is_superseded(app, entry)? {
        entry.mark = Some(Mark::Removed);
        journal.record(entry)?;
        return Ok(None);
    }
    entry.mark = Some(Mark::Refused);
    let signs_in = || new_key_client.is_some_and(|client| users::get_current_user(client).is_ok());
    if exit == Exit::NotFound && !signs_in() {
        // Somebody may have removed the new key.
        entry.old_key_action = OldKeyAction::Keep;
    }
    journal.record(entry)?;
    Ok(Some(error.with_hint(format!("qlik-api-key patch {new_id} --description TEXT"))))
}

/// Whether the new key, which no longer exists, has done its work: it was the key of a context, which has another key
/// since. A rotation with another state folder may have replaced it before this one was finished.
fn is_superseded(app: &App, entry: &JournalEntry) -> Result<bool> {
    let (JournalDestination::Context(name) | JournalDestination::NewContext(name)) = &entry.destination else {
        return Ok(false);
    };
    let replaced_own_key = entry.replaced_id.as_ref() == Some(&entry.old_id);
    let profile = Profile::read(&app.profile_path()?)?;
    let is_stored = app.stores()?.find_entry(&profile, |token| is_token_for_key(token, entry.new_id()))?.is_some();
    Ok(!is_stored && (replaced_own_key || profile.contains(name)))
}

/// Whether a token belongs to a key: its `jti` claim is the key's ID.
pub fn is_token_for_key(token: &Secret, id: &str) -> bool {
    Claims::from_token(token.expose().trim()).jti.as_deref() == Some(id)
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
        OldKeyAction::Remove if entry.mark.is_none() => {
            journal.close(entry)?;
            let new = entry.new_id();
            let message = format!("API key {new} is in use, and the old key {old} was kept");
            let cause = anyhow::Error::msg("an older version started the rotation, so nothing is removed");
            let hint = format!("qlik-api-key rm {old}");
            Err(Error::new(Exit::Partial, message).with_cause(cause).with_hint(hint))
        }
        OldKeyAction::Remove => {
            remove_key(session, client, old).map_err(|error| {
                let new = entry.new_id();
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
