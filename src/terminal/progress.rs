//! [`Progress`]: how far a long command has come, as a bar on stderr that is gone at the end.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Terminal;

/// How long what is drawn stays at least.
const REDRAW: Duration = Duration::from_millis(50);

/// The cells of the bar.
const CELLS: usize = 30;

/// The columns of a terminal that doesn't say how many it has.
const WIDTH: usize = 80;

/// Back to the beginning of the line, which is erased (ECMA-48: CR, EL 2).
const ERASE: &str = "\r\x1b[2K";

/// A bar, where somebody watches. Clones are the same bar.
#[derive(Clone, Debug)]
pub struct Progress {
    terminal: Terminal,
    /// There until it ends, if it is to be seen.
    bar: Arc<Mutex<Option<Bar>>>,
}

#[derive(Debug)]
struct Bar {
    doing: &'static str,
    steps: usize,
    done: usize,
    begun: Instant,
    drawn: Option<Instant>,
}

impl Progress {
    /// Begins a bar of so many steps, if one is `wanted` and stderr is a terminal that can move its cursor, with somebody
    /// in front of it.
    pub fn begin(terminal: Terminal, doing: &'static str, steps: usize, wanted: bool) -> Self {
        let is_seen = wanted && terminal.stderr_cursor && !terminal.unattended;
        let bar = is_seen.then(|| Bar { doing, steps, done: 0, begun: Instant::now(), drawn: None });
        Self { terminal, bar: Arc::new(Mutex::new(bar)) }
    }

    /// So many steps more are done.
    pub fn advance(&self, steps: usize) {
        if let Some(bar) = &mut *self.bar() {
            bar.done += steps;
            if bar.done >= bar.steps || bar.drawn.is_none_or(|drawn| drawn.elapsed() >= REDRAW) {
                self.draw(bar);
            }
        }
    }

    /// Writes lines to stderr above the bar.
    pub fn above(&self, write: impl FnOnce(&Terminal)) {
        let mut bar = self.bar();
        self.erase(bar.as_ref());
        write(&self.terminal);
        if let Some(bar) = bar.as_mut().filter(|bar| bar.drawn.is_some()) {
            self.draw(bar);
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.erase(self.bar().take().as_ref());
    }

    fn bar(&self) -> MutexGuard<'_, Option<Bar>> {
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn draw(&self, bar: &mut Bar) {
        let width = terminal_size::terminal_size_of(io::stderr()).map_or(WIDTH, |(width, _)| usize::from(width.0));
        // A line that is full would wrap, and be erased by half.
        let line: String = bar.line(bar.begun.elapsed()).chars().take(width.saturating_sub(1)).collect();
        self.terminal.write(&format!("{ERASE}{line}"));
        bar.drawn = Some(Instant::now());
    }

    fn erase(&self, bar: Option<&Bar>) {
        if bar.is_some_and(|bar| bar.drawn.is_some()) {
            self.terminal.write(ERASE);
        }
    }
}

impl Bar {
    /// In words and signs that every terminal has, and without colours.
    fn line(&self, took: Duration) -> String {
        let Self { doing, steps, done, .. } = self;
        let full = CELLS * done / steps.max(&1);
        let tip = if full < CELLS { ">" } else { "" };
        // The cells that are not full, but for the tip.
        let space = " ".repeat(CELLS.saturating_sub(full + 1));
        let bar = "=".repeat(full) + tip + &space;
        let rest = u32::try_from(steps.saturating_sub(*done)).unwrap_or(u32::MAX);
        let left = took.saturating_mul(rest) / u32::try_from(*done).unwrap_or(u32::MAX).max(1);
        format!("{doing} {done} of {steps} [{bar}] {} left", rounded(left))
    }
}

/// A time in the largest unit that it fills.
fn rounded(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_how_far_it_is_and_how_long_the_rest_takes_at_this_pace() {
        for (done, took, line) in [
            (1, 2, "read 1 of 1200 [>                             ] 39 min left"),
            (600, 59, "read 600 of 1200 [===============>              ] 59 s left"),
            (600, 4000, "read 600 of 1200 [===============>              ] 1 h left"),
            (1199, 60, "read 1199 of 1200 [=============================>] 0 s left"),
            (1200, 60, "read 1200 of 1200 [==============================] 0 s left"),
        ] {
            let bar = Bar { doing: "read", steps: 1200, done, begun: Instant::now(), drawn: None };
            assert_eq!(bar.line(Duration::from_secs(took)), line);
        }
    }
}
