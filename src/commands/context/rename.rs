//! `context rename OLD NEW`: another name for a context; its secret moves along.

use clap::{Args, ValueHint};

use super::store_context::name_is_taken;
use super::{check_new_name, migrate_secret};
use crate::app::App;
use crate::app::completion_cache::CompletionCache;
use crate::commands::Run;
use crate::context::{Context, Profile};
use crate::error::{Exit, Result};
use crate::flags::{ScriptYes, values};
use crate::output::OutputKind;

/// `context rename`
#[derive(Args, Debug)]
pub struct Rename {
    /// The context
    #[arg(value_name = "OLD", value_hint = ValueHint::Other)]
    old: String,

    /// Its new name
    #[arg(value_name = "NEW", value_parser = values::not_blank)]
    new: String,

    /// Accepted for scripts.
    #[command(flatten)]
    _yes: ScriptYes,
}

impl Run for Rename {
    fn run(self, app: &App) -> Result<Exit> {
        app.printer(OutputKind::Nothing)?;
        check_new_name(&self.new)?;
        let stores = app.stores()?;
        let (old, left) = Profile::edit(&app.profile_path()?, |edit| {
            let profile = edit.profile()?;
            let old = profile.context(&self.old)?;
            if profile.contains(&self.new) {
                return Err(name_is_taken(&self.new));
            }
            let new = Context { name: self.new.clone(), ..old.clone() };
            let secret = stores.get(&old)?;
            let left = migrate_secret::change(edit, stores, (&old, &new), secret.as_ref())?;
            Ok((old, left))
        })?;
        migrate_secret::warn(app, &left);
        if let Some(cache) = CompletionCache::new(app, &old.server, Some(&old)) {
            cache.clear();
        }
        app.notice(&format!("renamed context \"{}\" to \"{}\"", self.old, self.new));
        Ok(Exit::Ok)
    }
}
