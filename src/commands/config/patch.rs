//! `config patch [TENANT-ID]`: changes the API key configuration of a tenant.

use clap::Args;

use crate::api::api_key_config;
use crate::api::json_patch::Operation;
use crate::app::App;
use crate::commands::{Run, print_change, request_body};
use crate::error::{Exit, Result};
use crate::flags::{JsonPatchFlags, values};
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Allow ten active keys per user", "qlik-api-key config patch --max-keys-per-user 10"),
        ("Limit the lifetime of new keys to 30 days", "qlik-api-key config patch --max-api-key-expiry 30d"),
        (
            "Do the first as in the documentation of qlik-cli",
            "qlik-api-key config patch --op replace --path /max_keys_per_user --value 10",
        ),
    ],
    details: "\
The n-th --op, --path and --value form the n-th operation of a JSON Patch document (RFC 6902). A value is \
JSON or else a string.",
};

/// `config patch`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Patch {
    /// The ID of the tenant [default: that of the credential]
    #[arg(value_name = "TENANT-ID", value_parser = values::parse_id)]
    tenant_id: Option<String>,

    /// Enable API keys: true or false
    #[arg(long, value_name = "BOOL", hide_possible_values = true, conflicts_with_all = JsonPatchFlags::FLAGS)]
    api_keys_enabled: Option<bool>,

    /// Allow N active keys per user, 0 to 1000
    #[arg(long, value_name = "N", value_parser = values::whole_number::<u64>(0..=1000),
          conflicts_with_all = JsonPatchFlags::FLAGS)]
    max_keys_per_user: Option<u64>,

    /// Limit the lifetime of new keys
    #[arg(long, value_name = "DURATION", value_parser = values::parse_iso_text, allow_hyphen_values = true,
          conflicts_with_all = JsonPatchFlags::FLAGS)]
    max_api_key_expiry: Option<String>,

    /// Set the lifetime of SCIM keys
    #[arg(long, value_name = "DURATION", value_parser = values::parse_iso_text, allow_hyphen_values = true,
          conflicts_with_all = JsonPatchFlags::FLAGS)]
    scim_external_client_expiry: Option<String>,

    /// The change as JSON Patch.
    #[command(flatten)]
    json_patch: JsonPatchFlags,

    /// Don't ask for confirmation
    #[arg(short, long)]
    yes: bool,
}

impl Run for Patch {
    /// Sends the operations of the flags or of the JSON Patch document. Exit 2 if there are none or one is invalid.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::NoticeOnly)?;
        let flags = [
            self.api_keys_enabled.map(|value| Operation::replace("/api_keys_enabled", value)),
            self.max_keys_per_user.map(|value| Operation::replace("/max_keys_per_user", value)),
            self.max_api_key_expiry.map(|value| Operation::replace("/max_api_key_expiry", value)),
            self.scim_external_client_expiry.map(|value| Operation::replace("/scim_externalClient_expiry", value)),
        ];
        let operations = request_body::read_operations(
            flags.into_iter().flatten().collect(),
            self.json_patch,
            api_key_config::PATCHABLE_FIELDS,
            "qlik-api-key config patch --max-keys-per-user 5",
        )?;
        let session = app.sign_in_to_write("change the API key configuration", self.yes)?;
        let tenant_id = session.resolve_tenant_id(self.tenant_id)?;
        let response = api_key_config::patch(&session.client, &tenant_id, &operations)?;
        print_change(app, &printer, &response, &format!("updated the API key configuration of tenant {tenant_id}"))
    }
}
