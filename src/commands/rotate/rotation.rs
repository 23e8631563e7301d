//! [`Rotation`]: an unfinished rotation, and the steps that a new rotation and recovery share.

use std::thread;
use std::time::{Duration, Instant};

use super::journal::{Journal, JournalDestination, JournalEntry, OldKeyAction, Step};
use super::mark::Mark;
use super::resume_command;
use super::token_location::is_token_for_key;
use crate::api::json_patch::Operation;
use crate::api::{api_keys, users};
use crate::app::{App, Session};
use crate::commands::rm::removal_command;
use crate::context::Profile;
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::secret::Secret;
use crate::shell;

/// How long to wait until the tenant accepts a new key.
const SIGN_IN_TIMEOUT: Duration = Duration::from_secs(60);

/// The longest wait between two attempts to sign in.
const MAX_RETRY_DELAY: Duration = Duration::from_secs(15);

/// An unfinished rotation.
pub struct Rotation<'a> {
    pub app: &'a App<'a>,
    /// A new rotation has signed in with the credential from before it, recovery with any credential of the user.
    pub session: &'a Session,
    pub journal: &'a mut Journal,
    /// The state of the rotation. The journal contains it since the last call of [`Rotation::record`].
    pub entry: JournalEntry,
}

impl Rotation<'_> {
    /// Records that the rotation has reached a step.
    ///
    /// # Errors
    /// Fails if the journal can't be written.
    pub fn record(&mut self, step: Step) -> Result<()> {
        self.entry.step = step;
        self.journal.record(&self.entry)
    }

    /// Removes the rotation, which is finished or undone, from the journal.
    ///
    /// # Errors
    /// Fails if the journal can't be written.
    pub fn close(&mut self) -> Result<()> {
        self.journal.close(&self.entry)
    }

    /// Signs in with a new key and returns a client that uses it. Repeats the attempt, since a tenant may not accept a
    /// new key at once.
    ///
    /// # Errors
    /// Fails if the tenant doesn't accept the key within a minute.
    pub fn sign_in(&self, token: &Secret) -> Result<Client> {
        let client = self.session.client_with_key(token)?;
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

    /// Removes the mark from the description of the new key, which is in use. `new_key_client` signs in with the new
    /// key, if there is such a client. Returns the error if the tenant refuses the change. Then it is not tried again,
    /// and if the new key may not work, the old key will be kept.
    ///
    /// # Errors
    /// Exit code 8 if the request fails otherwise. The next run repeats it.
    pub fn remove_mark(&mut self, new_key_client: Option<&Client>) -> Result<Option<Error>> {
        let Some(suffix) = self.entry.mark_suffix() else {
            return Ok(None);
        };
        let new = self.entry.new_id().to_owned();
        // The old key may have expired.
        let is_own_key = self.session.is_own_key(&self.entry.old_id);
        let client = new_key_client.filter(|_| is_own_key).unwrap_or(&self.session.client);
        let description = Operation::replace("/description", self.entry.description.as_str());
        let Err(error) = api_keys::patch(client, &new, &[description]) else {
            self.set_mark(Mark::Removed)?;
            return Ok(None);
        };
        let exit = error.exit();
        let message = format!("API key {new} is in use, but its description still ends in \"{}\"", suffix.trim_start());
        let error = error.wrap(Exit::Partial, message);
        if !matches!(exit, Exit::Forbidden | Exit::NotFound) {
            return Err(error.with_hint(resume_command(self.app)));
        }
        if exit == Exit::NotFound && self.is_superseded()? {
            self.set_mark(Mark::Removed)?;
            return Ok(None);
        }
        let signs_in = || new_key_client.is_some_and(|client| users::get_current_user(client).is_ok());
        if exit == Exit::NotFound && !signs_in() {
            // Somebody may have removed the new key.
            self.entry.old_key_action = OldKeyAction::Keep;
        }
        self.set_mark(Mark::Refused)?;
        Ok(Some(error.with_hint(format!("qlik-api-key patch {} --description TEXT", shell::quoted(&new)))))
    }

    /// Records what became of the mark.
    ///
    /// # Errors
    /// Fails if the journal can't be written.
    pub fn set_mark(&mut self, mark: Mark) -> Result<()> {
        self.entry.mark = Some(mark);
        self.journal.record(&self.entry)
    }

    /// Whether the new key, which no longer exists, has done its work: it was the key of a context, which has another
    /// key since. A later rotation may have replaced it before this one was finished.
    fn is_superseded(&self) -> Result<bool> {
        let (JournalDestination::Context(name) | JournalDestination::NewContext(name)) = &self.entry.destination else {
            return Ok(false);
        };
        let has_context = Profile::read(&self.app.profile_path()?)?.contains(name);
        Ok((self.entry.replaces_own_key() || has_context) && self.find_stored_token(self.entry.new_id())?.is_none())
    }

    /// The name of the entry of a store that contains the token of a key.
    ///
    /// # Errors
    /// Fails if a store can't be searched.
    pub fn find_stored_token(&self, id: &str) -> Result<Option<String>> {
        let profile = Profile::read(&self.app.profile_path()?)?;
        self.app.stores()?.find_entry(&profile, |token| is_token_for_key(token, id))
    }

    /// Handles the old key as recorded, and returns the result for a notice. The key that signed in is removed with
    /// `client`, which uses the new key, since the old one may have expired. Any other key is removed with the
    /// session's client.
    ///
    /// # Errors
    /// Exit code 8 if the old key could not be removed.
    pub fn dispose_old_key(&mut self, client: &Client) -> Result<String> {
        let (old, new) = (self.entry.old_id.clone(), self.entry.new_id().to_owned());
        let client = if self.session.is_own_key(&old) { client } else { &self.session.client };
        match self.entry.old_key_action {
            OldKeyAction::Keep => {
                self.close()?;
                Ok("the old key was kept".to_owned())
            }
            OldKeyAction::RemoveAt(time) => {
                Ok(format!("the old key is due for removal at {time:.0} (qlik-api-key rotate --finish)"))
            }
            OldKeyAction::Remove if self.entry.mark.is_none() => {
                self.close()?;
                let message = format!("API key {new} is in use, and the old key {old} was kept");
                let cause = anyhow::Error::msg("an older version started the rotation, so nothing is removed");
                let hint = removal_command(&old);
                Err(Error::new(Exit::Partial, message).with_cause(cause).with_hint(hint))
            }
            OldKeyAction::Remove => {
                self.remove_key(client, &old).map_err(|error| {
                    let message = format!("API key {new} is in use, but the old key {old} could not be removed");
                    error.wrap(Exit::Partial, message).with_hint(resume_command(self.app))
                })?;
                self.close()?;
                Ok("the old key was removed".to_owned())
            }
        }
    }

    /// Removes the pending token from the store of an existing context.
    ///
    /// # Errors
    /// Fails if the store can't be used.
    pub fn remove_pending_token(&self) -> Result<()> {
        let JournalDestination::Context(name) = &self.entry.destination else {
            return Ok(());
        };
        let profile = Profile::read(&self.app.profile_path()?)?;
        if profile.contains(name) { self.app.stores()?.remove_pending(&profile.context(name)?) } else { Ok(()) }
    }

    /// Removes a key. A key that no longer exists counts as removed.
    ///
    /// # Errors
    /// Fails if the request fails.
    pub fn remove_key(&self, client: &Client, id: &str) -> Result<()> {
        match api_keys::delete(client, id) {
            Err(error) if error.exit() != Exit::NotFound => Err(error),
            _ => {
                self.session.remove_cached_keys(&[id]);
                Ok(())
            }
        }
    }
}
