//! `config get [TENANT-ID]`: the API key configuration of a tenant.

use super::App;
use super::session::Session;
use crate::args;
use crate::columns::API_KEY_CONFIG;
use crate::error::Result;
use crate::format::View;
use crate::render::{Columns, Outcome};
use crate::resource::api_key_config;

pub fn run(app: &App, args: args::ConfigGet) -> Result<Outcome> {
    let session = Session::open(app)?;
    let tenant_id = session.tenant_id(args.tenant_id)?;
    let response = api_key_config::get(&session.client, &tenant_id)?;
    if app.view == View::Raw {
        return Ok(Outcome::Raw(response.body));
    }
    let columns = Columns::new(API_KEY_CONFIG, args.columns.columns, !args.columns.no_header);
    Ok(Outcome::Object { json: response.raw_object()?, date: response.date, columns })
}
