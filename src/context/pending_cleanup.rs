//! Secrets on the move: while a context's secret goes from one place to another, the profile names the place that it is
//! not to be looked for in. Whenever a process is killed, what it leaves is known, and goes with the next change of the
//! context.

use toml_edit::{Array, InlineTable, Item, Value};

use super::model::set;
use super::{Auth, Context, Profile, SecretStores, Server, StoreKind};

/// The places in a context's table.
const KEY: &str = "stale";

impl Profile {
    /// The places where a secret of a context may be besides its own, as contexts that are kept there.
    pub fn pending_cleanup(&self, context: &Context) -> Vec<Context> {
        let places = self.table(&context.name).and_then(|table| table.get(KEY)).and_then(Item::as_array);
        let place = |value: &Value| {
            let field = |key: &str| value.as_inline_table()?.get(key)?.as_str();
            let store =
                [StoreKind::Keyring, StoreKind::File].into_iter().find(|store| Some(store.name()) == field("store"))?;
            let server = Server::parse(field("server")?).ok()?;
            // Whatever it was, a token of OAuth that is beside it goes with it.
            Some(Context { name: field("name")?.to_owned(), server, store, auth: Auth::OAuth, ..context.clone() })
        };
        places.into_iter().flatten().filter_map(place).collect()
    }

    /// Sets them.
    pub fn set_pending_cleanup(&mut self, name: &str, places: &[Context]) {
        let place = |of: &Context| {
            let fields =
                [("name", of.name.clone()), ("server", of.server.to_string()), ("store", of.store.name().into())];
            Value::InlineTable(fields.into_iter().map(|(key, text)| (key, Value::from(text))).collect::<InlineTable>())
        };
        let places = (!places.is_empty()).then(|| Value::Array(places.iter().map(place).collect::<Array>()));
        if let Some(table) = self.table_mut(name) {
            set(table, KEY, places);
        }
    }

    /// Forgets what is in the stale places of a context; gives back those that could not be reached.
    pub fn remove_stale_secrets(&mut self, stores: &SecretStores, context: &Context) -> Vec<Context> {
        let mut places = self.pending_cleanup(context);
        places.retain(|place| !self.is_in_use(place) && stores.remove(place).is_err());
        self.set_pending_cleanup(&context.name, &places);
        places
    }

    /// Whether a place has become that of a context, perhaps of another one.
    fn is_in_use(&self, place: &Context) -> bool {
        let same = |context: Context| context.shares_secret_with(place);
        self.has(&place.name) && self.context(&place.name).map_or(true, same)
    }
}

impl Context {
    /// Whether two contexts have their secrets in one place.
    pub fn shares_secret_with(&self, other: &Self) -> bool {
        (&self.name, &self.server, &self.store) == (&other.name, &other.server, &other.store)
    }
}
