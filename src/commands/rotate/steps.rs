//! The steps that a rotation and the recovery of an interrupted one share.

use std::thread;
use std::time::{Duration, Instant};

use super::journal::{Journal, JournalDestination, JournalEntry, OldKeyAction};
use crate::api::{api_keys, users};
use crate::app::{App, Session};
use crate::context::Profile;
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::secret::Secret;

/// How long a new key may take until the tenant accepts it.
const SIGN_IN_TIMEOUT: Duration = Duration::from_secs(60);

/// The longest wait between two attempts.
const MAX_RETRY_DELAY: Duration = Duration::from_secs(15);

/// Signs in with a new key. Returns a client that carries it.
///
/// # Errors
/// Where the tenant doesn't accept the key within a minute.
pub fn sign_in(session: &Session, token: &Secret) -> Result<Client> {
    let client = session.client_with_key(token)?;
    let begun = Instant::now();
    let mut wait = Duration::from_secs(1);
    loop {
        let Err(error) = users::get_current_user(&client.without_retries()) else {
            return Ok(client);
        };
        let may_pass = matches!(error.exit(), Exit::Auth | Exit::Unavailable | Exit::RateLimited);
        if !may_pass || begun.elapsed() + wait > SIGN_IN_TIMEOUT {
            let exit = error.exit();
            return Err(error.wrap(exit, "the new API key does not sign in"));
        }
        thread::sleep(wait);
        wait = MAX_RETRY_DELAY.min(wait * 2);
    }
}

/// Removes the new key of a rotation that can't go on, and closes its journal entry: all is as before then. Returns the error
/// with what became of the new key.
pub fn undo(app: &App, session: &Session, journal: &mut Journal, entry: &JournalEntry, error: Error) -> Error {
    let new = entry.new.as_deref().unwrap_or_default();
    let undone = remove_pending_token(app, entry)
        .and_then(|()| remove_key(session, &session.client, new))
        .and_then(|()| journal.close(entry));
    match undone {
        Ok(()) => error.append(&format!("the new key {new} was removed again, and {} stays as it is", entry.old)),
        Err(failed) => error
            .append(&format!("the new key {new} could not be removed yet: {}", failed.full_message()))
            .with_hint("qlik-api-key rotate --resume"),
    }
}

/// Does with the old key what was decided. Returns what became of it, for a notice. The key that signed in is removed by the
/// new one (`client`), since it may have expired by now; any other key by the session.
///
/// # Errors
/// Exit 8 where it could not be removed.
pub fn dispose_old_key(
    session: &Session,
    client: &Client,
    journal: &mut Journal,
    entry: &JournalEntry,
) -> Result<String> {
    let old = &entry.old;
    let client = if session.is_own_key(old) { client } else { &session.client };
    match entry.old_key_action {
        OldKeyAction::Keep => {
            journal.close(entry)?;
            Ok("the old key stays".to_owned())
        }
        OldKeyAction::RemoveAt(time) => {
            Ok(format!("the old key is due for removal at {time:.0} (qlik-api-key rotate --finish)"))
        }
        OldKeyAction::Remove => {
            remove_key(session, client, old).map_err(|error| {
                let new = entry.new.as_deref().unwrap_or_default();
                let what = format!("API key {new} is in its place, but the old one, {old}, could not be removed");
                error.wrap(Exit::Partial, what).with_hint("qlik-api-key rotate --resume")
            })?;
            journal.close(entry)?;
            Ok("the old key was removed".to_owned())
        }
    }
}

/// Removes the token that was to become a context's.
///
/// # Errors
/// Where the store can't be reached.
pub fn remove_pending_token(app: &App, entry: &JournalEntry) -> Result<()> {
    let JournalDestination::Context(name) = &entry.destination else {
        return Ok(());
    };
    let profile = Profile::read(&app.profile_path()?)?;
    if profile.contains(name) { app.stores()?.remove_pending(&profile.context(name)?) } else { Ok(()) }
}

/// Removes a key with the client that may do so. A key that is gone already is as good.
///
/// # Errors
/// Where the request fails.
pub fn remove_key(session: &Session, client: &Client, id: &str) -> Result<()> {
    match api_keys::delete(client, id) {
        Err(error) if error.exit() != Exit::NotFound => Err(error),
        _ => {
            session.remove_cached_keys(&[id]);
            Ok(())
        }
    }
}
