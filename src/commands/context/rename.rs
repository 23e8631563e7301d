//! `context rename OLD NEW`: renames a context and moves its secret.

use clap::Args;

use super::context_row::{ContextRow, report_change};
use super::store_context::name_taken_error;
use super::{check_new_name, migrate_secret};
use crate::app::App;
use crate::app::completion_cache::CompletionCache;
use crate::commands::Run;
use crate::context::{Context, Profile};
use crate::error::{Exit, Result};
use crate::flags::{CompletedValue, IgnoredYesFlag, values};
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Rename a context; its secret stays stored", "qlik-api-key context rename prod production"),
        ("Check that it still signs in", "qlik-api-key context check production"),
        ("List the contexts", "qlik-api-key context ls"),
    ],
    details: "",
};

/// `context rename`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Rename {
    /// The context to rename
    #[arg(value_name = "OLD", add = CompletedValue::Context)]
    old: String,

    /// The new name
    #[arg(value_name = "NEW", value_parser = values::parse_non_blank)]
    new: String,

    /// Has no effect: this command never asks for confirmation.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Rename {
    /// Renames the context. Its secret moves to the new name, and its completion cache is cleared. Exit 1 if the new
    /// name is taken; exit 5 if there is no such context.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Change)?;
        check_new_name(&self.new)?;
        let stores = app.stores()?;
        let (old, remaining, row) = Profile::edit(&app.profile_path()?, |edit| {
            let profile = edit.profile()?;
            let old = profile.context(&self.old)?;
            if profile.contains(&self.new) {
                return Err(name_taken_error(&self.new).with_hint("choose another name"));
            }
            let new = Context { name: self.new.clone(), ..old.clone() };
            let secret = stores.get(&old)?;
            let remaining = migrate_secret::replace_context(edit, stores, (&old, &new), secret.as_ref())?;
            Ok((old, remaining, ContextRow::new(app, &new, profile.current() == Some(&self.old))))
        })?;
        migrate_secret::warn_of_remaining_secrets(app, &remaining);
        if let Some(cache) = CompletionCache::new(app, &old.server, Some(&old)) {
            cache.clear();
        }
        let notice = format!("renamed context \"{}\" to \"{}\"", self.old, self.new);
        report_change(app, &printer, &notice, &row)?;
        Ok(Exit::Ok)
    }
}
