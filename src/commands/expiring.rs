//! `expiring`: the active keys that end soon, soonest first, and an exit code that says whether there are some.

use jiff::Timestamp;

use super::filter::{ByExpiry, Filter};
use super::known::Watched;
use super::many::{Contexts, Part};
use super::session::Session;
use super::{App, many};
use crate::api::api_keys::{self, ApiKey, Query};
use crate::args;
use crate::duration::Period;
use crate::error::{Error, Exit, Result};
use crate::output::columns::API_KEY;
use crate::output::format::{Format, View};
use crate::output::{Columns, Outcome};

/// The critical time, where none is given.
const CRITICAL: &str = "P3D";

pub fn run(app: &App, args: args::Expiring) -> Result<Outcome> {
    if app.view == View::Raw {
        return Err(Error::usage("--raw prints one answer of the tenant untouched, and expiring judges all of them")
            .hint("leave --raw out; -o json prints the tenant's own JSON too"));
    }
    let time = Time::of(&args)?;
    let columns = Columns::new(API_KEY, args.columns.columns, !args.columns.no_header);
    if let Some(contexts) = Contexts::asked(app, &args.tenants)? {
        return Ok(contexts.rows(app, columns.with_context(), |app, context| {
            time.judged(&Session::of_context(app, context, many::SOURCE)?)
        }));
    }
    let Part { page, exit, .. } = time.judged(&Session::open_without_reminder(app)?)?;
    if page.rows.is_empty() && app.view == View::Formatted(Format::Table) {
        app.notice(&format!("no active API key ends within {}", time.within));
    }
    let shown = Outcome::Rows { pages: Box::new(std::iter::once(Ok(page))), columns };
    Ok(Outcome::Judged { shown: Box::new(shown), verdict: Box::new(move || Ok(exit)) })
}

/// How soon is soon.
struct Time {
    within: Period,
    critical: Period,
}

impl Time {
    fn of(args: &args::Expiring) -> Result<Self> {
        let (within, now) = (args.within, Timestamp::now());
        let is_longer = |period: Period| period.after(now) > within.after(now);
        let critical = match args.critical {
            // Keys would be critical that are not even listed.
            Some(critical) if is_longer(critical) => {
                return Err(Error::usage(format!("--critical {critical} is longer than --within {within}"))
                    .hint(format!("qlik-api-key expiring --within {critical} --critical {critical}")));
            }
            Some(critical) => critical,
            None => Period::parse(CRITICAL).ok().filter(|critical| !is_longer(*critical)).unwrap_or(within),
        };
        Ok(Self { within, critical })
    }

    /// The keys of a tenant that end within the time, and the exit code that they call for.
    fn judged(&self, session: &Session) -> Result<Part> {
        let query = Query { status: Some("active".to_owned()), ..Query::default() };
        let soon = Filter { expires_within: Some(self.within), ..Filter::default() };
        let pages = Watched::new(session.known.clone(), api_keys::pages(&session.client, &query), query.is_for_all());
        let found = ByExpiry::of(soon.pages(pages), false)?;
        let critical = self.critical.after(found.date.unwrap_or_else(Timestamp::now));
        let is_critical = |key: &ApiKey| key.expiry.is_some_and(|expiry| expiry <= critical);
        let exit = match &found.keys {
            keys if keys.is_empty() => Exit::Ok,
            keys if keys.iter().any(|(key, _)| is_critical(key)) => Exit::Expired,
            _ => Exit::Expiring,
        };
        Ok(Part { page: found.page(), exit, failure: None })
    }
}
