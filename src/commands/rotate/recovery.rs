//! Recovery: finishes or undoes interrupted rotations, and removes old keys whose overlap has ended.

use std::path::Path;

use jiff::Timestamp;

use super::discard::is_token_for_key;
use super::journal::{Journal, JournalDestination, JournalEntry, OldKeyAction, Step};
use super::mark::Mark;
use super::{discard, steps};
use crate::api::api_keys::{self, ApiKey};
use crate::api::users;
use crate::app::{App, Session};
use crate::context::{Context, Profile};
use crate::error::{Error, Exit, Result};
use crate::private_file;
use crate::secret::Secret;

/// `--resume` and `--finish`: recovers all rotations in the journal.
///
/// # Errors
/// Fails at the first rotation that can't be recovered.
pub fn run(app: &App, session: &Session, journal: &mut Journal) -> Result<Exit> {
    let (entries, now) = read_open_entries(session, journal)?;
    if entries.is_empty() {
        app.notice("there is nothing to finish");
    }
    for entry in entries {
        app.notice(&recover(app, session, journal, entry, now)?);
    }
    Ok(Exit::Ok)
}

/// Recovers the rotations in the journal before a new one starts. Returns their number. If an old key can't be
/// removed, that is only a warning: the new rotation may keep another key from expiring.
///
/// # Errors
/// Fails at the first rotation that can't be recovered.
pub fn run_before_rotation(app: &App, session: &Session, journal: &mut Journal) -> Result<usize> {
    let (entries, now) = read_open_entries(session, journal)?;
    let entries: Vec<_> = entries.into_iter().filter(|entry| !is_in_overlap(entry, now)).collect();
    for entry in &entries {
        match recover(app, session, journal, entry.clone(), now) {
            Ok(notice) => app.notice(&notice),
            Err(error) if entry.step == Step::InPlace => app.terminal.print_warning(&error.to_text()),
            Err(error) => return Err(error),
        }
    }
    Ok(entries.len())
}

/// Returns the unfinished rotations of the user who is signed in, and the current time in UTC by the tenant's clock.
fn read_open_entries(session: &Session, journal: &Journal) -> Result<(Vec<JournalEntry>, Timestamp)> {
    if journal.is_empty() {
        return Ok((Vec::new(), Timestamp::now()));
    }
    let (me, date) = users::get_current_user(&session.client)?;
    Ok((journal.entries_by_creator(&me.id), date.unwrap_or_else(Timestamp::now)))
}

/// Whether only the old key is left to remove, and its overlap has not ended.
fn is_in_overlap(entry: &JournalEntry, now: Timestamp) -> bool {
    entry.step == Step::InPlace
        && entry.mark_suffix().is_none()
        && matches!(entry.old_key_action, OldKeyAction::RemoveAt(time) if time > now)
}

/// Finishes a rotation if its token is found, else undoes it. Returns a notice about what was done.
fn recover(
    app: &App,
    session: &Session,
    journal: &mut Journal,
    mut entry: JournalEntry,
    now: Timestamp,
) -> Result<String> {
    let Some(new) = entry.new_id.clone() else {
        let removed = discard::discard_unknown_key(app, session, journal, &entry)?;
        let result = if removed.is_empty() {
            "no new key was found".to_owned()
        } else {
            format!("{} was removed", removed.join(", "))
        };
        return Ok(format!("undid the rotation of {}: {result}", entry.old_id));
    };
    if entry.step == Step::InPlace {
        return finish(app, session, journal, entry, now);
    }
    match find_token(app, &entry, &new)? {
        TokenLocation::Pending(context, token) => switch_context(app, session, journal, entry, &context, &token),
        TokenLocation::InPlace => {
            entry.step = Step::InPlace;
            journal.record(&entry)?;
            finish(app, session, journal, entry, now)
        }
        TokenLocation::Unknown => {
            let refusal = remove_mark(session, journal, &mut entry)?;
            journal.close(&entry)?;
            let notice = format!(
                "the rotation of {} was interrupted while the token of {new} was being delivered, so both keys were \
                 kept; if the token did not arrive: qlik-api-key rm {new}",
                entry.old_id
            );
            refusal.map_or(Ok(notice.clone()), |error| Err(error.append(&notice)))
        }
        TokenLocation::Lost => {
            discard::discard_new_key(app, session, journal, &entry)?;
            Ok(format!("undid the rotation of {}: its token was lost, so the new key {new} was removed", entry.old_id))
        }
    }
}

