//! When a request is repeated, and after how long.
//! A POST only where it can't have been processed: after a failed connect, or a 429.

use std::time::{Duration, Instant};

use super::failure::{Failure, Stage};

/// The longest single wait of our own choosing.
const LONGEST: Duration = Duration::from_secs(60);

/// How often and how fast a request is repeated.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    /// The most repetitions: 0 to 10.
    pub times: u8,
    /// The wait before the first; it doubles from there.
    pub interval: Duration,
    /// The longest a request waits for its turn in all, before the rate limit is an error.
    pub max_wait: Duration,
    /// How long a request may take with all its repetitions, waits for its turn aside; `None`: as long as they take.
    pub within: Option<Duration>,
}

impl Retry {
    /// The waits of one request.
    pub(super) fn start(self, is_post: bool) -> Waits {
        Waits { retry: self, is_post, repetitions: 0, waited: Duration::ZERO, begun: Instant::now() }
    }
}

/// The state of one request's repetitions.
#[derive(Debug)]
pub(super) struct Waits {
    retry: Retry,
    is_post: bool,
    repetitions: u8,
    /// For the rate limit alone.
    waited: Duration,
    begun: Instant,
}

impl Waits {
    /// Whether this attempt is not the first.
    pub(super) fn repeated(&self) -> bool {
        self.repetitions > 0
    }

    /// How long the attempts to come may take, where that is limited.
    pub(super) fn left(&self) -> Option<Duration> {
        let taken = self.begun.elapsed().saturating_sub(self.waited);
        self.retry.within.map(|within| within.saturating_sub(taken))
    }

    /// How long to wait before the next attempt; `None` when there is none to be.
    pub(super) fn next(&mut self, failure: &mut Failure) -> Option<Duration> {
        let again = match failure.stage {
            Stage::Final => false,
            Stage::NotConnected | Stage::Answered(429) => true,
            Stage::NoAnswer | Stage::Answered(502..=504) => !self.is_post,
            Stage::Answered(_) => false,
        };
        if !again || self.repetitions >= self.retry.times {
            return None;
        }
        let wait = failure.retry_after.map_or_else(|| self.back_off(), |seconds| Duration::from_secs(seconds.into()));
        if failure.stage == Stage::Answered(429) {
            self.waited += wait;
            if self.waited > self.retry.max_wait {
                failure.too_long_a_wait(wait.as_secs());
                return None;
            }
        } else if self.left().is_some_and(|left| left <= wait) {
            return None;
        }
        self.repetitions += 1;
        Some(wait)
    }

    /// The interval, doubled for each repetition so far, and up to a quarter more, so that many clients that
    /// failed together don't come back together.
    fn back_off(&self) -> Duration {
        let doubled = self.retry.interval.saturating_mul(1 << self.repetitions.min(10));
        doubled.min(LONGEST.max(self.retry.interval)).mul_f64(1.0 + fastrand::f64() / 4.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn failure(stage: Stage, retry_after: Option<u32>) -> Failure {
        let mut failure = Failure::not_sent(Error::usage("fake"));
        failure.stage = stage;
        failure.retry_after = retry_after;
        failure
    }

    fn first_wait(is_post: bool, stage: Stage, retry_after: Option<u32>) -> Option<Duration> {
        let retry =
            Retry { times: 3, interval: Duration::from_secs(1), max_wait: Duration::from_secs(120), within: None };
        retry.start(is_post).next(&mut failure(stage, retry_after))
    }

    #[test]
    fn a_post_is_repeated_only_where_it_was_not_processed() {
        for (stage, other, post) in [
            (Stage::Final, false, false),
            (Stage::NotConnected, true, true),
            (Stage::NoAnswer, true, false),
            (Stage::Answered(429), true, true),
            (Stage::Answered(502), true, false),
            (Stage::Answered(503), true, false),
            (Stage::Answered(504), true, false),
            (Stage::Answered(500), false, false),
            (Stage::Answered(400), false, false),
            (Stage::Answered(404), false, false),
        ] {
            assert_eq!(first_wait(false, stage, None).is_some(), other, "{stage:?}");
            assert_eq!(first_wait(true, stage, None).is_some(), post, "POST {stage:?}");
        }
    }

    #[test]
    fn waits_double_with_up_to_a_quarter_more() {
        let mut waits =
            Retry { times: 3, interval: Duration::from_secs(2), max_wait: Duration::from_secs(120), within: None }
                .start(false);
        for least in [2.0, 4.0, 8.0] {
            let wait = waits.next(&mut failure(Stage::NoAnswer, None)).unwrap().as_secs_f64();
            assert!((least..=least * 1.25).contains(&wait), "{wait}");
        }
        assert_eq!(waits.next(&mut failure(Stage::NoAnswer, None)), None);
    }

    #[test]
    fn a_time_limit_ends_the_repetitions_but_not_the_wait_for_a_turn() {
        let within = Some(Duration::from_secs(5));
        let retry = Retry { times: 9, interval: Duration::from_secs(2), max_wait: Duration::from_secs(120), within };
        let mut waits = retry.start(false);
        assert!(waits.next(&mut failure(Stage::Answered(429), Some(60))).is_some());
        assert!(waits.left().is_some_and(|left| left > Duration::from_secs(4)), "{waits:?}");
        // The wait before the next repetition has doubled to four seconds, and the one after that to eight.
        assert!(waits.next(&mut failure(Stage::NoAnswer, None)).is_some());
        assert_eq!(waits.next(&mut failure(Stage::NotConnected, None)), None);
    }

    #[test]
    fn retry_after_is_obeyed_to_the_second_within_the_budget() {
        assert_eq!(first_wait(true, Stage::Answered(429), Some(13)), Some(Duration::from_secs(13)));
        assert_eq!(first_wait(true, Stage::Answered(429), Some(121)), None);
        let mut waits =
            Retry { times: 10, interval: Duration::from_secs(1), max_wait: Duration::from_secs(120), within: None }
                .start(false);
        for expected in [Some(Duration::from_secs(60)), Some(Duration::from_secs(60)), None] {
            assert_eq!(waits.next(&mut failure(Stage::Answered(429), Some(60))), expected);
        }
    }
}
