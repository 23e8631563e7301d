//! Recovery: finishes or undoes interrupted rotations, and removes old keys whose time has come.

use std::path::Path;

use jiff::Timestamp;

use super::journal::{Journal, JournalDestination, JournalEntry, OldKeyAction, Step};
use super::steps;
use crate::api::users::{self, Claims};
use crate::app::{App, Session};
use crate::commands::new_key::KeySnapshot;
use crate::context::{Context, Profile};
use crate::error::{Exit, Result};
use crate::private_file;
use crate::secret::Secret;

/// `--resume` and `--finish`: recovers each rotation of the journal, and nothing else.
///
/// # Errors
/// The first one that can't be recovered.
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

/// Recovers the rotations of the journal before another one. Returns how many there were. An old key that can't be removed is
/// no reason to let another one expire.
///
/// # Errors
/// The first one that can't be recovered.
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

/// The rotations of the user who is signed in, and the tenant's clock.
fn read_open_entries(session: &Session, journal: &Journal) -> Result<(Vec<JournalEntry>, Timestamp)> {
    if journal.is_empty() {
        return Ok((Vec::new(), Timestamp::now()));
    }
    let (me, date) = users::get_current_user(&session.client)?;
    Ok((journal.entries_by_creator(&me.id), date.unwrap_or_else(Timestamp::now)))
}

/// Whether nothing is left of a rotation but an old key whose time has not come.
fn is_in_overlap(entry: &JournalEntry, now: Timestamp) -> bool {
    entry.step == Step::InPlace && matches!(entry.old_key_action, OldKeyAction::RemoveAt(time) if time > now)
}

/// Finishes one rotation where its token can be found, and undoes it where not. Returns what was done, for a notice.
fn recover(
    app: &App,
    session: &Session,
    journal: &mut Journal,
    mut entry: JournalEntry,
    now: Timestamp,
) -> Result<String> {
    let Some(new) = entry.new.clone() else {
        return remove_orphans(session, journal, &entry);
    };
    if entry.step == Step::InPlace {
        return finish(app, session, journal, &entry, now);
    }
    match find_token(app, &entry, &new)? {
        TokenLocation::Pending(context, token) => switch_context(app, session, journal, entry, &context, &token),
        TokenLocation::InPlace => {
            entry.step = Step::InPlace;
            journal.record(&entry)?;
            finish(app, session, journal, &entry, now)
        }
        TokenLocation::Unknown => {
            journal.close(&entry)?;
            Ok(format!(
                "the rotation of {} was interrupted while the token of {new} was handed over, so both keys stay; if it \
                 did not arrive: qlik-api-key rm {new}",
                entry.old
            ))
        }
        TokenLocation::Lost => {
            steps::remove_pending_token(app, &entry)?;
            steps::remove_key(session, &session.client, &new)?;
            journal.close(&entry)?;
            Ok(format!("undid the rotation of {}: its token was lost, so the new key {new} was removed", entry.old))
        }
    }
}

/// Lets a context sign in with the token that is stored beside its own from now on.
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
        Err(error) => return Err(steps::undo(app, session, journal, &entry, error)),
    };
    app.stores()?.replace(context, token)?;
    steps::remove_pending_token(app, &entry)?;
    entry.step = Step::InPlace;
    journal.record(&entry)?;
    let old_key = steps::dispose_old_key(session, &client, journal, &entry)?;
    Ok(format!("finished the rotation of {}; {old_key}", entry.old))
}

/// Removes the keys that a create of unknown outcome may have made: nobody has their tokens.
fn remove_orphans(session: &Session, journal: &mut Journal, entry: &JournalEntry) -> Result<String> {
    let snapshot =
        KeySnapshot { creator_id: entry.creator.clone(), existing_ids: entry.known.clone(), taken_at: entry.begun };
    let keys = snapshot.find_created_since(session, &entry.description)?;
    for key in &keys {
        steps::remove_key(session, &session.client, &key.id)?;
    }
    journal.close(entry)?;
    let ids: Vec<_> = keys.iter().map(|key| key.id.as_str()).collect();
    let removed =
        if ids.is_empty() { "no new key came of it".to_owned() } else { format!("{} was removed", ids.join(", ")) };
    Ok(format!("undid the rotation of {}: {removed}", entry.old))
}

/// Finishes a rotation whose token is in its place: the old key is removed if its time has come.
fn finish(app: &App, session: &Session, journal: &mut Journal, entry: &JournalEntry, now: Timestamp) -> Result<String> {
    steps::remove_pending_token(app, entry)?;
    let (old, new) = (&entry.old, entry.new.as_deref().unwrap_or_default());
    let old_key = match entry.old_key_action {
        OldKeyAction::RemoveAt(time) if time > now => {
            return Ok(format!("API key {old}, which {new} replaced, is due for removal at {time:.0}"));
        }
        OldKeyAction::RemoveAt(_) => OldKeyAction::Remove,
        action => action,
    };
    let due = JournalEntry { old_key_action: old_key, ..entry.clone() };
    let disposed = steps::dispose_old_key(session, &session.client, journal, &due)?;
    Ok(format!("{new} replaced API key {old}; {disposed}"))
}

/// Where the token of a new key was found.
enum TokenLocation {
    /// In the store of this context, beside the token that it signs in with.
    Pending(Box<Context>, Secret),
    /// Where it belongs.
    InPlace,
    /// It may be where it belongs; nobody can look.
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

/// Whether a token is that of a key.
fn is_token_for_key(token: &Secret, id: &str) -> bool {
    Claims::from_token(token.expose().trim()).jti.as_deref() == Some(id)
}
