//! [`State`]: when each attempt of a batch may go out, by what the tenant tells of its rate limit and by its 429s alone.
//! It is given the time, and waits for nothing.

use std::time::Duration;

use reqwest::header::HeaderMap;

use super::date;

/// How much earlier than it seems a window may end: the second that `Date` is cut to, and the way to the tenant and back.
/// What the window allows is used up before that, since what is left of it then is lost.
const EARLIER: Duration = Duration::from_secs(2);

/// What an answer says of the rate limit: how many requests the window still allows and when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quota {
    remaining: u64,
    /// In Unix seconds, as `date`.
    reset: i64,
    /// The tenant's clock, by which alone the end can be judged.
    date: i64,
}

impl Quota {
    /// Reads `Ratelimit-Remaining`, `Ratelimit-Reset` (the API's "Rate limits") and `Date`.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
        Some(Self {
            remaining: number("ratelimit-remaining")?,
            reset: i64::try_from(number("ratelimit-reset")?).ok()?,
            date: date::of(headers)?.as_second(),
        })
    }
}

/// When an attempt may go out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Now,
    At(Duration),
    /// Once one that is out has been answered.
    Answer,
}

/// What is known of the limit.
#[derive(Debug, PartialEq, Eq)]
enum Known {
    /// Nothing: one attempt alone finds out, and `asked` says that it is out.
    Nothing { asked: bool },
    /// That the tenant tells none.
    NoLimit,
    /// A window: what it still allows, its end in Unix seconds, and when the next attempt is due if they are spread.
    Window { remaining: u64, reset: i64, due: Duration },
}

/// The state of a batch. Times are counted from its beginning.
#[derive(Debug)]
pub(super) struct State {
    pub(super) stopped: bool,
    /// The requests that are not through.
    pub(super) left: u64,
    /// The attempts that are out.
    out: u64,
    known: Known,
    /// Before that nobody goes.
    held: Duration,
    /// The tenant's clock at our beginning, in Unix time. `Date` is cut to seconds and arrives late, so each one tells a
    /// time that is too early, and the latest is the nearest: an end judged by it is never too early.
    clock: Option<i128>,
    longest: Duration,
}

impl State {
    pub(super) fn new(requests: usize, longest: Duration) -> Self {
        let known = Known::Nothing { asked: false };
        Self { stopped: false, left: requests as u64, out: 0, known, held: Duration::ZERO, clock: None, longest }
    }

    /// When the next attempt may go out. If that is now, it is out.
    pub(super) fn next(&mut self, now: Duration) -> Next {
        if now < self.held {
            return Next::At(self.held);
        }
        if let Known::Window { reset, .. } = self.known
            && self.end(reset) <= now
        {
            self.known = Known::Nothing { asked: false };
        }
        let next = self.due(now);
        if next == Next::Now {
            self.out += 1;
        }
        next
    }

    fn due(&mut self, now: Duration) -> Next {
        let out = self.out;
        let Known::Window { remaining, reset, due } = self.known else {
            return match &mut self.known {
                Known::Nothing { .. } if out > 0 => Next::Answer,
                Known::Nothing { asked } => {
                    *asked = true;
                    Next::Now
                }
                _ => Next::Now,
            };
        };
        let end = self.end(reset);
        // Whether those that are out are counted in what remains is not known.
        let free = remaining.saturating_sub(out);
        match free {
            0 if remaining == 0 => Next::At(end),
            0 => Next::Answer,
            _ if self.left.saturating_sub(out) <= free => Next::Now,
            _ if now < due => Next::At(due),
            _ => {
                let share = u32::try_from(free).unwrap_or(u32::MAX);
                let rest = end.saturating_sub(now + EARLIER);
                self.known = Known::Window { remaining, reset, due: now + rest / share };
                Next::Now
            }
        }
    }

