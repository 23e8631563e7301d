//! `context rename OLD NEW`: the secret moves along.

use super::{exists, new_name};
use crate::args::ContextRename;
use crate::command::App;
use crate::command::known::KnownKeys;
use crate::context::{Context, Profile};
use crate::error::Result;
use crate::render::Outcome;

pub fn run(app: &App, args: &ContextRename) -> Result<Outcome> {
    new_name(&args.new)?;
    let stores = app.stores()?;
    let old = Profile::edit(&app.profile_path()?, |profile| {
        let old = profile.context(&args.old)?;
        if profile.has(&args.new) {
            return Err(exists(&args.new));
        }
        let new = Context { name: args.new.clone(), ..old.clone() };
        if let Some(secret) = stores.kept(&old)? {
            stores.keep(&new, &secret)?;
        }
        profile.rename(&args.old, &args.new);
        Ok(old)
    })?;
    stores.forget(&old)?;
    if let Some(known) = KnownKeys::of(app, &old.server, Some(&old)) {
        known.forget();
    }
    Ok(Outcome::Done(format!("renamed context \"{}\" to \"{}\"", args.old, args.new)))
}
