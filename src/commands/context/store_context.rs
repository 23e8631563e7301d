//! Stores a new context and its secret.

use super::context_row::{ContextRow, report_change, warn_if_overridden};
use super::credential_flags::NewCredential;
use crate::api::users;
use crate::app::{App, Session};
use crate::context::{Context, Profile, check_context_name};
use crate::error::{Error, Exit, Result};
use crate::output::Printer;
use crate::secret::Secret;
use crate::shell;

/// Checks the name of a new context.
///
/// # Errors
/// Exit 2 if the name is not allowed.
pub fn check_new_name(name: &str) -> Result<()> {
    check_context_name(name).map_err(|reason| Error::usage(format!("NAME: {reason}")))
}

/// The error for a name that another context has.
pub(super) fn name_taken_error(name: &str) -> Error {
    Error::new(Exit::Error, format!("context \"{name}\" already exists"))
        .with_hint(format!("qlik-api-key context update {}", shell::quoted(name)))
}

/// Signs in with a context and its secret before they are stored. Requests the current user.
pub(super) fn verify_credential(app: &App, context: &Context, secret: Option<&Secret>) -> Result<()> {
    let session = Session::from_unsaved_context(app, context, secret)?;
    users::get_current_user(&session.client).map(drop)
}

/// Stores a new context with an API key. The first context becomes the current one.
///
/// # Errors
/// Fails if the profile or the store can't be written. Nothing is stored then.
pub fn store_context_with_key(app: &App, context: &Context, key: &Secret) -> Result<()> {
    store_context(app, context, Some(key), |profile| profile.names().is_empty()).map(drop)
}

/// Stores a new context and prints a notice. It becomes the current one if it is the first or `make_current` is set.
pub(super) fn store_context_and_report(
    app: &App,
    printer: &Printer,
    context: &Context,
    credential: &NewCredential,
    make_current: bool,
) -> Result<Exit> {
    let is_current = |profile: &Profile| make_current || profile.names().is_empty();
    let is_current = store_context(app, context, credential.secret.as_ref(), is_current)?;
    let suffix = if is_current { "; it is the current one" } else { "" };
    let notice = format!("created context \"{}\"{suffix}", context.name);
    report_change(app, printer, &notice, &ContextRow::new(app, context, is_current))?;
    warn_if_overridden(app, context);
    Ok(Exit::Ok)
}

/// Stores a context and then its secret. If either fails, neither is stored. The context comes first so that a killed
/// process leaves a visible context rather than an orphaned secret. `is_current` is called with the profile before the
/// change, and returns whether the new context becomes the current one; the result is the same.
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
            // Fail before anything is written if the store is unavailable.
            stores.get(context)?;
            edit.save()?;
            stores.set(context, secret)?;
        }
        Ok(current)
    })
}
