//! `ls`: all API keys, or those asked for.

use super::App;
use super::session::Session;
use crate::args;
use crate::client::Pages;
use crate::columns::API_KEY;
use crate::error::Result;
use crate::format::View;
use crate::page::Page;
use crate::render::{Columns, Outcome, PageSource};
use crate::resource::api_key::{self, Query};

pub fn run(app: &App, args: args::Ls) -> Result<Outcome> {
    let session = Session::open(app)?;
    let query = Query {
        created_by_user: args.created_by_user,
        sub: args.sub,
        status: args.status,
        sort: args.sort,
        starting_after: args.starting_after,
        ending_before: args.ending_before,
        limit: args.limit,
    };
    if app.view == View::Raw {
        return Ok(Outcome::Raw(api_key::page(&session.client, &query)?.body));
    }
    let pages = api_key::pages(&session.client, &query);
    let limit = query.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let pages: PageSource = if query.ending_before.is_some() {
        Box::new(std::iter::once(backwards(pages, limit)))
    } else {
        Box::new(forwards(pages, limit))
    };
    Ok(Outcome::Rows { pages, columns: Columns::new(API_KEY, args.columns.columns, !args.columns.no_header) })
}

/// The first `limit` rows, page by page; a page that isn't needed is not asked for.
fn forwards(mut pages: Pages, mut left: usize) -> impl Iterator<Item = Result<Page>> {
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
fn backwards(pages: Pages, limit: usize) -> Result<Page> {
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
