//! [`NameCompleter`]: completes contexts, keys and help topics, each with a description. They come from the profile and
//! the completion cache. It reads no secret and sends no request, unless `QLIK_COMPLETE_ONLINE` is set.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use clap::{Command, FromArgMatches as _};
use clap_complete::CompletionCandidate;

use super::command_line::CommandLine;
use crate::api::api_keys::{self, Query};
use crate::app::completion_cache::{CachedKey, CachingPages, CompletionCache, to_short_line};
use crate::app::{App, Interrupts, RunState, Session};
use crate::context::{Auth, StoreKind, Target};
use crate::environment::{COMPLETE_ONLINE, Environment};
use crate::error::Result;
use crate::flags::{CompletedValue, GlobalFlags};
use crate::help::TOPICS;
use crate::terminal::{Terminal, sanitize};
use crate::user_folders;

/// How long to wait for the tenant if `QLIK_COMPLETE_ONLINE` is set, so that a whole run takes less than 300 ms.
const ONLINE_TIMEOUT: Duration = Duration::from_millis(280);

/// A name and its description.
type Candidate = (String, String);

/// Completes the names in one command line.
pub struct NameCompleter {
    globals: GlobalFlags,
    environment: Environment,
    terminal: Terminal,
    /// The positional arguments before the current word.
    positionals: Vec<String>,
    help_topics: Vec<Candidate>,
    accepts_context_list: bool,
    accepts_leading_hyphen: bool,
}

impl NameCompleter {
    /// Creates the completer for `line`. `new_root` creates the command tree, and `root` is a built one. Returns `None`
    /// if clap can't parse the line.
    pub fn new(
        line: &CommandLine,
        root: &Command,
        new_root: fn() -> Command,
        environment: &Environment,
        terminal: &Terminal,
    ) -> Option<Self> {
        let matches = line.parse(new_root())?;
        let positionals = line.positionals(&matches);
        Some(Self {
            globals: completion_globals(GlobalFlags::from_arg_matches(&matches).ok()?),
            environment: environment.clone(),
            terminal: terminal.clone(),
            help_topics: list_help_topics(root, &positionals),
            positionals,
            accepts_context_list: line.accepts_context_list(),
            accepts_leading_hyphen: line.accepts_leading_hyphen(),
        })
    }

    /// Returns the names of this kind that start with the current word, without those already on the line.
    pub fn complete(&self, kind: CompletedValue, current_word: &OsStr) -> Vec<CompletionCandidate> {
        let current_word = current_word.to_string_lossy();
        let is_list = kind == CompletedValue::ContextList && self.accepts_context_list;
        let item_start = current_word.rfind(',').filter(|_| is_list).map_or(0, |comma| comma + 1);
        let (list, prefix) = current_word.split_at(item_start);
        let is_new =
            |name: &str| !self.positionals.iter().any(|used| used == name) && !list.split(',').any(|used| used == name);
        let is_value = |name: &str| self.accepts_leading_hyphen || !list.is_empty() || !name.starts_with('-');
        self.list_all(kind)
            .into_iter()
            .filter(|(name, _)| name.starts_with(prefix) && is_new(name) && is_value(name))
            .map(|(name, description)| CompletionCandidate::new(format!("{list}{name}")).help(Some(description.into())))
            .collect()
    }

    /// Lists all names of this kind. On any error it lists none, since a message would disturb the line being typed.
    fn list_all(&self, kind: CompletedValue) -> Vec<Candidate> {
        let state = RunState::new(&self.globals, &self.environment);
        let interrupts = Interrupts::default();
        let app = App::new(&self.globals, &self.environment, &self.terminal, &interrupts, &state);
        let names = match kind {
            CompletedValue::Context | CompletedValue::ContextList => list_contexts(&app),
            CompletedValue::Key => list_keys(&app, true),
            CompletedValue::ActiveKey => list_keys(&app, false),
            CompletedValue::HelpTopic => Ok(self.help_topics.clone()),
        };
        names.unwrap_or_default()
    }
}

/// Adjusts the global flags of the line for completion: no messages, no retries and a short timeout.
fn completion_globals(flags: GlobalFlags) -> GlobalFlags {
    let config = flags.config.map(expand_home);
    let ca_file = flags.ca_file.map(expand_home);
    let mut globals = GlobalFlags { config, ca_file, retry: 0, timeout: ONLINE_TIMEOUT, verbose: false, ..flags };
    globals.output.quiet = true;
    globals
}

