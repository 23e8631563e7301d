//! `get ID`: one API key.

use super::App;
use super::session::Session;
use crate::args;
use crate::columns::API_KEY;
use crate::error::Result;
use crate::format::View;
use crate::render::{Columns, Outcome};
use crate::resource::api_key;

pub fn run(app: &App, args: args::Get) -> Result<Outcome> {
    let session = Session::open(app)?;
    let response = api_key::get(&session.client, &args.id)?;
    if app.view == View::Raw {
        return Ok(Outcome::Raw(response.body));
    }
    let columns = Columns::new(API_KEY, args.columns.columns, !args.columns.no_header);
    Ok(Outcome::Object { json: response.raw_object()?, date: response.date, columns })
}
