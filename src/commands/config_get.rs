//! `config get [TENANT-ID]`: the API key configuration of a tenant.

use super::many::Contexts;
use super::session::Session;
use super::{App, many};
use crate::api::api_key_config;
use crate::args;
use crate::error::Result;
use crate::http::Response;
use crate::output::columns::API_KEY_CONFIG;
use crate::output::format::View;
use crate::output::{Columns, Outcome};
use crate::page::Page;

pub fn run(app: &App, args: args::ConfigGet) -> Result<Outcome> {
    let columns = Columns::new(API_KEY_CONFIG, args.columns.columns, !args.columns.no_header);
    if let Some(contexts) = Contexts::asked(app, &args.tenants)? {
        many::refuse_tenant_id(args.tenant_id.as_deref())?;
        return Ok(contexts.rows(app, columns.with_context(), |app, context| {
            let response = of_tenant(&Session::of_context(app, context, many::SOURCE)?, None)?;
            Ok(Page::of([response.raw_object()?], response.date).into())
        }));
    }
    let response = of_tenant(&Session::open(app)?, args.tenant_id)?;
    if app.view == View::Raw {
        return Ok(Outcome::Raw(response.body));
    }
    Ok(Outcome::Object { json: response.raw_object()?, date: response.date, columns })
}

fn of_tenant(session: &Session, named: Option<String>) -> Result<Response> {
    api_key_config::get(&session.client, &session.tenant_id(named)?)
}
