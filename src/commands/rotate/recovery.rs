//! Recovery: finishes or undoes interrupted rotations, and removes old keys whose overlap has ended.

use std::path::Path;

use jiff::Timestamp;

use super::journal::{Journal, JournalEntry, OldKeyAction, Step};
use super::mark::Mark;
use super::other_contexts::describe_updated;
use super::rotation::Rotation;
use super::token_location::TokenLocation;
use crate::api::api_keys::{self, ApiKey};
use crate::api::claims::Claims;
use crate::api::users;
use crate::app::{App, Session};
use crate::commands::rm::removal_command;
use crate::context::{Context, Profile};
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;
use crate::shell;

/// `--resume` and `--finish`: recovers all rotations in the journal.
///
/// # Errors
/// Fails at the first rotation that can't be recovered.
pub fn run(app: &App, session: &Session, journal: &mut Journal) -> Result<Exit> {
    if recover_all(app, session, journal)? == 0 {
        app.notice("there is nothing to finish");
    }
    Ok(Exit::Ok)
}

/// Recovers all rotations in the journal of the user who is signed in. Returns their number.
///
/// # Errors
/// Fails at the first rotation that can't be recovered.
pub fn recover_all(app: &App, session: &Session, journal: &mut Journal) -> Result<usize> {
    let (entries, now) = read_open_entries(session, journal)?;
    let count = entries.len();
    let profile = app.profile_path()?;
    let (other, own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.has_other_profile(&profile));
    for entry in own {
        app.notice(&Rotation { app, session, journal, entry }.recover(now)?);
    }
    other.first().map_or(Ok(count), |entry| Err(other_profile_error(entry)))
}

