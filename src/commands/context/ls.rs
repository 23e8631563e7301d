//! `context ls`: lists the contexts of the profile.

use clap::Args;
use serde::Serialize;

use crate::app::App;
use crate::commands::Run;
use crate::error::{Exit, Result};
use crate::help::HelpText;
use crate::output::columns::CONTEXT;
use crate::output::{Columns, OutputKind};
use crate::page::Page;

const HELP: HelpText = HelpText {
    examples: &[
        ("List all contexts; * marks the current one", "qlik-api-key context ls"),
        ("List them as JSON", "qlik-api-key context ls --json"),
        ("Print their names, for a script", "qlik-api-key context ls --json --jq '.[].name' -r"),
    ],
    details: "",
};

/// `context ls`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Ls {}

/// A context in the list. It contains no secret.
#[derive(Serialize)]
struct ContextRow {
    name: String,
    server: String,
    current: bool,
    protected: bool,
    auth: &'static str,
    store: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

impl Run for Ls {
    /// Prints one row for each context. Reads only the profile, and sends no request.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::LocalRows)?;
        let profile = app.profile()?;
        let rows = profile.names().into_iter().map(|name| {
            let context = profile.context(&name)?;
            Ok(ContextRow {
                current: profile.current() == Some(&name),
                name,
                server: context.server.to_string(),
                protected: context.protected,
                auth: context.auth.name(),
                store: context.store.name(),
                comment: context.comment,
            })
        });
        let rows = rows.collect::<Result<Vec<_>>>()?;
        printer.rows(&Columns::new(CONTEXT), std::iter::once(Page::from_values(&rows)))?;
        Ok(Exit::Ok)
    }
}
