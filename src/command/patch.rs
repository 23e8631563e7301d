//! `patch ID`: a new description.

use super::App;
use super::session::Session;
use super::{body, view};
use crate::args;
use crate::error::Result;
use crate::render::Outcome;
use crate::resource::api_key;
use crate::resource::json_patch::Operation;

pub fn run(app: &App, args: args::Patch) -> Result<Outcome> {
    let own = args.description.map(|text| Operation::replace("/description", text));
    let operations = body::operations(
        own.into_iter().collect(),
        args.document,
        api_key::FIELDS,
        "qlik-api-key patch ID --description TEXT",
    )?;
    let session = Session::to_change(app, &format!("update API key {}", args.id), args.yes)?;
    let response = api_key::patch(&session.client, &args.id, &operations)?;
    Ok(view::done(app, response, format!("updated API key {}", args.id)))
}