/// The error for a rotation that began with another profile, whose contexts may hold the new token.
fn other_profile_error(entry: &JournalEntry) -> Error {
    let path = entry.profile.as_deref().unwrap_or(Path::new("")).display().to_string();
    let message =
        format!("the rotation of {} began with another profile, {path}, so it was not finished", entry.old_id);
    Error::new(Exit::Error, message)
        .with_hint(format!("qlik-api-key --config {} rotate --resume", shell::quoted(&path)))
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
        let mut rotation = Rotation { app, session, journal, entry: entry.clone() };
        match rotation.recover(now) {
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

impl Rotation<'_> {
    /// Finishes a rotation if its token is found, else undoes it. Returns a notice about what was done.
    fn recover(&mut self, now: Timestamp) -> Result<String> {
        let old = self.entry.old_id.clone();
        let Some(new) = self.entry.new_id.clone() else {
            let removed = self.discard_unknown_key()?;
            let result = if removed.is_empty() {
                "no new key was found".to_owned()
            } else {
                format!("{} was removed", removed.join(", "))
            };
            return Ok(format!("undid the rotation of {old}: {result}"));
        };
        if self.entry.step == Step::InPlace {
            return self.finish(now);
        }
        match self.find_token(&new)? {
            TokenLocation::Pending(context, token) => self.switch_context(&context, &token),
            TokenLocation::InPlace => {
                self.record(Step::InPlace)?;
                self.finish(now)
            }
            TokenLocation::Lost if self.was_replaced_since(&new)? => {
                self.record(Step::InPlace)?;
                self.finish(now)
            }
            TokenLocation::Unknown => {
                let refusal = self.remove_remaining_mark()?;
                self.close()?;
                let notice = format!(
                    "the rotation of {old} was interrupted while the token of {new} was being delivered, so both keys \
                     were kept; if the token did not arrive: {}",
                    removal_command(&new)
                );
                refusal.map_or(Ok(notice.clone()), |error| Err(error.append(&notice)))
            }
            TokenLocation::Lost => {
                self.discard_new_key()?;
                Ok(format!("undid the rotation of {old}: its token was lost, so the new key {new} was removed"))
            }
        }
    }

    /// Whether the new key was in place, and a rotation with another state folder has replaced and removed it since: its
    /// token was being delivered to the context, which no longer has the old key's token either. A rotation that has
    /// begun to undo itself keeps the old key.
    fn was_replaced_since(&self, new: &str) -> Result<bool> {
        let entry = &self.entry;
        if entry.step != Step::Delivering || !entry.replaces_own_key() || entry.old_key_action == OldKeyAction::Keep {
            return Ok(false);
        }
        let is_gone = api_keys::get(&self.session.client, new).is_err_and(|error| error.exit() == Exit::NotFound);
        Ok(is_gone && self.find_stored_token(&entry.old_id)?.is_none())
    }

    /// Signs in with the pending token of a context, and makes it the token that the context signs in with.
    fn switch_context(&mut self, context: &Context, token: &Secret) -> Result<String> {
        let client = match self.sign_in(token) {
            Ok(client) => client,
            Err(error) => return Err(self.undo_interrupted(error)),
        };
        self.record(Step::Delivering)?;
        if !self.replace_unchanged_secret(context, token)? {
            let message = format!("context \"{}\" was changed or removed after the rotation began", context.name);
            return Err(self.undo_interrupted(Error::new(Exit::Error, message)));
        }
        self.remove_pending_token()?;
        self.record(Step::InPlace)?;
        let updated = self.update_other_contexts(|| Ok(token.clone()));
        let refusal = self.remove_mark(Some(&client))?;
        let updated = describe_updated(&updated?);
        let old_key = self.dispose_old_key(&client)?;
        let notice = format!("finished the rotation of {}{updated}; {old_key}", self.entry.old_id);
        refusal.map_or(Ok(notice.clone()), |error| Err(error.append(&notice)))
    }

    /// Makes the token the one that the context signs in with, if the context has not changed and still holds the
    /// secret that the rotation began with. Returns whether it does.
    fn replace_unchanged_secret(&self, context: &Context, token: &Secret) -> Result<bool> {
        let (entry, stores) = (&self.entry, self.app.stores()?);
        // The lock of the profile keeps the context as it is until the token is stored.
        Profile::edit(&self.app.profile_path()?, |edit| {
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

    /// Undoes an interrupted rotation whose new key could not be put in place. Returns the error with what happened to
    /// the new key.
    fn undo_interrupted(&mut self, error: Error) -> Error {
        match self.discard_new_key() {
            Ok(()) => {
                let (new, old) = (self.entry.new_id(), &self.entry.old_id);
                error.append(&format!("the new key {new} was removed, and {old} is unchanged"))
            }
            Err(failed) => failed.append(&error.full_message()),
        }
    }

    /// Finishes a rotation whose token was delivered: updates the other contexts, and removes the mark, and the old key
    /// when its overlap, if any, has ended.
    fn finish(&mut self, now: Timestamp) -> Result<String> {
        self.remove_pending_token()?;
        let updated = self.update_remaining_contexts();
        let refusal = self.remove_remaining_mark()?;
        let updated = describe_updated(&updated?);
        let notice = self.dispose_due_key(now)? + &updated;
        refusal.map_or(Ok(notice.clone()), |error| Err(error.append(&notice)))
    }

    /// Removes the mark from the new key, unless somebody has changed its description since. Returns the error if the
    /// tenant refuses the change.
    fn remove_remaining_mark(&mut self) -> Result<Option<Error>> {
        let Some(suffix) = self.entry.mark_suffix() else {
            return Ok(None);
        };
        if let Ok(response) = api_keys::get(&self.session.client, self.entry.new_id())
            && !response.parse_object::<ApiKey>()?.description.ends_with(&suffix)
        {
            self.set_mark(Mark::Removed)?;
            return Ok(None);
        }
        let client = &self.session.client;
        self.remove_mark(self.session.is_own_key(self.entry.new_id()).then_some(client))
    }

    /// Disposes of the old key as recorded, if its overlap has ended. Returns the result for a notice.
    fn dispose_due_key(&mut self, now: Timestamp) -> Result<String> {
        let (old, new) = (self.entry.old_id.clone(), self.entry.new_id().to_owned());
        if let OldKeyAction::RemoveAt(time) = self.entry.old_key_action {
            if time > now {
                return Ok(format!("API key {old}, which {new} replaced, is due for removal at {time:.0}"));
            }
            self.entry.old_key_action = OldKeyAction::Remove;
        }
        let result = self.dispose_old_key(&self.session.client)?;
        Ok(format!("{new} replaced API key {old}; {result}"))
    }
}
