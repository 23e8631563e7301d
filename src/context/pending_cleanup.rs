//! Cleanup of old secrets. While the secret of a context moves to another location, its table in the profile lists the
//! location that is not in use. If the process is killed, the next change of the context removes the secret there.

use toml_edit::{Array, InlineTable, Value};

use super::toml_file::{as_string, set_or_remove};
use super::{Auth, Context, Profile, ProfileEdit, SecretStores, Server, StoreKind};
use crate::error::Result;

/// The key of the list of locations in a context's table.
const STALE_KEY: &str = "stale";

impl Profile {
    /// The other locations where a secret of a context may be. Each is returned as a context whose secret is there.
    pub fn pending_cleanup(&self, context: &Context) -> Vec<Context> {
        let locations = self.context_value(&context.name, STALE_KEY).and_then(toml::Value::as_array);
        locations.into_iter().flatten().filter_map(|location| context_with_secret_at(location, context)).collect()
    }

    /// Whether any context stores its secret at this location now.
    fn is_in_use(&self, location: &Context) -> bool {
        // An invalid context might use the location.
        self.contains(&location.name)
            && self.context(&location.name).map_or(true, |context| context.shares_secret_with(location))
    }
}

impl ProfileEdit {
    /// Sets the list of other locations where a secret of the context called `name` may be.
    pub fn set_pending_cleanup(&mut self, name: &str, locations: &[Context]) {
        let list = || Value::Array(locations.iter().map(location_to_toml).collect::<Array>());
        let value = (!locations.is_empty()).then(list);
        if let Some(table) = self.context_table_mut(name) {
            set_or_remove(table, STALE_KEY, value);
        }
    }

    /// Removes the secrets at the listed locations of a context, and clears the list. Returns the locations whose store
    /// could not be reached; they stay in the list.
    ///
    /// # Errors
    /// The errors of [`super::ProfileDocument::profile`].
    pub fn run_pending_cleanup(&mut self, stores: &SecretStores, context: &Context) -> Result<Vec<Context>> {
        let profile = self.profile()?;
        let mut locations = profile.pending_cleanup(context);
        locations.retain(|location| !profile.is_in_use(location) && stores.remove(location).is_err());
        self.set_pending_cleanup(&context.name, &locations);
        Ok(locations)
    }
}

/// Returns a copy of `context` whose secret is at this location, or `None` if the location is invalid.
fn context_with_secret_at(location: &toml::Value, context: &Context) -> Option<Context> {
    let text = |key: &str| location.get(key).and_then(as_string);
    let (name, server, store) = (text("name")?, Server::parse(&text("server")?).ok()?, text("store")?);
    let store = [StoreKind::Keyring, StoreKind::File].into_iter().find(|kind| kind.name() == store)?;
    // `OAuth` makes `SecretStores::remove` also remove an access token.
    Some(Context { name, server, store, auth: Auth::OAuth, ..context.clone() })
}

fn location_to_toml(location: &Context) -> Value {
    let (name, server, store) = (location.name.as_str(), location.server.to_string(), location.store.name());
    let fields = [("name", name), ("server", &server), ("store", store)];
    Value::InlineTable(fields.into_iter().collect::<InlineTable>())
}
