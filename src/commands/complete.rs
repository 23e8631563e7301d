//! `__complete`: the contexts or keys that may stand where a shell completes a word, one a line, each with a description after
//! a tab. They come from the profile and from the completion cache; no secret is read and nothing is sent, unless the
//! user wants the tenant asked. A shell is no place for an error: whatever is wrong, nothing is printed.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use super::Run;
use super::command_line::{CommandLine, Completed, CompletedWord};
use crate::api::api_keys::{self, Query};
use crate::app::completion_cache::{CachedKey, CachingPages, CompletionCache, shorten};
use crate::app::{App, Files, Session};
use crate::context::{Auth, StoreKind, Target};
use crate::environment::COMPLETE_ONLINE;
use crate::error::{Exit, Result};
use crate::flags::GlobalFlags;
use crate::output::OutputKind;
use crate::secret::Secret;
use crate::terminal::sanitize;

/// How long to wait for the tenant, where it is asked. With the rest of a run that is less than 300 ms.
const ONLINE_WAIT: Duration = Duration::from_millis(280);

/// `__complete`
#[derive(Args, Debug)]
pub struct Complete {
    /// The part of the word at the cursor that is before it
    // A flag, since Windows PowerShell drops an argument that is empty.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, default_value = "")]
    at: OsString,

    /// The words before that, the program's name first
    #[arg(last = true, value_name = "WORD")]
    words: Vec<OsString>,
}

/// What may stand at the cursor: a name, and its description.
type Candidate = (String, String);

impl Run for Complete {
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Text)?;
        let words: Vec<_> = self.words.iter().map(|word| word.to_string_lossy()).collect();
        let line = CommandLine::parse(words.iter().map(AsRef::as_ref), &self.at.to_string_lossy());
        let Some(word) = &line.word else {
            return Ok(Exit::Ok);
        };
        let globals = globals(app, &line);
        let files = Files::new(&globals, app.environment);
        let app = App::new(&globals, app.environment, app.terminal, &files);
        let candidates = match word.what {
            Completed::Context => contexts(&app),
            Completed::Key | Completed::ActiveKey => keys(&app, word.what),
        };
        printer.text(&candidates.map(|candidates| matching_lines(word, candidates)).unwrap_or_default())?;
        Ok(Exit::Ok)
    }
}

/// The global flags of the line that is being typed: they say which tenant it is about.
fn globals(app: &App, line: &CommandLine) -> GlobalFlags {
    let text = |field| line.value(field).map(str::to_owned);
    let mut globals = GlobalFlags {
        context: text("context"),
        config: line.value("config").map(expand_home),
        server: text("server"),
        headers: line.values("headers").map(|value| Secret::new(value.to_owned())).collect(),
        ca_file: line.value("ca_file").map(expand_home),
        retry: 0,
        timeout: ONLINE_WAIT,
        ..app.globals.clone()
    };
    globals.output.quiet = true;
    globals
}

/// A path as it is typed: the shell has not yet replaced the `~`.
fn expand_home(typed: &str) -> PathBuf {
    match typed.strip_prefix("~/").and_then(|rest| Some(dirs::home_dir()?.join(rest))) {
        Some(path) => path,
        None => typed.into(),
    }
}

fn matching_lines(word: &CompletedWord, candidates: Vec<Candidate>) -> String {
    let matches = |(name, _): &Candidate| {
        name.starts_with(&word.typed)
            && !word.taken.contains(name)
            && !(word.before_dashes && word.prefix.is_empty() && name.starts_with('-'))
    };
    let line = |(name, description): Candidate| format!("{}{name}\t{description}\n", word.prefix);
    candidates.into_iter().filter(matches).map(line).collect()
}

fn contexts(app: &App) -> Result<Vec<Candidate>> {
    let profile = app.profile()?;
    let names = profile.names().into_iter().filter(|name| !name.contains(sanitize::is_unsafe));
    let describe = |name: &str| {
        let context = profile.context(name).ok()?;
        Some(shorten(&context.comment.unwrap_or_else(|| context.server.host_and_port())))
    };
    Ok(names.map(|name| (name.clone(), describe(&name).unwrap_or_default())).collect())
}

/// The keys of the tenant that are known, those first that can still be used.
fn keys(app: &App, what: Completed) -> Result<Vec<Candidate>> {
    let target = app.resolve_target()?;
    let fresh = if app.environment.get_os(COMPLETE_ONLINE).is_some() { ask_tenant(app, &target) } else { Vec::new() };
    let cached = CompletionCache::new(app, target.server(), target.context()).map(|cache| cache.keys());
    let cached = cached.unwrap_or_default().into_iter();
    let cached = cached.filter(|key| !fresh.iter().any(|fresh| fresh.id == key.id)).collect::<Vec<_>>();
    let (active, others): (Vec<_>, Vec<_>) = fresh.into_iter().chain(cached).partition(|key| key.status == "active");
    let others = if what == Completed::ActiveKey { Vec::new() } else { others };
    Ok(active.into_iter().chain(others).map(candidate).collect())
}

fn candidate(key: CachedKey) -> Candidate {
    let description = match key.status.as_str() {
        "active" | "" => key.description,
        status => format!("{} ({status})", key.description),
    };
    (key.id, description)
}

/// The newest keys as the tenant has them now; none where it can't be asked, or doesn't answer at once.
fn ask_tenant(app: &App, target: &Target) -> Vec<CachedKey> {
    if !has_credential_at_hand(target) {
        return Vec::new();
    }
    let begun = Instant::now();
    let (sender, receiver) = mpsc::channel();
    let (globals, environment, terminal) = (app.globals.clone(), app.environment.clone(), *app.terminal);
    // A request that takes too long, such as to a name server that is down, ends with the process.
    let ask = move || {
        let files = Files::new(&globals, &environment);
        let keys = newest_keys(&App::new(&globals, &environment, &terminal, &files));
        drop(sender.send(keys.unwrap_or_default()));
    };
    if thread::Builder::new().spawn(ask).is_err() {
        return Vec::new();
    }
    receiver.recv_timeout(ONLINE_WAIT.saturating_sub(begun.elapsed())).unwrap_or_default()
}

fn newest_keys(app: &App) -> Result<Vec<CachedKey>> {
    let session = Session::new(app, &app.resolve_target()?)?;
    let pages = api_keys::list(&session.client, &Query::default());
    let mut pages = CachingPages::new(session.completion_cache, pages, true);
    let page = pages.next().transpose()?;
    Ok(page.iter().flat_map(|page| &page.rows).filter_map(CachedKey::from_row).collect())
}

/// Whether the credential can be read without a keyring or a command, which may ask for a password, and without a request
/// for an access token.
fn has_credential_at_hand(target: &Target) -> bool {
    match target {
        Target::Direct { credential, .. } => !credential.is_oauth(),
        Target::Context { context, .. } => {
            context.auth == Auth::ApiKey && matches!(context.store, StoreKind::File | StoreKind::Env(_))
        }
    }
}
