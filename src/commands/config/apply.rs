//! `config apply FILE [TENANT-ID]`: makes a tenant's API key configuration the desired one, and reads it again to verify that.

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

    /// Show what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// Don't ask, even where a context protects the tenant
    #[arg(short, long)]
    yes: bool,
}

/// What it does to a tenant, for questions.
const ACTION: &str = "change the API key configuration";

impl Run for Apply {
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Differences)?;
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
            Some(doubt) => Err(doubt),
        }
    }
}

/// Applies the configuration to one tenant, and says on stderr what was done.
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
        app.notice(&format!("the tenant doesn't tell {fields}: whether it took that can't be seen"));
    }
    Ok(applied)
}

/// What became of the configuration of one tenant.
#[derive(Default)]
struct ApplyResult {
    /// The fields that differed, with what the tenant made of them.
    differences: Vec<Difference>,
    /// Those of them that the tenant doesn't report, neither before nor after.
    unreported: Vec<&'static str>,
    /// Why the configuration may not be the desired one, although it was changed.
    failure: Option<Error>,
}

/// Makes the configuration of one tenant the desired one: in one request, or none where nothing differs or `dry_run` is set.
/// A changed configuration is read again.
///
/// # Errors
/// As [`api_key_config::read`] and [`api_key_config::patch`]. What fails after the change is a doubt, not an error.
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
            let what = "the configuration was changed, but could not be read again to see what became of it";
            let doubt = error.wrap(exit, what).with_hint("qlik-api-key config get");
            ApplyResult { differences, failure: Some(doubt), ..ApplyResult::default() }
        }
    })
}

/// Compares what a changed tenant has now with what is desired.
fn verify(desired: &DesiredConfig, mut differences: Vec<Difference>, now: &Map<String, Value>) -> ApplyResult {
    let was_unreported = |field: &str| differences.iter().any(|d| d.field == field && d.before.is_none());
    let (unreported, wrong): (Vec<_>, Vec<_>) =
        desired.differences(now).into_iter().partition(|left| left.before.is_none() && was_unreported(left.field));
    let unreported = unreported.iter().map(|left| left.field).collect();
    let wrong = wrong.iter().map(|left| match &left.before {
        Some(now) => format!("{} is {now}, not {}", left.field, left.after),
        None => format!("{} is gone", left.field),
    });
    let wrong: Vec<_> = wrong.collect();
    let doubt = (!wrong.is_empty()).then(|| {
        Error::new(Exit::Error, format!("the tenant made something else of it: {}", wrong.join("; ")))
            .with_hint("qlik-api-key config get")
    });
    for difference in &mut differences {
        if let Some(now) = now.get(difference.field) {
            difference.after = now.clone();
        }
    }
    ApplyResult { differences, unreported, failure: doubt }
}
