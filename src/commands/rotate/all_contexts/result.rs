//! [`Results`]: the rows and errors of several contexts.

use super::row::{RotationResult, RotationRow, one_line};
use super::selection::{KeyGroup, group_by_key};
use crate::app::App;
use crate::commands::multi_context::SelectedContexts;
use crate::commands::rotate::other_contexts::KeyHolders;
use crate::commands::rotate::unsupported_reason;
use crate::context::{Context, Profile};
use crate::error::Error;

/// What happened to the keys of several contexts.
pub struct Results<'a> {
    app: &'a App<'a>,
    /// A row for each context.
    pub rows: Vec<RotationRow>,
    /// The errors, each of which names a context.
    pub failures: Vec<Error>,
    /// The number of contexts whose turn did not come before a signal.
    pub interrupted: usize,
}

impl<'a> Results<'a> {
    /// No rows yet.
    pub fn new(app: &'a App<'a>) -> Self {
        Self { app, rows: Vec::new(), failures: Vec::new(), interrupted: 0 }
    }

    /// Adds the results of another tenant.
    pub fn append(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.failures.extend(other.failures);
        self.interrupted += other.interrupted;
    }

    /// Returns the contexts whose own key can be renewed, and adds rows for the others.
    pub fn retain_eligible(&mut self, contexts: SelectedContexts) -> Vec<Context> {
        let mut eligible = Vec::new();
        for (name, context) in contexts.into_contexts() {
            match context.map(|context| (unsupported_reason(&context), context)) {
                Ok((None, context)) => eligible.push(context),
                Ok((reason, _)) => self.rows.push(RotationRow::new(&name, RotationResult::Skipped, reason)),
                Err(error) => {
                    let reason = one_line(&error.full_message());
                    self.rows.push(RotationRow::new(&name, RotationResult::Failed, Some(reason)));
                    self.failures.push(error.in_context(&name));
                }
            }
        }
        eligible
    }

    /// Whether there is a row of this context.
    pub fn has_row(&self, name: &str) -> bool {
        self.rows.iter().any(|row| row.context == name)
    }

    /// Groups contexts by their keys, and adds rows for those whose secret can't be read.
    pub fn group_by_key(&mut self, contexts: Vec<Context>) -> Vec<KeyGroup> {
        let (groups, unreadable) = group_by_key(self.app, contexts);
        for (context, error) in unreadable {
            self.fail([&context], error);
        }
        groups
    }

    /// Adds a row for each context that still has its old key because of an error.
    pub fn fail<'c>(&mut self, contexts: impl IntoIterator<Item = &'c Context>, error: Error) {
        let reason = one_line(&error.full_message());
        let mut first = None;
        for context in contexts {
            first.get_or_insert(&context.name);
            self.add(context, RotationResult::Failed, Some(reason.clone()));
        }
        self.failures.extend(first.map(|name| error.in_context(name)));
    }

    /// Adds the rows of a key whose turn did not come before a signal.
    pub fn interrupt(&mut self, group: &KeyGroup) {
        for context in group.contexts() {
            self.interrupted += 1;
            self.add(context, RotationResult::Skipped, Some("interrupted before its rotation began".to_owned()));
        }
    }

    /// Adds the rows of a key that is not due.
    pub fn add_not_due(&mut self, group: &KeyGroup, notice: &str) {
        let key = format!("API key {} ", group.claims.jti.as_deref().unwrap_or_default());
        let reason = notice.strip_prefix(&key).unwrap_or(notice);
        for context in group.contexts() {
            self.add(context, RotationResult::NotDue, Some(reason.to_owned()));
        }
    }

    /// Adds the rows of a key that was to be rotated: the contexts that hold the new key have been, and the others have
    /// not.
    pub fn add_rotated(&mut self, group: &KeyGroup, new_id: Option<&str>, error: Option<Error>) {
        let reason = error.as_ref().map(|error| one_line(&error.full_message()));
        if let Some(id) = new_id {
            self.add_holders(group, id, RotationResult::Rotated, reason.clone());
        }
        let (result, reason) = match reason {
            Some(reason) => (RotationResult::Failed, reason),
            None => {
                (RotationResult::Skipped, "another process changed, renamed or removed it in the meantime".to_owned())
            }
        };
        for context in group.contexts() {
            if !self.has_row(&context.name) {
                self.add(context, result, Some(reason.clone()));
            }
        }
        self.failures.extend(error.map(|error| error.in_context(&group.first.name)));
    }

    /// Adds a row for each context that holds a key, whether it was selected or not, under its current name.
    pub fn add_holders(&mut self, group: &KeyGroup, id: &str, result: RotationResult, reason: Option<String>) {
        let found = self.app.profile_path().and_then(|path| {
            Ok(KeyHolders::find(&Profile::read(&path)?, self.app.stores()?, &group.first.server, id).contexts)
        });
        let contexts = found.unwrap_or_default();
        let first = contexts.iter().find(|context| context.name == group.first.name).or(contexts.first());
        let first = first.map(|context| context.name.clone()).unwrap_or_default();
        for context in &contexts {
            let shared = (context.name != first).then(|| format!("same key as \"{first}\""));
            self.add(context, result, reason.clone().or(shared));
        }
    }

    /// Adds a row, which replaces that of an earlier attempt.
    fn add(&mut self, context: &Context, result: RotationResult, reason: Option<String>) {
        self.rows.retain(|row| row.context != context.name);
        self.rows.push(RotationRow::with_key(self.app, context, result, reason));
    }
}
