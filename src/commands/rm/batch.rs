//! [`Batch`]: processes many IDs on a few threads and returns the results in the order of the IDs. It is independent
//! of the kind of work.

use std::collections::BTreeMap;
use std::iter::Enumerate;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, Scope};
use std::vec::IntoIter;

use crate::error::{Error, Exit, Result};
use crate::http::RateLimiter;

/// The number of threads.
const WORKERS: usize = 4;

/// The results of work on many IDs. Each iteration waits for the next results in order and returns at least one.
pub struct Batch<T> {
    results: Receiver<(usize, T)>,
    /// Results that arrived before the result of an earlier ID.
    out_of_order: BTreeMap<usize, T>,
    /// The index of the next result.
    next_index: usize,
}

impl<T: Send> Batch<T> {
    /// Processes the first ID before it starts the threads, so that an error that would affect all IDs, such as a 401,
    /// stops the batch after one request. `work` returns `None` for an ID that it skipped because the limiter
    /// was stopped.
    ///
    /// # Errors
    /// Fails if no thread can be started.
    pub fn start<'scope>(
        scope: &'scope Scope<'scope, '_>,
        ids: Vec<String>,
        limiter: &'scope RateLimiter,
        work: impl Fn(&str) -> Option<T> + Copy + Send + 'scope,
    ) -> Result<Self>
    where
        T: 'scope,
    {
        let mut ids = ids.into_iter().enumerate();
        let (sender, results) = mpsc::channel();
        if let Some((index, id)) = ids.next() {
            // Sending can't fail here: the receiver exists.
            work(&id).into_iter().for_each(|result| drop(sender.send((index, result))));
        }
        let count = WORKERS.min(ids.len());
        let ids = Arc::new(Mutex::new(ids));
        let start_worker = |_| {
            let (ids, sender) = (Arc::clone(&ids), sender.clone());
            Builder::new().spawn_scoped(scope, move || run_worker(&ids, limiter, work, &sender)).ok()
        };
        if (0..count).filter_map(start_worker).count() == 0 && count > 0 {
            return Err(Error::new(Exit::Error, "could not start a thread"));
        }
        Ok(Self { results, out_of_order: BTreeMap::new(), next_index: 0 })
    }
}

/// Processes IDs until none are left or the limiter is stopped.
fn run_worker<T>(
    ids: &Mutex<Enumerate<IntoIter<String>>>,
    limiter: &RateLimiter,
    work: impl Fn(&str) -> Option<T>,
    results: &Sender<(usize, T)>,
) {
    while !limiter.is_stopped() {
        let Some((index, id)) = ids.lock().unwrap_or_else(PoisonError::into_inner).next() else {
            return;
        };
        if let Some(result) = work(&id)
            && results.send((index, result)).is_err()
        {
            return;
        }
    }
}

impl<T> Iterator for Batch<T> {
    type Item = Vec<T>;

    fn next(&mut self) -> Option<Vec<T>> {
        while let Ok(result) = self.results.recv() {
            self.out_of_order.extend(std::iter::once(result).chain(self.results.try_iter()));
            let mut ready = Vec::new();
            while let Some(result) = self.out_of_order.remove(&self.next_index) {
                ready.push(result);
                self.next_index += 1;
            }
            if !ready.is_empty() {
                return Some(ready);
            }
        }
        // All threads have ended. Skipped IDs leave gaps in the order.
        let rest: Vec<T> = std::mem::take(&mut self.out_of_order).into_values().collect();
        (!rest.is_empty()).then_some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Runs `work` for the numbers below `count` and returns the results in the order of the iterator.
    fn collect_results(count: usize, work: impl Fn(usize, &RateLimiter) -> Option<usize> + Sync) -> Vec<usize> {
        let limiter = RateLimiter::new(Duration::from_secs(1));
        let work = |id: &str| work(id.parse().unwrap(), &limiter);
        std::thread::scope(|scope| {
            let ids = (0..count).map(|number| number.to_string()).collect();
            Batch::start(scope, ids, &limiter, work).unwrap().flatten().collect()
        })
    }

    #[test]
    fn returns_results_in_the_order_of_the_ids() {
        let done = collect_results(40, |number, _| {
            std::thread::sleep(Duration::from_millis(if number % 4 == 0 { 9 } else { 1 }));
            Some(number)
        });
        assert_eq!(done, (0..40).collect::<Vec<_>>());
        assert!(collect_results(0, |number, _| Some(number)).is_empty());
    }

    #[test]
    fn a_stop_keeps_finished_results_and_starts_no_more_work() {
        let done = collect_results(1000, |number, limiter| {
            std::thread::sleep(Duration::from_millis(1));
            if number == 20 {
                limiter.stop();
            }
            (number != 20).then_some(number)
        });
        assert!(done.is_sorted() && !done.contains(&20), "{done:?}");
        assert!(done.len() >= 20 && done.len() < 30, "{done:?}");
    }
}
