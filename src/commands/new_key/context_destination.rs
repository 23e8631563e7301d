//! A context, existing or new, as the destination of a token.

use super::destination::DeliveryError;
use crate::api::claims::Claims;
use crate::app::App;
use crate::commands::context::{ca_file_to_store, check_new_name, store_context_with_key};
use crate::context::{
    Auth, Context, Profile, SecretStores, Server, StoreKind, Target, is_credential_header, may_be_secret_header,
};
use crate::error::{Error, Exit, Result};
use crate::flags::StoreChoice;
use crate::secret::Secret;
use crate::shell;

/// A context whose secret will be replaced, or a new context.
pub struct ContextDestination {
    /// The context.
    pub context: Context,
    /// Whether the context is not in the profile yet.
    pub is_new: bool,
    /// The state before the key is created.
    snapshot: Snapshot,
}

/// What another process must not change before the token is stored.
#[derive(Default)]
struct Snapshot {
    /// The names of all contexts. A context has been renamed if another name holds its secret.
    names: Vec<String>,
    /// The secret of the context.
    secret: Option<Secret>,
}

impl ContextDestination {
    /// Finds the context, or plans a new one, and checks that its store can take a token of the target's tenant.
    /// Stores nothing.
    ///
    /// # Errors
    /// Fails if the context can't use the token or its store can't be written.
    pub fn prepare(app: &App, name: &str, store: Option<StoreChoice>, target: &Target) -> Result<Self> {
        let profile = app.profile()?;
        let destination = if profile.contains(name) {
            Self::from_existing(profile.context(name)?, target.server(), store)?
        } else {
            check_new_name(name)?;
            Self { context: new_context(app, name, target, store)?, is_new: true, snapshot: Snapshot::default() }
        };
        app.stores()?.check_writable(&destination.context)?;
        Ok(destination)
    }

    fn from_existing(context: Context, server: &Server, store: Option<StoreChoice>) -> Result<Self> {
        let name = &context.name;
        if context.server != *server {
            return Err(Error::usage(format!(
                "--save-to: context \"{name}\" belongs to {}; a key of {server} can be stored only for its own tenant",
                context.server
            )));
        }
        if context.auth == Auth::OAuth {
            return Err(Error::usage(format!(
                "--save-to: context \"{name}\" signs in with OAuth, not with an API key"
            )));
        }
        if store.is_some_and(|store| StoreKind::from(store) != context.store) {
            let message = format!("--store: context \"{name}\" already uses the store {}", context.store.name());
            return Err(Error::usage(message).with_hint("omit --store"));
        }
        Ok(Self::own(context))
    }

    /// The context that signs in.
    pub fn own(context: Context) -> Self {
        Self { context, is_new: false, snapshot: Snapshot::default() }
    }

    /// Reads the secret that the token will replace. Must be called before the key is created.
    ///
    /// # Errors
    /// Fails if the profile or the store can't be read.
    pub fn take_snapshot(&mut self, app: &App) -> Result<()> {
        if !self.is_new {
            let secret = app.stores()?.get(&self.context)?;
            self.snapshot = Snapshot { names: app.profile()?.names(), secret };
        }
        Ok(())
    }

    /// The ID of the key whose token the context held at the snapshot, if it was a token.
    pub fn replaced_key_id(&self) -> Option<String> {
        Claims::from_token(self.snapshot.secret.as_ref()?.expose().trim()).jti
    }

    /// Stores the token of an existing context next to its current one.
    ///
    /// # Errors
    /// Fails if another process has changed the context, or if the token can't be stored.
    pub fn store_pending_token(&mut self, app: &App, token: &Secret) -> Result<()> {
        let stores = app.stores()?;
        self.context = Profile::edit(&app.profile_path()?, |edit| {
            let context = self.find_unchanged(&edit.profile()?, stores)?.ok_or_else(|| self.changed_error())?;
            stores.set_pending(&context, token)?;
            Ok(context)
        })?;
        Ok(())
    }

    /// Stores the token, which the context signs in with from then on. Follows a context that was renamed.
    ///
    /// # Errors
    /// Fails if another process has removed the context or changed its server or secret, or if the token can't be
    /// stored. The context is then unchanged.
    pub fn store_token(&mut self, app: &App, token: &Secret) -> Result<(), DeliveryError> {
        if self.is_new {
            return Ok(store_context_with_key(app, &self.context, token)?);
        }
        let stores = app.stores()?;
        // The lock of the profile keeps the context as it is until the token is stored.
        let found = Profile::edit(&app.profile_path()?, |edit| {
            let found = self.find_unchanged(&edit.profile()?, stores)?;
            found.iter().try_for_each(|context| stores.replace(context, token))?;
            Ok(found)
        })?;
        self.context = found.ok_or_else(|| DeliveryError::ContextChanged(self.changed_error()))?;
        Ok(())
    }

    /// The context as it is now, under its old name or under a new one, if it still has its server and its secret.
    fn find_unchanged(&self, profile: &Profile, stores: &SecretStores) -> Result<Option<Context>> {
        let (own, snapshot) = (&self.context.name, &self.snapshot);
        let is_new_name = |name: &String| snapshot.secret.is_some() && !snapshot.names.contains(name);
        let names = profile.names().into_iter();
        let (same, renamed): (Vec<_>, Vec<_>) =
            names.filter(|name| name == own || is_new_name(name)).partition(|name| name == own);
        for name in same.into_iter().chain(renamed) {
            let context = profile.context(&name)?;
            let has_target = context.server == self.context.server && context.auth == Auth::ApiKey;
            if has_target && stores.get(&context)? == snapshot.secret {
                return Ok(Some(context));
            }
        }
        Ok(None)
    }

    fn changed_error(&self) -> Error {
        let name = &self.context.name;
        let message = format!("context \"{name}\" was changed or removed by another process in the meantime");
        Error::new(Exit::Error, message).with_hint(format!("qlik-api-key context get {}", shell::quoted(name)))
    }
}

/// A new context for the target's tenant, with the headers and TLS settings of this run.
fn new_context(app: &App, name: &str, target: &Target, store: Option<StoreChoice>) -> Result<Context> {
    let current = target.context();
    let mut headers = current.map(|context| context.headers.clone()).unwrap_or_default();
    headers.retain(|(name, value)| !may_be_secret_header(name, value));
    for header in app.globals.parse_headers()?.into_iter().filter(|header| !is_credential_header(&header.name)) {
        if may_be_secret_header(&header.name, header.value.expose()) {
            app.notice(&format!(
                "the header {} may be a secret, so it is not stored in context \"{name}\"",
                header.name
            ));
            continue;
        }
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case(&header.name));
        headers.push((header.name, header.value.expose().to_owned()));
    }
    Ok(Context {
        name: name.to_owned(),
        server: target.server().clone(),
        auth: Auth::ApiKey,
        store: store.unwrap_or_default().into(),
        comment: None,
        insecure: app.globals.insecure || current.is_some_and(|context| context.insecure),
        ca_file: ca_file_to_store(app)?.or_else(|| current.and_then(|context| context.ca_file.clone())),
        headers,
        oauth_client_id: None,
        protected: false,
    })
}
