//! `get ID`: one API key.

use super::App;
use super::session::Session;
use crate::api::api_keys;
use crate::args;
use crate::error::Result;
use crate::output::columns::API_KEY;
use crate::output::format::View;
use crate::output::{Columns, Outcome};

pub fn run(app: &App, args: args::Get) -> Result<Outcome> {
    let session = Session::open(app)?;
    let response = api_keys::get(&session.client, &args.id)?;
    if app.view == View::Raw {
        return Ok(Outcome::Raw(response.body));
    }
    let columns = Columns::new(API_KEY, args.columns.columns, !args.columns.no_header);
    Ok(Outcome::Object { json: response.raw_object()?, date: response.date, columns })
}
