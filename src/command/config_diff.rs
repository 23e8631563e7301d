//! `config diff FILE [TENANT-ID]`: what a tenant's API key configuration lacks of the wanted one.

use serde_json::value::to_raw_value;

use super::session::Session;
use super::{App, wanted};
use crate::args;
use crate::columns::DIFFERENCE;
use crate::error::{Error, Exit, Result};
use crate::format::{Format, View};
use crate::page::Page;
use crate::render::{Columns, Outcome};
use crate::resource::api_key_config::{self, Difference};

pub fn run(app: &App, args: args::ConfigDiff) -> Result<Outcome> {
    let wanted = wanted::read(&args.file)?;
    let session = Session::open(app)?;
    let tenant_id = session.tenant_id(args.tenant_id)?;
    let differences = wanted.differences(&api_key_config::read(&session.client, &tenant_id)?);
    let exit = if args.exit_code && !differences.is_empty() { Exit::Error } else { Exit::Ok };
    Ok(Outcome::Judged { shown: Box::new(shown(app, &differences)?), verdict: Box::new(move || Ok(exit)) })
}

/// A row for each difference. Where there is none, that is said, and a table of nothing is not shown.
pub(super) fn shown(app: &App, differences: &[Difference]) -> Result<Outcome> {
    if differences.is_empty() {
        if app.view == View::Formatted(Format::Table) {
            return Ok(Outcome::Done("nothing differs".to_owned()));
        }
        app.notice("nothing differs");
    }
    let rows: Result<_, _> = differences.iter().map(to_raw_value).collect();
    let rows = rows.map_err(|error| Error::new(Exit::Error, "could not be written as JSON").caused_by(error))?;
    let pages = std::iter::once(Ok(Page { rows, date: None }));
    Ok(Outcome::Rows { pages: Box::new(pages), columns: Columns::new(DIFFERENCE, Vec::new(), true) })
}
