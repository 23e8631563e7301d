//! `rm ID ID…`, `rm -` and `rm --dry-run`: prints a row with the result for each key.

use std::sync::Arc;
use std::thread;

use super::action::Action;
use super::removal::{Job, Removal, RemovalOptions, Removals};
use super::{Rm, confirm, ids, own_key_error};
use crate::api::api_keys::{self, ApiKey};
use crate::app::{App, Session};
use crate::commands::id_prefix::get_by_prefix;
use crate::commands::owners::describe_keys;
use crate::error::{Error, Exit, Result};
use crate::http::{MessageHandler, RateLimiter};
use crate::output::columns::{REMOVAL, REMOVAL_PLAN};
use crate::output::{Columns, Format, OutputMode, Printer, Summary};
use crate::page::Page;
use crate::terminal::{AnswerSource, Progress, sanitize};

/// The maximum number of keys that are described above the question.
const MAX_DESCRIBED_KEYS: usize = 10;

/// Removes several keys, or shows the plan for `--dry-run`.
///
/// # Errors
/// Exit code 2 if a confirmation is needed but not possible; 3, 6, 7 or 128 + signal if an error or a signal stopped the run; 8
/// if some keys failed.
pub fn run(app: &App, printer: &Printer, flags: &Rm) -> Result<Exit> {
    let from_stdin = flags.ids.iter().any(|id| id == "-");
    let needs_confirmation = !flags.yes && !flags.dry_run;
    let answers = if from_stdin { AnswerSource::ControllingTerminal } else { AnswerSource::Stdin };
    if needs_confirmation && !app.terminal.can_prompt_from(answers) {
        return Err(yes_required_error(from_stdin));
    }
    let ids = ids::read(&flags.ids)?;
    let columns = columns(flags.dry_run);
    if ids.is_empty() {
        printer.rows(&columns, std::iter::empty())?;
        return Ok(Exit::Ok);
    }
    // The question below asks for the confirmation of a protected tenant too.
    let session = app.sign_in()?;
    let (own, others): (Vec<_>, Vec<_>) = ids.iter().cloned().partition(|id| session.is_own_key(id));
    let own = own.into_iter().next();
    if let Some(id) = own.as_ref().filter(|_| !flags.yes) {
        if !flags.dry_run {
            return Err(own_key_error(id));
        }
        app.notice(&own_key_error(id).to_text());
    }
    if needs_confirmation {
        confirm_all(app, &session, &ids, answers)?;
    }
    remove_keys(
        app,
        printer,
        &session,
        KeysToRemove { others, own, dry_run: flags.dry_run, kept: Vec::new(), are_named: true },
    )
}

/// The keys that a removal job works on.
pub struct KeysToRemove {
    /// The keys to remove, except the own one.
    pub others: Vec<String>,
    /// The key that signs in, which is removed last.
    pub own: Option<String>,
    /// Whether to show the plan and remove nothing.
    pub dry_run: bool,
    /// The rows of keys that stay, which come first.
    pub kept: Vec<Removal>,
    /// Whether the user named the keys, so that it is an error if the tenant knows none of them.
    pub are_named: bool,
}

/// Removes keys and prints a row for each, or shows the plan.
///
/// # Errors
/// See [`Removals::finish`].
pub fn remove_keys(app: &App, printer: &Printer, session: &Session, keys: KeysToRemove) -> Result<Exit> {
    let KeysToRemove { others, own, dry_run, kept, are_named } = keys;
    let total = others.len() + usize::from(own.is_some());
    let verb = if dry_run { "read" } else { "removed" };
    let progress = Progress::new(app.terminal.clone(), verb, total, has_progress_bar(app, printer.mode()));
    let limiter = Arc::new(RateLimiter::new(app.globals.max_wait));
    let options = RemovalOptions { dry_run, ids_only: printer.mode() == OutputMode::Ids, are_named };
    let kept = if options.ids_only { Vec::new() } else { kept };
    let notice = notice_above_progress(app, &progress);
    let job = Job::new(&session.client, Arc::clone(&limiter), notice, progress, options);
    thread::scope(|scope| {
        let mut removals = Removals::start(app, scope, &job, session, others, own)?;
        let kept = (!kept.is_empty()).then(|| Page::from_values(&kept));
        let pages = kept.into_iter().chain(std::iter::from_fn(|| removals.next_page()));
        if let Err(error) = printer.rows(&columns(dry_run), pages) {
            // The scope waits for the requests in flight; no others are sent.
            limiter.stop();
            return Err(error);
        }
        removals.finish(app.terminal)
    })
}

