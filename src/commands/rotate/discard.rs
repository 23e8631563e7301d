//! Removes the new key of a rotation that failed. Recovery removes a key only if the rotation made it and nothing uses
//! it. It keeps and reports any other.

use jiff::Timestamp;

use super::journal::{Journal, JournalDestination, JournalEntry};
use super::steps;
use crate::api::api_keys::{self, ApiKey};
use crate::app::{App, Session};
use crate::commands::new_key::KeySnapshot;
use crate::context::Profile;
use crate::error::{Error, Exit, Result};

/// Undoes a rotation of this run that failed: removes the new key, whose ID the tenant returned, and closes the journal
/// entry. Returns the error with what happened to the new key.
pub fn undo(app: &App, session: &Session, journal: &mut Journal, entry: &JournalEntry, error: Error) -> Error {
    let new = entry.new_id();
    let result = steps::remove_pending_token(app, entry).and_then(|()| {
        if matches!(entry.destination, JournalDestination::Context(_) | JournalDestination::NewContext(_)) {
            check_token_unused(app, new)?;
        }
        steps::remove_key(session, &session.client, new)?;
        journal.close(entry)
    });
    match result {
        Ok(()) => error.append(&format!("the new key {new} was removed, and {} is unchanged", entry.old_id)),
        Err(failed) => error
            .append(&format!("the new key {new} could not be removed yet: {}", failed.full_message()))
            .with_hint("qlik-api-key rotate --resume"),
    }
}

/// Removes the new key of an interrupted rotation, whose token is lost, and closes the journal entry.
///
/// # Errors
/// Exit 1 if the key is kept, since the rotation may not have made it or something may use it. Also fails if a request,
/// the store or the journal fails; the entry then stays open.
pub fn discard_new_key(app: &App, session: &Session, journal: &mut Journal, entry: &JournalEntry) -> Result<()> {
    let new = entry.new_id();
    steps::remove_pending_token(app, entry)?;
    remove_context_without_secret(app, entry)?;
    let key: ApiKey = match api_keys::get(&session.client, new) {
        Err(error) if error.exit() == Exit::NotFound => return journal.close(entry),
        response => response?.parse_object()?,
    };
    if let Err(reason) = check_removable(app, session, entry, &key) {
        journal.close(entry)?;
        return Err(kept_error(entry, &[(key, reason)]));
    }
    steps::remove_key(session, &session.client, new)?;
    journal.close(entry)
}

/// Removes the new context of a rotation that was killed before it stored the token there.
fn remove_context_without_secret(app: &App, entry: &JournalEntry) -> Result<()> {
    let JournalDestination::NewContext(name) = &entry.destination else {
        return Ok(());
    };
    let stores = app.stores()?;
    Profile::edit(&app.profile_path()?, |edit| {
        let profile = edit.profile()?;
        if profile.contains(name) {
            let context = profile.context(name)?;
            if stores.uses_secret_store(&context) && stores.get(&context)?.is_none() {
                edit.remove(name);
            }
        }
        Ok(())
    })
}

/// Undoes a create whose outcome is unknown: removes the key that it made, and closes the journal entry. Returns the
/// IDs of the removed keys.
///
/// # Errors
/// Exit 1 if keys that may be the new one are kept. Also fails if a request or the journal fails.
pub fn discard_unknown_key(
    app: &App,
    session: &Session,
    journal: &mut Journal,
    entry: &JournalEntry,
) -> Result<Vec<String>> {
    let (mut removed, mut kept) = (Vec::new(), Vec::new());
    for key in find_candidates(session, entry)? {
        match check_removable(app, session, entry, &key) {
            Ok(()) => {
                steps::remove_key(session, &session.client, &key.id)?;
                removed.push(key.id);
            }
            Err(reason) => kept.push((key, reason)),
        }
    }
    journal.close(entry)?;
    if kept.is_empty() { Ok(removed) } else { Err(kept_error(entry, &kept)) }
}

/// The keys that a create with an unknown outcome may have made: those with the mark or, without one, with the same
/// description.
fn find_candidates(session: &Session, entry: &JournalEntry) -> Result<Vec<ApiKey>> {
    let snapshot = KeySnapshot {
        creator_id: entry.creator_id.clone(),
        existing_ids: entry.existing_ids.clone(),
        taken_at: entry.started_at,
    };
    let mut keys = snapshot.find_created_since(session)?;
    match entry.mark_suffix() {
        Some(suffix) => keys.retain(|key| key.description.ends_with(&suffix)),
        None => keys.retain(|key| key.description == entry.description),
    }
    Ok(keys)
}

/// Checks that the rotation made this key and that nothing uses it. The error is the reason to keep the key.
fn check_removable(app: &App, session: &Session, entry: &JournalEntry, key: &ApiKey) -> Result<(), String> {
    let Some(suffix) = entry.mark_suffix() else {
        return Err("the rotation could not mark its new key".to_owned());
    };
    // The tenant's creation times may be in whole seconds.
    let is_newer = |created: Timestamp| created.as_second() >= entry.started_at.as_second();
    if !key.description.ends_with(&suffix) {
        Err("its description does not have the mark of the rotation".to_owned())
    } else if key.created_by_user != entry.creator_id {
        Err("another user created it".to_owned())
    } else if !key.created.is_some_and(is_newer) {
        Err("it is older than the rotation".to_owned())
    } else if session.is_own_key(&key.id) {
        Err("it is the key that you sign in with".to_owned())
    } else {
        check_token_unused(app, &key.id).map_err(|error| error.full_message())
    }
}

/// Checks that no store of the profile holds the token of this key.
///
/// # Errors
/// Exit 1 if one does. Also fails if a store can't be searched.
fn check_token_unused(app: &App, id: &str) -> Result<()> {
    let profile = Profile::read(&app.profile_path()?)?;
    match app.stores()?.find_entry(&profile, |token| steps::is_token_for_key(token, id))? {
        None => Ok(()),
        Some(entry) => Err(Error::new(Exit::Error, format!("its token is stored as \"{entry}\""))),
    }
}

/// The error for keys that may be the new key of an interrupted rotation, with the reasons why they were kept.
fn kept_error(entry: &JournalEntry, kept: &[(ApiKey, String)]) -> Error {
    let keys: Vec<_> = kept.iter().map(|(key, reason)| format!("{} ({reason})", key.id)).collect();
    let removals: Vec<_> = kept.iter().map(|(key, _)| format!("qlik-api-key rm {}", key.id)).collect();
    let message = format!(
        "the rotation of {} was interrupted, and what may be its new key was kept: {}",
        entry.old_id,
        keys.join(", ")
    );
    Error::new(Exit::Error, message).with_hint(format!("if nobody uses it: {}", removals.join("; ")))
}
