//! The tenant's clock: the system time plus an offset, or a fixed time.

use jiff::{SignedDuration, Timestamp};

/// A clock that can be moved and frozen. It never reads the system time; callers pass it in.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    Running { offset: SignedDuration },
    Frozen { at: Timestamp },
}

impl Clock {
    /// A clock that shows the system time.
    pub const SYSTEM: Clock = Clock::Running { offset: SignedDuration::ZERO };

    /// Returns the clock's time at the given system time.
    pub fn now(self, system_time: Timestamp) -> Timestamp {
        match self {
            Clock::Running { offset } => saturating_add(system_time, offset),
            Clock::Frozen { at } => at,
        }
    }

    /// Returns the clock moved forward, or backward if the duration is negative. A frozen clock stays frozen.
    pub fn advanced(self, by: SignedDuration) -> Clock {
        match self {
            Clock::Running { offset } => Clock::Running { offset: offset.saturating_add(by) },
            Clock::Frozen { at } => Clock::Frozen { at: saturating_add(at, by) },
        }
    }
}

/// Adds days of 24 hours; a negative number subtracts them.
pub fn add_days(time: Timestamp, days: i64) -> Timestamp {
    saturating_add(time, SignedDuration::from_hours(24 * days))
}

/// Removes the fraction of a second, because the API's times have none.
pub fn truncate_to_seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

/// Adds a duration. Returns the minimum or maximum timestamp if the result is out of range.
pub fn saturating_add(time: Timestamp, by: SignedDuration) -> Timestamp {
    let limit = if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX };
    time.checked_add(by).unwrap_or(limit)
}
