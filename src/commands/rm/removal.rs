//! [`Removals`]: removes many keys, from the first request to the exit code.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Scope;

use serde::Serialize;

use super::batch::Batch;
use crate::api::api_keys::{self, ApiKey};
use crate::app::{App, Interrupts, Session};
use crate::error::{Error, Exit, Result};
use crate::http::{Client, MessageHandler, RateLimiter, RequestError};
use crate::page::Page;
use crate::terminal::{Progress, Terminal};

/// The result for a key that the tenant does not know.
const GONE: &str = "gone";

/// The result for one key: a row of the output.
#[derive(Debug, Serialize)]
pub struct Removal {
    id: String,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl Removal {
    /// The row for a key that `--dry-run` would remove.
    pub fn planned(key: ApiKey) -> Self {
        let (description, status) = (Some(key.description), Some(key.status));
        Self { description, status, ..Self::new(&key.id, "would remove") }
    }

    /// The row for a key that stays, with the reason.
    pub fn kept(key: ApiKey, reason: String) -> Self {
        let (description, status) = (Some(key.description), Some(key.status));
        Self { description, status, error: Some(reason), ..Self::new(&key.id, "kept") }
    }

    /// The row for a key that stays and that may be unknown to the tenant, with the reason.
    pub fn refused(id: &str, reason: String) -> Self {
        Self { error: Some(reason), ..Self::new(id, "kept") }
    }

    /// The row for a key without more details.
    pub fn new(id: &str, result: &'static str) -> Self {
        Self { id: id.to_owned(), result, description: None, status: None, error: None }
    }

    fn failed(id: &str, error: &Error) -> Self {
        Self { error: Some(error.reason()), ..Self::new(id, "failed") }
    }
}

/// The state that the worker threads share.
pub struct Job {
    client: Client,
    limiter: Arc<RateLimiter>,
    progress: Progress,
    options: RemovalOptions,
    state: Mutex<JobState>,
}

#[derive(Default)]
struct JobState {
    /// Whether the tenant has responded at all. Once it has, a connection failure affects only one key.
    has_responded: bool,
    /// The error that stopped the job.
    error: Option<Error>,
}

impl Job {
    /// Creates a job. `notice` prints messages about waiting for the rate limit.
    pub fn new(
        client: &Client,
        limiter: Arc<RateLimiter>,
        notice: MessageHandler,
        progress: Progress,
        options: RemovalOptions,
    ) -> Self {
        let client = client.with_rate_limiter(Arc::clone(&limiter), notice);
        Self { client, limiter, progress, options, state: Mutex::default() }
    }

    /// Removes one key, or reads it for `--dry-run`. Returns `None` if its error stops the job, or if the job was
    /// already stopped.
    fn attempt(&self, id: &str) -> Option<Removal> {
        let result = if self.options.dry_run { self.plan(id) } else { self.remove(id) };
        let removal = match result {
            Ok(removal) => removal,
            Err(error) => self.classify_error(id, error)?,
        };
        self.state().has_responded = true;
        self.progress.advance(1);
        Some(removal)
    }

    fn remove(&self, id: &str) -> Result<Removal, RequestError> {
        let response = api_keys::try_delete(&self.client, id)?.expect_json_or_empty();
        Ok(response.map_or_else(|error| Removal::failed(id, &error), |_| Removal::new(id, "removed")))
    }

    fn plan(&self, id: &str) -> Result<Removal, RequestError> {
        let key = api_keys::try_get(&self.client, id)?.parse_object();
        Ok(key.map_or_else(|error| Removal::failed(id, &error), Removal::planned))
    }

    /// Returns a row for an error that affects only this key. Stops the job for an error that would affect every key.
    fn classify_error(&self, id: &str, error: RequestError) -> Option<Removal> {
        let (is_not_found, is_not_sent) = (error.is_not_found(), error.is_not_sent());
        let error = Error::from(error);
        let mut state = self.state();
        match error.exit() {
            Exit::Interrupted => None,
            Exit::Auth | Exit::RateLimited => self.stop(&mut state, error),
            _ if is_not_sent && !state.has_responded => self.stop(&mut state, error),
            _ if is_not_found => Some(Removal::new(id, GONE)),
            _ => Some(Removal::failed(id, &error)),
        }
    }

    fn stop(&self, state: &mut JobState, error: Error) -> Option<Removal> {
        self.limiter.stop();
        state.error.get_or_insert(error);
        None
    }

