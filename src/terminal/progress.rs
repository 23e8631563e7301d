//! [`Progress`]: how far a long command has come, as a bar on stderr that is gone at the end.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Terminal;

/// In words and signs that every terminal has, and without colours.
const TEMPLATE: &str = "{msg} {pos} of {len} [{bar:30}] {eta} left";

/// A bar, where somebody watches. Clones are the same bar.
#[derive(Clone, Debug)]
pub struct Progress {
    bar: ProgressBar,
    terminal: Terminal,
}

impl Progress {
    /// Begins a bar of so many steps, if one is `wanted` and stderr is a terminal that can move its cursor, with somebody
    /// in front of it.
    pub fn begin(terminal: Terminal, doing: &'static str, steps: usize, wanted: bool) -> Self {
        let seen = wanted && terminal.stderr && !terminal.unattended;
        // indicatif shows nothing where TERM is `dumb` or not set.
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target).with_message(doing);
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, terminal }
    }

    /// So many steps more are done.
    pub fn advance(&self, steps: usize) {
        self.bar.inc(steps as u64);
    }

    /// Writes lines to stderr above the bar.
    pub fn above(&self, write: impl FnOnce(&Terminal)) {
        self.bar.suspend(|| write(&self.terminal));
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
