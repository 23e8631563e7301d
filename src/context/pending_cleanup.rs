//! Secrets to clean up. While the secret of a context moves from one place to another, the profile lists the place that
//! the context does not use. If the process is killed, the next change of the context removes the secret there.

use toml_edit::{Array, InlineTable, Value};

use super::toml_file::{as_string, set_or_remove};
use super::{Auth, Context, Profile, ProfileEdit, SecretStores, Server, StoreKind};
use crate::error::Result;

/// The key of the list in a context's table.
const STALE_KEY: &str = "stale";

impl Profile {
    /// The places, besides its own, where a secret of a context may be. Each is given as a context whose secret is there.
    pub fn pending_cleanup(&self, context: &Context) -> Vec<Context> {
        let places = self.context_value(&context.name, STALE_KEY).and_then(toml::Value::as_array);
        places.into_iter().flatten().filter_map(|place| context_with_secret_at(place, context)).collect()
    }

    /// Whether a context keeps its secret at this place by now, possibly another context than before.
    fn is_in_use(&self, place: &Context) -> bool {
        // A context that can't be read may be the one.
        self.contains(&place.name)
            && self.context(&place.name).map_or(true, |context| context.shares_secret_with(place))
    }
}

impl ProfileEdit {
    /// Lists the places where a secret of the context of this name may be, besides its own.
    pub fn set_pending_cleanup(&mut self, name: &str, places: &[Context]) {
        let places = (!places.is_empty()).then(|| Value::Array(places.iter().map(location_to_toml).collect::<Array>()));
        if let Some(table) = self.context_table_mut(name) {
            set_or_remove(table, STALE_KEY, places);
        }
    }

    /// Removes the secrets in the listed places of a context, and the places from the list. Returns the places whose store
    /// could not be reached; they stay in the list.
    pub fn run_pending_cleanup(&mut self, stores: &SecretStores, context: &Context) -> Result<Vec<Context>> {
        let profile = self.profile()?;
        let mut places = profile.pending_cleanup(context);
        places.retain(|place| !profile.is_in_use(place) && stores.remove(place).is_err());
        self.set_pending_cleanup(&context.name, &places);
        Ok(places)
    }
}

/// The context as it would be with its secret at this place; `None` if the place can't be one.
fn context_with_secret_at(place: &toml::Value, context: &Context) -> Option<Context> {
    let text = |key: &str| place.get(key).and_then(as_string);
    let (name, server, store) = (text("name")?, Server::parse(&text("server")?).ok()?, text("store")?);
    let store = [StoreKind::Keyring, StoreKind::File].into_iter().find(|kind| kind.name() == store)?;
    // With OAuth, an access token may be kept beside the secret. It is to be removed too.
    Some(Context { name, server, store, auth: Auth::OAuth, ..context.clone() })
}

fn location_to_toml(place: &Context) -> Value {
    let (name, server, store) = (place.name.as_str(), place.server.to_string(), place.store.name());
    let fields = [("name", name), ("server", &server), ("store", store)];
    Value::InlineTable(fields.into_iter().collect::<InlineTable>())
}