/// Replaces a leading `~`, which the shell has not expanded yet.
fn expand_home(path: PathBuf) -> PathBuf {
    let in_home = |rest: &Path| Some(user_folders::home_dir()?.join(rest));
    path.strip_prefix("~").ok().and_then(in_home).unwrap_or(path)
}

/// Lists what can follow `help` and these words: the subcommands, and directly after `help` also its topics.
fn list_help_topics(root: &Command, words: &[String]) -> Vec<Candidate> {
    let Some(command) = words.iter().try_fold(root, |command, word| command.find_subcommand(word)) else {
        return Vec::new();
    };
    let about = |command: &Command| command.get_about().map(ToString::to_string).unwrap_or_default();
    let commands = command.get_subcommands().filter(|command| !command.is_hide_set());
    let commands = commands.map(|command| (command.get_name().to_owned(), about(command)));
    let topics = TOPICS.iter().filter(|_| words.is_empty());
    commands.chain(topics.map(|(name, about)| ((*name).to_owned(), (*about).to_owned()))).collect()
}

/// Lists the contexts of the profile with their comments, or else their servers.
fn list_contexts(app: &App) -> Result<Vec<Candidate>> {
    let profile = app.profile()?;
    let names = profile.names().into_iter().filter(|name| !name.contains(sanitize::is_unsafe));
    let describe = |name: &str| {
        let context = profile.context(name).ok()?;
        Some(to_short_line(&context.comment.unwrap_or_else(|| context.server.host_and_port())))
    };
    Ok(names.map(|name| (name.clone(), describe(&name).unwrap_or_default())).collect())
}

/// Lists the known keys of the tenant: the active ones, then the inactive ones if `with_inactive` is set.
fn list_keys(app: &App, with_inactive: bool) -> Result<Vec<Candidate>> {
    let target = app.resolve_target()?;
    let fresh = if app.environment.get_os(COMPLETE_ONLINE).is_some() { query_tenant(app, &target) } else { Vec::new() };
    let cached = CompletionCache::new(app, target.server(), target.context()).map(|cache| cache.keys());
    let cached = cached.unwrap_or_default().into_iter();
    let cached = cached.filter(|key| !fresh.iter().any(|fresh| fresh.id == key.id)).collect::<Vec<_>>();
    let (active, inactive): (Vec<_>, Vec<_>) = fresh.into_iter().chain(cached).partition(|key| key.status == "active");
    let inactive = inactive.into_iter().filter(|_| with_inactive);
    Ok(active.into_iter().chain(inactive).map(to_candidate).collect())
}

fn to_candidate(key: CachedKey) -> Candidate {
    let description = match key.status.as_str() {
        "active" | "" => key.description,
        status => format!("{} ({status})", key.description),
    };
    (key.id, description)
}

/// Requests the newest keys from the tenant. Returns none if that isn't possible within [`ONLINE_TIMEOUT`] or without a
/// prompt.
fn query_tenant(app: &App, target: &Target) -> Vec<CachedKey> {
    if !can_sign_in_immediately(target) {
        return Vec::new();
    }
    let started_at = Instant::now();
    let (sender, receiver) = mpsc::channel();
    let (globals, environment, terminal) = (app.globals.clone(), app.environment.clone(), app.terminal.clone());
    // In a thread, since a request can take longer than its timeout, for example if the name server is down. The thread
    // ends with the process.
    let send_request = move || {
        let state = RunState::new(&globals, &environment);
        let keys = fetch_newest_keys(&App::new(&globals, &environment, &terminal, &Interrupts::default(), &state));
        drop(sender.send(keys.unwrap_or_default()));
    };
    if thread::Builder::new().spawn(send_request).is_err() {
        return Vec::new();
    }
    receiver.recv_timeout(ONLINE_TIMEOUT.saturating_sub(started_at.elapsed())).unwrap_or_default()
}

/// Lists the first page of keys, newest first, and caches it.
fn fetch_newest_keys(app: &App) -> Result<Vec<CachedKey>> {
    let session = Session::new(app, &app.resolve_target()?)?;
    let pages = api_keys::list(&session.client, &Query::default());
    let mut pages = CachingPages::new(session.completion_cache, pages, true);
    let page = pages.next().transpose()?;
    Ok(page.iter().flat_map(|page| &page.rows).filter_map(CachedKey::from_row).collect())
}

/// Whether signing in needs no keyring or command, which may prompt for a password, and no request for an access token.
fn can_sign_in_immediately(target: &Target) -> bool {
    match target {
        Target::Direct { credential, .. } => !credential.is_oauth(),
        Target::Context { context, .. } => {
            context.auth == Auth::ApiKey && matches!(context.store, StoreKind::File | StoreKind::Env(_))
        }
    }
}
