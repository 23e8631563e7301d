//! [`Spinner`]: a line on stderr with the number of fetched rows. It appears if a command takes long, and disappears before
//! anything else is shown.

use std::fmt::Write;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::Terminal;

/// The time without output after which the spinner appears.
const DELAY: Duration = Duration::from_secs(1);

/// The time between two frames.
const FRAME: Duration = Duration::from_millis(100);

/// The spinner on a terminal, if there is one. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct CurrentSpinner(Arc<Mutex<Option<ProgressBar>>>);

impl CurrentSpinner {
    /// Calls `write` while the spinner is off the screen.
    pub(super) fn suspend(&self, write: impl FnOnce()) {
        match &*self.lock() {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Removes the spinner for good.
    pub(super) fn end(&self) {
        if let Some(bar) = self.lock().take() {
            bar.finish_and_clear();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<ProgressBar>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows how many rows were fetched, until it is dropped or something is written to stdout on the same terminal.
pub struct Spinner {
    bar: Option<ProgressBar>,
    current: CurrentSpinner,
    /// Ends the thread when it is dropped.
    _stop: Option<Sender<()>>,
}

impl Spinner {
    /// Starts a spinner that appears after a second if `enabled`, stderr is a terminal that can move its cursor, and this
    /// is not CI. `noun` is what a row is, such as `key`.
    pub fn start(terminal: &Terminal, noun: &'static str, enabled: bool) -> Self {
        let current = terminal.spinner.clone();
        if !enabled || !terminal.stderr_can_move_cursor || terminal.is_ci {
            return Self { bar: None, current, _stop: None };
        }
        let bar = new_bar(noun, ProgressDrawTarget::hidden());
        let (stop, stopped) = mpsc::channel::<()>();
        let is_running = move |time| stopped.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
        let animated = bar.clone();
        let animate = move || {
            if is_running(DELAY) {
                animated.set_draw_target(ProgressDrawTarget::stderr());
            }
            while !animated.is_finished() {
                animated.tick();
                if !is_running(FRAME) {
                    return;
                }
            }
        };
        // If no thread can be started, there is just no spinner.
        if thread::Builder::new().spawn(animate).is_ok() {
            *current.lock() = Some(bar.clone());
        }
        Self { bar: Some(bar), current, _stop: Some(stop) }
    }

    /// Adds fetched rows.
    pub fn add(&self, rows: usize) {
        if let Some(bar) = &self.bar {
            bar.inc(rows as u64);
        }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if self.bar.is_some() {
            self.current.end();
        }
    }
}

fn new_bar(noun: &'static str, target: ProgressDrawTarget) -> ProgressBar {
    let write_text = move |state: &ProgressState, out: &mut dyn Write| {
        // indicatif offers no way to return an error.
        let _ = match state.pos() {
            0 => write!(out, "fetching {noun}s"),
            1 => write!(out, "fetched 1 {noun}"),
            rows => write!(out, "fetched {} {noun}s", HumanCount(rows)),
        };
    };
    let style = ProgressStyle::with_template("{spinner} {text}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    ProgressBar::with_draw_target(None, target).with_style(style.with_key("text", write_text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicatif::InMemoryTerm;

    #[test]
    fn counts_rows_and_makes_way_for_messages() {
        let screen = InMemoryTerm::new(2, 80);
        let bar = new_bar("key", ProgressDrawTarget::term_like(Box::new(screen.clone())));
        let current = CurrentSpinner(Arc::new(Mutex::new(Some(bar.clone()))));
        let text = || screen.contents().split_once(' ').map(|(_, text)| text.to_owned()).unwrap_or_default();
        for (rows, expected) in [(0, "fetching keys"), (1, "fetched 1 key"), (1199, "fetched 1,200 keys")] {
            bar.inc(rows);
            bar.tick();
            assert_eq!(text(), expected);
            current.suspend(|| assert_eq!(screen.contents(), ""));
            assert_eq!(text(), expected);
        }
        current.end();
        assert_eq!(screen.contents(), "");
        bar.inc(1);
        bar.tick();
        assert_eq!(screen.contents(), "");
        current.suspend(|| ());
    }

    #[test]
    fn a_terminal_without_a_cursor_has_no_spinner() {
        let terminal = Terminal { stderr_can_move_cursor: false, ..Terminal::detect(|_| None) };
        let spinner = Spinner::start(&terminal, "key", true);
        spinner.add(5);
        assert!(spinner.bar.is_none() && spinner._stop.is_none() && terminal.spinner.lock().is_none());
    }
}
