//! `config get [TENANT-ID]`: prints the API key configuration of a tenant.

use clap::Args;

use crate::api::api_key_config;
use crate::app::{App, Session};
use crate::commands::Run;
use crate::commands::multi_context::{self, SelectedContexts};
use crate::error::{Exit, Result};
use crate::flags::{AllContextsFlag, values};
use crate::help::HelpText;
use crate::http::Response;
use crate::output::columns::API_KEY_CONFIG;
use crate::output::{ColumnFlags, Columns, OutputKind, OutputMode};
use crate::page::Page;

const HELP: HelpText = HelpText {
    examples: &[
        ("Print the configuration of the tenant", "qlik-api-key config get"),
        ("Print that of all tenants of the profile", "qlik-api-key config get --all-contexts"),
        ("Print the maximum lifetime of a key, for a script", "qlik-api-key config get --jq .max_api_key_expiry -r"),
    ],
    details: "",
};

/// `config get`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Get {
    /// The ID of the tenant [default: that of the credential]
    #[arg(value_name = "TENANT-ID", value_parser = values::parse_id)]
    tenant_id: Option<String>,

    /// The tenants.
    #[command(flatten)]
    tenants: AllContextsFlag,

    /// The columns to show.
    #[command(flatten)]
    columns: ColumnFlags<true>,
}

impl Run for Get {
    /// Prints the configuration as one object, or as one row for each of several contexts.
    fn run(self, app: &App) -> Result<Exit> {
        let has_several = multi_context::has_several_contexts(app.globals, &self.tenants);
        let kind = if has_several { OutputKind::Configs(&self.columns) } else { OutputKind::Config(&self.columns) };
        let printer = app.printer(kind)?;
        let columns = Columns::new(API_KEY_CONFIG).with_flags(&self.columns);
        if let Some(contexts) = SelectedContexts::from_flags(app, &self.tenants, printer.mode())? {
            multi_context::refuse_tenant_id(self.tenant_id.as_deref())?;
            return contexts.print_rows(app, &printer, &columns.with_context(), |app, context| {
                let response = get(&Session::from_context(app, context, multi_context::CONTEXT_SOURCE)?, None)?;
                Ok(Page::from_objects([response.parse_raw_object()?], response.date).into())
            });
        }
        let response = get(&app.sign_in()?, self.tenant_id)?;
        if printer.mode() == OutputMode::Raw {
            printer.body(&response.body)?;
        } else {
            printer.object(&columns, response.parse_raw_object()?, response.date)?;
        }
        Ok(Exit::Ok)
    }
}

fn get(session: &Session, tenant_id: Option<String>) -> Result<Response> {
    api_key_config::get(&session.client, &session.resolve_tenant_id(tenant_id)?)
}
