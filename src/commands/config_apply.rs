//! `config apply FILE [TENANT-ID]`: makes a tenant's API key configuration the wanted one, and sees whether it is.

use serde_json::{Map, Value};

use super::many::{Contexts, Part};
use super::session::Session;
use super::{App, config_diff, desired_config, many};
use crate::api::api_key_config::{self, DesiredConfig, Difference};
use crate::api::json_patch::Operation;
use crate::args;
use crate::context::{Context, Target};
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::output::Outcome;

pub fn run(app: &App, args: args::ConfigApply) -> Result<Outcome> {
    let desired = desired_config::read(&args.file)?;
    if let Some(contexts) = Contexts::asked(app, &args.tenants)? {
        many::refuse_tenant_id(args.tenant_id.as_deref())?;
        if !args.dry_run {
            contexts.known().try_for_each(|context| app.permit(&target(context), ACT, args.yes))?;
        }
        return Ok(contexts.rows(app, config_diff::columns().with_context(), |app, context| {
            let session = Session::of_context(app, context, many::SOURCE)?;
            let applied = to_tenant(app, &session, None, &desired, args.dry_run)?;
            Ok(Part { page: config_diff::page(&applied.differences)?, exit: Exit::Ok, failure: applied.doubt })
        }));
    }
    let session = if args.dry_run { Session::open(app)? } else { Session::to_change(app, ACT, args.yes)? };
    let applied = to_tenant(app, &session, args.tenant_id, &desired, args.dry_run)?;
    let shown = config_diff::shown(app, &applied.differences)?;
    Ok(match applied.doubt {
        None => shown,
        Some(doubt) => Outcome::Judged { shown: Box::new(shown), verdict: Box::new(|| Err(doubt)) },
    })
}

/// What it does to a tenant.
const ACT: &str = "change the API key configuration";

fn target(context: &Context) -> Target<'static> {
    Target::Context { context: context.clone(), source: many::SOURCE.to_owned() }
}

/// Does it for one tenant, and says what was done.
fn to_tenant(
    app: &App,
    session: &Session,
    named: Option<String>,
    desired: &DesiredConfig,
    dry_run: bool,
) -> Result<Applied> {
    let tenant_id = session.tenant_id(named)?;
    let applied = apply(&session.client, &tenant_id, desired, dry_run)?;
    if !applied.differences.is_empty() {
        app.notice(&if dry_run {
            "nothing was changed (--dry-run)".to_owned()
        } else {
            format!("updated the API key configuration of tenant {tenant_id}")
        });
    }
    if !applied.untold.is_empty() {
        let fields = applied.untold.join(", ");
        app.notice(&format!("the tenant doesn't tell {fields}: whether it took that can't be seen"));
    }
    Ok(applied)
}

/// What became of one tenant's configuration.
#[derive(Default)]
struct Applied {
    /// The fields that differed, and what the tenant made of them.
    differences: Vec<Difference>,
    /// Those of them that it doesn't tell, neither before nor after.
    untold: Vec<&'static str>,
    /// Why the configuration may not be the wanted one, although it was changed.
    doubt: Option<Error>,
}

/// Makes the configuration of one tenant the wanted one: in one request, or none where nothing differs or `dry_run`
/// is set. What was changed is read again.
///
/// # Errors
/// What reading and changing meet. Once it is changed, there is no error, but a doubt.
fn apply(client: &Client, tenant_id: &str, desired: &DesiredConfig, dry_run: bool) -> Result<Applied> {
    let differences = desired.differences(&api_key_config::read(client, tenant_id)?);
    if differences.is_empty() || dry_run {
        return Ok(Applied { differences, ..Applied::default() });
    }
    let operations: Vec<Operation> = differences.iter().map(Difference::operation).collect();
    api_key_config::patch(client, tenant_id, &operations)?;
    Ok(match api_key_config::read(client, tenant_id) {
        Ok(now) => verified(desired, differences, &now),
        Err(error) => {
            let exit = error.exit();
            let what = "the configuration was changed, but could not be read again to see what became of it";
            let doubt = error.escalate(exit, what).hint("qlik-api-key config get");
            Applied { differences, doubt: Some(doubt), ..Applied::default() }
        }
    })
}

/// Compares what a changed tenant has now with what was wanted.
fn verified(desired: &DesiredConfig, mut differences: Vec<Difference>, now: &Map<String, Value>) -> Applied {
    let was_untold = |field: &str| differences.iter().any(|d| d.field == field && d.before.is_none());
    let (untold, wrong): (Vec<_>, Vec<_>) =
        desired.differences(now).into_iter().partition(|left| left.before.is_none() && was_untold(left.field));
    let untold = untold.iter().map(|left| left.field).collect();
    let told = wrong.iter().map(|left| match &left.before {
        Some(now) => format!("{} is {now}, not {}", left.field, left.after),
        None => format!("{} is gone", left.field),
    });
    let told: Vec<_> = told.collect();
    let doubt = (!told.is_empty()).then(|| {
        Error::new(Exit::Error, format!("the tenant made something else of it: {}", told.join("; ")))
            .hint("qlik-api-key config get")
    });
    for difference in &mut differences {
        if let Some(now) = now.get(difference.field) {
            difference.after = now.clone();
        }
    }
    Applied { differences, untold, doubt }
}
