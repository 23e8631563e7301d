//! Changes a context together with its secret. At every moment the context can sign in, and the profile names each place where
//! a secret of it is. So a killed process loses no secret, and leaves none that nobody knows of.

use crate::app::App;
use crate::context::{Context, ProfileEdit, SecretStores};
use crate::error::Result;
use crate::secret::Secret;

/// Replaces a context of the profile by another one, with a new secret if there is one. Returns the places whose former secret
/// could not be removed.
///
/// # Errors
/// Where the profile or the store can't be written; both are as before then.
pub(super) fn replace_context(
    edit: &mut ProfileEdit,
    stores: &SecretStores,
    (old, new): (&Context, &Context),
    secret: Option<&Secret>,
) -> Result<Vec<Context>> {
    let mut stale = edit.run_pending_cleanup(stores, old)?;
    if secret.is_some() {
        // A store that can't be reached is found out before anything is written.
        stores.get(new)?;
    }
    if old.shares_secret_with(new) {
        edit.insert(new)?;
        edit.save()?;
        if let Some(secret) = secret {
            // The access token belongs to the old secret. Killed in between, the next command gets another.
            stores.remove_access_token(old)?;
            stores.replace(new, secret)?;
        }
        return Ok(stale);
    }
    stale.retain(|place| !place.shares_secret_with(new));
    if let Some(secret) = secret {
        edit.set_pending_cleanup(&old.name, &[&stale[..], std::slice::from_ref(new)].concat());
        edit.save()?;
        stores.set(new, secret)?;
    }
    if stores.uses_secret_store(old) {
        stale.push(old.clone());
    }
    save_new_context(edit, (old, new), &stale).inspect_err(|_| {
        // The error to report is the first one.
        let _ = secret.map(|_| stores.remove(new));
    })?;
    let left = edit.run_pending_cleanup(stores, new)?;
    // Where this can't be saved, the next change removes the same places again, which is no error.
    let _ = edit.save();
    Ok(left)
}

/// Saves the new context. From here on it counts.
fn save_new_context(edit: &mut ProfileEdit, (old, new): (&Context, &Context), stale: &[Context]) -> Result<()> {
    if old.name != new.name {
        edit.rename(&old.name, &new.name);
    }
    edit.insert(new)?;
    edit.set_pending_cleanup(&new.name, stale);
    edit.commit()
}

/// Warns of the places where a former secret still is.
pub(super) fn warn_of_remaining_secrets(app: &App, left: &[Context]) {
    for place in left {
        app.notice(&format!(
            "warning: the {} still holds a former secret of context \"{}\"; the next change of the context removes it",
            place.store.name(),
            place.name
        ));
    }
}
