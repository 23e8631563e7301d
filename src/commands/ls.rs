//! `ls`: lists API keys, all or filtered.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::Run;
use super::key_filter::{KeyFilter, SortedByExpiry};
use super::multi_context::{self, SelectedContexts};
use super::owners::{OwnerFlag, OwnersFlag};
use crate::api::api_keys::{self, Query};
use crate::app::completion_cache::CachingPages;
use crate::app::{App, FetchProgress, Session};
use crate::duration::{DateOrAge, IsoDuration};
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, CompletedValue, values};
use crate::help::HelpText;
use crate::output::columns::OWNER_MIN_WIDTH;
use crate::output::{ColumnFlags, Columns, OutputKind, OutputMode, Summary};
use crate::page::Page;

const HELP: HelpText = HelpText {
    examples: &[
        ("List all keys, from all pages", "qlik-api-key ls"),
        ("List the active keys that expire within two weeks, as CSV", "qlik-api-key ls --expires-within 14d -o csv"),
        ("List your own keys, the newest first", "qlik-api-key ls --mine --sort -created"),
        (
            "Remove the keys that expired more than a month ago",
            "qlik-api-key ls -q --expired-before 30d | qlik-api-key rm - --yes",
        ),
    ],
    details: "\
Without --limit, all pages are fetched. The tenant sorts the keys by createdByUser, sub, status, \
description or created; this program sorts them by expiry. + in front of the field means ascending, - \
descending.
The current time is that of the tenant. A key whose expiry is not a valid date is listed by \
--expires-within, and comes first with --sort expiry. --expired-before and --older-than omit it, since the \
keys they list are often removed.",
};

/// `ls`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Ls {
    /// List keys that this user created
    #[arg(long, alias = "createdByUser", help_heading = "Filters", value_name = "USER-ID")]
    created_by_user: Option<String>,

    /// List keys of this user ID or SCIM\IDP-ID
    #[arg(long, help_heading = "Filters", value_name = "SUBJECT", conflicts_with_all = ["owner", "mine"])]
    sub: Option<String>,

    /// Whose keys to list.
    #[command(flatten)]
    owner: OwnerFlag,

    /// List active, expired or revoked keys
    #[arg(long, help_heading = "Filters", value_enum, hide_possible_values = true, value_delimiter = ',')]
    status: Vec<Status>,

    /// List active keys that expire this soon
    #[arg(long, help_heading = "Filters", value_name = "DURATION", value_parser = values::parse_duration, allow_hyphen_values = true)]
    expires_within: Option<IsoDuration>,

    /// List keys that expired before this
    #[arg(long, help_heading = "Filters", value_name = "AGE|DATE", value_parser = values::parse_date_or_age, allow_hyphen_values = true)]
    expired_before: Option<DateOrAge>,

    /// List keys that are at least this old
    #[arg(long, help_heading = "Filters", value_name = "DURATION", value_parser = values::parse_duration, allow_hyphen_values = true)]
    older_than: Option<IsoDuration>,

    /// List keys with this description or subject
    #[arg(short = 'm', long = "match", help_heading = "Filters", value_name = "TEXT", value_parser = values::parse_non_blank, allow_hyphen_values = true)]
    text: Option<String>,

    /// Sort by this field, such as -created or expiry
    #[arg(long, value_name = "FIELD", value_enum, hide_possible_values = true, allow_hyphen_values = true)]
    sort: Option<Sort>,

    /// List at most N keys, per context
    #[arg(short = 'n', long, value_name = "N", value_parser = values::whole_number::<u64>(1..=u64::MAX))]
    limit: Option<u64>,

    /// List the keys after this ID
    #[arg(long, alias = "startingAfter", value_name = "ID", value_parser = values::parse_id,
          add = CompletedValue::Key, allow_hyphen_values = true, conflicts_with = "ending_before")]
    starting_after: Option<String>,

    /// List the keys before this ID
    #[arg(long, alias = "endingBefore", value_name = "ID", value_parser = values::parse_id,
          add = CompletedValue::Key, allow_hyphen_values = true)]
    ending_before: Option<String>,

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

