//! Storing a new context with its secret.

use super::credential_flags::NewCredential;
use crate::api::users;
use crate::app::{App, Session};
use crate::context::{self, Context, Profile, check_context_name};
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;

/// Checks a name for a new context.
///
/// # Errors
/// Exit 2 for what can't be a name.
pub fn check_new_name(name: &str) -> Result<()> {
    check_context_name(name).map_err(|wrong| Error::usage(format!("NAME: {wrong}")))
}

/// The error for a name that is taken.
pub(super) fn name_taken_error(name: &str) -> Error {
    Error::new(Exit::Error, format!("there is a context \"{name}\" already"))
        .with_hint(format!("qlik-api-key context update {}", context::shell_quoted(name)))
}

/// Signs in with a context and its credential before they are stored.
pub(super) fn verify_credential(app: &App, context: &Context, secret: Option<&Secret>) -> Result<()> {
    let session = Session::from_unsaved_context(app, context, secret)?;
    users::get_current_user(&session.client).map(drop)
}

/// Stores a new context with an API key. It becomes the current one if it is the first.
///
/// # Errors
/// Where the profile or the store can't be written; nothing is stored then.
pub fn store_context_with_key(app: &App, context: &Context, key: &Secret) -> Result<()> {
    store_context(app, context, Some(key), |profile| profile.names().is_empty()).map(drop)
}

/// Stores a new context and says so. It becomes the current one where `make_current` is set, or it is the first.
pub(super) fn store_context_and_report(
    app: &App,
    context: &Context,
    given: &NewCredential,
    make_current: bool,
) -> Result<Exit> {
    let is_current = |profile: &Profile| make_current || profile.names().is_empty();
    let is_current = store_context(app, context, given.secret.as_ref(), is_current)?;
    let current = if is_current { "; it is the current one" } else { "" };
    app.notice(&format!("created context \"{}\"{current}", context.name));
    Ok(Exit::Ok)
}

/// Stores a context and then its secret: if either fails, neither is there. If the process is killed in between, the context
/// is there, which can be seen, and no secret that nobody knows of. `is_current` decides by the profile without the context
/// whether it becomes the current one; returns that.
pub(super) fn store_context(
    app: &App,
    context: &Context,
    secret: Option<&Secret>,
    is_current: impl Fn(&Profile) -> bool,
) -> Result<bool> {
    let stores = app.stores()?;
    Profile::edit(&app.profile_path()?, |edit| {
        let profile = edit.profile()?;
        if profile.contains(&context.name) {
            return Err(name_taken_error(&context.name));
        }
        let current = is_current(&profile);
        edit.insert(context)?;
        if current {
            edit.set_current(Some(&context.name));
        }
        if let Some(secret) = secret {
            // A store that can't be reached is found out before anything is written.
            stores.get(context)?;
            edit.save()?;
            stores.set(context, secret)?;
        }
        Ok(current)
    })
}
