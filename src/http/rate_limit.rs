//! [`RateLimiter`]: keeps the requests of a batch within the rate limit that the tenant's response headers state.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;

use super::date;

/// Longer than any batch.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A rate limiter that the threads of a batch share. They send requests at full speed while the tenant's current window
/// allows more of them. Once the window is used up, all threads wait until it ends.
pub struct RateLimiter {
    state: Mutex<State>,
    /// Wakes the waiting threads whenever the state changes.
    changed: Condvar,
}

/// Permission to send a request, which counts as in flight until the permit is dropped.
pub(super) struct Permit<'a>(&'a RateLimiter);

impl RateLimiter {
    /// Creates a limiter. It ignores a window that ends later than `max_wait` after a response: the next request then
    /// gets a 429, which says how long to wait.
    pub fn new(max_wait: Duration) -> Self {
        Self { state: Mutex::new(State::new(max_wait, Instant::now())), changed: Condvar::new() }
    }

    /// Stops the batch: no further request is sent. Requests in flight are not affected.
    pub fn stop(&self) {
        self.state().stopped = true;
        self.changed.notify_all();
    }

    /// Whether the batch is stopped.
    pub fn is_stopped(&self) -> bool {
        self.state().stopped
    }

    /// Waits until a request may be sent. Returns `None` if the batch is stopped.
    pub(super) fn acquire(&self) -> Option<Permit<'_>> {
        let mut state = self.state();
        while !state.stopped {
            let wait = state.wait_time(Instant::now());
            if wait.is_zero() {
                state.in_flight += 1;
                return Some(Permit(self));
            }
            state = self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
        None
    }

    /// Updates the rate limit from the headers of a response.
    pub(super) fn observe(&self, headers: &HeaderMap) {
        let mut state = self.state();
        let window = Window::from_headers(headers, Instant::now(), state.max_wait);
        state.observe(window);
        drop(state);
        self.changed.notify_all();
    }

    /// Blocks all requests for this long, after a 429.
    pub(super) fn block_for(&self, wait: Duration) {
        self.state().block_until(Instant::now() + wait);
        self.changed.notify_all();
    }

    /// Sleeps for this long, or until the batch is stopped.
    pub(super) fn sleep(&self, wait: Duration) {
        let _ = self.changed.wait_timeout_while(self.state(), wait, |state| !state.stopped);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.state().in_flight -= 1;
        self.0.changed.notify_all();
    }
}

struct State {
    stopped: bool,
    in_flight: u64,
    /// The tenant's current window. `None` if unknown: then a single request is sent to find out.
    window: Option<Window>,
    /// No request is sent before this time.
    blocked_until: Instant,
    /// Windows that end later than this after a response are ignored.
    max_wait: Duration,
}

impl State {
    fn new(max_wait: Duration, now: Instant) -> Self {
        Self { stopped: false, in_flight: 0, window: None, blocked_until: now, max_wait }
    }

    /// How long the next request must wait unless the state changes. Zero if it may be sent now.
    fn wait_time(&mut self, now: Instant) -> Duration {
        self.window = self.window.filter(|window| window.end > now);
        let end = match self.window {
            _ if now < self.blocked_until => self.blocked_until,
            Some(Window { remaining: 0, end, .. }) => end,
            // The tenant may not have counted the requests in flight yet.
            Some(Window { remaining, end, .. }) if remaining <= self.in_flight => end,
            None if self.in_flight > 0 => now + FOREVER,
            _ => now,
        };
        end - now
    }

    fn observe(&mut self, window: Window) {
        match &mut self.window {
            Some(current) if current.reset == window.reset => {
                // Responses may arrive out of order, so the lowest count is the latest. Estimates of the end are never
                // too early, so the earliest is the best.
                current.remaining = current.remaining.min(window.remaining);
                current.end = current.end.min(window.end);
            }
            // A late response from the previous window.
            Some(current) if current.reset > window.reset => {}
            stored => *stored = Some(window),
        }
    }

    /// Blocks all requests until then. After that, a single request is sent to find out about the new window.
    fn block_until(&mut self, time: Instant) {
        self.blocked_until = self.blocked_until.max(time);
        self.window = None;
    }
}

/// The rate limit in the headers of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    /// The number of requests that the window still allows.
    remaining: u64,
    /// When the window ends, in Unix seconds by the tenant's clock.
    reset: i64,
    /// The same time by our clock. It is never too early: `Date` is truncated to seconds and arrives late.
    end: Instant,
}

