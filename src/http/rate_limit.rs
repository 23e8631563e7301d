//! [`RateLimiter`]: keeps the requests of a batch within the tenant's rate limit, as far as its response headers tell it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;

use super::date;

/// The rate limit that the threads of a batch share. Requests go out at full speed while the tenant's window allows more of
/// them. Once the window is used up, all threads wait until it ends.
pub struct RateLimiter {
    state: Mutex<State>,
    /// Wakes the waiting threads whenever the state changes.
    changed: Condvar,
}

/// The right to send a request. It counts as in flight until the permit is dropped.
pub(super) struct Permit<'a>(&'a RateLimiter);

impl RateLimiter {
    /// Creates a limiter that waits for no window that ends later than `max_wait` from now: the tenant answers such a
    /// request with a 429, which says how long to wait.
    pub fn new(max_wait: Duration) -> Self {
        Self { state: Mutex::new(State::new(max_wait, Instant::now())), changed: Condvar::new() }
    }

    /// Lets no further request go out. Those in flight are not affected.
    pub fn stop(&self) {
        self.state().stopped = true;
        self.changed.notify_all();
    }

    /// Whether no further request goes out.
    pub fn is_stopped(&self) -> bool {
        self.state().stopped
    }

    /// Waits until a request may go out. Returns `None` once the batch is stopped.
    pub(super) fn acquire(&self) -> Option<Permit<'_>> {
        let mut state = self.state();
        while !state.stopped {
            let now = Instant::now();
            state = match state.next(now) {
                Next::Now => {
                    state.in_flight += 1;
                    return Some(Permit(self));
                }
                Next::At(time) => {
                    let wait = time.saturating_duration_since(now);
                    self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0
                }
                Next::AfterResponse => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
        None
    }

    /// Reads the rate limit from the headers of a response.
    pub(super) fn observe(&self, headers: &HeaderMap) {
        let mut state = self.state();
        let quota = Quota::from_headers(headers, Instant::now(), state.max_wait);
        state.observe(quota);
        drop(state);
        self.changed.notify_all();
    }

    /// Lets no request go out for so long: the tenant answered one with a 429.
    pub(super) fn block_for(&self, wait: Duration) {
        self.state().block_until(Instant::now() + wait);
        self.changed.notify_all();
    }

    /// Waits for so long, or until the batch is stopped.
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
    window: Window,
    /// No request is sent before this time.
    blocked_until: Instant,
    max_wait: Duration,
}

/// What is known of the tenant's current window.
#[derive(Debug, PartialEq, Eq)]
enum Window {
    /// Nothing. One request alone finds out.
    Unknown,
    /// The tenant states no limit.
    Unlimited,
    Limited(Quota),
}

/// When the next request may go out.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    Now,
    At(Instant),
    /// Once a request in flight is answered.
    AfterResponse,
}

impl State {
    fn new(max_wait: Duration, now: Instant) -> Self {
        Self { stopped: false, in_flight: 0, window: Window::Unknown, blocked_until: now, max_wait }
    }

    fn next(&mut self, now: Instant) -> Next {
        if now < self.blocked_until {
            return Next::At(self.blocked_until);
        }
        if matches!(&self.window, Window::Limited(quota) if quota.end <= now) {
            self.window = Window::Unknown;
        }
        match &self.window {
            Window::Unknown if self.in_flight > 0 => Next::AfterResponse,
            Window::Limited(Quota { remaining: 0, end, .. }) => Next::At(*end),
            // The tenant may not have counted those in flight yet.
            Window::Limited(quota) if quota.remaining <= self.in_flight => Next::AfterResponse,
            _ => Next::Now,
        }
    }

    fn observe(&mut self, quota: Option<Quota>) {
        match (&mut self.window, quota) {
            (Window::Limited(known), Some(quota)) if known.reset == quota.reset => {
                // Responses overtake each other, so the least is the latest. No estimate of the end is too early.
                known.remaining = known.remaining.min(quota.remaining);
                known.end = known.end.min(quota.end);
            }
            // A late response of the window before.
            (Window::Limited(known), Some(quota)) if known.reset > quota.reset => {}
            (window, Some(quota)) => *window = Window::Limited(quota),
            (window @ Window::Unknown, None) => *window = Window::Unlimited,
            (_, None) => {}
        }
    }

    /// One request alone goes first after that time.
    fn block_until(&mut self, time: Instant) {
        self.blocked_until = self.blocked_until.max(time);
        self.window = Window::Unknown;
    }
}

/// What a response says of the rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Quota {
    /// The requests that the window still allows.
    remaining: u64,
    /// When the window ends, in Unix seconds by the tenant's clock.
    reset: i64,
    /// The same time by our clock. It is never too early: `Date` is cut to seconds, and arrives late.
    end: Instant,
}

