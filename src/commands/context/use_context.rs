//! `context use NAME`: makes a context the current one.

use clap::Args;

use crate::app::App;
use crate::commands::Run;
use crate::context::Profile;
use crate::error::{Exit, Result};
use crate::flags::{CompletedValue, IgnoredYesFlag};
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Use this context from now on", "qlik-api-key context use prod"),
        ("Use another for one command", "qlik-api-key ls --context test"),
        ("Use another in this shell", "export QLIK_CONTEXT=test"),
    ],
    details: "",
};

/// `context use`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Use {
    /// The context
    #[arg(value_name = "NAME", add = CompletedValue::Context)]
    name: String,

    /// Has no effect: this command never asks for confirmation.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Use {
    /// Sets the current context in the profile. Exit 5 if there is no such context.
    fn run(self, app: &App) -> Result<Exit> {
        app.printer(OutputKind::NoticeOnly)?;
        let context = Profile::edit(&app.profile_path()?, |edit| {
            let context = edit.profile()?.context(&self.name)?;
            edit.set_current(Some(&self.name));
            Ok(context)
        })?;
        app.notice(&format!("the current context is \"{}\", {}", context.name, context.server));
        Ok(Exit::Ok)
    }
}
