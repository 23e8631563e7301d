//! [`PlannedRotation`]: a rotation from beginning to end. Each step is recorded before it is taken. A token for stdout or a
//! command, where it can't be found again, is delivered only after the new key has signed in.

use std::path::Path;

use super::journal::{Journal, JournalDestination, JournalEntry, OldKeyAction, Step};
use super::mark::Mark;
use super::other_contexts::describe_updated;
use super::plan::Plan;
use super::resume_command;
use super::rotation::Rotation;
use crate::api::api_keys::{ApiKey, CreatedKey, NewApiKey};
use crate::app::{App, Session};
use crate::commands::new_key::{
    DeliveryError, Destination, KeySnapshot, create_key, create_key_with_later_description, print_new_key,
    print_without_token, save_token,
};
use crate::duration;
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::output::{Columns, Printer};
use crate::secret::Secret;

/// A rotation by a plan.
pub struct PlannedRotation<'a> {
    rotation: Rotation<'a>,
    plan: Plan,
}

impl<'a> PlannedRotation<'a> {
    /// Lists the user's keys, reads the secret to replace, and records that a key is about to be created.
    ///
    /// # Errors
    /// Fails if the user's keys can't be listed, the journal can't be written, or the context has another secret by
    /// now.
    pub fn begin(
        app: &'a App<'a>,
        session: &'a Session,
        journal: &'a mut Journal,
        plan: Plan,
        destination: &mut Destination,
    ) -> Result<Self> {
        let snapshot = KeySnapshot::take(session)?;
        destination.take_snapshot(app)?;
        check_own_secret(session, destination)?;
        let entry = new_journal_entry(app, &plan, snapshot, destination)?;
        let mut rotation = Rotation { app, session, journal, entry };
        if rotation.entry.updates_other_contexts() {
            rotation.entry.other_contexts = rotation.find_other_contexts(destination)?;
        }
        rotation.record(Step::Creating)?;
        Ok(Self { rotation, plan })
    }

    /// Creates the new key, signs in with it, delivers its token, removes the mark, disposes of the old key, and prints
    /// the new one.
    ///
    /// # Errors
    /// The error says what failed and what happened to the new key. Exit 8 if only a step after the delivery failed, or
    /// if the destination may have the token even so; both keys are then kept.
    pub fn run(
        &mut self,
        printer: &Printer,
        columns: Columns,
        mut destination: Destination,
        keep_on_failure: bool,
    ) -> Result<()> {
        let (created, client) = self.create_and_sign_in(&mut destination)?;
        if destination.is_stdout() {
            if let Err(error) = print_new_key(self.rotation.app, printer, &destination, columns, &created) {
                // Recovery repeats this if it fails.
                let _ = self.remove_mark(&client);
                return Err(error);
            }
            return self.finish(&client, &created, &destination.name())?.map_or(Ok(()), Err);
        }
        let refusal = self.deliver_and_finish(&client, &created, destination, keep_on_failure)?;
        print_without_token(printer, &columns, &created)?;
        refusal.map_or(Ok(()), Err)
    }

    /// As [`Self::run`], but prints nothing on stdout, where the token can't go either.
    ///
    /// # Errors
    /// See [`Self::run`].
    pub fn run_without_output(&mut self, mut destination: Destination) -> Result<()> {
        let (created, client) = self.create_and_sign_in(&mut destination)?;
        self.deliver_and_finish(&client, &created, destination, false)?.map_or(Ok(()), Err)
    }

    /// The ID of the new key, if it was created.
    pub fn new_id(&self) -> Option<&str> {
        self.rotation.entry.new_id.as_deref()
    }

    /// Creates the new key and signs in with it. Removes it if that fails.
    fn create_and_sign_in(&mut self, destination: &mut Destination) -> Result<(CreatedKey, Client)> {
        let app = self.rotation.app;
        app.defer_interrupt(
            "finishing the rotation; press Ctrl-C again to stop, then run `qlik-api-key rotate --resume` to finish",
        );
        let created = self.create()?;
        let message = format!("the rotation of API key {} was interrupted", self.plan.old.id);
        app.set_unfinished(Error::new(Exit::Error, message).with_hint(resume_command(app)));
        match self.store_and_sign_in(destination, &created.token) {
            Ok(client) => Ok((created, client)),
            Err(error) => Err(self.rotation.undo(error)),
        }
    }

