//! `expiring`: lists the active keys that expire soon, soonest first. The exit code says whether there are any.

use clap::Args;
use jiff::Timestamp;

use super::Run;
use super::key_filter::{KeyFilter, SortedByExpiry};
use super::multi_context::{self, SelectedContexts, TenantRows};
use super::owners::{OwnerFlag, OwnersFlag};
use crate::api::api_keys::{self, ApiKey, Query};
use crate::app::completion_cache::CachingPages;
use crate::app::{App, ClockWarning, FetchProgress, Session};
use crate::duration::IsoDuration;
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, values};
use crate::help::HelpText;
use crate::output::columns::OWNER_MIN_WIDTH;
use crate::output::{ColumnFlags, Columns, OutputKind, OutputMode, Summary};

/// The default of `--critical`.
const DEFAULT_CRITICAL: &str = "P3D";

const HELP: HelpText = HelpText {
    examples: &[
        ("List the active keys that expire within two weeks", "qlik-api-key expiring"),
        ("List your own keys that expire within a month", "qlik-api-key expiring --within 30d --owner me"),
        ("Look at all tenants of the profile", "qlik-api-key expiring --all-contexts"),
        ("Fail a daily check in CI if a key expires within a week", "qlik-api-key expiring --within 7d"),
    ],
    details: "\
The exit code is 0 if no key expires within the time, 10 if some do, and 11 if some expire within the \
critical time, or have expired and are still active. The critical time is 3d, or --within if that is \
shorter.
The current time is that of the tenant. A key whose expiry is not a valid date is listed first.",
};

/// `expiring`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Expiring {
    /// List keys that expire this soon
    #[arg(long, value_name = "DURATION", value_parser = values::parse_duration, allow_hyphen_values = true, default_value = "14d")]
    within: IsoDuration,

    /// Exit with 11 if one ends this soon [default: 3d]
    #[arg(long, value_name = "DURATION", value_parser = values::parse_duration, allow_hyphen_values = true)]
    critical: Option<IsoDuration>,

    /// Whose keys to list.
    #[command(flatten)]
    owner: OwnerFlag,

    /// The tenants.
    #[command(flatten)]
    tenants: AllContextsFlag,

    /// The columns to show.
    #[command(flatten)]
    columns: ColumnFlags<false>,

    /// Whether to show the owners.
    #[command(flatten)]
    owners: OwnersFlag,
}

impl Run for Expiring {
    /// Prints the keys, soonest expiry first. Exit 10 if there are any; exit 11 if one of them is critical.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Keys(&self.columns))?;
        if printer.mode() == OutputMode::Raw {
            return Err(Error::usage("`expiring` does not support --raw, which prints a single response unchanged")
                .with_hint("omit --raw; -o json also prints the tenant's own JSON"));
        }
        let thresholds = Thresholds::from_flags(&self)?;
        let owners = self.owners.resolve(app, printer.mode(), &self.columns.columns, OWNER_MIN_WIDTH)?;
        let columns = owners.add_columns(Columns::of_api_keys()).with_flags(&self.columns);
        let empty = format!("no active API key expires within {}", thresholds.within);
        let columns = columns.with_summary(Summary::of_keys(&empty));
        let clock_warning = ClockWarning::new(app);
        if let Some(contexts) = SelectedContexts::from_flags(app, &self.tenants, printer.mode())? {
            let progress = contexts.fetch_progress(app, "key");
            return contexts.print_rows(app, &printer, &columns.with_context(), |app, context| {
                let session = Session::from_context(app, context, multi_context::CONTEXT_SOURCE)?;
                let session = clock_warning.attach(session);
                let found = find_expiring(&session, &thresholds, self.owner.resolve(&session)?, &progress)?;
                Ok(TenantRows { page: owners.add_to_page(app, &session, found.page)?, ..found })
            });
        }
        // No expiry reminder for the key that signs in: it would repeat what this command reports.
        let session = clock_warning.attach(Session::new(app, &app.resolve_target()?)?);
        let progress = app.fetch_progress("key");
        let TenantRows { page, exit, .. } =
            find_expiring(&session, &thresholds, self.owner.resolve(&session)?, &progress)?;
        if page.rows.is_empty() && printer.mode() == OutputMode::TABLE && !printer.has_summary() {
            app.notice(&empty);
        }
        printer.rows(&columns, std::iter::once(owners.add_to_page(app, &session, page)))?;
        Ok(exit)
    }
}

/// The thresholds of `--within` and `--critical`.
struct Thresholds {
    within: IsoDuration,
    critical: IsoDuration,
}

impl Thresholds {
    fn from_flags(flags: &Expiring) -> Result<Self> {
        let (within, now) = (flags.within, Timestamp::now());
        let is_longer = |period: IsoDuration| period.after(now) > within.after(now);
        let critical = match flags.critical {
            // Some critical keys would not be listed.
            Some(critical) if is_longer(critical) => {
                return Err(Error::usage(format!("--critical {critical} is longer than --within {within}"))
                    .with_hint(format!("qlik-api-key expiring --within {critical} --critical {critical}")));
            }
            Some(critical) => critical,
            None => {
                IsoDuration::parse(DEFAULT_CRITICAL).ok().filter(|critical| !is_longer(*critical)).unwrap_or(within)
            }
        };
        Ok(Self { within, critical })
    }
}

/// Finds the keys of a tenant, or of one subject, that expire within the thresholds, and the resulting exit code.
fn find_expiring(
    session: &Session,
    thresholds: &Thresholds,
    sub: Option<String>,
    progress: &FetchProgress,
) -> Result<TenantRows> {
    let query = Query { status: Some("active".to_owned()), sub, ..Query::default() };
    let pages = progress.count(api_keys::list(&session.client, &query));
    let pages = CachingPages::new(session.completion_cache.clone(), pages, query.is_unfiltered());
    let filter = KeyFilter { expires_within: Some(thresholds.within), ..KeyFilter::default() };
    let sorted = SortedByExpiry::collect(filter.filter_pages(pages), false)?;
    let critical_until = thresholds.critical.after(sorted.date.unwrap_or_else(Timestamp::now));
    let is_critical = |key: &ApiKey| key.expiry.is_some_and(|expiry| expiry <= critical_until);
    let exit = match &sorted.keys {
        keys if keys.is_empty() => Exit::Ok,
        keys if keys.iter().any(|(key, _)| is_critical(key)) => Exit::CriticalFindings,
        _ => Exit::Findings,
    };
    Ok(TenantRows { page: sorted.into_page(), exit, failure: None })
}
