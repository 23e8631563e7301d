//! [`Removals`]: the removal of many keys, or the plan of one, from the first request to the exit code.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::value::RawValue;

use crate::api::api_keys::{self, ApiKey};
use crate::commands::batch::{Batch, Work};
use crate::commands::known::KnownKeys;
use crate::commands::session::Session;
use crate::error::{Error, Exit, Result};
use crate::http::{Client, Failure, Pace};
use crate::page::Page;
use crate::terminal::{Progress, Terminal};

/// What became of a key, or would: a row.
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
    /// The key as it is, which would be removed.
    pub fn planned(key: ApiKey) -> Self {
        let (description, status) = (Some(key.description), Some(key.status));
        Self { description, status, ..Self::of(&key.id, "would remove") }
    }

    fn of(id: &str, result: &'static str) -> Self {
        Self { id: id.to_owned(), result, description: None, status: None, error: None }
    }

    fn failed(id: &str, error: &Error) -> Self {
        Self { error: Some(error.reason()), ..Self::of(id, "failed") }
    }

    /// The row as JSON.
    ///
    /// # Errors
    /// Where it can't be written as JSON, which no text prevents.
    pub fn row(&self) -> Result<Box<RawValue>> {
        serde_json::value::to_raw_value(self)
            .map_err(|error| Error::new(Exit::Error, "a result can't be written as JSON").caused_by(error))
    }
}

/// What the workers share.
struct Job {
    client: Client,
    pace: Arc<Pace>,
    progress: Progress,
    dry_run: bool,
    /// Whether the tenant has answered anything, so that a failure is that one key's.
    reached: AtomicBool,
    /// Why no further key is tried.
    stopped: Mutex<Option<Error>>,
}

impl Job {
    /// Tries one key; `None` where that is why no further one is tried, or comes after it.
    fn attempt(&self, id: &str) -> Option<Removal> {
        let removal = match if self.dry_run { self.look(id) } else { self.remove(id) } {
            Ok(removal) => removal,
            Err(failure) => self.judged(id, failure)?,
        };
        self.reached.store(true, Ordering::Relaxed);
        self.progress.advance(1);
        Some(removal)
    }

    fn remove(&self, id: &str) -> Result<Removal, Failure> {
        let answer = api_keys::try_remove(&self.client, id)?.acknowledged();
        Ok(answer.map_or_else(|error| Removal::failed(id, &error), |_| Removal::of(id, "removed")))
    }

    fn look(&self, id: &str) -> Result<Removal, Failure> {
        let key = api_keys::try_get(&self.client, id)?.object();
        Ok(key.map_or_else(|error| Removal::failed(id, &error), Removal::planned))
    }

    /// Tells what concerns that one key from what would meet every other one too.
    fn judged(&self, id: &str, failure: Failure) -> Option<Removal> {
        let missing = failure.is_missing();
        let nowhere = failure.is_unreached() && !self.reached.load(Ordering::Relaxed);
        let error = Error::from(failure);
        match error.exit() {
            Exit::Interrupted => None,
            Exit::Auth | Exit::RateLimited => self.stop(error),
            _ if nowhere => self.stop(error),
            _ if missing => Some(Removal::of(id, "gone")),
            _ => Some(Removal::failed(id, &error)),
        }
    }

    fn stop(&self, error: Error) -> Option<Removal> {
        self.pace.stop();
        self.stopped.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        None
    }
}

/// How the removals are made and shown.
pub struct Manner {
    /// Nothing is removed.
    pub dry_run: bool,
    /// IDs alone are shown, so that what failed is told apart.
    pub ids_alone: bool,
}

/// The removal of many keys: what was done comes page by page, and how it ended at last.
pub struct Removals {
    job: Arc<Job>,
    work: Work<Removal>,
    batch: Batch<Removal>,
    /// The key that one signs in with: after it there is nothing more to be done.
    last: Option<String>,
    manner: Manner,
    total: usize,
    done: usize,
    failed: usize,
    interrupted: Arc<AtomicBool>,
    /// Where completions know the keys from, and those that are gone.
    known: Option<KnownKeys>,
    gone: Vec<String>,
}