/// `rm ID --dry-run`: reads the key and shows the plan.
///
/// # Errors
/// Fails if the key can't be read.
pub fn plan_one(app: &App, printer: &Printer, id: &str, yes: bool) -> Result<Exit> {
    let session = app.sign_in()?;
    let (response, id) = get_by_prefix(app, &session, id, yes, "rm")?;
    let key: ApiKey = response.parse_object()?;
    if !yes && session.is_own_key(&id) {
        app.notice(&own_key_error(&id).to_text());
    }
    printer.rows(&columns(true), std::iter::once(Page::from_values(&[Removal::planned(key)])))?;
    Ok(Exit::Ok)
}

fn columns(dry_run: bool) -> Columns {
    let columns = Columns::new(if dry_run { REMOVAL_PLAN } else { REMOVAL });
    columns.with_summary(Summary::by_field("key", "result", "nothing to remove: stdin contains no ID"))
}

fn yes_required_error(from_stdin: bool) -> Error {
    if from_stdin {
        Error::usage("removing keys listed on stdin requires --yes, since stdin can't answer the question")
            .with_hint("qlik-api-key rm - --yes (--dry-run shows what would be removed)")
    } else {
        Error::usage("removing several keys without a terminal requires --yes")
            .with_hint("add --yes (--dry-run shows what would be removed)")
    }
}

/// Asks one question for all keys, below a line for each of the first ones.
fn confirm_all(app: &App, session: &Session, ids: &[String], answers: AnswerSource) -> Result<()> {
    let (mut keys, mut unreadable) = (Vec::new(), Vec::new());
    for id in ids.iter().take(MAX_DESCRIBED_KEYS) {
        match api_keys::get(&session.client, id).and_then(|response| response.parse_object::<ApiKey>()) {
            Ok(key) => keys.push(key),
            // The removal will report this key and continue with the others.
            Err(error) if matches!(error.exit(), Exit::NotFound | Exit::Forbidden) => unreadable.push(id),
            Err(error) => return Err(error),
        }
    }
    let user_id = session.resolve_user_id()?;
    let names = describe_keys(session, &keys);
    let readable = keys.iter().zip(&names).map(|(key, name)| Action::new(key, &user_id).line(name));
    let lines = readable.chain(unreadable.into_iter().map(|id| format!("remove {}", sanitize::cell(id))));
    lines.for_each(|line| app.terminal.print(&line));
    if let Some(more @ 1..) = ids.len().checked_sub(MAX_DESCRIBED_KEYS) {
        app.terminal.print(&format!("and {more} more"));
    }
    let (count, host) = (ids.len(), session.server.host_and_port());
    let noun = if count == 1 { "API key" } else { "API keys" };
    confirm(app, session, &format!("Remove {count} {noun} from {host}? This cannot be undone."), answers)
}

/// Whether to show a progress bar. It would disrupt the trace of `-v`, and rows that are printed one by one to the
/// same terminal.
fn has_progress_bar(app: &App, mode: OutputMode) -> bool {
    let is_printed_at_once = matches!(mode, OutputMode::Formatted(Format::Table | Format::Json));
    !app.globals.output.is_silent() && !app.globals.verbose && (is_printed_at_once || !app.terminal.stdout_is_tty)
}

/// Returns a callback that prints notices about waiting above the progress bar.
fn notice_above_progress(app: &App, progress: &Progress) -> MessageHandler {
    let (silent, progress) = (app.globals.output.is_silent(), progress.clone());
    Box::new(move |text| {
        if !silent {
            progress.print_above(|terminal| terminal.print(text));
        }
    })
}
