//! `rm ID ID…` and `rm -`: many keys, each with a row that says what became of it; and the plan of `--dry-run`.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::ids;
use super::removal::{Options, Removal, Removals};
use crate::api::api_keys::{self, ApiKey};
use crate::args;
use crate::commands::session::Session;
use crate::commands::{App, view};
use crate::error::{Error, Exit, Result};
use crate::http::{RateLimiter, Say};
use crate::output::columns::{REMOVAL, REMOVAL_PLAN};
use crate::output::format::{Format, View};
use crate::output::{Columns, Outcome, PageSource};
use crate::page::Page;
use crate::terminal::Progress;

/// So many keys are named in the question.
const NAMED: usize = 3;

/// The most characters of a description in the question.
const SHORT: usize = 40;

pub fn run(app: &App, args: &args::Rm) -> Result<Outcome> {
    let from_stdin = args.ids.iter().any(|id| id == "-");
    let settled = args.yes || args.dry_run;
    // Whoever reads the IDs from stdin can't read an answer from it.
    if !settled && (from_stdin || !app.terminal.can_ask()) {
        return Err(unasked(from_stdin));
    }
    let ids = ids::of(&args.ids)?;
    if ids.is_empty() {
        return Ok(rows(Box::new(std::iter::empty()), args.dry_run));
    }
    // On a terminal the question below is asked instead.
    let session = Session::to_change(app, "remove API keys", settled || app.terminal.can_ask())?;
    let (own, others): (Vec<_>, Vec<_>) = ids.iter().cloned().partition(|id| session.claims.jti.as_ref() == Some(id));
    let own = own.into_iter().next();
    if let Some(id) = own.as_ref().filter(|_| !args.yes) {
        if !args.dry_run {
            return Err(super::own(id));
        }
        notice_own(app, id);
    }
    if !settled {
        ask(app, &session, &ids)?;
    }
    let total = ids.len();
    let progress = Progress::begin(*app.terminal, if args.dry_run { "read" } else { "removed" }, total, has_bar(app));
    let limiter = Arc::new(RateLimiter::new(app.globals.max_wait));
    let options = Options { dry_run: args.dry_run, ids_only: app.view == View::Ids };
    let notice = notice_above(app, &progress);
    let removals = Removals::start(others, own, &session, limiter, notice, progress, options)?;
    Ok(judged(app, removals, args.dry_run))
}

/// `rm ID --dry-run`: fails as the removal would.
pub fn plan(app: &App, id: &str, yes: bool) -> Result<Outcome> {
    let session = Session::open(app)?;
    let key: ApiKey = api_keys::get(&session.client, id)?.object()?;
    if !yes && session.claims.jti.as_deref() == Some(id) {
        notice_own(app, id);
    }
    let page = Page::of([Removal::planned(key).row()?], None);
    Ok(rows(Box::new(std::iter::once(Ok(page))), true))
}

fn notice_own(app: &App, id: &str) {
    app.notice(&format!("API key {id} is the one that you sign in with: removing it needs --yes"));
}

fn unasked(from_stdin: bool) -> Error {
    if from_stdin {
        Error::usage("removing the keys that stdin names needs --yes: stdin can't answer a question")
            .hint("qlik-api-key rm - --yes (--dry-run shows what it would remove)")
    } else {
        Error::usage("removing several keys needs --yes where nobody can be asked")
            .hint("add --yes (--dry-run shows what it would remove)")
    }
}

/// Asks once for all, with the descriptions of the first few.
fn ask(app: &App, session: &Session, ids: &[String]) -> Result<()> {
    let names: Vec<_> = ids.iter().take(NAMED).map(|id| described(session, id)).collect::<Result<_>>()?;
    let more = match ids.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (count, host) = (ids.len(), session.server.host());
    let noun = if count == 1 { "API key" } else { "API keys" };
    super::confirm(app, session, &format!("Remove {count} {noun} of {host}: {}{more}?", names.join(", ")))
}

fn described(session: &Session, id: &str) -> Result<String> {
    match api_keys::get(&session.client, id).and_then(|answer| answer.object::<ApiKey>()) {
        Ok(key) => {
            let flat = key.description.replace('\n', " ");
            let short: String = flat.chars().take(SHORT).collect();
            let cut = if short.len() < flat.len() { "…" } else { "" };
            Ok(format!("\"{short}{cut}\""))
        }
        // The removal will say so of this key, and go on.
        Err(error) if matches!(error.exit(), Exit::NotFound | Exit::Forbidden) => Ok(id.to_owned()),
        Err(error) => Err(error),
    }
}

/// A bar where it is in nobody's way: not in a trace, nor among rows that come one by one onto the same screen.
fn has_bar(app: &App) -> bool {
    let whole = matches!(app.view, View::Formatted(Format::Table | Format::Json));
    !view::is_silent(app.globals) && !app.globals.verbose && (whole || !app.terminal.stdout)
}

/// Prints notices about waiting above the bar.
fn notice_above(app: &App, progress: &Progress) -> Say {
    let (silent, progress) = (view::is_silent(app.globals), progress.clone());
    Box::new(move |text| {
        if !silent {
            progress.above(|terminal| terminal.say(text));
        }
    })
}

fn rows(pages: PageSource, dry_run: bool) -> Outcome {
    let noun = if dry_run { REMOVAL_PLAN } else { REMOVAL };
    Outcome::Rows { pages, columns: Columns::new(noun, Vec::new(), true) }
}

/// What was done is shown as it becomes known, and then judged.
fn judged(app: &App, removals: Removals, dry_run: bool) -> Outcome {
    let (terminal, removals) = (*app.terminal, Rc::new(RefCell::new(removals)));
    let shown = Rc::clone(&removals);
    let pages = std::iter::from_fn(move || shown.borrow_mut().page());
    Outcome::Judged {
        shown: Box::new(rows(Box::new(pages), dry_run)),
        verdict: Box::new(move || removals.borrow_mut().finish(&terminal)),
    }
}
