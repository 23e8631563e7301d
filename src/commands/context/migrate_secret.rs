//! A context that changes with its secret. At every moment the context signs in, and the profile names each place where
//! a secret of it is: a killed process loses none, and leaves none that nobody knows of.

use crate::commands::App;
use crate::context::{Context, ProfileEdit, SecretStores};
use crate::error::Result;
use crate::secret::Secret;

/// Makes one context of the profile another one, with the secret that is to be kept for it, if there is one. Gives back
/// the places where a former secret could not be forgotten.
///
/// # Errors
/// Where profile or store can't be written; both are as before then.
pub(super) fn change(
    edit: &mut ProfileEdit,
    stores: &SecretStores,
    (old, new): (&Context, &Context),
    secret: Option<&Secret>,
) -> Result<Vec<Context>> {
    let mut stale = edit.remove_stale_secrets(stores, old)?;
    if secret.is_some() {
        // A store that can't be had, or that is waited for, is found out before anything is written.
        stores.get(new)?;
    }
    if old.shares_secret_with(new) {
        edit.insert(new)?;
        edit.save()?;
        if let Some(secret) = secret {
            // A token was got with the old secret: killed in between, the program gets another.
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
    if stores.holds_secret(old) {
        stale.push(old.clone());
    }
    settle(edit, (old, new), &stale).inspect_err(|_| {
        // Whatever else is told of, this is why.
        let _ = secret.map(|_| stores.remove(new));
    })?;
    let left = edit.remove_stale_secrets(stores, new)?;
    // If this can't be written, what is forgotten is to be forgotten once more.
    let _ = edit.save();
    Ok(left)
}

/// From here on the context is the new one.
fn settle(edit: &mut ProfileEdit, (old, new): (&Context, &Context), stale: &[Context]) -> Result<()> {
    if old.name != new.name {
        edit.rename(&old.name, &new.name);
    }
    edit.insert(new)?;
    edit.set_pending_cleanup(&new.name, stale);
    edit.commit()
}

/// Says where a former secret still is.
pub(super) fn tell(app: &App, left: &[Context]) {
    for place in left {
        app.notice(&format!(
            "warning: the {} still holds a former secret of context \"{}\"; the next change of the context removes it",
            place.store.name(),
            place.name
        ));
    }
}
