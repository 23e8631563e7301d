//! `context clear`: unsets the current context.

use clap::Args;
use serde_json::json;

use super::context_row::report_change;
use crate::app::App;
use crate::commands::Run;
use crate::context::Profile;
use crate::error::{Exit, Result};
use crate::flags::IgnoredYesFlag;
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Use no context until the next `context use`", "qlik-api-key context clear"),
        ("Name the context in each command instead", "qlik-api-key ls --context test"),
        ("Select one again", "qlik-api-key context use prod"),
    ],
    details: "",
};

/// `context clear`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Clear {
    /// Has no effect: this command never asks for confirmation.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Clear {
    /// Removes the current context's name from the profile. The context itself stays.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Change)?;
        Profile::edit(&app.profile_path()?, |edit| {
            edit.set_current(None);
            Ok(())
        })?;
        report_change(app, &printer, "unset the current context", &json!({"current": null}))?;
        Ok(Exit::Ok)
    }
}
