//! `__complete`: the contexts or keys that may stand where a shell completes a word, one a line, each with what it is for
//! after a tab. They come from the profile and from what has been listed; no secret is read and nothing is sent, unless
//! the user wants the tenant asked. A shell is no place for an error: whatever is wrong, nothing is printed.

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::App;
use super::known::{self, Key, KnownKeys, Watched};
use super::session::Session;
use crate::api::api_keys::{self, Query};
use crate::args::{self, Globals, Line, Place, What};
use crate::context::{Auth, Profile, StoreKind, Target};
use crate::environment::COMPLETE_ONLINE;
use crate::error::Result;
use crate::output::Outcome;
use crate::secret::Secret;
use crate::terminal::sanitize;

/// How long the tenant is waited for, where it is asked. With the rest of a run it is less than 300 ms.
const PATIENCE: Duration = Duration::from_millis(280);

/// What may stand at the cursor: a name, and what it is for.
type Candidate = (String, String);

pub fn run(app: &App, args: &args::Complete) -> Outcome {
    let words: Vec<_> = args.words.iter().map(|word| word.to_string_lossy()).collect();
    let line = Line::read(words.iter().map(AsRef::as_ref), &args.at.to_string_lossy());
    let Some(place) = &line.place else {
        return Outcome::Text(String::new());
    };
    let globals = globals(app, &line);
    let app = App { globals: &globals, ..*app };
    let candidates = match place.what {
        What::Context => contexts(&app),
        What::Key | What::ActiveKey => keys(&app, place.what),
    };
    Outcome::Text(candidates.map(|candidates| listed(place, candidates)).unwrap_or_default())
}

/// The flags of the line that say which tenant it is about.
fn globals(app: &App, line: &Line) -> Globals {
    let text = |field| line.value(field).map(str::to_owned);
    Globals {
        context: text("context"),
        config: line.value("config").map(path),
        server: text("server"),
        headers: line.values("headers").map(|value| Secret::new(value.to_owned())).collect(),
        ca_file: line.value("ca_file").map(path),
        retry: 0,
        timeout: PATIENCE,
        quiet: true,
        ..app.globals.clone()
    }
}

/// A path as it is typed: the shell has not yet replaced the `~`.
fn path(typed: &str) -> PathBuf {
    match typed.strip_prefix("~/").and_then(|rest| Some(dirs::home_dir()?.join(rest))) {
        Some(path) => path,
        None => typed.into(),
    }
}

fn listed(place: &Place, candidates: Vec<Candidate>) -> String {
    let is_wanted = |(name, _): &Candidate| {
        name.starts_with(&place.typed)
            && !place.taken.contains(name)
            && !(place.before_dashes && place.kept.is_empty() && name.starts_with('-'))
    };
    let line = |(name, told): Candidate| format!("{}{name}\t{told}\n", place.kept);
    candidates.into_iter().filter(is_wanted).map(line).collect()
}

fn contexts(app: &App) -> Result<Vec<Candidate>> {
    let profile = Profile::read(&app.profile_path()?)?;
    let names = profile.names().into_iter().filter(|name| !name.contains(sanitize::is_unsafe));
    let told = |name: &str| {
        let context = profile.context(name).ok()?;
        Some(known::shortened(&context.comment.unwrap_or_else(|| context.server.host())))
    };
    Ok(names.map(|name| (name.clone(), told(&name).unwrap_or_default())).collect())
}

/// The keys that are known of the tenant, those first that can still be used.
fn keys(app: &App, what: What) -> Result<Vec<Candidate>> {
    let target = app.resolve_target()?;
    let context = match &target {
        Target::Context { context, .. } => Some(context),
        Target::Direct { .. } => None,
    };
    let fresh = if app.environment.raw(COMPLETE_ONLINE).is_some() { asked(app, &target) } else { Vec::new() };
    let kept = KnownKeys::of(app, target.server(), context).map(|known| known.keys()).unwrap_or_default();
    let kept = kept.into_iter().filter(|key| !fresh.iter().any(|fresh| fresh.id == key.id));
    let all = fresh.iter().cloned().chain(kept).collect::<Vec<_>>().into_iter();
    let (active, others): (Vec<_>, Vec<_>) = all.partition(|key| key.status == "active");
    let others = if what == What::ActiveKey { Vec::new() } else { others };
    Ok(active.into_iter().chain(others).map(candidate).collect())
}

fn candidate(key: Key) -> Candidate {
    let told = match key.status.as_str() {
        "active" | "" => key.description,
        status => format!("{} ({status})", key.description),
    };
    (key.id, told)
}

/// The newest keys as the tenant has them now; none where it can't be asked, or doesn't answer at once.
fn asked(app: &App, target: &Target) -> Vec<Key> {
    if !is_at_hand(target) {
        return Vec::new();
    }
    let begun = Instant::now();
    let (sender, receiver) = mpsc::channel();
    let (globals, environment, terminal, view) =
        (app.globals.clone(), app.environment.clone(), *app.terminal, app.view);
    // What doesn't end in time, such as a name server that is down, ends with the process.
    let ask = move || {
        let stores = std::sync::OnceLock::new();
        let (globals, environment, terminal) = (&globals, &environment, &terminal);
        let keys = newest(&App { globals, environment, terminal, view, stores: &stores, among: None, filter: None });
        drop(sender.send(keys.unwrap_or_default()));
    };
    let Ok(_) = thread::Builder::new().spawn(ask) else {
        return Vec::new();
    };
    receiver.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())).unwrap_or_default()
}

fn newest(app: &App) -> Result<Vec<Key>> {
    let session = Session::open_without_reminder(app)?;
    let mut pages = Watched::new(session.known, api_keys::pages(&session.client, &Query::default()), true);
    let page = pages.next().transpose()?;
    Ok(page.iter().flat_map(|page| &page.rows).filter_map(Key::from_row).collect())
}

/// Whether a credential can be had without a keyring or a command, which may ask for a password, and without a token
/// that had to be fetched first.
fn is_at_hand(target: &Target) -> bool {
    match target {
        Target::Direct { credential, .. } => !credential.is_oauth(),
        Target::Context { context, .. } => {
            context.auth == Auth::ApiKey && matches!(context.store, StoreKind::File | StoreKind::Env(_))
        }
    }
}
