//! `context protect NAME` and `context unprotect NAME`: set whether changes to the context's tenant need confirmation.

use clap::Args;

use super::context_row::{ContextRow, report_change};
use crate::app::App;
use crate::commands::Run;
use crate::context::{Context, Profile};
use crate::error::{Exit, Result};
use crate::flags::{CompletedValue, IgnoredYesFlag};
use crate::help::HelpText;
use crate::output::OutputKind;

const PROTECT_HELP: HelpText = HelpText {
    examples: &[
        ("Ask before each change to this tenant", "qlik-api-key context protect prod"),
        ("Confirm a change in a script", "qlik-api-key rm ID --context prod --yes"),
        ("Stop asking", "qlik-api-key context unprotect prod"),
    ],
    details: "\
Commands that change the tenant then require --yes or, on a terminal, the context's name. This also applies \
to other contexts of the same server and to credentials from the environment. context update and \
rename need no confirmation, and rm only the usual one.",
};

/// `context protect`
#[derive(Args, Debug)]
#[command(add = PROTECT_HELP)]
pub struct Protect {
    /// The context
    #[arg(value_name = "NAME", add = CompletedValue::Context)]
    name: String,

    /// Has no effect: this command never asks for confirmation.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

const UNPROTECT_HELP: HelpText = HelpText {
    examples: &[
        ("Stop asking before each change to this tenant", "qlik-api-key context unprotect prod"),
        ("Ask again", "qlik-api-key context protect prod"),
        ("See which contexts are protected", "qlik-api-key context ls"),
    ],
    details: "",
};

/// `context unprotect`
#[derive(Args, Debug)]
#[command(add = UNPROTECT_HELP)]
pub struct Unprotect {
    /// The context
    #[arg(value_name = "NAME", add = CompletedValue::Context)]
    name: String,

    /// Has no effect: this command never asks for confirmation.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Protect {
    /// Sets the protection. It is not an error if the context is protected already. Exit 5 if there is no such context.
    fn run(self, app: &App) -> Result<Exit> {
        set_protected(app, &self.name, true)
    }
}

impl Run for Unprotect {
    /// Removes the protection. It is not an error if the context is not protected. Exit 5 if there is no such context.
    fn run(self, app: &App) -> Result<Exit> {
        set_protected(app, &self.name, false)
    }
}

fn set_protected(app: &App, name: &str, protected: bool) -> Result<Exit> {
    let printer = app.printer(OutputKind::Change)?;
    let (was_protected, row) = Profile::edit(&app.profile_path()?, |edit| {
        let profile = edit.profile()?;
        let old = profile.context(name)?;
        let new = Context { protected, ..old };
        edit.insert(&new)?;
        Ok((old.protected, ContextRow::new(app, &new, profile.current() == Some(name))))
    })?;
    let change = match (was_protected, protected) {
        (false, true) => "is now protected",
        (true, true) => "was already protected",
        (true, false) => "is no longer protected",
        (false, false) => "was not protected",
    };
    report_change(app, &printer, &format!("context \"{name}\" {change}"), &row)?;
    Ok(Exit::Ok)
}