impl Run for Ls {
    /// Prints one row for each key, page by page if the format allows it. Exit 2 for flags that cannot be used
    /// together.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Keys(&self.columns))?;
        let owners = self.owners.resolve(app, printer.mode(), &self.columns.columns, OWNER_MIN_WIDTH)?;
        let columns = owners.add_columns(Columns::of_api_keys()).with_flags(&self.columns);
        let contexts = SelectedContexts::from_flags(app, &self.tenants, printer.mode())?;
        let list = ListRequest::from_flags(self)?;
        let columns = columns.with_summary(list.summary());
        if let Some(contexts) = contexts {
            let progress = contexts.fetch_progress(app, "key");
            return contexts.print_rows(app, &printer, &columns.with_context(), |app, context| {
                let session = Session::from_context(app, context, multi_context::CONTEXT_SOURCE)?;
                let pages = list.fetch_pages(&session, &progress)?;
                Ok(Page::from_pages(owners.add_to_pages(app, &session, pages)?)?.into())
            });
        }
        if printer.mode() == OutputMode::Raw {
            list.check_raw()?;
            let session = app.sign_in()?;
            let query = list.query(&session)?;
            printer.body(&api_keys::list_page(&session.client, &query)?.body)?;
            return Ok(Exit::Ok);
        }
        let session = app.sign_in()?;
        let progress = app.fetch_progress("key");
        let pages = list.fetch_pages(&session, &progress)?;
        printer.rows(&columns, owners.add_to_pages(app, &session, pages)?)?;
        Ok(Exit::Ok)
    }
}

/// The query for the tenant, and the filters and sort order that the API doesn't offer and that are applied here.
struct ListRequest {
    query: Query,
    owner: OwnerFlag,
    filter: KeyFilter,
    expiry_order: Option<ExpiryOrder>,
}

impl ListRequest {
    fn from_flags(flags: Ls) -> Result<Self> {
        let expiry_order = flags.sort.and_then(Sort::expiry_order);
        if expiry_order.is_some() && (flags.starting_after.is_some() || flags.ending_before.is_some()) {
            return Err(Error::usage(
                "--sort expiry cannot be used with --starting-after or --ending-before, which refer to the \
                 tenant's own order",
            ));
        }
        let (status, statuses) = match flags.status.as_slice() {
            [] => (None, Vec::new()),
            [first, others @ ..] if others.iter().all(|other| other == first) => (Some(first.name()), Vec::new()),
            // The API takes only one.
            several => (None, several.iter().map(|status| status.name()).collect()),
        };
        let query = Query {
            created_by_user: flags.created_by_user,
            sub: flags.sub,
            status,
            sort: flags.sort.filter(|_| expiry_order.is_none()).map(|sort| sort.0.to_owned()),
            starting_after: flags.starting_after,
            ending_before: flags.ending_before,
            limit: flags.limit,
        };
        let filter = KeyFilter {
            expires_within: flags.expires_within,
            expired_before: flags.expired_before,
            older_than: flags.older_than,
            text: flags.text,
            statuses,
        };
        Ok(Self { query, owner: flags.owner, filter, expiry_order })
    }

    /// The query with the ID of the owner.
    fn query(&self, session: &Session) -> Result<Query> {
        let query = self.query.clone();
        Ok(match self.owner.resolve(session)? {
            Some(id) => Query { sub: Some(id), ..query },
            None => query,
        })
    }

    /// What is said of the list on a terminal.
    fn summary(&self) -> Summary {
        let has_all_keys = self.query.is_unfiltered() && self.filter.is_empty() && !self.owner.is_given();
        Summary::of_keys(if has_all_keys { "no API keys" } else { "no API keys match" }).with_limit(self.query.limit)
    }

    /// Whether the tenant does all the filtering and sorting.
    fn is_server_side(&self) -> bool {
        self.filter.is_empty() && self.expiry_order.is_none()
    }

