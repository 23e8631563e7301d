//! Ctrl-C while something is under way that must not be left half done.

use std::sync::atomic::{AtomicBool, Ordering};

use super::App;
use crate::error::Exit;

impl App<'_> {
    /// From here on the first Ctrl-C prints this and waits; a second one ends the program.
    pub fn defer_interrupt(&self, notice: &'static str) {
        let terminal = *self.terminal;
        on_first_interrupt(move || terminal.print(notice));
    }
}

/// From here on the first Ctrl-C does this; a second one ends the program.
pub fn on_first_interrupt(action: impl Fn() + Send + 'static) {
    let pressed = AtomicBool::new(false);
    // A handler that is there already does the same: this is not the first such command of the process.
    let _ = ctrlc::set_handler(move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Exit::Interrupted.code()));
        }
        action();
    });
}
