//! The tenant's clock: the system's time with an offset, or a time that stands still.
//! It must not read the system's clock: whoever asks brings that time.

use jiff::{SignedDuration, Timestamp};

/// A clock that can be moved and stopped.
#[derive(Debug, Clone, Copy)]
pub(super) enum Clock {
    Running { offset: SignedDuration },
    Frozen { at: Timestamp },
}

impl Clock {
    /// A clock that shows the system's time.
    pub(super) const SYSTEM: Clock = Clock::Running { offset: SignedDuration::ZERO };

    /// Returns the tenant's time; it stays within what a timestamp can hold.
    pub(super) fn now(self, system: Timestamp) -> Timestamp {
        match self {
            Clock::Running { offset } => moved(system, offset),
            Clock::Frozen { at } => at,
        }
    }

    /// Returns the clock moved on, or back by a negative duration; a frozen clock stays frozen.
    pub(super) fn advanced(self, by: SignedDuration) -> Clock {
        match self {
            Clock::Running { offset } => Clock::Running { offset: offset.saturating_add(by) },
            Clock::Frozen { at } => Clock::Frozen { at: moved(at, by) },
        }
    }
}

fn moved(time: Timestamp, by: SignedDuration) -> Timestamp {
    let end = if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX };
    time.checked_add(by).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    #[test]
    fn a_running_clock_follows_the_system_at_a_distance() {
        let clock = Clock::SYSTEM.advanced(DAY).advanced(DAY);
        assert_eq!(clock.now(Timestamp::UNIX_EPOCH).as_second(), 2 * 86_400);
    }

    #[test]
    fn a_frozen_clock_moves_only_by_hand() {
        let clock = Clock::Frozen { at: Timestamp::UNIX_EPOCH };
        assert_eq!(clock.now(Timestamp::MAX), Timestamp::UNIX_EPOCH);
        let later = clock.advanced(DAY).now(Timestamp::MAX);
        assert_eq!(later.as_second(), 86_400);
    }

    #[test]
    fn the_ends_of_time_hold() {
        let far = Clock::SYSTEM.advanced(SignedDuration::MAX).advanced(DAY);
        assert_eq!(far.now(Timestamp::UNIX_EPOCH), Timestamp::MAX);
        let back = Clock::SYSTEM.advanced(SignedDuration::MIN);
        assert_eq!(back.now(Timestamp::UNIX_EPOCH), Timestamp::MIN);
    }
}
