//! `context use [NAME]`: makes a context the current one.

use clap::Args;

use super::choose_context::choose_context;
use super::context_row::{ContextRow, report_change, warn_if_overridden};
use crate::app::App;
use crate::commands::Run;
use crate::context::Profile;
use crate::error::{Error, Exit, Result};
use crate::flags::{CompletedValue, IgnoredYesFlag};
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Use this context from now on", "qlik-api-key context use prod"),
        ("Return to the one before", "qlik-api-key context use -"),
        ("Use another for one command", "qlik-api-key ls --context test"),
        ("Use another in this shell", "export QLIK_CONTEXT=test"),
    ],
    details: "",
};

/// The argument that names the context before the current one, as in `cd -` and `git switch -`.
const PREVIOUS: &str = "-";

/// `context use`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Use {
    /// The context, or - for the one before [default: ask on a terminal]
    #[arg(value_name = "NAME", add = CompletedValue::Context)]
    name: Option<String>,

    /// Has no effect: this command never asks for confirmation.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Use {
    /// Sets the current context in the profile. Exit 5 if there is no such context; exit 2 without NAME and without a
    /// terminal.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Change)?;
        let name = match self.name {
            Some(name) => name,
            None => choose_context(app)?,
        };
        let context = Profile::edit(&app.profile_path()?, |edit| {
            let profile = edit.profile()?;
            let name = if name == PREVIOUS { profile.previous().ok_or_else(no_previous_error)? } else { &name };
            let context = profile.context(name)?;
            edit.set_current(Some(name));
            Ok(context)
        })?;
        let notice = format!("the current context is \"{}\", {}", context.name, context.server);
        report_change(app, &printer, &notice, &ContextRow::new(app, &context, true))?;
        warn_if_overridden(app, &context);
        Ok(Exit::Ok)
    }
}

fn no_previous_error() -> Error {
    Error::new(Exit::NotFound, "no other context was current before").with_hint("qlik-api-key context use NAME")
}