impl Window {
    /// Reads `Ratelimit-Remaining`, `Ratelimit-Reset` (<https://qlik.dev/apis/rest/rate-limiting/>) and `Date`. The
    /// window is unlimited if one of them is missing or invalid, or if it has ended, or ends later than `max_wait` from
    /// now.
    fn from_headers(headers: &HeaderMap, now: Instant, max_wait: Duration) -> Self {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<i64>().ok();
        let parse = || {
            let remaining = u64::try_from(number("ratelimit-remaining")?).ok()?;
            let reset = number("ratelimit-reset")?;
            let seconds = reset.checked_sub(date::from_headers(headers)?.as_second())?;
            let time_left = Duration::from_secs(u64::try_from(seconds).ok()?);
            (!time_left.is_zero() && time_left <= max_wait).then(|| Self { remaining, reset, end: now + time_left })
        };
        parse().unwrap_or(Self { remaining: u64::MAX, reset: i64::MIN, end: now + FOREVER })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn millis_after(start: Instant, milliseconds: u64) -> Instant {
        start + Duration::from_millis(milliseconds)
    }

    fn headers(remaining: &str, reset: &str, date: &str) -> HeaderMap {
        let pairs = [("ratelimit-remaining", remaining), ("ratelimit-reset", reset), ("date", date)];
        HeaderMap::from_iter(pairs.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())))
    }

    #[test]
    fn sends_one_probe_and_then_at_most_the_remaining_requests() {
        let start = Instant::now();
        let mut state = State::new(MINUTE, start);
        let window = |remaining| Window { remaining, reset: 1060, end: start + MINUTE };
        for (in_flight, observed, wait) in [
            (0, None, Duration::ZERO),
            (1, None, FOREVER),
            // The request failed, and the next one is the probe.
            (0, None, Duration::ZERO),
            (1, Some(window(2)), Duration::ZERO),
            (2, None, MINUTE),
            (1, Some(window(1)), MINUTE),
            (0, Some(window(0)), MINUTE),
        ] {
            state.in_flight = in_flight;
            observed.into_iter().for_each(|window| state.observe(window));
            assert_eq!(state.wait_time(start), wait, "{in_flight} in flight, {:?}", state.window);
        }
        assert_eq!(state.wait_time(start + MINUTE), Duration::ZERO);
        state.in_flight = 1;
        assert_eq!(state.wait_time(start + MINUTE), FOREVER);
    }

    #[test]
    fn keeps_the_lowest_remaining_and_the_earliest_end_of_a_window() {
        let start = Instant::now();
        let mut state = State::new(MINUTE, start);
        let window = |remaining, reset, end| Window { remaining, reset, end: millis_after(start, end) };
        for (observed, expected) in [
            (window(u64::MAX, i64::MIN, 99_000), window(u64::MAX, i64::MIN, 99_000)),
            (window(5, 1060, 60_900), window(5, 1060, 60_900)),
            (window(3, 1060, 60_050), window(3, 1060, 60_050)),
            (window(4, 1060, 60_900), window(3, 1060, 60_050)),
            (window(u64::MAX, i64::MIN, 99_000), window(3, 1060, 60_050)),
            (window(90, 1120, 120_500), window(90, 1120, 120_500)),
            (window(2, 1060, 61_600), window(90, 1120, 120_500)),
        ] {
            state.observe(observed);
            assert_eq!(state.window, Some(expected));
        }
    }

    #[test]
    fn ignores_invalid_headers() {
        let start = Instant::now();
        let parse = |remaining, reset, date| Window::from_headers(&headers(remaining, reset, date), start, MINUTE * 2);
        let date = "Thu, 01 Jan 1970 00:16:40 GMT";
        assert_eq!(parse("7", " 1060 ", date), Window { remaining: 7, reset: 1060, end: start + MINUTE });
        for (remaining, reset, date) in [
            ("0", "0", date),
            ("0", "1000", date),
            ("0", "1121", date),
            ("0", "9223372036854775807", date),
            ("0", "99999999999999999999", date),
            ("0", "soon", date),
            ("0", "", date),
            ("-1", "1060", date),
            ("7", "1060", "now"),
        ] {
            assert_eq!(parse(remaining, reset, date).remaining, u64::MAX, "{remaining} {reset} {date}");
        }
    }

    #[test]
    fn sends_one_probe_after_a_429() {
        let start = Instant::now();
        let mut state = State::new(MINUTE, start);
        state.observe(Window::from_headers(&HeaderMap::new(), start, MINUTE));
        state.block_until(millis_after(start, 13_000));
        state.block_until(millis_after(start, 9_000));
        assert_eq!(state.wait_time(millis_after(start, 12_900)), Duration::from_millis(100));
        assert_eq!(state.wait_time(millis_after(start, 13_000)), Duration::ZERO);
        state.in_flight = 1;
        assert_eq!(state.wait_time(millis_after(start, 13_000)), FOREVER);
    }
}
