//! `context ls`: lists the contexts of the profile.

use clap::Args;

use super::context_row::ContextRow;
use crate::app::App;
use crate::commands::Run;
use crate::error::{Exit, Result};
use crate::help::HelpText;
use crate::output::{Columns, OutputKind, Summary};
use crate::page::Page;

const HELP: HelpText = HelpText {
    examples: &[
        ("List all contexts; * marks the current one", "qlik-api-key context ls"),
        ("List them as JSON", "qlik-api-key context ls --json"),
        ("Print their names, for a script", "qlik-api-key context ls -q"),
    ],
    details: "",
};

/// What a terminal shows instead of an empty list.
const NO_CONTEXTS: &str = "no contexts\nhint: qlik-api-key context init";

/// `context ls`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Ls {}

impl Run for Ls {
    /// Prints one row for each context, with `-q` its name. Reads only the profile, and sends no request.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Contexts)?;
        let profile = app.profile()?;
        let rows = profile
            .names()
            .into_iter()
            .map(|name| Ok(ContextRow::new(app, &profile.context(&name)?, profile.current() == Some(&name))));
        let rows = rows.collect::<Result<Vec<_>>>()?;
        let columns = Columns::of_contexts().with_summary(Summary::of_nothing("context", NO_CONTEXTS));
        printer.rows(&columns, std::iter::once(Page::from_values(&rows)))?;
        Ok(Exit::Ok)
    }
}
