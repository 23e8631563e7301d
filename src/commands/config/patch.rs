//! `config patch [TENANT-ID]`: changes the API key configuration of a tenant.

use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value};

use super::apply::{ACTION, ApplyResult, NOTHING_CHANGED, apply, changed_notice};
use super::diff::print_differences;
use crate::api::api_key_config::{self, DesiredConfig};
use crate::api::json_patch::Operation;
use crate::app::{App, Session};
use crate::commands::{Run, print_change, request_body};
use crate::error::{Error, Exit, Result};
use crate::flags::{JsonPatchFlags, values};
use crate::help::HelpText;
use crate::output::{OutputKind, OutputMode, Printer};

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
JSON or else a string.
Only tenants from before 2026 have --api-keys-enabled. --max-keys-per-user counts active keys.
On a terminal, the output is the changed settings before and after, and a change that locks all users out \
(--api-keys-enabled false, --max-keys-per-user 0) needs an answer. With --json, the output is an object with \
the tenantId and the changed settings.",
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

    /// Allow N keys per user, 0 to 1000
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

    /// Show what would be changed
    #[arg(long)]
    dry_run: bool,

    /// Don't ask for confirmation
    #[arg(short, long)]
    yes: bool,
}

/// The change, for `--json`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    tenant_id: &'a str,
    #[serde(flatten)]
    settings: Map<String, Value>,
}

impl Run for Patch {
    /// Sends the operations of the flags or of the JSON Patch document. On a terminal, prints the fields that differed, like
    /// `config apply`. Exit 2 if there are no operations or one is invalid.
    fn run(mut self, app: &App) -> Result<Exit> {
        let printer = app.printer(if self.dry_run { OutputKind::Derived } else { OutputKind::Change })?;
        let operations = self.read_operations()?;
        let desired = DesiredConfig::from_operations(&operations);
        let asks = desired.lockout().filter(|_| !self.yes && !self.dry_run && app.terminal.can_prompt());
        let session = match self.dry_run {
            true => app.sign_in()?,
            // The question below takes the place of this confirmation.
            false => app.sign_in_to_write(ACTION, self.yes || asks.is_some())?,
        };
        let tenant_id = session.resolve_tenant_id(self.tenant_id)?;
        if let Some(lockout) = asks {
            confirm(app, &session, lockout)?;
        }
        let is_for_person = printer.mode() == OutputMode::TABLE && app.terminal.stdout_is_tty;
        if self.dry_run || is_for_person {
            return print_changes(app, &printer, &session, &tenant_id, &desired, self.dry_run);
        }
        let response = api_key_config::patch(&session.client, &tenant_id, &operations)?;
        let change = Change { tenant_id: &tenant_id, settings: desired.to_map() };
        print_change(app, &printer, &response.body, &change, &changed_notice(&tenant_id))
    }
}

impl Patch {
    fn read_operations(&mut self) -> Result<Vec<Operation>> {
        let flags = [
            self.api_keys_enabled.map(|value| Operation::replace("/api_keys_enabled", value)),
            self.max_keys_per_user.map(|value| Operation::replace("/max_keys_per_user", value)),
            self.max_api_key_expiry.take().map(|value| Operation::replace("/max_api_key_expiry", value)),
            self.scim_external_client_expiry
                .take()
                .map(|value| Operation::replace("/scim_externalClient_expiry", value)),
        ];
        request_body::read_operations(
            flags.into_iter().flatten().collect(),
            std::mem::take(&mut self.json_patch),
            api_key_config::PATCHABLE_FIELDS,
            "qlik-api-key config patch --max-keys-per-user 5",
        )
    }
}

/// Asks about a change that locks all users out.
fn confirm(app: &App, session: &Session, lockout: &str) -> Result<()> {
    let host = session.server.host_and_port();
    match app.confirm(session, &format!("Change the API key configuration of {host}? Then {lockout}."))? {
        true => Ok(()),
        false => Err(Error::new(Exit::Error, "nothing was changed")),
    }
}

/// Changes the fields that differ, unless this is a dry run, and prints them.
fn print_changes(
    app: &App,
    printer: &Printer,
    session: &Session,
    tenant_id: &str,
    desired: &DesiredConfig,
    dry_run: bool,
) -> Result<Exit> {
    let before: Map<String, Value> = api_key_config::get_as(&session.client, tenant_id)?;
    let differences = desired.differences(&before);
    let has_changes = !differences.is_empty();
    let applied = if dry_run || !has_changes {
        ApplyResult { differences, failure: None }
    } else {
        apply(&session.client, tenant_id, desired, &before, differences)?
    };
    if has_changes {
        app.notice(&if dry_run { NOTHING_CHANGED.to_owned() } else { changed_notice(tenant_id) });
    }
    print_differences(app, printer, &applied.differences)?;
    applied.failure.map_or(Ok(Exit::Ok), Err)
}
