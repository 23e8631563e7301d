//! `context update NAME`: other fields, or a new credential.

use super::create::verify;
use super::credential::{self, Given};
use super::migrate_secret;
use crate::args::ContextUpdate;
use crate::commands::App;
use crate::context::{Context, Profile, Server, StoreKind};
use crate::error::{Error, Exit, Result};
use crate::output::Outcome;

pub fn run(app: &App, args: ContextUpdate) -> Result<Outcome> {
    let path = app.profile_path()?;
    let old = Profile::read_to_change(&path)?.context(&args.name)?;
    let mut new = with_fields(app, &args, old.clone())?;
    let given = credential::given(app, &args.credential, old.oauth_client_id.as_deref())?;
    if given.is_none() && new.server != old.server {
        return Err(Error::usage(format!(
            "another server needs a new credential: the stored one is for {}",
            old.server
        ))
        .hint("add --api-key-stdin, or another way to give a credential"));
    }
    let stores = app.stores()?;
    let given = match given {
        Some(given) => Some(given),
        None => moved(app, &args, &old)?,
    };
    if let Some(given) = &given {
        new.auth = given.auth;
        // A new key stays where the old one was, unless told otherwise or given as a reference.
        let stays = args.credential.store.is_none() && given.secret.is_some() && stores.holds_secret(&old);
        new.store = if stays { old.store.clone() } else { given.store.clone() };
        new.oauth_client_id = given.oauth_client_id.clone();
    }
    if args.credential.verify {
        let nothing = Given { auth: new.auth, store: new.store.clone(), oauth_client_id: None, secret: None };
        verify(app, &new, given.as_ref().unwrap_or(&nothing))?;
    }
    let left = Profile::edit(&path, |edit| {
        if edit.profile()?.context(&args.name)? != old {
            let what = format!("context \"{}\" was changed by another process meanwhile", args.name);
            return Err(Error::new(Exit::Error, what).hint("try again"));
        }
        let secret = given.as_ref().and_then(|given| given.secret.as_ref());
        migrate_secret::change(edit, stores, (&old, &new), secret)
    })?;
    migrate_secret::tell(app, &left);
    Ok(Outcome::Done(format!("updated context \"{}\"", args.name)))
}

/// The fields that the flags set and unset.
fn with_fields(app: &App, args: &ContextUpdate, old: Context) -> Result<Context> {
    let unset = |field: &str| args.unset.iter().any(|name| name == field);
    let mut new = old;
    if let Some(text) = &app.globals.server {
        new.server = Server::parse(text).map_err(|wrong| Error::usage(format!("--server: {wrong}")))?;
    }
    new.comment = args.comment.clone().or(new.comment).filter(|_| !unset("comment"));
    new.insecure = (new.insecure || app.globals.insecure) && !unset("insecure");
    new.ca_file = app.ca_file_to_keep()?.or(new.ca_file).filter(|_| !unset("ca-file"));
    if unset("headers") {
        new.headers.clear();
    }
    for (name, value) in app.headers_to_keep()? {
        new.headers.retain(|(of, _)| !of.eq_ignore_ascii_case(&name));
        new.headers.push((name, value));
    }
    Ok(new)
}

/// The old secret for another store, where only `--store` is given.
fn moved(app: &App, args: &ContextUpdate, old: &Context) -> Result<Option<Given>> {
    let store = match args.credential.store.as_deref() {
        None => return Ok(None),
        Some("file") => StoreKind::File,
        Some(_) => StoreKind::Keyring,
    };
    if store == old.store {
        return Ok(None);
    }
    let secret = app.stores()?.secret(old, app.environment)?;
    Ok(Some(Given { auth: old.auth, store, oauth_client_id: old.oauth_client_id.clone(), secret: Some(secret) }))
}