impl Quota {
    /// Reads `Ratelimit-Remaining`, `Ratelimit-Reset` (the API reference, "Rate limits") and `Date`. Returns `None` without
    /// them, and for a window that ended before, or ends later than `max_wait` from now.
    fn from_headers(headers: &HeaderMap, now: Instant, max_wait: Duration) -> Option<Self> {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<i64>().ok();
        let remaining = u64::try_from(number("ratelimit-remaining")?).ok()?;
        let reset = number("ratelimit-reset")?;
        let seconds = reset.checked_sub(date::of_response(headers)?.as_second())?;
        let left = Duration::from_secs(u64::try_from(seconds).ok()?);
        (!left.is_zero() && left <= max_wait).then(|| Self { remaining, reset, end: now + left })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    const MINUTE: Duration = Duration::from_secs(60);

    /// A limiter's state, and a clock that starts at zero.
    struct Bench {
        state: State,
        start: Instant,
    }

    impl Bench {
        fn new() -> Self {
            let start = Instant::now();
            Self { state: State::new(MINUTE * 2, start), start }
        }

        fn at(&self, seconds: f64) -> Instant {
            self.start + Duration::from_secs_f64(seconds)
        }

        /// Asks for a request. If it may go out, it is in flight.
        fn next(&mut self, seconds: f64) -> Next {
            let next = self.state.next(self.at(seconds));
            self.state.in_flight += u64::from(next == Next::Now);
            next
        }

        /// A response arrives. It says what remains, when the window ends, and what the tenant's clock shows.
        fn respond(&mut self, seconds: f64, headers: Option<(u64, i64, i64)>) {
            let end = |reset, date| self.at(seconds + (reset - date) as f64);
            let quota = headers.map(|(remaining, reset, date)| Quota { remaining, reset, end: end(reset, date) });
            self.state.observe(quota);
            self.state.in_flight -= 1;
        }
    }

    #[test]
    fn one_request_alone_finds_out_and_the_others_follow_at_full_speed() {
        for headers in [None, Some((9, 1060, 1000))] {
            let mut bench = Bench::new();
            assert_eq!([bench.next(0.0), bench.next(0.0)], [Next::Now, Next::AfterResponse]);
            // It breaks, and the next one finds out.
            bench.state.in_flight = 0;
            assert_eq!([bench.next(0.1), bench.next(0.1)], [Next::Now, Next::AfterResponse]);
            bench.respond(0.2, headers);
            assert_eq!([0.2; 4].map(|time| bench.next(time)), [const { Next::Now }; 4]);
        }
    }

    #[test]
    fn no_request_goes_beyond_what_remains_and_a_used_up_window_is_waited_for() {
        let mut bench = Bench::new();
        bench.next(0.0);
        bench.respond(0.1, Some((2, 1060, 1000)));
        assert_eq!([0.1; 3].map(|time| bench.next(time)), [Next::Now, Next::Now, Next::AfterResponse]);
        bench.respond(0.2, Some((1, 1060, 1000)));
        assert_eq!(bench.next(0.2), Next::AfterResponse);
        bench.respond(0.3, Some((0, 1060, 1000)));
        assert_eq!(bench.next(0.3), Next::At(bench.at(60.1)));
        assert_eq!([bench.next(60.1), bench.next(60.1)], [Next::Now, Next::AfterResponse]);
    }

    #[test]
    fn of_a_windows_responses_the_least_and_the_earliest_end_count() {
        let mut bench = Bench::new();
        bench.state.in_flight = 9;
        for (seconds, headers, known) in [
            (0.9, (5, 1060, 1000), (5, 1060, 60.9)),
            (1.05, (3, 1060, 1001), (3, 1060, 60.05)),
            (1.9, (4, 1060, 1001), (3, 1060, 60.05)),
            (60.5, (90, 1120, 1060), (90, 1120, 120.5)),
            (60.6, (2, 1060, 1059), (90, 1120, 120.5)),
        ] {
            bench.respond(seconds, Some(headers));
            let (remaining, reset, end) = known;
            assert_eq!(bench.state.window, Window::Limited(Quota { remaining, reset, end: bench.at(end) }));
        }
    }

    #[test]
    fn headers_that_make_no_sense_state_no_limit() {
        let read = |remaining: &str, reset: &str, date: &str| {
            let pairs = [("ratelimit-remaining", remaining), ("ratelimit-reset", reset), ("date", date)];
            let headers = pairs.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            Quota::from_headers(&HeaderMap::from_iter(headers), Instant::now(), MINUTE * 2)
        };
        let date = "Thu, 01 Jan 1970 00:16:40 GMT";
        assert!(read("7", " 1060 ", date).is_some_and(|quota| (quota.remaining, quota.reset) == (7, 1060)));
        for reset in ["0", "999", "1000", "1121", "1000000", "9223372036854775807", "soon", "99999999999999999999", ""]
        {
            assert_eq!(read("0", reset, date), None, "{reset}");
        }
        assert_eq!((read("-1", "1060", date), read("7", "1060", "now")), (None, None));
    }

    #[test]
    fn a_429_blocks_everybody_and_then_one_alone_goes() {
        let mut bench = Bench::new();
        bench.state.window = Window::Unlimited;
        bench.state.block_until(bench.at(13.0));
        bench.state.block_until(bench.at(9.0));
        assert_eq!(bench.next(12.9), Next::At(bench.at(13.0)));
        assert_eq!([bench.next(13.0), bench.next(13.0)], [Next::Now, Next::AfterResponse]);
    }

    #[test]
    fn stopping_ends_every_wait() {
        let limiter = RateLimiter::new(MINUTE);
        let first = limiter.acquire();
        assert!(first.is_some());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| limiter.acquire().is_none());
            let sleeping = scope.spawn(|| limiter.sleep(MINUTE));
            limiter.stop();
            assert!(waiting.join().unwrap());
            sleeping.join().unwrap();
        });
        assert!(limiter.is_stopped() && limiter.acquire().is_none());
    }

    /// A tenant with fixed windows, and four workers that share a limiter.
    struct Simulation {
        limit: u64,
        /// The seconds of a window.
        window: i64,
        /// The tenant's clock at the start, in seconds.
        offset: f64,
        latency: f64,
        headers: bool,
    }

    impl Simulation {
        /// Returns the number of 429s in the worst window, and the seconds that all requests took.
        fn run(&self, mut waiting: usize) -> (u64, f64) {
            let mut bench = Bench::new();
            // How many requests of each window were accepted and refused.
            let mut windows: HashMap<i64, (u64, u64)> = HashMap::new();
            // The responses on their way: when they arrive, whether they are a 429, and their headers.
            let mut responses: Vec<(f64, bool, (u64, i64, i64))> = Vec::new();
            let mut now = 0.0;
            while waiting > 0 || !responses.is_empty() {
                while let Some(index) = responses.iter().position(|response| response.0 <= now) {
                    let (_, is_refused, headers) = responses.swap_remove(index);
                    if is_refused {
                        waiting += 1;
                        bench.state.block_until(bench.at(now + (headers.1 - headers.2) as f64));
                        bench.state.in_flight -= 1;
                    } else {
                        bench.respond(now, Some(headers).filter(|_| self.headers));
                    }
                }
                while responses.len() < 4 && waiting > 0 && bench.next(now) == Next::Now {
                    waiting -= 1;
                    let clock = (now + self.latency / 2.0 + self.offset).floor() as i64;
                    let number = clock.div_euclid(self.window);
                    let (accepted, refused) = windows.entry(number).or_default();
                    let is_refused = *accepted >= self.limit;
                    *(if is_refused { refused } else { &mut *accepted }) += 1;
                    let headers = (self.limit - *accepted, (number + 1) * self.window, clock);
                    responses.push((now + self.latency, is_refused, headers));
                }
                now += 0.001;
            }
            (windows.values().map(|window| window.1).max().unwrap_or_default(), now)
        }
    }

    #[test]
    fn the_limits_own_time_is_taken_and_no_429_is_met() {
        for (offset, latency) in [(0.0, 0.15), (13.7, 0.02), (47.9, 0.25), (59.3, 0.15), (59.99, 0.001)] {
            let (refused, took) = Simulation { limit: 100, window: 60, offset, latency, headers: true }.run(1200);
            // The rest of the first window and ten whole ones, and one more if that rest is too short for a hundred.
            let rest = 60.0 - offset;
            let limits_own = rest + if rest * 4.0 / latency < 100.0 { 660.0 } else { 600.0 };
            assert_eq!(refused, 0, "{offset} {latency}");
            assert!(took <= limits_own + 1.0 + 30.0 * latency, "{took} s of {limits_own} s, {offset} {latency}");
        }
        for limit in 1..6 {
            let (refused, took) = Simulation { limit, window: 10, offset: 3.0, latency: 0.1, headers: true }.run(12);
            assert_eq!(refused, 0, "{limit}");
            assert!(took < 7.0 + 10.0 * 12.0 / limit as f64 + 2.0, "{took} s of {limit}");
        }
    }

    #[test]
    fn a_limit_that_is_not_stated_costs_few_429s() {
        let simulation = Simulation { limit: 100, window: 60, offset: 30.0, latency: 0.15, headers: false };
        let (refused, took) = simulation.run(300);
        assert!(refused <= 4, "{refused} 429s in a window");
        assert!(took < 30.0 + 60.0 + 10.0, "{took}");
    }
}