    /// What an answer says.
    pub(super) fn told(&mut self, now: Duration, quota: Option<Quota>) {
        if let Some(Quota { date, .. }) = quota {
            self.clock = self.clock.max(Some(nanoseconds(date) - nanos(now)));
        }
        // An end that is past, or so far off that it makes no sense, tells no limit.
        let sound = quota.filter(|quota| {
            let end = self.end(quota.reset);
            now < end && end <= now + self.longest
        });
        match (&mut self.known, sound) {
            // Answers overtake each other: the least of what remained is the latest.
            (Known::Window { remaining, reset, .. }, Some(quota)) if *reset == quota.reset => {
                *remaining = quota.remaining.min(*remaining);
            }
            (Known::Window { reset, .. }, Some(quota)) if *reset > quota.reset => {}
            (known, Some(Quota { remaining, reset, .. })) => *known = Known::Window { remaining, reset, due: now },
            (known @ Known::Nothing { asked: true }, None) => *known = Known::NoLimit,
            _ => {}
        }
    }

    pub(super) fn hold(&mut self, until: Duration) {
        self.held = self.held.max(until);
        self.known = Known::Nothing { asked: false };
    }

    /// An attempt has come back, with an answer or without.
    pub(super) fn landed(&mut self) {
        self.out = self.out.saturating_sub(1);
        if let Known::Nothing { asked } = &mut self.known {
            *asked = false;
        }
    }

    /// When the tenant's clock will show these Unix seconds.
    fn end(&self, reset: i64) -> Duration {
        let rest = nanoseconds(reset) - self.clock.unwrap_or_default();
        Duration::from_nanos(u64::try_from(rest.max(0)).unwrap_or(u64::MAX))
    }
}

fn nanoseconds(seconds: i64) -> i128 {
    i128::from(seconds) * 1_000_000_000
}

