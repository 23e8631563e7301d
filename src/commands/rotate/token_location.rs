//! Finds the token of a new key whose rotation was interrupted.

use std::path::Path;

use super::journal::{JournalDestination, Step};
use super::rotation::Rotation;
use crate::api::claims::Claims;
use crate::context::{Context, Profile, SecretStores};
use crate::error::Result;
use crate::private_file;
use crate::secret::Secret;

/// Where the token of a new key is.
pub enum TokenLocation {
    /// In the store of this context, next to the token that it signs in with.
    Pending(Box<Context>, Secret),
    /// At its destination.
    InPlace,
    /// Possibly at its destination, which can't be checked.
    Unknown,
    /// Nowhere.
    Lost,
}

impl Rotation<'_> {
    /// Finds the token of this new key.
    ///
    /// # Errors
    /// Fails if the profile or a store can't be read.
    pub fn find_token(&self, new: &str) -> Result<TokenLocation> {
        let step = self.entry.step;
        match &self.entry.destination {
            JournalDestination::Context(name) | JournalDestination::NewContext(name) => {
                let profile = Profile::read(&self.app.profile_path()?)?;
                find_in_context(&profile, self.app.stores()?, name, new)
            }
            JournalDestination::File(path) => Ok(find_in_file(path, new, step)),
            JournalDestination::Elsewhere if step == Step::Delivering => Ok(TokenLocation::Unknown),
            JournalDestination::Elsewhere => Ok(TokenLocation::Lost),
        }
    }
}

fn find_in_context(profile: &Profile, stores: &SecretStores, name: &str, new: &str) -> Result<TokenLocation> {
    if profile.contains(name) {
        let context = profile.context(name)?;
        if stores.get(&context)?.is_some_and(|token| is_token_for_key(&token, new)) {
            return Ok(TokenLocation::InPlace);
        }
        if let Some(token) = stores.get_pending(&context)?.filter(|token| is_token_for_key(token, new)) {
            return Ok(TokenLocation::Pending(Box::new(context), token));
        }
    }
    Ok(find_in_renamed_context(profile, stores, new))
}

/// Finds the token in a context of any name, since the context may have been renamed after the token was stored.
fn find_in_renamed_context(profile: &Profile, stores: &SecretStores, new: &str) -> TokenLocation {
    let holds_token = |name: &String| {
        // A context that can't be read is no reason to keep the rotation unfinished.
        let secret = profile.context(name).and_then(|context| stores.get(&context));
        secret.is_ok_and(|secret| secret.is_some_and(|token| is_token_for_key(&token, new)))
    };
    if profile.names().iter().any(holds_token) { TokenLocation::InPlace } else { TokenLocation::Lost }
}

/// Looks for the token at its path. The file is empty until the token is written. If it is missing or has another text
/// at the delivery, somebody may have moved the token.
fn find_in_file(path: &Path, new: &str, step: Step) -> TokenLocation {
    match private_file::read(path).map(|text| text.map(Secret::new)) {
        Ok(Some(text)) if is_token_for_key(&text, new) => TokenLocation::InPlace,
        Ok(Some(text)) if text.expose().is_empty() => TokenLocation::Lost,
        _ if step == Step::Delivering => TokenLocation::Unknown,
        _ => TokenLocation::Lost,
    }
}

/// Whether a token belongs to a key: its `jti` claim is the key's ID.
pub fn is_token_for_key(token: &Secret, id: &str) -> bool {
    Claims::from_token(token.expose().trim()).jti.as_deref() == Some(id)
}
