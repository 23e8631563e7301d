//! `config diff FILE [TENANT-ID]`: what a tenant's API key configuration lacks of the wanted one.

use super::many::{Contexts, Part};
use super::session::Session;
use super::{App, desired_config, many, view};
use crate::api::api_key_config::{self, DesiredConfig, Difference};
use crate::args;
use crate::error::{Exit, Result};
use crate::output::columns::DIFFERENCE;
use crate::output::format::{Format, View};
use crate::output::{Columns, Outcome};
use crate::page::Page;

pub fn run(app: &App, args: args::ConfigDiff) -> Result<Outcome> {
    let desired = desired_config::read(&args.file)?;
    let exit = |differences: &[Difference]| match differences {
        [_, ..] if args.exit_code => Exit::Error,
        _ => Exit::Ok,
    };
    if let Some(contexts) = Contexts::asked(app, &args.tenants)? {
        many::refuse_tenant_id(args.tenant_id.as_deref())?;
        return Ok(contexts.rows(app, columns().with_context(), |app, context| {
            let differences = of_tenant(&Session::of_context(app, context, many::SOURCE)?, None, &desired)?;
            Ok(Part { page: page(&differences)?, exit: exit(&differences), failure: None })
        }));
    }
    let differences = of_tenant(&Session::open(app)?, args.tenant_id, &desired)?;
    let exit = exit(&differences);
    Ok(Outcome::Judged { shown: Box::new(shown(app, &differences)?), verdict: Box::new(move || Ok(exit)) })
}

fn of_tenant(session: &Session, named: Option<String>, desired: &DesiredConfig) -> Result<Vec<Difference>> {
    let tenant_id = session.tenant_id(named)?;
    Ok(desired.differences(&api_key_config::read(&session.client, &tenant_id)?))
}

/// A row for each difference. Where there is none, that is said, and a table of nothing is not shown.
pub(super) fn shown(app: &App, differences: &[Difference]) -> Result<Outcome> {
    if differences.is_empty() {
        if app.view == View::Formatted(Format::Table) {
            return Ok(Outcome::Done("nothing differs".to_owned()));
        }
        app.notice("nothing differs");
    }
    Ok(Outcome::Rows { pages: Box::new(std::iter::once(Ok(page(differences)?))), columns: columns() })
}

/// A row for each difference.
pub(super) fn page(differences: &[Difference]) -> Result<Page> {
    Ok(Page::of(differences.iter().map(view::shown).collect::<Result<Vec<_>>>()?, None))
}

pub(super) fn columns() -> Columns {
    Columns::new(DIFFERENCE, Vec::new(), true)
}
