//! Recovery: finishes or undoes interrupted rotations, and removes old keys whose overlap has ended.

use std::path::Path;

use jiff::Timestamp;

use super::journal::{Journal, JournalDestination, JournalEntry, OldKeyAction, Step};
use super::mark::Mark;
use super::steps::is_token_for_key;
use super::{discard, steps};
use crate::api::api_keys::{self, ApiKey};
use crate::api::users::{self, Claims};
use crate::app::{App, Session};
use crate::context::{Context, Profile, SecretStores, shell_quoted};
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
    let profile = app.profile_path()?;
    let (other, own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.has_other_profile(&profile));
    for entry in own {
        app.notice(&recover(app, session, journal, entry, now)?);
    }
    other.first().map_or(Ok(Exit::Ok), |entry| Err(other_profile_error(entry)))
}

/// The error for a rotation that began with another profile, whose contexts may hold the new token.
fn other_profile_error(entry: &JournalEntry) -> Error {
    let path = entry.profile.as_deref().unwrap_or(Path::new("")).display().to_string();
    let message =
        format!("the rotation of {} began with another profile, {path}, so it was not finished", entry.old_id);
    Error::new(Exit::Error, message).with_hint(format!("qlik-api-key --config {} rotate --resume", shell_quoted(&path)))
}

/// Recovers the rotations in the journal before a new one starts. Returns their number. If an old key can't be
/// removed, that is only a warning: the new rotation may keep another key from expiring.
///
/// # Errors
/// Fails at the first rotation that can't be recovered.
pub fn run_before_rotation(app: &App, session: &Session, journal: &mut Journal) -> Result<usize> {
    let (entries, now) = read_open_entries(session, journal)?;
    let entries: Vec<_> = entries.into_iter().filter(|entry| !is_in_overlap(entry, now)).collect();
    let profile = app.profile_path()?;
    for entry in &entries {
        if entry.has_other_profile(&profile) {
            app.terminal.print_warning(&other_profile_error(entry).to_text());
            continue;
        }
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
            let refusal = remove_remaining_mark(app, session, journal, &mut entry)?;
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
        Err(error) => return Err(undo_interrupted(app, session, journal, &entry, error)),
    };
    if !replace_unchanged_secret(app, &entry, context, token)? {
        let message = format!("context \"{}\" was changed or removed after the rotation began", context.name);
        return Err(undo_interrupted(app, session, journal, &entry, Error::new(Exit::Error, message)));
    }
    steps::remove_pending_token(app, &entry)?;
    entry.step = Step::InPlace;
    journal.record(&entry)?;
    let refusal = steps::remove_mark(app, session, Some(&client), journal, &mut entry)?;
    let old_key = steps::dispose_old_key(session, &client, journal, &entry)?;
    let notice = format!("finished the rotation of {}; {old_key}", entry.old_id);
    refusal.map_or(Ok(notice.clone()), |error| Err(error.append(&notice)))
}

/// Makes the token the one that the context signs in with, if the context has not changed and still holds the secret
/// that the rotation began with. Returns whether it does.
fn replace_unchanged_secret(app: &App, entry: &JournalEntry, context: &Context, token: &Secret) -> Result<bool> {
    let stores = app.stores()?;
    // The lock of the profile keeps the context as it is until the token is stored.
    Profile::edit(&app.profile_path()?, |edit| {
        let profile = edit.profile()?;
        if !profile.contains(&context.name) || profile.context(&context.name)? != *context {
            return Ok(false);
        }
        let current = stores.get(context)?.and_then(|secret| Claims::from_token(secret.expose().trim()).jti);
        // The journals of older versions don't have the ID.
        let is_unchanged =
            current == entry.replaced_id || (entry.mark.is_none() && current.as_ref() == Some(&entry.old_id));
        if is_unchanged {
            stores.replace(context, token)?;
        }
        Ok(is_unchanged)
    })
}

/// Undoes an interrupted rotation whose new key could not be put in place. Returns the error with what happened to the new key.
fn undo_interrupted(app: &App, session: &Session, journal: &mut Journal, entry: &JournalEntry, error: Error) -> Error {
    let new = entry.new_id();
    match discard::discard_new_key(app, session, journal, entry) {
        Ok(()) => error.append(&format!("the new key {new} was removed, and {} is unchanged", entry.old_id)),
        Err(failed) => failed.append(&error.full_message()),
    }
}

/// Finishes a rotation whose token was delivered: removes the mark, and the old key when its overlap, if any, has
/// ended.
fn finish(
    app: &App,
    session: &Session,
    journal: &mut Journal,
    mut entry: JournalEntry,
    now: Timestamp,
) -> Result<String> {
    steps::remove_pending_token(app, &entry)?;
    let refusal = remove_remaining_mark(app, session, journal, &mut entry)?;
    let notice = dispose_due_key(session, journal, &entry, now)?;
    refusal.map_or(Ok(notice.clone()), |error| Err(error.append(&notice)))
}

/// Removes the mark from the new key, unless somebody has changed its description since. Returns the error if the
/// tenant refuses the change.
fn remove_remaining_mark(
    app: &App,
    session: &Session,
    journal: &mut Journal,
    entry: &mut JournalEntry,
) -> Result<Option<Error>> {
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
    steps::remove_mark(app, session, new_key_client, journal, entry)
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
        JournalDestination::File(path) => Ok(find_in_file(path, new, entry.step)),
        JournalDestination::Elsewhere if entry.step == Step::Delivering => Ok(TokenLocation::Unknown),
        JournalDestination::Elsewhere => Ok(TokenLocation::Lost),
    }
}

fn find_in_context(app: &App, name: &str, new: &str) -> Result<TokenLocation> {
    let (profile, stores) = (Profile::read(&app.profile_path()?)?, app.stores()?);
    if !profile.contains(name) {
        return find_in_renamed_context(&profile, stores, new);
    }
    let context = profile.context(name)?;
    if stores.get(&context)?.is_some_and(|token| is_token_for_key(&token, new)) {
        return Ok(TokenLocation::InPlace);
    }
    Ok(match stores.get_pending(&context)?.filter(|token| is_token_for_key(token, new)) {
        Some(token) => TokenLocation::Pending(Box::new(context), token),
        None => TokenLocation::Lost,
    })
}

/// Finds the token in a context of another name, since the context may have been renamed after the token was stored.
fn find_in_renamed_context(profile: &Profile, stores: &SecretStores, new: &str) -> Result<TokenLocation> {
    for name in profile.names() {
        // A context that can't be read is no reason to keep the rotation unfinished.
        let secret = profile.context(&name).and_then(|context| stores.get(&context));
        if secret.is_ok_and(|secret| secret.is_some_and(|token| is_token_for_key(&token, new))) {
            return Ok(TokenLocation::InPlace);
        }
    }
    Ok(TokenLocation::Lost)
}

/// Looks for the token at its path. The file is empty until the token is written. If it is missing or has another text
/// at the delivery, somebody may have moved the token.
fn find_in_file(path: &Path, new: &str, step: Step) -> TokenLocation {
    match private_file::read(path).map(|text| text.map(Secret::new)) {
        Ok(Some(text)) if is_token_for_key(&text, new) => TokenLocation::InPlace,
        Ok(Some(text)) if text.expose().is_empty() => TokenLocation::Lost,
        _ if step == Step::Delivering => TokenLocation::Unknown,
        _ => TokenLocation::Lost,
    }
}