impl Removals {
    /// Begins to remove these, and `last` after all others.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn begin(
        ids: Vec<String>,
        last: Option<String>,
        session: &Session,
        pace: Arc<Pace>,
        progress: Progress,
        manner: Manner,
    ) -> Result<Self> {
        let total = ids.len() + usize::from(last.is_some());
        let interrupted = stop_on_interrupt(&pace, &progress);
        let job = Arc::new(Job {
            client: session.client.paced(&pace),
            pace,
            progress,
            dry_run: manner.dry_run,
            reached: AtomicBool::new(false),
            stopped: Mutex::new(None),
        });
        let of_workers = Arc::clone(&job);
        let work: Work<Removal> = Arc::new(move |id| of_workers.attempt(id));
        let batch = Batch::start(ids, &job.pace, &work)?;
        let known = session.known.clone().filter(|_| !manner.dry_run);
        Ok(Self { job, work, batch, last, manner, total, done: 0, failed: 0, interrupted, known, gone: Vec::new() })
    }

    /// The rows that are known by now; `None` at the end.
    pub fn page(&mut self) -> Option<Result<Page>> {
        let Some(removals) = self.next().transpose() else {
            self.job.progress.end();
            return None;
        };
        let rows = removals.and_then(|removals| {
            let shown = |removal: &&Removal| !(self.manner.ids_alone && removal.error.is_some());
            removals.iter().filter(shown).map(Removal::row).collect::<Result<Vec<_>>>()
        });
        Some(rows.map(|rows| Page::of(rows, None)))
    }

    fn next(&mut self) -> Result<Option<Vec<Removal>>> {
        let mut known = self.batch.next();
        if known.is_none()
            && !self.job.pace.is_stopped()
            && let Some(own) = self.last.take()
        {
            self.batch = Batch::start(vec![own], &self.job.pace, &self.work)?;
            known = self.batch.next();
        }
        let removals = known.iter().flatten();
        self.done += removals.clone().count();
        self.gone.extend(removals.clone().filter(|removal| removal.error.is_none()).map(|removal| removal.id.clone()));
        let failed = removals.filter(|removal| removal.error.is_some());
        self.failed += failed.clone().count();
        if self.manner.ids_alone {
            failed.for_each(|removal| self.warn(removal));
        }
        Ok(known)
    }

    fn warn(&self, failed: &Removal) {
        let why = failed.error.as_deref().unwrap_or_default();
        self.job
            .progress
            .above(|terminal| terminal.warn(&format!("API key {} was not {}: {why}", failed.id, self.verb())));
    }

    fn verb(&self) -> &'static str {
        if self.manner.dry_run { "read" } else { "removed" }
    }

    /// How it ended. What nobody wanted to see is done as well.
    ///
    /// # Errors
    /// What stopped it: exit 3, 6, 7 or 130; exit 8 where some failed.
    pub fn verdict(&mut self, terminal: &Terminal) -> Result<Exit> {
        self.manner.ids_alone = true;
        while self.next()?.is_some() {}
        self.job.progress.end();
        if let Some(known) = &self.known {
            known.remove(&self.gone.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let (total, left) = (self.total, self.total - self.done);
        let untouched = format!("{left} of {total} API keys were left as they are");
        if let Some(error) = self.job.stopped.lock().unwrap_or_else(PoisonError::into_inner).take() {
            terminal.warn(&untouched);
            return Err(error);
        }
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(Error::new(Exit::Interrupted, format!("interrupted: {untouched}")));
        }
        match self.failed {
            0 => Ok(Exit::Ok),
            failed => Err(Error::new(Exit::Partial, format!("{failed} of {total} API keys were not {}", self.verb()))),
        }
    }
}

/// From here on Ctrl-C lets what is on its way arrive, so that all that was done is told. A second one stops at once.
fn stop_on_interrupt(pace: &Arc<Pace>, progress: &Progress) -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let (pressed, pace, progress) = (Arc::clone(&interrupted), Arc::clone(pace), progress.clone());
    // It fails only where the process has a handler, and then Ctrl-C does what that one does.
    let _ = ctrlc::set_handler(move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Exit::Interrupted.code()));
        }
        pace.stop();
        progress
            .above(|terminal| terminal.say("stopping once what is on its way is answered; Ctrl-C again stops at once"));
    });
    interrupted
}
