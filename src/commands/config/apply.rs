//! `config apply FILE [TENANT-ID]`: applies the desired API key configuration to a tenant, then reads it again to
//! verify the change.

use clap::Args;
use serde_json::{Map, Value};

use super::FILE_DETAILS;
use super::diff::{columns, print_differences};
use crate::api::api_key_config::{self, DesiredConfig, Difference, REMOVED_SETTING_HINT};
use crate::api::json_patch::Operation;
use crate::app::{App, Session};
use crate::commands::Run;
use crate::commands::desired_config::{DesiredConfigArgs, DesiredConfigFile};
use crate::commands::multi_context::{self, SelectedContexts, TenantRows};
use crate::error::{Error, Exit, Result};
use crate::help::HelpText;
use crate::http::Client;
use crate::output::OutputKind;
use crate::page::Page;

const HELP: HelpText = HelpText {
    examples: &[
        ("Show what would change", "qlik-api-key config apply keys.toml --dry-run"),
        ("Apply the configuration after a question", "qlik-api-key config apply keys.toml"),
        ("Apply it in CI, to all tenants of the profile", "qlik-api-key config apply keys.toml --all-contexts --yes"),
    ],
    details: FILE_DETAILS,
};

/// `config apply`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Apply {
    /// The configuration and the tenants.
    #[command(flatten)]
    desired: DesiredConfigArgs,

    /// Show what would be changed
    #[arg(long)]
    dry_run: bool,

    /// Don't ask for confirmation
    #[arg(short, long)]
    yes: bool,
}

/// The action that the confirmation names.
pub(super) const ACTION: &str = "change the API key configuration";

/// The notice of a dry run that found differences.
pub(super) const NOTHING_CHANGED: &str = "nothing was changed (--dry-run)";

/// The notice after a change.
pub(super) fn changed_notice(tenant_id: &str) -> String {
    format!("updated the API key configuration of tenant {tenant_id}")
}

impl Run for Apply {
    /// Prints the fields that differed, one row each. Exit 1 if the tenant's configuration still differs from the
    /// desired one after the change; exit 2 for an invalid file; exit 8 if the tenant does not have a field.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Derived)?;
        let desired = DesiredConfigFile::read(&self.desired.file)?;
        if let Some(contexts) = SelectedContexts::from_flags(app, &self.desired.tenants, printer.mode())? {
            multi_context::refuse_tenant_id(self.desired.tenant_id.as_deref())?;
            if !self.dry_run {
                for context in contexts.readable() {
                    app.confirm_write(&multi_context::context_target(context), ACTION, self.yes)?;
                }
            }
            return contexts.print_rows(app, &printer, &columns().with_context(), |app, context| {
                let session = Session::from_context(app, context, multi_context::CONTEXT_SOURCE)?;
                let applied = apply_and_report(app, &session, None, &desired, self.dry_run)?;
                Ok(TenantRows {
                    page: Page::from_values(&applied.differences)?,
                    exit: Exit::Ok,
                    failure: applied.failure,
                })
            });
        }
        let session = if self.dry_run { app.sign_in()? } else { app.sign_in_to_write(ACTION, self.yes)? };
        let applied = apply_and_report(app, &session, self.desired.tenant_id, &desired, self.dry_run)?;
        print_differences(app, &printer, &applied.differences)?;
        match applied.failure {
            None => Ok(Exit::Ok),
            Some(failure) => Err(failure),
        }
    }
}

/// Applies the configuration to one tenant, and reports on stderr what was done.
fn apply_and_report(
    app: &App,
    session: &Session,
    tenant_id: Option<String>,
    desired: &DesiredConfigFile,
    dry_run: bool,
) -> Result<ApplyResult> {
    let tenant_id = session.resolve_tenant_id(tenant_id)?;
    let current: Map<String, Value> = api_key_config::get_as(&session.client, &tenant_id)?;
    let (differences, missing): (Vec<_>, Vec<_>) =
        desired.compare(app, &current)?.into_iter().partition(Difference::can_be_applied);
    let mut applied = if differences.is_empty() || dry_run {
        ApplyResult { differences, failure: None }
    } else {
        apply(&session.client, &tenant_id, &desired.config, &current, differences)?
    };
    if !applied.differences.is_empty() {
        app.notice(&if dry_run { NOTHING_CHANGED.to_owned() } else { changed_notice(&tenant_id) });
    }
    if applied.failure.is_none() {
        applied.failure = missing.first().map(missing_field_error);
    }
    Ok(applied)
}

/// The error for a desired value of a field that the tenant does not have.
fn missing_field_error(missing: &Difference) -> Error {
    let Difference { field, after, .. } = missing;
    let error =
        Error::new(Exit::Partial, format!("could not set {field} to {after}: the tenant does not have this setting"));
    if after.is_boolean() { error.with_hint(REMOVED_SETTING_HINT) } else { error.with_hint("qlik-api-key config get") }
}

/// The result for one tenant.
pub(super) struct ApplyResult {
    /// The fields that differed, with their values after the change.
    pub(super) differences: Vec<Difference>,
    /// Why the configuration may not be the desired one.
    pub(super) failure: Option<Error>,
}

/// Applies the differences to one tenant with one request, then reads the configuration again.
///
/// # Errors
/// See [`api_key_config::patch`]. A failure after the change is returned in [`ApplyResult::failure`].
pub(super) fn apply(
    client: &Client,
    tenant_id: &str,
    desired: &DesiredConfig,
    before: &Map<String, Value>,
    mut differences: Vec<Difference>,
) -> Result<ApplyResult> {
    let operations: Vec<Operation> = differences.iter().map(Difference::to_operation).collect();
    api_key_config::patch(client, tenant_id, &operations)?;
    let failure = match api_key_config::get_as(client, tenant_id) {
        Ok(now) => {
            let failure = verify(&desired.differences(&now), before);
            for difference in &mut differences {
                now.get(difference.field).into_iter().for_each(|value| difference.after = value.clone());
            }
            failure
        }
        Err(error) => {
            let exit = error.exit();
            let message = "the configuration was changed, but could not be read again to verify it";
            Some(error.wrap(exit, message).with_hint("qlik-api-key config get"))
        }
    };
    Ok(ApplyResult { differences, failure })
}

/// The error if the tenant's configuration still differs from the desired one after the change. A missing field
/// counts only if the tenant had it `before`.
fn verify(remaining: &[Difference], before: &Map<String, Value>) -> Option<Error> {
    let describe = |difference: &Difference| {
        let Difference { field, before: now, after } = difference;
        match now {
            Some(now) => Some(format!("{field} is {now}, not {after}")),
            None if before.contains_key(*field) => Some(format!("{field} is missing")),
            None => None,
        }
    };
    let mismatches: Vec<String> = remaining.iter().filter_map(describe).collect();
    let message =
        format!("the tenant's configuration differs from the desired one after the change: {}", mismatches.join("; "));
    let error = || Error::new(Exit::Error, message).with_hint("qlik-api-key config get");
    (!mismatches.is_empty()).then(error)
}
