//! `get ID`: prints one API key.

use clap::Args;

use super::Run;
use crate::api::api_keys;
use crate::app::App;
use crate::error::{Exit, Result};
use crate::flags::{CompletedValue, values};
use crate::output::columns::API_KEY;
use crate::output::{ColumnFlags, Columns, OutputKind, OutputMode};

/// `get`
#[derive(Args, Debug)]
pub struct Get {
    /// The ID of the key
    #[arg(value_name = "ID", value_parser = values::parse_id, add = CompletedValue::Key)]
    id: String,

    /// The columns to show.
    #[command(flatten)]
    columns: ColumnFlags<false>,
}

impl Run for Get {
    /// Prints the key as one object. Exit 5 if there is no such key.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Key(&self.columns))?;
        let session = app.sign_in()?;
        let response = api_keys::get(&session.client, &self.id)?;
        if printer.mode() == OutputMode::Raw {
            printer.body(&response.body)?;
        } else {
            let columns = Columns::new(API_KEY).with_flags(&self.columns);
            printer.object(&columns, response.parse_raw_object()?, response.date)?;
        }
        Ok(Exit::Ok)
    }
}
