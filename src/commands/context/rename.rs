//! `context rename OLD NEW`: the secret moves along.

use super::{exists, migrate_secret, new_name};
use crate::args::ContextRename;
use crate::commands::App;
use crate::commands::known::KnownKeys;
use crate::context::{Context, Profile};
use crate::error::Result;
use crate::output::Outcome;

pub fn run(app: &App, args: &ContextRename) -> Result<Outcome> {
    new_name(&args.new)?;
    let stores = app.stores()?;
    let (old, left) = Profile::edit(&app.profile_path()?, |edit| {
        let profile = edit.profile()?;
        let old = profile.context(&args.old)?;
        if profile.contains(&args.new) {
            return Err(exists(&args.new));
        }
        let new = Context { name: args.new.clone(), ..old.clone() };
        let secret = stores.get(&old)?;
        let left = migrate_secret::change(edit, stores, (&old, &new), secret.as_ref())?;
        Ok((old, left))
    })?;
    migrate_secret::tell(app, &left);
    if let Some(known) = KnownKeys::of(app, &old.server, Some(&old)) {
        known.forget();
    }
    Ok(Outcome::Done(format!("renamed context \"{}\" to \"{}\"", args.old, args.new)))
}
