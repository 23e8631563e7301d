//! `context rm NAME…`: contexts go, and their secrets with them.

use crate::args::ContextRm;
use crate::commands::App;
use crate::commands::known::KnownKeys;
use crate::context::Profile;
use crate::error::Result;
use crate::output::Outcome;

pub fn run(app: &App, args: &ContextRm) -> Result<Outcome> {
    let stores = app.stores()?;
    let mut removed = Vec::new();
    Profile::edit(&app.profile_path()?, |edit| {
        let profile = edit.profile()?;
        let contexts: Vec<_> = args.names.iter().map(|name| profile.context(name)).collect::<Result<_>>()?;
        for context in contexts {
            for place in edit.remove_stale_secrets(stores, &context)? {
                // Why it could not be forgotten is said by trying once more.
                stores.remove(&place)?;
            }
            stores.remove(&context)?;
            edit.remove(&context.name);
            removed.push(context);
        }
        Ok(())
    })?;
    let known = removed.iter().filter_map(|context| KnownKeys::of(app, &context.server, Some(context)));
    known.for_each(|known| known.forget());
    let names: Vec<_> = args.names.iter().map(|name| format!("\"{name}\"")).collect();
    let noun = if names.len() == 1 { "context" } else { "contexts" };
    Ok(Outcome::Done(format!("removed {noun} {}", names.join(", "))))
}
