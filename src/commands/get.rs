//! `get ID`: prints one API key.

use clap::Args;

use super::Run;
use super::id_prefix::send_by_prefix;
use super::owners::OwnersFlag;
use crate::api::api_keys;
use crate::app::App;
use crate::error::{Exit, Result};
use crate::flags::{CompletedValue, values};
use crate::help::HelpText;
use crate::output::{ColumnFlags, Columns, OutputKind, OutputMode};

const HELP: HelpText = HelpText {
    examples: &[
        ("Show a key", "qlik-api-key get ID"),
        ("Print when a key expires, for a script", "qlik-api-key get ID --jq .expiry -r"),
        ("Print a key with its owner, as JSON", "qlik-api-key get ID --owners --json"),
    ],
    details: "",
};

/// `get`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Get {
    /// The ID of the key, or a unique beginning of at least 6 characters
    #[arg(value_name = "ID", value_parser = values::parse_id, add = CompletedValue::Key)]
    id: String,

    /// The columns to show.
    #[command(flatten)]
    columns: ColumnFlags<false>,

    /// Whether to show the owner.
    #[command(flatten)]
    owners: OwnersFlag,
}

impl Run for Get {
    /// Prints the key as one object. Exit 5 if there is no such key.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Key(&self.columns))?;
        let owners = self.owners.resolve(app, printer.mode(), &self.columns.columns, 0)?;
        let session = app.sign_in()?;
        let (response, _) = send_by_prefix(&session, &self.id, |id| api_keys::get(&session.client, id))?;
        if printer.mode() == OutputMode::Raw {
            printer.body(&response.body)?;
        } else {
            let columns = owners.add_columns(Columns::of_api_keys()).with_flags(&self.columns);
            let key = owners.add_to_row(app, &session, response.parse_raw_object()?.into())?;
            printer.object(&columns, key.into_json(), response.date)?;
        }
        Ok(Exit::Ok)
    }
}
