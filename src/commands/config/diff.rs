//! `config diff FILE [TENANT-ID]`: compares a tenant's API key configuration with the desired one.

use clap::Args;

use super::FILE_DETAILS;
use crate::api::api_key_config::{self, Difference};
use crate::app::{App, Session};
use crate::commands::Run;
use crate::commands::desired_config::{DesiredConfigArgs, DesiredConfigFile};
use crate::commands::multi_context::{self, SelectedContexts, TenantRows};
use crate::error::{Exit, Result};
use crate::help::HelpText;
use crate::output::columns::DIFFERENCE;
use crate::output::{Columns, OutputKind, OutputMode, Printer, Summary};
use crate::page::Page;

const HELP: HelpText = HelpText {
    examples: &[
        ("Show what would change", "qlik-api-key config diff keys.toml"),
        ("Compare all tenants of the profile", "qlik-api-key config diff keys.toml --all-contexts"),
        ("Fail a check in CI if the tenant differs", "qlik-api-key config diff keys.toml --exit-code"),
    ],
    details: FILE_DETAILS,
};

/// `config diff`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Diff {
    /// The configuration and the tenants.
    #[command(flatten)]
    desired: DesiredConfigArgs,

    /// Exit with 1 if there are differences
    #[arg(long)]
    exit_code: bool,
}

impl Run for Diff {
    /// Prints one row for each field that differs. With `--exit-code`, exit 1 if there are any; exit 2 for an invalid
    /// file.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Derived)?;
        let desired = DesiredConfigFile::read(&self.desired.file)?;
        let exit = |differences: &[Difference]| match differences {
            [_, ..] if self.exit_code => Exit::Error,
            _ => Exit::Ok,
        };
        if let Some(contexts) = SelectedContexts::from_flags(app, &self.desired.tenants, printer.mode())? {
            multi_context::refuse_tenant_id(self.desired.tenant_id.as_deref())?;
            return contexts.print_rows(app, &printer, &columns().with_context(), |app, context| {
                let session = Session::from_context(app, context, multi_context::CONTEXT_SOURCE)?;
                let differences = compare(app, &session, None, &desired)?;
                Ok(TenantRows { page: Page::from_values(&differences)?, exit: exit(&differences), failure: None })
            });
        }
        let differences = compare(app, &app.sign_in()?, self.desired.tenant_id, &desired)?;
        print_differences(app, &printer, &differences)?;
        Ok(exit(&differences))
    }
}

fn compare(
    app: &App,
    session: &Session,
    tenant_id: Option<String>,
    desired: &DesiredConfigFile,
) -> Result<Vec<Difference>> {
    let tenant_id = session.resolve_tenant_id(tenant_id)?;
    desired.compare(app, &api_key_config::get_as(&session.client, &tenant_id)?)
}

/// Prints a row for each difference. If there are none, prints a notice and no empty table.
pub(super) fn print_differences(app: &App, printer: &Printer, differences: &[Difference]) -> Result<()> {
    if differences.is_empty() {
        app.notice("no differences");
        if printer.mode() == OutputMode::TABLE {
            return Ok(());
        }
    }
    printer.rows(&columns(), std::iter::once(Page::from_values(differences)))
}

/// The columns of a difference.
pub(super) fn columns() -> Columns {
    Columns::new(DIFFERENCE).with_summary(Summary::of_nothing("difference", "no differences"))
}
