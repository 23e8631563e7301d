//! `ls`: all API keys, or those asked for.

use super::filter::{ByExpiry, Filter};
use super::known::Watched;
use super::many::Contexts;
use super::session::Session;
use super::{App, many};
use crate::api::api_keys::{self, Query};
use crate::args;
use crate::error::{Error, Result};
use crate::output::columns::API_KEY;
use crate::output::format::View;
use crate::output::{Columns, Outcome, PageSource};
use crate::page::Page;

pub fn run(app: &App, args: args::Ls) -> Result<Outcome> {
    let columns = Columns::new(API_KEY, args.columns.columns.clone(), !args.columns.no_header);
    let contexts = Contexts::asked(app, &args.tenants)?;
    let asked = Request::of(args)?;
    if let Some(contexts) = contexts {
        return Ok(contexts.rows(app, columns.with_context(), |app, context| {
            let session = Session::of_context(app, context, many::SOURCE)?;
            Ok(joined(asked.pages(&session)?)?.into())
        }));
    }
    if app.view == View::Raw {
        asked.refuse_ours()?;
        let session = Session::open(app)?;
        return Ok(Outcome::Raw(api_keys::page(&session.client, &asked.query)?.body));
    }
    Ok(Outcome::Rows { pages: asked.pages(&Session::open(app)?)?, columns })
}

/// Which keys are asked for: what the tenant is to do of it, and what is done here.
struct Request {
    query: Query,
    filter: Filter,
    by_expiry: Option<Order>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Ascending,
    Descending,
}

impl Request {
    fn of(args: args::Ls) -> Result<Self> {
        let by_expiry = match args.sort.as_deref() {
            Some("expiry" | "+expiry") => Some(Order::Ascending),
            Some("-expiry") => Some(Order::Descending),
            _ => None,
        };
        if by_expiry.is_some() && (args.starting_after.is_some() || args.ending_before.is_some()) {
            return Err(Error::usage(
                "--sort expiry does not go with --startingAfter and --endingBefore: those are places in the tenant's own order",
            ));
        }
        let query = Query {
            created_by_user: args.created_by_user,
            sub: args.sub,
            status: args.status,
            sort: args.sort.filter(|_| by_expiry.is_none()),
            starting_after: args.starting_after,
            ending_before: args.ending_before,
            limit: args.limit,
        };
        let filter = Filter {
            expires_within: args.expires_within,
            expired_before: args.expired_before,
            older_than: args.older_than,
            text: args.text,
        };
        Ok(Self { query, filter, by_expiry })
    }

    /// Refuses what one request alone can't do.
    fn refuse_ours(&self) -> Result<()> {
        if self.filter.is_empty() && self.by_expiry.is_none() {
            return Ok(());
        }
        Err(Error::usage(
            "--raw prints one answer of the tenant untouched: --expires-within, --expired-before, --older-than, --match \
             and --sort expiry don't apply",
        )
        .hint("leave --raw out; -o json prints the tenant's own JSON too"))
    }

    /// The pages, filtered, and then cut to the limit; sorted where that is done here.
    fn pages(&self, session: &Session) -> Result<PageSource> {
        let limit = self.query.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let (is_backwards, by_expiry) = (self.query.ending_before.is_some(), self.by_expiry);
        let all = self.filter.is_empty() && by_expiry.is_none();
        // Of rows that may not pass, whole pages are needed.
        let query = Query { limit: self.query.limit.filter(|_| all), ..self.query.clone() };
        let pages = api_keys::pages(&session.client, &query);
        let pages = Watched::new(session.known.clone(), pages, query.is_for_all());
        let pages = self.filter.clone().pages(pages);
        Ok(match by_expiry {
            Some(order) => {
                let mut page = ByExpiry::of(pages, order == Order::Descending)?.page();
                page.rows.truncate(limit);
                Box::new(std::iter::once(Ok(page)))
            }
            None if is_backwards => Box::new(std::iter::once(backwards(pages, limit))),
            None => Box::new(forwards(pages, limit)),
        })
    }
}

/// All pages in one.
fn joined(pages: PageSource) -> Result<Page> {
    let mut all = Page { rows: Vec::new(), date: None };
    for page in pages {
        let mut page = page?;
        all.rows.append(&mut page.rows);
        all.date = page.date.or(all.date);
    }
    Ok(all)
}

/// The first `limit` rows, page by page; a page that isn't needed is not asked for.
fn forwards(mut pages: impl Iterator<Item = Result<Page>>, mut left: usize) -> impl Iterator<Item = Result<Page>> {
    std::iter::from_fn(move || {
        if left == 0 {
            return None;
        }
        let page = pages.next()?;
        Some(page.map(|mut page| {
            page.rows.truncate(left);
            left -= page.rows.len();
            page
        }))
    })
}

/// The last `limit` rows before the end, in list order. The page nearest the end comes first.
fn backwards(pages: impl Iterator<Item = Result<Page>>, limit: usize) -> Result<Page> {
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
