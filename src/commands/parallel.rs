//! Runs work for several tenants on a few threads.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The maximum number of tenants that are worked on in parallel.
const MAX_PARALLEL_TENANTS: usize = 8;

/// Runs `work` for each item, on up to [`MAX_PARALLEL_TENANTS`] threads. Returns the results in the order of the items.
pub fn run_in_parallel<I: Send, T: Send>(items: Vec<I>, work: impl Fn(I) -> T + Sync) -> Vec<T> {
    let extra_threads = MAX_PARALLEL_TENANTS.min(items.len()).saturating_sub(1);
    let queue = Mutex::new(items.into_iter().enumerate());
    let process_queue = || {
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        std::iter::from_fn(next).map(|(index, item)| (index, work(item))).collect::<Vec<_>>()
    };
    let mut results = thread::scope(|scope| {
        // This thread works too, so that the work gets done even if no other thread can be started.
        let spawn = |_| thread::Builder::new().spawn_scoped(scope, process_queue).ok();
        let threads: Vec<_> = (0..extra_threads).filter_map(spawn).collect();
        let own_results = process_queue();
        let joined = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        joined.flatten().chain(own_results).collect::<Vec<_>>()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
