//! `context create NAME`.

use super::credential::{self, Given};
use super::{exists, new_name};
use crate::api::users;
use crate::args::ContextCreate;
use crate::commands::App;
use crate::commands::session::Session;
use crate::context::{Context, Profile, Server};
use crate::error::{Error, Result};
use crate::output::Outcome;
use crate::secret::Secret;

pub fn run(app: &App, args: ContextCreate) -> Result<Outcome> {
    new_name(&args.name)?;
    let Some(server) = &app.globals.server else {
        return Err(Error::usage("--server is needed")
            .hint("--server https://TENANT.REGION.qlikcloud.com (or qlik-api-key context init, which asks)"));
    };
    let server = Server::parse(server).map_err(|wrong| Error::usage(format!("--server: {wrong}")))?;
    let (headers, ca_file) = (app.headers_to_keep()?, app.ca_file_to_keep()?);
    if Profile::read_to_change(&app.profile_path()?)?.contains(&args.name) {
        return Err(exists(&args.name));
    }
    let given = match credential::given(app, &args.credential, None)? {
        Some(given) => given,
        None => credential::asked(app, &args.credential)?,
    };
    let context = Context {
        name: args.name,
        server,
        auth: given.auth,
        store: given.store.clone(),
        comment: args.comment,
        protected: false,
        insecure: app.globals.insecure,
        ca_file,
        headers,
        oauth_client_id: given.oauth_client_id.clone(),
    };
    if args.credential.verify {
        verify(app, &context, &given)?;
    }
    add(app, &context, &given, args.make_current)
}

/// Signs in, before anything is kept.
pub(super) fn verify(app: &App, context: &Context, given: &Given) -> Result<()> {
    let session = match &given.secret {
        Some(secret) => Session::with_secret(app, context, secret)?,
        None => Session::of_context(app, context, "not kept yet")?,
    };
    users::me(&session.client).map(drop)
}

/// Adds a context with an API key; it becomes the current one if it is the first.
///
/// # Errors
/// Where the profile or the store can't be written; nothing is kept then.
pub fn keep_new(app: &App, context: &Context, key: &Secret) -> Result<()> {
    let (auth, store) = (context.auth, context.store.clone());
    let given = Given { auth, store, oauth_client_id: None, secret: Some(key.clone()) };
    add(app, context, &given, false).map(drop)
}

/// Adds a context, as the current one where that is asked for or it is the first.
pub(super) fn add(app: &App, context: &Context, given: &Given, make_current: bool) -> Result<Outcome> {
    let current = keep(app, context, given, |profile| make_current || profile.names().is_empty())?;
    let current = if current { "; it is the current one" } else { "" };
    Ok(Outcome::Done(format!("created context \"{}\"{current}", context.name)))
}

/// Keeps the context and then its secret: if either fails, neither is there. If it is killed in between, the context is,
/// which can be seen, and no secret that nobody knows of. Gives back whether it is the current one, which `is_current`
/// decides by the profile without it.
pub(super) fn keep(app: &App, context: &Context, given: &Given, is_current: impl Fn(&Profile) -> bool) -> Result<bool> {
    let stores = app.stores()?;
    Profile::edit(&app.profile_path()?, |edit| {
        let profile = edit.profile()?;
        if profile.contains(&context.name) {
            return Err(exists(&context.name));
        }
        let current = is_current(&profile);
        edit.insert(context)?;
        if current {
            edit.set_current(Some(&context.name));
        }
        if let Some(secret) = &given.secret {
            // A store that can't be had, or that is waited for, is found out before anything is written.
            stores.get(context)?;
            edit.save()?;
            stores.set(context, secret)?;
        }
        Ok(current)
    })
}
