//! [`Progress`]: a progress bar on stderr that disappears at the end.

use std::fmt::Write;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::{Terminal, stderr_width};

/// The maximum width of the bar in columns.
const MAX_BAR_WIDTH: usize = 30;

/// The width in columns that is assumed for a terminal of unknown width.
const DEFAULT_WIDTH: usize = 80;

/// The columns that the text around the bar needs.
const TEXT_WIDTH: usize = 48;

/// A progress bar, visible only on an interactive terminal. Clones share the bar.
#[derive(Clone)]
pub struct Progress {
    terminal: Terminal,
    bar: ProgressBar,
    style: ProgressStyle,
}

impl Progress {
    /// Starts a bar. It is visible if `enabled`, stderr is a terminal that can move its cursor, and this is not CI.
    pub fn new(terminal: Terminal, label: &'static str, steps: usize, enabled: bool) -> Self {
        let is_visible = enabled && terminal.stderr_can_move_cursor && !terminal.is_ci;
        let target = if is_visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let width = stderr_width().unwrap_or(DEFAULT_WIDTH);
        Self::with_target(terminal, target, width, label, steps)
    }

    fn with_target(
        terminal: Terminal,
        target: ProgressDrawTarget,
        width: usize,
        label: &'static str,
        steps: usize,
    ) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target).with_message(label);
        bar.set_style(style_from_template(""));
        // A longer line would wrap.
        let bar_width = MAX_BAR_WIDTH.min(width.saturating_sub(TEXT_WIDTH));
        let style = style_from_template(&format!("{{msg}} {{pos}} of {{len}} [{{bar:{bar_width}}}] {{left}} left"));
        Self { terminal, bar, style: style.progress_chars("=> ").with_key("left", write_time_left) }
    }

    /// Adds completed steps.
    pub fn advance(&self, steps: usize) {
        // The bar is empty until the first step, which makes an estimate possible.
        if self.bar.position() == 0 {
            self.bar.set_style(self.style.clone());
        }
        self.bar.inc(steps as u64);
    }

    /// Writes lines to stderr above the bar.
    pub fn print_above(&self, write: impl FnOnce(&Terminal)) {
        self.bar.suspend(|| write(&self.terminal));
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn style_from_template(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Writes the estimated remaining time in one unit, assuming the average speed so far.
fn write_time_left(state: &ProgressState, out: &mut dyn Write) {
    let remaining = state.len().unwrap_or_default().saturating_sub(state.pos());
    let left = state.elapsed().as_secs_f64() * remaining as f64 / state.pos().max(1) as f64;
    // indicatif offers no way to return an error.
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

    fn draw(width: usize, done: usize, elapsed_seconds: u64) -> String {
        let screen = InMemoryTerm::new(2, 80);
        let target = ProgressDrawTarget::term_like(Box::new(screen.clone()));
        let mut progress = Progress::with_target(Terminal::detect(|_| None), target, width, "read", 1200);
        progress.bar = progress.bar.with_elapsed(Duration::from_secs(elapsed_seconds));
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
        for (done, elapsed_seconds, line) in [
            (1, 2, "read 1 of 1200 [>                             ] 39 min left"),
            (600, 59, "read 600 of 1200 [===============>              ] 59 s left"),
            (3, 10, "read 3 of 1200 [>                             ] 1 h left"),
            (1199, 60, "read 1199 of 1200 [=============================>] 0 s left"),
            (1200, 60, "read 1200 of 1200 [==============================] 0 s left"),
        ] {
            assert_eq!(draw(80, done, elapsed_seconds), line);
        }
        assert_eq!(draw(58, 600, 59), "read 600 of 1200 [=====>    ] 59 s left");
        assert_eq!(draw(20, 600, 59), "read 600 of 1200 [] 59 s left");
    }
}