    /// Delivers the token to a destination other than stdout, and finishes the rotation. Returns the error if the
    /// tenant refuses to remove the mark.
    fn deliver_and_finish(
        &mut self,
        client: &Client,
        created: &CreatedKey,
        destination: Destination,
        keep_on_failure: bool,
    ) -> Result<Option<Error>> {
        let name = destination.name();
        match destination.deliver(self.rotation.app, &created.token) {
            Ok(name) => {
                self.rotation.remove_pending_token()?;
                self.finish(client, created, &name)
            }
            Err(DeliveryError::Unconfirmed(error)) => {
                let problem = format!("may not have reached {name}");
                Err(self.keep(client, created, &problem, error).with_exit(Exit::Partial))
            }
            Err(DeliveryError::ContextChanged(error) | DeliveryError::Failed(error)) => Err(if keep_on_failure {
                self.keep(client, created, &format!("could not be delivered to {name}"), error)
            } else {
                self.rotation.undo(error)
            }),
        }
    }

    /// Updates the other contexts with the old key, removes the mark from the new key, whose token has been delivered,
    /// and disposes of the old key. Returns the error if the tenant refuses to remove the mark.
    fn finish(&mut self, client: &Client, created: &CreatedKey, destination: &str) -> Result<Option<Error>> {
        self.rotation.record(Step::InPlace)?;
        let updated = self.rotation.update_other_contexts(|| Ok(created.token.clone()));
        let refusal = self.remove_mark(client)?;
        let updated = describe_updated(&updated?);
        let old_key = self.rotation.dispose_old_key(client)?;
        // The rows of several contexts say it.
        if !self.rotation.app.is_multi_context() {
            self.rotation.app.notice(&format!("{}{updated}; {old_key}", self.summary(created, destination)));
        }
        Ok(refusal)
    }

    fn remove_mark(&mut self, client: &Client) -> Result<Option<Error>> {
        let new_key_client = (!self.plan.old.is_scim()).then_some(client);
        self.rotation.remove_mark(new_key_client)
    }

    /// Saves the token, which could not be delivered, in a file, and keeps both keys.
    fn keep(&mut self, client: &Client, created: &CreatedKey, problem: &str, error: Error) -> Error {
        let saved = save_token(created, problem, error.into_cause());
        self.rotation.entry.old_key_action = OldKeyAction::Keep;
        let closed = self.rotation.record(Step::InPlace).and_then(|()| {
            let refusal = self.remove_mark(client)?;
            self.rotation.close()?;
            refusal.map_or(Ok(()), Err)
        });
        match closed {
            Ok(()) => saved.append("both keys were kept"),
            Err(error) => saved.append(&format!("both keys were kept; {}", error.full_message())),
        }
    }

    /// Creates the new key. If the outcome is unknown, the journal entry stays open for recovery.
    fn create(&mut self) -> Result<CreatedKey> {
        let mut result = self.create_marked();
        if result.as_ref().is_err_and(|error| error.status() == Some(400)) {
            // The tenant may limit the length of a description. It did not process this create.
            self.rotation.set_mark(Mark::Refused)?;
            let Rotation { app, session, .. } = self.rotation;
            result = create_key(app, session, &self.plan.new, Some(&self.resume_hint()));
        }
        match result {
            Ok(created) => {
                self.rotation.entry.new_id = Some(created.id.clone());
                Ok(created)
            }
            Err(error) if error.exit() == Exit::UnknownOutcome => Err(error.with_hint(self.resume_hint())),
            Err(error) => {
                self.rotation.close()?;
                Err(error)
            }
        }
    }

