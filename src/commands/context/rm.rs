//! `context rm NAME…`: removes contexts and their secrets.

use clap::Args;

use crate::app::App;
use crate::app::completion_cache::CompletionCache;
use crate::commands::Run;
use crate::context::{Context, Profile, ProfileEdit, SecretStores};
use crate::error::{Exit, Result};
use crate::flags::{CompletedValue, IgnoredYesFlag};
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Remove a context and its secret; the API key itself stays valid", "qlik-api-key context rm test"),
        ("Remove several", "qlik-api-key context rm test staging"),
        ("Revoke the API key first", "qlik-api-key rm ID --context test"),
    ],
    details: "",
};

/// `context rm`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Rm {
    /// The contexts to remove
    #[arg(value_name = "NAME", add = CompletedValue::Context, required = true)]
    names: Vec<String>,

    /// Has no effect: this command never asks for confirmation.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Rm {
    /// Removes the contexts from the profile, their secrets from the stores, and their keys from the completion cache.
    /// Exit 5, without any change, if one of the contexts does not exist.
    fn run(self, app: &App) -> Result<Exit> {
        app.printer(OutputKind::NoticeOnly)?;
        let stores = app.stores()?;
        let removed = Profile::edit(&app.profile_path()?, |edit| {
            let profile = edit.profile()?;
            let contexts: Vec<_> = self.names.iter().map(|name| profile.context(name)).collect::<Result<_>>()?;
            for context in &contexts {
                remove_context(edit, stores, context)?;
            }
            Ok(contexts)
        })?;
        for context in &removed {
            if let Some(cache) = CompletionCache::new(app, &context.server, Some(context)) {
                cache.clear();
            }
        }
        let names: Vec<_> = self.names.iter().map(|name| format!("\"{name}\"")).collect();
        let noun = if names.len() == 1 { "context" } else { "contexts" };
        app.notice(&format!("removed {noun} {}", names.join(", ")));
        Ok(Exit::Ok)
    }
}

/// Removes a context with its secret and with older secrets that an earlier change could not remove.
fn remove_context(edit: &mut ProfileEdit, stores: &SecretStores, context: &Context) -> Result<()> {
    for location in edit.run_pending_cleanup(stores, context)? {
        // Try again to get the error.
        stores.remove(&location)?;
    }
    stores.remove(context)?;
    edit.remove(&context.name);
    Ok(())
}
