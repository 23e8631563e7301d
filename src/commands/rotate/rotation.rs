//! The rotation itself. Each step is recorded before it is taken. A token for stdout or a command, where it can't be
//! found again, is delivered only after the new key has signed in.

use super::journal::{Journal, JournalDestination, JournalEntry, Step};
use super::plan::Plan;
use super::steps;
use crate::api::api_keys::{ApiKey, CreatedKey};
use crate::app::{App, Session};
use crate::commands::new_key::{Destination, KeySnapshot, create_key, print_new_key, print_without_token, save_token};
use crate::duration;
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::output::{Columns, Printer};
use crate::secret::Secret;

/// A rotation in progress.
pub struct Rotation<'a> {
    app: &'a App<'a>,
    /// Signed in with the credential from before the rotation.
    session: Session,
    journal: Journal,
    entry: JournalEntry,
    plan: Plan,
}

impl<'a> Rotation<'a> {
    /// Lists the user's keys, and records that a key is about to be created.
    ///
    /// # Errors
    /// Fails if the user's keys can't be listed or the journal can't be written.
    pub fn begin(
        app: &'a App<'a>,
        session: Session,
        journal: Journal,
        plan: Plan,
        destination: &Destination,
    ) -> Result<Self> {
        let snapshot = KeySnapshot::take(&session)?;
        let entry = new_journal_entry(&plan, snapshot, destination);
        let mut rotation = Self { app, session, journal, entry, plan };
        rotation.record(Step::Creating)?;
        Ok(rotation)
    }

    /// Creates the new key, signs in with it, delivers its token, prints it, and disposes of the old key.
    ///
    /// # Errors
    /// The error says what failed and what happened to the new key.
    pub fn run(
        &mut self,
        printer: &Printer,
        columns: Columns,
        destination: Destination,
        keep_on_failure: bool,
    ) -> Result<()> {
        self.app.defer_interrupt(
            "finishing the rotation; press Ctrl-C again to stop, then run `qlik-api-key rotate --resume` to finish",
        );
        let created = self.create()?;
        let client = match self.store_and_sign_in(&destination, &created.token) {
            Ok(client) => client,
            Err(error) => return Err(self.undo(error)),
        };
        let summary = self.summary(&created, &destination);
        if destination.is_stdout() {
            print_new_key(self.app, printer, &destination, columns, &created)?;
            self.record(Step::InPlace)?;
            let old_key = self.dispose_old_key(&client)?;
            self.app.notice(&format!("{summary}; {old_key}"));
            return Ok(());
        }
        if let Err(error) = destination.deliver(self.app, &created.token) {
            if !keep_on_failure {
                return Err(self.undo(error));
            }
            self.journal.close(&self.entry)?;
            let problem = "could not be delivered to the --exec command";
            return Err(save_token(&created, problem, error.into_cause()));
        }
        steps::remove_pending_token(self.app, &self.entry)?;
        self.record(Step::InPlace)?;
        let old_key = self.dispose_old_key(&client)?;
        self.app.notice(&format!("{summary}; {old_key}"));
        print_without_token(printer, &columns, &created)
    }

    fn record(&mut self, step: Step) -> Result<()> {
        self.entry.step = step;
        self.journal.record(&self.entry)
    }

    /// Creates the new key. If the outcome is unknown, the journal entry stays open for recovery.
    fn create(&mut self) -> Result<CreatedKey> {
        match create_key(&self.session, &self.plan.new) {
            Ok(created) => {
                self.entry.new_id = Some(created.id.clone());
                Ok(created)
            }
            Err(error) if error.exit() == Exit::UnknownOutcome => {
                Err(error.with_hint("qlik-api-key rotate --resume (it removes the key if it was created)"))
            }
            Err(error) => {
                self.journal.close(&self.entry)?;
                Err(error)
            }
        }
    }

    /// Signs in with the new key and returns a client that uses it. If the destination is an existing context, the
    /// token is first stored there, next to the current one. A SCIM key can't sign in, so the client is then that of
    /// the session.
    fn store_and_sign_in(&mut self, destination: &Destination, token: &Secret) -> Result<Client> {
        self.record(Step::Created)?;
        let existing = match destination {
            Destination::Context(destination) if !destination.is_new => Some(&destination.context),
            _ => None,
        };
        if let Some(context) = existing {
            self.app.stores()?.set_pending(context, token)?;
            self.record(Step::Stored)?;
        }
        let client =
            if self.plan.old.is_scim() { self.session.client.clone() } else { steps::sign_in(&self.session, token)? };
        if existing.is_none() {
            self.record(Step::Delivering)?;
        }
        Ok(client)
    }

    fn undo(&mut self, error: Error) -> Error {
        steps::undo(self.app, &self.session, &mut self.journal, &self.entry, error)
    }

    fn dispose_old_key(&mut self, client: &Client) -> Result<String> {
        steps::dispose_old_key(&self.session, client, &mut self.journal, &self.entry)
    }

    /// The notice about what was done.
    fn summary(&self, created: &CreatedKey, destination: &Destination) -> String {
        // A response without a readable expiry is no error here, since the key exists.
        let expiry = created.response.parse_object::<ApiKey>().ok().and_then(|key| key.expiry);
        let expiry_text = expiry.map_or_else(String::new, |expiry| {
            format!(", which expires {}", duration::format_relative(expiry, self.plan.now))
        });
        format!(
            "rotated API key {} to {}{expiry_text}; its token went to {}",
            self.plan.old.id,
            created.id,
            destination.name()
        )
    }
}

fn new_journal_entry(plan: &Plan, snapshot: KeySnapshot, destination: &Destination) -> JournalEntry {
    JournalEntry {
        step: Step::Creating,
        old_id: plan.old.id.clone(),
        new_id: None,
        description: plan.new.description.clone().unwrap_or_default(),
        creator_id: snapshot.creator_id,
        existing_ids: snapshot.existing_ids,
        started_at: snapshot.taken_at,
        destination: match destination {
            Destination::Context(destination) if destination.is_new => {
                JournalDestination::NewContext(destination.context.name.clone())
            }
            Destination::Context(destination) => JournalDestination::Context(destination.context.name.clone()),
            Destination::File(file) => JournalDestination::File(file.path().to_owned()),
            Destination::Response | Destination::TokenOnly | Destination::Command(_) => JournalDestination::Elsewhere,
        },
        old_key_action: plan.old_key_action,
    }
}