fn nanos(time: Duration) -> i128 {
    i128::try_from(time.as_nanos()).unwrap_or(i128::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn at(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    /// A batch that begins when the tenant's clock shows 1000 s.
    fn state(requests: usize) -> State {
        State::new(requests, Duration::from_secs(120))
    }

    fn quota(remaining: u64, reset: i64, date: i64) -> Option<Quota> {
        Some(Quota { remaining, reset, date })
    }

    /// Sends one and has it answered at once.
    fn exchange(state: &mut State, now: Duration, told: Option<Quota>) {
        assert_eq!(state.next(now), Next::Now);
        state.told(now, told);
        state.landed();
        state.left -= 1;
    }

    #[test]
    fn the_first_goes_alone() {
        let mut state = state(10);
        assert_eq!(state.next(at(0.0)), Next::Now);
        assert_eq!(state.next(at(0.0)), Next::Answer);
        // It broke: the next one finds out.
        state.landed();
        assert_eq!(state.next(at(0.1)), Next::Now);
        assert_eq!(state.next(at(0.1)), Next::Answer);
    }

    #[test]
    fn nothing_is_held_back_where_no_limit_is_told() {
        let mut state = state(10);
        exchange(&mut state, at(0.0), None);
        for _ in 0..8 {
            assert_eq!(state.next(at(0.1)), Next::Now);
        }
    }

    #[test]
    fn what_fits_goes_at_full_speed_and_what_does_not_is_spread() {
        let mut fits = state(100);
        exchange(&mut fits, at(0.0), quota(99, 1060, 1000));
        assert_eq!([fits.next(at(0.0)), fits.next(at(0.0))], [Next::Now, Next::Now]);
        let mut spread = state(101);
        exchange(&mut spread, at(0.0), quota(60, 1060, 1000));
        assert_eq!(spread.next(at(0.0)), Next::Now);
        assert_eq!(spread.next(at(0.0)), Next::At(at(58.0) / 60));
        assert_eq!(spread.next(at(1.0)), Next::Now);
        assert_eq!(spread.next(at(1.5)), Next::At(at(1.0) + at(57.0) / 59));
        assert_eq!([spread.next(at(58.5)), spread.next(at(58.5))], [Next::Now, Next::Now]);
    }

    #[test]
    fn an_empty_window_is_waited_for_and_one_alone_looks_into_the_next() {
        let mut state = state(10);
        exchange(&mut state, at(0.0), quota(0, 1060, 1000));
        assert_eq!(state.next(at(1.0)), Next::At(at(60.0)));
        assert_eq!(state.next(at(60.0)), Next::Now);
        assert_eq!(state.next(at(60.0)), Next::Answer);
        state.told(at(60.1), quota(99, 1120, 1060));
        assert_eq!(state.next(at(60.1)), Next::Now);
    }

    #[test]
    fn those_that_are_out_are_counted() {
        let mut state = state(10);
        exchange(&mut state, at(0.0), quota(2, 1060, 1000));
        assert_eq!(state.next(at(0.0)), Next::Now);
        assert_eq!(state.next(at(40.0)), Next::Now);
        assert_eq!(state.next(at(59.0)), Next::Answer);
        state.told(at(59.1), quota(1, 1060, 1059));
        state.landed();
        assert_eq!(state.next(at(59.2)), Next::Answer);
    }

    #[test]
    fn answers_that_overtake_each_other_leave_the_least() {
        let mut state = state(1000);
        exchange(&mut state, at(0.0), quota(5, 1060, 1000));
        state.told(at(0.1), quota(3, 1060, 1000));
        state.told(at(0.2), quota(4, 1060, 1000));
        assert!(matches!(state.known, Known::Window { remaining: 3, .. }));
        state.told(at(0.3), quota(9, 1060, 1000));
        assert!(matches!(state.known, Known::Window { remaining: 3, reset: 1060, .. }));
        state.told(at(0.4), quota(90, 1120, 1000));
        state.told(at(0.5), quota(2, 1060, 1000));
        assert!(matches!(state.known, Known::Window { remaining: 90, reset: 1120, .. }));
    }

    #[test]
    fn the_end_of_a_window_is_judged_by_the_tenants_clock() {
        // Ours is a year off, which nobody sees: time is counted from the beginning.
        let mut state = state(1000);
        exchange(&mut state, at(0.9), quota(0, 1060, 1000));
        assert_eq!(state.end(1060), at(60.9));
        // A second begins: the estimate gets better, and never worse.
        state.told(at(1.05), quota(0, 1060, 1001));
        assert_eq!(state.end(1060), at(60.05));
        state.told(at(1.9), quota(0, 1060, 1001));
        assert_eq!(state.end(1060), at(60.05));
    }

    #[test]
    fn an_end_that_makes_no_sense_tells_no_limit() {
        for reset in [0, 13, 999, 1000, 1121, 1_000_000, i64::MAX] {
            let mut state = state(1000);
            exchange(&mut state, at(0.0), quota(0, reset, 1000));
            assert_eq!(state.known, Known::NoLimit, "{reset}");
        }
        // What an answer from the window before says does not end the search.
        let mut state = state(1000);
        state.told(at(0.0), quota(0, 999, 1000));
        assert_eq!(state.known, Known::Nothing { asked: false });
    }

    #[test]
    fn a_429_holds_everybody_and_then_one_alone_goes() {
        let mut state = state(1000);
        exchange(&mut state, at(0.0), None);
        assert_eq!([state.next(at(0.1)), state.next(at(0.1))], [Next::Now, Next::Now]);
        state.hold(at(13.0));
        state.hold(at(9.0));
        state.landed();
        state.landed();
        assert_eq!(state.next(at(12.9)), Next::At(at(13.0)));
        assert_eq!(state.next(at(13.0)), Next::Now);
        assert_eq!(state.next(at(13.0)), Next::Answer);
    }

    /// A tenant of fixed windows, and four workers that keep to the pace.
    struct Play {
        limit: u64,
        window: f64,
        /// Where its clock stands at our beginning.
        offset: f64,
        latency: f64,
        headers: bool,
    }

    impl Play {
        /// Gives back how many 429s there were in the worst window, and how long it took in all.
        fn of(&self, requests: usize) -> (u64, f64) {
            let mut state = State::new(requests, MINUTE * 2);
            let mut seen: std::collections::HashMap<i64, (u64, u64)> = std::collections::HashMap::new();
            // What is on its way back: when it arrives, and what it says.
            let mut back: Vec<(f64, bool, Option<Quota>)> = Vec::new();
            let (mut now, mut waiting) = (0.0, requests);
            while waiting > 0 || !back.is_empty() {
                while let Some(index) = back.iter().position(|answer| answer.0 <= now) {
                    let (_, over, told) = back.swap_remove(index);
                    state.told(at(now), told);
                    if over {
                        let clock = now - self.latency / 2.0 + self.offset;
                        state.hold(at(now + (self.window - clock.rem_euclid(self.window)).ceil()));
                        waiting += 1;
                    } else {
                        state.left -= 1;
                    }
                    state.landed();
                }
                while back.len() < 4 && waiting > 0 && state.next(at(now)) == Next::Now {
                    waiting -= 1;
                    let clock = now + self.latency / 2.0 + self.offset;
                    let number = clock.div_euclid(self.window) as i64;
                    let (used, refused) = seen.entry(number).or_default();
                    let over = *used >= self.limit;
                    *(if over { refused } else { &mut *used }) += 1;
                    let reset = (number + 1) * self.window as i64;
                    let told = quota(self.limit - *used, reset, clock.floor() as i64).filter(|_| self.headers);
                    back.push((now + self.latency, over, told));
                }
                now += 0.001;
            }
            (seen.values().map(|window| window.1).max().unwrap_or_default(), now)
        }
    }

    #[test]
    fn twelve_hundred_take_twelve_windows_and_meet_no_429() {
        for (offset, latency) in [(0.0, 0.15), (13.7, 0.02), (47.9, 0.25), (59.3, 0.15), (59.99, 0.001)] {
            let play = Play { limit: 100, window: 60.0, offset, latency, headers: true };
            let (refused, took) = play.of(1200);
            // The first window's rest and ten whole ones, and then what is left goes at once; one more where the rest is too
            // short for four workers to send a hundred in it.
            let rest = 60.0 - offset;
            let limits_own = rest + if rest * 4.0 / latency < 100.0 { 660.0 } else { 600.0 };
            assert!(refused <= 1, "{refused} 429s in a window, {offset} {latency}");
            assert!(took <= limits_own * 1.02 + 25.0 * latency, "{took} s of {limits_own} s, {offset} {latency}");
        }
    }

    #[test]
    fn a_limit_that_is_not_told_costs_few_429s() {
        let play = Play { limit: 100, window: 60.0, offset: 30.0, latency: 0.15, headers: false };
        let (refused, took) = play.of(300);
        assert!(refused <= 4, "{refused} 429s in a window");
        assert!(took < 30.0 + 60.0 + 10.0, "{took}");
    }

    #[test]
    fn a_limit_smaller_than_the_workers_is_kept() {
        for limit in 1..6 {
            let play = Play { limit, window: 10.0, offset: 3.0, latency: 0.1, headers: true };
            let (refused, took) = play.of(12);
            assert!(refused <= 1, "{refused} 429s of {limit}");
            assert!(took < 7.0 + 10.0 * 12.0 / limit as f64 + 2.0, "{took} s of {limit}");
        }
    }

    #[test]
    fn the_headers_are_read_whole_or_not_at_all() {
        let read = |remaining: &str, reset: &str, date: &str| {
            let pairs = [("ratelimit-remaining", remaining), ("ratelimit-reset", reset), ("date", date)];
            Quota::of(&pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect())
        };
        let date = "Thu, 01 Jan 1970 00:16:40 GMT";
        assert_eq!(read("7", " 1060 ", date), quota(7, 1060, 1000));
        for (remaining, reset, date) in
            [("-1", "1060", date), ("7", "soon", date), ("7", "99999999999999999999", date), ("7", "1060", "now")]
        {
            assert_eq!(read(remaining, reset, date), None, "{remaining} {reset} {date}");
        }
    }
}
