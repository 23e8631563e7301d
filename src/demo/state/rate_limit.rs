//! Rate limits per user and tier, in windows of one minute by default (<https://qlik.dev/apis/rest/rate-limiting/>).

use std::collections::HashMap;

use jiff::Timestamp;

/// The tiers of the API reference: tier 1 for reads, tier 2 for writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tier {
    Read,
    Write,
}

/// The state of a window after a call.
pub struct RateLimitStatus {
    pub limit: u32,
    pub remaining: u32,
    /// The end of the window, in Unix seconds.
    pub reset: i64,
    /// Whether this call exceeds the limit.
    pub exceeded: bool,
}

/// The limits, in calls per window, and the calls of each user and tier in the current window.
#[derive(Debug)]
pub struct RateLimits {
    pub read_limit: u32,
    pub write_limit: u32,
    /// The length of a window, in seconds.
    pub window_seconds: i64,
    /// The number of the window since the Unix epoch, and the calls in it.
    pub calls: HashMap<(String, Tier), (i64, u32)>,
}

impl Default for RateLimits {
    fn default() -> RateLimits {
        RateLimits { read_limit: 1000, write_limit: 100, window_seconds: 60, calls: HashMap::new() }
    }
}

impl RateLimits {
    /// Counts a call, unless it exceeds the limit, and returns the state of the window.
    pub fn count_call(&mut self, user_id: &str, tier: Tier, now: Timestamp) -> RateLimitStatus {
        let limit = match tier {
            Tier::Read => self.read_limit,
            Tier::Write => self.write_limit,
        };
        let current = now.as_second().div_euclid(self.window_seconds);
        let (window, calls) = self.calls.entry((user_id.to_owned(), tier)).or_default();
        if *window != current {
            (*window, *calls) = (current, 0);
        }
        let exceeded = *calls >= limit;
        if !exceeded {
            *calls += 1;
        }
        RateLimitStatus {
            limit,
            remaining: limit.saturating_sub(*calls),
            reset: (current + 1) * self.window_seconds,
            exceeded,
        }
    }
}
