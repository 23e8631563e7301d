//! `context rm NAME…`: removes contexts and their secrets.

use clap::Args;
use serde::Serialize;

use super::context_row::report_change;
use crate::app::App;
use crate::app::completion_cache::CompletionCache;
use crate::commands::Run;
use crate::context::{Context, Profile, ProfileEdit, SecretStores};
use crate::error::{Error, Exit, Result};
use crate::flags::CompletedValue;
use crate::help::HelpText;
use crate::output::{Columns, OutputKind};
use crate::page::Page;

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

    /// Don't ask for confirmation on a terminal
    #[arg(short, long)]
    yes: bool,
}

/// The result for one context.
#[derive(Serialize)]
struct RemovedContext<'a> {
    name: &'a str,
    result: &'static str,
}

impl Run for Rm {
    /// Removes the contexts from the profile, their secrets from the stores, and their keys from the completion cache.
    /// Asks first on a terminal. Exit 5, without any change, if one of the contexts does not exist.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Change)?;
        let stores = app.stores()?;
        if !self.yes && app.terminal.can_prompt() {
            self.confirm(app, stores)?;
        }
        let removed = Profile::edit(&app.profile_path()?, |edit| {
            let contexts = self.find_contexts(&edit.profile()?)?;
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
        let results: Vec<_> = self.names.iter().map(|name| RemovedContext { name, result: "removed" }).collect();
        let notice = format!("removed {}", self.quoted_names());
        if let [result] = results.as_slice() {
            report_change(app, &printer, &notice, result)?;
            return Ok(Exit::Ok);
        }
        app.notice(&notice);
        if printer.mode().is_json() {
            printer.rows(&Columns::of_contexts(), std::iter::once(Page::from_values(&results)))?;
        }
        Ok(Exit::Ok)
    }
}

impl Rm {
    fn find_contexts(&self, profile: &Profile) -> Result<Vec<Context>> {
        self.names.iter().map(|name| profile.context(name)).collect()
    }

    /// The contexts as messages name them: `context "a"`, or `contexts "a", "b"`.
    fn quoted_names(&self) -> String {
        let names: Vec<_> = self.names.iter().map(|name| format!("\"{name}\"")).collect();
        format!("context{} {}", if names.len() == 1 { "" } else { "s" }, names.join(", "))
    }

    /// Asks whether to remove the contexts, and says whether stored secrets will be lost.
    fn confirm(&self, app: &App, stores: &SecretStores) -> Result<()> {
        let contexts = self.find_contexts(app.profile()?)?;
        let lost = match contexts.iter().filter(|context| stores.uses_secret_store(context)).count() {
            0 => "",
            1 => " The stored secret cannot be recovered.",
            _ => " The stored secrets cannot be recovered.",
        };
        let confirmed = app.terminal.confirm(&format!("Remove {}?{lost}", self.quoted_names()));
        if confirmed
            .map_err(|error| Error::usage("could not read the answer").with_cause(error).with_hint("use --yes"))?
        {
            return Ok(());
        }
        Err(Error::new(Exit::Error, "nothing was removed"))
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
