//! Changes a context together with its secret. At every step the context can sign in, and the profile lists every
//! location that may hold one of its secrets. If the process is killed in between, no secret is lost or orphaned.

use crate::app::App;
use crate::context::{Context, ProfileEdit, SecretStores};
use crate::error::Result;
use crate::secret::Secret;

/// Replaces a context in the profile, and stores its new secret if there is one. Returns the contexts, as they were,
/// whose old secrets could not be removed.
///
/// # Errors
/// Fails if the profile or the store can't be written; both are then unchanged.
pub(super) fn replace_context(
    edit: &mut ProfileEdit,
    stores: &SecretStores,
    (old, new): (&Context, &Context),
    secret: Option<&Secret>,
) -> Result<Vec<Context>> {
    let mut pending = edit.run_pending_cleanup(stores, old)?;
    if secret.is_some() {
        // Fail before anything is written if the store is unavailable.
        stores.get(new)?;
    }
    if old.shares_secret_with(new) {
        edit.insert(new)?;
        edit.save()?;
        if let Some(secret) = secret {
            // The access token belongs to the old secret. If the process is killed here, the next command requests
            // another.
            stores.remove_access_token(old)?;
            stores.replace(new, secret)?;
        }
        return Ok(pending);
    }
    pending.retain(|location| !location.shares_secret_with(new));
    if let Some(secret) = secret {
        edit.set_pending_cleanup(&old.name, &[&pending[..], std::slice::from_ref(new)].concat());
        edit.save()?;
        stores.set(new, secret)?;
    }
    if stores.uses_secret_store(old) {
        pending.push(old.clone());
    }
    save_new_context(edit, (old, new), &pending).inspect_err(|_| {
        // Report the first error rather than one of this removal.
        let _ = secret.map(|_| stores.remove(new));
    })?;
    let remaining = edit.run_pending_cleanup(stores, new)?;
    // If this fails, the next change removes the same secrets again, which is harmless.
    let _ = edit.save();
    Ok(remaining)
}

/// Saves the new context in place of the old one. After this, later errors don't undo the change.
fn save_new_context(edit: &mut ProfileEdit, (old, new): (&Context, &Context), pending: &[Context]) -> Result<()> {
    if old.name != new.name {
        edit.rename(&old.name, &new.name);
    }
    edit.insert(new)?;
    edit.set_pending_cleanup(&new.name, pending);
    edit.commit()
}

/// Warns of old secrets that could not be removed.
pub(super) fn warn_of_remaining_secrets(app: &App, remaining: &[Context]) {
    for context in remaining {
        app.notice(&format!(
            "warning: the {} still contains an old secret of context \"{}\"; the next change to the context removes it",
            context.store.name(),
            context.name
        ));
    }
}
