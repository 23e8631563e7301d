//! Whether a failed request is retried, and when. A POST is retried only if it can't have been processed: after a
//! failed connect, or a 429.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{HeaderMap, RETRY_AFTER};

use super::date;
use super::error::{RequestError, Stage};

/// The maximum backoff before jitter, unless the policy's interval is longer.
const MAX_BACKOFF: Duration = Duration::from_secs(60);

/// The minimum wait after a 429 in a batch, where it does not count as a retry.
const MIN_BATCH_WAIT: Duration = Duration::from_secs(1);

/// The longest plausible `Retry-After`, in seconds.
const MAX_RETRY_AFTER: u32 = 24 * 60 * 60;

/// How often and how soon a failed request is retried.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// The maximum number of retries: 0 to 10.
    pub max_retries: u8,
    /// The backoff before the first retry. It doubles from there.
    pub interval: Duration,
    /// The maximum total time that a request waits for the rate limit.
    pub max_wait: Duration,
    /// The maximum time for a request and its retries, without waits for the rate limit. `None`: no limit.
    pub deadline: Option<Duration>,
}

/// The retry state of one request.
#[derive(Debug)]
pub(super) struct RetryState {
    policy: RetryPolicy,
    is_post: bool,
    /// In a batch, waits for the shared rate limit do not count as retries.
    in_batch: bool,
    retries: u8,
    /// The total time waited for the rate limit.
    waited: Duration,
    started: Instant,
}

impl RetryState {
    pub(super) fn new(policy: RetryPolicy, is_post: bool, in_batch: bool) -> Self {
        Self { policy, is_post, in_batch, retries: 0, waited: Duration::ZERO, started: Instant::now() }
    }

    /// Whether the current attempt is a retry.
    pub(super) fn is_retry(&self) -> bool {
        self.retries > 0
    }

    /// Returns the time left until the deadline, if there is one.
    pub(super) fn time_left(&self) -> Option<Duration> {
        let elapsed = self.started.elapsed().saturating_sub(self.waited);
        self.policy.deadline.map(|deadline| deadline.saturating_sub(elapsed))
    }

    /// Returns the wait before the next attempt, or `None` to give up.
    pub(super) fn next_wait(&mut self, error: &RequestError) -> Option<Duration> {
        let is_safe = match error.stage {
            Stage::NotConnected | Stage::Responded(429) => true,
            Stage::NoResponse | Stage::Responded(502..=504) => !self.is_post,
            Stage::NotSent | Stage::Responded(_) => false,
        };
        let is_rate_limit = error.is_rate_limit();
        let is_counted = !(is_rate_limit && self.in_batch);
        if !is_safe || (is_counted && self.retries >= self.policy.max_retries) {
            return None;
        }
        let wait = error.retry_after.map_or_else(|| self.backoff(), |seconds| Duration::from_secs(seconds.into()));
        let wait = if is_counted { wait } else { wait.max(MIN_BATCH_WAIT) };
        if is_rate_limit {
            self.waited += wait;
            if self.waited > self.policy.max_wait {
                return None;
            }
        } else if self.time_left().is_some_and(|left| left <= wait) {
            return None;
        }
        self.retries += u8::from(is_counted);
        Some(wait)
    }

    /// The interval, doubled for each retry so far, plus up to 25 % jitter, so that clients that failed together do not
    /// retry together.
    fn backoff(&self) -> Duration {
        let doubled = self.policy.interval.saturating_mul(1 << self.retries.min(10));
        doubled.min(MAX_BACKOFF.max(self.policy.interval)).mul_f64(1.0 + fastrand::f64() / 4.0)
    }
}

/// Parses `Retry-After` (<https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3>): seconds, or a date by the tenant's
/// clock. Returns seconds from now, or `None` if the value is invalid or implausible.
pub(super) fn parse_retry_after(headers: &HeaderMap) -> Option<u32> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = text.parse::<u64>().ok().or_else(|| {
        let until = date::parse(text)?;
        let now = date::from_headers(headers).unwrap_or_else(Timestamp::now);
        u64::try_from(until.as_second() - now.as_second()).ok()
    })?;
    u32::try_from(seconds).ok().filter(|seconds| *seconds <= MAX_RETRY_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    const POLICY: RetryPolicy = RetryPolicy {
        max_retries: 3,
        interval: Duration::from_secs(1),
        max_wait: Duration::from_secs(120),
        deadline: None,
    };

    fn error(stage: Stage, retry_after: Option<u32>) -> RequestError {
        let mut error = RequestError::new(stage, Error::usage("fake"));
        error.retry_after = retry_after;
        error
    }

    #[test]
    fn backoff_doubles_with_up_to_25_percent_jitter() {
        let policy = RetryPolicy { interval: Duration::from_secs(2), ..POLICY };
        let mut state = RetryState::new(policy, false, false);
        for minimum in [2.0, 4.0, 8.0] {
            let wait = state.next_wait(&error(Stage::NoResponse, None)).unwrap().as_secs_f64();
            assert!((minimum..=minimum * 1.25).contains(&wait), "{wait}");
        }
        assert_eq!(state.next_wait(&error(Stage::NoResponse, None)), None);
    }

    #[test]
    fn deadline_excludes_rate_limit_waits() {
        let (interval, deadline) = (Duration::from_secs(2), Some(Duration::from_secs(5)));
        let mut state = RetryState::new(RetryPolicy { max_retries: 9, interval, deadline, ..POLICY }, false, false);
        assert!(state.next_wait(&error(Stage::Responded(429), Some(60))).is_some());
        assert!(state.time_left().is_some_and(|left| left > Duration::from_secs(4)), "{state:?}");
        // The first backoff is 4 s, because the 429 counts as a retry. The second one is 8 s.
        assert!(state.next_wait(&error(Stage::NoResponse, None)).is_some());
        assert_eq!(state.next_wait(&error(Stage::NotConnected, None)), None);
    }

    #[test]
    fn waits_exactly_retry_after_up_to_max_wait() {
        let mut state = RetryState::new(POLICY, false, false);
        for expected in [Some(Duration::from_secs(60)), Some(Duration::from_secs(60)), None] {
            assert_eq!(state.next_wait(&error(Stage::Responded(429), Some(60))), expected);
        }
    }

    #[test]
    fn rate_limit_waits_in_a_batch_use_no_retries() {
        let mut state = RetryState::new(RetryPolicy { max_retries: 1, ..POLICY }, false, true);
        for _ in 0..120 {
            assert_eq!(state.next_wait(&error(Stage::Responded(429), Some(0))), Some(Duration::from_secs(1)));
        }
        assert_eq!(state.next_wait(&error(Stage::Responded(429), Some(0))), None);
        assert!(state.next_wait(&error(Stage::NoResponse, None)).is_some());
        assert_eq!(state.next_wait(&error(Stage::NoResponse, None)), None);
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn parses_retry_after_as_seconds_or_a_date() {
        let date = ("date", "Mon, 23 Nov 2026 12:00:00 GMT");
        for (value, seconds) in [
            ("13", Some(13)),
            ("0", Some(0)),
            ("86400", Some(86_400)),
            ("86401", None),
            ("Mon, 23 Nov 2026 12:01:30 GMT", Some(90)),
            ("Mon, 23 Nov 2026 11:00:00 GMT", None),
            ("-5", None),
            ("1e9", None),
            ("99999999999", None),
            ("soon", None),
        ] {
            assert_eq!(parse_retry_after(&headers(&[date, ("retry-after", value)])), seconds, "{value}");
        }
        assert_eq!(parse_retry_after(&headers(&[date])), None);
    }
}