    /// What to do about a create of unknown outcome.
    fn resume_hint(&self) -> String {
        let result = match self.rotation.entry.mark_suffix() {
            Some(_) => "removes the key if it was created",
            None => "lists what may be the key",
        };
        format!("{} (it {result})", resume_command(self.rotation.app))
    }

    /// Signs in with the new key and returns a client that uses it. If the destination is an existing context, the
    /// token is first stored there, next to the current one. A SCIM key can't sign in, so the client is then that of
    /// the session.
    fn store_and_sign_in(&mut self, destination: &mut Destination, token: &Secret) -> Result<Client> {
        self.rotation.record(Step::Created)?;
        if let Destination::Context(destination) = destination
            && !destination.is_new
        {
            destination.store_pending_token(self.rotation.app, token)?;
            // Another process may have renamed the context.
            self.rotation.entry.destination = JournalDestination::Context(destination.context.name.clone());
            self.rotation.record(Step::Stored)?;
        }
        let client = if self.plan.old.is_scim() {
            self.rotation.session.client.clone()
        } else {
            self.rotation.sign_in(token)?
        };
        self.rotation.record(Step::Delivering)?;
        Ok(client)
    }

    /// Creates the new key with the mark in its description. The response has the final description.
    fn create_marked(&self) -> Result<CreatedKey> {
        let Rotation { app, session, entry, .. } = &self.rotation;
        let final_description = &entry.description;
        let marked = format!("{final_description}{}", entry.mark_suffix().unwrap_or_default());
        let key = NewApiKey { description: Some(marked), ..self.plan.new.clone() };
        create_key_with_later_description(app, session, &key, final_description, &self.resume_hint())
    }

    /// The notice about what was done.
    fn summary(&self, created: &CreatedKey, destination: &str) -> String {
        // A response without a readable expiry is no error here, since the key exists.
        let expiry = created.response.parse_object::<ApiKey>().ok().and_then(|key| key.expiry);
        let expiry_text = expiry.map_or_else(String::new, |expiry| {
            format!(", which expires {}", duration::format_relative(expiry, self.plan.now))
        });
        format!("rotated API key {} to {}{expiry_text}; its token went to {destination}", self.plan.old.id, created.id)
    }
}

/// Checks that the context that signs in, if the new token goes there, still has the secret that it signed in with.
fn check_own_secret(session: &Session, destination: &Destination) -> Result<()> {
    match (destination, &session.context) {
        (Destination::Context(destination), Some(own))
            if destination.context == *own && destination.replaced_key_id() != session.claims.jti =>
        {
            let message = format!("context \"{}\" was changed by another process in the meantime", own.name);
            Err(Error::new(Exit::Error, message).with_hint("try again"))
        }
        _ => Ok(()),
    }
}

fn new_journal_entry(app: &App, plan: &Plan, snapshot: KeySnapshot, destination: &Destination) -> Result<JournalEntry> {
    let absolute = |path: &Path| {
        std::path::absolute(path).map_err(|error| {
            Error::new(Exit::Error, format!("could not find the folder of {}", path.display())).with_cause(error)
        })
    };
    Ok(JournalEntry {
        step: Step::Creating,
        old_id: plan.old.id.clone(),
        new_id: None,
        description: plan.new.description.clone().unwrap_or_default(),
        mark: Some(Mark::random()),
        creator_id: snapshot.creator_id,
        existing_ids: snapshot.existing_ids,
        started_at: snapshot.taken_at,
        destination: match destination {
            Destination::Context(destination) if destination.is_new => {
                JournalDestination::NewContext(destination.context.name.clone())
            }
            Destination::Context(destination) => JournalDestination::Context(destination.context.name.clone()),
            Destination::File(file) => JournalDestination::File(absolute(file.path())?),
            Destination::Response | Destination::TokenOnly | Destination::Command(_) => JournalDestination::Elsewhere,
        },
        replaced_id: match destination {
            Destination::Context(destination) => destination.replaced_key_id(),
            _ => None,
        },
        other_contexts: Vec::new(),
        profile: Some(absolute(&app.profile_path()?)?),
        old_key_action: plan.old_key_action,
    })
}
