//! [`Pace`]: the requests of a batch, in whatever threads, wait here for their turn, which [`State`] decides.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Say;
use super::limit::{Next, Quota, State};

/// The pace that the requests of a batch share: full speed while the rest of the batch fits into what the tenant still
/// allows, else evenly spread until its window ends. What would refuse them all, a 401 or a 429 that is not waited for, stops it.
pub struct Pace {
    begun: Instant,
    queue: Mutex<Queue>,
    /// Something became known that may end a wait.
    changed: Condvar,
    tell: Say,
}

impl Pace {
    /// A pace for so many requests. A window that ends later than `longest` from now is not waited for, as a 429 that asks
    /// for more is not; `tell` is told what the user should know while waiting.
    pub fn new(requests: usize, longest: Duration, tell: Say) -> Self {
        let queue = Mutex::new(Queue { state: State::new(requests, longest), issued: 0, called: 0 });
        Self { begun: Instant::now(), queue, changed: Condvar::new(), tell }
    }

    /// Lets no further request go out. Those that are out are not touched.
    pub fn stop(&self) {
        self.change(|state, _| state.stopped = true);
    }

    /// Whether no further request goes out.
    pub fn is_stopped(&self) -> bool {
        self.queue().state.stopped
    }

    /// A request of the batch is through, whatever came of it.
    pub fn finished(&self) {
        self.change(|state, _| state.left = state.left.saturating_sub(1));
    }

    pub(super) fn tell(&self, text: &str) {
        (self.tell)(text);
    }

    /// Waits until an attempt may go out, behind those that wait already; `None` once none may any more.
    pub(super) fn turn(&self) -> Option<Turn<'_>> {
        let mut queue = self.queue();
        let number = queue.issued;
        queue.issued += 1;
        while !queue.state.stopped {
            let now = self.begun.elapsed();
            let next = if queue.called == number { queue.state.next(now) } else { Next::Answer };
            queue = match next {
                Next::Now => {
                    queue.called += 1;
                    self.changed.notify_all();
                    return Some(Turn(Some(self)));
                }
                Next::At(time) => self.wait(queue, time.saturating_sub(now)),
                Next::Answer => self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
            };
        }
        None
    }

    /// What an answer says of the limit.
    pub(super) fn told(&self, quota: Option<Quota>) {
        self.change(|state, now| state.told(now, quota));
    }

    /// The tenant wants nobody to come before so long: a 429.
    pub(super) fn hold(&self, wait: Duration) {
        self.change(|state, now| state.hold(now + wait));
    }

    /// Lets one request wait, until it is time or until none may go out any more.
    pub(super) fn pause(&self, wait: Duration) {
        let until = self.begun.elapsed() + wait;
        let mut queue = self.queue();
        while !queue.state.stopped
            && let Some(rest) = until.checked_sub(self.begun.elapsed()).filter(|rest| !rest.is_zero())
        {
            queue = self.wait(queue, rest);
        }
    }

    fn wait<'a>(&self, queue: MutexGuard<'a, Queue>, rest: Duration) -> MutexGuard<'a, Queue> {
        self.changed.wait_timeout(queue, rest).unwrap_or_else(PoisonError::into_inner).0
    }

    fn change(&self, change: impl FnOnce(&mut State, Duration)) {
        change(&mut self.queue().state, self.begun.elapsed());
        self.changed.notify_all();
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Those that wait for their turn: the longest first, so that what comes early in a batch is done early.
struct Queue {
    state: State,
    /// The number of the next that comes.
    issued: u64,
    /// Whose turn it is.
    called: u64,
}

/// An attempt that is out, until it is dropped.
pub(super) struct Turn<'a>(Option<&'a Pace>);

impl Turn<'_> {
    /// An attempt that no pace is kept for.
    pub(super) fn free() -> Self {
        Self(None)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(pace) = self.0 {
            pace.change(|state, _| state.landed());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn who_waits_longest_goes_first() {
        let pace = Pace::new(10, MINUTE, Box::new(|_| ()));
        let first = pace.turn();
        let (order, mut waiting) = (Mutex::new(Vec::new()), 0);
        std::thread::scope(|scope| {
            let (pace, order) = (&pace, &order);
            for number in 0..4 {
                scope.spawn(move || {
                    let _turn = pace.turn();
                    order.lock().unwrap().push(number);
                });
                waiting += 1;
                while pace.queue().issued <= waiting {
                    std::thread::yield_now();
                }
            }
            drop(first);
        });
        assert_eq!(order.into_inner().unwrap(), [0, 1, 2, 3]);
    }

    #[test]
    fn stopping_ends_every_wait() {
        let pace = Pace::new(10, MINUTE, Box::new(|_| ()));
        let first = pace.turn();
        assert!(first.is_some());
        std::thread::scope(|scope| {
            let turn = scope.spawn(|| pace.turn().is_none());
            let pause = scope.spawn(|| pace.pause(MINUTE));
            pace.stop();
            assert!(turn.join().unwrap());
            pause.join().unwrap();
        });
        assert!(pace.is_stopped() && pace.turn().is_none());
    }
}
