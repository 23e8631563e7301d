//! Removes the new key of a rotation that failed. Recovery removes a key only if the rotation made it and nothing uses
//! it. It keeps and reports any other.

use jiff::Timestamp;

use super::journal::{JournalDestination, OldKeyAction};
use super::resume_command;
use super::rotation::Rotation;
use crate::api::api_keys::{self, ApiKey};
use crate::commands::new_key::KeySnapshot;
use crate::commands::rm::removal_command;
use crate::context::Profile;
use crate::error::{Error, Exit, Result};

impl Rotation<'_> {
    /// Undoes a rotation of this run that failed: removes the new key, whose ID the tenant returned, and closes the
    /// journal entry. Returns the error with what happened to the new key.
    pub fn undo(&mut self, error: Error) -> Error {
        let new = self.entry.new_id().to_owned();
        match self.remove_unused_key(&new) {
            Ok(()) => error.append(&format!("the new key {new} was removed, and {} is unchanged", self.entry.old_id)),
            Err(failed) => error
                .append(&format!("the new key {new} could not be removed yet: {}", failed.full_message()))
                .with_hint(resume_command(self.app)),
        }
    }

    fn remove_unused_key(&mut self, new: &str) -> Result<()> {
        self.remove_pending_token()?;
        if matches!(self.entry.destination, JournalDestination::Context(_) | JournalDestination::NewContext(_)) {
            self.check_token_unused(new)?;
        }
        // If the journal can't be written, the next run finds the old key's token in its place.
        let _ = self.keep_old_key();
        self.remove_key(&self.session.client, new)?;
        self.close()
    }

    /// Records that the rotation is undone, so that a later run does not remove the old key.
    fn keep_old_key(&mut self) -> Result<()> {
        self.entry.old_key_action = OldKeyAction::Keep;
        self.journal.record(&self.entry)
    }

    /// Removes the new key of an interrupted rotation, whose token is lost, and closes the journal entry.
    ///
    /// # Errors
    /// Exit 1 if the key is kept, since the rotation may not have made it or something may use it. Also fails if a
    /// request, the store or the journal fails; the entry then stays open.
    pub fn discard_new_key(&mut self) -> Result<()> {
        self.remove_pending_token()?;
        self.remove_context_without_secret()?;
        let key: ApiKey = match api_keys::get(&self.session.client, self.entry.new_id()) {
            Err(error) if error.exit() == Exit::NotFound => return self.close(),
            response => response?.parse_object()?,
        };
        if let Err(reason) = self.check_removable(&key) {
            self.close()?;
            return Err(self.kept_error(&[(key, reason)]));
        }
        self.keep_old_key()?;
        self.remove_key(&self.session.client, &key.id)?;
        self.close()
    }

    /// Removes the new context of a rotation that was killed before it stored the token there.
    fn remove_context_without_secret(&self) -> Result<()> {
        let JournalDestination::NewContext(name) = &self.entry.destination else {
            return Ok(());
        };
        let stores = self.app.stores()?;
        Profile::edit(&self.app.profile_path()?, |edit| {
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

    /// Undoes a create whose outcome is unknown: removes the key that it made, and closes the journal entry. Returns
    /// the IDs of the removed keys.
    ///
    /// # Errors
    /// Exit 1 if keys that may be the new one are kept. Also fails if a request or the journal fails.
    pub fn discard_unknown_key(&mut self) -> Result<Vec<String>> {
        let (mut removed, mut kept) = (Vec::new(), Vec::new());
        for key in self.find_candidates()? {
            match self.check_removable(&key) {
                Ok(()) => {
                    self.remove_key(&self.session.client, &key.id)?;
                    removed.push(key.id);
                }
                Err(reason) => kept.push((key, reason)),
            }
        }
        self.close()?;
        if kept.is_empty() { Ok(removed) } else { Err(self.kept_error(&kept)) }
    }

    /// The keys that a create with an unknown outcome may have made: those with the mark or, without one, with the same
    /// description.
    fn find_candidates(&self) -> Result<Vec<ApiKey>> {
        let snapshot = KeySnapshot {
            creator_id: self.entry.creator_id.clone(),
            existing_ids: self.entry.existing_ids.clone(),
            taken_at: self.entry.started_at,
        };
        let mut keys = snapshot.find_created_since(self.session)?;
        match self.entry.mark_suffix() {
            Some(suffix) => keys.retain(|key| key.description.ends_with(&suffix)),
            None => keys.retain(|key| key.description == self.entry.description),
        }
        Ok(keys)
    }

    /// Checks that the rotation made this key and that nothing uses it. The error is the reason to keep the key.
    fn check_removable(&self, key: &ApiKey) -> Result<(), String> {
        let Some(suffix) = self.entry.mark_suffix() else {
            return Err("the rotation could not mark its new key".to_owned());
        };
        // The tenant's creation times may be in whole seconds.
        let is_newer = |created: Timestamp| created.as_second() >= self.entry.started_at.as_second();
        if !key.description.ends_with(&suffix) {
            Err("its description does not have the mark of the rotation".to_owned())
        } else if key.created_by_user != self.entry.creator_id {
            Err("another user created it".to_owned())
        } else if !key.created.is_some_and(is_newer) {
            Err("it is older than the rotation".to_owned())
        } else if self.session.is_own_key(&key.id) {
            Err("it is the key that you sign in with".to_owned())
        } else {
            self.check_token_unused(&key.id).map_err(|error| error.full_message())
        }
    }

    /// Checks that no store of the profile contains the token of this key.
    ///
    /// # Errors
    /// Exit 1 if one does. Also fails if a store can't be searched.
    fn check_token_unused(&self, id: &str) -> Result<()> {
        match self.find_stored_token(id)? {
            None => Ok(()),
            Some(entry) => Err(Error::new(Exit::Error, format!("its token is stored as \"{entry}\""))),
        }
    }

    /// The error for keys that may be the new key of an interrupted rotation, with the reasons why they were kept.
    fn kept_error(&self, kept: &[(ApiKey, String)]) -> Error {
        let keys: Vec<_> = kept.iter().map(|(key, reason)| format!("{} ({reason})", key.id)).collect();
        let removals: Vec<_> = kept.iter().map(|(key, _)| removal_command(&key.id)).collect();
        let message = format!(
            "the rotation of {} was interrupted, and what may be its new key was kept: {}",
            self.entry.old_id,
            keys.join(", ")
        );
        Error::new(Exit::Error, message).with_hint(format!("if nobody uses it: {}", removals.join("; ")))
    }
}