    /// Refuses `--raw` if rows are filtered or sorted here.
    fn check_raw(&self) -> Result<()> {
        if self.is_server_side() {
            return Ok(());
        }
        Err(Error::usage(
            "--raw prints a single response unchanged, so it cannot be used with --expires-within, \
             --expired-before, --older-than, --match, several values of --status or --sort expiry",
        )
        .with_hint("omit --raw; -o json also prints the tenant's own JSON"))
    }

    /// The pages, fetched as needed, then filtered, sorted and cut to the limit.
    fn fetch_pages(
        &self,
        session: &Session,
        progress: &FetchProgress,
    ) -> Result<Box<dyn Iterator<Item = Result<Page>>>> {
        let limit = self.query.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        // If rows are filtered or sorted here, the limit applies to the result, not to the query.
        let query = self.query(session)?;
        let query = Query { limit: query.limit.filter(|_| self.is_server_side()), ..query };
        let pages = progress.count(api_keys::list(&session.client, &query));
        let pages = CachingPages::new(session.completion_cache.clone(), pages, query.is_unfiltered());
        let pages = self.filter.clone().filter_pages(pages);
        Ok(match self.expiry_order {
            Some(order) => {
                let mut page = SortedByExpiry::collect(pages, order == ExpiryOrder::Descending)?.into_page();
                page.rows.truncate(limit);
                Box::new(std::iter::once(Ok(page)))
            }
            None if query.ending_before.is_some() => Box::new(std::iter::once(last_rows(pages, limit))),
            None => Box::new(first_rows(pages, limit)),
        })
    }
}

/// The first `limit` rows, page by page. Pages beyond the limit are not fetched.
fn first_rows(mut pages: impl Iterator<Item = Result<Page>>, limit: usize) -> impl Iterator<Item = Result<Page>> {
    let mut remaining = limit;
    std::iter::from_fn(move || {
        if remaining == 0 {
            return None;
        }
        let page = pages.next()?;
        Some(page.map(|mut page| {
            page.rows.truncate(remaining);
            remaining -= page.rows.len();
            page
        }))
    })
}

/// The last `limit` rows in list order, from pages that arrive in reverse order.
fn last_rows(pages: impl Iterator<Item = Result<Page>>, limit: usize) -> Result<Page> {
    let mut all = Page { rows: Vec::new(), date: None };
    for page in pages {
        let mut page = page?;
        all.date = all.date.or(page.date);
        page.rows.append(&mut all.rows);
        all.rows = page.rows;
        if all.rows.len() >= limit {
            all.rows.drain(..all.rows.len() - limit);
            break;
        }
    }
    Ok(all)
}

/// A value of `--status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Status {
    Active,
    Expired,
    Revoked,
}

impl Status {
    /// The name in the API.
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// A value of `--sort`: a field that the API can sort by (<https://qlik.dev/apis/rest/api-keys>), or `expiry`, which
/// is sorted here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sort(&'static str);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExpiryOrder {
    Ascending,
    Descending,
}

impl Sort {
    const VALUES: [Self; 18] = [
        Self("createdByUser"),
        Self("+createdByUser"),
        Self("-createdByUser"),
        Self("sub"),
        Self("+sub"),
        Self("-sub"),
        Self("status"),
        Self("+status"),
        Self("-status"),
        Self("description"),
        Self("+description"),
        Self("-description"),
        Self("created"),
        Self("+created"),
        Self("-created"),
        Self("expiry"),
        Self("+expiry"),
        Self("-expiry"),
    ];

    /// The sort order for `expiry`, or `None` for a field that the tenant sorts by.
    fn expiry_order(self) -> Option<ExpiryOrder> {
        match self.0 {
            "expiry" | "+expiry" => Some(ExpiryOrder::Ascending),
            "-expiry" => Some(ExpiryOrder::Descending),
            _ => None,
        }
    }
}

impl ValueEnum for Sort {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::VALUES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0))
    }
}
