//! Rate limits: how many calls of a tier a user has left in the current window, which is a minute unless it is set.
//! It must not know what a call does; the tiers are those of the reference ("Tier 1", "Tier 2").

use std::collections::HashMap;

use jiff::Timestamp;

/// The tiers of the reference: reading is tier 1, changing tier 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tier {
    Read,
    Write,
}

/// What is left of a window after a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quota {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    /// When the window ends, in Unix seconds.
    pub(super) reset: i64,
    /// Whether this call was one too many.
    pub(super) over: bool,
}

/// The limits, and the calls of each user and tier in the current window.
#[derive(Debug)]
pub(super) struct Rates {
    read: u32,
    write: u32,
    /// Seconds in a window.
    window: i64,
    used: HashMap<(String, Tier), (i64, u32)>,
}

impl Default for Rates {
    fn default() -> Rates {
        Rates { read: 1000, write: 100, window: 60, used: HashMap::new() }
    }
}

impl Rates {
    /// Sets how many calls a window each tier allows.
    pub(super) fn set(&mut self, read: u32, write: u32) {
        (self.read, self.write) = (read, write);
    }

    /// Sets how many seconds a window has, at least one; what was counted so far is forgotten.
    pub(super) fn set_window(&mut self, seconds: u32) {
        self.window = i64::from(seconds.max(1));
        self.used.clear();
    }

    /// Counts a call of that user.
    pub(super) fn count(&mut self, user: &str, tier: Tier, now: Timestamp) -> Quota {
        let limit = match tier {
            Tier::Read => self.read,
            Tier::Write => self.write,
        };
        let window = now.as_second().div_euclid(self.window);
        let entry = self.used.entry((user.to_owned(), tier)).or_default();
        if entry.0 != window {
            *entry = (window, 0);
        }
        let over = entry.1 >= limit;
        if !over {
            entry.1 += 1;
        }
        Quota { limit, remaining: limit.saturating_sub(entry.1), reset: (window + 1) * self.window, over }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_window_fills_and_the_next_is_empty() {
        let mut rates = Rates::default();
        rates.set(2, 1);
        let quota = rates.count("a", Tier::Read, at(65));
        assert_eq!(quota, Quota { limit: 2, remaining: 1, reset: 120, over: false });
        assert!(!rates.count("a", Tier::Read, at(119)).over);
        assert!(rates.count("a", Tier::Read, at(119)).over);
        assert_eq!(rates.count("a", Tier::Read, at(120)).remaining, 1);
    }

    #[test]
    fn a_window_can_be_shorter() {
        let mut rates = Rates::default();
        rates.set(2, 1);
        assert_eq!(rates.count("a", Tier::Write, at(61)).reset, 120);
        rates.set_window(3);
        assert_eq!(rates.count("a", Tier::Write, at(61)), Quota { limit: 1, remaining: 0, reset: 63, over: false });
        assert!(rates.count("a", Tier::Write, at(62)).over);
        assert!(!rates.count("a", Tier::Write, at(63)).over);
        rates.set_window(0);
        assert_eq!(rates.count("a", Tier::Write, at(64)).reset, 65);
    }

    #[test]
    fn users_and_tiers_do_not_share() {
        let mut rates = Rates::default();
        rates.set(1, 1);
        assert!(!rates.count("a", Tier::Read, at(0)).over);
        assert!(!rates.count("a", Tier::Write, at(0)).over);
        assert!(!rates.count("b", Tier::Read, at(0)).over);
        assert!(rates.count("b", Tier::Read, at(0)).over);
    }
}
