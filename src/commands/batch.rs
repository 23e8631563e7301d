//! [`Batch`]: the same work for many IDs, a few at once at the tenant's pace, its results in the order of the IDs.
//! Knows nothing of what the work is.

use std::collections::BTreeMap;
use std::iter::Enumerate;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::vec::IntoIter;

use crate::error::{Error, Exit, Result};
use crate::http::Pace;

/// How many are worked on at once.
const WORKERS: usize = 4;

/// What is done for an ID; `None` where it could not be tried any more.
pub type Work<T> = Arc<dyn Fn(&str) -> Option<T> + Send + Sync>;

/// Many IDs at work. As an iterator: what is known by now, at least one result at a time.
pub struct Batch<T> {
    known: Receiver<(usize, T)>,
    /// What is known before its turn.
    early: BTreeMap<usize, T>,
    /// Whose turn it is.
    next: usize,
    total: usize,
    pace: Arc<Pace>,
    workers: Vec<JoinHandle<()>>,
}

impl<T: Send + 'static> Batch<T> {
    /// Begins with the first alone: what it meets may stop all of them, before any other has gone out.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(ids: Vec<String>, pace: &Arc<Pace>, work: &Work<T>) -> Result<Self> {
        let total = ids.len();
        let mut ids = ids.into_iter().enumerate();
        let first = ids.next().and_then(|(index, id)| {
            let result = work(&id);
            pace.finished();
            Some((index, result?))
        });
        let (tell, known) = mpsc::channel();
        let ids = Arc::new(Mutex::new(ids));
        let worker = |_| {
            let (ids, pace, work, tell) = (Arc::clone(&ids), Arc::clone(pace), Arc::clone(work), tell.clone());
            std::thread::Builder::new().spawn(move || {
                while let Some((index, id)) = taken(&ids, &pace) {
                    let result = work(&id);
                    pace.finished();
                    if result.is_some_and(|result| tell.send((index, result)).is_err()) {
                        return;
                    }
                }
            })
        };
        let others = total.saturating_sub(1);
        let workers: Vec<_> = (0..WORKERS.min(others)).map(worker).filter_map(std::io::Result::ok).collect();
        if workers.is_empty() && others > 0 {
            return Err(Error::new(Exit::Error, "the system gives no thread to work in"));
        }
        Ok(Self { known, early: first.into_iter().collect(), next: 0, total, pace: Arc::clone(pace), workers })
    }
}

/// The next ID, while more may be tried.
fn taken(ids: &Mutex<Enumerate<IntoIter<String>>>, pace: &Pace) -> Option<(usize, String)> {
    if pace.is_stopped() {
        return None;
    }
    ids.lock().unwrap_or_else(PoisonError::into_inner).next()
}

impl<T> Iterator for Batch<T> {
    type Item = Vec<T>;

    fn next(&mut self) -> Option<Vec<T>> {
        loop {
            let mut ready = Vec::new();
            while let Some(result) = self.early.remove(&self.next) {
                ready.push(result);
                self.next += 1;
            }
            if !ready.is_empty() {
                return Some(ready);
            }
            let Ok(known) = self.known.recv() else {
                break;
            };
            self.early.extend(std::iter::once(known).chain(self.known.try_iter()));
        }
        // Nobody works any more, and what was not tried leaves gaps.
        let rest: Vec<T> = std::mem::take(&mut self.early).into_values().collect();
        (!rest.is_empty()).then_some(rest)
    }
}

impl<T> Drop for Batch<T> {
    /// Lets what is on its way arrive, and nothing more begin.
    fn drop(&mut self) {
        if self.next < self.total {
            self.pace.stop();
        }
        for worker in self.workers.drain(..) {
            // A worker that panicked has ended as well.
            let _ = worker.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn started(count: usize, work: impl Fn(usize, &Pace) -> Option<usize> + Send + Sync + 'static) -> Batch<usize> {
        let pace = Arc::new(Pace::new(count, Duration::from_secs(1), Box::new(|_| ())));
        let of_worker = Arc::clone(&pace);
        let work: Work<usize> = Arc::new(move |id| work(id.parse().unwrap(), &of_worker));
        Batch::start((0..count).map(|number| number.to_string()).collect(), &pace, &work).unwrap()
    }

    #[test]
    fn results_come_in_the_order_of_the_ids() {
        let batch = started(40, |number, _| {
            std::thread::sleep(Duration::from_millis(if number % 4 == 0 { 9 } else { 1 }));
            Some(number)
        });
        assert_eq!(batch.flatten().collect::<Vec<_>>(), (0..40).collect::<Vec<_>>());
        assert_eq!(started(0, |number, _| Some(number)).next(), None);
    }

    #[test]
    fn what_was_done_before_a_stop_is_told_and_nothing_begins_after_it() {
        let batch = started(1000, |number, pace| {
            std::thread::sleep(Duration::from_millis(1));
            if number == 20 {
                pace.stop();
            }
            (number != 20).then_some(number)
        });
        let done: Vec<_> = batch.flatten().collect();
        assert!(done.is_sorted() && !done.contains(&20), "{done:?}");
        assert!(done.len() >= 20 && done.len() < 30, "{done:?}");
    }
}
