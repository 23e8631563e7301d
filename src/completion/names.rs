//! [`Names`]: the contexts, the keys and the topics that may stand where a shell completes a word, each with a description. They
//! come from the profile and from the completion cache; no secret is read and nothing is sent, unless the user wants the tenant
//! asked.

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
use crate::app::{App, Files, Session};
use crate::context::{Auth, StoreKind, Target};
use crate::environment::{COMPLETE_ONLINE, Environment};
use crate::error::Result;
use crate::flags::{CompletedValue, GlobalFlags};
use crate::terminal::{Terminal, sanitize};

/// How long to wait for the tenant, where it is asked. With the rest of a run that is less than 300 ms.
const ONLINE_TIMEOUT: Duration = Duration::from_millis(280);

/// What `help` explains besides commands.
const HELP_TOPICS: [(&str, &str); 2] = [("environment", "The environment variables"), ("exit-codes", "The exit codes")];

/// A name, and its description.
type Candidate = (String, String);

/// The names that may complete a command line.
pub struct NameCompleter {
    globals: GlobalFlags,
    environment: Environment,
    terminal: Terminal,
    /// The positional arguments that were typed.
    positionals: Vec<String>,
    help_topics: Vec<Candidate>,
    accepts_context_list: bool,
    accepts_leading_hyphen: bool,
}

impl NameCompleter {
    /// The names for a line. `new_root` makes the tree of commands, `root` is one that is built. `None` where clap doesn't
    /// understand the line.
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
            terminal: *terminal,
            help_topics: list_help_topics(root, &positionals),
            positionals,
            accepts_context_list: line.accepts_context_list(),
            accepts_leading_hyphen: line.accepts_leading_hyphen(),
        })
    }

    /// The names of this kind that begin as typed, without those that the line has already.
    pub fn complete(&self, kind: CompletedValue, typed: &OsStr) -> Vec<CompletionCandidate> {
        let typed = typed.to_string_lossy();
        let is_list = kind == CompletedValue::ContextList && self.accepts_context_list;
        let start = typed.rfind(',').filter(|_| is_list).map_or(0, |comma| comma + 1);
        let (list, start) = typed.split_at(start);
        let is_new = |name: &str| {
            !self.positionals.iter().any(|typed| typed == name) && !list.split(',').any(|typed| typed == name)
        };
        let is_value = |name: &str| self.accepts_leading_hyphen || !list.is_empty() || !name.starts_with('-');
        self.list_all(kind)
            .into_iter()
            .filter(|(name, _)| name.starts_with(start) && is_new(name) && is_value(name))
            .map(|(name, description)| CompletionCandidate::new(format!("{list}{name}")).help(Some(description.into())))
            .collect()
    }

    /// All names of this kind. Whatever is wrong, there are none: a shell is no place for an error.
    fn list_all(&self, kind: CompletedValue) -> Vec<Candidate> {
        let files = Files::new(&self.globals, &self.environment);
        let app = App::new(&self.globals, &self.environment, &self.terminal, &files);
        let names = match kind {
            CompletedValue::Context | CompletedValue::ContextList => list_contexts(&app),
            CompletedValue::Key => list_keys(&app, true),
            CompletedValue::ActiveKey => list_keys(&app, false),
            CompletedValue::HelpTopic => Ok(self.help_topics.clone()),
        };
        names.unwrap_or_default()
    }
}

/// The global flags of the line that is being typed, for a run that is silent and doesn't wait.
fn completion_globals(typed: GlobalFlags) -> GlobalFlags {
    let config = typed.config.map(expand_home);
    let ca_file = typed.ca_file.map(expand_home);
    let mut globals = GlobalFlags { config, ca_file, retry: 0, timeout: ONLINE_TIMEOUT, verbose: false, ..typed };
    globals.output.quiet = true;
    globals
}

/// A path as it is typed: the shell has not yet replaced the `~`.
fn expand_home(typed: PathBuf) -> PathBuf {
    let in_home = |rest: &Path| Some(dirs::home_dir()?.join(rest));
    typed.strip_prefix("~").ok().and_then(in_home).unwrap_or(typed)
}

