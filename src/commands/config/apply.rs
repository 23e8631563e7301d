//! `config apply FILE [TENANT-ID]`: applies the desired API key configuration to a tenant, then reads it again to
//! verify the change.

use clap::Args;
use serde_json::{Map, Value};

use super::FILE_HELP;
use super::diff::{columns, print_differences};
use crate::api::api_key_config::{self, DesiredConfig, Difference};
use crate::api::json_patch::Operation;
use crate::app::{App, Session};
use crate::commands::Run;
use crate::commands::desired_config::{self, DesiredConfigArgs};
use crate::commands::multi_context::{self, SelectedContexts, TenantRows};
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::output::OutputKind;
use crate::page::Page;

/// `config apply`
#[derive(Args, Debug)]
#[command(after_help = FILE_HELP)]
pub struct Apply {
    /// The configuration and the tenants.
    #[command(flatten)]
    desired: DesiredConfigArgs,

    /// Show what would be changed without changing it
    #[arg(long)]
    dry_run: bool,

    /// Don't ask for confirmation, even if a context protects the tenant
    #[arg(short, long)]
    yes: bool,
}

/// The action that the confirmation names.
const ACTION: &str = "change the API key configuration";

impl Run for Apply {
    /// Prints the fields that differed, one row each. Exit 1 if the tenant's configuration still differs from the
    /// desired one after the change; exit 2 for an invalid file.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Derived)?;
        let desired = desired_config::read(&self.desired.file)?;
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
    desired: &DesiredConfig,
    dry_run: bool,
) -> Result<ApplyResult> {
    let tenant_id = session.resolve_tenant_id(tenant_id)?;
    let applied = apply(&session.client, &tenant_id, desired, dry_run)?;
    if !applied.differences.is_empty() {
        app.notice(&if dry_run {
            "nothing was changed (--dry-run)".to_owned()
        } else {
            format!("updated the API key configuration of tenant {tenant_id}")
        });
    }
    if !applied.unreported.is_empty() {
        let fields = applied.unreported.join(", ");
        app.notice(&format!("the tenant doesn't report {fields}, so the change can't be verified"));
    }
    Ok(applied)
}

/// The result for one tenant.
#[derive(Default)]
struct ApplyResult {
    /// The fields that differed, with their values after the change.
    differences: Vec<Difference>,
    /// Of these, the fields that the tenant reports neither before nor after the change.
    unreported: Vec<&'static str>,
    /// Why the configuration may not be the desired one although it was changed.
    failure: Option<Error>,
}

/// Applies the configuration to one tenant with one request, then reads it again. Changes nothing if there are no
/// differences or `dry_run` is set.
///
/// # Errors
/// See [`api_key_config::get_as`] and [`api_key_config::patch`]. A failure after the change is returned in
/// [`ApplyResult::failure`].
fn apply(client: &Client, tenant_id: &str, desired: &DesiredConfig, dry_run: bool) -> Result<ApplyResult> {
    let differences = desired.differences(&api_key_config::get_as(client, tenant_id)?);
    if differences.is_empty() || dry_run {
        return Ok(ApplyResult { differences, ..ApplyResult::default() });
    }
    let operations: Vec<Operation> = differences.iter().map(Difference::to_operation).collect();
    api_key_config::patch(client, tenant_id, &operations)?;
    Ok(match api_key_config::get_as(client, tenant_id) {
        Ok(now) => verify(desired, differences, &now),
        Err(error) => {
            let exit = error.exit();
            let message = "the configuration was changed, but could not be read again to verify it";
            let failure = error.wrap(exit, message).with_hint("qlik-api-key config get");
            ApplyResult { differences, failure: Some(failure), ..ApplyResult::default() }
        }
    })
}

/// Compares the tenant's configuration after the change (`now`) with the desired one.
fn verify(desired: &DesiredConfig, mut differences: Vec<Difference>, now: &Map<String, Value>) -> ApplyResult {
    let was_unreported = |field: &str| differences.iter().any(|d| d.field == field && d.before.is_none());
    let (unreported, mismatches): (Vec<_>, Vec<_>) = desired
        .differences(now)
        .into_iter()
        .partition(|difference| difference.before.is_none() && was_unreported(difference.field));
    let unreported = unreported.iter().map(|difference| difference.field).collect();
    let mismatches = mismatches.iter().map(|difference| match &difference.before {
        Some(now) => format!("{} is {now}, not {}", difference.field, difference.after),
        None => format!("{} is missing", difference.field),
    });
    let mismatches: Vec<_> = mismatches.collect();
    let failure = (!mismatches.is_empty()).then(|| {
        Error::new(
            Exit::Error,
            format!(
                "the tenant's configuration differs from the desired one after the change: {}",
                mismatches.join("; ")
            ),
        )
        .with_hint("qlik-api-key config get")
    });
    for difference in &mut differences {
        if let Some(now) = now.get(difference.field) {
            difference.after = now.clone();
        }
    }
    ApplyResult { differences, unreported, failure }
}
