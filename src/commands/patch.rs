//! `patch ID`: a new description.

use super::App;
use super::session::Session;
use super::{body, view};
use crate::api::api_keys;
use crate::api::json_patch::Operation;
use crate::args;
use crate::error::Result;
use crate::output::Outcome;

pub fn run(app: &App, args: args::Patch) -> Result<Outcome> {
    let own = args.description.map(|text| Operation::replace("/description", text));
    let operations = body::operations(
        own.into_iter().collect(),
        args.document,
        api_keys::FIELDS,
        "qlik-api-key patch ID --description TEXT",
    )?;
    let session = Session::to_change(app, &format!("update API key {}", args.id), args.yes)?;
    let response = api_keys::patch(&session.client, &args.id, &operations)?;
    Ok(view::done(app, response, format!("updated API key {}", args.id)))
}