/// What may follow these words of `help`: commands, and at first its topics.
fn list_help_topics(root: &Command, words: &[String]) -> Vec<Candidate> {
    let Some(command) = words.iter().try_fold(root, |command, word| command.find_subcommand(word)) else {
        return Vec::new();
    };
    let about = |command: &Command| command.get_about().map(ToString::to_string).unwrap_or_default();
    let commands = command.get_subcommands().filter(|command| !command.is_hide_set());
    let commands = commands.map(|command| (command.get_name().to_owned(), about(command)));
    let topics = HELP_TOPICS.iter().filter(|_| words.is_empty());
    commands.chain(topics.map(|(name, about)| ((*name).to_owned(), (*about).to_owned()))).collect()
}

fn list_contexts(app: &App) -> Result<Vec<Candidate>> {
    let profile = app.profile()?;
    let names = profile.names().into_iter().filter(|name| !name.contains(sanitize::is_unsafe));
    let describe = |name: &str| {
        let context = profile.context(name).ok()?;
        Some(to_short_line(&context.comment.unwrap_or_else(|| context.server.host_and_port())))
    };
    Ok(names.map(|name| (name.clone(), describe(&name).unwrap_or_default())).collect())
}

/// The keys of the tenant that are known: those that can still be used, then the others if they are wanted.
fn list_keys(app: &App, with_others: bool) -> Result<Vec<Candidate>> {
    let target = app.resolve_target()?;
    let fresh = if app.environment.get_os(COMPLETE_ONLINE).is_some() { query_tenant(app, &target) } else { Vec::new() };
    let cached = CompletionCache::new(app, target.server(), target.context()).map(|cache| cache.keys());
    let cached = cached.unwrap_or_default().into_iter();
    let cached = cached.filter(|key| !fresh.iter().any(|fresh| fresh.id == key.id)).collect::<Vec<_>>();
    let (active, others): (Vec<_>, Vec<_>) = fresh.into_iter().chain(cached).partition(|key| key.status == "active");
    let others = others.into_iter().filter(|_| with_others);
    Ok(active.into_iter().chain(others).map(to_candidate).collect())
}

fn to_candidate(key: CachedKey) -> Candidate {
    let description = match key.status.as_str() {
        "active" | "" => key.description,
        status => format!("{} ({status})", key.description),
    };
    (key.id, description)
}

/// The newest keys as the tenant has them now; none where it can't be asked, or doesn't answer at once.
fn query_tenant(app: &App, target: &Target) -> Vec<CachedKey> {
    if !can_sign_in_immediately(target) {
        return Vec::new();
    }
    let begun = Instant::now();
    let (sender, receiver) = mpsc::channel();
    let (globals, environment, terminal) = (app.globals.clone(), app.environment.clone(), *app.terminal);
    // A request that takes too long, such as to a name server that is down, ends with the process.
    let ask = move || {
        let files = Files::new(&globals, &environment);
        let keys = fetch_newest_keys(&App::new(&globals, &environment, &terminal, &files));
        drop(sender.send(keys.unwrap_or_default()));
    };
    if thread::Builder::new().spawn(ask).is_err() {
        return Vec::new();
    }
    receiver.recv_timeout(ONLINE_TIMEOUT.saturating_sub(begun.elapsed())).unwrap_or_default()
}

fn fetch_newest_keys(app: &App) -> Result<Vec<CachedKey>> {
    let session = Session::new(app, &app.resolve_target()?)?;
    let pages = api_keys::list(&session.client, &Query::default());
    let mut pages = CachingPages::new(session.completion_cache, pages, true);
    let page = pages.next().transpose()?;
    Ok(page.iter().flat_map(|page| &page.rows).filter_map(CachedKey::from_row).collect())
}

/// Whether the credential can be read without a keyring or a command, which may ask for a password, and without a request
/// for an access token.
fn can_sign_in_immediately(target: &Target) -> bool {
    match target {
        Target::Direct { credential, .. } => !credential.is_oauth(),
        Target::Context { context, .. } => {
            context.auth == Auth::ApiKey && matches!(context.store, StoreKind::File | StoreKind::Env(_))
        }
    }
}