/// Signs in with the pending token of a context, and makes it the token that the context signs in with.
fn switch_context(
    app: &App,
    session: &Session,
    journal: &mut Journal,
    mut entry: JournalEntry,
    context: &Context,
    token: &Secret,
) -> Result<String> {
    let client = match steps::sign_in(session, token) {
        Ok(client) => client,
        Err(error) => return Err(undo(app, session, journal, &entry, error)),
    };
    app.stores()?.replace(context, token)?;
    steps::remove_pending_token(app, &entry)?;
    entry.step = Step::InPlace;
    journal.record(&entry)?;
    let refusal = steps::remove_mark(session, Some(&client), journal, &mut entry)?;
    let old_key = steps::dispose_old_key(session, &client, journal, &entry)?;
    let notice = format!("finished the rotation of {}; {old_key}", entry.old_id);
    refusal.map_or(Ok(notice.clone()), |error| Err(error.append(&notice)))
}

/// Undoes a rotation whose new key could not sign in. Returns the error with what happened to the new key.
fn undo(app: &App, session: &Session, journal: &mut Journal, entry: &JournalEntry, error: Error) -> Error {
    let new = entry.new_id();
    match discard::discard_new_key(app, session, journal, entry) {
        Ok(()) => error.append(&format!("the new key {new} was removed, and {} is unchanged", entry.old_id)),
        Err(failed) => failed.append(&error.full_message()),
    }
}

/// Finishes a rotation whose token was delivered: removes the mark, and the old key when its overlap, if any, has ended.
fn finish(
    app: &App,
    session: &Session,
    journal: &mut Journal,
    mut entry: JournalEntry,
    now: Timestamp,
) -> Result<String> {
    steps::remove_pending_token(app, &entry)?;
    let refusal = remove_mark(session, journal, &mut entry)?;
    let notice = dispose_due_key(session, journal, &entry, now)?;
    refusal.map_or(Ok(notice.clone()), |error| Err(error.append(&notice)))
}

/// Removes the mark from the new key, unless somebody has changed its description since. Returns the error if the tenant
/// refuses the change.
fn remove_mark(session: &Session, journal: &mut Journal, entry: &mut JournalEntry) -> Result<Option<Error>> {
    let Some(suffix) = entry.mark_suffix() else {
        return Ok(None);
    };
    if let Ok(response) = api_keys::get(&session.client, entry.new_id())
        && !response.parse_object::<ApiKey>()?.description.ends_with(&suffix)
    {
        entry.mark = Some(Mark::Removed);
        journal.record(entry)?;
        return Ok(None);
    }
    let new_key_client = session.is_own_key(entry.new_id()).then_some(&session.client);
    steps::remove_mark(session, new_key_client, journal, entry)
}

/// Disposes of the old key as recorded in the entry, if its overlap has ended. Returns the result for a notice.
fn dispose_due_key(session: &Session, journal: &mut Journal, entry: &JournalEntry, now: Timestamp) -> Result<String> {
    let (old, new) = (&entry.old_id, entry.new_id());
    let old_key_action = match entry.old_key_action {
        OldKeyAction::RemoveAt(time) if time > now => {
            return Ok(format!("API key {old}, which {new} replaced, is due for removal at {time:.0}"));
        }
        OldKeyAction::RemoveAt(_) => OldKeyAction::Remove,
        action => action,
    };
    let due_entry = JournalEntry { old_key_action, ..entry.clone() };
    let result = steps::dispose_old_key(session, &session.client, journal, &due_entry)?;
    Ok(format!("{new} replaced API key {old}; {result}"))
}

/// Where the token of a new key is.
enum TokenLocation {
    /// In the store of this context, next to the token that it signs in with.
    Pending(Box<Context>, Secret),
    /// At its destination.
    InPlace,
    /// Possibly at its destination, which can't be checked.
    Unknown,
    /// Nowhere.
    Lost,
}

fn find_token(app: &App, entry: &JournalEntry, new: &str) -> Result<TokenLocation> {
    match &entry.destination {
        JournalDestination::Context(name) | JournalDestination::NewContext(name) => find_in_context(app, name, new),
        JournalDestination::File(path) if is_token_in_file(path, new) => Ok(TokenLocation::InPlace),
        JournalDestination::Elsewhere if entry.step == Step::Delivering => Ok(TokenLocation::Unknown),
        JournalDestination::File(_) | JournalDestination::Elsewhere => Ok(TokenLocation::Lost),
    }
}

fn find_in_context(app: &App, name: &str, new: &str) -> Result<TokenLocation> {
    let profile = Profile::read(&app.profile_path()?)?;
    if !profile.contains(name) {
        return Ok(TokenLocation::Lost);
    }
    let (context, stores) = (profile.context(name)?, app.stores()?);
    if stores.get(&context)?.is_some_and(|token| is_token_for_key(&token, new)) {
        return Ok(TokenLocation::InPlace);
    }
    Ok(match stores.get_pending(&context)?.filter(|token| is_token_for_key(token, new)) {
        Some(token) => TokenLocation::Pending(Box::new(context), token),
        None => TokenLocation::Lost,
    })
}

fn is_token_in_file(path: &Path, new: &str) -> bool {
    private_file::read(path).is_ok_and(|text| text.is_some_and(|text| is_token_for_key(&Secret::new(text), new)))
}
