//! The other contexts of the profile that hold the key that is replaced. They get the new token too, and only then is
//! the old key removed, so that no context is left with a removed key.

use super::resume_command;
use super::rotation::Rotation;
use super::token_location::is_token_for_key;
use crate::api::users;
use crate::commands::new_key::Destination;
use crate::context::{Auth, Context, Profile, SecretStores, Server};
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;
use crate::shell;

/// The contexts of a tenant that hold the token of a key.
pub struct KeyHolders {
    /// The contexts, in the order of the profile.
    pub contexts: Vec<Context>,
    /// The names of the contexts whose stores can't be read, and why. They may hold the token too.
    pub unreadable: Vec<(String, Error)>,
}

impl KeyHolders {
    /// Searches the stores of the tenant's contexts. A context with an invalid field can't sign in and is left out.
    pub fn find(profile: &Profile, stores: &SecretStores, server: &Server, id: &str) -> Self {
        let mut found = Self { contexts: Vec::new(), unreadable: Vec::new() };
        let contexts = profile.names().into_iter().filter_map(|name| profile.context(&name).ok());
        for context in contexts.filter(|context| context.server == *server && context.auth == Auth::ApiKey) {
            match stores.get(&context) {
                Ok(Some(token)) if is_token_for_key(&token, id) => found.contexts.push(context),
                Ok(_) => {}
                Err(error) => found.unreadable.push((context.name, error)),
            }
        }
        found
    }
}

/// Describes the contexts that [`Rotation::update_other_contexts`] returns, for the end of a notice.
pub fn describe_updated(names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    format!("; {}, which had the same key, got the new token too", quote_names(names))
}

fn quote_names(names: &[String]) -> String {
    names.iter().map(|name| format!("context \"{name}\"")).collect::<Vec<_>>().join(" and ")
}

impl Rotation<'_> {
    /// The names of the contexts, other than `destination`, that hold the old key. Warns of those that can't be read.
    ///
    /// # Errors
    /// Fails if the profile can't be read.
    pub fn find_other_contexts(&self, destination: &Destination) -> Result<Vec<String>> {
        let (app, old) = (self.app, &self.entry.old_id);
        let holders = KeyHolders::find(app.profile()?, app.stores()?, &self.session.server, old);
        for (name, error) in &holders.unreadable {
            let reason = error.full_message();
            app.warn(&format!("if context \"{name}\" has the same key, it does not get the new one: {reason}"));
        }
        let names = holders.contexts.into_iter().map(|context| context.name);
        let is_destination = |name: &String| match destination {
            Destination::Context(own) => own.context.name == *name,
            _ => false,
        };
        Ok(names.filter(|name| !is_destination(name)).collect())
    }

    /// Stores the new token in the contexts that still hold the old key's token, under their current names.
    /// Returns the names. `token` is called only if there are any.
    ///
    /// # Errors
    /// Exit code 8 if a context could not be updated, or if one that held the old key when the rotation began can't be
    /// read. The old key must then be kept.
    pub fn update_other_contexts(&self, token: impl FnOnce() -> Result<Secret>) -> Result<Vec<String>> {
        if !self.entry.updates_other_contexts() {
            return Ok(Vec::new());
        }
        let (path, stores) = (self.app.profile_path()?, self.app.stores()?);
        let find = |profile: &Profile| KeyHolders::find(profile, stores, &self.session.server, &self.entry.old_id);
        let profile = Profile::read(&path)?;
        let KeyHolders { contexts, unreadable: mut failures } = find(&profile);
        failures.retain(|(name, _)| self.may_have_held_old_key(&profile, name));
        let mut updated = Vec::new();
        if let Some(first) = contexts.first() {
            // The lock of the profile keeps the contexts as they are until the token is stored.
            let stored = token().and_then(|token| {
                Profile::edit(&path, |edit| {
                    for context in find(&edit.profile()?).contexts {
                        match stores.replace(&context, &token) {
                            Ok(()) => updated.push(context.name),
                            Err(error) => failures.push((context.name, error)),
                        }
                    }
                    Ok(())
                })
            });
            failures.extend(stored.err().map(|error| (first.name.clone(), error)));
        }
        failures.into_iter().next().map_or(Ok(updated), |(name, error)| Err(self.kept_for_context_error(&name, error)))
    }

    /// Whether a context that can't be read is one that the journal lists, perhaps renamed since.
    fn may_have_held_old_key(&self, profile: &Profile, name: &str) -> bool {
        self.entry.other_contexts.iter().any(|listed| listed == name || !profile.contains(listed))
    }

    /// As [`Rotation::update_other_contexts`], in a run that finds the rotation in the journal. The token is that of a
    /// context that holds the new key, if the key still signs in.
    ///
    /// # Errors
    /// See [`Rotation::update_other_contexts`].
    pub fn update_remaining_contexts(&self) -> Result<Vec<String>> {
        self.update_other_contexts(|| {
            let (profile, stores, new) =
                (Profile::read(&self.app.profile_path()?)?, self.app.stores()?, self.entry.new_id());
            let holders = KeyHolders::find(&profile, stores, &self.session.server, new).contexts;
            let token = holders.first().map(|context| stores.get(context)).transpose()?.flatten();
            let token = token.ok_or_else(|| Error::new(Exit::Error, format!("no context holds the token of {new}")))?;
            users::get_current_user(&self.session.client_with_key(&token)?)?;
            Ok(token)
        })
    }

    fn kept_for_context_error(&self, name: &str, error: Error) -> Error {
        let (new, old) = (self.entry.new_id(), &self.entry.old_id);
        let message = format!(
            "API key {new} is in use, but context \"{name}\" could not be updated, so the old key {old} was kept"
        );
        let resume = resume_command(self.app);
        let hint = format!("{resume}; or qlik-api-key --context {} rotate", shell::quoted(name));
        error.wrap(Exit::Partial, message).with_hint(hint)
    }
}
