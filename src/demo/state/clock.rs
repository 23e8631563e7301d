//! The tenant's clock: the system's time with an offset, or a time that stands still.

use jiff::{SignedDuration, Timestamp};

/// A clock that can be moved and stopped. It never reads the system's time; the caller passes that in.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    Running { offset: SignedDuration },
    Frozen { at: Timestamp },
}

impl Clock {
    pub const SYSTEM: Clock = Clock::Running { offset: SignedDuration::ZERO };

    pub fn now(self, system: Timestamp) -> Timestamp {
        match self {
            Clock::Running { offset } => saturating_add(system, offset),
            Clock::Frozen { at } => at,
        }
    }

    /// Returns the clock moved forward, or back by a negative duration. A frozen clock stays frozen.
    pub fn advanced(self, by: SignedDuration) -> Clock {
        match self {
            Clock::Running { offset } => Clock::Running { offset: offset.saturating_add(by) },
            Clock::Frozen { at } => Clock::Frozen { at: saturating_add(at, by) },
        }
    }
}

/// Returns the time so many days of 24 hours later, or earlier for a negative number.
pub fn add_days(time: Timestamp, days: i64) -> Timestamp {
    saturating_add(time, SignedDuration::from_hours(24 * days))
}

/// Returns the time without its fraction of a second, as the API shows times.
pub fn truncate_to_seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

/// Adds a duration. A result that no timestamp can hold becomes the first or the last timestamp.
pub fn saturating_add(time: Timestamp, by: SignedDuration) -> Timestamp {
    let end = if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX };
    time.checked_add(by).unwrap_or(end)
}
