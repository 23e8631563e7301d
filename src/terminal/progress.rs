//! [`Progress`]: how far a long command has come, as a bar on stderr that is gone at the end.

use std::fmt::Write;
use std::io;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::Terminal;

/// The most cells of the bar.
const MAX_BAR_WIDTH: usize = 30;

/// The columns of a terminal that doesn't say how many it has.
const DEFAULT_WIDTH: usize = 80;

/// The columns that the words around the bar need.
const TEXT_WIDTH: usize = 48;

/// A bar, where somebody watches. Clones are the same bar.
#[derive(Clone)]
pub struct Progress {
    terminal: Terminal,
    bar: ProgressBar,
    style: ProgressStyle,
}

impl Progress {
    /// Begins a bar of so many steps, if one is `wanted` and stderr is a terminal that can move its cursor, with somebody
    /// in front of it.
    pub fn new(terminal: Terminal, doing: &'static str, steps: usize, wanted: bool) -> Self {
        let is_seen = wanted && terminal.stderr_can_move_cursor && !terminal.is_ci;
        let target = if is_seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let width =
            terminal_size::terminal_size_of(io::stderr()).map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0));
        Self::with_target(terminal, target, width, doing, steps)
    }

    fn with_target(
        terminal: Terminal,
        target: ProgressDrawTarget,
        width: usize,
        doing: &'static str,
        steps: usize,
    ) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target).with_message(doing);
        bar.set_style(style_from_template(""));
        // A line that doesn't fit would wrap.
        let cells = MAX_BAR_WIDTH.min(width.saturating_sub(TEXT_WIDTH));
        let style = style_from_template(&format!("{{msg}} {{pos}} of {{len}} [{{bar:{cells}}}] {{left}} left"));
        Self { terminal, bar, style: style.progress_chars("=> ").with_key("left", write_time_left) }
    }

    /// So many steps more are done.
    pub fn advance(&self, steps: usize) {
        // Before the first step there is no pace to tell, and the bar is an empty text.
        if self.bar.position() == 0 {
            self.bar.set_style(self.style.clone());
        }
        self.bar.inc(steps as u64);
    }

    /// Writes lines to stderr above the bar.
    pub fn print_above(&self, write: impl FnOnce(&Terminal)) {
        self.bar.suspend(|| write(&self.terminal));
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A line in words and signs that every terminal has, and without colors.
fn style_from_template(line: &str) -> ProgressStyle {
    ProgressStyle::with_template(line).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// How long the rest takes at the pace so far, in the largest unit that it fills.
fn write_time_left(state: &ProgressState, out: &mut dyn Write) {
    let rest = state.len().unwrap_or_default().saturating_sub(state.pos());
    let left = state.elapsed().as_secs_f64() * rest as f64 / state.pos().max(1) as f64;
    // There is nobody to tell of a text that can't be written.
    let _ = match left as u64 {
        seconds @ 0..60 => write!(out, "{seconds} s"),
        seconds @ 60..3600 => write!(out, "{} min", seconds / 60),
        seconds => write!(out, "{} h", seconds / 3600),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    use indicatif::InMemoryTerm;

    fn draw(width: usize, done: usize, took: u64) -> String {
        let screen = InMemoryTerm::new(2, 80);
        let target = ProgressDrawTarget::term_like(Box::new(screen.clone()));
        let mut progress = Progress::with_target(Terminal::detect(|_| None), target, width, "read", 1200);
        progress.bar = progress.bar.with_elapsed(Duration::from_secs(took));
        progress.print_above(|_| assert_eq!(screen.contents(), ""));
        assert_eq!(screen.contents(), "");
        progress.advance(done);
        let drawn = screen.contents();
        progress.print_above(|_| assert_eq!(screen.contents(), ""));
        assert_eq!(screen.contents(), drawn);
        progress.finish();
        progress.print_above(|_| ());
        assert_eq!(screen.contents(), "");
        drawn
    }

    #[test]
    fn shows_the_progress_and_the_time_left() {
        for (done, took, line) in [
            (1, 2, "read 1 of 1200 [>                             ] 39 min left"),
            (600, 59, "read 600 of 1200 [===============>              ] 59 s left"),
            (600, 4000, "read 600 of 1200 [===============>              ] 1 h left"),
            (1199, 60, "read 1199 of 1200 [=============================>] 0 s left"),
            (1200, 60, "read 1200 of 1200 [==============================] 0 s left"),
        ] {
            assert_eq!(draw(80, done, took), line);
        }
        assert_eq!(draw(58, 600, 59), "read 600 of 1200 [=====>    ] 59 s left");
        assert_eq!(draw(20, 600, 59), "read 600 of 1200 [] 59 s left");
    }
}
