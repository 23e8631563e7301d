//! A context, existing or new, as the destination of a token.

use crate::app::App;
use crate::commands::context::{ca_file_to_store, check_new_name, store_context_with_key};
use crate::context::{Auth, Context, Server, StoreKind, Target, is_credential_header};
use crate::error::{Error, Result};
use crate::flags::StoreChoice;
use crate::secret::Secret;

/// A context whose secret will be replaced, or a new context.
pub struct ContextDestination {
    /// The context.
    pub context: Context,
    /// Whether the context is not in the profile yet.
    pub is_new: bool,
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
            Self { context: new_context(app, name, target, store)?, is_new: true }
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
        Ok(Self { context, is_new: false })
    }

    /// Stores the token, which the context signs in with from then on.
    ///
    /// # Errors
    /// Fails if the token can't be stored; the context is then unchanged.
    pub fn store_token(&self, app: &App, token: &Secret) -> Result<()> {
        if self.is_new {
            store_context_with_key(app, &self.context, token)
        } else {
            app.stores()?.replace(&self.context, token)
        }
    }
}

/// A new context for the target's tenant, with the headers and TLS settings of this run.
fn new_context(app: &App, name: &str, target: &Target, store: Option<StoreChoice>) -> Result<Context> {
    let current = target.context();
    let mut headers = current.map(|context| context.headers.clone()).unwrap_or_default();
    for header in app.globals.parse_headers()?.into_iter().filter(|header| !is_credential_header(&header.name)) {
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
