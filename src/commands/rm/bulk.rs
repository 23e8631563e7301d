//! `rm ID ID…` and `rm -`: many keys, each with a row that says what became of it; and the plan of `--dry-run`.

use std::sync::Arc;
use std::thread;

use super::removal::{Job, Removal, RemovalOptions, Removals};
use super::{Rm, confirm, ids, own_key_error};
use crate::api::api_keys::{self, ApiKey};
use crate::app::{App, Session};
use crate::error::{Error, Exit, Result};
use crate::http::{MessageHandler, RateLimiter};
use crate::output::columns::{REMOVAL, REMOVAL_PLAN};
use crate::output::{Columns, Format, OutputMode, Printer};
use crate::page::Page;
use crate::terminal::Progress;

/// How many keys the question names.
const MAX_NAMED_KEYS: usize = 3;

/// The most characters of a description in the question.
const MAX_DESCRIPTION_CHARS: usize = 40;

/// Removes many keys, or plans it.
///
/// # Errors
/// Exit 2 where nobody can be asked; what stops all of them: exit 3, 6, 7 or 130; exit 8 where some failed.
pub fn run(app: &App, printer: &Printer, flags: &Rm) -> Result<Exit> {
    let from_stdin = flags.ids.iter().any(|id| id == "-");
    let needs_answer = !flags.yes && !flags.dry_run;
    // stdin holds the IDs, so no answer can be read from it.
    if needs_answer && (from_stdin || !app.terminal.can_prompt()) {
        return Err(yes_required_error(from_stdin));
    }
    let ids = ids::read(&flags.ids)?;
    let columns = columns(flags.dry_run);
    if ids.is_empty() {
        printer.rows(&columns, std::iter::empty())?;
        return Ok(Exit::Ok);
    }
    // On a terminal the question below is asked instead.
    let session = app.sign_in_to_write("remove API keys", !needs_answer || app.terminal.can_prompt())?;
    let (own, others): (Vec<_>, Vec<_>) = ids.iter().cloned().partition(|id| session.is_own_key(id));
    let own = own.into_iter().next();
    if let Some(id) = own.as_ref().filter(|_| !flags.yes) {
        if !flags.dry_run {
            return Err(own_key_error(id));
        }
        app.notice(&own_key_error(id).to_text());
    }
    if needs_answer {
        confirm_all(app, &session, &ids)?;
    }
    let verb = if flags.dry_run { "read" } else { "removed" };
    let progress = Progress::new(*app.terminal, verb, ids.len(), has_progress_bar(app, printer.mode()));
    let limiter = Arc::new(RateLimiter::new(app.globals.max_wait));
    let options = RemovalOptions { dry_run: flags.dry_run, ids_only: printer.mode() == OutputMode::Ids };
    let notice = notice_above_progress(app, &progress);
    let job = Job::new(&session.client, Arc::clone(&limiter), notice, progress, options);
    thread::scope(|scope| {
        let mut removals = Removals::start(scope, &job, &session, others, own)?;
        if let Err(error) = printer.rows(&columns, std::iter::from_fn(|| removals.next_page())) {
            // The scope waits for the requests in flight; no other is sent.
            limiter.stop();
            return Err(error);
        }
        removals.finish(app.terminal)
    })
}

/// `rm ID --dry-run`: fails as the removal would.
///
/// # Errors
/// Where the key can't be read.
pub fn plan_one(app: &App, printer: &Printer, id: &str, yes: bool) -> Result<Exit> {
    let session = app.sign_in()?;
    let key: ApiKey = api_keys::get(&session.client, id)?.parse_object()?;
    if !yes && session.is_own_key(id) {
        app.notice(&own_key_error(id).to_text());
    }
    printer.rows(&columns(true), std::iter::once(Page::from_values(&[Removal::planned(key)])))?;
    Ok(Exit::Ok)
}

fn columns(dry_run: bool) -> Columns {
    Columns::new(if dry_run { REMOVAL_PLAN } else { REMOVAL })
}

fn yes_required_error(from_stdin: bool) -> Error {
    if from_stdin {
        Error::usage("removing the keys that stdin names needs --yes: stdin can't answer a question")
            .with_hint("qlik-api-key rm - --yes (--dry-run shows what it would remove)")
    } else {
        Error::usage("removing several keys needs --yes where nobody can be asked")
            .with_hint("add --yes (--dry-run shows what it would remove)")
    }
}

/// Asks once for all keys, with the descriptions of the first few.
fn confirm_all(app: &App, session: &Session, ids: &[String]) -> Result<()> {
    let names: Vec<_> = ids.iter().take(MAX_NAMED_KEYS).map(|id| describe(session, id)).collect::<Result<_>>()?;
    let more = match ids.len().saturating_sub(MAX_NAMED_KEYS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (count, host) = (ids.len(), session.server.host_and_port());
    let noun = if count == 1 { "API key" } else { "API keys" };
    confirm(app, session, &format!("Remove {count} {noun} of {host}: {}{more}?", names.join(", ")))
}

fn describe(session: &Session, id: &str) -> Result<String> {
    match api_keys::get(&session.client, id).and_then(|response| response.parse_object::<ApiKey>()) {
        Ok(key) => {
            let line = key.description.replace('\n', " ");
            let short: String = line.chars().take(MAX_DESCRIPTION_CHARS).collect();
            let ellipsis = if short.len() < line.len() { "…" } else { "" };
            Ok(format!("\"{short}{ellipsis}\""))
        }
        // The removal reports this key, and goes on.
        Err(error) if matches!(error.exit(), Exit::NotFound | Exit::Forbidden) => Ok(id.to_owned()),
        Err(error) => Err(error),
    }
}

/// Whether a progress bar is in nobody's way: not in a trace, nor among rows that come one by one onto the same screen.
fn has_progress_bar(app: &App, mode: OutputMode) -> bool {
    let is_printed_whole = matches!(mode, OutputMode::Formatted(Format::Table | Format::Json));
    !app.globals.output.is_silent() && !app.globals.verbose && (is_printed_whole || !app.terminal.stdout_is_tty)
}

/// Prints notices about waiting above the progress bar.
fn notice_above_progress(app: &App, progress: &Progress) -> MessageHandler {
    let (silent, progress) = (app.globals.output.is_silent(), progress.clone());
    Box::new(move |text| {
        if !silent {
            progress.print_above(|terminal| terminal.print(text));
        }
    })
}