    fn state(&self) -> MutexGuard<'_, JobState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The options of a removal job.
pub struct RemovalOptions {
    /// Read the keys, but remove nothing.
    pub dry_run: bool,
    /// Print only the IDs of keys that no longer exist.
    pub ids_only: bool,
    /// Whether the user named the keys, so that it is an error if the tenant knows none of them.
    pub are_named: bool,
}

/// A removal job in progress. It returns its results page by page, and its exit code at the end.
pub struct Removals<'a> {
    job: &'a Job,
    session: &'a Session,
    batch: Batch<Removal>,
    /// The key that signs in. It is removed last, since no request succeeds after that.
    own_key: Option<String>,
    total: usize,
    processed: usize,
    failed: usize,
    /// The number of keys that the tenant did not know.
    unknown: usize,
    /// Whether to print failures as warnings, because their rows are not printed.
    warn_on_failure: bool,
    interrupts: &'a Interrupts,
    /// The IDs of the keys that no longer exist.
    removed_ids: Vec<String>,
}

impl<'a> Removals<'a> {
    /// Starts to remove `ids`, and `own_key` after all others.
    ///
    /// # Errors
    /// Fails if no thread can be started.
    pub fn start(
        app: &'a App,
        scope: &'a Scope<'a, '_>,
        job: &'a Job,
        session: &'a Session,
        ids: Vec<String>,
        own_key: Option<String>,
    ) -> Result<Self> {
        let total = ids.len() + usize::from(own_key.is_some());
        stop_on_interrupt(app.interrupts, &job.limiter, &job.progress);
        let batch = Batch::start(scope, ids, &job.limiter, |id| job.attempt(id))?;
        Ok(Self {
            job,
            session,
            batch,
            own_key,
            total,
            processed: 0,
            failed: 0,
            unknown: 0,
            warn_on_failure: job.options.ids_only,
            interrupts: app.interrupts,
            removed_ids: Vec::new(),
        })
    }

    /// Waits for the next results and returns their rows, or `None` at the end.
    pub fn next_page(&mut self) -> Option<Result<Page>> {
        let Some(removals) = self.next_removals() else {
            self.job.progress.finish();
            return None;
        };
        let is_printed = |removal: &&Removal| !(self.job.options.ids_only && removal.error.is_some());
        Some(Page::from_values(removals.iter().filter(is_printed)))
    }

    fn next_removals(&mut self) -> Option<Vec<Removal>> {
        let removals = match self.batch.next() {
            Some(removals) => removals,
            None if self.job.limiter.is_stopped() => return None,
            None => vec![self.job.attempt(&self.own_key.take()?)?],
        };
        self.processed += removals.len();
        self.unknown += removals.iter().filter(|removal| removal.result == GONE).count();
        for removal in &removals {
            match &removal.error {
                None => self.removed_ids.push(removal.id.clone()),
                Some(error) => {
                    self.failed += 1;
                    if self.warn_on_failure {
                        self.warn(&removal.id, error);
                    }
                }
            }
        }
        Some(removals)
    }

    fn warn(&self, id: &str, error: &str) {
        let verb = self.verb();
        self.job
            .progress
            .print_above(|terminal| terminal.print_warning(&format!("API key {id} was not {verb}: {error}")));
    }

    fn verb(&self) -> &'static str {
        if self.job.options.dry_run { "read" } else { "removed" }
    }

    /// Processes the keys that are left if stdout was closed early, and returns the exit code.
    ///
    /// # Errors
    /// The error that stopped the job (exit code 3, 6, 7 or 128 + signal); exit code 8 if some keys failed; exit code 5 if
    /// the tenant knows none of the keys that the user named.
    pub fn finish(&mut self, terminal: &Terminal) -> Result<Exit> {
        self.warn_on_failure = true;
        while self.next_removals().is_some() {}
        self.job.progress.finish();
        if !self.job.options.dry_run {
            self.session.remove_cached_keys(&self.removed_ids.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let (total, left) = (self.total, self.total - self.processed);
        let left_unchanged = format!("{left} of {total} API keys were left unchanged");
        if let Some(error) = self.job.state().error.take() {
            terminal.print_warning(&left_unchanged);
            return Err(error);
        }
        if let Some(exit) = self.interrupts.first() {
            return Err(Error::new(exit, format!("interrupted: {left_unchanged}")));
        }
        match self.failed {
            0 if self.job.options.are_named && self.unknown == total => Err(unknown_keys_error(total)),
            0 => Ok(Exit::Ok),
            failed => Err(Error::new(Exit::Partial, format!("{failed} of {total} API keys were not {}", self.verb()))),
        }
    }
}

fn unknown_keys_error(total: usize) -> Error {
    let message = match total {
        1 => "the API key does not exist".to_owned(),
        total => format!("none of the {total} API keys exists"),
    };
    Error::new(Exit::NotFound, message).with_hint("qlik-api-key ls")
}

/// Makes the first signal stop the job but wait for the requests in flight, so that their results are printed.
fn stop_on_interrupt(interrupts: &Interrupts, limiter: &Arc<RateLimiter>, progress: &Progress) {
    let (limiter, progress) = (Arc::clone(limiter), progress.clone());
    interrupts.defer(move || {
        limiter.stop();
        progress.print_above(|terminal| {
            terminal.print("stopping after the requests in flight; press Ctrl-C again to stop now")
        });
    });
}
