//! `config patch [TENANT-ID]`: another API key configuration for a tenant.

use super::session::Session;
use super::{App, body, view};
use crate::api::api_key_config;
use crate::api::json_patch::Operation;
use crate::args;
use crate::error::Result;
use crate::output::Outcome;

pub fn run(app: &App, args: args::ConfigPatch) -> Result<Outcome> {
    let own = [
        args.api_keys_enabled.map(|value| Operation::replace("/api_keys_enabled", value)),
        args.max_keys_per_user.map(|value| Operation::replace("/max_keys_per_user", value)),
        args.max_api_key_expiry.map(|value| Operation::replace("/max_api_key_expiry", value)),
        args.scim_external_client_expiry.map(|value| Operation::replace("/scim_externalClient_expiry", value)),
    ];
    let operations = body::operations(
        own.into_iter().flatten().collect(),
        args.document,
        api_key_config::FIELDS,
        "qlik-api-key config patch --max-keys-per-user 5",
    )?;
    let session = Session::to_change(app, "change the API key configuration", args.yes)?;
    let tenant_id = session.tenant_id(args.tenant_id)?;
    let response = api_key_config::patch(&session.client, &tenant_id, &operations)?;
    Ok(view::done(app, response, format!("updated the API key configuration of tenant {tenant_id}")))
}
