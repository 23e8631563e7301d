//! [`Pace`]: the requests of a batch, in whatever threads, wait here for their turn, which [`State`] decides.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Say;
use super::limit::{Next, Quota, State};

/// The pace that the requests of a batch share: full speed while the rest of the batch fits into what the tenant still
/// allows, else evenly spread until its window ends.
pub struct Pace {
    begun: Instant,
    state: Mutex<State>,
    /// Something became known that may end a wait.
    changed: Condvar,
    tell: Say,
}

impl Pace {
    /// A pace for so many requests. A window that ends later than `longest` from now is not waited for, as a 429 that asks
    /// for more is not; `tell` is told what the user should know while waiting.
    pub fn new(requests: usize, longest: Duration, tell: Say) -> Self {
        let state = Mutex::new(State::new(requests, longest));
        Self { begun: Instant::now(), state, changed: Condvar::new(), tell }
    }

    /// Lets no further request go out. Those that are out are not touched.
    pub fn stop(&self) {
        self.change(|state, _| state.stopped = true);
    }

    /// Whether no further request goes out.
    pub fn is_stopped(&self) -> bool {
        self.state().stopped
    }

    /// A request of the batch is through, whatever came of it.
    pub fn finished(&self) {
        self.change(|state, _| state.left = state.left.saturating_sub(1));
    }

    pub(super) fn tell(&self, text: &str) {
        (self.tell)(text);
    }

    /// Waits until an attempt may go out; `None` once none may any more.
    pub(super) fn turn(&self) -> Option<Turn<'_>> {
        let mut state = self.state();
        while !state.stopped {
            let now = self.begun.elapsed();
            state = match state.next(now) {
                Next::Now => return Some(Turn(Some(self))),
                Next::At(time) => self.wait(state, time.saturating_sub(now)),
                Next::Answer => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
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
        let mut state = self.state();
        while !state.stopped
            && let Some(rest) = until.checked_sub(self.begun.elapsed()).filter(|rest| !rest.is_zero())
        {
            state = self.wait(state, rest);
        }
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>, rest: Duration) -> MutexGuard<'a, State> {
        self.changed.wait_timeout(state, rest).unwrap_or_else(PoisonError::into_inner).0
    }

    fn change(&self, change: impl FnOnce(&mut State, Duration)) {
        change(&mut self.state(), self.begun.elapsed());
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
